//! Filling triangles, row by row.
//!
//! Corners are rounded to 1/256 pixel, as graphics cards do, and from there which pixel belongs to which triangle is
//! whole-number arithmetic: neighbours share no pixel and leave none out, and every machine agrees.

use std::ops::Range;

use egui::{Color32, epaint::Vertex};

use super::texture::Texture;

/// Parts of a pixel.
const UNIT: i64 = 256;
/// The centre of a pixel.
const HALF: i64 = UNIT / 2;
/// How far outside a picture a corner may lie, in pixels: far enough, and no product overflows.
const FARTHEST: f32 = 1_048_576.0;

/// A run of complete rows of the picture, premultiplied.
pub(super) struct Band<'a> {
    pub pixels: &'a mut [[u8; 4]],
    pub width: usize,
    /// Which rows of the picture these are.
    pub rows: Range<i64>,
}

/// The part of the picture that may change, in pixels.
#[derive(Clone)]
pub(super) struct Clip {
    pub x: Range<i64>,
    pub y: Range<i64>,
}

/// The side from `a` to `b`. What is to the right of it, seen along it, is inside.
struct Edge {
    ax: i64,
    ay: i64,
    dx: i64,
    dy: i64,
    /// The least value inside: a point on the edge itself belongs to the triangle below or to the right of it.
    least: i64,
}

impl Edge {
    fn new(a: (i64, i64), b: (i64, i64)) -> Self {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let top_or_left = dy < 0 || (dy == 0 && dx > 0);
        Self {
            ax: a.0,
            ay: a.1,
            dx,
            dy,
            least: i64::from(!top_or_left),
        }
    }

    /// Grows with the distance from the edge.
    fn at(&self, x: i64, y: i64) -> i64 {
        self.dx * (y - self.ay) - self.dy * (x - self.ax)
    }

    /// Takes the pixels outside away from `span`, on the row whose centre is `y`.
    fn cut(&self, y: i64, span: &mut Range<i64>) {
        // Inside where dy · x ≤ room.
        let room = self.dx * (y - self.ay) + self.dy * self.ax - self.least;
        match self.dy {
            0 => {
                if room < 0 {
                    span.end = span.start;
                }
            }
            1.. => span.end = span.end.min((room.div_euclid(self.dy) - HALF).div_euclid(UNIT) + 1),
            _ => span.start = span.start.max(ceil_div(ceil_div(-room, -self.dy) - HALF, UNIT)),
        }
    }
}

fn ceil_div(a: i64, b: i64) -> i64 {
    -(-a).div_euclid(b)
}

/// A value that changes evenly over a triangle.
struct Plane {
    corners: [f32; 3],
}

impl Plane {
    fn mix(&self, shares: [f32; 3]) -> f32 {
        self.corners[0] * shares[0] + self.corners[1] * shares[1] + self.corners[2] * shares[2]
    }
}

/// Fills the triangle between three corners, as far as it lies in the band and the clip.
pub(super) fn fill(band: &mut Band<'_>, clip: &Clip, corners: [&Vertex; 3], scale: f32, texture: &Texture) {
    let mut corners = corners;
    if !corners.iter().all(|corner| corner.pos.is_finite()) {
        return;
    }
    let rows = rows(corners, scale, clip, &band.rows);
    if rows.is_empty() {
        return;
    }
    let mut points = corners.map(|corner| (whole(corner.pos.x * scale), whole(corner.pos.y * scale)));
    if Edge::new(points[0], points[1]).at(points[2].0, points[2].1) < 0 {
        corners.swap(1, 2);
        points.swap(1, 2);
    }
    // Each edge lies opposite the corner of the same number, so that its value is that corner's share.
    let edges = [
        Edge::new(points[1], points[2]),
        Edge::new(points[2], points[0]),
        Edge::new(points[0], points[1]),
    ];
    let area = edges[0].at(points[0].0, points[0].1);
    if area == 0 {
        return;
    }
    let paint = Paint::new(corners, texture);
    if matches!(paint, Paint::Plain([r, g, b, a]) if r + g + b + a == 0.0) {
        return;
    }
    let area = area as f64;
    let steps = edges.each_ref().map(|edge| ((-edge.dy * UNIT) as f64 / area) as f32);
    for row in rows {
        let y = row * UNIT + HALF;
        let mut span = clip.x.clone();
        for edge in &edges {
            edge.cut(y, &mut span);
        }
        if span.is_empty() {
            continue;
        }
        let x = span.start * UNIT + HALF;
        let shares = edges.each_ref().map(|edge| (edge.at(x, y) as f64 / area) as f32);
        let line = (row - band.rows.start) as usize * band.width;
        let pixels = &mut band.pixels[line + span.start as usize..line + span.end as usize];
        paint.fill(pixels, shares, steps);
    }
}

