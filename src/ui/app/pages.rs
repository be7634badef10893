//! Pages of a screen, for whoever draws one without a hand to choose it.

use super::App;
use crate::session::{RolesTab, Screen};

impl App {
    /// Goes to a page of the Roles screen.
    pub fn go_to_roles(&mut self, tab: RolesTab) {
        self.screen = Screen::Roles;
        self.roles.go(tab);
    }
}
