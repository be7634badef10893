//! Selected cards in line with each other, or at equal distances from each other.
//!
//! No card ends on another one: cards that would are moved apart along the direction in which they are not aligned, as
//! long as they stay in sight; where their line is full they stand next to it.

use super::Session;
use crate::{
    layout::{CARD_HEIGHT, CARD_WIDTH, Point, Standing, isotonic},
    org::{EditError, PartyId, Position},
};

/// The free space between cards that had to be moved apart, in points.
const GAP: f32 = 24.0;

/// A card stays on its line as long as that is no farther than this from where it should be, in points: about a screen.
const IN_SIGHT: f32 = 800.0;

/// So many times as far is a step off the line.
const OFF_LINE: f32 = 2.0;

/// Where cards are set in line. An edge is the one of the card that lies farthest out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the left edge.
    Left,
    /// Half-way between the left and the right edge.
    Centre,
    /// At the right edge.
    Right,
    /// At the top edge.
    Top,
    /// Half-way between the top and the bottom edge.
    Middle,
    /// At the bottom edge.
    Bottom,
}

impl Align {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Left,
        Self::Centre,
        Self::Right,
        Self::Top,
        Self::Middle,
        Self::Bottom,
    ];

    /// The words on the menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Left => "Align left",
            Self::Centre => "Align centres",
            Self::Right => "Align right",
            Self::Top => "Align top",
            Self::Middle => "Align middles",
            Self::Bottom => "Align bottom",
        }
    }

    /// What it does, in half a sentence.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Left => "The selected cards in a column, at the left edge of the outermost",
            Self::Centre => "The selected cards in a column, in the middle of them",
            Self::Right => "The selected cards in a column, at the right edge of the outermost",
            Self::Top => "The selected cards in a row, at the top edge of the uppermost",
            Self::Middle => "The selected cards in a row, in the middle of them",
            Self::Bottom => "The selected cards in a row, at the bottom edge of the lowest",
        }
    }

    /// The direction in which the cards end at one and the same place.
    const fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Centre | Self::Right => Axis::X,
            Self::Top | Self::Middle | Self::Bottom => Axis::Y,
        }
    }
}

/// The direction in which cards get equal distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distribute {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

impl Distribute {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Across, Self::Down];

    /// The words on the menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Across => "Distribute horizontally",
            Self::Down => "Distribute vertically",
        }
    }

    /// What it does, in half a sentence.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Across => "Equal gaps between the selected cards, from the left one to the right one",
            Self::Down => "Equal gaps between the selected cards, from the upper one to the lower one",
        }
    }

    const fn axis(self) -> Axis {
        match self {
            Self::Across => Axis::X,
            Self::Down => Axis::Y,
        }
    }
}

/// The cards that are to be moved, and those that stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cards {
    /// Where each card lies, and the parties that move with it.
    pub moved: Vec<(Point, Vec<PartyId>)>,
    /// Where the others lie.
    pub others: Vec<Point>,
}

impl Cards {
    /// A card for each party; the selected ones are to be moved.
    #[must_use]
    pub fn selected(session: &Session) -> Self {
        let mut cards = Self::default();
        for (id, at) in session.positions() {
            if session.selection().parties.contains(id) {
                cards.moved.push((*at, vec![id.clone()]));
            } else {
                cards.others.push(*at);
            }
        }
        cards
    }

    fn places(&self) -> Vec<Point> {
        self.moved.iter().map(|(at, _)| *at).collect()
    }
}

impl Session {
    /// Sets cards in line, in one undo step.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub fn align(&mut self, how: Align, cards: &Cards) -> Result<(), EditError> {
        let places = aligned(&cards.places(), &cards.others, how);
        self.place_cards(how.label(), cards, &places)
    }

    /// Gives cards equal distances, in one undo step.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub fn distribute(&mut self, along: Distribute, cards: &Cards) -> Result<(), EditError> {
        let places = distributed(&cards.places(), &cards.others, along);
        self.place_cards(along.label(), cards, &places)
    }

    fn place_cards(&mut self, label: &str, cards: &Cards, places: &[Point]) -> Result<(), EditError> {
        let mut moves = Vec::new();
        for ((from, parties), to) in cards.moved.iter().zip(places) {
            let by = *to - *from;
            // Less than the file can hold is no move.
            if by.length() < 0.05 {
                continue;
            }
            for party in parties {
                if let Some(at) = self.positions().get(party) {
                    moves.push((party.clone(), Position::rounded(at.x + by.x, at.y + by.y)));
                }
            }
        }
        if moves.is_empty() {
            return Ok(());
        }
        let edit = self.moving(moves);
        self.edit(label, edit)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

impl Axis {
    const fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }

    const fn of(self, at: Point) -> f32 {
        match self {
            Self::X => at.x,
            Self::Y => at.y,
        }
    }

    const fn with(self, at: Point, value: f32) -> Point {
        match self {
            Self::X => Point::new(value, at.y),
            Self::Y => Point::new(at.x, value),
        }
    }

    /// How much of it a card takes up.
    const fn size(self) -> f32 {
        match self {
            Self::X => CARD_WIDTH,
            Self::Y => CARD_HEIGHT,
        }
    }
}

