//! Named patterns that hurt: each rule of [`Rule::ALL`] in a file of its own.
//!
//! A rule speaks of promises and the process around them, never of a person. It says what it found, on which
//! entries that stands, and one thing to try. Where a rule begins is a setting ([`crate::org::Thresholds`]).
//! A rule that lacks data finds nothing: not measured is not a risk.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::civil::Date;

use crate::{
    network::{Paths, Summary},
    org::{HandoffId, LogId, Org, PartyId, PulseId, RoleId, Rule, Subject, Thresholds},
};

use super::Health;

mod blame;
mod bottleneck;
mod communication_breakdown;
mod confusion;
mod expectation_gap;
mod external_promise;
mod finding;
mod insecurity;
mod neglected_customer;
mod no_line_of_sight;
mod one_way_street;
mod short_notice;
mod silo;
pub mod single_point;
mod stale;
#[cfg(test)]
mod testing;
mod unthanked;
pub mod untrained;

/// How much a finding matters. The order is that of urgency, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Worth a talk.
    Medium,
    /// Worth it today.
    High,
}

impl Severity {
    /// All three, the most urgent first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    /// The name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Where a piece of evidence is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A log entry.
    Log(LogId),
    /// A round of ballots.
    Pulse(PulseId),
    /// A promise.
    Handoff(HandoffId),
    /// A party.
    Party(PartyId),
    /// A role.
    Role(RoleId),
}

/// One thing that a finding stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it says, in one short sentence without a full stop.
    pub text: String,
    /// Where it is found; nothing where it is not one entry.
    pub source: Option<Source>,
}

impl Evidence {
    /// Something that a single entry shows.
    #[must_use]
    pub fn at(source: Source, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            source: Some(source),
        }
    }

    /// Something that follows from many.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            source: None,
        }
    }
}

/// A pattern that was found. There is at most one for each rule and promise or party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The rule that found it.
    pub rule: Rule,
    /// Where.
    pub at: Subject,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, in one short sentence without a full stop: "Nobody is accountable".
    pub what: String,
    /// What that stands on; never empty.
    pub evidence: Vec<Evidence>,
    /// The last day on which it is accepted, if somebody looked at it and said so, and that day is not over.
    pub accepted: Option<Date>,
}

impl Risk {
    /// One thing to try.
    #[must_use]
    pub fn practice(&self) -> &'static str {
        pattern(self.rule).practice()
    }

    /// Whether somebody looked at it and accepted it for a while.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        self.accepted.is_some()
    }
}

/// What the rules look at. Made once for all of them.
pub struct Seen<'a> {
    /// The document.
    pub org: &'a Org,
    /// Its indicators; the day of looking is [`Health::as_of`].
    pub health: &'a Health,
    /// Where each rule begins.
    pub thresholds: Thresholds,
    /// For each party the best chain to an external customer.
    pub paths: Paths,
    /// The org as a network.
    pub network: Summary,
}

/// A rule.
pub trait Pattern: Sync {
    /// Which one.
    fn rule(&self) -> Rule;

    /// What it looks at, in one sentence.
    fn looks_at(&self) -> &'static str;

    /// When it finds something, with the thresholds that hold, in one sentence.
    fn found_when(&self, thresholds: &Thresholds) -> String;

    /// One thing to try, in one or two sentences.
    fn practice(&self) -> &'static str;

    /// Looks, and adds what it finds.
    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>);
}

/// Every rule, in the order of [`Rule::ALL`].
static PATTERNS: [&dyn Pattern; 16] = [
    &communication_breakdown::CommunicationBreakdown,
    &blame::Blame,
    &confusion::Confusion,
    &expectation_gap::ExpectationGap,
    &insecurity::Insecurity,
    &silo::Silo,
    &single_point::SinglePointOfFailure,
    &bottleneck::Bottleneck,
    &no_line_of_sight::NoLineOfSight,
    &neglected_customer::NeglectedCustomer,
    &one_way_street::OneWayStreet,
    &short_notice::ShortNotice,
    &external_promise::ExternalPromise,
    &untrained::Untrained,
    &unthanked::Unthanked,
    &stale::Stale,
];

