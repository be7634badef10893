//! Every sample opens, holds together and says what its description promises.

use std::{collections::BTreeSet, fs, path::Path};

use throughline::{
    file,
    org::{Cause, Letter, LogEntry, Org, PartyKind},
};

const SAMPLES: [&str; 4] = ["payroll", "harbour_tools", "rust_project", "kubernetes"];

fn sample(name: &str) -> Org {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample_orgs/{name}.ron"));
    let bytes = fs::read(path).unwrap();
    assert!(bytes.starts_with(b"Throughline(version: 1,"), "{name}");
    let loaded = file::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(loaded.notes.is_empty(), "{name}: {:?}", loaded.notes);
    loaded.org
}

fn count(org: &Org, wanted: impl Fn(&LogEntry) -> bool) -> usize {
    org.log.values().filter(|entry| wanted(entry)).count()
}

fn deliveries(org: &Org) -> usize {
    count(org, |entry| matches!(entry, LogEntry::Delivery(_)))
}

#[test]
fn every_sample_holds_together() {
    for name in SAMPLES {
        let org = sample(name);
        assert_eq!(org.problems(), [], "{name}");
        assert!(!org.name.is_empty() && !org.about.is_empty(), "{name}");
        assert!(org.parties.values().any(|party| party.kind.is_customer()), "{name}");
        let connected: BTreeSet<_> = org.handoffs.values().flat_map(|h| [&h.provider, &h.customer]).collect();
        for party in org.parties.keys() {
            assert!(connected.contains(party), "{name}: nobody serves or depends on {party}");
        }
        for (id, entry) in &org.log {
            assert!(id.as_str().starts_with(&entry.date().to_string()), "{name}: {id}");
            assert!(entry.date() <= jiff::civil::date(2026, 11, 20), "{name}: {id}");
        }
    }
}

#[test]
fn payroll_is_small_and_complete() {
    let org = sample("payroll");
    assert_eq!((org.parties.len(), org.handoffs.len()), (6, 10));
    assert!((50..=80).contains(&org.log.len()), "{}", org.log.len());
    assert!(!org.goals.is_empty() && !org.pulses.is_empty() && !org.actions.is_empty());
}

#[test]
fn harbour_tools_is_the_manufacturer_of_the_description() {
    let org = sample("harbour_tools");
    assert_eq!((org.parties.len(), org.handoffs.len()), (13, 23));
    assert!(org.parties.values().all(|party| party.position.is_some()));
    assert!((385..=415).contains(&deliveries(&org)), "{}", deliveries(&org));
    let clarifications = count(&org, |e| matches!(e, LogEntry::Clarification(_)));
    assert!((70..=90).contains(&clarifications), "{clarifications}");
    let latest = jiff::civil::date(2026, 6, 1);
    let ballots: u32 = org
        .pulses
        .values()
        .filter(|p| p.on >= latest)
        .map(|p| p.ballots())
        .sum();
    assert_eq!(ballots, 60);
    assert!(org.pulses.values().all(|pulse| pulse.smallest_group() >= 5));

    let round = org.pulses.values().filter(|p| p.on >= latest);
    let mut round = round.filter(|p| p.rater.as_str() == "customer-service" && p.rated.as_str() == "engineering");
    assert_eq!(
        round.next().map(|p| (p.ballots(), p.timely)),
        Some((9, [4, 3, 1, 1, 0]))
    );

    let wrong_shipment = count(&org, |entry| match entry {
        LogEntry::Delivery(delivery) => delivery
            .flaw
            .as_ref()
            .is_some_and(|flaw| flaw.cost == Some(125_000.0) && flaw.cause == Cause::MissingInformation),
        _ => false,
    });
    assert_eq!(wrong_shipment, 1);
}

#[test]
fn harbour_tools_has_the_gaps_of_the_matrix() {
    let org = sample("harbour_tools");
    let named = |id: &str, letter| org.handoffs[id].roles_with(letter).count();
    assert_eq!(named("answers-to-clarifications", Letter::Accountable), 0);
    assert_eq!(named("confirmed-order", Letter::Accountable), 2);
    assert_eq!(named("qualified-leads", Letter::Responsible), 0);
    let accountable = |wanted: fn(usize) -> bool| {
        let handoffs = org.handoffs.keys();
        handoffs
            .filter(|id| wanted(named(id.as_str(), Letter::Accountable)))
            .count()
    };
    assert_eq!(accountable(|n| n == 0), 7);
    assert_eq!(accountable(|n| n > 1), 2);
}

#[test]
fn real_organisations_hold_structure_only() {
    for (name, parties) in [("rust_project", 60..=220), ("kubernetes", 40..=150)] {
        let org = sample(name);
        assert!(parties.contains(&org.parties.len()), "{name}: {}", org.parties.len());
        assert!(
            org.log.is_empty() && org.pulses.is_empty() && org.actions.is_empty(),
            "{name}"
        );
        assert!(org.handoffs.values().all(|handoff| handoff.agreed.is_none()), "{name}");
        let mut holders = org.roles.values().flat_map(|role| &role.holders);
        assert!(holders.all(|holder| holder.name.is_empty()), "{name}");
        assert!(org.about.contains("licen") || org.about.contains("Licen"), "{name}");
        assert!(
            org.parties.values().any(|party| party.kind == PartyKind::Community),
            "{name}"
        );
    }
}
