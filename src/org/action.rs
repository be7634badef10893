//! An action: a dated, owned repair.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ActionId, HandoffId, Org, PartyId, Rule, is_default, time};

/// What an action repairs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// A promise.
    Handoff(HandoffId),
    /// A party.
    Party(PartyId),
}

/// A repair that someone took on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What will be done.
    pub what: String,
    /// Who will see to it: a role or a name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: String,
    /// By when.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub due: Option<Date>,
    /// The promise or party that it repairs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repairs: Option<Subject>,
    /// The risk that it answers, by the name of its rule.
    #[serde(default, skip_serializing_if = "is_default")]
    pub risk: String,
    /// The day on which it was taken on.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub taken_on: Option<Date>,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub done: Option<Date>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
}

impl Action {
    /// Something to do about a risk, still without owner and date.
    #[must_use]
    pub fn against(rule: Rule, at: Subject, what: &str, today: Date) -> Self {
        Self {
            what: what.to_owned(),
            owner: String::new(),
            due: None,
            repairs: Some(at),
            risk: rule.key().to_owned(),
            taken_on: Some(today),
            done: None,
            notes: String::new(),
        }
    }
}

impl Org {
    /// The action by which the same repair was taken on already and is not done. Where it is tied to no single
    /// promise or party, its notes tell it from another of the same words.
    #[must_use]
    pub fn taken_on(&self, wanted: &Action) -> Option<&ActionId> {
        let same = |action: &Action| {
            action.done.is_none()
                && action.what == wanted.what
                && action.repairs == wanted.repairs
                && (wanted.repairs.is_some() || action.notes == wanted.notes)
        };
        self.actions.iter().find(|(_, action)| same(action)).map(|(id, _)| id)
    }
}
