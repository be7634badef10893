//! The pieces that ways are made of: level lines, curves between them, and round corners.

use super::{CLEARANCE, Cubic, LANE, Point};

/// Lines that are nearly straight are made so, by this much at most.
const STRAIGHTEN: f32 = 12.0;

/// From so many times its width on, a turn is an upright line with round corners.
const STEEP: f32 = 2.5;

/// How long an arrowhead is, about.
const HEAD: f32 = 12.0;

/// The radius of such a corner.
const ROUND: f32 = 22.0;

/// Two nearly equal coordinates become one.
pub(super) fn level(a: f32, b: f32) -> (f32, f32) {
    if (a - b).abs() <= STRAIGHTEN {
        let middle = f32::midpoint(a, b);
        (middle, middle)
    } else {
        (a, b)
    }
}

/// A curve that leaves and arrives level. Lines of one bundle also keep apart where it is steep.
pub(super) fn sweep(from: Point, to: Point, offset: f32) -> Cubic {
    let half = (to.x - from.x) / 2.0;
    let steep = ((to.y - from.y) / 60.0).clamp(-1.0, 1.0);
    let rising = if to.x >= from.x { steep } else { -steep };
    let shift = -offset * rising * 4.0 / 3.0;
    Cubic {
        from,
        leave: Point::new(from.x + half + shift, from.y),
        arrive: Point::new(to.x - half + shift, to.y),
        to,
    }
}

/// The same where it may be much higher than it is wide: then two round corners with an upright stretch between them,
/// for a curve would be as hard as a corner there.
fn turn(from: Point, to: Point, offset: f32) -> Vec<Cubic> {
    if (to.y - from.y).abs() <= STEEP * (to.x - from.x).abs() {
        return vec![sweep(from, to, offset)];
    }
    rounded(from, to, f32::midpoint(from.x, to.x))
}

/// Up or down in the middle between two cards. Lines of different providers keep apart.
pub(super) fn channel(from: Point, to: Point, provider: usize) -> Vec<Cubic> {
    let room = ((to.x - from.x).abs() / 2.0 - 2.0 * CLEARANCE).max(0.0);
    let aside = ((provider % 3) as f32 - 1.0) * LANE.min(room);
    rounded(from, to, f32::midpoint(from.x, to.x) + aside)
}

/// Level, upright at `x`, and level again, with round corners.
fn rounded(from: Point, to: Point, x: f32) -> Vec<Cubic> {
    let down = (to.y - from.y).signum();
    let radius = |run: f32| ROUND.min(run).min((to.y - from.y).abs() / 2.0).max(0.0);
    // The last piece is so long that the arrowhead lies level.
    let last = (to.x - x).abs();
    let (first, second) = (radius((x - from.x).abs()), radius(last - HEAD.min(last / 2.0)));
    let ahead = |run: f32| if run < 0.0 { -1.0 } else { 1.0 };
    let (begins, ends) = (ahead(x - from.x), ahead(to.x - x));
    let corners = [
        Point::new(x - first * begins, from.y),
        Point::new(x, from.y + first * down),
        Point::new(x, to.y - second * down),
        Point::new(x + second * ends, to.y),
    ];
    // So long are the arms of a curve that is nearly a quarter of a circle.
    let arm = |radius: f32| radius * 0.448;
    vec![
        Cubic::line(from, corners[0]),
        Cubic {
            from: corners[0],
            leave: Point::new(x - arm(first) * begins, from.y),
            arrive: Point::new(x, from.y + arm(first) * down),
            to: corners[1],
        },
        Cubic::line(corners[1], corners[2]),
        Cubic {
            from: corners[2],
            leave: Point::new(x, to.y - arm(second) * down),
            arrive: Point::new(x + arm(second) * ends, to.y),
            to: corners[3],
        },
        Cubic::line(corners[3], to),
    ]
}

/// From card to card along a level stretch from `a` to `b`.
pub(super) fn along(from: Point, a: Point, b: Point, to: Point, offset: f32) -> Vec<Cubic> {
    let mut curves = Vec::with_capacity(7);
    let mut straight_from = from;
    if (a.y - from.y).abs() >= 0.5 {
        curves.extend(turn(from, a, offset));
        straight_from = a;
    }
    if (b.y - to.y).abs() >= 0.5 {
        curves.push(Cubic::line(straight_from, b));
        curves.extend(turn(b, to, offset));
    } else {
        curves.push(Cubic::line(straight_from, to));
    }
    curves
}

pub(super) const fn mirror(point: Point) -> Point {
    Point { x: point.y, y: point.x }
}

pub(super) const fn mirrored(curve: &Cubic) -> Cubic {
    Cubic {
        from: mirror(curve.from),
        leave: mirror(curve.leave),
        arrive: mirror(curve.arrive),
        to: mirror(curve.to),
    }
}
