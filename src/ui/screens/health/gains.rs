//! What would help most: each repair with what it would bring, and a way to take it on.

use egui::{Align2, CornerRadius, Id, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{HealthView, Page, hint};
use crate::{
    health::{Gain, Repair, words},
    org::{Action, ActionId, Edit, Org},
    session::Selection,
    ui::{
        intent::Intent,
        widgets::{button, text},
    },
};

/// So many are shown before one asks for more.
const FIRST: usize = 5;

/// Below this, in points, a gain rounds to nothing.
const LEAST: f64 = 0.05;

/// Draws the list.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let below = "Points gained by the whole organisation if fixed";
    page.card(
        ui,
        "What would help most",
        below,
        |_, _| {},
        |page, ui, ()| {
            let insight = page.insight;
            let found = insight.findings(page.session);
            let Some(findings) = found.value else { return };
            if found.stale {
                ui.set_opacity(0.6);
            }
            let worth = findings.gains.iter().filter(|gain| gain.gain * 100.0 >= LEAST).count();
            if worth == 0 {
                hint(ui, page.tokens, nothing(page));
                return;
            }
            let shown = if view.every_gain { worth } else { worth.min(FIRST) };
            for (k, gain) in findings.gains.iter().take(shown).enumerate() {
                row(ui, page, k, gain, k + 1 < shown);
            }
            if worth > FIRST {
                ui.add_space(page.tokens.space.xs);
                let words = if view.every_gain {
                    "Show the first few".to_owned()
                } else {
                    format!("Show all {worth}")
                };
                if button::link(ui, page.tokens, &words).clicked() {
                    view.every_gain = !view.every_gain;
                }
            }
        },
    );
}

/// What to do where nothing is known to help.
fn nothing(page: &Page<'_>) -> &'static str {
    let measured = &page.session.health().org;
    if measured.communication.is_none() && measured.reliability.is_none() && measured.alignment.is_none() {
        "Nothing is measured yet. Draw a handoff, write down its promise, and record its deliveries."
    } else {
        "Everything that is measured has reached its target."
    }
}

fn row(ui: &mut Ui, page: &mut Page<'_>, k: usize, gain: &Gain, more: bool) {
    let tokens = page.tokens;
    let line = tokens.size.body * 1.42;
    let number_width = tokens.size.body * 2.0;
    let width = ui.available_width();
    let points = format!("+{:.1}", gain.gain * 100.0);
    let ink = tokens.colour.ink;
    let right = tokens.size.body * 5.6;
    let room = width - number_width - right;
    let title = text::elided(ui.painter(), &gain.title, tokens.body_strong(), ink, room, 2);
    let detail = text::elided(ui.painter(), &gain.detail, tokens.body(), tokens.colour.ink2, room, 2);
    let height = title.size().y + detail.size().y + 16.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, height.max(line * 2.0 + 12.0)), Sense::hover());
    let link = Rect::from_min_max(rect.min, pos2(rect.right() - right, rect.bottom()));
    let response = ui.interact(link, Id::unique(("gain", k, &gain.title)), Sense::click());
    response.widget_info(|| {
        let spoken = format!(
            "{}, {}, {points} {}. Show where",
            gain.title,
            gain.detail,
            gain.indicator.label()
        );
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    let corner = CornerRadius::same(tokens.radius.control);
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(link.expand2(vec2(6.0, -1.0)), corner, tokens.colour.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(
            link.expand2(vec2(6.0, -1.0)),
            corner,
            tokens.selection(),
            StrokeKind::Inside,
        );
    }
    let top = rect.top() + 6.0;
    let first = top + tokens.size.body * 0.68;
    let rank = (k + 1).to_string();
    let quiet = tokens.colour.ink3;
    text::line(
        painter,
        pos2(rect.left(), first),
        Align2::LEFT_CENTER,
        &rank,
        tokens.body_strong(),
        quiet,
        number_width,
    );
    let left = rect.left() + number_width;
    let second = top + title.size().y + 1.0;
    painter.galley(pos2(left, top), title, ink);
    painter.galley(pos2(left, second), detail, tokens.colour.ink2);
    let strong = tokens.health.strong.text;
    text::line(
        painter,
        pos2(rect.right(), first),
        Align2::RIGHT_CENTER,
        &points,
        tokens.body_strong(),
        strong,
        right,
    );
    if more {
        painter.hline(rect.x_range(), rect.bottom() + 1.0, tokens.hairline());
    }
    let action = gain.action(page.session.org(), page.session.today());
    let at = Rect::from_min_max(pos2(rect.right() - right, first + line * 0.5), rect.right_bottom());
    let taken_on = page.session.org().taken_on(&action).cloned();
    let (words, help_with) = take_on_words(taken_on.is_some());
    let layout = egui::Layout::right_to_left(egui::Align::Min);
    let salt = ("take on", k);
    let mut place = ui.new_child(egui::UiBuilder::new().id_salt(salt).max_rect(at).layout(layout));
    let name = format!("{words}: {}, {}", gain.title, gain.detail);
    let button = button::link(&mut place, tokens, words).on_hover_text(help_with);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if button.clicked() {
        take_on_or_back(page, action, taken_on);
    }
    if response.on_hover_text(help(gain)).clicked()
        && let Some(place) = repaired_at(page.session.org(), gain)
    {
        page.intents.push(Intent::Reveal(place));
    }
}

/// Where it is repaired: goals at the party that provides, or at the other one where that pays; everything else at the
/// promise.
fn repaired_at(org: &Org, gain: &Gain) -> Option<Selection> {
    let id = gain.handoffs.first()?;
    Some(match gain.repair {
        Repair::Goals => {
            let handoff = org.handoffs.get(id)?;
            let pays = |party| org.parties.get(party).is_some_and(|party| party.kind.is_customer());
            let ours = if pays(&handoff.provider) {
                &handoff.customer
            } else {
                &handoff.provider
            };
            Selection::party(ours.clone())
        }
        _ => Selection::handoff(id.clone()),
    })
}

fn help(gain: &Gain) -> String {
    let count = words::number(gain.handoffs.len() as u64, "handoff", "handoffs");
    format!("{}, {count}. Click to go there.", gain.indicator.label())
}

/// What the button says that makes an action of a repair, or takes it back.
pub fn take_on_words(taken_on: bool) -> (&'static str, &'static str) {
    if taken_on {
        (
            "Taken on",
            "It is among the actions of the file; click to take it out again",
        )
    } else {
        ("Take on", "Make an action of it")
    }
}

/// Makes an action of a repair, or takes it back.
pub fn take_on_or_back(page: &mut Page<'_>, action: Action, taken_on: Option<ActionId>) {
    let (label, edit) = if let Some(id) = taken_on {
        (format!("Take back: {}", action.what), Edit::RemoveAction(id))
    } else {
        let id = page.session.org().new_action_id(&action.what);
        (format!("Take on: {}", action.what), Edit::PutAction(id, action))
    };
    page.intents.edit(label, edit);
}
