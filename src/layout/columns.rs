//! In which column each party stands: providers left of those whom they serve, paying customers last.
//!
//! The columns start from the trophic levels and are then improved by moving one party at a time, as long
//! as that lets more handoffs run one step to the right without crowding a column. The first place of a party in a large
//! map goes by the rank of its level, because levels gather around the middle. Where a map is too large to be read as a
//! whole, its columns are then made about equally high (`even.rs`).

use std::ops::Range;

use super::{even, graph::Graph};

/// What a handoff costs within a column. One step to the right is best and costs nothing, one to the left costs 1.
const UPRIGHT: f64 = 0.55;

/// What a party's handoffs meet in a column: their weight, and the weight of those that end there.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    weight: f64,
    receives: f64,
}

/// What all handoffs of a party cost, were it in each of the columns. Skipping columns is bad because cards lie in the
/// way: `skipping` is what each costs. Sums are carried from column to column, so that it takes no longer for a party
/// with many neighbours.
fn costs(at: &[Met], skipping: f64, costs: &mut [f64]) {
    let (mut whole, mut reach, mut gives_right) = (0.0, 0.0, 0.0);
    for (column, met) in at.iter().enumerate() {
        whole += met.weight;
        reach += met.weight * column as f64;
        gives_right += met.weight - met.receives;
    }
    let (mut left, mut received_left) = (0.0, 0.0);
    for (met, cost) in at.iter().zip(costs) {
        gives_right -= met.weight - met.receives;
        *cost = skipping * (reach - whole + met.weight) + UPRIGHT * met.weight + received_left + gives_right;
        left += met.weight;
        received_left += met.receives;
        reach += 2.0 * left - whole;
    }
}

/// By what columns are improved.
struct Rules<'a> {
    small: bool,
    /// From how many parties on a column is crowded, and what each more costs.
    full: usize,
    crowding: f64,
    /// What each column costs that is skipped.
    skipping: f64,
    /// No column gets more than so many.
    most: usize,
    /// It is over when fewer than one party in so many moved.
    calm: usize,
    /// Columns from before: who stood left of somebody whom they serve has to stay so.
    keeps: Option<&'a [usize]>,
}

impl Rules<'_> {
    fn of(graph: &Graph, parties: usize, inner: usize, small: bool) -> Self {
        let weight: f64 = graph.edges.iter().map(|edge| edge.weight).sum();
        let usual = 2.0 * weight / graph.len() as f64;
        let most = if small {
            usize::MAX
        } else {
            let full = if parties <= READ { FULL_TO_READ } else { FULL };
            (full * parties as f64 / inner as f64).ceil() as usize
        };
        let (full, skipping) = if small { (fullest(parties), 0.3) } else { (0, 0.2) };
        Self {
            small,
            full,
            crowding: 0.25 * usual * inner as f64 / graph.len() as f64,
            skipping,
            most,
            calm: if parties <= READ { 200 } else { 25 },
            keeps: None,
        }
    }

    /// The columns that a party may go to, from `of` where everybody is.
    fn open(&self, graph: &Graph, of: &[usize], party: usize, inner: usize) -> Range<usize> {
        let (mut first, mut end) = (0, inner);
        if let Some(before) = self.keeps {
            for near in &graph.near[party] {
                if near.receives && before[party] < before[near.party] {
                    end = end.min(of[near.party]);
                } else if !near.receives && before[near.party] < before[party] {
                    first = first.max(of[near.party] + 1);
                }
            }
        }
        first..end
    }
}

/// The columns of one connected map.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The column of each party, from 0.
    pub of: Vec<usize>,
    /// How many columns there are before the customers'. Paying customers stand in the one with this number; where
    /// there are very many of them, also in those after it.
    pub inner: usize,
}

/// So many customers may stand in one column in any case. Where there are more, a column of them holds no more than two
/// usual columns do (hardly more than one where columns are about equally high), and no more than twice as many as there would be columns of them.
pub const MOST_CUSTOMERS: usize = 24;

/// No column of a large map holds more than so many times the usual number, until they are made equally high.
const FULL: f64 = 2.0;

