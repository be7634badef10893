//! Large maps in neighbourhoods, as someone who looks at them would judge them.

use std::sync::Arc;

use throughline::{
    layout::{
        CARD_HEIGHT, Point, Positions, Rect, card, departments, groups, neighbourhoods, neighbourhoods_with, place,
    },
    org::{Handoff, HandoffId, Org, Party, PartyId, PartyKind},
};

use crate::departments::{assert_each_has_its_ground, made_up, overlaps, silhouette};

fn with(names: &[&str], handoffs: &[(&str, &str)]) -> Org {
    let mut org = Org::named("Test");
    for name in names {
        let kind = if name.starts_with("customer") {
            PartyKind::Customer
        } else {
            PartyKind::Team
        };
        let party = Party {
            name: (*name).to_owned(),
            kind,
            ..Party::default()
        };
        org.parties.insert(PartyId::new(name), Arc::new(party));
    }
    for (from, to) in handoffs {
        let handoff = Handoff::between(PartyId::new(from), PartyId::new(to));
        let id = HandoffId::new(&format!("{from}-to-{to}"));
        org.handoffs.insert(id, Arc::new(handoff));
    }
    org
}

fn at(positions: &Positions, name: &str) -> Point {
    positions[&PartyId::new(name)]
}

/// What the parties whose names begin so take up.
fn around(positions: &Positions, beginning: &str) -> Rect {
    let own = positions.iter().filter(|(id, _)| id.as_str().starts_with(beginning));
    own.map(|(_, at)| card(*at)).reduce(|a, b| a.union(&b)).unwrap()
}

fn mean_length(org: &Org, positions: &Positions) -> f32 {
    let length = |handoff: &Handoff| (positions[&handoff.provider] - positions[&handoff.customer]).length();
    org.handoffs.values().map(|handoff| length(handoff)).sum::<f32>() / org.handoffs.len() as f32
}

#[test]
fn departments_are_islands_and_nothing_overlaps() {
    for parties in [60, 200, 1_000] {
        let org = made_up(parties);
        let positions = neighbourhoods(&org);
        assert_eq!(positions.len(), parties as usize);
        assert_eq!(overlaps(&positions), 0, "{parties} parties");
        let groups = groups(&org);
        assert_each_has_its_ground(&groups, &positions);
        let apart = silhouette(&groups, &positions);
        assert!(apart >= 0.5, "{apart} with {parties} parties");
        let whole = around(&positions, "");
        let aspect = whole.width() / whole.height();
        assert!((1.0..2.0).contains(&aspect), "{aspect} with {parties} parties");
        assert_eq!(neighbourhoods(&org), positions, "the same again");
    }
}

#[test]
fn those_who_work_together_are_nearer_than_in_blocks() {
    let org = made_up(500);
    let (near, blocks) = (
        mean_length(&org, &neighbourhoods(&org)),
        mean_length(&org, &departments(&org)),
    );
    assert!(near < 0.95 * blocks, "{near} and {blocks}");
}

#[test]
fn paying_customers_stand_at_the_right_edge() {
    let org = made_up(200);
    let positions = neighbourhoods(&org);
    let of = |customer: bool| {
        let own = org
            .parties
            .iter()
            .filter(move |(_, party)| party.kind.is_customer() == customer);
        own.map(|(id, _)| positions[id].x)
    };
    let others = of(false).fold(f32::MIN, f32::max);
    assert!(of(true).all(|x| x > others));
}

#[test]
fn without_departments_those_who_work_together_make_the_islands() {
    let mut names: Vec<String> = Vec::new();
    let mut handoffs: Vec<(String, String)> = Vec::new();
    for team in ["north", "south", "west"] {
        names.extend((0..9).map(|k| format!("{team}-{k}")));
        for k in 0..9 {
            handoffs.extend([1, 2, 3].map(|step| (format!("{team}-{k}"), format!("{team}-{}", (k + step) % 9))));
        }
        handoffs.push((format!("{team}-0"), "customer".to_owned()));
    }
    handoffs.push(("north-1".to_owned(), "south-1".to_owned()));
    names.push("customer".to_owned());
    names.extend((0..7).map(|k| format!("alone-{k}")));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let handoffs: Vec<(&str, &str)> = handoffs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let positions = neighbourhoods(&with(&names, &handoffs));
    assert_eq!(overlaps(&positions), 0);
    let islands = ["north", "south", "west", "customer", "alone"].map(|name| around(&positions, name));
    for (k, one) in islands.iter().enumerate() {
        assert!(islands[k + 1..].iter().all(|other| !one.overlaps(other)), "island {k}");
    }
    // Those without handoffs stand below the others, row by row and not scattered.
    let (alone, rest) = (islands[4], &islands[..4]);
    assert!(rest.iter().all(|island| island.max.y < alone.min.y));
    assert!(alone.height() < 4.0 * CARD_HEIGHT);
    let first = (at(&positions, "alone-0"), at(&positions, "alone-1"));
    assert_eq!(first.0.y, first.1.y);
    assert!(first.1.x - first.0.x < 250.0);
}

