//! Unthanked: promises are kept, and nobody says a word.
//!
//! Always low: worth knowing before it is worth a talk. Thanks of the provider itself do not count.

use std::collections::BTreeMap;

use crate::{
    health::{
        Window,
        reliability::{Due, Outcome},
    },
    org::{HandoffId, LogEntry, PartyId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, at_party, in_use, log_of, named, number, some},
};

/// The rule.
pub struct Unthanked;

impl Pattern for Unthanked {
    fn rule(&self) -> Rule {
        Rule::Unthanked
    }

    fn looks_at(&self) -> &'static str {
        "The deliveries that a party kept, and the thanks for what it provides."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "At least {} deliveries kept in the last {} days, and no thanks recorded in that time.",
            thresholds.thanks_deliveries, thresholds.thanks_days
        )
    }

    fn practice(&self) -> &'static str {
        "Thank for one delivery by name of what it made possible: what went well, and who could go on because of it. \
         Do it where others hear it, and note it in the log."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        if !in_use(seen, |entry| matches!(entry, LogEntry::Thanks(_))) {
            return;
        }
        let mut providers: BTreeMap<&PartyId, Kept<'_>> = BTreeMap::new();
        for (id, handoff) in &seen.org.handoffs {
            let (kept, thanked) = look(seen, id, &handoff.provider);
            let provider = providers.entry(&handoff.provider).or_default();
            provider.thanked |= thanked;
            provider.sum = provider.sum.saturating_add(kept);
            if kept > 0 {
                provider.handoffs.push((id, kept));
            }
        }
        for (id, provider) in providers {
            let party = seen.org.parties.get(id);
            let few = provider.sum < u32::from(seen.thresholds.thanks_deliveries);
            if provider.thanked || few || party.is_none_or(|party| party.kind.is_customer()) {
                continue;
            }
            let what = format!(
                "{} kept in {} days, and no thanks",
                number(provider.sum as usize, "delivery", "deliveries"),
                seen.thresholds.thanks_days
            );
            let evidence = provider.evidence(seen);
            found.push(at_party(Rule::Unthanked, id, Severity::Low, what, evidence));
        }
    }
}

/// What a party kept.
#[derive(Default)]
struct Kept<'a> {
    thanked: bool,
    sum: u32,
    handoffs: Vec<(&'a HandoffId, u32)>,
}

impl Kept<'_> {
    /// Where it kept most comes first.
    fn evidence(mut self, seen: &Seen<'_>) -> Vec<Evidence> {
        self.handoffs
            .sort_by(|(one, kept), (other, more)| more.cmp(kept).then_with(|| one.cmp(other)));
        let lines = self.handoffs.into_iter().map(|(id, kept)| {
            let name = named(seen.org, id);
            Evidence::at(Source::Handoff(id.clone()), format!("“{name}”: {kept} kept"))
        });
        some(lines.collect(), LINES)
    }
}

