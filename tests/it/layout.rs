//! Layouts, routes and labels as someone who looks at the map would judge them.

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::date;
use proptest::prelude::*;
use throughline::{
    layout::{Label, Point, Positions, Rect, Routes, card, flow, flow_with, labels, place, routes},
    org::{Edit, Handoff, HandoffId, Org, Party, PartyId, PartyKind, Position},
    sample::company,
};

const HARBOUR: &[(&str, &str)] = &[
    ("alder-steel", "procurement"),
    ("procurement", "production"),
    ("production", "warehouse"),
    ("engineering", "production"),
    ("engineering", "customer-service"),
    ("customer-service", "warehouse"),
    ("it-services", "engineering"),
    ("it-services", "customer-service"),
    ("it-services", "sales"),
    ("people", "it-services"),
    ("people", "payroll"),
    ("payroll", "it-services"),
    ("trade-inspectorate", "payroll"),
    ("marketing", "sales"),
    ("sales", "production"),
    ("warehouse", "tool-retailers"),
    ("customer-service", "tool-retailers"),
    ("sales", "tool-retailers"),
];

fn add_party(org: &mut Org, id: &str, kind: PartyKind) {
    let party = Party {
        name: id.to_owned(),
        kind,
        ..Party::default()
    };
    org.parties.insert(PartyId::new(id), Arc::new(party));
}

fn add_handoff(org: &mut Org, provider: &str, customer: &str) {
    let (provider, customer) = (PartyId::new(provider), PartyId::new(customer));
    let id = org.new_handoff_id(&provider, &customer, "");
    org.handoffs.insert(id, Arc::new(Handoff::between(provider, customer)));
}

/// The thirteen parties of a small tool maker.
fn harbour() -> Org {
    let mut org = Org::named("Harbour Tools");
    for (provider, customer) in HARBOUR {
        for id in [provider, customer] {
            let kind = match *id {
                "alder-steel" => PartyKind::Supplier,
                "trade-inspectorate" => PartyKind::Regulator,
                "tool-retailers" => PartyKind::Customer,
                _ => PartyKind::Team,
            };
            add_party(&mut org, id, kind);
        }
        add_handoff(&mut org, provider, customer);
    }
    org
}

fn cards(positions: &Positions) -> Vec<(PartyId, Rect)> {
    positions.iter().map(|(id, at)| (id.clone(), card(*at))).collect()
}

fn drawn(org: &Org, positions: &Positions) -> Routes {
    let lines: Vec<(HandoffId, PartyId, PartyId)> = org
        .handoffs
        .iter()
        .map(|(id, handoff)| (id.clone(), handoff.provider.clone(), handoff.customer.clone()))
        .collect();
    routes(&cards(positions), &lines)
}

fn overlaps(positions: &Positions) -> usize {
    let cards = cards(positions);
    let pairs = cards
        .iter()
        .enumerate()
        .flat_map(|(k, a)| cards[k + 1..].iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.1.overlaps(&b.1)).count()
}

/// The third cards that routes run behind.
fn hidden(org: &Org, positions: &Positions) -> Vec<(HandoffId, PartyId)> {
    let cards = cards(positions);
    let mut hidden = Vec::new();
    for (id, route) in drawn(org, positions) {
        let handoff = &org.handoffs[&id];
        for (party, rect) in &cards {
            if *party != handoff.provider && *party != handoff.customer && route.crosses(rect) {
                hidden.push((id.clone(), party.clone()));
            }
        }
    }
    hidden
}

fn crossings(org: &Org, routes: &Routes) -> usize {
    let chains: Vec<(&Handoff, Vec<Point>)> = routes
        .iter()
        .map(|(id, route)| (&*org.handoffs[id], route.polyline(24)))
        .collect();
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let cross = |a: &[Point], b: &[Point]| {
        side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0 && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
    };
    let mut count = 0;
    for (k, (handoff, chain)) in chains.iter().enumerate() {
        for (other, theirs) in &chains[k + 1..] {
            // Lines of one party part from each other; that is no crossing.
            let ends = [&handoff.provider, &handoff.customer];
            if ends.contains(&&other.provider) || ends.contains(&&other.customer) {
                continue;
            }
            let met = chain.windows(2).any(|a| theirs.windows(2).any(|b| cross(a, b)));
            count += usize::from(met);
        }
    }
    count
}