#[test]
fn parties_with_no_handoff_at_all_make_one_tidy_block() {
    let names: Vec<String> = (0..20).map(|k| format!("party-{k:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let positions = neighbourhoods(&with(&names, &[]));
    let whole = around(&positions, "");
    assert_eq!(overlaps(&positions), 0);
    let cards = 20.0 * card(Point::default()).width() * CARD_HEIGHT;
    assert!(whole.width() * whole.height() < 3.0 * cards, "{whole:?}");
}

#[test]
fn the_smallest_maps_and_odd_ones_have_a_place_for_everybody() {
    assert_eq!(neighbourhoods(&with(&[], &[])).len(), 0);
    assert_eq!(neighbourhoods(&with(&["one"], &[])).len(), 1);
    let two = neighbourhoods(&with(&["one", "customer"], &[("one", "customer")]));
    assert!(at(&two, "one").x < at(&two, "customer").x);
    let two = neighbourhoods(&with(&["from", "to"], &[("from", "to")]));
    assert!(at(&two, "from").x < at(&two, "to").x);
    assert_eq!(overlaps(&two), 0);
    // Each part of the next, all around.
    let mut ring = with(&["a", "b", "c", "d"], &[("a", "b"), ("c", "d"), ("d", "a")]);
    for (party, above) in [("a", "b"), ("b", "c"), ("c", "a")] {
        let mut changed = (*ring.parties[&PartyId::new(party)]).clone();
        changed.part_of = Some(PartyId::new(above));
        ring.parties.insert(PartyId::new(party), Arc::new(changed));
    }
    let positions = neighbourhoods(&ring);
    assert_eq!((positions.len(), overlaps(&positions)), (4, 0));
}

#[test]
fn what_has_nothing_to_do_with_each_other_stands_apart() {
    let names: Vec<String> = (0..24)
        .map(|k| format!("{}-{k:02}", ["red", "green", "blue"][k % 3]))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let handoffs: Vec<(&str, &str)> = names.windows(4).map(|four| (four[0], four[3])).collect();
    let positions = neighbourhoods(&with(&names, &handoffs));
    assert_eq!(overlaps(&positions), 0);
    let parts = ["red", "green", "blue"].map(|name| around(&positions, name));
    assert!(!parts[0].overlaps(&parts[1]) && !parts[1].overlaps(&parts[2]) && !parts[0].overlaps(&parts[2]));
}

#[test]
fn it_says_how_far_it_is_and_stops_when_told_to() {
    let org = made_up(200);
    let mut shares = Vec::new();
    let whole = neighbourhoods_with(&org, &mut |share| {
        shares.push(share);
        true
    });
    assert_eq!(whole, Some(neighbourhoods(&org)));
    assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..=1.0).contains(share)));
    for share in [0.0, 0.3, 0.6, 0.75] {
        assert_eq!(neighbourhoods_with(&org, &mut |done| done < share), None, "at {share}");
    }
}

#[test]
fn one_party_more_moves_nobody() {
    let mut org = made_up(200);
    let before = neighbourhoods(&org);
    let names: Vec<PartyId> = org.parties.keys().take(2).cloned().collect();
    let newcomer = PartyId::new("newcomer");
    let party = Party {
        name: "Newcomer".to_owned(),
        ..Party::default()
    };
    org.parties.insert(newcomer.clone(), Arc::new(party));
    for (k, other) in names.into_iter().enumerate() {
        let handoff = Handoff::between(newcomer.clone(), other);
        org.handoffs
            .insert(HandoffId::new(&format!("new-{k}")), Arc::new(handoff));
    }
    org.settings.layout = throughline::org::Arrangement::Neighbourhoods;
    let after = place(&org, &before);
    assert!(before.iter().all(|(id, at)| after[id] == *at));
    assert_eq!(overlaps(&after), 0);
}
