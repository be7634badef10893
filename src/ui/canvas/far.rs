//! The map from afar: cards as boxes, then as dots; and where thousands of handoffs would be a grey cloud, one line for
//! all that run from one part of the map to another.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Rect, pos2, vec2};

use super::{
    emphasis::Emphasis,
    handoff::Look,
    hulls::Hulls,
    looks::{AtRest, CardAtRest},
    mesh::Pen,
    routing::Routing,
};
use crate::{
    layout::{self, Point},
    ui::{icons::Mark, style::blend, tokens::Tokens},
};

/// How much of a map is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Dots, and one line for many handoffs where there are many.
    Dots,
    /// Cards without words.
    Boxes,
    /// Cards.
    Cards,
}

/// A map with no more parties and handoffs than this is drawn whole at any zoom.
const SMALL: (usize, usize) = (300, 400);
/// From this zoom on, a large map shows cards with their names.
const CARDS_FROM: f32 = 0.36;
/// From this zoom on, a large map shows cards as boxes.
const BOXES_FROM: f32 = 0.13;
/// With no more handoffs than this, each has a line of its own at any zoom.
const MANY: usize = 400;
/// So many lines on a screen can be told apart.
const CALM: f32 = 300.0;
/// A screen of usual size, in points: half its circumference and its area.
const SCREEN: (f32, f32) = (1_700.0, 700_000.0);
/// Whatever there is, from this zoom on every handoff has a line of its own.
const SINGLE_FROM: f32 = 0.55;
/// How many squares there are across a map that is seen from afar.
const ACROSS: f32 = 12.0;
/// A handoff no longer than this, in map points, has a line of its own at any zoom: it stays among neighbours.
const SHORT: f32 = 1_000.0;

impl Detail {
    /// What a map of that size shows at that zoom.
    pub fn of(routing: &Routing, zoom: f32) -> Self {
        match () {
            () if is_small(routing) || zoom >= CARDS_FROM => Self::Cards,
            () if zoom >= BOXES_FROM => Self::Boxes,
            () => Self::Dots,
        }
    }
}

/// Whether everything is drawn at any zoom.
pub fn is_small(routing: &Routing) -> bool {
    routing.parties().len() <= SMALL.0 && routing.len() <= SMALL.1
}

/// Handoffs from one part of the map to another.
struct Bundle {
    from: Point,
    to: Point,
    count: u32,
    faded: bool,
    colour: Color32,
}

/// All of them, kept from frame to frame.
#[derive(Default)]
pub struct Bundles {
    /// Where cards are boxes.
    near: Level,
    /// Where cards are dots: fewer lines, each for more handoffs.
    far: Level,
    /// The zoom from which there are none.
    until: f32,
    until_of: Option<(u64, u64, u64)>,
    /// Rises whenever they are others.
    state: u64,
}

/// Those that are seen from one height.
#[derive(Default)]
struct Level {
    /// The thinnest first.
    all: Vec<Bundle>,
    /// For every handoff, whether a bundle stands for it.
    bundled: Vec<bool>,
    /// Handoffs with a line of their own.
    single: Vec<usize>,
    of: Option<(u64, u64, u64)>,
}

/// What is counted of a bundle: how many handoffs, by mark, and the sums of where they begin and end.
#[derive(Default)]
struct Counted {
    marks: [u32; 4],
    from: Point,
    to: Point,
}

/// The marks from bad to good; what is not measured says nothing.
const MARKS: [Mark; 4] = [Mark::Weak, Mark::Moderate, Mark::Strong, Mark::NotMeasured];

/// The mark of the handoff in the middle of those that were measured.
fn middle(counts: &[u32; 4]) -> Mark {
    let measured: u32 = counts[..3].iter().sum();
    let mut left = measured / 2;
    for (mark, count) in MARKS.into_iter().zip(&counts[..3]) {
        if left < *count {
            return mark;
        }
        left -= count;
    }
    Mark::NotMeasured
}

