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

mod bends;
mod ports;

use bends::{along, channel, level, mirror, mirrored, sweep};

/// Between lines of the same two parties.
const APART: f32 = 12.0;

/// How far from the middle of an edge a line may begin.
const REACH: f32 = 28.0;

/// How far below the middle a single backward line runs, clear of those that run forward.
const BACKWARD: f32 = 12.0;

/// What a line keeps from cards that are none of its own.
const CLEARANCE: f32 = 6.0;

/// The way a line needs to change its row.
const TURN: f32 = 42.0;

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

#[cfg(test)]
mod tests;