#[test]
fn the_harbour_map_is_calm() {
    let org = harbour();
    let positions = flow(&org);
    assert_eq!(overlaps(&positions), 0);
    assert_eq!(hidden(&org, &positions), []);
    let routes = drawn(&org, &positions);
    assert!(crossings(&org, &routes) <= 3, "{}", crossings(&org, &routes));
    // Most handoffs run straight along a row or a column.
    let straight = org.handoffs.values().filter(|handoff| {
        let (a, b) = (positions[&handoff.provider], positions[&handoff.customer]);
        (a.x - b.x).abs() < 0.1 || (a.y - b.y).abs() < 0.1
    });
    assert!(straight.count() >= 9);
    // Four columns and the customer fit a window at 100 %.
    let columns: BTreeSet<i32> = positions.values().map(|at| at.x.round() as i32).collect();
    assert!(columns.len() <= 5, "{columns:?}");
    let forward = org
        .handoffs
        .values()
        .filter(|handoff| positions[&handoff.provider].x > positions[&handoff.customer].x + 1.0);
    assert_eq!(forward.count(), 0);
}

#[test]
fn every_handoff_of_the_harbour_map_has_room_for_its_label() {
    let org = harbour();
    let positions = flow(&org);
    let routes = drawn(&org, &positions);
    let wanted: Vec<Label<'_>> = routes
        .values()
        .map(|route| Label {
            route,
            width: 130.0,
            height: 22.0,
            weight: 1.0,
        })
        .collect();
    let rects: Vec<Rect> = positions.values().map(|at| card(*at)).collect();
    let places = labels(&rects, &wanted);
    assert!(places.iter().flatten().count() >= 16);
}

#[test]
fn one_party_more_leaves_the_others_alone_and_stands_between_its_neighbours() {
    let mut org = harbour();
    let before = flow(&org);
    add_party(&mut org, "tooling", PartyKind::Team);
    add_handoff(&mut org, "procurement", "tooling");
    add_handoff(&mut org, "tooling", "tool-retailers");
    let after = place(&org, &before);
    for (id, at) in &before {
        assert_eq!(after[id], *at);
    }
    assert_eq!(overlaps(&after), 0);
    let tooling = after["tooling"];
    assert!(before["procurement"].x < tooling.x && tooling.x < before["tool-retailers"].x);
}

#[test]
fn a_new_customer_joins_the_customers_and_a_party_without_handoffs_stands_below() {
    let mut org = harbour();
    let before = flow(&org);
    add_party(&mut org, "export", PartyKind::Customer);
    add_party(&mut org, "library", PartyKind::Team);
    let after = place(&org, &before);
    assert!((after["export"].x - before["tool-retailers"].x).abs() < 0.1);
    assert!(before.values().all(|at| at.y < after["library"].y));
    assert_eq!(overlaps(&after), 0);
}

#[test]
fn a_dragged_card_stays_and_the_rest_of_the_map_with_it() {
    let mut org = harbour();
    let usual = flow(&org);
    let dragged = PartyId::new("payroll");
    org.apply(Edit::Move(dragged.clone(), Some(Position(-400.3, 77.7))))
        .unwrap();
    // As opened from the file, without a layout on screen.
    let opened = place(&org, &Positions::new());
    assert_eq!(opened[&dragged], Point::new(-400.3, 77.7));
    for (id, at) in usual.iter().filter(|(id, _)| **id != dragged) {
        assert_eq!(opened[id], *at);
    }
}

#[test]
fn parties_without_any_handoff_stand_in_a_block() {
    let mut org = Org::named("Lone");
    for k in 0..12 {
        add_party(&mut org, &format!("team-{k:02}"), PartyKind::Team);
    }
    let positions = flow(&org);
    assert_eq!(overlaps(&positions), 0);
    let columns: BTreeSet<i32> = positions.values().map(|at| at.x as i32).collect();
    let rows: BTreeSet<i32> = positions.values().map(|at| at.y as i32).collect();
    assert!(columns.len() <= 5 && rows.len() <= 5, "{columns:?} {rows:?}");
}