impl Bundles {
    /// Brings those up to date that are seen at that zoom; not while the pointer has `hold` of a card, whose handoffs are
    /// drawn one by one.
    pub fn follow(&mut self, seen: &FromAfar<'_>, zoom: f32, hold: bool) {
        let (routing, rest) = (seen.routing, seen.rest);
        let of = (routing.numbering(), routing.state(), rest.state());
        let is_current = |known: Option<(u64, u64, u64)>| {
            let held = |(numbering, _, looks)| hold && (numbering, looks) == (of.0, of.2);
            known == Some(of) || known.is_some_and(held)
        };
        if !is_current(self.until_of) {
            self.until_of = Some(of);
            self.until = until(routing);
            self.state += 1;
        }
        let far = zoom < BOXES_FROM;
        let level = if far { &mut self.far } else { &mut self.near };
        if zoom < self.until && !is_current(level.of) {
            level.of = Some(of);
            level.gather(seen, far);
            self.state += 1;
        }
    }

    fn level(&self, zoom: f32) -> &Level {
        if zoom < BOXES_FROM { &self.far } else { &self.near }
    }

    /// Says whether they are others than before.
    pub const fn state(&self) -> u64 {
        self.state
    }

    /// Whether there are any at that zoom.
    pub fn are_there(&self, zoom: f32) -> bool {
        zoom < self.until && !self.level(zoom).all.is_empty()
    }

    /// Whether the other handoffs are but hairlines between them, which nobody can point at.
    pub fn hide_all(&self, zoom: f32) -> bool {
        self.are_there(zoom) && zoom < BOXES_FROM
    }

    /// Whether a handoff has a line of its own that can be pointed at.
    pub fn is_single(&self, number: usize, zoom: f32) -> bool {
        let bundled = self.near.bundled.get(number).copied().unwrap_or(false);
        !self.are_there(zoom) || (zoom >= BOXES_FROM && !bundled)
    }

    /// How a single handoff looks beside them: the more there is to be seen at a time, the quieter each.
    pub fn quiet(&self, look: Look, zoom: f32, tokens: &Tokens) -> Look {
        if !self.are_there(zoom) {
            return look;
        }
        let near = ((zoom - BOXES_FROM) / (SINGLE_FROM - BOXES_FROM)).clamp(0.0, 1.0);
        Look {
            colour: blend(tokens.colour.canvas, look.colour, 0.4 + 0.45 * near),
            width: look.width * (0.55 + 0.4 * near),
            ..look
        }
    }

    /// Draws them on the map; from afar with the other handoffs as hairlines below.
    pub fn draw(&self, pen: &mut Pen, seen: &FromAfar<'_>, hairlines: bool) {
        let FromAfar {
            routing, rest, tokens, ..
        } = *seen;
        let level = if hairlines { &self.far } else { &self.near };
        let paper = tokens.colour.canvas;
        // Growing by doubling would leave holes as large as the whole.
        pen.reserve(level.all.len());
        for &k in level.single.iter().filter(|_| hairlines) {
            let (line, look) = (&routing.lines()[k], &rest.lines[k]);
            let ends = [line.ends.0, line.ends.1].map(|card| place(routing.cards()[card].centre()));
            let share = if look.look.faded { 0.08 } else { 0.22 };
            pen.line(&ends, 0.6, blend(paper, look.look.colour, share));
        }
        // The more there are, the quieter each: thousands would be a cloud.
        let calm = (900.0 / level.all.len().max(1) as f32).sqrt().clamp(0.4, 1.0);
        for bundle in &level.all {
            let count = bundle.count as f32;
            let width = (0.4 + 0.4 * count.sqrt()).min(7.0);
            let share = if bundle.faded {
                0.1
            } else {
                calm * (0.2 + 0.05 * count.sqrt()).min(0.55)
            };
            let way = bow(place(bundle.from), place(bundle.to));
            pen.line(&way, width, blend(paper, bundle.colour, share));
        }
    }
}

