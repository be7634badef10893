//! What an organisation says about its risks: which rules there are, where each begins, and which finding was
//! looked at and accepted for a while.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Subject, is_default, time};

/// A named pattern that is looked for. What each looks at, and when it is found, is in [`crate::health::risk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// Nobody talks, or a question waits for too long.
    CommunicationBreakdown,
    /// Flaws are not taken as something to mend together.
    Blame,
    /// It is not clear who answers for what.
    Confusion,
    /// The two sides see it differently.
    ExpectationGap,
    /// People have reason to fear for their place.
    Insecurity,
    /// A department keeps to itself.
    Silo,
    /// One is all there is.
    SinglePointOfFailure,
    /// Much goes through a party that cannot keep up.
    Bottleneck,
    /// Work that reaches no paying customer.
    NoLineOfSight,
    /// A customer inside the organisation whom nobody asked.
    NeglectedCustomer,
    /// Only one side speaks.
    OneWayStreet,
    /// Asked for later than agreed.
    ShortNotice,
    /// A promise to a paying customer that what comes before it cannot carry.
    ExternalPromise,
    /// Responsible without having been taught.
    Untrained,
    /// Kept and not thanked for.
    Unthanked,
    /// Not looked at for a long time.
    Stale,
}

impl Rule {
    /// All sixteen, in the order in which they are listed.
    pub const ALL: [Self; 16] = [
        Self::CommunicationBreakdown,
        Self::Blame,
        Self::Confusion,
        Self::ExpectationGap,
        Self::Insecurity,
        Self::Silo,
        Self::SinglePointOfFailure,
        Self::Bottleneck,
        Self::NoLineOfSight,
        Self::NeglectedCustomer,
        Self::OneWayStreet,
        Self::ShortNotice,
        Self::ExternalPromise,
        Self::Untrained,
        Self::Unthanked,
        Self::Stale,
    ];

    /// The name shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CommunicationBreakdown => "Communication breakdown",
            Self::Blame => "Blame",
            Self::Confusion => "Confusion",
            Self::ExpectationGap => "Expectation gap",
            Self::Insecurity => "Insecurity",
            Self::Silo => "Silo",
            Self::SinglePointOfFailure => "Single point of failure",
            Self::Bottleneck => "Bottleneck",
            Self::NoLineOfSight => "No line of sight",
            Self::NeglectedCustomer => "Neglected internal customer",
            Self::OneWayStreet => "One-way street",
            Self::ShortNotice => "Short notice",
            Self::ExternalPromise => "External promise at risk",
            Self::Untrained => "Untrained",
            Self::Unthanked => "Unthanked",
            Self::Stale => "Stale",
        }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::CommunicationBreakdown => "communication-breakdown",
            Self::Blame => "blame",
            Self::Confusion => "confusion",
            Self::ExpectationGap => "expectation-gap",
            Self::Insecurity => "insecurity",
            Self::Silo => "silo",
            Self::SinglePointOfFailure => "single-point-of-failure",
            Self::Bottleneck => "bottleneck",
            Self::NoLineOfSight => "no-line-of-sight",
            Self::NeglectedCustomer => "neglected-internal-customer",
            Self::OneWayStreet => "one-way-street",
            Self::ShortNotice => "short-notice",
            Self::ExternalPromise => "external-promise-at-risk",
            Self::Untrained => "untrained",
            Self::Unthanked => "unthanked",
            Self::Stale => "stale",
        }
    }
}

/// A finding that was looked at and is accepted for a while, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule that finds it.
    pub rule: Rule,
    /// The promise or party it is found at.
    pub at: Subject,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    #[serde(with = "time::day")]
    pub until: Date,
    /// The day on which it was looked at.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub seen: Option<Date>,
}
