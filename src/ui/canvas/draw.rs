//! Draws the map: handoffs below, cards above, labels where they cover nothing.

use std::cmp::Ordering;

use egui::{CornerRadius, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui};

use super::{
    Canvas, Frame, LABELS_FROM, REACH, collapse,
    colouring::Shade,
    emphasis::Emphasis,
    handoff, party,
    tool::{Gesture, Named},
};
use crate::{
    health::risk::{Risk, Severity},
    layout::{self, Point, Route},
    org::{HandoffId, Importance, PartyId},
    session::Lens,
    ui::{icons, what_if::HandoffFate},
};

/// From this zoom on, what is not measured is dashed on every map.
const DASHES_FROM: f32 = 0.4;
/// On a map with no more handoffs than this, it is dashed at any zoom.
const DASHES_FOR: usize = 400;

impl Canvas {
    pub(super) fn paint(&self, ui: &Ui, cards: &[(PartyId, Rect, Response)], frame: &Frame<'_>) {
        let painter = ui.painter();
        let (shown, tokens) = (frame.shown, frame.tokens);
        let selection = frame.selection;
        let hovered_party = cards.iter().find(|(.., r)| r.hovered()).map(|(id, ..)| id);
        let visible = frame.camera.visible(frame.view).grown(20.0);
        self.hulls.paint(painter, tokens, &frame.camera, frame.view);
        let mut labels = Vec::new();
        // From afar nobody sees the dashes of thousands of lines, but drawing each takes its time.
        let dashes = frame.camera.zoom >= DASHES_FROM || self.routing.len() <= DASHES_FOR;
        for on_top in [false, true] {
            for (id, route, extent) in self.routing.lines() {
                let Some(promise) = shown.org.handoffs.get(id) else {
                    continue;
                };
                if !extent.bounds.overlaps(&visible) {
                    continue;
                }
                let selected = selection.handoffs.contains(id);
                let emphasis = self.standing.handoff(id);
                if emphasis == Emphasis::Hidden && !selected {
                    continue;
                }
                let back = emphasis >= Emphasis::Faded;
                let mine = |party: &PartyId| promise.provider == *party || promise.customer == *party;
                let touched = self.hovered_handoff.as_ref() == Some(id)
                    || emphasis == Emphasis::Marked
                    || (!back && selection.parties.len() == 1 && selection.parties.iter().any(mine))
                    || hovered_party.is_some_and(mine);
                let fate = frame
                    .supposed
                    .map(|supposed| supposed.handoff(id, promise))
                    .unwrap_or_default();
                let faded = back || self.colouring.fades_handoff(shown.org, promise);
                if (selected || touched || fate.at_risk) != on_top {
                    continue;
                }
                let shade = self.colouring.of(shown.health, id);
                let stands_for = shown.handoffs(id).len();
                let look = handoff::Look {
                    colour: match () {
                        () if fate.at_risk => tokens.health.weak.mark,
                        () if fate.gone => tokens.colour.ink2,
                        () => shade.tone(tokens).mark,
                    },
                    line: match () {
                        () if fate.gone => handoff::LineKind::Dotted,
                        () if shade.is_known() => handoff::LineKind::Solid,
                        () if dashes => handoff::LineKind::Dashed,
                        () => handoff::LineKind::Thin,
                    },
                    width: handoff::width(tokens, promise.importance) * collapse::width(stands_for),
                    selected,
                    touched: touched || fate.at_risk,
                    faded,
                };
                handoff::paint(
                    painter,
                    tokens,
                    handoff::points(route, &frame.camera, frame.view),
                    frame.camera.zoom,
                    look,
                );
                // Labels are for what one looks at and for what hurts; more of them would be noise.
                let pointed = self.hovered_handoff.as_ref() == Some(id);
                let looked_at = touched || (shade.is_sure() && selection.is_empty() && !faded);
                // While something is supposed, what it changes is what one looks at.
                let hurts = frame.supposed.is_none() && shade.hurts() && looked_at && !back;
                let changed = fate.note.is_some() && (fate.at_risk || !fate.gone);
                // How many handoffs a line stands for is said wherever there is room.
                let counted = stands_for > 1 && !back && frame.supposed.is_none();
                if selected || pointed || hurts || changed || counted || emphasis == Emphasis::Marked {
                    labels.push(Labelled {
                        id,
                        route,
                        shade,
                        fate,
                        selected,
                        pointed,
                        importance: promise.importance,
                    });
                }
            }
        }
        if let Gesture::Connect { provider } = &self.gesture
            && let Some((.., rect, _)) = cards.iter().find(|(id, ..)| id == provider)
            && let Some(pointer) = ui.input(|i| i.pointer.hover_pos())
        {
            let from = nearest_port(*rect, pointer);
            handoff::paint_draft(painter, tokens, from, pointer);
        }
        self.hulls.paint_names(painter, tokens, &frame.camera, frame.view);
        let marks = match self.colouring.lens() {
            Lens::Indicator(_) => self.paint_risks(painter, frame, &visible),
            Lens::Goals => self.paint_goals(painter, frame, &visible),
        };
        for (id, rect, response) in cards {
            let Some(party) = shown.org.parties.get(id) else {
                continue;
            };
            let emphasis = self.emphasis(selection, id);
            let touch = party::Touch {
                selected: selection.parties.contains(id),
                hovered: response.hovered() || self.is_drop_target(ui, id, *rect),
                focused: response.has_focus() || emphasis == Emphasis::Marked,
                naming: self.rename.as_ref().is_some_and(|r| r.what == Named::Party(id.clone())),
            };
            let faded = emphasis >= Emphasis::Faded || (self.colouring.fades(party) && !selection.parties.contains(id));
            let size = shown.collapsed.filter(|_| shown.is_box(id));
            if size.is_some() {
                party::paint_stack(painter, tokens, *rect, frame.camera.zoom);
            }
            let card = party::Card {
                tokens,
                rect: *rect,
                zoom: frame.camera.zoom,
                id,
                party,
                health: shown.health,
                touch,
                fate: frame.supposed.map(|supposed| supposed.party(id)).unwrap_or_default(),
                says: (frame.camera.zoom >= party::COMPACT)
                    .then(|| {
                        let goals = self.colouring.of_party(shown.org, party);
                        goals.or_else(|| size.map(|collapsed| collapse::size(collapsed, id)))
                    })
                    .flatten(),
                faded,
                risks: worst(frame.risks_of_party(id).into_iter().filter(|_| !faded)),
            };
            card.paint(painter);
            let pulling = matches!(self.gesture, Gesture::Idle) && response.hovered() && frame.camera.zoom >= 0.5;
            if pulling {
                party::paint_handles(painter, tokens, *rect);
            }
        }
        if frame.camera.zoom >= LABELS_FROM {
            paint_labels(painter, cards, &marks, frame, labels);
        }
        if let Gesture::Band { from, .. } = &self.gesture
            && let Some(pointer) = ui.input(|i| i.pointer.hover_pos())
        {
            let band = Rect::from_two_pos(frame.camera.to_screen(frame.view, *from), pointer);
            let colour = tokens.colour.accent;
            painter.rect(
                band,
                CornerRadius::same(2),
                colour.gamma_multiply(0.08),
                Stroke::new(tokens.stroke.hairline, colour),
                StrokeKind::Middle,
            );
        }
    }

