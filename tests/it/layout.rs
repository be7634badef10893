//! Layouts, routes and labels as someone who looks at the map would judge them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::date;
use proptest::prelude::*;
use throughline::{
    layout::{CARD_HEIGHT, Label, Point, Positions, Rect, Routes, card, flow, flow_with, labels, place, routes},
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

/// The width and height of a whole map, cards included.
fn size(positions: &Positions) -> (f32, f32) {
    let cards = positions.values().map(|at| card(*at));
    cards
        .reduce(|a, b| a.union(&b))
        .map_or((0.0, 0.0), |whole| (whole.width(), whole.height()))
}

/// Pairs of handoffs whose straight lines cross.
fn straight_crossings(org: &Org, positions: &Positions) -> usize {
    let lines: Vec<(Point, Point)> = org
        .handoffs
        .values()
        .map(|handoff| (positions[&handoff.provider], positions[&handoff.customer]))
        .collect();
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let cross = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    let pairs = lines
        .iter()
        .enumerate()
        .flat_map(|(k, one)| lines[k + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| cross(**one, **other)).count()
}

#[test]
fn a_large_map_has_no_overlaps_few_crossings_and_fits_a_screen() {
    for parties in [200, 2_000] {
        let org = company(parties, 1, date(2026, 6, 30));
        let positions = flow(&org);
        assert_eq!(overlaps(&positions), 0);
        assert_eq!(positions, flow(&org.clone()));
        let (width, height) = size(&positions);
        assert!((0.5..2.0).contains(&(width / height)), "{width} by {height}");
        if parties > 200 {
            continue;
        }
        // The same cards in the same columns, in the order of their names.
        let mut columns: BTreeMap<i32, Vec<&PartyId>> = BTreeMap::new();
        for (id, at) in &positions {
            columns.entry(at.x as i32).or_default().push(id);
        }
        let mut by_name = positions.clone();
        for ids in columns.values() {
            let mut heights: Vec<f32> = ids.iter().map(|id| positions[*id].y).collect();
            heights.sort_by(f32::total_cmp);
            for (id, y) in ids.iter().zip(heights) {
                by_name.insert((*id).clone(), Point::new(positions[*id].x, y));
            }
        }
        let (ours, plain) = (straight_crossings(&org, &positions), straight_crossings(&org, &by_name));
        assert!(ours * 5 < plain * 4, "{ours} crossings, {plain} by name");
        // Most of what is handed over runs towards the customer.
        let forward = org
            .handoffs
            .values()
            .filter(|h| positions[&h.provider].x < positions[&h.customer].x);
        assert!(forward.count() * 3 > org.handoffs.len() * 2);
    }
}

#[test]
fn a_map_of_thousands_suits_a_screen_and_has_no_spikes() {
    for parties in [600, 1_000, 3_000] {
        let org = company(parties, 1, date(2026, 11, 22));
        let positions = flow(&org);
        assert_eq!(overlaps(&positions), 0);
        let (width, height) = size(&positions);
        assert!((1.2..1.8).contains(&(width / height)), "{width} by {height}");
        let mut columns: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        for at in positions.values() {
            columns.entry(at.x as i32).or_default().push(at.y);
        }
        let span = |column: &Vec<f32>| {
            let low = column.iter().copied().fold(f32::MAX, f32::min);
            column.iter().copied().fold(f32::MIN, f32::max) - low + CARD_HEIGHT
        };
        let mut spans: Vec<f32> = columns.values().map(span).collect();
        spans.sort_by(f32::total_cmp);
        let highest = spans[spans.len() - 1];
        // The first and last columns may be short.
        spans.retain(|span| *span > highest / 4.0);
        let middle = spans[spans.len() / 2];
        assert!(highest <= 1.25 * middle, "{spans:?}");
        // Nor do columns that are not high stick out.
        assert!(height < 1.4 * middle, "{height} where columns are {middle}");
        let provider_first = |h: &&Arc<Handoff>| positions[&h.provider].x < positions[&h.customer].x;
        assert!(org.handoffs.values().filter(provider_first).count() * 4 > org.handoffs.len() * 3);
    }
}

/// Large maps of a shape that would make a tower or a ribbon.
#[test]
fn no_large_map_is_a_needle() {
    let count = 600;
    let any = |from: &dyn Fn(usize) -> Option<usize>, customer: &dyn Fn(usize) -> bool| {
        let mut org = Org::named("Shape");
        let name = |k: usize| format!("party-{k:03}");
        for k in 0..count {
            let kind = if customer(k) {
                PartyKind::Customer
            } else {
                PartyKind::Team
            };
            add_party(&mut org, &name(k), kind);
        }
        for k in 0..count {
            if let Some(from) = from(k) {
                add_handoff(&mut org, &name(from), &name(k));
            }
        }
        org
    };
    let only_first = |k: usize| k == 0;
    for (shape, org) in [
        ("a chain", any(&|k| (k > 0).then(|| (k + 1) % count), &only_first)),
        ("one serves all", any(&|k| (k != 1).then_some(1), &only_first)),
        ("everybody a customer", any(&|k| (k > 0).then(|| k - 1), &|_| true)),
        (
            "many customers",
            any(&|k| (k % 2 == 0).then_some((k * 7 + 1) % count), &|k| k % 2 == 0),
        ),
        (
            "pairs with a customer",
            any(&|k| (k % 2 == 0).then_some(k + 1), &|k| k % 2 == 0),
        ),
        ("pairs", any(&|k| (k % 2 == 0).then_some(k + 1), &|_| false)),
        ("nobody serves anybody", any(&|_| None, &|_| false)),
        ("customers of nobody", any(&|_| None, &|_| true)),
        (
            "a few and many alone",
            any(&|k| (k < 20 && k > 0).then(|| k - 1), &|k| k == 19),
        ),
    ] {
        let positions = flow(&org);
        assert_eq!((positions.len(), overlaps(&positions)), (count, 0), "{shape}");
        let (width, height) = size(&positions);
        assert!(
            (1.0 / 3.0..3.0).contains(&(width / height)),
            "{shape}: {width} by {height}"
        );
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

/// How far parties moved by the middle one of them, as a share of the map's width.
fn median_move(before: &Positions, after: &Positions) -> f32 {
    let mut moves: Vec<f32> = before
        .iter()
        .filter_map(|(id, at)| Some((*after.get(id)? - *at).length()))
        .collect();
    moves.sort_by(f32::total_cmp);
    moves.get(moves.len() / 2).map_or(0.0, |middle| middle / size(before).0)
}

/// Parties in departments with four handoffs each, most of them within; a few are customers.
fn any_company(parties: usize, seed: u64) -> Org {
    let mut state = seed;
    let mut below = move |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let name = |k: usize| PartyId::new(&format!("party-{k:03}"));
    let departments = 1 + below(12);
    let mut org = Org::named("Any");
    for k in 0..parties {
        let party = Party {
            name: format!("Party {k}"),
            kind: if k > 0 && below(20) == 0 {
                PartyKind::Customer
            } else {
                PartyKind::Team
            },
            part_of: (k >= departments).then(|| name(k % departments)),
            ..Party::default()
        };
        org.parties.insert(name(k), Arc::new(party));
    }
    for k in 0..parties * 4 {
        let from = below(parties);
        let apart = if below(10) < 7 {
            departments * (1 + below(9))
        } else {
            below(parties)
        };
        let to = (from + apart) % parties;
        if from != to {
            let handoff = Handoff::between(name(from), name(to));
            org.handoffs
                .insert(HandoffId::new(&format!("handoff-{k:04}")), Arc::new(handoff));
        }
    }
    org
}

/// A company of any size, where one third of all has some cards dragged; and the same with one party more.
fn one_more() -> impl Strategy<Value = (Org, Org)> {
    let links = prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..=6);
    let dragged = prop::option::weighted(0.33, prop::collection::vec(any::<prop::sample::Index>(), 1..8));
    (5_usize..=300, any::<u64>(), links, dragged).prop_map(|(parties, seed, links, dragged)| {
        let mut org = any_company(parties, seed);
        let ids: Vec<PartyId> = org.parties.keys().cloned().collect();
        for (k, index) in dragged.into_iter().flatten().enumerate() {
            let to = Position(-500.0 + 37.5 * k as f32, 91.0 * k as f32);
            org.apply(Edit::Move(index.get(&ids).clone(), Some(to))).unwrap();
        }
        let mut more = org.clone();
        add_party(&mut more, "newcomer", PartyKind::Team);
        for (index, serves) in links {
            let other = index.get(&ids).to_string();
            let serves = serves || org.parties[other.as_str()].kind.is_customer();
            let (provider, customer) = if serves {
                ("newcomer", other.as_str())
            } else {
                (other.as_str(), "newcomer")
            };
            add_handoff(&mut more, provider, customer);
        }
        (org, more)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn one_party_more_or_less_moves_nobody((org, more) in one_more()) {
        let before = place(&org, &Positions::new());
        let after = place(&more, &before);
        prop_assert_eq!(after.len(), before.len() + 1);
        for (id, at) in &before {
            prop_assert_eq!(after[id], *at, "{} moved", id);
        }
        let back = place(&org, &after);
        prop_assert_eq!(back, before);
        // Laid out anew, dragged cards at least are where they were dragged to.
        let anew = place(&more, &Positions::new());
        for (id, party) in &org.parties {
            if let Some(Position(x, y)) = party.position {
                prop_assert_eq!(anew[id], Point::new(x, y));
            }
        }
    }
}

#[test]
fn a_large_map_laid_out_anew_with_one_party_more_is_still_known_again() {
    // The columns stay for most parties and the rows nearly do; no party keeps its place to the point.
    let mut all: Vec<f32> = (0..20)
        .map(|seed| {
            let org = company(100 + 10 * seed, u64::from(seed), date(2026, 6, 30));
            let mut more = org.clone();
            let ids: Vec<String> = org.parties.keys().map(ToString::to_string).collect();
            add_party(&mut more, "newcomer", PartyKind::Team);
            add_handoff(&mut more, &ids[seed as usize * 3], "newcomer");
            add_handoff(&mut more, "newcomer", &ids[seed as usize * 4 + 1]);
            median_move(&flow(&org), &flow(&more))
        })
        .collect();
    all.sort_by(f32::total_cmp);
    assert!(all[10] < 0.1, "{all:?}");
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
