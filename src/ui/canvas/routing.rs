//! The curves of all handoffs, kept from frame to frame: a moved card bends its own curves only.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    layout::{self, Point, Positions, Rect, Route, Routes},
    org::{Handoff, HandoffId, Map, PartyId},
};

use super::{
    handoff, party,
    shown::{Key, Shown},
};

/// What every frame asks of a curve.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// The rectangle around it.
    pub bounds: Rect,
    /// The point half-way along it.
    pub middle: Point,
}

impl Extent {
    fn of(route: &Route) -> Self {
        Self {
            bounds: route.bounds(),
            middle: handoff::middle(route).unwrap_or(route.end),
        }
    }
}

/// The curves and what they were drawn for.
#[derive(Default)]
pub struct Routing {
    routes: Routes,
    /// For the very handoffs that have a route.
    extents: BTreeMap<HandoffId, Extent>,
    handoffs: Map<HandoffId, Handoff>,
    positions: Positions,
    seen: Option<Key>,
}

impl Routing {
    /// The curves as they are, each with what it takes up.
    pub fn lines(&self) -> impl Iterator<Item = (&HandoffId, &Route, &Extent)> {
        self.routes
            .iter()
            .zip(self.extents.values())
            .map(|((id, route), extent)| (id, route, extent))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.routes.len()
    }

    /// The point half-way along a curve.
    pub fn middle(&self, id: &HandoffId) -> Option<Point> {
        self.extents.get(id).map(|extent| extent.middle)
    }

    /// Brings the curves up to date with the document.
    pub fn follow(&mut self, shown: Shown<'_>) {
        if self.seen == Some(shown.key) {
            return;
        }
        self.seen = Some(shown.key);
        let (org, positions) = (shown.org, shown.positions);
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
            let moved: BTreeSet<&PartyId> = moved.iter().collect();
            for (id, provider, customer) in &handoffs {
                if (moved.contains(provider) || moved.contains(customer))
                    && let Some(route) = self.routes.get(id)
                {
                    self.extents.insert(id.clone(), Extent::of(route));
                }
            }
        } else {
            self.routes = layout::routes(&cards, &handoffs);
            self.extents = self
                .routes
                .iter()
                .map(|(id, route)| (id.clone(), Extent::of(route)))
                .collect();
        }
        self.handoffs = org.handoffs.clone();
        self.positions.clone_from(positions);
    }
}
