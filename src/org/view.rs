//! A bookmarked view of the map: where one looks, how near, and what stands out there.

use std::{collections::BTreeSet, ops::RangeInclusive};

use serde::{Deserialize, Serialize};

use super::{Org, PartyId, Position, ViewId, is_default, name::key};

/// What colours the handoffs of a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colour {
    /// Handoff reliability.
    #[default]
    Reliability,
    /// Communication.
    Communication,
    /// Alignment.
    Alignment,
    /// The goals that both sides share.
    Goals,
}

/// One party with its providers and customers, while the others step back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Focus {
    /// The party in the middle.
    pub party: PartyId,
    /// How many handoffs away the others may be: 1 or 2.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub steps: u8,
}

impl Focus {
    /// The steps that can be chosen.
    pub const STEPS: RangeInclusive<u8> = 1..=2;
}

const fn one() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_one(steps: &u8) -> bool {
    *steps == 1
}

/// A view of the map under a name, to come back to and to present.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The place on the map in the middle of the view, in points at 100 % zoom.
    pub centre: Position,
    /// How large the map is drawn; 1 is natural size. Within [`View::ZOOM`].
    pub zoom: f32,
    /// What colours the handoffs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub colour: Colour,
    /// Which party stands out with its neighbours.
    #[serde(default, skip_serializing_if = "is_default")]
    pub focus: Option<Focus>,
    /// Which departments, by the parties at their heads, are shown as one box each.
    #[serde(default, skip_serializing_if = "is_default")]
    pub collapsed: BTreeSet<PartyId>,
    /// Its place among the views: lower ones come first, equal ones by their identifiers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: u32,
}

impl View {
    /// The smallest and the largest zoom.
    pub const ZOOM: RangeInclusive<f32> = 0.002..=4.0;

    /// The zoom that it is shown with: natural size where the file holds no number, else the nearest that can be
    /// shown.
    #[must_use]
    pub fn usable_zoom(&self) -> f32 {
        let zoom = if self.zoom.is_finite() { self.zoom } else { 1.0 };
        zoom.clamp(*Self::ZOOM.start(), *Self::ZOOM.end())
    }

    /// The view as the file holds it: a place on tenths of a point, a zoom on thousandths (on ten-thousandths where it is
    /// small) that can be shown, one or
    /// two steps.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.centre = Position::rounded(self.centre.0, self.centre.1);
        let zoom = self.usable_zoom();
        // A map of thousands as a whole is drawn so small that a thousandth would be seen.
        let parts = if zoom < 0.1 { 10_000.0 } else { 1_000.0 };
        self.zoom = (zoom * parts).round() / parts;
        if let Some(focus) = &mut self.focus {
            focus.steps = focus.steps.clamp(*Focus::STEPS.start(), *Focus::STEPS.end());
        }
        self
    }
}

impl Org {
    /// The bookmarked view with this identifier, or else the first with this name.
    #[must_use]
    pub fn view_called(&self, wanted: &str) -> Option<&ViewId> {
        let by_id = self.views.get_key_value(wanted).map(|(id, _)| id);
        let wanted = key(wanted);
        by_id.or_else(|| {
            let views = self.views_in_order();
            views
                .into_iter()
                .find(|(_, view)| key(&view.name) == wanted)
                .map(|(id, _)| id)
        })
    }

    /// The bookmarked views, first to last.
    #[must_use]
    pub fn views_in_order(&self) -> Vec<(&ViewId, &View)> {
        let mut views: Vec<_> = self.views.iter().map(|(id, view)| (id, &**view)).collect();
        views.sort_by_key(|(id, view)| (view.order, *id));
        views
    }
}
