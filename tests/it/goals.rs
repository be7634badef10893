//! Goals of the samples: what parties share is what alignment measures and what Confusion misses.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::date;
use throughline::{
    file,
    health::{
        Health, Indicator, PartKind, Scope, explain,
        risk::{Seen, risks},
    },
    org::{Edit, HandoffId, Org, PartyId, Rule, Subject},
    roles::goals::{Gaps, Goals, Pair},
};

/// Read off the file by hand: Engineering names the new line alone, which only Marketing names too.
#[test]
fn harbour_tools_has_six_pairs_that_share_nothing() {
    let org = sample("harbour_tools");
    let goals = Goals::of(&org);
    let missed = goals.pairs.iter().filter(|pair| pair.common.is_missed());
    let missed: Vec<_> = missed
        .map(|pair| (pair.sides.each_ref().map(PartyId::as_str), pair.handoffs.len()))
        .collect();
    assert_eq!(
        missed,
        [
            // Released drawings are of high importance.
            (["engineering", "production"], 2),
            (["customer-service", "engineering"], 2),
            (["customer-service", "it-services"], 1),
            (["customer-service", "warehouse"], 1),
            (["marketing", "sales"], 1),
            // CAD workstations are of low importance.
            (["engineering", "it-services"], 1),
        ]
    );
    // Nobody of ours keeps shelves full, and nobody answers for it; Alder Steel supplies and names no goal.
    let unserved = goals.columns.iter().find(|column| column.serving == 0).unwrap();
    assert_eq!((unserved.goal.as_str(), unserved.customers), ("full-shelves", 1));
    let lacking: Vec<_> = goals
        .rows
        .iter()
        .filter(|row| row.lacks_goal())
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(lacking, ["Alder Steel"]);
    assert_eq!(
        goals.gaps,
        Gaps {
            parties: 1,
            unserved: 1,
            unowned: 1,
            pairs: 6
        }
    );
}

fn sample(name: &str) -> Org {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_orgs");
    file::load(&folder.join(format!("{name}.ron"))).unwrap().0.org
}

/// Alignment measures the same goals, and Confusion finds what is missed.
#[test]
fn every_pair_agrees_with_alignment_and_confusion() {
    let as_of = date(2026, 11, 22);
    let mut compared = 0;
    for name in ["harbour_tools", "kubernetes", "payroll", "rust_project"] {
        let org = sample(name);
        let health = Health::of(&org, as_of, 90);
        let goals = Goals::of(&org);
        let mut of: BTreeMap<&HandoffId, &Pair> = BTreeMap::new();
        for pair in &goals.pairs {
            assert_eq!(
                pair.both.len() as u32,
                pair.common.share().map_or(0, |(shared, _)| shared)
            );
            of.extend(pair.handoffs.iter().map(|id| (id, pair)));
        }
        assert_eq!(of.len(), org.handoffs.len(), "{name}");
        let seen = Seen::of(&org, &health, |_| true).unwrap();
        let found = risks(&seen);
        for (id, measured) in &health.handoffs {
            let part = measured.alignment.part(PartKind::SharedGoals).unwrap();
            let share = of[id].common.share();
            assert_eq!(share.unwrap_or((0, 0)), (part.good, part.of), "{name}, {id}");
            assert_eq!(share.is_some(), part.moments.is_some(), "{name}, {id}");
            let line = |text: &str| text.contains("none of them is the same");
            let confused = found.iter().any(|risk| {
                risk.rule == Rule::Confusion
                    && risk.at == Subject::Handoff(id.clone())
                    && risk.evidence.iter().any(|evidence| line(&evidence.text))
            });
            assert_eq!(confused, of[id].common.is_missed(), "{name}, {id}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

/// The one who is told to choose goals is one of ours; Alder Steel is a supplier, the retailers pay.
#[test]
fn a_paying_customer_is_not_told_to_choose_goals() {
    let mut org = sample("harbour_tools");
    let mut retailers = (*org.parties["tool-retailers"]).clone();
    retailers.goals.clear();
    org.apply(Edit::PutParty("tool-retailers".into(), retailers)).unwrap();
    let health = Health::of(&org, date(2026, 11, 22), 90);
    for (handoff, wanted) in [
        (
            "orders-shipped",
            "The paying customer works for goals of its own: nothing to compare",
        ),
        (
            "steel-deliveries",
            "A side names no goal: choose the goals it works for",
        ),
        ("qualified-leads", "0 of 1 goal in common"),
    ] {
        let scope = Scope::Handoff(handoff.into());
        let told = explain(&org, &health, &scope, Indicator::Alignment);
        let row = told.rows.iter().find(|row| row.label == "Shared goals").unwrap();
        assert_eq!(row.detail, wanted, "{handoff}");
    }
    // Who is not in the file is nobody of whom one could know that it pays.
    let mut handoff = (*org.handoffs["qualified-leads"]).clone();
    handoff.customer = "gone".into();
    org.handoffs.insert("qualified-leads".into(), handoff.into());
    let health = Health::of(&org, date(2026, 11, 22), 90);
    let scope = Scope::Handoff("qualified-leads".into());
    let told = explain(&org, &health, &scope, Indicator::Alignment);
    let row = told.rows.iter().find(|row| row.label == "Shared goals").unwrap();
    assert_eq!(row.detail, "A side names no goal: choose the goals it works for");
}
