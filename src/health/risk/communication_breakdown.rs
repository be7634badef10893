//! Communication breakdown: nobody talks although check-ins were agreed, or a question waits for too long.
//!
//! A check-in after the last whole interval counts too: two sides that met yesterday do talk. A question counts
//! however long ago it was asked, since an open one is answered or closed. Medium, and high where both are
//! found; a step up or down with what is at stake.

use jiff::{
    SignedDuration,
    civil::{Date, DateTime},
};

use crate::{
    health::{Window, communication, words},
    org::{Clarification, Handoff, LogEntry, LogId, Rule, Span, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, at_handoff, in_use, log_of, number, sentence, some, stake, weighed},
};

/// The rule.
pub struct CommunicationBreakdown;

impl Pattern for CommunicationBreakdown {
    fn rule(&self) -> Rule {
        Rule::CommunicationBreakdown
    }

    fn looks_at(&self) -> &'static str {
        "The check-ins that were agreed, and the questions that are still open."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        let intervals = match thresholds.check_ins_missed {
            1 => "the last agreed interval".to_owned(),
            many => format!("the last {many} agreed intervals"),
        };
        format!(
            "No check-in in {intervals}, or a question open for more than {} times as long as an answer may take.",
            thresholds.answer_overdue
        )
    }

    fn practice(&self) -> &'static str {
        "Put a quarter of an hour for this promise into both calendars, and begin it with the oldest open question. \
         Agree where questions go, and who looks there every day."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let check_ins = in_use(seen, |entry| matches!(entry, LogEntry::CheckIn(_)));
        for (id, handoff) in &seen.org.handoffs {
            let heard = Heard::of(seen, handoff, log_of(seen, id));
            let silent = check_ins && is_silent(seen, handoff, heard.last);
            let waiting = heard.waiting.len();
            if !silent && waiting == 0 {
                continue;
            }
            let mut evidence = Vec::new();
            if silent {
                evidence.push(silence(handoff, heard.last, Source::Handoff(id.clone())));
            }
            evidence.extend(heard.questions(handoff));
            let base = if silent && waiting > 0 {
                Severity::High
            } else {
                Severity::Medium
            };
            let severity = weighed(base, stake(seen.org, handoff));
            let since = || match heard.last {
                Some((on, _)) => format!("no check-in since {}", words::day(on)),
                None => "no check-in was ever held".to_owned(),
            };
            let what = what(silent.then(since), waiting);
            found.push(at_handoff(Rule::CommunicationBreakdown, id, severity, what, evidence));
        }
    }
}

/// What the log says about how the two sides talk.
struct Heard<'a> {
    /// The newest check-in.
    last: Option<(Date, &'a LogId)>,
    /// The questions that wait for too long, the oldest first.
    waiting: Vec<(&'a LogId, &'a Clarification)>,
}

impl<'a> Heard<'a> {
    fn of(seen: &Seen<'_>, handoff: &Handoff, log: impl Iterator<Item = (&'a LogId, &'a LogEntry)>) -> Self {
        let mut heard = Self {
            last: None,
            waiting: Vec::new(),
        };
        for (id, entry) in log {
            match entry {
                LogEntry::CheckIn(check_in) if check_in.on <= seen.health.as_of() => {
                    heard.last = heard.last.max(Some((check_in.on, id)));
                }
                LogEntry::Clarification(request) if waits(seen, handoff, request) => {
                    heard.waiting.push((id, request));
                }
                _ => {}
            }
        }
        heard.waiting.sort_by_key(|(id, request)| (request.asked, *id));
        heard
    }

    fn questions(&self, handoff: &Handoff) -> Vec<Evidence> {
        let within = handoff.in_force().answer_within.map(|within| within.to_string());
        let within = within.unwrap_or_default();
        let lines = self.waiting.iter().map(|(id, request)| {
            let asked = words::moment(request.asked);
            Evidence::at(
                Source::Log((*id).clone()),
                format!("A question of {asked} is open; an answer within {within} was agreed"),
            )
        });
        some(lines.collect(), LINES)
    }
}

