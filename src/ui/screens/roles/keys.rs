//! The keyboard of the matrix: moving, selecting, typing letters, copying and pasting.

use egui::{Event, EventFilter, FocusDirection, Id, Key, Modifiers, Ui};

use super::{Cell, RolesView};
use crate::{
    health::words,
    org::{Edit, Letter, Org},
    roles::raci::{Area, has_headers},
    session::{Selection, Session},
    ui::intent::{Intent, Intents},
};

/// What the matrix keeps for itself while it has the keyboard.
const FILTER: EventFilter = EventFilter {
    tab: true,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// A frame's keys. The document changes after the frame, so that what is typed in one frame builds on a copy.
struct Hand<'a> {
    view: &'a mut RolesView,
    org: Org,
    intents: &'a mut Intents,
    /// How many rows are seen at once.
    page: usize,
}

/// Carries out what was typed. To be called before the matrix is registered, so that Tab can still lead out of it.
pub fn keys(ui: &Ui, id: Id, session: &Session, view: &mut RolesView, intents: &mut Intents, page: usize) {
    let has = ui.memory(|m| m.has_focus(id) && m.is_above_modal_layer(ui.layer_id()));
    if !has {
        return;
    }
    ui.memory_mut(|m| m.set_focus_lock_filter(id, FILTER));
    let events = ui.input(|i| i.events.clone());
    if events.is_empty() {
        return;
    }
    let mut hand = Hand {
        view,
        org: session.org().clone(),
        intents,
        page,
    };
    for event in events {
        match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } => hand.key(ui, id, key, modifiers),
            Event::Text(text) => {
                for c in text.chars() {
                    hand.letter(c);
                }
            }
            Event::Copy => hand.copy(ui),
            Event::Cut => {
                hand.copy(ui);
                hand.clear("Cut");
            }
            Event::Paste(text) => hand.paste(&text),
            _ => {}
        }
    }
}

impl Hand<'_> {
    fn last(&self) -> Cell {
        let matrix = &self.view.matrix;
        (
            matrix.rows.len().saturating_sub(1),
            matrix.columns.len().saturating_sub(1),
        )
    }

    fn go(&mut self, (row, column): Cell, extend: bool) {
        let last = self.last();
        self.view.cursor = (row.min(last.0), column.min(last.1));
        if !extend {
            self.view.anchor = self.view.cursor;
        }
        self.view.reveal = true;
    }

    fn key(&mut self, ui: &Ui, id: Id, key: Key, modifiers: Modifiers) {
        let (row, column) = self.view.cursor;
        let (last, far) = (self.last(), modifiers.command);
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
            Key::A if modifiers.command => {
                self.view.anchor = (0, 0);
                self.view.cursor = last;
            }
            Key::Delete | Key::Backspace => self.clear("Clear"),
            Key::Enter => {
                if let Some(row) = self.view.matrix.rows.get(row) {
                    let selection = Selection::handoff(row.handoff.clone());
                    self.intents.push(Intent::Reveal(selection));
                }
            }
            Key::Escape if self.view.anchor != self.view.cursor => self.view.anchor = self.view.cursor,
            Key::Escape => ui.memory_mut(|m| m.surrender_focus(id)),
            _ => {}
        }
    }

    /// Asks for a change, in one undo step of its own.
    fn put(&mut self, label: String, edit: Edit) {
        if matches!(&edit, Edit::All(edits) if edits.is_empty()) {
            return;
        }
        match self.org.apply(edit.clone()) {
            Ok(()) => self.intents.edit(label, edit),
            Err(error) => self.intents.push(Intent::Complain(error.to_string())),
        }
    }

    fn letter(&mut self, c: char) {
        let c = c.to_ascii_uppercase();
        let Some(letter) = Letter::ALL.into_iter().find(|letter| letter.char() == c) else {
            return;
        };
        let area = self.view.area();
        let (on, edit) = self.view.matrix.toggle(&self.org, area, letter);
        let role = self.view.matrix.columns.get(area.left);
        let label = match role.filter(|_| area.cells() == 1) {
            Some(role) => {
                let now = if on { "now" } else { "no longer" };
                format!("{} {now} {}", role.name, letter.meaning())
            }
            None => format!("{} {c} in {}", if on { "Put" } else { "Take" }, cells(area)),
        };
        self.put(label, edit);
    }

    fn clear(&mut self, verb: &str) {
        let area = self.view.area();
        let edit = self.view.matrix.clear(&self.org, area);
        self.put(format!("{verb} {}", cells(area)), edit);
    }

    fn copy(&self, ui: &Ui) {
        let text = self.view.matrix.text(&self.org, self.view.area());
        // The system keeps no empty text; an empty line is an empty cell as well.
        ui.copy_text(if text.is_empty() { "\n".to_owned() } else { text });
    }

    fn paste(&mut self, text: &str) {
        if has_headers(text) {
            self.intents.push(Intent::PasteTable(text.to_owned()));
            return;
        }
        match self.view.matrix.paste(&self.org, self.view.area(), text) {
            Ok(edit) => self.put("Paste letters".to_owned(), edit),
            Err(error) => self.intents.push(Intent::Complain(error.to_string())),
        }
    }
}

fn cells(area: Area) -> String {
    words::number(area.cells() as u64, "cell", "cells")
}
