//! The map: parties as cards, handoffs as curves, drawn and changed with the pointer and the keyboard.

use std::collections::BTreeSet;

use egui::{
    CornerRadius, CursorIcon, EventFilter, Id, Key, MouseWheelUnit, PointerButton, Pos2, Rect, Response, Role, Sense,
    Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use crate::{
    health::Indicator,
    layout::{self, Point, Route},
    org::{Edit, HandoffId, Party, PartyId, Position},
    session::{Command, Selection, Session, Single},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::reading::Reading,
    },
};

pub mod camera;
pub mod handoff;
pub mod party;
mod routing;
mod tool;

use camera::Camera;
use routing::Routing;
use tool::{Gesture, Named, REACH, Rename};

/// The room left around a map that is fitted into view.
const MARGIN: f32 = 48.0;
/// How near the pointer must come to a curve to touch it, in screen points.
const NEAR: f32 = 7.0;
/// From this zoom on, handoffs may have labels.
const LABELS_FROM: f32 = 0.55;
/// The key under which cards are nudged with the arrows.
const NUDGE: &str = "nudge";
/// The key under which cards are dragged.
const DRAG: &str = "drag";

/// Where the camera is going.
#[derive(Clone, Copy, Debug)]
struct Flight {
    from: Camera,
    to: Camera,
    start: f64,
}

/// A part of the map to bring into view.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Everything,
    Selection,
}

/// What is on screen of the map, and what the pointer is doing there.
pub struct Canvas {
    camera: Camera,
    flight: Option<Flight>,
    wanted: Option<Target>,
    first: bool,
    /// The indicator that colours handoffs.
    pub colour_by: Indicator,
    gesture: Gesture,
    rename: Option<Rename>,
    hovered_handoff: Option<HandoffId>,
    routing: Routing,
    /// Where the map was drawn last, in screen points.
    pub view: Rect,
    /// How much of the view is covered by tools, so that a fitted map stays clear of them.
    pub insets: egui::Margin,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            flight: None,
            wanted: None,
            first: true,
            colour_by: Indicator::Reliability,
            gesture: Gesture::Idle,
            rename: None,
            hovered_handoff: None,
            routing: Routing::default(),
            view: Rect::ZERO,
            insets: egui::Margin::ZERO,
        }
    }
}

/// What a frame of the map needs to know.
struct Frame<'a> {
    session: &'a Session,
    tokens: &'a Tokens,
    view: Rect,
    camera: Camera,
    intents: &'a mut Intents,
}

