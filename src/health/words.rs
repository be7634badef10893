//! Figures in short, plain words.

use jiff::civil::Date;

use crate::org::Moment;

use super::{Estimate, Evidence, Health, Indicator, PartKind, Scope};

/// A share as it is shown: 0 to 100.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).round().abs())
}

/// The likely range: "likely 36 to 58". Where both ends round to the same there is no range.
#[must_use]
pub fn likely(estimate: &Estimate) -> String {
    let (low, high) = (percent(estimate.low), percent(estimate.high));
    if low == high {
        format!("exactly {low}")
    } else {
        format!("likely {low} to {high}")
    }
}

/// The value with its range: "47, likely 36 to 58"; a value without spread stands alone.
#[must_use]
pub fn value(estimate: Option<&Estimate>) -> String {
    match estimate {
        None => "not measured".to_owned(),
        Some(estimate) if estimate.variance > 0.0 => {
            format!("{}, {}", percent(estimate.mean), likely(estimate))
        }
        Some(estimate) => percent(estimate.mean),
    }
}

/// What stands between the thousands of a number: a space at which no line breaks. A narrow one (U+202F) would look
/// better, but egui breaks lines there.
const BETWEEN_THOUSANDS: char = '\u{a0}';

/// A count, its thousands set apart: "940", "50 000".
#[must_use]
pub fn count(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            text.push(BETWEEN_THOUSANDS);
        }
        text.push(digit);
    }
    text
}

/// A number of things: "1 ballot", "9 ballots", "50 000 handoffs".
#[must_use]
pub fn number(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", self::count(count), if count == 1 { one } else { many })
}

/// The same words for a program to read, with every number in one piece.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let within = plain.ends_with(|c: char| c.is_ascii_digit()) && letters.peek().is_some_and(char::is_ascii_digit);
        if letter != BETWEEN_THOUSANDS || !within {
            plain.push(letter);
        }
    }
    plain
}

/// A day: "12 Mar 2026".
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// A day, with the hour where there is one: "12 Mar 2026 14:00".
#[must_use]
pub fn moment(moment: Moment) -> String {
    match moment.time() {
        None => day(moment.date()),
        Some(time) => format!("{} {}", day(moment.date()), time.strftime("%H:%M")),
    }
}

/// What to do to get a first number.
#[must_use]
pub const fn not_measured(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Communication => "Not measured yet: enter ballots, or record a check-in or a clarification.",
        Indicator::Alignment => "Not measured yet: draw a handoff.",
        Indicator::Reliability => "Not measured yet: record a delivery to get a number.",
    }
}

/// What an indicator stands on, in one short line: "9 ballots, 14 clarification requests".
#[must_use]
pub fn evidence(health: &Health, scope: &Scope, indicator: Indicator) -> String {
    let counts = match scope {
        Scope::Org => Some(of_many(&health.org.evidence, indicator, health.window.days)),
        Scope::Party(party) => {
            let party = health.parties.get(party);
            party.map(|party| of_many(&party.evidence, indicator, health.window.days))
        }
        Scope::Handoff(_) => of_handoff(health, scope, indicator),
    };
    counts
        .filter(|_| health.estimate(scope, indicator).is_some())
        .unwrap_or_else(|| not_measured(indicator).to_owned())
}

fn of_handoff(health: &Health, scope: &Scope, indicator: Indicator) -> Option<String> {
    let Scope::Handoff(id) = scope else { return None };
    let handoff = health.handoffs.get(id)?;
    let measure = handoff.measure(indicator);
    let count = |kind| u64::from(measure.count(kind));
    Some(match indicator {
        Indicator::Communication => communication(
            count(PartKind::Ballots),
            count(PartKind::Clarifications),
            count(PartKind::CheckIns),
        ),
        Indicator::Alignment => {
            let passed = handoff.clarity.iter().filter(|passed| **passed).count();
            let checks = format!("{passed} of {} checks of a clear promise", handoff.clarity.len());
            join([ballots(count(PartKind::Ballots)), Some(checks)])
        }
        Indicator::Reliability => deliveries(count(PartKind::Deliveries), health.window.days),
    })
}

fn of_many(evidence: &Evidence, indicator: Indicator, days: u16) -> String {
    match indicator {
        Indicator::Communication => communication(evidence.ballots, evidence.clarifications, evidence.check_ins),
        Indicator::Alignment => {
            let named = format!(
                "{} of {} {} one accountable role",
                count(evidence.one_accountable.into()),
                number(evidence.handoffs.into(), "handoff", "handoffs"),
                if evidence.handoffs == 1 { "names" } else { "name" },
            );
            join([ballots(evidence.alignment_ballots), Some(named)])
        }
        Indicator::Reliability => deliveries(evidence.deliveries, days),
    }
}

fn communication(ballot_count: u64, clarifications: u64, check_ins: u64) -> String {
    let asked = number(clarifications, "clarification request", "clarification requests");
    let due = number(check_ins, "check-in due", "check-ins due");
    join([
        ballots(ballot_count),
        (clarifications > 0).then_some(asked),
        (check_ins > 0).then_some(due),
    ])
}

fn ballots(count: u64) -> Option<String> {
    (count > 0).then(|| number(count, "ballot", "ballots"))
}

fn deliveries(count: u64, days: u16) -> String {
    format!(
        "{} in the last {}",
        number(count, "delivery", "deliveries"),
        number(days.into(), "day", "days")
    )
}

fn join<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_and_programs_read_them_in_one_piece() {
        let counts = [0, 7, 940, 1_000, 10_000, 1_234_567];
        let shown = ["0", "7", "940", "1\u{a0}000", "10\u{a0}000", "1\u{a0}234\u{a0}567"];
        for (number, text) in counts.into_iter().zip(shown) {
            assert_eq!(count(number), text);
            assert_eq!(plain(text), number.to_string());
        }
        let sentence = format!("{} of 2026", number(50_000, "handoff", "handoffs"));
        assert_eq!(sentence, "50\u{a0}000 handoffs of 2026");
        assert_eq!(plain(&sentence), "50000 handoffs of 2026");
    }

    #[test]
    fn a_name_that_somebody_wrote_keeps_its_letters() {
        assert_eq!(plain("Depot\u{a0}7 of 12 000"), "Depot\u{a0}7 of 12 000");
    }
}
