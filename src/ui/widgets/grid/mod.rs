//! A table that scrolls both ways under frozen headers. One cell has the cursor, a range can be selected, and what is
//! typed is handed to whoever shows the table. Only what is in view is drawn.

use egui::{Id, Painter, Pos2, Rect, Response, Role, ScrollArea, Sense, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo};

use super::super::{icons::Mark, tokens::Tokens};
use crate::roles::Area;

mod keys;
mod paint;
mod place;

pub use place::{Grip, Place};

/// A row and a column, counted from 0.
pub type Cell = (usize, usize);

/// How something at the end of a row or the foot of a column is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something is missing.
    Gap,
    /// It is only said.
    Quiet,
}

/// Something said at the end of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The mark before it, if any.
    pub mark: Option<Mark>,
    /// What is said, in a few words.
    pub words: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Note {
    /// Something is missing.
    #[must_use]
    pub fn gap(words: impl Into<String>) -> Self {
        Self {
            mark: Some(Mark::Weak),
            words: words.into(),
            tone: Tone::Gap,
        }
    }
}

/// What a grid shows.
pub trait Table {
    /// What the table is, for those who hear it while it is empty.
    fn name(&self) -> &str;
    /// How many rows.
    fn rows(&self) -> usize;
    /// How many columns.
    fn columns(&self) -> usize;
    /// The name of a row and what stands below it.
    fn row(&self, row: usize) -> (&str, &str);
    /// The name of a column.
    fn column(&self, column: usize) -> &str;
    /// What a column belongs to, as a key that its neighbours share and as a name.
    fn group(&self, column: usize) -> (&str, &str);
    /// Paints a cell.
    fn cell(&self, painter: &Painter, tokens: &Tokens, rect: Rect, cell: Cell);
    /// What is said at the end of a row.
    fn notes(&self, row: usize) -> Vec<Note>;
    /// The name of the foot, where there is one.
    fn foot_name(&self) -> Option<&str>;
    /// What is said at the foot of a column.
    fn foot(&self, column: usize) -> Option<(&str, Tone)>;
    /// A cell in words, with what is missing in its row and column.
    fn spoken(&self, cell: Cell) -> String;
    /// More about a row, for the pointer.
    fn row_told(&self, row: usize) -> String;
    /// More about a column, for the pointer.
    fn column_told(&self, column: usize) -> String;
}

/// What was typed or clicked, for whoever shows the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A letter or a space.
    Typed(char),
    /// Delete.
    Clear,
    /// The cells as text.
    Copy,
    /// The same, then clear them.
    Cut,
    /// This text from the first cell on.
    Paste(String),
    /// Enter, or a double click on the name of a row.
    Open,
}

/// A deed and the cells that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The cells.
    pub area: Area,
    /// What to do.
    pub deed: Deed,
}

/// Where one is in a table. Not part of the document.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The current cell.
    pub cursor: Cell,
    /// The corner of the range opposite to the cursor.
    pub anchor: Cell,
    offset: Vec2,
    /// The cursor moved and is to be brought into view.
    reveal: bool,
    grip: Option<Grip>,
    /// Asked for from outside, carried out with the keys of the next frame.
    asked: Vec<Deed>,
}

impl Grid {
    /// The cells that a key is about.
    #[must_use]
    pub fn area(&self) -> Area {
        Area::between(self.anchor, self.cursor)
    }

    /// Puts the cursor on a cell and brings it into view.
    pub fn go(&mut self, cell: Cell) {
        (self.cursor, self.anchor) = (cell, cell);
        self.reveal = true;
    }

    /// Selects every cell.
    pub fn select_all(&mut self, rows: usize, columns: usize) {
        self.anchor = (0, 0);
        self.cursor = (rows.saturating_sub(1), columns.saturating_sub(1));
    }

    /// Keeps cursor and range on what they were on: `row` and `column` say where something is now.
    pub fn follow(&mut self, row: impl Fn(usize) -> usize, column: impl Fn(usize) -> usize) {
        let moved = |(r, c): Cell| (row(r), column(c));
        (self.cursor, self.anchor) = (moved(self.cursor), moved(self.anchor));
    }

    /// Does something with the selected cells in the next frame, as if it had been typed.
    pub fn ask(&mut self, deed: Deed) {
        self.asked.push(deed);
    }

