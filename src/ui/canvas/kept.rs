//! What was drawn in the last frame and is kept for as long as it serves: lines, cards and labels of a large map become
//! triangles once, and are only pushed while the map is.

use std::sync::Arc;

use egui::{Mesh, Painter, Rect, Ui, vec2};

use super::{
    Canvas, Frame, LABELS_FROM,
    camera::{Camera, from_egui, to_egui},
    emphasis::Emphasis,
    far::{self, Detail, FromAfar},
    handoff,
    labels::paint_labels,
    layer::Layer,
    mesh::Pen,
    nodes::Cards,
    party,
    pinned::Pinned,
};
use crate::{
    layout::{self, Point},
    org::{HandoffId, PartyId},
    session::Selection,
    ui::tokens::Tokens,
};

/// What marks and cards were drawn for: a part of the map, the names placed there, a zoom, the pixels in a point, and
/// what was found.
type NearOf = (u64, u64, f32, f32, Option<usize>);

/// What bundles were drawn for: the part of the map; the pixels in a point, and whether with hairlines; what they were
/// drawn of.
type BundlesOf = (Rect, (f32, bool), (u64, u64, u64));

/// What labels were drawn for.
#[derive(PartialEq)]
struct LabelsOf {
    near: NearOf,
    view: Rect,
    selection: Selection,
    handoff: Option<HandoffId>,
    party: Option<PartyId>,
}

/// What was drawn in the last frame, for as long as nothing moves.
#[derive(Default)]
pub struct Kept {
    of: Option<(Camera, Rect, f32, u64)>,
    /// Lines that stand for many handoffs.
    bundles: Pinned,
    /// The part of the map for which they were drawn, and what they were drawn of.
    bundles_of: Option<BundlesOf>,
    /// The same on screen.
    pub bundled: Arc<Mesh>,
    /// Handoffs that nobody looks at.
    singles: Pinned,
    /// The part of the map for which they were drawn, for which pixels, and whether with dashes.
    singles_of: Option<(u64, f32, bool)>,
    /// The same on screen.
    pub lines: Arc<Mesh>,
    /// Cards from afar.
    pub cards: Arc<Mesh>,
    /// Marks and cards at rest, near enough to be read; what they were drawn for, and what marks cover of the map.
    near: Layer,
    near_of: Option<NearOf>,
    near_marks: Vec<layout::Rect>,
    /// The labels of handoffs, what they were drawn for, and from where they were seen.
    labels: Layer,
    labels_of: Option<(LabelsOf, Camera)>,
    /// All cards in small, and what they were drawn for.
    dots: Arc<Mesh>,
    dots_of: Option<(Rect, Camera, f32, u64, u64, Selection)>,
}

impl Canvas {
    /// All cards as dots in a rectangle: for the small map beside the large one.
    pub(crate) fn dots(
        &mut self,
        pixels_per_point: f32,
        rect: Rect,
        camera: &Camera,
        selection: &Selection,
        tokens: &Tokens,
    ) -> Arc<Mesh> {
        let (routing, rest) = (&self.routing, &self.rest);
        let of = self.kept.dots_of.as_ref();
        let same = of.is_some_and(|(place, seen, pixels, state, looks, selected)| {
            (place, seen, pixels) == (&rect, camera, &pixels_per_point)
                && (*state, *looks) == (routing.state(), rest.state())
                && selected.parties == selection.parties
        });
        if !same {
            let mut pen = Pen::new(pixels_per_point, rect);
            let ids = routing.parties().iter().zip(routing.cards()).zip(&rest.cards);
            for ((id, card), look) in ids {
                let ink = match look.emphasis {
                    Emphasis::Hidden => continue,
                    Emphasis::Faded => tokens.colour.line,
                    Emphasis::Marked => tokens.colour.accent,
                    Emphasis::Full if selection.parties.contains(id) => tokens.colour.accent,
                    Emphasis::Full => tokens.colour.ink3,
                };
                let card = camera.rect_to_screen(rect, *card);
                pen.dot(
                    Rect::from_center_size(card.center(), card.size().max(vec2(2.0, 1.5))),
                    ink,
                );
            }
            self.kept.dots = Arc::new(pen.finish());
            let of = (
                rect,
                *camera,
                pixels_per_point,
                routing.state(),
                rest.state(),
                selection.clone(),
            );
            self.kept.dots_of = Some(of);
        }
        Arc::clone(&self.kept.dots)
    }

    /// Whether what nobody touches becomes triangles that are kept. In a picture, words stay words.
    pub(super) fn has_layers(&self) -> bool {
        !far::is_small(&self.routing) && !self.routing.is_at_once()
    }