/// How many deliveries of a promise were kept, and whether somebody said thanks.
fn look(seen: &Seen<'_>, id: &HandoffId, provider: &PartyId) -> (u32, bool) {
    let window = Window {
        as_of: seen.health.as_of(),
        days: seen.thresholds.thanks_days,
    };
    let frame = window.frame();
    let (mut kept, mut thanked) = (0_u32, false);
    let Some(handoff) = seen.org.handoffs.get(id) else {
        return (kept, thanked);
    };
    for (_, entry) in log_of(seen, id) {
        match entry {
            LogEntry::Delivery(delivery) => {
                let outcome = Due::of(handoff, delivery).outcome(&frame);
                kept += u32::from(matches!(outcome, Some(Outcome::Kept { .. })));
            }
            LogEntry::Thanks(thanks) => {
                let then = (window.first_day()..=window.as_of).contains(&thanks.on);
                thanked |= then && thanks.by.as_ref() != Some(provider);
            }
            _ => {}
        }
    }
    (kept, thanked)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read};
    use super::*;

    const RULE: Rule = Rule::Unthanked;

    /// A maker who serves a user and a shop, with deliveries under both and thanks for something else long ago.
    fn org(parts: &[&str], tools: &[&str], more: &str) -> crate::org::Org {
        let entry = |handoff: &str, k: usize, fields: &&str| {
            format!(r#""{handoff}-{k}": Delivery(handoff: "{handoff}", {fields}),"#)
        };
        let parts = parts.iter().enumerate().map(|(k, fields)| entry("parts", k, fields));
        let tools = tools.iter().enumerate().map(|(k, fields)| entry("tools", k, fields));
        let log: String = parts.chain(tools).collect();
        read(&format!(
            r#"parties: {{
                "maker": (name: "Maker", kind: Team),
                "user": (name: "User", kind: Team),
                "shop": (name: "Shop", kind: Customer),
            }},
            handoffs: {{
                "parts": (provider: "maker", customer: "user", deliverable: "Parts"),
                "tools": (provider: "maker", customer: "shop", deliverable: "Tools"),
            }},
            log: {{{log} {more}}}"#
        ))
    }

    const KEPT: &str = r#"due: "2026-11-01", delivered: "2026-11-01""#;
    const LATE: &str = r#"due: "2026-11-01", delivered: "2026-11-02""#;
    const ONCE: &str = r#""t": Thanks(handoff: "other", on: "2025-01-01"),"#;

    /// The last 90 days reach from 25 August to 22 November.
    #[test]
    fn three_kept_and_not_a_word() {
        let first = r#"due: "2026-08-25", delivered: "2026-08-25""#;
        let before = r#"due: "2026-08-24", delivered: "2026-08-24""#;
        let flawed = r#"due: "2026-11-01", delivered: "2026-11-01", right_first_time: false"#;
        let tomorrow = r#"due: "2026-11-23", delivered: "2026-11-22""#;
        let cases: [(&[&str], &[&str], bool); 8] = [
            (&[KEPT, KEPT, KEPT], &[], true),
            (&[KEPT, KEPT], &[], false),
            (&[KEPT, KEPT], &[KEPT], true),
            (&[KEPT, KEPT, first], &[], true),
            (&[KEPT, KEPT, before], &[], false),
            (&[KEPT, KEPT, LATE], &[LATE], false),
            (&[KEPT, KEPT, flawed], &[], false),
            (&[KEPT, KEPT, tomorrow], &[], false),
        ];
        for (parts, tools, expected) in cases {
            let what = "maker: low: 3 deliveries kept in 90 days, and no thanks".to_owned();
            assert_eq!(
                found(RULE, &org(parts, tools, ONCE)),
                expected.then_some(what).as_slice(),
                "{parts:?} {tools:?}"
            );
        }
        assert_eq!(
            evidence(RULE, &org(&[KEPT], &[KEPT, KEPT], ONCE)),
            ["“Tools”: 2 kept", "“Parts”: 1 kept"]
        );
    }

    #[test]
    fn one_word_is_enough() {
        let cases = [
            (r#"handoff: "parts", on: "2026-11-22""#, false),
            (r#"handoff: "parts", on: "2026-08-25""#, false),
            (r#"handoff: "parts", on: "2026-08-24""#, true),
            // Of the other promise, from anybody.
            (r#"handoff: "tools", on: "2026-11-01", by: "user""#, false),
            // Its own.
            (r#"handoff: "parts", on: "2026-11-01", by: "maker""#, true),
        ];
        for (thanks, expected) in cases {
            let org = org(&[KEPT, KEPT, KEPT], &[], &format!(r#""w": Thanks({thanks})"#));
            assert_eq!(!found(RULE, &org).is_empty(), expected, "{thanks}");
        }
        // Where thanks are not written down, or not yet, missing ones say nothing.
        assert!(found(RULE, &org(&[KEPT, KEPT, KEPT], &[], "")).is_empty());
        let tomorrow = r#""w": Thanks(handoff: "parts", on: "2026-11-23")"#;
        assert!(found(RULE, &org(&[KEPT, KEPT, KEPT], &[], tomorrow)).is_empty());
    }
}
