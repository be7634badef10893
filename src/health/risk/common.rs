//! What several rules ask about parties and about what a promise keeps.

use crate::{
    health::{HandoffHealth, Indicator, words},
    org::{Org, PartyId, PartyKind},
};

use super::finding::kind;

/// Two shares closer than this billionth are the same, so that rounding decides nothing.
pub const SAME: f64 = 1e-9;

/// How far up it is followed what a party is part of. No organisation is as deep; a file may be.
const DEEPEST: usize = 64;

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
    use super::super::testing_a::read;
    use super::*;

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
