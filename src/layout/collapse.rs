//! Where the boxes of collapsed departments stand: in the middle of their members, or beside it where that is taken.

use std::collections::BTreeMap;

use super::{CARD_HEIGHT, CARD_WIDTH, Point, Positions, card};
use crate::{network::Collapsed, org::PartyId};

/// Free space around a box, in points.
const GAP: f32 = 24.0;

/// How far boxes stand from the middle of their members, by the department's head.
pub type Aside = BTreeMap<PartyId, Point>;

/// The places of what is shown. A box that is not in `aside` yet is put there: at the free place nearest to the middle
/// of its members, which it keeps as long as it is collapsed, so that it moves exactly as they do.
#[must_use]
pub fn collapsed(collapsed: &Collapsed, positions: &Positions, aside: &mut Aside) -> Positions {
    aside.retain(|head, _| collapsed.is_box(head));
    let mut shown: Positions = positions
        .iter()
        .filter(|(id, _)| !collapsed.hides(id) && !collapsed.is_box(id))
        .map(|(id, at)| (id.clone(), *at))
        .collect();
    let middles = collapsed.boxes().iter().filter_map(|(head, members)| {
        let (mut sum, mut count) = (Point::default(), 0.0_f32);
        for at in members.iter().filter_map(|id| positions.get(id)) {
            sum = sum + *at;
            count += 1.0;
        }
        (count > 0.0).then(|| (head, sum * (1.0 / count)))
    });
    let middles: Vec<_> = middles.collect();
    // Those that have their place stand before a new one looks for one.
    for (head, middle) in &middles {
        if let Some(by) = aside.get(*head) {
            shown.insert((*head).clone(), *middle + *by);
        }
    }
    for (head, middle) in middles {
        if aside.contains_key(head) {
            continue;
        }
        let place = free_place(middle, &shown);
        aside.insert(head.clone(), place - middle);
        shown.insert(head.clone(), place);
    }
    shown
}

/// The nearest place, ring by ring, where a card covers no other.
fn free_place(at: Point, taken: &Positions) -> Point {
    const RINGS: i16 = 60;
    let step = Point::new((CARD_WIDTH + GAP) / 4.0, (CARD_HEIGHT + GAP) / 2.0);
    // Only those that a ring can reach are in the way.
    let reach = step * f32::from(RINGS + 4);
    let near: Vec<_> = taken
        .values()
        .filter(|other| (other.x - at.x).abs() < reach.x && (other.y - at.y).abs() < reach.y)
        .map(|other| card(*other))
        .collect();
    let is_free = |place: Point| {
        let wanted = card(place).grown(GAP / 2.0);
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
    use crate::org::{Org, Party};

    fn org() -> (Org, Positions) {
        let mut org = Org::named("Test");
        let mut positions = Positions::new();
        for (name, above, x) in [("a", "", 0.0), ("a1", "a", 600.0), ("b", "", 300.0), ("b1", "b", 300.0)] {
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
        let mut aside = Aside::new();
        let shown = collapsed(&one, &positions, &mut aside);
        // Both of the other department stand in the middle.
        let at = shown[&PartyId::new("a")];
        assert_eq!(shown.len(), 3);
        assert!(!card(at).overlaps(&card(shown[&PartyId::new("b")])), "{at:?}");
        for id in ["a", "a1"] {
            let place = positions[&PartyId::new(id)];
            positions.insert(PartyId::new(id), place + Point::new(10.0, 500.0));
        }
        let moved = collapsed(&one, &positions, &mut aside);
        assert_eq!(moved[&PartyId::new("a")], at + Point::new(10.0, 500.0));
        // A second box leaves the first where it is.
        let both = Collapsed::of(&org, &["a".into(), "b".into()].into());
        let shown = collapsed(&both, &positions, &mut aside);
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[&PartyId::new("a")], moved[&PartyId::new("a")]);
        assert_eq!(shown[&PartyId::new("b")], Point::new(300.0, 0.0));
    }
}
