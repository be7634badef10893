//! Where everything in a grid lies.

use std::ops::Range;

use egui::{Pos2, Rect, Vec2, vec2};

use super::{Cell, Table};
use crate::ui::tokens::Tokens;

/// What the pointer took hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// A cell.
    Cell,
    /// The name of a row: all of it.
    Row,
    /// The name of a column: all of it.
    Column,
}

/// Where everything lies. Lengths in points.
#[derive(Clone, Copy)]
pub struct Place {
    /// What is seen of the grid.
    pub view: Rect,
    /// How far the cells are scrolled.
    pub offset: Vec2,
    /// The first column, with the names of rows.
    pub names: f32,
    /// The first row, with the names of columns.
    pub head: f32,
    /// One cell.
    pub cell: Vec2,
    /// The last column, with what is said of rows.
    pub notes: f32,
    /// The last row, with what is said of columns.
    pub foot: f32,
    rows: usize,
    columns: usize,
}

impl Place {
    pub(super) fn of(tokens: &Tokens, table: &dyn Table, room: Vec2) -> Self {
        let (body, label) = (tokens.size.body, tokens.size.label);
        let head = label * 1.8 + body * 7.6;
        let names = (body * 17.5).min(room.x * 0.3);
        let cell = vec2(body * 4.8, (body * 1.35 + label * 1.35 + 18.0).round());
        let notes = (body * 13.5).min((room.x * 0.22).max(body * 11.5));
        // Where not all columns are seen, whole ones are.
        let (seen, all) = (room.x - names - notes, cell.x * table.columns() as f32);
        let spare = if all > seen && seen > cell.x {
            seen % cell.x
        } else {
            0.0
        };
        Self {
            view: Rect::ZERO,
            offset: Vec2::ZERO,
            names,
            // Where there is little room, the rows are what one came for.
            head: head.min((room.y * 0.37).max(label * 1.8 + body * 4.0)),
            cell,
            notes: notes + spare,
            foot: if table.foot_name().is_some() {
                label * 1.4 + 18.0
            } else {
                0.0
            },
            rows: table.rows(),
            columns: table.columns(),
        }
    }

    /// How large everything is together.
    pub(super) fn whole(&self) -> Vec2 {
        let cells = self.cell * vec2(self.columns as f32, self.rows as f32);
        cells + vec2(self.names + self.notes, self.head + self.foot)
    }

    /// The last row and column.
    pub(super) fn last(&self) -> Cell {
        (self.rows.saturating_sub(1), self.columns.saturating_sub(1))
    }

    /// The part in which cells are seen.
    #[must_use]
    pub fn cells(&self) -> Rect {
        let min = self.view.min + vec2(self.names, self.head);
        let end = min - self.offset + self.cell * vec2(self.columns as f32, self.rows as f32);
        let edge = self.view.max - vec2(self.notes, self.foot);
        Rect::from_min_max(min, end.min(edge).max(min))
    }

    /// Where a row or column begins.
    pub(super) fn at(&self, row: usize, column: usize) -> Pos2 {
        self.view.min + vec2(self.names, self.head) - self.offset + self.cell * vec2(column as f32, row as f32)
    }

    /// Where a cell lies, also one that is not seen.
    #[must_use]
    pub fn rect(&self, row: usize, column: usize) -> Rect {
        Rect::from_min_size(self.at(row, column), self.cell)
    }

    /// The rows that are seen, at least in part.
    pub(super) fn rows(&self) -> Range<usize> {
        seen(self.offset.y, self.cells().height(), self.cell.y, self.rows)
    }

    /// The columns that are seen, at least in part.
    pub(super) fn columns(&self) -> Range<usize> {
        seen(self.offset.x, self.cells().width(), self.cell.x, self.columns)
    }

    /// The cell nearest to a point.
    pub(super) fn nearest(&self, to: Pos2) -> Cell {
        let from = (to - self.at(0, 0)) / self.cell;
        let at = |from: f32, count: usize| (from.max(0.0) as usize).min(count.saturating_sub(1));
        (at(from.y, self.rows), at(from.x, self.columns))
    }

    /// What lies under a point.
    pub(super) fn hit(&self, at: Pos2) -> Option<(Grip, Cell)> {
        let cells = self.cells();
        let (across, down) = (cells.x_range().contains(at.x), cells.y_range().contains(at.y));
        let cell = self.nearest(at);
        if across && down {
            Some((Grip::Cell, cell))
        } else if down && at.x < cells.left() && self.view.contains(at) {
            Some((Grip::Row, cell))
        } else if across && at.y < cells.top() && self.view.contains(at) {
            Some((Grip::Column, cell))
        } else {
            None
        }
    }

    /// How far to scroll so that a cell is seen whole.
    pub(super) fn revealing(&self, (row, column): Cell, size: Vec2) -> Vec2 {
        let room = size - vec2(self.names + self.notes, self.head + self.foot);
        let least = vec2(column as f32, row as f32) * self.cell;
        let most = least + self.cell - room;
        // Where there is less room than a cell, its beginning is seen.
        self.offset.max(most).min(least).max(Vec2::ZERO)
    }
}

fn seen(offset: f32, length: f32, step: f32, count: usize) -> Range<usize> {
    let first = (offset / step).floor().max(0.0) as usize;
    let end = ((offset + length) / step).ceil().max(0.0) as usize;
    first.min(count)..end.min(count)
}
