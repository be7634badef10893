//! Several parties: what they have in common.

use std::collections::BTreeSet;

use egui::Ui;

use crate::{
    org::{Edit, Party, PartyId, PartyKind},
    ui::{inspector::Context, widgets::form::common},
};

pub(super) fn ui(context: &mut Context<'_>, ui: &mut Ui) {
    let session = context.session;
    let org = session.org();
    let ids: Vec<&PartyId> = session.selection().parties.iter().collect();
    let chosen = || ids.iter().filter_map(|id| Some((*id, org.parties.get(*id)?)));
    let put = |change: &dyn Fn(&mut Party)| {
        let edits = chosen().map(|(id, party)| {
            let mut party = (**party).clone();
            change(&mut party);
            Edit::PutParty(id.clone(), party)
        });
        Edit::All(edits.collect())
    };
    let mut form = context.form(ui, format!("parties {} {:?} {:?}", ids.len(), ids.first(), ids.last()));
    form.mixed_choice(
        "Kind",
        common(chosen().map(|(_, p)| p.kind)).as_ref(),
        &PartyKind::ALL,
        |k| k.label().to_owned(),
        |kind| put(&|p| p.kind = kind),
    );
    let own: BTreeSet<&PartyId> = ids.iter().copied().collect();
    // A party above which one of the selected stands would end up above itself.
    let below = |party: &PartyId| {
        std::iter::successors(Some(party), |p| org.parties.get(*p)?.part_of.as_ref())
            .take(org.parties.len() + 1)
            .any(|p| own.contains(p))
    };
    let parents: Vec<Option<PartyId>> = std::iter::once(None)
        .chain(org.parties.keys().filter(|p| !below(p)).cloned().map(Some))
        .collect();
    form.mixed_choice(
        "Part of",
        common(chosen().map(|(_, p)| p.part_of.clone())).as_ref(),
        &parents,
        |parent| {
            parent
                .as_ref()
                .map_or("Nothing larger".to_owned(), |p| org.party_name(p).to_owned())
        },
        |parent| put(&|p| p.part_of.clone_from(&parent)),
    );
    form.mixed_count("Headcount", common(chosen().map(|(_, p)| p.headcount)), |n| {
        put(&|p| p.headcount = n)
    });
    if !org.goals.is_empty() {
        form.label("Work for these goals");
    }
    for (goal_id, goal) in &org.goals {
        let with = chosen().filter(|(_, p)| p.goals.contains(goal_id)).count();
        if let Some(all) = form.mixed_tick(&goal.name, with, ids.len()) {
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
    let notes = common(chosen().map(|(_, p)| p.notes.as_str()));
    form.mixed_text("Notes", "Anything worth knowing", notes, 3, |text| {
        put(&|p| p.notes.clone_from(&text))
    });
}
