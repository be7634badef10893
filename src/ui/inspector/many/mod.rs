//! Several things at once: set in line, grouped, and what they have in common changed in one step.

use egui::Ui;

use super::Context;
use crate::{
    health::words,
    session::{Align, Command, Distribute},
    ui::{icons::Icon, widgets::button},
};

mod handoffs;
mod parties;

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>) {
    let selection = context.session.selection();
    let count = |n: usize, one: &str, many: &str| (n > 0).then(|| words::number(n as u64, one, many));
    let words: Vec<String> = [
        count(selection.parties.len(), "party", "parties"),
        count(selection.handoffs.len(), "handoff", "handoffs"),
    ]
    .into_iter()
    .flatten()
    .collect();
    context.title(ui, "Selected", &words.join(" and "));
    ui.add_space(context.tokens.space.m);
    if selection.parties.len() > 1 {
        lines(ui, context);
        ui.add_space(context.tokens.space.m);
    }
    let tokens = context.tokens;
    ui.horizontal_wrapped(|ui| {
        for command in [
            Command::Group,
            Command::Join,
            Command::Leave,
            Command::AddHandoff,
            Command::Duplicate,
            Command::Delete,
        ] {
            let shown = command.enabled(Some(context.session));
            if shown
                && button::plain(ui, tokens, command.label())
                    .on_hover_text(command.help())
                    .clicked()
            {
                context.intents.run(command);
            }
        }
    });
    if !selection.parties.is_empty() {
        context.section(ui, "All selected parties", true, parties::ui);
    }
    if !selection.handoffs.is_empty() {
        context.section(ui, "All selected handoffs", true, handoffs::ui);
        context.section(ui, "One by one", true, handoffs::list);
    }
}

/// Buttons that set cards in line and at equal distances.
fn lines(ui: &mut Ui, context: &mut Context<'_>) {
    let icon = |how: Align| match how {
        Align::Left => Icon::AlignLeft,
        Align::Centre => Icon::AlignCentre,
        Align::Right => Icon::AlignRight,
        Align::Top => Icon::AlignTop,
        Align::Middle => Icon::AlignMiddle,
        Align::Bottom => Icon::AlignBottom,
    };
    let aligning = Align::ALL.map(|how| (icon(how), Command::Align(how)));
    let distributing = [
        (Icon::DistributeAcross, Command::Distribute(Distribute::Across)),
        (Icon::DistributeDown, Command::Distribute(Distribute::Down)),
    ];
    let tokens = context.tokens;
    for row in [&aligning[..], &distributing[..]] {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.s;
            for (icon, command) in row {
                let enabled = command.enabled(Some(context.session));
                if button::icon(ui, tokens, *icon, command.label(), enabled).clicked() {
                    context.intents.run(*command);
                }
            }
        });
    }
}
