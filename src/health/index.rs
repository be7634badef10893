//! What belongs to what, so that a change of one entry touches only what stands on it.

use std::{
    collections::{HashMap, hash_map},
    hash::Hash,
    ops::Deref,
    sync::Arc,
};

use crate::{
    network::Links,
    org::{Handoff, HandoffId, LogEntry, LogId, Map, Org, PartyId, Pulse, PulseId, rounds::judged},
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

/// Who answered, and about whom.
pub type Direction = (PartyId, PartyId);

/// The direction of a pulse.
#[must_use]
pub fn direction(pulse: &Pulse) -> Direction {
    (pulse.rater.clone(), pulse.rated.clone())
}

/// An entry of the document that the index leads to. Two that are the same one are equal whatever is in it, be it
/// a cost that is no number.
#[derive(Clone, Debug)]
pub struct Shared<T>(Arc<T>);

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What belongs to a key, by identifier. Versions share structure, as those of the document do.
type Groups<K, I, V> = Map<K, Vec<(I, V)>>;

/// Log entries by handoff, pulses by direction, handoffs by pair and by party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    log: Groups<HandoffId, LogId, Shared<LogEntry>>,
    pulses: Groups<Direction, PulseId, Shared<Pulse>>,
    /// Those of them that may be looked at, oldest first.
    shown: Groups<Direction, PulseId, Shared<Pulse>>,
    pairs: Groups<Pair, HandoffId, ()>,
    /// Handoffs by provider and by customer.
    pub links: Links,
}

impl Index {
    /// Reads the whole org once.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let log = org.log.iter().filter_map(|(id, entry)| {
            let handoff = entry.handoff()?;
            Some((handoff.clone(), (id.clone(), Shared(entry.clone()))))
        });
        let pulses = org.pulses.iter();
        let pulses = pulses.map(|(id, pulse)| (direction(pulse), (id.clone(), Shared(pulse.clone()))));
        let pairs = org.handoffs.iter().map(|(id, handoff)| {
            let between = pair(&handoff.provider, &handoff.customer);
            (between, (id.clone(), ()))
        });
        let mut index = Self {
            log: group(log),
            pulses: group(pulses),
            shown: Map::new(),
            pairs: group(pairs),
            links: Links::of(org),
        };
        index.judge_all(org.floor());
        index
    }

    /// The identifiers of the entries about a handoff, sorted and so by date.
    pub fn entries(&self, handoff: &HandoffId) -> impl Iterator<Item = &LogId> {
        members(&self.log, handoff).map(|(id, _)| id)
    }

    /// The entries about a handoff, in the same order.
    pub fn log_of(&self, handoff: &HandoffId) -> impl Iterator<Item = &LogEntry> {
        members(&self.log, handoff).map(|(_, entry)| &**entry)
    }

    /// The pulses of one direction that may be looked at, oldest first.
    #[must_use]
    pub fn rounds(&self, direction: &Direction) -> &[(PulseId, Shared<Pulse>)] {
        self.shown.get(direction).map_or(&[], |rounds| rounds.as_slice())
    }

    /// Says anew which pulses of a direction may be looked at, after one of them changed.
    pub fn judge(&mut self, direction: &Direction, floor: u32) {
        let all = members(&self.pulses, direction).map(|(id, pulse)| (id, pulse));
        let judged = judged(all, floor, |pulse| pulse).into_iter();
        let shown = judged.filter(|(_, _, hidden)| hidden.is_none());
        let shown: Vec<_> = shown.map(|(id, pulse, _)| (id.clone(), pulse.clone())).collect();
        // No empty group, as in the other maps.
        if shown.is_empty() {
            self.shown.remove(direction);
        } else {
            self.shown.insert(direction.clone(), Arc::new(shown));
        }
    }

    /// Says so of every direction, after the floor changed.
    pub fn judge_all(&mut self, floor: u32) {
        let directions: Vec<Direction> = self.pulses.keys().cloned().collect();
        self.shown.clear();
        for direction in &directions {
            self.judge(direction, floor);
        }
    }

    /// The handoffs of both directions between two parties.
    pub fn handoffs(&self, pair: &Pair) -> impl Iterator<Item = &HandoffId> {
        members(&self.pairs, pair).map(|(id, ())| id)
    }

    /// The first of the handoffs between two parties.
    #[must_use]
    pub fn first_of(&self, pair: &Pair) -> Option<&HandoffId> {
        self.handoffs(pair).next()
    }

    /// Adds a log entry; one that belongs to no handoff is not kept.
    pub fn add_entry(&mut self, id: &LogId, entry: &Arc<LogEntry>) {
        if let Some(handoff) = entry.handoff() {
            put(&mut self.log, handoff.clone(), id, Shared(entry.clone()));
        }
    }

    /// Takes a log entry out.
    pub fn remove_entry(&mut self, id: &LogId, entry: &LogEntry) {
        if let Some(handoff) = entry.handoff() {
            take(&mut self.log, handoff, id);
        }
    }

    /// Adds a pulse.
    pub fn add_pulse(&mut self, id: &PulseId, pulse: &Arc<Pulse>) {
        put(&mut self.pulses, direction(pulse), id, Shared(pulse.clone()));
    }

    /// Takes a pulse out.
    pub fn remove_pulse(&mut self, id: &PulseId, pulse: &Pulse) {
        take(&mut self.pulses, &direction(pulse), id);
    }

    /// Adds a handoff.
    pub fn add_handoff(&mut self, id: &HandoffId, handoff: &Handoff) {
        put(&mut self.pairs, pair(&handoff.provider, &handoff.customer), id, ());
        self.links.add(id, handoff);
    }

    /// Takes a handoff out.
    pub fn remove_handoff(&mut self, id: &HandoffId, handoff: &Handoff) {
        take(&mut self.pairs, &pair(&handoff.provider, &handoff.customer), id);
        self.links.remove(id, handoff);
    }
}

