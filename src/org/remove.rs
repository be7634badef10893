//! Taking parties, handoffs, roles and goals away with whatever cannot stand without them.
//!
//! What goes is found first; then every part of the document is looked through once, however much hangs on a party.

use std::{collections::BTreeSet, sync::Arc};

use super::{GoalId, HandoffId, LogEntry, Map, Org, PartyId, RoleId, Subject, edit::EditError, edit::present};

/// What goes together.
#[derive(Default)]
struct Gone {
    party: Option<PartyId>,
    handoffs: BTreeSet<HandoffId>,
    roles: BTreeSet<RoleId>,
}

impl Gone {
    fn has_party(&self, party: &PartyId) -> bool {
        self.party.as_ref() == Some(party)
    }

    fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Handoff(handoff) => self.handoffs.contains(handoff),
            Subject::Party(party) => self.has_party(party),
        }
    }

    /// Whether a log entry cannot stand any longer: it is about a handoff that goes, or says nothing without the
    /// party that goes. What that party did under a promise between others is their history and stays.
    fn takes(&self, entry: &LogEntry) -> bool {
        if entry.handoff().is_some_and(|handoff| self.handoffs.contains(handoff)) {
            return true;
        }
        let needs_party = match entry {
            LogEntry::Delivery(_) | LogEntry::CheckIn(_) | LogEntry::Thanks(_) => false,
            LogEntry::Idea(idea) => idea.handoff.is_none(),
            LogEntry::Clarification(_) | LogEntry::Change(_) => true,
        };
        needs_party && self.names(entry)
    }

    fn names(&self, entry: &LogEntry) -> bool {
        entry.party().is_some_and(|party| self.has_party(party))
    }
}

impl Org {
    pub(super) fn remove_party(&mut self, id: &PartyId) -> Result<(), EditError> {
        present(&self.parties, id, "party")?;
        let handoffs = keys(&self.handoffs, |h| h.provider == *id || h.customer == *id);
        let roles = keys(&self.roles, |r| r.party == *id);
        self.take_out(&Gone {
            party: Some(id.clone()),
            handoffs: handoffs.into_iter().collect(),
            roles: roles.into_iter().collect(),
        });
        Ok(())
    }

    pub(super) fn remove_handoff(&mut self, id: &HandoffId) -> Result<(), EditError> {
        present(&self.handoffs, id, "handoff")?;
        self.take_out(&Gone {
            handoffs: [id.clone()].into(),
            ..Gone::default()
        });
        Ok(())
    }

    pub(super) fn remove_role(&mut self, id: &RoleId) -> Result<(), EditError> {
        present(&self.roles, id, "role")?;
        self.take_out(&Gone {
            roles: [id.clone()].into(),
            ..Gone::default()
        });
        Ok(())
    }

    pub(super) fn remove_goal(&mut self, id: &GoalId) -> Result<(), EditError> {
        present(&self.goals, id, "goal")?;
        self.goals.remove(id);
        change(
            &mut self.parties,
            |p| p.goals.contains(id),
            |p| {
                p.goals.remove(id);
            },
        );
        Ok(())
    }

    fn take_out(&mut self, gone: &Gone) {
        for id in &gone.handoffs {
            self.handoffs.remove(id);
        }
        for id in &gone.roles {
            self.roles.remove(id);
        }
        if let Some(party) = &gone.party {
            self.parties.remove(party);
            change(
                &mut self.parties,
                |p| p.part_of.as_ref() == Some(party),
                |p| p.part_of = None,
            );
            change(
                &mut self.views,
                |v| v.focus.as_ref().is_some_and(|focus| focus.party == *party),
                |v| v.focus = None,
            );
            change(
                &mut self.views,
                |v| v.collapsed.contains(party),
                |v| {
                    v.collapsed.remove(party);
                },
            );
            remove(&mut self.pulses, |p| p.rater == *party || p.rated == *party);
        }
        if gone.party.is_some() || !gone.handoffs.is_empty() {
            remove(&mut self.log, |entry| gone.takes(entry));
            change(&mut self.log, |entry| gone.names(entry), forget_by);
            remove(&mut self.acceptances, |a| gone.has(&a.at));
            change(
                &mut self.actions,
                |a| a.repairs.as_ref().is_some_and(|subject| gone.has(subject)),
                |a| a.repairs = None,
            );
        }
        change(
            &mut self.roles,
            |r| {
                r.trained_for.iter().any(|handoff| gone.handoffs.contains(handoff))
                    || r.backups.iter().any(|role| gone.roles.contains(role))
            },
            |r| {
                r.trained_for.retain(|handoff| !gone.handoffs.contains(handoff));
                r.backups.retain(|role| !gone.roles.contains(role));
            },
        );
        if !gone.roles.is_empty() {
            change(
                &mut self.handoffs,
                |h| h.raci.keys().any(|role| gone.roles.contains(role)),
                |h| h.raci.retain(|role, _| !gone.roles.contains(role)),
            );
            change(
                &mut self.goals,
                |g| g.owner.as_ref().is_some_and(|role| gone.roles.contains(role)),
                |g| g.owner = None,
            );
        }
    }
}

/// Leaves out who did it, where that need not be known.
fn forget_by(entry: &mut LogEntry) {
    match entry {
        LogEntry::CheckIn(e) => e.by = None,
        LogEntry::Thanks(e) => e.by = None,
        LogEntry::Idea(e) => e.by = None,
        LogEntry::Delivery(_) | LogEntry::Clarification(_) | LogEntry::Change(_) => {}
    }
}

/// The keys of the entries for which `wanted` holds.
fn keys<K: Ord + Clone, V>(map: &Map<K, V>, wanted: impl Fn(&V) -> bool) -> Vec<K> {
    map.iter()
        .filter(|(_, value)| wanted(value))
        .map(|(key, _)| key.clone())
        .collect()
}

/// Takes out the entries for which `wanted` holds.
fn remove<K: Ord + Clone, V>(map: &mut Map<K, V>, wanted: impl Fn(&V) -> bool) {
    for key in keys(map, wanted) {
        map.remove(&key);
    }
}

/// Changes the entries for which `wanted` holds, and leaves the others shared with older versions.
fn change<K: Ord + Clone, V: Clone>(map: &mut Map<K, V>, wanted: impl Fn(&V) -> bool, mut with: impl FnMut(&mut V)) {
    for key in keys(map, wanted) {
        if let Some(value) = map.get_mut(&key) {
            with(Arc::make_mut(value));
        }
    }
}
