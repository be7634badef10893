//! A block of cells in any of the tables of this module.

/// A block of cells from one corner to the other, both in it, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

impl Area {
    /// The block between two cells, each a row and a column, in any order.
    #[must_use]
    pub fn between(one: (usize, usize), other: (usize, usize)) -> Self {
        Self {
            top: one.0.min(other.0),
            left: one.1.min(other.1),
            bottom: one.0.max(other.0),
            right: one.1.max(other.1),
        }
    }

    /// How many rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.bottom.saturating_sub(self.top) + 1
    }

    /// How many columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.right.saturating_sub(self.left) + 1
    }

    /// How many cells.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.rows().saturating_mul(self.columns())
    }

    /// Whether a cell is in it.
    #[must_use]
    pub const fn contains(&self, row: usize, column: usize) -> bool {
        self.top <= row && row <= self.bottom && self.left <= column && column <= self.right
    }

    /// The cells that are in a table of so many rows and columns as tab-separated text, a line for each row.
    #[must_use]
    pub fn text(&self, (rows, columns): (usize, usize), cell: impl Fn(usize, usize) -> String) -> String {
        let within = |from: usize, until: usize, all: usize| from.min(all)..until.saturating_add(1).min(all);
        let line = |row| {
            let cells = within(self.left, self.right, columns).map(|column| cell(row, column));
            cells.collect::<Vec<_>>().join("\t")
        };
        let lines = within(self.top, self.bottom, rows).map(line);
        lines.collect::<Vec<_>>().join("\n")
    }
}
