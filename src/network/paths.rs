//! Lines of sight: for each party, the chain of handoffs by which its work reaches the paying customer.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BinaryHeap},
};

use crate::org::{HandoffId, Org, PartyId};

use super::Links;

/// The best chain from a party to an external customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The external customer at its end.
    pub to: PartyId,
    /// The handoffs, from the party on.
    pub handoffs: Vec<HandoffId>,
    /// The product of their reliabilities (rolled yield), 0 to 1; nothing where one is not measured.
    pub rolled: Option<f64>,
    /// The measured handoff with the lowest reliability, the first of several; nothing where none is measured.
    pub weakest: Option<HandoffId>,
}

/// The best chain of every party that has one. An external customer has none: it is the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paths {
    /// By the party at the start.
    pub by_party: BTreeMap<PartyId, Path>,
}

/// How good a chain is, best first: few handoffs without a measure, then a high product of the
/// measured reliabilities, then few handoffs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cost {
    unmeasured: u32,
    product: f64,
    length: u32,
}

impl Cost {
    const NONE: Self = Self {
        unmeasured: 0,
        product: 1.0,
        length: 0,
    };

    fn with(self, reliability: Option<f64>) -> Self {
        Self {
            unmeasured: self.unmeasured + u32::from(reliability.is_none()),
            product: self.product * reliability.unwrap_or(1.0),
            length: self.length + 1,
        }
    }
}

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    /// Less is better.
    fn cmp(&self, other: &Self) -> Ordering {
        self.unmeasured
            .cmp(&other.unmeasured)
            .then_with(|| other.product.total_cmp(&self.product))
            .then_with(|| self.length.cmp(&other.length))
    }
}

/// What is known of a party while the search runs.
#[derive(Clone, Copy)]
struct Reached<'a> {
    cost: Cost,
    /// The first handoff of its chain, and the party that this leads to.
    next: Option<(&'a HandoffId, &'a PartyId)>,
    settled: bool,
}

impl Paths {
    /// Searches once, backwards from all external customers (Dijkstra's algorithm; a chain never gets
    /// better by being longer). `reliability` gives a handoff's share kept, 0 to 1, where it is measured.
    ///
    /// Of chains that are equally good, the one whose first handoff comes first by its identifier is taken.
    pub fn of(org: &Org, links: &Links, reliability: impl Fn(&HandoffId) -> Option<f64>) -> Self {
        let mut reached: BTreeMap<&PartyId, Reached<'_>> = BTreeMap::new();
        let mut queue = BinaryHeap::new();
        for (id, party) in &org.parties {
            if party.kind.is_customer() {
                let start = Reached {
                    cost: Cost::NONE,
                    next: None,
                    settled: false,
                };
                reached.insert(id, start);
                queue.push(Reverse((Cost::NONE, id)));
            }
        }
        while let Some(Reverse((cost, at))) = queue.pop() {
            match reached.get_mut(at) {
                Some(party) if !party.settled && party.cost == cost => party.settled = true,
                _ => continue,
            }
            for id in links.received_by(at) {
                let Some(provider) = org.handoffs.get(id).map(|handoff| &handoff.provider) else {
                    continue;
                };
                // A file may name a party that does not exist; no chain begins there.
                if !org.parties.contains_key(provider) {
                    continue;
                }
                let share = reliability(id).map(|share| share.clamp(0.0, 1.0));
                let found = Reached {
                    cost: cost.with(share),
                    next: Some((id, at)),
                    settled: false,
                };
                let better = reached.get(provider).is_none_or(|old| {
                    !old.settled
                        && match found.cost.cmp(&old.cost) {
                            Ordering::Less => true,
                            Ordering::Equal => old.next.is_some_and(|(first, _)| id < first),
                            Ordering::Greater => false,
                        }
                });
                if better {
                    reached.insert(provider, found);
                    queue.push(Reverse((found.cost, provider)));
                }
            }
        }
        Self {
            by_party: reached
                .iter()
                .filter_map(|(id, party)| Some(((*id).clone(), follow(&reached, party, &reliability)?)))
                .collect(),
        }
    }
}

/// Walks a chain to its end; nothing where there is none.
fn follow(
    reached: &BTreeMap<&PartyId, Reached<'_>>,
    from: &Reached<'_>,
    reliability: impl Fn(&HandoffId) -> Option<f64>,
) -> Option<Path> {
    let mut handoffs = Vec::new();
    let mut to = None;
    let mut weakest: Option<(f64, &HandoffId)> = None;
    let mut next = from.next;
    // Every step leads to a party settled earlier, so the chain ends.
    while let Some((id, party)) = next {
        handoffs.push(id.clone());
        to = Some(party);
        if let Some(share) = reliability(id)
            && weakest.is_none_or(|(lowest, _)| share < lowest)
        {
            weakest = Some((share, id));
        }
        next = reached.get(party).and_then(|party| party.next);
    }
    Some(Path {
        to: to?.clone(),
        handoffs,
        rolled: (from.cost.unmeasured == 0).then_some(from.cost.product),
        weakest: weakest.map(|(_, id)| id.clone()),
    })
}
