//! Where the camera is going, and coming back to exactly where it was.

use egui::{Rect, Ui, pos2, vec2};

use super::{
    Canvas, bounds,
    camera::{Camera, to_egui},
    emphasis::Emphasis,
    selected_bounds,
    settling::{GLIDE, ease},
    shown::Shown,
    ways::{Way, Ways},
};
use crate::{
    health::Indicator,
    org::{Colour, Focus, GoalId, PartyId, Position, View},
    session::{Lens, Selection, Session},
};

/// How much longer than a change in place a flight takes.
const QUICK: f32 = 1.6;
/// How much longer it takes while a whole room follows it.
const CALM: f32 = 5.0;
/// A party that is flown to is drawn no smaller than this.
const READABLE: f32 = 0.75;

/// The way of the camera from one place to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    from: Camera,
    to: Camera,
    start: f64,
    pace: f32,
    /// How much of the way is done after a share of the time.
    course: fn(f32) -> f32,
}

/// Fast at first.
fn swoop(t: f32) -> f32 {
    1.0 - (1.0 - t).powi(3)
}

/// A part of the map to bring into view.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// The whole map.
    Everything,
    /// What is selected.
    Selection,
    /// The parties that do not step back, where not all of them are on screen.
    Standing,
    /// Some parties, where they are shown.
    Parties(Vec<PartyId>),
    /// One party, in the middle.
    Party(PartyId),
    /// Exactly there.
    Place(Camera),
    /// The whole map, along with cards that glide there, or at once.
    Along(bool),
}

/// What one sees of the map, to come back to.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks {
    camera: Camera,
    first: bool,
    lens: Lens,
    goal: Option<GoalId>,
    ways: Ways,
}

impl Canvas {
    /// Where the camera stands, or is going.
    #[must_use]
    pub fn destination(&self) -> Camera {
        match (&self.wanted, self.flight) {
            (Some(Target::Place(camera)), _) => *camera,
            (_, Some(flight)) => flight.to,
            _ => self.camera,
        }
    }

    /// What one sees of the map now.
    #[must_use]
    pub fn looks(&self) -> Looks {
        Looks {
            camera: self.destination(),
            first: self.first,
            lens: self.colouring.lens(),
            goal: self.colouring.chosen_goal().cloned(),
            ways: self.ways.clone(),
        }
    }

    /// Shows what one saw, to the last bit and at once.
    pub fn restore(&mut self, looks: Looks) {
        self.camera = looks.camera;
        self.first = looks.first;
        self.flight = None;
        self.wanted = None;
        self.colouring.show_goal(looks.goal);
        self.colouring.set_lens(looks.lens);
        self.ways = looks.ways;
    }

    /// What one sees as a view under that name, after those that have a lower place.
    #[must_use]
    pub fn bookmark(&self, name: &str, order: u32) -> View {
        let camera = self.destination();
        let view = View {
            name: name.to_owned(),
            centre: Position(camera.centre.x, camera.centre.y),
            zoom: camera.zoom,
            colour: match self.colouring.lens() {
                Lens::Indicator(Indicator::Reliability) => Colour::Reliability,
                Lens::Indicator(Indicator::Communication) => Colour::Communication,
                Lens::Indicator(Indicator::Alignment) => Colour::Alignment,
                Lens::Goals => Colour::Goals,
            },
            focus: match &self.ways.way {
                Some(Way::Around(focus)) => Some(focus.clone()),
                _ => None,
            },
            collapsed: self.ways.collapsed.clone(),
            order,
        };
        view.tidy()
    }

    /// Flies to a view and looks at what it looks at.
    pub fn show_view(&mut self, session: &Session, view: &View) {
        let view = view.clone().tidy();
        let camera = Camera {
            centre: vec2(view.centre.0, view.centre.1),
            zoom: view.zoom,
        };
        self.wanted = Some(Target::Place(camera));
        self.colouring.set_lens(match view.colour {
            Colour::Reliability => Lens::Indicator(Indicator::Reliability),
            Colour::Communication => Lens::Indicator(Indicator::Communication),
            Colour::Alignment => Lens::Indicator(Indicator::Alignment),
            Colour::Goals => Lens::Goals,
        });
        self.ways.search = None;
        self.ways.way = view
            .focus
            .filter(|focus: &Focus| session.org().parties.contains_key(&focus.party))
            .map(Way::Around);
        let known = |id: &PartyId| session.org().parties.contains_key(id);
        self.ways.collapsed = view.collapsed.into_iter().filter(known).collect();
    }

    /// Brings what stands out into view, where it is not.
    pub fn show_standing(&mut self) {
        self.wanted = Some(Target::Standing);
    }

    /// Brings the whole map into view while the cards glide, or at once, unless something else was asked for.
    pub(super) fn fly_with_cards(&mut self, gliding: bool) {
        self.wanted.get_or_insert(Target::Along(gliding));
    }

