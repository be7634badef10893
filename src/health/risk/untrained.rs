//! Untrained: a role does the work of a promise for which it was not trained.
//!
//! Many documents do not say who is trained for what. Where no role is trained for the promise, and the role is
//! trained for nothing else either, nobody wrote it down and nothing is found.
//!
//! Severity: medium, high for a promise of high importance or to a paying customer, low for one of low importance.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::org::{HandoffId, Letter, Org, Role, RoleId, Rule, Thresholds};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, at_handoff, number, some, stake, weighed},
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
        let training = Training::of(org);
        for (id, handoff) in &org.handoffs {
            let responsible = handoff.roles_with(Letter::Responsible);
            let known = responsible.filter_map(|role| Some((role, &**org.roles.get(role)?)));
            let lacking: Vec<_> = known
                .filter(|(role_id, role)| training.lacks(id, role_id, role))
                .collect();
            let what = match lacking.as_slice() {
                [] => continue,
                [(role_id, _)] => words(org, role_id),
                all => format!("{} responsible roles are not trained for it", all.len()),
            };
            let lines = lacking.into_iter().map(|(role_id, _)| {
                let other = match training.knows(role_id) {
                    0 => "no promise yet".to_owned(),
                    count => number(count, "other promise", "other promises"),
                };
                let text = format!(
                    "“{}” is responsible for it and trained for {other}",
                    org.role_called(role_id)
                );
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

/// What is written down about training, read once: a role may be trained for very many promises and do the work of as
/// many.
pub struct Training<'a> {
    /// The promises that some role is trained for.
    taught: BTreeSet<&'a HandoffId>,
    /// For how many promises a role is trained, where it is for any; those that do not exist do not count.
    knows: BTreeMap<&'a RoleId, usize>,
}

impl<'a> Training<'a> {
    /// Reads a document.
    #[must_use]
    pub fn of(org: &'a Org) -> Self {
        let count = |(id, role): (&'a RoleId, &'a Arc<Role>)| {
            let known = role.trained_for.iter().filter(|id| org.handoffs.contains_key(*id));
            Some((id, known.count())).filter(|(_, count)| *count > 0)
        };
        Self {
            taught: org.roles.values().flat_map(|role| &role.trained_for).collect(),
            knows: org.roles.iter().filter_map(count).collect(),
        }
    }

    /// Whether a role that does the work of a promise was not taught it, where training is written down for either.
    #[must_use]
    pub fn lacks(&self, id: &HandoffId, role_id: &RoleId, role: &Role) -> bool {
        !role.trained_for.contains(id) && (self.taught.contains(id) || self.knows.contains_key(role_id))
    }

    fn knows(&self, role: &RoleId) -> usize {
        self.knows.get(role).copied().unwrap_or(0)
    }
}

/// What is said of such a role.
#[must_use]
pub fn words(org: &Org, id: &RoleId) -> String {
    format!("“{}” is responsible and not trained for it", org.role_called(id))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, read};
    use super::*;

    /// A smith who makes two promises, and a turner who does so for the second one.
    fn org(parts: &str, smith: &str, turner: &str) -> Org {
        read(&format!(
            r#"parties: {{
                "maker": (name: "Maker", kind: Team), "user": (name: "User", kind: Team),
                "shop": (name: "Shop", kind: Customer),
            }},
            roles: {{
                "smith": (name: "Smith", party: "maker", trained_for: [{smith}]),
                "turner": (name: "Turner", party: "maker", trained_for: [{turner}]),
            }},
            handoffs: {{
                "parts": (provider: "maker", customer: "user", {parts}),
                "tools": (provider: "maker", customer: "shop", raci: {{"gone": "R"}}),
            }}"#
        ))
    }

    #[test]
    fn a_role_that_was_not_taught_is_found_where_training_is_written_down() {
        let one = r#"raci: {"smith": "R"}"#;
        let both = r#"raci: {"smith": "R", "turner": "RA"}"#;
        let high = r#"importance: High, raci: {"smith": "R"}"#;
        let low = r#"importance: Low, raci: {"smith": "R"}"#;
        let (parts, tools) = (r#""parts""#, r#""tools""#);
        let is_found = "parts: medium: “Smith” is responsible and not trained for it";
        let cases: [(&str, &str, &str, &[&str]); 9] = [
            (one, parts, "", &[]),
            // Nobody wrote anything down about the promise or the role.
            (one, "", "", &[]),
            (one, "", tools, &[]),
            // A promise that does not exist says nothing about the role.
            (one, r#""gone""#, "", &[]),
            (one, "", parts, &[is_found]),
            (one, tools, "", &[is_found]),
            (
                high,
                tools,
                "",
                &["parts: high: “Smith” is responsible and not trained for it"],
            ),
            (
                low,
                tools,
                "",
                &["parts: low: “Smith” is responsible and not trained for it"],
            ),
            (
                both,
                tools,
                tools,
                &["parts: medium: 2 responsible roles are not trained for it"],
            ),
        ];
        for (handoff, smith, turner, expected) in cases {
            let org = org(handoff, smith, turner);
            assert_eq!(found(Rule::Untrained, &org), expected, "{handoff} {smith} {turner}");
        }
    }

    #[test]
    fn only_who_does_the_work_has_to_be_taught() {
        let org = org(r#"raci: {"smith": "ACI"}"#, r#""tools""#, r#""parts""#);
        assert!(found(Rule::Untrained, &org).is_empty());
    }

    /// Counting what the role is trained for at each of its 10,000 promises would be 100 million look-ups.
    #[test]
    fn a_role_trained_for_half_of_very_many_promises_is_read_once() {
        let mut org = org("", "", "");
        let mut smith = (*org.roles["smith"]).clone();
        for n in 0..20_000 {
            let id = HandoffId::new(&format!("{n:05}"));
            let mut handoff = (*org.handoffs["parts"]).clone();
            handoff.raci = [("smith".into(), "R".parse().unwrap())].into();
            org.handoffs.insert(id.clone(), handoff.into());
            if n % 2 == 0 {
                smith.trained_for.insert(id);
            }
        }
        org.roles.insert("smith".into(), smith.into());
        let start = std::time::Instant::now();
        let training = Training::of(&org);
        let smith = &org.roles["smith"];
        let lacking = org
            .handoffs
            .keys()
            .filter(|id| training.lacks(id, &"smith".into(), smith));
        // The 10,000 odd ones, and "parts" and "tools", for which it is not trained either.
        assert_eq!(lacking.count(), 10_002);
        assert_eq!(found(Rule::Untrained, &org).len(), 10_000);
        assert!(start.elapsed().as_secs() < 60, "took {:?}", start.elapsed());
    }

    #[test]
    fn it_says_what_the_role_is_trained_for() {
        let org = org(r#"raci: {"smith": "R", "turner": "R"}"#, r#""tools", "gone""#, "");
        assert_eq!(
            evidence(Rule::Untrained, &org),
            ["“Smith” is responsible for it and trained for 1 other promise"]
        );
    }
}
