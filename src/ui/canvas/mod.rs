//! The map: parties as cards, handoffs as curves, drawn and changed with the pointer and the keyboard.

use std::sync::Arc;

use egui::{MouseWheelUnit, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::{
    health::{risk::Risk, words},
    layout::{Point, Positions},
    org::{Edit, HandoffId, Party, PartyId, Position, ViewId},
    session::{Command, Selection, Session},
    ui::{
        insight::{Findings, Known},
        intent::{Intent, Intents},
        tokens::Tokens,
        what_if::Supposed,
    },
};

pub mod camera;
pub(crate) mod collapse;
mod colouring;
mod draw;
pub(crate) mod emphasis;
mod far;
mod flight;
mod gesture;
mod grouping;
pub mod handoff;
mod hulls;
mod in_view;
mod kept;
mod labels;
mod layer;
mod looks;
mod marks;
mod mesh;
mod naming;
mod nodes;
pub mod party;
mod passing;
mod pinned;
mod plates;
mod routing;
mod settling;
mod shown;
mod tool;
pub(crate) mod ways;

use camera::Camera;
use collapse::Collapse;
use colouring::Colouring;
pub use draw::Drawn;
use emphasis::{Emphasis, Standing};
use far::{Bundles, FromAfar};
pub use flight::Looks;
use flight::{Flight, Target};
use hulls::Hulls;
use in_view::InView;
use kept::Kept;
use looks::{AtRest, Eye};
use plates::Plates;
use routing::Routing;
use settling::{GLIDE, Settling, Swept};
use shown::Shown;
use tool::{Gesture, Named, Rename};
use ways::Ways;

/// The room left around a map that is fitted into view.
const MARGIN: f32 = 48.0;
/// The longest side of a picture of the whole map, in points.
const LARGEST: f32 = 6_000.0;
/// From this zoom on, handoffs may have labels.
const LABELS_FROM: f32 = 0.55;
/// The camera rests once it has not moved for so many seconds.
const REST: f64 = 0.12;
/// The key under which cards are nudged with the arrows.
const NUDGE: &str = "nudge";
/// The key under which cards are dragged.
const DRAG: &str = "drag";

/// A list that is to be opened above the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What is looked at.
    Filter,
    /// The bookmarked views; the name of that one is to be typed.
    Views(Option<ViewId>),
}

/// What is on screen of the map, and what the pointer is doing there.
pub struct Canvas {
    camera: Camera,
    flight: Option<Flight>,
    wanted: Option<Target>,
    first: bool,
    /// What colours handoffs.
    pub colouring: Colouring,
    /// What one asks of the map to find one's way.
    pub(crate) ways: Ways,
    /// How much everything stands out.
    pub(crate) standing: Standing,
    /// What is shown while departments are collapsed.
    collapse: Arc<Collapse>,
    /// The list that is to be opened.
    pub wanted_popup: Option<Wanted>,
    /// It is shown to a room: nothing is selected, moved or drawn, and the camera takes its time.
    pub still: bool,
    gesture: Gesture,
    rename: Option<Rename>,
    hovered_handoff: Option<HandoffId>,
    routing: Routing,
    rest: AtRest,
    bundles: Bundles,
    plates: Plates,
    in_view: InView,
    kept: Kept,
    /// Where the camera was in the last frame, and since when.
    stood: (Camera, f64),
    hulls: Hulls,
    settling: Settling,
    /// Where the map was drawn last, in screen points.
    pub view: Rect,
    /// How much of the view is covered by tools, so that a fitted map stays clear of them.
    pub insets: egui::epaint::MarginF32,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            flight: None,
            wanted: None,
            first: true,
            colouring: Colouring::default(),
            ways: Ways::default(),
            standing: Standing::default(),
            collapse: Arc::default(),
            wanted_popup: None,
            still: false,
            gesture: Gesture::Idle,
            rename: None,
            hovered_handoff: None,
            routing: Routing::default(),
            rest: AtRest::default(),
            bundles: Bundles::default(),
            plates: Plates::default(),
            in_view: InView::default(),
            kept: Kept::default(),
            stood: (Camera::default(), f64::NEG_INFINITY),
            hulls: Hulls::default(),
            settling: Settling::default(),
            view: Rect::ZERO,
            insets: egui::epaint::MarginF32::ZERO,
        }
    }
}

