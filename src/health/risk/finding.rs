//! What rules have in common: how a finding is put together, what the log says about a promise, how much is at stake,
//! and what parties and promises are called where no person is to be named.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    health::{HandoffHealth, Indicator, ballots::OLDEST_PULSE, words},
    org::{Handoff, HandoffId, Holder, Importance, LogEntry, LogId, Org, PartyId, PartyKind, Role, Rule, Subject},
};

use super::{Evidence, Risk, Seen, Severity};

/// How many lines of one kind are shown before the rest is only counted.
pub const LINES: usize = 6;

/// How far back something counts that has no window of its own, in days: as long as a pulse does.
pub const YEAR: i64 = OLDEST_PULSE as i64;

/// Two shares closer than this billionth are the same, so that rounding decides nothing.
pub const SAME: f64 = 1e-9;

/// How far up it is followed what a party is part of. No organisation is as deep; a file may be.
const DEEPEST: usize = 64;

/// A finding at a promise that nobody accepted yet.
pub fn at_handoff(rule: Rule, id: &HandoffId, severity: Severity, what: String, evidence: Vec<Evidence>) -> Risk {
    at(rule, Subject::Handoff(id.clone()), severity, what, evidence)
}

/// A finding at a party that nobody accepted yet.
pub fn at_party(rule: Rule, id: &PartyId, severity: Severity, what: String, evidence: Vec<Evidence>) -> Risk {
    at(rule, Subject::Party(id.clone()), severity, what, evidence)
}

fn at(rule: Rule, at: Subject, severity: Severity, what: String, evidence: Vec<Evidence>) -> Risk {
    Risk {
        rule,
        at,
        severity,
        what,
        evidence,
        accepted: None,
    }
}

/// The first lines, and how many more there are.
pub fn some(mut lines: Vec<Evidence>, shown: usize) -> Vec<Evidence> {
    let more = lines.len().saturating_sub(shown);
    if more > 0 {
        lines.truncate(shown);
        lines.push(Evidence::plain(format!("and {more} more")));
    }
    lines
}

/// What happened under a promise: everything of the log that names it, also what is dated after the day of looking.
pub fn log_of<'a>(seen: &Seen<'a>, id: &HandoffId) -> impl Iterator<Item = (&'a LogId, &'a LogEntry)> {
    let index = &seen.health.index;
    index.entries(id).zip(index.log_of(id))
}

/// Whether the log has an entry of that kind up to the day of looking. Where it has none, the organisation does not
/// write such things down, and missing ones say nothing.
pub fn in_use(seen: &Seen<'_>, kind: fn(&LogEntry) -> bool) -> bool {
    let as_of = seen.health.as_of();
    seen.org.log.values().any(|entry| kind(entry) && entry.date() <= as_of)
}

/// So many days before the day of looking.
pub fn days_ago(seen: &Seen<'_>, days: i64) -> Date {
    seen.health.as_of().saturating_sub(days.days())
}

/// Whether a part of a whole is a larger share than that. A share such as 0.29 is not exact in binary, so that a
/// part which is that share would otherwise now and then seem to be larger.
pub fn exceeds(part: u64, of: u64, share: f64) -> bool {
    part as f64 > share * of as f64 * (1.0 + 1e-12)
}

/// How much hangs on a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stake {
    /// Of low importance.
    Little,
    /// Neither.
    Usual,
    /// Of high importance, or made to a paying customer.
    Much,
}

/// How much hangs on a promise.
pub fn stake(org: &Org, handoff: &Handoff) -> Stake {
    if handoff.importance == Importance::High || is_paying(org, &handoff.customer) {
        Stake::Much
    } else if handoff.importance == Importance::Low {
        Stake::Little
    } else {
        Stake::Usual
    }
}

/// The most that hangs on any of these promises; the usual where there is none.
pub fn highest_stake<'a>(org: &Org, handoffs: impl Iterator<Item = &'a HandoffId>) -> Stake {
    let known = handoffs.filter_map(|id| org.handoffs.get(id));
    known.map(|handoff| stake(org, handoff)).max().unwrap_or(Stake::Usual)
}

