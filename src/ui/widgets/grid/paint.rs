//! How a grid is drawn: cells under their headers, each part in a clip of its own.

use std::f32::consts::FRAC_PI_2;

use egui::{Align2, CornerRadius, Painter, Pos2, Rect, StrokeKind, Vec2, epaint::TextShape, pos2, vec2};

use super::{Grid, Grip, Place, Table, Tone};
use crate::{
    roles::Area,
    ui::{icons, tokens::Tokens, widgets::text},
};

/// Draws everything.
pub(super) fn grid(
    painter: &Painter,
    tokens: &Tokens,
    table: &dyn Table,
    grid: &Grid,
    place: &Place,
    focused: bool,
    pointer: Option<Pos2>,
) {
    let page = Page {
        painter,
        tokens,
        table,
        grid,
        place,
        focused,
    };
    page.hovered(pointer);
    page.lines();
    page.cells();
    page.names();
    page.notes();
    page.head();
    page.foot();
}

struct Page<'a> {
    painter: &'a Painter,
    tokens: &'a Tokens,
    table: &'a dyn Table,
    grid: &'a Grid,
    place: &'a Place,
    focused: bool,
}

impl Page<'_> {
    fn clipped(&self, to: Rect) -> Painter {
        self.painter.with_clip_rect(to.intersect(self.painter.clip_rect()))
    }

    /// The row under the pointer, so that the eye does not slip on the way to its name.
    fn hovered(&self, pointer: Option<Pos2>) {
        let Some((Grip::Cell | Grip::Row, (row, _))) = pointer.and_then(|at| self.place.hit(at)) else {
            return;
        };
        let (cells, top) = (self.place.cells(), self.place.at(row, 0).y);
        let (left, right) = (self.place.view.left(), self.place.view.right());
        let rect = Rect::from_min_max(pos2(left, top), pos2(right, top + self.place.cell.y));
        let seen = Rect::from_x_y_ranges(left..=right, cells.y_range());
        self.clipped(seen).rect_filled(rect, 0.0, self.tokens.colour.hover);
    }

    fn group(&self, column: usize) -> Option<&str> {
        (column < self.table.columns()).then(|| self.table.group(column).0)
    }

    fn lines(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let (cells, view) = (place.cells(), place.view);
        let line = tokens.hairline();
        self.painter.hline(view.x_range(), cells.top().round() - 0.5, line);
        let below = self.clipped(Rect::from_x_y_ranges(view.x_range(), cells.y_range()));
        for row in place.rows() {
            let y = sharp(place.at(row + 1, 0)).y - 0.5;
            // The last one is the edge of the card unless something stands below it.
            if row + 1 < self.table.rows() || place.foot > 0.0 {
                below.hline(view.x_range(), y, line);
            }
        }
        let beside = self.clipped(Rect::from_x_y_ranges(
            (cells.left() - 1.0)..=(cells.right() + 1.0),
            view.y_range(),
        ));
        for column in place.columns().start..=place.columns().end {
            let x = sharp(place.at(0, column)).x - 0.5;
            let begins = column.checked_sub(1).and_then(|c| self.group(c)) != self.group(column);
            let top = if begins { view.top() } else { cells.top() };
            beside.vline(x, top..=cells.bottom(), line);
        }
        // Where the notes begin, also over cells that are scrolled below them.
        self.painter
            .vline(cells.right().round() - 0.5, view.top()..=cells.bottom(), line);
    }

    fn cells(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let painter = self.clipped(place.cells());
        let area = self.grid.area();
        if area.cells() > 1 {
            painter.rect_filled(self.span(area), 0.0, tokens.colour.halo);
        }
        for row in place.rows() {
            for column in place.columns() {
                self.table
                    .cell(&painter, tokens, place.rect(row, column), (row, column));
            }
        }
        let (row, column) = self.grid.cursor;
        if self.focused {
            let corner = CornerRadius::same(3);
            let rect = place.rect(row, column).shrink(1.0);
            painter.rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
        }
    }

    fn span(&self, area: Area) -> Rect {
        let last = self.place.rect(area.bottom, area.right);
        Rect::from_min_max(self.place.at(area.top, area.left), last.max)
    }

    fn names(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let cells = place.cells();
        let left = place.view.left();
        let painter = self.clipped(Rect::from_x_y_ranges(left..=cells.left(), cells.y_range()));
        let width = place.names - tokens.space.l;
        for row in place.rows() {
            let (name, below) = self.table.row(row);
            let middle = place.rect(row, 0).center().y;
            let x = left + tokens.space.s;
            let here = self.focused && self.grid.area().contains(row, self.grid.cursor.1);
            let ink = if here { tokens.colour.accent } else { tokens.colour.ink };
            let font = tokens.body_strong();
            if below.is_empty() {
                text::line(&painter, pos2(x, middle), Align2::LEFT_CENTER, name, font, ink, width);
                continue;
            }
            let at = pos2(x, middle - 1.0);
            text::line(&painter, at, Align2::LEFT_BOTTOM, name, font, ink, width);
            let at = pos2(x, middle + 2.0);
            let (font, ink) = (tokens.label(), tokens.colour.ink2);
            text::line(&painter, at, Align2::LEFT_TOP, below, font, ink, width);
        }
    }

    fn notes(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let cells = place.cells();
        let right = place.view.right();
        let painter = self.clipped(Rect::from_x_y_ranges(cells.right()..=right, cells.y_range()));
        let size = tokens.control.mark;
        for row in place.rows() {
            let notes = self.table.notes(row);
            let middle = place.rect(row, 0).center().y;
            let step = tokens.size.body * 1.45;
            let mut y = middle - step * (notes.len() as f32 - 1.0) / 2.0;
            for note in &notes {
                let mut x = cells.right() + tokens.space.m;
                if let Some(mark) = note.mark {
                    icons::mark(&painter, pos2(x + size / 2.0, y), size, mark, true, tokens);
                    x += size + 6.0;
                }
                let at = pos2(x, y);
                let ink = self.ink(note.tone);
                let (font, width) = (tokens.body(), (right - x).max(0.0));
                text::line(&painter, at, Align2::LEFT_CENTER, &note.words, font, ink, width);
                y += step;
            }
        }
    }

    const fn ink(&self, tone: Tone) -> egui::Color32 {
        match tone {
            Tone::Gap => self.tokens.health.weak.text,
            Tone::Quiet => self.tokens.colour.ink2,
        }
    }

    /// The columns, turned so that many stand side by side, under what they belong to.
    fn head(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let cells = place.cells();
        let head = Rect::from_x_y_ranges(cells.x_range(), place.view.top()..=cells.top());
        let painter = self.clipped(head);
        let groups = tokens.size.label * 1.8;
        let bottom = head.bottom() - tokens.space.s;
        let room = head.height() - groups - tokens.space.s;
        // As many lines of a long name as stand beside each other over a cell.
        let lines = ((place.cell.x - 4.0) / (tokens.size.body * 1.4)).max(1.0) as usize;
        // Smaller where there is little room above the cells.
        let font = if room < tokens.size.body * 6.0 {
            tokens.label()
        } else {
            tokens.body()
        };
        for column in place.columns() {
            let here = self.focused && self.grid.area().contains(self.grid.cursor.0, column);
            let ink = if here { tokens.colour.accent } else { tokens.colour.ink2 };
            let galley = text::elided(&painter, self.table.column(column), font.clone(), ink, room, lines);
            let middle = place.rect(0, column).center().x;
            let at = pos2(middle - galley.size().y / 2.0, bottom);
            painter.add(TextShape::new(sharp(at), galley, ink).with_angle(-FRAC_PI_2));
        }
        let mut column = place.columns().start;
        while column < place.columns().end {
            let (key, name) = self.table.group(column);
            let mut end = column + 1;
            while end < place.columns().end && self.group(end) == Some(key) {
                end += 1;
            }
            // What has its first columns scrolled away keeps its name in view.
            let left = place.at(0, column).x.max(cells.left());
            let right = place.at(0, end).x.min(cells.right());
            let at = pos2(left + 5.0, place.view.top() + groups / 2.0);
            let (font, ink) = (tokens.label(), tokens.colour.ink3);
            let width = right - left - 8.0;
            if width > tokens.size.label {
                text::line(&painter, at, Align2::LEFT_CENTER, name, font, ink, width);
            }
            column = end;
        }
    }

    /// What is said of columns.
    fn foot(&self) {
        let (place, tokens) = (self.place, self.tokens);
        let Some(name) = self.table.foot_name() else {
            return;
        };
        let cells = place.cells();
        let foot = Rect::from_x_y_ranges(cells.x_range(), cells.bottom()..=place.view.bottom());
        self.painter
            .hline(place.view.x_range(), cells.bottom().round() - 0.5, tokens.hairline());
        let painter = self.clipped(foot);
        for column in place.columns() {
            let Some((words, tone)) = self.table.foot(column) else {
                continue;
            };
            let at = pos2(place.rect(0, column).center().x, foot.top() + place.foot / 2.0 - 3.0);
            let (room, ink) = (place.cell.x - 4.0, self.ink(tone));
            text::line(&painter, at, Align2::CENTER_CENTER, words, tokens.label(), ink, room);
        }
        let names = Rect::from_min_size(pos2(place.view.left(), foot.top()), Vec2::new(place.names, place.foot));
        let at = names.left_center() + vec2(tokens.space.s, -3.0);
        let (font, ink) = (tokens.label(), tokens.colour.ink3);
        text::line(self.painter, at, Align2::LEFT_CENTER, name, font, ink, names.width());
    }
}

/// A point on a whole pixel's edge, so that hairlines are sharp.
fn sharp(at: Pos2) -> Pos2 {
    pos2(at.x.round(), at.y.round())
}
