//! The org as a network: who stands between others, who cannot be spared, who deals only with themselves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use proptest::prelude::*;
use throughline::{
    network::{
        Ei, Graph, Stranded, articulation_points, between_groups, betweenness, departments, mutual_ties,
        reaching_customer, reciprocity,
    },
    org::{Handoff, HandoffId, Org, Party, PartyId, PartyKind},
};

/// Puts a party there as a file might, whatever an edit would say to it.
fn add(org: &mut Org, id: &str, kind: PartyKind, part_of: Option<&str>) {
    let party = Party {
        name: id.to_owned(),
        kind,
        part_of: part_of.map(Into::into),
        ..Party::default()
    };
    org.parties.insert(id.into(), Arc::new(party));
}

fn hand_over(org: &mut Org, provider: &str, customer: &str) {
    let id = HandoffId::new(&format!("{:06}", org.handoffs.len()));
    let handoff = Handoff::between(provider.into(), customer.into());
    org.handoffs.insert(id, Arc::new(handoff));
}

/// Parties named by letters, of which those from `x` on pay, and a handoff for each pair of letters. Capitals are
/// parties that do not exist.
fn net(handoffs: &str) -> Org {
    let mut org = Org::named("Net");
    for name in handoffs.split("").filter(|name| *name >= "a") {
        let kind = if name >= "x" {
            PartyKind::Customer
        } else {
            PartyKind::Team
        };
        add(&mut org, name, kind, None);
    }
    for pair in handoffs.split(' ').filter(|pair| pair.len() == 2) {
        hand_over(&mut org, &pair[..1], &pair[1..]);
    }
    org
}

fn all_between(graph: &Graph) -> Vec<f64> {
    betweenness(graph, |_| true).expect("nobody stopped it")
}

fn points(graph: &Graph) -> Vec<&str> {
    let numbers = articulation_points(graph);
    numbers
        .into_iter()
        .map(|number| graph.parties()[number].as_str())
        .collect()
}

