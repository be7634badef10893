//! Room for newcomers on a map that people already know: whatever stands, stays.

use super::{
    CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, Point, Positions, ROW_PITCH, Rect, arrange_with, card, graph::Graph,
};
use crate::org::{Org, Position};

/// Farther than a card is dragged away from its map.
const FAR: f32 = 2_000.0;

/// Free space around a newcomer's card.
const GAP: f32 = 24.0;

/// Gives a place to every party.
///
/// A party with a position in the file keeps it exactly; so does one with a position in `known`, the layout
/// on screen. Where most parties have none, the map is laid out as a whole by [`arrange`] around those that do.
/// Otherwise each of the others comes to the free spot nearest to where its handoffs want it: right of its
/// providers, left of its customers; a paying customer below the other customers.
///
/// Nothing placed here overlaps another card. Cards that people put on top of each other stay so.
#[must_use]
pub fn place(org: &Org, known: &Positions) -> Positions {
    place_with(org, known, &mut |_| true).unwrap_or_default()
}

/// The same for somebody who may lose interest meanwhile: `goes_on` is told the share done, from 0 to 1, and says
/// whether to go on. `None` where it said no.
#[must_use]
pub fn place_with(org: &Org, known: &Positions, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    let (ids, graph) = Graph::of(org);
    let mut at: Vec<Option<Point>> = ids
        .iter()
        .map(|id| {
            let dragged = org.parties.get(id).and_then(|party| party.position);
            dragged
                .map(|Position(x, y)| Point::new(x, y))
                .filter(|point| point.is_finite())
                .or_else(|| known.get(id).copied().filter(|point| point.is_finite()))
        })
        .collect();
    let standing = at.iter().flatten().count();
    if standing == 0 {
        return arrange_with(org, goes_on);
    }
    let newcomers = ids.len() - standing;
    if newcomers > standing {
        let whole: Vec<Point> = arrange_with(org, goes_on)?.into_values().collect();
        let step = meeting(&at, &whole);
        for party in 0..ids.len() {
            if !goes_on(1.0) {
                return None;
            }
            if at[party].is_none() {
                at[party] = Some(free_spot(&at, whole[party] + step));
            }
        }
    } else {
        join(&graph, &mut at, newcomers, goes_on)?;
    }
    let places = ids.into_iter().zip(at);
    Some(places.filter_map(|(id, point)| Some((id, point?))).collect())
}

/// How far a fresh layout is to be moved, so that it lies where the standing cards do. Nothing, unless they
/// are so far away that the file must count from elsewhere: nobody drags a card that far.
fn meeting(at: &[Option<Point>], whole: &[Point]) -> Point {
    let around = |points: &mut dyn Iterator<Item = Point>| points.map(card).reduce(|a, b| a.union(&b));
    let standing = around(&mut at.iter().flatten().copied());
    let fresh = around(&mut whole.iter().copied());
    match (standing, fresh) {
        (Some(standing), Some(fresh)) if !standing.overlaps(&fresh.grown(FAR)) => {
            let mut apart: Vec<(f32, f32)> = at
                .iter()
                .zip(whole)
                .filter_map(|(at, fresh)| at.map(|at| (at.x - fresh.x, at.y - fresh.y)))
                .collect();
            apart.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            apart
                .get(apart.len() / 2)
                .map_or_else(Point::default, |&(x, y)| Point::new(x, y))
        }
        _ => Point::default(),
    }
}

