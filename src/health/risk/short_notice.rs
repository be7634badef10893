//! Short notice: what is asked for comes too late to be done as promised.
//!
//! Stands on the deliveries that the share of notice kept stands on, in the same window. Fewer than five requests
//! say nothing. Low, and medium from twice the share that is allowed; a step up or down with what is at stake.

use std::cmp::Reverse;

use crate::{
    health::{
        reliability::{self, Outcome},
        words,
    },
    org::{Delivery, Handoff, HandoffId, LogEntry, LogId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, at_handoff, exceeds, log_of, some, stake, weighed},
};

/// The fewest requests of which a share is told.
const REQUESTS: u32 = 5;

/// The rule.
pub struct ShortNotice;

impl Pattern for ShortNotice {
    fn rule(&self) -> Rule {
        Rule::ShortNotice
    }

    fn looks_at(&self) -> &'static str {
        "How far ahead the customer asked for what was due, where a notice is agreed."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "More than {} % of at least {REQUESTS} requests came later than agreed.",
            words::percent(thresholds.short_notice_share)
        )
    }

    fn practice(&self) -> &'static str {
        "Look at the last late requests together: when was the need first known, and where did it wait? Move the \
         asking to that place, or agree a notice that can be kept."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let share = seen.thresholds.short_notice_share;
        for (id, health) in &seen.health.handoffs {
            let (late, asked) = (health.deliveries.short_notice, health.deliveries.asked);
            if asked < REQUESTS || !exceeds(late.into(), asked.into(), share) {
                continue;
            }
            let Some(handoff) = seen.org.handoffs.get(id) else {
                continue;
            };
            let often = exceeds(late.into(), asked.into(), 2.0 * share);
            let base = if often { Severity::Medium } else { Severity::Low };
            let notice = handoff
                .in_force()
                .notice
                .map(|notice| notice.to_string())
                .unwrap_or_default();
            let what = format!("{late} of {asked} requests came less than the agreed {notice} ahead");
            let severity = weighed(base, stake(seen.org, handoff));
            let evidence = late_requests(seen, id, handoff);
            found.push(at_handoff(Rule::ShortNotice, id, severity, what, evidence));
        }
    }
}

/// The requests that came too late, the newest first.
fn late_requests(seen: &Seen<'_>, id: &HandoffId, handoff: &Handoff) -> Vec<Evidence> {
    let mut late: Vec<(&LogId, &Delivery)> = log_of(seen, id)
        .filter_map(|(id, entry)| match entry {
            LogEntry::Delivery(delivery) => Some((id, delivery)),
            _ => None,
        })
        .filter(|(_, delivery)| {
            reliability::outcome(handoff, delivery, seen.health.window) == Some(Outcome::ShortNotice)
        })
        .collect();
    late.sort_by_key(|(id, delivery)| Reverse((delivery.due, *id)));
    let lines = late.into_iter().map(|(id, delivery)| {
        let asked = delivery.asked.map(words::moment).unwrap_or_default();
        Evidence::at(
            Source::Log(id.clone()),
            format!("Due {}, asked for on {asked}", words::moment(delivery.due)),
        )
    });
    some(lines.collect(), LINES)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, two};
    use super::*;

    const RULE: Rule = Rule::ShortNotice;

    const GOOD: &str = r#"due: "2026-11-10", asked: "2026-11-07""#;
    const LATE: &str = r#"due: "2026-11-10", asked: "2026-11-08""#;

    /// The promise, how many requests in time and how many late, others, and what is found.
    type Case<'a> = (&'a str, usize, usize, &'a [&'a str], Option<&'a str>);

    /// So many requests in time, then so many late ones, then others.
    fn org(handoff: &str, good: usize, late: usize, others: &[&str]) -> crate::org::Org {
        let requests = std::iter::repeat_n(GOOD, good).chain(std::iter::repeat_n(LATE, late));
        let entries = requests.chain(others.iter().copied()).enumerate();
        let log: Vec<_> = entries
            .map(|(k, fields)| format!(r#""{k:02}": Delivery(handoff: "parts", {fields})"#))
            .collect();
        two(handoff, &format!("log: {{{}}}", log.join(", ")))
    }

    #[test]
    fn a_larger_share_than_allowed() {
        let notice = r#"notice: "3 days""#;
        let cases: [Case<'_>; 9] = [
            (
                notice,
                3,
                2,
                &[],
                Some("low: 2 of 5 requests came less than the agreed 3 days ahead"),
            ),
            // More than twice a fifth.
            (
                notice,
                5,
                4,
                &[],
                Some("medium: 4 of 9 requests came less than the agreed 3 days ahead"),
            ),
            // Exactly a fifth.
            (notice, 4, 1, &[], None),
            (notice, 8, 2, &[], None),
            // Too few to say.
            (notice, 0, 4, &[], None),
            // No notice agreed, or not known when it was asked for, or due outside the window.
            ("", 3, 2, &[], None),
            (notice, 3, 1, &[r#"due: "2026-11-10""#], None),
            (notice, 3, 1, &[r#"due: "2026-11-23", asked: "2026-11-22""#], None),
            (notice, 3, 1, &[r#"due: "2026-08-24", asked: "2026-08-24""#], None),
        ];
        for (handoff, good, late, others, expected) in cases {
            let expected = expected.map(|what| format!("parts: {what}"));
            assert_eq!(
                found(RULE, &org(handoff, good, late, others)),
                expected.as_slice(),
                "{good} {late} {others:?}"
            );
        }
    }

    #[test]
    fn six_are_shown_and_the_rest_is_counted() {
        let newest = r#"due: "2026-11-21T12:00", asked: "2026-11-20T08:00""#;
        let lines = evidence(RULE, &org(r#"notice: "3 days", importance: High"#, 0, 7, &[newest]));
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[0], "Due 21 Nov 2026 12:00, asked for on 20 Nov 2026 08:00");
        assert_eq!(lines[1], "Due 10 Nov 2026, asked for on 8 Nov 2026");
        assert_eq!(lines[6], "and 2 more");
        let what = found(RULE, &org(r#"notice: "3 days", importance: High"#, 0, 8, &[]));
        assert_eq!(
            what,
            ["parts: high: 8 of 8 requests came less than the agreed 3 days ahead"]
        );
    }
}
