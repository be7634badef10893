//! A new role: its name and the party it belongs to, below the button that asks for them.

use egui::{Key, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui};

use crate::{
    org::{Edit, PartyId, Role},
    session::Session,
    ui::{
        intent::Intents,
        tokens::Tokens,
        widgets::button::{plain, primary},
    },
};

/// What is entered so far.
#[derive(Default)]
pub struct Adding {
    name: String,
    party: Option<PartyId>,
    /// The fields were shown in the last frame.
    shown: bool,
}

/// The button, and while it is pressed the fields below it.
/// `likely` is the party that is offered first.
pub fn button(
    ui: &mut Ui,
    session: &Session,
    tokens: &Tokens,
    adding: &mut Adding,
    likely: Option<PartyId>,
    intents: &mut Intents,
) {
    let button = primary(ui, tokens, "Add role");
    let org = session.org();
    if org.parties.is_empty() {
        button.on_hover_text("A role belongs to a party. Add a party on the map first.");
        return;
    }
    let frame = egui::Frame::popup(&ui.global_style()).inner_margin(tokens.space.m);
    let popup = Popup::from_toggle_button_response(&button)
        .frame(frame)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let shown = popup.show(|ui| {
        ui.set_width(tokens.size.body * 20.0);
        let known = |party: &PartyId| org.parties.contains_key(party);
        if !adding.shown || !adding.party.as_ref().is_some_and(known) {
            // Most likely somebody is missing where the cursor is.
            let first = likely.filter(known).or_else(|| org.parties.keys().next().cloned());
            adding.party = first;
        }
        let caption = |text: &str| RichText::new(text).font(tokens.label()).color(tokens.colour.ink2);
        let label = ui.label(caption("Name of the role"));
        let field = TextEdit::singleline(&mut adding.name)
            .hint_text(RichText::new("For example Planner").color(tokens.colour.ink3))
            .desired_width(f32::INFINITY)
            .char_limit(200);
        let field = ui.add(field).labelled_by(label.id);
        if !adding.shown {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        ui.label(caption("Party"));
        let mut parties: Vec<&PartyId> = org.parties.keys().collect();
        parties.sort_by_cached_key(|party| org.party_name(party).to_lowercase());
        ScrollArea::vertical()
            .max_height(tokens.control.height * 6.0)
            .show(ui, |ui| {
                for party in parties {
                    let on = adding.party.as_ref() == Some(party);
                    if ui.selectable_label(on, org.party_name(party)).clicked() {
                        adding.party = Some(party.clone());
                    }
                }
            });
        let added = plain(ui, tokens, "Add").clicked() || entered;
        let name = adding.name.trim();
        if added
            && !name.is_empty()
            && let Some(party) = &adding.party
        {
            let edit = Edit::PutRole(org.new_role_id(name), Role::new(name, party.clone()));
            intents.edit(format!("Add role {name}"), edit);
            adding.name.clear();
            ui.close();
        }
    });
    adding.shown = shown.is_some();
}
