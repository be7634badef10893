//! Draws the map: handoffs below, cards above, labels where they cover nothing.

use std::{collections::BTreeSet, sync::Arc};

use egui::{CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui};

use super::{
    Canvas, Frame, LABELS_FROM, collapse,
    emphasis::Emphasis,
    far::{self, Detail},
    handoff, hulls,
    labels::{Labelled, MOST_LABELS, paint_labels},
    looks::{Eye, Sight},
    marks::worst,
    mesh::Pen,
    nodes::{Cards, has_focus},
    party,
    plates::Seen,
    routing::Line,
    tool::{Gesture, Named, REACH},
};
use crate::org::PartyId;

/// From this zoom on, what is not measured is dashed on every map.
const DASHES_FROM: f32 = 0.4;
/// On a map with no more handoffs than this, it is dashed at any zoom.
const DASHES_FOR: usize = 400;

/// From this zoom on, every line that stands for many handoffs says for how many.
const COUNTS_FROM: f32 = 0.8;
/// On a map with no more lines than this, it does so at any zoom at which there are labels.
const FEW_COUNTS: usize = 24;

/// What of the things that a legend explains is to be seen.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each may be true whatever the others are")]
pub struct Drawn {
    /// Lines of what is not measured are dashed.
    pub dashes: bool,
    /// Risks and shared goals have marks.
    pub marks: bool,
    /// Cards have bars.
    pub bars: bool,
    /// One line stands for many handoffs.
    pub bundles: bool,
}

impl Canvas {
    /// What was drawn last.
    #[must_use]
    pub fn drawn(&self) -> Drawn {
        let zoom = self.camera.zoom;
        let plates = self.plates.placed();
        let near = zoom >= party::COMPACT;
        let none = Detail::of(&self.routing, zoom) == Detail::Dots || !plates.is_empty();
        Drawn {
            dashes: self.has_dashes(zoom),
            marks: zoom >= LABELS_FROM,
            bars: near || !none || plates.iter().any(|plate| plate.foot),
            bundles: self.bundles.are_there(zoom),
        }
    }

    pub(super) fn paint(&mut self, ui: &Ui, cards: &Cards, frame: &Frame<'_>) {
        let painter = ui.painter();
        let tokens = frame.tokens;
        let visible = frame.camera.visible(frame.view).grown(20.0);
        // While cards are on their way, the grounds of where they will be would only confuse.
        if !frame.shown.moving {
            self.hulls.paint(painter, tokens, &frame.camera, frame.view);
        }
        let detail = Detail::of(&self.routing, frame.camera.zoom);
        let titles = if frame.shown.moving {
            Vec::new()
        } else {
            self.hulls.titles(painter, tokens, &frame.camera, frame.view)
        };
        let hold = self.is_dragging();
        let seen = Seen {
            shown: frame.shown,
            routing: &self.routing,
            rest: &self.rest,
            cards: if frame.zooming {
                &self.in_view.cards
            } else {
                &self.in_view.part.cards
            },
            part: self.in_view.part.number,
            resting: frame.resting,
            hulls: &self.hulls,
            tokens,
            camera: frame.camera,
            view: frame.view,
            all: detail == Detail::Cards,
        };
        let places: Vec<Rect> = titles.iter().map(|title| title.rect).collect();
        self.plates.follow(painter, &seen, &places, hold);
        let layered = self.has_layers();
        let labelled = frame.camera.zoom >= LABELS_FROM;
        let labels = if far::is_small(&self.routing) {
            self.paint_handoffs(painter, cards, frame)
        } else {
            self.keep(painter, frame, detail);
            add(painter, &self.kept.bundled);
            add(painter, &self.kept.lines);
            let touched = self.touched_handoffs(cards, frame);
            self.paint_touched_handoffs(painter, &touched, cards, frame);
            if labelled && !layered {
                self.labels(&touched, cards, frame)
            } else {
                Vec::new()
            }
        };
        if let Gesture::Connect { provider } = &self.gesture
            && let Some(card) = self.routing.card(provider)
            && let Some(pointer) = ui.input(|i| i.pointer.hover_pos())
        {
            let rect = frame.camera.rect_to_screen(frame.view, self.routing.cards()[card]);
            let from = nearest_port(rect, pointer);
            handoff::paint_draft(painter, tokens, from, pointer);
        }
        hulls::paint_titles(painter, tokens, titles);
        if layered {
            if detail != Detail::Cards {
                add(painter, &self.kept.cards);
                self.paint_touched_cards(ui, cards, frame, detail);
            }
            self.paint_near(ui, cards, frame, detail);
            self.paint_band(ui, frame);
            return;
        }
        let marks = self.paint_marks(painter, frame, &self.in_view.middles, &visible);
        if detail == Detail::Cards {
            for &card in &cards.visible {
                self.paint_card(ui, cards, card, frame);
            }
        } else {
            add(painter, &self.kept.cards);
            self.paint_touched_cards(ui, cards, frame, detail);
            for plate in self.plates.placed() {
                self.paint_card(ui, cards, plate.card, frame);
            }
        }
        if labelled {
            let rects = cards.visible.iter().map(|&k| self.routing.cards()[k]);
            paint_labels(painter, rects, &marks, frame, labels);
        }
        self.paint_band(ui, frame);
    }