    /// Flies to a party.
    pub fn fly_to(&mut self, party: &PartyId) {
        self.wanted = Some(Target::Party(party.clone()));
    }

    /// Brings a point of the map into the middle of what no tool covers, at once.
    pub fn look_at(&mut self, at: egui::Pos2) {
        self.flight = None;
        let aside = (self.clear().center() - self.view.center()) / self.camera.zoom;
        self.camera.centre = at.to_vec2() - aside;
    }

    /// The part of the map that all cards cover; nothing where there is none.
    #[must_use]
    pub fn whole(&self) -> Option<Rect> {
        self.routing.whole().map(to_egui)
    }

    /// The part of the map that all cards will cover once they have come to rest.
    #[must_use]
    pub fn extent_at_rest(&self) -> Option<Rect> {
        self.settling.extent().map(to_egui)
    }

    /// The part of the map that is on screen and clear of the tools.
    #[must_use]
    pub fn seen(&self) -> Rect {
        self.seen_from(self.camera)
    }

    /// Whether a part of the map is on screen and clear of the tools, or will be in a moment.
    #[must_use]
    pub fn will_see(&self, part: Rect) -> bool {
        self.seen_from(self.destination()).contains_rect(part)
    }

    /// The part of the map that is on screen and clear of the tools with the camera there.
    fn seen_from(&self, camera: Camera) -> Rect {
        let clear = self.clear();
        let corner = |at| {
            let at = camera.to_map(self.view, at);
            pos2(at.x, at.y)
        };
        Rect::from_min_max(corner(clear.min), corner(clear.max))
    }

    /// The camera that shows what was asked for; nothing where there is nothing to show.
    fn camera_for(&self, target: &Target, shown: Shown<'_>, selection: &Selection) -> Option<Camera> {
        let places = shown.positions;
        let what = match target {
            Target::Everything | Target::Along(_) => bounds(places, places.keys()),
            Target::Selection => selected_bounds(shown, selection),
            Target::Parties(parties) => bounds(places, parties),
            Target::Standing => {
                let stands = |id: &&PartyId| self.standing.party(id) < Emphasis::Faded;
                let what = bounds(places, places.keys().filter(stands))?;
                let seen = self.seen();
                if what.width() > seen.width() || what.height() > seen.height() {
                    return Some(self.fitting(what, self.destination_of_flight().zoom));
                }
                // No farther than it has to go.
                let by = vec2(
                    (what.left() - seen.left()).min(0.0) + (what.right() - seen.right()).max(0.0),
                    (what.top() - seen.top()).min(0.0) + (what.bottom() - seen.bottom()).max(0.0),
                );
                let centre = self.camera.centre + by;
                return Some(Camera { centre, ..self.camera });
            }
            Target::Party(party) => {
                let party = shown.collapsed.map_or(party, |collapsed| collapsed.shown_as(party));
                let card: Rect = bounds(places, [party])?;
                let zoom = self.destination_of_flight().zoom.clamp(READABLE, 1.5);
                let mut camera = self.fitting(card, 1.0);
                // The middle of what no tool covers.
                camera.centre = card.center().to_vec2() - (self.clear().center() - self.view.center()) / zoom;
                camera.zoom = zoom;
                return Some(camera);
            }
            Target::Place(camera) => return Some(*camera),
        };
        what.map(|what| self.fitting(what, 1.0))
    }

    fn destination_of_flight(&self) -> Camera {
        self.flight.map_or(self.camera, |flight| flight.to)
    }

    /// Moves the camera where it was asked to go.
    pub(super) fn steer(&mut self, ui: &Ui, shown: Shown<'_>, selection: &Selection) {
        // An empty map stays where it is, so that the first party lies where it was drawn.
        if self.first && self.view.width() > 50.0 {
            self.first = false;
            if let Some(all) = bounds(shown.positions, shown.positions.keys()) {
                self.camera = self.fitting(all, 1.0);
            }
        }
        let now = ui.input(|i| i.time);
        if let Some(target) = self.wanted.take()
            && let Some(to) = self.camera_for(&target, shown, selection)
        {
            let (pace, course): (f32, fn(f32) -> f32) = match target {
                Target::Along(gliding) => (if gliding { GLIDE } else { 0.0 }, ease),
                _ if self.still => (CALM, swoop),
                _ => (QUICK, swoop),
            };
            self.flight = Some(Flight {
                from: self.camera,
                to,
                start: now,
                pace,
                course,
            });
        }
        if let Some(flight) = self.flight {
            let length = f64::from(ui.global_style().animation_time * flight.pace);
            let t = if length > 0.0 {
                ((now - flight.start) / length).min(1.0) as f32
            } else {
                1.0
            };
            if t >= 1.0 {
                self.camera = flight.to;
                self.flight = None;
            } else {
                self.camera = flight.from.towards(&flight.to, (flight.course)(t));
                ui.request_repaint();
            }
        }
    }
}
