//! The camera: which part of the map is on screen, and how large.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::{layout::Point, org::View};

/// The smallest zoom of a map that does not need a smaller one to be seen as a whole, and the largest. One is natural
/// size.
pub const ZOOM: std::ops::RangeInclusive<f32> = 0.05..=*View::ZOOM.end();

/// No map is so large that it has to be drawn smaller.
const SMALLEST: f32 = *View::ZOOM.start();

/// Where the camera stands over the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The map point in the middle of the view.
    pub centre: Vec2,
    /// Screen points for each map point.
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            centre: Vec2::ZERO,
            zoom: 1.0,
        }
    }
}

impl Camera {
    /// The camera that shows all of `what` (in map points) in a view of that size, with a margin, and
    /// no larger than `most`.
    #[must_use]
    pub fn fitting(what: Rect, view: Vec2, margin: f32, most: f32) -> Self {
        let room = (view - Vec2::splat(2.0 * margin)).max(Vec2::splat(1.0));
        let size = what.size().max(Vec2::splat(1.0));
        let zoom = (room / size).min_elem().clamp(SMALLEST, most);
        Self {
            centre: what.center().to_vec2(),
            zoom,
        }
    }

    /// The camera that shows all of `what` in exactly that room, however small it becomes.
    #[must_use]
    pub fn fitting_exactly(what: Rect, room: Vec2) -> Self {
        let zoom = (room / what.size().max(Vec2::splat(1.0))).min_elem();
        Self {
            centre: what.center().to_vec2(),
            zoom,
        }
    }

    /// Where a map point is on screen.
    #[must_use]
    pub fn to_screen(&self, view: Rect, at: Point) -> Pos2 {
        view.center() + (vec2(at.x, at.y) - self.centre) * self.zoom
    }

    /// Which map point is there on screen.
    #[must_use]
    pub fn to_map(&self, view: Rect, at: Pos2) -> Point {
        let v = (at - view.center()) / self.zoom + self.centre;
        Point::new(v.x, v.y)
    }

    /// Where a part of the map is on screen.
    #[must_use]
    pub fn rect_to_screen(&self, view: Rect, rect: crate::layout::Rect) -> Rect {
        Rect::from_min_max(self.to_screen(view, rect.min), self.to_screen(view, rect.max))
    }

    /// The part of the map that is on screen.
    #[must_use]
    pub fn visible(&self, view: Rect) -> crate::layout::Rect {
        crate::layout::Rect::spanning(self.to_map(view, view.min), self.to_map(view, view.max))
    }

    /// The camera beside this one from which the map's origin is on a whole pixel: a map that is pushed looks the same
    /// wherever it is.
    #[must_use]
    pub fn on_pixels(&self, view: Rect, pixels_per_point: f32) -> Self {
        let origin = self.to_screen(view, Point::default());
        let snapped = (origin.to_vec2() * pixels_per_point).round() / pixels_per_point;
        if !snapped.any_nan() && (snapped - origin.to_vec2()).length() < 1.0 {
            let centre = (view.center().to_vec2() - snapped) / self.zoom;
            Self { centre, ..*self }
        } else {
            *self
        }
    }

    /// Moves by so many screen points.
    pub fn pan(&mut self, by: Vec2) {
        self.centre -= by / self.zoom;
    }

    /// Zooms by a factor and keeps the map point under `fixed` where it is. It goes no farther than `least`, or than it
    /// is already.
    pub fn zoom_about(&mut self, view: Rect, fixed: Pos2, factor: f32, least: f32) {
        let zoom = (self.zoom * factor).clamp(least.min(self.zoom), *ZOOM.end());
        let arm = fixed - view.center();
        self.centre += arm / self.zoom - arm / zoom;
        self.zoom = zoom;
    }

    /// A step of the way to another camera; `t` from 0 to 1.
    #[must_use]
    pub fn towards(&self, goal: &Self, t: f32) -> Self {
        Self {
            centre: self.centre + (goal.centre - self.centre) * t,
            zoom: self.zoom * (goal.zoom / self.zoom).powf(t),
        }
    }
}

/// Whether two zooms are one and the same, and not only alike.
#[must_use]
pub const fn same(one: f32, other: f32) -> bool {
    one.to_bits() == other.to_bits()
}

/// A layout rectangle as egui's.
#[must_use]
pub fn to_egui(rect: crate::layout::Rect) -> Rect {
    Rect::from_min_max(pos2(rect.min.x, rect.min.y), pos2(rect.max.x, rect.max.y))
}

/// A part of the map as the layout has it.
#[must_use]
pub fn from_egui(rect: Rect) -> crate::layout::Rect {
    let point = |at: Pos2| Point::new(at.x, at.y);
    crate::layout::Rect::spanning(point(rect.min), point(rect.max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_keeps_what_is_under_the_pointer() {
        let view = Rect::from_min_size(pos2(80.0, 40.0), vec2(1000.0, 700.0));
        let mut camera = Camera::default();
        let pointer = pos2(300.0, 500.0);
        let before = camera.to_map(view, pointer);
        camera.zoom_about(view, pointer, 1.7, *ZOOM.start());
        let after = camera.to_map(view, pointer);
        assert!((before.x - after.x).abs() < 1e-3 && (before.y - after.y).abs() < 1e-3);
        assert!((camera.zoom - 1.7).abs() < 1e-6);
    }

    #[test]
    fn a_map_of_thousands_is_seen_whole_and_no_smaller() {
        let what = Rect::from_min_max(pos2(0.0, 0.0), pos2(30_000.0, 60_000.0));
        let view = Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0));
        let mut camera = Camera::fitting(what, view.size(), 40.0, 1.0);
        let shown = camera.visible(view);
        assert!(shown.min.y < 0.0 && shown.max.y > 60_000.0);
        let least = camera.zoom;
        camera.zoom_about(view, view.center(), 4.0, least);
        camera.zoom_about(view, view.center(), 0.001, least);
        assert!((camera.zoom - least).abs() < 1e-6);
    }

    #[test]
    fn fitting_shows_everything() {
        let what = Rect::from_min_max(pos2(-100.0, 0.0), pos2(2900.0, 500.0));
        let view = Rect::from_min_size(Pos2::ZERO, vec2(1000.0, 700.0));
        let camera = Camera::fitting(what, view.size(), 40.0, 1.0);
        let shown = camera.visible(view);
        assert!(shown.min.x < -100.0 && shown.max.x > 2900.0);
    }
}
