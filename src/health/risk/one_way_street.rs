//! One-way street: only one side speaks.
//!
//! Two ways of it. Ballots: one side of a pair was asked, and the other, although it receives something from that
//! side, never was. Only then: where nothing flows back, it is the customer's word that is wanted. A side that is
//! known to be too small for a round is not found; it is asked in check-ins. Found at the first promise that the
//! silent side receives. Check-ins: one side called all of the last year whose caller is known, and those are most.
//! Where a third party called one, somebody else speaks as well. Where one side has the ballots and the other calls the check-ins, both speak. A paying customer does not have to
//! call and is asked in other ways. Low; a step up with what is at stake.

use std::collections::BTreeSet;

use crate::{
    health::words,
    org::{CheckIn, Handoff, HandoffId, LogEntry, PartyId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, YEAR, at_handoff, days_ago, is_paying, log_of, number, sentence, some, stake, weighed},
};

/// The two sides in words.
const PROVIDER: &str = "provider";
const CUSTOMER: &str = "customer";

/// The rule.
pub struct OneWayStreet;

impl Pattern for OneWayStreet {
    fn rule(&self) -> Rule {
        Rule::OneWayStreet
    }

    fn looks_at(&self) -> &'static str {
        "Who is asked, and who calls the check-ins."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "Ballots come from one side only although something flows both ways, or one side called all check-ins of \
             a year, at least {}.",
            thresholds.one_way_check_ins
        )
    }

    fn practice(&self) -> &'static str {
        "Let the other side call the next check-in and bring the first point. Ask both sides the same questions in \
         the next round."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let asked = asked(seen);
        let mut directions = BTreeSet::new();
        for (id, handoff) in &seen.org.handoffs {
            let Handoff { provider, customer, .. } = &**handoff;
            if provider == customer {
                continue;
            }
            // The ballots belong to the pair and are found once.
            let first = directions.insert((provider, customer));
            let round = first.then(|| unanswered(seen, &asked, id, handoff)).flatten();
            let caller = caller(seen, id, handoff);
            if round.is_some() && caller.as_ref().is_some_and(|(side, _)| *side == CUSTOMER) {
                continue;
            }
            let mut whats = Vec::new();
            let mut evidence = Vec::new();
            if let Some(round) = round {
                whats.push("ballots come only from the provider".to_owned());
                evidence.push(round);
            }
            if let Some((side, lines)) = caller {
                whats.push(format!("only the {side} calls check-ins"));
                evidence.extend(lines);
            }
            if whats.is_empty() {
                continue;
            }
            let stake = stake(seen.org, handoff);
            found.push(at_handoff(
                Rule::OneWayStreet,
                id,
                weighed(Severity::Low, stake),
                sentence(&whats),
                evidence,
            ));
        }
    }
}

/// Who was ever asked about whom.
fn asked<'a>(seen: &Seen<'a>) -> BTreeSet<(&'a PartyId, &'a PartyId)> {
    let pulses = seen.org.pulses.values();
    let known = pulses.filter(|pulse| pulse.on <= seen.health.as_of());
    known.map(|pulse| (&pulse.rater, &pulse.rated)).collect()
}

/// The newest round that counts of a provider about a customer who was never asked about the provider.
fn unanswered(
    seen: &Seen<'_>,
    asked: &BTreeSet<(&PartyId, &PartyId)>,
    id: &HandoffId,
    handoff: &Handoff,
) -> Option<Evidence> {
    let Handoff { provider, customer, .. } = handoff;
    let round = seen.health.handoffs.get(id)?.voices.provider.as_ref()?;
    if asked.contains(&(customer, provider)) {
        return None;
    }
    let party = seen.org.parties.get(customer)?;
    if party.kind.is_customer() || party.headcount.is_some_and(|people| people < seen.org.floor()) {
        return None;
    }
    let pulse = seen.org.pulses.get(round)?;
    let (ballots, on) = (
        number(pulse.ballots() as usize, "ballot", "ballots"),
        words::day(pulse.on),
    );
    Some(Evidence::at(
        Source::Pulse(round.clone()),
        format!("{ballots} of the provider on {on}, and none of the customer ever"),
    ))
}

