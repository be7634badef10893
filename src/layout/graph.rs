//! The organisation as a bare graph: numbered parties and weighted handoffs.

use std::collections::HashMap;

use crate::org::{Org, PartyId};

/// What a paying customer gives back (an order, a complaint) hardly counts for the direction of flow.
const FROM_CUSTOMER: f64 = 0.05;

/// All handoffs from one party to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub weight: f64,
}

/// A neighbour, and what flows there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    pub party: usize,
    pub weight: f64,
    /// Whether the neighbour is the one who receives.
    pub receives: bool,
}

/// Parties by number, in the order of their identifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// A number from 0 to 1 that each party has from its identifier alone, so that none has another one because
    /// somebody joined.
    pub lot: Vec<f64>,
    pub customer: Vec<bool>,
    pub edges: Vec<Edge>,
    pub near: Vec<Vec<Neighbour>>,
}

impl Graph {
    /// The parties' identifiers, and the graph between them. Handoffs that name nobody are left out.
    pub fn of(org: &Org) -> (Vec<PartyId>, Self) {
        let ids: Vec<PartyId> = org.parties.keys().cloned().collect();
        let customer: Vec<bool> = org.parties.values().map(|party| party.kind.is_customer()).collect();
        // Only looked up, never gone through, so its order does not matter.
        let number: HashMap<&str, usize> = ids.iter().enumerate().map(|(k, id)| (id.as_str(), k)).collect();
        let edges = org
            .handoffs
            .values()
            .filter_map(|handoff| {
                let from = *number.get(handoff.provider.as_str())?;
                let to = *number.get(handoff.customer.as_str())?;
                let share = if customer[from] { FROM_CUSTOMER } else { 1.0 };
                Some(Edge {
                    from,
                    to,
                    weight: handoff.importance.weight() * share,
                })
            })
            .collect();
        let mut graph = Self::new(customer, edges);
        graph.lot = ids.iter().map(lot).collect();
        (ids, graph)
    }

    /// A graph in which each ordered pair has one edge and none leads back to where it starts.
    pub fn new(customer: Vec<bool>, mut edges: Vec<Edge>) -> Self {
        edges.retain(|edge| edge.from != edge.to);
        edges.sort_by_key(|edge| (edge.from, edge.to));
        edges.dedup_by(|next, kept| {
            let same = (next.from, next.to) == (kept.from, kept.to);
            if same {
                kept.weight += next.weight;
            }
            same
        });
        let mut near = vec![Vec::new(); customer.len()];
        for edge in &edges {
            near[edge.from].push(Neighbour {
                party: edge.to,
                weight: edge.weight,
                receives: true,
            });
            near[edge.to].push(Neighbour {
                party: edge.from,
                weight: edge.weight,
                receives: false,
            });
        }
        Self {
            lot: vec![0.5; customer.len()],
            customer,
            edges,
            near,
        }
    }

    /// How many parties.
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// The parties that hang together, each group in ascending order.
    pub fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.len()];
        let mut components = Vec::new();
        for start in 0..self.len() {
            if seen[start] {
                continue;
            }
            seen[start] = true;
            let mut members = vec![start];
            let mut next = 0;
            while let Some(&party) = members.get(next) {
                next += 1;
                for neighbour in &self.near[party] {
                    if !seen[neighbour.party] {
                        seen[neighbour.party] = true;
                        members.push(neighbour.party);
                    }
                }
            }
            members.sort_unstable();
            components.push(members);
        }
        components
    }

    /// The handoffs between groups of parties, each group as one party. `of` is the group of every party, `customer` says
    /// which groups have paying customers.
    pub fn gathered(&self, of: &[usize], customer: Vec<bool>) -> Self {
        let edges = self.edges.iter().map(|edge| Edge {
            from: of[edge.from],
            to: of[edge.to],
            weight: edge.weight,
        });
        Self::new(customer, edges.collect())
    }

    /// The part of the graph between some parties, renumbered in their order.
    pub fn part(&self, members: &[usize]) -> Self {
        let mut number = vec![None; self.len()];
        for (new, &old) in members.iter().enumerate() {
            number[old] = Some(new);
        }
        let edges = members
            .iter()
            .flat_map(|&old| self.near[old].iter().map(move |neighbour| (old, neighbour)))
            .filter(|(_, neighbour)| neighbour.receives)
            .filter_map(|(old, neighbour)| {
                Some(Edge {
                    from: number[old]?,
                    to: number[neighbour.party]?,
                    weight: neighbour.weight,
                })
            })
            .collect();
        let mut part = Self::new(members.iter().map(|&old| self.customer[old]).collect(), edges);
        part.lot = members.iter().map(|&old| self.lot[old]).collect();
        part
    }
}

/// The hash of Fowler, Noll and Vo (FNV-1a), its bits mixed once more, as a share of the largest.
fn lot(id: &PartyId) -> f64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    let hash = id.as_str().bytes().fold(0xCBF2_9CE4_8422_2325, step);
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}
