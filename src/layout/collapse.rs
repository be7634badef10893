//! Where the boxes of collapsed departments stand: in the middle of their members, or beside it where that is taken;
//! and all cards closer together where nothing but boxes is left.

use std::collections::BTreeMap;

use super::{CARD_HEIGHT, CARD_WIDTH, Point, Positions, card, groups};
use crate::{
    network::Collapsed,
    org::{Org, PartyId},
};

/// Free space around a box, in points.
const GAP: f32 = 24.0;
/// The same on a map on which every department is collapsed, where lines and labels need the room between.
const ROOMY: f32 = 72.0;
/// How much of such a map each card takes up, in points, and how much wider than high it is.
const CELL: f32 = 2.0 * CARD_WIDTH * 2.6 * CARD_HEIGHT;
const ASPECT: f32 = 1.5;

/// Between the cards of a department that was made since and its own, in points.
const ABOVE: f32 = 48.0;

/// Cards only move together where they stand for so many times as many parties.
const FEW: usize = 3;

/// How far what is shown stands from where it lies: a box from the middle of its members, and on a map on which every
/// department is collapsed each card from its own place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aside {
    by: BTreeMap<PartyId, Point>,
    /// Every department is collapsed, and the cards have moved together.
    together: bool,
}

impl Aside {
    /// Whether the cards have moved together.
    #[must_use]
    pub const fn is_together(&self) -> bool {
        self.together
    }
}

/// The places of what is shown. A box stands at the free place nearest to the middle of its members. Where every
/// department is collapsed, what is left would be far apart: the cards move together then, each staying left or right
/// of, above or below the others as far as there is room.
///
/// What has its place in `aside` keeps it, so that a card moves exactly as those do for whom it stands. `anew` says that
/// other departments are collapsed than before.
#[must_use]
pub fn collapsed(org: &Org, collapsed: &Collapsed, positions: &Positions, aside: &mut Aside, anew: bool) -> Positions {
    if anew {
        let mut departments = groups(org).into_keys().peekable();
        let few = shown_of(collapsed, positions) * FEW <= positions.len();
        let together = few
            && departments.peek().is_some()
            && departments.all(|head| collapsed.is_box(&head) || collapsed.hides(&head));
        if together || aside.together {
            aside.by.clear();
        }
        aside.together = together;
    }
    aside
        .by
        .retain(|id, _| positions.contains_key(id) && !collapsed.hides(id));
    let own = middles(collapsed, positions);
    let mut shown = Positions::new();
    // Those that have their place stand before a new one looks for one.
    for (id, at) in &own {
        if let Some(by) = aside.by.get(id) {
            shown.insert(id.clone(), *at + *by);
        } else if !(collapsed.is_box(id) || aside.together) {
            shown.insert(id.clone(), *at);
        }
    }
    if aside.together && !anew {
        join(org, collapsed, &own, &mut shown, aside);
    }
    let wanted = if anew && aside.together {
        pulled(&own)
    } else {
        own.clone()
    };
    let gap = if aside.together { ROOMY } else { GAP };
    for (id, at) in &own {
        if shown.contains_key(id) {
            continue;
        }
        let place = free_place(wanted.get(id).copied().unwrap_or(*at), &shown, gap);
        aside.by.insert(id.clone(), place - *at);
        shown.insert(id.clone(), place);
    }
    shown
}

/// Finds places for those who came since the cards have moved together: a department above those who are part of it,
/// although it lies above them on the whole map; everybody else where they were put.
fn join(org: &Org, collapsed: &Collapsed, own: &Positions, shown: &mut Positions, aside: &mut Aside) {
    for (id, at) in own {
        if shown.contains_key(id) || collapsed.is_box(id) {
            continue;
        }
        let parts = org
            .parties
            .iter()
            .filter(|(_, party)| party.part_of.as_ref() == Some(id));
        let (mut sum, mut top, mut count) = (0.0, f32::MAX, 0.0_f32);
        for part in parts.filter_map(|(part, _)| shown.get(part)) {
            (sum, top, count) = (sum + part.x, top.min(part.y), count + 1.0);
        }
        let place = if count > 0.0 {
            free_place(Point::new(sum / count, top - CARD_HEIGHT - ABOVE), shown, GAP)
        } else {
            *at
        };
        aside.by.insert(id.clone(), place - *at);
        shown.insert(id.clone(), place);
    }
}

/// How many cards are shown.
fn shown_of(collapsed: &Collapsed, positions: &Positions) -> usize {
    positions.keys().filter(|id| !collapsed.hides(id)).count()
}

/// Where what is shown lies: a box in the middle of its members.
fn middles(collapsed: &Collapsed, positions: &Positions) -> Positions {
    let mut own: Positions = positions
        .iter()
        .filter(|(id, _)| !collapsed.hides(id) && !collapsed.is_box(id))
        .map(|(id, at)| (id.clone(), *at))
        .collect();
    for (head, members) in collapsed.boxes() {
        let (mut sum, mut count) = (Point::default(), 0.0_f32);
        for at in members.iter().filter_map(|id| positions.get(id)) {
            sum = sum + *at;
            count += 1.0;
        }
        if count > 0.0 {
            own.insert(head.clone(), sum * (1.0 / count));
        }
    }
    own
}

