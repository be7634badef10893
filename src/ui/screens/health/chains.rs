//! The org as a network: how work reaches the paying customer, what everything hangs on, who deals with whom.

use egui::{Align2, CornerRadius, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Page, hint};
use crate::{
    health::words,
    network::Path,
    org::PartyId,
    session::Selection,
    ui::{insight::Findings, intent::Intent, widgets::text},
};

/// So many of each kind are shown.
const FIRST: usize = 4;

/// Draws what there is to say.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>) {
    let insight = page.insight;
    let found = insight.findings(page.session);
    let measured = found
        .value
        .is_some_and(|found| found.paths.by_party.values().any(|path| path.rolled.is_some()));
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
            for line in network(page, findings) {
                hint(ui, page.tokens, &line);
            }
        },
    );
}

/// The chains that keep least.
fn chains(ui: &mut Ui, page: &mut Page<'_>, findings: &Findings) {
    let mut measured: Vec<(&PartyId, &Path, f64)> = findings
        .paths
        .by_party
        .iter()
        .filter(|(_, path)| path.handoffs.len() > 1)
        .filter_map(|(party, path)| Some((party, path, path.rolled?)))
        .collect();
    measured.sort_by(|one, other| one.2.total_cmp(&other.2).then_with(|| one.0.cmp(other.0)));
    if measured.is_empty() {
        let words =
            "No chain is measured as a whole yet. Record deliveries of each handoff on the way to the customer.";
        hint(ui, page.tokens, words);
    }
    for (party, path, rolled) in measured.into_iter().take(FIRST) {
        row(ui, page, party, path, rolled);
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
        painter.rect_filled(rect.expand2(vec2(6.0, -1.0)), corner, tokens.colour.hover);
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

/// What the network says, a sentence each.
fn network(page: &Page<'_>, findings: &Findings) -> Vec<String> {
    let org = page.session.org();
    let network = &findings.network;
    let mut lines = Vec::new();
    let mut cuts: Vec<_> = network.stranded.cuts().collect();
    cuts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    if !cuts.is_empty() {
        let named = cuts.iter().take(FIRST).map(|(party, count)| {
            let parties = words::number(*count as u64, "party", "parties");
            format!("{} ({parties})", org.party_name(party))
        });
        lines.push(format!(
            "Without these, others no longer reach the customer: {}.",
            list(named)
        ));
    }
    let mut busy: Vec<_> = network
        .betweenness
        .iter()
        .filter(|(_, between)| **between > 0.0)
        .collect();
    busy.sort_by(|one, other| other.1.total_cmp(one.1).then_with(|| one.0.cmp(other.0)));
    if !busy.is_empty() {
        let named = busy
            .iter()
            .take(FIRST)
            .map(|(party, _)| org.party_name(party).to_owned());
        lines.push(format!("Most shortest chains lead over {}.", list(named)));
    }
    let inward = network
        .departments
        .iter()
        .filter_map(|(party, ei)| Some((party, ei.index()?)));
    let mut inward: Vec<_> = inward.filter(|(_, index)| *index < 0.0).collect();
    inward.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(other.0)));
    if !inward.is_empty() {
        let named = inward
            .iter()
            .take(FIRST)
            .map(|(party, index)| format!("{} (E–I {index:.2})", org.party_name(party)));
        lines.push(format!(
            "Departments that deal more with themselves than with others: {}.",
            list(named)
        ));
    }
    if let Some(share) = network.reciprocity {
        lines.push(format!("{} % of ties go both ways.", words::percent(share)));
    }
    lines
}

/// "A, B and C".
fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