/// ", 2 risks"; nothing where there is none.
fn risks_spoken(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(", {}", words::number(count as u64, "risk", "risks")),
    }
}

/// What a frame of the map needs to know.
struct Frame<'a> {
    /// What is changed.
    session: &'a Session,
    /// What is drawn.
    shown: Shown<'a>,
    /// What is selected of that.
    selection: &'a Selection,
    tokens: &'a Tokens,
    view: Rect,
    camera: Camera,
    /// Whether the camera has not moved for a moment.
    resting: bool,
    /// Whether it came nearer or went farther just now.
    zooming: bool,
    /// What was found today; nothing while something is supposed.
    found: Option<&'a Findings>,
    supposed: Option<Supposed<'a>>,
    intents: &'a mut Intents,
}

impl<'a> Frame<'a> {
    /// The open risks at those for whom a card stands.
    fn risks_of_party(&self, id: &PartyId) -> Vec<&'a Risk> {
        let Some(found) = self.found else { return Vec::new() };
        self.shown
            .members(id)
            .iter()
            .flat_map(|id| found.of_party(id))
            .collect()
    }

    /// The open risks at the handoffs for which a line stands.
    fn risks_of_handoff(&self, id: &HandoffId) -> Vec<&'a Risk> {
        let Some(found) = self.found else { return Vec::new() };
        self.shown
            .handoffs(id)
            .iter()
            .flat_map(|id| found.of_handoff(id))
            .collect()
    }

    /// What a screen reader says of a card.
    fn spoken(&self, id: &PartyId, party: &Party) -> String {
        let size = self.shown.collapsed.filter(|collapsed| collapsed.is_box(id));
        let size = size.map(|collapsed| format!("collapsed department of {}", collapse::size(collapsed, id)));
        party::spoken(
            id,
            party,
            size.as_deref(),
            self.shown.health,
            self.risks_of_party(id).len(),
        )
    }
}