    /// Draws again what nobody touches on a large map, if anything moved.
    pub(super) fn keep(&mut self, painter: &Painter, frame: &Frame<'_>, detail: Detail) {
        let (camera, view, tokens) = (&frame.camera, frame.view, frame.tokens);
        let pixels = painter.pixels_per_point();
        let of = (*camera, view, pixels, self.in_view.part.number);
        if self.kept.of == Some(of) {
            return;
        }
        // What was drawn last is no longer held, so that it need not be copied to be moved.
        (self.kept.lines, self.kept.bundled) = Default::default();
        self.kept.bundled = if self.bundles.are_there(camera.zoom) {
            self.keep_bundles(pixels, frame)
        } else {
            Arc::default()
        };
        self.kept.lines = self.keep_lines(pixels, frame);
        let mut pen = Pen::new(pixels, view);
        if detail != Detail::Cards {
            for &k in &self.in_view.cards {
                let rect = camera.rect_to_screen(view, self.routing.cards()[k]);
                far::card(&mut pen, tokens, rect, &self.rest.cards[k], detail);
            }
        }
        self.kept.cards = Arc::new(pen.finish());
        self.kept.of = Some(of);
    }

    /// Draws again the handoffs that nobody looks at, if anything is to be seen of them that was not drawn; while only
    /// the camera moves, moves them.
    pub(super) fn keep_lines(&mut self, pixels: f32, frame: &Frame<'_>) -> Arc<Mesh> {
        let (camera, view, tokens) = (&frame.camera, frame.view, frame.tokens);
        let part = &self.in_view.part;
        let dashes = self.has_dashes(camera.zoom);
        let of = (part.number, pixels, dashes);
        if self.kept.singles_of != Some(of) {
            // As they are seen from where the part was chosen.
            let zoom = part.camera.zoom;
            let place = part.place.unwrap_or(Rect::NOTHING);
            let mut pen = Pen::pinned(pixels, place, zoom);
            pen.reserve(part.lines.len());
            let tracer = handoff::Tracer::on_map(&part.camera, view, place);
            let mut points = Vec::new();
            let ends_here = |k: &usize| self.ends_within(*k, place);
            let (here, through): (Vec<usize>, Vec<usize>) = part.lines.iter().partition(|k| ends_here(k));
            for (k, passes) in through
                .iter()
                .map(|k| (*k, true))
                .chain(here.iter().map(|k| (*k, false)))
            {
                let look = &self.rest.lines[k];
                if !look.raised {
                    let look = self.bundles.quiet(look.look, zoom, tokens);
                    let look = if dashes { look } else { far::without_dashes(look) };
                    let look = if passes { far::passing(look) } else { look };
                    tracer.trace(&self.routing.lines()[k].route, look.line, &mut points);
                    handoff::draw(&mut pen, tokens, &mut points, zoom, look);
                }
            }
            self.kept.singles = pen.finish_pinned();
            self.kept.singles_of = Some(of);
        }
        let width = handoff::scale(camera.zoom) / handoff::scale(self.in_view.part.camera.zoom);
        self.kept.singles.seen(camera, view, width)
    }

    /// Whether a handoff begins or ends at a card in that part of the map.
    fn ends_within(&self, number: usize, part: Rect) -> bool {
        let (from, to) = self.routing.lines()[number].ends;
        let cards = self.routing.cards();
        [from, to].iter().any(|&card| to_egui(cards[card]).intersects(part))
    }

    /// Draws again the lines that stand for many handoffs, if anything is to be seen of them that was not drawn; while
    /// only the camera moves, moves them.
    pub(super) fn keep_bundles(&mut self, pixels: f32, frame: &Frame<'_>) -> Arc<Mesh> {
        let (camera, view) = (&frame.camera, frame.view);
        let seen = to_egui(camera.visible(view).grown(20.0));
        let hairlines = self.bundles.hide_all(camera.zoom);
        let states = (self.routing.state(), self.rest.state(), self.bundles.state());
        let state = ((pixels, hairlines), states);
        let current = self.kept.bundles_of.is_some_and(|(part, pixels, states)| {
            // Not where most of what was drawn would be out of sight.
            (pixels, states) == state && part.contains_rect(seen) && part.area() < 6.0 * seen.area()
        });
        if !current {
            let part = seen.expand2(seen.size() * 0.25);
            let mut pen = Pen::pinned(pixels, part, camera.zoom);
            let from_afar = FromAfar {
                routing: &self.routing,
                rest: &self.rest,
                hulls: &self.hulls,
                tokens: frame.tokens,
            };
            self.bundles.draw(&mut pen, &from_afar, hairlines);
            self.kept.bundles = pen.finish_pinned();
            self.kept.bundles_of = Some((part, state.0, state.1));
        }
        self.kept.bundles.seen(camera, view, 1.0)
    }

