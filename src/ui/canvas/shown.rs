//! What the map shows: a document, the places of its cards and its indicators. Whatever draws or finds something under
//! the pointer reads them here; what changes the document asks the session.

use crate::{
    health::{Health, Window},
    layout::Positions,
    org::Org,
    session::Session,
    ui::what_if::Supposed,
};

/// Says whether anything that is shown has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The state of the document.
    pub document: u64,
    /// The state of the places: another one for every step of cards that are on their way.
    pub places: u64,
    /// The days that the indicators are of.
    pub window: Window,
    /// Whether they are still those of other days than the ones looked at.
    pub behind: bool,
}

/// What is shown in this frame.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// The parties and handoffs.
    pub org: &'a Org,
    /// The places of the cards.
    pub positions: &'a Positions,
    /// The indicators: today's, or those that would be.
    pub health: &'a Health,
    /// Whether anything of that has changed.
    pub key: Key,
    /// Whether the cards are on their way somewhere else.
    pub moving: bool,
}

impl<'a> Shown<'a> {
    /// The session's document as it is.
    pub fn of(session: &'a Session) -> Self {
        let health = session.health();
        Self {
            org: session.org(),
            positions: session.positions(),
            health,
            key: Key {
                document: session.revision(),
                places: session.places(),
                window: health.window,
                behind: session.is_behind(),
            },
            moving: false,
        }
    }

    /// The same with the cards on their way to where they belong; `step` is a number for this step of it.
    pub fn on_the_way(self, positions: &'a Positions, step: u64) -> Self {
        let key = Key {
            places: step,
            ..self.key
        };
        Self {
            positions,
            key,
            moving: true,
            ..self
        }
    }

    /// The same with the indicators that would follow from what is supposed, where they are known.
    pub fn supposing(self, supposed: Option<Supposed<'a>>) -> Self {
        let health = supposed.and_then(Supposed::health).unwrap_or(self.health);
        Self { health, ..self }
    }
}
