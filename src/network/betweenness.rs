//! Betweenness: how many of the shortest ways through the org lead over a party.

use super::Graph;

/// A party that the search has not come to.
const FAR: u32 = u32::MAX;

/// The search asks after this many steps whether to go on; some hundredths of a second.
const PATIENCE: usize = 1 << 22;

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
    /// The parties that the search came to, nearest first.
    order: Vec<u32>,
    /// How many handoffs away each party is.
    distance: Vec<u32>,
    /// How many shortest ways lead to it.
    ways: Vec<f64>,
    /// What it passes back to each party before it, for each of that party's ways.
    owed: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a Graph) -> Self {
        let parties = graph.len();
        Self {
            graph,
            between: vec![0.0; parties],
            order: Vec::with_capacity(parties),
            distance: vec![FAR; parties],
            ways: vec![0.0; parties],
            owed: vec![0.0; parties],
        }
    }

    /// Adds what all ways that begin at this party contribute. Gives the number of steps taken.
    fn from(&mut self, source: usize) -> usize {
        for party in self.order.drain(..) {
            self.distance[party as usize] = FAR;
        }
        self.distance[source] = 0;
        self.ways[source] = 1.0;
        self.order.push(source as u32);
        let (mut at, mut steps, mut most) = (0, 0, 1.0_f64);
        while let Some(party) = self.order.get(at).map(|party| *party as usize) {
            at += 1;
            let (next, ways) = (self.distance[party] + 1, self.ways[party]);
            most = most.max(ways);
            let customers = self.graph.customers_of(party);
            steps += 1 + customers.len();
            for customer in customers {
                if self.distance[customer] == FAR {
                    self.distance[customer] = next;
                    self.ways[customer] = ways;
                    self.order.push(customer as u32);
                } else if self.distance[customer] == next {
                    self.ways[customer] += ways;
                }
            }
        }
        if most < MANY {
            self.back();
        } else {
            self.back_from_many();
        }
        2 * steps
    }

    /// Gathers from the farthest party on how much each one lies between the source and those behind it.
    fn back(&mut self) {
        for party in self.order.iter().skip(1).rev().map(|party| *party as usize) {
            let next = self.distance[party] + 1;
            let mut sum = 0.0;
            for customer in self.graph.customers_of(party) {
                if self.distance[customer] == next {
                    sum += self.owed[customer];
                }
            }
            let ways = self.ways[party];
            let between = ways * sum;
            self.between[party] += between;
            self.owed[party] = (1.0 + between) / ways;
        }
    }

    /// The same where a ladder of choices makes more ways than a number can hold: they are counted anew as a number
    /// and a power of two.
    fn back_from_many(&mut self) {
        let mut ways = vec![Ways::ONE; self.distance.len()];
        for party in self.order.iter().skip(1).map(|party| *party as usize) {
            let before = self.graph.providers_of(party).filter(|provider| {
                self.distance[*provider] != FAR && self.distance[*provider] + 1 == self.distance[party]
            });
            ways[party] = Ways::sum(before.map(|provider| ways[provider]));
        }
        for party in self.order.iter().skip(1).rev().map(|party| *party as usize) {
            let next = self.distance[party] + 1;
            let mut between = 0.0;
            for customer in self.graph.customers_of(party) {
                if self.distance[customer] == next {
                    // `owed` is here what it is in the definition: one and what lies behind.
                    between += ways[party].share_of(ways[customer]) * self.owed[customer];
                }
            }
            self.between[party] += between;
            self.owed[party] = 1.0 + between;
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
