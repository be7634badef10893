//! Names that are typed on the map itself.

use egui::{Key, Rect, Ui, Vec2, WidgetInfo, vec2};

use super::{
    Canvas, Frame,
    flight::Target,
    party,
    tool::{Named, Rename},
};
use crate::{
    org::{Edit, PartyId},
    session::{Selection, Session, Single},
    ui::intent::{Intent, Intents},
};

/// What a field on the map keeps from the tools around it.
const CLEAR: f32 = 8.0;

impl Canvas {
    /// Starts typing a name for the selection.
    pub fn start_rename(&mut self, session: &Session) {
        let (what, draft) = match session.selection().single() {
            Some(Single::Party(id)) => (Named::Party(id.clone()), session.org().party_name(id).to_owned()),
            Some(Single::Handoff(id)) => {
                let deliverable = session.org().handoffs.get(id).map(|h| h.deliverable.clone());
                (Named::Handoff(id.clone()), deliverable.unwrap_or_default())
            }
            None => return,
        };
        self.rename = Some(Rename {
            key: format!("rename {what:?}"),
            what,
            original: draft.clone(),
            draft,
            drawn: false,
            started: false,
        });
    }

    /// The field in which a name is typed on the map.
    pub(super) fn rename_field(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let clear = self.clear().shrink(CLEAR);
        let Some(rename) = &mut self.rename else { return };
        let session = frame.session;
        let (rect, hint, font) = match &rename.what {
            Named::Party(id) => {
                let Some(at) = frame.shown.positions.get(id) else {
                    // A party that was asked for in this very frame is there in the next one.
                    if rename.started {
                        self.rename = None;
                    }
                    ui.request_repaint();
                    return;
                };
                let card = frame.camera.rect_to_screen(frame.view, party::card(*at));
                let field = party::name_field(card, frame.camera.zoom);
                let size = vec2(field.width().max(140.0), field.height().max(26.0));
                (Rect::from_min_size(field.min, size), "Name", frame.tokens.name())
            }
            Named::Handoff(id) => {
                let Some(middle) = self.routing.middle(id) else {
                    self.rename = None;
                    return;
                };
                let at = frame.camera.to_screen(frame.view, middle);
                (
                    Rect::from_center_size(at, vec2(220.0, 28.0)),
                    "What is handed over?",
                    frame.tokens.body(),
                )
            }
        };
        // A camera on its way takes the field along.
        if !rename.started && self.flight.is_none() && !clear.contains_rect(rect) {
            let aside = into(clear, rect);
            let mut to = self.camera;
            to.pan(aside);
            self.wanted.get_or_insert(Target::Place(to));
            ui.request_repaint();
        }
        // However that goes, nobody types where nothing is seen.
        let rect = rect.translate(into(clear, rect));
        let id = ui.scope_id().with("rename");
        let field = egui::TextEdit::singleline(&mut rename.draft)
            .id(id)
            .hint_text(hint)
            .font(font)
            .desired_width(rect.width())
            .background_color(frame.tokens.colour.surface);
        let response = ui.put(rect, field);
        response.widget_info(|| WidgetInfo::text_edit(true, "", &rename.draft, hint));
        if !rename.started {
            rename.started = true;
            response.request_focus();
            let mut state = egui::TextEdit::load_state(ui, id).unwrap_or_default();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(rename.draft.chars().count()),
            );
            state.cursor.set_char_range(Some(all));
            egui::TextEdit::store_state(ui, id, state);
            return;
        }
        if response.changed()
            && let Some((label, edit)) = naming(session, rename)
        {
            // As in every other field, what is typed is part of the document at once.
            frame.intents.live(rename.key.clone(), label, edit);
        }
        let escaped = ui.input(|i| i.key_pressed(Key::Escape));
        if response.lost_focus() || !response.has_focus() {
            if escaped {
                self.rename = None;
                frame.intents.push(Intent::Abort);
            } else {
                self.end_naming(session, frame.intents);
            }
        }
    }

    /// Keeps the name that is being typed, if there is one.
    pub fn end_naming(&mut self, session: &Session, intents: &mut Intents) {
        let Some(rename) = self.rename.take() else { return };
        let drawn = named_as_drawn(session, &rename);
        let selection = drawn.as_ref().map(|(id, _)| Selection::party(id.clone()));
        let drawn = drawn.map(|(_, edit)| ("Add party".to_owned(), edit));
        if let Some((label, edit)) = drawn.or_else(|| naming(session, &rename)) {
            intents.live(rename.key, label, edit);
        }
        intents.push(Intent::Commit);
        if let Some(selection) = selection {
            intents.push(Intent::Select(selection));
        }
    }
}

/// How far a field has to go to lie within the clear part of the view.
fn into(clear: Rect, field: Rect) -> Vec2 {
    let low = (clear.min - field.min).max(Vec2::ZERO);
    let high = (clear.max - field.max).min(Vec2::ZERO);
    vec2(
        if low.x > 0.0 { low.x } else { high.x },
        if low.y > 0.0 { low.y } else { high.y },
    )
}

/// The change that a typed name asks for, if it asks for any.
fn naming(session: &Session, rename: &Rename) -> Option<(String, Edit)> {
    let name = rename.draft.trim().to_owned();
    match &rename.what {
        Named::Party(id) => {
            let mut party = (**session.org().parties.get(id)?).clone();
            // A name wiped out on the way to another one is the old one until then.
            let name = if name.is_empty() { rename.original.clone() } else { name };
            if party.name == name {
                return None;
            }
            let label = if rename.drawn {
                "Add party".to_owned()
            } else {
                format!("Rename {}", rename.original)
            };
            party.name = name;
            Some((label, Edit::PutParty(id.clone(), party)))
        }
        Named::Handoff(id) => {
            let mut handoff = (**session.org().handoffs.get(id)?).clone();
            if handoff.deliverable == name {
                return None;
            }
            handoff.deliverable = name;
            Some(("Rename handoff".to_owned(), Edit::PutHandoff(id.clone(), handoff)))
        }
    }
}

/// The change that gives a party just drawn its name, and an identifier made from it: whoever reads the
/// file finds it by that. The handoff drawn with it follows, and so do the parties of which it was made.
fn named_as_drawn(session: &Session, rename: &Rename) -> Option<(PartyId, Edit)> {
    let Named::Party(old) = &rename.what else { return None };
    let name = rename.draft.trim();
    let org = session.org();
    let mut party = (**org.parties.get(old)?).clone();
    if !rename.drawn || name.is_empty() || name == rename.original {
        return None;
    }
    name.clone_into(&mut party.name);
    let id = org.new_party_id(name);
    let mut edits = vec![Edit::RemoveParty(old.clone()), Edit::PutParty(id.clone(), party)];
    for handoff in org.handoffs.values().filter(|h| h.customer == *old) {
        let mut handoff = (**handoff).clone();
        handoff.customer = id.clone();
        let handoff_id = org.new_handoff_id(&handoff.provider, &id, "");
        edits.push(Edit::PutHandoff(handoff_id, handoff));
    }
    for (part, party) in org
        .parties
        .iter()
        .filter(|(_, party)| party.part_of.as_ref() == Some(old))
    {
        let mut party = (**party).clone();
        party.part_of = Some(id.clone());
        edits.push(Edit::PutParty(part.clone(), party));
    }
    Some((id, Edit::All(edits)))
}