impl Canvas {
    /// The zoom, 1 at natural size.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.destination().zoom
    }

    /// The smallest zoom: a usual one, or the one at which all of a very large map is on screen.
    fn least_zoom(&self) -> f32 {
        let usual = *camera::ZOOM.start();
        self.whole()
            .map_or(usual, |whole| self.fitting(whole, 1.0).zoom.min(usual))
    }

    /// The part of the view that no tool covers.
    fn clear(&self) -> Rect {
        self.view - self.insets
    }

    /// A copy for a picture, which nobody points at: what is on screen, or `whole` everything.
    #[must_use]
    pub fn still(&self, whole: bool) -> Self {
        let mut copy = Self {
            camera: self.destination(),
            ways: self.ways.clone(),
            collapse: Arc::clone(&self.collapse),
            first: whole || (self.view == Rect::ZERO && !matches!(self.wanted, Some(Target::Place(_)))),
            ..Self::default()
        };
        copy.colouring.take_after(&self.colouring);
        copy.routing.set_at_once(true);
        copy
    }

    /// How large what is on screen is, in points, or `whole` everything: in natural size, or as large as a picture may
    /// be.
    #[must_use]
    pub fn extent(&self, session: &Session, whole: bool) -> Vec2 {
        if !whole && self.view.is_positive() {
            return self.view.size();
        }
        let places = self.places(session);
        let all = bounds(places, places.keys()).unwrap_or(Rect::ZERO).size();
        let zoom = (LARGEST / all.max_elem().max(1.0)).min(1.0);
        all * zoom + Vec2::splat(2.0 * MARGIN)
    }

    /// The camera that shows a part of the map clear of the tools.
    fn fitting(&self, what: Rect, most: f32) -> Camera {
        let clear = self.clear();
        let margin = MARGIN.min(clear.size().min_elem() * 0.06);
        let mut camera = Camera::fitting(what, clear.size(), margin, most);
        camera.centre -= (clear.center() - self.view.center()) / camera.zoom;
        camera
    }

    /// Finds the ways of handoffs within the frame, where there are not too many: for a picture.
    pub fn set_at_once(&mut self, at_once: bool) {
        self.routing.set_at_once(at_once);
    }

    /// Brings the whole map into view.
    pub fn fit(&mut self) {
        self.wanted = Some(Target::Everything);
    }

    /// Brings the selection into view.
    pub fn show_selection(&mut self) {
        self.wanted = Some(Target::Selection);
    }

    /// Zooms by a factor about the middle of the view.
    pub fn zoom_by(&mut self, factor: f32) {
        self.flight = None;
        let middle = self.view.center();
        let least = self.least_zoom();
        self.camera.zoom_about(self.view, middle, factor, least);
    }

    /// Natural size.
    pub fn zoom_actual(&mut self) {
        let factor = 1.0 / self.camera.zoom;
        self.zoom_by(factor);
    }

    /// The map point in the middle of the view.
    #[must_use]
    pub fn middle(&self) -> Point {
        self.camera.to_map(self.view, self.view.center())
    }

    /// A place in the middle of the view, or the nearest beside it that no card covers.
    #[must_use]
    pub fn free_place(&self, session: &Session) -> Point {
        let middle = self.middle();
        let places = self.places(session);
        let is_free = |at: Point| {
            let card = party::card(at).grown(12.0);
            !places.values().any(|other| party::card(*other).overlaps(&card))
        };
        for ring in 0..40_i16 {
            let step = 60.0 * f32::from(ring);
            for (x, y) in [
                (0.0, 1.0),
                (0.0, -1.0),
                (1.0, 0.0),
                (-1.0, 0.0),
                (0.7, 0.7),
                (-0.7, 0.7),
                (0.7, -0.7),
                (-0.7, -0.7),
            ] {
                let at = Point::new(middle.x + x * step, middle.y + y * step);
                if is_free(at) {
                    return at;
                }
            }
        }
        middle
    }

    /// Whether any card lies where somebody put it.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        self.hulls.is_moved()
    }

    /// Whether a name is being typed on the map.
    #[must_use]
    pub fn is_naming(&self) -> bool {
        self.rename.is_some()
    }

    /// Whether the pointer has hold of something.
    #[must_use]
    pub fn is_dragging(&self) -> bool {
        !matches!(self.gesture, Gesture::Idle)
    }

    /// Adds a party there and starts typing its name; both are one undo step.
    pub fn add_party(&mut self, session: &Session, at: Point, provider: Option<&PartyId>, intents: &mut Intents) {
        let name = "New party";
        let id = session.org().new_party_id(name);
        let place = Position::rounded(at.x, at.y);
        let party = Party {
            name: name.to_owned(),
            position: Some(place),
            ..Party::default()
        };
        let mut edits = session.pinning();
        edits.push(Edit::PutParty(id.clone(), party));
        let mut label = "Add party".to_owned();
        if let Some(provider) = provider {
            let handoff = crate::org::Handoff::between(provider.clone(), id.clone());
            edits.push(Edit::PutHandoff(
                session.org().new_handoff_id(provider, &id, ""),
                handoff,
            ));
            label = format!("Add a customer of {}", session.org().party_name(provider));
        }
        let key = format!("draw {id}");
        intents.push(Intent::Commit);
        intents.live(key.clone(), label, Edit::All(edits));
        intents.push(Intent::Select(Selection::party(id.clone())));
        self.rename = Some(Rename {
            what: Named::Party(id),
            draft: name.to_owned(),
            original: name.to_owned(),
            key,
            drawn: true,
            started: false,
        });
    }

    /// Brings up to date what colours the map and what stands out on it.
    pub(crate) fn look(&mut self, session: &Session, found: &Known<'_, Findings>) {
        self.ways.keep_existing(session.org());
        self.follow_collapsed(session);
        let collapsed = self.collapse.collapsed();
        self.colouring.follow(session.org(), collapsed);
        self.standing
            .follow(Shown::of(session), found, &self.colouring, &self.ways, collapsed);
    }

    /// How much a card stands out; what is selected is never out of sight.
    fn emphasis(&self, selection: &Selection, id: &PartyId) -> Emphasis {
        let emphasis = self.standing.party(id);
        let selected = emphasis != Emphasis::Full && selection.parties.contains(id);
        if selected {
            emphasis.min(Emphasis::Full)
        } else {
            emphasis
        }
    }

    /// Draws the map in all the room there is.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        tokens: &Tokens,
        found: Option<&Findings>,
        supposed: Option<Supposed<'_>>,
        intents: &mut Intents,
    ) {
        let view = ui.available_rect_before_wrap();
        self.view = view;
        let rest = Shown::of(session).supposing(supposed);
        let projection = self.projection(rest, session.sweeps(), supposed);
        let rest = projection.project(rest);
        let selection = &*projection.seen(session.selection());
        let supposed = supposed.map(|supposed| supposed.seen(rest.collapsed, session.org()));
        self.settle(ui, rest, session.sweeps());
        let settling = std::mem::take(&mut self.settling);
        let shown = match settling.on_the_way() {
            Some((places, step)) => rest.on_the_way(places, step),
            None => rest,
        };
        self.routing.follow(shown, ui.ctx());
        // Until a layout is there, departments are where they were.
        if !session.are_places_behind() {
            self.hulls.follow(rest);
        }
        self.steer(ui, rest, selection);
        let eye = Eye {
            shown,
            tokens,
            colouring: &self.colouring,
            standing: &self.standing,
            supposed,
        };
        self.rest.follow(eye, &self.routing);
        let sense = if self.still {
            Sense::hover()
        } else {
            Sense::click_and_drag()
        };
        let background = ui.interact(view, ui.scope_id().with("map"), sense);
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Map"));
        ui.painter().rect_filled(view, 0.0, tokens.colour.canvas);
        let mut frame = Frame {
            session,
            shown,
            selection,
            tokens,
            view,
            camera: self.camera,
            resting: true,
            zooming: false,
            found: found.filter(|_| supposed.is_none()),
            supposed,
            intents,
        };
        self.wheel(ui, &background);
        frame.camera = self.camera.on_pixels(view, ui.pixels_per_point());
        let previous_clip = ui.clip_rect();
        ui.set_clip_rect(view.intersect(previous_clip));
        self.watch_camera(ui, &mut frame);
        let hold = self.gesture.moves_cards();
        let from_afar = FromAfar {
            routing: &self.routing,
            rest: &self.rest,
            hulls: &self.hulls,
            tokens,
        };
        self.bundles.follow(&from_afar, frame.camera.zoom, hold);
        self.in_view.follow(
            &self.routing,
            &self.rest,
            &self.bundles,
            (&frame.camera, view),
            frame.resting,
        );
        let cards = self.cards(ui, &background, &frame);
        self.find_hovered_handoff(ui, &background, &cards, &frame);
        self.paint(ui, &cards, &frame);
        self.handoff_nodes(ui, &background, &mut frame);
        if !self.still {
            self.card_gestures(ui, &cards, &mut frame);
            self.background_gestures(ui, &background, &cards, &mut frame);
            self.rename_field(ui, &mut frame);
            self.keys(ui, &mut frame);
        }
        for intent in frame.intents.take() {
            frame.intents.push(match intent {
                Intent::Select(selection) => Intent::Select(projection.meant(selection)),
                other => other,
            });
        }
        ui.set_clip_rect(previous_clip);
        self.settling = settling;
        if session.org().parties.is_empty() {
            empty(ui, view, tokens, intents);
        }
        ui.advance_cursor_after_rect(view);
    }

    /// Sees whether the camera moves. While it does, a large map is pushed as it was drawn; soon after, it is drawn for
    /// just that place.
    fn watch_camera(&mut self, ui: &Ui, frame: &mut Frame<'_>) {
        let now = ui.input(|i| i.time);
        let (before, since) = self.stood;
        if before == frame.camera {
            frame.resting = now - since >= REST;
        } else {
            frame.zooming = !camera::same(before.zoom, frame.camera.zoom);
            self.stood = (frame.camera, now);
            frame.resting = false;
        }
        frame.resting |= self.routing.is_at_once();
        if !frame.resting {
            ui.ctx().request_repaint_after_secs(REST as f32);
        }
    }

    /// Lets the cards glide to where a layout has put them. Whoever saw the whole map sees the whole map then.
    fn settle(&mut self, ui: &Ui, rest: Shown<'_>, sweeps: u64) {
        let now = ui.input(|i| i.time);
        let length = ui.global_style().animation_time * GLIDE;
        let all = self.settling.extent();
        let gesture = &self.gesture;
        let swept = self.settling.follow(rest, sweeps, now, length, |id| gesture.holds(id));
        if self.settling.on_the_way().is_some() {
            ui.request_repaint();
        }
        if swept != Swept::No
            && !self.still
            && !self.is_dragging()
            && let Some(all) = all
            && self.will_see(camera::to_egui(all))
        {
            self.fly_with_cards(swept == Swept::Gliding);
        }
    }

    /// Wheel and pinch: a wheel zooms to the pointer, two fingers push the map, a pinch zooms.
    fn wheel(&mut self, ui: &Ui, background: &Response) {
        let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        let above = ui.layer_id_at(pointer).is_some_and(|layer| layer != ui.layer_id());
        if !self.view.contains(pointer) || above || !background.enabled() {
            return;
        }
        let (mut pan, mut zoom) = (Vec2::ZERO, 1.0_f32);
        ui.input(|i| {
            for event in &i.events {
                let egui::Event::MouseWheel {
                    unit, delta, modifiers, ..
                } = event
                else {
                    continue;
                };
                let steps = match unit {
                    MouseWheelUnit::Point => *delta / 50.0,
                    MouseWheelUnit::Line => *delta,
                    MouseWheelUnit::Page => *delta * 8.0,
                };
                if modifiers.shift {
                    pan += vec2(steps.y + steps.x, 0.0) * 50.0;
                } else if *unit == MouseWheelUnit::Point && !modifiers.command {
                    pan += *delta;
                } else {
                    zoom *= 1.16_f32.powf(steps.y);
                }
            }
            // A pinch arrives as a factor; with the command key the wheel does too, and was counted above.
            for event in &i.events {
                if let egui::Event::Zoom(factor) = event {
                    zoom *= factor;
                }
            }
        });
        if pan != Vec2::ZERO {
            self.flight = None;
            self.camera.pan(pan);
        }
        if (zoom - 1.0).abs() > 1e-4 {
            self.flight = None;
            let least = self.least_zoom();
            self.camera.zoom_about(self.view, pointer, zoom, least);
        }
    }
}

