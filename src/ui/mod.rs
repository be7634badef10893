//! Everything that is seen: the only part of the crate that knows egui.

pub mod app;
pub mod canvas;
mod chrome;
mod connections;
pub mod dialogs;
pub mod fonts;
pub mod icons;
mod insight;
mod inspector;
pub mod intent;
mod keeper;
mod later;
mod modal;
mod palette;
pub mod prefs;
pub mod raster;
mod role_form;
pub mod samples;
mod screens;
pub mod shortcuts;
pub mod show;
pub mod style;
mod thresholds;
pub mod tokens;
mod what_if;
mod widgets;
pub mod window;
