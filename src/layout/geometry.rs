//! Points, rectangles and curves of the map: `x` to the right, `y` down, in points at 100 % zoom.

use std::ops::{Add, Mul, Neg, Sub};

/// A place on the map, or a step from one place to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Point {
    /// The point with these coordinates.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// How long the step is.
    #[must_use]
    pub fn length(self) -> f32 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// The same direction with length 1, or `None` where there is no direction.
    #[must_use]
    pub fn direction(self) -> Option<Self> {
        let length = self.length();
        (length.is_finite() && length > 1e-6).then(|| Self::new(self.x / length, self.y / length))
    }

    /// A quarter turn.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { x: -self.y, y: self.x }
    }

    /// Whether both coordinates are ordinary numbers.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;

    fn mul(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

impl Neg for Point {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

/// A rectangle with sides along the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left and upper corner.
    pub min: Point,
    /// Right and lower corner.
    pub max: Point,
}

impl Rect {
    /// The rectangle of that size around a centre.
    #[must_use]
    pub fn around(centre: Point, width: f32, height: f32) -> Self {
        let half = Point::new(width / 2.0, height / 2.0);
        Self {
            min: centre - half,
            max: centre + half,
        }
    }

    /// The smallest rectangle with both corners in it.
    #[must_use]
    pub const fn spanning(a: Point, b: Point) -> Self {
        Self {
            min: Point::new(a.x.min(b.x), a.y.min(b.y)),
            max: Point::new(a.x.max(b.x), a.y.max(b.y)),
        }
    }

    /// From left to right.
    #[must_use]
    pub const fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// From top to bottom.
    #[must_use]
    pub const fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        (self.min + self.max) * 0.5
    }

    /// The rectangle with a margin on all sides, or without one where `by` is below zero.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        let by = Point::new(by, by);
        Self {
            min: self.min - by,
            max: self.max + by,
        }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub const fn union(&self, other: &Self) -> Self {
        Self {
            min: Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Whether the two share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x && other.min.x < self.max.x && self.min.y < other.max.y && other.min.y < self.max.y
    }

    /// Whether a straight line from `a` to `b` runs through the inside.
    #[must_use]
    pub fn is_crossed_by(&self, a: Point, b: Point) -> bool {
        let step = b - a;
        let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
        for (start, step, low, high) in [
            (a.x, step.x, self.min.x, self.max.x),
            (a.y, step.y, self.min.y, self.max.y),
        ] {
            if step.abs() < 1e-9 {
                if start <= low || start >= high {
                    return false;
                }
            } else {
                let (first, second) = ((low - start) / step, (high - start) / step);
                enter = enter.max(first.min(second));
                leave = leave.min(first.max(second));
            }
        }
        enter < leave
    }
}

/// A cubic Bézier curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cubic {
    /// Where it starts.
    pub from: Point,
    /// Towards this it leaves.
    pub leave: Point,
    /// From this it arrives.
    pub arrive: Point,
    /// Where it ends.
    pub to: Point,
}

impl Cubic {
    /// A straight line, at even speed.
    #[must_use]
    pub fn line(from: Point, to: Point) -> Self {
        let third = (to - from) * (1.0 / 3.0);
        Self {
            from,
            leave: from + third,
            arrive: to - third,
            to,
        }
    }

    /// The point at `t` between 0 (start) and 1 (end).
    #[must_use]
    pub fn eval(&self, t: f32) -> Point {
        let s = 1.0 - t;
        self.from * (s * s * s)
            + self.leave * (3.0 * s * s * t)
            + self.arrive * (3.0 * s * t * t)
            + self.to * (t * t * t)
    }

    /// The direction in which it ends, of length 1, or `None` for a curve of no length.
    #[must_use]
    pub fn end_direction(&self) -> Option<Point> {
        [self.arrive, self.leave, self.from]
            .into_iter()
            .find_map(|before| (self.to - before).direction())
    }

    /// The smallest rectangle around it.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let mut bounds = Rect::spanning(self.from, self.to);
        let axes = [
            [self.from.x, self.leave.x, self.arrive.x, self.to.x],
            [self.from.y, self.leave.y, self.arrive.y, self.to.y],
        ];
        for t in axes.into_iter().flat_map(turning_points) {
            let point = self.eval(t);
            bounds = bounds.union(&Rect { min: point, max: point });
        }
        bounds
    }

    /// The curve as `pieces` straight lines: `pieces` + 1 points, both ends among them.
    pub fn flatten(&self, pieces: usize) -> impl Iterator<Item = Point> {
        let pieces = pieces.max(1);
        (0..=pieces).map(move |i| {
            if i == pieces {
                self.to
            } else {
                self.eval(i as f32 / pieces as f32)
            }
        })
    }
}

/// Where one coordinate of a curve turns round: the zeros of its derivative within the curve.
fn turning_points([p0, p1, p2, p3]: [f32; 4]) -> impl Iterator<Item = f32> {
    let square = p3 - 3.0 * p2 + 3.0 * p1 - p0;
    let linear = 2.0 * (p2 - 2.0 * p1 + p0);
    let constant = p1 - p0;
    let roots = if square.abs() < 1e-6 {
        [-constant / linear, f32::NAN]
    } else {
        let root = (linear * linear - 4.0 * square * constant).sqrt();
        [(-linear + root) / (2.0 * square), (-linear - root) / (2.0 * square)]
    };
    roots.into_iter().filter(|t| *t > 0.0 && *t < 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_the_curve_and_touch_it() {
        let curve = Cubic {
            from: Point::new(0.0, 0.0),
            leave: Point::new(80.0, -40.0),
            arrive: Point::new(-30.0, 90.0),
            to: Point::new(20.0, 30.0),
        };
        let bounds = curve.bounds().grown(0.01);
        let points: Vec<Point> = curve.flatten(400).collect();
        assert!(points.iter().all(|p| bounds.overlaps(&Rect::around(*p, 0.001, 0.001))));
        let right = points.iter().map(|p| p.x).fold(f32::MIN, f32::max);
        let low = points.iter().map(|p| p.y).fold(f32::MIN, f32::max);
        assert!((right - bounds.max.x).abs() < 0.1 && (low - bounds.max.y).abs() < 0.1);
    }

    #[test]
    fn a_line_crosses_what_lies_in_its_way_only() {
        let card = Rect::around(Point::new(0.0, 0.0), 164.0, 74.0);
        assert!(card.is_crossed_by(Point::new(-200.0, 0.0), Point::new(200.0, 0.0)));
        assert!(card.is_crossed_by(Point::new(0.0, -10.0), Point::new(0.0, 10.0)));
        assert!(!card.is_crossed_by(Point::new(-200.0, 37.0), Point::new(200.0, 37.0)));
        assert!(!card.is_crossed_by(Point::new(-200.0, 0.0), Point::new(-90.0, 0.0)));
        assert!(!card.is_crossed_by(Point::new(-140.0, 0.0), Point::new(0.0, 140.0)));
    }

    #[test]
    fn a_curve_of_no_length_has_no_direction() {
        assert_eq!(Cubic::default().end_direction(), None);
        let line = Cubic::line(Point::new(1.0, 1.0), Point::new(1.0, 9.0));
        assert_eq!(line.end_direction(), Some(Point::new(0.0, 1.0)));
    }
}
