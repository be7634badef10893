//! What follows from the document: indicators and places. Brought up to date after every change by
//! looking only at what differs from the last document seen, so undo and redo cost as little as an edit.

use std::sync::Arc;

use jiff::{ToSpan as _, civil::Date};

use super::places::{self, Places};
use crate::{
    health::{Health, Overall, Window},
    layout::Positions,
    org::Org,
};

/// What follows from one state of the document.
#[derive(Clone)]
pub struct Derived {
    seen: Org,
    /// The day that counts as today.
    pub today: Date,
    /// The day as of which the indicators are seen, where that is not today.
    pub as_of: Option<Date>,
    /// Indicators as of that day.
    pub health: Health,
    /// Those of the whole one window earlier.
    pub earlier: Overall,
    /// Where the cards lie.
    pub positions: Positions,
    /// A number that changes whenever any card may lie elsewhere.
    pub places: u64,
    /// How often a layout has put the cards elsewhere.
    pub sweeps: u64,
    /// Whether a layout that takes longer than a frame is left to somebody else.
    pub later: bool,
}

impl Derived {
    /// Works everything out from the start.
    pub fn of(org: &Org, today: Date) -> Self {
        Self::with(org, today, places::of(org, None))
    }

    /// Works out everything but the places.
    pub fn with(org: &Org, today: Date, positions: Positions) -> Self {
        let window = Window {
            as_of: today,
            days: org.settings.window_days,
        };
        let (health, earlier) = measure(org, window);
        Self {
            seen: org.clone(),
            today,
            as_of: None,
            health,
            earlier,
            positions,
            places: 0,
            sweeps: 0,
            later: false,
        }
    }

    /// Another day today: the indicators follow, the cards stay.
    pub fn set_today(&mut self, today: Date) {
        self.today = today;
        self.look_back();
    }

    /// Looks at another day; today without one.
    pub fn set_as_of(&mut self, as_of: Option<Date>) {
        self.as_of = as_of.filter(|day| *day != self.today);
        self.look_back();
    }

    /// The days that the indicators should be of.
    fn wanted(&self) -> Window {
        Window {
            as_of: self.as_of.unwrap_or(self.today),
            days: self.seen.settings.window_days,
        }
    }

    /// Measures the same document over the days looked at, unless it is so large that somebody else has to.
    fn look_back(&mut self) {
        if self.is_behind() && is_small(&self.seen) {
            let (health, earlier) = measure(&self.seen, self.wanted());
            (self.health, self.earlier) = (health, earlier);
        }
    }

    /// Whether the indicators are still those of other days than the ones looked at.
    pub fn is_behind(&self) -> bool {
        self.health.window != self.wanted()
    }

    /// What has to be worked out for them to catch up.
    pub fn behind(&self) -> Option<Behind> {
        self.is_behind().then(|| Behind {
            org: self.seen.clone(),
            window: self.wanted(),
        })
    }

    /// Takes over what was worked out, if it is still what is looked at; what was changed meanwhile is looked
    /// at again.
    pub fn catch_up(&mut self, measured: Measured) {
        let Measured {
            org,
            mut health,
            mut earlier,
        } = measured;
        if health.window == self.wanted() {
            follow(&mut health, &mut earlier, &org, &self.seen);
            (self.health, self.earlier) = (health, earlier);
        }
    }

    /// Works out what a change brought about. Says what it means for the places, of which `owed` tells whether they
    /// waited for a layout before.
    pub fn refresh(&mut self, org: &Org, owed: bool) -> Places {
        let same_layout = self.seen.settings.layout == org.settings.layout;
        let mut found = if owed { Places::StillOwed } else { Places::Found };
        if !self.seen.parties.ptr_eq(&org.parties) || !self.seen.handoffs.ptr_eq(&org.handoffs) || !same_layout {
            let fresh = places::is_fresh(&self.seen, org);
            // Giving all cards back to the layout means a fresh layout, not the places they had.
            let kept = (!fresh).then_some(&self.positions);
            let free = org.parties.values().any(|party| party.position.is_none());
            let slow = self.later && free && (places::is_slow(org, kept) || (owed && fresh));
            if slow {
                found = Places::Owed(kept.map(|places| Arc::new(places.clone())));
            } else if !free {
                found = Places::Found;
            }
            if found == Places::Found {
                if fresh && !self.seen.parties.is_empty() {
                    self.sweeps += 1;
                }
                self.positions = places::of(org, kept);
                self.places += 1;
            } else if !self.seen.parties.ptr_eq(&org.parties) {
                self.positions = places::meanwhile(org, &self.positions);
                self.places += 1;
            }
        }
        self.measure(org);
        found
    }

    /// Goes back to a state in which the cards without a place of their own lay there.
    pub fn return_to(&mut self, org: &Org, afloat: &Positions) {
        let positions = places::of(org, Some(afloat));
        let arranged = self.seen.settings.layout != org.settings.layout && self.positions != positions;
        if arranged || places::is_moved(&self.positions, &positions) {
            self.sweeps += 1;
        }
        self.positions = positions;
        self.places += 1;
        self.measure(org);
    }

    /// Follows a change that leaves every card where it lies.
    pub fn stay(&mut self, org: &Org) {
        self.positions = places::meanwhile(org, &self.positions);
        self.places += 1;
        self.measure(org);
    }

    /// Takes over where a layout put the cards.
    pub fn settle(&mut self, positions: Positions) {
        self.positions = positions;
        self.places += 1;
        self.sweeps += 1;
    }

    /// Where the cards lie that have no place of their own in the document.
    pub fn afloat(&self) -> Positions {
        let free = self.seen.parties.iter().filter(|(_, party)| party.position.is_none());
        free.filter_map(|(id, _)| Some((id.clone(), *self.positions.get(id)?)))
            .collect()
    }

    fn measure(&mut self, org: &Org) {
        follow(&mut self.health, &mut self.earlier, &self.seen, org);
        self.seen = org.clone();
        self.look_back();
    }
}

/// A document whose indicators have to be worked out over other days.
#[derive(Clone)]
pub struct Behind {
    org: Org,
    window: Window,
}

/// What came of that.
pub struct Measured {
    org: Org,
    health: Health,
    earlier: Overall,
}

impl Behind {
    /// The days.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.window
    }

    /// Works the indicators out, which for a large document takes longer than a frame.
    #[must_use]
    pub fn measure(self) -> Measured {
        let (health, earlier) = measure(&self.org, self.window);
        Measured {
            org: self.org,
            health,
            earlier,
        }
    }
}

/// The indicators over some days, and those of the whole one window earlier.
fn measure(org: &Org, window: Window) -> (Health, Overall) {
    let health = Health::of(org, window.as_of, window.days);
    let earlier = health.overall(org, before(window.as_of, window.days));
    (health, earlier)
}

/// Brings both up to date with what changed from one document to another.
fn follow(health: &mut Health, earlier: &mut Overall, before: &Org, after: &Org) {
    // Cheap, because versions share structure.
    let known = health.clone();
    let touched = health.refresh(before, after);
    earlier.refresh((before, &known), (after, health), &touched);
}

/// Whether measuring it takes less than a frame.
fn is_small(org: &Org) -> bool {
    const HANDOFFS: usize = 500;
    const ENTRIES: usize = 10_000;
    org.handoffs.len() <= HANDOFFS && org.log.len() <= ENTRIES
}

fn before(day: Date, days: u16) -> Date {
    day.saturating_sub(i64::from(days).days())
}
