//! What follows from the document: indicators and places. Brought up to date after every change by
//! looking only at what differs from the last document seen, so undo and redo cost as little as an edit.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    health::{Health, Window},
    layout::{self, Point, Positions},
    org::{Org, Position},
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
    /// Indicators one window earlier.
    pub earlier: Health,
    /// Where the cards lie.
    pub positions: Positions,
}

impl Derived {
    /// Works everything out from the start.
    pub fn of(org: &Org, today: Date) -> Self {
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
            positions: places(org, None),
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
            health.refresh(&org, &self.seen);
            earlier.refresh(&org, &self.seen);
            (self.health, self.earlier) = (health, earlier);
        }
    }

    /// Works out what a change brought about.
    pub fn refresh(&mut self, org: &Org) {
        let same_layout = self.seen.settings.layout == org.settings.layout;
        if !self.seen.parties.ptr_eq(&org.parties) || !self.seen.handoffs.ptr_eq(&org.handoffs) || !same_layout {
            let none_stored = org.parties.values().all(|party| party.position.is_none());
            let some_stored_before = self.seen.parties.values().any(|party| party.position.is_some());
            // Giving all cards back to the layout means a fresh layout, not the places they had.
            let kept = (same_layout && !(none_stored && some_stored_before)).then_some(&self.positions);
            self.positions = places(org, kept);
        }
        self.measure(org);
    }

    /// Goes back to a state in which the cards without a place of their own lay there.
    pub fn return_to(&mut self, org: &Org, afloat: &Positions) {
        self.positions = places(org, Some(afloat));
        self.measure(org);
    }

    /// Where the cards lie that have no place of their own in the document.
    pub fn afloat(&self) -> Positions {
        let free = self.seen.parties.iter().filter(|(_, party)| party.position.is_none());
        free.filter_map(|(id, _)| Some((id.clone(), *self.positions.get(id)?)))
            .collect()
    }

    fn measure(&mut self, org: &Org) {
        self.health.refresh(&self.seen, org);
        self.earlier.refresh(&self.seen, org);
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
    earlier: Health,
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

/// The indicators over some days, and one window earlier.
fn measure(org: &Org, window: Window) -> (Health, Health) {
    let health = Health::of(org, window.as_of, window.days);
    let earlier = health.at(org, before(window.as_of, window.days));
    (health, earlier)
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

/// Stored places first, then those already on screen, then whatever the layout finds for the rest.
fn places(org: &Org, on_screen: Option<&Positions>) -> Positions {
    let mut known = Positions::new();
    for (id, party) in &org.parties {
        if let Some(Position(x, y)) = party.position {
            let Position(x, y) = Position::rounded(x, y);
            known.insert(id.clone(), Point { x, y });
        } else if let Some(at) = on_screen.and_then(|places| places.get(id)) {
            known.insert(id.clone(), *at);
        }
    }
    if known.len() == org.parties.len() {
        known
    } else {
        layout::place(org, &known)
    }
}
