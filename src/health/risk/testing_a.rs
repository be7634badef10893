//! Small documents for the tests of rules, written as their files are.

use jiff::civil::date;
use ron::{Options, extensions::Extensions};

use crate::{
    health::Health,
    org::{Org, Rule, Subject},
};

use super::{Risk, Seen, pattern};

/// A document with a maker who serves a user, and whatever else is said.
pub fn two(handoff: &str, more: &str) -> Org {
    read(&format!(
        r#"parties: {{"maker": (name: "Maker", kind: Team), "user": (name: "User", kind: Team)}},
        handoffs: {{"parts": (provider: "maker", customer: "user", deliverable: "Parts", {handoff})}}, {more}"#
    ))
}

/// The document of these fields.
pub fn read(fields: &str) -> Org {
    let text = format!("Throughline(version: 1, name: \"Test\", {fields})");
    let options =
        Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES);
    options
        .from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What a rule finds as of 22 November 2026, looking back 90 days.
pub fn find(rule: Rule, org: &Org) -> Vec<Risk> {
    let health = Health::of(org, date(2026, 11, 22), 90);
    let mut found = Vec::new();
    if let Some(seen) = Seen::of(org, &health, |_| true) {
        pattern(rule).find(&seen, &mut found);
    }
    for risk in &found {
        assert_eq!(risk.rule, rule);
        assert!(!risk.evidence.is_empty() && risk.evidence.len() <= 8, "{risk:?}");
    }
    found
}

/// What it finds, in short: where, how urgent, and what.
pub fn found(rule: Rule, org: &Org) -> Vec<String> {
    let short = |risk: Risk| {
        let at = match &risk.at {
            Subject::Handoff(id) => id.as_str(),
            Subject::Party(id) => id.as_str(),
        };
        format!("{at}: {}: {}", risk.severity.key(), risk.what)
    };
    find(rule, org).into_iter().map(short).collect()
}

/// What it finds, and what that stands on.
pub fn evidence(rule: Rule, org: &Org) -> Vec<String> {
    let lines = find(rule, org).into_iter().flat_map(|risk| risk.evidence);
    lines.map(|line| line.text).collect()
}
