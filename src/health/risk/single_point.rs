//! Single point of failure: a party in which one holder answers for a promise and nobody stands in, or on which others
//! hang to reach the paying customer. A role that had holders and has none on the day of looking, and nobody stands
//! in, is the same failure after the fact.
//!
//! Looked at are parties inside the organisation; others have to see to their own stand-ins. Two cases are left out
//! because nobody would be helped. Where no role in the document has a backup, backups are not written down at all,
//! and neither a single holder nor a missing one is told of. A role of which nobody ever wrote down who holds it is
//! not known to be without a holder. And a
//! team that hangs on the department that it is part of is that department's own: only parties inside the
//! organisation that are not part of it count as cut off.
//!
//! A community, such as all users, is not one thing that can fail, so it is left out like everybody else outside.
//!
//! A single party that hangs on one other is left out as well: whoever hands on the work of one neighbour would be
//! found, and a long chain would be told link by link.
//!
//! Severity: for a role medium, high where it answers for a promise of high importance or to a paying customer, low
//! where it answers only for some of low importance; a step more urgent where it has no holder. For parties cut off low, and medium if they are a quarter of all
//! parties inside the organisation or more.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;

use crate::org::{Holder, Letter, Org, PartyId, Role, RoleId, Rule, Thresholds, name::key};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, Stake, above, at_party, called, holders, is_inside, number, some, stake, weighed},
};

/// The fewest parties that hang on one of which it is told.
const FEWEST: usize = 2;

/// The rule.
pub struct SinglePointOfFailure;

impl Pattern for SinglePointOfFailure {
    fn rule(&self) -> Rule {
        Rule::SinglePointOfFailure
    }

    fn looks_at(&self) -> &'static str {
        "Holders and backups of accountable roles, and who reaches the paying customer only through a party."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "Where backups are written down at all, an accountable role has one holder and no backup, or nobody left who \
        holds it; or without the party two or more others have no chain of handoffs to the paying customer."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Name a backup, let it do the work once while the usual holder watches, and write down where everything is. \
        For a chain with one way only, agree what the neighbours do if it is closed for a week."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let mut lonely = lonely(seen);
        let cut_off = cut_off(seen);
        let inside: Vec<_> = seen
            .org
            .parties
            .keys()
            .filter(|party| is_inside(seen.org, party))
            .collect();
        for party in &inside {
            let roles = lonely.remove(party).unwrap_or_default();
            let cut = cut_off
                .get(*party)
                .copied()
                .filter(|cut| *cut >= FEWEST)
                .unwrap_or_default();
            let Some(severity) = roles
                .iter()
                .map(|role| weighed(role.held.severity(), role.stake))
                .chain(match cut {
                    0 => None,
                    many if 4 * many >= inside.len() => Some(Severity::Medium),
                    _ => Some(Severity::Low),
                })
                .max()
            else {
                continue;
            };
            let what = match (roles.as_slice(), cut) {
                ([], _) => format!("{cut} other parties reach the paying customer only through it"),
                ([one], _) => format!(
                    "“{}” has {} and no backup",
                    seen.org.role_called(one.id),
                    one.held.words()
                ),
                (many, _) => {
                    let holders = match many.iter().filter(|role| role.held == Held::ByOne).count() {
                        0 => "no holder",
                        count if count == many.len() => "one holder",
                        _ => "one holder or none",
                    };
                    format!("{} accountable roles have {holders} and no backup", many.len())
                }
            };
            let shown = if cut > 0 { LINES / 2 } else { LINES };
            let mut evidence = some(roles.iter().map(|role| role.line(seen.org)).collect(), shown);
            if cut > 0 {
                evidence.extend(hanging(seen, party, cut, LINES / 2));
            }
            found.push(at_party(self.rule(), party, severity, what, evidence));
        }
    }
}

/// Of how many parties that hang on one it is looked at most whether they can be named.
const LOOKED_AT: usize = 32;

/// Who holds a role that nobody stands in for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    ByOne,
    /// Everybody who held it left.
    NoMore,
    /// Somebody is written down who begins later.
    NotYet,
}

