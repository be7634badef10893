//! Where the cards of the map stand, how the handoffs run between them, and where there is room for labels.
//!
//! Pure and deterministic: the same organisation gives the same picture on every machine. Nothing here
//! depends on a hash map's order, on randomness, or on mathematics beyond + − × ÷ and the square root.

use std::collections::BTreeMap;

use crate::org::{Arrangement, Org, PartyId};

mod collapse;
mod columns;
mod coordinates;
mod departments;
mod even;
mod flow;
pub mod geometry;
mod graph;
mod groups;
mod labels;
mod large;
mod levels;
mod order;
mod place;
mod progress;
mod pyramid;
mod rough;
mod route;
mod search;
mod settle;
mod standing;
mod tidy;

pub use collapse::{Aside, collapsed};
pub use coordinates::isotonic;
pub use departments::{HULL, TITLE, departments, departments_with};
pub use flow::{flow, flow_with};
pub use geometry::{Cubic, Point, Rect};
pub use groups::{Groups, groups};
pub use labels::{Label, labels};
pub use large::{neighbourhoods, neighbourhoods_with};
pub use place::{place, place_with};
pub use pyramid::pyramid;
pub use rough::rough;
pub use route::{Cards, Care, Ends, Route, Routes, STACK, reroute, routes};
pub use standing::Standing;

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

/// Whether laying the whole map out takes no longer than a frame, whatever the arrangement.
#[must_use]
pub fn is_quick(org: &Org) -> bool {
    const PARTIES: usize = 300;
    const HANDOFFS: usize = 3_000;
    org.parties.len() <= PARTIES && org.handoffs.len() <= HANDOFFS
}

/// Lays the whole map out as the document has chosen, whatever positions it has.
#[must_use]
pub fn arrange(org: &Org) -> Positions {
    arrange_with(org, &mut |_| true).unwrap_or_default()
}

/// The same for somebody who may lose interest meanwhile: `goes_on` is told the share done, from 0 to 1, and says
/// whether to go on. `None` where it said no.
#[must_use]
pub fn arrange_with(org: &Org, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    match org.settings.layout {
        Arrangement::Flow => flow_with(org, goes_on),
        Arrangement::InvertedPyramid => at_once(goes_on, || pyramid(org, true)),
        Arrangement::Pyramid => at_once(goes_on, || pyramid(org, false)),
        Arrangement::Departments => departments_with(org, goes_on),
        Arrangement::Neighbourhoods => neighbourhoods_with(org, goes_on),
    }
}

/// A layout that is too quick to tell how far it is.
fn at_once(goes_on: &mut dyn FnMut(f32) -> bool, layout: impl FnOnce() -> Positions) -> Option<Positions> {
    if !goes_on(0.0) {
        return None;
    }
    let places = layout();
    goes_on(1.0).then_some(places)
}

/// The card around its centre.
#[must_use]
pub fn card(centre: Point) -> Rect {
    Rect::around(centre, CARD_WIDTH, CARD_HEIGHT)
}
