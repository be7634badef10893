//! Insecurity: people have reason to fear for their place.
//!
//! Looks at parties in and beside the organisation; the headcount of a paying customer is none of its business.
//! It never speaks of one person: a party that is a person is left out, a fall is at least two people, and the share
//! of temporaries needs two holders and is told of the party as a whole, not of its roles. A fall is what is missing
//! since the highest headcount in the days looked at, also where it rose before. Whoever holds two posts is counted
//! at both. Low, and medium where both are found or the headcount fell by twice the threshold; a
//! step up where the party provides a promise of high importance or to a paying customer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    health::{Window, words},
    org::{Change, Letter, LogEntry, LogId, PartyId, PartyKind, Role, RoleId, Rule, Tenure, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, Stake, at_party, exceeds, highest_stake, holders, number, sentence, some, weighed},
};

/// The fewest holders of whom a share is told.
const HOLDERS: u64 = 2;

/// The fewest people by whom a headcount falls.
const PEOPLE: u32 = 2;

/// The rule.
pub struct Insecurity;

impl Pattern for Insecurity {
    fn rule(&self) -> Rule {
        Rule::Insecurity
    }

    fn looks_at(&self) -> &'static str {
        "How the headcount of a party changed, and how firmly its accountable roles are held."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "The headcount fell by more than {} % in {} days, and by two people or more, or temporaries and contractors are more than {} % of \
             those who hold accountable roles.",
            words::percent(thresholds.headcount_fall),
            thresholds.headcount_days,
            words::percent(thresholds.temporary_share)
        )
    }

    fn practice(&self) -> &'static str {
        "Say openly what is decided about posts and what is not, and when the next word comes. Then go through the \
         promises with the hands that are left, and lower or pass on those that cannot be kept."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let changes = changes(seen);
        let posts = accountable(seen);
        for (id, party) in &seen.org.parties {
            if party.kind.is_customer() || party.kind == PartyKind::Person {
                continue;
            }
            let fall = changes.get(id).and_then(|changes| fall(seen, changes));
            let loose = posts.get(id).and_then(|posts| loose(seen, id, posts));
            let base = match (&fall, &loose) {
                (None, None) => continue,
                (Some(_), Some(_)) => Severity::Medium,
                (Some(fall), None) if fall.is_deep => Severity::Medium,
                _ => Severity::Low,
            };
            let provided = seen.health.links().provided_by(id);
            let stake = highest_stake(seen.org, provided).max(Stake::Usual);
            let causes = [fall, loose].into_iter().flatten();
            let (whats, evidence): (Vec<_>, Vec<_>) = causes.map(|cause| (cause.what, cause.evidence)).unzip();
            found.push(at_party(
                Rule::Insecurity,
                id,
                weighed(base, stake),
                sentence(&whats),
                evidence.concat(),
            ));
        }
    }
}

/// What was found, and what it stands on.
struct Cause {
    what: String,
    evidence: Vec<Evidence>,
    /// Far beyond the threshold.
    is_deep: bool,
}

type Changes<'a> = Vec<(Date, &'a LogId, &'a Change)>;

/// The changes of headcount that are recent enough, by party, the oldest first.
fn changes<'a>(seen: &Seen<'a>) -> BTreeMap<&'a PartyId, Changes<'a>> {
    let window = Window {
        as_of: seen.health.as_of(),
        days: seen.thresholds.headcount_days,
    };
    let mut changes: BTreeMap<_, Changes> = BTreeMap::new();
    for (id, entry) in &seen.org.log {
        if let LogEntry::Change(change) = &**entry
            && (window.first_day()..=window.as_of).contains(&change.on)
        {
            changes.entry(&change.party).or_default().push((change.on, id, change));
        }
    }
    for changes in changes.values_mut() {
        changes.sort_by_key(|(on, id, _)| (*on, *id));
    }
    changes
}

