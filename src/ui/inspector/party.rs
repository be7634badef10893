//! One party.

use egui::Ui;

use super::{Context, risks, role};
use crate::{
    health::{Scope, words},
    org::{Edit, Party, PartyId, PartyKind, Role},
    session::Command,
    ui::widgets::button,
};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &PartyId) {
    let session = context.session;
    let Some(party) = session.org().parties.get(id) else {
        return;
    };
    let above = match &party.part_of {
        Some(parent) => format!("{} · {}", party.kind.label(), session.org().party_name(parent)),
        None => party.kind.label().to_owned(),
    };
    context.title(ui, &above, &party.name);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = context.tokens.space.m;
        for (words, command) in [("Focus", Command::Focus), (Command::Chain.label(), Command::Chain)] {
            let link = button::link(ui, context.tokens, words);
            if link.on_hover_text(command.help()).clicked() {
                context.intents.run(command);
            }
        }
    });
    ui.add_space(context.tokens.space.l);
    if let Some(all) = context.gathered(id) {
        let gathered = words::number(all as u64, "party is", "parties are");
        let name = &party.name;
        let said = format!(
            "Collapsed: what stands below is that of {name} alone. On the map its {gathered} gathered. Expand it to see each of them."
        );
        context.words(ui, &said);
        ui.add_space(context.tokens.space.l);
    }
    context.gauges(ui, &Scope::Party(id.clone()));
    let found = context.found;
    risks::ui(ui, context, found.into_iter().flat_map(|found| found.of_party(id)));
    neighbours(ui, context, id);
    context.section(ui, "Details", true, |context, ui| details(ui, context, id, party));
    context.section(ui, "Roles", true, |context, ui| roles(ui, context, id));
}

fn neighbours(ui: &mut Ui, context: &mut Context<'_>, id: &PartyId) {
    let session = context.session;
    let org = session.org();
    let gives: Vec<_> = org.handoffs.iter().filter(|(_, h)| h.provider == *id).collect();
    let receives: Vec<_> = org.handoffs.iter().filter(|(_, h)| h.customer == *id).collect();
    if !gives.is_empty() {
        context.heading(ui, "Serves");
        for (handoff, promise) in gives {
            context.handoff_row(ui, handoff, org.party_name(&promise.customer));
        }
    }
    if !receives.is_empty() {
        context.heading(ui, "Is served by");
        for (handoff, promise) in receives {
            context.handoff_row(ui, handoff, org.party_name(&promise.provider));
        }
    }
}

fn details(ui: &mut Ui, context: &mut Context<'_>, id: &PartyId, party: &Party) {
    let session = context.session;
    let org = session.org();
    let put = |change: &dyn Fn(&mut Party)| {
        let mut party = party.clone();
        change(&mut party);
        Edit::PutParty(id.clone(), party)
    };
    let mut form = context.form(ui, format!("party {id}"));
    form.text("Name", "", &party.name, 1, |text| put(&|p| p.name.clone_from(&text)));
    form.choice(
        "Kind",
        &party.kind,
        &PartyKind::ALL,
        |k| k.label().to_owned(),
        |kind| put(&|p| p.kind = kind),
    );
    let parents: Vec<Option<PartyId>> = std::iter::once(None)
        .chain(org.parties.keys().filter(|p| !org.is_above(id, p)).cloned().map(Some))
        .collect();
    form.choice(
        "Part of",
        &party.part_of,
        &parents,
        |parent| {
            parent
                .as_ref()
                .map_or("Nothing larger".to_owned(), |p| org.party_name(p).to_owned())
        },
        |parent| put(&|p| p.part_of.clone_from(&parent)),
    );
    form.count("Headcount", party.headcount, |n| put(&|p| p.headcount = n));
    goals(&mut form, org, id, party);
    form.text("Notes", "Anything worth knowing", &party.notes, 3, |text| {
        put(&|p| p.notes.clone_from(&text))
    });
}

fn goals(form: &mut crate::ui::widgets::form::Form<'_>, org: &crate::org::Org, id: &PartyId, party: &Party) {
    form.label("Works for these goals");
    if org.goals.is_empty() {
        form.hint("The organisation has no goals yet.");
        if button::link(form.ui, form.tokens, "Write the first goal").clicked() {
            form.intents.run(Command::Organisation);
        }
    }
    for (goal_id, goal) in &org.goals {
        let mut on = party.goals.contains(goal_id);
        if form.ui.checkbox(&mut on, &goal.name).changed() {
            let mut party = party.clone();
            if on {
                party.goals.insert(goal_id.clone());
            } else {
                party.goals.remove(goal_id);
            }
            form.intents.edit("Change goals", Edit::PutParty(id.clone(), party));
        }
    }
}

fn roles(ui: &mut Ui, context: &mut Context<'_>, id: &PartyId) {
    let session = context.session;
    let mine: Vec<_> = session.org().roles.iter().filter(|(_, r)| r.party == *id).collect();
    if mine.is_empty() {
        context
            .form(ui, "roles")
            .hint("Nobody here has a role yet. A role answers for handoffs.");
    }
    for (role_id, role) in mine {
        role::ui(ui, context, role_id, role);
    }
    let mut form = context.form(ui, format!("roles of {id}"));
    if let Some(name) = form.adder("New role", "Add role", "What it is called") {
        let role_id = session.org().new_role_id(&name);
        let edit = Edit::PutRole(role_id, Role::new(&name, id.clone()));
        form.intents.edit(format!("Add role {name}"), edit);
    }
}
