//! What an organisation chose for itself; every setting has a default.

use serde::{Deserialize, Serialize};

use super::{Arrangement, Thresholds, is_default};

/// The fewest ballots that are ever shown, however low the floor is set.
pub const LOWEST_FLOOR: u32 = 3;

/// The windows that can be chosen, in days.
pub const WINDOWS: [u16; 3] = [30, 90, 365];

/// Settings that travel with the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Ballots of a group smaller than this are neither shown nor stored. At least [`LOWEST_FLOOR`].
    pub anonymity_floor: u32,
    /// How many days back the indicators look: 30, 90 or 365.
    pub window_days: u16,
    /// How the map is laid out where nobody moved a card.
    #[serde(skip_serializing_if = "is_default")]
    pub layout: Arrangement,
    /// Where each rule of the risks begins.
    #[serde(skip_serializing_if = "is_default")]
    pub risks: Thresholds,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            anonymity_floor: 5,
            window_days: 90,
            layout: Arrangement::default(),
            risks: Thresholds::default(),
        }
    }
}
