//! Confusion: it is not clear who answers for a promise, who does the work, whether both sides said yes to
//! what stands there, or what they both work for.
//!
//! It goes by the same checks as alignment ([`Check`]) and never contradicts them. That a role is missing is told only
//! where at least half of the promises have one with that letter: before that the document does not say yet who
//! answers for what, and every promise would be found.
//!
//! A paying customer does not work for the goals of the organisation, so that none is missed there.
//!
//! Severity: medium, and high for a promise of high importance or to a paying customer. A goal that is not shared is
//! low when it is all there is: two sides can serve each other well for different reasons.

use jiff::civil::Date;

use crate::{
    health::{
        Check, PartKind,
        alignment::{expects_common_goals, shared_goals},
        words,
    },
    org::{Agreement, GoalId, Handoff, Letter, Org, RoleId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Seen, Severity, Source,
    finding::{LINES, at_handoff, called, number, some, stake, weighed},
};

/// The rule.
pub struct Confusion;

impl Pattern for Confusion {
    fn rule(&self) -> Rule {
        Rule::Confusion
    }

    fn looks_at(&self) -> &'static str {
        "Who is accountable and responsible for a promise, whether both sides agreed to it, and the goals they share."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "Nobody is accountable or responsible where at least half of the promises have such a role, several are \
        accountable, promise and need are written but not agreed, or changed since they were, or both sides, neither a \
        paying customer, name goals and share none."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Take ten minutes together, read promise and need aloud, and write down one role that answers for it, one that \
         does the work, and the goal behind it. Where two signed so far, let one decide and the other be asked before."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<super::Risk>) {
        let org = seen.org;
        let used = |letter| {
            let handoffs = org.handoffs.values();
            let named = handoffs.filter(|handoff| roles(org, handoff, letter).next().is_some());
            2 * named.count() >= org.handoffs.len()
        };
        let used = [Letter::Accountable, Letter::Responsible].map(used);
        for (id, measured) in &seen.health.handoffs {
            let Some(handoff) = org.handoffs.get(id) else { continue };
            let mut causes = Causes::default();
            if !measured.passes(Check::OneAccountable) {
                causes.accountable(org, handoff, used[0]);
            }
            if used[1] && !measured.passes(Check::Responsible) {
                causes.add("Nobody is responsible", "No role does the work");
            }
            let written = measured.passes(Check::Promise) && measured.passes(Check::Need);
            let agreed = match handoff.agreement() {
                Agreement::Changed(day) => (day <= seen.health.as_of()).then_some(day),
                _ => None,
            };
            if let Some(day) = agreed {
                causes.changed(handoff, day);
            } else if written && !measured.passes(Check::Agreed) {
                causes.add(
                    "Promise and need are written but not agreed",
                    "Both sides wrote down their part, and there is no day on which both said yes",
                );
            }
            let about_work = !causes.lines.is_empty();
            if about_work && let Some(difference) = handoff.difference.as_ref().filter(|d| d.on <= seen.health.as_of())
            {
                let day = words::day(difference.on);
                let line = format!("Since {day} the two sides see it differently for now");
                causes.lines.push((line, None));
            }
            if expects_common_goals(org, &handoff.provider, &handoff.customer)
                && let Some(goals) = measured.alignment.part(PartKind::SharedGoals)
                && goals.of > 0
                && goals.good == 0
                && shared_goals(org, handoff) == (0, goals.of)
            {
                causes.goals(org, handoff);
            }
            let severity = if about_work {
                weighed(Severity::Medium, stake(org, handoff)).max(Severity::Medium)
            } else {
                Severity::Low
            };
            if let Some(what) = causes.what {
                let lines = causes.lines.into_iter();
                let lines = lines.map(|(text, role)| match role {
                    Some(role) => Evidence::at(Source::Role(role), text),
                    None => Evidence::at(Source::Handoff(id.clone()), text),
                });
                found.push(at_handoff(
                    self.rule(),
                    id,
                    severity,
                    what,
                    some(lines.collect(), LINES),
                ));
            }
        }
    }
}

/// The roles with the letter. Roles that do not exist do not count, as in alignment.
fn roles<'a>(org: &Org, handoff: &'a Handoff, letter: Letter) -> impl Iterator<Item = &'a RoleId> {
    let known = |role: &&RoleId| org.roles.contains_key(*role);
    handoff.roles_with(letter).filter(known)
}

/// What is unclear about one promise, the worst first.
#[derive(Default)]
struct Causes {
    /// The first in one short sentence.
    what: Option<String>,
    lines: Vec<(String, Option<RoleId>)>,
}

impl Causes {
    fn add(&mut self, what: impl Into<String>, line: impl Into<String>) {
        self.what.get_or_insert(what.into());
        self.lines.push((line.into(), None));
    }

