//! What follows from the document: indicators and places. Brought up to date after every change by
//! looking only at what differs from the last document seen, so undo and redo cost as little as an edit.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    health::Health,
    layout::{self, Point, Positions},
    org::{Org, Position},
};

/// What follows from one state of the document.
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
        let window = org.settings.window_days;
        let health = Health::of(org, today, window);
        Self {
            seen: org.clone(),
            today,
            as_of: None,
            earlier: health.at(org, before(today, window)),
            health,
            positions: places(org, None),
        }
    }

    /// Another day today: the indicators follow, the cards stay.
    pub fn set_today(&mut self, today: Date) {
        self.today = today;
        if self.as_of.is_none() {
            self.look_back();
        }
    }

    /// Looks at another day; today without one.
    pub fn set_as_of(&mut self, as_of: Option<Date>) {
        self.as_of = as_of.filter(|day| *day != self.today);
        self.look_back();
    }

    /// Measures the same document as of the day looked at.
    fn look_back(&mut self) {
        let day = self.as_of.unwrap_or(self.today);
        self.health = self.health.at(&self.seen, day);
        self.earlier = self.health.at(&self.seen, before(day, self.seen.settings.window_days));
    }

    /// Works out what a change brought about.
    pub fn refresh(&mut self, org: &Org) {
        if !self.seen.parties.ptr_eq(&org.parties) || !self.seen.handoffs.ptr_eq(&org.handoffs) {
            let none_stored = org.parties.values().all(|party| party.position.is_none());
            let some_stored_before = self.seen.parties.values().any(|party| party.position.is_some());
            // Giving all cards back to the layout means a fresh layout, not the places they had.
            let kept = (!(none_stored && some_stored_before)).then_some(&self.positions);
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
        if org.settings.window_days == self.seen.settings.window_days {
            self.health.refresh(&self.seen, org);
            self.earlier.refresh(&self.seen, org);
            self.seen = org.clone();
        } else {
            let (window, day) = (org.settings.window_days, self.as_of.unwrap_or(self.today));
            self.health = Health::of(org, day, window);
            self.earlier = self.health.at(org, before(day, window));
            self.seen = org.clone();
        }
    }
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
