//! Untrained: a role does the work of a promise for which it was not trained.
//!
//! Many documents do not say who is trained for what. Where no role is trained for the promise, and the role is
//! trained for nothing else either, nobody wrote it down and nothing is found.
//!
//! Severity: medium, high for a promise of high importance or to a paying customer, low for one of low importance.

use std::collections::BTreeSet;

use crate::org::{HandoffId, Letter, Org, Role, Rule, Thresholds};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    found_b::{LINES, at_handoff, number, some, stake, weighed},
};

/// The rule.
pub struct Untrained;

impl Pattern for Untrained {
    fn rule(&self) -> Rule {
        Rule::Untrained
    }

    fn looks_at(&self) -> &'static str {
        "The roles responsible for a promise, and what each is trained for."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "A responsible role is not trained for it, where training is written down for the promise or for the role."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Let somebody who knows it show the next one, then watch the one after that, and write down what was learnt \
        as a short checklist. Only then tick it as trained."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let org = seen.org;
        let taught: BTreeSet<&HandoffId> = org.roles.values().flat_map(|role| &role.trained_for).collect();
        for (id, handoff) in &org.handoffs {
            let responsible = handoff.roles_with(Letter::Responsible);
            let known = responsible.filter_map(|role| Some((role, &**org.roles.get(role)?)));
            let lacking: Vec<_> = known
                .filter(|(_, role)| !role.trained_for.contains(id))
                .filter(|(_, role)| taught.contains(id) || knows(org, role) > 0)
                .collect();
            let what = match lacking.as_slice() {
                [] => continue,
                [(_, role)] => format!("“{}” is responsible and not trained for it", role.name),
                all => format!("{} responsible roles are not trained for it", all.len()),
            };
            let lines = lacking.into_iter().map(|(role_id, role)| {
                let other = match knows(org, role) {
                    0 => "no promise yet".to_owned(),
                    count => number(count, "other promise", "other promises"),
                };
                let text = format!("“{}” is responsible for it and trained for {other}", role.name);
                Evidence::at(Source::Role(role_id.clone()), text)
            });
            let severity = weighed(Severity::Medium, stake(org, handoff));
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

/// For how many promises the role is trained; those that do not exist do not count.
fn knows(org: &Org, role: &Role) -> usize {
    let trained = role.trained_for.iter();
    trained.filter(|id| org.handoffs.contains_key(*id)).count()
}
