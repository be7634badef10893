//! What a command line or a test asks to be shown.

use super::App;
use crate::session::{Lens, RolesTab, Selection};

impl App {
    /// Goes to a page of Roles.
    pub fn turn_to(&mut self, tab: RolesTab) {
        self.roles.go(tab);
    }

    /// Colours the handoffs of the map.
    pub fn colour_by(&mut self, lens: Lens) {
        self.canvas.colouring.set_lens(lens);
    }

    /// Selects something, as a click would.
    pub fn select(&mut self, selection: Selection) {
        if let Some(session) = &mut self.session {
            session.select(selection);
        }
    }
}
