//! Neighbourhoods, for large maps: parties that work together stand together, departments are islands.
//!
//! Above a few hundred parties a picture that only forces make is a hairball, and what is left of the departments in it
//! overlaps. So this works on two levels, and the islands between them are rectangles that never overlap:
//!
//! 1. Who shares an island (`islands.rs`): departments, and where the document names none, communities
//!    (`communities.rs`; Blondel and others 2008, Traag and others 2019).
//! 2. Where islands lie: a picture of low stress (`stress.rs`; Zheng and others 2019, Ortmann and others 2017), which
//!    does not depend on a lucky start, turned so that work flows to the right along trophic levels (`MacKay` and others
//!    2020). The picture is cut into a floor plan (`chart.rs`), in which shapes are chosen so that hardly any space is
//!    lost (`floorplan.rs`; Stockmeyer 1983). The usual ways of removing overlaps push cards apart until none is left
//!    (Gansner and Hu 2010, Nachmanson and others 2016); here there is none to remove.
//! 3. Where cards stand within: the same picture of each island, put on rows and columns (`cells.rs`), in which cards
//!    change places while that shortens handoffs, those to other islands among them (`exchange.rs`).
//!
//! `ForceAtlas2` (Jacomy and others 2014) after the picture of low stress was tried on both levels: handoffs became
//! about one in a hundred shorter for a third more time.
//!
//! Paying customers stand at the right edge, where every map has them; parties without handoffs in a block at the
//! bottom. It takes time about proportional to handoffs.

use super::{Point, Positions, flow::tenths, graph::Graph, groups};
use crate::org::Org;
use exchange::Filled;
use islands::{Island, Kind};
use web::Web;

mod cells;
mod chart;
mod communities;
mod exchange;
mod floorplan;
mod islands;
mod rooms;
mod stress;
mod web;

/// How strongly providers are drawn to the left of their island, and those whom they serve to the right, beside the pull
/// of one handoff.
const DRIFT: f32 = 0.3;

/// What share of the time goes into pictures of islands, and into their places.
const SHARES: (f32, f32) = (0.5, 0.2);

/// Lays the whole map out in neighbourhoods. No card overlaps another, and no department's rectangle another's.
#[must_use]
pub fn neighbourhoods(org: &Org) -> Positions {
    neighbourhoods_with(org, &mut |_| true).unwrap_or_default()
}

/// The same, told now and then what share of the work is done, from 0 to 1; `None` where `goes_on` said no.
#[must_use]
pub fn neighbourhoods_with(org: &Org, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    if !goes_on(0.0) {
        return None;
    }
    let (ids, graph) = Graph::of(org);
    let web = Web::of(&graph);
    let departments = groups(org)
        .into_values()
        .map(|members| members.iter().filter_map(|id| ids.binary_search(id).ok()).collect())
        .collect();
    let islands = islands::islands(&graph, &web, departments);
    let pictures = pictures(&web, &islands, goes_on)?;
    let drift = drift(&graph);
    let rooms = rooms::rooms(&graph, &drift, &islands, &mut || goes_on(SHARES.0))?;
    let mut filled: Vec<Filled> = rooms
        .into_iter()
        .map(|(corner, cells)| Filled {
            cells,
            corner,
            seats: Vec::new(),
        })
        .collect();
    seat(&web, &drift, &islands, &pictures, &mut filled);
    let mut at = vec![Point::default(); ids.len()];
    let before = SHARES.0 + SHARES.1;
    let done = exchange::exchange(&web, &drift, &mut filled, &mut at, &mut |share| {
        goes_on(before + (1.0 - before) * share)
    });
    done.then(|| {
        let rounded = |at: Point| Point::new(tenths(f64::from(at.x)), tenths(f64::from(at.y)));
        ids.into_iter().zip(at.into_iter().map(rounded)).collect()
    })
}

/// How the members of each island lie to each other.
fn pictures(web: &Web, islands: &[Island], goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Vec<Vec<Point>>> {
    let mut number = vec![None; web.len()];
    let mut done = 0;
    let mut pictures = Vec::with_capacity(islands.len());
    for island in islands {
        let mut goes_on = || goes_on(SHARES.0 * done as f32 / web.len() as f32);
        if !goes_on() {
            return None;
        }
        let part = web.part(&island.members, &mut number);
        pictures.push(match island.kind {
            // In the order of their names.
            Kind::Loners => vec![Point::default(); part.len()],
            _ => stress::spread(&part, &|_, _, _| 1, &mut goes_on)?,
        });
        done += island.members.len();
    }
    Some(pictures)
}

/// How strongly each party is drawn to the left (below zero) or to the right.
fn drift(graph: &Graph) -> Vec<f32> {
    let mut drift = vec![0.0; graph.len()];
    for edge in &graph.edges {
        drift[edge.from] -= edge.weight as f32 * DRIFT;
        drift[edge.to] += edge.weight as f32 * DRIFT;
    }
    drift
}

/// Puts the picture of each island on its cells, turned to where its members are drawn.
fn seat(web: &Web, drift: &[f32], islands: &[Island], pictures: &[Vec<Point>], filled: &mut [Filled]) {
    let mut island_of = vec![0; web.len()];
    for (k, island) in islands.iter().enumerate() {
        for &member in &island.members {
            island_of[member] = k;
        }
    }
    let middles: Vec<Point> = filled
        .iter()
        .map(|island| {
            let size = island.cells.size();
            island.corner + Point::new(size.width, size.height) * 0.5
        })
        .collect();
    for (k, island) in islands.iter().enumerate() {
        let pull: Vec<Point> = island
            .members
            .iter()
            .map(|&party| {
                let outside = web.near(party).iter().filter(|(other, _)| island_of[*other] != k);
                outside.fold(Point::new(drift[party], 0.0), |sum, (other, weight)| {
                    let towards = middles[island_of[*other]] - middles[k];
                    sum + towards.direction().unwrap_or_default() * *weight
                })
            })
            .collect();
        let at = cells::turned(&pictures[k], &pull);
        let seats = filled[k].cells.seated(&at);
        filled[k].seats = seats.into_iter().map(|member| island.members[member]).collect();
    }
}
