//! The three indicators of a party or of the whole org: handoffs combined by their importance.

use super::{Estimate, HandoffHealth, Indicator, Mark, alignment::Check, estimate::Combination, measure::PartKind};

/// What a party or the org stands at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indicators {
    /// Over all its handoffs.
    pub communication: Option<Estimate>,
    /// Over all its handoffs.
    pub alignment: Option<Estimate>,
    /// Over the handoffs it provides; for the org over all.
    pub reliability: Option<Estimate>,
    /// The importance-weighted mean of the targets of the handoffs in its reliability.
    pub target: Option<f64>,
    /// What the figures stand on.
    pub evidence: Evidence,
}

/// Counts over the handoffs of a party or of the org.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// All its handoffs.
    pub handoffs: u32,
    /// The handoffs it provides; for the org all.
    pub provided: u32,
    /// Those of them with a reliability.
    pub measured: u32,
    /// Handoffs with exactly one accountable role.
    pub one_accountable: u32,
    /// Ballots about communication, each counted once.
    pub ballots: u64,
    /// Ballots about alignment, each counted once.
    pub alignment_ballots: u64,
    /// Clarification requests.
    pub clarifications: u64,
    /// Check-ins that were to be held.
    pub check_ins: u64,
    /// Deliveries that enter the reliability.
    pub deliveries: u64,
    /// Deliveries left out because they were asked for too late.
    pub short_notice: u64,
    /// Deliveries about which the receiver said nothing.
    pub silent: u64,
}

impl Indicators {
    /// One of the three.
    #[must_use]
    pub const fn estimate(&self, indicator: Indicator) -> Option<&Estimate> {
        match indicator {
            Indicator::Communication => self.communication.as_ref(),
            Indicator::Alignment => self.alignment.as_ref(),
            Indicator::Reliability => self.reliability.as_ref(),
        }
    }

    /// Its band, and whether that is sure.
    #[must_use]
    pub fn mark(&self, indicator: Indicator) -> Option<Mark> {
        let estimate = self.estimate(indicator)?;
        let target = self.target.unwrap_or(crate::org::DEFAULT_TARGET);
        Some(indicator.cuts(target).mark(estimate))
    }
}

/// Handoffs on their way into [`Indicators`]. Always added in the order of their identifiers, so that
/// the same handoffs give the same sums to the last bit.
#[derive(Default)]
pub struct Gathering {
    communication: Combination,
    alignment: Combination,
    reliability: Combination,
    weighted_target: f64,
    target_weight: f64,
    evidence: Evidence,
}

impl Gathering {
    /// Adds a handoff. `provided` says that its reliability counts too.
    pub fn add(&mut self, handoff: &HandoffHealth, provided: bool) {
        let weight = handoff.importance;
        let known = |indicator| handoff.estimate(indicator).map(|e| (e.moments(), e.coverage));
        self.communication.add_estimate(weight, known(Indicator::Communication));
        self.alignment.add_estimate(weight, known(Indicator::Alignment));
        let evidence = &mut self.evidence;
        evidence.handoffs += 1;
        evidence.one_accountable += u32::from(handoff.passes(Check::OneAccountable));
        if handoff.speaks_for_pair {
            evidence.ballots += u64::from(handoff.communication.count(PartKind::Ballots));
            evidence.alignment_ballots += u64::from(handoff.alignment.count(PartKind::Ballots));
        }
        evidence.clarifications += u64::from(handoff.communication.count(PartKind::Clarifications));
        evidence.check_ins += u64::from(handoff.communication.count(PartKind::CheckIns));
        if provided {
            let reliability = known(Indicator::Reliability);
            self.reliability.add_estimate(weight, reliability);
            evidence.provided += 1;
            evidence.deliveries += u64::from(handoff.deliveries.counted);
            evidence.short_notice += u64::from(handoff.deliveries.short_notice);
            evidence.silent += u64::from(handoff.deliveries.silent);
            if reliability.is_some() {
                evidence.measured += 1;
                self.weighted_target += weight * handoff.target;
                self.target_weight += weight;
            }
        }
    }

    /// Puts everything together.
    #[must_use]
    pub fn finish(self) -> Indicators {
        let evidence = self.evidence;
        let about_communication = evidence.ballots + evidence.clarifications + evidence.check_ins;
        Indicators {
            communication: self.communication.estimate(about_communication),
            alignment: self.alignment.estimate(evidence.alignment_ballots),
            reliability: self.reliability.estimate(evidence.deliveries),
            target: (self.target_weight > 0.0).then(|| self.weighted_target / self.target_weight),
            evidence,
        }
    }
}
