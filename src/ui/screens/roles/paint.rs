//! How the matrix is drawn: cells under their headers, each part in a clip of its own.

use std::f32::consts::FRAC_PI_2;

use egui::{Align2, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, epaint::TextShape, pos2, vec2};

use super::{
    RolesView,
    matrix::{Grip, Layout, sharp},
};
use crate::{
    org::{Letter, Letters, Org},
    roles::raci::{Area, Matrix, Note},
    ui::{
        icons::{self, Mark},
        tokens::Tokens,
        widgets::text,
    },
};

/// The side of a letter's square.
pub fn chip_side(tokens: &Tokens) -> f32 {
    (tokens.size.body * 1.85).round()
}

/// One letter: R soft, A filled, C grey, I outlined.
pub fn chip(painter: &Painter, tokens: &Tokens, rect: Rect, letter: Letter) {
    let colour = &tokens.colour;
    let corner = CornerRadius::same(tokens.radius.control.saturating_sub(2));
    let (fill, ink) = match letter {
        Letter::Responsible => (colour.accent_soft, colour.accent),
        Letter::Accountable => (colour.ink, colour.surface),
        Letter::Consulted => (colour.track, colour.ink2),
        Letter::Informed => (colour.surface, colour.ink2),
    };
    painter.rect_filled(rect, corner, fill);
    if letter == Letter::Informed {
        let edge = Stroke::new(tokens.stroke.hairline, colour.ink3);
        painter.rect_stroke(rect, corner, edge, StrokeKind::Inside);
    }
    let font = text::scaled(
        &tokens.body_strong(),
        (rect.width() / chip_side(tokens)).clamp(0.7, 1.0),
    );
    painter.text(rect.center(), Align2::CENTER_CENTER, letter.char(), font, ink);
}

/// Draws everything.
pub fn matrix(
    painter: &Painter,
    org: &Org,
    tokens: &Tokens,
    view: &RolesView,
    layout: &Layout,
    focused: bool,
    pointer: Option<Pos2>,
) {
    let page = Page {
        painter,
        tokens,
        matrix: &view.matrix,
        layout,
    };
    page.hovered(pointer);
    page.lines();
    page.cells(org, view, focused);
    page.names(view, focused);
    page.gaps();
    page.head(view, focused);
    page.foot();
}

struct Page<'a> {
    painter: &'a Painter,
    tokens: &'a Tokens,
    matrix: &'a Matrix,
    layout: &'a Layout,
}

