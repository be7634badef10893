//! The days that the indicators look at.

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
};

use crate::org::Moment;

/// A number of days that ends with the day as of which everything is seen. Whatever is dated later
/// has not happened yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The last day.
    pub as_of: Date,
    /// How many days, the last one included.
    pub days: u16,
}

impl Window {
    /// The last instant before the window.
    #[must_use]
    pub fn opens(self) -> DateTime {
        Moment::day(self.as_of.saturating_sub(i64::from(self.days).days())).instant()
    }

    /// The last instant of the window: the end of the day as of which everything is seen.
    #[must_use]
    pub fn closes(self) -> DateTime {
        Moment::day(self.as_of).instant()
    }

    /// Its first day; after [`Self::as_of`] where it has no day at all.
    #[must_use]
    pub fn first_day(self) -> Date {
        let before = i64::from(self.days) - 1;
        self.as_of.saturating_sub(before.days())
    }

    /// Whether the instant lies in it.
    #[must_use]
    pub fn holds(self, moment: Moment) -> bool {
        let instant = moment.instant();
        self.opens() < instant && instant <= self.closes()
    }

    /// Whether it has happened by the end of the window.
    #[must_use]
    pub fn knows(self, moment: Moment) -> bool {
        moment.instant() <= self.closes()
    }

    /// What is known of a date that may lie in the future.
    #[must_use]
    pub fn known(self, moment: Option<Moment>) -> Option<Moment> {
        moment.filter(|moment| self.knows(*moment))
    }

    /// Whether something that had to be done by then is late if it is still open. What is due by the
    /// end of the last day is not late yet.
    #[must_use]
    pub fn is_past(self, deadline: DateTime) -> bool {
        deadline < self.closes()
    }
}
