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

use super::{HULL, Point, Positions, TITLE, flow::tenths, graph::Graph, groups};
use crate::org::Org;
use cells::Cells;
use chart::Plot;
use exchange::Filled;
use floorplan::{Cut, Floorplan, Room, Size};
use islands::{Island, Kind};
use web::Web;

mod cells;
mod chart;
mod communities;
mod exchange;
mod floorplan;
mod islands;
mod numbers;
mod stress;
mod web;

/// How much wider than high the map is to be.
const ASPECT: f32 = 1.5;

/// Between islands, at least and at most.
const GAP: (f32, f32) = (90.0, 1_200.0);

/// Between islands, as a share of the side of one: larger ones need more, to be told apart from afar.
const GAP_SHARE: f32 = 0.5;

/// How much wider than high the floor plan is when it is cut. Sizes come in whole cards, so that what comes of it differs;
/// the best is taken.
const CUTS: [f32; 6] = [0.7, 0.9, 1.15, 1.5, 1.9, 2.4];

/// Around those who stand next to a department without belonging to it.
const CLOSE: f32 = 24.0;

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
    let (rooms, choices) = rooms(&graph, &islands, &mut || goes_on(SHARES.0))?;
    let mut filled: Vec<Filled> = rooms
        .into_iter()
        .zip(choices)
        .map(|((corner, shape), choices)| Filled {
            cells: choices[shape],
            corner,
            seats: Vec::new(),
        })
        .collect();
    let drift = drift(&graph);
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

/// The upper left corner of the cards of each island with the number of its shape, and all shapes.
type Rooms = (Vec<(Point, usize)>, Vec<Vec<Cells>>);

fn rooms(graph: &Graph, islands: &[Island], goes_on: &mut dyn FnMut() -> bool) -> Option<Rooms> {
    let choices: Vec<Vec<Cells>> = islands
        .iter()
        .map(|island| {
            let compact = matches!(island.kind, Kind::Department | Kind::Community);
            Cells::choices(island.members.len(), compact)
        })
        .collect();
    let hull = |island: &Island| {
        if island.kind == Kind::Department {
            (HULL, TITLE)
        } else {
            (0.0, 0.0)
        }
    };
    let size = |island: &Island, cells: Cells| {
        let (size, (hull, title)) = (cells.size(), hull(island));
        Size {
            width: size.width + 2.0 * hull,
            height: size.height + 2.0 * hull + title,
        }
    };
    // The most compact shape stands for all.
    let area = |k: usize| {
        let all = choices[k].iter().map(|cells| size(&islands[k], *cells));
        all.map(|size| size.width * size.height).fold(f32::INFINITY, f32::min)
    };
    let several = islands.iter().filter(|island| island.members.len() > 1).count() > 1;
    let around = |k: usize| match islands[k].kind {
        Kind::Attendants(_) => CLOSE,
        Kind::Department | Kind::Community if several => (area(k).sqrt() * GAP_SHARE).clamp(GAP.0, GAP.1) / 2.0,
        _ => GAP.0 / 2.0,
    };

    let mut plan = Floorplan::default();
    let pieces: Vec<usize> = (0..islands.len()).map(|k| plan.leaf(k)).collect();
    let mut plots: Vec<Plot> = Vec::new();
    let mut plot = vec![0; islands.len()];
    for (k, island) in islands.iter().enumerate() {
        let side = area(k).sqrt() + 2.0 * around(k);
        let area = side * side;
        if let Kind::Attendants(host) = island.kind {
            plot[k] = plot[host];
            let plot = &mut plots[plot[host]];
            plot.piece = plot.piece.map(|piece| plan.cut(Cut::Either, pieces[k], piece));
            plot.area += area;
        } else {
            let inner = matches!(island.kind, Kind::Department | Kind::Community);
            plot[k] = plots.len();
            plots.push(Plot {
                piece: inner.then_some(pieces[k]),
                area,
            });
        }
    }
    let mut of = vec![0; graph.len()];
    let mut customer = vec![false; plots.len()];
    for (k, island) in islands.iter().enumerate() {
        customer[plot[k]] |= island.kind == Kind::Customers;
        for &member in &island.members {
            of[member] = plot[k];
        }
    }
    let between = chart::between(graph, &of, customer);
    let pictures = chart::pictures(&between, goes_on)?;
    let shapes: Vec<Vec<Size>> = (0..islands.len())
        .map(|k| {
            let more = 2.0 * around(k);
            let sizes = choices[k].iter().map(|cells| size(&islands[k], *cells));
            sizes
                .map(|size| Size {
                    width: size.width + more,
                    height: size.height + more,
                })
                .collect()
        })
        .collect();
    let mut best: Option<(Vec<Room>, Size)> = None;
    for aspect in CUTS {
        let mut plan = plan.clone();
        let mut whole = chart::chart(&mut plan, &plots, &pictures, aspect);
        for (kind, cut) in [(Kind::Customers, Cut::Beside), (Kind::Loners, Cut::Below)] {
            if let Some(k) = islands.iter().position(|island| island.kind == kind) {
                whole = Some(whole.map_or(pieces[k], |whole| plan.cut(cut, whole, pieces[k])));
            }
        }
        let found = plan.rooms(&shapes, ASPECT);
        if best
            .as_ref()
            .is_none_or(|best| found.1.needs(ASPECT) < best.1.needs(ASPECT))
        {
            best = Some(found);
        }
    }
    let rooms = best.map(|best| best.0).unwrap_or_default();
    let corners = islands.iter().enumerate().zip(rooms).map(|((k, island), room)| {
        let (hull, title) = hull(island);
        let inset = around(k) + hull;
        let size = shapes[k][room.shape];
        let spare = Point::new(room.size.width - size.width, room.size.height - size.height) * 0.5;
        // The block of loners begins where the map does.
        let spare = if island.kind == Kind::Loners {
            Point::default()
        } else {
            spare
        };
        (room.corner + spare + Point::new(inset, inset + title), room.shape)
    });
    Some((corners.collect(), choices))
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
