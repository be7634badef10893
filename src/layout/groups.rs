//! Which parties make up a department on the map: what hangs together by `part_of`, cut where it divides.

use std::collections::BTreeMap;

use crate::{
    network::Line,
    org::{Org, PartyId},
};

/// A group with a larger share of all parties is divided into what it is made of.
const LARGEST_SHARE: f64 = 0.5;

/// A department: the party at its head, and everybody in it with the head among them, in the order of their
/// identifiers.
pub type Groups = BTreeMap<PartyId, Vec<PartyId>>;

/// The departments with two members or more. A party that is above half of all others (the company itself) is no
/// department; those below it are.
#[must_use]
pub fn groups(org: &Org) -> Groups {
    let heads = heads(org);
    let mut groups = Groups::new();
    for (id, head) in heads {
        groups.entry(head).or_default().push(id);
    }
    groups.retain(|_, members| members.len() > 1);
    groups
}

/// The head of the department of every party; its own where it stands alone.
#[must_use]
pub fn heads(org: &Org) -> BTreeMap<PartyId, PartyId> {
    let lines: BTreeMap<&PartyId, Vec<&PartyId>> =
        org.parties.keys().map(|id| (id, Line::from(org, id).parties)).collect();
    // How many stand below each party, itself included.
    let mut below: BTreeMap<&PartyId, usize> = BTreeMap::new();
    for line in lines.values() {
        for &above in line {
            *below.entry(above).or_default() += 1;
        }
    }
    let most = (org.parties.len() as f64 * LARGEST_SHARE) as usize;
    let too_large = |id: &PartyId| below.get(id).is_some_and(|count| *count > most.max(2));
    lines
        .iter()
        .map(|(&id, line)| {
            // From the top of the line down to the first that is a department.
            let head = line.iter().rev().copied().find(|above| !too_large(above)).unwrap_or(id);
            (id.clone(), head.clone())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Party;

    fn org(parts: &[(&str, &str)]) -> Org {
        let mut org = Org::named("Test");
        for (name, above) in parts {
            let party = Party {
                name: (*name).to_owned(),
                part_of: (!above.is_empty()).then(|| PartyId::new(above)),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(name), party.into());
        }
        org
    }

    fn head(org: &Org, of: &str) -> String {
        heads(org)[&PartyId::new(of)].to_string()
    }

    #[test]
    fn a_team_belongs_to_the_department_and_not_to_the_whole_company() {
        let org = org(&[
            ("company", ""),
            ("sales", "company"),
            ("north", "sales"),
            ("south", "sales"),
            ("shop", "north"),
            ("plant", "company"),
            ("line", "plant"),
            ("shops", ""),
        ]);
        assert_eq!(head(&org, "shop"), "sales");
        assert_eq!(head(&org, "line"), "plant");
        assert_eq!(head(&org, "company"), "company");
        let groups = groups(&org);
        let names: Vec<String> = groups.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["plant", "sales"]);
        assert_eq!(groups[&PartyId::new("sales")].len(), 4);
    }

    #[test]
    fn a_ring_and_a_parent_that_is_not_there_end_somewhere() {
        let org = org(&[
            ("a", "b"),
            ("b", "c"),
            ("c", "a"),
            ("d", "nobody"),
            ("e", ""),
            ("f", ""),
            ("g", ""),
        ]);
        assert_eq!(heads(&org).len(), 7);
        assert_eq!(head(&org, "d"), "d");
    }
}
