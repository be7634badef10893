//! The map by departments, as someone who looks at it would judge it.

use std::collections::BTreeMap;

use jiff::civil::date;
use throughline::{
    layout::{Groups, HULL, Point, Positions, Rect, TITLE, card, departments, departments_with, flow, groups},
    org::{Org, PartyId},
    sample::company,
};

pub fn made_up(parties: u32) -> Org {
    company(parties, 1, date(2026, 6, 30))
}

/// What a department takes up, with its hull and title.
pub fn hull(members: &[PartyId], positions: &Positions) -> Rect {
    let cards = members.iter().map(|id| card(positions[id]));
    let mut rect = cards.reduce(|a, b| a.union(&b)).unwrap().grown(HULL);
    rect.min.y -= TITLE;
    rect
}

/// How clearly departments stand apart, from -1 to 1: the mean silhouette of Rousseeuw (1987) over the parties that
/// belong to one.
pub fn silhouette(groups: &Groups, positions: &Positions) -> f64 {
    let points: BTreeMap<&PartyId, Vec<Point>> = groups
        .iter()
        .map(|(head, members)| (head, members.iter().map(|id| positions[id]).collect()))
        .collect();
    let (mut sum, mut count) = (0.0, 0.0);
    for (head, members) in groups {
        for id in members {
            let mean = |of: &PartyId, without: usize| {
                let all = &points[of];
                let sum: f64 = all.iter().map(|at| f64::from((*at - positions[id]).length())).sum();
                sum / (all.len() - without) as f64
            };
            let own = mean(head, 1);
            let others = points.keys().filter(|other| **other != head);
            let nearest = others.map(|other| mean(other, 0)).fold(f64::MAX, f64::min);
            sum += (nearest - own) / own.max(nearest);
            count += 1.0;
        }
    }
    sum / count
}

/// How many pairs of cards overlap.
pub fn overlaps(positions: &Positions) -> usize {
    let mut cards: Vec<Rect> = positions.values().map(|at| card(*at)).collect();
    cards.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let pairs = cards.iter().enumerate().map(|(k, one)| {
        let near = cards[k + 1..].iter().take_while(|other| other.min.x < one.max.x);
        near.filter(|other| one.overlaps(other)).count()
    });
    pairs.sum()
}

/// No department's ground overlaps another's or a card of somebody else.
pub fn assert_each_has_its_ground(groups: &Groups, positions: &Positions) {
    let hulls: Vec<(&PartyId, Rect)> = groups.iter().map(|(head, all)| (head, hull(all, positions))).collect();
    for (k, (head, one)) in hulls.iter().enumerate() {
        for (other, two) in &hulls[k + 1..] {
            assert!(!one.overlaps(two), "{head} and {other}");
        }
        let strangers = positions.iter().filter(|(id, _)| !groups[*head].contains(id));
        for (id, at) in strangers {
            assert!(!one.overlaps(&card(*at)), "{id} lies in {head}");
        }
    }
}

#[test]
fn departments_stand_apart_and_nothing_overlaps() {
    for (parties, least) in [(60, 0.45), (200, 0.5), (1_000, 0.5)] {
        let org = made_up(parties);
        let (positions, groups) = (departments(&org), groups(&org));
        assert_eq!(positions.len(), parties as usize);
        assert_eq!(overlaps(&positions), 0, "{parties} parties");
        assert_each_has_its_ground(&groups, &positions);
        let apart = silhouette(&groups, &positions);
        assert!(apart >= least, "{apart} with {parties} parties");
        let mixed = silhouette(&groups, &flow(&org));
        assert!(mixed < apart - 0.25, "the flow map mixes them: {mixed}");
        assert_eq!(departments(&org), positions, "the same again");
    }
}

#[test]
fn it_stops_when_told_to() {
    let org = made_up(60);
    assert_eq!(departments_with(&org, &mut |share| share < 0.5), None);
    assert_eq!(departments_with(&org, &mut |_| true), Some(departments(&org)));
}
