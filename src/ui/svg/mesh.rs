//! Triangles as outlines: neighbours of one colour are one polygon, and soft edges become sharp ones in their middle.
//!
//! egui makes edges smooth with a rim of triangles that fades to nothing, one pixel wide. Whoever draws the file smooths
//! edges itself, so a rim ends here where it is half as opaque.

use std::collections::BTreeMap;

use egui::{
    Color32, Mesh, Pos2, TextureId,
    epaint::{Vertex, WHITE_UV},
    pos2,
};

/// Where corners lie: on a grid so fine that nobody sees it, so that neighbours have the very same ones.
type Corner = (i32, i32);

/// Lines of the grid in a point.
const GRID: f32 = 64.0;

/// Parts of one colour, each an outline that is filled where it winds around something.
pub struct Part {
    /// The colour.
    pub colour: Color32,
    /// Closed outlines.
    pub outlines: Vec<Vec<Pos2>>,
}

/// The parts of a mesh in the order in which they are painted. What shows a texture is left out.
pub fn parts(mesh: &Mesh) -> Vec<Part> {
    let mut parts = Vec::new();
    if mesh.texture_id != TextureId::default() {
        return parts;
    }
    let mut edges = Edges::default();
    let mut last = None;
    for indices in mesh.indices.as_chunks::<3>().0 {
        let corner = |index: u32| mesh.vertices.get(index as usize);
        let [Some(a), Some(b), Some(c)] = indices.map(corner) else {
            continue;
        };
        let Some((colour, polygon)) = solid([a, b, c]) else {
            continue;
        };
        if last.is_some_and(|last| last != colour) {
            parts.extend(std::mem::take(&mut edges).part(last));
        }
        last = Some(colour);
        edges.add(&polygon);
    }
    parts.extend(edges.part(last));
    parts
}

/// The part of a triangle that is at least half as opaque as it gets, and its colour.
fn solid(corners: [&Vertex; 3]) -> Option<(Color32, Vec<Pos2>)> {
    let usable = |v: &&Vertex| v.uv == WHITE_UV && v.pos.x.is_finite() && v.pos.y.is_finite();
    if !corners.iter().all(usable) {
        return None;
    }
    let seen = |v: &Vertex| v.color.a() > 0;
    let colours: Vec<Color32> = corners.iter().filter(|v| seen(v)).map(|v| v.color).collect();
    let (first, rest) = colours.split_first()?;
    let colour = if rest.iter().all(|other| other == first) {
        *first
    } else {
        mean(&colours)
    };
    let mut polygon = Vec::new();
    for (k, here) in corners.iter().enumerate() {
        let next = corners[(k + 1) % 3];
        if seen(here) {
            polygon.push(here.pos);
        }
        if seen(here) != seen(next) {
            polygon.push(here.pos.lerp(next.pos, 0.5));
        }
    }
    Some((colour, polygon))
}

fn mean(colours: &[Color32]) -> Color32 {
    let mut mean = Color32::TRANSPARENT;
    for (k, colour) in colours.iter().enumerate() {
        mean = mean.lerp_to_gamma(*colour, 1.0 / (k + 1) as f32);
    }
    mean
}

/// The edges of polygons that lie beside each other; those that two share are none of the whole.
#[derive(Default)]
struct Edges(BTreeMap<(Corner, Corner), u32>);

impl Edges {
    fn add(&mut self, polygon: &[Pos2]) {
        let corner = |at: &Pos2| {
            let on = |x: f32| (x * GRID).round() as i32;
            (on(at.x), on(at.y))
        };
        let mut corners: Vec<Corner> = polygon.iter().map(corner).collect();
        corners.dedup();
        let next = |k: usize| (k + 1) % corners.len().max(1);
        let area: i64 = (0..corners.len())
            .map(|k| {
                let ((ax, ay), (bx, by)) = (corners[k], corners[next(k)]);
                i64::from(ax).wrapping_mul(i64::from(by)) - i64::from(ay).wrapping_mul(i64::from(bx))
            })
            .fold(0, i64::wrapping_add);
        if area == 0 {
            return;
        }
        // All go around the same way, so that neighbours go along the edge between them in opposite ways.
        if area < 0 {
            corners.reverse();
        }
        for k in 0..corners.len() {
            let (a, b) = (corners[k], corners[(k + 1) % corners.len()]);
            if a == b {
                continue;
            }
            if let Some(count) = self.0.get_mut(&(b, a)) {
                *count -= 1;
                if *count == 0 {
                    self.0.remove(&(b, a));
                }
            } else {
                *self.0.entry((a, b)).or_default() += 1;
            }
        }
    }

    /// What the edges enclose.
    fn part(self, colour: Option<Color32>) -> Option<Part> {
        let colour = colour.filter(|_| !self.0.is_empty())?;
        let mut onward: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
        for ((a, b), count) in self.0 {
            let ways = onward.entry(a).or_default();
            ways.extend(std::iter::repeat_n(b, count as usize));
        }
        let mut outlines = Vec::new();
        while let Some(start) = onward.keys().next().copied() {
            let mut outline = Vec::new();
            let mut at = start;
            // As many edges come to a corner as go from it, so that the way leads back to where it began.
            while let Some(ways) = onward.get_mut(&at) {
                let next = ways.pop();
                if ways.is_empty() {
                    onward.remove(&at);
                }
                let Some(next) = next else { break };
                outline.push(pos2(at.0 as f32 / GRID, at.1 as f32 / GRID));
                at = next;
                if at == start {
                    break;
                }
            }
            outlines.push(outline);
        }
        Some(Part { colour, outlines })
    }
}
