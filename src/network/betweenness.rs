//! Betweenness: how many of the shortest ways through the org lead over a party.

use std::hint::select_unpredictable;

use super::Graph;

/// A party that the search has not come to.
const FAR: u32 = u32::MAX;

/// The search asks after this many steps whether to go on; some hundredths of a second.
const PATIENCE: usize = 1 << 21;

/// From this many shortest ways on, their number is no longer kept as it is: it might not fit.
const MANY: f64 = 1e280;

/// The betweenness of every party, by its number in the graph: for each pair of two other parties, the share of the
/// shortest chains of handoffs from one to the other that lead through this one, summed over all ordered pairs.
/// Neither normalised nor weighted.
///
/// Freeman, A set of measures of centrality based on betweenness, Sociometry 40 (1977); computed exactly as in
/// Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25 (2001). It takes
/// time in proportion to parties × arcs, so `goes_on` is told now and then which share is done, 0 to 1. When it
/// answers no, the search is given up and there is nothing.
pub fn betweenness(graph: &Graph, mut goes_on: impl FnMut(f32) -> bool) -> Option<Vec<f64>> {
    let mut search = Search::new(graph);
    let mut steps = PATIENCE;
    for source in 0..graph.len() {
        if steps >= PATIENCE {
            steps = 0;
            if !goes_on(source as f32 / graph.len() as f32) {
                return None;
            }
        }
        steps += 1 + search.from(source);
    }
    Some(search.between)
}

/// What one search after the other writes into, so that none of them allocates.
struct Search<'a> {
    graph: &'a Graph,
    /// The answer so far.
    between: Vec<f64>,
    /// The parties that the search came to, nearest first. One place more than there are parties, because the place
    /// after the last is written to before it is known whether it is needed; so for the arcs.
    order: Vec<u32>,
    /// The arcs that shortest ways take, nearest first: from, to.
    arcs: Vec<(u32, u32)>,
    out: Vec<Out>,
    back: Vec<Back>,
}

/// What a search knows of a party on the way out.
#[derive(Clone, Copy)]
struct Out {
    /// How many handoffs away it is.
    distance: u32,
    /// How many shortest ways lead to it.
    ways: f64,
}

/// What it knows on the way back.
#[derive(Clone, Copy, Default)]
struct Back {
    /// The party's own share for each way that leads to it.
    own: f64,
    /// What comes from the parties behind it, for each way that leads to it.
    behind: f64,
}

impl Out {
    const NOT: Self = Self {
        distance: FAR,
        ways: 0.0,
    };
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph) -> Self {
        let parties = graph.len();
        Self {
            graph,
            between: vec![0.0; parties],
            order: vec![0; parties + 1],
            arcs: vec![(0, 0); graph.arcs() + 1],
            out: vec![Out::NOT; parties],
            back: vec![Back::default(); parties],
        }
    }

    /// Adds what all ways that begin at this party contribute. Gives the number of steps taken.
    fn from(&mut self, source: usize) -> usize {
        self.out[source] = Out { distance: 0, ways: 1.0 };
        self.order[0] = source as u32;
        let (mut at, mut found, mut taken, mut steps, mut most) = (0, 1, 0, 0, 1.0_f64);
        while at < found {
            let party = self.order[at];
            at += 1;
            let Out { distance, ways } = self.out[party as usize];
            let next = distance + 1;
            most = most.max(ways);
            let customers = self.graph.customers_of(party as usize);
            steps += 1 + customers.len();
            for customer in customers {
                // Which of them are new or nearer cannot be foretold, so nothing here branches.
                let out = &mut self.out[customer];
                let shortest = out.distance >= next;
                self.order[found] = customer as u32;
                found += usize::from(out.distance == FAR);
                self.arcs[taken] = (party, customer as u32);
                taken += usize::from(shortest);
                out.ways += select_unpredictable(shortest, ways, 0.0);
                out.distance = out.distance.min(next);
            }
        }
        if most < MANY {
            self.gather(found, taken);
        } else {
            self.gather_from_many(found);
        }
        for party in &self.order[..found] {
            self.out[*party as usize] = Out::NOT;
        }
        steps
    }

    /// Gathers from the farthest party on how much each one lies between the source and those behind it.
    fn gather(&mut self, found: usize, taken: usize) {
        for party in self.order[..found].iter().map(|party| *party as usize) {
            self.back[party] = Back {
                own: 1.0 / self.out[party].ways,
                behind: 0.0,
            };
        }
        for (from, to) in self.arcs[..taken].iter().rev() {
            let Back { own, behind } = self.back[*to as usize];
            self.back[*from as usize].behind += own + behind;
        }
        for party in self.order[1..found].iter().map(|party| *party as usize) {
            self.between[party] += self.out[party].ways * self.back[party].behind;
        }
    }

    /// The same where a ladder of choices makes more ways than a number can hold: they are counted anew, each as a
    /// number and a power of two. What lies behind a party is here that of all its ways together.
    fn gather_from_many(&mut self, found: usize) {
        let mut ways = vec![Ways::ONE; self.out.len()];
        let order = &self.order[1..found];
        for party in order.iter().map(|party| *party as usize) {
            let distance = self.out[party].distance;
            let before = self.graph.providers_of(party);
            let before = before.filter(|provider| self.out[*provider].distance == distance - 1);
            ways[party] = Ways::sum(before.map(|provider| ways[provider]));
        }
        for party in order.iter().rev().map(|party| *party as usize) {
            let distance = self.out[party].distance;
            let mut behind = 0.0;
            for customer in self.graph.customers_of(party) {
                if self.out[customer].distance == distance + 1 {
                    behind += ways[party].share_of(ways[customer]) * (1.0 + self.back[customer].behind);
                }
            }
            self.between[party] += behind;
            self.back[party].behind = behind;
        }
    }
}

/// A number of ways, `digits` × 2^`power`, with digits from 1 to 2.
#[derive(Clone, Copy)]
struct Ways {
    digits: f64,
    power: u32,
}

impl Ways {
    const ONE: Self = Self { digits: 1.0, power: 0 };

    fn sum(all: impl Iterator<Item = Self> + Clone) -> Self {
        let power = all.clone().map(|ways| ways.power).max().unwrap_or(0);
        let mut sum = Self {
            digits: all.map(|ways| ways.digits * halved(power - ways.power)).sum(),
            power,
        };
        while sum.digits >= 2.0 {
            sum.digits /= 2.0;
            sum.power += 1;
        }
        sum
    }

    /// Which share of `all` these are; they are among them.
    fn share_of(self, all: Self) -> f64 {
        self.digits / all.digits * halved(all.power.saturating_sub(self.power))
    }
}

/// 2^−`times`, exactly, and 0 where that is too small to matter.
fn halved(times: u32) -> f64 {
    if times < 1022 {
        f64::from_bits(u64::from(1023 - times) << 52)
    } else {
        0.0
    }
}
