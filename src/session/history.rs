//! Undo and redo: every state of the document is kept, which is cheap because states share structure.

use std::sync::Arc;

use super::{Selection, places::Owed};
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
    /// The layout that they wait for meanwhile.
    pub owed: Option<Owed>,
    /// A number that no other state of this session has.
    pub revision: u64,
}

impl State {
    /// The number of the layout that it waits for.
    pub fn awaited(&self) -> Option<u64> {
        self.owed.as_ref().map(|owed| owed.number)
    }
}

/// A step that can be undone or redone.
#[derive(Clone, Debug)]
pub struct Step {
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
    /// Remembers the state before a change that was just made. Returns what could be redone and is gone now.
    pub fn record(&mut self, label: String, before: State) -> Vec<Step> {
        if self.past.len() == DEPTH {
            self.past.remove(0);
        }
        self.past.push(Step { label, state: before });
        std::mem::take(&mut self.future)
    }

    /// Forgets what could be redone, and can redo this instead.
    pub fn go_on_with(&mut self, future: Vec<Step>) {
        self.future = future;
    }

    /// The states since the last one that waited for no layout, that one first and the present one left out. All of them
    /// where there is none.
    pub fn unsettled(&self) -> impl DoubleEndedIterator<Item = &State> {
        let settled = self.past.iter().rposition(|step| step.state.awaited().is_none());
        self.past[settled.unwrap_or_default()..].iter().map(|step| &step.state)
    }

    /// All states, but for the present one.
    pub fn states_mut(&mut self) -> impl Iterator<Item = &mut State> {
        let steps = self.past.iter_mut().chain(&mut self.future);
        steps.map(|step| &mut step.state)
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
