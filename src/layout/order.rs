//! In which order the parties of a column stand, so that few handoffs cross.
//!
//! A handoff that skips columns gets a stand-in in each of them, so that it has a place of its own there.
//! Barycentre sweeps (Sugiyama, Tagawa, Toda 1981) are followed by exchanging neighbours as long as that
//! saves crossings (Gansner, Koutsofios, North, Vo 1993).

use super::{columns::Columns, graph::Graph, progress::Progress};

/// Stand-ins for long handoffs beyond this number are not worth their time.
const LARGE: usize = 30_000;

/// How often the columns are gone through at most.
const SWEEPS: usize = 24;

/// Lists of neighbours, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    start: Vec<usize>,
    items: Vec<(usize, f64)>,
}

impl Lists {
    fn new(
        count: usize,
        links: &[(usize, usize, f64)],
        owner: impl Fn(&(usize, usize, f64)) -> (usize, usize),
    ) -> Self {
        let mut start = vec![0; count + 1];
        for link in links {
            start[owner(link).0 + 1] += 1;
        }
        for i in 0..count {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut items = vec![(0, 0.0); links.len()];
        for link in links {
            let (owner, other) = owner(link);
            items[next[owner]] = (other, link.2);
            next[owner] += 1;
        }
        Self { start, items }
    }

    /// The neighbours of one, with their weights.
    pub fn of(&self, item: usize) -> &[(usize, f64)] {
        &self.items[self.start[item]..self.start[item + 1]]
    }
}

/// Parties and stand-ins, column by column from top to bottom.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// Numbers below this are parties, the others stand-ins.
    pub parties: usize,
    /// From left to right.
    pub columns: Vec<Vec<usize>>,
    /// The neighbours in the column to the left.
    pub left: Lists,
    /// The neighbours in the column to the right.
    pub right: Lists,
}

impl Ordered {
    /// How many parties and stand-ins.
    pub fn len(&self) -> usize {
        self.left.start.len() - 1
    }

    /// Finds a good order; `None` where nobody waits for it any more.
    pub fn find(graph: &Graph, chosen: &Columns, progress: &mut Progress<'_>) -> Option<Self> {
        let mut column = chosen.of.clone();
        let mut links = Vec::new();
        for edge in &graph.edges {
            let (a, b) = (edge.from, edge.to);
            let (from, to) = if column[a] < column[b] { (a, b) } else { (b, a) };
            if column[from] == column[to] {
                continue;
            }
            let mut last = from;
            for between in column[from] + 1..column[to] {
                let stand_in = column.len();
                column.push(between);
                links.push((last, stand_in, edge.weight));
                last = stand_in;
            }
            links.push((last, to, edge.weight));
        }
        let count = column.len();
        let mut columns = vec![Vec::new(); column.iter().max().map_or(0, |last| last + 1)];
        let mut ordered = Self {
            parties: graph.len(),
            left: Lists::new(count, &links, |&(left, right, _)| (right, left)),
            right: Lists::new(count, &links, |&(left, right, _)| (left, right)),
            columns: Vec::new(),
        };
        for item in ordered.along_the_flow() {
            columns[column[item]].push(item);
        }
        ordered.columns = columns;
        ordered.sweep(progress)?;
        if count < LARGE {
            ordered.exchange();
        }
        Some(ordered)
    }

    /// A first order: what hangs together comes together.
    fn along_the_flow(&self) -> Vec<usize> {
        let mut seen = vec![false; self.len()];
        let mut order = Vec::with_capacity(self.len());
        for start in 0..self.len() {
            let mut stack = vec![start];
            while let Some(item) = stack.pop() {
                if std::mem::replace(&mut seen[item], true) {
                    continue;
                }
                order.push(item);
                let near = self.left.of(item).iter().chain(self.right.of(item)).rev();
                stack.extend(near.map(|&(other, _)| other).filter(|&other| !seen[other]));
            }
        }
        order
    }

