//! The cards that stand already, found by where they are: whether a spot is free, where the next free one of a line
//! is, and which rows and columns there are, without looking at every card.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// What is taken of a vertical line: from the key of where a stretch begins to where it ends. No two of them meet.
#[derive(Clone, Debug, Default)]
struct Line(BTreeMap<i32, f32>);

impl Line {
    /// Takes what lies between two values, themselves not included.
    fn take(&mut self, mut from: f32, mut until: f32) {
        while let Some((begin, end)) = self.stretch_before(until).filter(|(_, end)| *end > from) {
            self.0.remove(&Values::key(begin));
            (from, until) = (from.min(begin), until.max(end));
        }
        self.0.insert(Values::key(from), until);
    }

    /// The last stretch that begins before a value.
    fn stretch_before(&self, value: f32) -> Option<(f32, f32)> {
        let (begin, end) = self.0.range(..Values::key(value)).next_back()?;
        Some((Values::value(*begin), *end))
    }

    /// The stretch that a value lies in.
    fn around(&self, value: f32) -> Option<(f32, f32)> {
        self.stretch_before(value).filter(|(_, end)| *end > value)
    }
}

/// Cards by place, to be asked where there is room without looking at all of them.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Cards whose middles are nearer than this in both directions are in each other's way.
    near: Point,
    /// In squares twice as large as what a card keeps free. Only looked up, never gone through.
    cells: HashMap<(i32, i32), Vec<Point>>,
    /// The same by columns of squares alone.
    strips: HashMap<i32, Vec<Point>>,
    /// What is taken of the vertical lines on which many spots were looked for, by the keys of their `x`.
    lines: BTreeMap<i32, Line>,
    /// How often a spot was looked at.
    #[cfg(test)]
    pub looks: std::cell::Cell<usize>,
    columns: Values,
    rows: Values,
    /// The smallest and largest coordinates.
    corners: Option<(Point, Point)>,
}

/// So many spots of a line are looked at one by one before what is taken of it is gathered.
const FEW: u32 = 4;

impl Default for Standing {
    fn default() -> Self {
        Self::keeping(NEAR)
    }
}

impl Standing {
    /// No cards, in which those whose middles are nearer than that in both directions are in each other's way.
    #[must_use]
    pub fn keeping(near: Point) -> Self {
        Self {
            near,
            cells: HashMap::new(),
            strips: HashMap::new(),
            lines: BTreeMap::new(),
            #[cfg(test)]
            looks: std::cell::Cell::default(),
            columns: Values::default(),
            rows: Values::default(),
            corners: None,
        }
    }

    fn cell(&self, point: Point) -> (i32, i32) {
        let cell = |value: f32, size: f32| (value / (2.0 * size)).floor() as i32;
        (cell(point.x, self.near.x), cell(point.y, self.near.y))
    }

    /// One card more.
    pub fn add(&mut self, point: Point) {
        let cell = self.cell(point);
        self.cells.entry(cell).or_default().push(point);
        self.strips.entry(cell.0).or_default().push(point);
        let near = self.near;
        let beside = Values::key(point.x - near.x)..=Values::key(point.x + near.x);
        for (x, line) in self.lines.range_mut(beside) {
            if (Values::value(*x) - point.x).abs() < near.x {
                line.take(point.y - near.y, point.y + near.y);
            }
        }
        self.columns.0.insert(Values::key(point.x));
        self.rows.0.insert(Values::key(point.y));
        let (low, high) = self.corners.unwrap_or((point, point));
        self.corners = Some((
            Point::new(low.x.min(point.x), low.y.min(point.y)),
            Point::new(high.x.max(point.x), high.y.max(point.y)),
        ));
    }

    /// The least and the greatest `x` and `y` at which a card stands; 0 where none does.
    #[must_use]
    pub fn corners(&self) -> (Point, Point) {
        self.corners.unwrap_or_default()
    }

