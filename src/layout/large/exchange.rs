//! Neighbours change places as long as that makes handoffs shorter.
//!
//! The refinement of floor plans in chip design ("detailed placement"): everybody looks at the cells around where their
//! handoffs would like them best, and exchanges places with whoever stands there if both together gain.

use super::{cells::Cells, web::Web};
use crate::layout::Point;

/// What a handoff to another island counts for, beside one within.
const OUTSIDE: f32 = 0.3;

/// How often everybody is asked, at most.
const SWEEPS: usize = 12;

/// A sweep that gains less than this share of all lengths is the last.
const LEAST_GAIN: f32 = 0.002;

/// An island with its cells filled.
#[derive(Clone, Debug)]
pub struct Filled {
    pub cells: Cells,
    /// The upper left corner of the cards.
    pub corner: Point,
    /// Who stands in each cell.
    pub seats: Vec<usize>,
}

/// Exchanges places within islands. `drift` says how strongly each is drawn to the left (below zero) or right. `goes_on`
/// is told the share of the work that is done at most; false where it said no.
pub fn exchange(
    web: &Web,
    drift: &[f32],
    islands: &mut [Filled],
    at: &mut [Point],
    goes_on: &mut dyn FnMut(f32) -> bool,
) -> bool {
    let mut seat = vec![(0, 0); web.len()];
    for (k, island) in islands.iter().enumerate() {
        for (cell, &party) in island.seats.iter().enumerate() {
            seat[party] = (k, cell);
            at[party] = island.corner + island.cells.centre(cell);
        }
    }
    let mut candidates = Vec::new();
    for sweep in 0..SWEEPS {
        if !goes_on(sweep as f32 / SWEEPS as f32) {
            return false;
        }
        let (mut gained, mut whole) = (0.0, 0.0);
        for party in 0..web.len() {
            let (k, cell) = seat[party];
            let island = &islands[k];
            if island.cells.count < 2 || web.near(party).is_empty() {
                continue;
            }
            // What a party's handoffs cost at a place, without the one with whom it would change.
            let cost = |party: usize, there: Point, without: usize| {
                let mut sum = -drift[party] * there.x;
                for (other, weight) in web.near(party) {
                    if *other != without {
                        let share = if seat[*other].0 == k { 1.0 } else { OUTSIDE };
                        sum += weight * share * (at[*other] - there).length();
                    }
                }
                sum
            };
            let wish = wish(web, at, &seat, party);
            let best = island.cells.nearest(wish - island.corner);
            candidates.clear();
            candidates.extend(island.cells.around(best).chain(island.cells.around(cell)));
            let now = cost(party, at[party], party);
            whole += now.abs();
            let mut found: Option<(f32, usize)> = None;
            for &candidate in &candidates {
                let other = island.seats[candidate];
                if other == party {
                    continue;
                }
                let (here, there) = (at[party], at[other]);
                let before = cost(party, here, other) + cost(other, there, party);
                let after = cost(party, there, other) + cost(other, here, party);
                let gain = before - after;
                if gain > 0.01 && found.is_none_or(|(most, _)| gain > most) {
                    found = Some((gain, candidate));
                }
            }
            if let Some((gain, candidate)) = found {
                let other = islands[k].seats[candidate];
                islands[k].seats.swap(cell, candidate);
                (seat[party].1, seat[other].1) = (candidate, cell);
                at.swap(party, other);
                gained += gain;
            }
        }
        if gained <= whole * LEAST_GAIN {
            break;
        }
    }
    true
}

/// Where a party's handoffs would like it: the mean of those at the other end, the near ones counting more (one step of
/// Weiszfeld 1937 towards the place with the least sum of distances).
fn wish(web: &Web, at: &[Point], seat: &[(usize, usize)], party: usize) -> Point {
    let (mut sum, mut weights) = (Point::default(), 0.0);
    for (other, weight) in web.near(party) {
        let share = if seat[*other].0 == seat[party].0 { 1.0 } else { OUTSIDE };
        let weight = weight * share / (at[*other] - at[party]).length().max(100.0);
        sum = sum + at[*other] * weight;
        weights += weight;
    }
    if weights > 0.0 {
        sum * (1.0 / weights)
    } else {
        at[party]
    }
}
