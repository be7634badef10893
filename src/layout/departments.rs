//! Departments beside each other, each a block of its own, providers to the left of those whom they serve.
//!
//! Inside a block stands a small flow map of the department. Blocks are put into columns along the same trophic levels
//! that order the flow map (`MacKay`, Johnson and Sansom 2020), here of the departments as wholes; columns are filled
//! to about one height, so that the map is a little wider than high, and ordered by barycentre sweeps (Sugiyama,
//! Tagawa and Toda 1981). Blocks never overlap, and so no card does. It takes time about proportional to handoffs.

use std::collections::BTreeMap;

use super::{
    CARD_HEIGHT, CARD_WIDTH, Point, Positions,
    flow::{self, tenths},
    graph::Graph,
    groups::heads,
    levels::levels,
    progress::Progress,
};
use crate::org::{Org, PartyId};

/// Between the hull of a block and its cards.
pub const HULL: f32 = 26.0;

/// Above the cards, for the name of the department.
pub const TITLE: f32 = 34.0;

/// Between blocks, at least.
const GAP: f64 = 90.0;

/// Between blocks, as a share of the side of one: larger ones need more, to be told apart from afar.
const GAP_SHARE: f64 = 0.32;

/// How much wider than high the map is to be.
const ASPECT: f64 = 1.5;

/// What share of the time goes into the insides of blocks.
const INSIDE: f32 = 0.9;

/// How often the order within columns is improved.
const SWEEPS: usize = 12;

struct Block {
    members: Vec<usize>,
    /// The centre of each member's card, from the block's upper left corner.
    at: Vec<Point>,
    width: f64,
    height: f64,
    customer: bool,
}

/// Lays the whole map out in departments. Parties that belong to none are blocks of one.
#[must_use]
pub fn departments(org: &Org) -> Positions {
    departments_with(org, &mut |_| true).unwrap_or_default()
}

/// The same, told now and then what share of the work is done, from 0 to 1; `None` where `goes_on` said no.
#[must_use]
pub fn departments_with(org: &Org, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    let (ids, graph) = Graph::of(org);
    let heads = heads(org);
    let mut members: BTreeMap<&PartyId, Vec<usize>> = BTreeMap::new();
    for (number, id) in ids.iter().enumerate() {
        members.entry(heads.get(id).unwrap_or(id)).or_default().push(number);
    }
    let mut blocks = Vec::with_capacity(members.len());
    let mut done = 0;
    for members in members.into_values() {
        if !goes_on(INSIDE * done as f32 / ids.len() as f32) {
            return None;
        }
        done += members.len();
        blocks.push(Block::of(&graph, members, ids.len()));
    }
    let mut of = vec![0; ids.len()];
    for (k, block) in blocks.iter().enumerate() {
        for &member in &block.members {
            of[member] = k;
        }
    }
    if !goes_on(INSIDE) {
        return None;
    }
    let customer = blocks.iter().map(|block| block.customer).collect();
    let corners = corners(&blocks, &graph.gathered(&of, customer));
    let mut places = vec![Point::default(); ids.len()];
    for (block, (left, top)) in blocks.iter().zip(corners) {
        for (&member, at) in block.members.iter().zip(&block.at) {
            places[member] = Point::new(tenths(left + f64::from(at.x)), tenths(top + f64::from(at.y)));
        }
    }
    Some(ids.into_iter().zip(places).collect())
}

impl Block {
    fn of(graph: &Graph, members: Vec<usize>, parties: usize) -> Self {
        let customer = members.iter().any(|&party| graph.customer[party]);
        let mut never_stops = |_| true;
        let inside = flow::inside(&graph.part(&members), parties, &mut Progress::new(&mut never_stops));
        let inside = inside.unwrap_or_default();
        let (mut low, mut high) = (Point::new(f32::MAX, f32::MAX), Point::new(f32::MIN, f32::MIN));
        for at in &inside {
            low = Point::new(low.x.min(at.x), low.y.min(at.y));
            high = Point::new(high.x.max(at.x), high.y.max(at.y));
        }
        // A party by itself has no hull around it.
        let (hull, title) = if members.len() > 1 { (HULL, TITLE) } else { (0.0, 0.0) };
        let corner = low - Point::new(CARD_WIDTH / 2.0 + hull, CARD_HEIGHT / 2.0 + hull + title);
        Self {
            at: inside.into_iter().map(|at| at - corner).collect(),
            width: f64::from(high.x - low.x + CARD_WIDTH + 2.0 * hull),
            height: f64::from(high.y - low.y + CARD_HEIGHT + 2.0 * hull + title),
            members,
            customer,
        }
    }
}

