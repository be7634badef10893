//! Flow to the customer: providers to the left, the paying customer to the right.
//!
//! Each group of parties that hang together is laid out by itself: trophic levels, columns, order within the
//! columns, heights. A small map is put on a grid after that (`tidy.rs`), a large one is not: there, order and heights
//! are found together (`settle.rs`), columns are kept from growing into towers, and a map of more than five hundred is
//! made to suit a screen (`even.rs`). Groups that
//! reach a paying customer stand above each other, all customers in one last column; the others, and parties without
//! any handoff, fill shelves below.

use std::collections::BTreeMap;

use super::{
    CARD_HEIGHT, COLUMN_PITCH, Point, Positions, ROW_PITCH, SMALL,
    columns::{Columns, MOST_CUSTOMERS},
    coordinates,
    graph::Graph,
    levels::levels,
    order::Ordered,
    progress::Progress,
    settle, tidy,
};
use crate::org::Org;

/// From one column to the next on a large map, where many handoffs need room between them.
pub const WIDE_PITCH: f64 = 270.0;

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
/// (1981) and, on small maps, Gansner and others (1993); heights are isotonic regressions (de Leeuw, Hornik and Mair
/// 2009). It takes time about proportional to handoffs.
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
        let height: Vec<f64> = if small {
            let ordered = Ordered::find(&part, &columns, &mut progress.part(0.2, 0.8))?;
            progress.at(0.8)?;
            let heights = coordinates::heights(&ordered);
            let rows = tidy::rows(&part, &mut columns, &ordered, &heights);
            rows.into_iter().map(|row| row as f64 * f64::from(ROW_PITCH)).collect()
        } else {
            settle::heights(&part, &columns, &levels, &mut progress.part(0.2, 1.0))?
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
        self.column.iter().max().map_or(1, |last| last + 1)
    }
}

/// A large map is no more than so many times as high as it is wide, where that can be had by packing it otherwise.
const SLIMMEST: f64 = 2.0;

/// How often that is tried, each time a quarter wider.
const MOST_TRIES: usize = 24;

/// The column and height of each party.
///
/// A large map that would be a tower, because much of it does not hang together, gets more room to the side: groups
/// with customers stand in several strips, the others on longer shelves.
fn pack(mut blocks: Vec<Block>, parties: usize, small: bool) -> BTreeMap<usize, (usize, f64)> {
    // The largest first; groups of one size stay in the order of their parties.
    blocks.sort_by_key(|block| std::cmp::Reverse(block.members.len()));
    let (mut strips, mut widest) = (1, 0);
    for _ in 0..if small { 0 } else { MOST_TRIES } {
        let packed = packed(&blocks, parties, small, strips, widest);
        let most = packed.wide as f64 * WIDE_PITCH * SLIMMEST;
        if packed.served.max(packed.high) + f64::from(CARD_HEIGHT) <= most {
            break;
        }
        // All customers at the right end is worth more than the shape of a map that is not high.
        if packed.served > most.max(MOST_CUSTOMERS as f64 * row_pitch(small)) {
            strips += strips.div_ceil(4);
        } else {
            widest = packed.wide + packed.wide.div_ceil(4);
        }
    }
    packed(&blocks, parties, small, strips, widest).places
}

/// Where everything stands.
struct Packed {
    /// The column and height of each party.
    places: BTreeMap<usize, (usize, f64)>,
    /// How many columns that takes.
    wide: usize,
    high: f64,
    /// How high the groups with customers are, all together.
    served: f64,
}

/// Packs the groups into so many strips, shelves at least so wide.
fn packed(blocks: &[Block], parties: usize, small: bool, strips: usize, at_least: usize) -> Packed {
    let pitch = row_pitch(small);
    let mut places = BTreeMap::new();
    let (mut wide, mut high) = (0, 0.0_f64);
    let mut put = |block: &Block, column: usize, top: f64| {
        for (k, &party) in block.members.iter().enumerate() {
            places.insert(party, (column + block.column[k], top + block.height[k]));
        }
        wide = wide.max(column + block.width());
        high = high.max(top + block.bottom);
    };
    let (served, others): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(|block| block.with_customer);
    let (unserved, served): (Vec<&Block>, Vec<&Block>) = served.iter().partition(|block| block.members.len() == 1);
    let inner = blocks.iter().map(|block| block.inner).max().unwrap_or(0);
    // Where there is much to put on shelves, the map is about as wide as it is high.
    let share = if small { 1.4 } else { 0.8 };
    let square = ((parties as f64 * share).sqrt().round() as usize).max(1);
    let to_shelve: usize = others.iter().map(|block| block.width()).sum();
    let most = if served.is_empty() { square } else { 4 };
    let shelf_width = inner.max(most.min(square).min(to_shelve)).max(at_least.min(to_shelve));

    // All customers of a strip in one last column, or where that begins.
    let last = if strips > 1 { inner } else { shelf_width };
    let strip_width = last
        + served
            .iter()
            .map(|block| block.width() - block.inner)
            .max()
            .unwrap_or(1)
        + 1;
    let mut tops = vec![0.0_f64; strips];
    let mut next_customer = 0.0_f64;
    for block in &served {
        let shortest = (0..strips).fold(0, |best, strip| if tops[strip] < tops[best] { strip } else { best });
        put(block, shortest * strip_width + last - block.inner, tops[shortest]);
        if shortest + 1 == strips {
            let customers = block.column.iter().zip(&block.height);
            let lowest = customers
                .filter(|&(&column, _)| column >= block.inner)
                .fold(0.0, |low: f64, (_, &height)| low.max(height));
            next_customer = tops[shortest] + lowest + pitch;
        }
        tops[shortest] += block.bottom + pitch;
    }
    let mut top = tops.iter().copied().fold(0.0, f64::max);
    let served = top;
    // Customers whom nobody serves yet stand below the others, or beside them where they are many.
    let mut customers = (strips - 1) * strip_width + last;
    let mut rows = usize::MAX;
    if !small && unserved.len() > MOST_CUSTOMERS {
        (customers, next_customer) = (strips * strip_width, 0.0);
        rows = square.max(MOST_CUSTOMERS).max((top / pitch) as usize);
    }
    for (k, block) in unserved.iter().enumerate() {
        put(block, customers + k / rows, next_customer + (k % rows) as f64 * pitch);
    }
    let (mut column, mut shelf) = (0, 0.0_f64);
    let mut singles_only = false;
    for block in &others {
        // Parties without a handoff begin a shelf of their own.
        let single = block.members.len() == 1;
        let new_kind = single && !singles_only && column > 0;
        singles_only |= single;
        if column > 0 && (column + block.width() > shelf_width || new_kind) {
            top += shelf + pitch;
            (column, shelf) = (0, 0.0);
        }
        put(block, column, top);
        column += block.width();
        shelf = shelf.max(block.bottom);
    }
    Packed {
        places,
        wide,
        high,
        served,
    }
}
