//! The org as a network: how work reaches the paying customer, what everything hangs on, who deals with whom.

use egui::{Align2, CornerRadius, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{Page, hint};
use crate::{
    health::words,
    network::Path,
    org::PartyId,
    session::Selection,
    ui::{insight::Findings, intent::Intent, widgets::text},
};

/// Draws what there is to say.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>) {
    let insight = page.insight;
    let found = insight.findings(page.session);
    let measured = found.value.is_some_and(|found| !found.connections.worst.is_empty());
    let below = if measured {
        "The share that arrives in time and right over a whole chain"
    } else {
        ""
    };
    page.card(
        ui,
        "Chains to the paying customer",
        below,
        |_, _| {},
        |page, ui, ()| {
            let Some(findings) = found.value else { return };
            if found.stale {
                ui.set_opacity(0.6);
            }
            chains(ui, page, findings);
            for line in &findings.connections.words {
                hint(ui, page.tokens, line);
            }
        },
    );
}

/// The chains that keep least.
fn chains(ui: &mut Ui, page: &mut Page<'_>, findings: &Findings) {
    if findings.connections.worst.is_empty() {
        let words =
            "No chain is measured as a whole yet. Record deliveries of each handoff on the way to the customer.";
        hint(ui, page.tokens, words);
    }
    for (party, path, rolled) in &findings.connections.worst {
        row(ui, page, party, path, *rolled);
    }
}

fn row(ui: &mut Ui, page: &mut Page<'_>, party: &PartyId, path: &Path, rolled: f64) {
    let tokens = page.tokens;
    let org = page.session.org();
    let height = tokens.size.body * 3.0 + 12.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let (from, to) = (org.party_name(party), org.party_name(&path.to));
    let steps = words::number(path.handoffs.len() as u64, "handoff", "handoffs");
    let share = format!("{} %", words::percent(rolled));
    let weakest = path
        .weakest
        .as_ref()
        .map(|id| format!("weakest: {}", org.handoff_name(id)));
    let below = weakest.map_or_else(|| steps.clone(), |weakest| format!("{steps}, {weakest}"));
    response.widget_info(|| {
        let spoken = format!("{from} to {to} keeps {share}, {below}. Show the weakest");
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        let corner = CornerRadius::same(tokens.radius.control);
        let around = rect.expand2(vec2(6.0, -1.0));
        painter.rect_filled(around, corner, tokens.colour.hover);
        if response.has_focus() {
            painter.rect_stroke(around, corner, tokens.selection(), StrokeKind::Inside);
        }
    }
    let first = rect.top() + 5.0 + tokens.size.body * 0.72;
    let second = first + tokens.size.body * 1.42;
    let (strong, ink) = (tokens.body_strong(), tokens.colour.ink);
    let number = text::line(
        painter,
        pos2(rect.right(), first),
        Align2::RIGHT_CENTER,
        &share,
        strong.clone(),
        ink,
        90.0,
    );
    let room = number.left() - rect.left() - 10.0;
    let title = format!("{from} to {to}");
    text::line(
        painter,
        pos2(rect.left(), first),
        Align2::LEFT_CENTER,
        &title,
        strong,
        ink,
        room,
    );
    let (body, quiet) = (tokens.body(), tokens.colour.ink2);
    text::line(
        painter,
        pos2(rect.left(), second),
        Align2::LEFT_CENTER,
        &below,
        body,
        quiet,
        rect.width(),
    );
    painter.hline(rect.x_range(), rect.bottom() - 0.5, tokens.hairline());
    let target = path
        .weakest
        .clone()
        .map_or_else(|| Selection::party(party.clone()), Selection::handoff);
    if response.clicked() {
        page.intents.push(Intent::Reveal(target));
    }
}
