//! Who hands over to whom, as a directed graph that is small and quick to walk.

use std::{collections::HashMap, sync::Arc};

use crate::org::{Org, PartyId};

/// The parties of an org, numbered from 0 in the order of their identifiers, and the arcs between them.
///
/// An arc leads from a provider to its customer. However many handoffs a provider has to the same customer, they
/// are one arc. What a party hands to itself is no arc, nor is a handoff that names a party which does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    parties: Arc<[PartyId]>,
    customers: Rows,
    providers: Rows,
}

/// A row of numbers for each party, one after the other in a single list (compressed sparse rows).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rows {
    /// Where each row ends.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    /// Sorts the arcs, keeps one of each, and makes rows of them by their first ends.
    fn of(arcs: &mut Vec<(usize, usize)>, parties: usize) -> Self {
        arcs.sort_unstable();
        arcs.dedup();
        let end = |party| arcs.partition_point(|(from, _)| *from <= party) as u32;
        Self {
            ends: (0..parties).map(end).collect(),
            numbers: arcs.iter().map(|(_, to)| *to as u32).collect(),
        }
    }

    fn row(&self, party: usize) -> &[u32] {
        let start = if party == 0 { 0 } else { self.ends[party - 1] };
        &self.numbers[start as usize..self.ends[party] as usize]
    }
}

impl Graph {
    /// Reads all handoffs once.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let numbers = numbers(org);
        let mut arcs: Vec<(usize, usize)> = handoffs(org, &numbers).collect();
        let customers = Rows::of(&mut arcs, numbers.len());
        for arc in &mut arcs {
            *arc = (arc.1, arc.0);
        }
        Self {
            parties: org.parties.keys().cloned().collect(),
            customers,
            providers: Rows::of(&mut arcs, numbers.len()),
        }
    }

    /// All parties by their number, which is the order of their identifiers.
    #[must_use]
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// The parties, to be kept without the arcs.
    pub(super) fn shared_parties(&self) -> Arc<[PartyId]> {
        Arc::clone(&self.parties)
    }

    /// How many parties there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parties.len()
    }

    /// Whether there is no party at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parties.is_empty()
    }

    /// How many arcs there are.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.customers.numbers.len()
    }

    /// The number of a party; nothing where it does not exist.
    #[must_use]
    pub fn number(&self, party: &PartyId) -> Option<usize> {
        self.parties.binary_search(party).ok()
    }

    /// Whom the party of that number hands over to, lowest number first.
    ///
    /// # Panics
    ///
    /// If there is no party of that number.
    #[must_use]
    pub fn customers_of(&self, party: usize) -> impl ExactSizeIterator<Item = usize> + Clone + use<'_> {
        self.customers.row(party).iter().map(|number| *number as usize)
    }

    /// From whom the party of that number receives, lowest number first.
    ///
    /// # Panics
    ///
    /// If there is no party of that number.
    #[must_use]
    pub fn providers_of(&self, party: usize) -> impl ExactSizeIterator<Item = usize> + Clone + use<'_> {
        self.providers.row(party).iter().map(|number| *number as usize)
    }
}

/// The number of every party. Only ever asked for one of them, so its order does not matter.
pub(super) fn numbers(org: &Org) -> HashMap<&PartyId, usize> {
    org.parties.keys().zip(0..).collect()
}

/// Provider and customer of every handoff between two different parties that exist, by their numbers.
pub(super) fn handoffs(org: &Org, numbers: &HashMap<&PartyId, usize>) -> impl Iterator<Item = (usize, usize)> {
    org.handoffs.values().filter_map(|handoff| {
        let provider = *numbers.get(&handoff.provider)?;
        let customer = *numbers.get(&handoff.customer)?;
        (provider != customer).then_some((provider, customer))
    })
}
