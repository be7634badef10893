//! Expectation gap: the two sides see the same thing differently.
//!
//! Compares what the newest rounds that count say in each direction, at the first promise between the two. The
//! means are those of the indicators, which a few answers pull to the middle, so that a gap between small groups
//! has to be wider to be found. Low from the threshold, medium from half a point more; a step up or down with the
//! most that is at stake in any promise between the two.

use crate::{
    health::{Moments, index::pair, words},
    org::{HandoffId, PulseId, Question, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{Stake, at_handoff, highest_stake, number, some, weighed},
};

/// How many points a share of 1 stands for: answers go from 1 to 5.
const POINTS: f64 = 4.0;

/// A gap wider than the threshold by so many points is medium.
const WIDE: f64 = 0.5;

/// How many questions are shown.
const QUESTIONS: usize = 4;

/// The rule.
pub struct ExpectationGap;

impl Pattern for ExpectationGap {
    fn rule(&self) -> Rule {
        Rule::ExpectationGap
    }

    fn looks_at(&self) -> &'static str {
        "What two parties answered about each other, question by question."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        let unit = if thresholds.gap_points <= 1.0 {
            "point"
        } else {
            "points"
        };
        format!(
            "The two directions differ by {} {unit} or more, on the scale from 1 to 5, on at least one question.",
            thresholds.gap_points
        )
    }

    fn practice(&self) -> &'static str {
        "Lay both sets of answers side by side and let each side say what it would see if it were one point better. \
         Write the one difference you both recognise into the promise or the need."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        for (id, health) in &seen.health.handoffs {
            let (Some(customer), Some(provider)) = (&health.voices.customer, &health.voices.provider) else {
                continue;
            };
            if !health.speaks_for_pair {
                continue;
            }
            let gaps = gaps(seen, customer, provider);
            let Some(widest) = gaps.first() else { continue };
            let wide = widest.points() >= seen.thresholds.gap_points + WIDE;
            let base = if wide { Severity::Medium } else { Severity::Low };
            let what = format!(
                "The two sides are {:.1} points apart on “{}”",
                widest.points(),
                widest.question.label()
            );
            let lines = gaps.iter().map(Gap::evidence).collect();
            let mut evidence = some(lines, QUESTIONS);
            evidence.extend([(customer, "customer"), (provider, "provider")].map(|(id, side)| round(seen, id, side)));
            let severity = weighed(base, stake(seen, id));
            found.push(at_handoff(Rule::ExpectationGap, id, severity, what, evidence));
        }
    }
}

/// One question that the two sides answer differently; means from 0 to 1.
struct Gap {
    question: Question,
    customer: f64,
    provider: f64,
}

impl Gap {
    fn points(&self) -> f64 {
        POINTS * (self.customer - self.provider).abs()
    }

    fn evidence(&self) -> Evidence {
        let points = |share: f64| 1.0 + POINTS * share;
        Evidence::plain(format!(
            "{}: the customer says {:.1} of 5, the provider {:.1}",
            self.question.label(),
            points(self.customer),
            points(self.provider)
        ))
    }
}

/// The questions with a gap, the widest first.
fn gaps(seen: &Seen<'_>, customer: &PulseId, provider: &PulseId) -> Vec<Gap> {
    let pulses = &seen.org.pulses;
    let (Some(customer), Some(provider)) = (pulses.get(customer), pulses.get(provider)) else {
        return Vec::new();
    };
    let both = Question::ALL.into_iter().filter_map(|question| {
        Some(Gap {
            question,
            customer: Moments::question(customer.counts(question))?.mean,
            provider: Moments::question(provider.counts(question))?.mean,
        })
    });
    // A gap that is as wide as the threshold is not to be lost in the last digit.
    let mut gaps: Vec<_> = both
        .filter(|gap| gap.points() >= seen.thresholds.gap_points - 1e-9)
        .collect();
    gaps.sort_by(|one, other| other.points().total_cmp(&one.points()));
    gaps
}

fn round(seen: &Seen<'_>, id: &PulseId, side: &str) -> Evidence {
    let pulse = seen.org.pulses.get(id);
    let ballots = pulse.map_or(0, |pulse| pulse.ballots() as usize);
    let on = pulse.map(|pulse| words::day(pulse.on)).unwrap_or_default();
    let ballots = number(ballots, "ballot", "ballots");
    Evidence::at(Source::Pulse(id.clone()), format!("{ballots} of the {side} on {on}"))
}

