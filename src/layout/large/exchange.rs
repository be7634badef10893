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

/// Whoever has more handoffs than this looks for a place in their own turn alone: all who would like to stand next to a
/// hub would each ask all of its handoffs what they think of it. Where nobody has, it changes nothing.
const MANY: usize = 500;

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
            candidates.extend(partners(web, island, cell, best));
            let now = cost(party, at[party], party);
            whole += now.abs();
            let mut found: Option<(f32, usize)> = None;
            for &candidate in &candidates {
                let other = island.seats[candidate];
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

/// The cells around that of a party and around the one where it would like to stand, with whose parties it may change.
fn partners(web: &Web, island: &Filled, cell: usize, wish: usize) -> impl Iterator<Item = usize> {
    let most = web.near(island.seats[cell]).len().max(MANY);
    let around = island.cells.around(wish).chain(island.cells.around(cell));
    around.filter(move |&other| other != cell && web.near(island.seats[other]).len() <= most)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hub_of_a_star_is_asked_by_itself_alone() {
        const LEAVES: usize = 4_000;
        let web = Web::new(LEAVES + 1, (1..=LEAVES).map(|leaf| (0, leaf, 1.0)).collect());
        let cells = Cells {
            columns: 63,
            count: LEAVES + 1,
        };
        // The hub in the middle of a row, so that it has neighbours all around.
        let mut seats: Vec<usize> = (0..=LEAVES).collect();
        seats.swap(0, 2_000);
        let mut islands = [Filled {
            cells,
            corner: Point::default(),
            seats,
        }];
        // How many handoffs are looked at in a sweep: all leaves want to stand where the hub does.
        let asked = (0..=LEAVES).flat_map(|cell| {
            let partners = partners(&web, &islands[0], cell, 2_000);
            let both = partners.map(|other| [other, cell].map(|cell| web.near(islands[0].seats[cell]).len()));
            both.collect::<Vec<_>>()
        });
        let asked: usize = asked.flatten().sum();
        assert!(asked < 100 * LEAVES, "{asked}");
        let (mut at, drift) = (vec![Point::default(); LEAVES + 1], vec![0.0; LEAVES + 1]);
        assert!(exchange(&web, &drift, &mut islands, &mut at, &mut |_| true));
        let mut seated = islands[0].seats.clone();
        seated.sort_unstable();
        assert!(seated.into_iter().eq(0..=LEAVES), "everybody still has a place");
    }

    #[test]
    fn a_hub_in_a_corner_moves_towards_its_leaves() {
        const LEAVES: usize = 900;
        let web = Web::new(LEAVES + 1, (1..=LEAVES).map(|leaf| (0, leaf, 1.0)).collect());
        let cells = Cells {
            columns: 20,
            count: LEAVES + 1,
        };
        let mut islands = [Filled {
            cells,
            corner: Point::default(),
            seats: (0..=LEAVES).collect(),
        }];
        let (mut at, drift) = (vec![Point::default(); LEAVES + 1], vec![0.0; LEAVES + 1]);
        exchange(&web, &drift, &mut islands, &mut at, &mut |_| true);
        let length = at[1..].iter().map(|leaf| (*leaf - at[0]).length()).sum::<f32>() / LEAVES as f32;
        let corner = (0..=LEAVES).map(|cell| (cells.centre(cell) - cells.centre(0)).length());
        let before = corner.sum::<f32>() / LEAVES as f32;
        assert!(length < 0.7 * before, "{length} after {before}");
    }
}
