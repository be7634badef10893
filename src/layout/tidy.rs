//! Small maps: every card on one grid, so that most handoffs run straight along a row or a column.
//!
//! A local search over the cells of the grid. It starts from the layered layout and moves or exchanges
//! single cards while that makes the picture calmer: handoffs short, forward and straight, few crossings,
//! no card in a handoff's way.

use super::{columns::Columns, coordinates::LEAST_PITCH, graph::Graph, order::Ordered};

/// How much is weighed at most, in moves times handoffs, so that the time stays bounded.
const MOST_WORK: usize = 500_000;

/// How many rows up or down a card is tried; beyond that, only next to where its handoffs want it.
const NEAR: usize = 3;

/// Rows above and below the first guess.
const SPARE: usize = 1;

/// What two handoffs that cross cost.
const CROSSING: f64 = 0.7;

/// Half a card's width in units of the column pitch: where handoffs begin and end.
const PORT: f64 = 0.39;

#[derive(Clone, Copy, Debug)]
struct Line {
    from: (f64, f64),
    to: (f64, f64),
}

impl Line {
    fn crosses(self, other: Self) -> bool {
        let side = |line: Self, point: (f64, f64)| {
            (line.to.0 - line.from.0) * (point.1 - line.from.1) - (line.to.1 - line.from.1) * (point.0 - line.from.0)
        };
        side(self, other.from) * side(self, other.to) < 0.0 && side(other, self.from) * side(other, self.to) < 0.0
    }
}

/// The cards on their grid.
struct Grid<'a> {
    graph: &'a Graph,
    /// Columns before the customers'.
    inner: usize,
    rows: usize,
    /// How many rows suit so many parties.
    usual: f64,
    column: Vec<usize>,
    row: Vec<usize>,
    cells: Vec<Option<usize>>,
    lines: Vec<Line>,
    /// The lines in each slot, as the cards stood when they last moved for good.
    slots: Vec<Vec<usize>>,
    /// The first slot of each line at that time.
    first: Vec<usize>,
    /// The edges at each party.
    at: Vec<Vec<usize>>,
}

/// The row of each party; columns may change for the better. Rows start at 0.
pub fn rows(graph: &Graph, columns: &mut Columns, ordered: &Ordered, heights: &[f64]) -> Vec<usize> {
    let mut grid = Grid::new(graph, columns, ordered, heights);
    grid.settle();
    columns.of.clone_from(&grid.column);
    columns.close_gaps(&graph.customer);
    let mut used: Vec<usize> = grid.row.clone();
    used.sort_unstable();
    used.dedup();
    grid.row
        .iter()
        .map(|row| used.partition_point(|other| other < row))
        .collect()
}

impl<'a> Grid<'a> {
    fn new(graph: &'a Graph, columns: &Columns, ordered: &Ordered, heights: &[f64]) -> Self {
        let top = heights[..graph.len()].iter().copied().fold(f64::MAX, f64::min);
        let mut row = vec![0; graph.len()];
        for column in &ordered.columns {
            let mut free = SPARE;
            for &party in column.iter().filter(|&&item| item < graph.len()) {
                // Rows are about as far apart as cards in a full column.
                let wish = ((heights[party] - top) / (LEAST_PITCH + 12.0)).round() as usize + SPARE;
                row[party] = wish.max(free);
                free = row[party] + 1;
            }
        }
        let rows = row.iter().max().map_or(0, |last| last + 1) + SPARE;
        let mut at = vec![Vec::new(); graph.len()];
        for (index, edge) in graph.edges.iter().enumerate() {
            at[edge.from].push(index);
            at[edge.to].push(index);
        }
        let mut grid = Self {
            graph,
            inner: columns.inner,
            rows,
            usual: ((graph.len() as f64).sqrt() * 0.9).max(4.0),
            column: columns.of.clone(),
            row,
            cells: vec![None; (columns.inner + 1) * rows],
            lines: Vec::new(),
            slots: vec![Vec::new(); 2 * columns.inner + 1],
            first: vec![0; graph.edges.len()],
            at,
        };
        for party in 0..graph.len() {
            let cell = grid.cell(grid.column[party], grid.row[party]);
            grid.cells[cell] = Some(party);
        }
        grid.lines = (0..graph.edges.len()).map(|edge| grid.line(edge)).collect();
        grid.note_slots();
        grid
    }

