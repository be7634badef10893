//! Undo and redo: every state of the document is kept, which is cheap because states share structure.

use std::sync::Arc;

use super::Selection;
use crate::{layout::Positions, org::Org};

/// How many steps can be undone.
const DEPTH: usize = 1_000;

/// A state of the document with the selection that belonged to it.
#[derive(Clone, Debug)]
pub struct State {
    /// The document.
    pub org: Org,
    /// What was selected.
    pub selection: Selection,
    /// Where the cards lay that have no place of their own in the document.
    pub afloat: Arc<Positions>,
    /// A number that no other state of this session has.
    pub revision: u64,
}

#[derive(Clone, Debug)]
struct Step {
    label: String,
    state: State,
}

/// The steps behind and ahead of the present state.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// Remembers the state before a change that was just made; what could be redone is gone.
    pub fn record(&mut self, label: String, before: State) {
        self.future.clear();
        if self.past.len() == DEPTH {
            self.past.remove(0);
        }
        self.past.push(Step { label, state: before });
    }

    /// Goes one step back. Returns the state to show, if there is one.
    pub fn undo(&mut self, present: State) -> Option<State> {
        let step = self.past.pop()?;
        self.future.push(Step {
            label: step.label,
            state: present,
        });
        Some(step.state)
    }

    /// Goes one step forward again. Returns the state to show, if there is one.
    pub fn redo(&mut self, present: State) -> Option<State> {
        let step = self.future.pop()?;
        self.past.push(Step {
            label: step.label,
            state: present,
        });
        Some(step.state)
    }

    /// What would be undone, in words: "Move Payroll".
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// What would be redone, in words.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }
}
