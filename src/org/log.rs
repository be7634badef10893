//! The log: things that happened.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{HandoffId, Moment, PartyId, is_default, time};

/// Why a delivery was not right. Always something about the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cause {
    /// Something needed was not known.
    MissingInformation,
    /// The promise could be read in two ways.
    UnclearPromise,
    /// It was asked for too late.
    ShortNotice,
    /// There was more work than hands.
    Capacity,
    /// A tool or system failed.
    Tool,
    /// Nobody had been taught how.
    Skill,
    /// It came wrong or late from outside.
    Supplier,
    /// None of these.
    Other,
}

impl Cause {
    /// All causes, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::MissingInformation,
        Self::UnclearPromise,
        Self::ShortNotice,
        Self::Capacity,
        Self::Tool,
        Self::Skill,
        Self::Supplier,
        Self::Other,
    ];

    /// The words shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::MissingInformation => "Missing information",
            Self::UnclearPromise => "Unclear promise",
            Self::ShortNotice => "Short notice",
            Self::Capacity => "Capacity",
            Self::Tool => "Tool or system",
            Self::Skill => "Skill",
            Self::Supplier => "Supplier",
            Self::Other => "Other",
        }
    }
}

/// What was wrong with a delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flaw {
    /// Why.
    pub cause: Cause,
    /// What it cost, in the organisation's currency.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cost: Option<f64>,
    /// What happened.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// Something that was due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The promise that it belongs to.
    pub handoff: HandoffId,
    /// When the customer asked for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asked: Option<Moment>,
    /// When it was due.
    pub due: Moment,
    /// When it arrived; without it, it is still open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delivered: Option<Moment>,
    /// The receiver's word: right without correction or clarification. Silence counts as yes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub right_first_time: Option<bool>,
    /// What was wrong.
    #[serde(default, skip_serializing_if = "is_default")]
    pub flaw: Option<Flaw>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// A question that one side asked the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clarification {
    /// The promise that it is about.
    pub handoff: HandoffId,
    /// The party that asked.
    pub by: PartyId,
    /// When it was asked.
    pub asked: Moment,
    /// When it was answered; without it, it is still open.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answered: Option<Moment>,
    /// The question.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// Both sides looked at the promise together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckIn {
    /// The promise.
    pub handoff: HandoffId,
    /// The day.
    #[serde(with = "time::day")]
    pub on: Date,
    /// The party that called it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<PartyId>,
    /// What was said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// One side thanked the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thanks {
    /// The promise.
    pub handoff: HandoffId,
    /// The day.
    #[serde(with = "time::day")]
    pub on: Date,
    /// The party that thanked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<PartyId>,
    /// For what.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// Someone thought of a better way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// The day.
    #[serde(with = "time::day")]
    pub on: Date,
    /// The promise that it would help, where there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub handoff: Option<HandoffId>,
    /// The party it came from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: Option<PartyId>,
    /// The idea.
    pub note: String,
}

/// A party's headcount changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The party.
    pub party: PartyId,
    /// The day.
    #[serde(with = "time::day")]
    pub on: Date,
    /// Headcount before.
    pub before: u32,
    /// Headcount after.
    pub after: u32,
    /// Why.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LogEntry {
    /// Something was due.
    Delivery(Delivery),
    /// A question was asked.
    Clarification(Clarification),
    /// Both sides met.
    CheckIn(CheckIn),
    /// A word of thanks.
    Thanks(Thanks),
    /// A better way.
    Idea(Idea),
    /// The headcount changed.
    Change(Change),
}

impl LogEntry {
    /// The word shown on screen.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Delivery(_) => "Delivery",
            Self::Clarification(_) => "Clarification",
            Self::CheckIn(_) => "Check-in",
            Self::Thanks(_) => "Thanks",
            Self::Idea(_) => "Idea",
            Self::Change(_) => "Change",
        }
    }

    /// The promise that it belongs to.
    #[must_use]
    pub fn handoff(&self) -> Option<&HandoffId> {
        match self {
            Self::Delivery(e) => Some(&e.handoff),
            Self::Clarification(e) => Some(&e.handoff),
            Self::CheckIn(e) => Some(&e.handoff),
            Self::Thanks(e) => Some(&e.handoff),
            Self::Idea(e) => e.handoff.as_ref(),
            Self::Change(_) => None,
        }
    }

    /// The party it names beside the two sides of the promise.
    #[must_use]
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Delivery(_) => None,
            Self::Clarification(e) => Some(&e.by),
            Self::CheckIn(e) => e.by.as_ref(),
            Self::Thanks(e) => e.by.as_ref(),
            Self::Idea(e) => e.by.as_ref(),
            Self::Change(e) => Some(&e.party),
        }
    }

    /// The day under which it is listed: due, asked, or the day itself.
    #[must_use]
    pub fn date(&self) -> Date {
        match self {
            Self::Delivery(e) => e.due.date(),
            Self::Clarification(e) => e.asked.date(),
            Self::CheckIn(e) => e.on,
            Self::Thanks(e) => e.on,
            Self::Idea(e) => e.on,
            Self::Change(e) => e.on,
        }
    }
}
