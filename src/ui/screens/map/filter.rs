//! Choosing which parties and handoffs are looked at.

use egui::{Id, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, Ui};

use super::strip;
use crate::{
    health::risk::Severity,
    org::PartyKind,
    session::{Command, Lens, Session},
    ui::{
        canvas::{Canvas, Wanted, emphasis},
        icons::{Icon, Mark},
        tokens::Tokens,
        widgets::button,
    },
};

/// What a risk has to be, least first.
const RISKS: [(&str, Option<Severity>); 4] = [
    ("With or without", None),
    ("Any", Some(Severity::Low)),
    ("Medium", Some(Severity::Medium)),
    ("High", Some(Severity::High)),
];

/// The button, and while it is pressed the choices below it.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &Tokens, canvas: &mut Canvas) {
    let button = button::icon(ui, tokens, Icon::Filter, Command::Filter.label(), true);
    if canvas.ways.filter.is_on() {
        super::mark_on(ui, tokens, &button);
    }
    let id = Id::unique("filter of the map");
    let mut opened = false;
    if canvas.wanted_popup == Some(Wanted::Filter) {
        canvas.wanted_popup = None;
        opened = true;
        Popup::open_id(ui, id);
    }
    let popup = Popup::from_toggle_button_response(&button)
        .id(id)
        .frame(strip::list(ui, tokens))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.show(|ui| {
        ui.set_width(tokens.size.body * 30.0);
        let room = (ui.ctx().content_rect().bottom() - ui.max_rect().top() - tokens.control.height * 2.5).max(160.0);
        let first = ScrollArea::vertical()
            .max_height(room)
            .show(ui, |ui| {
                ui.set_width(tokens.size.body * 30.0 - 12.0);
                choices(ui, session, tokens, canvas)
            })
            .inner;
        ui.add_space(tokens.space.s);
        ui.horizontal(|ui| {
            ui.label(RichText::new(strip::shown(session, canvas)).font(tokens.body_strong()));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if button::plain(ui, tokens, "Clear all").clicked() {
                    canvas.ways.filter.clear();
                }
            });
        });
        if let Some(first) = first.filter(|_| opened) {
            first.request_focus();
        }
    });
}

/// Every choice. Returns the first control, for the keyboard.
fn choices(ui: &mut Ui, session: &Session, tokens: &Tokens, canvas: &mut Canvas) -> Option<Response> {
    let org = session.org();
    let mut first = None;
    let caption = |ui: &mut Ui, words: &str| {
        ui.add_space(tokens.space.xs);
        ui.label(RichText::new(words).font(tokens.label()).color(tokens.colour.ink2));
    };
    let goals = canvas.colouring.lens() == Lens::Goals;
    let colour = canvas.colouring.lens().label();
    let filter = &mut canvas.ways.filter;
    caption(ui, "Kind");
    ui.horizontal_wrapped(|ui| {
        let there = |kind: &PartyKind| org.parties.values().any(|party| party.kind == *kind);
        for kind in PartyKind::ALL.into_iter().filter(there) {
            let mut on = filter.kinds.contains(&kind);
            let response = ui.checkbox(&mut on, kind.label());
            if response.changed() && !filter.kinds.remove(&kind) {
                filter.kinds.insert(kind);
            }
            first.get_or_insert(response);
        }
    });
    let departments = emphasis::departments(org);
    if !departments.is_empty() {
        caption(ui, "Part of");
        ui.horizontal_wrapped(|ui| {
            for id in departments {
                let mut on = filter.departments.contains(id);
                if ui.checkbox(&mut on, org.party_name(id)).changed() && !filter.departments.remove(id) {
                    filter.departments.insert(id.clone());
                }
            }
        });
    }
    caption(ui, &format!("{colour} of the handoffs"));
    ui.horizontal_wrapped(|ui| {
        let names = if goals {
            ["All goals shared", "Some shared", "None shared", "No goals to compare"]
        } else {
            ["Strong", "Moderate", "Weak", "Not measured yet"]
        };
        let marks = [Mark::Strong, Mark::Moderate, Mark::Weak, Mark::NotMeasured];
        for (mark, name) in marks.into_iter().zip(names) {
            let mut on = filter.bands.contains(&mark);
            if ui.checkbox(&mut on, name).changed() {
                let known = filter.bands.len();
                filter.bands.retain(|band| *band != mark);
                if filter.bands.len() == known {
                    filter.bands.push(mark);
                }
            }
        }
    });
    caption(ui, "Risks, at least so urgent");
    let names = RISKS.map(|(name, _)| name);
    let chosen = RISKS.iter().position(|(_, least)| *least == filter.risk);
    if let Some((_, least)) = button::choices(ui, tokens, &names, chosen).and_then(|k| RISKS.get(k)) {
        filter.risk = *least;
    }
    caption(ui, "What is left out");
    let chosen = usize::from(filter.hide);
    if let Some(k) = button::choices(ui, tokens, &["Fade it", "Hide it"], Some(chosen)) {
        filter.hide = k == 1;
    }
    first
}
