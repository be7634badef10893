//! What to look at first: the most urgent risks of what is selected.

use egui::{Response, RichText, Role, Ui, WidgetInfo, pos2};

use super::Context;
use crate::{
    health::{
        risk::{Risk, Severity},
        words,
    },
    org::{Action, Edit, Subject},
    ui::{
        intent::Intent,
        widgets::{button, text},
    },
};

/// So many are shown; the others are on the Health screen.
const FIRST: usize = 3;

/// So many lines of evidence are shown with each.
const LINES: usize = 2;

pub(super) fn ui<'a>(ui: &mut Ui, context: &mut Context<'_>, risks: impl Iterator<Item = &'a Risk>) {
    let risks: Vec<&Risk> = risks.collect();
    if risks.is_empty() {
        return;
    }
    context.heading(ui, "Look at first");
    for risk in risks.iter().take(FIRST) {
        one(ui, context, risk);
        ui.add_space(context.tokens.space.s);
    }
    if risks.len() > FIRST {
        let words = format!("{} more in Health", words::count((risks.len() - FIRST) as u64));
        if button::link(ui, context.tokens, &words).clicked() {
            context
                .intents
                .push(Intent::Risk(risks[FIRST].rule, risks[FIRST].at.clone()));
        }
    }
}

/// Tells one button from others that say the same.
fn named(response: Response, words: &str, risk: &Risk) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{words}: {}", risk.what)));
    response
}

fn one(ui: &mut Ui, context: &mut Context<'_>, risk: &Risk) {
    let tokens = context.tokens;
    let frame = egui::Frame::NONE.inner_margin(egui::Margin {
        left: 14,
        ..egui::Margin::ZERO
    });
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = tokens.space.xs;
        text::wrapped(ui, &risk.what, tokens.body_strong(), tokens.colour.ink);
        let mut lines = vec![match &risk.at {
            Subject::Handoff(handoff) => {
                format!("{}, {}", risk.rule.label(), context.session.org().handoff_name(handoff))
            }
            Subject::Party(_) => risk.rule.label().to_owned(),
        }];
        lines.extend(risk.evidence.iter().take(LINES).map(|evidence| evidence.text.clone()));
        for line in lines {
            text::wrapped(ui, &line, tokens.body(), tokens.colour.ink2);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            let shows = button::link(ui, tokens, "Show the evidence");
            if named(shows, "Show the evidence", risk).clicked() {
                context.intents.push(Intent::Risk(risk.rule, risk.at.clone()));
            }
            let action = Action::against(risk.rule, risk.at.clone(), risk.practice(), context.session.today());
            if context.session.org().taken_on(&action).is_some() {
                ui.label(RichText::new("Taken on").font(tokens.body()).color(tokens.colour.ink3));
            } else if named(button::link(ui, tokens, "Take on"), "Take on", risk).clicked() {
                let id = context.session.org().new_action_id(&action.what);
                let label = format!("Take on: {}", action.what);
                context.intents.edit(label, Edit::PutAction(id, action));
            }
        });
    });
    let rect = shown.response.rect;
    let colour = match risk.severity {
        Severity::High => tokens.health.weak.mark,
        Severity::Medium => tokens.health.moderate.mark,
        Severity::Low => tokens.health.none.mark,
    };
    let stroke = egui::Stroke::new(3.0, colour);
    let x = rect.left() + 1.5;
    ui.painter()
        .line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], stroke);
}
