//! The letters of one handoff: which role does the work, answers for it, is asked before, is told after.

use egui::{Button, RichText, Ui, vec2};

use super::Context;
use crate::org::{Edit, Handoff, HandoffId, Letter, RoleId};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId, handoff: &Handoff) {
    let session = context.session;
    let org = session.org();
    let tokens = context.tokens;
    let put = |role: &RoleId, letter: Letter, on: bool| {
        let mut handoff = handoff.clone();
        let letters = handoff.raci.get(role).copied().unwrap_or_default().with(letter, on);
        if letters.is_empty() {
            handoff.raci.remove(role);
        } else {
            handoff.raci.insert(role.clone(), letters);
        }
        Edit::PutHandoff(id.clone(), handoff)
    };
    // Roles that have a letter, and those of the provider, which are the likely ones.
    let mut shown: Vec<&RoleId> = handoff.raci.keys().collect();
    shown.extend(
        org.roles
            .iter()
            .filter(|(role, r)| r.party == handoff.provider && !handoff.raci.contains_key(*role))
            .map(|(role, _)| role),
    );
    if let Some(gap) = gap(handoff) {
        ui.label(RichText::new(gap).font(tokens.label()).color(tokens.health.weak.text));
    }
    for role in &shown {
        let letters = handoff.raci.get(*role).copied().unwrap_or_default();
        ui.horizontal(|ui| {
            for letter in Letter::ALL {
                let on = letters.has(letter);
                let text = RichText::new(letter.char().to_string()).font(tokens.body_strong());
                let button = ui
                    .add(Button::selectable(on, text).min_size(vec2(26.0, 26.0)))
                    .on_hover_text(letter.meaning());
                button.widget_info(|| {
                    let spoken = format!("{} {}", org.role_name(role), letter.meaning());
                    egui::WidgetInfo::selected(egui::Role::Button, true, on, spoken)
                });
                if button.clicked() {
                    let label = format!(
                        "{} {} {}",
                        org.role_name(role),
                        if on { "no longer" } else { "now" },
                        letter.meaning()
                    );
                    context.intents.edit(label, put(role, letter, !on));
                }
            }
            ui.add(egui::Label::new(RichText::new(org.role_name(role)).color(tokens.colour.ink)).truncate());
        });
    }
    if org.roles.is_empty() {
        context
            .form(ui, "raci")
            .hint("There are no roles yet. Select the provider and add one.");
        return;
    }
    let others: Vec<RoleId> = org.roles.keys().filter(|r| !shown.contains(r)).cloned().collect();
    let picked = context
        .form(ui, format!("raci {id}"))
        .pick("Add another role", &others, |r| {
            format!(
                "{}, {}",
                org.role_name(r),
                org.roles.get(r).map_or("", |role| org.party_name(&role.party))
            )
        });
    if let Some(role) = picked {
        context.intents.edit(
            format!("{} is now told after", org.role_name(&role)),
            put(&role, Letter::Informed, true),
        );
    }
}

/// What is missing, in words.
fn gap(handoff: &Handoff) -> Option<&'static str> {
    let accountable = handoff.roles_with(Letter::Accountable).count();
    let responsible = handoff.roles_with(Letter::Responsible).count();
    match (accountable, responsible) {
        (0, 0) => Some("Nobody is accountable and nobody is responsible."),
        (0, _) => Some("Nobody is accountable."),
        (2.., _) => Some("More than one role is accountable: one should answer for the outcome."),
        (1, 0) => Some("Nobody is responsible."),
        _ => None,
    }
}
