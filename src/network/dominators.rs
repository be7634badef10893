//! Which party every chain to an external customer has to pass: dominators.

use super::Graph;

/// No party yet.
const NONE: u32 = u32::MAX;

/// The dominator tree of the parties that have a chain of handoffs to an external customer.
///
/// Its parties are counted in the order of a depth-first search that begins behind all external customers and goes
/// against the handoffs. Position 0 is that beginning, which is no party.
pub(super) struct Dominators {
    /// The number in the graph of the party at each position; that of position 0 means nothing.
    pub party: Vec<u32>,
    /// The position of the party next on the way to the customers that every chain passes, or 0 where there is
    /// none. Always lower than the party's own.
    pub above: Vec<u32>,
}

impl Dominators {
    /// Lengauer & Tarjan, A fast algorithm for finding dominators in a flowgraph, ACM Transactions on Programming
    /// Languages and Systems 1 (1979), in the simpler form that takes time in proportion to arcs × log parties,
    /// and without recursion. `ends` tells of each party whether it is an external customer.
    pub fn of(graph: &Graph, ends: &[bool]) -> Self {
        let found = Found::of(graph, ends);
        let count = found.party.len();
        let mut forest = Forest::new(count);
        let mut above = vec![0; count];
        // The parties whose semidominator is at a position: the first of them, and after each the next.
        let (mut first, mut next) = (vec![NONE; count], vec![NONE; count]);
        for at in (1..count).rev() {
            for customer in graph.customers_of(found.party[at] as usize) {
                let from = if ends[customer] { 0 } else { found.position[customer] };
                if from != NONE {
                    let least = forest.least(from as usize);
                    forest.semi[at] = forest.semi[at].min(forest.semi[least]);
                }
            }
            let semi = forest.semi[at] as usize;
            next[at] = first[semi];
            first[semi] = at as u32;
            let parent = found.parent[at];
            forest.parent[at] = parent;
            let mut waiting = std::mem::replace(&mut first[parent as usize], NONE);
            while waiting != NONE {
                let party = waiting as usize;
                let least = forest.least(party);
                above[party] = if forest.semi[least] < forest.semi[party] {
                    least as u32
                } else {
                    parent
                };
                waiting = next[party];
            }
        }
        for at in 1..count {
            if above[at] != forest.semi[at] {
                above[at] = above[above[at] as usize];
            }
        }
        Self {
            party: found.party,
            above,
        }
    }
}

/// A depth-first search against the handoffs.
struct Found {
    /// By position: the party's number, and the position from which it was found.
    party: Vec<u32>,
    parent: Vec<u32>,
    /// By the party's number.
    position: Vec<u32>,
}

impl Found {
    fn of(graph: &Graph, ends: &[bool]) -> Self {
        let mut found = Self {
            party: vec![NONE],
            parent: vec![0],
            position: vec![NONE; graph.len()],
        };
        let mut stack = Vec::new();
        for first in 0..graph.len() {
            if ends[first] || !graph.customers_of(first).any(|customer| ends[customer]) {
                continue;
            }
            stack.extend(found.add(first, 0).map(|at| (graph.providers_of(first), at)));
            while let Some((providers, from)) = stack.last_mut() {
                let from = *from;
                if let Some(provider) = providers.next() {
                    if !ends[provider]
                        && let Some(at) = found.add(provider, from)
                    {
                        stack.push((graph.providers_of(provider), at));
                    }
                } else {
                    stack.pop();
                }
            }
        }
        found
    }

    /// Gives the party a position, unless it has one.
    fn add(&mut self, party: usize, parent: u32) -> Option<u32> {
        if self.position[party] != NONE {
            return None;
        }
        let at = self.party.len() as u32;
        self.position[party] = at;
        self.party.push(party as u32);
        self.parent.push(parent);
        Some(at)
    }
}

/// The part of the search tree that has been dealt with.
struct Forest {
    semi: Vec<u32>,
    /// The one above, [`NONE`] at the top; the way up gets shorter as it is used.
    parent: Vec<u32>,
    /// The one with the least semidominator on the way that was cut short.
    best: Vec<u32>,
    /// The way up, here so that it is not allocated every time.
    way: Vec<u32>,
}

impl Forest {
    fn new(count: usize) -> Self {
        Self {
            semi: (0..count as u32).collect(),
            parent: vec![NONE; count],
            best: (0..count as u32).collect(),
            way: Vec::new(),
        }
    }

    /// The position with the least semidominator on the way from this one up to the top of its tree, which itself
    /// does not count.
    fn least(&mut self, at: usize) -> usize {
        let mut top = at;
        while self.parent[top] != NONE && self.parent[self.parent[top] as usize] != NONE {
            self.way.push(top as u32);
            top = self.parent[top] as usize;
        }
        while let Some(lower) = self.way.pop() {
            let lower = lower as usize;
            let upper = self.parent[lower] as usize;
            if self.semi[self.best[upper] as usize] < self.semi[self.best[lower] as usize] {
                self.best[lower] = self.best[upper];
            }
            self.parent[lower] = self.parent[upper];
        }
        self.best[at] as usize
    }
}
