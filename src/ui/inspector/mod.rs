//! The panel beside the map: what is selected, how it is doing, and every field of it.

use egui::{Align2, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    icons,
    insight::Findings,
    intent::{Intent, Intents},
    tokens::Tokens,
    what_if::WhatIf,
    widgets::{fold::fold, form::Form, gauge::gauge, reading::Reading, text},
};
use crate::{
    health::{Indicator, Scope, words},
    network::Collapsed,
    org::{HandoffId, PartyId},
    session::{Selection, Session, Single},
};

mod ballots;
mod handoff;
mod log;
mod many;
mod org;
mod party;
mod raci;
mod risks;
mod role;
mod what_if;

pub use ballots::{forget_half_entered, has_half_entered};

/// What every section of the inspector needs.
struct Context<'a> {
    session: &'a Session,
    tokens: &'static Tokens,
    found: Option<&'a Findings>,
    /// Who is shown for whom on the map.
    collapsed: &'a Collapsed,
    intents: &'a mut Intents,
}

impl Context<'_> {
    fn form<'f>(&'f mut self, ui: &'f mut Ui, subject: impl Into<String>) -> Form<'f> {
        Form {
            ui,
            tokens: self.tokens,
            intents: self.intents,
            subject: subject.into(),
            today: self.session.today(),
        }
    }

    /// The three indicators, each with its evidence and its "why?".
    fn gauges(&mut self, ui: &mut Ui, scope: &Scope) {
        let health = self.session.health();
        for indicator in Indicator::ALL {
            let reading = Reading::of(health, scope, indicator);
            let evidence = words::evidence(health, scope, indicator);
            if gauge(ui, self.tokens, indicator, &reading, &evidence).clicked() {
                self.intents.push(Intent::Why(scope.clone(), indicator));
            }
            ui.add_space(self.tokens.space.m);
        }
    }

    /// A heading within the panel.
    fn heading(&self, ui: &mut Ui, text: &str) {
        ui.add_space(self.tokens.space.l);
        let text = RichText::new(text)
            .font(self.tokens.body_strong())
            .color(self.tokens.colour.ink2);
        ui.label(text);
        ui.add_space(self.tokens.space.xs);
    }

    /// A part that can be folded away.
    fn section(&mut self, ui: &mut Ui, name: &str, open: bool, body: impl FnOnce(&mut Self, &mut Ui)) {
        ui.add_space(self.tokens.space.m);
        ui.separator();
        let id = egui::Id::unique(("section", name));
        let (tokens, font) = (self.tokens, self.tokens.body_strong());
        fold(ui, tokens, id, name, font, open, |ui| body(self, ui));
    }

    /// Small words, which may take several lines.
    fn words(&self, ui: &mut Ui, words: &str) {
        text::wrapped(ui, words, self.tokens.body(), self.tokens.colour.ink2);
    }

    /// For how many parties a party stands on the map, where it is a collapsed department.
    fn gathered(&self, id: &PartyId) -> Option<usize> {
        self.collapsed.is_box(id).then(|| self.collapsed.members(id).len())
    }

    /// The kind of thing and its name, at the top.
    fn title(&self, ui: &mut Ui, above: &str, name: &str) {
        let colour = &self.tokens.colour;
        text::wrapped(ui, above, self.tokens.label(), colour.ink2);
        text::wrapped(ui, name, self.tokens.title(), colour.ink);
    }

    /// A handoff as a row: the other side, what is handed over, and how it is doing.
    fn handoff_row(&mut self, ui: &mut Ui, id: &HandoffId, other: &str) {
        let (session, tokens) = (self.session, self.tokens);
        let Some(promise) = session.org().handoffs.get(id) else {
            return;
        };
        let reading = Reading::of_handoff(session.health(), id, Indicator::Reliability);
        let what = match promise.deliverable.trim() {
            "" => "not written yet".to_owned(),
            text => text.to_owned(),
        };
        let below = match &promise.cadence {
            Some(cadence) => format!("{what} · {}", cadence.label().to_lowercase()),
            None => what,
        };
        let height = tokens.size.body * 1.4 + tokens.size.label * 1.4 + 14.0;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        response.widget_info(|| {
            let spoken = format!("{other}: {below}, handoff reliability {}", reading.spoken());
            WidgetInfo::labeled(Role::Button, true, spoken)
        });
        let painter = ui.painter();
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect.expand2(vec2(8.0, 0.0)), tokens.radius.control, tokens.colour.hover);
        }
        let first = rect.top() + 7.0 + tokens.size.body * 0.7;
        let second = first + tokens.size.body * 0.7 + tokens.size.label * 0.75;
        let colour = &tokens.colour;
        let (mark, sure) = reading.mark();
        let value = reading.hundred().map_or_else(|| "–".to_owned(), |n| n.to_string());
        let number = text::line(
            painter,
            pos2(rect.right(), first),
            Align2::RIGHT_CENTER,
            &value,
            tokens.body_strong(),
            colour.ink,
            60.0,
        );
        let size = tokens.control.mark;
        icons::mark(
            painter,
            pos2(number.left() - 5.0 - size / 2.0, first),
            size,
            mark,
            sure,
            tokens,
        );
        let room = number.left() - rect.left() - 24.0;
        text::line(
            painter,
            pos2(rect.left(), first),
            Align2::LEFT_CENTER,
            other,
            tokens.body(),
            colour.ink,
            room,
        );
        text::line(
            painter,
            pos2(rect.left(), second),
            Align2::LEFT_CENTER,
            &below,
            tokens.label(),
            colour.ink2,
            rect.width(),
        );
        painter.hline(rect.x_range(), rect.bottom(), tokens.hairline());
        if response.clicked() {
            self.intents.push(Intent::Select(Selection::handoff(id.clone())));
        }
    }
}

/// Draws the panel's contents.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    found: Option<&Findings>,
    collapsed: &Collapsed,
    what_if: &mut WhatIf,
    intents: &mut Intents,
) {
    let mut context = Context {
        session,
        tokens,
        found,
        collapsed,
        intents,
    };
    let selection = session.selection();
    let asked = what_if.is_on();
    if asked {
        what_if::actions(ui, &mut context, what_if);
    }
    let salt = if asked {
        "what if".to_owned()
    } else {
        format!("{:?}", selection.single())
    };
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            egui::Frame::NONE
                .inner_margin(egui::Margin::symmetric(18, 18))
                .show(ui, |ui| match selection.single() {
                    _ if asked => what_if::ui(ui, &mut context, what_if),
                    Some(Single::Party(id)) => party::ui(ui, &mut context, id),
                    Some(Single::Handoff(id)) => handoff::ui(ui, &mut context, id),
                    None if selection.is_empty() => org::ui(ui, &mut context),
                    None => many::ui(ui, &mut context),
                });
        });
}
