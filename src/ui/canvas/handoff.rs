//! How a handoff looks on the map: a curve with a head at the customer, and a label.

use std::sync::Arc;

use egui::{Align2, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use super::{camera::Camera, mesh::Pen};
use crate::{
    layout::{Point, Route},
    org::Importance,
    ui::{icons, style::blend, tokens::Tokens, widgets::text::elided},
};

/// How much of its colour a handoff has that nobody looks at.
const AT_REST: f32 = 0.62;
/// How much of its colour a handoff has that is supposed to be gone.
const GHOST: f32 = 0.35;

/// How much of its colour a handoff has that steps back behind others.
const FADED: f32 = 0.2;

/// How many pieces a curve is drawn in.
const PIECES: usize = 24;

/// What a handoff's line is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// It has been measured.
    Solid,
    /// Nothing has been measured.
    Dashed,
    /// Nothing has been measured, and dashes would not be seen.
    Thin,
    /// It is supposed to be gone.
    Dotted,
}

/// How a handoff is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The colour of the chosen indicator.
    pub colour: Color32,
    /// What the line is made of.
    pub line: LineKind,
    /// Width at natural size.
    pub width: f32,
    /// It is selected.
    pub selected: bool,
    /// The pointer is on it, or a party that it belongs to is selected.
    pub touched: bool,
    /// It steps back behind others.
    pub faded: bool,
}

/// The width of a line at natural size.
#[must_use]
pub fn width(tokens: &Tokens, importance: Importance) -> f32 {
    let (low, normal, high) = tokens.stroke.handoff;
    match importance {
        Importance::Low => low,
        Importance::Normal => normal,
        Importance::High => high,
    }
}

/// The points of a route on screen.
#[must_use]
pub fn points(route: &Route, camera: &Camera, view: Rect) -> Vec<Pos2> {
    let mut points: Vec<Pos2> = Vec::with_capacity(PIECES + 1);
    for curve in &route.curves {
        let length = (curve.to - curve.from).length() * camera.zoom;
        // A corner that is short bends as much as a curve that is long.
        let third = (curve.to - curve.from) * (1.0 / 3.0);
        let bend = (curve.leave - curve.from - third)
            .length()
            .max((curve.arrive - curve.from - third * 2.0).length());
        let least = ((6.0 * bend * camera.zoom).sqrt() as usize).max(2);
        let pieces = ((length / 8.0) as usize).clamp(least, 3 * PIECES.max(least));
        points.extend(
            curve
                .flatten(pieces)
                .skip(usize::from(!points.is_empty()))
                .map(|p| camera.to_screen(view, p)),
        );
    }
    points
}

/// The map point half-way along a route.
#[must_use]
pub fn middle(route: &Route) -> Option<Point> {
    let line = route.polyline(PIECES);
    let lengths: Vec<f32> = line.windows(2).map(|pair| (pair[1] - pair[0]).length()).collect();
    let mut left = lengths.iter().sum::<f32>() / 2.0;
    for (pair, length) in line.windows(2).zip(lengths) {
        if left <= length {
            return Some(pair[0] + (pair[1] - pair[0]) * (left / length.max(1e-6)));
        }
        left -= length;
    }
    line.last().copied()
}

/// How many times a curve is halved at most, to leave out the halves that are out of sight.
const HALVES: usize = 5;

/// Finds the points of a line, just as many as its bends need.
pub struct Tracer {
    camera: Camera,
    view: Rect,
    /// Places are given on the map rather than on screen.
    on_map: bool,
    /// What is out of it is left out, where places are given.
    seen: Rect,
    /// Screen points for each point of those places.
    unit: f32,
}

impl Tracer {
    /// One that finds places on screen.
    #[must_use]
    pub fn on_screen(camera: &Camera, view: Rect) -> Self {
        Self {
            camera: *camera,
            view,
            on_map: false,
            seen: view.expand(20.0),
            unit: 1.0,
        }
    }

    /// One that finds places on the map, for that part of it, fine enough to be looked at a little nearer.
    #[must_use]
    pub fn on_map(camera: &Camera, view: Rect, part: Rect) -> Self {
        Self {
            camera: *camera,
            view,
            on_map: true,
            seen: part,
            unit: camera.zoom,
        }
    }

    fn place(&self, at: Point) -> Pos2 {
        if self.on_map {
            pos2(at.x, at.y)
        } else {
            self.camera.to_screen(self.view, at)
        }
    }

    /// The points of a route. A line that is interrupted is followed also where nobody sees it, so that its gaps do not
    /// depend on what is in view.
    pub fn trace(&self, route: &Route, line: LineKind, points: &mut Vec<Pos2>) {
        points.clear();
        let whole = matches!(line, LineKind::Dashed | LineKind::Dotted);
        for curve in &route.curves {
            let ends = [curve.from, curve.leave, curve.arrive, curve.to].map(|at| self.place(at));
            if points.is_empty() {
                points.push(ends[0]);
            }
            self.follow(ends, if whole { 0 } else { HALVES }, points);
        }
    }