impl Level {
    fn gather(&mut self, seen: &FromAfar<'_>, far: bool) {
        let (routing, rest) = (seen.routing, seen.rest);
        self.all.clear();
        self.single.clear();
        self.bundled.clear();
        self.bundled.resize(routing.len(), false);
        let parts = Parts::of(routing, seen.hulls, far);
        let mut counted: BTreeMap<(Part, Part, bool), Counted> = BTreeMap::new();
        for (k, (line, look)) in routing.lines().iter().zip(&rest.lines).enumerate() {
            if look.emphasis == Emphasis::Hidden || look.raised {
                continue;
            }
            let Some((from, to)) = parts.between(line.ends) else {
                self.single.push(k);
                continue;
            };
            self.bundled[k] = true;
            let bundle = counted.entry((from, to, look.look.faded)).or_default();
            let place = MARKS.iter().position(|mark| *mark == look.mark).unwrap_or(3);
            bundle.marks[place] += 1;
            bundle.from = bundle.from + parts.cards[line.ends.0].centre();
            bundle.to = bundle.to + parts.cards[line.ends.1].centre();
        }
        self.all.extend(counted.into_iter().map(|((_, _, faded), bundle)| {
            let count: u32 = bundle.marks.iter().sum();
            Bundle {
                from: bundle.from * (1.0 / count as f32),
                to: bundle.to * (1.0 / count as f32),
                count,
                faded,
                colour: middle(&bundle.marks).tone(seen.tokens).mark,
            }
        }));
        self.all.sort_by_key(|bundle| (!bundle.faded, bundle.count));
    }
}

/// What bundles are made of.
#[derive(Clone, Copy)]
pub struct FromAfar<'a> {
    /// The cards and curves.
    pub routing: &'a Routing,
    /// How they look.
    pub rest: &'a AtRest,
    /// The departments that stand apart.
    pub hulls: &'a Hulls,
    /// The theme.
    pub tokens: &'a Tokens,
}

/// Below which zoom there would be a thicket: more lines on a screen than can be told apart. How many of them a screen
/// shows follows from their lengths (Cauchy and Crofton: a straight line of length l meets a part of the map with area a
/// and circumference u with a chance of (a + l u / π) in all the room that there is).
fn until(routing: &Routing) -> f32 {
    let Some(whole) = routing.whole().filter(|_| routing.len() > MANY) else {
        return 0.0;
    };
    let room = (whole.width() * whole.height()).max(1.0);
    let lengths = routing.lines().iter().map(|line| {
        let [from, to] = [line.ends.0, line.ends.1].map(|card| routing.cards()[card].centre());
        (to - from).length()
    });
    let length: f32 = lengths.sum();
    let mut zoom = SINGLE_FROM;
    while zoom > 0.01 {
        let area = routing.len() as f32 * SCREEN.1 / (zoom * zoom);
        let lines = (area + length * 2.0 * SCREEN.0 / zoom / std::f32::consts::PI) / room;
        if lines > CALM {
            break;
        }
        zoom *= 0.95;
    }
    zoom
}

fn place(at: Point) -> Pos2 {
    pos2(at.x, at.y)
}

/// A line that bows out to its left, so that the way back is another line.
fn bow(from: Pos2, to: Pos2) -> [Pos2; 9] {
    let middle = from + (to - from) * 0.5 + (to - from).rot90() * 0.12;
    std::array::from_fn(|k| {
        let t = k as f32 / 8.0;
        let left = 1.0 - t;
        let part = from.to_vec2() * (left * left) + middle.to_vec2() * (2.0 * left * t) + to.to_vec2() * (t * t);
        part.to_pos2()
    })
}

/// A part of the map in which lines that go the same way become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A department.
    Department(usize),
    /// A card beside departments.
    Card(usize),
    /// A square: the doublings of its side, its column and its row.
    Square(u8, i32, i32),
}

/// Which parts of the map its cards belong to.
struct Parts<'a> {
    cards: &'a [layout::Rect],
    departments: Option<Vec<Option<usize>>>,
    /// The side of the smallest square, in map points.
    side: f32,
    /// How long a handoff is at least for which a line stands that stands for others, too.
    short: f32,
}

impl<'a> Parts<'a> {
    fn of(routing: &'a Routing, hulls: &Hulls, far: bool) -> Self {
        let departments = || routing.parties().iter().map(|id| hulls.of(id)).collect();
        let whole = routing.whole().unwrap_or_default();
        let coarse = whole.width().max(whole.height()) / ACROSS;
        let near = SHORT / 2.0;
        Self {
            cards: routing.cards(),
            departments: hulls.are_there().then(departments),
            side: if far { coarse.max(near) } else { near },
            short: if far { 0.0 } else { SHORT },
        }
    }

