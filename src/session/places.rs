//! Where the cards lie, and what a whole layout would change: at once where that takes no longer than a frame, else
//! worked out elsewhere while the cards stay where they are.

use std::sync::Arc;

use crate::{
    layout::{self, CARD_HEIGHT, CARD_WIDTH, Point, Positions, Standing},
    org::{Arrangement, Edit, Map, Org, Party, PartyId, Position, Settings},
};

/// More newcomers at once than this are not placed one after the other within a frame.
const MANY: usize = 60;
/// A card that moved by less has not gone anywhere.
const STEP: f32 = 1.0;

/// What a change means for the places.
#[derive(Debug, PartialEq)]
pub enum Places {
    /// Every card lies where it belongs.
    Found,
    /// The layout that was waited for before is still waited for.
    StillOwed,
    /// A layout has to be worked out. Cards with a place in here keep it.
    Owed(Option<Arc<Positions>>),
}

/// A layout that a state of the document waits for.
#[derive(Clone, Debug)]
pub struct Owed {
    /// A number that no other layout of this session has.
    pub number: u64,
    /// The places that it leaves as they are.
    pub kept: Option<Arc<Positions>>,
}

/// A document whose layout has to be worked out, which takes longer than a frame.
#[derive(Clone)]
pub struct Unplaced {
    org: Org,
    owed: Owed,
}

impl Unplaced {
    /// A document that waits for that layout.
    pub(super) fn new(org: &Org, owed: &Owed) -> Self {
        Self {
            org: org.clone(),
            owed: owed.clone(),
        }
    }

    /// A number that no other layout of this session has.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.owed.number
    }

    /// How it will be arranged.
    #[must_use]
    pub const fn arrangement(&self) -> Arrangement {
        self.org.settings.layout
    }

    /// How many parties there are.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.org.parties.len()
    }

    /// Works the layout out. `goes_on` is told the share done, from 0 to 1, and says whether to go on; nothing comes
    /// of it where it said no.
    #[must_use]
    pub fn arrange(self, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Placed> {
        let places = with(&self.org, self.owed.kept.as_deref(), goes_on)?;
        Some(Placed {
            number: self.owed.number,
            parties: self.org.parties,
            places,
        })
    }
}

/// What came of that.
pub struct Placed {
    /// Which layout it is.
    pub(super) number: u64,
    /// The parties for whom it was worked out.
    parties: Map<PartyId, Party>,
    places: Positions,
}

impl Placed {
    /// Where the cards of the document lie now, which may have been changed meanwhile: whoever was dragged stays
    /// there, and newcomers find a place as ever.
    pub(super) fn onto(&self, org: &Org) -> Positions {
        if self.parties.ptr_eq(&org.parties) {
            return self.places.clone();
        }
        let mut known = Positions::new();
        let mut moved = Standing::keeping(Point::new(CARD_WIDTH, CARD_HEIGHT));
        for (id, party) in &org.parties {
            if let Some(at) = party.position.map(stored) {
                if self.places.get(id) != Some(&at) {
                    moved.add(at);
                }
                known.insert(id.clone(), at);
            }
        }
        for (id, at) in &self.places {
            let free = org.parties.get(id).is_some_and(|party| party.position.is_none());
            if free && moved.is_free(*at) {
                known.insert(id.clone(), *at);
            }
        }
        of(org, Some(&known))
    }

    /// The same for a state of the document to come back to, in which cards without a place lay there.
    pub(super) fn afloat(&self, org: &Org, before: &Positions) -> Positions {
        let free = org.parties.iter().filter(|(_, party)| party.position.is_none());
        free.filter_map(|(id, _)| Some((id.clone(), *self.places.get(id).or_else(|| before.get(id))?)))
            .collect()
    }
}

/// Stored places first, then those already on screen, then whatever the layout finds for the rest.
pub fn of(org: &Org, on_screen: Option<&Positions>) -> Positions {
    with(org, on_screen, &mut |_| true).unwrap_or_default()
}

