//! Communication of a handoff: what both sides say about it, whether questions are answered in time,
//! and whether the two look at it together as often as they agreed.

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
};

use crate::org::{CheckIn, Clarification, Handoff, LogEntry, Moment, Org, Question, Span, Unit};

use super::{
    Indicator, Window,
    ballots::{self, Voices},
    measure::{Measure, Part, PartKind},
};

/// The weight of the ballots.
pub const BALLOTS: f64 = 0.5;
/// The weight of clarifications answered in time.
pub const CLARIFICATIONS: f64 = 0.3;
/// The weight of check-ins held.
pub const CHECK_INS: f64 = 0.2;

/// Puts the three parts together.
#[must_use]
pub fn measure(org: &Org, handoff: &Handoff, entries: &[&LogEntry], voices: &Voices, window: Window) -> Measure {
    let (mut in_time, mut counted) = (0, 0);
    for entry in entries {
        if let LogEntry::Clarification(request) = entry
            && let Some(answer) = answer(handoff, request, window)
        {
            counted += u32::from(answer != Answer::Waiting);
            in_time += u32::from(answer == Answer::InTime);
        }
    }
    let intervals = intervals(handoff, window);
    let held = held(&intervals, entries, window);
    Measure::combine(
        Indicator::Communication,
        vec![
            ballots::part(org, voices, &Question::COMMUNICATION, BALLOTS),
            Part::observed(PartKind::Clarifications, CLARIFICATIONS, in_time, counted),
            Part::observed(
                PartKind::CheckIns,
                CHECK_INS,
                held.iter().map(|held| u32::from(*held)).sum(),
                held.len() as u32,
            ),
        ],
    )
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
    let deadline = handoff.answer_within?.after(request.asked.instant());
    window
        .holds(request.asked)
        .then(|| match window.known(request.answered) {
            Some(answered) if answered.instant() <= deadline => Answer::InTime,
            Some(_) => Answer::Late,
            None if window.is_past(deadline) => Answer::Overdue,
            None => Answer::Waiting,
        })
}

/// The days on which the agreed check-in intervals begin, and the day after the last one: whole
/// intervals counted from the day of agreement that lie wholly in the window. Fewer than two days
/// mean no interval. Check-ins are dated by the day, so hours are rounded up to days.
#[must_use]
pub fn intervals(handoff: &Handoff, window: Window) -> Vec<Date> {
    let (Some(agreed), Some(every)) = (handoff.agreed, handoff.check_in_every) else {
        return Vec::new();
    };
    if every.count == 0 || window.days == 0 {
        return Vec::new();
    }
    let (first, last) = (window.first_day(), window.as_of);
    let (months, days) = step(every);
    let elapsed = i64::from((first - agreed).get_days()).max(0);
    // Where the first interval in the window may begin at the earliest: never past it, since no month has more than 31 days.
    let mut number = if months > 0 {
        elapsed / (31 * months)
    } else {
        (elapsed + days - 1) / days
    };
    let mut starts = Vec::new();
    loop {
        let span = jiff::Span::new().try_months(number * months);
        let span = span.and_then(|span| span.try_days(number * days));
        let Ok(start) = span.and_then(|span| agreed.checked_add(span)) else {
            break;
        };
        if start >= first {
            starts.push(start);
        }
        // An interval that ends with the last day has its successor begin on the day after.
        if start > last {
            if start > last.saturating_add(1.day()) {
                starts.pop();
            }
            break;
        }
        number += 1;
    }
    starts
}

/// The length of an interval in months, or else in days.
fn step(every: Span) -> (i64, i64) {
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
pub fn held(starts: &[Date], entries: &[&LogEntry], window: Window) -> Vec<bool> {
    let mut held = vec![false; starts.len().saturating_sub(1)];
    for entry in entries {
        if let LogEntry::CheckIn(CheckIn { on, .. }) = entry
            && *on <= window.as_of
            && let Some(interval) = starts.partition_point(|start| start <= on).checked_sub(1)
            && let Some(held) = held.get_mut(interval)
        {
            *held = true;
        }
    }
    held
}

/// When an open request will have waited too long.
#[must_use]
pub fn deadline(handoff: &Handoff, asked: Moment) -> Option<DateTime> {
    handoff.answer_within.map(|within| within.after(asked.instant()))
}
