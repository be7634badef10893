//! Who hands over to whom, as a directed graph that is small and quick to walk.

use std::sync::Arc;

use crate::org::{Org, PartyId};

use super::Links;

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Rows {
    /// Where each row ends.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    fn row(&self, party: usize) -> &[u32] {
        let start = if party == 0 { 0 } else { self.ends[party - 1] };
        &self.numbers[start as usize..self.ends[party] as usize]
    }

    /// The same arcs seen from their other end. Rows stay sorted.
    fn reversed(&self) -> Self {
        let mut next = vec![0; self.ends.len() + 1];
        for number in &self.numbers {
            next[*number as usize + 1] += 1;
        }
        for party in 1..next.len() {
            next[party] += next[party - 1];
        }
        let mut numbers = vec![0; self.numbers.len()];
        for from in 0..self.ends.len() {
            for to in self.row(from) {
                let free = &mut next[*to as usize];
                numbers[*free as usize] = from as u32;
                *free += 1;
            }
        }
        // Each place has moved on to the end of its row.
        next.pop();
        Self { ends: next, numbers }
    }
}

impl Graph {
    /// Reads all handoffs once. `links` are those of the same org.
    #[must_use]
    pub fn of(org: &Org, links: &Links) -> Self {
        let parties: Arc<[PartyId]> = org.parties.keys().cloned().collect();
        let mut customers = Rows::default();
        for provider in 0..parties.len() {
            let start = customers.numbers.len();
            let all = customers_of(org, links, &parties, provider);
            customers.numbers.extend(all.map(|customer| customer as u32));
            customers.numbers[start..].sort_unstable();
            // Only this row is looked at: what comes before it is not to be merged with it.
            let mut kept = start;
            for at in start..customers.numbers.len() {
                if at == start || customers.numbers[at] != customers.numbers[kept - 1] {
                    customers.numbers[kept] = customers.numbers[at];
                    kept += 1;
                }
            }
            customers.numbers.truncate(kept);
            customers.ends.push(kept as u32);
        }
        Self {
            providers: customers.reversed(),
            customers,
            parties,
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

/// The customer of every handoff that the party of that number provides to another one that exists, once for each
/// handoff. `parties` are sorted.
pub(super) fn customers_of(
    org: &Org,
    links: &Links,
    parties: &[PartyId],
    provider: usize,
) -> impl Iterator<Item = usize> {
    links.provided_by(&parties[provider]).filter_map(move |id| {
        let customer = parties.binary_search(&org.handoffs.get(id)?.customer).ok()?;
        (customer != provider).then_some(customer)
    })
}
