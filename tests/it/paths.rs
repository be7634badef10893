//! Chains to the paying customer, and what the command line prints.

use jiff::civil::date;
use throughline::{
    cli::health::{json, table},
    health::Health,
    network::{Links, Path, Paths},
    org::{Edit, Handoff, HandoffId, Org, Party, PartyKind},
};

/// Parties named by letters; `x` and `y` pay. A handoff is named by its two ends.
fn net(handoffs: &[&str]) -> Org {
    let mut org = Org::named("Net");
    for name in ["a", "b", "c", "d", "e", "x", "y"] {
        let kind = if name >= "x" {
            PartyKind::Customer
        } else {
            PartyKind::Team
        };
        let party = Party {
            name: name.to_owned(),
            kind,
            ..Party::default()
        };
        org.apply(Edit::PutParty(name.into(), party)).unwrap();
    }
    for name in handoffs {
        let handoff = Handoff::between(name[..1].into(), name[1..2].into());
        org.apply(Edit::PutHandoff((*name).into(), handoff)).unwrap();
    }
    org
}

fn paths(org: &Org, known: &[(&str, f64)]) -> Paths {
    let reliability = |id: &HandoffId| {
        known
            .iter()
            .find(|(name, _)| *name == id.as_str())
            .map(|(_, share)| *share)
    };
    Paths::of(org, &Links::of(org), reliability)
}

fn path(to: &str, handoffs: &[&str], rolled: Option<f64>, weakest: Option<&str>) -> Path {
    Path {
        to: to.into(),
        handoffs: handoffs.iter().map(|id| (*id).into()).collect(),
        rolled,
        weakest: weakest.map(Into::into),
    }
}

#[test]
fn the_chain_with_the_highest_product_wins_even_when_longer() {
    // a → b → c → a is a ring; c also reaches x, b reaches y badly.
    let org = net(&["ab", "bc", "ca", "cx", "by"]);
    let known = [("ab", 0.5), ("bc", 0.75), ("ca", 0.99), ("cx", 0.5), ("by", 0.25)];
    let found = paths(&org, &known).by_party;
    assert_eq!(found["a"], path("x", &["ab", "bc", "cx"], Some(0.1875), Some("ab")));
    assert_eq!(found["b"], path("x", &["bc", "cx"], Some(0.375), Some("cx")));
    assert_eq!(found["c"], path("x", &["cx"], Some(0.5), Some("cx")));
    assert_eq!(
        found.len(),
        3,
        "d and e have no line of sight, and customers are the end"
    );
}

#[test]
fn a_chain_that_is_measured_comes_before_one_that_is_not() {
    let org = net(&["ax", "ab", "by", "cx", "da", "ex", "ey"]);
    let found = paths(&org, &[("ab", 0.1), ("by", 0.1), ("da", 0.5)]).by_party;
    assert_eq!(found["a"].handoffs, ["ab", "by"].map(HandoffId::new));
    assert_eq!(found["c"], path("x", &["cx"], None, None));
    assert_eq!(found["d"].handoffs.len(), 3);
    // Nothing is known of either: the first by its identifier.
    assert_eq!(found["e"], path("x", &["ex"], None, None));
    // Only part is known: no rolled figure, but a weakest handoff.
    let found = paths(&org, &[("da", 0.5)]).by_party;
    assert_eq!(found["d"], path("x", &["da", "ax"], None, Some("da")));
}

#[test]
fn a_customer_ends_a_chain_even_if_it_delivers() {
    let org = net(&["ax", "xb", "by"]);
    let found = paths(&org, &[("ax", 0.25), ("xb", 1.0), ("by", 1.0)]).by_party;
    assert_eq!(found["a"], path("x", &["ax"], Some(0.25), Some("ax")));
    assert!(!found.contains_key("x"));
}

#[test]
fn the_command_line_prints_what_its_description_says() {
    let org = net(&["ab", "bx"]);
    let health = Health::of(&org, date(2026, 6, 30), 90);
    let text = json(&org, &health).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["as_of"], "2026-06-30");
    assert_eq!(value["window_days"], 90);
    assert!(value["org"]["communication"].is_null());
    assert_eq!(value["org"]["alignment"]["band"], "weak");
    // Only the clarity of the promise is known, 0.3 of the weight: too little to be sure.
    assert_eq!(value["org"]["alignment"]["sure"], false);
    assert_eq!(value["org"]["alignment"]["coverage"], 0.3);
    assert_eq!(value["org"]["alignment"]["mean"], 0.0);
    assert!(value["handoffs"]["ab"]["on_time"].is_null());
    assert_eq!(value["handoffs"]["ab"].as_object().unwrap().len(), 6);
    assert_eq!(value["paths"]["a"]["handoffs"][1], "bx");
    assert!(value["paths"]["a"]["rolled"].is_null());
    let table = table(&org, &health);
    let last = table.lines().last().unwrap_or_default();
    assert_eq!(last, "b to x        not measured     0 (exact) weak?  not measured");
}
