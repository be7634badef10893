//! Risks as a reader of the documents sees them: what is found, in which words, and until when it is accepted.

use std::{collections::BTreeSet, fs, path::Path};

use jiff::civil::{Date, date};
use throughline::{
    file,
    health::{
        Health,
        risk::{Risk, Seen, Severity, Source, pattern, risks},
    },
    org::{Acceptance, HandoffId, Org, Rule, Subject},
};

const SAMPLES: [&str; 4] = ["payroll", "harbour_tools", "rust_project", "kubernetes"];

fn sample(name: &str) -> Org {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample_orgs/{name}.ron"));
    file::read(&fs::read(path).unwrap()).unwrap().org
}

fn all(org: &Org, as_of: Date) -> Vec<Risk> {
    let health = Health::of(org, as_of, 90);
    risks(&Seen::of(org, &health, |_| true).expect("nobody stopped it"))
}

fn today() -> Date {
    date(2026, 11, 22)
}

/// Everything that is written about a finding.
fn texts(risk: &Risk) -> Vec<&str> {
    let evidence = risk.evidence.iter().map(|line| line.text.as_str());
    let pattern = pattern(risk.rule);
    evidence
        .chain([risk.what.as_str(), risk.practice(), pattern.looks_at()])
        .collect()
}

#[test]
fn nobody_who_holds_a_post_is_named() {
    let org = sample("harbour_tools");
    let holders = org.roles.values().flat_map(|role| &role.holders);
    let names: BTreeSet<&str> = holders.flat_map(|holder| holder.name.split_whitespace()).collect();
    assert!(names.len() > 40 && names.contains("Lindqvist"), "{names:?}");
    let found = all(&org, today());
    assert!(found.len() > 20, "{}", found.len());
    for risk in &found {
        for text in texts(risk) {
            let named = text
                .split(|c: char| !c.is_alphanumeric())
                .find(|word| names.contains(word));
            assert_eq!(named, None, "{text}");
        }
    }
}

#[test]
fn a_finding_is_told_once_in_whole_short_sentences() {
    for name in SAMPLES {
        let org = sample(name);
        let mut seen = BTreeSet::new();
        for risk in all(&org, today()) {
            assert!(seen.insert((risk.rule, risk.at.clone())), "{name}: {risk:?}");
            assert!(
                !risk.evidence.is_empty() && risk.evidence.len() <= 8,
                "{name}: {risk:?}"
            );
            assert!(
                !risk.what.ends_with('.') && risk.what.chars().count() <= 120,
                "{name}: {}",
                risk.what
            );
            for line in &risk.evidence {
                assert!(
                    !line.text.ends_with('.') && !line.text.is_empty(),
                    "{name}: {}",
                    line.text
                );
                let is_there = match &line.source {
                    Some(Source::Log(id)) => org.log.contains_key(id),
                    Some(Source::Pulse(id)) => org.pulses.contains_key(id),
                    Some(Source::Handoff(id)) => org.handoffs.contains_key(id),
                    Some(Source::Party(id)) => org.parties.contains_key(id),
                    Some(Source::Role(id)) => org.roles.contains_key(id),
                    None => true,
                };
                assert!(is_there, "{name}: {line:?}");
            }
        }
    }
}

#[test]
fn a_document_that_is_only_drawn_has_few_risks_to_tell() {
    // Nothing was ever logged or asked there. What is left is said by the map and by who answers for what: 44 of 161
    // promises of the Rust project have no accountable role while the others do.
    for (name, most) in [("rust_project", 50), ("kubernetes", 5)] {
        let found = all(&sample(name), today());
        assert!(!found.is_empty() && found.len() <= most, "{name}: {}", found.len());
    }
}

#[test]
fn the_promise_of_the_story_is_at_risk_for_the_reason_of_the_story() {
    // Customer service asks Engineering which size is meant, and the answers wait: 6 of 13 were kept, (6 + ½) / 14 =
    // 46 %, and complaints 16 of 19, (16 + ½) / 20 = 82.5 %; together 38 % of 0.7 · 0.8 = 56 %.
    let found = all(&sample("harbour_tools"), today());
    let at = Subject::Handoff(HandoffId::new("complaint-answered"));
    let risk = found
        .iter()
        .find(|risk| (risk.rule, &risk.at) == (Rule::ExternalPromise, &at))
        .expect("it is found");
    assert_eq!(risk.severity, Severity::High);
    assert_eq!(
        risk.what,
        "A chain that ends with it keeps 38 %, 56 % would be on target"
    );
    let culprit = Source::Handoff(HandoffId::new("answers-to-clarifications"));
    assert_eq!(risk.evidence[0].source, Some(culprit));
}

