//! The cells of an island: its cards in rows and columns, near to where they would like to be.

use super::floorplan::Size;
use crate::layout::{CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, Point};

/// From one row to the next: room for handoffs between the cards.
pub const ROW: f32 = 116.0;

/// Rows of so many cards, the last one perhaps shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    pub columns: usize,
    pub count: usize,
}

/// A part of the cells: columns and rows from the first up to but without the second.
#[derive(Clone, Copy)]
struct Part {
    columns: (usize, usize),
    rows: (usize, usize),
}

impl Cells {
    /// In how many columns so many cards may stand. A department is compact; others may be as long as it suits.
    pub fn choices(count: usize, compact: bool) -> Vec<Self> {
        let fits = |cells: &Self| {
            let (columns, rows) = (cells.columns, cells.rows());
            !compact || rows <= 3 * columns - 2 && columns <= rows + 1
        };
        (1..=count)
            .map(|columns| Self { columns, count })
            // The same rows with fewer columns are better.
            .filter(|cells| {
                cells.columns == 1
                    || Self {
                        columns: cells.columns - 1,
                        ..*cells
                    }
                    .rows()
                        > cells.rows()
            })
            .filter(fits)
            .collect()
    }

    pub const fn rows(self) -> usize {
        self.count.div_ceil(self.columns)
    }

    /// What the cards take up.
    pub fn size(self) -> Size {
        Size {
            width: (self.columns - 1) as f32 * COLUMN_PITCH + CARD_WIDTH,
            height: (self.rows() - 1) as f32 * ROW + CARD_HEIGHT,
        }
    }

    /// The centre of a card, from the upper left corner of all.
    pub fn centre(self, cell: usize) -> Point {
        Point::new(
            (cell % self.columns) as f32 * COLUMN_PITCH + CARD_WIDTH / 2.0,
            (cell / self.columns) as f32 * ROW + CARD_HEIGHT / 2.0,
        )
    }

    /// The cell that holds a point or is next to it.
    pub fn nearest(self, point: Point) -> usize {
        let step = |value: f32, pitch: f32, last: usize| ((value / pitch).round().max(0.0) as usize).min(last);
        let column = step(point.x - CARD_WIDTH / 2.0, COLUMN_PITCH, self.columns - 1);
        let row = step(point.y - CARD_HEIGHT / 2.0, ROW, self.rows() - 1);
        (row * self.columns + column).min(self.count - 1)
    }

    /// The cells around one, itself among them.
    pub fn around(self, cell: usize) -> impl Iterator<Item = usize> {
        let (column, row) = (cell % self.columns, cell / self.columns);
        let columns = column.saturating_sub(1)..=(column + 1).min(self.columns - 1);
        let rows = row.saturating_sub(1)..=row + 1;
        rows.flat_map(move |row| columns.clone().map(move |column| row * self.columns + column))
            .filter(move |cell| *cell < self.count)
    }

    /// Who comes into each cell, so that what lies left stays left and what lies above stays above: the cells are halved
    /// again and again, and those who stand there with them.
    pub fn seated(self, at: &[Point]) -> Vec<usize> {
        let mut members: Vec<usize> = (0..self.count).collect();
        let mut seats = vec![0; self.count];
        let all = Part {
            columns: (0, self.columns),
            rows: (0, self.rows()),
        };
        self.seat(&mut members, at, all, &mut seats);
        seats
    }

