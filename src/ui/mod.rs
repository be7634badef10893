//! Everything that is seen: the only part of the crate that knows egui.

pub mod fonts;
pub mod icons;
pub mod raster;
pub mod style;
pub mod tokens;
