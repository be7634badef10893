//! Carrying out the commands about departments on the map, and about cards that stand for more than one party.

use std::collections::BTreeSet;

use egui::Context;

use super::App;
use crate::{
    org::PartyId,
    session::{Command, Fragment},
    ui::intent::Intents,
};

/// What is said where there is nothing to collapse.
pub const NO_DEPARTMENT: &str = "There is no department to collapse: no party is part of another.";

impl App {
    /// Makes a department of what is selected, and lets its name be typed.
    pub(super) fn group(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let mut intents = Intents::default();
        self.canvas.group(session, &mut intents);
        for intent in intents.take() {
            self.carry_out(intent, ctx);
        }
    }

    /// Collapses or expands departments: what is seen changes, the document does not.
    pub(super) fn collapse(&mut self, command: Command) {
        let Some(session) = &mut self.session else { return };
        let selection = match command {
            Command::Collapse => self.canvas.toggle_collapsed(session),
            Command::CollapseAll => self.canvas.collapse_all(session),
            _ => self.canvas.expand_all(session),
        };
        if selection != *session.selection() {
            session.select(selection);
        }
    }

    /// Shows those departments as one box each and nothing else; without any, all of them.
    pub fn collapse_only(&mut self, heads: Option<BTreeSet<PartyId>>) {
        match heads {
            Some(heads) => self.canvas.ways.collapsed = heads,
            None => self.collapse(Command::CollapseAll),
        }
    }

    /// Does to the cards that are seen what a command does to parties, where some of them stand for whole departments.
    /// Returns whether it did.
    pub(super) fn run_on_boxes(&mut self, command: Command) -> bool {
        let Some(session) = self.session.as_mut().filter(|_| self.canvas.is_anything_collapsed()) else {
            return false;
        };
        let cards = self.canvas.selected_cards(session);
        let done = match command {
            Command::Delete => session.delete(&self.canvas.all_selected(session)),
            Command::Duplicate => {
                let all = self.canvas.all_selected(session);
                let copied = Fragment::copy(session.org(), &all, session.positions());
                copied.map_or(Ok(()), |fragment| session.paste(&fragment, None, command.label()))
            }
            Command::AddHandoff => {
                let places = self.canvas.places(session).clone();
                session.connect_as_placed(&places)
            }
            Command::Align(how) if cards.moved.len() > 1 => session.align(how, &cards),
            Command::Distribute(along) if cards.moved.len() > 2 => session.distribute(along, &cards),
            Command::Align(_) | Command::Distribute(_) => Ok(()),
            _ => return false,
        };
        self.refused(Some(done));
        true
    }
}
