//! By role: the sheet of each role.

use super::list::{Item, Who};
use crate::{
    org::Org,
    roles::sheet::{party_called, role_called},
};

/// All roles, by the name of their party, then by their own.
pub fn items(org: &Org) -> Vec<Item> {
    let mut items: Vec<Item> = org
        .roles
        .iter()
        .map(|(id, role)| {
            let holders = role.holders.iter().map(|holder| holder.name.trim());
            Item {
                who: Who::Role(id.clone()),
                name: role_called(org, id),
                below: String::new(),
                group: party_called(org, &role.party),
                also: holders.collect::<Vec<_>>().join(" "),
            }
        })
        .collect();
    items.sort_by_cached_key(|item| (item.group.to_lowercase(), item.group.clone(), item.name.to_lowercase()));
    items
}
