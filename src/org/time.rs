//! Civil time as people write it: a day, a day with an hour, a length such as "2 weeks".

use std::{fmt, str::FromStr};

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Reads and writes a civil date as `"2026-03-12"`, with an error that names the wrong text.
pub mod day {
    use super::{Date, Deserialize, Deserializer, Serializer};

    /// Reads a date.
    ///
    /// # Errors
    /// Where the text is no date of the calendar, for example 2026-02-30.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_date(&text).map_err(serde::de::Error::custom)
    }

    /// Writes a date.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }
}

/// The same as [`day`] for a date that may be missing.
pub mod optional_day {
    use super::{Date, Deserialize, Deserializer, Serializer};

    /// Reads a date or nothing.
    ///
    /// # Errors
    /// Where the text is no date of the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| super::parse_date(&text).map_err(serde::de::Error::custom))
            .transpose()
    }

    /// Writes a date or nothing.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_some(&date.to_string()),
            None => serializer.serialize_none(),
        }
    }
}

/// A text that is no date, hour or length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not a date of the calendar.
    #[error("{0:?} is not a date of the calendar; write it as 2026-03-12")]
    Date(String),
    /// Not a date, or a date with an hour.
    #[error("{0:?} is not a date or a date with an hour; write it as 2026-03-12 or 2026-03-12T14:30")]
    Moment(String),
    /// Not a length of time.
    #[error("{0:?} is not a length of time; write it as \"4 hours\", \"3 days\", \"2 weeks\" or \"1 month\"")]
    Span(String),
}

/// Cuts hostile or merely long text so that a message stays readable.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Reads `2026-03-12`, and nothing looser.
///
/// # Errors
/// Where the text is no date of the calendar.
pub fn parse_date(text: &str) -> Result<Date, TimeError> {
    let strict = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    strict
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| TimeError::Date(shown(text)))
}

/// A civil date, or a date with an hour. A date alone means the end of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    date: Date,
    time: Option<Time>,
}

impl Moment {
    /// A whole day: whatever is due then is due by its end.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self { date, time: None }
    }

    /// A day and an hour.
    #[must_use]
    pub const fn at(date: Date, time: Time) -> Self {
        Self { date, time: Some(time) }
    }

    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The hour, where one was given.
    #[must_use]
    pub const fn time(self) -> Option<Time> {
        self.time
    }

    /// The instant meant: the hour given, or the last instant of the day.
    #[must_use]
    pub fn instant(self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::MAX))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant()
            .cmp(&other.instant())
            .then_with(|| self.time.is_none().cmp(&other.time.is_none()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            None => Ok(()),
            Some(time) if time.second() == 0 && time.subsec_nanosecond() == 0 => {
                write!(f, "T{:02}:{:02}", time.hour(), time.minute())
            }
            Some(time) => write!(f, "T{time}"),
        }
    }
}

impl FromStr for Moment {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError::Moment(shown(text));
        match text.split_once(['T', ' ']) {
            None => parse_date(text).map(Self::day),
            Some((date, time)) => {
                let date = parse_date(date)?;
                let strict = time.len() >= 5 && time.bytes().all(|b| b.is_ascii_digit() || b":.".contains(&b));
                let time = strict.then(|| time.parse().ok()).flatten().ok_or_else(wrong)?;
                Ok(Self::at(date, time))
            }
        }
    }
}

/// The unit of a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 60 minutes.
    Hours,
    /// Civil days.
    Days,
    /// Seven civil days.
    Weeks,
    /// Calendar months.
    Months,
}

impl Unit {
    /// All units, shortest first.
    pub const ALL: [Self; 4] = [Self::Hours, Self::Days, Self::Weeks, Self::Months];

    /// The word for one of it.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Hours => "hour",
            Self::Days => "day",
            Self::Weeks => "week",
            Self::Months => "month",
        }
    }
}

/// A length of civil time: "3 days". Zero is allowed and means at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

impl Span {
    /// So many of a unit.
    #[must_use]
    pub const fn new(count: u16, unit: Unit) -> Self {
        Self { count, unit }
    }

    /// So many days.
    #[must_use]
    pub const fn days(count: u16) -> Self {
        Self::new(count, Unit::Days)
    }

    /// The instant this long after `start`, kept within the calendar.
    #[must_use]
    pub fn after(self, start: DateTime) -> DateTime {
        start.saturating_add(self.jiff())
    }

    /// The instant this long before `end`, kept within the calendar.
    #[must_use]
    pub fn before(self, end: DateTime) -> DateTime {
        end.saturating_sub(self.jiff())
    }

    fn jiff(self) -> jiff::Span {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Hours => count.hours(),
            Unit::Days => count.days(),
            Unit::Weeks => count.weeks(),
            Unit::Months => count.months(),
        }
    }

    /// This span `times` over, from a fixed start: the start of the interval with that number.
    #[must_use]
    pub fn nth_after(self, start: DateTime, times: u32) -> DateTime {
        let count = i64::from(self.count) * i64::from(times);
        // Capped so that the civil arithmetic below stays within its own bounds for any input.
        let count = count.min(100_000);
        start.saturating_add(match self.unit {
            Unit::Hours => count.hours(),
            Unit::Days => count.days(),
            Unit::Weeks => count.weeks(),
            Unit::Months => count.months(),
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.singular())
    }
}

impl FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError::Span(shown(text));
        let (count, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let count = count.parse().map_err(|_| wrong())?;
        let unit = unit.trim();
        let unit = unit.strip_suffix('s').unwrap_or(unit);
        Unit::ALL
            .into_iter()
            .find(|u| u.singular() == unit)
            .map(|unit| Self { count, unit })
            .ok_or_else(wrong)
    }
}

macro_rules! serde_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(D::Error::custom)
            }
        }
    };
}

serde_as_text!(Moment);
serde_as_text!(Span);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_alone_is_the_end_of_its_day() {
        let whole: Moment = "2026-03-12".parse().unwrap();
        let evening: Moment = "2026-03-12T23:00".parse().unwrap();
        assert!(evening < whole);
        assert!(whole < "2026-03-13T00:00".parse().unwrap());
    }

    #[test]
    fn moments_and_spans_are_written_as_they_are_read() {
        for text in ["2026-03-12", "2026-03-12T08:05", "2026-03-12T08:05:09"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        for text in ["1 day", "2 weeks", "0 days", "6 hours", "1 month"] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_or_length_is_refused() {
        for text in [
            "2026-02-30",
            "2026-2-3",
            "yesterday",
            "",
            "2026-03-12T25:00",
            "2026-03-12T",
            "2026-03-12+01",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        for text in ["-1 days", "three days", "4", "4 fortnights", "99999 days"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_follow_the_calendar() {
        let start = date(2026, 1, 31).at(12, 0, 0, 0);
        assert_eq!(Span::new(1, Unit::Months).after(start).date(), date(2026, 2, 28));
        assert_eq!(Span::new(1, Unit::Months).nth_after(start, 2).date(), date(2026, 3, 31));
    }
}