/// The gap that suits these blocks: departments are compared, not parties by themselves.
fn gap(blocks: &[Block]) -> f64 {
    let departments = || blocks.iter().filter(|block| block.members.len() > 1);
    let area: f64 = departments().map(|block| block.width * block.height).sum();
    let side = (area / departments().count().max(1) as f64).sqrt();
    (side * GAP_SHARE).max(GAP)
}

/// The upper left corner of each block.
fn corners(blocks: &[Block], between: &Graph) -> Vec<(f64, f64)> {
    let gap = gap(blocks);
    let mut columns = columns(blocks, between, gap);
    let mut top = vec![0.0; blocks.len()];
    stack(&columns, blocks, gap, &mut top);
    let mut best = (reach(between, blocks, &top), columns.clone());
    for sweep in 0..SWEEPS {
        let count = columns.len();
        for step in 0..count {
            let column = if sweep % 2 == 0 { step } else { count - 1 - step };
            let wish = |block: usize| {
                let near = &between.near[block];
                let weight: f64 = near.iter().map(|near| near.weight).sum();
                let middle = |k: usize| top[k] + blocks[k].height / 2.0;
                let sum: f64 = near.iter().map(|near| near.weight * middle(near.party)).sum();
                if weight > 0.0 { sum / weight } else { middle(block) }
            };
            let mut wishes: Vec<(f64, usize)> = columns[column].iter().map(|&block| (wish(block), block)).collect();
            wishes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            columns[column] = wishes.into_iter().map(|(_, block)| block).collect();
            stack(&columns[column..=column], blocks, gap, &mut top);
        }
        let reach = reach(between, blocks, &top);
        if reach < best.0 {
            best = (reach, columns.clone());
        }
    }
    let columns = best.1;
    stack(&columns, blocks, gap, &mut top);
    let mut left = vec![0.0; blocks.len()];
    let mut x = 0.0;
    for column in &columns {
        let widest = column
            .iter()
            .fold(0.0_f64, |widest, &block| widest.max(blocks[block].width));
        for &block in column {
            left[block] = x + (widest - blocks[block].width) / 2.0;
        }
        x += widest + gap;
    }
    left.into_iter().zip(top).collect()
}

/// Blocks one below the other, each column around the same middle.
fn stack(columns: &[Vec<usize>], blocks: &[Block], gap: f64, top: &mut [f64]) {
    for column in columns {
        let whole: f64 = column.iter().map(|&block| blocks[block].height + gap).sum::<f64>() - gap;
        let mut y = -whole / 2.0;
        for &block in column {
            top[block] = y;
            y += blocks[block].height + gap;
        }
    }
}

/// How far handoffs between blocks reach up or down, all together.
fn reach(between: &Graph, blocks: &[Block], top: &[f64]) -> f64 {
    let middle = |k: usize| top[k] + blocks[k].height / 2.0;
    between
        .edges
        .iter()
        .map(|edge| edge.weight * (middle(edge.from) - middle(edge.to)).abs())
        .sum()
}

/// The blocks of each column: along their levels, each column as high as suits the whole; paying customers last.
fn columns(blocks: &[Block], between: &Graph, gap: f64) -> Vec<Vec<usize>> {
    let mut level = vec![0.0; blocks.len()];
    for component in between.components() {
        if component.len() > 1 {
            let found = levels(&between.part(&component));
            for (&block, found) in component.iter().zip(found) {
                level[block] = found;
            }
        }
    }
    let mut inner: Vec<usize> = (0..blocks.len()).filter(|&k| !blocks[k].customer).collect();
    inner.sort_by(|&a, &b| level[a].total_cmp(&level[b]).then(a.cmp(&b)));
    let area: f64 = blocks.iter().map(|b| (b.width + gap) * (b.height + gap)).sum();
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let high = (area / ASPECT).sqrt().max(tallest + gap);
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let mut filled = f64::INFINITY;
    for block in inner {
        let more = blocks[block].height + gap;
        // A column may be overfull by less than it would be short without.
        if filled + more / 2.0 > high {
            columns.push(Vec::new());
            filled = 0.0;
        }
        if let Some(column) = columns.last_mut() {
            column.push(block);
            filled += more;
        }
    }
    let customers: Vec<usize> = (0..blocks.len()).filter(|&k| blocks[k].customer).collect();
    if !customers.is_empty() {
        columns.push(customers);
    }
    columns
}
