//! Blame: flaws are not taken as something to mend together.
//!
//! What people say about it belongs to both sides, and so is found at the first promise between them; flaws that
//! cost something are found at their own. A flaw is known from the day on which the delivery was due, or came if that
//! was later. It is answered by an action about its promise or one of the two sides that was taken on since then, or
//! was under way then: still open and not past its own day, or done later. It answers no flaw of more than a year
//! after it was taken on. An action whose days are not known gets the benefit of the doubt. Medium, and high where both are found;
//! a step up or down with what is at stake.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};

use crate::{
    health::{Estimate, Moments, words},
    org::{Action, Cause, Delivery, Handoff, HandoffId, LogEntry, LogId, Question, Rule, Subject, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, YEAR, at_handoff, days_ago, log_of, number, sentence, some, stake, weighed},
};

/// The rule.
pub struct Blame;

impl Pattern for Blame {
    fn rule(&self) -> Rule {
        Rule::Blame
    }

    fn looks_at(&self) -> &'static str {
        "What both sides answer about solving problems, and the flaws of the last year that cost something."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "The answers about solving problems are surely below {} of 100, or a flaw of more than {} days ago that \
             cost something led to no action.",
            words::percent(thresholds.blame_answers),
            thresholds.blame_days
        )
    }

    fn practice(&self) -> &'static str {
        "Take one flaw and write down together, step by step, what happened, without any name. Mend the first step \
         where the process let it through, and note that as an action with a day."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let repairs = Repairs::of(seen);
        for (id, handoff) in &seen.org.handoffs {
            let answers = low_answers(seen, id);
            let flaws = repairs.unanswered(seen, id, handoff);
            let what: Vec<_> = [
                (!flaws.is_empty()).then(|| {
                    let flaws = number(flaws.len(), "flaw", "flaws");
                    format!("{flaws} that cost something and no action since")
                }),
                (!answers.is_empty()).then(|| "low answers about solving problems together".to_owned()),
            ]
            .into_iter()
            .flatten()
            .collect();
            let base = match what.len() {
                0 => continue,
                1 => Severity::Medium,
                _ => Severity::High,
            };
            let lines = flaws.iter().map(Flawed::evidence).collect();
            let mut evidence = some(lines, LINES);
            evidence.extend(answers);
            let severity = weighed(base, stake(seen.org, handoff));
            let what = sentence(&what);
            found.push(at_handoff(Rule::Blame, id, severity, what, evidence));
        }
    }
}

/// The directions in which people surely say that problems are not solved but blamed on somebody.
fn low_answers(seen: &Seen<'_>, id: &HandoffId) -> Vec<Evidence> {
    let Some(health) = seen.health.handoffs.get(id).filter(|health| health.speaks_for_pair) else {
        return Vec::new();
    };
    let voices = [
        (&health.voices.customer, "The customer"),
        (&health.voices.provider, "The provider"),
    ];
    let low = voices.into_iter().filter_map(|(pulse, side)| {
        let round = pulse.as_ref()?;
        let counts = seen.org.pulses.get(round)?.counts(Question::ProblemSolving);
        let ballots = crate::org::answers(counts);
        let estimate = Estimate::new(Moments::question(counts)?, ballots.into(), 1.0);
        (estimate.high < seen.thresholds.blame_answers).then(|| {
            let value = words::value(Some(&estimate));
            let ballots = number(ballots as usize, "ballot", "ballots");
            Evidence::at(
                Source::Pulse(round.clone()),
                format!("{side} on solving, not blaming: {value}, from {ballots}"),
            )
        })
    });
    low.collect()
}

/// Up to which day the flaws at a promise or party are answered by an action.
struct Repairs<'a>(BTreeMap<&'a Subject, Date>);

impl<'a> Repairs<'a> {
    fn of(seen: &Seen<'a>) -> Self {
        let mut last: BTreeMap<&Subject, Date> = BTreeMap::new();
        for action in seen.org.actions.values() {
            if let Some(subject) = &action.repairs
                && let Some(day) = covers(action, seen.health.as_of())
            {
                let known = last.entry(subject).or_insert(day);
                *known = day.max(*known);
            }
        }
        Self(last)
    }

