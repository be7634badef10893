//! Which curves pass where: the map in squares, each with the curves that run through it. A rectangle around a long
//! curve holds much of the map, and the curve itself hardly any of it.

use crate::layout::{Cubic, Point, Rect, Route};

/// The side of a square, in map points, on all but the largest maps.
const SIDE: f32 = 320.0;
/// No more squares than this.
const MOST: f32 = 60_000.0;
/// How far a curve may run from the straight pieces that stand for it, in map points.
const OFF: f32 = 16.0;

/// The squares.
pub struct Passing {
    origin: Point,
    side: f32,
    across: usize,
    down: usize,
    /// Row by row, the numbers of the curves in each.
    squares: Vec<Vec<u32>>,
    /// One more than the largest number.
    count: usize,
}

impl Passing {
    /// All of those curves, under their numbers in that order.
    pub fn of<'a>(routes: impl Iterator<Item = &'a Route> + Clone, whole: &Rect) -> Self {
        let (width, height) = (whole.width().max(1.0), whole.height().max(1.0));
        let side = SIDE.max((width * height / MOST).sqrt()).max(width.max(height) / MOST);
        let cells = |length: f32| (length / side) as usize + 1;
        let (across, down) = (cells(width), cells(height));
        let mut all = Self {
            origin: whole.min,
            side,
            across,
            down,
            squares: vec![Vec::new(); across * down],
            count: 0,
        };
        for (k, route) in routes.enumerate() {
            all.insert(k, route);
        }
        all
    }

    /// Adds a curve.
    pub fn insert(&mut self, number: usize, route: &Route) {
        self.count = self.count.max(number + 1);
        let number = number as u32;
        self.walk(route, |square| {
            if square.last() != Some(&number) {
                square.push(number);
            }
        });
    }

    /// Forgets a curve that runs there.
    pub fn remove(&mut self, number: usize, route: &Route) {
        let number = number as u32;
        self.walk(route, |square| square.retain(|other| *other != number));
    }

    /// The numbers of the curves that may pass through a part of the map, in order: all that do, and a few beside.
    pub fn through(&self, part: &Rect) -> Vec<usize> {
        let part = part.grown(OFF);
        let columns = self.column(part.min.x)..=self.column(part.max.x);
        let mut found = vec![0_u64; self.count.div_ceil(64)];
        for row in self.row(part.min.y)..=self.row(part.max.y) {
            for column in columns.clone() {
                for &number in &self.squares[row * self.across + column] {
                    found[number as usize / 64] |= 1 << (number % 64);
                }
            }
        }
        let mut numbers = Vec::new();
        for (word, mut bits) in found.into_iter().enumerate() {
            while bits != 0 {
                numbers.push(word * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
        numbers
    }

    // What lies beyond the outermost squares belongs to them.
    fn column(&self, x: f32) -> usize {
        (((x - self.origin.x) / self.side).max(0.0) as usize).min(self.across - 1)
    }

    fn row(&self, y: f32) -> usize {
        (((y - self.origin.y) / self.side).max(0.0) as usize).min(self.down - 1)
    }

    /// Comes to every square that a curve runs through, to some more than once.
    fn walk(&mut self, route: &Route, mut visit: impl FnMut(&mut Vec<u32>)) {
        for curve in &route.curves {
            let mut from = curve.from;
            for to in curve.flatten(pieces(curve)).skip(1) {
                self.walk_straight(from, to, &mut visit);
                from = to;
            }
        }
    }

    fn walk_straight(&mut self, from: Point, to: Point, visit: &mut impl FnMut(&mut Vec<u32>)) {
        let (top, low) = if from.y <= to.y { (from, to) } else { (to, from) };
        let (first, last) = (self.row(top.y), self.row(low.y));
        let slope = (low.x - top.x) / (low.y - top.y).max(1e-6);
        // Where it is at a height, between its ends.
        let (left, right) = (top.x.min(low.x), top.x.max(low.x));
        let at = |y: f32| (top.x + (y - top.y) * slope).clamp(left, right);
        for row in first..=last {
            let edge = |row: usize| self.origin.y + row as f32 * self.side;
            let enters = if row == first { top.x } else { at(edge(row)) };
            let leaves = if row == last { low.x } else { at(edge(row + 1)) };
            for column in self.column(enters.min(leaves))..=self.column(enters.max(leaves)) {
                visit(&mut self.squares[row * self.across + column]);
            }
        }
    }
}

/// How many straight pieces a curve needs.
fn pieces(curve: &Cubic) -> usize {
    let third = (curve.to - curve.from) * (1.0 / 3.0);
    let bend = (curve.leave - curve.from - third)
        .length()
        .max((curve.arrive - curve.from - third * 2.0).length());
    // A curve leaves n even pieces by 2.25 times its bend over n² at most.
    ((2.25 * bend / OFF).sqrt().ceil() as usize).clamp(1, 64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn curve(points: &[(f32, f32); 4]) -> Route {
        let [from, leave, arrive, to] = points.map(|(x, y)| Point::new(x, y));
        let curves = vec![Cubic {
            from,
            leave,
            arrive,
            to,
        }];
        Route {
            curves,
            end: to,
            direction: Point::new(1.0, 0.0),
        }
    }

    fn whole(routes: &[Route]) -> Rect {
        let bounds = routes.iter().map(Route::bounds);
        bounds.reduce(|one, other| one.union(&other)).unwrap_or_default()
    }

    #[test]
    fn a_long_curve_is_not_found_far_from_its_way() {
        let routes = [curve(&[
            (0.0, 0.0),
            (3_000.0, 0.0),
            (7_000.0, 8_000.0),
            (9_000.0, 8_000.0),
        ])];
        let passing = Passing::of(routes.iter(), &whole(&routes));
        let near = |x: f32, y: f32| passing.through(&Rect::around(Point::new(x, y), 600.0, 400.0));
        assert_eq!(near(4_875.0, 4_000.0), [0]);
        assert!(near(8_000.0, 1_000.0).is_empty() && near(1_000.0, 7_000.0).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_passes_is_found_also_after_changes(
            lines in prop::collection::vec(prop::array::uniform4((-1e3_f32..1e3, -1e3_f32..1e3)), 2..20),
            at in (-12e2_f32..12e2, -12e2_f32..12e2),
            size in (1.0_f32..900.0, 1.0_f32..900.0),
        ) {
            let routes: Vec<Route> = lines.iter().map(curve).collect();
            let all = whole(&routes[1..]);
            let mut passing = Passing::of(routes.iter(), &all);
            passing.remove(0, &routes[0]);
            passing.insert(0, &routes[1]);
            passing.remove(1, &routes[1]);
            passing.insert(1, &routes[0]);
            let part = Rect::around(Point::new(at.0, at.1), size.0, size.1);
            let found = passing.through(&part);
            prop_assert!(found.is_sorted());
            for (k, route) in routes.iter().enumerate() {
                let number = [1, 0].get(k).copied().unwrap_or(k);
                prop_assert!(!route.crosses(&part) || found.contains(&number), "{k}");
            }
        }
    }
}
