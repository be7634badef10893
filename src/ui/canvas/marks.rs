//! Marks in the middle of promises: the risks that were found there, or the goals that its sides share.

use egui::Painter;

use super::{Canvas, Frame, LABELS_FROM, emphasis::Emphasis, routing::Line};
use crate::{
    health::risk::{Risk, Severity},
    layout,
    session::Lens,
    ui::icons,
};

impl Canvas {
    pub(super) fn paint_marks(
        &self,
        painter: &Painter,
        frame: &Frame<'_>,
        middles: &[usize],
        visible: &layout::Rect,
    ) -> Vec<layout::Rect> {
        match self.colouring.lens() {
            Lens::Indicator(_) => self.paint_risks(painter, frame, middles, visible),
            Lens::Goals => self.paint_goals(painter, frame, middles, visible),
        }
    }

    /// A mark in the middle of every promise at which something urgent was found. Returns what they cover of the
    /// map.
    pub(super) fn paint_risks(
        &self,
        painter: &Painter,
        frame: &Frame<'_>,
        middles: &[usize],
        visible: &layout::Rect,
    ) -> Vec<layout::Rect> {
        if frame.found.is_none() || frame.camera.zoom < LABELS_FROM {
            return Vec::new();
        }
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        let side = 2.0 * size / zoom;
        for &k in middles {
            let Line { id, middle, .. } = &self.routing.lines()[k];
            if !layout::Rect::around(*middle, side, side).overlaps(visible) {
                continue;
            }
            if self.standing.handoff(id) >= Emphasis::Faded {
                continue;
            }
            let risks = frame.risks_of_handoff(id);
            let urgent = worst(risks.into_iter()).filter(|(_, severity)| *severity == Severity::High);
            let Some((_, severity)) = urgent else { continue };
            let at = frame.camera.to_screen(frame.view, *middle);
            painter.circle(at, size, tokens.colour.surface, tokens.hairline());
            icons::severity(painter, at, size, severity, false, tokens);
            covered.push(layout::Rect::around(*middle, side, side));
        }
        covered
    }

    /// A mark in the middle of every promise that says what goals its sides share. Returns what they cover of the map.
    pub(super) fn paint_goals(
        &self,
        painter: &Painter,
        frame: &Frame<'_>,
        middles: &[usize],
        visible: &layout::Rect,
    ) -> Vec<layout::Rect> {
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        if zoom < LABELS_FROM {
            return Vec::new();
        }
        let org = frame.shown.org;
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        let side = 1.6 * size / zoom;
        for &k in middles {
            let Line { id, middle, .. } = &self.routing.lines()[k];
            if !layout::Rect::around(*middle, side, side).overlaps(visible) {
                continue;
            }
            let (mark, sure) = self.colouring.of(frame.shown.health, id).mark();
            let faded = || {
                let handoff = org.handoffs.get(id);
                let back = self.standing.handoff(id) >= Emphasis::Faded;
                back || handoff.is_none_or(|handoff| self.colouring.fades_handoff(org, handoff))
            };
            if mark == icons::Mark::NotMeasured || faded() {
                continue;
            }
            let at = frame.camera.to_screen(frame.view, *middle);
            painter.circle_filled(at, size * 0.75, tokens.colour.canvas);
            icons::mark(painter, at, size, mark, sure, tokens);
            covered.push(layout::Rect::around(*middle, side, side));
        }
        covered
    }
}

/// How many risks there are, and the most urgent.
pub fn worst<'a>(risks: impl Iterator<Item = &'a Risk>) -> Option<(usize, Severity)> {
    let severities = risks.map(|risk| risk.severity);
    severities.fold(None, |so_far, severity| {
        let (count, worst) = so_far.unwrap_or((0, severity));
        Some((count + 1, worst.max(severity)))
    })
}