impl Held {
    /// On that day; nothing where two or more hold it, or where nobody wrote down who does.
    fn of(role: &Role, day: Date) -> Option<Self> {
        let mut now = holders(role, day).map(|holder| key(&holder.name));
        match now.next() {
            // Of those without a name nobody can say that they are the same.
            Some(one) if now.any(|other| other.is_empty() || other != one) => None,
            Some(_) => Some(Self::ByOne),
            None if role.holders.is_empty() => None,
            None => {
                let left = |holder: &Holder| holder.until.is_some_and(|until| until < day);
                Some(if role.holders.iter().any(left) {
                    Self::NoMore
                } else {
                    Self::NotYet
                })
            }
        }
    }

    const fn severity(self) -> Severity {
        match self {
            Self::ByOne => Severity::Medium,
            Self::NoMore | Self::NotYet => Severity::High,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::ByOne => "one holder",
            Self::NoMore => "no holder any more",
            Self::NotYet => "no holder yet",
        }
    }
}

/// An accountable role with at most one holder and no backup.
struct Lonely<'a> {
    id: &'a RoleId,
    role: &'a Role,
    held: Held,
    /// The highest of the promises it answers for, and how many those are.
    stake: Stake,
    promises: usize,
}

impl Lonely<'_> {
    fn line(&self, org: &Org) -> Evidence {
        let backup = match self.held {
            _ if self.role.backups.is_empty() => "no backup",
            Held::ByOne => "no backup with another holder",
            Held::NoMore | Held::NotYet => "no backup with a holder",
        };
        let text = format!(
            "“{}” answers for {}, has {} and {backup}",
            org.role_called(self.id),
            number(self.promises, "promise", "promises"),
            self.held.words(),
        );
        Evidence::at(Source::Role(self.id.clone()), text)
    }

    /// The role, if at most one holds it on that day and nobody else stands in.
    fn of<'a>(org: &'a Org, id: &RoleId, stake: Stake, promises: usize, day: Date) -> Option<Lonely<'a>> {
        let (id, role) = org.roles.get_key_value(id)?;
        let held = Held::of(role, day)?;
        (!has_backup(org, id, role, day)).then_some(Lonely {
            id,
            role,
            held,
            stake,
            promises,
        })
    }
}

/// What this rule says of a role that answers for that many promises, if it says anything.
#[must_use]
pub fn without_backup(org: &Org, id: &RoleId, promises: usize, day: Date) -> Option<String> {
    let inside = is_inside(org, &org.roles.get(id)?.party);
    let looked_at = promises > 0 && inside && writes_backups_down(org);
    let lonely = Lonely::of(org, id, Stake::Usual, promises, day).filter(|_| looked_at)?;
    Some(lonely.line(org).text)
}

/// Whether any role in the document has a backup.
fn writes_backups_down(org: &Org) -> bool {
    org.roles.values().any(|role| !role.backups.is_empty())
}

/// All of them, by the party that they belong to.
fn lonely<'a>(seen: &Seen<'a>) -> BTreeMap<&'a PartyId, Vec<Lonely<'a>>> {
    let (org, day) = (seen.org, seen.health.as_of());
    let mut all: BTreeMap<&PartyId, Vec<Lonely<'_>>> = BTreeMap::new();
    if !writes_backups_down(org) {
        return all;
    }
    let mut answers: BTreeMap<&RoleId, (Stake, usize)> = BTreeMap::new();
    for handoff in org.handoffs.values() {
        for role in handoff.roles_with(Letter::Accountable) {
            let (highest, promises) = answers.entry(role).or_insert((Stake::Little, 0));
            *highest = stake(org, handoff).max(*highest);
            *promises += 1;
        }
    }
    for (id, (stake, promises)) in answers {
        if let Some(lonely) = Lonely::of(org, id, stake, promises, day) {
            all.entry(&lonely.role.party).or_default().push(lonely);
        }
    }
    all
}