    fn cell(&self, column: usize, row: usize) -> usize {
        column * self.rows + row
    }

    fn line(&self, edge: usize) -> Line {
        let edge = self.graph.edges[edge];
        let place = |party: usize| (self.column[party] as f64, self.row[party] as f64);
        let (mut from, mut to) = (place(edge.from), place(edge.to));
        match self.column[edge.from].cmp(&self.column[edge.to]) {
            std::cmp::Ordering::Less => {
                from.0 += PORT;
                to.0 -= PORT;
            }
            std::cmp::Ordering::Greater => {
                from.0 -= PORT;
                to.0 += PORT;
            }
            std::cmp::Ordering::Equal => {}
        }
        Line { from, to }
    }

    /// What an edge costs by itself: its length and direction.
    fn own_cost(&self, edge: usize) -> f64 {
        let edge = self.graph.edges[edge];
        let across = self.column[edge.to].abs_diff(self.column[edge.from]) as f64;
        let down = self.row[edge.to].abs_diff(self.row[edge.from]) as f64;
        let cost = if self.column[edge.to] > self.column[edge.from] {
            0.4 * (across - 1.0) + 0.25 * down
        } else if across == 0.0 {
            0.45 + 0.4 * (down - 1.0)
        } else {
            0.9 + 0.4 * (across - 1.0) + 0.25 * down
        };
        cost * edge.weight.max(0.5) / 2.0
    }

    /// What the cards in the way of an edge cost.
    fn detour(&self, edge: usize) -> f64 {
        let edge = self.graph.edges[edge];
        let between = |a: usize, b: usize| a.min(b) + 1..a.max(b);
        let (from, to) = (self.column[edge.from], self.column[edge.to]);
        if from == to {
            let cards = between(self.row[edge.from], self.row[edge.to])
                .filter(|&row| self.cells[self.cell(from, row)].is_some())
                .count();
            return 0.5 * cards as f64;
        }
        let in_row = |row: usize| between(from, to).any(|column| self.cells[self.cell(column, row)].is_some());
        if from.abs_diff(to) < 2 {
            0.0
        } else if in_row(self.row[edge.from]) && in_row(self.row[edge.to]) {
            0.8
        } else {
            0.0
        }
    }

    /// What the place of a party costs by itself: a map should not become a tower.
    fn place_cost(&self, party: usize) -> f64 {
        let off = (self.row[party] as f64 + 0.5 - self.rows as f64 / 2.0).abs();
        let beyond = (off - self.usual / 2.0).max(0.0);
        0.02 * off + 0.15 * beyond * beyond
    }

    /// The edges at some parties, each once, with the place of its party among them.
    fn touching(&self, parties: &[usize]) -> impl Iterator<Item = (usize, usize)> {
        parties.iter().enumerate().flat_map(move |(k, &party)| {
            let edges = self.at[party].iter().map(move |&edge| (k, edge));
            edges.filter(move |&(_, edge)| {
                let ends = self.graph.edges[edge];
                !parties[..k].contains(&ends.from) && !parties[..k].contains(&ends.to)
            })
        })
    }

    /// The cost of everything that can change when these parties move; endless once it reaches the ceiling.
    fn cost(&self, parties: &[usize], ceiling: f64) -> f64 {
        let mut cost: f64 = parties.iter().map(|&party| self.place_cost(party)).sum();
        let moved = |edge: usize| {
            let edge = self.graph.edges[edge];
            parties.contains(&edge.from) || parties.contains(&edge.to)
        };
        cost += self.touching(parties).map(|(_, edge)| self.own_cost(edge)).sum::<f64>();
        if cost >= ceiling {
            return f64::INFINITY;
        }
        for edge in 0..self.lines.len() {
            cost += self.detour(edge);
        }
        if cost >= ceiling {
            return f64::INFINITY;
        }
        // Lines of one party never count as crossing each other, so only two exchanged parties' do.
        let mut crossings = 0_u32;
        for (k, edge) in self.touching(parties) {
            if cost + CROSSING * f64::from(crossings) >= ceiling {
                return f64::INFINITY;
            }
            let (from, until) = self.span(edge);
            for slot in from..=until {
                for &other in &self.slots[slot] {
                    // Two lines that share several slots meet in the first of them.
                    let first = from.max(self.first[other]) == slot;
                    crossings += u32::from(first && !moved(other) && self.cross(edge, other));
                }
            }
            for &earlier in &parties[..k] {
                let theirs = self.at[earlier].iter();
                crossings += theirs.filter(|&&other| self.cross(edge, other)).count() as u32;
            }
        }
        cost + CROSSING * f64::from(crossings)
    }

