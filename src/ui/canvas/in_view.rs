//! Which cards and curves are on screen, kept while nothing moves.

use super::{camera::Camera, emphasis::Emphasis, far::Bundles, looks::AtRest, routing::Routing};
use crate::layout::Rect;

/// Beyond the edges of the view, in map points: what ends there may show.
const AROUND: f32 = 20.0;
/// Beyond the edges of the view, in screen points: no mark in the middle of a curve is larger.
const MARK: f32 = 64.0;

/// The numbers of what is on screen, in order, without what is hidden.
#[derive(Default)]
pub struct InView {
    /// The cards.
    pub cards: Vec<usize>,
    /// The curves, without those for which bundles stand.
    pub lines: Vec<usize>,
    /// Those of them whose middle is on screen, or just beside it.
    pub middles: Vec<usize>,
    of: Option<(Camera, egui::Rect, u64, u64)>,
}

impl InView {
    /// Brings it up to date.
    pub fn follow(&mut self, routing: &Routing, rest: &AtRest, bundles: &Bundles, camera: &Camera, view: egui::Rect) {
        let of = (*camera, view, routing.state(), rest.state());
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        let visible = camera.visible(view).grown(AROUND);
        self.cards = routing.cards_within(&visible);
        self.cards.retain(|&k| rest.cards[k].emphasis != Emphasis::Hidden);
        if bundles.hide_all(camera.zoom) {
            self.lines.clear();
        } else {
            self.lines = routing.lines_within(&visible);
            self.lines
                .retain(|&k| rest.lines[k].emphasis != Emphasis::Hidden && bundles.is_single(k, camera.zoom));
        }
        let near = visible.grown(MARK / camera.zoom);
        let is_near = |k: &&usize| Rect::around(routing.lines()[**k].middle, 1.0, 1.0).overlaps(&near);
        self.middles.clear();
        self.middles.extend(self.lines.iter().filter(is_near));
    }
}