/// Whether somebody else than the holder, if there is one, stands in: a backup that the same person holds does not help.
fn has_backup(org: &Org, id: &RoleId, role: &Role, day: Date) -> bool {
    let holder = holders(role, day).next().map(|holder| key(&holder.name));
    role.backups
        .iter()
        .filter(|backup| *backup != id)
        .filter_map(|backup| org.roles.get(backup))
        .flat_map(|backup| holders(backup, day))
        .map(|other| key(&other.name))
        .any(|other| other.is_empty() || Some(other) != holder)
}

/// For each party how many inside the organisation are cut off without it that are not part of it.
fn cut_off(seen: &Seen<'_>) -> BTreeMap<PartyId, usize> {
    let (org, stranded) = (seen.org, &seen.network.stranded);
    let mut counts = stranded.counts_of(|party| is_inside(org, party));
    for party in org.parties.keys().filter(|party| is_inside(org, party)) {
        for department in above(org, party) {
            if stranded.strands(department, party)
                && let Some(count) = counts.get_mut(department)
            {
                *count = count.saturating_sub(1);
            }
        }
    }
    counts
}

/// Those that hang on the party, the nearest ones by name.
fn hanging(seen: &Seen<'_>, party: &PartyId, cut: usize, shown: usize) -> Vec<Evidence> {
    let org = seen.org;
    let stranded = &seen.network.stranded;
    let mut next: VecDeque<&PartyId> = stranded.directly(party).take(LOOKED_AT).collect();
    let mut lines = Vec::new();
    for _ in 0..LOOKED_AT {
        let Some(other) = next.pop_front() else { break };
        if !is_inside(org, other) || above(org, other).contains(&party) {
            next.extend(stranded.directly(other).take(LOOKED_AT));
        } else if lines.len() < shown {
            let text = format!("{}: no other way to the paying customer", called(org, other));
            lines.push(Evidence::at(Source::Party(other.clone()), text));
        }
    }
    let more = cut.saturating_sub(lines.len());
    if lines.is_empty() {
        let others = number(more, "party has", "parties have");
        lines.push(Evidence::plain(format!("{others} no other way to the paying customer")));
    } else if more > 0 {
        lines.push(Evidence::plain(format!("and {more} more")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, net, read};
    use super::*;

    /// A lead who answers for the parts, and a stand-in elsewhere whose own backup shows that backups are in use.
    fn org(lead: &str, deputy: &str, handoff: &str) -> Org {
        read(&format!(
            r#"parties: {{
                "maker": (name: "Maker", kind: Team), "user": (name: "User", kind: Team),
                "shop": (name: "Shop", kind: Customer), "mill": (name: "Mill", kind: Supplier),
            }},
            roles: {{
                "lead": (name: "Lead", party: "maker", {lead}),
                "deputy": (name: "Deputy", party: "maker", {deputy}),
                "other": (name: "Other", party: "user", backups: ["deputy"]),
            }},
            handoffs: {{"parts": (provider: "maker", customer: "user", {handoff})}}"#
        ))
    }

    #[test]
    fn one_holder_and_no_backup_are_found() {
        let answers = r#"raci: {"lead": "A"}"#;
        let one = r#"holders: [(name: "Ada")]"#;
        let backed = r#"holders: [(name: "Ada")], backups: ["deputy"]"#;
        let is_found: &[&str] = &["maker: medium: “Lead” has one holder and no backup"];
        let cases: [(&str, &str, &str, &[&str]); 20] = [
            (one, "", answers, is_found),
            // However the name is written.
            (
                r#"holders: [(name: "Ada  Ray"), (name: "ada ray ")]"#,
                "",
                answers,
                is_found,
            ),
            ("holders: [(), ()]", "", answers, &[]),
            (
                r#"holders: [(name: "Ada Ray")], backups: ["deputy"]"#,
                r#"holders: [(name: "ADA  RAY")]"#,
                answers,
                is_found,
            ),
            ("holders: [()]", "", answers, is_found),
            (r#"holders: [(name: "Ada"), (name: "Bo")]"#, "", answers, &[]),
            // Nobody wrote down who holds it.
            ("", "", answers, &[]),
            // It answers for nothing.
            (one, "", r#"raci: {"lead": "R"}"#, &[]),
            (
                one,
                "",
                r#"importance: High, raci: {"lead": "A"}"#,
                &["maker: high: “Lead” has one holder and no backup"],
            ),
            (
                one,
                "",
                r#"importance: Low, raci: {"lead": "A"}"#,
                &["maker: low: “Lead” has one holder and no backup"],
            ),
            // The second one left yesterday, leaves today, comes today, comes tomorrow.
            (
                r#"holders: [(name: "Ada"), (until: "2026-11-21")]"#,
                "",
                answers,
                is_found,
            ),
            (r#"holders: [(name: "Ada"), (until: "2026-11-22")]"#, "", answers, &[]),
            (r#"holders: [(name: "Ada"), (since: "2026-11-22")]"#, "", answers, &[]),
            (
                r#"holders: [(name: "Ada"), (since: "2026-11-23")]"#,
                "",
                answers,
                is_found,
            ),
            (backed, r#"holders: [(name: "Bo")]"#, answers, &[]),
            (backed, "holders: [()]", answers, &[]),
            // A backup that nobody holds, that the same person holds, that does not exist, that is the role itself.
            (backed, "", answers, is_found),
            (backed, r#"holders: [(name: "Ada ")]"#, answers, is_found),
            (r#"holders: [()], backups: ["gone"]"#, "", answers, is_found),
            (r#"holders: [()], backups: ["lead"]"#, "", answers, is_found),
        ];
        for (lead, deputy, handoff, expected) in cases {
            let found = found(Rule::SinglePointOfFailure, &org(lead, deputy, handoff));
            assert_eq!(found, expected, "{lead} {deputy} {handoff}");
        }
        assert_eq!(
            evidence(Rule::SinglePointOfFailure, &org(backed, "", answers)),
            ["“Lead” answers for 1 promise, has one holder and no backup with another holder"]
        );
    }

    #[test]
    fn whoever_leaves_does_not_take_the_risk_along() {
        let answers = r#"raci: {"lead": "A"}"#;
        let left = r#"holders: [(name: "Ada", until: "2026-11-21")]"#;
        let backed = r#"holders: [(name: "Ada", until: "2026-11-21")], backups: ["deputy"]"#;
        let no_more: &[&str] = &["maker: high: “Lead” has no holder any more and no backup"];
        let cases: [(&str, &str, &str, &[&str]); 8] = [
            (left, "", answers, no_more),
            (
                left,
                "",
                r#"importance: Low, raci: {"lead": "A"}"#,
                &["maker: medium: “Lead” has no holder any more and no backup"],
            ),
            (left, "", r#"raci: {"lead": "R"}"#, &[]),
            // Today is still the last day.
            (
                r#"holders: [(name: "Ada", until: "2026-11-22")]"#,
                "",
                answers,
                &["maker: medium: “Lead” has one holder and no backup"],
            ),
            (
                r#"holders: [(name: "Bo", since: "2026-11-23")]"#,
                "",
                answers,
                &["maker: high: “Lead” has no holder yet and no backup"],
            ),
            (
                r#"holders: [(name: "Bo", since: "2026-11-23"), (name: "Ada", until: "2026-11-21")]"#,
                "",
                answers,
                no_more,
            ),
            // Somebody stands in, even the one who left the post itself; nobody does.
            (backed, r#"holders: [(name: "Ada")]"#, answers, &[]),
            (backed, r#"holders: [(until: "2026-11-21")]"#, answers, no_more),
        ];
        for (lead, deputy, handoff, expected) in cases {
            let found = found(Rule::SinglePointOfFailure, &org(lead, deputy, handoff));
            assert_eq!(found, expected, "{lead} {deputy} {handoff}");
        }
        let both = org(backed, "holders: [()]", r#"raci: {"lead": "A", "deputy": "A"}"#);
        assert_eq!(
            found(Rule::SinglePointOfFailure, &both),
            ["maker: medium: “Deputy” has one holder and no backup"]
        );
        let both = org(left, "holders: [()]", r#"raci: {"lead": "A", "deputy": "A"}"#);
        assert_eq!(
            found(Rule::SinglePointOfFailure, &both),
            ["maker: high: 2 accountable roles have one holder or none and no backup"]
        );
        assert_eq!(
            evidence(Rule::SinglePointOfFailure, &both),
            [
                "“Deputy” answers for 1 promise, has one holder and no backup",
                "“Lead” answers for 1 promise, has no holder any more and no backup",
            ]
        );
        assert_eq!(
            evidence(Rule::SinglePointOfFailure, &org(backed, "", answers)),
            ["“Lead” answers for 1 promise, has no holder any more and no backup with a holder"]
        );
    }

    #[test]
    fn where_backups_are_not_written_down_none_is_missed() {
        let mut org = org("holders: [()]", "", r#"raci: {"lead": "A"}"#);
        org.roles.remove("other");
        assert!(found(Rule::SinglePointOfFailure, &org).is_empty());
    }

    #[test]
    fn others_see_to_their_own_stand_ins() {
        let mut org = org("holders: [()]", "", r#"raci: {"lead": "A"}"#);
        let mut role = (*org.roles["lead"]).clone();
        role.party = "mill".into();
        org.roles.insert("lead".into(), role.into());
        assert!(found(Rule::SinglePointOfFailure, &org).is_empty());
    }

    #[test]
    fn parties_that_hang_on_one_are_found() {
        let two = "2 other parties reach the paying customer only through it";
        let cases: [(&str, &[(&str, &str)]); 9] = [
            ("ax bx", &[]),
            // One alone is not told of.
            ("ab bx", &[]),
            ("ab bc cx", &[("c", "medium")]),
            // Two of eight inside are a quarter, two of nine are less.
            ("ac bc cx dx ex fx gx hx", &[("c", "medium")]),
            ("ac bc cx dx ex fx gx hx ix", &[("c", "low")]),
            // Two ways.
            ("ab ac bx cx", &[]),
            // A supplier hangs on whoever it delivers to.
            ("wa va ax", &[]),
            // And others on a supplier is theirs to see to.
            ("aw bw wx", &[]),
            // One of them hangs on it behind a supplier.
            ("aw wc bc cx", &[("c", "medium")]),
        ];
        for (pairs, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(at, severity)| format!("{at}: {severity}: {two}"))
                .collect();
            assert_eq!(found(Rule::SinglePointOfFailure, &net(pairs, "")), expected, "{pairs}");
        }
        assert_eq!(
            evidence(Rule::SinglePointOfFailure, &net("aw bw wc cx", "")),
            [
                "A: no other way to the paying customer",
                "B: no other way to the paying customer",
            ]
        );
        // F hangs on E as well, but it alone does.
        assert_eq!(
            evidence(Rule::SinglePointOfFailure, &net("ax ba ca da ea fe", "")),
            [
                "B: no other way to the paying customer",
                "C: no other way to the paying customer",
                "D: no other way to the paying customer",
                "and 2 more",
            ]
        );
    }

    #[test]
    fn a_team_hangs_on_its_own_department() {
        let org = |press: &str| {
            read(&format!(
                r#"parties: {{
                    "plant": (name: "Plant", kind: Department), "shop": (name: "Shop", kind: Customer),
                    "saw": (name: "Saw", kind: Team, part_of: "plant"),
                    "press": (name: "Press", kind: Team, {press}),
                    "forge": (name: "Forge", kind: Team),
                }},
                handoffs: {{
                    "bars": (provider: "saw", customer: "plant"), "sheets": (provider: "press", customer: "plant"),
                    "blanks": (provider: "forge", customer: "plant"),
                    "tools": (provider: "plant", customer: "shop"),
                }}"#
            ))
        };
        assert!(found(Rule::SinglePointOfFailure, &org(r#"part_of: "saw""#)).is_empty());
        assert_eq!(
            found(Rule::SinglePointOfFailure, &org("")),
            ["plant: medium: 2 other parties reach the paying customer only through it"]
        );
    }
}