    /// None or several. `used` says whether the others have one.
    fn accountable(&mut self, org: &Org, handoff: &Handoff, used: bool) {
        let all: Vec<_> = roles(org, handoff, Letter::Accountable).collect();
        self.what = match all.len() {
            0 if used => {
                self.add("Nobody is accountable", "No role answers for the outcome");
                return;
            }
            0 => return,
            2 => Some("Two roles are accountable".to_owned()),
            count => Some(format!("{count} roles are accountable")),
        };
        let line = |role: &RoleId| format!("“{}” is accountable", org.role_called(role));
        self.lines
            .extend(all.into_iter().map(|role| (line(role), Some(role.clone()))));
    }

    /// Another promise than the one both said yes to on that day.
    fn changed(&mut self, handoff: &Handoff, agreed: Date) {
        let day = words::day(agreed);
        let changes = handoff.changes();
        let what: Vec<_> = changes.iter().map(|change| change.what.to_lowercase()).collect();
        let what = match what.as_slice() {
            [] => "something".to_owned(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
        };
        self.add(
            "Changed since both agreed",
            format!("Both agreed on {day}; changed since: {what}"),
        );
    }

    fn goals(&mut self, org: &Org, handoff: &Handoff) {
        let known = |goal: &&GoalId| org.goals.contains_key(*goal);
        let goals = |party| {
            org.parties
                .get(party)
                .map_or(0, |party| party.goals.iter().filter(known).count())
        };
        let (one, other) = (&handoff.provider, &handoff.customer);
        let line = format!(
            "{} names {}, {} {}, and none of them is the same",
            called(org, one),
            number(goals(one), "goal", "goals"),
            called(org, other),
            number(goals(other), "goal", "goals"),
        );
        self.add("The two sides share no goal", line);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read};
    use super::*;
    use crate::org::PartyKind;

    /// A promise with both letters, and one of normal importance that says what is given.
    fn org(handoff: &str, goals: [&str; 2]) -> Org {
        read(&format!(
            r#"goals: {{"cheap": (name: "Cheap"), "fast": (name: "Fast"), "safe": (name: "Safe")}},
            parties: {{
                "maker": (name: "Maker", kind: Team, goals: [{}]), "user": (name: "User", kind: Team, goals: [{}]),
                "shop": (name: "Shop", kind: Customer),
            }},
            roles: {{
                "lead": (name: "Lead", party: "maker"), "smith": (name: "Smith", party: "maker"),
                "chief": (name: "Chief", party: "user"),
            }},
            handoffs: {{
                "done": (provider: "maker", customer: "maker", raci: {{"lead": "A", "smith": "R"}}),
                "parts": (provider: "maker", customer: "user", {handoff}),
            }}"#,
            goals[0], goals[1],
        ))
    }

    #[test]
    fn what_is_unclear_is_named() {
        let clear = r#"raci: {"lead": "A", "smith": "R"}"#;
        let written = r#"promise: "Ten a day", need: "Ten a day", raci: {"lead": "RA"}"#;
        let cases: [(&str, [&str; 2], &[&str]); 18] = [
            (clear, ["", ""], &[]),
            (
                r#"raci: {"smith": "R"}"#,
                ["", ""],
                &["parts: medium: Nobody is accountable"],
            ),
            (
                r#"raci: {"lead": "A"}"#,
                ["", ""],
                &["parts: medium: Nobody is responsible"],
            ),
            ("", ["", ""], &["parts: medium: Nobody is accountable"]),
            // A role that does not exist answers for nothing.
            (
                r#"raci: {"gone": "A", "smith": "R"}"#,
                ["", ""],
                &["parts: medium: Nobody is accountable"],
            ),
            (
                r#"raci: {"lead": "A", "smith": "RA"}"#,
                ["", ""],
                &["parts: medium: Two roles are accountable"],
            ),
            (
                r#"raci: {"lead": "A", "smith": "RA", "chief": "A"}"#,
                ["", ""],
                &["parts: medium: 3 roles are accountable"],
            ),
            (
                r#"importance: High, raci: {"smith": "R"}"#,
                ["", ""],
                &["parts: high: Nobody is accountable"],
            ),
            (
                r#"importance: Low, raci: {"smith": "R"}"#,
                ["", ""],
                &["parts: medium: Nobody is accountable"],
            ),
            (
                written,
                ["", ""],
                &["parts: medium: Promise and need are written but not agreed"],
            ),
            (
                r#"promise: "Ten", need: "Ten", agreed: "2026-11-22", raci: {"lead": "RA"}"#,
                ["", ""],
                &[],
            ),
            // One side alone has not agreed for both.
            (
                r#"promise: "Ten", need: "Ten", provider_agreed: "2026-11-20", raci: {"lead": "RA"}"#,
                ["", ""],
                &["parts: medium: Promise and need are written but not agreed"],
            ),
            (
                r#"promise: "Ten", agreed: "2026-11-20", before: (promise: "Nine"), raci: {"lead": "RA"}"#,
                ["", ""],
                &["parts: medium: Changed since both agreed"],
            ),
            // A recorded difference is no finding of its own.
            (
                r#"agreed: "2026-11-20", difference: (on: "2026-11-20", text: "When"), raci: {"lead": "RA"}"#,
                ["", ""],
                &[],
            ),
            // What is agreed tomorrow is not agreed yet.
            (
                r#"promise: "Ten", need: "Ten", agreed: "2026-11-23", raci: {"lead": "RA"}"#,
                ["", ""],
                &["parts: medium: Promise and need are written but not agreed"],
            ),
            (
                clear,
                [r#""fast""#, r#""cheap", "safe""#],
                &["parts: low: The two sides share no goal"],
            ),
            (clear, [r#""fast", "safe""#, r#""cheap", "safe""#], &[]),
            (clear, [r#""fast""#, ""], &[]),
        ];
        for (handoff, goals, expected) in cases {
            assert_eq!(
                found(Rule::Confusion, &org(handoff, goals)),
                expected,
                "{handoff} {goals:?}"
            );
        }
    }

    #[test]
    fn several_causes_are_one_finding() {
        let goals = [r#""fast""#, r#""cheap", "safe""#];
        let org = org(r#"promise: "Ten", need: "Ten""#, goals);
        assert_eq!(found(Rule::Confusion, &org), ["parts: medium: Nobody is accountable"]);
        assert_eq!(
            evidence(Rule::Confusion, &org),
            [
                "No role answers for the outcome",
                "No role does the work",
                "Both sides wrote down their part, and there is no day on which both said yes",
                "Maker names 1 goal, User 2 goals, and none of them is the same",
            ]
        );
    }

    #[test]
    fn what_changed_and_what_is_seen_differently_is_told() {
        let org = org(
            r#"promise: "Ten", need: "Ten", notice: "2 days", agreed: "2026-03-16", before: (promise: "Ten", need: "Six"),
            difference: (on: "2026-10-05", text: "Who counts"), raci: {"lead": "RA"}"#,
            ["", ""],
        );
        assert_eq!(
            evidence(Rule::Confusion, &org),
            [
                "Both agreed on 16 Mar 2026; changed since: need and notice",
                "Since 5 Oct 2026 the two sides see it differently for now",
            ]
        );
    }

    #[test]
    fn a_paying_customer_makes_it_urgent() {
        let mut org = org("", ["", ""]);
        let mut handoff = (*org.handoffs["parts"]).clone();
        handoff.customer = "shop".into();
        org.handoffs.insert("parts".into(), handoff.into());
        assert_eq!(found(Rule::Confusion, &org), ["parts: high: Nobody is accountable"]);
    }

    #[test]
    fn a_paying_customer_has_goals_of_its_own() {
        let clear = r#"raci: {"lead": "A", "smith": "R"}"#;
        for (kind, is_found) in [
            (PartyKind::Customer, false),
            (PartyKind::Supplier, true),
            (PartyKind::Team, true),
        ] {
            let mut org = org(clear, [r#""fast""#, r#""cheap""#]);
            let mut user = (*org.parties["user"]).clone();
            user.kind = kind;
            org.parties.insert("user".into(), user.into());
            let what = "parts: low: The two sides share no goal".to_owned();
            assert_eq!(
                found(Rule::Confusion, &org),
                is_found.then_some(what).as_slice(),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_word_that_is_hardly_used_is_not_missed() {
        let more = |handoffs: &str| {
            read(&format!(
                r#"parties: {{"maker": (name: "Maker", kind: Team), "user": (name: "User", kind: Team)}},
                roles: {{"lead": (name: "Lead", party: "maker")}},
                handoffs: {{"a": (provider: "maker", customer: "user", raci: {{"lead": "A"}}), {handoffs}}}"#
            ))
        };
        let bare = |id: &str| format!(r#""{id}": (provider: "maker", customer: "user"),"#);
        // One of two is half of them, one of three is less. Nobody is responsible anywhere.
        let half = more(&bare("b"));
        assert_eq!(found(Rule::Confusion, &half), ["b: medium: Nobody is accountable"]);
        let third = more(&(bare("b") + &bare("c")));
        assert!(found(Rule::Confusion, &third).is_empty());
        // Two that answer for the same are always too many.
        let two = r#""b": (provider: "maker", customer: "user", raci: {"lead": "A", "other": "A"}),"#;
        let mut two = more(&(two.to_owned() + &bare("c") + &bare("d") + &bare("e")));
        two.roles
            .insert("other".into(), crate::org::Role::new("Other", "user".into()).into());
        assert_eq!(found(Rule::Confusion, &two), ["b: medium: Two roles are accountable"]);
    }
}
