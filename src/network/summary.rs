//! What there is to know about an org as a network, gathered in one place.

use std::collections::BTreeMap;

use crate::org::{Org, PartyId};

use super::{Ei, Graph, Stranded, betweenness, departments, reciprocity};

/// The figures of an org as a network. They stand on its parties and handoffs alone, not on what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// For each party, how many of the shortest chains of handoffs between two others lead over it; see
    /// [`betweenness()`].
    pub betweenness: BTreeMap<PartyId, f64>,
    /// For each party, who has no chain to an external customer without it.
    pub stranded: Stranded,
    /// For each department, how much it deals with others and how much with itself.
    pub departments: BTreeMap<PartyId, Ei>,
    /// The share of ties that go both ways, 0 to 1; nothing where nobody hands over to anybody.
    pub reciprocity: Option<f64>,
}

impl Summary {
    /// Works everything out. `goes_on` is told the share done, from 0 to 1, now
    /// and then; when it says no, there is nothing. Nearly all of the time goes into [`betweenness()`].
    #[must_use]
    pub fn of(org: &Org, goes_on: impl FnMut(f32) -> bool) -> Option<Self> {
        let graph = Graph::of(org);
        let between = betweenness(&graph, goes_on)?;
        Some(Self {
            betweenness: graph.parties().iter().cloned().zip(between).collect(),
            stranded: Stranded::of(org, &graph),
            departments: departments(org),
            reciprocity: reciprocity(&graph),
        })
    }
}
