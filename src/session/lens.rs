//! What the handoffs on the map are coloured by.

use crate::health::Indicator;

/// What colours the handoffs on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lens {
    /// How well they stand in one indicator.
    Indicator(Indicator),
    /// What goals both sides have in common.
    Goals,
}

impl Lens {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Indicator(Indicator::Reliability),
        Self::Indicator(Indicator::Communication),
        Self::Indicator(Indicator::Alignment),
        Self::Goals,
    ];

    /// The word on the button that chooses it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Indicator(Indicator::Reliability) => "Reliability",
            Self::Indicator(Indicator::Communication) => "Communication",
            Self::Indicator(Indicator::Alignment) => "Alignment",
            Self::Goals => "Goals",
        }
    }
}

impl Default for Lens {
    fn default() -> Self {
        Self::Indicator(Indicator::Reliability)
    }
}
