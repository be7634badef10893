//! A role: a post in a party, whoever holds it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{HandoffId, PartyId, RoleId, is_default, time};

/// How firmly someone holds a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tenure {
    /// Employed without an end.
    #[default]
    Permanent,
    /// Employed for a time.
    Temporary,
    /// From another firm.
    Contractor,
}

impl Tenure {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Permanent, Self::Temporary, Self::Contractor];

    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Permanent => "Permanent",
            Self::Temporary => "Temporary",
            Self::Contractor => "Contractor",
        }
    }
}

/// Someone who holds a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The name, where it is to be known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: String,
    /// How firmly.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tenure: Tenure,
    /// First day in the role.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub since: Option<Date>,
    /// Last day in the role, where it is known.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub until: Option<Date>,
}

/// A post in a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is called.
    pub name: String,
    /// The party it belongs to.
    pub party: PartyId,
    /// What it is there for, in plain text, one sentence each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub responsibilities: Vec<String>,
    /// Who holds it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub holders: Vec<Holder>,
    /// The roles that stand in for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backups: BTreeSet<RoleId>,
    /// The handoffs that it is trained for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trained_for: BTreeSet<HandoffId>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
}

impl Role {
    /// An empty post.
    #[must_use]
    pub fn new(name: &str, party: PartyId) -> Self {
        Self {
            name: name.to_owned(),
            party,
            responsibilities: Vec::new(),
            holders: Vec::new(),
            backups: BTreeSet::new(),
            trained_for: BTreeSet::new(),
            notes: String::new(),
        }
    }
}