/// Places newcomers one after the other, those with the most neighbours on the map first.
fn join(graph: &Graph, at: &mut [Option<Point>], newcomers: usize, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<()> {
    // Standing cards without handoffs are where new ones without handoffs go, too.
    let edge = |point: Option<Point>, axis: fn(Point) -> f32, pick: fn(f32, f32) -> f32, so_far: Option<f32>| {
        let value = point.map(axis);
        match (value, so_far) {
            (Some(value), Some(so_far)) => Some(pick(value, so_far)),
            (value, so_far) => value.or(so_far),
        }
    };
    let served = (0..at.len()).filter(|&party| !graph.near[party].is_empty() && at[party].is_some());
    let lowest = served.fold(None, |low, party| edge(at[party], |p| p.y, f32::max, low));
    for done in 0..newcomers {
        if !goes_on(done as f32 / newcomers as f32) {
            return None;
        }
        let next = (0..at.len()).filter(|&party| at[party].is_none()).max_by_key(|&party| {
            let near = &graph.near[party];
            let placed = near.iter().filter(|near| at[near.party].is_some()).count();
            // With an equal number of neighbours the first in the alphabet.
            (placed, std::cmp::Reverse(party))
        });
        let Some(party) = next else { break };
        let left = at.iter().fold(None, |low, point| edge(*point, |p| p.x, f32::min, low));
        let right = at
            .iter()
            .fold(None, |high, point| edge(*point, |p| p.x, f32::max, high));
        let bottom = at
            .iter()
            .fold(None, |high, point| edge(*point, |p| p.y, f32::max, high));
        let (left, right) = (left.unwrap_or(0.0), right.unwrap_or(0.0));
        let below = lowest.or(bottom).unwrap_or(0.0) + ROW_PITCH;
        let spot = if graph.customer[party] {
            customer_spot(graph, at, party, right)
        } else if let Some(wish) = wish(graph, at, party) {
            free_spot(at, wish)
        } else {
            shelf_spot(at, left, right, below)
        };
        at[party] = Some(spot);
    }
    Some(())
}

/// Where a party's placed neighbours want it.
fn wish(graph: &Graph, at: &[Option<Point>], party: usize) -> Option<Point> {
    let (mut sum, mut count) = (Point::default(), 0.0);
    let (mut from, mut until) = (f32::MIN, f32::MAX);
    for near in &graph.near[party] {
        let Some(point) = at[near.party] else { continue };
        // What a customer hands back does not pull its receiver to its right.
        let left = near.receives || graph.customer[near.party];
        let x = if left {
            point.x - COLUMN_PITCH
        } else {
            point.x + COLUMN_PITCH
        };
        if left {
            until = until.min(x);
        } else {
            from = from.max(x);
        }
        sum = sum + Point::new(x, point.y);
        count += 1.0;
    }
    if count <= 0.0 {
        return None;
    }
    let mean = sum * (1.0 / count);
    let x = if until >= from {
        mean.x.max(from).min(until)
    } else {
        mean.x
    };
    Some(Point::new(x, mean.y))
}

fn customer_spot(graph: &Graph, at: &[Option<Point>], party: usize, right: f32) -> Point {
    let others = |other: &usize| graph.customer[*other] && *other != party;
    let column = (0..at.len())
        .filter(others)
        .filter_map(|other| at[other])
        .map(|point| point.x)
        .reduce(f32::max);
    let x = match column {
        Some(x) if x >= right => x,
        _ => right + COLUMN_PITCH,
    };
    let near = graph.near[party].iter().filter_map(|near| at[near.party]);
    let (sum, count) = near.fold((0.0, 0.0), |(sum, count), point| (sum + point.y, count + 1.0));
    let y = if count > 0.0 { sum / count } else { 0.0 };
    let y = row_near(at, y);
    let steps = (0..=2 * at.len()).flat_map(|k| [k as f32, -(k as f32)]);
    steps
        .map(|k| Point::new(x, y + k * ROW_PITCH))
        .find(|&point| is_free(at, point))
        .unwrap_or(Point::new(right + COLUMN_PITCH, y))
}

/// The height of the card nearest to a height, if one is near enough to stand in its row.
fn row_near(at: &[Option<Point>], y: f32) -> f32 {
    nearest(at.iter().flatten().map(|point| point.y), y, ROW_PITCH / 2.0)
}

fn nearest(values: impl Iterator<Item = f32>, wish: f32, reach: f32) -> f32 {
    values
        .filter(|value| (value - wish).abs() <= reach)
        .min_by(|a, b| (a - wish).abs().total_cmp(&(b - wish).abs()).then(a.total_cmp(b)))
        .unwrap_or(wish)
}

/// The free spot nearest to a wish, in line with the cards around it where possible.
fn free_spot(at: &[Option<Point>], wish: Point) -> Point {
    if is_free(at, wish) && at.iter().flatten().any(|point| in_line(*point, wish)) {
        return wish;
    }
    let columns = at.iter().flatten().map(|point| point.x);
    let start = Point::new(nearest(columns, wish.x, COLUMN_PITCH / 2.0), row_near(at, wish.y));
    let mut best: Option<(f32, Point)> = None;
    // Each ring has more spots than the one before; cards that stand anywhere block a few of them each.
    for ring in 0_i32..=i32::try_from(at.len()).unwrap_or(i32::MAX - 1) + 1 {
        let reach = ring as f32 * ROW_PITCH.min(COLUMN_PITCH);
        if best.is_some_and(|(distance, _)| distance + COLUMN_PITCH < reach) {
            break;
        }
        for column in -ring..=ring {
            let whole = column.abs() == ring;
            let step = if whole { 1 } else { (2 * ring).max(1) as usize };
            for row in (-ring..=ring).step_by(step) {
                let point = start + Point::new(column as f32 * COLUMN_PITCH, row as f32 * ROW_PITCH);
                // A step aside puts the party on the wrong side of its neighbours; a step up or down does not.
                let distance = (point.x - wish.x).abs() * 1.5 + (point.y - wish.y).abs();
                if best.is_none_or(|(least, _)| distance < least) && is_free(at, point) {
                    best = Some((distance, point));
                }
            }
        }
    }
    best.map_or(wish, |(_, point)| point)
}

#[expect(clippy::float_cmp, reason = "in line means in the very same row or column")]
fn in_line(a: Point, b: Point) -> bool {
    a.x == b.x || a.y == b.y
}

/// The first free spot on the shelves from `below` downwards.
fn shelf_spot(at: &[Option<Point>], left: f32, right: f32, below: f32) -> Point {
    let columns = (((right - left) / COLUMN_PITCH).floor() as usize).clamp(3, 12);
    (0..=4 * at.len() + columns)
        .map(|k| {
            let (row, column) = (k / columns, k % columns);
            Point::new(left + column as f32 * COLUMN_PITCH, below + row as f32 * ROW_PITCH)
        })
        .find(|&point| is_free(at, point))
        .unwrap_or(Point::new(left, below))
}

fn is_free(at: &[Option<Point>], point: Point) -> bool {
    let room = Rect::around(point, CARD_WIDTH + 2.0 * GAP, CARD_HEIGHT + 2.0 * GAP);
    !at.iter().flatten().any(|other| card(*other).overlaps(&room))
}
