//! In which column each party stands: providers left of those whom they serve, paying customers last.
//!
//! The columns start from the trophic levels and are then improved by moving one party at a time, as long
//! as that lets more handoffs run one step to the right without crowding a column.

use std::cmp::Ordering;

use super::graph::Graph;

/// What a handoff costs that runs from one column to another: one step to the right is best, a step within
/// the column is half as bad as one backwards, and skipping columns is bad because cards lie in the way.
pub fn reach(from: usize, to: usize, skipping: f64) -> f64 {
    match to.cmp(&from) {
        Ordering::Greater => skipping * (to - from - 1) as f64,
        Ordering::Equal => 0.55,
        Ordering::Less => 1.0 + skipping * (from - to - 1) as f64,
    }
}

/// The columns of one connected map.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The column of each party, from 0.
    pub of: Vec<usize>,
    /// How many columns there are before the customers'. Paying customers stand in the one with this number.
    pub inner: usize,
}

impl Columns {
    /// Chooses columns. `small` keeps to the levels themselves; a large map also spreads parties evenly, because
    /// its levels gather around the middle.
    pub fn choose(graph: &Graph, levels: &[f64], small: bool) -> Self {
        let mut order: Vec<usize> = (0..graph.len()).filter(|&party| !graph.customer[party]).collect();
        order.sort_by(|&a, &b| levels[a].total_cmp(&levels[b]).then(a.cmp(&b)));
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else {
            return Self {
                of: vec![0; graph.len()],
                inner: 0,
            };
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
                f64::midpoint(share, (rank as f64 + 0.5) / order.len() as f64) * inner as f64
            };
            columns.of[party] = (place.max(0.0) as usize).min(inner - 1);
        }
        columns.improve(graph, &order, small);
        columns.close_gaps(&graph.customer);
        columns
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
            ((parties_f.sqrt() * 0.72).round() as usize).clamp(2, 40)
        }
    }

    fn improve(&mut self, graph: &Graph, order: &[usize], small: bool) {
        let mut held = vec![0_usize; self.inner];
        for &party in order {
            held[self.of[party]] += 1;
        }
        let (full, skipping) = if small { (fullest(order.len()), 0.3) } else { (0, 0.08) };
        let weight: f64 = graph.edges.iter().map(|edge| edge.weight).sum();
        let usual = 2.0 * weight / graph.len() as f64;
        let crowding = 0.25 * usual * self.inner as f64 / graph.len() as f64;
        for _ in 0..12 {
            let mut moves = 0;
            for &party in order {
                let now = self.of[party];
                held[now] -= 1;
                let mut best = (f64::MAX, now);
                // The present column comes first, so that it stays where nothing is gained.
                for column in std::iter::once(now).chain(0..self.inner) {
                    let mut cost = crowding * (held[column] + 1).saturating_sub(full) as f64;
                    for near in &graph.near[party] {
                        let there = self.of[near.party];
                        let reach = if near.receives {
                            reach(column, there, skipping)
                        } else {
                            reach(there, column, skipping)
                        };
                        cost += near.weight * reach;
                    }
                    if cost < best.0 - 1e-9 {
                        best = (cost, column);
                    }
                }
                held[best.1] += 1;
                self.of[party] = best.1;
                moves += usize::from(best.1 != now);
            }
            if moves * 200 < order.len() {
                break;
            }
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
