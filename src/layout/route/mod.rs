//! How a handoff runs from its provider's card to its customer's.
//!
//! Sideways from edge to edge where the cards stand beside each other, straight up or down where they stand
//! above each other. A handoff whose way is blocked by another card goes through a free gap between the rows,
//! or around the column. Each route depends on the cards and on the other handoffs between the same two
//! parties only, so that dragging a card costs little.

use std::collections::{BTreeMap, BTreeSet};

use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::geometry::{Cubic, Point, Rect};
use crate::org::{HandoffId, PartyId};

mod ports;

/// Between lines of the same two parties.
const APART: f32 = 12.0;

/// How far from the middle of an edge a line may begin.
const REACH: f32 = 28.0;

/// How far below the middle a single backward line runs, clear of those that run forward.
const BACKWARD: f32 = 12.0;

/// Lines that are nearly straight are made so, by this much at most.
const STRAIGHTEN: f32 = 12.0;

/// What a line keeps from cards that are none of its own.
const CLEARANCE: f32 = 6.0;

/// The way a line needs to change its row.
const TURN: f32 = 42.0;

/// From so many times its width on, a turn is an upright line with round corners.
const STEEP: f32 = 2.5;

/// How long an arrowhead is, about.
const HEAD: f32 = 12.0;

/// The radius of such a corner.
const ROUND: f32 = 22.0;

/// How far a line bows out around its column; three quarters of it show.
const BOW: f32 = 44.0;

/// Between lines of different providers in one gap.
const LANE: f32 = 6.0;

/// How far the cards of a stack show on the right of the first one and below it.
pub const STACK: f32 = 8.0;

/// Straight pieces that stand for one curve when it is measured.
const PIECES: usize = 14;

/// The way of one handoff.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// One curve after the other, without a corner between them.
    pub curves: Vec<Cubic>,
    /// Where it meets its customer's card: the tip of the arrow.
    pub end: Point,
    /// Where the arrow points, with length 1.
    pub direction: Point,
}

/// The routes of all handoffs whose two cards are on the map.
pub type Routes = BTreeMap<HandoffId, Route>;

impl Route {
    fn new(curves: Vec<Cubic>, otherwise: Point) -> Self {
        let end = curves.last().map_or_else(Point::default, |curve| curve.to);
        let direction = curves.iter().rev().find_map(Cubic::end_direction).unwrap_or(otherwise);
        Self { curves, end, direction }
    }

    /// The smallest rectangle around it.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let all = self.curves.iter().map(Cubic::bounds).reduce(|a, b| a.union(&b));
        all.unwrap_or(Rect {
            min: self.end,
            max: self.end,
        })
    }

    /// The route as a chain of straight lines, `pieces` for each of its curves.
    #[must_use]
    pub fn polyline(&self, pieces: usize) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::with_capacity(self.curves.len() * pieces + 1);
        for (k, curve) in self.curves.iter().enumerate() {
            points.extend(curve.flatten(pieces).skip(usize::from(k > 0)));
        }
        points
    }

    /// How far a point is from the line: for picking it with the pointer.
    #[must_use]
    pub fn distance_to(&self, point: Point) -> f32 {
        let points = self.polyline(PIECES);
        let distances = points.windows(2).map(|pair| {
            let step = pair[1] - pair[0];
            let square = step.x * step.x + step.y * step.y;
            let from = point - pair[0];
            let along = if square > 0.0 {
                (from.x * step.x + from.y * step.y) / square
            } else {
                0.0
            };
            (pair[0] + step * along.clamp(0.0, 1.0) - point).length()
        });
        distances.fold(f32::INFINITY, f32::min)
    }

    /// Whether it runs through a rectangle.
    #[must_use]
    pub fn crosses(&self, rect: &Rect) -> bool {
        self.curves.iter().any(|curve| curve_crosses(curve, rect))
    }
}

fn curve_crosses(curve: &Cubic, rect: &Rect) -> bool {
    let mut before: Option<Point> = None;
    curve.flatten(PIECES).any(|point| {
        let hit = before.is_some_and(|before| rect.is_crossed_by(before, point));
        before = Some(point);
        hit
    })
}

