//! Which party, role or handoff a cell means, or why none.

use super::{header::HandoffColumns, nearest::Nearest, shown, table::Row};
use crate::{
    org::{HandoffId, Org, PartyId, RoleId},
    roles::names::{Found, Names},
};

/// The names of a document, with what was probably meant by those that are none.
pub struct Reader<'a> {
    pub org: &'a Org,
    pub names: Names<'a>,
    nearest: Nearest,
}

impl<'a> Reader<'a> {
    pub fn of(org: &'a Org) -> Self {
        Self {
            org,
            names: Names::of(org),
            nearest: Nearest::default(),
        }
    }

    pub fn party(&mut self, text: &str) -> Result<PartyId, String> {
        match self.names.party(text) {
            Found::One(id) => Ok(id),
            Found::Several(ids) => Err(format!(
                "Several parties are called “{}”. Write the identifier of one: {}.",
                shown(text),
                or(&ids)
            )),
            Found::Nothing => {
                let known = self.org.parties.values().map(|party| party.name.as_str());
                let hint = self.nearest.hint("party", text, known);
                Err(format!("There is no party “{}”.{hint}", shown(text)))
            }
        }
    }

    pub fn role(&mut self, text: &str, party: Option<&PartyId>) -> Result<RoleId, String> {
        match self.names.role(text, party) {
            Found::One(id) => Ok(id),
            found => Err(self.no_role(text, party, found)),
        }
    }

    /// Why a name is not that of one role.
    pub fn no_role(&mut self, text: &str, party: Option<&PartyId>, found: Found<RoleId>) -> String {
        let name = shown(text);
        let Found::Several(ids) = found else {
            let known = self.org.roles.values().map(|role| role.name.as_str());
            let hint = self.nearest.hint("role", text, known);
            let at = party.map_or_else(String::new, |party| {
                format!(" in {}", shown(self.org.party_name(party)))
            });
            return format!("There is no role “{name}”{at}.{hint}");
        };
        let mut parties: Vec<&str> = Vec::new();
        for role in ids.iter().filter_map(|id| self.org.roles.get(id)) {
            let party = self.org.party_name(&role.party);
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        match parties[..] {
            [one, other, ..] => format!(
                "Several roles are called “{name}”, in {} and {}. Say which party’s, such as “{name} ({})”.",
                shown(one),
                shown(other),
                shown(one)
            ),
            _ => format!(
                "Several roles are called “{name}”. Write the identifier of one: {}.",
                or(&ids)
            ),
        }
    }

    /// The handoff of a row.
    pub fn handoff(&mut self, row: &Row, columns: &HandoffColumns) -> Result<HandoffId, String> {
        let cell = |column: Option<usize>| column.map_or("", |at| row.cell(at));
        let id = cell(columns.id);
        for id in [id, id.trim()] {
            if let Some((id, _)) = self.org.handoffs.get_key_value(id) {
                return Ok(id.clone());
            }
        }
        let mut side = |column: Option<usize>| match cell(column) {
            text if text.trim().is_empty() => Ok(None),
            text => self.party(text).map(Some),
        };
        let (provider, customer) = (side(columns.provider)?, side(columns.customer)?);
        let name = cell(columns.name);
        if name.trim().is_empty() {
            return Err(match id.trim() {
                "" => "It does not say which handoff.".to_owned(),
                id => format!("There is no handoff “{}”.", shown(id)),
            });
        }
        self.handoff_called(name, provider.as_ref(), customer.as_ref())
    }

    pub fn handoff_called(
        &mut self,
        text: &str,
        provider: Option<&PartyId>,
        customer: Option<&PartyId>,
    ) -> Result<HandoffId, String> {
        let name = shown(text);
        match self.names.handoff(text, provider, customer) {
            Found::One(id) => Ok(id),
            Found::Several(ids) => {
                let sides = |id: &HandoffId| {
                    let handoff = self.org.handoffs.get(id)?;
                    Some((
                        self.org.party_name(&handoff.provider),
                        self.org.party_name(&handoff.customer),
                    ))
                };
                let mut all: Vec<_> = ids.iter().filter_map(sides).collect();
                all.dedup();
                Err(match all[..] {
                    [(from, to), (other_from, other_to), ..] => format!(
                        "Several handoffs are called “{name}”: from {} to {}, and from {} to {}. Say whose, in columns “provider” and “customer”.",
                        shown(from),
                        shown(to),
                        shown(other_from),
                        shown(other_to)
                    ),
                    _ => format!(
                        "Several handoffs are called “{name}”. Write the identifier of one: {}.",
                        or(&ids)
                    ),
                })
            }
            Found::Nothing => {
                let between = match (provider, customer) {
                    (None, None) => String::new(),
                    (Some(from), None) => format!(" from {}", shown(self.org.party_name(from))),
                    (None, Some(to)) => format!(" to {}", shown(self.org.party_name(to))),
                    (Some(from), Some(to)) => format!(
                        " from {} to {}",
                        shown(self.org.party_name(from)),
                        shown(self.org.party_name(to))
                    ),
                };
                let known = self.org.handoffs.values().map(|handoff| handoff.deliverable.as_str());
                let hint = self
                    .nearest
                    .hint("handoff", text, known.filter(|name| !name.trim().is_empty()));
                Err(format!("There is no handoff “{name}”{between}.{hint}"))
            }
        }
    }
}

/// Refuses a row that has more cells than there are column names.
pub fn fits(row: &Row, width: usize) -> Result<(), String> {
    if row.cells.len() <= width {
        return Ok(());
    }
    Err(format!(
        "It has {}, the first row has {}. Put a cell that has a separator in it between quotation marks.",
        super::number(row.cells.len(), "cell", "cells"),
        width
    ))
}

fn or<T: std::fmt::Display>(ids: &[T]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("“{}”", shown(&id.to_string()))).collect();
    match ids.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => ids.concat(),
    }
}
