//! The inverted pyramid: who meets the paying customer on top.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use throughline::{
    file::read,
    org::{Handoff, HandoffId, Org, Party, PartyId, PartyKind, Role, RoleId},
    roles::pyramid::{Pyramid, Standing, Tie},
};

const TODAY: Date = date(2026, 11, 22);

fn sample(name: &str) -> Org {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample_orgs/{name}.ron"));
    read(&std::fs::read(path).unwrap()).unwrap().org
}

/// Parties as `name` or `name<whole`, where one that begins with `$` pays and one with `~` supplies, and handoffs as
/// `from>to`.
fn org(parties: &str, handoffs: &str) -> Org {
    let mut org = Org::named("Test");
    for text in parties.split_whitespace() {
        let (name, whole) = text
            .split_once('<')
            .map_or((text, None), |(name, whole)| (name, Some(whole)));
        let kind = match name.chars().next() {
            Some('$') => PartyKind::Customer,
            Some('~') => PartyKind::Supplier,
            _ => PartyKind::Team,
        };
        let party = Party {
            name: name.to_owned(),
            kind,
            part_of: whole.map(PartyId::new),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(name), party.into());
    }
    for text in handoffs.split_whitespace() {
        let (from, to) = text.split_once('>').unwrap();
        org.handoffs
            .insert(HandoffId::new(text), Handoff::between(from.into(), to.into()).into());
    }
    org
}

/// The rows as `name: parties`, each row by name.
fn rows(pyramid: &Pyramid) -> Vec<String> {
    let rows = pyramid.rows.iter().map(|row| {
        let parties: BTreeSet<&str> = row.bands.iter().map(|band| band.party.as_str()).collect();
        let parties: Vec<&str> = parties.into_iter().collect();
        format!("{}: {}", row.name, parties.join(" "))
    });
    rows.collect()
}

fn lines(pyramid: &Pyramid) -> Vec<String> {
    let lines = pyramid.lines.iter().map(|line| match line.tie {
        Tie::PartOf => format!("{}<{}", line.from, line.to),
        Tie::Serves => format!("{}>{}", line.from, line.to),
    });
    lines.collect()
}

#[test]
fn whoever_meets_the_customer_is_on_top_and_whoever_carries_stands_below() {
    let cases: [(&str, &str, &[&str], &str); 14] = [
        ("", "", &[], ""),
        (
            "$shop shift packer cook",
            "packer>$shop cook>packer shift>cook",
            &[
                "Paying customer: $shop",
                "Meet the customer: packer",
                "Carry them: cook",
                "Carry those above: shift",
            ],
            "cook>packer packer>$shop shift>cook",
        ),
        // A reporting line, with a team in it that is two handoffs away: what it is part of stands below both.
        (
            "$shop ceo ops<ceo sales<ceo store<ops press<ops",
            "sales>$shop store>$shop press>store",
            &[
                "Paying customer: $shop",
                "Meet the customer: sales store",
                "Carry them: press",
                "Carry those above: ops",
                "Leadership: ceo",
            ],
            "ops<ceo press<ops sales>$shop sales<ceo store>$shop store<ops",
        ),
        // A head that hands something to the customer itself is on top, and its parts carry it.
        (
            "$shop head sub<head lone",
            "head>$shop sub>head lone>$shop",
            &[
                "Paying customer: $shop",
                "Meet the customer: head lone",
                "Carry them: sub",
            ],
            "head>$shop lone>$shop sub<head",
        ),
        // One department among many is not the leadership: two of five belong to it.
        (
            "$shop dept team<dept a b c",
            "team>$shop a>$shop b>$shop c>$shop",
            &[
                "Paying customer: $shop",
                "Meet the customer: a b c team",
                "Carry them: dept",
            ],
            "a>$shop b>$shop c>$shop team>$shop team<dept",
        ),
        // Nor are the heads of three departments together, who carry all nine: each has three.
        (
            "$shop x a<x b<x y c<y d<y z e<z f<z",
            "a>$shop b>$shop c>$shop d>$shop e>$shop f>$shop",
            &[
                "Paying customer: $shop",
                "Meet the customer: a b c d e f",
                "Carry them: x y z",
            ],
            "a>$shop a<x b>$shop b<x c>$shop c<y d>$shop d<y e>$shop e<z f>$shop f<z",
        ),
        // Two of four are half; a supplier beside the organisation does not count, and stands below as far as it is away.
        (
            "$shop dept team<dept a b ~ore ~mine",
            "team>$shop a>$shop b>a ~ore>b ~mine>~ore",
            &[
                "Paying customer: $shop",
                "Meet the customer: a team",
                "Carry them: b",
                "Carry those above: ~ore",
                "Carry those above: ~mine",
                "Leadership: dept",
            ],
            "a>$shop b>a team>$shop team<dept ~mine>~ore ~ore>b",
        ),
        // Nobody reaches a customer.
        (
            "boss a<boss b<boss c",
            "a>b",
            &["Front line: a b", "Leadership: boss", "Not linked: c"],
            "a<boss b<boss",
        ),
        ("$shop a", "", &["Paying customer: $shop", "Not linked: a"], ""),
        // A ring, and one that hangs on it.
        (
            "$shop a<b b<a c<a",
            "c>$shop",
            &[
                "Paying customer: $shop",
                "Meet the customer: c",
                "Leadership: a",
                "Not linked: b",
            ],
            "c>$shop c<a",
        ),
        // Part of itself, or of one that does not exist.
        (
            "$shop a<a b<gone",
            "a>$shop b>a b>gone gone>$shop b>b",
            &["Paying customer: $shop", "Meet the customer: a", "Carry them: b"],
            "a>$shop b>a",
        ),
        // A customer that is part of another or has parts stays on top.
        (
            "$shop $north<$shop a<$shop $east<a",
            "a>$north",
            &["Paying customer: $east $north $shop", "Meet the customer: a"],
            "$east<a a>$north a<$shop",
        ),
        // Whoever serves the leadership alone stands above it, and no line leads down.
        (
            "$shop a boss team<boss aide",
            "a>$shop boss>a aide>boss",
            &[
                "Paying customer: $shop",
                "Meet the customer: a",
                "Carry them: team",
                "Carry those above: aide",
                "Leadership: boss",
            ],
            "a>$shop team<boss",
        ),
        // Of several ways the shortest counts.
        (
            "$shop a b c",
            "a>$shop b>a c>b c>a b>c",
            &["Paying customer: $shop", "Meet the customer: a", "Carry them: b c"],
            "a>$shop b>a c>a",
        ),
    ];
    for (parties, handoffs, wanted, linked) in cases {
        let pyramid = Pyramid::of(&org(parties, handoffs), TODAY);
        assert_eq!(rows(&pyramid), wanted, "{parties}; {handoffs}");
        assert_eq!(lines(&pyramid).join(" "), linked, "{parties}; {handoffs}");
    }
}