    fn follow(&self, ends: [Pos2; 4], halves: usize, points: &mut Vec<Pos2>) {
        let [from, leave, arrive, to] = ends;
        if halves > 0 {
            let hull = Rect::from_points(&ends);
            if !self.seen.intersects(hull) {
                // Its ends are on the same side, and so is the straight line between them.
                points.push(to);
                return;
            }
            if !self.seen.contains_rect(hull) {
                let (near, far) = halve(ends);
                self.follow(near, halves - 1, points);
                self.follow(far, halves - 1, points);
                return;
            }
        }
        // How far the curve leaves the straight line, at most.
        let third = (to - from) / 3.0;
        let bend = (leave - from - third)
            .length_sq()
            .max((arrive - from - third * 2.0).length_sq())
            .sqrt()
            * self.unit;
        let pieces = if bend < 0.2 {
            1
        } else {
            ((3.0 * bend).sqrt().ceil() as usize).clamp(2, 32)
        };
        for k in 1..pieces {
            let t = k as f32 / pieces as f32;
            let left = 1.0 - t;
            let near = from.to_vec2() * (left * left * left) + leave.to_vec2() * (3.0 * left * left * t);
            let far = arrive.to_vec2() * (3.0 * left * t * t) + to.to_vec2() * (t * t * t);
            points.push((near + far).to_pos2());
        }
        points.push(to);
    }
}

/// The two halves of a curve.
fn halve([from, leave, arrive, to]: [Pos2; 4]) -> ([Pos2; 4], [Pos2; 4]) {
    let middle = |a: Pos2, b: Pos2| a + (b - a) * 0.5;
    let (a, b, c) = (middle(from, leave), middle(leave, arrive), middle(arrive, to));
    let (ab, bc) = (middle(a, b), middle(b, c));
    let half = middle(ab, bc);
    ([from, a, ab, half], [half, bc, c, to])
}

/// How large lines and heads are drawn at a zoom: with the map, but neither as hairs nor as beams.
#[must_use]
pub fn scale(zoom: f32) -> f32 {
    zoom.clamp(0.35, 1.6)
}

/// What a handoff is drawn of, besides the points of its line.
struct Parts {
    halo: Option<Stroke>,
    line: Stroke,
    /// How much is drawn and how much left out.
    dash: Option<(f32, f32)>,
    tip: Pos2,
    /// The corners of the head, in screen points from its tip.
    head: [Vec2; 3],
}

impl Parts {
    /// Takes the end off the line that its head covers. There are `unit` screen points for each point of the line's
    /// places.
    fn of(tokens: &Tokens, points: &mut Vec<Pos2>, unit: f32, zoom: f32, look: Look) -> Option<Self> {
        let (tip, direction) = end(points, unit)?;
        let scale = scale(zoom);
        let width = look.width * scale + if look.selected { 1.0 } else { 0.0 };
        // Mixed with the paper rather than seen through, so that head and line are one.
        let share = match look.line {
            _ if look.selected || look.touched => 1.0,
            _ if look.faded => FADED,
            LineKind::Dotted => GHOST,
            _ => AT_REST,
        };
        let colour = blend(tokens.colour.canvas, look.colour, share);
        let head = (5.0 + 1.6 * look.width / (tokens.stroke.handoff.1 / 2.2)) * scale;
        // The line ends inside the head, so that its square end does not show beside the tip.
        shorten(points, head * 0.8 / unit);
        let thin = if look.line == LineKind::Thin { 0.6 } else { 1.0 };
        let side = vec2(-direction.y, direction.x) * head * 0.58;
        let back = -direction * head * 1.15;
        Some(Self {
            halo: look
                .selected
                .then(|| Stroke::new(width + tokens.stroke.halo, tokens.colour.halo)),
            line: Stroke::new(width * thin, colour),
            dash: match look.line {
                LineKind::Dashed => {
                    let dash = (2.6 * width).max(4.0);
                    Some((dash, dash * 0.85))
                }
                LineKind::Dotted => {
                    let dot = width.max(1.5);
                    Some((dot, dot * 2.0))
                }
                LineKind::Solid | LineKind::Thin => None,
            },
            tip,
            head: [Vec2::ZERO, back + side, back - side],
        })
    }
}

/// Draws a handoff whose line is `points`.
pub fn paint(painter: &Painter, tokens: &Tokens, mut points: Vec<Pos2>, zoom: f32, look: Look) {
    let whole = look.selected.then(|| points.clone());
    let Some(parts) = Parts::of(tokens, &mut points, 1.0, zoom, look) else {
        return;
    };
    if let (Some(halo), Some(whole)) = (parts.halo, whole) {
        painter.line(whole, halo);
    }
    if let Some((dash, gap)) = parts.dash {
        painter.extend(Shape::dashed_line(&points, parts.line, dash, gap));
    } else {
        painter.line(points, parts.line);
    }
    let head = parts.head.map(|corner| parts.tip + corner).to_vec();
    painter.add(Shape::convex_polygon(head, parts.line.color, Stroke::NONE));
}

