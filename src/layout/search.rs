//! The free spot nearest to where a newcomer would like to stand, column by column around it and without looking at all
//! that is taken.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{COLUMN_PITCH, Point, ROW_PITCH, standing::Standing};

/// A step aside puts a party on the wrong side of its neighbours, a step up or down does not: so many times as far it
/// counts.
const ASIDE: f32 = 1.5;

/// A spot around a wish. Of two that are as near, the one in the inner ring comes first, then the left, then the upper one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The bits of it, which are ordered as it is.
    distance: u32,
    ring: i32,
    column: i32,
    row: i32,
    /// Where to go on, once it is taken.
    down: bool,
}

/// The search for the spot nearest to a wish. Cards only ever come, so that the next one with the same wish goes on where
/// the last one found room.
#[derive(Clone, Debug)]
pub struct Search {
    wish: Point,
    start: Point,
    /// How many columns to either side were looked at.
    columns: i32,
    /// The first spot down and up each of them that may be free.
    spots: BinaryHeap<Reverse<Spot>>,
}

impl Search {
    /// From a spot in line with the cards around the wish.
    pub fn new(wish: Point, start: Point) -> Self {
        Self {
            wish,
            start,
            columns: 0,
            spots: BinaryHeap::new(),
        }
    }

    /// Where a spot is, so many columns and rows from the start.
    pub fn at(&self, column: i32, row: i32) -> Point {
        self.start + Point::new(column as f32 * COLUMN_PITCH, row as f32 * ROW_PITCH)
    }

    /// How good that one is.
    pub fn spot(&self, column: i32, row: i32, down: bool) -> Spot {
        let away = self.at(column, row) - self.wish;
        Spot {
            distance: (away.x.abs() * ASIDE + away.y.abs()).to_bits(),
            ring: column.abs().max(row.abs()),
            column,
            row,
            down,
        }
    }

    /// Looks at one column more on either side, if there may be a nearer spot in it.
    fn widen(&mut self) -> bool {
        let least = (self.columns as f32 - 0.5).max(0.0) * COLUMN_PITCH * ASIDE;
        let nearest = self.spots.peek().map(|Reverse(spot)| f32::from_bits(spot.distance));
        if nearest.is_some_and(|nearest| nearest < least) {
            return false;
        }
        let sides = [self.columns, -self.columns];
        for &column in &sides[usize::from(self.columns == 0)..] {
            for down in [true, false] {
                self.spots.push(Reverse(self.spot(column, 0, down)));
            }
        }
        self.columns += 1;
        true
    }

    /// The nearest free spot.
    pub fn nearest(&mut self, standing: &mut Standing) -> Point {
        loop {
            while self.widen() {}
            let Some(Reverse(spot)) = self.spots.pop() else {
                continue;
            };
            let step = if spot.down { ROW_PITCH } else { -ROW_PITCH };
            let steps = standing.steps_to_free(self.at(spot.column, 0), step, spot.row.unsigned_abs());
            let row = if spot.down {
                steps.cast_signed()
            } else {
                -steps.cast_signed()
            };
            let free = self.spot(spot.column, row, spot.down);
            self.spots.push(Reverse(free));
            if free == spot {
                return self.at(spot.column, spot.row);
            }
        }
    }
}
