//! Several things at once: what they have in common can be changed in one step.

use std::collections::BTreeSet;

use egui::{RichText, Ui};

use super::Context;
use crate::{
    org::{Cadence, Edit, Handoff, Importance, Party, PartyId, PartyKind, Span, Unit},
    session::Command,
    ui::widgets::button,
};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>) {
    let selection = context.session.selection();
    let count = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let words: Vec<String> = [
        count(selection.parties.len(), "party", "parties"),
        count(selection.handoffs.len(), "handoff", "handoffs"),
    ]
    .into_iter()
    .flatten()
    .collect();
    context.title(ui, "Selected", &words.join(" and "));
    ui.add_space(context.tokens.space.m);
    let tokens = context.tokens;
    ui.horizontal_wrapped(|ui| {
        for command in [Command::AddHandoff, Command::Duplicate, Command::Delete] {
            if command.enabled(Some(context.session)) && button::plain(ui, tokens, command.label()).clicked() {
                context.intents.run(command);
            }
        }
    });
    if !selection.parties.is_empty() {
        context.section(ui, "All selected parties", true, |context, ui| parties(ui, context));
    }
    if !selection.handoffs.is_empty() {
        context.section(ui, "All selected handoffs", true, |context, ui| handoffs(ui, context));
    }
}

/// What all of them agree on, or nothing.
fn common<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|v| v == first).then_some(first)
}

const MIXED: &str = "Different";

fn parties(ui: &mut Ui, context: &mut Context<'_>) {
    let session = context.session;
    let org = session.org();
    let ids: Vec<PartyId> = session.selection().parties.iter().cloned().collect();
    let chosen = || ids.iter().filter_map(|id| Some((id, org.parties.get(id)?)));
    let put = |change: &dyn Fn(&mut Party)| {
        let edits = chosen().map(|(id, party)| {
            let mut party = (**party).clone();
            change(&mut party);
            Edit::PutParty(id.clone(), party)
        });
        Edit::All(edits.collect())
    };
    let tokens = context.tokens;
    let mut form = context.form(ui, "many parties");
    let kinds: Vec<Option<PartyKind>> = PartyKind::ALL.into_iter().map(Some).collect();
    form.choice(
        "Kind",
        &common(chosen().map(|(_, p)| p.kind)),
        &kinds,
        |k| k.map_or(MIXED, PartyKind::label).to_owned(),
        |kind| put(&|p| p.kind = kind.unwrap_or(p.kind)),
    );
    let own: BTreeSet<&PartyId> = ids.iter().collect();
    // A party above which one of the selected stands would end up above itself.
    let below = |party: &PartyId| {
        std::iter::successors(Some(party), |p| org.parties.get(*p)?.part_of.as_ref())
            .take(org.parties.len() + 1)
            .any(|p| own.contains(p))
    };
    let parents: Vec<Option<Option<PartyId>>> = std::iter::once(Some(None))
        .chain(org.parties.keys().filter(|p| !below(p)).cloned().map(|p| Some(Some(p))))
        .collect();
    form.choice(
        "Part of",
        &common(chosen().map(|(_, p)| p.part_of.clone())),
        &parents,
        |parent| match parent {
            None => MIXED.to_owned(),
            Some(None) => "Nothing larger".to_owned(),
            Some(Some(p)) => org.party_name(p).to_owned(),
        },
        |parent| {
            put(&|p| {
                if let Some(parent) = &parent {
                    p.part_of.clone_from(parent);
                }
            })
        },
    );
    if !org.goals.is_empty() {
        form.label("Work for these goals");
    }
    for (goal_id, goal) in &org.goals {
        let with = chosen().filter(|(_, p)| p.goals.contains(goal_id)).count();
        let mut all = with == ids.len();
        let words = match with {
            n if n == 0 || n == ids.len() => goal.name.clone(),
            n => format!("{} ({n} of {})", goal.name, ids.len()),
        };
        if form
            .ui
            .checkbox(&mut all, RichText::new(words).color(tokens.colour.ink))
            .changed()
        {
            let edit = put(&|p| {
                if all {
                    p.goals.insert(goal_id.clone());
                } else {
                    p.goals.remove(goal_id);
                }
            });
            form.intents.edit("Change goals", edit);
        }
    }
}

fn handoffs(ui: &mut Ui, context: &mut Context<'_>) {
    let session = context.session;
    let org = session.org();
    let ids: Vec<_> = session.selection().handoffs.iter().cloned().collect();
    let chosen = || ids.iter().filter_map(|id| Some((id, org.handoffs.get(id)?)));
    let put = |change: &dyn Fn(&mut Handoff)| {
        let edits = chosen().map(|(id, handoff)| {
            let mut handoff = (**handoff).clone();
            change(&mut handoff);
            Edit::PutHandoff(id.clone(), handoff)
        });
        Edit::All(edits.collect())
    };
    let mut form = context.form(ui, "many handoffs");
    let weights: Vec<Option<Importance>> = Importance::ALL.into_iter().map(Some).collect();
    form.choice(
        "Importance",
        &common(chosen().map(|(_, h)| h.importance)),
        &weights,
        |i| i.map_or(MIXED, Importance::label).to_owned(),
        |importance| put(&|h| h.importance = importance.unwrap_or(h.importance)),
    );
    let mut cadences: Vec<Option<Option<Cadence>>> = vec![Some(None)];
    cadences.extend(Cadence::all().into_iter().map(|c| Some(Some(c))));
    form.choice(
        "How often",
        &common(chosen().map(|(_, h)| h.cadence.clone())),
        &cadences,
        |c| match c {
            None => MIXED.to_owned(),
            Some(None) => "Not set".to_owned(),
            Some(Some(cadence)) => cadence.label().to_owned(),
        },
        |cadence| {
            put(&|h| {
                if let Some(cadence) = &cadence {
                    h.cadence.clone_from(cadence);
                }
            })
        },
    );
    let span = |value: fn(&Handoff) -> Option<Span>| common(chosen().map(|(_, h)| value(h))).flatten();
    form.span("Notice", span(|h| h.notice), Span::days(3), 0, |s| {
        put(&|h| h.notice = s)
    });
    form.span("Answer within", span(|h| h.answer_within), Span::days(1), 1, |s| {
        put(&|h| h.answer_within = s)
    });
    form.span(
        "Check in every",
        span(|h| h.check_in_every),
        Span::new(1, Unit::Months),
        1,
        |s| put(&|h| h.check_in_every = s),
    );
    form.day(
        "Agreed by both sides on",
        common(chosen().map(|(_, h)| h.agreed)).flatten(),
        |day| put(&|h| h.agreed = day),
    );
    form.day(
        "Last reviewed on",
        common(chosen().map(|(_, h)| h.reviewed)).flatten(),
        |day| put(&|h| h.reviewed = day),
    );
    if let Some(target) = common(chosen().map(|(_, h)| h.target)) {
        form.percent("Target, % kept", target, |target| put(&|h| h.target = target));
    } else {
        form.hint("The targets differ. Select one handoff to change its target.");
    }
}