/// The same for somebody who may lose interest meanwhile.
pub fn with(org: &Org, on_screen: Option<&Positions>, goes_on: &mut dyn FnMut(f32) -> bool) -> Option<Positions> {
    let known = known(org, on_screen);
    if known.len() == org.parties.len() {
        Some(known)
    } else {
        layout::place_with(org, &known, goes_on)
    }
}

/// Somewhere for every card to lie where no layout could be worked out.
pub fn rough(org: &Org) -> Positions {
    layout::rough(org, &known(org, None))
}

/// Where the cards lie while a layout is being worked out: where they were, and newcomers among them, where so many
/// come at once below all others.
pub fn meanwhile(org: &Org, shown: &Positions) -> Positions {
    let known = known(org, Some(shown));
    let newcomers = org.parties.len() - known.len();
    if newcomers > MANY || newcomers > known.len() {
        layout::rough(org, &known)
    } else {
        of(org, Some(&known))
    }
}

fn known(org: &Org, on_screen: Option<&Positions>) -> Positions {
    let mut known = Positions::new();
    for (id, party) in &org.parties {
        let at = party.position.map(stored);
        let at = at.or_else(|| on_screen.and_then(|places| places.get(id)).copied());
        if let Some(at) = at {
            known.insert(id.clone(), at);
        }
    }
    known
}

fn stored(Position(x, y): Position) -> Point {
    let Position(x, y) = Position::rounded(x, y);
    Point { x, y }
}

/// Whether the cards are given to a layout between two states: another one was chosen, or all were given back to it.
pub fn is_fresh(before: &Org, now: &Org) -> bool {
    let is_stored = |org: &Org| org.parties.values().any(|party| party.position.is_some());
    // The last card that was put somewhere may also have been deleted: then the others stay where they are.
    let is_given_back = || {
        let mut free = now.parties.iter().filter(|(_, party)| party.position.is_none());
        free.any(|(id, _)| before.parties.get(id).is_some_and(|party| party.position.is_some()))
    };
    before.settings.layout != now.settings.layout || (is_stored(before) && !is_stored(now) && is_given_back())
}

/// Whether finding a place for every card takes longer than a frame, where those in `kept` stay.
pub fn is_slow(org: &Org, kept: Option<&Positions>) -> bool {
    let Some(kept) = kept else {
        return !layout::is_quick(org);
    };
    let is_new = |(id, party): &(&PartyId, &Arc<Party>)| party.position.is_none() && !kept.contains_key(*id);
    let newcomers = org.parties.iter().filter(is_new).count();
    (newcomers > MANY || 2 * newcomers > org.parties.len()) && !layout::is_quick(org)
}

/// Whether a layout has put the cards elsewhere: at least every second one that was there before.
pub fn is_moved(before: &Positions, now: &Positions) -> bool {
    let both: Vec<_> = now.iter().filter_map(|(id, at)| Some((before.get(id)?, at))).collect();
    let far = |(from, to): &&(&Point, &Point)| (from.x - to.x).abs() > STEP || (from.y - to.y).abs() > STEP;
    let moved = both.iter().filter(far).count();
    moved > 1 && 2 * moved >= both.len()
}

/// The edits that arrange a document as another state of it was arranged, where it still has the same parties.
pub fn arranged_as(before: &Org, now: &Org) -> Vec<Edit> {
    let mut edits = Vec::new();
    if before.settings.layout != now.settings.layout {
        edits.push(Edit::Settings(Settings {
            layout: before.settings.layout,
            ..now.settings.clone()
        }));
    }
    for (id, party) in &now.parties {
        let at = before.parties.get(id).and_then(|party| party.position);
        if let (None, Some(at)) = (party.position, at) {
            edits.push(Edit::Move(id.clone(), Some(at)));
        }
    }
    edits
}