    fn sweep(&mut self, progress: &mut Progress<'_>) -> Option<()> {
        let mut share = vec![0.0; self.len()];
        let renumber = |column: &[usize], share: &mut [f64]| {
            for (rank, &item) in column.iter().enumerate() {
                share[item] = (rank as f64 + 0.5) / column.len() as f64;
            }
        };
        for column in &self.columns {
            renumber(column, &mut share);
        }
        let mut best = (self.crossings(), self.columns.clone());
        let mut in_vain = 0;
        for round in 0..SWEEPS {
            progress.at(round as f32 / SWEEPS as f32)?;
            let to_the_right = round % 2 == 0;
            for step in 1..self.columns.len() {
                let index = if to_the_right {
                    step
                } else {
                    self.columns.len() - 1 - step
                };
                let near = if to_the_right { &self.left } else { &self.right };
                for &item in &self.columns[index] {
                    let (mut sum, mut weight) = (0.0, 0.0);
                    for &(other, w) in near.of(item) {
                        let w = w.sqrt();
                        sum += w * share[other];
                        weight += w;
                    }
                    if weight > 0.0 {
                        share[item] = sum / weight;
                    }
                }
                let column = &mut self.columns[index];
                column.sort_by(|&a, &b| share[a].total_cmp(&share[b]));
                renumber(column, &mut share);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
                in_vain = 0;
            } else {
                in_vain += 1;
                if in_vain > 3 {
                    break;
                }
            }
        }
        self.columns = best.1;
        Some(())
    }

    /// How many handoffs cross between neighbouring columns, counted with a Fenwick tree.
    pub fn crossings(&self) -> u64 {
        let mut rank = vec![0; self.len()];
        for column in &self.columns {
            for (k, &item) in column.iter().enumerate() {
                rank[item] = k;
            }
        }
        let mut total = 0;
        let mut ends = Vec::new();
        for pair in self.columns.windows(2) {
            let size = pair[1].len();
            let mut tree = vec![0_u64; size + 1];
            let mut counted = 0;
            for &item in &pair[0] {
                ends.clear();
                ends.extend(self.right.of(item).iter().map(|&(other, _)| rank[other]));
                for &end in &ends {
                    let (mut above, mut i) = (0, end + 1);
                    while i > 0 {
                        above += tree[i];
                        i &= i - 1;
                    }
                    total += counted - above;
                }
                for &end in &ends {
                    let mut i = end + 1;
                    while i <= size {
                        tree[i] += 1;
                        i += i & i.wrapping_neg();
                    }
                }
                counted += ends.len() as u64;
            }
        }
        total
    }

    fn exchange(&mut self) {
        let mut rank = vec![0; self.len()];
        for column in &self.columns {
            for (k, &item) in column.iter().enumerate() {
                rank[item] = k;
            }
        }
        // Crossings of the lines of two neighbours as they stand, less those after an exchange.
        let gain = |near: &Lists, upper: usize, lower: usize, rank: &[usize]| -> i64 {
            let mut gain = 0;
            for &(a, _) in near.of(upper) {
                for &(b, _) in near.of(lower) {
                    gain += i64::from(rank[a] > rank[b]) - i64::from(rank[a] < rank[b]);
                }
            }
            gain
        };
        for _ in 0..20 {
            let mut changed = false;
            for column in &mut self.columns {
                for k in 1..column.len() {
                    let (upper, lower) = (column[k - 1], column[k]);
                    if gain(&self.left, upper, lower, &rank) + gain(&self.right, upper, lower, &rank) > 0 {
                        column.swap(k - 1, k);
                        rank[upper] = k;
                        rank[lower] = k - 1;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::graph::Edge, *};

    fn find(graph: &Graph, columns: &Columns) -> Ordered {
        Ordered::find(graph, columns, &mut Progress::new(&mut |_| true)).unwrap()
    }

    fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
        let edges = edges.iter().map(|&(from, to)| Edge { from, to, weight: 2.0 }).collect();
        Graph::new(vec![false; count], edges)
    }

    #[test]
    fn an_order_without_crossings_is_found() {
        // Three providers, three customers, paired against their numbers.
        let graph = graph(6, &[(0, 5), (1, 4), (2, 3), (0, 4), (1, 3)]);
        let columns = Columns {
            of: vec![0, 0, 0, 1, 1, 1],
            inner: 2,
        };
        assert_eq!(find(&graph, &columns).crossings(), 0);
    }

    #[test]
    fn two_by_two_cross_once() {
        let graph = graph(4, &[(0, 2), (0, 3), (1, 2), (1, 3)]);
        let columns = Columns {
            of: vec![0, 0, 1, 1],
            inner: 2,
        };
        assert_eq!(find(&graph, &columns).crossings(), 1);
    }

    #[test]
    fn a_long_handoff_has_a_stand_in_in_each_column_between() {
        let graph = graph(4, &[(0, 1), (1, 2), (2, 3), (0, 3)]);
        let columns = Columns {
            of: vec![0, 1, 2, 3],
            inner: 4,
        };
        let ordered = find(&graph, &columns);
        assert_eq!(ordered.len(), 6);
        assert_eq!(ordered.columns.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2, 1]);
    }
}
