//! An indicator of one handoff, kept with the parts that it was put together from.

use super::{
    Estimate, Indicator,
    estimate::{Combination, Known, Moments},
};

/// What a part looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// What the two sides say about each other.
    Ballots,
    /// Clarification requests answered in time.
    Clarifications,
    /// Check-ins held.
    CheckIns,
    /// The six checks of a clear promise.
    Clarity,
    /// Goals that both sides work for.
    SharedGoals,
    /// Deliveries in time and right first time.
    Deliveries,
}

impl PartKind {
    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ballots => "Ballots",
            Self::Clarifications => "Clarifications",
            Self::CheckIns => "Check-ins",
            Self::Clarity => "Clarity",
            Self::SharedGoals => "Shared goals",
            Self::Deliveries => "Deliveries",
        }
    }
}

/// One part of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it looks at.
    pub kind: PartKind,
    /// Its weight in the indicator, 0 to 1.
    pub weight: f64,
    /// What it says; nothing where it has no data.
    pub moments: Option<Moments>,
    /// How many of [`Self::of`] were good; 0 for ballots, which have no good or bad.
    pub good: u32,
    /// How many were looked at: ballots, requests, intervals, checks, goals or deliveries.
    pub of: u32,
}

impl Part {
    /// A share of what was observed, with the uncertainty of its number.
    #[must_use]
    pub fn observed(kind: PartKind, weight: f64, good: u32, of: u32) -> Self {
        Self {
            kind,
            weight,
            moments: Moments::share_kept(good, of),
            good,
            of,
        }
    }

    /// A share that is simply so.
    #[must_use]
    pub fn exact(kind: PartKind, weight: f64, good: u32, of: u32) -> Self {
        Self {
            kind,
            weight,
            moments: (of > 0).then(|| Moments::exact(f64::from(good) / f64::from(of))),
            good,
            of,
        }
    }

    /// How many observations it adds to the indicator's `n`. A check of the promise's text is none.
    #[must_use]
    pub const fn observations(&self) -> u32 {
        match self.kind {
            PartKind::Clarity | PartKind::SharedGoals => 0,
            PartKind::Ballots | PartKind::Clarifications | PartKind::CheckIns | PartKind::Deliveries => self.of,
        }
    }

    /// The part on its own.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        self.moments
            .map(|moments| Estimate::new(moments, u64::from(self.observations()), 1.0))
    }
}

/// The parts put together by their weights.
#[must_use]
pub fn known(parts: &[Part]) -> Option<Known> {
    let mut combination = Combination::default();
    for part in parts {
        combination.add(part.weight, part.moments);
    }
    combination.known(parts.iter().map(|part| u64::from(part.observations())).sum())
}

/// How many were looked at in the part of that kind.
#[must_use]
pub fn count(parts: &[Part], kind: PartKind) -> u32 {
    parts.iter().find(|part| part.kind == kind).map_or(0, |part| part.of)
}

/// An indicator of one handoff.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Which one.
    pub indicator: Indicator,
    /// What is known; nothing where no part has data.
    pub estimate: Option<Estimate>,
    /// The parts, those without data included.
    pub parts: Vec<Part>,
}

impl Measure {
    /// Puts the parts together by their weights.
    #[must_use]
    pub fn combine(indicator: Indicator, parts: Vec<Part>) -> Self {
        Self {
            indicator,
            estimate: known(&parts).map(Known::estimate),
            parts,
        }
    }

    /// The part of that kind.
    #[must_use]
    pub fn part(&self, kind: PartKind) -> Option<&Part> {
        self.parts.iter().find(|part| part.kind == kind)
    }

    /// How many were looked at in the part of that kind.
    #[must_use]
    pub fn count(&self, kind: PartKind) -> u32 {
        count(&self.parts, kind)
    }
}
