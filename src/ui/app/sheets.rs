//! Going to the pages of roles and people.

use super::App;
use crate::session::{RolesTab, Screen};

impl App {
    /// Goes to a page of the Roles screen.
    pub fn go_to_roles(&mut self, tab: RolesTab) {
        self.screen = Screen::Roles;
        self.roles.go(tab);
    }

    /// Chooses a role by its identifier for its sheet, or a person by the name. Returns whether there is such a one.
    pub fn choose_sheet(&mut self, tab: RolesTab, wanted: &str) -> bool {
        let Some(session) = &self.session else { return false };
        self.roles.choose(session.org(), tab, wanted)
    }
}
