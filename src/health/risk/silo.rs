//! Silo: a department that deals mostly with itself, or whose work nobody else could do.
//!
//! A department is a party of that kind, or one that others are part of, inside the organisation. One to which nine
//! tenths of all parties inside belong, or more, is the organisation itself and left out: everything is inside it.
//!
//! Hardly anybody is trained for the work of another department, so that alone is only worth knowing: it is found
//! where training for the promises of the department and its teams is written down, and for none of those of high
//! importance anybody elsewhere is trained.
//!
//! Severity: medium for handoffs that stay inside, low for the training.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    network::Ei,
    org::{HandoffId, Importance, PartyId, RoleId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, above, at_party, is_inside, named, number, some},
};

/// The rule.
pub struct Silo;

impl Pattern for Silo {
    fn rule(&self) -> Rule {
        Rule::Silo
    }

    fn looks_at(&self) -> &'static str {
        "How many of a department’s handoffs stay inside it, and whether anybody elsewhere is trained for its most \
        important ones."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "The E–I index of a department with {} or more is below {}, or nobody outside is trained for any of its \
            handoffs of high importance.",
            number(thresholds.silo_handoffs.into(), "handoff", "handoffs"),
            index(thresholds.silo_index),
        )
    }

    fn practice(&self) -> &'static str {
        "Ask one party outside what it would like to get from the department, and invite somebody from there to watch \
        one important piece of work from beginning to end."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let org = seen.org;
        let mut members: BTreeMap<&PartyId, Vec<&PartyId>> = BTreeMap::new();
        let mut inside = 0;
        for party in org.parties.keys().filter(|party| is_inside(org, party)) {
            inside += 1;
            for department in above(org, party) {
                members.entry(department).or_default().push(party);
            }
        }
        let mut trained: BTreeMap<&HandoffId, Vec<&RoleId>> = BTreeMap::new();
        for (id, role) in &org.roles {
            for handoff in &role.trained_for {
                trained.entry(handoff).or_default().push(id);
            }
        }
        for (party, ei) in &seen.network.departments {
            let below = members.get(party).map_or(&[][..], Vec::as_slice);
            if !is_inside(org, party) || 10 * (below.len() + 1) >= 9 * inside {
                continue;
            }
            let alone = alone(seen, party, *ei);
            let untaught = untaught(seen, party, below, &trained);
            let (severity, what) = match (&alone, &untaught) {
                (Some((what, _)), _) => (Severity::Medium, what.clone()),
                (None, Some((what, _))) => (Severity::Low, what.clone()),
                (None, None) => continue,
            };
            let lines = [alone, untaught].into_iter().flatten().flat_map(|(_, lines)| lines);
            found.push(at_party(self.rule(), party, severity, what, lines.collect()));
        }
    }
}

/// What there is to say, and on what it stands.
type Told = (String, Vec<Evidence>);

/// The handoffs that stay inside.
fn alone(seen: &Seen<'_>, party: &PartyId, ei: Ei) -> Option<Told> {
    let all = u64::from(ei.internal) + u64::from(ei.external);
    let value = ei.index()?;
    let is_low = value < seen.thresholds.silo_index;
    if !is_low || all < u64::from(seen.thresholds.silo_handoffs) {
        return None;
    }
    let what = format!("{} of {all} handoffs stay inside", ei.internal);
    let line = format!(
        "{} between its own parties and {} with others: an E–I index of {}",
        number(ei.internal as usize, "handoff", "handoffs"),
        ei.external,
        index(value),
    );
    Some((what, vec![Evidence::at(Source::Party(party.clone()), line)]))
}

/// The promises of high importance for which nobody outside is trained, if that is all of them.
fn untaught(
    seen: &Seen<'_>,
    party: &PartyId,
    members: &[&PartyId],
    trained: &BTreeMap<&HandoffId, Vec<&RoleId>>,
) -> Option<Told> {
    let org = seen.org;
    let links = seen.health.links();
    let own = std::iter::once(party).chain(members.iter().copied());
    let provided: BTreeSet<_> = own.flat_map(|party| links.provided_by(party)).collect();
    let important: Vec<_> = provided
        .iter()
        .copied()
        .filter(|id| org.handoffs.get(*id).is_some_and(|h| h.importance == Importance::High))
        .collect();
    let taught_at_all = provided.iter().any(|id| trained.contains_key(*id));
    let outside = |role: &&RoleId| {
        let at = org.roles.get(*role).map(|role| &role.party);
        at.is_some_and(|at| at != party && !above(org, at).contains(&party))
    };
    let somebody = |id: &&HandoffId| trained.get(*id).is_some_and(|roles| roles.iter().any(outside));
    if important.is_empty() || !taught_at_all || important.iter().any(somebody) {
        return None;
    }
    let lines = important.into_iter().map(|id| {
        let text = format!("Nobody outside is trained for “{}”", named(org, id));
        Evidence::at(Source::Handoff(id.clone()), text)
    });
    Some((
        "Nobody outside is trained for its most important handoffs".to_owned(),
        some(lines.collect(), LINES - 1),
    ))
}

