//! Training for a block of cells: as text, and as one change of the document.

use std::collections::BTreeMap;

use crate::{
    org::{Edit, Org, Role, RoleId},
    roles::{
        Area,
        raci::{BlockError, WrongCell, fitting, wrong},
    },
};

use super::{Cover, Mark};

/// Why a text was not pasted. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingError {
    /// It is no rectangle or does not fit.
    #[error(transparent)]
    Block(#[from] BlockError),
    /// Something else than marks.
    #[error("Nothing was pasted. {} A cell takes T for trained; R and B beside it are passed over.", wrong(.0))]
    Marks(Vec<WrongCell>),
}

impl Cover {
    /// The marks of a block as tab-separated text, a line for each row: R for does the work, T for trained, B for
    /// stands in.
    #[must_use]
    pub fn text(&self, area: Area) -> String {
        area.text((self.rows.len(), self.columns.len()), |row, column| {
            letters(self.mark(row, column))
        })
    }

    /// What typing T changes: training is taken away where all cells of the area have it, and given to all otherwise.
    /// Says which of the two.
    #[must_use]
    pub fn toggle(&self, org: &Org, area: Area) -> (bool, Edit) {
        let all = (area.top..=area.bottom)
            .all(|row| (area.left..=area.right).all(|column| self.is_trained(org, row, column)));
        (!all, self.train(org, area, |_, _| !all))
    }

    /// What clearing the area changes: nobody in it is trained any more. Who does the work and who stands in is
    /// written elsewhere and stays.
    #[must_use]
    pub fn clear(&self, org: &Org, area: Area) -> Edit {
        self.train(org, area, |_, _| false)
    }

    /// What pasting a tab-separated text changes: from the first cell of the area on, or the whole area where the text
    /// is one cell. A cell with a T is trained, another one is not. R and B, which a copied block has, change nothing:
    /// who does the work and who stands in is written elsewhere.
    ///
    /// # Errors
    /// Where the text is no rectangle, does not fit, or has something else than marks.
    pub fn paste(&self, org: &Org, area: Area, text: &str) -> Result<Edit, TrainingError> {
        let lines = fitting(text, area, (self.rows.len(), self.columns.len()))?;
        let width = lines.first().map_or(0, Vec::len);
        let mut faults = Vec::new();
        let mut read: Vec<Vec<bool>> = Vec::with_capacity(lines.len());
        for (r, line) in lines.iter().enumerate() {
            let cells = line.iter().enumerate().map(|(c, cell)| {
                parse(cell).unwrap_or_else(|| {
                    let handoff = self.rows.get(area.top + r).map_or("", |row| row.name.as_str());
                    let role = self.columns.get(area.left + c).map_or("", |c| c.name.as_str());
                    faults.push(WrongCell::new((r, c), cell, format!("{handoff}, {role}")));
                    false
                })
            });
            read.push(cells.collect());
        }
        if !faults.is_empty() {
            return Err(TrainingError::Marks(faults));
        }
        if let [line] = &read[..]
            && let [one] = &line[..]
        {
            return Ok(self.train(org, area, |_, _| *one));
        }
        let area = Area {
            bottom: area.top + lines.len().saturating_sub(1),
            right: area.left + width.saturating_sub(1),
            ..area
        };
        Ok(self.train(org, area, |row, column| {
            let line = read.get(row.saturating_sub(area.top));
            let found = line.and_then(|line| line.get(column.saturating_sub(area.left)));
            found.copied().unwrap_or(false)
        }))
    }

    /// In the document as it is now, which may be newer than the marks.
    fn is_trained(&self, org: &Org, row: usize, column: usize) -> bool {
        let cell = self.rows.get(row).zip(self.columns.get(column));
        cell.and_then(|(row, column)| Some(org.roles.get(&column.role)?.trained_for.contains(&row.handoff)))
            .unwrap_or(false)
    }

    /// One edit for every role in which something changes.
    fn train(&self, org: &Org, area: Area, wanted: impl Fn(usize, usize) -> bool) -> Edit {
        let mut changed: BTreeMap<&RoleId, Role> = BTreeMap::new();
        let rows = self.rows.iter().enumerate().take(area.bottom.saturating_add(1));
        for (r, row) in rows.skip(area.top) {
            let columns = self.columns.iter().enumerate().take(area.right.saturating_add(1));
            for (c, column) in columns.skip(area.left) {
                let Some(old) = org.roles.get(&column.role) else {
                    continue;
                };
                let wanted = wanted(r, c);
                if old.trained_for.contains(&row.handoff) == wanted {
                    continue;
                }
                let role = changed.entry(&column.role).or_insert_with(|| (**old).clone());
                if wanted {
                    role.trained_for.insert(row.handoff.clone());
                } else {
                    role.trained_for.remove(&row.handoff);
                }
            }
        }
        Edit::All(
            changed
                .into_iter()
                .map(|(id, role)| Edit::PutRole(id.clone(), role))
                .collect(),
        )
    }
}

/// R for does the work, T for trained, B for stands in.
fn letters(mark: Mark) -> String {
    let held = [(mark.does, 'R'), (mark.trained, 'T'), (mark.stands_in, 'B')];
    held.into_iter()
        .filter_map(|(on, letter)| on.then_some(letter))
        .collect()
}

/// Whether a cell says trained, with marks in either case and in any order; nothing where it says something else.
fn parse(text: &str) -> Option<bool> {
    let between = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '+' | '&');
    let marks: String = text.chars().filter(|c| !between(*c)).collect::<String>().to_uppercase();
    let known = marks.chars().all(|c| matches!(c, 'R' | 'T' | 'B'));
    known.then(|| marks.contains('T'))
}