/// The same where there are no more parties than [`READ`]: a map that is seen as a whole is read, and has to fit a screen.
const FULL_TO_READ: f64 = 1.35;

/// The most parties whose names may be read while the whole map is seen.
const READ: usize = 500;

impl Columns {
    /// Chooses columns. `small` keeps to the levels themselves; a large map also spreads parties evenly, because
    /// its levels gather around the middle.
    pub fn choose(graph: &Graph, levels: &[f64], small: bool) -> Self {
        let mut order: Vec<usize> = (0..graph.len()).filter(|&party| !graph.customer[party]).collect();
        order.sort_by(|&a, &b| levels[a].total_cmp(&levels[b]).then(a.cmp(&b)));
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else {
            let mut columns = Self {
                of: vec![0; graph.len()],
                inner: 0,
            };
            if !small {
                columns.spread_customers(&graph.customer);
            }
            return columns;
        };
        let (lowest, span) = (levels[first], levels[last] - levels[first]);
        let inner = Self::count(order.len(), span, small);
        let share = |level: f64| if span > 1e-9 { (level - lowest) / span } else { 0.0 };
        let mut columns = Self {
            of: vec![inner; graph.len()],
            inner,
        };
        for (rank, &party) in order.iter().enumerate() {
            let share = share(levels[party]);
            let place = if small {
                share * (inner - 1) as f64 + 0.5
            } else {
                (rank as f64 + 0.5) / order.len() as f64 * inner as f64
            };
            columns.of[party] = (place.max(0.0) as usize).min(inner - 1);
        }
        let rules = Rules::of(graph, order.len(), inner, small);
        columns.improve(graph, &order, &rules);
        columns.close_gaps(&graph.customer);
        if !small && columns.are_even() {
            columns.even_out(graph, &mut order);
        }
        if !small {
            columns.spread_customers(&graph.customer);
        }
        columns
    }

    /// Whether there are so many parties, customers aside, that columns of a large map are made about equally high.
    pub fn are_even(&self) -> bool {
        self.of.iter().filter(|column| **column < self.inner).count() > READ
    }

    /// Makes the columns about equally high and the whole wider than high. Whoever stood left of somebody whom they serve
    /// still does.
    fn even_out(&mut self, graph: &Graph, order: &mut [usize]) {
        let coarse = std::mem::take(&mut self.of);
        order.sort_by_key(|&party| coarse[party]);
        let usual = even::usual(order.len());
        (self.of, self.inner) = even::columns(graph, &coarse, order, usual);
        let rules = Rules {
            most: even::fullest(usual),
            crowding: 0.0,
            keeps: Some(&coarse),
            ..Rules::of(graph, order.len(), self.inner, false)
        };
        self.improve(graph, order, &rules);
        self.close_gaps(&graph.customer);
    }

    /// How many columns suit so many parties: the map comes out a little wider than high, and a long chain may
    /// take a few more.
    fn count(parties: usize, span: f64, small: bool) -> usize {
        let parties_f = parties as f64;
        if small {
            let square = parties_f.sqrt().round() as usize;
            let natural = span.round() as usize + 1;
            let fewest = parties.div_ceil(fullest(parties));
            let is_chain = parties * 2 <= natural * 3;
            let most = if is_chain {
                12
            } else {
                (natural + square).div_ceil(2).max(4)
            };
            natural.min(most).max(fewest)
        } else {
            let wide = if parties <= READ { 1.0 } else { 0.85 };
            ((parties_f.sqrt() * wide).round() as usize).max(2)
        }
    }

