//! A goal of the organisation.

use serde::{Deserialize, Serialize};

use super::{RoleId, is_default};

/// Something the organisation wants to reach; parties name the goals they work for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The goal in one line.
    pub name: String,
    /// The role that answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<RoleId>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
}