/// Whether the last headcount lies below the highest.
fn fall(seen: &Seen<'_>, changes: &[(Date, &LogId, &Change)]) -> Option<Cause> {
    let after = changes.last()?.2.after;
    let headcounts = changes.iter().flat_map(|(_, _, change)| [change.before, change.after]);
    // Each change has two of them. Of several that are the highest the fall began at the last.
    let (at, before) = headcounts.enumerate().max_by_key(|(_, headcount)| *headcount)?;
    let changes = changes.get(at.div_ceil(2)..)?;
    let lost = before.saturating_sub(after);
    if lost < PEOPLE {
        return None;
    }
    let falls_by = |share: f64| exceeds(lost.into(), before.into(), share);
    let share = seen.thresholds.headcount_fall;
    falls_by(share).then(|| {
        let lines = changes.iter().rev().map(|(on, id, change)| {
            let Change { before, after, .. } = change;
            Evidence::at(
                Source::Log((*id).clone()),
                format!("Headcount {before} to {after} on {}", words::day(*on)),
            )
        });
        Cause {
            what: format!("the headcount fell from {before} to {after}"),
            evidence: some(lines.collect(), LINES),
            is_deep: falls_by(2.0 * share),
        }
    })
}

type Posts<'a> = Vec<&'a Role>;

/// The roles that answer for a promise, by party.
fn accountable<'a>(seen: &Seen<'a>) -> BTreeMap<&'a PartyId, Posts<'a>> {
    let handoffs = seen.org.handoffs.values();
    let named: BTreeSet<&RoleId> = handoffs
        .flat_map(|handoff| handoff.roles_with(Letter::Accountable))
        .collect();
    let mut posts: BTreeMap<_, Posts> = BTreeMap::new();
    for id in named {
        if let Some(role) = seen.org.roles.get(id) {
            posts.entry(&role.party).or_default().push(role);
        }
    }
    posts
}