/// The same places, closer together where they are far apart.
fn pulled(own: &Positions) -> Positions {
    let around = own.values().map(|at| card(*at)).reduce(|one, other| one.union(&other));
    let Some(around) = around else { return Positions::new() };
    let width = (own.len() as f32 * CELL * ASPECT).sqrt();
    let size = around.max - around.min;
    let (x, y) = ((width / size.x).min(1.0), (width / ASPECT / size.y).min(1.0));
    let middle = (around.min + around.max) * 0.5;
    let pull = |at: Point| Point::new(middle.x + (at.x - middle.x) * x, middle.y + (at.y - middle.y) * y);
    own.iter().map(|(id, at)| (id.clone(), pull(*at))).collect()
}

/// The nearest place, ring by ring, where a card covers no other.
fn free_place(at: Point, taken: &Positions, gap: f32) -> Point {
    const RINGS: i16 = 60;
    let step = Point::new((CARD_WIDTH + GAP) / 4.0, f32::midpoint(CARD_HEIGHT, GAP));
    // Only those that a ring can reach are in the way.
    let reach = step * f32::from(RINGS + 6);
    let near: Vec<_> = taken
        .values()
        .filter(|other| (other.x - at.x).abs() < reach.x && (other.y - at.y).abs() < reach.y)
        .map(|other| card(*other))
        .collect();
    let is_free = |place: Point| {
        let wanted = card(place).grown(gap / 2.0);
        !near.iter().any(|other| other.overlaps(&wanted))
    };
    for ring in 0..=RINGS {
        let on_ring = (-ring..=ring).flat_map(|x| (-ring..=ring).map(move |y| (x, y)));
        let places = on_ring
            .filter(|(x, y)| x.abs().max(y.abs()) == ring)
            .map(|(x, y)| Point::new(at.x + step.x * f32::from(x), at.y + step.y * f32::from(y)))
            .filter(|place| is_free(*place));
        if let Some(place) = places.min_by(|a, b| (*a - at).length().total_cmp(&(*b - at).length())) {
            return place;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Party;

    fn org() -> (Org, Positions) {
        let mut org = Org::named("Test");
        let mut positions = Positions::new();
        for (name, above, x) in [
            ("a", "", 0.0),
            ("a1", "a", 600.0),
            ("b", "", 300.0),
            ("b1", "b", 300.0),
            ("c", "", 9000.0),
            ("c1", "c", 9000.0),
        ] {
            let party = Party {
                part_of: (!above.is_empty()).then(|| PartyId::new(above)),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(name), party.into());
            positions.insert(PartyId::new(name), Point::new(x, 0.0));
        }
        (org, positions)
    }

    #[test]
    fn a_box_stands_in_the_middle_or_beside_it_and_moves_with_its_members() {
        let (org, mut positions) = org();
        let one = Collapsed::of(&org, &["a".into()].into());
        let mut aside = Aside::default();
        let shown = collapsed(&org, &one, &positions, &mut aside, true);
        // Both of another department stand in the middle.
        let at = shown[&PartyId::new("a")];
        assert_eq!(shown.len(), 5);
        assert!(!card(at).overlaps(&card(shown[&PartyId::new("b")])), "{at:?}");
        for id in ["a", "a1"] {
            let place = positions[&PartyId::new(id)];
            positions.insert(PartyId::new(id), place + Point::new(10.0, 500.0));
        }
        let moved = collapsed(&org, &one, &positions, &mut aside, false);
        assert_eq!(moved[&PartyId::new("a")], at + Point::new(10.0, 500.0));
        // A second box leaves the first where it is.
        let both = Collapsed::of(&org, &["a".into(), "b".into()].into());
        let shown = collapsed(&org, &both, &positions, &mut aside, true);
        assert_eq!(shown.len(), 4);
        assert_eq!(shown[&PartyId::new("a")], moved[&PartyId::new("a")]);
        assert_eq!(shown[&PartyId::new("b")], Point::new(300.0, 0.0));
    }

    #[test]
    fn where_every_department_is_a_box_they_move_together_and_still_move_with_their_members() {
        let (mut org, mut positions) = org();
        for (id, above) in [("a2", "a"), ("b2", "b"), ("c2", "c")] {
            let party = Party {
                part_of: Some(above.into()),
                ..Party::default()
            };
            org.parties.insert(id.into(), party.into());
            positions.insert(id.into(), positions[&PartyId::new(above)]);
        }
        let all = Collapsed::of(&org, &["a".into(), "b".into(), "c".into()].into());
        let mut aside = Aside::default();
        let shown = collapsed(&org, &all, &positions, &mut aside, true);
        assert!(aside.is_together());
        let x = |id: &str| shown[&PartyId::new(id)].x;
        assert!(
            x("c") > x("a") + CARD_WIDTH && x("c") > x("b") + CARD_WIDTH,
            "{shown:?}"
        );
        assert!(x("c") - x("a").min(x("b")) < 1_500.0, "{shown:?}");
        for id in ["c", "c1", "c2"] {
            let place = positions[&PartyId::new(id)];
            positions.insert(PartyId::new(id), place + Point::new(0.0, 50.0));
        }
        let moved = collapsed(&org, &all, &positions, &mut aside, false);
        assert_eq!(
            moved[&PartyId::new("c")],
            shown[&PartyId::new("c")] + Point::new(0.0, 50.0)
        );
        assert_eq!(moved[&PartyId::new("a")], shown[&PartyId::new("a")]);
        // Opening one brings everybody back to where they lie.
        let two = Collapsed::of(&org, &["a".into(), "b".into()].into());
        let open = collapsed(&org, &two, &positions, &mut aside, true);
        assert_eq!(open[&PartyId::new("c1")], positions[&PartyId::new("c1")]);
    }
}