    /// The flaws that cost something, are older than the rule allows, and led to no action; the dearest first.
    fn unanswered(&self, seen: &Seen<'a>, id: &HandoffId, handoff: &Handoff) -> Vec<Flawed<'a>> {
        let window = seen.health.window;
        let oldest = days_ago(seen, YEAR);
        let newest = days_ago(seen, seen.thresholds.blame_days.into());
        let mut flaws: Vec<_> = log_of(seen, id)
            .filter_map(|(id, entry)| match entry {
                LogEntry::Delivery(delivery) => Flawed::of(id, delivery),
                _ => None,
            })
            .filter(|flaw| oldest <= flaw.known && flaw.known < newest)
            .filter(|flaw| flaw.delivery.delivered.is_none_or(|moment| window.knows(moment)))
            .collect();
        if flaws.is_empty() {
            return flaws;
        }
        let about = [
            Subject::Handoff(id.clone()),
            Subject::Party(handoff.provider.clone()),
            Subject::Party(handoff.customer.clone()),
        ];
        let answered = about.iter().filter_map(|subject| self.0.get(subject)).max();
        flaws.retain(|flaw| answered.is_none_or(|day| *day < flaw.known));
        flaws.sort_by(|one, other| {
            let dearest = other.cost.total_cmp(&one.cost);
            dearest.then_with(|| (other.known, one.id).cmp(&(one.known, other.id)))
        });
        flaws
    }
}

/// The last day whose flaws the action answers; nothing where it was not yet taken on.
fn covers(action: &Action, as_of: Date) -> Option<Date> {
    if action.taken_on.is_some_and(|day| day > as_of) {
        return None;
    }
    // It was taken on before it was to be done.
    let begun = action.taken_on.or(action.due);
    let last = match action.done.filter(|day| *day <= as_of) {
        Some(done) => action.taken_on.map_or(done, |taken_on| taken_on.max(done)),
        None if action.due.is_some_and(|due| due < as_of) => begun.unwrap_or(Date::MAX),
        None => Date::MAX,
    };
    let year_later = begun.map_or(Date::MAX, |day| day.saturating_add(YEAR.days()));
    Some(last.min(year_later))
}

/// A delivery with a flaw that cost something.
struct Flawed<'a> {
    id: &'a LogId,
    delivery: &'a Delivery,
    due: Date,
    /// The day from which on it is known.
    known: Date,
    cause: Cause,
    cost: f64,
}

impl<'a> Flawed<'a> {
    fn of(id: &'a LogId, delivery: &'a Delivery) -> Option<Self> {
        let flaw = delivery.flaw.as_ref()?;
        let cost = flaw.cost.filter(|cost| cost.is_finite() && *cost > 0.0)?;
        let due = delivery.due.date();
        Some(Self {
            id,
            delivery,
            due,
            known: delivery.delivered.map_or(due, |moment| moment.date().max(due)),
            cause: flaw.cause,
            cost,
        })
    }

    fn evidence(&self) -> Evidence {
        let Self { due, known, .. } = *self;
        let came = if known > due {
            format!(", came {}", words::day(known))
        } else {
            String::new()
        };
        let (due, cause, cost) = (words::day(due), self.cause.label(), grouped(self.cost));
        Evidence::at(
            Source::Log(self.id.clone()),
            format!("Due {due}{came}: {cause}, cost {cost}"),
        )
    }
}

