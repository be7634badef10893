//! Paints what egui shows into a picture, without a window, a graphics card or a driver.
//!
//! The picture depends on nothing but its input: not on the machine, not on how many threads share the work. It differs
//! from egui's own backends by rounding only. Custom paint callbacks, which need a graphics card, are left out.

#![expect(
    clippy::cast_possible_wrap,
    reason = "no picture is so large that its sides need the highest bit"
)]

mod texture;
mod triangle;

use std::{num::NonZero, thread};

use egui::{
    ColorImage, Context, FullOutput, RawInput, Rect, TexturesDelta, Ui, Vec2, ViewportId,
    epaint::{ClippedPrimitive, ClippedShape, Color32, Mesh, Primitive},
    pos2,
};
use image::RgbaImage;

use self::{
    texture::Textures,
    triangle::{Band, Clip},
};
use super::{fonts, style, tokens::Tokens};

/// More threads than this gain nothing on pictures of the size of a screen.
const MOST_THREADS: usize = 8;
/// Below this height of a band, starting a thread costs more than it saves.
const LEAST_ROWS: usize = 64;
/// Frames a second, for whatever looks at the clock.
const FRAME_RATE: f64 = 60.0;

/// The state between frames: the textures.
pub struct Raster {
    textures: Textures,
    threads: usize,
}

impl Default for Raster {
    fn default() -> Self {
        Self::with_threads(
            thread::available_parallelism()
                .map_or(1, NonZero::get)
                .min(MOST_THREADS),
        )
    }
}

impl Raster {
    /// A rasteriser that uses so many threads, at least one. The picture is the same for any number.
    #[must_use]
    pub fn with_threads(threads: usize) -> Self {
        Self {
            textures: Textures::default(),
            threads: threads.max(1),
        }
    }

    /// Takes over the textures that a frame changed; every frame needs this, painted or not.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        self.textures.update(delta);
    }

    /// Paints the frame that `ctx` has just made. Call [`Self::update`] with its textures before.
    #[must_use]
    pub fn paint(&self, ctx: &Context, output: &FullOutput) -> RgbaImage {
        let scale = output.pixels_per_point;
        let size = ctx.viewport_rect().size() * scale;
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        self.paint_primitives(&primitives, size.x.round() as u32, size.y.round() as u32, scale)
    }

    /// Paints triangles onto a transparent picture of `width` × `height` pixels.
    #[must_use]
    pub fn paint_primitives(&self, primitives: &[ClippedPrimitive], width: u32, height: u32, scale: f32) -> RgbaImage {
        let mut picture = RgbaImage::new(width, height);
        let (width, height) = (width as usize, height as usize);
        if width == 0 || height == 0 {
            return picture;
        }
        let (pixels, _) = picture.as_chunks_mut::<4>();
        let band_height = height.div_ceil(self.threads).max(LEAST_ROWS);
        thread::scope(|scope| {
            for (index, pixels) in pixels.chunks_mut(band_height * width).enumerate() {
                let top = (index * band_height) as i64;
                let rows = top..top + (pixels.len() / width) as i64;
                let band = Band { pixels, width, rows };
                if band_height >= height {
                    self.paint_band(band, primitives, scale);
                } else {
                    scope.spawn(move || self.paint_band(band, primitives, scale));
                }
            }
        });
        picture
    }

    fn paint_band(&self, mut band: Band<'_>, primitives: &[ClippedPrimitive], scale: f32) {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            if let Primitive::Mesh(mesh) = primitive {
                let clip = clip(*clip_rect, scale, band.width);
                if clip.y.start < band.rows.end && clip.y.end > band.rows.start && !clip.x.is_empty() {
                    self.paint_mesh(&mut band, &clip, mesh, scale);
                }
            }
        }
        for pixel in band.pixels {
            if pixel[3] != 255 {
                let [r, g, b, a] = *pixel;
                *pixel = Color32::from_rgba_premultiplied(r, g, b, a).to_srgba_unmultiplied();
            }
        }
    }

    fn paint_mesh(&self, band: &mut Band<'_>, clip: &Clip, mesh: &Mesh, scale: f32) {
        let Some(texture) = self.textures.get(mesh.texture_id) else {
            return;
        };
        let corner = |index: u32| mesh.vertices.get(index as usize);
        for indices in mesh.indices.as_chunks::<3>().0 {
            if let [Some(a), Some(b), Some(c)] = indices.map(corner) {
                triangle::fill(band, clip, [a, b, c], scale, texture);
            }
        }
    }
}

/// Whole pixels, rounded as egui's own backends round them.
fn clip(rect: Rect, scale: f32, width: usize) -> Clip {
    let [left, top, right, bottom] =
        [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(|edge| (edge * scale).round() as i64);
    Clip {
        x: left.max(0)..right.min(width as i64),
        y: top.max(0)..bottom,
    }
}

/// A frame that has come to rest, to be painted or written.
pub struct Still {
    ctx: Context,
    raster: Raster,
    output: FullOutput,
}

impl Still {
    /// The frame of `ui` in a window of `size` points, with the bundled fonts and the style of `tokens`.
    ///
    /// It runs frames until nothing asks for another one, at most `max_frames`, so that layout settles. The clock
    /// starts at zero and goes 1/60 second a frame; nothing is animated.
    pub fn of(size: Vec2, pixels_per_point: f32, max_frames: usize, tokens: &Tokens, ui: impl FnMut(&mut Ui)) -> Self {
        Self::with(Context::default(), size, pixels_per_point, max_frames, tokens, ui)
    }

    /// The same in a context that knows more fonts, for what the bundled ones lack.
    pub fn with(
        ctx: Context,
        size: Vec2,
        pixels_per_point: f32,
        max_frames: usize,
        tokens: &Tokens,
        mut ui: impl FnMut(&mut Ui),
    ) -> Self {
        fonts::install(&ctx);
        style::apply(&ctx, tokens, true);
        ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = false);
        let mut raster = Raster::default();
        let mut frame = 0;
        loop {
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)),
                time: Some(frame as f64 / FRAME_RATE),
                ..RawInput::default()
            };
            input
                .viewports
                .entry(ViewportId::ROOT)
                .or_default()
                .native_pixels_per_point = Some(pixels_per_point);
            let mut output = ctx.run_ui(input, &mut ui);
            raster.update(&mut output.textures_delta);
            frame += 1;
            let settled = output
                .viewport_output
                .values()
                .all(|viewport| !viewport.repaint_delay.is_zero());
            if settled || frame >= max_frames {
                return Self { ctx, raster, output };
            }
        }
    }

    /// The frame as pixels.
    #[must_use]
    pub fn picture(&self) -> RgbaImage {
        self.raster.paint(&self.ctx, &self.output)
    }

    /// The frame as egui's own pixels.
    #[must_use]
    pub fn image(&self) -> ColorImage {
        let picture = self.picture();
        let size = [picture.width() as usize, picture.height() as usize];
        ColorImage::from_rgba_unmultiplied(size, picture.as_raw())
    }

    /// The shapes of which it is made.
    #[must_use]
    pub fn shapes(&self) -> &[ClippedShape] {
        &self.output.shapes
    }
}

/// A picture of `ui` in a window of `size` points: [`Still::of`], painted.
pub fn picture(
    size: Vec2,
    pixels_per_point: f32,
    max_frames: usize,
    tokens: &Tokens,
    ui: impl FnMut(&mut Ui),
) -> RgbaImage {
    Still::of(size, pixels_per_point, max_frames, tokens, ui).picture()
}
