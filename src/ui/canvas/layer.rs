//! Shapes that became triangles once, and are only pushed while nothing but the camera's place changes: a card has a
//! dozen shapes and three texts, and looks in the next frame of a moving map as it did in the last.

use std::sync::Arc;

use egui::{
    Color32, Context, FontId, Galley, Id, LayerId, Mesh, Order, Painter, Pos2, Rect, Shape, TextureId, Vec2,
    epaint::{ClippedShape, Primitive},
    layers::ShapeIdx,
    pos2,
};

/// Triangles with the place at which they were made.
#[derive(Default)]
pub struct Layer {
    mesh: Arc<Mesh>,
    /// Where the corners were when they were made.
    made: Vec<Pos2>,
    /// Where on screen the map's origin was then.
    origin: Vec2,
    /// By how much the corners are pushed.
    shift: Vec2,
    letters: Option<Letters>,
    /// Where it was painted last.
    painted: Option<(LayerId, ShapeIdx)>,
}

/// What letters were drawn with.
#[derive(Clone)]
struct Letters {
    /// How large the picture of all letters is.
    size: [usize; 2],
    /// A text that is laid out anew whenever that picture is begun anew.
    probe: Arc<Galley>,
}

impl Letters {
    /// To be asked in every frame, so that the text is not forgotten.
    fn now(ctx: &Context) -> Self {
        ctx.fonts_mut(|fonts| Self {
            size: fonts.font_image_size(),
            probe: fonts.layout_no_wrap("a".to_owned(), FontId::proportional(12.0), Color32::WHITE),
        })
    }

    fn are_valid(&self, now: &Self) -> bool {
        Arc::ptr_eq(&self.probe, &now.probe)
    }

    /// The same share of the picture, now that it has another size.
    fn rescale(&self, now: &Self, mesh: &mut Mesh) {
        let by = |k: usize| self.size[k] as f32 / now.size[k].max(1) as f32;
        let (x, y) = (by(0), by(1));
        for vertex in &mut mesh.vertices {
            vertex.uv = pos2(vertex.uv.x * x, vertex.uv.y * y);
        }
    }
}

impl Layer {
    /// Whether the triangles can still be drawn with the letters there are.
    pub fn is_valid(&self, ctx: &Context) -> bool {
        let now = Letters::now(ctx);
        self.letters.as_ref().is_some_and(|letters| letters.are_valid(&now))
    }

    /// Sees to it that letters are found after the last of a frame were drawn: their picture may have grown. To be
    /// called after every frame, whether or not it was painted.
    pub fn end_frame(&mut self, ctx: &Context) {
        let now = Letters::now(ctx);
        let Some(letters) = self.letters.clone() else { return };
        let painted = self.painted.take();
        if letters.size == now.size || !letters.are_valid(&now) {
            return;
        }
        letters.rescale(&now, Arc::make_mut(&mut self.mesh));
        self.letters = Some(now.clone());
        if let Some((layer, place)) = painted {
            ctx.graphics_mut(|graphics| {
                graphics.entry(layer).mutate_shape(place, |shape| {
                    if let Shape::Mesh(mesh) = &mut shape.shape {
                        letters.rescale(&now, Arc::make_mut(mesh));
                    }
                });
            });
        }
    }

    /// Makes triangles of what is painted within `clip`, while the map's origin is there on screen. Returns what painting
    /// returned.
    pub fn make<R>(&mut self, painter: &Painter, clip: Rect, origin: Vec2, paint: impl FnOnce(&Painter) -> R) -> R {
        let ctx = painter.ctx();
        let layer = LayerId::new(Order::Background, Id::unique("kept layer"));
        let aside = Painter::new(ctx.clone(), layer, clip);
        let first = aside.add(Shape::Noop);
        let result = paint(&aside);
        let end = aside.add(Shape::Noop);
        let mut shapes = Vec::with_capacity(end.0 - first.0);
        // Taken out again: nothing is left in that layer to be drawn.
        ctx.graphics_mut(|graphics| {
            let list = graphics.entry(layer);
            for k in first.0..end.0 {
                list.mutate_shape(ShapeIdx(k), |shape| {
                    if !matches!(shape.shape, Shape::Noop) {
                        let drawn = std::mem::replace(&mut shape.shape, Shape::Noop);
                        shapes.push(ClippedShape::new(shape.clip_rect, drawn));
                    }
                });
            }
        });
        let mut mesh = Mesh::default();
        for part in ctx.tessellate(shapes, ctx.pixels_per_point()) {
            if let Primitive::Mesh(part) = part.primitive
                && part.texture_id == TextureId::default()
            {
                mesh.append(part);
            }
        }
        self.made = mesh.vertices.iter().map(|vertex| vertex.pos).collect();
        self.mesh = Arc::new(mesh);
        (self.origin, self.shift) = (origin, Vec2::ZERO);
        // As they are after all letters that were needed have been drawn.
        self.letters = Some(Letters::now(ctx));
        result
    }

    /// Draws the triangles, while the map's origin is there on screen.
    pub fn paint(&mut self, painter: &Painter, origin: Vec2) {
        if self.mesh.is_empty() {
            return;
        }
        let shift = origin - self.origin;
        if shift != self.shift {
            self.shift = shift;
            // Nobody else holds it once the last frame is on screen, so nothing is copied.
            let mesh = Arc::make_mut(&mut self.mesh);
            for (vertex, made) in mesh.vertices.iter_mut().zip(&self.made) {
                vertex.pos = *made + shift;
            }
        }
        let now = Letters::now(painter.ctx());
        if let Some(letters) = self.letters.take() {
            if letters.size != now.size {
                letters.rescale(&now, Arc::make_mut(&mut self.mesh));
            }
            self.letters = Some(Letters {
                size: now.size,
                ..letters
            });
        }
        let place = painter.add(Shape::Mesh(Arc::clone(&self.mesh)));
        self.painted = Some((painter.layer_id(), place));
    }
}
