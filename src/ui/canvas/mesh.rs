//! Triangles for thousands of lines and boxes, made by hand into one mesh: with soft edges of one pixel as egui makes
//! them, but without its detour over shapes.

use std::ops::Range;

use egui::{Color32, Mesh, Pos2, Rect, Vec2, pos2};

use super::pinned::Pinned;

/// A mesh that is being drawn into.
pub struct Pen {
    mesh: Mesh,
    /// How wide a soft edge is: a pixel, in points.
    soft: f32,
    /// Nothing is seen beyond.
    clip: Rect,
    /// The points of the line being drawn and which way is across it, kept to be filled again.
    path: Vec<(Pos2, Vec2)>,
    /// Where on the map each corner hangs, where places are given there rather than on screen.
    pins: Option<Vec<(Pos2, Vec2)>>,
}

impl Pen {
    /// One for a screen with so many pixels in a point, of which no more is seen than `clip`.
    pub fn new(pixels_per_point: f32, clip: Rect) -> Self {
        Self {
            mesh: Mesh::default(),
            soft: 1.0 / pixels_per_point.max(0.1),
            clip: clip.expand(12.0),
            path: Vec::new(),
            pins: None,
        }
    }

    /// One for lines whose places are given on the map, but their widths in points of the screen. No more is seen
    /// than that part of the map.
    pub fn pinned(pixels_per_point: f32, clip: Rect) -> Self {
        Self {
            clip,
            pins: Some(Vec::new()),
            ..Self::new(pixels_per_point, clip)
        }
    }

    /// Makes room for about so many lines.
    pub fn reserve(&mut self, lines: usize) {
        self.mesh.reserve_vertices(lines * 30);
        self.mesh.reserve_triangles(lines * 36);
    }

    /// What was drawn.
    pub fn finish(self) -> Mesh {
        self.mesh
    }

    /// What was drawn on the map.
    pub fn finish_pinned(self) -> Pinned {
        Pinned::new(self.mesh, self.pins.unwrap_or_default())
    }

    /// A line through those points.
    pub fn line(&mut self, points: &[Pos2], width: f32, colour: Color32) {
        // Only the pieces that are seen.
        let mut from = None;
        for k in 1..points.len() {
            let seen = self.sees(points[k - 1], points[k]);
            match from {
                None if seen => from = Some(k - 1),
                Some(first) if !seen => {
                    self.piece(points, first..k, width, colour);
                    from = None;
                }
                _ => {}
            }
        }
        if let Some(first) = from {
            self.piece(points, first..points.len(), width, colour);
        }
    }

    /// Some points of a line, which bends at both ends as the whole line does.
    fn piece(&mut self, points: &[Pos2], piece: Range<usize>, width: f32, colour: Color32) {
        let mut path = std::mem::take(&mut self.path);
        let around = piece.start.saturating_sub(1)..(piece.end + 1).min(points.len());
        across(&points[around.clone()], &mut path);
        let first = piece.start - around.start;
        self.stroke(&path[first..first + piece.len()], width, colour);
        self.path = path;
    }

    /// A line that is interrupted: so much of it is drawn, so much left out, and so on.
    pub fn dashes(&mut self, points: &[Pos2], width: f32, colour: Color32, (dash, gap): (f32, f32)) {
        let period = (dash + gap).max(0.5);
        // How far along the period the next piece begins.
        let mut at = 0.0_f32;
        for pair in points.windows(2) {
            let step = pair[1] - pair[0];
            let length = step.length();
            if length <= 0.0 {
                continue;
            }
            if !self.sees(pair[0], pair[1]) {
                at = (at + length) % period;
                continue;
            }
            let along = step / length;
            let normal = along.rot90();
            let mut from = 0.0_f32;
            while from < length {
                let (drawn, left) = if at < dash {
                    (true, dash - at)
                } else {
                    (false, period - at)
                };
                let until = (from + left.max(0.01)).min(length);
                if drawn {
                    let ends = [(pair[0] + along * from, normal), (pair[0] + along * until, normal)];
                    self.stroke(&ends, width, colour);
                }
                at += until - from;
                if at >= period - 1e-3 {
                    at = 0.0;
                }
                from = until;
            }
        }
    }

    /// Whether a straight line between two points may be seen.
    fn sees(&self, a: Pos2, b: Pos2) -> bool {
        let clip = &self.clip;
        a.x.min(b.x) <= clip.max.x
            && a.x.max(b.x) >= clip.min.x
            && a.y.min(b.y) <= clip.max.y
            && a.y.max(b.y) >= clip.min.y
    }

    /// A ridge as wide as two pixels where the line is thinner than one, fainter the thinner it is; else a core with
    /// a soft edge on both sides.
    fn stroke(&mut self, path: &[(Pos2, Vec2)], width: f32, colour: Color32) {
        if path.len() < 2 || width <= 0.0 || colour == Color32::TRANSPARENT {
            return;
        }
        let soft = self.soft;
        let (mesh, pins) = (&mut self.mesh, &mut self.pins);
        let first = mesh.vertices.len() as u32;
        let mut corner = |at: Pos2, off: Vec2, colour: Color32| {
            mesh.colored_vertex(at + off, colour);
            if let Some(pins) = pins {
                pins.push((at, off));
            }
        };
        if width <= 0.9 * soft {
            let ridge = colour.gamma_multiply(width / soft);
            for &(at, normal) in path {
                corner(at, normal * soft, Color32::TRANSPARENT);
                corner(at, Vec2::ZERO, ridge);
                corner(at, -normal * soft, Color32::TRANSPARENT);
            }
            strips(mesh, first, path.len() as u32, 3);
            return;
        }
        let (inner, outer) = ((width - soft).max(0.0) / 2.0, f32::midpoint(width, soft));
        let last = path.len() - 1;
        for (k, &(at, normal)) in path.iter().enumerate() {
            // The ends are soft, too.
            let beyond = match k {
                0 => normal.rot90() * soft,
                k if k == last => -normal.rot90() * soft,
                _ => Vec2::ZERO,
            };
            corner(at, normal * outer + beyond, Color32::TRANSPARENT);
            corner(at, normal * inner, colour);
            corner(at, -normal * inner, colour);
            corner(at, beyond - normal * outer, Color32::TRANSPARENT);
        }
        strips(mesh, first, path.len() as u32, 4);
        for end in [first, first + 4 * last as u32] {
            mesh.add_triangle(end, end + 1, end + 2);
            mesh.add_triangle(end, end + 2, end + 3);
        }
    }