/// A sum of money without a currency, whole, in groups of three: "125,000"; one below 1 is told as that.
fn grouped(sum: f64) -> String {
    if sum < 1.0 {
        return "less than 1".to_owned();
    }
    let digits = format!("{sum:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, two};
    use super::*;

    const RULE: Rule = Rule::Blame;

    fn flaw(due: &str, cost: &str) -> String {
        format!(r#"Delivery(handoff: "parts", due: "{due}", delivered: "{due}", flaw: (cause: UnclearPromise{cost}))"#)
    }

    /// Seen on 22 November: 30 days earlier is 23 October, and 365 days earlier 22 November of the year before.
    #[test]
    fn a_flaw_that_led_to_nothing() {
        let cost = ", cost: 850.0";
        let cases = [
            (flaw("2026-10-22", cost), true),
            (flaw("2026-10-23", cost), false),
            (flaw("2025-11-22", cost), true),
            (flaw("2025-11-21", cost), false),
            (flaw("2026-10-01", ""), false),
            (flaw("2026-10-01", ", cost: 0.0"), false),
            (flaw("2026-10-01", ", cost: NaN"), false),
            (
                r#"Delivery(handoff: "parts", due: "2026-10-01", right_first_time: false)"#.to_owned(),
                false,
            ),
        ];
        for (entry, expected) in cases {
            let org = two("", &format!(r#"log: {{"a": {entry}}}"#));
            let what = "parts: medium: 1 flaw that cost something and no action since".to_owned();
            assert_eq!(found(RULE, &org), expected.then_some(what).as_slice(), "{entry}");
        }
    }

    /// 30 days before 22 November is 23 October, and 365 days before it 22 November of the year before.
    #[test]
    fn a_late_delivery_is_known_when_it_came() {
        let cases = [
            (
                "2026-10-01",
                "2026-10-22",
                Some("Due 1 Oct 2026, came 22 Oct 2026: Tool or system, cost less than 1"),
            ),
            ("2026-10-01", "2026-10-23", None),
            (
                "2025-11-01",
                "2025-11-22",
                Some("Due 1 Nov 2025, came 22 Nov 2025: Tool or system, cost less than 1"),
            ),
            ("2025-11-01", "2025-11-21", None),
            // One that came early is not late.
            (
                "2026-10-22",
                "2026-10-01",
                Some("Due 22 Oct 2026: Tool or system, cost less than 1"),
            ),
            ("2026-10-23", "2026-10-01", None),
        ];
        for (due, delivered, expected) in cases {
            let log = format!(
                r#"log: {{"a": Delivery(handoff: "parts", due: "{due}", delivered: "{delivered}", flaw: (cause: Tool, cost: 0.4))}}"#
            );
            let expected: Vec<_> = expected.into_iter().collect();
            assert_eq!(evidence(RULE, &two("", &log)), expected, "{due} {delivered}");
        }
        // Taken on after it was due and done before it came: that cannot have been about it.
        let log = r#"log: {"a": Delivery(handoff: "parts", due: "2026-09-01", delivered: "2026-10-01",
            flaw: (cause: Tool, cost: 1.0))}"#;
        for (done, answered) in [("2026-09-30", false), ("2026-10-01", true)] {
            let actions = format!(
                r#"actions: {{"x": (what: "Mend it", repairs: Party("user"), taken_on: "2026-09-02", done: "{done}")}}, {log}"#
            );
            assert_eq!(found(RULE, &two("", &actions)).is_empty(), answered, "{done}");
        }
    }

    #[test]
    fn an_action_answers_it() {
        let cases = [
            // Taken on since then, wherever it is about this promise or its two sides.
            (r#"repairs: Handoff("parts"), taken_on: "2026-10-01""#, true),
            (
                r#"repairs: Party("maker"), taken_on: "2026-11-22", due: "2026-11-22""#,
                true,
            ),
            (
                r#"repairs: Party("user"), taken_on: "2026-10-02", done: "2026-10-03""#,
                true,
            ),
            (r#"repairs: Handoff("other"), taken_on: "2026-10-02""#, false),
            (r#"taken_on: "2026-10-02""#, false),
            // Not yet.
            (r#"repairs: Handoff("parts"), taken_on: "2026-11-23""#, false),
            // Taken on before, and under way on that day.
            (r#"repairs: Handoff("parts"), taken_on: "2026-09-01""#, true),
            (
                r#"repairs: Handoff("parts"), taken_on: "2026-09-01", done: "2026-10-01""#,
                true,
            ),
            (
                r#"repairs: Handoff("parts"), taken_on: "2026-09-01", done: "2026-09-30""#,
                false,
            ),
            // Taken on before, and stuck.
            (
                r#"repairs: Handoff("parts"), taken_on: "2026-09-01", due: "2026-11-21""#,
                false,
            ),
            (
                r#"repairs: Handoff("parts"), taken_on: "2026-09-01", due: "2026-11-22""#,
                true,
            ),
            (r#"repairs: Handoff("parts")"#, true),
            // It was taken on at the latest when it was to be done.
            (r#"repairs: Handoff("parts"), due: "2026-09-30""#, false),
            (r#"repairs: Handoff("parts"), due: "2026-10-01""#, true),
            // A year and no longer, whether still open or done at last.
            (r#"repairs: Party("maker"), taken_on: "2025-10-01""#, true),
            (r#"repairs: Party("maker"), taken_on: "2025-09-30""#, false),
            (
                r#"repairs: Party("maker"), taken_on: "2025-09-30", due: "2027-01-01""#,
                false,
            ),
            (
                r#"repairs: Party("maker"), taken_on: "2025-09-30", done: "2026-11-01""#,
                false,
            ),
        ];
        for (action, answered) in cases {
            let more = format!(
                r#"actions: {{"x": (what: "Mend it", {action})}}, log: {{"a": {}}}"#,
                flaw("2026-10-01", ", cost: 1.0")
            );
            assert_eq!(found(RULE, &two("", &more)).is_empty(), answered, "{action}");
        }
    }

    #[test]
    fn the_dearest_flaws_come_first() {
        let log = format!(
            r#"log: {{"a": {}, "b": {}, "c": {}}}"#,
            flaw("2026-09-01", ", cost: 90.0"),
            flaw("2026-09-02", ", cost: 125000.0"),
            flaw("2026-09-03", ", cost: 90.0")
        );
        assert_eq!(
            evidence(RULE, &two("", &log)),
            [
                "Due 2 Sep 2026: Unclear promise, cost 125,000",
                "Due 3 Sep 2026: Unclear promise, cost 90",
                "Due 1 Sep 2026: Unclear promise, cost 90",
            ]
        );
        let high = found(RULE, &two("importance: High", &log));
        assert_eq!(high, ["parts: high: 3 flaws that cost something and no action since"]);
    }

    fn pulse(rater: &str, rated: &str, on: &str, counts: &str) -> String {
        let none = "(0, 0, 0, 0, 0)";
        format!(
            r#"(rater: "{rater}", rated: "{rated}", on: "{on}", frequent: {none}, timely: {none}, accurate: {none},
            problem_solving: {counts}, shared_goals: {none}, shared_knowledge: {none}, respect: {none})"#
        )
    }

    /// [5,3,1,0,0] has the mean 0.21739 and the variance 0.005784, [2,3,2,2,0] 0.39130 and 0.006881. The 95 % points
    /// of the Beta distributions with these, by integrating their densities in small steps: 0.353 and 0.532.
    #[test]
    fn answers_have_to_be_surely_low() {
        let cases = [
            ("user", "maker", "2026-11-01", "(5, 3, 1, 0, 0)", true),
            ("maker", "user", "2026-11-01", "(5, 3, 1, 0, 0)", true),
            ("user", "maker", "2026-11-01", "(2, 3, 2, 2, 0)", false),
            ("user", "maker", "2026-11-01", "(0, 0, 1, 3, 5)", false),
            // Four people are too few to be shown.
            ("user", "maker", "2026-11-01", "(4, 0, 0, 0, 0)", false),
            ("user", "maker", "2026-11-23", "(5, 3, 1, 0, 0)", false),
            ("user", "maker", "2025-11-21", "(5, 3, 1, 0, 0)", false),
            ("user", "other", "2026-11-01", "(5, 3, 1, 0, 0)", false),
        ];
        for (rater, rated, on, counts, expected) in cases {
            let org = two("", &format!(r#"pulses: {{"p": {}}}"#, pulse(rater, rated, on, counts)));
            let what = "parts: medium: Low answers about solving problems together".to_owned();
            assert_eq!(
                found(RULE, &org),
                expected.then_some(what).as_slice(),
                "{rater} {on} {counts}"
            );
        }
    }
}
