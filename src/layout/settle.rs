//! Large maps: the order and the heights of the cards in their columns, found together.
//!
//! A first guess is the smoothest way to lay the parties along a line across the flow: the slowest eigenvector of the
//! handoffs' Laplacian (Hall 1970; Koren 2005) that runs neither one way for all nor along the levels. Then, column by
//! column and to and fro (Sugiyama, Tagawa and Toda 1981), each party goes to where its neighbours are on average,
//! with the room that cards need: sorted by that wish, the nearest heights at least a pitch apart are an isotonic
//! regression, solved by pooling adjacent violators (Ayer and others 1955; de Leeuw, Hornik and Mair 2009).
//!
//! Long handoffs have no stand-ins here: lines are drawn straight or around cards, and a short line up or down is
//! what crosses least, however many columns it passes.
//!
//! Where several answers are as good, what a party is called decides and not its number, so that one party more or
//! less leaves most others about where they were, even where the map is laid out anew.

use super::{columns::Columns, coordinates::isotonic, graph::Graph, progress::Progress};

/// From one card's centre to the next in a column. Handoffs pass between cards: with less room, two to three times as
/// many would run behind cards.
pub const PITCH: f64 = 150.0;

/// No card stands farther from the middle than the outermost of the fullest column would, had it so many times the room
/// that it needs. Without such a bound, columns drift apart, and the map gets much higher than any of them.
pub const PLAY: f64 = 1.1;

/// What share of the room that a column leaves it may use, up and down alike. With all of it, columns that are not full
/// stick out above some and below others, and the map has no edge.
const SHARE: f64 = 0.7;

/// Steps towards the eigenvector. The rest is done better by the sweeps.
const SMOOTHING: usize = 40;

/// How often the columns are gone through.
const SWEEPS: usize = 12;

/// The height of each party, the topmost at 0; `None` where nobody waits for it any more.
pub fn heights(graph: &Graph, columns: &Columns, levels: &[f64], progress: &mut Progress<'_>) -> Option<Vec<f64>> {
    let near = Near::of(graph);
    let mut height = smooth(&near, &graph.lot, levels, &mut progress.part(0.0, 0.4))?;
    let mut order = vec![Vec::new(); columns.of.iter().max().map_or(0, |last| last + 1)];
    for (party, &column) in columns.of.iter().enumerate() {
        order[column].push(party);
    }
    for column in &mut order {
        column.sort_by(|&a, &b| height[a].total_cmp(&height[b]).then(a.cmp(&b)));
        let middle = (column.len() as f64 - 1.0) / 2.0;
        for (k, &party) in column.iter().enumerate() {
            height[party] = (k as f64 - middle) * PITCH;
        }
    }
    let fullest = order.iter().map(Vec::len).max().unwrap_or(0);
    let reach = if columns.are_even() {
        PLAY * PITCH * fullest.saturating_sub(1) as f64 / 2.0
    } else {
        f64::INFINITY
    };
    let mut wishes = Vec::new();
    for sweep in 0..SWEEPS {
        progress.at(0.4 + 0.6 * sweep as f32 / SWEEPS as f32)?;
        for step in 0..order.len() {
            let column = if sweep % 2 == 0 { step } else { order.len() - 1 - step };
            settle(&mut order[column], &near, &mut height, &mut wishes, reach);
        }
    }
    let top = height.iter().copied().fold(f64::MAX, f64::min);
    for height in &mut height {
        *height -= top;
    }
    Some(height)
}

/// Neighbours one after the other, for quick reading: where those of each party start, and how strongly they pull.
struct Near {
    start: Vec<usize>,
    all: Vec<(u32, f64)>,
    /// The sum at each party.
    weight: Vec<f64>,
}

impl Near {
    fn of(graph: &Graph) -> Self {
        let mut start = Vec::with_capacity(graph.len() + 1);
        let mut all = Vec::with_capacity(2 * graph.edges.len());
        start.push(0);
        for near in &graph.near {
            // An important handoff is to be short, but two unimportant ones cross as many lines.
            all.extend(near.iter().map(|near| (near.party as u32, near.weight.sqrt())));
            start.push(all.len());
        }
        let sum = |pair: &[usize]| all[pair[0]..pair[1]].iter().map(|(_, weight)| weight).sum();
        let weight = start.windows(2).map(sum).collect();
        Self { start, all, weight }
    }

    /// The mean of the neighbours' values.
    fn mean(&self, party: usize, values: &[f64]) -> Option<f64> {
        let near = &self.all[self.start[party]..self.start[party + 1]];
        let sum: f64 = near
            .iter()
            .map(|&(other, weight)| weight * values[other as usize])
            .sum();
        (self.weight[party] > 0.0).then(|| sum / self.weight[party])
    }
}

/// Puts one column where its neighbours are, no card farther from the middle than `reach`, which is no less
/// than half its length.
fn settle(column: &mut [usize], near: &Near, height: &mut [f64], wishes: &mut Vec<(f64, usize)>, reach: f64) {
    wishes.clear();
    wishes.extend(
        column
            .iter()
            .map(|&party| (near.mean(party, height).unwrap_or(height[party]), party)),
    );
    // Equal wishes keep their order.
    wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let free: Vec<f64> = wishes
        .iter()
        .enumerate()
        .map(|(k, wish)| wish.0 - k as f64 * PITCH)
        .collect();
    let weights: Vec<f64> = wishes.iter().map(|&(_, party)| near.weight[party].max(0.1)).collect();
    let length = wishes.len().saturating_sub(1) as f64 * PITCH;
    let reach = length / 2.0 + (reach - length / 2.0) * SHARE;
    // Cut off at the bounds, the answer is still the nearest one.
    for (k, (settled, &(_, party))) in isotonic(&free, &weights).into_iter().zip(&*wishes).enumerate() {
        column[k] = party;
        height[party] = settled.clamp(-reach, reach - length) + k as f64 * PITCH;
    }
}

/// Numbers that vary as little as they can from neighbour to neighbour, across the flow. They start from the parties'
/// lots.
fn smooth(near: &Near, lots: &[f64], levels: &[f64], progress: &mut Progress<'_>) -> Option<Vec<f64>> {
    let count = levels.len();
    let mut value = lots.to_vec();
    let mut next = value.clone();
    let whole: f64 = near.weight.iter().sum();
    let mean_level = levels
        .iter()
        .zip(&near.weight)
        .map(|(level, weight)| level * weight)
        .sum::<f64>()
        / whole;
    let along: Vec<f64> = levels.iter().map(|level| level - mean_level).collect();
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).zip(&near.weight).map(|((a, b), w)| a * b * w).sum() };
    let spread = dot(&along, &along);
    for step in 0..=SMOOTHING {
        if step % 10 == 0 {
            progress.at(step as f32 / SMOOTHING as f32)?;
        }
        let mean = value
            .iter()
            .zip(&near.weight)
            .map(|(value, weight)| value * weight)
            .sum::<f64>()
            / whole;
        let tilt = if spread > 1e-9 {
            dot(&value, &along) / spread
        } else {
            0.0
        };
        for (value, along) in value.iter_mut().zip(&along) {
            *value -= mean + tilt * along;
        }
        let size = (dot(&value, &value) / whole).sqrt().max(1e-12);
        for value in &mut value {
            *value /= size;
        }
        if step < SMOOTHING {
            for party in 0..count {
                let around = near.mean(party, &value).unwrap_or(value[party]);
                next[party] = f64::midpoint(value[party], around);
            }
            std::mem::swap(&mut value, &mut next);
        }
    }
    Some(value)
}
