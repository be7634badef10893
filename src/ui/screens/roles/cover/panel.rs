//! Who could do the work of one handoff, beside the table, with a button to train whoever could not yet.

use egui::{Rect, RichText, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use crate::{
    org::{Edit, HandoffId, RoleId},
    roles::cover::{Could, WhoCould},
    session::Session,
    ui::{
        icons::Icon,
        intent::Intents,
        tokens::Tokens,
        widgets::{button, text},
    },
};

/// Draws it there. Returns whether it was closed.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &Tokens,
    rect: Rect,
    (handoff, who): (&HandoffId, &WhoCould),
    intents: &mut Intents,
) -> bool {
    let org = session.org();
    ui.painter().rect(
        rect,
        tokens.radius.card,
        tokens.colour.surface,
        tokens.hairline(),
        egui::StrokeKind::Inside,
    );
    let mut closed = false;
    let inner = rect.shrink(tokens.space.m);
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing = vec2(tokens.space.s, tokens.space.xs);
        ui.horizontal(|ui| {
            let width = ui.available_width() - tokens.control.height - tokens.space.m - 4.0;
            let name = org.handoff_name(handoff);
            let name = text::elided(ui.painter(), &name, tokens.name(), tokens.colour.ink, width, 2);
            let size = vec2(width, name.size().y.max(tokens.control.height));
            let (at, title) = ui.allocate_exact_size(size, egui::Sense::hover());
            let said = format!("Who could do {}", org.handoff_name(handoff));
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &said));
            let middle = at.left_center() - vec2(0.0, name.size().y / 2.0);
            ui.painter().galley(middle, name, tokens.colour.ink);
            closed = button::icon(ui, tokens, Icon::Close, "Close who could", true).clicked();
        });
        ui.label(
            RichText::new(who.sentence())
                .font(tokens.body())
                .color(tokens.colour.ink2),
        );
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let mut train = None;
            for (heading, list) in [
                ("Does the work", &who.doing),
                ("Trained for it", &who.trained),
                ("Stands in", &who.standing_in),
            ] {
                if !list.is_empty() {
                    head(ui, tokens, heading);
                }
                for could in list {
                    let below = below(could);
                    if entry(ui, tokens, &could.name, &below, !could.mark.trained) {
                        train = Some((could.role.clone(), could.name.clone()));
                    }
                }
            }
            if !who.near.is_empty() {
                head(ui, tokens, "Nearest to it, if one more is to be trained");
            }
            for near in &who.near {
                let below = format!("{} · {}", near.party, near.why);
                if entry(ui, tokens, &near.name, &below, true) {
                    train = Some((near.role.clone(), near.name.clone()));
                }
            }
            if let Some((role, name)) = train {
                teach(session, &role, &name, handoff, intents);
            }
        });
    });
    closed
}

/// Where a role is, how many people it makes, and what else is to be said of it.
fn below(could: &Could) -> String {
    let people = (could.count.all() > 0).then(|| could.count.words());
    let said = [people, Some(could.words())].into_iter().flatten();
    let said: Vec<String> = said.filter(|words| !words.is_empty()).collect();
    if said.is_empty() {
        could.party.clone()
    } else {
        format!("{} · {}", could.party, said.join(", "))
    }
}

fn head(ui: &mut Ui, tokens: &Tokens, words: &str) {
    ui.add_space(tokens.space.s);
    ui.label(
        RichText::new(words)
            .font(tokens.label_strong())
            .color(tokens.colour.ink2),
    );
}

/// A role with what it is to the work. Returns whether it is to be trained.
fn entry(ui: &mut Ui, tokens: &Tokens, name: &str, below: &str, offers: bool) -> bool {
    let mut clicked = false;
    ui.horizontal(|ui| {
        let taken = if offers { tokens.size.body * 5.0 } else { 0.0 };
        let width = ui.available_width() - taken;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            let label = |text: &str, font, ink| egui::Label::new(RichText::new(text).font(font).color(ink)).wrap();
            ui.add(label(name, tokens.body_strong(), tokens.colour.ink));
            ui.add(label(below, tokens.label(), tokens.colour.ink2));
        });
        if offers {
            let train = button::plain(ui, tokens, "Train");
            train.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Train {name}")));
            clicked = train.on_hover_text("It is trained for this handoff").clicked();
        }
    });
    clicked
}

fn teach(session: &Session, id: &RoleId, name: &str, handoff: &HandoffId, intents: &mut Intents) {
    let org = session.org();
    if let Some(role) = org.roles.get(id) {
        let mut role = (**role).clone();
        role.trained_for.insert(handoff.clone());
        let label = format!("{name} is trained for {}", org.handoff_name(handoff));
        intents.edit(label, Edit::PutRole(id.clone(), role));
    }
}
