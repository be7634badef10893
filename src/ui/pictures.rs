//! Pictures as files: which kinds there are, how large they may be, and how they are packed.

use std::{io::Cursor, path::Path};

use egui::Vec2;
use image::RgbaImage;

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Shapes and text, sharp at any size.
    Svg,
    /// Pixels.
    Png,
}

impl Format {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// "SVG" or "PNG".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }

    /// How the name of such a file ends, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// What a file of that name holds; nothing where its name ends in anything else.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let end = path.extension()?;
        Self::ALL
            .into_iter()
            .find(|format| end.eq_ignore_ascii_case(format.ending()))
    }
}

/// How many pixels for each point may be chosen.
pub const SCALES: [u8; 3] = [1, 2, 4];

/// The most pixels of a picture: what fits into half a gigabyte while it is drawn.
const MOST_PIXELS: f32 = 1e8;

/// Width and height in pixels; nothing where that is more than can be drawn.
#[must_use]
pub fn pixels(size: Vec2, scale: u8) -> Option<(u32, u32)> {
    let size = (size * f32::from(scale)).round();
    let fits = size.is_finite() && size.min_elem() >= 1.0 && size.x * size.y <= MOST_PIXELS;
    fits.then_some((size.x as u32, size.y as u32))
}

/// The bytes of a PNG file.
///
/// # Errors
/// Where the picture cannot be packed.
pub fn pack(picture: &RgbaImage) -> Result<Vec<u8>, String> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}