    fn improve(&mut self, graph: &Graph, order: &[usize], rules: &Rules<'_>) {
        let mut held = vec![0_usize; self.inner];
        for &party in order {
            held[self.of[party]] += 1;
        }
        let mut at = vec![Met::default(); self.inner + 1];
        let mut cost = vec![0.0; self.inner];
        // Who may gain by a move: at first everybody, then those whose neighbours moved. Crowding alone changes too
        // little to look at everybody again, except on a small map.
        let mut restless = vec![true; graph.len()];
        for _ in 0..12 {
            let mut moves = 0;
            for &party in order {
                if !std::mem::replace(&mut restless[party], rules.small) {
                    continue;
                }
                let open = rules.open(graph, &self.of, party, self.inner);
                if open.len() < 2 {
                    continue;
                }
                let now = self.of[party];
                held[now] -= 1;
                // Whoever is farther away than next to the open columns costs as much more in each of them.
                let base = open.start.saturating_sub(1);
                let (at, cost) = (&mut at[..=open.end - base], &mut cost[..open.end - base]);
                at.fill(Met::default());
                for near in &graph.near[party] {
                    let met = &mut at[self.of[near.party].clamp(base, open.end) - base];
                    met.weight += near.weight;
                    if near.receives {
                        met.receives += near.weight;
                    }
                }
                costs(at, rules.skipping, cost);
                let crowded = |column: usize| rules.crowding * (held[column] + 1).saturating_sub(rules.full) as f64;
                // The present column comes first, so that it stays where nothing is gained.
                let mut best = (cost[now - base] + crowded(now), now);
                for column in open {
                    let cost = cost[column - base] + crowded(column);
                    if cost < best.0 - 1e-9 && held[column] < rules.most {
                        best = (cost, column);
                    }
                }
                held[best.1] += 1;
                if best.1 != now {
                    self.of[party] = best.1;
                    moves += 1;
                    for near in &graph.near[party] {
                        restless[near.party] = true;
                    }
                }
            }
            if moves * rules.calm < order.len() {
                break;
            }
        }
    }

    fn spread_customers(&mut self, customer: &[bool]) {
        let count = customer.iter().filter(|customer| **customer).count();
        let usual = (customer.len() - count).div_ceil(self.inner.max(1));
        let many = if self.are_even() {
            even::fullest(usual)
        } else {
            2 * usual
        };
        let most = MOST_CUSTOMERS.max(many).max(2 * count.isqrt());
        let wide = count.div_ceil(most).max(1);
        let customers = self.of.iter_mut().zip(customer).filter(|(_, customer)| **customer);
        for (k, (column, _)) in customers.enumerate() {
            *column = self.inner + k % wide;
        }
    }

    /// Takes out columns in which nobody stands.
    pub fn close_gaps(&mut self, customer: &[bool]) {
        let mut used = vec![false; self.inner];
        for (column, _) in self.of.iter().zip(customer).filter(|(_, customer)| !**customer) {
            used[*column] = true;
        }
        let mut number = Vec::with_capacity(self.inner + 1);
        let mut next = 0;
        for used in used {
            number.push(next);
            next += usize::from(used);
        }
        number.push(next);
        self.inner = next;
        for column in &mut self.of {
            *column = number[*column];
        }
    }
}

/// How many parties of a small map may stand in one column before it counts as crowded.
fn fullest(parties: usize) -> usize {
    ((parties as f64).sqrt() * 1.2).round().max(6.0) as usize
}

#[cfg(test)]
mod tests {
    use super::{
        super::{graph::Edge, levels::levels},
        *,
    };

    fn check(customer: &[bool], edges: &[(usize, usize)], expected: &[usize]) {
        let edges = edges.iter().map(|&(from, to)| Edge { from, to, weight: 2.0 }).collect();
        let graph = Graph::new(customer.to_vec(), edges);
        assert_eq!(Columns::choose(&graph, &levels(&graph), true).of, expected);
    }

    #[test]
    fn a_chain_takes_one_column_a_party() {
        check(&[false, false, false, true], &[(0, 1), (1, 2), (2, 3)], &[0, 1, 2, 3]);
    }

    #[test]
    fn providers_of_one_customer_stand_above_each_other() {
        check(&[true, false, false, false], &[(1, 0), (2, 0), (3, 0)], &[1, 0, 0, 0]);
    }

    #[test]
    fn customers_alone_need_no_column_before_theirs() {
        check(&[true, true], &[(0, 1)], &[0, 0]);
    }
}
