//! How long layouts, routes and labels take for organisations of several sizes.

use std::sync::Arc;

use divan::{Bencher, black_box};
use throughline::{
    layout::{Label, Positions, Rect, card, flow, labels, place, reroute, routes},
    org::{Handoff, HandoffId, Importance, Org, Party, PartyId, PartyKind},
};

fn main() {
    divan::main();
}

const SIZES: [usize; 5] = [13, 60, 200, 500, 2_000];

/// Numbers that are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap_or_default()
    }
}

fn party(number: usize) -> PartyId {
    PartyId::new(&format!("party-{number:05}"))
}

/// An organisation with so many parties and four handoffs for each: most of them near each other and towards
/// the customer, a sixth of them back.
fn generate(parties: usize) -> Org {
    let mut numbers = Numbers(parties as u64);
    let mut org = Org::named("Generated");
    for number in 0..parties {
        let kind = if number + 1 == parties {
            PartyKind::Customer
        } else {
            PartyKind::Team
        };
        let name = format!("Party {number}");
        let value = Party {
            name,
            kind,
            ..Party::default()
        };
        org.parties.insert(party(number), Arc::new(value));
    }
    let reach = (parties / 6).max(3);
    while org.handoffs.len() < parties * 4 {
        let from = numbers.below(parties - 1);
        let step = 1 + numbers.below(reach);
        let to = if numbers.below(6) == 0 {
            from.saturating_sub(step)
        } else {
            (from + step).min(parties - 1)
        };
        if from != to {
            let mut handoff = Handoff::between(party(from), party(to));
            handoff.importance = Importance::ALL[numbers.below(3)];
            let id = HandoffId::new(&format!("handoff-{:06}", org.handoffs.len()));
            org.handoffs.insert(id, Arc::new(handoff));
        }
    }
    org
}

type Lines = Vec<(HandoffId, PartyId, PartyId)>;

fn drawn(org: &Org) -> (Vec<(PartyId, Rect)>, Lines) {
    let cards = flow(org).into_iter().map(|(id, at)| (id, card(at))).collect();
    let lines = org
        .handoffs
        .iter()
        .map(|(id, handoff)| (id.clone(), handoff.provider.clone(), handoff.customer.clone()))
        .collect();
    (cards, lines)
}

#[divan::bench(args = SIZES)]
fn whole_map(bencher: Bencher<'_, '_>, parties: usize) {
    let org = generate(parties);
    bencher.bench(|| flow(black_box(&org)));
}

#[divan::bench(args = SIZES)]
fn one_party_more(bencher: Bencher<'_, '_>, parties: usize) {
    let org = generate(parties);
    let mut known: Positions = flow(&org);
    known.remove(&party(parties / 2));
    bencher.bench(|| place(black_box(&org), black_box(&known)));
}

#[divan::bench(args = SIZES)]
fn all_routes(bencher: Bencher<'_, '_>, parties: usize) {
    let (cards, lines) = drawn(&generate(parties));
    bencher.bench(|| routes(black_box(&cards), black_box(&lines)));
}

#[divan::bench(args = SIZES)]
fn one_drag(bencher: Bencher<'_, '_>, parties: usize) {
    let (cards, lines) = drawn(&generate(parties));
    let mut found = routes(&cards, &lines);
    let moved = [party(parties / 2)];
    bencher.bench_local(|| reroute(&mut found, black_box(&cards), black_box(&lines), &moved));
}

#[divan::bench(args = SIZES)]
fn all_labels(bencher: Bencher<'_, '_>, parties: usize) {
    let (cards, lines) = drawn(&generate(parties));
    let found = routes(&cards, &lines);
    let rects: Vec<Rect> = cards.iter().map(|(_, rect)| *rect).collect();
    let wanted: Vec<Label<'_>> = found
        .values()
        .map(|route| Label {
            route,
            width: 120.0,
            height: 22.0,
            weight: 1.0,
        })
        .collect();
    bencher.bench(|| labels(black_box(&rects), black_box(&wanted)));
}