/// Whether too many of those who hold these roles hold them for a time only.
fn loose(seen: &Seen<'_>, party: &PartyId, posts: &[&Role]) -> Option<Cause> {
    let as_of = seen.health.as_of();
    let (mut loose, mut all) = (0_u64, 0_u64);
    for holder in posts.iter().flat_map(|role| holders(role, as_of)) {
        all += 1;
        loose += u64::from(holder.tenure != Tenure::Permanent);
    }
    let many = all >= HOLDERS && exceeds(loose, all, seen.thresholds.temporary_share);
    many.then(|| {
        let roles = number(posts.len(), "accountable role", "accountable roles");
        let text = format!("Temporary or contractors: {loose} of {all} holders of {roles}");
        Cause {
            what: format!("temporaries and contractors are {loose} of {all} holders of accountable roles"),
            evidence: vec![Evidence::at(Source::Party(party.clone()), text)],
            is_deep: false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, two};
    use super::*;

    const RULE: Rule = Rule::Insecurity;

    /// More than a tenth in 180 days, of which 27 May is the first and 22 November the last.
    #[test]
    fn a_fallen_headcount() {
        let one = |on: &str, before: u32, after: u32| {
            format!(r#"Change(party: "maker", on: "{on}", before: {before}, after: {after})"#)
        };
        let cases: [(&[String], &[&str]); 14] = [
            (
                &[one("2026-09-01", 10, 8)],
                &["maker: low: The headcount fell from 10 to 8"],
            ),
            (&[one("2026-09-01", 10, 9)], &[]),
            // A quarter, and one person.
            (&[one("2026-09-01", 4, 3)], &[]),
            (
                &[one("2026-09-01", 4, 2)],
                &["maker: medium: The headcount fell from 4 to 2"],
            ),
            (
                &[one("2026-05-27", 10, 8)],
                &["maker: low: The headcount fell from 10 to 8"],
            ),
            (&[one("2026-05-26", 10, 8)], &[]),
            (&[one("2026-11-23", 10, 8)], &[]),
            (&[one("2026-09-01", 8, 10)], &[]),
            (&[one("2026-09-01", 0, 0)], &[]),
            // The sum of small steps, whatever the order in the file.
            (
                &[
                    one("2026-10-01", 19, 18),
                    one("2026-09-01", 20, 19),
                    one("2026-11-01", 18, 17),
                ],
                &["maker: low: The headcount fell from 20 to 17"],
            ),
            // Down and up again.
            (&[one("2026-09-01", 20, 10), one("2026-10-01", 10, 18)], &[]),
            // Up and down again: 28 of 100 are gone, and only 9 of 100.
            (
                &[one("2026-09-01", 70, 100), one("2026-10-01", 100, 72)],
                &["maker: medium: The headcount fell from 100 to 72"],
            ),
            (&[one("2026-09-01", 70, 100), one("2026-10-01", 100, 91)], &[]),
            // What somebody forgot to log in between: 90 came from somewhere.
            (
                &[one("2026-09-01", 80, 82), one("2026-10-01", 90, 80)],
                &["maker: low: The headcount fell from 90 to 80"],
            ),
        ];
        for (entries, expected) in cases {
            let log: Vec<_> = entries
                .iter()
                .enumerate()
                .map(|(k, entry)| format!(r#""{k}": {entry}"#))
                .collect();
            let org = two("", &format!("log: {{{}}}", log.join(", ")));
            assert_eq!(found(RULE, &org), expected, "{log:?}");
        }
        let huge = format!(r#"log: {{"a": {}}}"#, one("2026-09-01", u32::MAX, 0));
        assert_eq!(
            found(RULE, &two("", &huge)),
            ["maker: medium: The headcount fell from 4294967295 to 0"]
        );
    }

    #[test]
    fn the_fall_is_told_from_the_highest_headcount_on() {
        let org = two(
            "",
            r#"log: {
                "a": Change(party: "maker", on: "2026-09-01", before: 70, after: 100),
                "b": Change(party: "maker", on: "2026-10-01", before: 100, after: 80),
                "c": Change(party: "maker", on: "2026-11-01", before: 80, after: 72),
            }"#,
        );
        assert_eq!(
            evidence(RULE, &org),
            ["Headcount 80 to 72 on 1 Nov 2026", "Headcount 100 to 80 on 1 Oct 2026"]
        );
    }

    #[test]
    fn a_person_is_no_headcount() {
        for (kind, is_found) in [("Team", true), ("Person", false)] {
            let org = super::super::testing::read(&format!(
                r#"parties: {{"ann": (name: "Ann", kind: {kind}), "user": (name: "User", kind: Team)}},
                roles: {{"lead": (name: "Lead", party: "ann", holders: [(tenure: Contractor), ()])}},
                handoffs: {{"parts": (provider: "ann", customer: "user", raci: {{"lead": "A"}})}},
                log: {{"a": Change(party: "ann", on: "2026-09-01", before: 2, after: 0)}}"#
            ));
            assert_eq!(!found(RULE, &org).is_empty(), is_found, "{kind}");
        }
    }

    #[test]
    fn held_for_a_time_only() {
        let (firm, temporary, contractor) = ("()", "(tenure: Temporary)", "(tenure: Contractor)");
        let cases: [(&[&str], &str, bool); 9] = [
            // One of three is more than 30 %, three of ten are not.
            (&[firm, firm, temporary], "A", true),
            (&[firm, firm, contractor], "RA", true),
            (
                &[
                    firm, firm, firm, firm, firm, firm, firm, temporary, temporary, contractor,
                ],
                "A",
                false,
            ),
            (&[firm, firm, firm, temporary], "A", false),
            // One holder is a person and no share.
            (&[contractor], "A", false),
            (&[contractor, temporary], "R", false),
            // Left yesterday, or begins tomorrow.
            (&[firm, r#"(tenure: Temporary, until: "2026-11-21")"#], "A", false),
            (&[firm, r#"(tenure: Temporary, since: "2026-11-23")"#], "A", false),
            (
                &[firm, r#"(tenure: Temporary, since: "2026-11-22", until: "2026-11-22")"#],
                "A",
                true,
            ),
        ];
        for (holders, letters, expected) in cases {
            let org = two(
                &format!(r#"raci: {{"lead": "{letters}", "gone": "A"}}"#),
                &format!(
                    r#"roles: {{"lead": (name: "Lead", party: "maker", holders: [{}])}}"#,
                    holders.join(", ")
                ),
            );
            assert_eq!(!found(RULE, &org).is_empty(), expected, "{holders:?} {letters}");
        }
    }

    #[test]
    fn both_are_one_finding_without_a_name() {
        let org = two(
            r#"raci: {"lead": "A", "clerk": "A"}"#,
            r#"roles: {
                "clerk": (name: "Clerk", party: "maker", holders: [(name: "Ann", tenure: Temporary), (name: "Bo")]),
                "lead": (name: "Lead", party: "maker", holders: [(name: "Cy")]),
            },
            log: {"a": Change(party: "maker", on: "2026-09-01", before: 10, after: 8, note: "Ann was ill")}"#,
        );
        assert_eq!(
            found(RULE, &org),
            [
                "maker: medium: The headcount fell from 10 to 8, and temporaries and contractors are 1 of 3 holders of accountable roles"
            ]
        );
        assert_eq!(
            evidence(RULE, &org),
            [
                "Headcount 10 to 8 on 1 Sep 2026",
                "Temporary or contractors: 1 of 3 holders of 2 accountable roles"
            ]
        );
    }
}