#[track_caller]
fn close(found: f64, expected: f64, to: f64) {
    assert!(
        (found - expected).abs() <= to * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[test]
fn arcs_are_distinct_pairs_of_different_parties_that_exist() {
    let org = net("ab ab ab ba aa bx aQ Qa QQ c d ca");
    let graph = Graph::of(&org);
    assert_eq!(graph.parties().len(), 5);
    assert_eq!(graph.arcs(), 4, "ab, ba, bx and ca");
    let number = |id: &str| graph.number(&id.into());
    assert_eq!(number("x"), Some(4));
    assert_eq!(number("Q"), None);
    assert_eq!(graph.customers_of(0).collect::<Vec<_>>(), [1]);
    assert_eq!(graph.customers_of(1).collect::<Vec<_>>(), [0, 4]);
    assert_eq!(graph.providers_of(0).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(graph.providers_of(3).len(), 0);
    assert_eq!(graph.providers_of(4).collect::<Vec<_>>(), [1]);
}

/// networkx 3.6: `betweenness_centrality(g, normalized=False)`, `articulation_points(g.to_undirected())`,
/// `overall_reciprocity(g)`, and for mutual ties the neighbours with an arc back.
#[test]
fn small_maps_measured_by_another_program() {
    // Handoffs, betweenness from `a` on, articulation points, reciprocity, mutual ties.
    type Expected<'a> = (&'a str, &'a [f64], &'a [&'a str], Option<f64>, &'a [u32]);
    let third = 1.0 / 3.0;
    let table: [Expected<'_>; 9] = [
        ("", &[], &[], None, &[]),
        ("a b", &[0.0; 2], &[], None, &[0; 2]),
        ("ab bc cd", &[0.0, 2.0, 2.0, 0.0], &["b", "c"], Some(0.0), &[0; 4]),
        ("ab ac bd cd de", &[0.0, 1.0, 1.0, 3.0, 0.0], &["d"], Some(0.0), &[0; 5]),
        ("ab bc cd da", &[3.0; 4], &[], Some(0.0), &[0; 4]),
        (
            "ab ba ac ca ad da",
            &[6.0, 0.0, 0.0, 0.0],
            &["a"],
            Some(1.0),
            &[3, 1, 1, 1],
        ),
        (
            "ab bc ca cd de ec",
            &[3.0, 3.0, 10.0, 3.0, 3.0],
            &["c"],
            Some(0.0),
            &[0; 5],
        ),
        (
            "ab ac ad be ce de ef dg",
            &[0.0, 2.0 * third, 2.0 * third, 5.0 * third, 4.0, 0.0, 0.0],
            &["d", "e"],
            Some(0.0),
            &[0; 7],
        ),
        (
            "ab bc cd da ac ce ef fe fa",
            &[11.0, 0.0, 11.0, 3.0, 4.0, 4.0],
            &[],
            Some(2.0 / 9.0),
            &[0, 0, 0, 0, 1, 1],
        ),
    ];
    for (handoffs, between, cuts, mutual, ties) in table {
        let graph = Graph::of(&net(handoffs));
        let found = all_between(&graph);
        assert_eq!(found.len(), between.len(), "{handoffs}");
        for (found, expected) in found.into_iter().zip(between) {
            close(found, *expected, 1e-12);
        }
        assert_eq!(points(&graph), cuts, "{handoffs}");
        assert_eq!(reciprocity(&graph), mutual, "{handoffs}");
        assert_eq!(mutual_ties(&graph), ties, "{handoffs}");
    }
}

#[test]
fn who_is_stranded_without_whom() {
    // Worked by hand: for each party, cover it and look who no longer gets to x or y.
    let table: [(&str, &[(&str, &str)]); 8] = [
        // One chain: everybody before is stranded.
        ("ab bc cx", &[("b", "a"), ("c", "ab")]),
        // Two ways round b and c, one way through d.
        ("ab ac bd cd dx", &[("d", "abc")]),
        // The other way leads to another customer.
        ("ab bx ac cy", &[]),
        // A customer hands on to b, but b needs a customer of its own; being one, x strands nobody.
        ("ax xb by", &[]),
        // A ring with one way out.
        ("ab bc ca cx", &[("b", "a"), ("c", "ab")]),
        // d and e have no chain to lose; d hangs behind nobody.
        ("ab bx de ed", &[("b", "a")]),
        // A handoff to nobody, to itself, and twice the same.
        ("aQ ab ab bb bx Qx", &[("b", "a")]),
        // e can go by c or d, which both need b; f reaches x by itself.
        ("ec ed cb db bx fe fx", &[("b", "cde")]),
    ];
    for (handoffs, expected) in table {
        let org = net(handoffs);
        let stranded = Stranded::of(&org, &Graph::of(&org));
        let expected: Vec<(&str, Vec<String>)> = expected
            .iter()
            .map(|(party, all)| (*party, all.chars().map(String::from).collect()))
            .collect();
        let found: Vec<(&str, Vec<String>)> = stranded
            .cuts()
            .map(|(party, count)| {
                let all: Vec<String> = stranded.without(party).into_iter().map(ToString::to_string).collect();
                assert_eq!(all.len(), count);
                assert_eq!(stranded.count(party), count);
                (party.as_str(), all)
            })
            .collect();
        assert_eq!(found, expected, "{handoffs}");
    }
    let org = net("ab bx c de");
    let stranded = Stranded::of(&org, &Graph::of(&org));
    assert!(stranded.reaches_customer(&"a".into()));
    for none in ["c", "d", "x", "Q"] {
        assert!(!stranded.reaches_customer(&none.into()), "{none}");
        assert_eq!(stranded.count(&none.into()), 0);
        assert!(stranded.without(&none.into()).is_empty());
    }
    assert_eq!(
        reaching_customer(&org, &Graph::of(&org)),
        ["a", "b"].map(PartyId::new).into()
    );
}

#[test]
fn a_chain_of_ten_thousand_is_no_trouble() {
    let name = |k: usize| format!("{k:05}");
    let mut org = Org::named("Chain");
    for k in 0..10_000_usize {
        let above = k.checked_sub(1).map(name);
        add(&mut org, &name(k), PartyKind::Team, above.as_deref());
        hand_over(&mut org, &name(k), &name(k + 1));
    }
    add(&mut org, &name(10_000), PartyKind::Customer, None);
    let graph = Graph::of(&org);
    assert_eq!(articulation_points(&graph), (1..10_000).collect());
    let stranded = Stranded::of(&org, &graph);
    assert_eq!(stranded.cuts().count(), 9_999, "the first strands nobody");
    for k in [0, 1, 4_000, 9_999] {
        assert_eq!(stranded.count(&name(k).as_str().into()), k);
    }
    assert_eq!(reaching_customer(&org, &graph).len(), 10_000);
    // Each is part of the one before it. To the members from k on, 9 999 − k handoffs are their own, the one to the
    // paying customer is not, and for all but the first, neither is the one from k − 1.
    let all = departments(&org);
    assert_eq!(all.len(), 9_999, "the last has no members but itself");
    for k in [0, 1, 5_000, 9_998] {
        let expected = Ei {
            internal: 9_999 - k,
            external: 1 + u32::from(k > 0),
        };
        assert_eq!(all[name(k as usize).as_str()], expected);
    }
}

/// A ladder of `rungs` rungs: from each `a` to the next there are `width` ways, each by one party.
fn ladder(width: usize, rungs: usize) -> Org {
    let mut org = Org::named("Ladder");
    let name = |rung: usize, side: usize| format!("{rung:05}{side}");
    for rung in 0..=rungs {
        add(&mut org, &name(rung, 0), PartyKind::Team, None);
        for side in 1..=width {
            if rung < rungs {
                add(&mut org, &name(rung, side), PartyKind::Team, None);
                hand_over(&mut org, &name(rung, 0), &name(rung, side));
                hand_over(&mut org, &name(rung, side), &name(rung + 1, 0));
            }
        }
    }
    org
}

#[test]
fn more_ways_than_a_number_can_hold_are_counted_all_the_same() {
    // 2^1040 and 3^660 shortest chains from end to end; the largest f64 is below 2^1024.
    for (width, rungs) in [(2, 1040), (3, 660)] {
        let graph = Graph::of(&ladder(width, rungs));
        let found = all_between(&graph);
        // Every chain from one of the (w+1)i parties before the i-th joint to one of those after it passes it; of
        // those that pass a rung, one in w takes each side.
        let each = width + 1;
        for (number, found) in found.into_iter().enumerate() {
            let (rung, side) = (number / each, number % each);
            let expected = if side == 0 {
                (each * rung * each * (rungs - rung)) as f64
            } else {
                ((each * rung + 1) * (each * (rungs - rung) - width)) as f64 / width as f64
            };
            close(found, expected, 1e-9);
        }
    }
}

#[test]
fn a_search_that_nobody_waits_for_any_more_stops() {
    let graph = Graph::of(&ladder(2, 1040));
    let mut told = Vec::new();
    assert!(
        betweenness(&graph, |share| {
            told.push(share);
            true
        })
        .is_some()
    );
    assert!(told.len() > 3, "told {told:?}");
    assert!(
        told.is_sorted() && told[0] == 0.0 && told[told.len() - 1] < 1.0,
        "{told:?}"
    );
    let mut asked = 0;
    let stopped = betweenness(&graph, |_| {
        asked += 1;
        asked < 3
    });
    assert_eq!((stopped, asked), (None, 3));
}

#[test]
fn departments_count_handoffs_of_all_their_members() {
    let mut org = Org::named("Departments");
    add(&mut org, "ops", PartyKind::Department, None);
    add(&mut org, "north", PartyKind::Branch, Some("ops"));
    add(&mut org, "crew", PartyKind::Team, Some("north"));
    add(&mut org, "desk", PartyKind::Team, Some("ops"));
    add(&mut org, "law", PartyKind::Department, None);
    add(&mut org, "idle", PartyKind::Department, Some("nobody"));
    add(&mut org, "lost", PartyKind::Team, Some("nobody"));
    add(&mut org, "payer", PartyKind::Customer, None);
    // Two that are part of each other, one below them, and one that is part of itself.
    add(&mut org, "ring", PartyKind::Team, Some("rung"));
    add(&mut org, "rung", PartyKind::Team, Some("ring"));
    add(&mut org, "below", PartyKind::Team, Some("rung"));
    add(&mut org, "self", PartyKind::Team, Some("self"));
    let handoffs = [
        ("crew", "desk"),
        ("crew", "desk"),
        ("desk", "north"),
        ("ops", "crew"),
        ("crew", "payer"),
        ("law", "crew"),
        ("crew", "crew"),
        ("crew", "gone"),
        ("gone", "law"),
        ("ring", "rung"),
        ("below", "ring"),
        ("self", "below"),
    ];
    for (provider, customer) in handoffs {
        hand_over(&mut org, provider, customer);
    }
    // ops: twice crew to desk, desk to north, ops to crew | crew to payer, law to crew.
    // north: nothing | the same six, each with exactly one side in it.
    let expected: [(&str, u32, u32, Option<f64>); 6] = [
        ("idle", 0, 0, None),
        ("law", 0, 1, Some(1.0)),
        ("north", 0, 6, Some(1.0)),
        ("ops", 4, 2, Some(-1.0 / 3.0)),
        ("ring", 2, 1, Some(-1.0 / 3.0)),
        ("rung", 2, 1, Some(-1.0 / 3.0)),
    ];
    let found: Vec<_> = departments(&org)
        .into_iter()
        .map(|(id, ei)| (id.to_string(), ei.internal, ei.external, ei.index()))
        .collect();
    let expected = expected.map(|(id, internal, external, index)| (id.to_owned(), internal, external, index));
    assert_eq!(found, expected);
}

/// The rows of a table in the test data, without its head.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

const MANAGERS: &str = include_str!("../data/krackhardt_hightech/managers.csv");
const ADVICE: &str = include_str!("../data/krackhardt_hightech/advice.csv");
const REFERENCE: &str = include_str!("../data/krackhardt_hightech/reference.csv");

/// Krackhardt's managers; who is asked for advice provides it. Their departments are the letters A to E.
fn managers(each_pair_once: bool) -> Org {
    let mut org = Org::named("High-tech managers");
    for row in rows(MANAGERS) {
        add(&mut org, row[1], PartyKind::Department, None);
        add(&mut org, row[0], PartyKind::Person, Some(row[1]));
    }
    let mut seen = BTreeSet::new();
    for row in rows(ADVICE) {
        let pair = (row[0].min(row[1]), row[0].max(row[1]));
        if seen.insert(pair) || !each_pair_once {
            hand_over(&mut org, row[1], row[0]);
        }
    }
    org
}

#[test]
fn advice_among_managers_is_measured_as_elsewhere() {
    let org = managers(false);
    let graph = Graph::of(&org);
    assert_eq!(graph.arcs(), 190);
    let (between, mutual) = (all_between(&graph), mutual_ties(&graph));
    let points = articulation_points(&graph);
    let mut managers = 0;
    for row in rows(REFERENCE) {
        let number = graph.number(&row[0].into()).unwrap();
        close(between[number], row[1].parse().unwrap(), 1e-8);
        assert_eq!(u8::from(points.contains(&number)).to_string(), row[2], "{}", row[0]);
        assert_eq!(mutual[number].to_string(), row[3], "{}", row[0]);
        managers += 1;
    }
    assert_eq!(managers, 21);
    close(reciprocity(&graph).unwrap(), 0.473_684_210_526_315_76, 1e-15);
}

#[test]
fn departments_of_managers_are_measured_as_elsewhere() {
    let dept: BTreeMap<&str, &str> = rows(MANAGERS).map(|row| (row[0], row[1])).collect();
    let (whole, groups) = between_groups(rows(ADVICE).map(|row| (dept[row[0]], dept[row[1]])));
    assert_eq!((whole.internal, whole.external), (46, 144));
    close(whole.index().unwrap(), 0.515_789_473_684_210_5, 1e-15);
    assert_eq!(groups.len(), 5);

    // Each pair of managers once, whoever asks: members' ties within, ties to others, E–I.
    let expected = [
        ("A", 0, 14, 1.0),
        ("B", 5, 47, 0.807_692_307_692_307_7),
        ("C", 21, 74, 0.557_894_736_842_105_2),
        ("D", 3, 39, 0.857_142_857_142_857_1),
        ("E", 6, 46, 0.769_230_769_230_769_2),
    ];
    let org = managers(true);
    let found = departments(&org);
    let sides = |handoff: &Handoff| (dept[handoff.customer.as_str()], dept[handoff.provider.as_str()]);
    let (whole, groups) = between_groups(org.handoffs.values().map(|handoff| sides(handoff)));
    close(whole.index().unwrap(), 0.517_241_379_310_344_9, 1e-15);
    assert_eq!(found.len(), expected.len());
    for (id, internal, external, index) in expected {
        assert_eq!(found[id], Ei { internal, external }, "{id}");
        assert_eq!(groups[id], found[id]);
        close(found[id].index().unwrap(), index, 1e-15);
    }
}

/// A small org with everything that a file may have: handoffs of nobody, to itself, twice; parties that are part of
/// each other.
fn any_org() -> impl Strategy<Value = Org> {
    let side = || 0..14_u8;
    let party = (0..7_u8, proptest::option::of(side()));
    (
        proptest::collection::vec(party, 1..13),
        proptest::collection::vec((side(), side()), 0..30),
    )
        .prop_map(|(parties, handoffs)| {
            let mut org = Org::named("Any");
            let name = |k: u8| format!("{k:02}");
            for (k, (kind, part_of)) in (0_u8..).zip(parties) {
                let kind = match kind {
                    0 => PartyKind::Customer,
                    1 => PartyKind::Department,
                    _ => PartyKind::Team,
                };
                add(&mut org, &name(k), kind, part_of.map(name).as_deref());
            }
            for (provider, customer) in handoffs {
                hand_over(&mut org, &name(provider), &name(customer));
            }
            org
        })
}

/// Who gets to an external customer by handoffs between parties that exist, found by looking at all handoffs until
/// nothing is added.
fn reaching_without(org: &Org, gone: Option<&PartyId>) -> BTreeSet<PartyId> {
    let mut found: BTreeSet<PartyId> = BTreeSet::new();
    let pays = |id: &PartyId| org.parties.get(id).is_some_and(|party| party.kind.is_customer());
    loop {
        let before = found.len();
        for handoff in org.handoffs.values() {
            let (from, to) = (&handoff.provider, &handoff.customer);
            if Some(from) != gone && org.parties.contains_key(from) && !pays(from) && (pays(to) || found.contains(to)) {
                found.insert(from.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// How many pieces the map falls into, direction aside, when one party is not there.
fn pieces_without(org: &Org, gone: Option<&PartyId>) -> usize {
    let here = org.parties.keys().filter(|id| Some(*id) != gone);
    let mut piece: BTreeMap<&PartyId, usize> = here.zip(0..).collect();
    for handoff in org.handoffs.values() {
        if let (Some(one), Some(other)) = (piece.get(&handoff.provider), piece.get(&handoff.customer)) {
            let (one, other) = (*one, *other);
            piece
                .values_mut()
                .filter(|number| **number == one)
                .for_each(|number| *number = other);
        }
    }
    piece.values().collect::<BTreeSet<_>>().len()
}

/// Betweenness straight from its definition: distances and numbers of shortest ways between all pairs.
fn between_by_definition(graph: &Graph) -> Vec<f64> {
    let count = graph.len();
    let mut ways = vec![vec![None; count]; count];
    for (from, ways) in ways.iter_mut().enumerate() {
        ways[from] = Some((0, 1.0));
        for length in 0..count {
            for at in 0..count {
                let Some((distance, number)) = ways[at].filter(|(distance, _)| *distance == length) else {
                    continue;
                };
                for to in graph.customers_of(at) {
                    match &mut ways[to] {
                        None => ways[to] = Some((distance + 1, number)),
                        Some((other, sum)) if *other == distance + 1 => *sum += number,
                        Some(_) => {}
                    }
                }
            }
        }
    }
    let mut between = vec![0.0; count];
    for (from, to) in (0..count).flat_map(|from| (0..count).map(move |to| (from, to))) {
        let Some((distance, all)) = ways[from][to] else {
            continue;
        };
        for by in (0..count).filter(|by| *by != from && *by != to) {
            if let (Some((one, before)), Some((two, after))) = (ways[from][by], ways[by][to])
                && one + two == distance
            {
                between[by] += before * after / all;
            }
        }
    }
    between
}

/// Whether a party is another one or part of it at any depth.
fn is_member(org: &Org, party: &PartyId, of: &PartyId) -> bool {
    let mut at = Some(party);
    // Nobody stands deeper than there are parties, unless the way goes round.
    for _ in 0..=org.parties.len() {
        let Some(id) = at else { return false };
        if id == of {
            return true;
        }
        at = org.parties.get(id).and_then(|party| party.part_of.as_ref());
    }
    false
}

fn departments_by_definition(org: &Org) -> BTreeMap<PartyId, Ei> {
    let mut all = BTreeMap::new();
    for (id, party) in &org.parties {
        let members: BTreeSet<_> = org.parties.keys().filter(|other| is_member(org, other, id)).collect();
        if members.len() < 2 && party.kind != PartyKind::Department {
            continue;
        }
        let mut ei = Ei::default();
        for handoff in org.handoffs.values() {
            let (from, to) = (&handoff.provider, &handoff.customer);
            if from == to || !org.parties.contains_key(from) || !org.parties.contains_key(to) {
                continue;
            }
            match u8::from(members.contains(from)) + u8::from(members.contains(to)) {
                2 => ei.internal += 1,
                1 => ei.external += 1,
                _ => {}
            }
        }
        all.insert(id.clone(), ei);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_map_is_measured_by_its_definitions(org in any_org()) {
        let graph = Graph::of(&org);
        let reaching = reaching_without(&org, None);
        prop_assert_eq!(&reaching_customer(&org, &graph), &reaching);
        let stranded = Stranded::of(&org, &graph);
        let pieces = pieces_without(&org, None);
        let points = articulation_points(&graph);
        let between = between_by_definition(&graph);
        for (number, found) in all_between(&graph).into_iter().enumerate() {
            let id = &graph.parties()[number];
            prop_assert!((found - between[number]).abs() < 1e-9, "{id}: {found} is not {}", between[number]);
            prop_assert_eq!(points.contains(&number), pieces_without(&org, Some(id)) > pieces, "{}", id);
            prop_assert_eq!(stranded.reaches_customer(id), reaching.contains(id), "{}", id);
            let left = reaching_without(&org, Some(id));
            let lost: Vec<&PartyId> = match org.parties[id].kind {
                PartyKind::Customer => Vec::new(),
                _ => reaching.difference(&left).filter(|other| *other != id).collect(),
            };
            for other in &reaching {
                prop_assert_eq!(stranded.strands(id, other), lost.contains(&other), "{} {}", id, other);
            }
            // Those that hang on it directly and those that hang on these are all of them, each once.
            let nearest: Vec<&PartyId> = stranded.directly(id).collect();
            let behind = nearest.iter().flat_map(|near| stranded.without(near));
            let mut both: Vec<&PartyId> = nearest.iter().copied().chain(behind).collect();
            both.sort();
            prop_assert_eq!(&both, &lost, "{}", id);
            let wanted = |other: &PartyId| other.as_str() < "d";
            let count = lost.iter().filter(|other| wanted(other)).count();
            prop_assert_eq!(stranded.counts_of(wanted).get(id).copied().unwrap_or_default(), count, "{}", id);
            prop_assert_eq!(stranded.without(id), lost, "{}", id);
        }
        prop_assert_eq!(departments(&org), departments_by_definition(&org));
    }
}
