//! Where islands lie: those that work together next to each other, providers left of those whom they serve.

use super::{
    cells::turned,
    floorplan::{Cut, Floorplan},
    stress,
    web::Web,
};
use crate::layout::{Point, graph::Graph, levels::levels};

/// How long a link is that is as strong as chance would have it.
const USUAL_LENGTH: f32 = 4.0;

/// The longest link.
const LONGEST: f32 = 12.0;

/// How much the direction of work counts beside closeness for how far right an island lies.
const RIGHTWARDS: f32 = 1.0;

/// An island with what belongs next to it.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    /// Its piece of the floor plan; none if it has its place already, at an edge of the map.
    pub piece: Option<usize>,
    /// About what it takes up.
    pub area: f32,
}

/// Plots that hang together, and where they are in relation to each other.
pub struct Picture {
    plots: Vec<usize>,
    at: Vec<Point>,
}

/// A picture of each group of plots that hang together. `between` are the handoffs among plots, each as one party.
/// `goes_on` is asked now and then; `None` where it said no.
pub fn pictures(between: &Graph, goes_on: &mut dyn FnMut() -> bool) -> Option<Vec<Picture>> {
    let web = Web::of(between);
    let mut number = vec![None; web.len()];
    let mut pictures = Vec::new();
    for plots in web.components() {
        let at = if plots.len() == 1 {
            vec![Point::default()]
        } else {
            pictured(&web.part(&plots, &mut number), &between.part(&plots), goes_on)?
        };
        pictures.push(Picture { plots, at });
    }
    Some(pictures)
}

/// Puts all plots together into one piece that is about so much wider than high; none where there are none.
pub fn chart(plan: &mut Floorplan, plots: &[Plot], pictures: &[Picture], aspect: f32) -> Option<usize> {
    let mut parts: Vec<(f32, usize)> = Vec::new();
    for picture in pictures {
        let items = picture.plots.iter().zip(&picture.at).filter_map(|(&plot, &at)| {
            let Plot { piece, area } = plots[plot];
            let piece = piece?;
            Some(Item { at, piece, area })
        });
        let mut items: Vec<Item> = items.collect();
        let area: f32 = items.iter().map(|item| item.area).sum();
        let side = area.sqrt();
        if let Some(piece) = bisected(plan, &mut items, side * aspect, side) {
            parts.push((area, piece));
        }
    }
    gathered(plan, parts)
}

/// Where plots that hang together are in relation to each other, the flow of work to the right.
fn pictured(web: &Web, graph: &Graph, goes_on: &mut dyn FnMut() -> bool) -> Option<Vec<Point>> {
    let strength: Vec<f32> = (0..web.len()).map(|node| web.strength(node)).collect();
    let whole: f32 = strength.iter().sum();
    // Those that work more with each other than their sizes explain are near.
    let length = |one: usize, other: usize, weight: f32| {
        let times = weight * whole / (strength[one] * strength[other]).max(1e-9);
        (USUAL_LENGTH / times.sqrt()).round().clamp(1.0, LONGEST) as u32
    };
    let at = stress::spread(web, &length, goes_on)?;
    let levels = levels(graph);
    let count = levels.len() as f64;
    let mean = levels.iter().sum::<f64>() / count;
    let pull: Vec<Point> = levels
        .iter()
        .map(|level| Point::new((level - mean) as f32, 0.0))
        .collect();
    let mut at = turned(&at, &pull);
    let size = |sum: f32| (sum / count as f32).sqrt();
    let wide = size(at.iter().map(|at| at.x * at.x).sum());
    let deep = size(pull.iter().map(|pull| pull.x * pull.x).sum());
    if deep > 1e-6 {
        for (at, pull) in at.iter_mut().zip(&pull) {
            at.x += pull.x / deep * wide * RIGHTWARDS;
        }
    }
    Some(at)
}

struct Item {
    at: Point,
    piece: usize,
    area: f32,
}

/// One piece of many: the longer side is cut so that half of the area lies on either side, again and again.
fn bisected(plan: &mut Floorplan, items: &mut [Item], width: f32, height: f32) -> Option<usize> {
    if items.len() < 2 {
        return items.first().map(|item| item.piece);
    }
    let beside = width >= height;
    let along = |item: &Item| if beside { item.at.x } else { item.at.y };
    items.sort_by(|a, b| along(a).total_cmp(&along(b)).then(a.piece.cmp(&b.piece)));
    let whole: f32 = items.iter().map(|item| item.area).sum();
    let (mut first, mut area) = (0, 0.0);
    while first < items.len() - 1 && (first == 0 || area + items[first].area / 2.0 < whole / 2.0) {
        area += items[first].area;
        first += 1;
    }
    let share = area / whole;
    let (one, other) = items.split_at_mut(first);
    let (cut, sizes) = if beside {
        (Cut::Beside, [(width * share, height), (width * (1.0 - share), height)])
    } else {
        (Cut::Below, [(width, height * share), (width, height * (1.0 - share))])
    };
    let one = bisected(plan, one, sizes[0].0, sizes[0].1)?;
    let other = bisected(plan, other, sizes[1].0, sizes[1].1)?;
    Some(plan.cut(cut, one, other))
}

/// One piece of parts that have nothing to do with each other: the smaller ones first put together.
fn gathered(plan: &mut Floorplan, mut parts: Vec<(f32, usize)>) -> Option<usize> {
    parts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut joined: std::collections::VecDeque<(f32, usize)> = std::collections::VecDeque::new();
    let mut parts = parts.into_iter().peekable();
    loop {
        // The two smallest of what is left and what was joined (Huffman's order).
        let mut next = || match (parts.peek(), joined.front()) {
            (Some(part), Some(other)) if part.0 <= other.0 => parts.next(),
            (_, Some(_)) => joined.pop_front(),
            _ => parts.next(),
        };
        let (Some(small), large) = (next(), next()) else {
            return None;
        };
        let Some(large) = large else { return Some(small.1) };
        let piece = plan.cut(Cut::Either, large.1, small.1);
        joined.push_back((small.0 + large.0, piece));
    }
}
