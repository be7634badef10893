//! Going to a screen, to a page, to something on it.

use super::App;
use crate::{
    session::{Lens, RolesTab, Screen, Selection},
    ui::canvas::Looks,
};

impl App {
    /// Goes to a screen.
    pub fn go(&mut self, screen: Screen) {
        self.screen = screen;
    }

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

    /// Colours the handoffs of the map.
    pub fn colour_by(&mut self, lens: Lens) {
        self.canvas.colouring.set_lens(lens);
    }

    /// What is seen of the map.
    #[must_use]
    pub fn looks(&self) -> Looks {
        self.canvas.looks()
    }

    /// Selects something, as a command line or a test may ask for.
    pub fn select(&mut self, selection: Selection) {
        if let Some(session) = &mut self.session {
            session.select(selection);
        }
    }
}
