//! What is typed into a table of this screen in one frame. The document changes after the frame, so that each change
//! builds on a copy.

use std::fmt::Display;

use egui::Ui;

use crate::{
    health::words,
    org::{Edit, Org},
    roles::Area,
    ui::intent::{Intent, Intents},
};

/// The copy, and where changes are asked for.
pub struct Hand<'a> {
    /// The document with what was typed so far in this frame.
    pub org: Org,
    pub intents: &'a mut Intents,
}

impl<'a> Hand<'a> {
    pub fn new(org: &Org, intents: &'a mut Intents) -> Self {
        Self {
            org: org.clone(),
            intents,
        }
    }

    /// Asks for a change, in one undo step of its own.
    pub fn put(&mut self, label: String, edit: Edit) {
        if matches!(&edit, Edit::All(edits) if edits.is_empty()) {
            return;
        }
        match self.org.apply(edit.clone()) {
            Ok(()) => self.intents.edit(label, edit),
            Err(error) => self.complain(&error),
        }
    }

    /// Asks for what was pasted, or says why it does not fit.
    pub fn paste(&mut self, label: &str, pasted: Result<Edit, impl Display>) {
        match pasted {
            Ok(edit) => self.put(label.to_owned(), edit),
            Err(error) => self.complain(&error),
        }
    }

    fn complain(&mut self, error: &dyn Display) {
        self.intents.push(Intent::Complain(error.to_string()));
    }
}

/// Puts the text of some cells on the clipboard.
pub fn copy(ui: &Ui, text: String) {
    // The system keeps no empty text; an empty line is an empty cell as well.
    ui.copy_text(if text.is_empty() { "\n".to_owned() } else { text });
}

/// How many cells, in words.
pub fn cells(area: Area) -> String {
    words::number(area.cells() as u64, "cell", "cells")
}
