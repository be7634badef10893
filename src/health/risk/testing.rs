//! Small documents for the tests of rules, written as their files are or drawn in letters.

use std::fmt::Write as _;

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

/// Parties named by letters of which `w` is a supplier and those from `x` on pay, one handoff for each pair of
/// letters, and whatever else is said.
pub fn net(pairs: &str, more: &str) -> Org {
    let mut letters: Vec<char> = pairs.chars().filter(|letter| *letter != ' ').collect();
    letters.sort_unstable();
    letters.dedup();
    let mut fields = "parties: {".to_owned();
    for letter in letters {
        let kind = match letter {
            'w' => "Supplier",
            'x'.. => "Customer",
            _ => "Team",
        };
        let _ = write!(
            fields,
            "\"{letter}\": (name: \"{}\", kind: {kind}),",
            letter.to_ascii_uppercase()
        );
    }
    fields.push_str("}, handoffs: {");
    for pair in pairs.split(' ').filter(|pair| pair.len() == 2) {
        let (provider, customer) = pair.split_at(1);
        let _ = write!(
            fields,
            "\"{pair}\": (provider: \"{provider}\", customer: \"{customer}\"),"
        );
    }
    read(&format!("{fields}}}, {more}"))
}

/// A log in which each of these promises was kept so often of so many times, on 2 November 2026.
pub fn log(deliveries: &[(&str, u32, u32)]) -> String {
    let mut text = "log: {".to_owned();
    for (handoff, kept, of) in deliveries {
        for k in 0..*of {
            let right = k < *kept;
            let _ = write!(
                text,
                "\"2026-11-02-{handoff}{k}\": Delivery(handoff: \"{handoff}\", due: \"2026-11-02\", \
                delivered: \"2026-11-02\", right_first_time: {right}),"
            );
        }
    }
    text + "}"
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
