//! The pairs that depend on each other and share no goal, each with what its sides work for.

use egui::{CornerRadius, FontId, Galley, RichText, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2};
use std::sync::Arc;

use super::named;
use crate::{
    health::words,
    org::Org,
    roles::goals::{Common, Goals, Pair},
    session::{Selection, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::button,
    },
};

/// So many are shown at first, and so many more each time.
const STEP: usize = 12;

/// How many are shown.
#[derive(Default)]
pub struct Pairs {
    more: usize,
}

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &Tokens, goals: &Goals, shown: &mut Pairs, intents: &mut Intents) {
    let org = session.org();
    let label = |ui: &mut Ui, text: &str, font: FontId, ink| ui.label(RichText::new(text).font(font).color(ink));
    label(
        ui,
        "Depend on each other, share no goal",
        tokens.body_strong(),
        tokens.colour.ink,
    );
    let missed = || goals.pairs.iter().filter(|pair| pair.common.is_missed());
    let count = goals.gaps.pairs;
    if count == 0 {
        let says = if goals.pairs.iter().any(|pair| pair.common != Common::Unnamed) {
            "Wherever both sides of a handoff name goals, they have one in common."
        } else {
            "Nowhere do both sides of a handoff name goals yet."
        };
        label(ui, says, tokens.body(), tokens.colour.ink2);
    }
    for pair in missed().take(STEP + shown.more) {
        row(ui, org, tokens, pair, intents);
    }
    let left = count.saturating_sub(STEP + shown.more);
    if left > 0 {
        let text = format!("Show {} of {left} more", left.min(STEP));
        if button::link(ui, tokens, &text).clicked() {
            shown.more += STEP;
        }
    }
    let unnamed = goals.pairs.iter().filter(|pair| pair.common == Common::Unnamed).count();
    if unnamed > 0 {
        let pairs = words::number(unnamed as u64, "more pair", "more pairs");
        let says = format!("In {pairs} a side names no goal, so that there is nothing to compare.");
        ui.add_space(tokens.space.s);
        label(ui, &says, tokens.label(), tokens.colour.ink3);
    }
}

fn row(ui: &mut Ui, org: &Org, tokens: &Tokens, pair: &Pair, intents: &mut Intents) {
    let [one, other] = pair.sides.each_ref().map(|side| org.party_name(side));
    let title = format!("{one} and {other}");
    let count = words::number(pair.handoffs.len() as u64, "handoff", "handoffs");
    let weight = format!("{count}, {} importance", pair.importance.label().to_lowercase());
    let sides: Vec<String> = pair
        .sides
        .iter()
        .zip(&pair.goals)
        .map(|(side, goals)| format!("{}: {}", org.party_name(side), named(org, goals).join("; ")))
        .collect();
    let width = ui.available_width();
    let pad = vec2(0.0, tokens.space.xs + 2.0);
    let ink = |k: usize| if k == 0 { tokens.colour.ink } else { tokens.colour.ink2 };
    let layout = |ui: &Ui, k: usize, text: &str| {
        let font = if k == 0 { tokens.body_strong() } else { tokens.label() };
        ui.painter().layout(text.to_owned(), font, ink(k), width - 2.0 * pad.x)
    };
    let texts = [title.as_str(), sides[0].as_str(), sides[1].as_str(), weight.as_str()];
    let lines: Vec<Arc<Galley>> = texts.iter().enumerate().map(|(k, text)| layout(ui, k, text)).collect();
    let height: f32 = lines.iter().map(|line| line.size().y + 2.0).sum();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height + 2.0 * pad.y), Sense::click());
    response.widget_info(|| {
        let said = format!("{title} share no goal. {}. {weight}. Show on the map", sides.join(". "));
        WidgetInfo::labeled(Role::Button, true, said)
    });
    let corner = CornerRadius::same(tokens.radius.control);
    let painter = ui.painter();
    let around = rect.expand2(vec2(tokens.space.xs + 2.0, 0.0));
    if response.hovered() || response.has_focus() {
        painter.rect_filled(around, corner, tokens.colour.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(around, corner, tokens.selection(), StrokeKind::Inside);
        ui.scroll_to_rect(rect, None);
    }
    let mut at = rect.min + pad;
    for (k, line) in lines.into_iter().enumerate() {
        let step = line.size().y + 2.0;
        painter.galley(at, line, ink(k));
        at.y += step;
    }
    if response
        .on_hover_text("Show the handoffs between them on the map")
        .clicked()
    {
        intents.push(Intent::ShowGoal(None));
        intents.push(Intent::Reveal(Selection {
            handoffs: pair.handoffs.iter().cloned().collect(),
            ..Selection::default()
        }));
    }
}
