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
    /// What an indicator is put together from.
    #[must_use]
    pub const fn of(indicator: Indicator) -> &'static [Self] {
        match indicator {
            Indicator::Communication => &[Self::Ballots, Self::Clarifications, Self::CheckIns],
            Indicator::Alignment => &[Self::Ballots, Self::Clarity, Self::SharedGoals],
            Indicator::Reliability => &[Self::Deliveries],
        }
    }

    /// Its weight in the indicator, 0 to 1.
    #[must_use]
    pub const fn weight(self) -> f64 {
        match self {
            Self::Ballots => 0.5,
            Self::Clarifications | Self::Clarity => 0.3,
            Self::CheckIns | Self::SharedGoals => 0.2,
            Self::Deliveries => 1.0,
        }
    }

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
    /// What so many people say about each other.
    #[must_use]
    pub const fn ballots(moments: Option<Moments>, of: u32) -> Self {
        let kind = PartKind::Ballots;
        Self {
            kind,
            weight: kind.weight(),
            moments,
            good: 0,
            of,
        }
    }

    /// A share that was counted: of what was observed with the uncertainty of its number, of the promise itself as it
    /// is. Ballots say more than how many there are, see [`Self::ballots`].
    #[must_use]
    pub fn counted(kind: PartKind, good: u32, of: u32) -> Self {
        let moments = match kind {
            PartKind::Ballots => None,
            PartKind::Clarifications | PartKind::CheckIns | PartKind::Deliveries => Moments::share_kept(good, of),
            PartKind::Clarity | PartKind::SharedGoals => {
                (of > 0).then(|| Moments::exact(f64::from(good) / f64::from(of)))
            }
        };
        Self {
            kind,
            weight: kind.weight(),
            moments,
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

/// An indicator of one handoff. A large document has a hundred thousand of them, so the parts are kept as what was
/// counted, from which all else follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Which one.
    pub indicator: Indicator,
    /// What is known; nothing where no part has data.
    pub estimate: Option<Estimate>,
    /// How many were good of how many, in the order of [`PartKind::of`]; nothing where it has no parts.
    counted: Option<[(u32, u32); 3]>,
    /// What the ballots say, which few handoffs have.
    ballots: Option<Box<Moments>>,
}

impl Measure {
    /// Puts the parts together by their weights. They are those of [`PartKind::of`].
    #[must_use]
    pub fn combine(indicator: Indicator, parts: &[Part]) -> Self {
        Self::with(indicator, known(parts).map(Known::estimate), parts)
    }

    /// One of which the estimate is known already.
    #[must_use]
    pub fn with(indicator: Indicator, estimate: Option<Estimate>, parts: &[Part]) -> Self {
        let mut counted = [(0, 0); 3];
        for (place, part) in counted.iter_mut().zip(parts) {
            *place = (part.good, part.of);
        }
        let ballots = parts.iter().find(|part| part.kind == PartKind::Ballots);
        Self {
            indicator,
            estimate,
            counted: (!parts.is_empty()).then_some(counted),
            ballots: ballots.and_then(|part| part.moments).map(Box::new),
        }
    }

    /// The parts, those without data included.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let counted = self.counted.iter().flatten();
        let kinds = PartKind::of(self.indicator).iter();
        kinds.zip(counted).map(|(kind, &(good, of))| match kind {
            PartKind::Ballots => Part::ballots(self.ballots.as_deref().copied(), of),
            kind => Part::counted(*kind, good, of),
        })
    }

    /// The part of that kind.
    #[must_use]
    pub fn part(&self, kind: PartKind) -> Option<Part> {
        self.parts().find(|part| part.kind == kind)
    }

    /// How many were looked at in the part of that kind.
    #[must_use]
    pub fn count(&self, kind: PartKind) -> u32 {
        let place = PartKind::of(self.indicator).iter().position(|one| *one == kind);
        let counted = place.and_then(|place| self.counted.as_ref()?.get(place));
        counted.map_or(0, |(_, of)| *of)
    }
}