/// Whether a question is still open long after it should have been answered.
fn waits(seen: &Seen<'_>, handoff: &Handoff, request: &Clarification) -> bool {
    let window = seen.health.window;
    if !window.knows(request.asked) || window.known(request.answered).is_some() {
        return false;
    }
    let asked = request.asked.instant();
    communication::deadline(handoff, request.asked).is_some_and(|deadline| {
        let agreed = deadline.duration_since(asked).as_secs_f64();
        let longest = SignedDuration::try_from_secs_f64(agreed * seen.thresholds.answer_overdue);
        // A time longer than can be said ends with the calendar.
        window.is_past(longest.map_or(DateTime::MAX, |longest| asked.saturating_add(longest)))
    })
}

/// Whether so many agreed intervals went by, and nobody met since the first of them began.
fn is_silent(seen: &Seen<'_>, handoff: &Handoff, last: Option<(Date, &LogId)>) -> bool {
    let Some(every) = handoff.in_force().check_in_every else {
        return false;
    };
    let missed = seen.thresholds.check_ins_missed;
    let (months, days) = communication::step(every);
    // One interval more than are looked for, because the one that goes on is not whole yet.
    let reach = (i64::from(missed) + 1) * (31 * months + days);
    let window = Window {
        as_of: seen.health.as_of(),
        days: u16::try_from(reach).unwrap_or(u16::MAX),
    };
    let starts = communication::intervals(handoff, window);
    let first = starts.len().checked_sub(usize::from(missed) + 1);
    let first = first.and_then(|first| starts.get(first));
    first.is_some_and(|first| last.is_none_or(|(on, _)| on < *first))
}

fn silence(handoff: &Handoff, last: Option<(Date, &LogId)>, promise: Source) -> Evidence {
    let every = handoff.in_force().check_in_every.map(every).unwrap_or_default();
    match (last, handoff.agreed_since()) {
        (Some((on, id)), _) => Evidence::at(
            Source::Log(id.clone()),
            format!("The last check-in was on {}; one {every} was agreed", words::day(on)),
        ),
        (None, Some(agreed)) => Evidence::at(
            promise,
            format!(
                "Since the agreement on {} no check-in; one {every} was agreed",
                words::day(agreed)
            ),
        ),
        (None, None) => Evidence::at(promise, format!("No check-in; one {every} was agreed")),
    }
}

/// "every month", "every 4 weeks".
fn every(span: Span) -> String {
    if span.count == 1 {
        format!("every {}", span.unit.singular())
    } else {
        format!("every {span}")
    }
}

