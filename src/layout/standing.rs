//! The cards that stand already, found by where they are: whether a spot is free, and which rows and columns there
//! are, without looking at every card.

use std::collections::{BTreeSet, HashMap};

use super::{CARD_HEIGHT, CARD_WIDTH, Point};

/// Free space around a newcomer's card.
const GAP: f32 = 24.0;

/// Cards whose middles are nearer than this in both directions leave too little between them.
const NEAR: Point = Point::new(CARD_WIDTH + GAP, CARD_HEIGHT + GAP);

/// Values in ascending order.
#[derive(Clone, Debug, Default)]
struct Values(BTreeSet<i32>);

impl Values {
    /// A whole number that is ordered like the value. Both zeros are one.
    fn key(value: f32) -> i32 {
        let bits = (value + 0.0).to_bits().cast_signed();
        bits ^ ((bits >> 31).cast_unsigned() >> 1).cast_signed()
    }

    fn value(key: i32) -> f32 {
        f32::from_bits((key ^ ((key >> 31).cast_unsigned() >> 1).cast_signed()).cast_unsigned())
    }

    /// The value nearest to a wish, if it is within reach of it; the smaller of two.
    fn nearest(&self, wish: f32, reach: f32) -> Option<f32> {
        let key = Self::key(wish);
        let below = self.0.range(..=key).next_back().map(|key| Self::value(*key));
        let above = self.0.range(key..).next().map(|key| Self::value(*key));
        let apart = |value: f32| (value - wish).abs();
        let nearest = match (below, above) {
            (Some(below), Some(above)) if apart(above) < apart(below) => Some(above),
            (below, above) => below.or(above),
        };
        nearest.filter(|&value| apart(value) <= reach)
    }
}

/// Cards by place.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// In squares twice as large as what a card keeps free. Only looked up, never gone through.
    cells: HashMap<(i32, i32), Vec<Point>>,
    columns: Values,
    rows: Values,
    /// The smallest and largest coordinates.
    corners: Option<(Point, Point)>,
}

impl Standing {
    fn cell(point: Point) -> (i32, i32) {
        let cell = |value: f32, size: f32| (value / (2.0 * size)).floor() as i32;
        (cell(point.x, NEAR.x), cell(point.y, NEAR.y))
    }

    /// One card more.
    pub fn add(&mut self, point: Point) {
        self.cells.entry(Self::cell(point)).or_default().push(point);
        self.columns.0.insert(Values::key(point.x));
        self.rows.0.insert(Values::key(point.y));
        let (low, high) = self.corners.unwrap_or((point, point));
        self.corners = Some((
            Point::new(low.x.min(point.x), low.y.min(point.y)),
            Point::new(high.x.max(point.x), high.y.max(point.y)),
        ));
    }

    /// The least and the greatest `x` and `y` at which a card stands; 0 where none does.
    pub fn corners(&self) -> (Point, Point) {
        self.corners.unwrap_or_default()
    }

    /// Whether a card has room there.
    pub fn is_free(&self, point: Point) -> bool {
        let (from, until) = (Self::cell(point - NEAR), Self::cell(point + NEAR));
        let close = |card: &Point| (card.x - point.x).abs() < NEAR.x && (card.y - point.y).abs() < NEAR.y;
        !(from.0..=until.0).any(|column| {
            let mut rows = from.1..=until.1;
            rows.any(|row| {
                self.cells
                    .get(&(column, row))
                    .is_some_and(|cards| cards.iter().any(close))
            })
        })
    }

    /// Whether a card stands in that very row or column.
    pub fn is_in_line(&self, point: Point) -> bool {
        self.columns.0.contains(&Values::key(point.x)) || self.rows.0.contains(&Values::key(point.y))
    }

    /// The `x` nearest to this one at which a card stands, or this one itself where none is within reach.
    pub fn column_near(&self, x: f32, reach: f32) -> f32 {
        self.columns.nearest(x, reach).unwrap_or(x)
    }

    /// The same for `y`.
    pub fn row_near(&self, y: f32, reach: f32) -> f32 {
        self.rows.nearest(y, reach).unwrap_or(y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_is_free_just_beyond_a_card_and_its_margin() {
        let mut standing = Standing::default();
        standing.add(Point::new(-3.0, 1000.0));
        for (x, y, free) in [
            (-3.0, 1000.0, false),
            (184.0, 1090.0, false),
            (-190.0, 910.0, false),
            (185.5, 1000.0, true),
            (-3.0, 1098.5, true),
            (-3.0, 901.5, true),
        ] {
            assert_eq!(standing.is_free(Point::new(x, y)), free, "{x} {y}");
        }
    }

    #[test]
    fn the_nearest_row_is_found_on_both_sides_of_zero() {
        let mut standing = Standing::default();
        for y in [-150.0, -0.0, 150.0, 1e30] {
            standing.add(Point::new(0.0, y));
        }
        for (wish, expected) in [
            (-140.0, -150.0),
            (10.0, 0.0),
            (75.0, 0.0),
            (76.0, 150.0),
            (-400.0, -400.0),
        ] {
            assert!((standing.row_near(wish, 75.0) - expected).abs() < 1e-6, "{wish}");
        }
        assert!(standing.is_in_line(Point::new(7.0, 0.0)) && !standing.is_in_line(Point::new(7.0, 1.0)));
    }
}
