//! What an organisation is: parties, the promises between them, and what happened.
//!
//! Pure values. This module knows neither files nor the clock, neither screens nor randomness;
//! whatever it needs of those is an argument. An [`Org`] is cheap to clone, because its maps share
//! structure, which is what undo stands on.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

mod action;
mod agreement;
mod arrangement;
mod edit;
mod goal;
mod handoff;
pub mod id;
mod log;
pub mod name;
mod party;
mod problem;
mod pulse;
mod remove;
mod risk;
mod role;
pub mod rounds;
mod settings;
mod thresholds;
pub mod time;
mod unique;
mod view;

pub use action::{Action, Subject};
pub use agreement::{Agreement, Difference, InForce, Side, TermChange, Terms};
pub use arrangement::Arrangement;
pub use edit::{Edit, EditError};
pub use goal::Goal;
pub use handoff::{Cadence, DEFAULT_TARGET, Handoff, Importance, Letter, Letters, LettersError, MONTHS};
pub use id::{AcceptanceId, ActionId, GoalId, HandoffId, LogId, PartyId, PulseId, RoleId, ViewId};
pub use log::{Cause, Change, CheckIn, Clarification, Delivery, Flaw, Idea, LogEntry, Thanks};
pub use party::{Party, PartyKind, Position};
pub use problem::{Place, Problem, Section};
pub use pulse::{Counts, Pulse, Question, answers};
pub use risk::{Acceptance, Rule};
pub use role::{Holder, Role, Tenure};
pub use settings::{LOWEST_FLOOR, Settings, WINDOWS};
pub use thresholds::Thresholds;
pub use time::{Moment, Span, TimeError, Unit};
pub use view::{Colour, Focus, View};

/// A sorted map whose versions share structure.
pub type Map<K, V> = imbl::OrdMap<K, Arc<V>>;

/// The version of the file format that this program writes.
pub const FORMAT_VERSION: u32 = 1;

/// The file's version field. Older files are migrated before they get here and newer ones refused,
/// so in memory there is only one version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatVersion;

impl Serialize for FormatVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(FORMAT_VERSION)
    }
}

impl<'de> Deserialize<'de> for FormatVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            FORMAT_VERSION => Ok(Self),
            other => Err(D::Error::custom(format_args!(
                "version {other} is not version {FORMAT_VERSION}"
            ))),
        }
    }
}

/// The whole document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Throughline", deny_unknown_fields)]
pub struct Org {
    /// The file's version.
    pub version: FormatVersion,
    /// The organisation's name.
    #[serde(default)]
    pub name: String,
    /// What this file is, where it comes from, under which licence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: String,
    /// What the organisation chose for itself.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settings: Settings,
    /// What it wants to reach.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub goals: Map<GoalId, Goal>,
    /// Who is there.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub parties: Map<PartyId, Party>,
    /// Which posts they have.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub roles: Map<RoleId, Role>,
    /// Who promised what to whom.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub handoffs: Map<HandoffId, Handoff>,
    /// How they see each other.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub pulses: Map<PulseId, Pulse>,
    /// What is being repaired.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub actions: Map<ActionId, Action>,
    /// Which risks were looked at and are accepted for a while.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub acceptances: Map<AcceptanceId, Acceptance>,
    /// Views of the map to come back to and to present.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub views: Map<ViewId, View>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Map::is_empty", deserialize_with = "unique::map")]
    pub log: Map<LogId, LogEntry>,
}

