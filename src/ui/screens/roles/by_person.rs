//! By person: what somebody holds, whichever roles that comes from. Nobody is ranked, and nothing is counted.

use super::list::{Item, Who};
use crate::{
    health::words,
    org::Org,
    roles::{
        person::People,
        sheet::{party_called, role_called},
    },
};

/// Everybody with a name from A to Z, then the roles with holders whose names nobody wrote down.
pub fn items(org: &Org, people: &People) -> Vec<Item> {
    let named = people.named.iter().map(|person| {
        let roles: Vec<String> = person.roles.iter().map(|id| role_called(org, id)).collect();
        let parties = person.roles.iter().filter_map(|id| org.roles.get(id));
        let parties: Vec<String> = parties.map(|role| party_called(org, &role.party)).collect();
        Item {
            who: Who::Person(person.key.clone()),
            name: person.name.clone(),
            below: roles.join(", "),
            group: "People".to_owned(),
            also: parties.join(" "),
        }
    });
    let unnamed = people.unnamed.iter().map(|holders| {
        let party = org.roles.get(&holders.role).map(|role| party_called(org, &role.party));
        Item {
            who: Who::Role(holders.role.clone()),
            name: role_called(org, &holders.role),
            below: words::number(holders.count as u64, "holder without a name", "holders without a name"),
            group: "Holders without a name".to_owned(),
            also: party.unwrap_or_default(),
        }
    });
    named.chain(unnamed).collect()
}