/// Finds the routes of all handoffs, given as identifier, provider and customer.
#[must_use]
pub fn routes(cards: &[(PartyId, Rect)], handoffs: &[(HandoffId, PartyId, PartyId)]) -> Routes {
    let mut routes = Routes::new();
    add(&mut routes, cards, handoffs, |_| true);
    routes
}

/// Finds anew the routes of those handoffs that touch a moved party; the others stay as they are, even where
/// a moved card has come into their way. Once the cards rest, [`routes`] sees to that.
pub fn reroute(
    routes: &mut Routes,
    cards: &[(PartyId, Rect)],
    handoffs: &[(HandoffId, PartyId, PartyId)],
    moved: &[PartyId],
) {
    let moved: BTreeSet<&PartyId> = moved.iter().collect();
    add(routes, cards, handoffs, |party| moved.contains(party));
}

fn add(
    routes: &mut Routes,
    cards: &[(PartyId, Rect)],
    handoffs: &[(HandoffId, PartyId, PartyId)],
    touched: impl Fn(&PartyId) -> bool,
) {
    let number: BTreeMap<&PartyId, usize> = cards.iter().enumerate().map(|(k, (party, _))| (party, k)).collect();
    let mut lines: Vec<(&HandoffId, Ends)> = handoffs
        .iter()
        .filter(|(_, provider, customer)| touched(provider) || touched(customer))
        .filter_map(|(id, provider, customer)| Some((id, (*number.get(provider)?, *number.get(customer)?))))
        .collect();
    lines.sort_unstable_by_key(|&(id, _)| id);
    let ends: Vec<Ends> = lines.iter().map(|(_, ends)| *ends).collect();
    let found = Cards::new(cards.iter().map(|(_, rect)| *rect).collect()).routes(&ends, Care::Careful);
    let found = lines.into_iter().zip(found);
    routes.extend(found.filter_map(|((id, _), route)| Some((id.clone(), route?))));
}

/// How much is done for a handoff to find its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// A plain curve, whatever stands in its way; those of one pair still keep apart.
    Quick,
    /// Around the cards.
    Careful,
}

/// The two ends of a handoff: the numbers of the provider's card and of the customer's.
pub type Ends = (usize, usize);

/// The cards of a map by number and by place.
#[derive(Clone, Default)]
pub struct Cards {
    rects: Vec<Rect>,
    /// Behind which of them lie others, so that lines end farther out.
    stacks: BTreeSet<usize>,
    tree: RTree<GeomWithData<Rectangle<[f32; 2]>, usize>>,
}

impl Cards {
    /// The cards at those places; what has no place that can be drawn is in nobody's way.
    #[must_use]
    pub fn new(rects: Vec<Rect>) -> Self {
        let usable = rects.iter().enumerate().filter(|(_, rect)| is_finite(rect));
        let boxes = usable.map(|(number, rect)| boxed(rect, number)).collect();
        Self {
            tree: RTree::bulk_load(boxes),
            rects,
            stacks: BTreeSet::new(),
        }
    }

    /// Where each card lies, by number.
    #[must_use]
    pub fn rects(&self) -> &[Rect] {
        &self.rects
    }

    /// The same with those cards, by number, standing for a stack: others show on their right and below.
    #[must_use]
    pub fn stacked(mut self, stacks: BTreeSet<usize>) -> Self {
        self.stacks = stacks;
        self
    }

    /// Where a card ends for the lines that run to it.
    fn outer(&self, number: usize) -> Rect {
        let rect = self.rects[number];
        if self.stacks.contains(&number) {
            Rect {
                max: rect.max + Point::new(STACK, STACK),
                ..rect
            }
        } else {
            rect
        }
    }

    /// Moves one card.
    pub fn place(&mut self, number: usize, rect: Rect) {
        let Some(place) = self.rects.get_mut(number) else {
            return;
        };
        let before = std::mem::replace(place, rect);
        if is_finite(&before) {
            self.tree.remove(&boxed(&before, number));
        }
        if is_finite(&rect) {
            self.tree.insert(boxed(&rect, number));
        }
    }

