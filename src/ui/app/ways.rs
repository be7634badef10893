//! Carrying out the commands that help to find one's way on the map.

use egui::Context;

use super::App;
use crate::{
    org::{Edit, ViewId},
    session::{Command, Single},
    ui::canvas::{Wanted, ways::Search},
};

impl App {
    /// Carries out a command about the ways of the map.
    pub(super) fn find_way(&mut self, command: Command, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let party = match session.selection().single() {
            Some(Single::Party(party)) => Some(party.clone()),
            _ => None,
        };
        match (command, party) {
            (Command::Focus, Some(party)) => {
                self.canvas.ways.focus(&party);
                self.show_way();
            }
            (Command::Chain, Some(party)) => {
                self.canvas.ways.chain(&party);
                self.show_way();
            }
            (Command::Find, _) => {
                self.show_chrome(ctx);
                let search = self.canvas.ways.search.get_or_insert_with(Search::default);
                search.started = false;
            }
            (Command::Filter, _) => {
                self.show_chrome(ctx);
                self.canvas.wanted_popup = Some(Wanted::Filter);
            }
            (Command::Views, _) => {
                self.show_chrome(ctx);
                self.canvas.wanted_popup = Some(Wanted::Views(None));
            }
            (Command::Bookmark, _) => {
                self.show_chrome(ctx);
                self.bookmark();
            }
            _ => {}
        }
    }

    /// What stands out comes into view; nothing moves where all stand as ever.
    fn show_way(&mut self) {
        if self.canvas.ways.way.is_some() {
            self.canvas.show_standing();
        }
    }

    /// Fields and lists need the bars around the map.
    fn show_chrome(&mut self, ctx: &Context) {
        if !self.chrome {
            self.chrome = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(false));
        }
    }

    /// Keeps what is seen as a view, and lets its name be typed.
    fn bookmark(&mut self) {
        let Some(session) = &mut self.session else { return };
        let org = session.org();
        let taken = |name: &str| org.views.values().any(|view| view.name == name);
        let party = self
            .canvas
            .ways
            .way
            .as_ref()
            .map(|way| org.party_name(way.party()).to_owned());
        let numbered = (org.views.len() + 1..).map(|n| format!("View {n}"));
        let name = party
            .into_iter()
            .chain(numbered)
            .find(|name| !taken(name))
            .unwrap_or_default();
        let order = org.views.values().map(|view| view.order).max().unwrap_or(0);
        let view = self.canvas.bookmark(&name, order.saturating_add(1));
        let id = org.new_view_id(&name);
        let done = session.edit(format!("Bookmark {name}"), Edit::PutView(id.clone(), view));
        if done.is_ok() {
            self.canvas.wanted_popup = Some(Wanted::Views(Some(id)));
        }
        self.refused(Some(done));
    }

    /// Flies to a bookmarked view.
    pub(in crate::ui) fn show_view(&mut self, id: &ViewId) {
        let Some(session) = &self.session else { return };
        if let Some(view) = session.org().views.get(id) {
            self.canvas.show_view(session, view);
            self.screen = crate::session::Screen::Map;
        }
    }

    /// Flies to the bookmarked view at that place, from 0.
    pub(super) fn show_nth_view(&mut self, at: usize) {
        let views = self.session.as_ref().map(|session| session.org().views_in_order());
        let id = views.and_then(|views| views.get(at).map(|(id, _)| (*id).clone()));
        if let Some(id) = id {
            self.show_view(&id);
        }
    }
}
