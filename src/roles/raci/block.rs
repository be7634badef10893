//! A block of cells: as tab-separated text for a spreadsheet, back from one, and as one change of the document.

use std::fmt::Write as _;

use super::Matrix;
use crate::{
    org::{Edit, Letter, Letters, Org},
    roles::Area,
};

/// So many wrong cells are named; the others are counted.
const NAMED: usize = 4;

/// A cell of a pasted text that has something else than letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongCell {
    /// The row in the text, from 1.
    pub row: usize,
    /// The column in the text, from 1.
    pub column: usize,
    /// What stands there.
    pub text: String,
    /// The handoff and role that it was meant for.
    pub meant_for: String,
}

/// Why a text was not pasted. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// The rows differ in length.
    #[error(
        "Nothing was pasted: row {row} of the text has {cells}, the first row has {first}. Copy a block whose rows are equally long."
    )]
    Ragged {
        /// The row, from 1.
        row: usize,
        /// What it has.
        cells: String,
        /// What the first one has.
        first: usize,
    },
    /// It reaches over the edge of the matrix.
    #[error(
        "Nothing was pasted: the text has {rows} and {columns}, but only {rows_left} and {columns_left} are left from this cell on. Start farther up or left, or copy less."
    )]
    TooLarge {
        /// Rows in words.
        rows: String,
        /// Columns in words.
        columns: String,
        /// Rows left in words.
        rows_left: String,
        /// Columns left in words.
        columns_left: String,
    },
    /// Something else than letters.
    #[error("Nothing was pasted. {} A cell takes R, A, C and I, each once, such as RA.", wrong(.0))]
    Letters(Vec<WrongCell>),
    /// Something else than a mark.
    #[error("Nothing was pasted. {} A cell takes x or nothing.", wrong(.0))]
    Marks(Vec<WrongCell>),
}

/// The first few in words.
pub(in crate::roles) fn wrong(cells: &[WrongCell]) -> String {
    let mut said = String::new();
    for cell in cells.iter().take(NAMED) {
        let _ = write!(
            said,
            "Row {}, column {} ({}) says “{}”. ",
            cell.row, cell.column, cell.meant_for, cell.text
        );
    }
    if let Some(more) = cells.len().checked_sub(NAMED).filter(|more| *more > 0) {
        let cells = counted(more, "more cell does", "more cells do");
        let _ = write!(said, "{cells} not fit either. ");
    }
    said.trim_end().to_owned()
}

fn counted(count: usize, one: &str, many: &str) -> String {
    crate::health::words::number(count as u64, one, many)
}

impl Matrix {
    /// The letters of a block as tab-separated text, a line for each row.
    #[must_use]
    pub fn text(&self, org: &Org, area: Area) -> String {
        area.text((self.rows.len(), self.columns.len()), |row, column| {
            self.letters(org, row, column).to_string()
        })
    }

    /// What pasting a tab-separated text changes: from the first cell of the area on, or the whole area where the text
    /// is one cell. An empty cell clears. `R/A`, `r, a` and the like are letters too.
    ///
    /// # Errors
    /// Where the text is no rectangle, does not fit, or has something else than letters.
    pub fn paste(&self, org: &Org, area: Area, text: &str) -> Result<Edit, BlockError> {
        let lines = fitting(text, area, (self.rows.len(), self.columns.len()))?;
        let width = lines.first().map_or(0, Vec::len);
        let mut wrong = Vec::new();
        let mut read: Vec<Vec<Letters>> = Vec::with_capacity(lines.len());
        for (r, line) in lines.iter().enumerate() {
            let mut letters = Vec::with_capacity(width);
            for (c, cell) in line.iter().enumerate() {
                letters.push(self::letters(cell).unwrap_or_else(|| {
                    wrong.push(self.wrong_cell(area, (r, c), cell));
                    Letters::default()
                }));
            }
            read.push(letters);
        }
        if !wrong.is_empty() {
            return Err(BlockError::Letters(wrong));
        }
        let single = match &read[..] {
            [line] => match &line[..] {
                [one] => Some(*one),
                _ => None,
            },
            _ => None,
        };
        if let Some(one) = single {
            return Ok(self.change(org, area, |_| one));
        }
        let area = Area {
            bottom: area.top + lines.len().saturating_sub(1),
            right: area.left + width.saturating_sub(1),
            ..area
        };
        Ok(self.put(org, area, |row, column, _| {
            let line = read.get(row.saturating_sub(area.top));
            let found = line.and_then(|line| line.get(column.saturating_sub(area.left)));
            found.copied().unwrap_or_default()
        }))
    }

    /// What typing a letter changes: it is taken away where all cells of the area have it, and put into all otherwise.
    /// Says which of the two.
    #[must_use]
    pub fn toggle(&self, org: &Org, area: Area, letter: Letter) -> (bool, Edit) {
        let all = (area.top..=area.bottom)
            .all(|row| (area.left..=area.right).all(|column| self.letters(org, row, column).has(letter)));
        (!all, self.change(org, area, |letters| letters.with(letter, !all)))
    }

    /// What clearing the area changes.
    #[must_use]
    pub fn clear(&self, org: &Org, area: Area) -> Edit {
        self.change(org, area, |_| Letters::default())
    }

