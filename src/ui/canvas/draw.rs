//! Draws the map: handoffs below, cards above, labels where they cover nothing.

use egui::{CornerRadius, Pos2, Rect, Response, Stroke, StrokeKind, Ui};

use super::{
    Canvas, Frame, LABELS_FROM, REACH, handoff, party,
    tool::{Gesture, Named},
};
use crate::{
    layout::{self, Route},
    org::{HandoffId, Importance, PartyId},
    ui::widgets::reading::Reading,
};

impl Canvas {
    pub(super) fn paint(&self, ui: &Ui, cards: &[(PartyId, Rect, Response)], frame: &Frame<'_>) {
        let painter = ui.painter();
        let (session, tokens) = (frame.session, frame.tokens);
        let selection = session.selection();
        let hovered_party = cards.iter().find(|(.., r)| r.hovered()).map(|(id, ..)| id);
        let visible = frame.camera.visible(frame.view).grown(20.0);
        let mut labels = Vec::new();
        for on_top in [false, true] {
            for (id, route) in &self.routes {
                let Some(promise) = session.org().handoffs.get(id) else {
                    continue;
                };
                if !route.bounds().overlaps(&visible) {
                    continue;
                }
                let selected = selection.handoffs.contains(id);
                let mine = |party: &PartyId| promise.provider == *party || promise.customer == *party;
                let touched = self.hovered_handoff.as_ref() == Some(id)
                    || (selection.parties.len() == 1 && selection.parties.iter().any(mine))
                    || hovered_party.is_some_and(mine);
                if (selected || touched) != on_top {
                    continue;
                }
                let reading = Reading::of_handoff(session.health(), id, self.colour_by);
                let look = handoff::Look {
                    colour: reading.tone(tokens).mark,
                    unmeasured: reading.mean().is_none(),
                    width: handoff::width(tokens, promise.importance),
                    selected,
                    touched,
                    faded: false,
                };
                handoff::paint(
                    painter,
                    tokens,
                    handoff::points(route, &frame.camera, frame.view),
                    frame.camera.zoom,
                    look,
                );
                let urgent = reading.is_weak() && reading.is_sure();
                if selected || touched || (urgent && selection.is_empty()) {
                    labels.push((
                        id,
                        route,
                        reading,
                        selected,
                        self.hovered_handoff.as_ref() == Some(id),
                        promise.importance,
                    ));
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
        for (id, rect, response) in cards {
            let Some(party) = session.org().parties.get(id) else {
                continue;
            };
            let touch = party::Touch {
                selected: selection.parties.contains(id),
                hovered: response.hovered() || self.is_drop_target(ui, id, *rect),
                focused: response.has_focus(),
                naming: self.rename.as_ref().is_some_and(|r| r.what == Named::Party(id.clone())),
                faded: false,
            };
            party::paint(
                painter,
                tokens,
                *rect,
                frame.camera.zoom,
                id,
                party,
                session.health(),
                touch,
            );
            let pulling = matches!(self.gesture, Gesture::Idle) && response.hovered() && frame.camera.zoom >= 0.5;
            if pulling {
                party::paint_handles(painter, tokens, *rect);
            }
        }
        if frame.camera.zoom >= LABELS_FROM {
            Self::paint_labels(ui, cards, frame, labels);
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

    fn is_drop_target(&self, ui: &Ui, id: &PartyId, rect: Rect) -> bool {
        matches!(&self.gesture, Gesture::Connect { provider } if provider != id)
            && ui
                .input(|i| i.pointer.hover_pos())
                .is_some_and(|at| rect.expand(REACH).contains(at))
    }

    fn paint_labels(
        ui: &Ui,
        cards: &[(PartyId, Rect, Response)],
        frame: &Frame<'_>,
        mut labels: Vec<(&HandoffId, &Route, Reading, bool, bool, Importance)>,
    ) {
        let (session, tokens) = (frame.session, frame.tokens);
        let painter = ui.painter();
        // The hovered first, then the selected, then where it hurts most.
        labels.sort_by(|a, b| {
            let key = |l: &(&HandoffId, &Route, Reading, bool, bool, Importance)| (!l.4, !l.3);
            key(a)
                .cmp(&key(b))
                .then(a.2.mean().unwrap_or(2.0).total_cmp(&b.2.mean().unwrap_or(2.0)))
                .then(b.5.cmp(&a.5))
                .then(a.0.cmp(b.0))
        });
        let zoom = frame.camera.zoom;
        let obstacles: Vec<layout::Rect> = cards
            .iter()
            .filter_map(|(id, ..)| session.positions().get(id))
            .map(|at| party::card(*at))
            .collect();
        let texts: Vec<String> = labels
            .iter()
            .map(|(id, _, reading, ..)| handoff::label_text(&session.org().handoff_name(id), reading))
            .collect();
        let wanted: Vec<layout::Label> = labels
            .iter()
            .zip(&texts)
            .enumerate()
            .map(|(k, ((_, route, ..), text))| {
                let size = handoff::label_size(painter, tokens, text);
                layout::Label {
                    route,
                    width: size.x / zoom,
                    height: size.y / zoom,
                    weight: (labels.len() - k) as f32,
                }
            })
            .collect();
        for ((place, (_, _, reading, selected, hovered, _)), text) in
            layout::labels(&obstacles, &wanted).into_iter().zip(&labels).zip(&texts)
        {
            let Some(place) = place else { continue };
            let rect = frame.camera.rect_to_screen(frame.view, place);
            handoff::paint_label(
                painter,
                tokens,
                rect,
                text,
                reading.tone(tokens).mark,
                *selected || *hovered,
            );
        }
    }
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
