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
    layout::Point,
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
/// With more handoffs than this, one line stands for many while cards are dots.
const MANY: usize = 2_000;
/// How many parts the longer side of a map has that knows no departments.
const PARTS: f32 = 16.0;

impl Detail {
    /// What a map of that size shows at that zoom.
    pub fn of(routing: &Routing, zoom: f32) -> Self {
        match () {
            () if is_small(routing) || zoom >= CARDS_FROM => Self::Cards,
            () if zoom >= BOXES_FROM => Self::Boxes,
            () => Self::Dots,
        }
    }

    /// Whether one line stands for many handoffs.
    pub fn bundles(self, routing: &Routing) -> bool {
        self == Self::Dots && routing.len() > MANY
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

/// All of them, kept from frame to frame, the thinnest first.
#[derive(Default)]
pub struct Bundles {
    all: Vec<Bundle>,
    /// Handoffs within one part.
    within: Vec<usize>,
    of: Option<(u64, u64)>,
}

/// What is counted of a bundle: how many handoffs, by mark.
type Counts = [u32; 4];

/// The marks from bad to good; what is not measured says nothing.
const MARKS: [Mark; 4] = [Mark::Weak, Mark::Moderate, Mark::Strong, Mark::NotMeasured];

/// The mark of the handoff in the middle of those that were measured.
fn middle(counts: &Counts) -> Mark {
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
    /// Brings them up to date.
    pub fn follow(&mut self, routing: &Routing, rest: &AtRest, hulls: &Hulls, tokens: &Tokens) {
        let of = (routing.state(), rest.state());
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        self.all.clear();
        self.within.clear();
        let part = parts(routing, hulls);
        // The middle of each part is that of its cards.
        let mut middles: BTreeMap<u32, (Point, f32)> = BTreeMap::new();
        for (part, rect) in part.iter().zip(routing.cards()) {
            let (sum, count) = middles.entry(*part).or_default();
            (*sum, *count) = (*sum + rect.centre(), *count + 1.0);
        }
        let centre = |part: u32| {
            middles
                .get(&part)
                .map_or(Point::default(), |(sum, count)| *sum * (1.0 / count))
        };
        let mut counted: BTreeMap<(u32, u32, bool), Counts> = BTreeMap::new();
        for (k, (line, look)) in routing.lines().iter().zip(&rest.lines).enumerate() {
            if look.emphasis == Emphasis::Hidden || look.raised {
                continue;
            }
            let (from, to) = (part[line.ends.0], part[line.ends.1]);
            if from == to {
                self.within.push(k);
                continue;
            }
            let counts = counted.entry((from, to, look.look.faded)).or_default();
            let place = MARKS.iter().position(|mark| *mark == look.mark).unwrap_or(3);
            counts[place] += 1;
        }
        self.all
            .extend(counted.into_iter().map(|((from, to, faded), counts)| Bundle {
                from: centre(from),
                to: centre(to),
                count: counts.iter().sum(),
                faded,
                colour: middle(&counts).tone(tokens).mark,
            }));
        self.all.sort_by_key(|bundle| (!bundle.faded, bundle.count));
    }

    /// Draws them on the map, with the handoffs within a part as hairlines below.
    pub fn draw(&self, pen: &mut Pen, routing: &Routing, rest: &AtRest, tokens: &Tokens) {
        let paper = tokens.colour.canvas;
        for &k in &self.within {
            let (line, look) = (&routing.lines()[k], &rest.lines[k]);
            let ends = [line.ends.0, line.ends.1].map(|card| place(routing.cards()[card].centre()));
            let share = if look.look.faded { 0.08 } else { 0.22 };
            pen.line(&ends, 0.6, blend(paper, look.look.colour, share));
        }
        // The more there are, the quieter each: thousands would be a cloud.
        let calm = (400.0 / self.all.len().max(1) as f32).sqrt().clamp(0.4, 1.0);
        for bundle in &self.all {
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

/// Which part of the map each card belongs to: its department where the map is arranged by them, else where it lies.
fn parts(routing: &Routing, hulls: &Hulls) -> Vec<u32> {
    let Some(whole) = routing.whole() else {
        return Vec::new();
    };
    let side = whole.width().max(whole.height()).max(1.0) / PARTS;
    let cards = routing.parties().iter().zip(routing.cards());
    cards
        .enumerate()
        .map(|(k, (id, rect))| {
            if let Some(hull) = hulls.of(id) {
                return hull as u32;
            }
            if hulls.are_there() {
                // Beside departments, whoever belongs to none stands for itself.
                return 2_000_000_000 + k as u32;
            }
            let at = rect.centre() - whole.min;
            let cell = |at: f32| (at / side).clamp(0.0, 4.0 * PARTS) as u32;
            // Far above the numbers of departments.
            1_000_000 + cell(at.y) * 1_000 + cell(at.x)
        })
        .collect()
}

/// Draws a card as a box or as a dot.
pub fn card(pen: &mut Pen, tokens: &Tokens, rect: Rect, look: &CardAtRest, detail: Detail) {
    if detail == Detail::Dots {
        let dot = Rect::from_center_size(rect.center(), rect.size().max(vec2(2.4, 1.8)));
        if dot.height() < 4.0 {
            pen.dot(dot, look.dot);
        } else {
            // A small card: hundreds of patches of full colour would shout.
            pen.rect(dot, look.edge);
            pen.rect(dot.shrink(tokens.stroke.hairline.min(1.0)), look.fill);
            let bar = vec2(dot.width() * 0.66, (dot.height() * 0.34).max(1.6));
            pen.dot(Rect::from_center_size(dot.center(), bar), look.dot);
        }
        return;
    }
    pen.rect(rect, look.edge);
    pen.rect(rect.shrink(tokens.stroke.hairline), look.fill);
    let Some(bars) = look.bars else { return };
    let pad = (rect.width() * 0.09).max(2.0);
    let height = (rect.height() * 0.2).max(2.0);
    let gap = pad * 0.5;
    let width = (rect.width() - 2.0 * pad - 2.0 * gap) / 3.0;
    for (k, bar) in bars.into_iter().enumerate() {
        let min = pos2(
            rect.left() + pad + k as f32 * (width + gap),
            rect.center().y - height / 2.0,
        );
        pen.dot(Rect::from_min_size(min, vec2(width, height)), look.track);
        if let Some((mean, colour)) = bar {
            let filled = vec2((width * mean).max(1.0), height);
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
