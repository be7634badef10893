//! Everything that is measured about one handoff.

use crate::org::{Handoff, HandoffId, Org};

use super::{
    Estimate, Indicator, Mark, Window, alignment::Check, ballots::Voices, index::Index, indicators::Standing,
    measure::Measure, record::Record, reliability::Deliveries,
};

/// The three indicators of a handoff, with what they stand on.
#[derive(Clone, Debug, PartialEq)]
pub struct HandoffHealth {
    /// Do the two sides talk?
    pub communication: Measure,
    /// Do they pull the same way?
    pub alignment: Measure,
    /// Does it arrive in time and right?
    pub reliability: Measure,
    /// How the deliveries due in the window came out.
    pub deliveries: Deliveries,
    /// Which of [`Check::ALL`] it passes.
    pub clarity: [bool; 6],
    /// The pulses that count.
    pub voices: Voices,
    /// The share to be kept; the default where the file's is no share.
    pub target: f64,
    /// Its weight in combined figures.
    pub importance: f64,
    /// Whether its ballots enter the number of observations of its parties and of the org. Several
    /// handoffs between two parties stand on the same ballots, which are counted with the first one.
    pub speaks_for_pair: bool,
}

impl HandoffHealth {
    /// Measures one handoff.
    #[must_use]
    pub fn of(org: &Org, index: &Index, id: &HandoffId, handoff: &Handoff, window: Window) -> Self {
        Record::of(org, index, id, handoff, window, window).health(window)
    }

    /// Share of the deliveries in its reliability that arrived in time.
    #[must_use]
    pub fn on_time(&self) -> Option<Estimate> {
        Estimate::share_kept(self.deliveries.in_time, self.deliveries.counted)
    }

    /// Share of those delivered that were right first time.
    #[must_use]
    pub fn right_first_time(&self) -> Option<Estimate> {
        Estimate::share_kept(self.deliveries.right, self.deliveries.delivered)
    }

    /// Share of requests that the customer made as far ahead as agreed.
    #[must_use]
    pub fn notice_kept(&self) -> Option<Estimate> {
        let Deliveries {
            asked, short_notice, ..
        } = self.deliveries;
        Estimate::share_kept(asked - short_notice, asked)
    }

    /// What it brings into the figures of its parties and of the org.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(
            (self.importance, self.target),
            Indicator::ALL.map(|indicator| self.estimate(indicator).map(Estimate::known)),
            |kind| self.communication.count(kind),
            |kind| self.alignment.count(kind),
            &self.deliveries,
            self.clarity,
            self.speaks_for_pair,
        )
    }

    /// One of the three.
    #[must_use]
    pub const fn measure(&self, indicator: Indicator) -> &Measure {
        match indicator {
            Indicator::Communication => &self.communication,
            Indicator::Alignment => &self.alignment,
            Indicator::Reliability => &self.reliability,
        }
    }

    /// The estimate of one of the three.
    #[must_use]
    pub const fn estimate(&self, indicator: Indicator) -> Option<&Estimate> {
        self.measure(indicator).estimate.as_ref()
    }

    /// Its band, and whether that is sure.
    #[must_use]
    pub fn mark(&self, indicator: Indicator) -> Option<Mark> {
        let estimate = self.estimate(indicator)?;
        Some(indicator.cuts(self.target).mark(estimate))
    }

    /// Whether it passes a check of a clear promise.
    #[must_use]
    pub fn passes(&self, check: Check) -> bool {
        self.clarity[check as usize]
    }
}