    /// From where to where a line leads that stands for a handoff and all beside it; nothing where it has one of its
    /// own.
    fn between(&self, (from, to): (usize, usize)) -> Option<(Part, Part)> {
        let (begins, ends) = (self.cards[from].centre(), self.cards[to].centre());
        let length = (ends - begins).length();
        if length <= self.short {
            return None;
        }
        if let Some(departments) = &self.departments
            && (departments[from] != departments[to] || departments[from].is_none())
        {
            // Whoever belongs to none stands for itself.
            let part = |card: usize| departments[card].map_or(Part::Card(card), Part::Department);
            return Some((part(from), part(to)));
        }
        // The farther a handoff goes, the less it matters where exactly it begins and ends.
        let (mut side, mut doublings) = (self.side, 0);
        while 4.0 * side <= length {
            (side, doublings) = (2.0 * side, doublings + 1);
        }
        let square = |at: Point| Part::Square(doublings, (at.x / side).floor() as i32, (at.y / side).floor() as i32);
        let (from, to) = (square(begins), square(ends));
        (from != to).then_some((from, to))
    }
}

/// Draws a card as a box or as a dot.
pub fn card(pen: &mut Pen, tokens: &Tokens, rect: Rect, look: &CardAtRest, detail: Detail) {
    if detail == Detail::Dots {
        let dot = Rect::from_center_size(rect.center(), rect.size().max(vec2(2.4, 1.8)));
        if dot.height() < 4.0 {
            pen.dot(dot, look.dot);
        } else {
            // A small card: hundreds of patches of full colour would shout.
            let dot = pen.on_pixels(dot);
            pen.rect(dot, look.edge);
            pen.rect(dot.shrink(tokens.stroke.hairline.min(1.0)), look.fill);
            let bar = vec2(dot.width() * 0.66, (dot.height() * 0.34).max(1.6));
            let bar = pen.on_pixels(Rect::from_center_size(dot.center(), bar));
            pen.dot(bar, look.dot);
        }
        return;
    }
    // Cards of the same size are as many pixels high and wide, and so are their bars, wherever they stand.
    let rect = pen.on_pixels(rect);
    pen.rect(rect, look.edge);
    pen.rect(rect.shrink(tokens.stroke.hairline), look.fill);
    let Some(bars) = look.bars else { return };
    let pad = (rect.width() * 0.09).max(2.0);
    let height = (rect.height() * 0.2).max(2.0);
    let gap = pad * 0.5;
    let width = (rect.width() - 2.0 * pad - 2.0 * gap) / 3.0;
    let row = vec2(rect.width() - 2.0 * pad, height);
    let row = pen.on_pixels(Rect::from_center_size(rect.center(), row));
    for (k, bar) in bars.into_iter().enumerate() {
        let min = row.min + vec2(k as f32 * (width + gap), 0.0);
        pen.dot(Rect::from_min_size(min, vec2(width, row.height())), look.track);
        if let Some((mean, colour)) = bar {
            let filled = vec2((width * mean).max(1.0), row.height());
            pen.dot(Rect::from_min_size(min, filled), colour);
        }
    }
}

/// A selected card from afar: a halo below it.
pub fn halo(pen: &mut Pen, tokens: &Tokens, rect: Rect) {
    let rect = Rect::from_center_size(rect.center(), rect.size().max(vec2(5.0, 5.0)));
    pen.rect(rect.expand(tokens.stroke.halo), tokens.colour.halo);
}

/// A card from afar that is selected, marked or under the pointer: a line around it.
pub fn ring(pen: &mut Pen, rect: Rect, width: f32, colour: Color32) {
    let rect = Rect::from_center_size(rect.center(), rect.size().max(vec2(5.0, 5.0)));
    pen.frame(rect.expand(width), width, colour);
}

/// What a handoff looks like where nobody sees dashes.
pub fn without_dashes(look: Look) -> Look {
    let line = match look.line {
        super::handoff::LineKind::Dashed => super::handoff::LineKind::Thin,
        line => line,
    };
    Look { line, ..look }
}

/// What a handoff looks like that only passes through what is seen, on its way between cards that are not: hundreds of
/// them would drown those of the cards that one looks at.
pub fn passing(look: Look) -> Look {
    Look {
        faded: true,
        width: look.width * 0.7,
        ..look
    }
}
