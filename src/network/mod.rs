//! The org as a network: parties joined by handoffs.

use std::sync::Arc;

use crate::org::{Handoff, HandoffId, Map, Org, PartyId};

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
/// is computed from them comes out the same every time. Versions share structure, as those of the document do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    provided: Map<PartyId, Vec<HandoffId>>,
    received: Map<PartyId, Vec<HandoffId>>,
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
        self.provided.get(party).into_iter().flat_map(|ids| ids.iter())
    }

    /// The handoffs that the party depends on.
    pub fn received_by(&self, party: &PartyId) -> impl Iterator<Item = &HandoffId> {
        self.received.get(party).into_iter().flat_map(|ids| ids.iter())
    }

    /// Whether the party provides that handoff.
    #[must_use]
    pub fn provides(&self, party: &PartyId, handoff: &HandoffId) -> bool {
        self.provided
            .get(party)
            .is_some_and(|ids| ids.binary_search(handoff).is_ok())
    }

    /// Adds a handoff.
    pub fn add(&mut self, id: &HandoffId, handoff: &Handoff) {
        for (side, party) in [
            (&mut self.provided, &handoff.provider),
            (&mut self.received, &handoff.customer),
        ] {
            let ids = Arc::make_mut(side.entry(party.clone()).or_default());
            if let Err(place) = ids.binary_search(id) {
                ids.insert(place, id.clone());
            }
        }
    }

    /// Takes a handoff out.
    pub fn remove(&mut self, id: &HandoffId, handoff: &Handoff) {
        for (side, party) in [
            (&mut self.provided, &handoff.provider),
            (&mut self.received, &handoff.customer),
        ] {
            let Some(ids) = side.get_mut(party) else { continue };
            let ids = Arc::make_mut(ids);
            if let Ok(place) = ids.binary_search(id) {
                ids.remove(place);
            }
            if ids.is_empty() {
                side.remove(party);
            }
        }
    }
}
