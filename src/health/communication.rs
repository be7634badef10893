//! Communication of a handoff: what both sides say about it, whether questions are answered in time,
//! and whether the two look at it together as often as they agreed.

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
};

use crate::org::{Clarification, Handoff, Moment, Span, Unit};

use super::{
    Window,
    ballots::{self, Round},
    measure::{Part, PartKind},
    window::Frame,
};

/// The three parts.
#[must_use]
pub fn parts(
    requests: &[Request],
    rhythm: &Rhythm,
    voices: [Option<&Round>; 2],
    window: Window,
    frame: &Frame,
) -> [Part; 3] {
    let (mut in_time, mut counted) = (0, 0);
    for answer in requests.iter().filter_map(|request| request.answer(frame)) {
        counted += u32::from(answer != Answer::Waiting);
        in_time += u32::from(answer == Answer::InTime);
    }
    let (held, expected) = rhythm.within(window);
    [
        ballots::part(voices.map(|round| round.map(|round| &round.communication))),
        Part::counted(PartKind::Clarifications, in_time, counted),
        Part::counted(PartKind::CheckIns, held, expected),
    ]
}

/// What became of a clarification request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Answered within the agreed time.
    InTime,
    /// Answered later.
    Late,
    /// Still open although the agreed time is over.
    Overdue,
    /// Still open, and there is time left: left out.
    Waiting,
}

/// What became of a request as seen at the end of the window; nothing where it was asked outside the
/// window or no time was agreed.
#[must_use]
pub fn answer(handoff: &Handoff, request: &Clarification, window: Window) -> Option<Answer> {
    Request::of(handoff, request)?.answer(&window.frame())
}

/// A clarification request, reduced to what decides its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    asked: DateTime,
    deadline: DateTime,
    answered: Option<DateTime>,
}

impl Request {
    /// Reads a request; nothing where no time was agreed.
    #[must_use]
    pub fn of(handoff: &Handoff, request: &Clarification) -> Option<Self> {
        Some(Self {
            asked: request.asked.instant(),
            deadline: deadline(handoff, request.asked)?,
            answered: request.answered.map(Moment::instant),
        })
    }

    /// See [`answer`].
    #[must_use]
    pub fn answer(&self, frame: &Frame) -> Option<Answer> {
        frame
            .holds(self.asked)
            .then(|| match self.answered.filter(|instant| frame.knows(*instant)) {
                Some(answered) if answered <= self.deadline => Answer::InTime,
                Some(_) => Answer::Late,
                None if frame.is_past(self.deadline) => Answer::Overdue,
                None => Answer::Waiting,
            })
    }
}

/// The days on which the agreed check-in intervals begin, and the day after the last one: whole
/// intervals counted from the day of the first agreement that lie wholly in the window. Fewer than two days
/// mean no interval. Check-ins are dated by the day, so hours are rounded up to days.
#[must_use]
pub fn intervals(handoff: &Handoff, window: Window) -> Vec<Date> {
    if window.days == 0 {
        return Vec::new();
    }
    starts(handoff, window.first_day(), window.as_of)
}

/// The days between the two, both included, on which intervals begin, and the day after the last one.
fn starts(handoff: &Handoff, first: Date, last: Date) -> Vec<Date> {
    let (Some(agreed), Some(every)) = (handoff.agreed_since(), handoff.in_force().check_in_every) else {
        return Vec::new();
    };
    if every.count == 0 {
        return Vec::new();
    }
    let (months, days) = step(every);
    let elapsed = i64::from((first - agreed).get_days()).max(0);
    // Where the first interval may begin at the earliest: never past it, since no month has more than 31 days.
    let mut number = if months > 0 {
        elapsed / (31 * months)
    } else {
        (elapsed + days - 1) / days
    };
    let nth = |number: i64| {
        let span = jiff::Span::new().try_months(number * months);
        let span = span.and_then(|span| span.try_days(number * days));
        span.and_then(|span| agreed.checked_add(span)).ok()
    };
    let mut starts = Vec::new();
    let mut next = nth(number);
    // An interval that ends with the last day has its successor begin on the day after.
    while let Some(start) = next.filter(|start| *start <= last.saturating_add(1.day())) {
        if start >= first {
            starts.push(start);
        }
        number += 1;
        // Months are counted from the agreement, because they are not all as long.
        next = if months > 0 {
            nth(number)
        } else {
            start.checked_add(days.days()).ok()
        };
    }
    starts
}

/// The length of an interval in months, or else in days; hours are rounded up to days.
#[must_use]
pub fn step(every: Span) -> (i64, i64) {
    let count = i64::from(every.count);
    match every.unit {
        Unit::Hours => (0, (count + 23) / 24),
        Unit::Days => (0, count),
        Unit::Weeks => (0, 7 * count),
        Unit::Months => (count, 0),
    }
}

/// For each interval, whether there was a check-in in it.
#[must_use]
pub fn held(starts: &[Date], check_ins: impl Iterator<Item = Date>) -> Vec<bool> {
    let mut held = vec![false; starts.len().saturating_sub(1)];
    for on in check_ins {
        if let Some(interval) = starts.partition_point(|start| *start <= on).checked_sub(1)
            && let Some(held) = held.get_mut(interval)
        {
            *held = true;
        }
    }
    held
}

/// The agreed check-in intervals over some time, with those that were held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    starts: Vec<Date>,
    /// For each of the starts, how many of the intervals before it were held.
    held_before: Vec<u32>,
}

impl Rhythm {
    /// The intervals that lie in any window that ends from `first` to `last`.
    #[must_use]
    pub fn of(handoff: &Handoff, first: Window, last: Window, check_ins: impl Iterator<Item = Date>) -> Self {
        let starts = starts(handoff, first.first_day(), last.as_of);
        let mut sum = 0;
        let mut held_before = vec![0];
        held_before.extend(held(&starts, check_ins).into_iter().map(|held| {
            sum += u32::from(held);
            sum
        }));
        Self { starts, held_before }
    }

    /// Of the intervals that lie wholly in the window: how many were held, and how many there are.
    #[must_use]
    pub fn within(&self, window: Window) -> (u32, u32) {
        if self.starts.is_empty() || window.days == 0 {
            return (0, 0);
        }
        let (first, end) = (window.first_day(), window.as_of.saturating_add(1.day()));
        let from = self.starts.partition_point(|start| *start < first);
        let to = self.starts.partition_point(|start| *start <= end);
        if to < from + 2 {
            return (0, 0);
        }
        let held = self.held_before[to - 1] - self.held_before[from];
        (held, (to - from - 1) as u32)
    }
}

/// When an open request will have waited too long.
#[must_use]
pub fn deadline(handoff: &Handoff, asked: Moment) -> Option<DateTime> {
    let within = handoff.in_force().answer_within;
    within.map(|within| within.after(asked.instant()))
}
