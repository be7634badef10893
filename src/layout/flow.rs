//! Flow to the customer: providers to the left, the paying customer to the right.
//!
//! Each group of parties that hang together is laid out by itself: trophic levels, columns, order within the
//! columns, heights. Groups that reach a paying customer stand above each other, all customers in one last
//! column; the others, and parties without any handoff, fill shelves below.

use std::collections::BTreeMap;

use super::{
    CARD_HEIGHT, COLUMN_PITCH, Point, Positions, ROW_PITCH, SMALL, columns::Columns, coordinates, graph::Graph,
    levels::levels, order::Ordered, progress::Progress, tidy,
};
use crate::org::Org;

/// From one column to the next on a large map, where many handoffs need room between them.
const WIDE_PITCH: f64 = 270.0;

/// A laid-out group.
struct Block {
    members: Vec<usize>,
    /// Of each member.
    column: Vec<usize>,
    /// Of each member, from the topmost down.
    height: Vec<f64>,
    /// Columns before the customers'.
    inner: usize,
    with_customer: bool,
    bottom: f64,
}

/// Lays the whole map out, whatever positions the file has.
///
/// The levels follow `MacKay`, Johnson and Sansom (2020), the order within columns Sugiyama, Tagawa and Toda
/// (1981) and Gansner and others (1993); heights are isotonic regressions.
#[must_use]
pub fn flow(org: &Org) -> Positions {
    flow_with(org, &mut |_| true).unwrap_or_default()
}

/// The same for somebody who may lose interest meanwhile: `goes_on` is told the share done, from 0 to 1, and says
/// whether to go on. `None` where it said no.
#[must_use]
pub fn flow_with(org: &Org, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    let mut progress = Progress::new(goes_on);
    progress.at(0.0)?;
    let (ids, graph) = Graph::of(org);
    let places = inside(&graph, ids.len(), &mut progress.part(0.02, 0.98))?;
    progress.at(1.0)?;
    Some(ids.into_iter().zip(places).collect())
}

/// The same for a part of a map that has so many parties in all: whether it is small is a question of the whole.
pub fn inside(graph: &Graph, parties: usize, progress: &mut Progress<'_>) -> Option<Vec<Point>> {
    let small = parties <= SMALL;
    let pitch = if small { f64::from(COLUMN_PITCH) } else { WIDE_PITCH };
    let mut blocks = Vec::new();
    let mut done = 0.0;
    for members in graph.components() {
        let share = members.len() as f32 / graph.len() as f32;
        blocks.push(Block::lay_out(
            graph,
            members,
            small,
            &mut progress.part(done, done + share),
        )?);
        done += share;
    }
    let places = pack(blocks, graph.len(), small);
    let points = (0..graph.len())
        .map(|party| {
            let (column, height) = places.get(&party).copied().unwrap_or_default();
            Point::new((column as f64 * pitch) as f32, tenths(height))
        })
        .collect();
    Some(points)
}

/// The file keeps tenths of a point.
pub fn tenths(value: f64) -> f32 {
    ((value * 10.0).round() / 10.0) as f32
}

fn row_pitch(small: bool) -> f64 {
    if small {
        f64::from(ROW_PITCH)
    } else {
        coordinates::LEAST_PITCH + f64::from(CARD_HEIGHT) / 4.0
    }
}

impl Block {
    /// `None` where nobody waits for it any more.
    fn lay_out(graph: &Graph, members: Vec<usize>, small: bool, progress: &mut Progress<'_>) -> Option<Self> {
        let with_customer = members.iter().any(|&party| graph.customer[party]);
        if members.len() == 1 {
            return Some(Self {
                members,
                column: vec![0],
                height: vec![0.0],
                inner: usize::from(!with_customer),
                with_customer,
                bottom: 0.0,
            });
        }
        progress.at(0.0)?;
        let part = graph.part(&members);
        let levels = levels(&part);
        progress.at(0.1)?;
        let mut columns = Columns::choose(&part, &levels, small);
        progress.at(0.2)?;
        let ordered = Ordered::find(&part, &columns, &mut progress.part(0.2, 0.8))?;
        progress.at(0.8)?;
        let heights = coordinates::heights(&ordered);
        let height: Vec<f64> = if small {
            let rows = tidy::rows(&part, &mut columns, &ordered, &heights);
            rows.into_iter().map(|row| row as f64 * f64::from(ROW_PITCH)).collect()
        } else {
            let top = heights[..members.len()].iter().copied().fold(f64::MAX, f64::min);
            heights[..members.len()].iter().map(|height| height - top).collect()
        };
        Some(Self {
            bottom: height.iter().copied().fold(0.0, f64::max),
            inner: columns.inner,
            column: columns.of,
            height,
            members,
            with_customer,
        })
    }

    /// How many columns it takes.
    fn width(&self) -> usize {
        self.inner + usize::from(self.with_customer)
    }
}

/// The column and height of each party.
fn pack(mut blocks: Vec<Block>, parties: usize, small: bool) -> BTreeMap<usize, (usize, f64)> {
    // The largest first; groups of one size stay in the order of their parties.
    blocks.sort_by_key(|block| std::cmp::Reverse(block.members.len()));
    let widest = blocks.iter().map(|block| block.inner).max().unwrap_or(0);
    // Where there is much to put on shelves, the map is about as wide as it is high.
    let square = ((parties as f64 * 1.4).sqrt().round() as usize).max(1);
    let to_shelve: usize = blocks
        .iter()
        .filter(|block| !block.with_customer)
        .map(Block::width)
        .sum();
    let any_served = blocks
        .iter()
        .any(|block| block.with_customer && block.members.len() > 1);
    let most = if any_served { 4 } else { square };
    let last = widest.max(most.min(square).min(to_shelve));
    let pitch = row_pitch(small);
    let mut places = BTreeMap::new();
    let mut put = |block: &Block, column: usize, top: f64| {
        for (k, &party) in block.members.iter().enumerate() {
            places.insert(party, (column + block.column[k], top + block.height[k]));
        }
    };

    let mut top = 0.0;
    let (served, others): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(|block| block.with_customer);
    let mut next_customer = 0.0_f64;
    for block in &served {
        if block.members.len() == 1 {
            // A customer whom nobody serves yet stands below the others, and so do those after it.
            put(block, last, next_customer);
            next_customer += pitch;
        } else {
            put(block, last - block.inner, top);
            let customers = block.column.iter().zip(&block.height);
            let lowest = customers
                .filter(|&(&column, _)| column == block.inner)
                .fold(0.0, |low: f64, (_, &height)| low.max(height));
            next_customer = top + lowest + pitch;
            top += block.bottom + pitch;
        }
    }
    let (mut column, mut shelf) = (0, 0.0_f64);
    let mut singles_only = false;
    for block in &others {
        // Parties without a handoff begin a shelf of their own.
        let single = block.members.len() == 1;
        let new_kind = single && !singles_only && column > 0;
        singles_only |= single;
        if column > 0 && (column + block.width() > last || new_kind) {
            top += shelf + pitch;
            (column, shelf) = (0, 0.0);
        }
        put(block, column, top);
        column += block.width();
        shelf = shelf.max(block.bottom);
    }
    places
}
