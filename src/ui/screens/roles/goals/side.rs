//! Beside the goals: the one under the cursor with all that is known of it, and the pairs that share none.

use egui::{ScrollArea, Ui};

use super::{GoalsView, pairs, served};
use crate::{
    org::{Edit, Goal, RoleId},
    roles::goals::Column,
    session::Session,
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{button, form::Form},
    },
};

/// Draws both, one below the other.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut GoalsView, intents: &mut Intents) {
    let card = egui::Frame::NONE
        .fill(tokens.colour.surface)
        .stroke(tokens.hairline())
        .corner_radius(tokens.radius.card)
        .inner_margin(tokens.space.m);
    card.show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        let scroll = ScrollArea::vertical().id_salt("goal and pairs").auto_shrink(false);
        scroll.show(ui, |ui| {
            // Clear of the scroll bar.
            ui.set_max_width(ui.available_width() - tokens.space.m);
            ui.spacing_mut().item_spacing.y = tokens.space.xs;
            if let Some(column) = view.goals.columns.get(view.grid.cursor.1) {
                goal(ui, session, tokens, column, intents);
                ui.add_space(tokens.space.l);
            }
            pairs::ui(ui, session, tokens, &view.goals, &mut view.pairs, intents);
        });
    });
}

/// The goal under the cursor: its name, the role that answers for it, notes.
fn goal(ui: &mut Ui, session: &Session, tokens: &'static Tokens, column: &Column, intents: &mut Intents) {
    let org = session.org();
    let id = &column.goal;
    let Some(goal) = org.goals.get(id) else { return };
    let put = |change: &dyn Fn(&mut Goal)| {
        let mut goal = (**goal).clone();
        change(&mut goal);
        Edit::PutGoal(id.clone(), goal)
    };
    let mut form = Form {
        ui,
        tokens,
        intents,
        subject: format!("goal {id}"),
        today: session.today(),
    };
    form.text("Goal", "In one line", &goal.name, 2, |text| {
        put(&|g| g.name.clone_from(&text))
    });
    let mut roles: Vec<RoleId> = org.roles.keys().cloned().collect();
    roles.sort_by_cached_key(|role| org.role_name(role).to_lowercase());
    let owners: Vec<Option<RoleId>> = std::iter::once(None).chain(roles.into_iter().map(Some)).collect();
    let words = |owner: &Option<RoleId>| match owner {
        Some(role) => org.role_name(role).to_owned(),
        None => "No role yet".to_owned(),
    };
    form.choice("Answered for by", &goal.owner, &owners, words, |owner| {
        put(&|g| g.owner.clone_from(&owner))
    });
    form.text("Goal notes", "Anything worth knowing", &goal.notes, 1, |text| {
        put(&|g| g.notes.clone_from(&text))
    });
    form.hint(&served(column));
    form.ui.horizontal(|ui| {
        if button::link(ui, tokens, "Show on the map").clicked() {
            form.intents.push(Intent::ShowGoal(Some(id.clone())));
        }
        if button::link(ui, tokens, "Remove goal").clicked() {
            let label = format!("Remove goal “{}”", goal.name);
            form.intents.edit(label, Edit::RemoveGoal(id.clone()));
        }
    });
}
