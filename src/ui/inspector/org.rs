//! Nothing is selected: the organisation as a whole.

use egui::{RichText, Ui};

use super::{Context, risks};
use crate::{health::Scope, session::Command, ui::widgets::button};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>) {
    let session = context.session;
    let tokens = context.tokens;
    context.title(ui, "The whole organisation", session.title());
    ui.add_space(tokens.space.l);
    context.gauges(ui, &Scope::Org);
    let found = context.found;
    let open = found.into_iter().flat_map(|found| found.risks.iter());
    risks::ui(ui, context, open.filter(|risk| !risk.is_accepted()));
    let about = session.org().about.trim();
    if !about.is_empty() {
        context.heading(ui, "About this file");
        ui.add(egui::Label::new(RichText::new(about).font(tokens.body()).color(tokens.colour.ink2)).wrap());
    }
    ui.add_space(tokens.space.m);
    if button::link(ui, tokens, "Name, goals and settings…").clicked() {
        context.intents.run(Command::Organisation);
    }
    ui.add_space(tokens.space.m);
    context
        .form(ui, "org")
        .hint("Select a party or a handoff to see how it is doing and to change it.");
}
