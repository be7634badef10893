//! Marks in the middle of promises: the risks that were found there, or the goals that its sides share.

use egui::{Painter, Pos2};

use super::{Canvas, Frame, LABELS_FROM, emphasis::Emphasis, routing::Line};
use crate::{
    health::risk::{Risk, Severity},
    layout,
    org::HandoffId,
    session::Lens,
    ui::icons,
};

impl Canvas {
    /// A mark in the middle of every promise at which something urgent was found, or that says what goals its sides
    /// share. Returns what marks cover of the map.
    pub(super) fn paint_marks(
        &self,
        painter: &Painter,
        frame: &Frame<'_>,
        middles: &[usize],
        visible: &layout::Rect,
    ) -> Vec<layout::Rect> {
        let zoom = frame.camera.zoom;
        if zoom < LABELS_FROM {
            return Vec::new();
        }
        let size = frame.tokens.control.mark * zoom.min(1.0);
        let goals = self.colouring.lens() == Lens::Goals;
        let side = if goals { 1.6 } else { 2.0 } * size / zoom;
        let mut covered = Vec::new();
        for &k in middles {
            let Line { id, middle, .. } = &self.routing.lines()[k];
            let place = layout::Rect::around(*middle, side, side);
            if !place.overlaps(visible) || self.standing.handoff(id) >= Emphasis::Faded {
                continue;
            }
            let at = frame.camera.to_screen(frame.view, *middle);
            let painted = if goals {
                self.paint_goals(painter, frame, id, (at, size))
            } else {
                paint_risk(painter, frame, id, (at, size))
            };
            if painted {
                covered.push(place);
            }
        }
        covered
    }

    /// What goals the sides of a promise share; says whether there is anything to say.
    fn paint_goals(&self, painter: &Painter, frame: &Frame<'_>, id: &HandoffId, (at, size): (Pos2, f32)) -> bool {
        let (org, tokens) = (frame.shown.org, frame.tokens);
        let (mark, sure) = self.colouring.of(frame.shown.health, id).mark();
        let handoff = org.handoffs.get(id);
        let faded = || handoff.is_none_or(|handoff| self.colouring.fades_handoff(org, handoff));
        if mark == icons::Mark::NotMeasured || faded() {
            return false;
        }
        painter.circle_filled(at, size * 0.75, tokens.colour.canvas);
        icons::mark(painter, at, size, mark, sure, tokens);
        true
    }
}

/// The most urgent of what was found at a promise; says whether anything urgent was.
fn paint_risk(painter: &Painter, frame: &Frame<'_>, id: &HandoffId, (at, size): (Pos2, f32)) -> bool {
    let urgent = worst(frame.risks_of_handoff(id).into_iter()).filter(|(_, severity)| *severity == Severity::High);
    let Some((_, severity)) = urgent else { return false };
    painter.circle(at, size, frame.tokens.colour.surface, frame.tokens.hairline());
    icons::severity(painter, at, size, severity, false, frame.tokens);
    true
}

/// How many risks there are, and the most urgent.
pub fn worst<'a>(risks: impl Iterator<Item = &'a Risk>) -> Option<(usize, Severity)> {
    let severities = risks.map(|risk| risk.severity);
    severities.fold(None, |so_far, severity| {
        let (count, worst) = so_far.unwrap_or((0, severity));
        Some((count + 1, worst.max(severity)))
    })
}
