//! The three indicators and the bands into which their values fall.

use super::Estimate;

/// A band is not sure where less of the weight than this has data.
pub const LEAST_COVERAGE: f64 = 0.5;

/// A billionth of a share: two values closer than that are the same, so that a value computed
/// in another order does not change its band.
const SAME: f64 = 1e-9;

/// How far below its target a reliability is weak.
const FAR_BELOW_TARGET: f64 = 0.15;

/// One of the three indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Do the two sides talk often, in time and to the point?
    Communication,
    /// Do they work towards the same, on a promise that is clear?
    Alignment,
    /// Does it arrive in time and right first time?
    Reliability,
}

impl Indicator {
    /// All three, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Communication, Self::Alignment, Self::Reliability];

    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Communication => "Communication",
            Self::Alignment => "Alignment",
            Self::Reliability => "Handoff reliability",
        }
    }

    /// The same in one word, for the heads of columns.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Communication => "Communication",
            Self::Alignment => "Alignment",
            Self::Reliability => "Reliability",
        }
    }

    /// The name in JSON and in commands.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::Alignment => "alignment",
            Self::Reliability => "reliability",
        }
    }

    /// The cut-offs that hold; `target` matters for reliability alone.
    #[must_use]
    pub const fn cuts(self, target: f64) -> Cuts {
        match self {
            Self::Communication | Self::Alignment => Cuts {
                weak_below: 0.625,
                strong: Edge::Above(0.75),
            },
            Self::Reliability => Cuts {
                weak_below: target - FAR_BELOW_TARGET,
                strong: Edge::From(target),
            },
        }
    }
}

/// Where the strong band begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edge {
    /// Strictly above the value.
    Above(f64),
    /// At the value.
    From(f64),
}

impl Edge {
    /// The value itself.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Above(value) | Self::From(value) => value,
        }
    }
}

/// The two cut-offs between the three bands.
///
/// For communication and alignment 0.625 and 0.75 are 3.5 and 4.0 on a five-point scale: the
/// published cut-offs between groups of relational coordination, used on questions of our own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cuts {
    /// Values below are weak.
    pub weak_below: f64,
    /// Where strong begins.
    pub strong: Edge,
}

impl Cuts {
    /// The band of a value.
    #[must_use]
    pub fn band(self, value: f64) -> Band {
        let strong = match self.strong {
            Edge::Above(edge) => value > edge + SAME,
            Edge::From(edge) => value >= edge - SAME,
        };
        if strong {
            Band::Strong
        } else if value < self.weak_below - SAME {
            Band::Weak
        } else {
            Band::Moderate
        }
    }

    /// The band of an estimate's mean. Sure where both ends of its range lie in the same band and at least
    /// `LEAST_COVERAGE` of what should be looked at was: the range knows nothing of what was never asked.
    #[must_use]
    pub fn mark(self, estimate: &Estimate) -> Mark {
        let band = self.band(estimate.mean);
        let within = self.band(estimate.low) == band && self.band(estimate.high) == band;
        Mark {
            band,
            sure: within && estimate.coverage >= LEAST_COVERAGE - SAME,
        }
    }
}

/// How good a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// A diamond.
    Weak,
    /// A triangle.
    Moderate,
    /// A circle.
    Strong,
}

impl Band {
    /// All three, worst first.
    pub const ALL: [Self; 3] = [Self::Weak, Self::Moderate, Self::Strong];

    /// The word shown on screen and, in lower case, in JSON.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Weak => "Weak",
            Self::Moderate => "Moderate",
            Self::Strong => "Strong",
        }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
        }
    }
}

/// A band, and whether there is enough data to be sure of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The band.
    pub band: Band,
    /// Whether the whole 90 % range lies in it: a filled mark, otherwise a hollow one.
    pub sure: bool,
}
