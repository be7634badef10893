//! Confusion: it is not clear who answers for a promise, who does the work, whether both sides said yes, or what they
//! both work for.
//!
//! It goes by the same checks as alignment ([`Check`]) and never contradicts them. Nobody is told that no role is
//! named as long as the document names none for any promise. The same goes for each of the two letters: where no
//! promise has an accountable role, that word is not in use yet.
//!
//! Severity: medium, and high for a promise of high importance or to a paying customer. A goal that is not shared is
//! low when it is all there is: two sides can serve each other well for different reasons.

use crate::{
    health::{Check, PartKind, alignment::shared_goals},
    org::{Handoff, Letter, Org, RoleId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Seen, Severity, Source,
    found_b::{LINES, at_handoff, called, number, some, stake, weighed},
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
        "Not exactly one role is accountable, none is responsible, promise and need are written but not agreed, or \
        both sides name goals and share none."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Take ten minutes together, read promise and need aloud, and write down one role that answers for it and one \
        that does the work. Where two signed so far, let one decide and the other be asked before."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<super::Risk>) {
        let org = seen.org;
        let used = |letter| {
            let mut handoffs = org.handoffs.values();
            handoffs.any(|handoff| roles(org, handoff, letter).next().is_some())
        };
        let used = [Letter::Accountable, Letter::Responsible].map(used);
        for (id, measured) in &seen.health.handoffs {
            let Some(handoff) = org.handoffs.get(id) else { continue };
            let mut causes = Causes::default();
            if used[0] && !measured.passes(Check::OneAccountable) {
                causes.accountable(org, handoff);
            }
            if used[1] && !measured.passes(Check::Responsible) {
                causes.add("Nobody is responsible", "No role does the work");
            }
            let written = measured.passes(Check::Promise) && measured.passes(Check::Need);
            if written && !measured.passes(Check::Agreed) {
                causes.add(
                    "Promise and need are written but not agreed",
                    "Both sides wrote down their part, and there is no day on which both said yes",
                );
            }
            let about_work = !causes.lines.is_empty();
            if let Some(goals) = measured.alignment.part(PartKind::SharedGoals)
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

    fn accountable(&mut self, org: &Org, handoff: &Handoff) {
        let all: Vec<_> = roles(org, handoff, Letter::Accountable).collect();
        if all.is_empty() {
            self.add("Nobody is accountable", "No role answers for the outcome");
            return;
        }
        self.what = Some(format!("{} are accountable", number(all.len(), "role", "roles")));
        let line = |role: &RoleId| format!("“{}” is accountable", org.role_name(role));
        self.lines
            .extend(all.into_iter().map(|role| (line(role), Some(role.clone()))));
    }

    fn goals(&mut self, org: &Org, handoff: &Handoff) {
        let goals = |party| org.parties.get(party).map_or(0, |party| party.goals.len());
        let (one, other) = (&handoff.provider, &handoff.customer);
        let line = format!(
            "{} works for {} and {} for {}, none of them the same",
            called(org, one),
            number(goals(one), "goal", "goals"),
            called(org, other),
            goals(other),
        );
        self.add("The two sides share no goal", line);
    }
}