impl Page<'_> {
    fn clipped(&self, to: Rect) -> Painter {
        self.painter.with_clip_rect(to.intersect(self.painter.clip_rect()))
    }

    /// The row under the pointer, so that the eye does not slip on the way to its name.
    fn hovered(&self, pointer: Option<Pos2>) {
        let Some((Grip::Cell | Grip::Row, (row, _))) = pointer.and_then(|at| self.layout.hit(at)) else {
            return;
        };
        let (cells, top) = (self.layout.cells(), self.layout.at(row, 0).y);
        let (left, right) = (self.layout.view.left(), self.layout.view.right());
        let rect = Rect::from_min_max(pos2(left, top), pos2(right, top + self.layout.cell.y));
        let seen = Rect::from_x_y_ranges(left..=right, cells.y_range());
        self.clipped(seen).rect_filled(rect, 0.0, self.tokens.colour.hover);
    }

    fn lines(&self) {
        let (layout, tokens) = (self.layout, self.tokens);
        let (cells, view) = (layout.cells(), layout.view);
        let line = tokens.hairline();
        self.painter.hline(view.x_range(), cells.top().round() - 0.5, line);
        let below = self.clipped(Rect::from_x_y_ranges(view.x_range(), cells.y_range()));
        for row in layout.rows() {
            let y = sharp(layout.at(row + 1, 0)).y - 0.5;
            // The last one is the edge of the card unless something stands below it.
            if row + 1 < self.matrix.rows.len() || layout.foot > 0.0 {
                below.hline(view.x_range(), y, line);
            }
        }
        let beside = self.clipped(Rect::from_x_y_ranges(
            (cells.left() - 1.0)..=(cells.right() + 1.0),
            view.y_range(),
        ));
        for column in layout.columns().start..=layout.columns().end {
            let x = sharp(layout.at(0, column)).x - 0.5;
            let party = |k: Option<usize>| k.and_then(|k| self.matrix.columns.get(k)).map(|c| &c.party);
            let begins = party(column.checked_sub(1)) != party(Some(column));
            let top = if begins { view.top() } else { cells.top() };
            beside.vline(x, top..=cells.bottom(), line);
        }
        // Where the gaps begin, also over cells that are scrolled below them.
        self.painter
            .vline(cells.right().round() - 0.5, view.top()..=cells.bottom(), line);
    }

    fn cells(&self, org: &Org, view: &RolesView, focused: bool) {
        let (layout, tokens) = (self.layout, self.tokens);
        let painter = self.clipped(layout.cells());
        let area = view.area();
        if area.cells() > 1 {
            painter.rect_filled(self.span(area), 0.0, tokens.colour.halo);
        }
        for row in layout.rows() {
            let handoff = self.matrix.rows.get(row).and_then(|row| org.handoffs.get(&row.handoff));
            let Some(handoff) = handoff.filter(|handoff| !handoff.raci.is_empty()) else {
                continue;
            };
            for column in layout.columns() {
                let role = self.matrix.columns.get(column).map(|column| &column.role);
                if let Some(letters) = role.and_then(|role| handoff.raci.get(role)) {
                    self.letters(&painter, layout.rect(row, column), *letters);
                }
            }
        }
        let (row, column) = view.cursor;
        if focused {
            let corner = CornerRadius::same(3);
            let rect = layout.rect(row, column).shrink(1.0);
            painter.rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
        }
    }

    fn span(&self, area: Area) -> Rect {
        let last = self.layout.rect(area.bottom, area.right);
        Rect::from_min_max(self.layout.at(area.top, area.left), last.max)
    }

    fn letters(&self, painter: &Painter, cell: Rect, letters: Letters) {
        let held: Vec<Letter> = Letter::ALL.into_iter().filter(|l| letters.has(*l)).collect();
        let count = held.len().max(1) as f32;
        let gap = 2.0;
        let side = chip_side(self.tokens).min((cell.width() - 6.0 - gap * (count - 1.0)) / count);
        let width = side * count + gap * (count - 1.0);
        let mut x = cell.center().x - width / 2.0;
        for letter in held {
            let at = pos2(x + side / 2.0, cell.center().y);
            let rect = Rect::from_center_size(at, vec2(side, chip_side(self.tokens)));
            chip(painter, self.tokens, rect, letter);
            x += side + gap;
        }
    }

    fn names(&self, view: &RolesView, focused: bool) {
        let (layout, tokens) = (self.layout, self.tokens);
        let cells = layout.cells();
        let left = layout.view.left();
        let painter = self.clipped(Rect::from_x_y_ranges(left..=cells.left(), cells.y_range()));
        let width = layout.names - tokens.space.l;
        for row in layout.rows() {
            let Some(shown) = self.matrix.rows.get(row) else {
                continue;
            };
            let middle = layout.rect(row, 0).center().y;
            let x = left + tokens.space.s;
            let here = focused && view.area().contains(row, view.cursor.1);
            let ink = if here { tokens.colour.accent } else { tokens.colour.ink };
            let name = pos2(x, middle - 1.0);
            let font = tokens.body_strong();
            text::line(&painter, name, Align2::LEFT_BOTTOM, &shown.name, font, ink, width);
            let below = pos2(x, middle + 2.0);
            let (font, ink) = (tokens.label(), tokens.colour.ink2);
            text::line(&painter, below, Align2::LEFT_TOP, &shown.between, font, ink, width);
        }
    }

    fn gaps(&self) {
        let (layout, tokens) = (self.layout, self.tokens);
        let cells = layout.cells();
        let right = layout.view.right();
        let painter = self.clipped(Rect::from_x_y_ranges(cells.right()..=right, cells.y_range()));
        let size = tokens.control.mark;
        let x = cells.right() + tokens.space.m;
        let width = (right - x - size - 6.0).max(0.0);
        for row in layout.rows() {
            let Some(shown) = self.matrix.rows.get(row) else {
                continue;
            };
            let middle = layout.rect(row, 0).center().y;
            let step = tokens.size.body * 1.45;
            let mut y = middle - step * (shown.gaps.len() as f32 - 1.0) / 2.0;
            for gap in &shown.gaps {
                icons::mark(&painter, pos2(x + size / 2.0, y), size, Mark::Weak, true, tokens);
                let at = pos2(x + size + 6.0, y);
                let ink = tokens.health.weak.text;
                text::line(
                    &painter,
                    at,
                    Align2::LEFT_CENTER,
                    &gap.words(),
                    tokens.body(),
                    ink,
                    width,
                );
                y += step;
            }
        }
    }

    /// The roles, turned so that many stand side by side, under their parties.
    fn head(&self, view: &RolesView, focused: bool) {
        let (layout, tokens) = (self.layout, self.tokens);
        let cells = layout.cells();
        let head = Rect::from_x_y_ranges(cells.x_range(), layout.view.top()..=cells.top());
        let painter = self.clipped(head);
        let parties = tokens.size.label * 1.8;
        let bottom = head.bottom() - tokens.space.s;
        let room = head.height() - parties - tokens.space.s;
        for column in layout.columns() {
            let Some(shown) = self.matrix.columns.get(column) else {
                continue;
            };
            let here = focused && view.area().contains(view.cursor.0, column);
            let ink = if here { tokens.colour.accent } else { tokens.colour.ink2 };
            let galley = text::elided(&painter, &shown.name, tokens.body(), ink, room, 2);
            let middle = layout.rect(0, column).center().x;
            let at = pos2(middle - galley.size().y / 2.0, bottom);
            painter.add(TextShape::new(sharp(at), galley, ink).with_angle(-FRAC_PI_2));
        }
        let mut column = layout.columns().start;
        while let Some(first) = self
            .matrix
            .columns
            .get(column)
            .filter(|_| column < layout.columns().end)
        {
            let rest = self.matrix.columns.iter().skip(column);
            let end = column + rest.take_while(|c| c.party == first.party).count();
            // A party whose first roles are scrolled away keeps its name in view.
            let left = layout.at(0, column).x.max(cells.left());
            let right = layout.at(0, end).x.min(cells.right());
            let at = pos2(left + 5.0, layout.view.top() + parties / 2.0);
            let (font, ink) = (tokens.label(), tokens.colour.ink3);
            let width = right - left - 8.0;
            if width > tokens.size.label {
                text::line(&painter, at, Align2::LEFT_CENTER, &first.party_name, font, ink, width);
            }
            column = end;
        }
    }

    /// What stands out in roles.
    fn foot(&self) {
        let (layout, tokens) = (self.layout, self.tokens);
        if layout.foot <= 0.0 {
            return;
        }
        let cells = layout.cells();
        let foot = Rect::from_x_y_ranges(cells.x_range(), cells.bottom()..=layout.view.bottom());
        self.painter
            .hline(layout.view.x_range(), cells.bottom().round() - 0.5, tokens.hairline());
        let painter = self.clipped(foot);
        for column in layout.columns() {
            let note = self.matrix.columns.get(column).and_then(|column| column.note);
            let Some(note) = note else { continue };
            let (words, ink) = match note {
                Note::Overloaded => ("overloaded", tokens.health.weak.text),
                Note::NoResponsibility => ("no letters", tokens.colour.ink2),
            };
            let at = pos2(layout.rect(0, column).center().x, foot.top() + layout.foot / 2.0 - 3.0);
            let room = layout.cell.x - 4.0;
            text::line(&painter, at, Align2::CENTER_CENTER, words, tokens.label(), ink, room);
        }
        let names = Rect::from_min_size(
            pos2(layout.view.left(), foot.top()),
            Vec2::new(layout.names, layout.foot),
        );
        let at = names.left_center() + vec2(tokens.space.s, -3.0);
        let ink = tokens.colour.ink3;
        text::line(
            self.painter,
            at,
            Align2::LEFT_CENTER,
            "What stands out in a role",
            tokens.label(),
            ink,
            names.width(),
        );
    }
}