    /// The band that is being drawn around what is to be selected.
    fn paint_band(&self, ui: &Ui, frame: &Frame<'_>) {
        let (painter, tokens) = (ui.painter(), frame.tokens);
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

    fn eye<'a>(&'a self, frame: &Frame<'a>) -> Eye<'a> {
        Eye {
            shown: frame.shown,
            tokens: frame.tokens,
            colouring: &self.colouring,
            standing: &self.standing,
            supposed: frame.supposed,
        }
    }

    /// How a handoff looks in this frame, and whether somebody looks at it; nothing where it is hidden.
    pub(super) fn sight<'a>(&'a self, line: &'a Line, cards: &Cards, frame: &Frame<'_>) -> Option<Labelled<'a>> {
        let id = &line.id;
        let promise = frame.shown.org.handoffs.get(id)?;
        let selection = frame.selection;
        let selected = selection.handoffs.contains(id);
        let emphasis = self.standing.handoff(id);
        if emphasis == Emphasis::Hidden && !selected {
            return None;
        }
        let back = emphasis >= Emphasis::Faded;
        let mine = |party: &PartyId| promise.provider == *party || promise.customer == *party;
        let pointed = self.hovered_handoff.as_ref() == Some(id);
        let touched = pointed
            || emphasis == Emphasis::Marked
            || (!back && selection.parties.len() == 1 && selection.parties.iter().any(mine))
            || cards.hovered.as_ref().is_some_and(mine);
        let Sight {
            look,
            shade,
            fate,
            back,
            ..
        } = self.eye(frame).see(id, promise, selected, touched);
        // Labels are for what one looks at and for what hurts; more of them would be noise.
        let looked_at = touched || (shade.is_sure() && selection.is_empty() && !look.faded);
        // While something is supposed, what it changes is what one looks at.
        let hurts = frame.supposed.is_none() && shade.hurts() && looked_at && !back;
        let changed = fate.note.is_some() && (fate.at_risk || !fate.gone);
        // How many handoffs a line stands for is said wherever there is room.
        let roomy = frame.camera.zoom >= COUNTS_FROM || self.routing.len() <= FEW_COUNTS;
        let counted = roomy && frame.shown.handoffs(id).len() > 1 && !back && frame.supposed.is_none();
        Some(Labelled {
            id,
            route: &line.route,
            wanted: selected || pointed || hurts || changed || counted || emphasis == Emphasis::Marked,
            look,
            shade,
            fate,
            selected,
            pointed,
            importance: promise.importance,
        })
    }

    /// How a line is drawn: from afar nobody sees the dashes of thousands, but drawing each takes its time.
    fn dashed(&self, look: handoff::Look, zoom: f32) -> handoff::Look {
        if self.has_dashes(zoom) {
            look
        } else {
            far::without_dashes(look)
        }
    }

    pub(super) fn has_dashes(&self, zoom: f32) -> bool {
        zoom >= DASHES_FROM || self.routing.len() <= DASHES_FOR
    }

    /// Draws every handoff of a small map, those that somebody looks at above the others. Returns those that want a
    /// label.
    fn paint_handoffs<'a>(&'a self, painter: &Painter, cards: &Cards, frame: &Frame<'_>) -> Vec<Labelled<'a>> {
        let visible = frame.camera.visible(frame.view).grown(20.0);
        let in_view = self
            .routing
            .lines()
            .iter()
            .filter(|line| line.bounds.overlaps(&visible));
        let mut seen: Vec<Labelled<'_>> = in_view.filter_map(|line| self.sight(line, cards, frame)).collect();
        // In the order of the handoffs both below and above.
        seen.sort_by_key(|one| one.look.selected || one.look.touched);
        for one in &seen {
            let points = handoff::points(one.route, &frame.camera, frame.view);
            let look = self.dashed(one.look, frame.camera.zoom);
            handoff::paint(painter, frame.tokens, points, frame.camera.zoom, look);
        }
        seen.retain(|one| one.wanted);
        seen
    }

    /// The handoffs of a large map that somebody looks at.
    pub(super) fn touched_handoffs(&self, cards: &Cards, frame: &Frame<'_>) -> BTreeSet<usize> {
        let selection = frame.selection;
        let mut touched: BTreeSet<usize> = self.rest.raised.iter().copied().collect();
        touched.extend(selection.handoffs.iter().filter_map(|id| self.routing.line(id)));
        touched.extend(self.hovered_handoff.as_ref().and_then(|id| self.routing.line(id)));
        let alone = selection.parties.iter().filter(|_| selection.parties.len() == 1);
        for party in alone.chain(&cards.hovered) {
            if let Some(card) = self.routing.card(party) {
                touched.extend(self.routing.at_card(card));
            }
        }
        let visible = frame.camera.visible(frame.view).grown(20.0);
        touched.retain(|&k| self.routing.lines()[k].bounds.overlaps(&visible));
        touched
    }

    /// Draws what somebody looks at above the others on a large map.
    fn paint_touched_handoffs(&self, painter: &Painter, touched: &BTreeSet<usize>, cards: &Cards, frame: &Frame<'_>) {
        let mut pen = Pen::new(painter.pixels_per_point(), frame.view);
        let tracer = handoff::Tracer::on_screen(&frame.camera, frame.view);
        let mut points = Vec::new();
        for &k in touched {
            let line = &self.routing.lines()[k];
            let Some(one) = self.sight(line, cards, frame) else {
                continue;
            };
            if one.look.selected || one.look.touched {
                let look = self.dashed(one.look, frame.camera.zoom);
                tracer.trace(&line.route, look.line, &mut points);
                handoff::draw(&mut pen, frame.tokens, &mut points, frame.camera.zoom, look);
            }
        }
        add(painter, &Arc::new(pen.finish()));
    }

    /// Where a card is on screen.
    fn seat(&self, number: usize, frame: &Frame<'_>) -> Rect {
        let rect = || frame.camera.rect_to_screen(frame.view, self.routing.cards()[number]);
        self.plates.of(number).map_or_else(rect, |plate| plate.rect)
    }

    pub(super) fn paint_card(&self, ui: &Ui, cards: &Cards, number: usize, frame: &Frame<'_>) {
        let id = &self.routing.parties()[number];
        let rect = self.seat(number, frame);
        let hovered = cards.hovered.as_ref() == Some(id);
        let touch = party::Touch {
            selected: frame.selection.parties.contains(id),
            hovered: hovered || self.is_drop_target(ui, id, rect),
            focused: has_focus(ui, id) || self.emphasis(frame.selection, id) == Emphasis::Marked,
            naming: self.is_renaming(id),
        };
        self.paint_touched_card(ui.painter(), number, touch, frame);
        let pulling = matches!(self.gesture, Gesture::Idle) && hovered && frame.camera.zoom >= 0.5;
        if pulling {
            party::paint_handles(ui.painter(), frame.tokens, rect);
        }
    }

    fn is_renaming(&self, id: &PartyId) -> bool {
        let renamed = self.rename.as_ref().map(|rename| &rename.what);
        matches!(renamed, Some(Named::Party(renamed)) if renamed == id)
    }

    pub(super) fn paint_touched_card(&self, painter: &Painter, number: usize, touch: party::Touch, frame: &Frame<'_>) {
        let (shown, tokens) = (frame.shown, frame.tokens);
        let id = &self.routing.parties()[number];
        let Some(party) = shown.org.parties.get(id) else { return };
        let plate = self.plates.of(number);
        let rect = self.seat(number, frame);
        let mut emphasis = self.standing.party(id);
        if touch.selected {
            emphasis = emphasis.min(Emphasis::Full);
        }
        let faded = emphasis >= Emphasis::Faded || (self.colouring.fades(party) && !touch.selected);
        let size = shown.collapsed.filter(|_| shown.is_box(id));
        if size.is_some() {
            party::paint_stack(painter, tokens, rect, frame.camera.zoom);
        }
        let card = party::Card {
            tokens,
            rect,
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
            tail: self.rest.cards[number].tail,
            risks: if frame.camera.zoom < party::COMPACT || faded {
                None
            } else {
                worst(frame.risks_of_party(id).into_iter())
            },
            plate,
        };
        card.paint(painter);
    }

    /// The cards that look otherwise than at rest.
    pub(super) fn touched_cards(&self, ui: &Ui, cards: &Cards, frame: &Frame<'_>) -> BTreeSet<usize> {
        let selected = frame.selection.parties.iter().take(MOST_LABELS);
        let focused = cards
            .nodes
            .iter()
            .filter(|node| node.response.has_focus())
            .map(|node| &node.id);
        let renamed = self.rename.as_ref().and_then(|rename| match &rename.what {
            Named::Party(id) => Some(id),
            Named::Handoff(_) => None,
        });
        let target = match &self.gesture {
            Gesture::Connect { .. } => ui
                .input(|i| i.pointer.hover_pos())
                .and_then(|at| self.card_at(frame, at))
                .map(|(id, _)| id),
            _ => None,
        };
        let some = focused
            .chain(&cards.hovered)
            .chain(renamed)
            .chain(self.gesture.held())
            .chain(&target);
        let mut touched: BTreeSet<usize> = some.filter_map(|id| self.routing.card(id)).collect();
        touched.extend(selected.filter_map(|id| self.routing.card(id)));
        touched.retain(|card| cards.visible.binary_search(card).is_ok());
        touched
    }

    /// Draws from afar the cards that are selected, marked, focused or under the pointer above the others.
    fn paint_touched_cards(&self, ui: &Ui, cards: &Cards, frame: &Frame<'_>, detail: Detail) {
        let (painter, tokens) = (ui.painter(), frame.tokens);
        let selection = frame.selection;
        let mut pen = Pen::new(painter.pixels_per_point(), frame.view);
        let thin = tokens.stroke.hairline.max(1.0);
        let rect = |k: usize| frame.camera.rect_to_screen(frame.view, self.routing.cards()[k]);
        let selected = selection.parties.iter().filter_map(|id| self.routing.card(id));
        for k in selected.filter(|k| cards.visible.binary_search(k).is_ok()) {
            far::halo(&mut pen, tokens, rect(k));
            far::card(&mut pen, tokens, rect(k), &self.rest.cards[k], detail);
            far::ring(&mut pen, rect(k), tokens.stroke.selection, tokens.colour.accent);
        }
        for &k in &cards.visible {
            if self.rest.cards[k].emphasis == Emphasis::Marked {
                far::ring(&mut pen, rect(k), thin, tokens.colour.accent);
            }
        }
        let focused = cards.nodes.iter().find(|node| node.response.has_focus());
        if let Some(node) = focused {
            far::ring(&mut pen, node.rect.expand(2.0), thin, tokens.colour.accent);
        }
        if let Some(k) = cards.hovered.as_ref().and_then(|id| self.routing.card(id)) {
            far::ring(&mut pen, rect(k), thin, tokens.colour.ink2);
        }
        add(painter, &Arc::new(pen.finish()));
    }

    fn is_drop_target(&self, ui: &Ui, id: &PartyId, rect: Rect) -> bool {
        matches!(&self.gesture, Gesture::Connect { provider } if provider != id)
            && ui
                .input(|i| i.pointer.hover_pos())
                .is_some_and(|at| rect.expand(REACH).contains(at))
    }
}

/// Draws triangles, if there are any.
fn add(painter: &Painter, mesh: &Arc<Mesh>) {
    if !mesh.is_empty() {
        painter.add(Shape::Mesh(Arc::clone(mesh)));
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