#[test]
fn the_most_urgent_comes_first() {
    let found = all(&sample("harbour_tools"), today());
    let order: Vec<_> = found.iter().map(|risk| (risk.severity, risk.rule)).collect();
    assert_eq!(order.first().map(|first| first.0), Some(Severity::High));
    for pair in order.windows(2) {
        assert!(
            pair[0].0 > pair[1].0 || (pair[0].0 == pair[1].0 && pair[0].1 <= pair[1].1),
            "{pair:?}"
        );
    }
}

#[test]
fn an_acceptance_holds_until_the_end_of_its_last_day() {
    let mut org = sample("harbour_tools");
    let at = Subject::Handoff(HandoffId::new("confirmed-order"));
    let until = date(2026, 11, 24);
    let mut accept = |id: &str, until| {
        let acceptance = Acceptance {
            rule: Rule::Confusion,
            at: at.clone(),
            reason: "The two lists become one in December".to_owned(),
            until,
            seen: None,
        };
        org.acceptances.insert(id.into(), acceptance.into());
    };
    accept("one", until);
    // An older one that is over does not shorten it.
    accept("two", date(2026, 11, 1));
    let org = org;
    for (day, expected) in [
        (date(2026, 11, 22), Some(until)),
        (date(2026, 11, 24), Some(until)),
        (date(2026, 11, 25), None),
    ] {
        let found = all(&org, day);
        let accepted: Vec<_> = found.iter().filter(|risk| risk.is_accepted()).collect();
        assert_eq!(accepted.len(), usize::from(expected.is_some()), "{day}");
        let risk = found
            .iter()
            .find(|risk| risk.rule == Rule::Confusion && risk.at == at)
            .expect("it is found on any of these days");
        assert_eq!(risk.accepted, expected, "{day}");
    }
}

#[test]
fn looking_can_be_stopped() {
    let org = sample("payroll");
    let health = Health::of(&org, today(), 90);
    assert!(Seen::of(&org, &health, |_| false).is_none());
}

#[test]
fn no_document_is_too_odd_to_be_looked_at() {
    let texts = [
        "",
        // Everything leads to what is not there.
        r#"parties: {"a": (name: "", kind: Department, part_of: "q", goals: ["g"])},
        roles: {"r": (name: "", party: "q", holders: [()], backups: ["q"], trained_for: ["q"])},
        handoffs: {"h": (provider: "q", customer: "q", raci: {"q": "RA"}), "k": (provider: "a", customer: "q", target: -7.5)},
        log: {"2026-11-02-aaaa": CheckIn(handoff: "q", on: "2026-11-02")}"#,
        // Parts of themselves and of each other, and handoffs to oneself.
        r#"parties: {"a": (name: "A", kind: Department, part_of: "a"), "b": (name: "B", kind: Team, part_of: "c"),
            "c": (name: "C", kind: Department, part_of: "b"), "x": (name: "X", kind: Customer, part_of: "a")},
        handoffs: {"aa": (provider: "a", customer: "a"), "bc": (provider: "b", customer: "c"),
            "cb": (provider: "c", customer: "b"), "xx": (provider: "x", customer: "x"), "cx": (provider: "c", customer: "x")}"#,
        // The ends of the calendar and of numbers.
        r#"settings: (risks: (silo_index: 0.9, bottleneck_share: 1.0, silo_handoffs: 65535, stale_days: 65535,
            headcount_days: 65535, thanks_days: 65535, blame_days: 364, answer_overdue: 1000.0, gap_points: 0.0001)),
        parties: {"a": (name: "A", kind: Team, headcount: 4294967295), "x": (name: "X", kind: Customer)},
        roles: {"r": (name: "R", party: "a", holders: [(since: "9999-12-31", until: "0001-01-01")], backups: ["r"])},
        handoffs: {"h": (provider: "a", customer: "x", agreed: "0001-01-01", reviewed: "9999-12-31", target: 0.0,
            notice: "65535 months", answer_within: "65535 months", check_in_every: "65535 months", raci: {"r": "RACI"})}"#,
    ];
    for text in texts {
        let text = format!("Throughline(version: 1, name: \"Odd\", {text})");
        let org = file::read(text.as_bytes())
            .unwrap_or_else(|error| panic!("{error}: {text}"))
            .org;
        for day in [Date::MIN, today(), Date::MAX] {
            all(&org, day);
        }
    }
}
