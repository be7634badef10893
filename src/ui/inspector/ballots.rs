//! How the two sides of a handoff see each other: rounds of ballots, entered and kept as counts.

use std::collections::BTreeMap;

use egui::{Context as Memory, DragValue, Id, RichText, Ui};

use super::Context;
use crate::{
    health::words,
    org::{Edit, Handoff, PartyId, Pulse, PulseId, Question, answers},
    ui::{
        intent::Intent,
        widgets::{button, fold::fold},
    },
};

/// The rounds that are being entered, by whose ballots about whom they are.
type Drafts = BTreeMap<(PartyId, PartyId), Draft>;

/// Where they are kept while they are being entered.
fn drafts_id() -> Id {
    Id::unique("half-entered ballots")
}

/// Whether a round of ballots is half entered.
pub fn has_half_entered(ctx: &Memory) -> bool {
    ctx.data(|d| d.get_temp::<Drafts>(drafts_id()))
        .is_some_and(|d| !d.is_empty())
}

/// Throws half-entered rounds away.
pub fn forget_half_entered(ctx: &Memory) {
    ctx.data_mut(|d| d.remove_temp::<Drafts>(drafts_id()));
}

fn draft(ctx: &Memory, slot: &(PartyId, PartyId)) -> Option<Draft> {
    ctx.data(|d| d.get_temp::<Drafts>(drafts_id()))?.remove(slot)
}

fn set_draft(ctx: &Memory, slot: (PartyId, PartyId), draft: Option<Draft>) {
    ctx.data_mut(|d| {
        let drafts = d.get_temp_mut_or_default::<Drafts>(drafts_id());
        match draft {
            Some(draft) => drafts.insert(slot, draft),
            None => drafts.remove(&slot),
        };
    });
}

/// A round that is being entered: which one it corrects, if any, and what it holds so far.
#[derive(Clone)]
struct Draft {
    id: Option<PulseId>,
    pulse: Pulse,
}

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, handoff: &Handoff) {
    let floor = context.session.org().floor();
    let tokens = context.tokens;
    let hint = format!(
        "Seven questions, answered from 1 (worst) to 5 (best). Only counts are kept, and only of {floor} people or more."
    );
    ui.label(RichText::new(hint).font(tokens.label()).color(tokens.colour.ink2));
    direction(ui, context, &handoff.customer, &handoff.provider);
    direction(ui, context, &handoff.provider, &handoff.customer);
}

fn direction(ui: &mut Ui, context: &mut Context<'_>, by: &PartyId, about: &PartyId) {
    let session = context.session;
    let org = session.org();
    let tokens = context.tokens;
    let floor = org.floor();
    let heading = format!("{} about {}", org.party_name(by), org.party_name(about));
    ui.add_space(tokens.space.s);
    ui.add(egui::Label::new(RichText::new(&heading).font(tokens.body()).color(tokens.colour.ink)).wrap());
    let slot = (by.clone(), about.clone());
    if let Some(draft) = draft(ui, &slot) {
        entry(ui, context, slot, draft, &heading);
        return;
    }
    let mut rounds: Vec<(&PulseId, &Pulse)> = org
        .pulses
        .iter()
        .filter(|(_, p)| p.rater == *by && p.rated == *about)
        .map(|(id, p)| (id, &**p))
        .collect();
    rounds.sort_by_key(|(id, pulse)| std::cmp::Reverse((pulse.on, (*id).clone())));
    let shown: Vec<&PulseId> = org.shown_rounds_of(by, about).into_iter().map(|(id, _)| id).collect();
    for (id, pulse) in rounds {
        if shown.contains(&id) {
            let head = format!("{}, {} ballots", words::day(pulse.on), pulse.ballots());
            let slot_of_round = Id::unique(("round", id.as_str()));
            fold(ui, tokens, slot_of_round, &head, tokens.body(), false, |ui| {
                results(ui, tokens, pulse);
                ui.horizontal(|ui| {
                    if button::link(ui, tokens, "Correct").clicked() {
                        let draft = Draft {
                            id: Some(id.clone()),
                            pulse: pulse.clone(),
                        };
                        set_draft(ui, slot.clone(), Some(draft));
                    }
                    if button::link(ui, tokens, "Remove this round").clicked() {
                        context.intents.edit("Remove ballots", Edit::RemovePulse(id.clone()));
                    }
                });
            });
        } else {
            let why = if pulse.smallest_group() < floor {
                format!("fewer than {floor} ballots")
            } else {
                "with an earlier one it would show what single people answered".to_owned()
            };
            let text = format!("A round of {}: {why}, so it is not shown.", words::day(pulse.on));
            ui.label(RichText::new(text).font(tokens.label()).color(tokens.colour.ink2));
            let words = format!("Remove the round of {}", words::day(pulse.on));
            if button::link(ui, tokens, &words).clicked() {
                context.intents.edit("Remove ballots", Edit::RemovePulse(id.clone()));
            }
        }
    }
    let enter = button::plain(ui, tokens, "Enter a round");
    enter.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Enter a round: {heading}")));
    if enter.clicked() {
        let pulse = Pulse::empty(by.clone(), about.clone(), session.today());
        set_draft(ui, slot, Some(Draft { id: None, pulse }));
    }
}