/// Counted off the 23 handoffs of the file; it names no reporting line.
#[test]
fn the_pyramid_of_harbour_tools() {
    let pyramid = Pyramid::of(&sample("harbour_tools"), TODAY);
    assert_eq!(
        rows(&pyramid),
        [
            "Paying customer: tool-retailers",
            "Meet the customer: customer-service sales warehouse",
            "Carry them: engineering it-services marketing production",
            "Carry those above: payroll people procurement",
            "Carry those above: alder-steel trade-inspectorate",
        ]
    );
    let says: Vec<&str> = pyramid.rows.iter().map(|row| row.says.as_str()).collect();
    let away = |n: u8| format!("{n} handoffs from the customer");
    assert_eq!(says, ["", "", &away(2), &away(3), &away(4)]);
    assert_eq!(pyramid.lines.len(), 14);
    assert!(!pyramid.has_reporting_line);
    // Marketing serves Sales, which stands at one end; so does Marketing.
    let order = |row: usize| -> Vec<&str> { pyramid.rows[row].bands.iter().map(|band| band.party.as_str()).collect() };
    let ends = |row: Vec<&str>, party: &str| {
        let at = row.iter().position(|other| *other == party).unwrap();
        (at == 0, at + 1 == row.len())
    };
    assert_eq!(ends(order(1), "sales"), ends(order(2), "marketing"));
    assert_eq!(ends(order(1), "warehouse"), ends(order(2), "production"));
}

#[test]
fn a_card_says_for_how_much_a_role_answers_and_who_holds_it_today() {
    let card = |day: Date, id: &str| {
        let pyramid = Pyramid::of(&sample("harbour_tools"), day);
        let all = pyramid
            .rows
            .into_iter()
            .flat_map(|row| row.bands)
            .flat_map(|band| band.roles);
        all.into_iter().find(|card| card.role.as_str() == id).unwrap()
    };
    // Complaint answered, returns to restock.
    assert_eq!(card(TODAY, "service-lead").answers, 2);
    assert_eq!(card(TODAY, "marketing-lead").answers, 0);
    assert_eq!(card(TODAY, "service-lead").holders, ["Helene Marsh"]);
    assert_eq!(card(TODAY, "dispatcher").holders.len(), 3);
    assert_eq!(
        card(date(2027, 1, 1), "dispatcher").holders,
        ["Kai Sommer", "Leila Boone"]
    );
    assert!(card(TODAY, "inspector").holders.is_empty(), "it has no name");
}

