//! Who would lose sight of the paying customer if a party were not there.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use crate::org::{Org, PartyId};

use super::{Graph, dominators::Dominators};

/// For each party, those that lose every chain of handoffs to an external customer when it is taken away.
///
/// They are the ones that it dominates on the way to the customers, so all of them together take no more room than
/// a tree of the parties. An external customer strands nobody and is not stranded: it is the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranded {
    parties: Arc<[PartyId]>,
    /// The parties that have a chain, each directly followed by all those that it strands.
    tree: Vec<u32>,
    /// By number: where in the tree those stand that the party strands; nothing if it has no chain.
    below: Vec<Option<Range<u32>>>,
}

impl Stranded {
    /// Searches once for all parties. `graph` is that of the same org.
    #[must_use]
    pub fn of(org: &Org, graph: &Graph) -> Self {
        let Dominators { party, above } = Dominators::of(graph, &customers(org, graph));
        let count = party.len();
        let mut size = vec![1; count];
        for at in (1..count).rev() {
            size[above[at] as usize] += size[at];
        }
        // Where the next party below each one goes. What is above has a lower position, so its place is known.
        let mut free = vec![0_u32; count];
        let mut tree = vec![0; count - 1];
        let mut below = vec![None; graph.len()];
        for at in 1..count {
            let place = free[above[at] as usize];
            free[above[at] as usize] += size[at];
            free[at] = place + 1;
            tree[place as usize] = party[at];
            below[party[at] as usize] = Some(place + 1..place + size[at]);
        }
        Self {
            parties: graph.shared_parties(),
            tree,
            below,
        }
    }

    fn below(&self, party: &PartyId) -> Option<&Range<u32>> {
        let number = self.parties.binary_search(party).ok()?;
        self.below[number].as_ref()
    }

    /// Whether the party has a chain of handoffs to an external customer as things are.
    #[must_use]
    pub fn reaches_customer(&self, party: &PartyId) -> bool {
        self.below(party).is_some()
    }

    /// How many others are stranded without the party.
    #[must_use]
    pub fn count(&self, party: &PartyId) -> usize {
        self.below(party).map_or(0, Range::len)
    }

    /// Who is stranded without the party, in the order of identifiers.
    #[must_use]
    pub fn without(&self, party: &PartyId) -> Vec<&PartyId> {
        let Some(below) = self.below(party) else {
            return Vec::new();
        };
        let mut numbers = self.tree[below.start as usize..below.end as usize].to_vec();
        numbers.sort_unstable();
        numbers.iter().map(|number| &self.parties[*number as usize]).collect()
    }

    /// Whether the other party is stranded without this one.
    #[must_use]
    pub fn strands(&self, party: &PartyId, other: &PartyId) -> bool {
        let (Some(below), Some(other)) = (self.below(party), self.below(other)) else {
            return false;
        };
        // A party stands directly before those that it strands.
        below.contains(&(other.start - 1))
    }

    /// Who is stranded without the party, and without nobody else who is.
    pub fn directly(&self, party: &PartyId) -> impl Iterator<Item = &PartyId> {
        let below = self.below(party).cloned().unwrap_or_default();
        let mut at = below.start;
        std::iter::from_fn(move || {
            let number = (at < below.end).then(|| self.tree[at as usize] as usize)?;
            at = self.below[number].as_ref().map_or(below.end, |own| own.end);
            Some(&self.parties[number])
        })
    }

    /// For every party that strands some of those asked for, how many of them.
    #[must_use]
    pub fn counts_of(&self, wanted: impl Fn(&PartyId) -> bool) -> BTreeMap<PartyId, usize> {
        // How many are wanted before each place in the tree.
        let mut before = vec![0];
        let mut sum = 0;
        for number in &self.tree {
            sum += usize::from(wanted(&self.parties[*number as usize]));
            before.push(sum);
        }
        let count = |below: &Range<u32>| before[below.end as usize] - before[below.start as usize];
        let all = self.parties.iter().zip(&self.below);
        all.filter_map(|(party, below)| Some((party.clone(), count(below.as_ref()?))))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Every party without which somebody is stranded, and how many are, in the order of identifiers.
    pub fn cuts(&self) -> impl Iterator<Item = (&PartyId, usize)> {
        let counts = self.below.iter().map(|below| below.as_ref().map_or(0, Range::len));
        self.parties.iter().zip(counts).filter(|(_, count)| *count > 0)
    }
}

/// The parties that have a chain of handoffs to an external customer; external customers are not among them.
/// `graph` is that of the same org.
#[must_use]
pub fn reaching_customer(org: &Org, graph: &Graph) -> BTreeSet<PartyId> {
    let ends = customers(org, graph);
    let mut seen = ends.clone();
    let mut queue: Vec<usize> = (0..graph.len()).filter(|party| ends[*party]).collect();
    let mut reaching = BTreeSet::new();
    while let Some(party) = queue.pop() {
        for provider in graph.providers_of(party) {
            if !seen[provider] {
                seen[provider] = true;
                reaching.insert(graph.parties()[provider].clone());
                queue.push(provider);
            }
        }
    }
    reaching
}

/// Of each party by number, whether it is an external customer.
fn customers(org: &Org, graph: &Graph) -> Vec<bool> {
    let is_customer = |id| org.parties.get(id).is_some_and(|party| party.kind.is_customer());
    graph.parties().iter().map(is_customer).collect()
}
