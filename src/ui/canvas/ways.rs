//! What one asks of the map to find one's way: a name, a party with its neighbours, the chain to the paying customer,
//! a choice of parties, a month.

use std::collections::BTreeSet;

use crate::{
    health::risk::Severity,
    org::{Focus, Org, PartyId, PartyKind},
    ui::icons::Mark,
};

/// A name that is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// Which of the hits one is at.
    pub at: usize,
    /// The hit that the map flew to.
    pub reached: Option<PartyId>,
    /// Whether the field has had the keyboard yet.
    pub started: bool,
}

/// What stands out around one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its providers and customers.
    Around(Focus),
    /// Its best chain of handoffs to a paying customer.
    Chain(PartyId),
}

impl Way {
    /// Whose way it is.
    pub const fn party(&self) -> &PartyId {
        match self {
            Self::Around(focus) => &focus.party,
            Self::Chain(party) => party,
        }
    }
}

/// Which parties and handoffs are looked at. What is chosen of one kind adds up; different kinds narrow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What the parties are; every kind where none is chosen.
    pub kinds: BTreeSet<PartyKind>,
    /// What they are part of, or are; anything where none is chosen.
    pub departments: BTreeSet<PartyId>,
    /// How the handoffs stand in what colours the map; any way where none is chosen.
    pub bands: Vec<Mark>,
    /// The least urgency of a risk that is open there; with or without risks where none is chosen.
    pub risk: Option<Severity>,
    /// What is left out is hidden rather than faded.
    pub hide: bool,
}

impl Filter {
    /// Whether it leaves anything out.
    pub fn is_on(&self) -> bool {
        !self.kinds.is_empty() || !self.departments.is_empty() || !self.bands.is_empty() || self.risk.is_some()
    }

    /// Leaves nothing out any more.
    pub fn clear(&mut self) {
        *self = Self {
            hide: self.hide,
            ..Self::default()
        };
    }
}

/// Everything that is asked of the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The name that is looked for.
    pub search: Option<Search>,
    /// What stands out around one party.
    pub way: Option<Way>,
    /// Which parties and handoffs are looked at.
    pub filter: Filter,
    /// The month in which one looks, 1 to 12; all of them without one.
    pub month: Option<u8>,
    /// The departments, by the parties at their heads, that are shown as one box each.
    pub collapsed: BTreeSet<PartyId>,
}

impl Ways {
    /// Ends the last thing that Esc can end. Returns whether there was one.
    pub fn step_back(&mut self) -> bool {
        self.search.take().is_some() || self.way.take().is_some()
    }

    /// One party with those a handoff away; asked again, two handoffs; and again, everybody.
    pub fn focus(&mut self, party: &PartyId) {
        let around = |steps| {
            let party = party.clone();
            Some(Way::Around(Focus { party, steps }))
        };
        self.way = match &self.way {
            Some(Way::Around(focus)) if focus.party == *party => match focus.steps {
                1 => around(2),
                _ => None,
            },
            _ => around(1),
        };
    }

    /// The chain of one party; asked again, everybody.
    pub fn chain(&mut self, party: &PartyId) {
        let chain = Some(Way::Chain(party.clone()));
        self.way = if self.way == chain { None } else { chain };
    }

    /// Forgets parties that are not there.
    pub(super) fn keep_existing(&mut self, org: &Org) {
        if self
            .way
            .as_ref()
            .is_some_and(|way| !org.parties.contains_key(way.party()))
        {
            self.way = None;
        }
        self.filter.departments.retain(|id| org.parties.contains_key(id));
        self.collapsed.retain(|id| org.parties.contains_key(id));
    }
}