#[test]
fn parties_of_one_parent_stand_together() {
    for name in ["kubernetes", "rust_project"] {
        let org = sample(name);
        let pyramid = Pyramid::of(&org, TODAY);
        assert!(pyramid.has_reporting_line);
        for row in &pyramid.rows {
            let wholes: Vec<_> = row
                .bands
                .iter()
                .filter_map(|band| org.parties[&band.party].part_of.as_ref())
                .collect();
            let mut blocks = wholes.clone();
            blocks.dedup();
            let different: BTreeSet<_> = wholes.iter().collect();
            assert_eq!(blocks.len(), different.len(), "{name}, {}", row.name);
        }
    }
}

#[test]
fn roles_of_a_party_that_does_not_exist_are_shown_at_the_end() {
    let mut org = org("$shop a", "a>$shop");
    for (id, party) in [("r", "a"), ("s", "gone"), ("t", "gone")] {
        org.roles.insert(RoleId::new(id), Role::new(id, party.into()).into());
    }
    let pyramid = Pyramid::of(&org, TODAY);
    assert_eq!(
        rows(&pyramid),
        ["Paying customer: $shop", "Meet the customer: a", "Unknown party: gone"]
    );
    assert_eq!(pyramid.rows[2].bands[0].roles.len(), 2);
    assert_eq!(pyramid.place(&"gone".into()), Some((2, 0)));
    assert_eq!(pyramid.place(&"nobody".into()), None);
}

/// Ten thousand levels of a reporting line, and as many handoffs in a chain.
#[test]
fn a_deep_document_takes_no_long_time() {
    let chain = |name: fn(usize) -> String| (0..10_000).map(name).collect::<Vec<_>>().join(" ");
    for org in [
        org(&chain(|k| format!("p{k}<p{}", k + 1)), ""),
        org(
            &(chain(|k| format!("p{k}")) + " $shop"),
            &(chain(|k| format!("p{}>p{k}", k + 1)) + " p0>$shop"),
        ),
    ] {
        let start = Instant::now();
        let pyramid = Pyramid::of(&org, TODAY);
        assert!(pyramid.rows.len() >= 10_000);
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn every_party_stands_in_one_place_and_below_its_parts(
        parties in prop::collection::vec((0..10_usize, prop::option::of(0..14_usize)), 0..12),
        handoffs in prop::collection::vec((0..14_usize, 0..14_usize), 0..24),
        roles in prop::collection::vec(0..14_usize, 0..10),
    ) {
        let id = |k: usize| PartyId::new(&format!("p{k}"));
        let mut org = Org::named("Any");
        for (k, (kind, part_of)) in parties.iter().enumerate() {
            let party = Party {
                name: format!("P{}", k % 3),
                kind: PartyKind::ALL[*kind],
                part_of: part_of.map(id),
                ..Party::default()
            };
            org.parties.insert(id(k), party.into());
        }
        for (k, (from, to)) in handoffs.iter().enumerate() {
            org.handoffs.insert(HandoffId::new(&format!("h{k}")), Handoff::between(id(*from), id(*to)).into());
        }
        for (k, party) in roles.iter().enumerate() {
            org.roles.insert(RoleId::new(&format!("r{k}")), Role::new("R", id(*party)).into());
        }
        let pyramid = Pyramid::of(&org, TODAY);
        prop_assert_eq!(&pyramid, &Pyramid::of(&org, TODAY));
        let bands: Vec<_> = pyramid.rows.iter().flat_map(|row| &row.bands).collect();
        let shown: BTreeSet<_> = bands.iter().map(|band| &band.party).collect();
        prop_assert_eq!(shown.len(), bands.len());
        prop_assert!(org.parties.keys().all(|party| shown.contains(party)));
        prop_assert_eq!(bands.iter().map(|band| band.roles.len()).sum::<usize>(), org.roles.len());
        prop_assert!(pyramid.rows.iter().all(|row| !row.bands.is_empty()));
        let standings: Vec<_> = pyramid.rows.iter().map(|row| row.standing).collect();
        // Roles of parties that do not exist stand last.
        prop_assert!(standings.iter().is_sorted_by_key(|standing| (standing.is_none(), *standing)));
        for line in &pyramid.lines {
            let (from, to) = (pyramid.place(&line.from).unwrap().0, pyramid.place(&line.to).unwrap().0);
            let above = |row: usize| standings[row].is_some_and(|standing| standing <= Standing::Meets);
            match line.tie {
                Tie::Serves => prop_assert!(to < from, "{line:?}"),
                Tie::PartOf => prop_assert!(to > from || above(to), "{line:?}"),
            }
        }
        for handoff in org.handoffs.values() {
            let paying = org.parties.get(&handoff.customer).is_some_and(|party| party.kind.is_customer());
            let inside = org.parties.get(&handoff.provider).is_some_and(|party| !party.kind.is_customer());
            if paying && inside {
                let (row, _) = pyramid.place(&handoff.provider).unwrap();
                prop_assert_eq!(standings[row], Some(Standing::Meets));
            }
        }
    }
}
