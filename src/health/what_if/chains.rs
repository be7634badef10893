//! Chains of handoffs that end with one given promise: who stands behind it, and how much comes through.
//!
//! [`crate::network::Paths`] knows for each party the one best chain to any paying customer; a promise that
//! is not on that chain still depends on whoever feeds it.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BinaryHeap},
};

use crate::org::{HandoffId, Org, PartyId};

/// The parties of a document by number, so that a search over all of them is quick.
pub(super) struct Numbers<'a>(BTreeMap<&'a PartyId, usize>);

impl<'a> Numbers<'a> {
    pub(super) fn of(org: &'a Org) -> Self {
        Self(org.parties.keys().zip(0..).collect())
    }

    pub(super) fn get(&self, party: &PartyId) -> Option<usize> {
        self.0.get(party).copied()
    }
}

/// A handoff on a chain.
#[derive(Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    share: Option<f64>,
}

/// The handoffs between parties that there are. None leads on from a paying customer.
pub(super) struct Chains<'a> {
    steps: BTreeMap<&'a HandoffId, Step>,
    /// By the party that gives.
    given: Vec<Vec<Step>>,
    /// Who gives to each party.
    givers: Vec<Vec<usize>>,
}

/// A chain of handoffs, the better the less: few that are not measured, a high product, few at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chain {
    unmeasured: u32,
    product: f64,
    length: u32,
}

impl Chain {
    const NONE: Self = Self {
        unmeasured: 0,
        product: 1.0,
        length: 0,
    };

    fn with(self, step: Step) -> Self {
        Self {
            unmeasured: self.unmeasured + u32::from(step.share.is_none()),
            product: self.product * step.share.unwrap_or(1.0),
            length: self.length + 1,
        }
    }

    /// The product of its reliabilities; nothing where one is not measured.
    pub(super) fn rolled(self) -> Option<f64> {
        (self.unmeasured == 0).then_some(self.product)
    }
}

impl Eq for Chain {}

impl PartialOrd for Chain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Chain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.unmeasured
            .cmp(&other.unmeasured)
            .then_with(|| other.product.total_cmp(&self.product))
            .then_with(|| self.length.cmp(&other.length))
    }
}

/// The best chains that begin with one handoff.
pub(super) struct Onward<'a> {
    chains: &'a Chains<'a>,
    first: &'a HandoffId,
    /// By the party that they have reached.
    best: Vec<Option<Chain>>,
}

impl Onward<'_> {
    /// The chain that ends with this promise, which may be the first handoff itself; nothing where there is none.
    pub(super) fn to(&self, promise: &HandoffId) -> Option<Chain> {
        let step = *self.chains.steps.get(promise)?;
        if self.first == promise {
            return Some(Chain::NONE.with(step));
        }
        let reached = *self.best.get(step.from)?;
        Some(reached?.with(step))
    }
}

impl<'a> Chains<'a> {
    /// Reads all handoffs once; `reliability` gives the share kept of those that are measured. `numbers` may
    /// be those of a document with more parties.
    pub(super) fn of(org: &'a Org, numbers: &Numbers<'_>, reliability: impl Fn(&HandoffId) -> Option<f64>) -> Self {
        let mut chains = Self {
            steps: BTreeMap::new(),
            given: vec![Vec::new(); numbers.0.len()],
            givers: vec![Vec::new(); numbers.0.len()],
        };
        for (id, handoff) in &org.handoffs {
            let provider = org.parties.get(&handoff.provider);
            if provider.is_some_and(|party| !party.kind.is_customer())
                && org.parties.contains_key(&handoff.customer)
                && let (Some(from), Some(to)) = (numbers.get(&handoff.provider), numbers.get(&handoff.customer))
            {
                let share = reliability(id).map(|share| share.clamp(0.0, 1.0));
                let step = Step { from, to, share };
                chains.steps.insert(id, step);
                chains.given[from].push(step);
                chains.givers[to].push(from);
            }
        }
        chains
    }

    /// For every party whether a chain leads from it to `party`; not so for `party` itself.
    pub(super) fn upstream(&self, party: usize) -> Vec<bool> {
        let mut found = vec![false; self.givers.len()];
        let mut open = vec![party];
        while let Some(at) = open.pop() {
            for giver in self.givers.get(at).into_iter().flatten() {
                if !found[*giver] {
                    found[*giver] = true;
                    open.push(*giver);
                }
            }
        }
        if let Some(itself) = found.get_mut(party) {
            *itself = false;
        }
        found
    }

    /// The best chains that begin with a handoff and do not come back to its provider (Dijkstra's algorithm; a
    /// chain never gets better by being longer).
    pub(super) fn from(&'a self, first: &'a HandoffId) -> Onward<'a> {
        let mut best: Vec<Option<Chain>> = vec![None; self.given.len()];
        let mut queue = BinaryHeap::new();
        let reach = |best: &mut Vec<Option<Chain>>, queue: &mut BinaryHeap<_>, at: usize, chain: Chain| {
            if best[at].is_none_or(|known| chain < known) {
                best[at] = Some(chain);
                queue.push(Reverse((chain, at)));
            }
        };
        let origin = self.steps.get(first).map(|step| step.from);
        // A file may have a party serve itself; nothing comes of that.
        if let Some(step) = self.steps.get(first).filter(|step| step.to != step.from) {
            reach(&mut best, &mut queue, step.to, Chain::NONE.with(*step));
        }
        while let Some(Reverse((chain, at))) = queue.pop() {
            if best[at] == Some(chain) {
                for step in self.given[at].iter().filter(|step| Some(step.to) != origin) {
                    reach(&mut best, &mut queue, step.to, chain.with(*step));
                }
            }
        }
        Onward {
            chains: self,
            first,
            best,
        }
    }
}
