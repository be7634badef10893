//! Draws the map: handoffs below, cards above, labels where they cover nothing.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use egui::{CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, vec2};

use super::{
    Canvas, Frame, LABELS_FROM,
    camera::{Camera, to_egui},
    collapse,
    colouring::Shade,
    emphasis::Emphasis,
    far::{self, Detail},
    handoff, hulls,
    looks::{Eye, Sight},
    mesh::Pen,
    nodes::{Cards, has_focus},
    party,
    pinned::Pinned,
    plates::Seen,
    routing::Line,
    tool::{Gesture, Named, REACH},
};
use crate::{
    health::risk::{Risk, Severity},
    layout::{self, Point, Route},
    org::{HandoffId, Importance, PartyId},
    session::{Lens, Selection},
    ui::{icons, tokens::Tokens, what_if::HandoffFate, widgets::shorten},
};

/// From this zoom on, what is not measured is dashed on every map.
const DASHES_FROM: f32 = 0.4;
/// On a map with no more handoffs than this, it is dashed at any zoom.
const DASHES_FOR: usize = 400;

/// No more handoffs of a large map ask for a label: the most urgent ones.
const MOST_LABELS: usize = 80;

/// What was drawn in the last frame, for as long as nothing moves.
#[derive(Default)]
pub struct Kept {
    of: Option<(Camera, Rect, f32, u64, u64)>,
    /// Lines that stand for many handoffs.
    bundles: Pinned,
    /// The part of the map for which they were drawn, and what they were drawn of.
    bundles_of: Option<(Rect, (f32, bool), u64, u64)>,
    /// The same on screen.
    bundled: Arc<Mesh>,
    /// Handoffs that nobody looks at.
    lines: Arc<Mesh>,
    /// Cards from afar.
    cards: Arc<Mesh>,
    /// All cards in small, and what they were drawn for.
    dots: Arc<Mesh>,
    dots_of: Option<(Rect, Camera, f32, u64, u64, Selection)>,
}

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
            dashes: zoom >= DASHES_FROM || self.routing.len() <= DASHES_FOR,
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
            cards: &self.in_view.cards,
            tokens,
            camera: frame.camera,
            view: frame.view,
            all: detail == Detail::Cards,
        };
        let places: Vec<Rect> = titles.iter().map(|title| title.rect).collect();
        self.plates.follow(painter, &seen, &places, hold);
        let labels = if far::is_small(&self.routing) {
            self.paint_handoffs(painter, cards, frame)
        } else {
            self.keep(painter, frame, detail);
            add(painter, &self.kept.bundled);
            add(painter, &self.kept.lines);
            self.paint_touched_handoffs(painter, cards, frame)
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
        let marks = match self.colouring.lens() {
            Lens::Indicator(_) => self.paint_risks(painter, frame, &visible),
            Lens::Goals => self.paint_goals(painter, frame, &visible),
        };
        if detail == Detail::Cards {
            let name = |&card: &usize| frame.shown.org.party_name(&self.routing.parties()[card]);
            let names: Vec<&str> = cards.visible.iter().map(name).collect();
            for (&card, tail) in cards.visible.iter().zip(shorten::tails(&names)) {
                self.paint_card(ui, cards, card, tail, frame);
            }
        } else {
            add(painter, &self.kept.cards);
            self.paint_touched_cards(ui, cards, frame, detail);
            for plate in self.plates.placed() {
                self.paint_card(ui, cards, plate.card, 0, frame);
            }
        }
        if frame.camera.zoom >= LABELS_FROM {
            let rects = cards.visible.iter().map(|&k| self.routing.cards()[k]);
            paint_labels(painter, rects, &marks, frame, labels);
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
    fn sight<'a>(&'a self, line: &'a Line, cards: &Cards, frame: &Frame<'_>) -> Option<Labelled<'a>> {
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
        if zoom >= DASHES_FROM || self.routing.len() <= DASHES_FOR {
            look
        } else {
            far::without_dashes(look)
        }
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

    /// Draws again what nobody touches on a large map, if anything moved.
    fn keep(&mut self, painter: &Painter, frame: &Frame<'_>, detail: Detail) {
        let (camera, view, tokens) = (&frame.camera, frame.view, frame.tokens);
        let pixels = painter.pixels_per_point();
        let of = (*camera, view, pixels, self.routing.state(), self.rest.state());
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
        {
            let mut pen = Pen::new(pixels, view);
            pen.reserve(self.in_view.lines.len());
            let mut points = Vec::new();
            for &k in &self.in_view.lines {
                let look = &self.rest.lines[k];
                if !look.raised {
                    handoff::trace(&self.routing.lines()[k].route, camera, view, &mut points);
                    let look = self.bundles.quiet(look.look, camera.zoom, tokens);
                    let look = self.dashed(look, camera.zoom);
                    handoff::draw(&mut pen, tokens, &mut points, camera.zoom, look);
                }
            }
            self.kept.lines = Arc::new(pen.finish());
        }
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

    /// Draws again the lines that stand for many handoffs, if anything is to be seen of them that was not drawn; while
    /// only the camera moves, moves them.
    fn keep_bundles(&mut self, pixels: f32, frame: &Frame<'_>) -> Arc<Mesh> {
        let (camera, view) = (&frame.camera, frame.view);
        let seen = to_egui(camera.visible(view).grown(20.0));
        let hairlines = self.bundles.hide_all(camera.zoom);
        let state = ((pixels, hairlines), self.routing.state(), self.rest.state());
        let current = self.kept.bundles_of.is_some_and(|(part, pixels, routing, rest)| {
            // Not where most of what was drawn would be out of sight.
            (pixels, routing, rest) == state && part.contains_rect(seen) && part.area() < 6.0 * seen.area()
        });
        if !current {
            let part = seen.expand2(seen.size() * 0.25);
            let mut pen = Pen::pinned(pixels, part);
            self.bundles
                .draw(&mut pen, &self.routing, &self.rest, frame.tokens, hairlines);
            self.kept.bundles = pen.finish_pinned();
            self.kept.bundles_of = Some((part, state.0, state.1, state.2));
        }
        self.kept.bundles.seen(camera, view)
    }

    /// Draws what somebody looks at above the others on a large map. Returns what wants a label.
    fn paint_touched_handoffs<'a>(&'a self, painter: &Painter, cards: &Cards, frame: &Frame<'_>) -> Vec<Labelled<'a>> {
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
        let mut pen = Pen::new(painter.pixels_per_point(), frame.view);
        let mut points = Vec::new();
        let mut labels = Vec::new();
        for &k in &touched {
            let line = &self.routing.lines()[k];
            if !line.bounds.overlaps(&visible) {
                continue;
            }
            let Some(one) = self.sight(line, cards, frame) else {
                continue;
            };
            if one.look.selected || one.look.touched {
                handoff::trace(&line.route, &frame.camera, frame.view, &mut points);
                let look = self.dashed(one.look, frame.camera.zoom);
                handoff::draw(&mut pen, frame.tokens, &mut points, frame.camera.zoom, look);
            }
            labels.extend(Some(one).filter(|one| one.wanted));
        }
        add(painter, &Arc::new(pen.finish()));
        if frame.camera.zoom >= LABELS_FROM {
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
            let seen = near.filter_map(|&k| self.sight(&self.routing.lines()[k], cards, frame));
            labels.extend(seen.filter(|one| one.wanted));
            labels.sort_by(Labelled::urgency);
            labels.truncate(MOST_LABELS);
        }
        labels
    }

    fn paint_card(&self, ui: &Ui, cards: &Cards, number: usize, tail: usize, frame: &Frame<'_>) {
        let (painter, shown, tokens) = (ui.painter(), frame.shown, frame.tokens);
        let selection = frame.selection;
        let id = &self.routing.parties()[number];
        let Some(party) = shown.org.parties.get(id) else { return };
        let plate = self.plates.of(number);
        let rect = frame.camera.rect_to_screen(frame.view, self.routing.cards()[number]);
        let rect = plate.map_or(rect, |plate| plate.rect);
        let emphasis = self.emphasis(selection, id);
        let hovered = cards.hovered.as_ref() == Some(id);
        let touch = party::Touch {
            selected: selection.parties.contains(id),
            hovered: hovered || self.is_drop_target(ui, id, rect),
            focused: has_focus(ui, id) || emphasis == Emphasis::Marked,
            naming: self.rename.as_ref().is_some_and(|r| r.what == Named::Party(id.clone())),
        };
        let faded = emphasis >= Emphasis::Faded || (self.colouring.fades(party) && !selection.parties.contains(id));
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
            tail,
            risks: if frame.camera.zoom < party::COMPACT || faded {
                None
            } else {
                worst(frame.risks_of_party(id).into_iter())
            },
            plate,
        };
        card.paint(painter);
        let pulling = matches!(self.gesture, Gesture::Idle) && hovered && frame.camera.zoom >= 0.5;
        if pulling {
            party::paint_handles(painter, tokens, rect);
        }
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

    /// A mark in the middle of every promise at which something urgent was found. Returns what they cover of the
    /// map.
    fn paint_risks(&self, painter: &Painter, frame: &Frame<'_>, visible: &layout::Rect) -> Vec<layout::Rect> {
        if frame.found.is_none() || frame.camera.zoom < LABELS_FROM {
            return Vec::new();
        }
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        let side = 2.0 * size / zoom;
        for &k in &self.in_view.middles {
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
    fn paint_goals(&self, painter: &Painter, frame: &Frame<'_>, visible: &layout::Rect) -> Vec<layout::Rect> {
        let (tokens, zoom) = (frame.tokens, frame.camera.zoom);
        if zoom < LABELS_FROM {
            return Vec::new();
        }
        let org = frame.shown.org;
        let size = tokens.control.mark * zoom.min(1.0);
        let mut covered = Vec::new();
        let side = 1.6 * size / zoom;
        for &k in &self.in_view.middles {
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

/// How many risks there are, and the most urgent.
fn worst<'a>(risks: impl Iterator<Item = &'a Risk>) -> Option<(usize, Severity)> {
    let severities = risks.map(|risk| risk.severity);
    severities.fold(None, |so_far, severity| {
        let (count, worst) = so_far.unwrap_or((0, severity));
        Some((count + 1, worst.max(severity)))
    })
}

/// A handoff as it is seen in this frame.
struct Labelled<'a> {
    id: &'a HandoffId,
    route: &'a Route,
    look: handoff::Look,
    /// It wants a label.
    wanted: bool,
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