/// The most that is at stake between the two sides of a promise.
fn stake(seen: &Seen<'_>, id: &HandoffId) -> Stake {
    let Some(handoff) = seen.org.handoffs.get(id) else {
        return Stake::Usual;
    };
    let sides = pair(&handoff.provider, &handoff.customer);
    highest_stake(seen.org, seen.health.index.handoffs(&sides))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read, two};
    use super::*;

    const RULE: Rule = Rule::ExpectationGap;

    fn pulse(rater: &str, rated: &str, timely: &str, respect: &str) -> String {
        let none = "(0, 0, 0, 0, 0)";
        format!(
            r#"(rater: "{rater}", rated: "{rated}", on: "2026-11-03", frequent: {none}, timely: {timely}, accurate: {none},
            problem_solving: {none}, shared_goals: {none}, shared_knowledge: {none}, respect: {respect})"#
        )
    }

    fn pulses(customer: (&str, &str), provider: (&str, &str)) -> String {
        let customer = pulse("user", "maker", customer.0, customer.1);
        let provider = pulse("maker", "user", provider.0, provider.1);
        format!(r#"pulses: {{"c": {customer}, "p": {provider}}}"#)
    }

    const NONE: &str = "(0, 0, 0, 0, 0)";

    /// The means of [4,3,1,1,0] and [0,1,3,4,1] are 3.25/11.5 = 0.28261 and 7/11.5 = 0.60870: 2.1304 and 3.4348 of
    /// 5, and 1.3043 points apart. Those of [1,2,3,2,1] and [0,2,3,3,1] are ½ and 6.25/11.5 = 0.54348: 0.1739.
    #[test]
    fn as_wide_as_the_threshold() {
        let far = pulses(("(4, 3, 1, 1, 0)", NONE), ("(0, 1, 3, 4, 1)", NONE));
        let near = pulses(("(1, 2, 3, 2, 1)", NONE), ("(0, 2, 3, 3, 1)", NONE));
        let at = |points: &str, pulses: &str| {
            let settings = format!("settings: (risks: (gap_points: {points})),");
            !found(RULE, &two("", &format!("{settings} {pulses}"))).is_empty()
        };
        let cases = [
            ("1.0", &far, true),
            ("1.304", &far, true),
            // 30/23 points exactly.
            ("1.3043478260869565", &far, true),
            ("1.305", &far, false),
            ("0.17", &near, true),
            ("1.0", &near, false),
        ];
        for (points, pulses, expected) in cases {
            assert_eq!(at(points, pulses), expected, "{points}");
        }
    }

    #[test]
    fn the_widest_gap_is_named_and_all_are_shown() {
        // Ten who all say 5, and ten who all say 1: 1/12.5 · (½ · 1½ + 10½) = 0.9 and 0.1, which is 3.2 points.
        let org = two(
            "",
            &pulses(
                ("(4, 3, 1, 1, 0)", "(0, 0, 0, 0, 10)"),
                ("(0, 1, 3, 4, 1)", "(10, 0, 0, 0, 0)"),
            ),
        );
        assert_eq!(
            found(RULE, &org),
            ["parts: medium: The two sides are 3.2 points apart on “Respect”"]
        );
        assert_eq!(
            evidence(RULE, &org),
            [
                "Respect: the customer says 4.6 of 5, the provider 1.4",
                "In time: the customer says 2.1 of 5, the provider 3.4",
                "10 ballots of the customer on 3 Nov 2026",
                "10 ballots of the provider on 3 Nov 2026",
            ]
        );
    }

    #[test]
    fn one_side_alone_has_no_gap() {
        let one = pulse("user", "maker", "(9, 0, 0, 0, 0)", NONE);
        assert!(found(RULE, &two("", &format!(r#"pulses: {{"c": {one}}}"#))).is_empty());
        // Of different questions there is nothing to compare.
        let apart = pulses(("(9, 0, 0, 0, 0)", NONE), (NONE, "(0, 0, 0, 0, 9)"));
        assert!(found(RULE, &two("", &apart)).is_empty());
        // Four people are too few to be shown.
        let few = pulses(("(4, 0, 0, 0, 0)", NONE), ("(0, 0, 0, 0, 9)", NONE));
        assert!(found(RULE, &two("", &few)).is_empty());
    }

    #[test]
    fn two_promises_between_the_same_two_are_one_finding() {
        let rounds = pulses(("(4, 3, 1, 1, 0)", NONE), ("(0, 1, 3, 4, 1)", NONE));
        let org = read(&format!(
            r#"parties: {{"maker": (name: "Maker", kind: Team), "user": (name: "User", kind: Team)}},
            handoffs: {{
                "a": (provider: "maker", customer: "user", importance: Low),
                "b": (provider: "user", customer: "maker", importance: High),
            }}, {rounds}"#
        ));
        // Found at the first, and as urgent as the more important of the two.
        assert_eq!(
            found(RULE, &org),
            ["a: medium: The two sides are 1.3 points apart on “In time”"]
        );
    }
}
