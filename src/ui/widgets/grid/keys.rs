//! The keyboard of a grid: moving, selecting, and what is typed into cells.

use egui::{Event, EventFilter, FocusDirection, Id, Key, Modifiers, Ui};

use super::{Act, Cell, Deed, Grid};

/// What the grid keeps for itself while it has the keyboard.
const FILTER: EventFilter = EventFilter {
    tab: true,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// Carries out what was typed. To be called before the grid is registered, so that Tab can still lead out of it.
pub(super) fn keys(ui: &Ui, id: Id, grid: &mut Grid, last: Cell, page: usize) -> Vec<Act> {
    let asked = std::mem::take(&mut grid.asked);
    let area = grid.area();
    let mut hand = Hand {
        grid,
        last,
        page,
        acts: asked.into_iter().map(|deed| Act { area, deed }).collect(),
    };
    let has = ui.memory(|m| m.has_focus(id) && m.is_above_modal_layer(ui.layer_id()));
    if has {
        ui.memory_mut(|m| m.set_focus_lock_filter(id, FILTER));
        for event in ui.input(|i| i.events.clone()) {
            match event {
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => hand.key(ui, id, key, modifiers),
                Event::Text(text) => text.chars().for_each(|c| hand.act(Deed::Typed(c))),
                Event::Copy => hand.act(Deed::Copy),
                Event::Cut => hand.act(Deed::Cut),
                Event::Paste(text) => hand.act(Deed::Paste(text)),
                _ => {}
            }
        }
    }
    hand.acts
}

struct Hand<'a> {
    grid: &'a mut Grid,
    last: Cell,
    /// How many rows are seen at once.
    page: usize,
    acts: Vec<Act>,
}

impl Hand<'_> {
    fn act(&mut self, deed: Deed) {
        let area = self.grid.area();
        self.acts.push(Act { area, deed });
    }

    fn go(&mut self, (row, column): Cell, extend: bool) {
        self.grid.cursor = (row.min(self.last.0), column.min(self.last.1));
        if !extend {
            self.grid.anchor = self.grid.cursor;
        }
        self.grid.reveal = true;
    }

    fn key(&mut self, ui: &Ui, id: Id, key: Key, modifiers: Modifiers) {
        let (row, column) = self.grid.cursor;
        let (last, far) = (self.last, modifiers.command);
        let extend = modifiers.shift;
        let back = |at: usize| if far { 0 } else { at.saturating_sub(1) };
        let on = |at: usize, last: usize| if far { last } else { at.saturating_add(1) };
        match key {
            Key::ArrowLeft => self.go((row, back(column)), extend),
            Key::ArrowRight => self.go((row, on(column, last.1)), extend),
            Key::ArrowUp => self.go((back(row), column), extend),
            Key::ArrowDown => self.go((on(row, last.0), column), extend),
            Key::Home => self.go((if far { 0 } else { row }, 0), extend),
            Key::End => self.go((if far { last.0 } else { row }, last.1), extend),
            Key::PageUp => self.go((row.saturating_sub(self.page), column), extend),
            Key::PageDown => self.go((row.saturating_add(self.page), column), extend),
            Key::Tab if extend && column > 0 => self.go((row, column - 1), false),
            Key::Tab if !extend && column < last.1 => self.go((row, column + 1), false),
            Key::Tab => {
                let direction = if extend {
                    FocusDirection::Previous
                } else {
                    FocusDirection::Next
                };
                ui.memory_mut(|m| m.move_focus(direction));
            }
            Key::A if modifiers.command => self.grid.select_all(last.0 + 1, last.1 + 1),
            Key::Delete | Key::Backspace => self.act(Deed::Clear),
            Key::Enter => self.act(Deed::Open),
            Key::Escape if self.grid.anchor != self.grid.cursor => self.grid.anchor = self.grid.cursor,
            Key::Escape => ui.memory_mut(|m| m.surrender_focus(id)),
            _ => {}
        }
    }
}