fn what(silence: Option<String>, waiting: usize) -> String {
    let questions = (waiting > 0).then(|| {
        let waits = if waiting == 1 { "waits" } else { "wait" };
        format!("{} {waits} for an answer", number(waiting, "question", "questions"))
    });
    let both: Vec<_> = silence.into_iter().chain(questions).collect();
    sentence(&both)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, two};
    use super::*;

    const RULE: Rule = Rule::CommunicationBreakdown;

    /// Agreed on 30 August, every four weeks: whole intervals from 30 August to 26 September, 27 September to 24
    /// October, and 25 October to 21 November. Seen on 22 November, the last two begin on 27 September.
    #[test]
    fn two_intervals_without_a_check_in() {
        let cases: [(&str, &[&str]); 7] = [
            ("2026-09-26", &["parts: medium: No check-in since 26 Sep 2026"]),
            ("2026-09-27", &[]),
            ("2026-11-20", &[]),
            // In the interval that goes on: they have just met.
            ("2026-11-22", &[]),
            // Not yet happened.
            ("2026-11-23", &["parts: medium: No check-in was ever held"]),
            ("2026-08-01", &["parts: medium: No check-in since 1 Aug 2026"]),
            ("2020-01-01", &["parts: medium: No check-in since 1 Jan 2020"]),
        ];
        for (on, expected) in cases {
            let org = two(
                r#"agreed: "2026-08-30", check_in_every: "4 weeks""#,
                &format!(
                    r#"log: {{"a": CheckIn(handoff: "parts", on: "{on}"), "b": CheckIn(handoff: "other", on: "2026-01-01")}}"#
                ),
            );
            assert_eq!(found(RULE, &org), expected, "{on}");
        }
    }

    #[test]
    fn too_early_or_not_agreed_is_no_silence() {
        let other = r#"log: {"b": CheckIn(handoff: "other", on: "2026-01-01")}"#;
        let cases = [
            // Two intervals of 28 days end on 22 November at the latest if agreed on 28 September or before.
            (r#"agreed: "2026-09-28", check_in_every: "4 weeks""#, other, 1),
            (r#"agreed: "2026-09-29", check_in_every: "4 weeks""#, other, 0),
            (r#"agreed: "2026-09-28""#, other, 0),
            (r#"check_in_every: "4 weeks""#, other, 0),
            (r#"agreed: "2026-09-28", check_in_every: "0 weeks""#, other, 0),
            // Months follow the calendar: from 23 September two end on 22 November.
            (r#"agreed: "2026-09-23", check_in_every: "1 month""#, other, 1),
            (r#"agreed: "2026-09-24", check_in_every: "1 month""#, other, 0),
            // Longer than the 90 days of the indicators.
            (r#"agreed: "2025-11-23", check_in_every: "6 months""#, other, 1),
            (r#"agreed: "0001-01-01", check_in_every: "65535 months""#, other, 0),
            (r#"agreed: "9999-12-31", check_in_every: "1 hour""#, other, 0),
            // Where no check-in is ever written down, a missing one says nothing.
            (r#"agreed: "2026-01-05", check_in_every: "4 weeks""#, "", 0),
            (
                r#"agreed: "2026-01-05", check_in_every: "4 weeks""#,
                r#"log: {"b": CheckIn(handoff: "other", on: "2026-11-23")}"#,
                0,
            ),
        ];
        for (handoff, more, count) in cases {
            assert_eq!(found(RULE, &two(handoff, more)).len(), count, "{handoff} {more}");
        }
    }

    /// To be answered within a day; twice that is two days. A question of 20 November may be open until the end
    /// of the 22nd, which is now; one of the 19th waited too long.
    #[test]
    fn a_question_open_for_too_long() {
        let cases = [
            (r#"asked: "2026-11-19""#, 1),
            (r#"asked: "2026-11-20""#, 0),
            (r#"asked: "2026-11-20T23:00""#, 1),
            (r#"asked: "2024-02-29""#, 1),
            (r#"asked: "2026-11-01", answered: "2026-11-22""#, 0),
            // Answered tomorrow: today it is open.
            (r#"asked: "2026-11-01", answered: "2026-11-23""#, 1),
            (r#"asked: "2026-12-01""#, 0),
        ];
        for (times, count) in cases {
            let log = format!(r#"log: {{"a": Clarification(handoff: "parts", by: "user", {times})}}"#);
            assert_eq!(
                found(RULE, &two(r#"answer_within: "1 day""#, &log)).len(),
                count,
                "{times}"
            );
            assert!(found(RULE, &two("", &log)).is_empty(), "no time was agreed: {times}");
        }
    }

    #[test]
    fn what_is_at_stake_decides_how_urgent_it_is() {
        let log = r#"log: {"a": Clarification(handoff: "parts", by: "user", asked: "2026-11-03"),
            "b": Clarification(handoff: "parts", by: "user", asked: "2026-11-02T10:00")}"#;
        for (importance, severity) in [("Low", "low"), ("Normal", "medium"), ("High", "high")] {
            let org = two(&format!(r#"answer_within: "1 day", importance: {importance}"#), log);
            assert_eq!(
                found(RULE, &org),
                [format!("parts: {severity}: 2 questions wait for an answer")]
            );
        }
    }

    #[test]
    fn both_are_one_finding() {
        let org = two(
            r#"agreed: "2026-03-01", check_in_every: "1 month", answer_within: "4 hours""#,
            r#"log: {"a": CheckIn(handoff: "parts", on: "2026-07-28"),
                "b": Clarification(handoff: "parts", by: "user", asked: "2026-11-12T09:30")}"#,
        );
        let what = "parts: high: No check-in since 28 Jul 2026, and 1 question waits for an answer";
        assert_eq!(found(RULE, &org), [what]);
        assert_eq!(
            evidence(RULE, &org),
            [
                "The last check-in was on 28 Jul 2026; one every month was agreed",
                "A question of 12 Nov 2026 09:30 is open; an answer within 4 hours was agreed",
            ]
        );
    }
}