/// The rows whose centre may lie in the triangle.
fn rows(corners: [&Vertex; 3], scale: f32, clip: &Clip, band: &Range<i64>) -> Range<i64> {
    let y = corners.map(|corner| corner.pos.y * scale);
    let (top, bottom) = (y[0].min(y[1]).min(y[2]), y[0].max(y[1]).max(y[2]));
    let (first, last) = ((top - 1.0).floor() as i64, (bottom + 1.0).ceil() as i64);
    first.max(clip.y.start).max(band.start)..last.min(clip.y.end).min(band.end)
}

fn whole(pixels: f32) -> i64 {
    (pixels.clamp(-FARTHEST, FARTHEST) * UNIT as f32).round() as i64
}

/// What a triangle is filled with.
enum Paint<'a> {
    /// One colour.
    Plain([f32; 4]),
    /// A colour that changes from corner to corner: soft edges of shapes.
    Gradient([Plane; 4]),
    /// A part of a texture times a colour: letters and images.
    Texture {
        texture: &'a Texture,
        u: Plane,
        v: Plane,
        tint: [Plane; 4],
    },
}

impl<'a> Paint<'a> {
    fn new(corners: [&Vertex; 3], texture: &'a Texture) -> Self {
        let [a, b, c] = corners;
        let colours = corners.map(|corner| channels(corner.color));
        let plane = |channel: usize, by: f32| Plane {
            corners: colours.map(|colour| colour[channel] * by / 255.0),
        };
        if a.uv == b.uv && b.uv == c.uv {
            let texel = texture.sample(a.uv.x, a.uv.y);
            if a.color == b.color && b.color == c.color {
                return Self::Plain(std::array::from_fn(|i| colours[0][i] * texel[i] / 255.0));
            }
            return Self::Gradient(std::array::from_fn(|i| plane(i, texel[i])));
        }
        Self::Texture {
            texture,
            u: Plane {
                corners: corners.map(|corner| corner.uv.x),
            },
            v: Plane {
                corners: corners.map(|corner| corner.uv.y),
            },
            tint: std::array::from_fn(|i| plane(i, 1.0)),
        }
    }

    /// Fills one run of pixels, of which the first has `shares` of the corners, and each further one `steps` more.
    fn fill(&self, pixels: &mut [[u8; 4]], shares: [f32; 3], steps: [f32; 3]) {
        let at = |index: usize| -> [f32; 3] { std::array::from_fn(|i| shares[i] + steps[i] * index as f32) };
        match self {
            Self::Plain(colour) if colour[3] >= 255.0 => pixels.fill(colour.map(|value| (value + 0.5) as u8)),
            Self::Plain(colour) => {
                for pixel in pixels {
                    blend(pixel, *colour);
                }
            }
            Self::Gradient(planes) => {
                for (index, pixel) in pixels.iter_mut().enumerate() {
                    let shares = at(index);
                    blend(pixel, planes.each_ref().map(|plane| plane.mix(shares)));
                }
            }
            Self::Texture { texture, u, v, tint } => {
                for (index, pixel) in pixels.iter_mut().enumerate() {
                    let shares = at(index);
                    let texel = texture.sample(u.mix(shares), v.mix(shares));
                    if texel.iter().any(|channel| *channel > 0.0) {
                        blend(pixel, std::array::from_fn(|i| texel[i] * tint[i].mix(shares)));
                    }
                }
            }
        }
    }
}

fn channels(colour: Color32) -> [f32; 4] {
    colour.to_array().map(f32::from)
}

/// Lays a premultiplied colour over a pixel, as egui's own backends do, without going through linear light.
fn blend(pixel: &mut [u8; 4], colour: [f32; 4]) {
    let through = 1.0 - colour[3] / 255.0;
    for (under, over) in pixel.iter_mut().zip(colour) {
        *under = (over + f32::from(*under) * through + 0.5) as u8;
    }
}
