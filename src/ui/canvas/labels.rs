//! Labels of handoffs: which want one, and where they cover nothing.

use std::{cmp::Ordering, collections::BTreeSet};

use egui::Painter;

use super::{Canvas, Frame, colouring::Shade, handoff, nodes::Cards};
use crate::{
    layout::{self, Point, Route},
    org::{HandoffId, Importance},
    ui::{icons, what_if::HandoffFate},
};

/// No more handoffs of a large map ask for a label: the most urgent ones.
pub const MOST_LABELS: usize = 80;

/// A handoff as it is seen in this frame.
pub struct Labelled<'a> {
    pub id: &'a HandoffId,
    pub route: &'a Route,
    pub look: handoff::Look,
    /// It wants a label.
    pub wanted: bool,
    pub shade: Shade,
    /// What is supposed makes of it.
    pub fate: HandoffFate,
    pub selected: bool,
    /// The pointer is on it.
    pub pointed: bool,
    pub importance: Importance,
}

impl Labelled<'_> {
    /// The one pointed at first, then the selected, then what is at risk, then where it hurts most.
    pub fn urgency(&self, other: &Self) -> Ordering {
        (!self.pointed, !self.selected, !self.fate.at_risk)
            .cmp(&(!other.pointed, !other.selected, !other.fate.at_risk))
            .then(self.shade.rank().total_cmp(&other.shade.rank()))
            .then(other.importance.cmp(&self.importance))
            .then(self.id.cmp(other.id))
    }
}

impl Canvas {
    /// The handoffs of a large map that want a label, the most urgent first.
    pub(super) fn labels<'a>(
        &'a self,
        touched: &BTreeSet<usize>,
        cards: &Cards,
        frame: &Frame<'_>,
    ) -> Vec<Labelled<'a>> {
        let visible = frame.camera.visible(frame.view).grown(20.0);
        let others = self
            .in_view
            .middles
            .iter()
            .filter(|k| self.rest.lines[**k].speaks && !touched.contains(*k));
        // Nobody reads a label far from the line that is seen.
        let near = others.filter(|k| {
            let middle = self.routing.lines()[**k].middle;
            layout::Rect::around(middle, 1.0, 1.0).overlaps(&visible)
        });
        let seen = touched
            .iter()
            .chain(near)
            .filter_map(|&k| self.sight(&self.routing.lines()[k], cards, frame));
        let mut labels: Vec<Labelled<'_>> = seen.filter(|one| one.wanted).collect();
        labels.sort_by(Labelled::urgency);
        labels.truncate(MOST_LABELS);
        labels
    }
}

/// Draws those labels that find a place where they cover neither cards nor `marks`.
pub fn paint_labels(
    painter: &Painter,
    cards: impl Iterator<Item = layout::Rect>,
    marks: &[layout::Rect],
    frame: &Frame<'_>,
    mut labels: Vec<Labelled<'_>>,
) {
    let (shown, tokens, zoom) = (frame.shown, frame.tokens, frame.camera.zoom);
    labels.sort_by(Labelled::urgency);
    // Beyond the edges of the view nobody reads what a label says.
    let beyond = around(&frame.camera.visible(frame.view));
    let mut obstacles: Vec<layout::Rect> = cards.chain(beyond).collect();
    let without_marks = obstacles.len();
    obstacles.extend(marks);
    let texts: Vec<handoff::Words> = labels
        .iter()
        .map(|label| {
            let name = shown.org.handoff_name(label.id);
            let said = label.fate.note.clone().or_else(|| label.shade.said());
            handoff::Words::new(painter, tokens, &name, said.as_deref())
        })
        .collect();
    let wanted: Vec<layout::Label> = labels
        .iter()
        .zip(&texts)
        .enumerate()
        .map(|(k, (label, text))| {
            let size = text.label_size(tokens) / zoom;
            layout::Label {
                route: label.route,
                width: size.x,
                height: size.y,
                weight: (labels.len() - k) as f32,
            }
        })
        .collect();
    let mut places = layout::labels(&obstacles, &wanted);
    // What somebody has chosen says what it is, over a mark if need be.
    obstacles.truncate(without_marks);
    for (k, label) in labels.iter().enumerate() {
        if places[k].is_none() && (label.selected || label.pointed) {
            let taken: Vec<_> = obstacles
                .iter()
                .copied()
                .chain(places.iter().flatten().copied())
                .collect();
            places[k] = layout::labels(&taken, &wanted[k..=k]).pop().flatten();
        }
    }
    for ((place, label), text) in places.into_iter().zip(&labels).zip(texts) {
        let Some(place) = place else { continue };
        let rect = frame.camera.rect_to_screen(frame.view, place);
        let strong = label.selected || label.pointed;
        let (mark, sure) = if label.fate.hurts {
            (icons::Mark::Weak, true)
        } else {
            label.shade.mark()
        };
        handoff::paint_label(painter, tokens, rect, text, (mark, sure), strong);
    }
}

/// Four rectangles that enclose another one.
fn around(inner: &layout::Rect) -> [layout::Rect; 4] {
    let (near, far) = (inner.min, inner.max);
    let outer = inner.grown((far.x - near.x) + (far.y - near.y));
    let (low, high) = (outer.min, outer.max);
    [
        layout::Rect::spanning(low, Point::new(near.x, high.y)),
        layout::Rect::spanning(Point::new(far.x, low.y), high),
        layout::Rect::spanning(low, Point::new(high.x, near.y)),
        layout::Rect::spanning(Point::new(low.x, far.y), high),
    ]
}
