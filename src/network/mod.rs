//! The org as a network: parties joined by handoffs.

use std::collections::{BTreeMap, BTreeSet};

use crate::org::{Handoff, HandoffId, Org, PartyId};

mod betweenness;
mod collapse;
mod cuts;
mod dominators;
mod ei;
mod graph;
mod paths;
pub mod pyramid;
mod reciprocity;
mod stranded;
mod summary;

pub use betweenness::betweenness;
pub use collapse::{Collapsed, Line, Sum, heads};
pub use cuts::articulation_points;
pub use ei::{Ei, between_groups, departments};
pub use graph::Graph;
pub use paths::{Path, Paths};
pub use reciprocity::{mutual_ties, reciprocity};
pub use stranded::{Stranded, reaching_customer};
pub use summary::Summary;

/// The handoffs of every party, by the side that it is on. Identifiers are sorted, so that whatever
/// is computed from them comes out the same every time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    provided: BTreeMap<PartyId, BTreeSet<HandoffId>>,
    received: BTreeMap<PartyId, BTreeSet<HandoffId>>,
}

impl Links {
    /// Reads all handoffs once.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let mut links = Self::default();
        for (id, handoff) in &org.handoffs {
            links.add(id, handoff);
        }
        links
    }

    /// The handoffs that the party provides.
    pub fn provided_by(&self, party: &PartyId) -> impl Iterator<Item = &HandoffId> {
        self.provided.get(party).into_iter().flatten()
    }

    /// The handoffs that the party depends on.
    pub fn received_by(&self, party: &PartyId) -> impl Iterator<Item = &HandoffId> {
        self.received.get(party).into_iter().flatten()
    }

    /// Whether the party provides that handoff.
    #[must_use]
    pub fn provides(&self, party: &PartyId, handoff: &HandoffId) -> bool {
        self.provided.get(party).is_some_and(|ids| ids.contains(handoff))
    }

    /// Adds a handoff.
    pub fn add(&mut self, id: &HandoffId, handoff: &Handoff) {
        let provided = self.provided.entry(handoff.provider.clone()).or_default();
        provided.insert(id.clone());
        let received = self.received.entry(handoff.customer.clone()).or_default();
        received.insert(id.clone());
    }

    /// Takes a handoff out.
    pub fn remove(&mut self, id: &HandoffId, handoff: &Handoff) {
        for (side, party) in [
            (&mut self.provided, &handoff.provider),
            (&mut self.received, &handoff.customer),
        ] {
            if let Some(ids) = side.get_mut(party) {
                ids.remove(id);
                if ids.is_empty() {
                    side.remove(party);
                }
            }
        }
    }
}
