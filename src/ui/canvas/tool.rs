//! What the pointer is doing on the map.

use std::collections::BTreeMap;

use egui::Pos2;

use crate::{layout::Point, org::PartyId, session::Selection};

/// A gesture that is going on.
#[derive(Clone, Debug, Default)]
pub enum Gesture {
    /// None.
    #[default]
    Idle,
    /// Cards are being moved.
    Move {
        /// Where on the map the pointer took hold.
        from: Point,
        /// Where the cards were then.
        origins: BTreeMap<PartyId, Point>,
    },
    /// A handoff is being drawn.
    Connect {
        /// Who will provide.
        provider: PartyId,
    },
    /// A band is being drawn around parties.
    Band {
        /// Where on the map it began.
        from: Point,
        /// What was selected before and stays so.
        keep: Selection,
    },
    /// The map is being pushed around.
    Pan,
}

impl Gesture {
    /// The cards that the pointer has hold of.
    #[must_use]
    pub fn held(&self) -> Vec<&PartyId> {
        match self {
            Self::Move { origins, .. } => origins.keys().collect(),
            Self::Connect { provider } => vec![provider],
            Self::Idle | Self::Band { .. } | Self::Pan => Vec::new(),
        }
    }

    /// Whether cards are elsewhere in every frame.
    pub const fn moves_cards(&self) -> bool {
        matches!(self, Self::Move { .. })
    }

    /// Whether the pointer has hold of that card.
    #[must_use]
    pub fn holds(&self, card: &PartyId) -> bool {
        match self {
            Self::Move { origins, .. } => origins.contains_key(card),
            Self::Connect { provider } => provider == card,
            Self::Idle | Self::Band { .. } | Self::Pan => false,
        }
    }
}

/// A name that is being typed on the map itself.
#[derive(Clone, Debug)]
pub struct Rename {
    /// What is being named.
    pub what: Named,
    /// What has been typed so far.
    pub draft: String,
    /// What it was called before.
    pub original: String,
    /// The key of the change that goes on, under which a new party was drawn as well.
    pub key: String,
    /// Whether it was drawn just now, and so gets its identifier with its name.
    pub drawn: bool,
    /// Whether the field has had the keyboard yet.
    pub started: bool,
}

/// Something on the map with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A party's name.
    Party(PartyId),
    /// A handoff's deliverable.
    Handoff(crate::org::HandoffId),
}

/// Where the pointer has hold of a card: its middle moves it, its edge draws a handoff.
#[must_use]
pub fn on_edge(card: egui::Rect, at: Pos2, zoom: f32) -> bool {
    // Far out, the edge would be all there is of a card.
    zoom >= 0.5 && !card.shrink(EDGE).contains(at)
}

/// How far the edge reaches into a card, in screen points.
pub const EDGE: f32 = 9.0;
/// How far the edge reaches out of a card, in screen points.
pub const REACH: f32 = 5.0;
