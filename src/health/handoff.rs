//! Everything that is measured about one handoff.

use crate::org::{DEFAULT_TARGET, Handoff, HandoffId, LogEntry, Org, PartyId};

use super::{
    Estimate, Indicator, Mark, Window, alignment,
    alignment::Check,
    ballots::{self, Voices},
    communication,
    index::{Index, pair},
    measure::Measure,
    reliability::Deliveries,
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
    /// Share of the same deliveries that arrived in time.
    pub on_time: Option<Estimate>,
    /// Share of those delivered that were right first time.
    pub right_first_time: Option<Estimate>,
    /// Share of requests that the customer made as far ahead as agreed.
    pub notice_kept: Option<Estimate>,
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
        let entries: Vec<&LogEntry> = index
            .entries(id)
            .filter_map(|entry| org.log.get(entry).map(|entry| &**entry))
            .collect();
        let pair = pair(&handoff.provider, &handoff.customer);
        let voices = voices(org, index, handoff, window);
        let clarity = Check::ALL.map(|check| check.passes(org, handoff, window));
        let deliveries = Deliveries::count(handoff, &entries, window);
        Self {
            communication: communication::measure(org, handoff, &entries, &voices, window),
            alignment: alignment::measure(org, handoff, &voices, clarity),
            reliability: deliveries.measure(),
            on_time: Estimate::share_kept(deliveries.in_time, deliveries.counted),
            right_first_time: Estimate::share_kept(deliveries.right, deliveries.delivered),
            notice_kept: Estimate::share_kept(deliveries.asked - deliveries.short_notice, deliveries.asked),
            deliveries,
            clarity,
            voices,
            target: if handoff.target > 0.0 && handoff.target <= 1.0 {
                handoff.target
            } else {
                DEFAULT_TARGET
            },
            importance: handoff.importance.weight(),
            speaks_for_pair: index.handoffs(&pair).next() == Some(id),
        }
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

/// The newest pulse of each direction between the two sides.
fn voices(org: &Org, index: &Index, handoff: &Handoff, window: Window) -> Voices {
    let pair = pair(&handoff.provider, &handoff.customer);
    let said_by = |party: &PartyId| {
        let rounds = index.pulses(&pair);
        let own = rounds.filter(move |id| org.pulses.get(*id).is_some_and(|pulse| pulse.rater == *party));
        ballots::newest(org, own, window)
    };
    Voices {
        customer: said_by(&handoff.customer),
        // A file may name a party that serves itself; then there is only one direction.
        provider: said_by(&handoff.provider).filter(|_| handoff.provider != handoff.customer),
    }
}
