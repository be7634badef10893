//! Which cards and curves are on screen, kept while nothing moves; and for a part of the map a little larger than what
//! is on screen, so that what was drawn for it need only be pushed a while.

use egui::Vec2;

use super::{
    camera::{Camera, same, to_egui},
    emphasis::Emphasis,
    far::Bundles,
    looks::AtRest,
    routing::Routing,
};
use crate::layout::Rect;

/// Beyond the edges of the view, in map points: what ends there may show.
const AROUND: f32 = 20.0;
/// Beyond the edges of the view, in screen points: no mark in the middle of a curve is larger.
const MARK: f32 = 64.0;
/// How far the part goes beyond the view, in screen points.
const MARGIN: f32 = 128.0;
/// How much nearer or farther the camera may be than when the part was chosen.
const NEARER: f32 = 1.25;

/// What decides what is in view, besides the camera: the states of places, of looks and of bundles, and which lines they
/// stand for.
type State = (u64, u64, u64, bool, bool);

/// A part of the map that is looked at from about the same height.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Which one it is: another number for each.
    pub number: u64,
    /// Where it is.
    pub place: Option<egui::Rect>,
    /// The camera from which it was chosen.
    pub camera: Camera,
    /// The curves that pass through it, without those for which bundles stand.
    pub lines: Vec<usize>,
    /// Those of them whose middle is in it.
    pub middles: Vec<usize>,
    /// The cards in it.
    pub cards: Vec<usize>,
    state: Option<State>,
}

/// The numbers of what is on screen, in order, without what is hidden.
#[derive(Default)]
pub struct InView {
    /// The cards.
    pub cards: Vec<usize>,
    /// The curves whose middle is on screen, or just beside it.
    pub middles: Vec<usize>,
    /// What surrounds the view.
    pub part: Part,
    of: Option<(Camera, egui::Rect, State, bool)>,
}

impl InView {
    /// Brings it up to date. For a camera that is `resting`, the part is looked at from just there.
    pub fn follow(
        &mut self,
        routing: &Routing,
        rest: &AtRest,
        bundles: &Bundles,
        (camera, view): (&Camera, egui::Rect),
        resting: bool,
    ) {
        let bundled = (bundles.are_there(camera.zoom), bundles.hide_all(camera.zoom));
        let state = (routing.state(), rest.state(), bundles.state(), bundled.0, bundled.1);
        let of = (*camera, view, state, resting);
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        let visible = camera.visible(view).grown(AROUND);
        self.cards = routing.cards_within(&visible);
        self.cards.retain(|&k| rest.cards[k].emphasis != Emphasis::Hidden);
        if !self.part.serves(camera, to_egui(visible), state, resting) {
            self.part.choose(routing, rest, bundles, camera, visible, state);
        }
        let near = visible.grown(MARK / camera.zoom);
        let is_near = |k: &&usize| Rect::around(routing.lines()[**k].middle, 1.0, 1.0).overlaps(&near);
        self.middles.clear();
        self.middles.extend(self.part.middles.iter().filter(is_near));
    }
}

impl Part {
    fn serves(&self, camera: &Camera, visible: egui::Rect, state: State, resting: bool) -> bool {
        let nearer = camera.zoom / self.camera.zoom;
        let near = if resting {
            same(camera.zoom, self.camera.zoom)
        } else {
            (1.0 / NEARER..=NEARER).contains(&nearer)
        };
        self.state == Some(state) && near && self.place.is_some_and(|place| place.contains_rect(visible))
    }

    fn choose(
        &mut self,
        routing: &Routing,
        rest: &AtRest,
        bundles: &Bundles,
        camera: &Camera,
        visible: Rect,
        state: State,
    ) {
        self.number += 1;
        self.camera = *camera;
        self.state = Some(state);
        let part = visible.grown(MARGIN / camera.zoom);
        self.place = Some(to_egui(part));
        self.cards = routing.cards_within(&part);
        self.cards.retain(|&k| rest.cards[k].emphasis != Emphasis::Hidden);
        if bundles.hide_all(camera.zoom) {
            self.lines.clear();
        } else {
            self.lines = routing.lines_within(&part);
            self.lines
                .retain(|&k| rest.lines[k].emphasis != Emphasis::Hidden && bundles.is_single(k, camera.zoom));
        }
        let near = to_egui(part).expand2(Vec2::splat(MARK / camera.zoom));
        let lines = self.lines.iter().copied();
        let is_near = |k: &usize| {
            let at = routing.lines()[*k].middle;
            near.contains(egui::pos2(at.x, at.y))
        };
        self.middles = lines.filter(is_near).collect();
    }
}
