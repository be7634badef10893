//! How well the org serves its internal customers: communication, alignment and reliability of every
//! handoff, of every party and of the whole.
//!
//! Pure: an [`Org`] and a day give a [`Health`]. A changed org gives the same health whether it is
//! measured anew with [`Health::of`] or brought up to date with [`Health::refresh`].

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

use crate::{
    network::{Links, Paths},
    org::{HandoffId, LogId, Map, Org, PartyId},
};

pub mod alignment;
pub mod ballots;
mod beta;
mod change;
mod collapsed;
pub mod communication;
mod control;
pub mod estimate;
mod gain;
mod handoff;
mod index;
mod indicator;
mod indicators;
mod measure;
mod mixed;
mod overall;
mod parties;
mod record;
mod refresh;
pub mod reliability;
pub mod risk;
mod sum;
mod trend;
pub mod what_if;
mod why;
mod window;
pub mod words;

pub use alignment::Check;
pub use change::change;
pub use control::{ControlChart, FEWEST_WEEKS, Run, Share, Side, Signal, Week};
pub use estimate::{Estimate, Moments};
pub use gain::{Gain, Repair, gains, most_helpful};
pub use handoff::HandoffHealth;
use index::Index;
pub use indicator::{Band, Cuts, Edge, Indicator, Mark};
use indicators::Gathering;
pub use indicators::{Evidence, Indicators};
pub use measure::{Measure, Part, PartKind};
pub use mixed::apart;
pub use overall::Overall;
use parties::Gathered;
pub use refresh::Touched;
pub use trend::{Point, QUARTER, Trend, Trends};
pub use why::{Explanation, Proof, ProofOf, Row, explain};
pub use window::Window;

/// Whose indicator: that of the org, of a party or of a handoff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole.
    Org,
    /// A party.
    Party(PartyId),
    /// A promise.
    Handoff(HandoffId),
}

/// Every indicator as of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// The days looked at.
    pub window: Window,
    /// Every handoff.
    pub handoffs: Map<HandoffId, HandoffHealth>,
    /// Every party.
    pub parties: Map<PartyId, Indicators>,
    /// The whole.
    pub org: Indicators,
    index: Index,
    /// What [`Self::org`] is put together from.
    total: Gathering,
}

impl Health {
    /// Measures everything, looking back `window_days` days from the end of the day `as_of`.
    #[must_use]
    pub fn of(org: &Org, as_of: Date, window_days: u16) -> Self {
        let window = Window {
            as_of,
            days: window_days,
        };
        let index = Index::of(org);
        let mut gathered = Gathered::of(org);
        let measured = org.handoffs.iter().map(|(id, handoff)| {
            let health = HandoffHealth::of(org, &index, id, handoff, window);
            gathered.add(gathered.sides(handoff), &health.standing());
            (id.clone(), Arc::new(health))
        });
        let handoffs = measured.collect();
        let ids = org.parties.keys().cloned();
        Self {
            window,
            handoffs,
            parties: ids
                .zip(gathered.parties().iter().map(|party| Arc::new(party.finish())))
                .collect(),
            org: gathered.org().finish(),
            index,
            total: *gathered.org(),
        }
    }

    /// The day as of which everything is seen.
    #[must_use]
    pub const fn as_of(&self) -> Date {
        self.window.as_of
    }

    /// Handoffs by provider and by customer.
    #[must_use]
    pub const fn links(&self) -> &Links {
        &self.index.links
    }

    /// The log entries about a handoff, oldest identifier first.
    pub fn entries(&self, handoff: &HandoffId) -> impl Iterator<Item = &LogId> {
        self.index.entries(handoff)
    }

    /// An estimate; nothing where it is not measured or not there.
    #[must_use]
    pub fn estimate(&self, scope: &Scope, indicator: Indicator) -> Option<&Estimate> {
        match scope {
            Scope::Org => self.org.estimate(indicator),
            Scope::Party(party) => self.parties.get(party)?.estimate(indicator),
            Scope::Handoff(handoff) => self.handoffs.get(handoff)?.estimate(indicator),
        }
    }

    /// Its band, and whether that is sure.
    #[must_use]
    pub fn mark(&self, scope: &Scope, indicator: Indicator) -> Option<Mark> {
        match scope {
            Scope::Org => self.org.mark(indicator),
            Scope::Party(party) => self.parties.get(party)?.mark(indicator),
            Scope::Handoff(handoff) => self.handoffs.get(handoff)?.mark(indicator),
        }
    }

    /// The cut-offs that hold for an indicator; reliability has those of its target.
    #[must_use]
    pub fn cuts(&self, scope: &Scope, indicator: Indicator) -> Cuts {
        let target = match scope {
            Scope::Org => self.org.target,
            Scope::Party(party) => self.parties.get(party).and_then(|known| known.target),
            Scope::Handoff(handoff) => self.handoffs.get(handoff).map(|known| known.target),
        };
        indicator.cuts(target.unwrap_or(crate::org::DEFAULT_TARGET))
    }

    /// For each party the best chain of handoffs to an external customer.
    #[must_use]
    pub fn paths(&self, org: &Org) -> Paths {
        Paths::of(org, &self.index.links, |handoff| {
            self.handoffs.get(handoff)?.reliability.estimate.map(|e| e.mean)
        })
    }

    /// All handoffs of a party, each once, in the order of their identifiers.
    fn handoffs_of(&self, party: &PartyId) -> BTreeSet<&HandoffId> {
        let links = self.links();
        links.provided_by(party).chain(links.received_by(party)).collect()
    }

    fn gather_party(&self, party: &PartyId) -> Indicators {
        let mut gathering = Gathering::default();
        for id in self.handoffs_of(party) {
            if let Some(handoff) = self.handoffs.get(id) {
                gathering.add(handoff, self.links().provides(party, id));
            }
        }
        gathering.finish()
    }
}