/// One step more urgent where much is at stake, one step less where little is.
pub const fn weighed(severity: Severity, stake: Stake) -> Severity {
    match (severity, stake) {
        (Severity::High | Severity::Medium, Stake::Much) | (Severity::High, Stake::Usual) => Severity::High,
        (Severity::Low, Stake::Much) | (Severity::Medium, Stake::Usual) | (Severity::High, Stake::Little) => {
            Severity::Medium
        }
        (Severity::Low, Stake::Usual | Stake::Little) | (Severity::Medium, Stake::Little) => Severity::Low,
    }
}

/// Whether the party is an external, paying customer.
pub fn is_paying(org: &Org, party: &PartyId) -> bool {
    kind(org, party).is_some_and(PartyKind::is_customer)
}

/// What a party is; nothing where the file names one that does not exist.
pub fn kind(org: &Org, party: &PartyId) -> Option<PartyKind> {
    org.parties.get(party).map(|party| party.kind)
}

/// Whether the party belongs to the organisation itself.
pub fn is_inside(org: &Org, party: &PartyId) -> bool {
    kind(org, party).is_some_and(|kind| !kind.is_customer() && !kind.is_semi_internal())
}

/// The parties that a party is part of, the nearest first. Where they go round in a circle each comes once.
pub fn above<'a>(org: &'a Org, party: &PartyId) -> Vec<&'a PartyId> {
    let up = |party: &PartyId| org.parties.get(party)?.part_of.as_ref();
    let mut all: Vec<&PartyId> = Vec::new();
    let mut next = up(party);
    while let Some(found) = next {
        if found == party || all.len() == DEEPEST || all.contains(&found) {
            break;
        }
        all.push(found);
        next = up(found);
    }
    all
}

/// What a party is called, without the name of a person.
pub fn called<'a>(org: &'a Org, id: &'a PartyId) -> &'a str {
    if kind(org, id) == Some(PartyKind::Person) {
        "One person"
    } else {
        org.party_name(id)
    }
}

/// Who holds the role on that day; a day that is not known is no reason against it.
pub fn holders(role: &Role, day: Date) -> impl Iterator<Item = &Holder> {
    role.holders.iter().filter(move |holder| {
        let begun = holder.since.is_none_or(|since| since <= day);
        begun && holder.until.is_none_or(|until| day <= until)
    })
}

/// What a promise is called, without the name of a person who is one of its sides.
pub fn named(org: &Org, id: &HandoffId) -> String {
    let unnamed = org.handoffs.get(id).is_some_and(|handoff| {
        let person = |party| kind(org, party) == Some(PartyKind::Person);
        handoff.deliverable.trim().is_empty() && (person(&handoff.provider) || person(&handoff.customer))
    });
    if unnamed {
        "A promise without a name".to_owned()
    } else {
        org.handoff_name(id)
    }
}

