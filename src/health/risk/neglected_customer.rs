//! Neglected internal customer: a party that depends on others, and nobody ever asked it how it goes.
//!
//! Being asked is answering a round of ballots about anybody, or a check-in on something that it receives, however
//! long ago; also a round with too few ballots to be shown, of which no answer is told here. A paying customer is asked in other ways. Medium, and low for those beside the organisation; a step up
//! or down with the most that is at stake in what it receives.

use std::collections::BTreeSet;

use crate::org::{LogEntry, PartyId, Rule, Thresholds};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, at_party, highest_stake, log_of, named, number, some, weighed},
};

/// The rule.
pub struct NeglectedCustomer;

impl Pattern for NeglectedCustomer {
    fn rule(&self) -> Rule {
        Rule::NeglectedCustomer
    }

    fn looks_at(&self) -> &'static str {
        "Whether everyone who receives something, in and beside the organisation, was ever asked how it goes."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "It never answered a round of ballots, and there never was a check-in on anything that it receives.".to_owned()
    }

    fn practice(&self) -> &'static str {
        "Ask one question this week: what do you need from us that you do not get? Write the answer into the need, \
         and agree when you ask again."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let (raters, met) = (raters(seen), met(seen));
        if raters.is_empty() && met.is_empty() {
            return;
        }
        for (id, party) in &seen.org.parties {
            if party.kind.is_customer() || raters.contains(id) || met.contains(id) {
                continue;
            }
            let received: Vec<_> = seen
                .health
                .links()
                .received_by(id)
                .filter(|handoff| !seen.health.links().provides(id, handoff))
                .collect();
            if received.is_empty() {
                continue;
            }
            let base = if party.kind.is_semi_internal() {
                Severity::Low
            } else {
                Severity::Medium
            };
            let stake = highest_stake(seen.org, received.iter().copied());
            let lines = received.iter().map(|handoff| {
                let name = named(seen.org, handoff);
                Evidence::at(
                    Source::Handoff((*handoff).clone()),
                    format!("“{name}”: no check-in yet"),
                )
            });
            let mut evidence = some(lines.collect(), LINES);
            evidence.push(Evidence::plain("No round of ballots in which it answered"));
            let promises = number(received.len(), "promise", "promises");
            let what = format!("Depends on {promises} and was never asked how it goes");
            found.push(at_party(
                Rule::NeglectedCustomer,
                id,
                weighed(base, stake),
                what,
                evidence,
            ));
        }
    }
}

/// Everyone who ever answered a round, however few they were.
fn raters<'a>(seen: &Seen<'a>) -> BTreeSet<&'a PartyId> {
    let pulses = seen.org.pulses.values();
    let known = pulses.filter(|pulse| pulse.on <= seen.health.as_of() && pulse.ballots() > 0);
    known.map(|pulse| &pulse.rater).collect()
}

/// Everyone who ever looked at something that it receives together with the one who provides it.
fn met<'a>(seen: &Seen<'a>) -> BTreeSet<&'a PartyId> {
    let handoffs = seen.org.handoffs.iter().filter(|(id, _)| {
        log_of(seen, id)
            .any(|(_, entry)| matches!(entry, LogEntry::CheckIn(check_in) if check_in.on <= seen.health.as_of()))
    });
    handoffs.map(|(_, handoff)| &handoff.customer).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read};
    use super::*;

    const RULE: Rule = Rule::NeglectedCustomer;

    /// A maker who serves a user and a shop, of a kind; whatever else is said, and a round that says ballots are in use.
    fn org(kind: &str, importance: &str, more: &str) -> crate::org::Org {
        read(&format!(
            r#"parties: {{
                "maker": (name: "Maker", kind: Team),
                "user": (name: "User", kind: {kind}),
                "shop": (name: "Shop", kind: Customer),
            }},
            handoffs: {{
                "parts": (provider: "maker", customer: "user", deliverable: "Parts", importance: {importance}),
                "tools": (provider: "maker", customer: "shop", deliverable: "Tools"),
                "loop": (provider: "maker", customer: "maker"),
            }}, {more}"#
        ))
    }

    fn pulse(rater: &str, on: &str, n: u32) -> String {
        format!("pulses: {{{}}},", round(rater, on, n))
    }

    fn round(rater: &str, on: &str, n: u32) -> String {
        let counts = format!("({n}, 0, 0, 0, 0)");
        format!(
            r#""{rater}": (rater: "{rater}", rated: "x", on: "{on}", frequent: {counts}, timely: {counts},
            accurate: {counts}, problem_solving: {counts}, shared_goals: {counts}, shared_knowledge: {counts},
            respect: {counts}),"#
        )
    }

    fn check_in(handoff: &str, on: &str) -> String {
        format!(r#"log: {{"c": CheckIn(handoff: "{handoff}", on: "{on}")}},"#)
    }

    #[test]
    fn never_asked() {
        let others = pulse("maker", "2026-01-01", 5);
        let cases = [
            (others.clone(), true),
            // Neither ballots nor check-ins are in use: not measured is no risk.
            (String::new(), false),
            (pulse("maker", "2026-11-23", 5), false),
            (pulse("maker", "2026-01-01", 0), false),
            // Too few to be shown, and asked all the same.
            (pulse("maker", "2026-01-01", 4), true),
            (
                format!(
                    "pulses: {{{}{}}},",
                    round("maker", "2026-01-01", 5),
                    round("user", "2026-01-01", 1)
                ),
                false,
            ),
            (
                format!(
                    "pulses: {{{}{}}},",
                    round("maker", "2026-01-01", 5),
                    round("user", "2026-01-01", 0)
                ),
                true,
            ),
            (check_in("parts", "2026-11-23"), false),
            // Asked, however long ago.
            (pulse("user", "2016-01-01", 5), false),
            (check_in("parts", "2016-01-01"), false),
            (others.clone() + &check_in("parts", "2026-11-22"), false),
            (others.clone() + &check_in("parts", "2026-11-23"), true),
            (others + &check_in("tools", "2026-11-22"), true),
            (check_in("tools", "2026-11-22"), true),
        ];
        for (more, expected) in cases {
            let what = "user: medium: Depends on 1 promise and was never asked how it goes".to_owned();
            assert_eq!(
                found(RULE, &org("Team", "Normal", &more)),
                expected.then_some(what).as_slice(),
                "{more}"
            );
        }
    }

    #[test]
    fn who_it_is_decides_how_urgent_it_is() {
        let more = pulse("maker", "2026-01-01", 5);
        let cases = [
            ("Team", "High", Some("high")),
            ("Person", "Low", Some("low")),
            ("Regulator", "Normal", Some("low")),
            ("Supplier", "High", Some("medium")),
            ("Customer", "High", None),
        ];
        for (kind, importance, severity) in cases {
            let urgencies: Vec<_> = found(RULE, &org(kind, importance, &more))
                .iter()
                .filter_map(|line| Some(line.split(": ").nth(1)?.to_owned()))
                .collect();
            assert_eq!(urgencies, severity.map(str::to_owned).as_slice(), "{kind} {importance}");
        }
        assert_eq!(
            evidence(RULE, &org("Team", "Normal", &more)),
            ["“Parts”: no check-in yet", "No round of ballots in which it answered"]
        );
    }
}
