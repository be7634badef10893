//! What a picture is like, whoever drew it, in numbers: from where the cards stand, with handoffs as straight lines
//! between their middles.

use std::collections::BTreeMap;

use throughline::{
    layout::{CARD_HEIGHT, CARD_WIDTH, groups},
    org::{Org, PartyId},
};

use super::generate::Numbers;

/// Up to so many handoffs, every pair is looked at; beyond, a sample of them with all others.
const ALL: usize = 10_500;
const SAMPLE: usize = 800;

/// An organisation as numbers.
pub struct Subject {
    pub ids: Vec<PartyId>,
    /// Provider, customer, weight.
    pub handoffs: Vec<(usize, usize, f64)>,
    /// The department of each party that belongs to one.
    pub department: Vec<Option<usize>>,
    pub departments: usize,
}

impl Subject {
    pub fn of(org: &Org) -> Self {
        let ids: Vec<PartyId> = org.parties.keys().cloned().collect();
        let number = |id: &PartyId| ids.binary_search(id).ok();
        let handoffs = org
            .handoffs
            .values()
            .filter_map(|handoff| {
                Some((
                    number(&handoff.provider)?,
                    number(&handoff.customer)?,
                    handoff.importance.weight(),
                ))
            })
            .collect();
        let mut department = vec![None; ids.len()];
        let groups = groups(org);
        for (k, members) in groups.values().enumerate() {
            for member in members.iter().filter_map(number) {
                department[member] = Some(k);
            }
        }
        Self {
            handoffs,
            department,
            departments: groups.len(),
            ids,
        }
    }
}

pub type Place = (f64, f64);

pub struct Quality {
    /// For each handoff.
    pub crossings: f64,
    /// The share of what is handed over, by weight, that runs to the left, and upright.
    pub backwards: f64,
    pub upright: f64,
    pub overlaps: usize,
    /// How clearly departments stand apart, from -1 to 1 (Rousseeuw 1987).
    pub silhouette: f64,
    /// Width and height.
    pub size: Place,
}

pub fn quality(subject: &Subject, places: &[Place]) -> Quality {
    let weight: f64 = subject.handoffs.iter().map(|handoff| handoff.2).sum();
    let share = |is: &dyn Fn(f64) -> bool| {
        let all = subject.handoffs.iter();
        let them = all.filter(|&&(from, to, _)| is(places[to].0 - places[from].0));
        them.map(|handoff| handoff.2).sum::<f64>() / weight
    };
    Quality {
        crossings: crossings(subject, places),
        backwards: share(&|step| step < -1.0),
        upright: share(&|step| step.abs() <= 1.0),
        overlaps: overlaps(places),
        silhouette: silhouette(subject, places),
        size: size(places),
    }
}

fn size(places: &[Place]) -> Place {
    let span = |axis: fn(&Place) -> f64| {
        let low = places.iter().map(axis).fold(f64::MAX, f64::min);
        places.iter().map(axis).fold(f64::MIN, f64::max) - low
    };
    (
        span(|at| at.0) + f64::from(CARD_WIDTH),
        span(|at| at.1) + f64::from(CARD_HEIGHT),
    )
}

/// Crossings for each line. A pair that serves each other is one line; lines that share a party do not cross.
fn crossings(subject: &Subject, places: &[Place]) -> f64 {
    let mut lines: Vec<(usize, usize)> = subject
        .handoffs
        .iter()
        .map(|&(from, to, _)| (from.min(to), from.max(to)))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let side = |a: Place, b: Place, c: Place| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let cross = |&(a, b): &(usize, usize), &(c, d): &(usize, usize)| {
        let shared = a == c || a == d || b == c || b == d;
        let (a, b, c, d) = (places[a], places[b], places[c], places[d]);
        !shared && side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    let mut numbers = Numbers(3);
    let looked_at: Vec<usize> = if lines.len() <= ALL {
        (0..lines.len()).collect()
    } else {
        (0..SAMPLE).map(|_| numbers.below(lines.len())).collect()
    };
    let found: usize = looked_at
        .iter()
        .map(|&k| lines.iter().filter(|other| cross(&lines[k], other)).count())
        .sum();
    found as f64 / 2.0 / looked_at.len() as f64
}

fn overlaps(places: &[Place]) -> usize {
    let mut order: Vec<Place> = places.to_vec();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let near = 0.01;
    let after = order.iter().enumerate().flat_map(|(k, one)| {
        let within = order[k + 1..]
            .iter()
            .take_while(|other| other.0 - one.0 < f64::from(CARD_WIDTH) - near);
        within.filter(|other| (other.1 - one.1).abs() < f64::from(CARD_HEIGHT) - near)
    });
    after.count()
}

fn silhouette(subject: &Subject, places: &[Place]) -> f64 {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (party, department) in subject.department.iter().enumerate() {
        if let Some(department) = department {
            members.entry(*department).or_default().push(party);
        }
    }
    let mut numbers = Numbers(5);
    let (mut sum, mut count) = (0.0, 0.0);
    for _ in 0..500 {
        let party = numbers.below(places.len());
        let Some(home) = subject.department[party] else {
            continue;
        };
        let apart = |other: &usize| {
            let (x, y) = (places[*other].0 - places[party].0, places[*other].1 - places[party].1);
            (x * x + y * y).sqrt()
        };
        let own = members[&home].iter().map(apart).sum::<f64>() / (members[&home].len() - 1) as f64;
        let others = members.iter().filter(|(department, _)| **department != home);
        let means = others.map(|(_, all)| all.iter().map(apart).sum::<f64>() / all.len() as f64);
        let nearest = means.fold(f64::MAX, f64::min);
        sum += (nearest - own) / own.max(nearest).max(1e-12);
        count += 1.0;
    }
    sum / count
}
