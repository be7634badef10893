//! Where several lines meet one side of a card: so far apart that their arrowheads can be told from each other.

use std::collections::BTreeMap;

use super::{
    APART, Cards, Cubic, Ends, Point, REACH, Route,
    bends::{mirrored, sweep},
};

/// How far two coordinates may be apart and still be the same.
const SAME: f32 = 0.5;

/// How much more a straight line is worth its place than a bent one: it gives way to another straight one alone, for a
/// line that is nearly level looks wrong.
const STRAIGHT: f32 = 10_000.0;

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

/// A line where it meets a card.
#[derive(Clone, Copy, Debug)]
struct Port {
    line: usize,
    /// Whether it ends there, with an arrowhead.
    ends: bool,
    /// Where along the side.
    at: f32,
    /// Where along the side it comes from or goes to.
    other: f32,
    /// Whether it runs straight to its other end.
    straight: bool,
}

impl Cards {
    /// Moves the ends of lines that meet one side of a card apart, by the width of an arrowhead where the side has the
    /// room. Lines that only leave from a place may share it. `routes` are those of `lines`, all of them: which lines
    /// meet somewhere depends on the others.
    pub fn spread(&self, lines: &[Ends], routes: &mut [Option<Route>]) {
        let mut sides: BTreeMap<(usize, Side), Vec<Port>> = BTreeMap::new();
        for (line, (ends, route)) in lines.iter().zip(routes.iter()).enumerate() {
            let Some(route) = route else { continue };
            for (card, ends) in [(ends.0, false), (ends.1, true)] {
                if let Some((side, at, other, straight)) = self.meets(card, route, ends) {
                    let port = Port {
                        line,
                        ends,
                        at,
                        other,
                        straight,
                    };
                    sides.entry((card, side)).or_default().push(port);
                }
            }
        }
        for ((card, side), mut ports) in sides {
            if ports.len() < 2 || !ports.iter().any(|port| port.ends) {
                continue;
            }
            ports.sort_by(|a, b| {
                let places = a.other.total_cmp(&b.other).then(a.at.total_cmp(&b.at));
                places.then(a.line.cmp(&b.line)).then(a.ends.cmp(&b.ends))
            });
            let rect = self.rects[card];
            let upright = matches!(side, Side::Left | Side::Right);
            let middle = if upright { rect.centre().y } else { rect.centre().x };
            let found = apart(&ports, middle);
            for (port, to) in ports.iter().zip(found) {
                if (to - port.at).abs() < SAME {
                    continue;
                }
                let Some(route) = &routes[port.line] else { continue };
                let moved = shifted(route, port.ends, upright, to - port.at);
                let own = lines[port.line];
                if self.hits(&moved.curves, own) <= self.hits(&route.curves, own) {
                    routes[port.line] = Some(moved);
                }
            }
        }
    }

    /// Which side of the card a line meets, where along it, where it comes from there, and whether it is straight.
    fn meets(&self, card: usize, route: &Route, ends: bool) -> Option<(Side, f32, f32, bool)> {
        let rect = self.outer(card);
        let at = if ends { route.end } else { route.curves.first()?.from };
        let far = if ends { route.curves.first()?.from } else { route.end };
        let near = |a: f32, b: f32| (a - b).abs() < SAME;
        let side = match () {
            () if near(at.x, rect.min.x) => Side::Left,
            () if near(at.x, rect.max.x) => Side::Right,
            () if near(at.y, rect.min.y) => Side::Top,
            () if near(at.y, rect.max.y) => Side::Bottom,
            () => return None,
        };
        Some(match side {
            Side::Left | Side::Right => (side, at.y, far.y, near(at.y, far.y)),
            Side::Top | Side::Bottom => (side, at.x, far.x, near(at.x, far.x)),
        })
    }
}

/// Places in the same order that are far enough apart, each as near as can be to where it was, none farther from the
/// middle of the side than a line may be.
fn apart(ports: &[Port], middle: f32) -> Vec<f32> {
    // What has no head needs no room beside another such.
    let gap = |a: &Port, b: &Port| if a.ends || b.ends { APART } else { 0.0 };
    let mut along = vec![0.0_f32; ports.len()];
    for k in 1..ports.len() {
        along[k] = along[k - 1] + gap(&ports[k - 1], &ports[k]);
    }
    let whole = along.last().copied().unwrap_or_default();
    let squeeze = (2.0 * REACH / whole.max(f32::MIN_POSITIVE)).min(1.0);
    let weight = |port: &Port| if port.straight { STRAIGHT } else { 1.0 };
    // Blocks of ports at their least distance, each where its ports would best like it.
    let mut blocks: Vec<(f32, f32, usize)> = Vec::new();
    for (port, along) in ports.iter().zip(&along) {
        blocks.push((port.at - along * squeeze, weight(port), 1));
        while let [.., before, last] = blocks[..]
            && before.0 > last.0
        {
            let sum = before.1 + last.1;
            let joined = ((before.0 * before.1 + last.0 * last.1) / sum, sum, before.2 + last.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let starts = blocks
        .into_iter()
        .flat_map(|(at, _, count)| std::iter::repeat_n(at, count));
    let (low, high) = (middle - REACH, middle + REACH - whole * squeeze);
    starts
        .zip(along)
        .map(|(start, along)| start.clamp(low, high.max(low)) + along * squeeze)
        .collect()
}

/// The route with one end moved along its card's side. What is level with it from there on goes along, or, where that is
/// all of it, becomes a curve.
fn shifted(route: &Route, ends: bool, upright: bool, by: f32) -> Route {
    let turned = |curve: &Cubic| if upright { *curve } else { mirrored(curve) };
    let mut curves: Vec<Cubic> = route.curves.iter().map(turned).collect();
    if ends {
        curves = curves.iter().rev().map(backwards).collect();
    }
    let level = curves.first().map_or(0.0, |curve| curve.from.y);
    let mut points: Vec<&mut Point> = curves
        .iter_mut()
        .flat_map(|curve| [&mut curve.from, &mut curve.leave, &mut curve.arrive, &mut curve.to])
        .collect();
    let count = points.len();
    let stretch = points.iter().take_while(|point| (point.y - level).abs() < SAME).count();
    for point in points.iter_mut().take(stretch) {
        point.y += by;
    }
    if stretch == count
        && let (Some(first), Some(last)) = (curves.first(), curves.last())
    {
        let far = Point::new(last.to.x, level);
        curves = vec![sweep(first.from, far, 0.0)];
    }
    if ends {
        curves = curves.iter().rev().map(backwards).collect();
    }
    Route::new(curves.iter().map(turned).collect(), route.direction)
}

const fn backwards(curve: &Cubic) -> Cubic {
    Cubic {
        from: curve.to,
        leave: curve.arrive,
        arrive: curve.leave,
        to: curve.from,
    }
}
