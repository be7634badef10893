//! Stale: a promise that nobody looked at for a long time.
//!
//! Always low: worth knowing before it is worth a talk. A promise without any date may have been drawn today.

use jiff::civil::Date;

use crate::{
    health::words,
    org::{Handoff, HandoffId, LogEntry, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{at_handoff, days_ago, log_of},
};

/// The rule.
pub struct Stale;

impl Pattern for Stale {
    fn rule(&self) -> Rule {
        Rule::Stale
    }

    fn looks_at(&self) -> &'static str {
        "The last day on which a promise was agreed, reviewed, or looked at together in a check-in."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!("That day is more than {} days ago.", thresholds.stale_days)
    }

    fn practice(&self) -> &'static str {
        "Read the promise and the need aloud together for five minutes: still right? Then note the day, or mend it."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let oldest = days_ago(seen, seen.thresholds.stale_days.into());
        for (id, handoff) in &seen.org.handoffs {
            if let Some(day) = looked_at(seen, id, handoff)
                && day < oldest
            {
                let what = format!("Not looked at since {}", words::day(day));
                let line = "Neither agreed, reviewed nor checked in on since then";
                let evidence = vec![Evidence::at(Source::Handoff(id.clone()), line)];
                found.push(at_handoff(self.rule(), id, Severity::Low, what, evidence));
            }
        }
    }
}

/// The last day, up to today, on which both sides or one of them looked at the promise.
fn looked_at(seen: &Seen<'_>, id: &HandoffId, handoff: &Handoff) -> Option<Date> {
    let check_ins = log_of(seen, id).filter_map(|(_, entry)| match entry {
        LogEntry::CheckIn(check_in) => Some(check_in.on),
        _ => None,
    });
    let days = [handoff.agreed, handoff.reviewed]
        .into_iter()
        .flatten()
        .chain(check_ins);
    days.filter(|day| *day <= seen.health.as_of()).max()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, two};
    use super::*;

    /// Of the 180 days before 22 November the first is 26 May.
    #[test]
    fn the_last_look_is_too_long_ago() {
        let last = |day: &str| Some(format!("parts: low: Not looked at since {day}"));
        let cases = [
            (r#"agreed: "2026-05-25""#, "", last("25 May 2026")),
            (r#"agreed: "2026-05-26""#, "", None),
            (
                r#"agreed: "2024-03-01", reviewed: "2026-05-01""#,
                "",
                last("1 May 2026"),
            ),
            (r#"agreed: "2024-03-01", reviewed: "2026-06-01""#, "", None),
            (
                r#"agreed: "2024-03-01""#,
                r#"handoff: "parts", on: "2026-05-02""#,
                last("2 May 2026"),
            ),
            (r#"agreed: "2024-03-01""#, r#"handoff: "parts", on: "2026-10-02""#, None),
            (
                r#"agreed: "2024-03-01""#,
                r#"handoff: "other", on: "2026-10-02""#,
                last("1 Mar 2024"),
            ),
            // What comes tomorrow has not happened, and without any day it may have been drawn today.
            (
                r#"agreed: "2024-03-01", reviewed: "2026-11-23""#,
                "",
                last("1 Mar 2024"),
            ),
            ("", "", None),
        ];
        for (handoff, check_in, expected) in cases {
            let log = match check_in {
                "" => String::new(),
                fields => format!(r#"log: {{"a": CheckIn({fields})}}"#),
            };
            let found = found(Rule::Stale, &two(handoff, &log));
            assert_eq!(found, expected.as_slice(), "{handoff} {check_in}");
        }
        assert_eq!(
            evidence(Rule::Stale, &two(r#"reviewed: "2026-01-01""#, "")),
            ["Neither agreed, reviewed nor checked in on since then"]
        );
    }
}
