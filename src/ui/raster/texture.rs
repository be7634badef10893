//! Pictures that triangles are filled from: the font atlas above all.

use std::collections::HashMap;

use egui::{
    Color32, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta,
    epaint::{ImageData, ImageDelta},
};

/// The textures of one egui context.
#[derive(Default)]
pub(super) struct Textures {
    held: HashMap<TextureId, Texture>,
    /// Freed by the last frame, but that frame may still show them.
    doomed: Vec<TextureId>,
}

impl Textures {
    /// Takes over what a frame changed. What it frees stays until the next frame.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for id in self.doomed.drain(..) {
            self.held.remove(&id);
        }
        for (id, images) in delta.set.drain() {
            for image in images {
                self.set(id, &image);
            }
        }
        self.doomed.extend(delta.free.drain());
    }

    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.held.get(&id)
    }

    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        if image.pixels.len() != width * height {
            return;
        }
        match delta.pos {
            None => {
                let pixels = image.pixels.clone();
                self.held.insert(
                    id,
                    Texture {
                        width,
                        height,
                        pixels,
                        options: delta.options,
                    },
                );
            }
            Some([left, top]) => {
                if let Some(texture) = self.held.get_mut(&id) {
                    texture.patch(left, top, width, &image.pixels);
                }
            }
        }
    }
}

/// One picture, premultiplied.
pub(super) struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    options: TextureOptions,
}

impl Texture {
    fn patch(&mut self, left: usize, top: usize, width: usize, pixels: &[Color32]) {
        if width == 0 || left + width > self.width {
            return;
        }
        for (row, line) in pixels
            .chunks_exact(width)
            .enumerate()
            .take(self.height.saturating_sub(top))
        {
            let start = (top + row) * self.width + left;
            self.pixels[start..start + width].copy_from_slice(line);
        }
    }

    /// The colour at `(u, v)`, each channel from 0 to 255. Like a graphics card, it knows 256 places within a texel.
    pub fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        if self.pixels.is_empty() {
            return [0.0; 4];
        }
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(x.floor() as i32, y.floor() as i32);
        }
        let (x, y) = ((x * 256.0 - 127.5).floor() as i32, (y * 256.0 - 127.5).floor() as i32);
        let (right, below) = ((x & 255) as f32 / 256.0, (y & 255) as f32 / 256.0);
        let (x, y) = (x >> 8, y >> 8);
        let here = self.texel(x, y);
        if right == 0.0 && below == 0.0 {
            return here;
        }
        let top = mix(here, self.texel(x + 1, y), right);
        let bottom = mix(self.texel(x, y + 1), self.texel(x + 1, y + 1), right);
        mix(top, bottom, below)
    }

    fn texel(&self, x: i32, y: i32) -> [f32; 4] {
        let (x, y) = (self.wrap(x, self.width), self.wrap(y, self.height));
        self.pixels[y * self.width + x].to_array().map(f32::from)
    }

    fn wrap(&self, at: i32, size: usize) -> usize {
        let size = size as i32;
        let within = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
            TextureWrapMode::Repeat => at.rem_euclid(size),
            TextureWrapMode::MirroredRepeat => {
                let at = at.rem_euclid(2 * size);
                at.min(2 * size - 1 - at)
            }
        };
        within as usize
    }
}

fn mix(a: [f32; 4], b: [f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}