/// The rule of that name.
#[must_use]
pub fn pattern(rule: Rule) -> &'static dyn Pattern {
    // Every rule has a pattern, at its own place; a test says so.
    PATTERNS
        .iter()
        .copied()
        .find(|pattern| pattern.rule() == rule)
        .unwrap_or(PATTERNS[0])
}

impl<'a> Seen<'a> {
    /// Works out what the rules need. `goes_on` is told the share done, from 0 to 1, now and then; when it
    /// says no, nothing is returned.
    #[must_use]
    pub fn of(org: &'a Org, health: &'a Health, goes_on: impl FnMut(f32) -> bool) -> Option<Self> {
        let network = Summary::of(org, goes_on)?;
        Some(Self {
            org,
            health,
            thresholds: org.thresholds(),
            paths: health.paths(org),
            network,
        })
    }
}

/// Everything that the rules find, the most urgent first; accepted ones too, in their place.
#[must_use]
pub fn risks(seen: &Seen<'_>) -> Vec<Risk> {
    let mut found = Vec::new();
    for pattern in PATTERNS {
        pattern.find(seen, &mut found);
    }
    let mut accepted: BTreeMap<(Rule, &Subject), Date> = BTreeMap::new();
    for acceptance in seen.org.acceptances.values() {
        let as_of = seen.health.as_of();
        // What was accepted later was not accepted yet on the day of looking.
        if acceptance.until >= as_of && acceptance.seen.is_none_or(|day| day <= as_of) {
            let until = accepted
                .entry((acceptance.rule, &acceptance.at))
                .or_insert(acceptance.until);
            *until = acceptance.until.max(*until);
        }
    }
    for risk in &mut found {
        risk.accepted = accepted.get(&(risk.rule, &risk.at)).copied();
    }
    found.sort_by(|one, other| {
        let order = |risk: &Risk| (Reverse(risk.severity), risk.rule);
        order(one).cmp(&order(other)).then_with(|| one.at.cmp(&other.at))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_pattern_once_and_in_order() {
        assert_eq!(PATTERNS.map(Pattern::rule), Rule::ALL);
    }

    /// A promise agreed on long ago and never looked at, and who accepts that until when, seen on 22 November 2026.
    #[test]
    fn a_finding_is_accepted_from_the_day_it_was_looked_at_to_the_last() {
        let accepted = |acceptances: &str| {
            let org = testing::two(r#"agreed: "2025-01-01""#, &format!("acceptances: {{{acceptances}}}"));
            let health = Health::of(&org, jiff::civil::date(2026, 11, 22), 90);
            let seen = Seen::of(&org, &health, |_| true).expect("nothing stops it");
            let stale = risks(&seen).into_iter().find(|risk| risk.rule == Rule::Stale);
            stale.expect("it is stale").accepted.map(|until| until.to_string())
        };
        let one = |id: &str, until: &str, seen: &str| {
            let seen = if seen.is_empty() {
                String::new()
            } else {
                format!(", seen: \"{seen}\"")
            };
            format!(r#""{id}": (rule: Stale, at: Handoff("parts"), reason: "r", until: "{until}"{seen}),"#)
        };
        for (until, seen, expected) in [
            ("2026-12-01", "", true),
            ("2026-12-01", "2026-11-22", true),
            ("2026-12-01", "2026-11-23", false),
            ("2026-11-22", "2026-11-01", true),
            ("2026-11-21", "2026-11-01", false),
        ] {
            let expected = expected.then(|| until.to_owned());
            assert_eq!(accepted(&one("s", until, seen)), expected, "{until} {seen}");
        }
        // The one that lasts longest holds; one that is not yet there does not.
        let several = [
            one("s", "2026-11-30", "2026-11-01"),
            one("t", "2026-12-31", ""),
            one("u", "2027-12-31", "2026-12-01"),
        ];
        assert_eq!(accepted(&several.concat()).as_deref(), Some("2026-12-31"));
    }
}
