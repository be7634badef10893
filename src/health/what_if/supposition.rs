//! What is supposed, and what applying it would do to the document.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    health::words,
    org::{Edit, HandoffId, Org, PartyId, RoleId},
};

/// What is gone or different for the sake of the question. What it names and the document does not have is
/// passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supposition {
    /// Parties that are gone, with their roles and handoffs.
    pub parties_gone: BTreeSet<PartyId>,
    /// Roles that are gone.
    pub roles_gone: BTreeSet<RoleId>,
    /// Holders that are gone, by their place among the holders of the role.
    pub holders_gone: BTreeSet<(RoleId, usize)>,
    /// The share of deliveries that a handoff keeps, 0 to 1.
    pub reliability: BTreeMap<HandoffId, f64>,
}

/// A supposed share as it counts: within 0 to 1, and nothing where it is no number.
pub(super) fn share(share: f64) -> Option<f64> {
    (!share.is_nan()).then(|| share.clamp(0.0, 1.0))
}

impl Supposition {
    /// Whether everything is as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parties_gone.is_empty()
            && self.roles_gone.is_empty()
            && self.holders_gone.is_empty()
            && self.reliability.is_empty()
    }

    /// The edits that make it so, to be carried out in this order or as one [`Edit::All`]. A supposed
    /// reliability is none of them: it is no fact that could be written down.
    #[must_use]
    pub fn edits(&self, org: &Org) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (id, gone) in self.holders(org) {
            if let Some(role) = org.roles.get(id) {
                let mut left = (**role).clone();
                let mut number = 0;
                left.holders.retain(|_| {
                    number += 1;
                    !gone.contains(&(number - 1))
                });
                edits.push(Edit::PutRole(id.clone(), left));
            }
        }
        edits.extend(self.roles(org).cloned().map(Edit::RemoveRole));
        edits.extend(self.parties(org).cloned().map(Edit::RemoveParty));
        edits
    }

    /// The document as it would be.
    pub(super) fn applied_to(&self, org: &Org) -> Org {
        let mut then = org.clone();
        for edit in self.edits(org) {
            // A file may hold a role that no edit would accept as it is. It then stays as it is, and only the
            // question goes on without its holder.
            let _refused = then.apply(edit);
        }
        then
    }

    /// The supposition in words, such as "Engineering gone; 1 of 3 holders of Buyer gone; Drawings kept
    /// 50 % of the time". Holders are counted and never named. Empty where nothing is supposed.
    #[must_use]
    pub fn describe(&self, org: &Org) -> String {
        let parties = self.parties(org).map(|id| format!("{} gone", org.party_name(id)));
        let roles = self.roles(org).map(|id| format!("the role {} gone", org.role_name(id)));
        let holders = self.holders(org).into_iter().map(|(id, gone)| {
            let all = org.roles.get(id).map_or(0, |role| role.holders.len());
            let name = org.role_name(id);
            match (gone.len(), all) {
                (1, 1) => format!("the only holder of {name} gone"),
                (gone, all) if gone == all => format!("all {all} holders of {name} gone"),
                (gone, all) => format!("{gone} of {all} holders of {name} gone"),
            }
        });
        let shares = self.reliability.iter().filter_map(|(id, given)| {
            let percent = words::percent(share(*given)?);
            let there = org.handoffs.contains_key(id);
            there.then(|| format!("{} kept {percent} % of the time", org.handoff_name(id)))
        });
        let all: Vec<_> = parties.chain(roles).chain(holders).chain(shares).collect();
        all.join("; ")
    }

    /// The parties that are there and go.
    fn parties<'a>(&'a self, org: &'a Org) -> impl Iterator<Item = &'a PartyId> {
        self.parties_gone.iter().filter(|id| org.parties.contains_key(*id))
    }

    /// The roles that are there and go, but for those that go with their party.
    fn roles<'a>(&'a self, org: &'a Org) -> impl Iterator<Item = &'a RoleId> {
        self.roles_gone
            .iter()
            .filter(|id| org.roles.get(*id).is_some_and(|role| !self.goes(org, &role.party)))
    }

    /// Which holders go, by role, but for those of roles that go altogether.
    fn holders<'a>(&'a self, org: &'a Org) -> BTreeMap<&'a RoleId, BTreeSet<usize>> {
        let mut gone: BTreeMap<&RoleId, BTreeSet<usize>> = BTreeMap::new();
        for (id, number) in &self.holders_gone {
            let Some(role) = org.roles.get(id) else { continue };
            if *number < role.holders.len() && !self.roles_gone.contains(id) && !self.goes(org, &role.party) {
                gone.entry(id).or_default().insert(*number);
            }
        }
        gone
    }

    fn goes(&self, org: &Org, party: &PartyId) -> bool {
        self.parties_gone.contains(party) && org.parties.contains_key(party)
    }
}
