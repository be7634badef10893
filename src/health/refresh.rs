//! Bringing a health up to date after an edit: only what the edit touched is measured again.

use std::{collections::BTreeSet, sync::Arc};

use imbl::ordmap::DiffItem;

use crate::org::{Handoff, HandoffId, Map, Org, PartyId};

use super::{
    Health,
    handoff::HandoffHealth,
    index::{Direction, Pair, direction, pair},
};

/// What was measured again. What is gone from the org is named too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// These handoffs.
    pub handoffs: BTreeSet<HandoffId>,
    /// These parties.
    pub parties: BTreeSet<PartyId>,
}

impl Touched {
    /// Nothing that is measured changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.handoffs.is_empty() && self.parties.is_empty()
    }
}

/// Calls `with` for every entry that differs, with the old and the new value.
fn differences<K: Ord + Clone, V: PartialEq>(
    before: &Map<K, V>,
    after: &Map<K, V>,
    mut with: impl FnMut(&K, Option<&Arc<V>>, Option<&Arc<V>>),
) {
    for item in before.diff(after) {
        match item {
            DiffItem::Add(id, new) => with(id, None, Some(new)),
            DiffItem::Update {
                old: (id, old),
                new: (_, new),
            } => with(id, Some(old), Some(new)),
            DiffItem::Remove(id, old) => with(id, Some(old), None),
        }
    }
}

impl Health {
    /// Brings the health of `before` up to date with `after`. The result is the one of
    /// [`Health::of`] on `after`, for the same day and window.
    ///
    /// Versions of an org share structure, so finding what differs costs little more than the edit.
    pub fn refresh(&mut self, before: &Org, after: &Org) -> Touched {
        let mut touched = Touched::default();
        let mut pairs: BTreeSet<Pair> = BTreeSet::new();

        differences(&before.handoffs, &after.handoffs, |id, old, new| {
            for handoff in [old, new].into_iter().flatten() {
                touched.parties.insert(handoff.provider.clone());
                touched.parties.insert(handoff.customer.clone());
            }
            if let Some(old) = old {
                self.index.remove_handoff(id, old);
                if let Some(measured) = self.handoffs.remove(id) {
                    self.total.take(&measured.standing());
                }
            }
            if let Some(new) = new {
                self.index.add_handoff(id, new);
            }
            touched.handoffs.insert(id.clone());
            // Which handoff of a pair carries its ballots may have changed.
            let between = |side: &Arc<Handoff>| pair(&side.provider, &side.customer);
            let (was, is) = (old.map(between), new.map(between));
            if was != is {
                pairs.extend(was.into_iter().chain(is));
            }
        });
        differences(&before.log, &after.log, |id, old, new| {
            if let Some(old) = old {
                self.index.remove_entry(id, old);
            }
            if let Some(new) = new {
                self.index.add_entry(id, new);
            }
            let about = [old, new].into_iter().flatten().filter_map(|entry| entry.handoff());
            touched.handoffs.extend(about.cloned());
        });
        let mut directions: BTreeSet<Direction> = BTreeSet::new();
        differences(&before.pulses, &after.pulses, |id, old, new| {
            if let Some(old) = old {
                self.index.remove_pulse(id, old);
            }
            if let Some(new) = new {
                self.index.add_pulse(id, new);
            }
            directions.extend([old, new].into_iter().flatten().map(|pulse| direction(pulse)));
        });
        pairs.extend(directions.iter().map(|(rater, rated)| pair(rater, rated)));
        if before.floor() == after.floor() {
            for direction in &directions {
                self.index.judge(direction, after.floor());
            }
        } else {
            self.index.judge_all(after.floor());
        }
        let mut on_the_map = BTreeSet::new();
        let mut other_goals = Vec::new();
        differences(&before.parties, &after.parties, |id, old, new| {
            if old.is_none() || new.is_none() {
                on_the_map.insert(id.clone());
            }
            if old.map(|party| &party.goals) != new.map(|party| &party.goals) {
                other_goals.push(id.clone());
            }
        });
        // A goal that comes or goes decides whether a party works for it.
        let mut goals = BTreeSet::new();
        differences(&before.goals, &after.goals, |id, old, new| {
            if old.is_none() || new.is_none() {
                goals.insert(id.clone());
            }
        });
        if !goals.is_empty() {
            let named = after
                .parties
                .iter()
                .filter(|(_, party)| party.goals.iter().any(|goal| goals.contains(goal)));
            other_goals.extend(named.map(|(id, _)| id.clone()));
        }
        // A role that comes or goes decides whether a letter names somebody.
        let mut roles = BTreeSet::new();
        differences(&before.roles, &after.roles, |id, old, new| {
            if old.is_none() || new.is_none() {
                roles.insert(id.clone());
            }
        });
        if before.floor() != after.floor() {
            touched.handoffs.extend(after.handoffs.keys().cloned());
        } else if !roles.is_empty() {
            let named = after
                .handoffs
                .iter()
                .filter(|(_, handoff)| handoff.raci.keys().any(|role| roles.contains(role)));
            touched.handoffs.extend(named.map(|(id, _)| id.clone()));
        }
        for party in &other_goals {
            touched.handoffs.extend(self.handoffs_of(party).into_iter().cloned());
        }
        for pair in &pairs {
            touched.handoffs.extend(self.index.handoffs(pair).cloned());
        }
        self.measure_again(after, &on_the_map, &mut touched);
        touched
    }

    /// Measures the touched handoffs, then their parties, then the whole.
    fn measure_again(&mut self, org: &Org, on_the_map: &BTreeSet<PartyId>, touched: &mut Touched) {
        for id in &touched.handoffs {
            let Some(handoff) = org.handoffs.get(id) else {
                continue;
            };
            let health = HandoffHealth::of(org, &self.index, id, handoff, self.window);
            self.total.put(&health.standing(), true);
            if let Some(measured) = self.handoffs.insert(id.clone(), Arc::new(health)) {
                self.total.take(&measured.standing());
            }
            touched.parties.insert(handoff.provider.clone());
            touched.parties.insert(handoff.customer.clone());
        }
        touched.parties.extend(on_the_map.iter().cloned());
        for id in &touched.parties {
            if org.parties.contains_key(id) {
                let indicators = self.gather_party(id);
                self.parties.insert(id.clone(), Arc::new(indicators));
            } else {
                self.parties.remove(id);
            }
        }
        if !touched.handoffs.is_empty() {
            self.org = self.total.finish();
        }
    }
}
