//! Looking for a party by its name: the map flies to each hit, and the others step back.

use egui::{Key, Modifiers, Rect, RichText, TextEdit, Ui};

use super::strip::{said, strip};
use crate::{
    health::words,
    org::PartyId,
    session::{Selection, Session},
    ui::{
        canvas::Canvas,
        icons::Icon,
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::button,
    },
};

/// Draws the field and steps through the hits.
pub fn ui(ui: &mut Ui, room: Rect, session: &Session, tokens: &Tokens, canvas: &mut Canvas, intents: &mut Intents) {
    let Some(mut search) = canvas.ways.search.take() else {
        return;
    };
    let hits: Vec<PartyId> = canvas.standing.hits().to_vec();
    let id = ui.scope_id().with("find");
    // The field would take Enter for its end.
    let typing = ui.memory(|m| m.has_focus(id));
    let (mut back, mut on) = ui.input_mut(|i| {
        let mut pressed = |modifiers| typing && i.consume_key(modifiers, Key::Enter);
        (pressed(Modifiers::SHIFT), pressed(Modifiers::NONE))
    });
    let (mut ends, mut changed) = (false, false);
    strip(ui, room, tokens, "Find", |ui| {
        let field = TextEdit::singleline(&mut search.query)
            .id(id)
            .hint_text(RichText::new("Find a party").color(tokens.colour.ink3))
            .desired_width(tokens.size.body * 15.0)
            .char_limit(200);
        let field = ui.add(field);
        if !std::mem::replace(&mut search.started, true) {
            field.request_focus();
        }
        changed = field.changed();
        ends = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
        let words = match hits.len() {
            _ if search.query.trim().is_empty() => String::new(),
            0 => "Nobody is called so".to_owned(),
            count => {
                let at = search.at.min(count - 1);
                let hidden = canvas.hidden_in(session, &hits[at]);
                let inside = hidden.map_or_else(String::new, |name| format!(", inside {name}"));
                format!(
                    "{} of {}{inside}",
                    words::count(at as u64 + 1),
                    words::count(count as u64)
                )
            }
        };
        if !words.is_empty() {
            let left = ui.available_width() - 3.0 * (tokens.control.height + tokens.space.m);
            said(ui, tokens, &words, left);
        }
        let several = hits.len() > 1;
        back |= button::icon(ui, tokens, Icon::Up, "Previous hit", several).clicked();
        on |= button::icon(ui, tokens, Icon::Down, "Next hit", several).clicked();
        ends |= button::icon(ui, tokens, Icon::Close, "End the search", true).clicked();
    });
    if ends {
        return;
    }
    if changed {
        search.at = 0;
    }
    if !hits.is_empty() && !changed {
        search.at = search.at.min(hits.len() - 1);
        let turned = back || on;
        if on {
            search.at = (search.at + 1) % hits.len();
        }
        if back {
            search.at = (search.at + hits.len() - 1) % hits.len();
        }
        let hit = &hits[search.at];
        if turned || search.reached.as_ref() != Some(hit) {
            search.reached = Some(hit.clone());
            canvas.fly_to(hit);
            intents.push(Intent::Select(Selection::party(hit.clone())));
            ui.request_repaint();
        }
    }
    if changed {
        // What was found is known in the next frame.
        ui.request_repaint();
    }
    canvas.ways.search = Some(search);
}
