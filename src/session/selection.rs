//! What is selected on the map.

use std::collections::BTreeSet;

use crate::org::{HandoffId, Org, PartyId};

/// The parties and handoffs that the next command is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Selected parties.
    pub parties: BTreeSet<PartyId>,
    /// Selected handoffs.
    pub handoffs: BTreeSet<HandoffId>,
}

/// The one thing that is selected, where it is just one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single<'a> {
    /// One party.
    Party(&'a PartyId),
    /// One handoff.
    Handoff(&'a HandoffId),
}

impl Selection {
    /// Just this party.
    #[must_use]
    pub fn party(id: PartyId) -> Self {
        Self {
            parties: BTreeSet::from([id]),
            handoffs: BTreeSet::new(),
        }
    }

    /// Just this handoff.
    #[must_use]
    pub fn handoff(id: HandoffId) -> Self {
        Self {
            parties: BTreeSet::new(),
            handoffs: BTreeSet::from([id]),
        }
    }

    /// Everything in the document.
    #[must_use]
    pub fn everything(org: &Org) -> Self {
        Self {
            parties: org.parties.keys().cloned().collect(),
            handoffs: org.handoffs.keys().cloned().collect(),
        }
    }

    /// Nothing is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parties.is_empty() && self.handoffs.is_empty()
    }

    /// How many things are selected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parties.len() + self.handoffs.len()
    }

    /// The one thing that is selected.
    #[must_use]
    pub fn single(&self) -> Option<Single<'_>> {
        match (self.parties.len(), self.handoffs.len()) {
            (1, 0) => self.parties.first().map(Single::Party),
            (0, 1) => self.handoffs.first().map(Single::Handoff),
            _ => None,
        }
    }

    /// The same selection with a party added, or taken away if it was in it.
    #[must_use]
    pub fn toggled_party(mut self, id: &PartyId) -> Self {
        if !self.parties.remove(id) {
            self.parties.insert(id.clone());
        }
        self
    }

    /// The same selection with a handoff added, or taken away if it was in it.
    #[must_use]
    pub fn toggled_handoff(mut self, id: &HandoffId) -> Self {
        if !self.handoffs.remove(id) {
            self.handoffs.insert(id.clone());
        }
        self
    }

    /// Forgets what is no longer in the document.
    pub fn keep_existing(&mut self, org: &Org) {
        self.parties.retain(|id| org.parties.contains_key(id));
        self.handoffs.retain(|id| org.handoffs.contains_key(id));
    }
}
