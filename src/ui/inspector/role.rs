//! One role of a party, folded.

use egui::Ui;

use super::Context;
use crate::{
    org::{Role, RoleId},
    ui::{role_form, widgets::fold::fold},
};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &RoleId, role: &Role) {
    let tokens = context.tokens;
    let slot = egui::Id::unique(("role", id.as_str()));
    fold(ui, tokens, slot, &role.name, tokens.body(), false, |ui| {
        let session = context.session;
        let mut form = context.form(ui, format!("role {id}"));
        role_form::fields(&mut form, session.org(), id, role);
    });
}
