//! Stale: a promise that nobody looked at for a long time.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    health::words,
    org::{Handoff, HandoffId, LogEntry, Rule, Subject, Thresholds},
};

use super::{Evidence, Pattern, Risk, Seen, Severity, Source};

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
        let limit = i64::from(seen.thresholds.stale_days);
        let oldest = seen.health.as_of().saturating_sub(limit.days());
        for (id, handoff) in &seen.org.handoffs {
            // A promise without any date may have been drawn today.
            if let Some(day) = looked_at(seen, id, handoff)
                && day < oldest
            {
                found.push(Risk {
                    rule: Rule::Stale,
                    at: Subject::Handoff(id.clone()),
                    severity: Severity::Low,
                    what: format!("Not looked at since {}", words::day(day)),
                    evidence: vec![Evidence::at(
                        Source::Handoff(id.clone()),
                        "Neither agreed, reviewed nor checked in on since then",
                    )],
                    accepted: None,
                });
            }
        }
    }
}

/// The last day, up to today, on which both sides or one of them looked at the promise.
fn looked_at(seen: &Seen<'_>, id: &HandoffId, handoff: &Handoff) -> Option<Date> {
    let check_ins = seen
        .health
        .entries(id)
        .filter_map(|entry| match &**seen.org.log.get(entry)? {
            LogEntry::CheckIn(check_in) => Some(check_in.on),
            _ => None,
        });
    let days = [handoff.agreed, handoff.reviewed]
        .into_iter()
        .flatten()
        .chain(check_ins);
    days.filter(|day| *day <= seen.health.as_of()).max()
}