/// A free place near to one, if possible in line with it along one direction.
pub(super) fn beside(at: Point, along_x: bool, taken: &[Point]) -> Point {
    Taken::around(taken, if along_x { Axis::X } else { Axis::Y }).near(at)
}

/// Cards that are not to be covered, and the direction in which others give way to them.
struct Taken {
    along: Axis,
    /// Turned so that others give way up and down.
    standing: Standing,
    /// One of the lines on which a place is looked for beside those that are full.
    origin: Option<f32>,
}

impl Taken {
    fn around(cards: &[Point], along: Axis) -> Self {
        let mut taken = Self {
            along,
            standing: Standing::keeping(Self::turned(along, Point::new(CARD_WIDTH, CARD_HEIGHT))),
            origin: None,
        };
        for card in cards {
            taken.add(*card);
        }
        taken
    }

    /// A point as it is kept here, and back.
    const fn turned(along: Axis, at: Point) -> Point {
        match along {
            Axis::X => Point::new(at.y, at.x),
            Axis::Y => at,
        }
    }

    fn add(&mut self, at: Point) {
        self.standing.add(Self::turned(self.along, at));
    }

    /// Whether a card there would cover one.
    fn is_covered(&self, at: Point) -> bool {
        !self.standing.is_free(Self::turned(self.along, at))
    }

    /// A place where a card covers none: this one, or the nearest one on the line through it, or where that is out of
    /// sight the nearest beside the line.
    fn near(&mut self, at: Point) -> Point {
        if !self.is_covered(at) {
            return at;
        }
        let wish = Self::turned(self.along, at);
        let (mut far, mut place) = self.on_line(wish);
        // The lines beside it are the same for all cards, so that what is taken of them is gathered once.
        let step = f32::midpoint(self.along.other().size(), GAP);
        let origin = *self.origin.get_or_insert(wish.x);
        let middle = ((wish.x - origin) / step).round();
        let mut lines = 0.0;
        while far > IN_SIGHT && (lines - 0.5) * step * OFF_LINE < far {
            // Of two that are as near, the one to the right or below.
            for line in [middle + lines, middle - lines] {
                let x = origin + line * step;
                let aside = (x - wish.x).abs() * OFF_LINE;
                if aside < far {
                    let (along, next) = self.on_line(Point::new(x, wish.y));
                    if along + aside < far {
                        (far, place) = (along + aside, next);
                    }
                }
            }
            lines += 1.0;
        }
        Self::turned(self.along, place)
    }

    /// The nearest free place on the line through a point, and how far that is.
    fn on_line(&mut self, wish: Point) -> (f32, Point) {
        if self.standing.is_free(wish) {
            return (0.0, wish);
        }
        let after = self.standing.beyond(wish, GAP);
        let before = self.standing.beyond(wish, -GAP);
        if after.y - wish.y <= wish.y - before.y {
            (after.y - wish.y, after)
        } else {
            (wish.y - before.y, before)
        }
    }
}

