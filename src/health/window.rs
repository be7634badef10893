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

    /// The instants at which it opens and closes, to be asked for many entries.
    #[must_use]
    pub fn frame(self) -> Frame {
        Frame {
            opens: self.opens(),
            closes: self.closes(),
        }
    }

    /// Whether the instant lies in it.
    #[must_use]
    pub fn holds(self, moment: Moment) -> bool {
        self.frame().holds(moment.instant())
    }

    /// Whether it has happened by the end of the window.
    #[must_use]
    pub fn knows(self, moment: Moment) -> bool {
        self.frame().knows(moment.instant())
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
        self.frame().is_past(deadline)
    }

    /// The windows of the same length that end with each week of the year before, and this one last.
    #[must_use]
    pub fn weeks(self) -> Vec<Self> {
        (0..=WEEKS).rev().map(|weeks| self.back(weeks)).collect()
    }

    /// The window of the same length so many weeks earlier.
    #[must_use]
    pub fn back(self, weeks: i64) -> Self {
        Self {
            as_of: self.as_of.saturating_sub((7 * weeks).days()),
            days: self.days,
        }
    }
}

/// How many weeks a year is looked back.
pub const WEEKS: i64 = 52;

/// The two ends of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The last instant before it.
    pub opens: DateTime,
    /// Its last instant.
    pub closes: DateTime,
}

impl Frame {
    /// See [`Window::holds`].
    #[must_use]
    pub fn holds(&self, instant: DateTime) -> bool {
        self.opens < instant && instant <= self.closes
    }

    /// See [`Window::knows`].
    #[must_use]
    pub fn knows(&self, instant: DateTime) -> bool {
        instant <= self.closes
    }

    /// See [`Window::is_past`].
    #[must_use]
    pub fn is_past(&self, deadline: DateTime) -> bool {
        deadline < self.closes
    }
}
