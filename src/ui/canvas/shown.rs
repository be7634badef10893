//! What the map shows: a document, the places of its cards and its indicators. Whatever draws or finds something under
//! the pointer reads them here; what changes the document asks the session.

use crate::{
    health::{Health, Window},
    layout::Positions,
    network::Collapsed,
    org::{HandoffId, Org, PartyId},
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
    /// Which departments are collapsed: another number for every choice of them.
    pub choice: u64,
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
    /// Who is shown for whom, where departments are collapsed.
    pub collapsed: Option<&'a Collapsed>,
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
            collapsed: None,
            key: Key {
                document: session.revision(),
                places: session.places(),
                window: health.window,
                behind: session.is_behind(),
                choice: 0,
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

    /// Everybody for whom a card stands.
    pub fn members(self, party: &'a PartyId) -> &'a [PartyId] {
        let alone = std::slice::from_ref(party);
        self.collapsed.map_or(alone, |collapsed| collapsed.members(party))
    }

    /// The handoffs for which a line stands.
    pub fn handoffs(self, handoff: &'a HandoffId) -> &'a [HandoffId] {
        let alone = std::slice::from_ref(handoff);
        self.collapsed.map_or(alone, |collapsed| collapsed.handoffs(handoff))
    }

    /// Whether a card stands for a whole department.
    pub fn is_box(self, party: &PartyId) -> bool {
        self.collapsed.is_some_and(|collapsed| collapsed.is_box(party))
    }
}
