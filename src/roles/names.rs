//! What parties, roles and handoffs are called in a table, and which one is meant by a name in it.

use std::collections::HashMap;

use crate::org::{HandoffId, Org, PartyId, RoleId};

pub use crate::org::name::key;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// This one.
    One(T),
    /// Any of these and perhaps others; something has to be added to the name.
    Several(Vec<T>),
    /// There is none.
    Nothing,
}

impl<T: Clone> Found<T> {
    fn of(all: Option<&Vec<T>>) -> Self {
        match all.map(Vec::as_slice) {
            None | Some([]) => Self::Nothing,
            Some([one]) => Self::One(one.clone()),
            Some(many) => Self::Several(many.to_vec()),
        }
    }
}

/// So many of one name are kept: enough to tell that there are several, and which.
const TOLD: usize = 3;

fn push<T: PartialEq + Clone>(all: &mut Vec<T>, one: &T) {
    if all.len() < TOLD && !all.contains(one) {
        all.push(one.clone());
    }
}

type Sides = (String, Option<PartyId>, Option<PartyId>);

/// Everything that can be named in a document. Names are compared in either case and whatever the spaces in them;
/// identifiers to the letter, and before names.
pub struct Names<'a> {
    org: &'a Org,
    parties: HashMap<String, Vec<PartyId>>,
    roles: HashMap<(String, Option<PartyId>), Vec<RoleId>>,
    labels: HashMap<String, Vec<RoleId>>,
    /// Every role by its identifier, with its party.
    posts: HashMap<RoleId, PartyId>,
    handoffs: HashMap<String, Vec<HandoffId>>,
    /// Handoffs of names that several have, also with one side or both.
    between: HashMap<Sides, Vec<HandoffId>>,
}

impl<'a> Names<'a> {
    /// No names yet; the parties of roles that are added have those of the document.
    #[must_use]
    pub fn none(org: &'a Org) -> Self {
        Self {
            org,
            parties: HashMap::new(),
            roles: HashMap::new(),
            labels: HashMap::new(),
            posts: HashMap::new(),
            handoffs: HashMap::new(),
            between: HashMap::new(),
        }
    }

    /// The names in a document.
    #[must_use]
    pub fn of(org: &'a Org) -> Self {
        let mut names = Self::none(org);
        for (id, party) in &org.parties {
            push(names.parties.entry(key(&party.name)).or_default(), id);
        }
        for (id, role) in &org.roles {
            names.add_role(id, &role.name, &role.party);
        }
        for (id, handoff) in &org.handoffs {
            let name = match handoff.deliverable.trim() {
                "" => key(&org.handoff_name(id)),
                name => key(name),
            };
            let same = names.handoffs.entry(name.clone()).or_default();
            push(same, id);
            // The first of a name comes among those between its sides once there is a second.
            let late = same.first().filter(|first| same.len() == 2 && *first != id).cloned();
            if same.len() > 1 {
                for id in late.iter().chain([id]) {
                    names.add_between(&name, id);
                }
            }
        }
        names
    }

    fn add_between(&mut self, name: &str, id: &HandoffId) {
        let Some(handoff) = self.org.handoffs.get(id) else {
            return;
        };
        for provider in [None, Some(&handoff.provider)] {
            for customer in [None, Some(&handoff.customer)] {
                let sides = (name.to_owned(), provider.cloned(), customer.cloned());
                push(self.between.entry(sides).or_default(), id);
            }
        }
    }

    /// One role more that can be named.
    pub fn add_role(&mut self, id: &RoleId, name: &str, party: &PartyId) {
        for of in [None, Some(party.clone())] {
            push(self.roles.entry((key(name), of)).or_default(), id);
        }
        let label = key(&label(name, self.org.party_name(party)));
        push(self.labels.entry(label).or_default(), id);
        self.posts.insert(id.clone(), party.clone());
    }

    /// The party of that identifier or name.
    #[must_use]
    pub fn party(&self, text: &str) -> Found<PartyId> {
        for text in [text, text.trim()] {
            if let Some((id, _)) = self.org.parties.get_key_value(text) {
                return Found::One(id.clone());
            }
        }
        Found::of(self.parties.get(&key(text)).filter(|_| !text.trim().is_empty()))
    }

    /// The role of that name, in that party where one is given.
    #[must_use]
    pub fn role_called(&self, name: &str, party: Option<&PartyId>) -> Found<RoleId> {
        let name = key(name);
        if name.is_empty() {
            return Found::Nothing;
        }
        Found::of(self.roles.get(&(name, party.cloned())))
    }