    fn cross(&self, edge: usize, other: usize) -> bool {
        let (ours, theirs) = (self.graph.edges[edge], self.graph.edges[other]);
        let shared =
            ours.from == theirs.from || ours.from == theirs.to || ours.to == theirs.from || ours.to == theirs.to;
        !shared && self.lines[edge].crosses(self.lines[other])
    }

    /// The first and last of the slots that an edge runs through: twice a column's number within the column,
    /// one more in the gap to its right.
    fn span(&self, edge: usize) -> (usize, usize) {
        let edge = self.graph.edges[edge];
        let (a, b) = (self.column[edge.from], self.column[edge.to]);
        match a.cmp(&b) {
            std::cmp::Ordering::Less => (2 * a + 1, 2 * b - 1),
            std::cmp::Ordering::Greater => (2 * b + 1, 2 * a - 1),
            std::cmp::Ordering::Equal => (2 * a, 2 * a),
        }
    }

    /// Notes which lines run through which slot, once cards have moved for good.
    fn note_slots(&mut self) {
        self.slots.iter_mut().for_each(Vec::clear);
        for edge in 0..self.graph.edges.len() {
            let (from, until) = self.span(edge);
            self.first[edge] = from;
            for slot in from..=until {
                self.slots[slot].push(edge);
            }
        }
    }

    /// Puts a party into a cell, and whoever stands there into the party's.
    fn exchange(&mut self, party: usize, column: usize, row: usize) {
        let (old, new) = (self.cell(self.column[party], self.row[party]), self.cell(column, row));
        let other = self.cells[new];
        if let Some(other) = other {
            self.column[other] = self.column[party];
            self.row[other] = self.row[party];
        }
        self.column[party] = column;
        self.row[party] = row;
        self.cells[old] = other;
        self.cells[new] = Some(party);
        for moved in [Some(party), other].into_iter().flatten() {
            for index in 0..self.at[moved].len() {
                let edge = self.at[moved][index];
                self.lines[edge] = self.line(edge);
            }
        }
    }

    fn settle(&mut self) {
        let mut left = MOST_WORK / self.graph.edges.len().max(1);
        for _ in 0..20 {
            let mut changed = false;
            for party in 0..self.graph.len() {
                changed |= self.settle_one(party, &mut left);
                if left == 0 {
                    return;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn settle_one(&mut self, party: usize, left: &mut usize) -> bool {
        let home = (self.column[party], self.row[party]);
        let columns = if self.graph.customer[party] {
            self.inner..self.inner + 1
        } else {
            home.0.saturating_sub(1)..(home.0 + 2).min(self.inner)
        };
        let near = &self.graph.near[party];
        let wish = near.iter().map(|near| self.row[near.party]).sum::<usize>() / near.len().max(1);
        let alone = self.cost(&[party], f64::MAX);
        let mut best = (1e-6, home);
        for column in columns {
            for row in 0..self.rows {
                if row.abs_diff(home.1) > NEAR && row.abs_diff(wish) > 1 {
                    continue;
                }
                let other = self.cells[self.cell(column, row)];
                let far = other.is_some() && row.abs_diff(home.1) > 2;
                if (column, row) == home || far || *left == 0 {
                    continue;
                }
                *left -= 1;
                let both = [party, other.unwrap_or(party)];
                let parties = if other.is_some() { &both[..] } else { &both[..1] };
                let before = if other.is_some() {
                    self.cost(parties, f64::MAX)
                } else {
                    alone
                };
                self.exchange(party, column, row);
                let gain = before - self.cost(parties, before - best.0);
                self.exchange(party, home.0, home.1);
                if gain > best.0 {
                    best = (gain, (column, row));
                }
            }
        }
        if best.1 == home {
            return false;
        }
        self.exchange(party, best.1.0, best.1.1);
        self.note_slots();
        true
    }
}
