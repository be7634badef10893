//! The three indicators of a party or of the whole org: handoffs combined by their importance.

use super::{
    Estimate, HandoffHealth, Indicator, Mark,
    alignment::Check,
    estimate::{Combination, Known},
    measure::PartKind,
    reliability::Deliveries,
    sum::Sum,
};

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

impl Evidence {
    /// Of which handoff counts do not matter to a party that only receives it.
    const fn received(self) -> Self {
        Self {
            provided: 0,
            measured: 0,
            deliveries: 0,
            short_notice: 0,
            silent: 0,
            ..self
        }
    }

    fn add(&mut self, other: &Self) {
        self.each(other, u32::wrapping_add, u64::wrapping_add);
    }

    fn take(&mut self, other: &Self) {
        self.each(other, u32::wrapping_sub, u64::wrapping_sub);
    }

    fn each(&mut self, other: &Self, few: fn(u32, u32) -> u32, many: fn(u64, u64) -> u64) {
        *self = Self {
            handoffs: few(self.handoffs, other.handoffs),
            provided: few(self.provided, other.provided),
            measured: few(self.measured, other.measured),
            one_accountable: few(self.one_accountable, other.one_accountable),
            ballots: many(self.ballots, other.ballots),
            alignment_ballots: many(self.alignment_ballots, other.alignment_ballots),
            clarifications: many(self.clarifications, other.clarifications),
            check_ins: many(self.check_ins, other.check_ins),
            deliveries: many(self.deliveries, other.deliveries),
            short_notice: many(self.short_notice, other.short_notice),
            silent: many(self.silent, other.silent),
        };
    }
}

/// What one handoff brings into the figures of its parties and of the org: the sums of itself alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing(Gathering);

impl Standing {
    /// Puts it together from its importance and target, the three indicators, how many were looked at in the parts of
    /// communication and alignment, and what else is counted.
    #[must_use]
    pub fn of(
        (weight, target): (f64, f64),
        known: [Option<Known>; 3],
        communication: impl Fn(PartKind) -> u32,
        alignment: impl Fn(PartKind) -> u32,
        deliveries: &Deliveries,
        clarity: [bool; 6],
        speaks_for_pair: bool,
    ) -> Self {
        let mut sums = Gathering::default();
        let [about_communication, about_alignment, about_reliability] =
            known.map(|known| known.map(|known| (known.moments, known.coverage)));
        sums.communication.add_estimate(weight, about_communication);
        sums.alignment.add_estimate(weight, about_alignment);
        sums.reliability.add_estimate(weight, about_reliability);
        let spoken = |ballots| if speaks_for_pair { u64::from(ballots) } else { 0 };
        sums.evidence = Evidence {
            handoffs: 1,
            provided: 1,
            measured: u32::from(about_reliability.is_some()),
            one_accountable: u32::from(clarity[Check::OneAccountable as usize]),
            ballots: spoken(communication(PartKind::Ballots)),
            alignment_ballots: spoken(alignment(PartKind::Ballots)),
            clarifications: u64::from(communication(PartKind::Clarifications)),
            check_ins: u64::from(communication(PartKind::CheckIns)),
            deliveries: u64::from(deliveries.counted),
            short_notice: u64::from(deliveries.short_notice),
            silent: u64::from(deliveries.silent),
        };
        if about_reliability.is_some() {
            sums.weighted_target = Sum::of(weight * target);
            sums.target_weight = Sum::of(weight);
        }
        Self(sums)
    }
}

/// Handoffs on their way into [`Indicators`], in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathering {
    communication: Combination,
    alignment: Combination,
    reliability: Combination,
    weighted_target: Sum,
    target_weight: Sum,
    evidence: Evidence,
}

impl Gathering {
    /// Adds a handoff. `provided` says that its reliability counts too.
    pub fn add(&mut self, handoff: &HandoffHealth, provided: bool) {
        self.put(&handoff.standing(), provided);
    }

    /// Adds what a handoff brings.
    pub fn put(&mut self, Standing(one): &Standing, provided: bool) {
        self.communication.merge(&one.communication);
        self.alignment.merge(&one.alignment);
        if provided {
            self.reliability.merge(&one.reliability);
            self.weighted_target += one.weighted_target;
            self.target_weight += one.target_weight;
            self.evidence.add(&one.evidence);
        } else {
            self.evidence.add(&one.evidence.received());
        }
    }

    /// Takes out what a provided handoff brought.
    pub fn take(&mut self, Standing(one): &Standing) {
        self.communication.take(&one.communication);
        self.alignment.take(&one.alignment);
        self.reliability.take(&one.reliability);
        self.weighted_target -= one.weighted_target;
        self.target_weight -= one.target_weight;
        self.evidence.take(&one.evidence);
    }

    /// The figures without their ranges.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let evidence = &self.evidence;
        let about_communication = evidence.ballots + evidence.clarifications + evidence.check_ins;
        Figures {
            communication: self.communication.known(about_communication),
            alignment: self.alignment.known(evidence.alignment_ballots),
            reliability: self.reliability.known(evidence.deliveries),
            target: self
                .target_weight
                .is_positive()
                .then(|| self.weighted_target.value() / self.target_weight.value()),
        }
    }

    /// Puts everything together.
    #[must_use]
    pub fn finish(self) -> Indicators {
        let figures = self.figures();
        Indicators {
            communication: figures.communication.map(Known::estimate),
            alignment: figures.alignment.map(Known::estimate),
            reliability: figures.reliability.map(Known::estimate),
            target: figures.target,
            evidence: self.evidence,
        }
    }
}

/// What a party or the org stands at, without the ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// See [`Indicators::communication`].
    pub communication: Option<Known>,
    /// See [`Indicators::alignment`].
    pub alignment: Option<Known>,
    /// See [`Indicators::reliability`].
    pub reliability: Option<Known>,
    /// See [`Indicators::target`].
    pub target: Option<f64>,
}

impl Figures {
    /// One of the three.
    #[must_use]
    pub const fn get(&self, indicator: Indicator) -> Option<Known> {
        match indicator {
            Indicator::Communication => self.communication,
            Indicator::Alignment => self.alignment,
            Indicator::Reliability => self.reliability,
        }
    }
}
