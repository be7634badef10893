//! Who is part of whom, without what makes no sense, and the lines that are drawn.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Line, Standing, Tie};
use crate::{
    network::Links,
    org::{Org, PartyId},
};

/// Which party is part of which: only of one that exists, never of itself, never in a ring.
pub struct Reporting<'a> {
    whole: BTreeMap<&'a PartyId, &'a PartyId>,
    wholes: BTreeSet<&'a PartyId>,
    /// Each part with the party that it is part of, after all of its own parts.
    order: Vec<(&'a PartyId, &'a PartyId)>,
}

impl<'a> Reporting<'a> {
    pub fn of(org: &'a Org) -> Self {
        let named = org.parties.iter().filter_map(|(id, party)| {
            let (whole, _) = org.parties.get_key_value(party.part_of.as_ref()?)?;
            (whole != id).then_some((id, whole))
        });
        let mut whole: BTreeMap<&PartyId, &PartyId> = named.collect();
        let mut waiting: BTreeMap<&PartyId, usize> = BTreeMap::new();
        for above in whole.values() {
            *waiting.entry(above).or_default() += 1;
        }
        let leaves = org.parties.keys().filter(|party| !waiting.contains_key(party));
        let mut ready: VecDeque<&PartyId> = leaves.collect();
        let mut order = Vec::with_capacity(whole.len());
        while let Some(part) = ready.pop_front() {
            let Some(above) = whole.get(part).copied() else {
                continue;
            };
            order.push((part, above));
            if let Some(left) = waiting.get_mut(above) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    waiting.remove(above);
                    ready.push_back(above);
                }
            }
        }
        // Whoever still waits for a part waits for itself.
        whole.retain(|part, _| !waiting.contains_key(part));
        Self {
            wholes: whole.values().copied().collect(),
            whole,
            order,
        }
    }

    /// What a party is part of.
    pub fn whole_of(&self, party: &PartyId) -> Option<&'a PartyId> {
        self.whole.get(party).copied()
    }

    /// Whether it is part of another or has parts.
    pub fn has(&self, party: &PartyId) -> bool {
        self.whole.contains_key(party) || self.wholes.contains(party)
    }

    /// Whether it has parts and is part of none.
    pub fn is_root(&self, party: &PartyId) -> bool {
        self.wholes.contains(party) && !self.whole.contains_key(party)
    }

    /// Each part with what it is part of, after all of its own parts.
    pub fn leaves_first(&self) -> impl Iterator<Item = (&'a PartyId, &'a PartyId)> {
        self.order.iter().copied()
    }
}

/// The lines between parties in different rows.
pub fn between(
    org: &Org,
    links: &Links,
    away: &BTreeMap<PartyId, u32>,
    line: &Reporting<'_>,
    standings: &BTreeMap<&PartyId, Standing>,
) -> Vec<Line> {
    let mut lines = BTreeSet::new();
    for (party, standing) in standings {
        let whole = line.whole_of(party);
        if let Some(whole) = whole.filter(|whole| standings.get(whole) != Some(standing)) {
            lines.insert(Line {
                from: (*party).clone(),
                to: whole.clone(),
                tie: Tie::PartOf,
            });
        }
        let carried_elsewhere = whole.is_some() || *standing == Standing::Leads;
        if carried_elsewhere && *standing != Standing::Meets {
            continue;
        }
        let Some(nearer) = away.get(*party).and_then(|away| away.checked_sub(1)) else {
            continue;
        };
        for customer in links
            .provided_by(party)
            .filter_map(|id| org.handoffs.get(id))
            .map(|h| &h.customer)
        {
            let is_nearer = match standings.get(customer) {
                Some(Standing::Customer) => nearer == 0,
                Some(_) => away.get(customer) == Some(&nearer),
                None => false,
            };
            if is_nearer && standings.get(customer).is_some_and(|other| other < standing) {
                lines.insert(Line {
                    from: (*party).clone(),
                    to: customer.clone(),
                    tie: Tie::Serves,
                });
            }
        }
    }
    lines.into_iter().collect()
}
