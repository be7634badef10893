//! No line of sight: work that reaches no paying customer by any chain of handoffs.
//!
//! Looked at are parties inside the organisation, and only once some chain leads to an external customer: before that
//! the map is not drawn to its end. A party that stands for others, because they are part of it and reach the
//! customer, has its line of sight by them. A party without any handoff is found only where more than half of the
//! parties inside have one; in a document with few handoffs it is just not drawn yet.
//!
//! Severity: medium, and low for a party without handoffs or one that is part of a party with a line of sight.

use std::collections::BTreeSet;

use crate::org::{PartyId, Rule, Thresholds};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, above, at_party, called, is_inside, named, number, some},
};

/// The rule.
pub struct NoLineOfSight;

impl Pattern for NoLineOfSight {
    fn rule(&self) -> Rule {
        Rule::NoLineOfSight
    }

    fn looks_at(&self) -> &'static str {
        "The chains of handoffs that lead from a party to a paying customer."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "There is none, although other parties have one.".to_owned()
    }

    fn practice(&self) -> &'static str {
        "Ask whoever receives this work what they do with it, and follow it one step further, until it reaches a \
        paying customer. Then draw the handoff that is missing, or ask whether the work is needed."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let org = seen.org;
        let reaching = &seen.paths.by_party;
        if reaching.is_empty() {
            return;
        }
        // Every party that reaches the customer, and all that it is part of.
        let mut sighted: BTreeSet<&PartyId> = reaching.keys().collect();
        for party in reaching.keys() {
            sighted.extend(above(org, party));
        }
        let connected = |party: &PartyId| {
            let links = seen.health.links();
            links.provided_by(party).next().is_some() || links.received_by(party).next().is_some()
        };
        let inside: Vec<_> = org.parties.keys().filter(|party| is_inside(org, party)).collect();
        let drawn = 2 * inside.iter().filter(|party| connected(party)).count() > inside.len();
        for party in inside {
            let is_connected = connected(party);
            if sighted.contains(party) || !(is_connected || drawn) {
                continue;
            }
            let above = above(org, party).into_iter().find(|above| sighted.contains(above));
            let severity = if is_connected && above.is_none() {
                Severity::Medium
            } else {
                Severity::Low
            };
            let (what, mut evidence) = told(seen, party);
            if let Some(above) = above {
                let text = format!("It is part of {}, which has a line of sight", called(org, above));
                evidence.push(Evidence::at(Source::Party(above.clone()), text));
            }
            found.push(at_party(self.rule(), party, severity, what, evidence));
        }
    }
}

/// What there is to say about a party, and what it hands over.
fn told(seen: &Seen<'_>, party: &PartyId) -> (String, Vec<Evidence>) {
    let links = seen.health.links();
    let provided = links.provided_by(party).filter_map(|id| {
        let customer = &seen.org.handoffs.get(id)?.customer;
        let text = format!("“{}” goes to {}", named(seen.org, id), called(seen.org, customer));
        Some(Evidence::at(Source::Handoff(id.clone()), text))
    });
    let lines = some(provided.collect(), LINES - 1);
    if !lines.is_empty() {
        return ("Nothing it hands over leads to a paying customer".to_owned(), lines);
    }
    let received = links.received_by(party).count();
    let (what, text) = if received > 0 {
        let received = number(received, "handoff", "handoffs");
        (
            "It hands nothing over",
            format!("It receives {received} and provides none"),
        )
    } else {
        (
            "It has no handoff at all",
            "It neither provides nor receives anything".to_owned(),
        )
    };
    (what.to_owned(), vec![Evidence::at(Source::Party(party.clone()), text)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, net, read};
    use super::*;

    #[test]
    fn work_that_reaches_no_paying_customer_is_found() {
        let blind = "Nothing it hands over leads to a paying customer";
        let cases: [(&str, &[(&str, &str)]); 6] = [
            ("ab bx", &[]),
            ("ab bx bc", &[("c", "It hands nothing over")]),
            ("ab bx bc cd dc", &[("c", blind), ("d", blind)]),
            // There is no paying customer, or nobody has got as far as drawing the way to it.
            ("ab bc", &[]),
            ("ab bc xa", &[]),
            // A supplier need not see one.
            ("aw bx", &[("a", blind)]),
        ];
        for (pairs, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(at, what)| format!("{at}: medium: {what}"))
                .collect();
            assert_eq!(found(Rule::NoLineOfSight, &net(pairs, "")), expected, "{pairs}");
        }
        assert_eq!(evidence(Rule::NoLineOfSight, &net("aw bx", "")), ["“A to W” goes to W"]);
        assert_eq!(
            evidence(Rule::NoLineOfSight, &net("ab bx bc", "")),
            ["It receives 1 handoff and provides none"]
        );
    }

    /// A plant with two teams of which the saw serves the shop, and more parties and handoffs.
    fn plant(parties: &str, handoffs: &str) -> crate::org::Org {
        read(&format!(
            r#"parties: {{
                "plant": (name: "Plant", kind: Department), "shop": (name: "Shop", kind: Customer),
                "saw": (name: "Saw", kind: Team, part_of: "plant"),
                "press": (name: "Press", kind: Team, part_of: "plant"), {parties}
            }},
            handoffs: {{"bars": (provider: "saw", customer: "shop"), {handoffs}}}"#
        ))
    }

    #[test]
    fn a_department_sees_by_its_teams_and_a_team_less_urgently_by_its_department() {
        let served = r#""help": (provider: "saw", customer: "press"),"#;
        let org = plant("", served);
        assert_eq!(found(Rule::NoLineOfSight, &org), ["press: low: It hands nothing over"]);
        assert_eq!(
            evidence(Rule::NoLineOfSight, &org),
            [
                "It receives 1 handoff and provides none",
                "It is part of Plant, which has a line of sight"
            ]
        );
    }

    #[test]
    fn a_party_without_handoffs_is_found_where_most_have_some() {
        let more = r#""yard": (name: "Yard", kind: Team), "den": (name: "Den", kind: Team),"#;
        let linked = r#""logs": (provider: "yard", customer: "saw"),"#;
        // Inside are the plant, saw, press, yard and den, of which two, then three of five have handoffs.
        assert!(found(Rule::NoLineOfSight, &plant(more, linked)).is_empty());
        let three = r#""logs": (provider: "yard", customer: "saw"), "wood": (provider: "den", customer: "yard"),"#;
        assert_eq!(
            found(Rule::NoLineOfSight, &plant(more, three)),
            ["press: low: It has no handoff at all"]
        );
    }
}