    /// The role of that identifier, name, or name with its party in brackets: `Planner (Production)`.
    #[must_use]
    pub fn role(&self, text: &str, party: Option<&PartyId>) -> Found<RoleId> {
        for text in [text, text.trim()] {
            if let Some((id, of)) = self.posts.get_key_value(text)
                && party.is_none_or(|party| party == of)
            {
                return Found::One(id.clone());
            }
        }
        match self.role_called(text, party) {
            Found::Nothing if party.is_none() && !text.trim().is_empty() => Found::of(self.labels.get(&key(text))),
            found => found,
        }
    }

    /// The handoff of that identifier or name, between those parties as far as they are given.
    #[must_use]
    pub fn handoff(&self, text: &str, provider: Option<&PartyId>, customer: Option<&PartyId>) -> Found<HandoffId> {
        for text in [text, text.trim()] {
            if let Some((id, _)) = self.org.handoffs.get_key_value(text)
                && self.is_between(id, provider, customer)
            {
                return Found::One(id.clone());
            }
        }
        let name = key(text);
        if name.is_empty() {
            return Found::Nothing;
        }
        match self.handoffs.get(&name).map(Vec::as_slice) {
            Some([one]) if self.is_between(one, provider, customer) => Found::One(one.clone()),
            None | Some([_]) => Found::Nothing,
            Some(_) => {
                let sides = (name, provider.cloned(), customer.cloned());
                Found::of(self.between.get(&sides))
            }
        }
    }

    fn is_between(&self, id: &HandoffId, provider: Option<&PartyId>, customer: Option<&PartyId>) -> bool {
        self.org.handoffs.get(id).is_some_and(|handoff| {
            provider.is_none_or(|party| *party == handoff.provider)
                && customer.is_none_or(|party| *party == handoff.customer)
        })
    }

    /// What a party is called, so that it is found again: its name, or its identifier where others are called so.
    #[must_use]
    pub fn call_party(&self, id: &PartyId) -> String {
        let name = self.org.party_name(id);
        match self.party(name) {
            Found::One(found) if found == *id => name.to_owned(),
            _ => id.to_string(),
        }
    }

    /// What a role is called, so that it is found again: its name, with its party where others are called so, or its
    /// identifier. `fits` says whether a name can stand where it is needed.
    #[must_use]
    pub fn call_role(&self, id: &RoleId, fits: impl Fn(&str) -> bool) -> String {
        let Some(role) = self.org.roles.get(id) else {
            return id.to_string();
        };
        let with_party = label(&role.name, self.org.party_name(&role.party));
        [role.name.clone(), with_party]
            .into_iter()
            .find(|text| fits(text) && self.role(text, None) == Found::One(id.clone()))
            .unwrap_or_else(|| id.to_string())
    }

    /// What a handoff is called, so that it is found again: its name, or its identifier.
    #[must_use]
    pub fn call_handoff(&self, id: &HandoffId, fits: impl Fn(&str) -> bool) -> String {
        let name = self.org.handoff_name(id);
        match self.handoff(&name, None, None) {
            Found::One(found) if found == *id && fits(&name) => name,
            _ => id.to_string(),
        }
    }
}

fn label(name: &str, party: &str) -> String {
    format!("{name} ({party})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Handoff;

    #[test]
    fn handoffs_of_one_name_are_told_apart_by_their_sides() {
        let mut org = Org::named("Test");
        for (id, name, from, to) in [
            ("one", "Order", "a", "b"),
            ("two", "ORDER", "a", "c"),
            ("three", " order ", "b", "c"),
            ("four", "Order", "b", "d"),
            ("five", "Order", "d", "e"),
            ("six", "", "a", "b"),
        ] {
            let handoff = Handoff {
                deliverable: name.to_owned(),
                ..Handoff::between(from.into(), to.into())
            };
            org.handoffs.insert(id.into(), handoff.into());
        }
        let names = Names::of(&org);
        for (name, from, to, wanted) in [
            ("order", "a", "b", vec!["one"]),
            ("Order", "a", "", vec!["one", "two"]),
            ("Order", "", "c", vec!["three", "two"]),
            ("Order", "d", "", vec!["five"]),
            ("Order", "d", "a", vec![]),
            ("A to B", "", "", vec!["six"]),
            ("a  to b", "b", "", vec![]),
            ("four", "", "", vec!["four"]),
            ("four", "a", "", vec![]),
        ] {
            let side = |side: &str| (!side.is_empty()).then(|| PartyId::new(side));
            let (from, to) = (side(from), side(to));
            let found = match names.handoff(name, from.as_ref(), to.as_ref()) {
                Found::One(id) => vec![id],
                Found::Several(ids) => ids,
                Found::Nothing => Vec::new(),
            };
            let found: Vec<_> = found.iter().map(HandoffId::as_str).collect();
            assert_eq!(found, wanted, "{name}");
        }
        assert!(matches!(names.handoff("Order", None, None), Found::Several(ids) if ids.len() == TOLD));
    }
}