impl Org {
    /// An organisation with a name and nothing else.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Whether both are the same document. Quick where they share structure, as versions of one document do.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.about == other.about
            && self.settings == other.settings
            && self.goals.diff(&other.goals).next().is_none()
            && self.parties.diff(&other.parties).next().is_none()
            && self.roles.diff(&other.roles).next().is_none()
            && self.handoffs.diff(&other.handoffs).next().is_none()
            && self.pulses.diff(&other.pulses).next().is_none()
            && self.actions.diff(&other.actions).next().is_none()
            && self.acceptances.diff(&other.acceptances).next().is_none()
            && self.views.diff(&other.views).next().is_none()
            && self.log.diff(&other.log).next().is_none()
    }

    /// The party's name, or its identifier where the file names a party that does not exist.
    #[must_use]
    pub fn party_name<'a>(&'a self, id: &'a PartyId) -> &'a str {
        self.parties.get(id).map_or(id.as_str(), |party| &party.name)
    }

    /// The role's name, or its identifier where the file names a role that does not exist.
    #[must_use]
    pub fn role_name<'a>(&'a self, id: &'a RoleId) -> &'a str {
        self.roles.get(id).map_or(id.as_str(), |role| &role.name)
    }

    /// What a handoff is called: its deliverable, or both sides where that is not written yet.
    #[must_use]
    pub fn handoff_name(&self, id: &HandoffId) -> String {
        match self.handoffs.get(id) {
            Some(handoff) if !handoff.deliverable.trim().is_empty() => handoff.deliverable.clone(),
            Some(handoff) => format!(
                "{} to {}",
                self.party_name(&handoff.provider),
                self.party_name(&handoff.customer)
            ),
            None => id.to_string(),
        }
    }

    /// A free, readable identifier for a new party.
    #[must_use]
    pub fn new_party_id(&self, name: &str) -> PartyId {
        PartyId::new(&id::readable(name, |t| self.parties.contains_key(t)))
    }

    /// A free, readable identifier for a new handoff between two parties.
    #[must_use]
    pub fn new_handoff_id(&self, provider: &PartyId, customer: &PartyId, deliverable: &str) -> HandoffId {
        let name = if deliverable.trim().is_empty() {
            format!("{provider} to {customer}")
        } else {
            deliverable.to_owned()
        };
        HandoffId::new(&id::readable(&name, |t| self.handoffs.contains_key(t)))
    }

    /// A free, readable identifier for a new role.
    #[must_use]
    pub fn new_role_id(&self, name: &str) -> RoleId {
        RoleId::new(&id::readable(name, |t| self.roles.contains_key(t)))
    }

    /// A free, readable identifier for a new goal.
    #[must_use]
    pub fn new_goal_id(&self, name: &str) -> GoalId {
        GoalId::new(&id::readable(name, |t| self.goals.contains_key(t)))
    }

    /// The acceptance of what a rule finds at a promise or party, if it was ever accepted. Where a file holds several,
    /// the one that lasts longest.
    #[must_use]
    pub fn acceptance(&self, rule: Rule, at: &Subject) -> Option<(&AcceptanceId, &Acceptance)> {
        let known = self.acceptances_of(rule, at);
        let known = known.filter_map(|id| Some((id, &**self.acceptances.get(id)?)));
        // Of several that end on the same day the first.
        known.min_by_key(|(id, acceptance)| (std::cmp::Reverse(acceptance.until), *id))
    }

    /// Every acceptance of what a rule finds at a promise or party: one at most, but a file may hold more.
    pub fn acceptances_of(&self, rule: Rule, at: &Subject) -> impl Iterator<Item = &AcceptanceId> {
        let all = self.acceptances.iter();
        all.filter(move |(_, acceptance)| acceptance.rule == rule && acceptance.at == *at)
            .map(|(id, _)| id)
    }

    /// The identifier under which a finding is accepted: the one it has, or a free, readable one.
    #[must_use]
    pub fn acceptance_id(&self, rule: Rule, at: &Subject) -> AcceptanceId {
        if let Some((id, _)) = self.acceptance(rule, at) {
            return id.clone();
        }
        let name = match at {
            Subject::Handoff(handoff) => format!("{} {handoff}", rule.key()),
            Subject::Party(party) => format!("{} {party}", rule.key()),
        };
        AcceptanceId::new(&id::readable(&name, |t| self.acceptances.contains_key(t)))
    }

    /// A free, readable identifier for a new action.
    #[must_use]
    pub fn new_action_id(&self, what: &str) -> ActionId {
        ActionId::new(&id::readable(what, |t| self.actions.contains_key(t)))
    }

    /// A free, readable identifier for a new view.
    #[must_use]
    pub fn new_view_id(&self, name: &str) -> ViewId {
        ViewId::new(&id::readable(name, |t| self.views.contains_key(t)))
    }

    /// A free identifier for a new log entry of that day.
    #[must_use]
    pub fn new_log_id(&self, day: jiff::civil::Date, entropy: u32) -> LogId {
        LogId::new(&id::dated(day, entropy, |t| self.log.contains_key(t)))
    }

    /// A free identifier for a new pulse of that day.
    #[must_use]
    pub fn new_pulse_id(&self, day: jiff::civil::Date, entropy: u32) -> PulseId {
        PulseId::new(&id::dated(day, entropy, |t| self.pulses.contains_key(t)))
    }
}

/// Whether a field has its default and so is left out of the file.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
