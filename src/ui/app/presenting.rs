//! Presenting: nothing but the map on a wall, view after view, and back to exactly where one was.

use egui::{Context, Key, ViewportCommand};

use super::App;
use crate::{
    session::{Command, Screen, Selection},
    ui::canvas::Looks,
};

/// How long the line with the view's name stays, in seconds.
const SAID: f64 = 3.0;

/// What is presented, and where one was before.
pub struct Presenting {
    /// Which view is shown.
    at: usize,
    /// Until when its name is said; nothing before the first frame.
    until: Option<f64>,
    screen: Screen,
    chrome: bool,
    selection: Selection,
    looks: Looks,
}

impl Presenting {
    /// Whether the bars were there before.
    pub(super) const fn chrome(&self) -> bool {
        self.chrome
    }
}

impl App {
    /// Begins to present, or ends it.
    pub(super) fn present(&mut self, ctx: &Context) {
        if self.presenting.is_some() {
            self.stop_presenting(ctx);
            return;
        }
        let Some(session) = &mut self.session else { return };
        // What is half typed is part of the document; its field is about to go.
        session.commit();
        self.presenting = Some(Presenting {
            at: 0,
            until: None,
            screen: self.screen,
            chrome: self.chrome,
            selection: session.selection().clone(),
            looks: self.canvas.looks(),
        });
        session.select(Selection::default());
        self.screen = Screen::Map;
        self.chrome = false;
        self.canvas.still = true;
        self.canvas.ways.search = None;
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        ctx.memory_mut(|m| {
            if let Some(id) = m.focused() {
                m.surrender_focus(id);
            }
        });
        if session.org().views.is_empty() {
            self.canvas.fit();
        } else {
            self.show_presented(0);
        }
    }

    /// Back to exactly where one was.
    pub(super) fn stop_presenting(&mut self, ctx: &Context) {
        let Some(before) = self.presenting.take() else { return };
        self.screen = before.screen;
        self.chrome = before.chrome;
        self.canvas.still = false;
        self.canvas.restore(before.looks);
        self.select(before.selection);
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!self.chrome));
    }

    fn show_presented(&mut self, at: usize) {
        let (Some(session), Some(presenting)) = (&self.session, &mut self.presenting) else {
            return;
        };
        presenting.at = at;
        presenting.until = None;
        if let Some((_, view)) = session.org().views_in_order().get(at) {
            self.canvas.show_view(session, view);
        }
    }

    /// The keys while presenting; no others mean anything.
    pub(super) fn presenting_keys(&mut self, ctx: &Context) {
        let Some(presenting) = &self.presenting else { return };
        let (at, last) = (
            presenting.at,
            self.session
                .as_ref()
                .map_or(0, |s| s.org().views.len().saturating_sub(1)),
        );
        let pressed = |keys: &[Key]| ctx.input(|i| keys.iter().any(|key| i.key_pressed(*key)));
        if pressed(&[Key::Escape, Key::F5]) {
            self.stop_presenting(ctx);
        } else if pressed(&[Key::ArrowRight, Key::ArrowDown, Key::Space, Key::PageDown, Key::Enter]) {
            self.show_presented((at + 1).min(last));
        } else if pressed(&[Key::ArrowLeft, Key::ArrowUp, Key::Backspace, Key::PageUp]) {
            self.show_presented(at.saturating_sub(1));
        } else if pressed(&[Key::Home]) {
            self.show_presented(0);
        } else if pressed(&[Key::End]) {
            self.show_presented(last);
        } else if ctx.input(|i| i.modifiers.command && i.key_pressed(Key::Q)) {
            self.stop_presenting(ctx);
            self.run(Command::Quit, ctx);
        }
    }

    /// What the quiet line says, while it is to be seen.
    pub(super) fn presented(&mut self, ctx: &Context) -> Option<String> {
        let now = ctx.input(|i| i.time);
        let (session, presenting) = (self.session.as_ref()?, self.presenting.as_mut()?);
        let until = *presenting.until.get_or_insert(now + SAID);
        if now >= until {
            return None;
        }
        ctx.request_repaint_after_secs((until - now) as f32);
        let views = session.org().views_in_order();
        let mut said = match views.get(presenting.at) {
            Some((_, view)) => vec![view.name.clone(), format!("{} of {}", presenting.at + 1, views.len())],
            None => vec![session.title().to_owned()],
        };
        if self.canvas.ways.filter.is_on() {
            said.push(format!(
                "{} of {} parties",
                self.canvas.standing.shown(),
                session.org().parties.len()
            ));
        }
        said.push("Esc returns".to_owned());
        Some(said.join("  ·  "))
    }
}