    /// A filled triangle.
    pub fn triangle(&mut self, corners: [Pos2; 3], colour: Color32) {
        if self.sees(corners[0], corners[0]) {
            self.polygon(&corners, colour);
        }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, rect: Rect, colour: Color32) {
        let (min, max) = (rect.min, rect.max);
        self.polygon(&[min, pos2(max.x, min.y), max, pos2(min.x, max.y)], colour);
    }

    /// A rectangle that begins on a pixel and is whole pixels large, so that all of one size look alike.
    pub fn on_pixels(&self, rect: Rect) -> Rect {
        let snap = |length: f32| (length / self.soft).round() * self.soft;
        let size = rect.size();
        let min = rect.center() - size * 0.5;
        Rect::from_min_size(
            pos2(snap(min.x), snap(min.y)),
            Vec2::new(snap(size.x), snap(size.y)).max(Vec2::splat(self.soft)),
        )
    }

    /// A filled rectangle with hard edges: for what is smaller than soft edges would be.
    pub fn dot(&mut self, rect: Rect, colour: Color32) {
        self.mesh.add_colored_rect(rect, colour);
    }

    /// A rectangle's outline, inside it.
    pub fn frame(&mut self, rect: Rect, width: f32, colour: Color32) {
        let rect = rect.shrink(width / 2.0);
        let (min, max) = (rect.min, rect.max);
        let corners = [min, pos2(max.x, min.y), max, pos2(min.x, max.y)];
        let half = width / 2.0;
        for k in 0..4 {
            let (a, b) = (corners[k], corners[(k + 1) % 4]);
            let along = (b - a).normalized();
            let ends = [(a - along * half, along.rot90()), (b - along * half, along.rot90())];
            self.stroke(&ends, width, colour);
        }
    }

    /// A filled outline that bends one way only.
    fn polygon(&mut self, corners: &[Pos2], colour: Color32) {
        let count = corners.len();
        if count < 3 || colour == Color32::TRANSPARENT {
            return;
        }
        let area: f32 = (0..count)
            .map(|k| {
                let (a, b) = (corners[k], corners[(k + 1) % count]);
                a.x * b.y - b.x * a.y
            })
            .sum();
        // Outwards, whichever way round the corners are given.
        let out = if area < 0.0 { -0.5 } else { 0.5 } * self.soft;
        let mesh = &mut self.mesh;
        let first = mesh.vertices.len() as u32;
        for k in 0..count {
            let (before, at, after) = (corners[(k + count - 1) % count], corners[k], corners[(k + 1) % count]);
            let normal = mitre((at - before).normalized(), (after - at).normalized());
            let step = normal * out;
            mesh.colored_vertex(at - step, colour);
            mesh.colored_vertex(at + step, Color32::TRANSPARENT);
        }
        for k in 2..count as u32 {
            mesh.add_triangle(first, first + 2 * (k - 1), first + 2 * k);
        }
        for k in 0..count as u32 {
            let (a, b) = (first + 2 * k, first + 2 * ((k + 1) % count as u32));
            mesh.add_triangle(a, b, b + 1);
            mesh.add_triangle(b + 1, a + 1, a);
        }
    }
}

/// Joins neighbouring rows of vertices, `wide` in a row.
fn strips(mesh: &mut Mesh, first: u32, rows: u32, wide: u32) {
    for row in 1..rows {
        let (before, now) = (first + (row - 1) * wide, first + row * wide);
        for k in 0..wide - 1 {
            mesh.add_triangle(before + k, before + k + 1, now + k);
            mesh.add_triangle(before + k + 1, now + k, now + k + 1);
        }
    }
}

/// Which way is across a line at each of its points, so long that a line that turns stays as wide as it is.
fn across(points: &[Pos2], path: &mut Vec<(Pos2, Vec2)>) {
    path.clear();
    path.reserve(points.len());
    let mut before: Option<Vec2> = None;
    for (k, &at) in points.iter().enumerate() {
        let after = points.get(k + 1).map(|next| (*next - at).normalized());
        let normal = match (before, after) {
            (Some(before), Some(after)) => mitre(before, after),
            (Some(only), None) | (None, Some(only)) => only.rot90(),
            (None, None) => Vec2::ZERO,
        };
        path.push((at, normal));
        before = after;
    }
}

/// Across a corner between two directions of length 1.
fn mitre(before: Vec2, after: Vec2) -> Vec2 {
    let middle = (before.rot90() + after.rot90()) * 0.5;
    let square = middle.length_sq();
    // A line that turns back has no such way; a sharp corner would have a very long one.
    if square < 0.25 { before.rot90() } else { middle / square }
}
