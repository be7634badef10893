//! Somewhere to stand until a layout has been worked out: quick, without overlaps, and no more than that.

use std::collections::BTreeMap;

use super::{CARD_HEIGHT, CARD_WIDTH, Point, Positions, card, groups::heads};
use crate::org::{Org, PartyId};

/// Around every card.
const GAP: f32 = 36.0;
/// Between departments.
const ALLEY: f32 = 110.0;
/// How much wider than high the whole becomes, and each department in it.
const ASPECT: f32 = 1.5;

/// Gives a place to every party: those in `known` keep theirs, the others stand below them, department by department,
/// each a block of rows. It looks at no handoff, so that it takes a few milliseconds for ten thousand parties.
#[must_use]
pub fn rough(org: &Org, known: &Positions) -> Positions {
    let mut places: Positions = known
        .iter()
        .filter(|(id, _)| org.parties.contains_key(*id))
        .map(|(id, at)| (id.clone(), *at))
        .collect();
    if places.len() == org.parties.len() {
        return places;
    }
    let around = places
        .values()
        .map(|at| card(*at))
        .reduce(|one, other| one.union(&other));
    let corner = around.map_or_else(Point::default, |all| Point::new(all.min.x, all.max.y + ALLEY));
    let heads = heads(org);
    let mut blocks: BTreeMap<&PartyId, Vec<&PartyId>> = BTreeMap::new();
    for id in org.parties.keys().filter(|id| !places.contains_key(*id)) {
        blocks.entry(heads.get(id).unwrap_or(id)).or_default().push(id);
    }
    let newcomers: usize = blocks.values().map(Vec::len).sum();
    let (width, height) = (CARD_WIDTH + GAP, CARD_HEIGHT + GAP);
    let row = (newcomers as f32 * width * height * ASPECT).sqrt();
    let (mut x, mut y, mut tallest) = (0.0_f32, 0.0_f32, 0.0_f32);
    for members in blocks.into_values() {
        let columns = (members.len() as f32 * ASPECT * height / width).sqrt().ceil().max(1.0) as usize;
        let rows = members.len().div_ceil(columns);
        let wide = columns.min(members.len()) as f32 * width;
        if x > 0.0 && x + wide > row {
            (x, y, tallest) = (0.0, y + tallest + ALLEY - GAP, 0.0);
        }
        for (k, id) in members.into_iter().enumerate() {
            let (column, line) = ((k % columns) as f32, (k / columns) as f32);
            let at = Point::new(x + (column + 0.5) * width, y + (line + 0.5) * height);
            places.insert(id.clone(), corner + at);
        }
        x += wide + ALLEY - GAP;
        tallest = tallest.max(rows as f32 * height);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Party;

    #[test]
    fn everyone_stands_somewhere_and_nobody_on_another() {
        let mut org = Org::named("Works");
        for k in 0..90 {
            let party = Party {
                name: format!("Party {k}"),
                part_of: (k % 9 > 0).then(|| PartyId::new(&format!("p{}", k - k % 9))),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(&format!("p{k}")), party.into());
        }
        let known = Positions::from([(PartyId::new("p5"), Point::new(-700.0, 3.0))]);
        let places = rough(&org, &known);
        assert!(places.keys().eq(org.parties.keys()));
        assert_eq!(places[&PartyId::new("p5")], Point::new(-700.0, 3.0));
        let at: Vec<Point> = places.values().copied().collect();
        for (k, one) in at.iter().enumerate() {
            for other in &at[..k] {
                assert!((one.x - other.x).abs() >= CARD_WIDTH || (one.y - other.y).abs() >= CARD_HEIGHT);
            }
        }
    }
}