    /// Draws the table as large as it is, or as there is room above what stands `below`. Returns what was typed, in
    /// order.
    pub fn ui(&mut self, ui: &mut Ui, tokens: &Tokens, id: Id, table: &dyn Table, below: f32) -> Vec<Act> {
        let margin = egui::vec2(tokens.space.m + 1.0, tokens.space.xs);
        let room = ui.available_size() - egui::vec2(0.0, below) - margin * 2.0;
        let mut place = Place::of(tokens, table, room);
        let size = egui::vec2(room.x, place.whole().y.min(room.y)).max(egui::vec2(80.0, place.head + place.cell.y));
        let (card, _) = ui.allocate_exact_size(size + margin * 2.0, Sense::hover());
        ui.painter().rect(
            card,
            tokens.radius.card,
            tokens.colour.surface,
            tokens.hairline(),
            StrokeKind::Inside,
        );
        let page = ((size.y - place.head - place.foot) / place.cell.y).floor().max(1.0) as usize;
        let last = (table.rows().saturating_sub(1), table.columns().saturating_sub(1));
        self.cursor = (self.cursor.0.min(last.0), self.cursor.1.min(last.1));
        self.anchor = (self.anchor.0.min(last.0), self.anchor.1.min(last.1));
        let mut acts = keys::keys(ui, id, self, last, page);
        place.offset = self.offset;
        if std::mem::take(&mut self.reveal) {
            self.offset = place.revealing(self.cursor, size);
        }
        let mut inner = ui.new_child(UiBuilder::new().id_salt(id).max_rect(card.shrink2(margin)));
        let scrolled = ScrollArea::both()
            .id_salt(id)
            .auto_shrink([false, false])
            .content_margin(egui::Margin::ZERO)
            .scroll_offset(self.offset)
            .show_viewport(&mut inner, |ui, seen| {
                ui.set_min_size(place.whole());
                place.view = seen.translate(ui.max_rect().min.to_vec2());
                place.offset = seen.min.to_vec2();
                self.widget(ui, tokens, id, table, &place, &mut acts);
            });
        self.offset = scrolled.state.clamped_offset();
        acts
    }

    fn widget(&mut self, ui: &mut Ui, tokens: &Tokens, id: Id, table: &dyn Table, place: &Place, acts: &mut Vec<Act>) {
        let response = ui.interact(place.view, id, Sense::click_and_drag());
        self.pointer(ui, &response, place, acts);
        let focused = response.has_focus();
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, self.spoken(table)));
        paint::grid(ui.painter(), tokens, table, self, place, focused, response.hover_pos());
        if let Some(told) = response.hover_pos().and_then(|at| told(table, place, at)) {
            response.on_hover_text_at_pointer(told);
        }
    }

    /// The current cell or range in words.
    fn spoken(&self, table: &dyn Table) -> String {
        if table.rows() == 0 || table.columns() == 0 {
            return table.name().to_owned();
        }
        let cells = self.area().cells();
        if cells > 1 {
            let count = crate::health::words::number(cells as u64, "cell", "cells");
            let (row, column) = (table.row(self.cursor.0).0, table.column(self.cursor.1));
            return format!("{count} up to {row}, {column}");
        }
        table.spoken(self.cursor)
    }

    /// Clicks set the cursor, drags and Shift-clicks select, a double click on the name of a row opens it.
    fn pointer(&mut self, ui: &Ui, response: &Response, place: &Place, acts: &mut Vec<Act>) {
        let Some(at) = response.interact_pointer_pos() else {
            self.grip = None;
            return;
        };
        let (pressed, shift) = ui.input(|i| (i.pointer.primary_pressed(), i.modifiers.shift));
        let last = place.last();
        let before = (self.cursor, self.anchor);
        if pressed {
            response.request_focus();
            let hit = place.hit(at);
            self.grip = hit.map(|(grip, _)| grip);
            if let Some((grip, cell)) = hit.filter(|_| !shift) {
                self.anchor = match grip {
                    Grip::Cell => cell,
                    Grip::Row => (cell.0, 0),
                    Grip::Column => (0, cell.1),
                };
            }
        }
        // A tap may be over before the frame in which it began.
        if (pressed || response.is_pointer_button_down_on())
            && let Some(grip) = self.grip
        {
            let cell = place.nearest(at);
            self.cursor = match grip {
                Grip::Cell => cell,
                Grip::Row => (cell.0, last.1),
                Grip::Column => (last.0, cell.1),
            };
            // Whoever drags over the edge goes on there.
            if before != (self.cursor, self.anchor) && grip == Grip::Cell {
                self.reveal = !pressed;
                ui.request_repaint();
            }
        }
        if response.double_clicked()
            && let Some((Grip::Row, (row, _))) = place.hit(at)
        {
            acts.push(Act {
                area: Area::between((row, 0), (row, last.1)),
                deed: Deed::Open,
            });
        }
    }
}

/// What is said of the place under the pointer.
fn told(table: &dyn Table, place: &Place, at: Pos2) -> Option<String> {
    let cells = place.cells();
    let below = at.y > cells.bottom() && cells.x_range().contains(at.x);
    let (row, column) = place.nearest(at);
    match place.hit(at) {
        None if !below => None,
        Some((Grip::Cell, _)) => None,
        Some((Grip::Row, _)) => Some(table.row_told(row)),
        Some((Grip::Column, _)) | None => Some(table.column_told(column)),
    }
}
