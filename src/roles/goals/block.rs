//! A block of cells: as tab-separated text for a spreadsheet, back from one, and as one change of the document.

use super::Goals;
use crate::{
    org::{Edit, Org},
    roles::{
        Area,
        raci::{BlockError, WrongCell, fitting},
    },
};

/// What stands in the text where a party works for a goal.
const MARK: &str = "x";

impl Goals {
    /// A block as tab-separated text, a line for each row: x where the party works for the goal.
    #[must_use]
    pub fn text(&self, org: &Org, area: Area) -> String {
        area.text((self.rows.len(), self.columns.len()), |row, column| {
            let mark = if self.serves(org, row, column) { MARK } else { "" };
            mark.to_owned()
        })
    }

    /// What pasting a tab-separated text changes: from the first cell of the area on, or the whole area where the text
    /// is one cell. An empty cell clears.
    ///
    /// # Errors
    /// Where the text is no rectangle, does not fit, or has something else than marks.
    pub fn paste(&self, org: &Org, area: Area, text: &str) -> Result<Edit, BlockError> {
        let lines = fitting(text, area, (self.rows.len(), self.columns.len()))?;
        let mut wrong = Vec::new();
        let mut read: Vec<Vec<bool>> = Vec::with_capacity(lines.len());
        for (r, line) in lines.iter().enumerate() {
            let mut marks = Vec::with_capacity(line.len());
            for (c, cell) in line.iter().enumerate() {
                marks.push(parse(cell).unwrap_or_else(|| {
                    let party = self.rows.get(area.top + r).map_or("", |row| row.name.as_str());
                    let goal = self.columns.get(area.left + c).map_or("", |goal| goal.name.as_str());
                    wrong.push(WrongCell::new((r, c), cell, format!("{party}, {goal}")));
                    false
                }));
            }
            read.push(marks);
        }
        if !wrong.is_empty() {
            return Err(BlockError::Marks(wrong));
        }
        if let [line] = &read[..]
            && let [one] = line[..]
        {
            return Ok(self.put(org, area, |_, _| one));
        }
        let width = read.first().map_or(0, Vec::len);
        let filled = Area {
            bottom: area.top + read.len().saturating_sub(1),
            right: area.left + width.saturating_sub(1),
            ..area
        };
        Ok(self.put(org, filled, |row, column| {
            let line = read.get(row.saturating_sub(area.top));
            let found = line.and_then(|line| line.get(column.saturating_sub(area.left)));
            found.copied().unwrap_or_default()
        }))
    }

    /// What the space bar changes: the mark is taken away where all cells of the area have it, and put into all
    /// otherwise. Says which of the two.
    #[must_use]
    pub fn toggle(&self, org: &Org, area: Area) -> (bool, Edit) {
        let all = (area.top..=area.bottom).all(|row| (area.left..=area.right).all(|at| self.serves(org, row, at)));
        (!all, self.put(org, area, |_, _| !all))
    }

    /// What clearing the area changes.
    #[must_use]
    pub fn clear(&self, org: &Org, area: Area) -> Edit {
        self.put(org, area, |_, _| false)
    }

    /// One edit for every party in which something changes.
    fn put(&self, org: &Org, area: Area, serves: impl Fn(usize, usize) -> bool) -> Edit {
        let mut edits = Vec::new();
        let rows = self.rows.iter().enumerate().take(area.bottom.saturating_add(1));
        for (r, row) in rows.skip(area.top) {
            let Some(old) = org.parties.get(&row.party) else {
                continue;
            };
            let mut party = None;
            let columns = self.columns.iter().enumerate().take(area.right.saturating_add(1));
            for (c, column) in columns.skip(area.left) {
                let after = serves(r, c);
                if after == old.goals.contains(&column.goal) {
                    continue;
                }
                let party = party.get_or_insert_with(|| (**old).clone());
                if after {
                    party.goals.insert(column.goal.clone());
                } else {
                    party.goals.remove(&column.goal);
                }
            }
            edits.extend(party.map(|party| Edit::PutParty(row.party.clone(), party)));
        }
        Edit::All(edits)
    }
}

/// What people write where something holds, and where it does not.
fn parse(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "x" | "1" | "yes" | "true" | "✓" | "✔" | "•" | "●" => Some(true),
        "" | "0" | "no" | "false" | "-" | "–" => Some(false),
        _ => None,
    }
}