    pub(super) fn near_of(&self, painter: &Painter, frame: &Frame<'_>) -> NearOf {
        let found = frame.found.map(|found| found.risks.as_ptr() as usize);
        let pixels = painter.pixels_per_point();
        (
            self.in_view.part.number,
            self.plates.state(),
            frame.camera.zoom,
            pixels,
            found,
        )
    }

    /// Draws marks and cards as they are at rest, if anything of them changed.
    pub(super) fn follow_near(&mut self, painter: &Painter, frame: &Frame<'_>, detail: Detail) {
        let of = self.near_of(painter, frame);
        if self.kept.near_of == Some(of) && self.kept.near.is_valid(painter.ctx()) {
            return;
        }
        let (camera, view) = (frame.camera, frame.view);
        // While one zooms or drags, nothing of it will be of use in the next frame, so nothing is drawn beside the view.
        let lasts = !frame.zooming && !self.gesture.moves_cards();
        let part = self.in_view.part.place.filter(|_| lasts);
        let part = part.map_or_else(|| camera.visible(view).grown(20.0), from_egui);
        let (middles, cards) = if lasts {
            (&self.in_view.part.middles, &self.in_view.part.cards)
        } else {
            (&self.in_view.middles, &self.in_view.cards)
        };
        let origin = camera.to_screen(view, Point::default()).to_vec2();
        let mut layer = std::mem::take(&mut self.kept.near);
        let marks = layer.make(painter, camera.rect_to_screen(view, part), origin, |painter| {
            let marks = self.paint_marks(painter, frame, middles, &part);
            let plates = self.plates.placed().iter().map(|plate| plate.card);
            let plates: Vec<usize> = if detail == Detail::Cards {
                Vec::new()
            } else {
                plates.collect()
            };
            for &number in if detail == Detail::Cards { cards } else { &plates } {
                let touch = party::Touch {
                    focused: self.rest.cards[number].emphasis == Emphasis::Marked,
                    ..party::Touch::default()
                };
                self.paint_touched_card(painter, number, touch, frame);
            }
            marks
        });
        self.kept.near = layer;
        self.kept.near_marks = marks;
        self.kept.near_of = lasts.then_some(of);
    }

    /// Draws the labels of handoffs, if anything of them changed. While the map is pushed, they go with it.
    pub(super) fn follow_labels(&mut self, painter: &Painter, cards: &Cards, frame: &Frame<'_>) {
        let of = LabelsOf {
            near: self.near_of(painter, frame),
            view: frame.view,
            selection: frame.selection.clone(),
            handoff: self.hovered_handoff.clone(),
            party: cards.hovered.clone(),
        };
        let same = self.kept.labels_of.as_ref().is_some_and(|(before, camera)| {
            *before == of && (!frame.resting || *camera == frame.camera) && !frame.zooming
        });
        if same && !self.gesture.moves_cards() && self.kept.labels.is_valid(painter.ctx()) {
            return;
        }
        let origin = frame.camera.to_screen(frame.view, Point::default()).to_vec2();
        let mut layer = std::mem::take(&mut self.kept.labels);
        layer.make(painter, frame.view, origin, |painter| {
            let touched = self.touched_handoffs(cards, frame);
            let labels = self.labels(&touched, cards, frame);
            let rects = cards.visible.iter().map(|&k| self.routing.cards()[k]);
            paint_labels(painter, rects, &self.kept.near_marks, frame, labels);
        });
        self.kept.labels = layer;
        self.kept.labels_of = Some((of, frame.camera));
    }

    /// Draws marks, cards that can be read, and labels.
    pub(super) fn paint_near(&mut self, ui: &Ui, cards: &Cards, frame: &Frame<'_>, detail: Detail) {
        let painter = ui.painter();
        let origin = frame.camera.to_screen(frame.view, Point::default()).to_vec2();
        self.follow_near(painter, frame, detail);
        self.kept.near.paint(painter, origin);
        for card in self.touched_cards(ui, cards, frame) {
            if detail == Detail::Cards || self.plates.of(card).is_some() {
                self.paint_card(ui, cards, card, frame);
            }
        }
        if frame.camera.zoom >= LABELS_FROM {
            self.follow_labels(painter, cards, frame);
            self.kept.labels.paint(painter, origin);
        }
    }

    /// To be called once everything of a frame was drawn.
    pub(crate) fn end_frame(&mut self, ctx: &egui::Context) {
        self.kept.near.end_frame(ctx);
        self.kept.labels.end_frame(ctx);
    }
}