/// One sentence of one or more parts, each written in small letters: "No check-in, and 2 questions wait".
pub fn sentence(parts: &[String]) -> String {
    let joined = parts.join(", and ");
    let mut letters = joined.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A number of things: "1 delivery", "3 deliveries".
pub fn number(count: usize, one: &str, many: &str) -> String {
    words::number(count as u64, one, many)
}

/// Two shares in per cent, with decimals only where they would otherwise look the same.
pub fn percents(one: f64, other: f64) -> (String, String) {
    // Without decimals it is written as everywhere else.
    let text = |share: f64, decimals: usize| match decimals {
        0 => format!("{} %", words::percent(share)),
        _ => format!("{:.decimals$} %", share * 100.0),
    };
    let decimals = (0..4).find(|decimals| text(one, *decimals) != text(other, *decimals));
    let decimals = decimals.unwrap_or_default();
    (text(one, decimals), text(other, decimals))
}

/// The mean share that a promise keeps where that is below its target. Where nothing was missed there is nothing to
/// mend: three kept of three lie below a target of 90 % only because three are few.
pub fn falls_short(measured: &HandoffHealth) -> Option<f64> {
    let mean = measured.estimate(Indicator::Reliability)?.mean;
    let counts = &measured.deliveries;
    (counts.kept < counts.counted && mean < measured.target - SAME).then_some(mean)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;
    use crate::health::{
        Health,
        risk::{risks as risks_of, testing::read},
    };

    #[test]
    fn a_share_is_not_larger_than_itself() {
        // As binary numbers 0.29 · 100 is a little less than 29, and 0.1 · 3 a little more than 0.3.
        let cases = [
            (29, 100, 0.29, false),
            (30, 100, 0.29, true),
            (2, 10, 0.2, false),
            (3, 10, 0.2, true),
            (0, 0, 0.0, false),
            (1, 4_000_000_000, 0.0, true),
        ];
        for (part, of, share, expected) in cases {
            assert_eq!(exceeds(part, of, share), expected, "{part} of {of}, {share}");
        }
    }

    /// Dangling references, a promise to oneself, numbers that no organisation has, and the ends of the calendar.
    #[test]
    fn no_document_makes_a_rule_stumble() {
        let handoff = |sides: &str, span: &str, day: &str| {
            format!(
                r#"({sides}, agreed: "{day}", notice: "{span}", answer_within: "{span}", check_in_every: "{span}",
                target: NaN, raci: {{"gone": "RACI", "lead": "RA"}})"#
            )
        };
        let of_day = |day: &str, handoff: &str| {
            [
                format!(
                    r#"Delivery(handoff: "{handoff}", asked: "{day}", due: "{day}", delivered: "{day}",
                    flaw: (cause: Other, cost: 1e308))"#
                ),
                format!(r#"Delivery(handoff: "{handoff}", due: "{day}", flaw: (cause: Other, cost: inf))"#),
                format!(r#"Delivery(handoff: "{handoff}", due: "{day}T00:00", delivered: "{day}")"#),
                format!(r#"Clarification(handoff: "{handoff}", by: "gone", asked: "{day}")"#),
                format!(r#"CheckIn(handoff: "{handoff}", on: "{day}", by: "b")"#),
                format!(r#"Thanks(handoff: "{handoff}", on: "{day}", by: "gone")"#),
                format!(r#"Change(party: "a", on: "{day}", before: 4294967295, after: 0)"#),
                format!(r#"Change(party: "b", on: "{day}", before: 4294967295, after: 0)"#),
                format!(r#"Change(party: "gone", on: "{day}", before: 0, after: 4294967295)"#),
            ]
        };
        let days = ["0001-01-01", "2026-11-22", "9999-12-31"];
        let entries = days
            .iter()
            .flat_map(|day| ["h", "i", "j", "gone"].map(|handoff| of_day(day, handoff)));
        let log: Vec<_> = entries
            .flatten()
            .enumerate()
            .map(|(k, entry)| format!(r#""{k}": {entry}"#))
            .collect();
        let pulse = |rater: &str, rated: &str, day: &str| {
            let counts = if rater == "a" {
                "(4294967295, 4294967295, 0, 0, 0)"
            } else {
                "(0, 0, 0, 5, 4294967295)"
            };
            format!(
                r#""{rater}{rated}{day}": (rater: "{rater}", rated: "{rated}", on: "{day}", frequent: {counts},
                timely: {counts}, accurate: (0, 0, 0, 0, 4294967295), problem_solving: {counts}, shared_goals: {counts},
                shared_knowledge: {counts}, respect: {counts})"#
            )
        };
        let pulses: Vec<_> = days
            .iter()
            .flat_map(|day| [pulse("a", "b", day), pulse("b", "gone", day)])
            .chain([pulse("b", "a", "2026-11-22")])
            .collect();
        let holders = r#"[(tenure: Temporary, since: "9999-12-31", until: "0001-01-01"), (tenure: Contractor), ()]"#;
        let mut rules = BTreeSet::new();
        for span in ["0 days", "1 hour", "65535 months", "65535 hours"] {
            for risks in [
                "()",
                "(check_ins_missed: 65535, answer_overdue: 1000.0, blame_days: 364, headcount_days: 65535, thanks_days: 65535, blame_answers: 1.0)",
                "(check_ins_missed: 1, blame_days: 1, headcount_days: 0, thanks_days: 0, headcount_fall: 0.0, gap_points: 0.0001)",
                "(answer_overdue: NaN)",
            ] {
                let org = read(&format!(
                    r#"settings: (risks: {risks}),
                    parties: {{"a": (name: "", kind: Person, headcount: 4294967295), "b": (name: "B", kind: Regulator)}},
                    roles: {{"lead": (name: "Lead", party: "a", holders: {holders}), "x": (name: "X", party: "gone")}},
                    handoffs: {{"h": {}, "i": {}, "j": {}, "k": {}}},
                    actions: {{"x": (what: "", repairs: Party("gone"), taken_on: "9999-12-31", done: "0001-01-01")}},
                    pulses: {{{}}}, log: {{{}}}"#,
                    handoff(r#"provider: "a", customer: "b""#, span, days[0]),
                    handoff(r#"provider: "b", customer: "a""#, span, days[1]),
                    handoff(r#"provider: "a", customer: "a""#, span, days[2]),
                    handoff(r#"provider: "gone", customer: "lost""#, span, days[0]),
                    pulses.join(", "),
                    log.join(", ")
                ));
                for as_of in [Date::MIN, date(1, 1, 1), date(2026, 11, 22), Date::MAX] {
                    for days in [0, 90, u16::MAX] {
                        let health = Health::of(&org, as_of, days);
                        let seen = Seen::of(&org, &health, |_| true).unwrap();
                        let found = risks_of(&seen);
                        let places: BTreeSet<_> = found.iter().map(|risk| (risk.rule, &risk.at)).collect();
                        assert_eq!(places.len(), found.len(), "one finding for each rule and place");
                        for risk in &found {
                            assert!(!risk.evidence.is_empty() && !risk.what.ends_with('.'), "{risk:?}");
                            rules.insert(risk.rule);
                        }
                    }
                }
            }
        }
        assert!(rules.len() >= 6, "too few rules to say: {rules:?}");
    }

    #[test]
    fn the_rest_is_counted() {
        let lines = |count: usize| (0..count).map(|k| Evidence::plain(k.to_string())).collect();
        let texts = |count| -> Vec<String> { some(lines(count), 2).into_iter().map(|line| line.text).collect() };
        assert_eq!(texts(2), ["0", "1"]);
        assert_eq!(texts(5), ["0", "1", "and 3 more"]);
    }

    #[test]
    fn shares_that_look_the_same_get_decimals() {
        let cases = [
            (0.44, 0.56, "44 %", "56 %"),
            (0.825, 0.875, "83 %", "88 %"),
            (0.798, 0.8, "79.8 %", "80.0 %"),
            (0.5, 0.5, "50 %", "50 %"),
        ];
        for (one, other, first, second) in cases {
            assert_eq!(percents(one, other), (first.to_owned(), second.to_owned()));
        }
    }

    #[test]
    fn a_circle_of_parts_ends() {
        let org = read(
            r#"parties: {
                "a": (name: "A", kind: Team, part_of: "b"), "b": (name: "B", kind: Team, part_of: "c"),
                "c": (name: "C", kind: Team, part_of: "b"), "d": (name: "D", kind: Team, part_of: "d"),
            }"#,
        );
        let ids = |id: &str| -> Vec<String> { above(&org, &id.into()).iter().map(ToString::to_string).collect() };
        assert_eq!(ids("a"), ["b", "c"]);
        assert_eq!(ids("b"), ["c"]);
        assert!(ids("d").is_empty());
    }
}