/// The side that called all check-ins of the last year, and the newest of them.
fn caller(seen: &Seen<'_>, id: &HandoffId, handoff: &Handoff) -> Option<(&'static str, Vec<Evidence>)> {
    let days = days_ago(seen, YEAR)..=seen.health.as_of();
    let mut calls: Vec<(_, &CheckIn)> = log_of(seen, id)
        .filter_map(|(id, entry)| match entry {
            LogEntry::CheckIn(check_in) if days.contains(&check_in.on) => Some((id, check_in)),
            _ => None,
        })
        .collect();
    let by = |party: &PartyId| calls.iter().filter(|(_, call)| call.by.as_ref() == Some(party)).count();
    let (provider, customer) = (by(&handoff.provider), by(&handoff.customer));
    let (side, silent, known) = match (provider, customer) {
        (1.., 0) => (PROVIDER, &handoff.customer, provider),
        (0, 1..) => (CUSTOMER, &handoff.provider, customer),
        _ => return None,
    };
    if known < calls.iter().filter(|(_, call)| call.by.is_some()).count() {
        return None;
    }
    let few = known < usize::from(seen.thresholds.one_way_check_ins) || known <= calls.len() - known;
    if few || is_paying(seen.org, silent) {
        return None;
    }
    calls.retain(|(_, call)| call.by.is_some());
    calls.sort_by_key(|(id, call)| std::cmp::Reverse((call.on, *id)));
    let lines = calls.into_iter().map(|(id, call)| {
        Evidence::at(
            Source::Log(id.clone()),
            format!("Check-in of {}, called by the {side}", words::day(call.on)),
        )
    });
    Some((side, some(lines.collect(), LINES)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read};
    use super::*;

    const RULE: Rule = Rule::OneWayStreet;

    /// A maker who serves a user, who brings the scrap back.
    fn both_ways(user: &str, more: &str) -> crate::org::Org {
        read(&format!(
            r#"parties: {{"maker": (name: "Maker", kind: Team), "user": (name: "User", {user})}},
            handoffs: {{
                "parts": (provider: "maker", customer: "user", deliverable: "Parts"),
                "scrap": (provider: "user", customer: "maker", deliverable: "Scrap"),
                "waste": (provider: "user", customer: "maker", deliverable: "Waste"),
            }}, {more}"#
        ))
    }

    fn pulse(rater: &str, rated: &str, on: &str, n: u32) -> String {
        let counts = format!("({n}, 0, 0, 0, 0)");
        format!(
            r#""{rater}-{on}": (rater: "{rater}", rated: "{rated}", on: "{on}", frequent: {counts}, timely: {counts},
            accurate: {counts}, problem_solving: {counts}, shared_goals: {counts}, shared_knowledge: {counts},
            respect: {counts})"#
        )
    }

    #[test]
    fn only_one_side_is_asked() {
        let team = "kind: Team";
        let forth = |on: &str, n| pulse("maker", "user", on, n);
        let back = |on: &str, n| pulse("user", "maker", on, n);
        let cases: [(&str, &[String], Option<&str>); 10] = [
            // The user receives parts from the maker, who is the one that was asked.
            (team, &[forth("2026-11-01", 5)], Some("parts")),
            // At the first of the two that the maker receives.
            (team, &[back("2026-11-01", 5)], Some("scrap")),
            (team, &[forth("2026-11-01", 5), back("2016-11-01", 5)], None),
            (team, &[forth("2026-11-01", 5), back("2026-11-23", 5)], Some("parts")),
            (team, &[], None),
            // Too few, too old.
            (team, &[forth("2026-11-01", 4)], None),
            (team, &[forth("2025-11-21", 5)], None),
            // The user has no five people who could answer.
            ("kind: Team, headcount: 4", &[forth("2026-11-01", 5)], None),
            ("kind: Team, headcount: 5", &[forth("2026-11-01", 5)], Some("parts")),
            ("kind: Customer", &[forth("2026-11-01", 5)], None),
        ];
        for (user, rounds, expected) in cases {
            let org = both_ways(user, &format!("pulses: {{{}}}", rounds.join(", ")));
            let what = "Ballots come only from the provider";
            let expected = expected.map(|at| format!("{at}: low: {what}"));
            assert_eq!(found(RULE, &org), expected.as_slice(), "{user} {rounds:?}");
        }
        // Where nothing flows back, the customer's word is all that is wanted.
        let org = super::super::testing::two("", &format!("pulses: {{{}}}", back("2026-11-01", 5)));
        assert!(found(RULE, &org).is_empty());
    }

    #[test]
    fn only_one_side_calls() {
        let cases: [(&str, &[&str], Option<&str>); 11] = [
            (
                "kind: Team",
                &["maker", "maker", "maker"],
                Some("Only the provider calls check-ins"),
            ),
            (
                "kind: Team",
                &["user", "user", "user"],
                Some("Only the customer calls check-ins"),
            ),
            ("kind: Team", &["maker", "maker"], None),
            ("kind: Team", &["maker", "maker", "maker", "user"], None),
            // Somebody else called one.
            ("kind: Team", &["maker", "maker", "maker", "host"], None),
            ("kind: Team", &["user", "user", "user", "maker", "host"], None),
            // Of half of them it is not known who called.
            ("kind: Team", &["maker", "maker", "maker", "", "", ""], None),
            (
                "kind: Team",
                &["maker", "maker", "maker", "", ""],
                Some("Only the provider calls check-ins"),
            ),
            ("kind: Team", &["", "", ""], None),
            // A paying customer does not have to call, and one that always does is heard.
            ("kind: Customer", &["maker", "maker", "maker"], None),
            (
                "kind: Customer",
                &["user", "user", "user"],
                Some("Only the customer calls check-ins"),
            ),
        ];
        for (user, calls, expected) in cases {
            let entry = |(day, by): (usize, &&str)| {
                let by = if by.is_empty() {
                    String::new()
                } else {
                    format!(r#", by: "{by}""#)
                };
                format!(r#""{day}": CheckIn(handoff: "parts", on: "2026-10-1{day}"{by})"#)
            };
            let log: Vec<_> = calls.iter().enumerate().map(entry).collect();
            let org = both_ways(user, &format!("log: {{{}}}", log.join(", ")));
            let severity = if user == "kind: Customer" { "medium" } else { "low" };
            let expected = expected.map(|what| format!("parts: {severity}: {what}"));
            assert_eq!(found(RULE, &org), expected.as_slice(), "{user} {calls:?}");
            // What it stands on are the calls of that side, and not those of which nobody knows.
            let named = calls.iter().filter(|by| !by.is_empty()).count();
            let lines = evidence(RULE, &org).len();
            assert_eq!(lines, expected.map_or(0, |_| named), "{user} {calls:?}");
        }
    }

    #[test]
    fn each_side_may_speak_in_its_own_way() {
        let round = pulse("maker", "user", "2026-11-01", 5);
        let with = |by: &str| {
            let log = ["2026-10-01", "2026-10-02", "2026-10-03"]
                .map(|on| format!(r#""{on}": CheckIn(handoff: "parts", on: "{on}", by: "{by}")"#))
                .join(", ");
            found(
                RULE,
                &both_ways("kind: Team", &format!("pulses: {{{round}}}, log: {{{log}}}")),
            )
        };
        assert_eq!(with("user"), [""; 0]);
        assert_eq!(
            with("maker"),
            ["parts: low: Ballots come only from the provider, and only the provider calls check-ins"]
        );
    }

    #[test]
    fn check_ins_of_another_year_do_not_count() {
        // The last year reaches from 22 November 2025 to 22 November 2026.
        for (oldest, newest, expected) in [
            ("2025-11-22", "2026-11-22", true),
            ("2025-11-21", "2026-11-22", false),
            ("2025-11-22", "2026-11-23", false),
        ] {
            let log = [oldest, "2026-03-05", newest]
                .map(|on| format!(r#""{on}": CheckIn(handoff: "parts", on: "{on}", by: "maker")"#))
                .join(", ");
            let org = both_ways("kind: Team", &format!("log: {{{log}}}"));
            assert_eq!(!found(RULE, &org).is_empty(), expected, "{oldest} {newest}");
            if expected {
                assert_eq!(
                    evidence(RULE, &org)[1],
                    "Check-in of 5 Mar 2026, called by the provider"
                );
            }
        }
    }
}