/// The mean of each question, 1 to 5.
fn results(ui: &mut Ui, tokens: &crate::ui::tokens::Tokens, pulse: &Pulse) {
    for question in Question::ALL {
        let counts = pulse.counts(question);
        let n = answers(counts);
        let value = if n == 0 {
            "no answers".to_owned()
        } else {
            let sum: f64 = (1_u32..)
                .zip(counts)
                .map(|(score, c)| f64::from(score) * f64::from(*c))
                .sum();
            format!("{:.1}", sum / f64::from(n))
        };
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(question.label())
                    .font(tokens.label())
                    .color(tokens.colour.ink2),
            );
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(value).font(tokens.label()).color(tokens.colour.ink));
            });
        });
    }
}

fn entry(ui: &mut Ui, context: &mut Context<'_>, slot: (PartyId, PartyId), mut draft: Draft, heading: &str) {
    let tokens = context.tokens;
    let floor = context.session.org().floor();
    ui.horizontal(|ui| {
        ui.label(RichText::new("Held on").font(tokens.label()).color(tokens.colour.ink2));
        let salt = format!("{slot:?}");
        ui.add(
            egui_extras::DatePickerButton::new(&mut draft.pulse.on)
                .id_salt(&salt)
                .show_icon(false),
        );
    });
    egui::Grid::new(("ballots", &slot.0, &slot.1))
        .num_columns(5)
        .spacing([6.0, 4.0])
        .show(ui, |ui| {
            for question in Question::ALL {
                let label = ui.label(
                    RichText::new(question.label())
                        .font(tokens.label())
                        .color(tokens.colour.ink),
                );
                ui.end_row();
                for (k, count) in draft.pulse.counts_mut(question).iter_mut().enumerate() {
                    let field = ui
                        .add(DragValue::new(count).range(0..=9_999).speed(0.1))
                        .labelled_by(label.id)
                        .on_hover_text(format!("How many answered {}", k + 1));
                    field.widget_info(|| {
                        let name = format!("{heading}, {}, how many answered {}", question.label(), k + 1);
                        egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name)
                    });
                }
                ui.end_row();
            }
        });
    let group = draft.pulse.smallest_group();
    if group < floor {
        let text = format!("{group} ballots so far. From {floor} on they can be kept.");
        ui.label(RichText::new(text).font(tokens.label()).color(tokens.colour.ink2));
    }
    let mut done = false;
    ui.horizontal(|ui| {
        let keep = ui.add_enabled(group >= floor, egui::Button::new("Keep this round"));
        if keep.clicked() {
            // What is refused stays to be mended.
            let org = context.session.org();
            let id = draft.id.clone().unwrap_or_else(|| org.new_pulse_id(draft.pulse.on, 0));
            let edit = Edit::PutPulse(id, draft.pulse.clone());
            done = org.clone().apply(edit.clone()).is_ok();
            match &draft.id {
                Some(_) => context.intents.edit("Correct ballots", edit),
                None => context.intents.push(Intent::RecordPulse(draft.pulse.clone())),
            }
        }
        if button::plain(ui, tokens, "Cancel").clicked() {
            done = true;
        }
    });
    set_draft(ui, slot, (!done).then_some(draft));
}