/// The part of the map that those parties cover.
fn bounds<'a>(places: &Positions, parties: impl IntoIterator<Item = &'a PartyId>) -> Option<Rect> {
    parties
        .into_iter()
        .filter_map(|id| places.get(id))
        .map(|at| camera::to_egui(party::card(*at)))
        .reduce(Rect::union)
}

fn selected_bounds(shown: Shown<'_>, selection: &Selection) -> Option<Rect> {
    let sides = selection
        .handoffs
        .iter()
        .filter_map(|id| shown.org.handoffs.get(id))
        .flat_map(|h| [&h.provider, &h.customer]);
    bounds(shown.positions, selection.parties.iter().chain(sides))
}

/// What an empty map says: the next step, in one sentence and one button.
fn empty(ui: &mut Ui, view: Rect, tokens: &Tokens, intents: &mut Intents) {
    let area = Rect::from_center_size(view.center(), vec2(420.0, 140.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(area), |ui| {
        ui.vertical_centered(|ui| {
            ui.label(
                egui::RichText::new("Who serves whom?")
                    .font(tokens.title())
                    .color(tokens.colour.ink),
            );
            ui.add_space(tokens.space.s);
            ui.label(
                egui::RichText::new(
                    "Double-click anywhere to add a party, then pull a line from its edge to whoever depends on it.",
                )
                .font(tokens.body())
                .color(tokens.colour.ink2),
            );
            ui.add_space(tokens.space.l);
            if crate::ui::widgets::button::primary(ui, tokens, "Add party").clicked() {
                intents.run(Command::AddParty);
            }
        });
    });
}