    /// A mark in the middle of every promise at which something urgent was found. Returns what they cover of the
    /// map.
    fn paint_risks(&self, painter: &Painter, frame: &Frame<'_>, visible: &layout::Rect) -> Vec<layout::Rect> {
        if frame.found.is_none() || frame.camera.zoom < LABELS_FROM {
            return Vec::new();
        }
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        for (id, _, extent) in self.routing.lines() {
            if !extent.bounds.overlaps(visible) {
                continue;
            }
            if self.standing.handoff(id) >= Emphasis::Faded {
                continue;
            }
            let risks = frame.risks_of_handoff(id);
            let urgent = worst(risks.into_iter()).filter(|(_, severity)| *severity == Severity::High);
            let Some((_, severity)) = urgent else { continue };
            let at = frame.camera.to_screen(frame.view, extent.middle);
            painter.circle(at, size, tokens.colour.surface, tokens.hairline());
            icons::severity(painter, at, size, severity, false, tokens);
            let side = 2.0 * size / zoom;
            covered.push(layout::Rect::around(extent.middle, side, side));
        }
        covered
    }

    /// A mark in the middle of every promise that says what goals its sides share. Returns what they cover of the map.
    fn paint_goals(&self, painter: &Painter, frame: &Frame<'_>, visible: &layout::Rect) -> Vec<layout::Rect> {
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        if zoom < LABELS_FROM {
            return Vec::new();
        }
        let org = frame.shown.org;
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        for (id, _, extent) in self.routing.lines() {
            if !extent.bounds.overlaps(visible) {
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
            let at = frame.camera.to_screen(frame.view, extent.middle);
            painter.circle_filled(at, size * 0.75, tokens.colour.canvas);
            icons::mark(painter, at, size, mark, sure, tokens);
            let side = 1.6 * size / zoom;
            covered.push(layout::Rect::around(extent.middle, side, side));
        }
        covered
    }

    fn is_drop_target(&self, ui: &Ui, id: &PartyId, rect: Rect) -> bool {
        matches!(&self.gesture, Gesture::Connect { provider } if provider != id)
            && ui
                .input(|i| i.pointer.hover_pos())
                .is_some_and(|at| rect.expand(REACH).contains(at))
    }
}

/// How many risks there are, and the most urgent.
fn worst<'a>(risks: impl Iterator<Item = &'a Risk>) -> Option<(usize, Severity)> {
    let severities = risks.map(|risk| risk.severity);
    severities.fold(None, |so_far, severity| {
        let (count, worst) = so_far.unwrap_or((0, severity));
        Some((count + 1, worst.max(severity)))
    })
}

