//! The curves of all handoffs, kept from frame to frame: a moved card bends its own curves only.

use crate::{
    layout::{self, Positions, Routes},
    org::{Handoff, HandoffId, Map, PartyId},
    session::Session,
};

use super::party;

/// The curves and what they were drawn for.
#[derive(Default)]
pub struct Routing {
    routes: Routes,
    handoffs: Map<HandoffId, Handoff>,
    positions: Positions,
    revision: Option<u64>,
}

impl Routing {
    /// The curves as they are.
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// Brings the curves up to date with the document.
    pub fn follow(&mut self, session: &Session) {
        if self.revision == Some(session.revision()) {
            return;
        }
        self.revision = Some(session.revision());
        let (org, positions) = (session.org(), session.positions());
        let same_handoffs = self.handoffs.ptr_eq(&org.handoffs);
        let same_parties = self.positions.len() == positions.len() && self.positions.keys().eq(positions.keys());
        let moved: Vec<PartyId> = positions
            .iter()
            .filter(|(id, at)| self.positions.get(*id) != Some(*at))
            .map(|(id, _)| id.clone())
            .collect();
        if same_handoffs && same_parties && moved.is_empty() {
            return;
        }
        let cards: Vec<_> = positions
            .iter()
            .map(|(id, at)| (id.clone(), party::card(*at)))
            .collect();
        let handoffs: Vec<_> = org
            .handoffs
            .iter()
            .map(|(id, h)| (id.clone(), h.provider.clone(), h.customer.clone()))
            .collect();
        if same_handoffs && same_parties {
            layout::reroute(&mut self.routes, &cards, &handoffs, &moved);
        } else {
            self.routes = layout::routes(&cards, &handoffs);
        }
        self.handoffs = org.handoffs.clone();
        self.positions.clone_from(positions);
    }
}
