//! All parties and the whole org gathered from one pass over the handoffs.

use std::collections::HashMap;

use crate::org::{Handoff, Org, PartyId};

use super::indicators::{Gathering, Standing};

/// The sums of the org and of each of its parties.
pub struct Gathered<'a> {
    /// Where a party is among the sums; nothing comes out in the order of this table.
    place: HashMap<&'a PartyId, usize>,
    parties: Vec<Gathering>,
    org: Gathering,
}

/// Where the two sides of a handoff are among the parties; nothing where the file names one that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    provider: Option<usize>,
    /// Nothing too where the provider serves itself, which is then one handoff of one party.
    customer: Option<usize>,
}

impl<'a> Gathered<'a> {
    /// Nothing gathered yet.
    pub fn of(org: &'a Org) -> Self {
        Self {
            place: org.parties.keys().enumerate().map(|(at, id)| (id, at)).collect(),
            parties: vec![Gathering::default(); org.parties.len()],
            org: Gathering::default(),
        }
    }

    /// Where the sides of a handoff are.
    pub fn sides(&self, handoff: &Handoff) -> Sides {
        let find = |party| self.place.get(party).copied();
        Sides {
            provider: find(&handoff.provider),
            customer: find(&handoff.customer).filter(|_| handoff.provider != handoff.customer),
        }
    }

    /// Adds a handoff.
    pub fn add(&mut self, sides: Sides, handoff: &Standing) {
        self.org.put(handoff, true);
        if let Some(provider) = sides.provider {
            self.parties[provider].put(handoff, true);
        }
        if let Some(customer) = sides.customer {
            self.parties[customer].put(handoff, false);
        }
    }

    /// The sums of the parties, in the order of their identifiers.
    pub fn parties(&self) -> &[Gathering] {
        &self.parties
    }

    /// The sums of the org.
    pub const fn org(&self) -> &Gathering {
        &self.org
    }

    /// Begins anew with the same parties.
    pub fn clear(&mut self) {
        self.parties.fill(Gathering::default());
        self.org = Gathering::default();
    }
}