/// A handoff that wants a label.
struct Labelled<'a> {
    id: &'a HandoffId,
    route: &'a Route,
    shade: Shade,
    /// What is supposed makes of it.
    fate: HandoffFate,
    selected: bool,
    /// The pointer is on it.
    pointed: bool,
    importance: Importance,
}

impl Labelled<'_> {
    /// The one pointed at first, then the selected, then what is at risk, then where it hurts most.
    fn urgency(&self, other: &Self) -> Ordering {
        (!self.pointed, !self.selected, !self.fate.at_risk)
            .cmp(&(!other.pointed, !other.selected, !other.fate.at_risk))
            .then(self.shade.rank().total_cmp(&other.shade.rank()))
            .then(other.importance.cmp(&self.importance))
            .then(self.id.cmp(other.id))
    }
}

fn paint_labels(
    painter: &Painter,
    cards: &[(PartyId, Rect, Response)],
    marks: &[layout::Rect],
    frame: &Frame<'_>,
    mut labels: Vec<Labelled<'_>>,
) {
    let (shown, tokens, zoom) = (frame.shown, frame.tokens, frame.camera.zoom);
    labels.sort_by(Labelled::urgency);
    let cards = cards.iter().filter_map(|(id, ..)| shown.positions.get(id));
    // Beyond the edges of the view nobody reads what a label says.
    let beyond = around(&frame.camera.visible(frame.view));
    let cards = cards.map(|at| party::card(*at));
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

fn nearest_port(card: Rect, to: Pos2) -> Pos2 {
    [
        card.right_center(),
        card.left_center(),
        card.center_top(),
        card.center_bottom(),
    ]
    .into_iter()
    .min_by(|a, b| a.distance_sq(to).total_cmp(&b.distance_sq(to)))
    .unwrap_or_else(|| card.center())
}