impl Canvas {
    /// The zoom, 1 at natural size.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.flight.map_or(self.camera.zoom, |flight| flight.to.zoom)
    }

    /// The camera that shows a part of the map clear of the tools.
    fn fitting(&self, what: Rect, most: f32) -> Camera {
        let clear = self.view - self.insets;
        let margin = MARGIN.min(clear.size().min_elem() * 0.06);
        let mut camera = Camera::fitting(what, clear.size(), margin, most);
        camera.centre -= (clear.center() - self.view.center()) / camera.zoom;
        camera
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
        self.camera.zoom_about(self.view, middle, factor);
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
        let is_free = |at: Point| {
            let card = party::card(at).grown(12.0);
            !session
                .positions()
                .values()
                .any(|other| party::card(*other).overlaps(&card))
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

    /// Starts typing a name for the selection.
    pub fn start_rename(&mut self, session: &Session) {
        let (what, draft) = match session.selection().single() {
            Some(Single::Party(id)) => (Named::Party(id.clone()), session.org().party_name(id).to_owned()),
            Some(Single::Handoff(id)) => {
                let deliverable = session.org().handoffs.get(id).map(|h| h.deliverable.clone());
                (Named::Handoff(id.clone()), deliverable.unwrap_or_default())
            }
            None => return,
        };
        self.rename = Some(Rename {
            key: format!("rename {what:?}"),
            what,
            draft,
            drawn: false,
            started: false,
        });
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
            key,
            drawn: true,
            started: false,
        });
    }

    /// Draws the map in all the room there is.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, tokens: &Tokens, intents: &mut Intents) {
        let view = ui.available_rect_before_wrap();
        self.view = view;
        self.routing.follow(session);
        self.steer(ui, session);
        let background = ui.interact(view, ui.scope_id().with("map"), Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Map"));
        ui.painter().rect_filled(view, 0.0, tokens.colour.canvas);
        let mut frame = Frame {
            session,
            tokens,
            view,
            camera: self.camera,
            intents,
        };
        self.wheel(ui, &background);
        frame.camera = self.camera;
        let previous_clip = ui.clip_rect();
        ui.set_clip_rect(view.intersect(previous_clip));
        let cards = self.cards(ui, &mut frame);
        self.find_hovered_handoff(ui, &background, &cards, &frame);
        self.paint(ui, &cards, &frame);
        self.handoff_nodes(ui, &mut frame);
        self.card_gestures(ui, &cards, &mut frame);
        self.background_gestures(ui, &background, &mut frame);
        self.rename_field(ui, &mut frame);
        self.keys(ui, &mut frame);
        ui.set_clip_rect(previous_clip);
        if session.org().parties.is_empty() {
            empty(ui, view, tokens, intents);
        }
        ui.advance_cursor_after_rect(view);
    }

    /// Moves the camera where it was asked to go.
    fn steer(&mut self, ui: &Ui, session: &Session) {
        // An empty map stays where it is, so that the first party lies where it was drawn.
        if self.first && self.view.width() > 50.0 {
            self.first = false;
            if let Some(all) = bounds(session, session.positions().keys()) {
                self.camera = self.fitting(all, 1.0);
            }
        }
        let now = ui.input(|i| i.time);
        if let Some(target) = self.wanted.take() {
            let what = match target {
                Target::Everything => bounds(session, session.positions().keys()),
                Target::Selection => selected_bounds(session),
            };
            if let Some(what) = what {
                let to = self.fitting(what, 1.0);
                self.flight = Some(Flight {
                    from: self.camera,
                    to,
                    start: now,
                });
            }
        }
        if let Some(flight) = self.flight {
            let length = f64::from(ui.global_style().animation_time) * 1.6;
            let t = if length > 0.0 {
                ((now - flight.start) / length).min(1.0) as f32
            } else {
                1.0
            };
            self.camera = flight.from.towards(&flight.to, 1.0 - (1.0 - t).powi(3));
            if t >= 1.0 {
                self.flight = None;
            } else {
                ui.request_repaint();
            }
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
            self.camera.zoom_about(self.view, pointer, zoom);
        }
    }

    /// Gives every visible card a place that can be clicked, dragged, focused and read aloud.
    fn cards(&self, ui: &mut Ui, frame: &mut Frame<'_>) -> Vec<(PartyId, Rect, Response)> {
        let visible = frame.camera.visible(frame.view).grown(20.0);
        let mut cards = Vec::new();
        for (id, party) in &frame.session.org().parties {
            let Some(at) = frame.session.positions().get(id) else {
                continue;
            };
            let card = party::card(*at);
            if !card.overlaps(&visible) {
                continue;
            }
            let rect = frame.camera.rect_to_screen(frame.view, card);
            let response = ui.interact(
                rect.expand(REACH),
                ui.scope_id().with(("party", id.as_str())),
                Sense::click_and_drag(),
            );
            let selected = frame.session.selection().parties.contains(id);
            response.widget_info(|| {
                WidgetInfo::selected(
                    Role::Button,
                    true,
                    selected,
                    party::spoken(id, party, frame.session.health()),
                )
            });
            cards.push((id.clone(), rect, response));
        }
        cards
    }

    fn find_hovered_handoff(
        &mut self,
        ui: &Ui,
        background: &Response,
        cards: &[(PartyId, Rect, Response)],
        frame: &Frame<'_>,
    ) {
        self.hovered_handoff = None;
        let idle = matches!(self.gesture, Gesture::Idle);
        if !idle || cards.iter().any(|(.., response)| response.hovered()) || !background.contains_pointer() {
            return;
        }
        let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        self.hovered_handoff = self.handoff_at(frame, pointer);
        if self.hovered_handoff.is_some() {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
    }

    /// The handoff whose curve passes nearest to a point on screen, if it passes near.
    fn handoff_at(&self, frame: &Frame<'_>, at: Pos2) -> Option<HandoffId> {
        let map = frame.camera.to_map(frame.view, at);
        let reach = NEAR / frame.camera.zoom;
        self.routing
            .routes()
            .iter()
            .filter(|(_, route)| {
                let near = route.bounds().grown(reach);
                near.min.x <= map.x && map.x <= near.max.x && near.min.y <= map.y && map.y <= near.max.y
            })
            .map(|(id, route)| {
                (
                    handoff::distance(&handoff::points(route, &frame.camera, frame.view), at),
                    id,
                )
            })
            .filter(|(distance, _)| *distance <= NEAR)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, id)| id.clone())
    }

    fn paint(&self, ui: &Ui, cards: &[(PartyId, Rect, Response)], frame: &Frame<'_>) {
        let painter = ui.painter();
        let (session, tokens) = (frame.session, frame.tokens);
        let selection = session.selection();
        let hovered_party = cards.iter().find(|(.., r)| r.hovered()).map(|(id, ..)| id);
        let visible = frame.camera.visible(frame.view).grown(20.0);
        let mut labels = Vec::new();
        for on_top in [false, true] {
            for (id, route) in self.routing.routes() {
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
                let hurts = reading.is_weak() && (touched || (reading.is_sure() && selection.is_empty()));
                if selected || pointed || hurts {
                    labels.push((id, route, reading, selected, pointed, promise.importance));
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
            };
            let card = party::Card {
                tokens,
                rect: *rect,
                zoom: frame.camera.zoom,
                id,
                party,
                health: session.health(),
                touch,
            };
            card.paint(painter);
            let pulling = matches!(self.gesture, Gesture::Idle) && response.hovered() && frame.camera.zoom >= 0.5;
            if pulling {
                party::paint_handles(painter, tokens, *rect);
            }
        }
        if frame.camera.zoom >= LABELS_FROM {
            self.paint_labels(ui, cards, frame, labels);
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

    #[expect(
        clippy::type_complexity,
        reason = "one private hand-over between two halves of painting"
    )]
    fn paint_labels(
        &self,
        ui: &Ui,
        cards: &[(PartyId, Rect, Response)],
        frame: &Frame<'_>,
        mut labels: Vec<(&HandoffId, &Route, Reading, bool, bool, crate::org::Importance)>,
    ) {
        let (session, tokens) = (frame.session, frame.tokens);
        let painter = ui.painter();
        // The hovered first, then the selected, then where it hurts most.
        labels.sort_by(|a, b| {
            let key = |l: &(&HandoffId, &Route, Reading, bool, bool, crate::org::Importance)| (!l.4, !l.3);
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
            handoff::paint_label(painter, tokens, rect, text, reading, *selected || *hovered);
        }
    }

    /// A small node on every visible handoff, so that the keyboard, tests and screen readers reach it.
    fn handoff_nodes(&self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let visible = frame.camera.visible(frame.view);
        for (id, route) in self.routing.routes() {
            let Some(middle) = handoff::middle(route) else { continue };
            if !layout::Rect::around(middle, 1.0, 1.0).overlaps(&visible) {
                continue;
            }
            let session = frame.session;
            let Some(promise) = session.org().handoffs.get(id) else {
                continue;
            };
            let at = frame.camera.to_screen(frame.view, middle);
            let rect = Rect::from_center_size(at, Vec2::splat(12.0));
            let response = ui.interact(rect, ui.scope_id().with(("handoff", id.as_str())), Sense::click());
            let selected = session.selection().handoffs.contains(id);
            response.widget_info(|| {
                let reading = Reading::of_handoff(session.health(), id, self.colour_by);
                let text = format!(
                    "Handoff {}, from {} to {}, {} {}",
                    session.org().handoff_name(id),
                    session.org().party_name(&promise.provider),
                    session.org().party_name(&promise.customer),
                    self.colour_by.label().to_lowercase(),
                    reading.spoken()
                );
                WidgetInfo::selected(Role::Button, true, selected, text)
            });
            if response.has_focus() {
                ui.painter()
                    .circle_stroke(at, 8.0, Stroke::new(1.5, frame.tokens.colour.accent));
            }
            if response.clicked() {
                select(frame, ui, Selection::handoff(id.clone()), |s| s.toggled_handoff(id));
            }
            if response.double_clicked() {
                frame.intents.run(Command::Rename);
            }
        }
    }

    fn card_gestures(&mut self, ui: &Ui, cards: &[(PartyId, Rect, Response)], frame: &mut Frame<'_>) {
        for (id, rect, response) in cards {
            if response.hovered() && matches!(self.gesture, Gesture::Idle) {
                let edge = response
                    .hover_pos()
                    .is_some_and(|at| tool::on_edge(*rect, at, frame.camera.zoom));
                ui.set_cursor_icon(if edge {
                    CursorIcon::Crosshair
                } else {
                    CursorIcon::PointingHand
                });
            }
            if response.double_clicked() {
                frame.intents.push(Intent::Select(Selection::party(id.clone())));
                frame.intents.run(Command::Rename);
            } else if response.clicked() {
                response.request_focus();
                select(frame, ui, Selection::party(id.clone()), |s| s.toggled_party(id));
            }
            if response.gained_focus() && !response.clicked() && ui.input(|i| i.key_pressed(Key::Tab)) {
                frame.intents.push(Intent::Select(Selection::party(id.clone())));
            }
            if response.has_focus() {
                keep_arrows(ui, response.id);
            }
            if response.drag_started_by(PointerButton::Primary) {
                self.take_hold(ui, id, *rect, frame);
            }
            if response.dragged_by(PointerButton::Primary) {
                self.drag(ui, frame);
            }
            if response.drag_stopped_by(PointerButton::Primary) {
                self.let_go(ui, cards, frame);
            }
        }
    }

    fn take_hold(&mut self, ui: &Ui, id: &PartyId, rect: Rect, frame: &mut Frame<'_>) {
        let Some(origin) = ui.input(|i| i.pointer.press_origin()) else {
            return;
        };
        if tool::on_edge(rect, origin, frame.camera.zoom) {
            self.gesture = Gesture::Connect { provider: id.clone() };
            return;
        }
        let selection = frame.session.selection();
        let moved: BTreeSet<PartyId> = if selection.parties.contains(id) {
            selection.parties.clone()
        } else {
            frame.intents.push(Intent::Select(Selection::party(id.clone())));
            BTreeSet::from([id.clone()])
        };
        let origins = moved
            .into_iter()
            .filter_map(|id| Some((id.clone(), *frame.session.positions().get(&id)?)))
            .collect();
        self.gesture = Gesture::Move {
            from: frame.camera.to_map(frame.view, origin),
            origins,
        };
    }

    fn drag(&self, ui: &Ui, frame: &mut Frame<'_>) {
        let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        if let Gesture::Move { from, origins } = &self.gesture {
            let by = frame.camera.to_map(frame.view, pointer) - *from;
            let moves = origins.iter().map(|(id, at)| {
                let to = *at + by;
                (id.clone(), Position::rounded(to.x, to.y))
            });
            let label = match origins.len() {
                1 => origins
                    .keys()
                    .next()
                    .map_or_else(String::new, |id| format!("Move {}", frame.session.org().party_name(id))),
                n => format!("Move {n} parties"),
            };
            frame.intents.live(DRAG, label, frame.session.moving(moves));
        }
    }

    fn let_go(&mut self, ui: &Ui, cards: &[(PartyId, Rect, Response)], frame: &mut Frame<'_>) {
        match std::mem::take(&mut self.gesture) {
            Gesture::Move { .. } => frame.intents.push(Intent::Commit),
            Gesture::Connect { provider } => {
                let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
                    return;
                };
                let over = cards
                    .iter()
                    .rev()
                    .find(|(_, rect, _)| rect.expand(REACH).contains(pointer));
                match over {
                    Some((customer, ..)) if *customer != provider => {
                        frame.intents.push(Intent::Connect(provider, customer.clone()));
                    }
                    Some(_) => {}
                    None if frame.view.contains(pointer) => {
                        let at = frame.camera.to_map(frame.view, pointer);
                        self.add_party(frame.session, at, Some(&provider), frame.intents);
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn background_gestures(&mut self, ui: &Ui, background: &Response, frame: &mut Frame<'_>) {
        let space = ui.input(|i| i.key_down(Key::Space)) && !ui.text_edit_focused();
        if background.drag_started() {
            let middle = ui.input(|i| i.pointer.middle_down() || i.pointer.secondary_down());
            if middle || space {
                self.gesture = Gesture::Pan;
            } else if let Some(origin) = ui.input(|i| i.pointer.press_origin()) {
                let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
                self.gesture = Gesture::Band {
                    from: frame.camera.to_map(frame.view, origin),
                    keep: if add {
                        frame.session.selection().clone()
                    } else {
                        Selection::default()
                    },
                };
            }
        }
        if background.dragged() {
            match &self.gesture {
                Gesture::Pan => {
                    self.flight = None;
                    self.camera.pan(background.drag_delta());
                    ui.set_cursor_icon(CursorIcon::Grabbing);
                }
                Gesture::Band { from, keep } => {
                    if let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) {
                        let band = layout::Rect::spanning(*from, frame.camera.to_map(frame.view, pointer));
                        let mut selection = keep.clone();
                        for (id, at) in frame.session.positions() {
                            if party::card(*at).overlaps(&band) {
                                selection.parties.insert(id.clone());
                            }
                        }
                        frame.intents.push(Intent::Select(selection));
                    }
                }
                _ => {}
            }
        }
        if background.drag_stopped() {
            self.gesture = Gesture::Idle;
        }
        if background.double_clicked_by(PointerButton::Primary) {
            if let Some(id) = self.hovered_handoff.clone() {
                frame.intents.push(Intent::Select(Selection::handoff(id)));
                frame.intents.run(Command::Rename);
            } else if let Some(at) = background.interact_pointer_pos() {
                let at = frame.camera.to_map(frame.view, at);
                self.add_party(frame.session, at, None, frame.intents);
            }
        } else if background.clicked() {
            background.request_focus();
            match self.hovered_handoff.clone() {
                Some(id) => select(frame, ui, Selection::handoff(id.clone()), |s| s.toggled_handoff(&id)),
                None if ui.input(|i| i.modifiers.shift) => {}
                None => frame.intents.push(Intent::Select(Selection::default())),
            }
        }
        if background.has_focus() {
            keep_arrows(ui, background.id);
        }
    }

    /// The field in which a name is typed on the map.
    fn rename_field(&mut self, ui: &mut Ui, frame: &mut Frame<'_>) {
        let Some(rename) = &mut self.rename else { return };
        let session = frame.session;
        let (rect, hint, font) = match &rename.what {
            Named::Party(id) => {
                let Some(at) = session.positions().get(id) else {
                    // A party that was asked for in this very frame is there in the next one.
                    if rename.started {
                        self.rename = None;
                    }
                    ui.request_repaint();
                    return;
                };
                let card = frame.camera.rect_to_screen(frame.view, party::card(*at));
                let field = party::name_field(card, frame.camera.zoom);
                let size = vec2(field.width().max(140.0), field.height().max(26.0));
                (Rect::from_min_size(field.min, size), "Name", frame.tokens.name())
            }
            Named::Handoff(id) => {
                let Some(middle) = self.routing.routes().get(id).and_then(handoff::middle) else {
                    self.rename = None;
                    return;
                };
                let at = frame.camera.to_screen(frame.view, middle);
                (
                    Rect::from_center_size(at, vec2(220.0, 28.0)),
                    "What is handed over?",
                    frame.tokens.body(),
                )
            }
        };
        let id = ui.scope_id().with("rename");
        let field = egui::TextEdit::singleline(&mut rename.draft)
            .id(id)
            .hint_text(hint)
            .font(font)
            .desired_width(rect.width())
            .background_color(frame.tokens.colour.surface);
        let response = ui.put(rect, field);
        response.widget_info(|| WidgetInfo::text_edit(true, "", &rename.draft, hint));
        if !rename.started {
            rename.started = true;
            response.request_focus();
            let mut state = egui::TextEdit::load_state(ui, id).unwrap_or_default();
            let all = egui::text::CCursorRange::two(
                egui::text::CCursor::new(0),
                egui::text::CCursor::new(rename.draft.chars().count()),
            );
            state.cursor.set_char_range(Some(all));
            egui::TextEdit::store_state(ui, id, state);
            return;
        }
        let escaped = ui.input(|i| i.key_pressed(Key::Escape));
        if response.lost_focus() || !response.has_focus() {
            if escaped {
                self.rename = None;
                frame.intents.push(Intent::Abort);
            } else {
                self.end_naming(session, frame.intents);
            }
        }
    }

    /// Keeps the name that is being typed, if there is one.
    pub fn end_naming(&mut self, session: &Session, intents: &mut Intents) {
        let Some(rename) = self.rename.take() else { return };
        let drawn = named_as_drawn(session, &rename);
        let selection = drawn.as_ref().map(|(id, _)| Selection::party(id.clone()));
        let drawn = drawn.map(|(_, edit)| ("Add party".to_owned(), edit));
        if let Some((label, edit)) = drawn.or_else(|| naming(session, &rename)) {
            intents.live(rename.key, label, edit);
        }
        intents.push(Intent::Commit);
        if let Some(selection) = selection {
            intents.push(Intent::Select(selection));
        }
    }

    fn keys(&mut self, ui: &Ui, frame: &mut Frame<'_>) {
        if ui.input(|i| i.key_pressed(Key::Escape)) && !matches!(self.gesture, Gesture::Idle) {
            self.gesture = Gesture::Idle;
            frame.intents.push(Intent::Abort);
            ui.ctx().stop_dragging();
        }
        if ui.text_edit_focused() || frame.session.selection().parties.is_empty() {
            return;
        }
        let focus = ui.memory(egui::Memory::focused);
        let own = focus.is_none_or(|id| {
            id == ui.scope_id().with("map")
                || frame
                    .session
                    .org()
                    .parties
                    .keys()
                    .any(|p| id == ui.scope_id().with(("party", p.as_str())))
        });
        if !own {
            return;
        }
        let mut by = Vec2::ZERO;
        ui.input(|i| {
            let step = if i.modifiers.shift { 32.0 } else { 4.0 };
            for (key, direction) in [
                (Key::ArrowLeft, vec2(-1.0, 0.0)),
                (Key::ArrowRight, vec2(1.0, 0.0)),
                (Key::ArrowUp, vec2(0.0, -1.0)),
                (Key::ArrowDown, vec2(0.0, 1.0)),
            ] {
                by += direction * step * i.num_presses(key) as f32;
            }
        });
        if by != Vec2::ZERO {
            let session = frame.session;
            let moves: Vec<_> = session
                .selection()
                .parties
                .iter()
                .filter_map(|id| {
                    let at = session.positions().get(id)?;
                    Some((id.clone(), Position::rounded(at.x + by.x, at.y + by.y)))
                })
                .collect();
            frame.intents.live(NUDGE, "Nudge", session.moving(moves));
        } else if frame.session.is_live(NUDGE) && ui.input(|i| i.keys_down.is_empty()) {
            frame.intents.push(Intent::Commit);
        }
    }
}

/// Keeps the arrow keys for nudging while a card has the keyboard; Tab still goes on.
fn keep_arrows(ui: &Ui, id: Id) {
    ui.memory_mut(|m| {
        m.set_focus_lock_filter(
            id,
            EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                tab: false,
                escape: false,
            },
        );
    });
}

/// The change that a typed name asks for, if it asks for any.
fn naming(session: &Session, rename: &Rename) -> Option<(String, Edit)> {
    let name = rename.draft.trim().to_owned();
    match &rename.what {
        Named::Party(id) => {
            let mut party = (**session.org().parties.get(id)?).clone();
            if name.is_empty() || party.name == name {
                return None;
            }
            let label = format!("Rename {} to {name}", party.name);
            party.name = name;
            Some((label, Edit::PutParty(id.clone(), party)))
        }
        Named::Handoff(id) => {
            let mut handoff = (**session.org().handoffs.get(id)?).clone();
            if handoff.deliverable == name {
                return None;
            }
            handoff.deliverable = name;
            Some(("Rename handoff".to_owned(), Edit::PutHandoff(id.clone(), handoff)))
        }
    }
}

/// The change that gives a party just drawn its name, and an identifier made from it: whoever reads the
/// file finds it by that. The handoff drawn with it follows.
fn named_as_drawn(session: &Session, rename: &Rename) -> Option<(PartyId, Edit)> {
    let Named::Party(old) = &rename.what else { return None };
    let name = rename.draft.trim();
    let org = session.org();
    let mut party = (**org.parties.get(old)?).clone();
    if !rename.drawn || name.is_empty() || party.name == name {
        return None;
    }
    name.clone_into(&mut party.name);
    let id = org.new_party_id(name);
    let mut edits = vec![Edit::RemoveParty(old.clone()), Edit::PutParty(id.clone(), party)];
    for handoff in org.handoffs.values().filter(|h| h.customer == *old) {
        let mut handoff = (**handoff).clone();
        handoff.customer = id.clone();
        let handoff_id = org.new_handoff_id(&handoff.provider, &id, "");
        edits.push(Edit::PutHandoff(handoff_id, handoff));
    }
    Some((id, Edit::All(edits)))
}

/// A click selects one thing; with Shift or the command key it adds to the selection or takes from it.
fn select(frame: &mut Frame<'_>, ui: &Ui, only: Selection, toggled: impl FnOnce(Selection) -> Selection) {
    let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
    let selection = if add {
        toggled(frame.session.selection().clone())
    } else {
        only
    };
    frame.intents.push(Intent::Select(selection));
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

/// The part of the map that those parties cover.
fn bounds<'a>(session: &Session, parties: impl IntoIterator<Item = &'a PartyId>) -> Option<Rect> {
    parties
        .into_iter()
        .filter_map(|id| session.positions().get(id))
        .map(|at| camera::to_egui(party::card(*at)))
        .reduce(Rect::union)
}

fn selected_bounds(session: &Session) -> Option<Rect> {
    let selection = session.selection();
    let sides = selection
        .handoffs
        .iter()
        .filter_map(|id| session.org().handoffs.get(id))
        .flat_map(|h| [&h.provider, &h.customer]);
    bounds(session, selection.parties.iter().chain(sides))
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