    /// The numbers of the cards that overlap a rectangle, in no particular order.
    pub fn within(&self, rect: &Rect) -> impl Iterator<Item = usize> {
        let envelope = AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y]);
        self.tree
            .locate_in_envelope_intersecting(envelope)
            .map(|card| card.data)
    }

    /// The route of each handoff; nothing where a card has no place, or where both ends are one. Handoffs between the
    /// same two cards keep apart from those among them that are given along with them, in the order given.
    #[must_use]
    pub fn routes(&self, lines: &[Ends], care: Care) -> Vec<Option<Route>> {
        self.routes_while(lines, care, &mut |_| true).unwrap_or_default()
    }

    /// The same as long as it `goes_on`, which is told the share done, 0 to 1; nothing where it was stopped.
    pub fn routes_while(
        &self,
        lines: &[Ends],
        care: Care,
        goes_on: &mut dyn FnMut(f32) -> bool,
    ) -> Option<Vec<Option<Route>>> {
        let usable = |number: usize| self.rects.get(number).is_some_and(is_finite);
        let mut order: Vec<usize> = (0..lines.len())
            .filter(|&k| lines[k].0 != lines[k].1 && usable(lines[k].0) && usable(lines[k].1))
            .collect();
        let pair = |k: usize| (lines[k].0.min(lines[k].1), lines[k].0.max(lines[k].1));
        order.sort_unstable_by_key(|&k| (pair(k), lines[k].0, k));
        let mut routes = vec![None; lines.len()];
        let mut done = 0;
        for bundle in order.chunk_by(|&a, &b| pair(a) == pair(b)) {
            let apart = APART.min(2.0 * REACH / (bundle.len().max(2) - 1) as f32);
            for (place, &k) in bundle.iter().enumerate() {
                let offset = (place as f32 - (bundle.len() - 1) as f32 / 2.0) * apart;
                let (from, to) = lines[k];
                routes[k] = Some(self.route(from, to, offset, bundle.len() == 1, care));
            }
            if done / 256 != (done + bundle.len()) / 256 && !goes_on(done as f32 / order.len() as f32) {
                return None;
            }
            done += bundle.len();
        }
        Some(routes)
    }

    /// The cards, other than the handoff's own, that overlap a rectangle.
    fn others(&self, rect: &Rect, own: Ends) -> impl Iterator<Item = &Rect> {
        self.within(rect)
            .filter(move |&card| card != own.0 && card != own.1)
            .map(|card| &self.rects[card])
    }

    /// How many other cards lie in the way.
    fn hits(&self, curves: &[Cubic], own: Ends) -> usize {
        curves
            .iter()
            .map(|curve| {
                let mut points = [Point::default(); PIECES + 1];
                for (slot, point) in points.iter_mut().zip(curve.flatten(PIECES)) {
                    *slot = point;
                }
                let corners = points.iter().fold(Rect::spanning(curve.from, curve.to), |all, &point| {
                    all.union(&Rect { min: point, max: point })
                });
                self.others(&corners.grown(CLEARANCE), own)
                    .filter(|card| {
                        let card = card.grown(CLEARANCE);
                        points.windows(2).any(|pair| card.is_crossed_by(pair[0], pair[1]))
                    })
                    .count()
            })
            .sum()
    }

    fn route(&self, from: usize, to: usize, offset: f32, single: bool, care: Care) -> Route {
        let (provider, customer) = (self.outer(from), self.outer(to));
        let right = customer.min.x - provider.max.x;
        let left = provider.min.x - customer.max.x;
        let down = customer.min.y - provider.max.y;
        let up = provider.min.y - customer.max.y;
        let beside = right.max(left);
        let above = up.max(down);
        if beside >= APART || (beside >= 0.0 && above < 0.0) {
            let forward = right >= left;
            let offset = if single && !forward { BACKWARD } else { offset };
            let sign = if forward { 1.0 } else { -1.0 };
            Route::new(self.sideways((from, to), sign, offset, care), Point::new(sign, 0.0))
        } else if above >= 0.0 {
            let sign = if down >= up { 1.0 } else { -1.0 };
            Route::new(self.upright((from, to), sign, offset, care), Point::new(0.0, sign))
        } else {
            // The cards lie on each other.
            let shift = Point::new(offset, offset);
            let line = Cubic::line(provider.centre() + shift, customer.centre() + shift);
            Route::new(vec![line], Point::new(1.0, 0.0))
        }
    }

    /// To the right (`sign` 1) or to the left (`sign` −1).
    fn sideways(&self, own: Ends, sign: f32, offset: f32, care: Care) -> Vec<Cubic> {
        let (provider, customer) = (self.rects[own.0], self.rects[own.1]);
        let (start, end) = if sign > 0.0 {
            (self.outer(own.0).max.x, customer.min.x)
        } else {
            (provider.min.x, self.outer(own.1).max.x)
        };
        let (y0, y1) = level(provider.centre().y + offset, customer.centre().y + offset);
        let (from, to) = (Point::new(start, y0), Point::new(end, y1));
        let direct = vec![sweep(from, to, offset)];
        let blocked = match care {
            Care::Quick => 0,
            Care::Careful => self.hits(&direct, own),
        };
        if blocked == 0 {
            return direct;
        }
        // Straight up or down between two columns, where a curve would come too near to the cards on its way.
        let between = channel(from, to, own.0);
        if self.hits(&between, own) == 0 {
            return between;
        }
        let turn = TURN.min((end - start).abs() * 0.4) * sign;
        let (a, b) = (start + turn, end - turn);
        let lane = CLEARANCE + 6.0 + (own.0 % 4) as f32 * LANE;
        // Along the customer's row, lines of different providers keep apart, those from above on top.
        let aside = (1 + own.0 % 4) as f32 * LANE * (y0 - y1).signum();
        let y1 = if (y0 - y1).abs() > 0.0 {
            (y1 + aside).max(customer.min.y + 9.0).min(customer.max.y - 9.0)
        } else {
            y1
        };
        let mut ways: Vec<(f32, f32)> = self
            .gaps(own, (a.min(b), a.max(b)), (y0.min(y1), y0.max(y1)))
            .into_iter()
            .flat_map(|(low, high)| {
                let lane = lane.min((high - low) / 2.0);
                [y0.clamp(low, high), y1.clamp(low, high), low + lane, high - lane]
            })
            .filter(|y| y.is_finite())
            .map(|y| {
                // A way that keeps to the row of one of the two is calmer than one with two turns.
                let straight = (y - y0).abs() < 0.5 || (y - y1).abs() < 0.5;
                let turns = if straight { 0.0 } else { 60.0 };
                ((y - y0).abs() + (y - y1).abs() + turns, y)
            })
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        ways.dedup();
        let mut best = (blocked, direct);
        for (_, y) in ways.into_iter().take(8) {
            // Whoever comes through the customer's row ends in its own lane, the others in the middle.
            let to = if (y - y1).abs() < 0.5 { Point::new(end, y1) } else { to };
            let way = along(from, Point::new(a, y), Point::new(b, y), to, offset);
            let hits = self.hits(&way, own);
            if hits < best.0 {
                best = (hits, way);
            }
            if hits == 0 {
                break;
            }
        }
        best.1
    }

    /// The gaps between the rows of cards within a stretch of the map.
    fn gaps(&self, own: Ends, x: (f32, f32), y: (f32, f32)) -> Vec<(f32, f32)> {
        let around = 2.5 * self.rects[own.0].height().max(self.rects[own.1].height()) + 2.0 * CLEARANCE;
        let stretch = Rect {
            min: Point::new(x.0 - CLEARANCE, y.0 - around),
            max: Point::new(x.1 + CLEARANCE, y.1 + around),
        };
        // Slightly more than the clearance, so that a way along a gap's edge is free.
        let margin = CLEARANCE + 2.0;
        let mut taken: Vec<(f32, f32)> = self
            .others(&stretch, own)
            .map(|card| (card.min.y - margin, card.max.y + margin))
            .collect();
        taken.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut gaps = Vec::new();
        let mut low = f32::NEG_INFINITY;
        for (from, until) in taken {
            if from > low {
                gaps.push((low, from));
            }
            low = low.max(until);
        }
        gaps.push((low, f32::INFINITY));
        gaps
    }

    /// Down (`sign` 1) or up (`sign` −1), or around the column where something stands between.
    fn upright(&self, own: Ends, sign: f32, offset: f32, care: Care) -> Vec<Cubic> {
        let (provider, customer) = (self.rects[own.0], self.rects[own.1]);
        let (start, end) = if sign > 0.0 {
            (self.outer(own.0).max.y, customer.min.y)
        } else {
            (provider.min.y, self.outer(own.1).max.y)
        };
        let (x0, x1) = level(provider.centre().x + offset, customer.centre().x + offset);
        let (from, to) = (Point::new(x0, start), Point::new(x1, end));
        // The same curve as sideways, with the axes exchanged.
        let direct = vec![mirrored(&sweep(mirror(from), mirror(to), offset))];
        let blocked = match care {
            Care::Quick => 0,
            Care::Careful => self.hits(&direct, own),
        };
        if blocked == 0 {
            return direct;
        }
        let bow = BOW + (own.0 % 3) as f32 * 4.0;
        let bow_round = |side: f32| {
            let (near, far) = if side > 0.0 {
                (self.outer(own.0).max.x, self.outer(own.1).max.x)
            } else {
                (provider.min.x, customer.min.x)
            };
            let reach = if side > 0.0 { near.max(far) } else { near.min(far) } + side * (bow - offset.abs());
            let (from, to) = (
                Point::new(near, provider.centre().y + offset),
                Point::new(far, customer.centre().y + offset),
            );
            vec![Cubic {
                from,
                leave: Point::new(reach, from.y),
                arrive: Point::new(reach, to.y),
                to,
            }]
        };
        let mut best = (blocked, direct);
        // Down on the right, up on the left: two ways of one pair never meet.
        for side in [sign, -sign] {
            let way = bow_round(side);
            let hits = self.hits(&way, own);
            if hits < best.0 {
                best = (hits, way);
            }
        }
        best.1
    }
}

