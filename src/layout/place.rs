//! Room for newcomers on a map that people already know: whatever stands, stays.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use super::{
    COLUMN_PITCH, Point, Positions, ROW_PITCH, arrange_with, card, graph::Graph, search::Search, standing::Standing,
};
use crate::org::{Org, Position};

/// Farther than a card is dragged away from its map.
const FAR: f32 = 2_000.0;

/// So many searches are kept in mind.
const SEARCHES: usize = 1_000;

/// Gives a place to every party.
///
/// A party with a position in the file keeps it exactly; so does one with a position in `known`, the layout
/// on screen. Where most parties have none, the map is laid out as a whole by [`arrange`](super::arrange) around those that do.
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
            // A number that is no place on a map counts as none.
            let on_map = |point: &Point| Position(point.x, point.y).is_on_map();
            dragged
                .map(|Position(x, y)| Point::new(x, y))
                .filter(on_map)
                .or_else(|| known.get(id).copied().filter(on_map))
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
        let mut room = Room::around(&at);
        for party in 0..ids.len() {
            if !goes_on(1.0) {
                return None;
            }
            if at[party].is_none() {
                let spot = room.free_spot(whole[party] + step);
                at[party] = Some(spot);
                room.standing.add(spot);
            }
        }
    } else {
        join(&mut Room::around(&at), &graph, &mut at, newcomers, goes_on)?;
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
fn join(
    room: &mut Room,
    graph: &Graph,
    at: &mut [Option<Point>],
    newcomers: usize,
    goes_on: &mut dyn FnMut(f32) -> bool,
) -> Option<()> {
    let mut done = 0;
    // Standing cards without handoffs are where new ones without handoffs go, too.
    let served = (0..at.len()).filter(|&party| !graph.near[party].is_empty());
    let lowest = served
        .filter_map(|party| at[party])
        .map(|point| point.y)
        .reduce(f32::max);
    let below = lowest.unwrap_or(room.standing.corners().1.y) + ROW_PITCH;
    let mut customers = (0..at.len())
        .filter(|&party| graph.customer[party])
        .filter_map(|party| at[party]);
    let mut customer_column = customers
        .next()
        .map(|first| customers.fold(first.x, |x, point| x.max(point.x)));
    // With an equal number of neighbours the first in the alphabet.
    let mut placed: Vec<usize> = graph
        .near
        .iter()
        .map(|near| near.iter().filter(|near| at[near.party].is_some()).count())
        .collect();
    let mut waiting: BinaryHeap<(usize, Reverse<usize>)> = (0..at.len())
        .filter(|&party| at[party].is_none())
        .map(|party| (placed[party], Reverse(party)))
        .collect();
    while let Some((neighbours, Reverse(party))) = waiting.pop() {
        // Whoever got more neighbours meanwhile is in the heap again.
        if at[party].is_some() || neighbours < placed[party] {
            continue;
        }
        if !goes_on(done as f32 / newcomers as f32) {
            return None;
        }
        done += 1;
        let spot = if graph.customer[party] {
            room.customer_spot(graph, at, party, customer_column)
        } else if let Some(wish) = wish(graph, at, party) {
            room.free_spot(wish)
        } else {
            room.shelf_spot(below)
        };
        if graph.customer[party] {
            customer_column = Some(customer_column.map_or(spot.x, |x| x.max(spot.x)));
        }
        at[party] = Some(spot);
        room.standing.add(spot);
        for near in &graph.near[party] {
            placed[near.party] += 1;
            if at[near.party].is_none() {
                waiting.push((placed[near.party], Reverse(near.party)));
            }
        }
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

/// The standing cards, and what was found out about the room between them. Cards only ever come, so what was taken
/// stays taken.
struct Room {
    standing: Standing,
    /// The searches so far, by the bits of their wishes and of where they start.
    searches: BTreeMap<(u32, u32, u32, u32), Search>,
    /// Where the shelves for parties without handoffs begin, how many stand on one, and how many spots are taken.
    shelf: (Point, usize, usize),
}

impl Room {
    fn around(at: &[Option<Point>]) -> Self {
        let mut standing = Standing::default();
        for &point in at.iter().flatten() {
            standing.add(point);
        }
        Self {
            standing,
            searches: BTreeMap::new(),
            shelf: (Point::default(), 0, 0),
        }
    }

    /// Among the other customers, or in a column of its own to the right.
    fn customer_spot(&mut self, graph: &Graph, at: &[Option<Point>], party: usize, column: Option<f32>) -> Point {
        let right = self.standing.corners().1.x;
        let x = match column {
            Some(x) if x >= right => x,
            _ => right + COLUMN_PITCH,
        };
        let near = graph.near[party].iter().filter_map(|near| at[near.party]);
        let (sum, count) = near.fold((0.0, 0.0), |(sum, count), point| (sum + point.y, count + 1.0));
        let y = if count > 0.0 { sum / count } else { 0.0 };
        let start = Point::new(x, self.standing.row_near(y, ROW_PITCH / 2.0));
        let down = self.standing.steps_to_free(start, ROW_PITCH, 0);
        let up = self.standing.steps_to_free(start, -ROW_PITCH, 0);
        let step = if down <= up {
            down as f32 * ROW_PITCH
        } else {
            -(up as f32 * ROW_PITCH)
        };
        start + Point::new(0.0, step)
    }

    /// The free spot nearest to a wish, in line with the cards around it where possible.
    fn free_spot(&mut self, wish: Point) -> Point {
        if self.standing.is_in_line(wish) && self.standing.is_free(wish) {
            return wish;
        }
        let start = Point::new(
            self.standing.column_near(wish.x, COLUMN_PITCH / 2.0),
            self.standing.row_near(wish.y, ROW_PITCH / 2.0),
        );
        if self.searches.len() > SEARCHES {
            self.searches.clear();
        }
        let search = self
            .searches
            .entry((wish.x.to_bits(), wish.y.to_bits(), start.x.to_bits(), start.y.to_bits()));
        let search = search.or_insert_with(|| Search::new(wish, start));
        search.nearest(&mut self.standing)
    }

    /// The first free spot on the shelves from `below` downwards.
    fn shelf_spot(&mut self, below: f32) -> Point {
        let (low, high) = self.standing.corners();
        let columns = (((high.x - low.x) / COLUMN_PITCH).floor() as usize).clamp(3, 12);
        let start = Point::new(low.x, below);
        if (self.shelf.0, self.shelf.1) != (start, columns) {
            self.shelf = (start, columns, 0);
        }
        loop {
            let (row, column) = (self.shelf.2 / columns, self.shelf.2 % columns);
            let point = start + Point::new(column as f32 * COLUMN_PITCH, row as f32 * ROW_PITCH);
            // The first spot after the last card is free, if no other.
            if self.standing.is_free(point) || point.y > high.y + 2.0 * ROW_PITCH {
                return point;
            }
            self.shelf.2 += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{CARD_HEIGHT, CARD_WIDTH};

    /// The nearest free spot as one finds it by looking at all.
    fn nearest(standing: &Standing, wish: Point) -> Point {
        if standing.is_in_line(wish) && standing.is_free(wish) {
            return wish;
        }
        let start = Point::new(
            standing.column_near(wish.x, COLUMN_PITCH / 2.0),
            standing.row_near(wish.y, ROW_PITCH / 2.0),
        );
        let search = Search::new(wish, start);
        let all = (-20..=20).flat_map(|column: i32| (-30..=30).map(move |row: i32| (column, row)));
        let spots = all.map(|(column, row)| {
            let point = search.at(column, row);
            (search.spot(column, row, true), point)
        });
        let free = spots.filter(|(_, point)| standing.is_free(*point));
        let best = free.min_by_key(|(spot, _)| *spot);
        best.expect("the field is larger than what stands on it").1
    }

    #[test]
    fn everybody_gets_the_nearest_free_spot() {
        let standing = (0..150_i16).map(|k| Some(Point::new(f32::from(k * 37 % 900), f32::from(k * 91 % 1_500))));
        let mut room = Room::around(&standing.collect::<Vec<_>>());
        for k in 0..200_i16 {
            let wish = Point::new(f32::from(k % 3) * 300.0, f32::from(k % 7) * 61.0);
            let wanted = nearest(&room.standing, wish);
            let spot = room.free_spot(wish);
            assert_eq!(spot, wanted, "newcomer {k}");
            room.standing.add(spot);
        }
    }

    /// How many spots are looked at while so many who serve one hub (and somebody else, where `linked`) come to as many
    /// who stand.
    fn looks(newcomers: usize, customers: bool, linked: bool) -> usize {
        let parties = 2 * newcomers;
        let mut customer = vec![false; parties];
        customer[newcomers..].fill(customers);
        let edge = |from, to| super::super::graph::Edge { from, to, weight: 1.0 };
        let mut edges: Vec<_> = (newcomers..parties).map(|party| edge(0, party)).collect();
        if linked {
            edges.extend((newcomers..parties).map(|party| edge(party * 7 % newcomers, party)));
        }
        let graph = Graph::new(customer, edges);
        let side = newcomers.isqrt();
        let standing = |k: usize| Point::new((k % side) as f32 * COLUMN_PITCH, (k / side) as f32 * 116.0);
        let mut at: Vec<Option<Point>> = (0..parties).map(|k| (k < newcomers).then(|| standing(k))).collect();
        let mut room = Room::around(&at);
        join(&mut room, &graph, &mut at, newcomers, &mut |_| true).expect("nobody stops it");
        assert!(at.iter().all(Option::is_some));
        assert!((0..newcomers).all(|k| at[k] == Some(standing(k))), "nobody else moves");
        let mut all: Vec<Point> = at.into_iter().flatten().collect();
        all.sort_by(|a, b| a.x.total_cmp(&b.x));
        for (k, one) in all.iter().enumerate() {
            let near = all[k + 1..].iter().take_while(|other| other.x - one.x < CARD_WIDTH);
            assert!(near.into_iter().all(|other| (other.y - one.y).abs() >= CARD_HEIGHT));
        }
        room.standing.looks.get()
    }

    #[test]
    fn thousands_who_join_at_one_hub_are_not_compared_with_each_other() {
        for (customers, linked) in [(false, false), (false, true), (true, false), (true, true)] {
            let (few, many) = (looks(500, customers, linked), looks(2_000, customers, linked));
            // Those who want the same go on where the last one found room; those who do not look at a few columns each.
            let most = if linked { 11 } else { 5 };
            assert!(
                many < most * few,
                "{few}, {many} where customers: {customers}, linked: {linked}"
            );
        }
    }
}