/// What belongs together; `members` come by identifier and stay so within each group.
fn group<K: Ord + Hash + Clone, I: Clone, V: Clone>(members: impl Iterator<Item = (K, (I, V))>) -> Groups<K, I, V> {
    // The table only says where the group of a key is; nothing comes out in its order.
    let mut place: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<(K, Vec<(I, V)>)> = Vec::new();
    for (key, member) in members {
        match place.entry(key) {
            hash_map::Entry::Occupied(at) => groups[*at.get()].1.push(member),
            hash_map::Entry::Vacant(free) => {
                groups.push((free.key().clone(), vec![member]));
                free.insert(groups.len() - 1);
            }
        }
    }
    groups.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    groups
        .into_iter()
        .map(|(key, mut members)| {
            // Most groups are small and stay as they are, and there are many.
            members.shrink_to_fit();
            (key, Arc::new(members))
        })
        .collect()
}

fn members<'a, K: Ord, I, V>(groups: &'a Groups<K, I, V>, key: &K) -> impl Iterator<Item = &'a (I, V)> {
    groups.get(key).into_iter().flat_map(|members| members.iter())
}

fn put<K: Ord + Clone, I: Ord + Clone, V: Clone>(groups: &mut Groups<K, I, V>, key: K, id: &I, value: V) {
    let members = Arc::make_mut(groups.entry(key).or_default());
    match members.binary_search_by(|(known, _)| known.cmp(id)) {
        Ok(at) => members[at].1 = value,
        Err(at) => members.insert(at, (id.clone(), value)),
    }
}

/// Leaves no empty group behind, so that two indexes of the same org are equal however they came about.
fn take<K: Ord + Clone, I: Ord + Clone, V: Clone>(groups: &mut Groups<K, I, V>, key: &K, id: &I) {
    let Some(members) = groups.get_mut(key) else { return };
    let members = Arc::make_mut(members);
    if let Ok(at) = members.binary_search_by(|(known, _)| known.cmp(id)) {
        members.remove(at);
    }
    if members.is_empty() {
        groups.remove(key);
    }
}
