//! Where the cards of the map stand, how the handoffs run between them, and where there is room for labels.
//!
//! Pure and deterministic: the same organisation gives the same picture on every machine. Nothing here
//! depends on a hash map's order, on randomness, or on mathematics beyond + − × ÷ and the square root.

use std::collections::BTreeMap;

use crate::org::{Arrangement, Org, PartyId};

mod columns;
mod coordinates;
mod departments;
mod flow;
pub mod geometry;
mod graph;
mod groups;
mod labels;
mod levels;
mod order;
mod place;
mod progress;
mod pyramid;
mod route;
mod settle;
mod standing;
mod tidy;

pub use departments::{HULL, TITLE, departments};
pub use flow::{flow, flow_with};
pub use geometry::{Cubic, Point, Rect};
pub use groups::{Groups, groups};
pub use labels::{Label, labels};
pub use place::place;
pub use pyramid::pyramid;
pub use route::{Route, Routes, reroute, routes};

/// How wide a party's card is.
pub const CARD_WIDTH: f32 = 164.0;

/// How high a party's card is.
pub const CARD_HEIGHT: f32 = 74.0;

/// From one column to the next.
pub const COLUMN_PITCH: f32 = 210.0;

/// From one row to the next on a small map, where cards stand on a grid.
pub const ROW_PITCH: f32 = 150.0;

/// The most parties that make a small map.
pub const SMALL: usize = 60;

/// Where the centre of each party's card lies.
pub type Positions = BTreeMap<PartyId, Point>;

/// Lays the whole map out as the document has chosen, whatever positions it has.
#[must_use]
pub fn arrange(org: &Org) -> Positions {
    match org.settings.layout {
        Arrangement::Flow => flow(org),
        Arrangement::InvertedPyramid => pyramid(org, true),
        Arrangement::Pyramid => pyramid(org, false),
        Arrangement::Departments => departments(org),
    }
}

/// The card around its centre.
#[must_use]
pub fn card(centre: Point) -> Rect {
    Rect::around(centre, CARD_WIDTH, CARD_HEIGHT)
}
