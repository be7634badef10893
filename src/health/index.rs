//! What belongs to what, so that a change of one entry touches only what stands on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    network::Links,
    org::{Handoff, HandoffId, LogEntry, LogId, Org, PartyId, Pulse, PulseId},
};

/// Two parties, the one with the smaller identifier first.
pub type Pair = (PartyId, PartyId);

/// The pair that a handoff or a pulse is between.
#[must_use]
pub fn pair(one: &PartyId, other: &PartyId) -> Pair {
    if one <= other {
        (one.clone(), other.clone())
    } else {
        (other.clone(), one.clone())
    }
}

/// Log entries by handoff, pulses and handoffs by pair, handoffs by party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    log: BTreeMap<HandoffId, BTreeSet<LogId>>,
    pulses: BTreeMap<Pair, BTreeSet<PulseId>>,
    pairs: BTreeMap<Pair, BTreeSet<HandoffId>>,
    /// Handoffs by provider and by customer.
    pub links: Links,
}

impl Index {
    /// Reads the whole org once.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let mut index = Self::default();
        for (id, entry) in &org.log {
            index.add_entry(id, entry);
        }
        for (id, pulse) in &org.pulses {
            index.add_pulse(id, pulse);
        }
        for (id, handoff) in &org.handoffs {
            index.add_handoff(id, handoff);
        }
        index
    }

    /// The entries about a handoff, by identifier and so by date.
    pub fn entries(&self, handoff: &HandoffId) -> impl Iterator<Item = &LogId> {
        self.log.get(handoff).into_iter().flatten()
    }

    /// The pulses of both directions between two parties.
    pub fn pulses(&self, pair: &Pair) -> impl Iterator<Item = &PulseId> {
        self.pulses.get(pair).into_iter().flatten()
    }

    /// The handoffs of both directions between two parties.
    pub fn handoffs(&self, pair: &Pair) -> impl Iterator<Item = &HandoffId> {
        self.pairs.get(pair).into_iter().flatten()
    }

    /// Adds a log entry; one that belongs to no handoff is not kept.
    pub fn add_entry(&mut self, id: &LogId, entry: &LogEntry) {
        if let Some(handoff) = entry.handoff() {
            put(&mut self.log, handoff.clone(), id);
        }
    }

    /// Takes a log entry out.
    pub fn remove_entry(&mut self, id: &LogId, entry: &LogEntry) {
        if let Some(handoff) = entry.handoff() {
            take(&mut self.log, handoff, id);
        }
    }

    /// Adds a pulse.
    pub fn add_pulse(&mut self, id: &PulseId, pulse: &Pulse) {
        put(&mut self.pulses, pair(&pulse.rater, &pulse.rated), id);
    }

    /// Takes a pulse out.
    pub fn remove_pulse(&mut self, id: &PulseId, pulse: &Pulse) {
        take(&mut self.pulses, &pair(&pulse.rater, &pulse.rated), id);
    }

    /// Adds a handoff.
    pub fn add_handoff(&mut self, id: &HandoffId, handoff: &Handoff) {
        put(&mut self.pairs, pair(&handoff.provider, &handoff.customer), id);
        self.links.add(id, handoff);
    }

    /// Takes a handoff out.
    pub fn remove_handoff(&mut self, id: &HandoffId, handoff: &Handoff) {
        take(&mut self.pairs, &pair(&handoff.provider, &handoff.customer), id);
        self.links.remove(id, handoff);
    }
}

fn put<K: Ord, V: Ord + Clone>(map: &mut BTreeMap<K, BTreeSet<V>>, key: K, value: &V) {
    map.entry(key).or_default().insert(value.clone());
}

/// Leaves no empty set behind, so that two indexes of the same org are equal however they came about.
fn take<K: Ord, V: Ord>(map: &mut BTreeMap<K, BTreeSet<V>>, key: &K, value: &V) {
    if let Some(values) = map.get_mut(key) {
        values.remove(value);
        if values.is_empty() {
            map.remove(key);
        }
    }
}
