//! The matrix as one widget: it scrolls both ways under frozen headers, and one cell of it has the cursor. Only what is
//! in view is drawn.

use std::ops::Range;

use egui::{
    Id, Pos2, Rect, Response, Role, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{Cell, RolesView, keys, legend_height, paint};
use crate::{
    health::words,
    org::{Letter, Org},
    roles::raci::{Matrix, Note},
    session::{Selection, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
    },
};

/// The one matrix.
pub fn id() -> Id {
    Id::unique("responsibility matrix")
}

/// What the pointer took hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// A cell.
    Cell,
    /// The name of a handoff: the row.
    Row,
    /// The name of a role: the column.
    Column,
}

/// Where everything lies. Lengths in points.
#[derive(Clone, Copy)]
pub struct Layout {
    /// What is seen of the matrix.
    pub view: Rect,
    /// How far the cells are scrolled.
    pub offset: Vec2,
    /// The first column, with the handoffs.
    pub names: f32,
    /// The first row, with the roles.
    pub head: f32,
    /// One cell.
    pub cell: Vec2,
    /// The last column, with the gaps.
    pub gaps: f32,
    /// The last row, with what stands out in roles.
    pub foot: f32,
    rows: usize,
    columns: usize,
}

impl Layout {
    fn of(tokens: &Tokens, matrix: &Matrix, room: Vec2) -> Self {
        let (body, label) = (tokens.size.body, tokens.size.label);
        let noted = matrix.columns.iter().any(|column| column.note.is_some());
        Self {
            view: Rect::ZERO,
            offset: Vec2::ZERO,
            names: (body * 17.5).min(room.x * 0.36),
            head: label * 1.8 + body * 7.6,
            cell: vec2(body * 4.8, (body * 1.35 + label * 1.35 + 18.0).round()),
            gaps: body * 13.5,
            foot: if noted { label * 1.4 + 18.0 } else { 0.0 },
            rows: matrix.rows.len(),
            columns: matrix.columns.len(),
        }
    }

    /// How large everything is together.
    fn whole(&self) -> Vec2 {
        let cells = self.cell * vec2(self.columns as f32, self.rows as f32);
        cells + vec2(self.names + self.gaps, self.head + self.foot)
    }

    /// The part in which cells are seen.
    pub fn cells(&self) -> Rect {
        let min = self.view.min + vec2(self.names, self.head);
        let end = min - self.offset + self.cell * vec2(self.columns as f32, self.rows as f32);
        let edge = self.view.max - vec2(self.gaps, self.foot);
        Rect::from_min_max(min, end.min(edge).max(min))
    }

    /// Where a row or column begins.
    pub fn at(&self, row: usize, column: usize) -> Pos2 {
        self.view.min + vec2(self.names, self.head) - self.offset + self.cell * vec2(column as f32, row as f32)
    }

    /// Where a cell lies, also one that is not seen.
    pub fn rect(&self, row: usize, column: usize) -> Rect {
        Rect::from_min_size(self.at(row, column), self.cell)
    }

    /// The rows that are seen, at least in part.
    pub fn rows(&self) -> Range<usize> {
        seen(self.offset.y, self.cells().height(), self.cell.y, self.rows)
    }

    /// The columns that are seen, at least in part.
    pub fn columns(&self) -> Range<usize> {
        seen(self.offset.x, self.cells().width(), self.cell.x, self.columns)
    }

    /// The cell nearest to a point.
    fn nearest(&self, to: Pos2) -> Cell {
        let from = (to - self.at(0, 0)) / self.cell;
        let at = |from: f32, count: usize| (from.max(0.0) as usize).min(count.saturating_sub(1));
        (at(from.y, self.rows), at(from.x, self.columns))
    }