fn is_finite(rect: &Rect) -> bool {
    rect.min.is_finite() && rect.max.is_finite()
}

fn boxed(rect: &Rect, number: usize) -> GeomWithData<Rectangle<[f32; 2]>, usize> {
    let corners = Rectangle::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y]);
    GeomWithData::new(corners, number)
}

/// Two nearly equal coordinates become one.
fn level(a: f32, b: f32) -> (f32, f32) {
    if (a - b).abs() <= STRAIGHTEN {
        let middle = f32::midpoint(a, b);
        (middle, middle)
    } else {
        (a, b)
    }
}

/// A curve that leaves and arrives level. Lines of one bundle also keep apart where it is steep.
fn sweep(from: Point, to: Point, offset: f32) -> Cubic {
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
fn channel(from: Point, to: Point, provider: usize) -> Vec<Cubic> {
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
fn along(from: Point, a: Point, b: Point, to: Point, offset: f32) -> Vec<Cubic> {
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

const fn mirror(point: Point) -> Point {
    Point { x: point.y, y: point.x }
}

const fn mirrored(curve: &Cubic) -> Cubic {
    Cubic {
        from: mirror(curve.from),
        leave: mirror(curve.leave),
        arrive: mirror(curve.arrive),
        to: mirror(curve.to),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{COLUMN_PITCH, ROW_PITCH, card},
        *,
    };

    fn cell(name: &str, column: i32, row: i32) -> (PartyId, Rect) {
        let centre = Point::new(column as f32 * COLUMN_PITCH, row as f32 * ROW_PITCH);
        (PartyId::new(name), card(centre))
    }

    fn line(text: &str) -> (HandoffId, PartyId, PartyId) {
        let mut parts = text.split('>');
        let mut part = || parts.next().unwrap_or_default();
        let (from, to) = (part(), part());
        (HandoffId::new(text), PartyId::new(from), PartyId::new(to))
    }

    fn check(cards: &[(PartyId, Rect)], handoffs: &[&str]) -> Vec<Route> {
        let handoffs: Vec<_> = handoffs.iter().map(|text| line(text)).collect();
        let routes = routes(cards, &handoffs);
        assert_eq!(routes.len(), handoffs.len());
        for (id, from, to) in &handoffs {
            for (party, rect) in cards {
                let own = party == from || party == to;
                let rect = rect.grown(if own { -1.0 } else { 0.0 });
                assert!(!routes[id].crosses(&rect), "{id:?} runs behind {party:?}");
            }
        }
        handoffs.iter().map(|(id, ..)| routes[id].clone()).collect()
    }

    #[test]
    fn forward_runs_from_right_edge_to_left_edge() {
        let cards = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 1, 1)];
        let routes = check(&cards, &["a>b", "a>c"]);
        assert_eq!(routes[0].curves[0].from, Point::new(82.0, 0.0));
        assert_eq!(routes[0].end, Point::new(128.0, 0.0));
        assert_eq!(routes[0].direction, Point::new(1.0, 0.0));
        assert_eq!(routes[1].end, Point::new(128.0, 150.0));
        assert_eq!(routes[1].direction, Point::new(1.0, 0.0));
    }

    #[test]
    fn upright_runs_straight_between_the_near_edges() {
        let routes = check(&[cell("a", 0, 0), cell("b", 0, 1)], &["b>a"]);
        assert_eq!(routes[0].curves[0].from, Point::new(0.0, 113.0));
        assert_eq!(routes[0].end, Point::new(0.0, 37.0));
        assert_eq!(routes[0].direction, Point::new(0.0, -1.0));
    }

    #[test]
    fn whatever_stands_between_is_passed_by() {
        let row = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 2, 0), cell("d", 3, 0)];
        check(&row, &["a>b", "b>c", "a>c", "a>d", "d>a", "d>b"]);
        let column = [cell("a", 0, 0), cell("b", 0, 1), cell("c", 0, 2), cell("d", 1, 1)];
        check(&column, &["a>c", "c>a", "a>b", "a>d", "c>d"]);
    }

    #[test]
    fn a_full_grid_leaves_a_way_for_every_handoff() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let cards: Vec<_> = (0_i32..12).map(|k| cell(names[k as usize], k % 4, k / 4)).collect();
        let all: Vec<String> = names
            .iter()
            .flat_map(|a| names.iter().filter(move |b| a != *b).map(move |b| format!("{a}>{b}")))
            .collect();
        check(&cards, &all.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn two_way_pairs_run_side_by_side() {
        for second in [cell("b", 1, 0), cell("b", 0, 1), cell("b", 1, 2), cell("b", -1, 1)] {
            let routes = check(&[cell("a", 0, 0), second], &["a>b", "b>a"]);
            let there = routes[0].polyline(20);
            for point in &there[3..18] {
                assert!(routes[1].distance_to(*point) > 4.0, "{point:?}");
            }
        }
    }

    #[test]
    fn several_handoffs_of_one_pair_are_distinct() {
        let cards = [cell("a", 0, 0), cell("b", 1, 0)];
        let routes = check(&cards, &["a>b>1", "a>b>2", "a>b>3", "b>a>1"]);
        for (k, route) in routes.iter().enumerate() {
            for other in &routes[k + 1..] {
                assert!((route.end.y - other.end.y).abs() > 6.0);
            }
        }
    }

    #[test]
    fn cards_on_each_other_still_have_a_route() {
        for shift in [0.0, 30.0] {
            let lower = card(Point::new(shift, 0.0));
            let cards = [cell("a", 0, 0), (PartyId::new("b"), lower)];
            let routes = routes(&cards, &[line("a>b")]);
            let route = &routes["a>b"];
            assert!(route.end.is_finite() && (route.direction.length() - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_drag_changes_what_it_touches_only() {
        let mut cards = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 2, 0)];
        let handoffs = [line("a>b"), line("b>c"), line("a>c")];
        let before = routes(&cards, &handoffs);
        cards[2].1 = card(Point::new(500.0, 300.0));
        let mut after = before.clone();
        reroute(&mut after, &cards, &handoffs, &[PartyId::new("c")]);
        assert_eq!(after["a>b"], before["a>b"]);
        assert_eq!(after, routes(&cards, &handoffs));
        assert_ne!(after["a>c"], before["a>c"]);
    }

    /// Where lines between cards run that keep apart at their ends, given as pairs of numbers.
    fn spread(cards: &[(PartyId, Rect)], lines: &[Ends]) -> Vec<Route> {
        let cards = Cards::new(cards.iter().map(|(_, rect)| *rect).collect());
        let mut routes = cards.routes(lines, Care::Careful);
        cards.spread(lines, &mut routes);
        routes.into_iter().flatten().collect()
    }

    #[test]
    fn arrowheads_at_one_side_keep_apart_in_the_order_in_which_they_come() {
        let cards = [cell("a", 0, 0), cell("b", 0, 2), cell("c", 0, 4), cell("d", 1, 2)];
        let routes = spread(&cards, &[(0, 3), (1, 3), (2, 3)]);
        let ends: Vec<f32> = routes.iter().map(|route| route.end.y).collect();
        assert!(
            ends[1] - ends[0] >= APART - 0.1 && ends[2] - ends[1] >= APART - 0.1,
            "{ends:?}"
        );
        assert_eq!(ends[1], 300.0, "the straight one stays straight");
        for route in &routes {
            assert_eq!((route.end.x, route.direction), (128.0, Point::new(1.0, 0.0)));
        }
        // More than fit keep within the side all the same.
        let many: Vec<_> = (0..9).map(|row| cell(&format!("p{row}"), 0, row)).collect();
        let cards: Vec<_> = many.into_iter().chain([cell("q", 1, 4)]).collect();
        let lines: Vec<Ends> = (0..9).map(|k| (k, 9)).collect();
        let routes = spread(&cards, &lines);
        for (one, next) in routes.iter().zip(&routes[1..]) {
            assert!(next.end.y - one.end.y > 5.0);
        }
        assert!(routes.iter().all(|route| (route.end.y - 600.0).abs() <= REACH + 0.1));
    }

    #[test]
    fn lines_that_leave_from_one_place_may_share_it() {
        let cards = [cell("a", 0, 1), cell("b", 1, 0), cell("c", 1, 2)];
        let routes = spread(&cards, &[(0, 1), (0, 2)]);
        assert_eq!(routes[0].curves[0].from, routes[1].curves[0].from);
    }

    #[test]
    fn between_two_columns_a_line_runs_upright_and_turns_no_sharp_corner() {
        let cards = [
            cell("a", 0, 0),
            cell("b", 0, 1),
            cell("c", 0, 2),
            cell("d", 1, 3),
            cell("e", 1, 2),
        ];
        let route = &spread(&cards, &[(3, 0)])[0];
        assert_eq!(route.direction, Point::new(-1.0, 0.0));
        let points = route.polyline(12);
        let steps: Vec<Point> = points.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let steps: Vec<Point> = steps.into_iter().filter_map(Point::direction).collect();
        for pair in steps.windows(2) {
            let along = pair[0].x * pair[1].x + pair[0].y * pair[1].y;
            assert!(along > 0.9, "a corner between {pair:?}");
        }
    }

    #[test]
    fn lines_end_at_the_outer_edge_of_a_stack() {
        let rects = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 1, 1)].map(|(_, rect)| rect);
        let cards = Cards::new(rects.to_vec()).stacked([1].into());
        let lines = [(0, 1), (1, 0), (2, 1)];
        let routes: Vec<Route> = cards.routes(&lines, Care::Careful).into_iter().flatten().collect();
        assert_eq!(routes[0].end.x, rects[1].min.x);
        assert_eq!(routes[2].end.y, rects[1].max.y + STACK);
        let away = Cards::new(rects.to_vec()).stacked([0].into());
        let routes: Vec<Route> = away.routes(&lines, Care::Careful).into_iter().flatten().collect();
        assert_eq!(routes[0].curves[0].from.x, rects[0].max.x + STACK);
        assert_eq!(routes[1].end.x, rects[0].max.x + STACK);
    }

    #[test]
    fn handoffs_of_unknown_or_misplaced_parties_have_no_route() {
        let nowhere = card(Point::new(f32::NAN, 0.0));
        let cards = [cell("a", 0, 0), (PartyId::new("n"), nowhere)];
        assert!(routes(&cards, &[line("a>n"), line("a>x"), line("a>a")]).is_empty());
    }
}
