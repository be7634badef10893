//! What the rules have in common: how a finding is put together, and how much a promise is at stake.

use crate::{
    health::{HandoffHealth, Indicator, words},
    org::{Handoff, HandoffId, Importance, Org, PartyId, PartyKind, Rule, Subject},
};

use super::{Evidence, Risk, Severity};

/// How many lines of one kind are shown before the rest is only counted.
pub const LINES: usize = 6;

/// Two shares closer than this billionth are the same, so that rounding decides nothing.
pub const SAME: f64 = 1e-9;

/// How far up it is followed what a party is part of. No organisation is as deep; a file may be.
const DEEPEST: usize = 64;

/// A finding at a promise that nobody accepted yet.
pub fn at_handoff(rule: Rule, id: &HandoffId, severity: Severity, what: String, evidence: Vec<Evidence>) -> Risk {
    Risk {
        rule,
        at: Subject::Handoff(id.clone()),
        severity,
        what,
        evidence,
        accepted: None,
    }
}

/// A finding at a party that nobody accepted yet.
pub fn at_party(rule: Rule, id: &PartyId, severity: Severity, what: String, evidence: Vec<Evidence>) -> Risk {
    Risk {
        rule,
        at: Subject::Party(id.clone()),
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

/// What a party is; nothing where the file names one that does not exist.
pub fn kind(org: &Org, party: &PartyId) -> Option<PartyKind> {
    org.parties.get(party).map(|party| party.kind)
}

/// Whether the party is an external, paying customer.
pub fn is_paying(org: &Org, party: &PartyId) -> bool {
    kind(org, party).is_some_and(PartyKind::is_customer)
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
    let decimals = (0..4).find(|decimals| {
        let text = |share: f64| format!("{:.*}", *decimals, share * 100.0);
        text(one) != text(other)
    });
    let text = |share: f64| format!("{:.*} %", decimals.unwrap_or(0), share * 100.0);
    (text(one), text(other))
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
    use super::{super::testing_b::read, *};

    #[test]
    fn shares_that_look_the_same_get_decimals() {
        let cases = [
            (0.44, 0.56, "44 %", "56 %"),
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