    /// What lies under a point.
    pub fn hit(&self, at: Pos2) -> Option<(Grip, Cell)> {
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
    fn revealing(&self, (row, column): Cell, size: Vec2) -> Vec2 {
        let room = size - vec2(self.names + self.gaps, self.head + self.foot);
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

/// Draws the matrix as large as it is, or as there is room above the legend.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let margin = vec2(tokens.space.m + 1.0, tokens.space.xs);
    let room = ui.available_size() - vec2(0.0, legend_height(tokens)) - margin * 2.0;
    let mut layout = Layout::of(tokens, &view.matrix, room);
    let size = vec2(room.x, layout.whole().y.min(room.y)).max(vec2(80.0, layout.head + layout.cell.y));
    let (card, _) = ui.allocate_exact_size(size + margin * 2.0, Sense::hover());
    ui.painter().rect(
        card,
        tokens.radius.card,
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    let page = ((size.y - layout.head - layout.foot) / layout.cell.y).floor().max(1.0) as usize;
    keys::keys(ui, id(), session, view, intents, page);
    layout.offset = view.offset;
    if std::mem::take(&mut view.reveal) {
        view.offset = layout.revealing(view.cursor, size);
    }
    let mut inner = ui.new_child(UiBuilder::new().id_salt("matrix").max_rect(card.shrink2(margin)));
    let scrolled = ScrollArea::both()
        .id_salt("matrix")
        .auto_shrink([false, false])
        .content_margin(egui::Margin::ZERO)
        .scroll_offset(view.offset)
        .show_viewport(&mut inner, |ui, seen| {
            ui.set_min_size(layout.whole());
            layout.view = seen.translate(ui.max_rect().min.to_vec2());
            layout.offset = seen.min.to_vec2();
            widget(ui, session, tokens, view, layout, intents);
        });
    view.offset = scrolled.state.clamped_offset();
}

fn widget(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    view: &mut RolesView,
    layout: Layout,
    intents: &mut Intents,
) {
    let response = ui.interact(layout.view, id(), Sense::click_and_drag());
    pointer(ui, &response, view, layout, intents);
    let org = session.org();
    let focused = response.has_focus();
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, spoken(org, view)));
    paint::matrix(ui.painter(), org, tokens, view, &layout, focused, response.hover_pos());
    if let Some(told) = response.hover_pos().and_then(|at| told(&view.matrix, &layout, at)) {
        response.on_hover_text_at_pointer(told);
    }
}

/// Clicks set the cursor, drags and Shift-clicks select, a double-click on a handoff leads to the map.
fn pointer(ui: &Ui, response: &Response, view: &mut RolesView, layout: Layout, intents: &mut Intents) {
    let Some(at) = response.interact_pointer_pos() else {
        view.grip = None;
        return;
    };
    let (pressed, shift) = ui.input(|i| (i.pointer.primary_pressed(), i.modifiers.shift));
    let last = (
        view.matrix.rows.len().saturating_sub(1),
        view.matrix.columns.len().saturating_sub(1),
    );
    let before = (view.cursor, view.anchor);
    if pressed {
        response.request_focus();
        let hit = layout.hit(at);
        view.grip = hit.map(|(grip, _)| grip);
        if let Some((grip, cell)) = hit.filter(|_| !shift) {
            view.anchor = match grip {
                Grip::Cell => cell,
                Grip::Row => (cell.0, 0),
                Grip::Column => (0, cell.1),
            };
        }
    }
    if response.is_pointer_button_down_on()
        && let Some(grip) = view.grip
    {
        let cell = layout.nearest(at);
        view.cursor = match grip {
            Grip::Cell => cell,
            Grip::Row => (cell.0, last.1),
            Grip::Column => (last.0, cell.1),
        };
        // Whoever drags over the edge goes on there.
        if before != (view.cursor, view.anchor) && grip == Grip::Cell {
            view.reveal = !pressed;
            ui.request_repaint();
        }
    }
    if response.double_clicked()
        && let Some((Grip::Row, (row, _))) = layout.hit(at)
        && let Some(row) = view.matrix.rows.get(row)
    {
        intents.push(Intent::Reveal(Selection::handoff(row.handoff.clone())));
    }
}

const fn word(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "responsible",
        Letter::Accountable => "accountable",
        Letter::Consulted => "consulted",
        Letter::Informed => "informed",
    }
}

/// The current cell or range in words.
fn spoken(org: &Org, view: &RolesView) -> String {
    let area = view.area();
    let (row, column) = view.cursor;
    let (Some(handoff), Some(role)) = (view.matrix.rows.get(row), view.matrix.columns.get(column)) else {
        return "Responsibilities".to_owned();
    };
    if area.cells() > 1 {
        let count = words::number(area.cells() as u64, "cell", "cells");
        return format!("{count} up to {}, {}", handoff.name, role.name);
    }
    let letters = view.matrix.letters(org, row, column);
    let held: Vec<&str> = Letter::ALL.into_iter().filter(|l| letters.has(*l)).map(word).collect();
    let held = if held.is_empty() {
        "no letter".to_owned()
    } else {
        held.join(", ")
    };
    let mut said = format!("{}, {}: {held}", handoff.name, role.name);
    for gap in &handoff.gaps {
        said.push_str(". Gap: ");
        said.push_str(&gap.words().to_lowercase());
    }
    if let Some(note) = role.note {
        said.push_str(". ");
        said.push_str(&noted(&role.name, note, role.accountable));
    }
    said
}

fn noted(name: &str, note: Note, accountable: usize) -> String {
    match note {
        Note::NoResponsibility => format!("{name} has no responsibility: no letter in any handoff"),
        Note::Overloaded => {
            format!("{name} is overloaded: it answers for {accountable} handoffs, more than twice as many as most")
        }
    }
}

/// What is said of the place under the pointer.
fn told(matrix: &Matrix, layout: &Layout, at: Pos2) -> Option<String> {
    let cells = layout.cells();
    let below = at.y > cells.bottom() && cells.x_range().contains(at.x);
    let (row, column) = layout.nearest(at);
    let role = matrix.columns.get(column)?;
    match layout.hit(at) {
        None if !below => None,
        Some((Grip::Cell, _)) => None,
        Some((Grip::Row, _)) => {
            let row = matrix.rows.get(row)?;
            Some(format!("{}\n{}\nEnter opens it on the map", row.name, row.between))
        }
        Some((Grip::Column, _)) | None => {
            let mut said = format!("{}, {}", role.name, role.party_name);
            if let Some(note) = role.note {
                said.push('\n');
                said.push_str(&noted(&role.name, note, role.accountable));
            }
            Some(said)
        }
    }
}

/// A point on a whole pixel's edge, so that hairlines are sharp.
pub fn sharp(at: Pos2) -> Pos2 {
    pos2(at.x.round(), at.y.round())
}