/// The least and the greatest coordinate.
fn range(cards: &[Point], axis: Axis) -> Option<(f32, f32)> {
    cards
        .iter()
        .map(|at| (axis.of(*at), axis.of(*at)))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The cards in line; those of them that would cover each other, or one of the others, moved apart along the line.
fn aligned(cards: &[Point], others: &[Point], how: Align) -> Vec<Point> {
    let axis = how.axis();
    let Some((least, most)) = range(cards, axis) else {
        return Vec::new();
    };
    let at = match how {
        Align::Left | Align::Top => least,
        Align::Centre | Align::Middle => f32::midpoint(least, most),
        Align::Right | Align::Bottom => most,
    };
    let along = axis.other();
    let mut order: Vec<usize> = (0..cards.len()).collect();
    order.sort_by(|a, b| {
        let key = |k: &usize| (along.of(cards[*k]), axis.of(cards[*k]));
        let ((a0, a1), (b0, b1)) = (key(a), key(b));
        a0.total_cmp(&b0).then(a1.total_cmp(&b1))
    });
    // Where each would stand from the first one on, if all stood as close as they may.
    let mut offset = 0.0_f64;
    let mut offsets = vec![0.0_f64];
    for pair in order.windows(2) {
        let apart = along.of(cards[pair[1]]) - along.of(cards[pair[0]]);
        let least = if apart < along.size() {
            along.size() + GAP
        } else {
            apart.min(along.size() + GAP)
        };
        offset += f64::from(least);
        offsets.push(offset);
    }
    let wishes = order.iter().zip(&offsets);
    let wishes: Vec<f64> = wishes
        .map(|(k, offset)| f64::from(along.of(cards[*k])) - offset)
        .collect();
    let apart = isotonic(&wishes, &vec![1.0; wishes.len()]);
    let mut placed = cards.to_vec();
    let mut taken = Taken::around(others, along);
    for (k, (place, offset)) in order.into_iter().zip(apart.into_iter().zip(offsets)) {
        let wanted = along.with(axis.with(cards[k], at), (place + offset) as f32);
        placed[k] = taken.near(wanted);
        taken.add(placed[k]);
    }
    placed
}

/// The cards at equal distances between the two outermost ones, which stay; where they would cover each other, at the
/// least distance at which they do not, about the same middle. A card that would cover one of the others stands aside.
fn distributed(cards: &[Point], others: &[Point], how: Distribute) -> Vec<Point> {
    let axis = how.axis();
    let Some((least, most)) = range(cards, axis).filter(|_| cards.len() > 2) else {
        return cards.to_vec();
    };
    let mut order: Vec<usize> = (0..cards.len()).collect();
    order.sort_by(|a, b| axis.of(cards[*a]).total_cmp(&axis.of(cards[*b])));
    let steps = (cards.len() - 1) as f32;
    let spread = |first: f32, step: f32| -> Vec<Point> {
        let places = order.iter().enumerate();
        places
            .map(|(n, k)| axis.with(cards[*k], first + step * n as f32))
            .collect()
    };
    let mut places = spread(least, (most - least) / steps);
    let mut own = Taken::around(&[], axis);
    let crowded = places.iter().any(|place| {
        let covered = own.is_covered(*place);
        own.add(*place);
        covered
    });
    if crowded {
        let step = axis.size() + GAP;
        places = spread(f32::midpoint(least, most) - step * steps / 2.0, step);
    }
    let mut placed = cards.to_vec();
    let mut taken = Taken::around(others, axis.other());
    for (k, place) in order.into_iter().zip(places) {
        placed[k] = taken.near(place);
        taken.add(placed[k]);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(all: &[(f32, f32)]) -> Vec<Point> {
        all.iter().map(|(x, y)| Point::new(*x, *y)).collect()
    }

    fn cover(one: Point, other: Point) -> bool {
        (one.x - other.x).abs() < CARD_WIDTH && (one.y - other.y).abs() < CARD_HEIGHT
    }

    fn apart(cards: &[Point]) -> bool {
        let pairs = cards.iter().enumerate();
        pairs
            .into_iter()
            .all(|(k, one)| !cards[k + 1..].iter().any(|other| cover(*one, *other)))
    }

    #[test]
    fn cards_that_are_apart_only_move_to_the_line() {
        let cards = points(&[(0.0, 0.0), (300.0, 120.0), (150.0, 400.0)]);
        assert_eq!(
            aligned(&cards, &[], Align::Left),
            points(&[(0.0, 0.0), (0.0, 120.0), (0.0, 400.0)])
        );
        assert_eq!(
            aligned(&cards, &[], Align::Right),
            points(&[(300.0, 0.0), (300.0, 120.0), (300.0, 400.0)])
        );
        assert_eq!(
            aligned(&cards, &[], Align::Centre),
            points(&[(150.0, 0.0), (150.0, 120.0), (150.0, 400.0)])
        );
        let wide = points(&[(0.0, 0.0), (300.0, 120.0), (600.0, 400.0)]);
        assert_eq!(
            aligned(&wide, &[], Align::Top),
            points(&[(0.0, 0.0), (300.0, 0.0), (600.0, 0.0)])
        );
        assert_eq!(
            aligned(&wide, &[], Align::Bottom),
            points(&[(0.0, 400.0), (300.0, 400.0), (600.0, 400.0)])
        );
        assert_eq!(
            aligned(&wide, &[], Align::Middle),
            points(&[(0.0, 200.0), (300.0, 200.0), (600.0, 200.0)])
        );
    }

    #[test]
    fn a_row_that_is_aligned_left_becomes_a_column_from_left_to_right() {
        let cards = points(&[(400.0, 10.0), (0.0, 10.0), (200.0, 10.0)]);
        let column = aligned(&cards, &[], Align::Left);
        let step = CARD_HEIGHT + GAP;
        assert_eq!(column, points(&[(0.0, 10.0 + step), (0.0, 10.0 - step), (0.0, 10.0)]));
    }

    #[test]
    fn aligned_cards_do_not_land_on_those_that_stay() {
        let cards = points(&[(0.0, 0.0), (400.0, 200.0)]);
        let others = points(&[(10.0, 210.0)]);
        let placed = aligned(&cards, &others, Align::Left);
        assert_eq!(placed[0], Point::new(0.0, 0.0));
        assert!(placed[1].x.abs() < f32::EPSILON);
        assert!(apart(&[placed[0], placed[1], others[0]]), "{placed:?}");
    }

    #[test]
    fn gaps_become_equal_and_the_outermost_stay() {
        let cards = points(&[(1000.0, 5.0), (0.0, 0.0), (250.0, 9.0)]);
        assert_eq!(
            distributed(&cards, &[], Distribute::Across),
            points(&[(1000.0, 5.0), (0.0, 0.0), (500.0, 9.0)])
        );
        let cards = points(&[(0.0, 0.0), (0.0, 600.0), (40.0, 100.0), (9.0, 200.0)]);
        let ys: Vec<f32> = distributed(&cards, &[], Distribute::Down)
            .iter()
            .map(|at| at.y)
            .collect();
        assert_eq!(ys, [0.0, 600.0, 200.0, 400.0]);
    }

    #[test]
    fn too_little_room_is_made_larger_unless_the_cards_pass_each_other() {
        let row = points(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)]);
        let placed = distributed(&row, &[], Distribute::Across);
        assert!(apart(&placed));
        let step = CARD_WIDTH + GAP;
        assert_eq!(
            placed,
            points(&[(100.0 - step, 0.0), (100.0, 0.0), (100.0 + step, 0.0)])
        );
        let stairs = points(&[(0.0, 0.0), (30.0, 100.0), (100.0, 200.0)]);
        let placed = distributed(&stairs, &[], Distribute::Across);
        assert_eq!(placed, points(&[(0.0, 0.0), (50.0, 100.0), (100.0, 200.0)]));
    }

    #[test]
    fn whoever_has_no_room_on_a_full_line_stands_close_to_it() {
        // A long column and a long row of others, close together, where the cards are to stand.
        for (how, across) in [(Align::Left, false), (Align::Top, true)] {
            let step = if across { CARD_WIDTH } else { CARD_HEIGHT } + 5.0;
            let on_line = |k: f32| {
                if across {
                    Point::new(k * step, 10.0)
                } else {
                    Point::new(10.0, k * step)
                }
            };
            let others: Vec<Point> = (-100..100_i16).map(|k| on_line(f32::from(k))).collect();
            let beyond = |k: i16| Point::new(3_000.0 + f32::from(k) * 200.0, 3_000.0 + f32::from(k) * 100.0);
            let mut cards: Vec<Point> = (0..6).map(beyond).collect();
            // The outermost says where the line is.
            cards.push(if across {
                Point::new(-40_000.0, 10.0)
            } else {
                Point::new(10.0, -40_000.0)
            });
            let placed = aligned(&cards, &others, how);
            for (from, to) in cards.iter().zip(&placed) {
                let axis = how.axis();
                assert!(
                    (axis.of(*to) - 10.0).abs() < 3.0 * CARD_WIDTH,
                    "{to:?} is in sight of its line"
                );
                let along = axis.other();
                assert!((along.of(*to) - along.of(*from)).abs() <= IN_SIGHT, "{from:?} {to:?}");
            }
            let all: Vec<Point> = placed.into_iter().chain(others).collect();
            assert!(apart(&all), "{}", how.label());
        }
    }

    #[test]
    fn whoever_gives_way_stays_on_the_line_while_that_is_in_sight() {
        let others: Vec<Point> = (0..4_i16).map(|k| Point::new(10.0, f32::from(k) * 80.0)).collect();
        let placed = aligned(&points(&[(0.0, -900.0), (700.0, 150.0)]), &others, Align::Left);
        assert!(placed[1].x.abs() < 1e-6, "{placed:?}");
        assert!((placed[1].y - 150.0).abs() < 300.0, "{placed:?}");
    }

    #[test]
    fn nobody_lands_on_anybody_however_they_lay() {
        // A fixed scatter: quadratic residues.
        let scatter = |n: u32, of: u32| (n * n * 7919 % of) as f32;
        let cards: Vec<Point> = (1..40)
            .map(|n| Point::new(scatter(n, 1013), scatter(n + 50, 709)))
            .collect();
        let mut others: Vec<Point> = Vec::new();
        for n in 100..140 {
            let at = Point::new(scatter(n, 1013), scatter(n + 50, 709));
            if !others.iter().any(|other| cover(at, *other)) {
                others.push(at);
            }
        }
        let check = |placed: Vec<Point>, said: &str| {
            let all: Vec<Point> = placed.into_iter().chain(others.iter().copied()).collect();
            assert!(apart(&all), "{said}");
        };
        for how in Align::ALL {
            check(aligned(&cards, &others, how), how.label());
        }
        for how in Distribute::ALL {
            check(distributed(&cards, &others, how), how.label());
        }
    }
}
