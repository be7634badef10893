//! A party: a box on the map.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{GoalId, PartyId, is_default};

/// What a party is. The kinds before [`Supplier`](Self::Supplier) are inside the organisation, those
/// from there to [`Community`](Self::Community) stand beside it, and [`Customer`](Self::Customer) pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PartyKind {
    /// A department.
    Department,
    /// A team.
    #[default]
    Team,
    /// A branch or site.
    Branch,
    /// One person.
    Person,
    /// Semi-internal: delivers to us.
    Supplier,
    /// Semi-internal: works with us.
    Partner,
    /// Semi-internal: sets rules that we answer to.
    Regulator,
    /// Semi-internal: a staffing, advertising or public agency.
    Agency,
    /// Semi-internal: neighbours, users, volunteers.
    Community,
    /// The external, paying customer.
    Customer,
}

impl PartyKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Department,
        Self::Team,
        Self::Branch,
        Self::Person,
        Self::Supplier,
        Self::Partner,
        Self::Regulator,
        Self::Agency,
        Self::Community,
        Self::Customer,
    ];

    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Department => "Department",
            Self::Team => "Team",
            Self::Branch => "Branch",
            Self::Person => "Person",
            Self::Supplier => "Supplier",
            Self::Partner => "Partner",
            Self::Regulator => "Regulator",
            Self::Agency => "Agency",
            Self::Community => "Community",
            Self::Customer => "External customer",
        }
    }

    /// Beside the organisation: neither part of it nor its paying customer.
    #[must_use]
    pub const fn is_semi_internal(self) -> bool {
        matches!(
            self,
            Self::Supplier | Self::Partner | Self::Regulator | Self::Agency | Self::Community
        )
    }

    /// The external, paying customer.
    #[must_use]
    pub const fn is_customer(self) -> bool {
        matches!(self, Self::Customer)
    }
}

/// Where a card's centre lies on the map, in points at 100 % zoom; x to the right, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Position(pub f32, pub f32);

impl Position {
    /// The farthest that a card may lie from the middle of the map, in points.
    pub const LIMIT: f32 = 1_000_000.0;

    /// A position that the file can hold: finite, on a tenth of a point, within [`Self::LIMIT`].
    #[must_use]
    pub fn rounded(x: f32, y: f32) -> Self {
        let tidy = |v: f32| {
            let v = if v.is_finite() { v } else { 0.0 };
            // Adding zero turns −0 into 0, which would otherwise be written as "-0".
            (v.clamp(-Self::LIMIT, Self::LIMIT) * 10.0).round() / 10.0 + 0.0
        };
        Self(tidy(x), tidy(y))
    }

    /// Whether it is a place on the map: finite and within [`Self::LIMIT`].
    #[must_use]
    pub fn is_on_map(self) -> bool {
        let fine = |v: f32| v.is_finite() && v.abs() <= Self::LIMIT;
        fine(self.0) && fine(self.1)
    }
}

/// A department, team, person, supplier or customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name on the card.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// The party it belongs to or reports to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub part_of: Option<PartyId>,
    /// How many people work there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub headcount: Option<u32>,
    /// The organisation's goals that it works for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub goals: BTreeSet<GoalId>,
    /// Where its card was dragged to; without it the layout decides.
    #[serde(default, skip_serializing_if = "is_default")]
    pub position: Option<Position>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
}