    fn change(&self, org: &Org, area: Area, new: impl Fn(Letters) -> Letters) -> Edit {
        self.put(org, area, |_, _, letters| new(letters))
    }

    /// One edit for every handoff in which something changes.
    fn put(&self, org: &Org, area: Area, new: impl Fn(usize, usize, Letters) -> Letters) -> Edit {
        let mut edits = Vec::new();
        let rows = self.rows.iter().enumerate().take(area.bottom.saturating_add(1));
        for (r, row) in rows.skip(area.top) {
            let Some(old) = org.handoffs.get(&row.handoff) else {
                continue;
            };
            let mut handoff = None;
            let columns = self.columns.iter().enumerate().take(area.right.saturating_add(1));
            for (c, column) in columns.skip(area.left) {
                let before = old.raci.get(&column.role).copied().unwrap_or_default();
                let after = new(r, c, before);
                if after == before {
                    continue;
                }
                let handoff = handoff.get_or_insert_with(|| (**old).clone());
                if after.is_empty() {
                    handoff.raci.remove(&column.role);
                } else {
                    handoff.raci.insert(column.role.clone(), after);
                }
            }
            edits.extend(handoff.map(|handoff| Edit::PutHandoff(row.handoff.clone(), handoff)));
        }
        Edit::All(edits)
    }

    fn wrong_cell(&self, area: Area, (row, column): (usize, usize), text: &str) -> WrongCell {
        let handoff = self.rows.get(area.top + row).map_or("", |row| row.name.as_str());
        let role = self.columns.get(area.left + column).map_or("", |c| c.name.as_str());
        WrongCell::new((row, column), text, format!("{handoff}, {role}"))
    }
}

impl WrongCell {
    /// The cell at a row and column of the text, counted from 0.
    pub(in crate::roles) fn new((row, column): (usize, usize), text: &str, meant_for: String) -> Self {
        let mut shown: String = text.trim().chars().take(24).collect();
        if shown.len() < text.trim().len() {
            shown.push('…');
        }
        Self {
            row: row + 1,
            column: column + 1,
            text: shown,
            meant_for,
        }
    }
}

/// The cells of a text, where they are a rectangle that fits from the first cell of the area on into a table of so many
/// rows and columns.
pub(in crate::roles) fn fitting(
    text: &str,
    area: Area,
    (rows, columns): (usize, usize),
) -> Result<Vec<Vec<String>>, BlockError> {
    let lines = cells(text);
    let width = lines.first().map_or(0, Vec::len);
    if let Some((at, line)) = lines.iter().enumerate().find(|(_, line)| line.len() != width) {
        return Err(BlockError::Ragged {
            row: at + 1,
            cells: counted(line.len(), "cell", "cells"),
            first: width,
        });
    }
    let left = (rows.saturating_sub(area.top), columns.saturating_sub(area.left));
    if lines.len() > left.0 || width > left.1 {
        return Err(BlockError::TooLarge {
            rows: counted(lines.len(), "row", "rows"),
            columns: counted(width, "column", "columns"),
            rows_left: counted(left.0, "row", "rows"),
            columns_left: counted(left.1, "column", "columns"),
        });
    }
    Ok(lines)
}

/// The letters of a cell, in either case and in any order, with or without what people write between them.
#[must_use]
pub fn letters(text: &str) -> Option<Letters> {
    let between = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '+' | '&');
    text.chars()
        .filter(|c| !between(*c))
        .collect::<String>()
        .parse::<Letters>()
        .ok()
}

/// Whether a pasted text says itself which handoffs and roles it is about: it has several rows and columns, and its first
/// row has words instead of letters.
#[must_use]
pub fn has_headers(text: &str) -> bool {
    let lines = cells(text);
    let Some((first, rest)) = lines.split_first() else {
        return false;
    };
    let mut named = first.iter().filter(|cell| !cell.trim().is_empty()).peekable();
    let words = named.peek().is_some() && named.all(|cell| letters(cell).is_none());
    words && first.len() > 1 && rest.iter().any(|line| line.len() > 1)
}

/// The cells of a tab-separated text. A spreadsheet quotes a cell that has a line break, a tab or a quote in it, and
/// ends the last line or not.
fn cells(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut quoted = false;
    let mut all = text.chars().peekable();
    let last = |lines: &mut Vec<Vec<String>>, c: char| {
        if let Some(cell) = lines.last_mut().and_then(|line| line.last_mut()) {
            cell.push(c);
        }
    };
    while let Some(c) = all.next() {
        let begins = lines.last().and_then(|line| line.last()).is_some_and(String::is_empty);
        match c {
            '"' if quoted && all.next_if_eq(&'"').is_some() => last(&mut lines, '"'),
            '"' if quoted => quoted = false,
            c if quoted => last(&mut lines, c),
            '"' if begins => quoted = true,
            '\t' => {
                if let Some(line) = lines.last_mut() {
                    line.push(String::new());
                }
            }
            '\r' | '\n' => {
                if c == '\r' {
                    let _ = all.next_if_eq(&'\n');
                }
                if all.peek().is_some() {
                    lines.push(vec![String::new()]);
                }
            }
            c => last(&mut lines, c),
        }
    }
    lines
}
