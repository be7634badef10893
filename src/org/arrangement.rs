//! How the map is laid out where nobody moved a card.

use serde::{Deserialize, Serialize};

/// What decides where cards stand that were not dragged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Arrangement {
    /// Providers left, the paying customer right.
    #[default]
    Flow,
    /// The paying customer on top, leadership at the bottom, carrying everyone.
    InvertedPyramid,
    /// Leadership on top, the paying customer at the bottom.
    Pyramid,
    /// Each department a block of its own, providers left of those whom they serve.
    Departments,
    /// For large maps: who works together stands together, each department an island.
    Neighbourhoods,
}

impl Arrangement {
    /// All five, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Flow,
        Self::InvertedPyramid,
        Self::Pyramid,
        Self::Departments,
        Self::Neighbourhoods,
    ];

    /// The words on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Flow => "Flow to customer",
            Self::InvertedPyramid => "Inverted pyramid",
            Self::Pyramid => "Pyramid",
            Self::Departments => "Departments",
            Self::Neighbourhoods => "Neighbourhoods",
        }
    }
}