/// An E–I index as it is shown.
fn index(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::testing::{evidence, found, read};
    use super::*;

    /// A department with two teams, so many handoffs between them and with the others, and six others.
    fn org(inside: usize, outside: usize, more: &str) -> crate::org::Org {
        let mut fields = r#"parties: {
            "plant": (name: "Plant", kind: Department),
            "saw": (name: "Saw", kind: Team, part_of: "plant"), "press": (name: "Press", kind: Team, part_of: "plant"),"#
            .to_owned();
        for letter in ["a", "b", "c", "d", "e", "f"] {
            let _ = write!(fields, r#""{letter}": (name: "{letter}", kind: Team),"#);
        }
        fields += "}, handoffs: {";
        for k in 0..inside {
            let _ = write!(fields, r#""in-{k}": (provider: "saw", customer: "press"),"#);
        }
        for k in 0..outside {
            let _ = write!(fields, r#""out-{k}": (provider: "press", customer: "a"),"#);
        }
        read(&format!("{fields} {more}"))
    }

    #[test]
    fn a_department_that_keeps_to_itself_is_found() {
        // (external − internal) / all, and it has to be below −0.5.
        let cases: [(usize, usize, &[&str]); 7] = [
            (2, 0, &["plant: medium: 2 of 2 handoffs stay inside"]),
            // −1, but one handoff alone says little.
            (1, 0, &[]),
            (4, 1, &["plant: medium: 4 of 5 handoffs stay inside"]),
            // −2 / 4.
            (3, 1, &[]),
            (1, 1, &[]),
            (0, 3, &[]),
            (0, 0, &[]),
        ];
        for (inside, outside, expected) in cases {
            let org = org(inside, outside, "}");
            assert_eq!(found(Rule::Silo, &org), expected, "{inside} {outside}");
        }
        assert_eq!(
            evidence(Rule::Silo, &org(4, 1, "}")),
            ["4 handoffs between its own parties and 1 with others: an E–I index of −0.60"]
        );
    }

    #[test]
    fn where_it_begins_is_a_setting() {
        let with = |risks: &str| found(Rule::Silo, &org(4, 1, &format!("}}, settings: (risks: ({risks}))"))).len();
        assert_eq!(with("silo_index: -0.6"), 0);
        assert_eq!(with("silo_index: -0.59"), 1);
        assert_eq!(with("silo_handoffs: 5"), 1);
        assert_eq!(with("silo_handoffs: 6"), 0);
    }

    #[test]
    fn the_whole_organisation_is_no_department() {
        let firm = |others: usize| {
            let mut fields = r#"parties: {"firm": (name: "Firm", kind: Department),"#.to_owned();
            for k in 0..9 {
                let _ = write!(fields, r#""p{k}": (name: "P{k}", kind: Team, part_of: "firm"),"#);
            }
            for k in 0..others {
                let _ = write!(fields, r#""q{k}": (name: "Q{k}", kind: Team),"#);
            }
            fields += r#""buyer": (name: "Buyer", kind: Customer)}, handoffs: {
                "a": (provider: "p0", customer: "p1"), "b": (provider: "p1", customer: "p2")}"#;
            found(Rule::Silo, &read(&fields)).len()
        };
        // Ten of ten and ten of eleven parties, and ten of twelve, which is less than nine tenths.
        assert_eq!([firm(0), firm(1), firm(2)], [0, 0, 1]);
    }

    #[test]
    fn training_that_stays_inside_is_worth_knowing() {
        let org = |importance: &str, roles: &str| {
            org(
                0,
                0,
                &format!(
                    r#""parts": (provider: "plant", customer: "a", deliverable: "Parts", importance: {importance}),
                    "news": (provider: "plant", customer: "b")}}, roles: {{{roles}}}"#
                ),
            )
        };
        let role = |party: &str, trained: &str| {
            format!(r#""{party}-hand": (name: "Hand", party: "{party}", trained_for: ["{trained}"]),"#)
        };
        let is_found: &[&str] = &["plant: low: Nobody outside is trained for its most important handoffs"];
        let cases: [(&str, String, &[&str]); 6] = [
            ("High", role("plant", "parts"), is_found),
            // Its own teams are inside.
            ("High", role("saw", "parts"), is_found),
            ("High", role("plant", "news"), is_found),
            ("High", role("plant", "parts") + &role("c", "parts"), &[]),
            ("Normal", role("plant", "parts"), &[]),
            // Nobody wrote down who is trained for what it hands over.
            ("High", role("c", "gone"), &[]),
        ];
        for (importance, roles, expected) in cases {
            assert_eq!(
                found(Rule::Silo, &org(importance, &roles)),
                expected,
                "{importance} {roles}"
            );
        }
        assert_eq!(
            evidence(Rule::Silo, &org("High", &role("plant", "parts"))),
            ["Nobody outside is trained for “Parts”"]
        );
    }

    #[test]
    fn the_promises_of_its_teams_are_the_departments_own() {
        let org = |provider: &str, role: &str| {
            org(
                0,
                0,
                &format!(
                    r#""parts": (provider: "{provider}", customer: "a", deliverable: "Parts", importance: High)}},
                    roles: {{"hand": (name: "Hand", party: "{role}", trained_for: ["parts"])}}"#
                ),
            )
        };
        for (provider, role, expected) in [
            ("saw", "saw", true),
            ("saw", "press", true),
            ("saw", "plant", true),
            ("plant", "saw", true),
            ("saw", "b", false),
            ("b", "b", false),
        ] {
            let found = found(Rule::Silo, &org(provider, role));
            assert_eq!(!found.is_empty(), expected, "{provider} {role}");
        }
    }

    #[test]
    fn a_team_without_parts_is_no_department() {
        let org = read(
            r#"parties: {"a": (name: "A", kind: Team), "b": (name: "B", kind: Team)},
            roles: {"hand": (name: "Hand", party: "a", trained_for: ["parts"])},
            handoffs: {"parts": (provider: "a", customer: "b", importance: High)}"#,
        );
        assert!(found(Rule::Silo, &org).is_empty());
    }
}
