//! Where handoffs can carry a label without hiding a card or another label.

use rstar::{
    AABB, RTree, RTreeObject,
    primitives::{GeomWithData, Rectangle},
};

use super::{
    geometry::{Point, Rect},
    route::Route,
};

/// Between a label and everything else.
const GAP: f32 = 4.0;

/// Where along its line a label may stand, best first.
const SHARES: [f32; 9] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86];

/// On its line, or so far beside it.
const ASIDE: [f32; 5] = [0.0, 6.0, 20.0, 34.0, 48.0];

/// What it costs to hide a piece of another line, in steps aside.
const HIDING: u32 = 3;

/// Straight pieces that stand for one curve.
const PIECES: usize = 10;

/// A label that wants a place.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// The line it belongs to.
    pub route: &'a Route,
    /// How wide it is, in points of the map.
    pub width: f32,
    /// How high it is, in points of the map.
    pub height: f32,
    /// Heavier labels are placed first; equal ones in the order given.
    pub weight: f32,
}

/// Finds a place for each label, along its line or beside it, so that none overlaps a card or another label.
/// Where it can, it leaves other handoffs' lines in sight, too.
/// `None` where there is no such place: that label is not shown.
#[must_use]
pub fn labels(cards: &[Rect], wanted: &[Label<'_>]) -> Vec<Option<Rect>> {
    let usable = |rect: &&Rect| rect.min.is_finite() && rect.max.is_finite();
    let mut taken: RTree<Rectangle<[f32; 2]>> = RTree::bulk_load(
        cards
            .iter()
            .filter(usable)
            .map(|rect| boxed(&rect.grown(GAP)))
            .collect(),
    );
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[b].weight.total_cmp(&wanted[a].weight).then(a.cmp(&b)));
    let chains: Vec<Vec<Point>> = wanted.iter().map(|label| label.route.polyline(PIECES)).collect();
    let lines = RTree::bulk_load(segments(&chains));
    let mut places = vec![None; wanted.len()];
    for index in order {
        let mut best: Option<(u32, Rect)> = None;
        for (cost, rect) in candidates(&chains[index], wanted[index].width, wanted[index].height) {
            if best.is_some_and(|(least, _)| cost >= least) {
                break;
            }
            let envelope = boxed(&rect).envelope();
            if !usable(&&rect) || taken.locate_in_envelope_intersecting(envelope).next().is_some() {
                continue;
            }
            let hides = lines.locate_in_envelope_intersecting(envelope).any(|line| {
                let (other, piece) = line.data;
                other != index && rect.is_crossed_by(chains[other][piece], chains[other][piece + 1])
            });
            let cost = cost + if hides { HIDING } else { 0 };
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
        if let Some((_, rect)) = best {
            taken.insert(boxed(&rect.grown(GAP)));
            places[index] = Some(rect);
        }
    }
    places
}

type Segment = GeomWithData<Rectangle<[f32; 2]>, (usize, usize)>;

/// The straight pieces of all lines, each with its line and its number there.
fn segments(chains: &[Vec<Point>]) -> Vec<Segment> {
    chains
        .iter()
        .enumerate()
        .flat_map(|(line, points)| {
            let pieces = points.windows(2).enumerate();
            pieces
                .filter(|(_, pair)| pair[0].is_finite() && pair[1].is_finite())
                .map(move |(piece, pair)| GeomWithData::new(boxed(&Rect::spanning(pair[0], pair[1])), (line, piece)))
        })
        .collect()
}

fn boxed(rect: &Rect) -> Rectangle<[f32; 2]> {
    Rectangle::from_aabb(AABB::from_corners([rect.min.x, rect.min.y], [rect.max.x, rect.max.y]))
}

/// The places of a label along its line from best to worst, each with what it costs to stand there.
fn candidates(points: &[Point], width: f32, height: f32) -> impl Iterator<Item = (u32, Rect)> {
    let spots: Vec<(Point, Point)> = SHARES.iter().filter_map(|&share| walk(points, share)).collect();
    let places = SHARES.len() * 2;
    (0..ASIDE.len() * places).filter_map(move |number| {
        let (cost, place) = (number / places, number % places);
        let &(point, direction) = spots.get(place / 2)?;
        let second = place % 2 == 1;
        if cost == 0 {
            return (!second).then(|| (0, Rect::around(point, width, height)));
        }
        let normal = direction.turned();
        let touching = normal.x.abs() * width / 2.0 + normal.y.abs() * height / 2.0;
        // Above or to the right of the line first.
        let up = normal.y < -0.01 || (normal.y <= 0.01 && normal.x > 0.0);
        let side = if up == second { -1.0 } else { 1.0 };
        let centre = point + normal * ((touching + ASIDE[cost]) * side);
        Some((cost as u32, Rect::around(centre, width, height)))
    })
}

/// The point at a share of a chain's length, and the direction there.
fn walk(points: &[Point], share: f32) -> Option<(Point, Point)> {
    let length: f32 = points.windows(2).map(|pair| (pair[1] - pair[0]).length()).sum();
    let mut left = length * share;
    for pair in points.windows(2) {
        let step = pair[1] - pair[0];
        let piece = step.length();
        if piece >= left && piece > 0.0 {
            return Some((pair[0] + step * (left / piece), step.direction()?));
        }
        left -= piece;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::geometry::Cubic, *};

    fn straight(from: Point, to: Point) -> Route {
        Route {
            curves: vec![Cubic::line(from, to)],
            end: to,
            direction: (to - from).direction().unwrap_or(Point::new(1.0, 0.0)),
        }
    }

    fn label(route: &Route, weight: f32) -> Label<'_> {
        Label {
            route,
            width: 100.0,
            height: 20.0,
            weight,
        }
    }

    #[test]
    fn a_label_stands_in_the_middle_of_its_line() {
        let route = straight(Point::new(0.0, 0.0), Point::new(400.0, 0.0));
        let places = labels(&[], &[label(&route, 1.0)]);
        let centre = places[0].unwrap().centre();
        assert!((centre - Point::new(200.0, 0.0)).length() < 1.0);
    }

    #[test]
    fn the_heavier_label_has_the_better_place_and_the_last_none() {
        let route = straight(Point::new(0.0, 0.0), Point::new(110.0, 0.0));
        let many = vec![label(&route, 1.0); 12];
        let mut wanted = many;
        wanted.push(label(&route, 5.0));
        let places = labels(&[], &wanted);
        let off = |place: &Rect| (place.centre() - Point::new(55.0, 0.0)).length();
        let heaviest = off(&places[12].unwrap());
        assert!(places[..12].iter().flatten().all(|place| off(place) >= heaviest));
        assert!(places[0].is_some() && places[11].is_none());
    }

    #[test]
    fn a_short_line_between_cards_has_its_label_above_them() {
        let cards = [
            Rect::around(Point::new(0.0, 0.0), 164.0, 74.0),
            Rect::around(Point::new(210.0, 0.0), 164.0, 74.0),
        ];
        let route = straight(Point::new(82.0, 0.0), Point::new(128.0, 0.0));
        let place = labels(&cards, &[label(&route, 1.0)])[0].unwrap();
        assert!(place.max.y < -37.0 && place.centre().y > -70.0, "{place:?}");
    }

    #[test]
    fn a_line_of_no_length_has_no_label() {
        let route = straight(Point::default(), Point::default());
        assert_eq!(labels(&[], &[label(&route, 1.0)]), [None]);
    }

    proptest! {
        #[test]
        fn labels_never_overlap(
            cards in prop::collection::vec((-500.0_f32..500.0, -500.0_f32..500.0), 0..20),
            lines in prop::collection::vec(
                ((-500.0_f32..500.0, -500.0_f32..500.0), (-500.0_f32..500.0, -500.0_f32..500.0), 5.0_f32..200.0),
                0..40,
            ),
        ) {
            let cards: Vec<Rect> =
                cards.iter().map(|&(x, y)| Rect::around(Point::new(x, y), 164.0, 74.0)).collect();
            let routes: Vec<(Route, f32)> = lines
                .iter()
                .map(|&(a, b, width)| (straight(Point::new(a.0, a.1), Point::new(b.0, b.1)), width))
                .collect();
            let wanted: Vec<Label<'_>> = routes
                .iter()
                .enumerate()
                .map(|(k, (route, width))| Label { route, width: *width, height: 22.0, weight: (k % 3) as f32 })
                .collect();
            let places: Vec<Rect> = labels(&cards, &wanted).into_iter().flatten().collect();
            for (k, place) in places.iter().enumerate() {
                prop_assert!(!cards.iter().any(|card| card.overlaps(place)));
                prop_assert!(!places[k + 1..].iter().any(|other| other.overlaps(place)));
            }
            prop_assert!(lines.is_empty() || cards.len() > 5 || !places.is_empty());
        }
    }
}