#[test]
fn an_empty_organisation_has_an_empty_map() {
    let org = Org::named("Nobody");
    assert!(flow(&org).is_empty() && place(&org, &Positions::new()).is_empty());
}

#[test]
fn a_layout_tells_how_far_it_is_and_ends_when_told_to() {
    let org = company(200, 1, date(2026, 6, 30));
    let mut told = Vec::new();
    let whole = flow_with(&org, &mut |share| {
        told.push(share);
        true
    });
    assert_eq!(whole, Some(flow(&org)));
    assert!(told.is_sorted() && told.len() > 5, "{told:?}");
    assert!(told.first() == Some(&0.0) && told.last() == Some(&1.0), "{told:?}");
    // Wherever it is told to end, it is not asked again.
    for stop in 0..told.len() {
        let mut asked = 0;
        let ended = flow_with(&org, &mut |_| {
            asked += 1;
            asked <= stop
        });
        assert_eq!((ended, asked), (None, stop + 1));
    }
}

/// Any map: cycles, groups apart, parties alone, several customers, handoffs in any direction.
fn any_org() -> impl Strategy<Value = Org> {
    (1_usize..70).prop_flat_map(|count| {
        let customers = prop::collection::vec(prop::bool::weighted(0.1), count);
        let handoffs = prop::collection::vec((0..count, 0..count), 0..count * 3);
        (customers, handoffs).prop_map(|(customers, handoffs)| {
            let mut org = Org::named("Any");
            let name = |k: usize| format!("party-{k:02}");
            for (k, customer) in customers.into_iter().enumerate() {
                let kind = if customer { PartyKind::Customer } else { PartyKind::Team };
                add_party(&mut org, &name(k), kind);
            }
            for (from, to) in handoffs.into_iter().filter(|(from, to)| from != to) {
                add_handoff(&mut org, &name(from), &name(to));
            }
            org
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_map_is_whole_and_free_of_overlaps(org in any_org()) {
        let positions = flow(&org);
        prop_assert_eq!(positions.len(), org.parties.len());
        prop_assert!(positions.values().all(|at| at.is_finite()));
        prop_assert_eq!(overlaps(&positions), 0);
        prop_assert_eq!(&positions, &flow(&org.clone()));
        let of_kind = |customer: bool| {
            let positions = &positions;
            org.parties
                .iter()
                .filter(move |(_, party)| party.kind.is_customer() == customer)
                .map(move |(id, _)| positions[id].x)
        };
        let last = of_kind(false).fold(f32::MIN, f32::max);
        prop_assert!(of_kind(true).all(|x| x > last + 100.0));
        let mut columns = of_kind(true);
        let first = columns.next();
        prop_assert!(columns.all(|x| Some(x) == first));
    }

    #[test]
    fn any_map_of_few_parties_hides_no_handoff(org in any_org()) {
        let positions = flow(&org);
        if positions.len() <= 60 {
            prop_assert_eq!(hidden(&org, &positions), []);
        }
        let routes = drawn(&org, &positions);
        prop_assert_eq!(routes.len(), org.handoffs.len());
        for route in routes.values() {
            prop_assert!(route.end.is_finite());
            prop_assert!((route.direction.length() - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn known_cards_never_move(org in any_org(), keep in prop::collection::vec(any::<bool>(), 70)) {
        let mut known = flow(&org);
        let mut keep = keep.into_iter();
        known.retain(|_, at| {
            at.x += 3.7;
            keep.next().unwrap_or(false)
        });
        let placed = place(&org, &known);
        prop_assert_eq!(placed.len(), org.parties.len());
        for (id, at) in &known {
            prop_assert_eq!(placed[id], *at);
        }
        prop_assert_eq!(overlaps(&placed), 0);
        prop_assert_eq!(&placed, &place(&org, &known));
    }
}