    /// Whether a card has room there.
    #[must_use]
    pub fn is_free(&self, point: Point) -> bool {
        #[cfg(test)]
        self.looks.set(self.looks.get() + 1);
        let near = self.near;
        let (from, until) = (self.cell(point - near), self.cell(point + near));
        let close = |card: &Point| (card.x - point.x).abs() < near.x && (card.y - point.y).abs() < near.y;
        !(from.0..=until.0).any(|column| {
            let mut rows = from.1..=until.1;
            rows.any(|row| {
                self.cells
                    .get(&(column, row))
                    .is_some_and(|cards| cards.iter().any(close))
            })
        })
    }

    /// How many steps down (or up, where `step` is below zero) from a point the first free spot is, where so many are
    /// known to be taken.
    pub fn steps_to_free(&mut self, from: Point, step: f32, known: u32) -> u32 {
        let mut steps = known;
        loop {
            let spot = Point::new(from.x, from.y + steps as f32 * step);
            if self.is_free(spot) {
                return steps;
            }
            steps += 1;
            if steps >= known + FEW
                && let Some((begin, end)) = self.line(from.x).around(spot.y)
            {
                let beyond = if step < 0.0 { begin } else { end };
                steps = steps.max(((beyond - from.y) / step).ceil() as u32);
            }
        }
    }

    /// The next free place down (or up, where `room` is below zero) from a point that is taken, so much beyond the end of
    /// what is taken.
    pub fn beyond(&mut self, from: Point, room: f32) -> Point {
        let mut at = from;
        while let Some((begin, end)) = self.line(from.x).around(at.y) {
            let next = if room < 0.0 { begin } else { end } + room;
            // Where numbers are so large that a little more is nothing.
            if (next - at.y) * room <= 0.0 {
                break;
            }
            at.y = next;
        }
        at
    }

    /// What is taken of a vertical line.
    fn line(&mut self, x: f32) -> &Line {
        let near = self.near;
        let strips = self.cell(Point::new(x - near.x, 0.0)).0..=self.cell(Point::new(x + near.x, 0.0)).0;
        let strips = strips.filter_map(|strip| self.strips.get(&strip)).flatten();
        let beside = strips.filter(|card| (card.x - x).abs() < near.x);
        self.lines.entry(Values::key(x)).or_insert_with(|| {
            let mut line = Line::default();
            for card in beside {
                line.take(card.y - near.y, card.y + near.y);
            }
            line
        })
    }

    /// Whether a card stands in that very row or column.
    #[must_use]
    pub fn is_in_line(&self, point: Point) -> bool {
        self.columns.0.contains(&Values::key(point.x)) || self.rows.0.contains(&Values::key(point.y))
    }

    /// The `x` nearest to this one at which a card stands, or this one itself where none is within reach.
    #[must_use]
    pub fn column_near(&self, x: f32, reach: f32) -> f32 {
        self.columns.nearest(x, reach).unwrap_or(x)
    }

    /// The same for `y`.
    #[must_use]
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
    fn the_first_free_spot_of_a_line_is_found_with_a_few_looks() {
        let mut standing = Standing::default();
        let column = |k: i16| Point::new(f32::from(k % 3) * 40.0, f32::from(k) * 150.0);
        for k in 0..2_000 {
            standing.add(column(k));
        }
        for (from, step, free) in [
            (column(0), 150.0, 2_000),
            (column(1_999), -150.0, 2_000),
            (Point::new(260.0, 7.0), 150.0, 0),
            (Point::new(200.0, 0.0), 150.0, 0),
        ] {
            standing.looks.set(0);
            assert_eq!(standing.steps_to_free(from, step, 0), free, "{from:?}");
            assert!(standing.looks.get() < 20);
        }
        // Who comes later is seen as well.
        standing.add(Point::new(0.0, 2_000.0 * 150.0 + 90.0));
        assert_eq!(standing.steps_to_free(column(0), 150.0, 1_000), 2_002);
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