/// The same as triangles. What is left of `points` is of no use.
pub fn draw(pen: &mut Pen, tokens: &Tokens, points: &mut Vec<Pos2>, zoom: f32, look: Look) {
    let whole = look.selected.then(|| points.clone());
    let Some(parts) = Parts::of(tokens, points, pen.unit(), zoom, look) else {
        return;
    };
    if let (Some(halo), Some(whole)) = (parts.halo, whole) {
        pen.line(&whole, halo.width, halo.color);
    }
    let Stroke { width, color } = parts.line;
    match parts.dash {
        Some(dash) => pen.dashes(points, width, color, dash),
        None => pen.line(points, width, color),
    }
    pen.head(parts.tip, parts.head, color);
}

/// Draws the line of a handoff that is being pulled out of a card.
pub fn paint_draft(painter: &Painter, tokens: &Tokens, from: Pos2, to: Pos2) {
    let stroke = Stroke::new(tokens.stroke.selection, tokens.colour.accent);
    let bend = vec2(((to.x - from.x) * 0.5).abs().clamp(10.0, 160.0), 0.0);
    let curve = egui::epaint::CubicBezierShape::from_points_stroke(
        [from, from + bend, to - bend, to],
        false,
        Color32::TRANSPARENT,
        stroke,
    );
    painter.add(curve);
    painter.circle_filled(to, 4.0, tokens.colour.accent);
}

/// Where a line ends and which way it goes there.
fn end(points: &[Pos2], unit: f32) -> Option<(Pos2, Vec2)> {
    let last = *points.last()?;
    let before = points.iter().rev().find(|p| (**p - last).length() * unit > 0.5)?;
    Some((last, (last - *before).normalized()))
}

/// Cuts so much off the end of a line.
fn shorten(points: &mut Vec<Pos2>, mut by: f32) {
    while let [.., before, last] = points[..] {
        let piece = (last - before).length();
        if piece > by {
            let n = points.len();
            points[n - 1] = last + (before - last) * (by / piece.max(1e-6));
            return;
        }
        if points.len() == 2 {
            return;
        }
        by -= piece;
        points.pop();
    }
}

/// The widest that the words of a label may be, in letters' heights, unless what is said of the handoff is wider.
const LABEL_WIDTH: f32 = 20.0;
/// How much of that the name has at least.
const NAME_WIDTH: f32 = 6.0;

/// The words on a label: what is handed over, cut where it would be too long, and what is said of it, whole.
pub struct Words {
    name: Arc<Galley>,
    said: Option<Arc<Galley>>,
}

impl Words {
    /// Lays them out.
    #[must_use]
    pub fn new(painter: &Painter, tokens: &Tokens, name: &str, said: Option<&str>) -> Self {
        let (font, ink, unit) = (tokens.label(), tokens.colour.ink, tokens.size.label);
        let said = said.map(|said| painter.layout_no_wrap(format!(" · {said}"), font.clone(), ink));
        let taken = said.as_ref().map_or(0.0, |said| said.size().x);
        let room = (LABEL_WIDTH * unit - taken).max(NAME_WIDTH * unit);
        Self {
            name: elided(painter, name, font, ink, room, 1),
            said,
        }
    }

    fn size(&self) -> Vec2 {
        let name = self.name.size();
        self.said
            .as_ref()
            .map_or(name, |said| vec2(name.x + said.size().x, name.y.max(said.size().y)))
    }

    /// The size of a label at natural size.
    #[must_use]
    pub fn label_size(&self, tokens: &Tokens) -> Vec2 {
        self.size() + vec2(20.0 + tokens.control.mark + 5.0, 12.0)
    }
}

/// Draws a label in its place: the band's mark, so that colour is not alone, and the words.
pub fn paint_label(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    words: Words,
    (mark, sure): (icons::Mark, bool),
    strong: bool,
) {
    let colour = mark.tone(tokens).mark;
    let round = CornerRadius::same((rect.height() / 2.0).min(120.0) as u8);
    painter.rect_filled(rect, round, tokens.colour.surface);
    let line = Stroke::new(tokens.stroke.hairline * if strong { 1.6 } else { 1.0 }, colour);
    painter.rect_stroke(rect, round, line, StrokeKind::Inside);
    let size = tokens.control.mark;
    icons::mark(
        painter,
        pos2(rect.left() + 10.0 + size / 2.0, rect.center().y),
        size,
        mark,
        sure,
        tokens,
    );
    let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center() - vec2(10.0, 0.0), words.size());
    let beside = at.min + vec2(words.name.size().x, 0.0);
    painter.galley(at.min, words.name, tokens.colour.ink);
    if let Some(said) = words.said {
        painter.galley(beside, said, tokens.colour.ink);
    }
}