    fn seat(self, members: &mut [usize], at: &[Point], part: Part, seats: &mut [usize]) {
        if members.is_empty() {
            return;
        }
        let (columns, rows) = (part.columns.1 - part.columns.0, part.rows.1 - part.rows.0);
        if columns == 1 && rows == 1 {
            seats[part.rows.0 * self.columns + part.columns.0] = members[0];
            return;
        }
        let (mut before, mut after) = (part, part);
        let across = rows == 1 || columns > 1 && columns as f32 * COLUMN_PITCH >= rows as f32 * ROW;
        if across {
            before.columns.1 = part.columns.0 + columns / 2;
            after.columns.0 = before.columns.1;
        } else {
            before.rows.1 = part.rows.0 + rows / 2;
            after.rows.0 = before.rows.1;
        }
        let along = |member: usize| if across { at[member].x } else { at[member].y };
        let room = self.within(before);
        if room > 0 && room < members.len() {
            members.select_nth_unstable_by(room, |&a, &b| along(a).total_cmp(&along(b)).then(a.cmp(&b)));
        }
        let (first, second) = members.split_at_mut(room.min(members.len()));
        self.seat(first, at, before, seats);
        self.seat(second, at, after, seats);
    }

    /// How many cells a part has.
    fn within(self, part: Part) -> usize {
        let wide = part.columns.1 - part.columns.0;
        let full = self.count / self.columns;
        let last = (self.count % self.columns).clamp(part.columns.0, part.columns.1) - part.columns.0;
        let rows = part.rows.1.min(full).saturating_sub(part.rows.0);
        let ragged = part.rows.0 <= full && full < part.rows.1;
        wide * rows + if ragged { last } else { 0 }
    }
}

/// The same picture turned and mirrored, so that it follows best where everybody is drawn to. `pull` is the direction
/// for each, the longer the stronger.
pub fn turned(at: &[Point], pull: &[Point]) -> Vec<Point> {
    let middle = at.iter().fold(Point::default(), |sum, at| sum + *at) * (1.0 / at.len().max(1) as f32);
    let best = |mirrored: f32| {
        let (mut along, mut across) = (0.0, 0.0);
        for (at, pull) in at.iter().zip(pull) {
            let (x, y) = (at.x - middle.x, (at.y - middle.y) * mirrored);
            along += x * pull.x + y * pull.y;
            across += x * pull.y - y * pull.x;
        }
        (Point::new(along, across), mirrored)
    };
    let (plain, other) = (best(1.0), best(-1.0));
    let (turn, mirrored) = if other.0.length() > plain.0.length() {
        other
    } else {
        plain
    };
    let turn = turn.direction().unwrap_or(Point::new(1.0, 0.0));
    at.iter()
        .map(|at| {
            let (x, y) = (at.x - middle.x, (at.y - middle.y) * mirrored);
            Point::new(x * turn.x - y * turn.y, x * turn.y + y * turn.x)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_cell_near_to_where_they_were() {
        for (columns, count) in [(4, 14), (1, 5), (7, 3), (5, 25), (6, 31)] {
            let cells = Cells { columns, count };
            let at: Vec<Point> = (0..count).map(|cell| cells.centre(cell) * 0.3).collect();
            assert_eq!(
                cells.seated(&at),
                (0..count).collect::<Vec<_>>(),
                "{columns} columns of {count}"
            );
            assert!((0..count).all(|cell| cells.nearest(cells.centre(cell)) == cell));
        }
    }

    #[test]
    fn a_picture_is_turned_to_where_it_is_drawn() {
        let at = [Point::new(0.0, 0.0), Point::new(0.0, 4.0), Point::new(2.0, 2.0)];
        let pull = [Point::new(-1.0, 0.0), Point::new(1.0, 0.0), Point::new(0.0, 1.0)];
        let turned = turned(&at, &pull);
        assert!(turned[0].x < -1.9 && turned[1].x > 1.9, "{turned:?}");
        assert!(turned[2].y > turned[0].y);
    }

    #[test]
    fn blocks_are_neither_bands_nor_towers() {
        for count in 1..200 {
            let choices = Cells::choices(count, true);
            assert!(!choices.is_empty(), "{count}");
            for cells in choices.iter().filter(|_| count > 3) {
                let size = cells.size();
                let aspect = size.width / size.height;
                assert!(
                    (0.4..3.3).contains(&aspect),
                    "{count} in {} columns: {aspect}",
                    cells.columns
                );
            }
        }
    }
}
