//! Copy and paste. What is copied is itself a small document, as text, so it can be pasted into
//! another window, a mail or an editor.

use std::collections::BTreeMap;

use super::Selection;
use crate::{
    file,
    org::{Edit, HandoffId, Org, PartyId, Position, RoleId, id},
};

/// How far a pasted card lies from the copied one, in map points.
const OFFSET: f32 = 32.0;

/// A piece of a document: parties, the handoffs among them, their roles.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment(Org);

/// The text on the clipboard is nothing that can be pasted here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Not a piece of a map.
    #[error("What you copied is not a piece of a map. Copy parties from a map first.")]
    NotAMap,
    /// A piece of a map in which there is nothing.
    #[error("There are no parties in what you copied. Select at least one party before copying.")]
    Empty,
}

impl Fragment {
    /// Copies the selected parties with the handoffs among them and their roles, and selected handoffs
    /// with their two parties. `places` are the cards' places on screen.
    #[must_use]
    pub fn copy(org: &Org, selection: &Selection, places: &crate::layout::Positions) -> Option<Self> {
        let mut parties = selection.parties.clone();
        for handoff in selection.handoffs.iter().filter_map(|id| org.handoffs.get(id)) {
            if parties.is_empty() || selection.parties.is_empty() {
                parties.extend([handoff.provider.clone(), handoff.customer.clone()]);
            }
        }
        if parties.is_empty() {
            return None;
        }
        let mut piece = Org::named(&org.name);
        for id in &parties {
            let Some(party) = org.parties.get(id) else { continue };
            let mut party = (**party).clone();
            if let Some(at) = places.get(id) {
                party.position = Some(Position::rounded(at.x, at.y));
            }
            if party.part_of.as_ref().is_some_and(|parent| !parties.contains(parent)) {
                party.part_of = None;
            }
            for goal in &party.goals {
                if let Some(known) = org.goals.get(goal) {
                    let mut known = (**known).clone();
                    known.owner = None;
                    piece.goals.insert(goal.clone(), known.into());
                }
            }
            piece.parties.insert(id.clone(), party.into());
        }
        for (id, role) in &org.roles {
            if parties.contains(&role.party) {
                piece.roles.insert(id.clone(), role.clone());
            }
        }
        for (id, handoff) in &org.handoffs {
            let inside = parties.contains(&handoff.provider) && parties.contains(&handoff.customer);
            if inside && (!selection.parties.is_empty() || selection.handoffs.contains(id)) {
                let mut handoff = (**handoff).clone();
                handoff.raci.retain(|role, _| piece.roles.contains_key(role));
                piece.handoffs.insert(id.clone(), handoff.into());
            }
        }
        let ids: Vec<RoleId> = piece.roles.keys().cloned().collect();
        for id in ids {
            let Some(role) = piece.roles.get(&id) else { continue };
            let mut role = (**role).clone();
            role.backups.retain(|backup| piece.roles.contains_key(backup));
            role.trained_for.retain(|handoff| piece.handoffs.contains_key(handoff));
            piece.roles.insert(id, role.into());
        }
        Some(Self(piece))
    }

    /// The text for the clipboard.
    ///
    /// # Errors
    /// Where a number in it is not finite.
    pub fn to_text(&self) -> Result<String, file::WriteError> {
        file::write(&self.0)
    }

    /// Reads the text of the clipboard.
    ///
    /// # Errors
    /// Where it is no piece of a map.
    pub fn from_text(text: &str) -> Result<Self, PasteError> {
        let loaded = file::read(text.as_bytes()).map_err(|_| PasteError::NotAMap)?;
        if loaded.org.parties.is_empty() {
            return Err(PasteError::Empty);
        }
        Ok(Self(loaded.org))
    }

    /// The edit that adds the piece to a document under free identifiers, a little beside the original
    /// or with its middle at `centre`, and the selection to show then.
    #[must_use]
    pub fn paste(&self, org: &Org, centre: Option<(f32, f32)>) -> (Edit, Selection) {
        let (dx, dy) = self.shift(org, centre);
        let mut target = org.clone();
        let mut edits = Vec::new();
        let mut selection = Selection::default();
        for (id, goal) in &self.0.goals {
            if !org.goals.contains_key(id) {
                let mut goal = (**goal).clone();
                goal.owner = None;
                edits.push(Edit::PutGoal(id.clone(), goal));
            }
        }
        let mut parties: BTreeMap<&PartyId, PartyId> = BTreeMap::new();
        for (id, party) in &self.0.parties {
            let fresh = target.new_party_id(&party.name);
            target.parties.insert(fresh.clone(), party.clone());
            parties.insert(id, fresh);
        }
        // A new role may only name what exists by then: first the parties, then handoffs without
        // letters, then roles, then what ties them together.
        for (id, party) in &self.0.parties {
            let mut party = (**party).clone();
            party.part_of = None;
            party.position = party.position.map(|Position(x, y)| Position::rounded(x + dx, y + dy));
            let Some(fresh) = parties.get(id) else { continue };
            selection.parties.insert(fresh.clone());
            edits.push(Edit::PutParty(fresh.clone(), party));
        }
        for (id, party) in &self.0.parties {
            if let (Some(fresh), Some(parent)) = (parties.get(id), party.part_of.as_ref().and_then(|p| parties.get(p)))
            {
                let mut party = (**party).clone();
                party.part_of = Some(parent.clone());
                party.position = party.position.map(|Position(x, y)| Position::rounded(x + dx, y + dy));
                edits.push(Edit::PutParty(fresh.clone(), party));
            }
        }
        let mut handoffs: BTreeMap<&HandoffId, HandoffId> = BTreeMap::new();
        let mut whole = Vec::new();
        for (id, handoff) in &self.0.handoffs {
            let (Some(provider), Some(customer)) = (parties.get(&handoff.provider), parties.get(&handoff.customer))
            else {
                continue;
            };
            let fresh = target.new_handoff_id(provider, customer, &handoff.deliverable);
            target.handoffs.insert(fresh.clone(), handoff.clone());
            let mut handoff = (**handoff).clone();
            handoff.provider = provider.clone();
            handoff.customer = customer.clone();
            // Nobody has agreed to the copy yet.
            handoff.forget_agreement();
            handoff.reviewed = None;
            whole.push((fresh.clone(), handoff.clone()));
            handoff.raci.clear();
            edits.push(Edit::PutHandoff(fresh.clone(), handoff));
            selection.handoffs.insert(fresh.clone());
            handoffs.insert(id, fresh);
        }
        let mut roles: BTreeMap<&RoleId, RoleId> = BTreeMap::new();
        for (id, role) in &self.0.roles {
            let fresh = RoleId::new(&id::readable(&role.name, |t| target.roles.contains_key(t)));
            target.roles.insert(fresh.clone(), role.clone());
            roles.insert(id, fresh);
        }
        for (id, role) in &self.0.roles {
            let (Some(fresh), Some(party)) = (roles.get(id), parties.get(&role.party)) else {
                continue;
            };
            let mut role = (**role).clone();
            role.party = party.clone();
            role.backups.clear();
            role.trained_for = role
                .trained_for
                .iter()
                .filter_map(|h| handoffs.get(h).cloned())
                .collect();
            edits.push(Edit::PutRole(fresh.clone(), role));
        }
        for (id, role) in &self.0.roles {
            let backups: std::collections::BTreeSet<_> =
                role.backups.iter().filter_map(|r| roles.get(r).cloned()).collect();
            if let (false, Some(fresh), Some(party)) = (backups.is_empty(), roles.get(id), parties.get(&role.party)) {
                let mut role = (**role).clone();
                role.party = party.clone();
                role.backups = backups;
                role.trained_for = role
                    .trained_for
                    .iter()
                    .filter_map(|h| handoffs.get(h).cloned())
                    .collect();
                edits.push(Edit::PutRole(fresh.clone(), role));
            }
        }
        for (fresh, mut handoff) in whole {
            if !handoff.raci.is_empty() {
                handoff.raci = handoff
                    .raci
                    .iter()
                    .filter_map(|(role, letters)| Some((roles.get(role)?.clone(), *letters)))
                    .collect();
                edits.push(Edit::PutHandoff(fresh, handoff));
            }
        }
        (Edit::All(edits), selection)
    }

    /// How far to move the piece so that it does not cover what is there.
    fn shift(&self, org: &Org, centre: Option<(f32, f32)>) -> (f32, f32) {
        let places: Vec<Position> = self.0.parties.values().filter_map(|p| p.position).collect();
        let (mut dx, mut dy) = match centre {
            Some((x, y)) if !places.is_empty() => {
                let n = places.len() as f32;
                (
                    x - places.iter().map(|p| p.0).sum::<f32>() / n,
                    y - places.iter().map(|p| p.1).sum::<f32>() / n,
                )
            }
            _ => (OFFSET, OFFSET),
        };
        let taken = |dx: f32, dy: f32| {
            org.parties.values().filter_map(|p| p.position).any(|there| {
                places
                    .iter()
                    .any(|p| (p.0 + dx - there.0).abs() < 4.0 && (p.1 + dy - there.1).abs() < 4.0)
            })
        };
        for _ in 0..1_000 {
            if !taken(dx, dy) {
                break;
            }
            dx += OFFSET;
            dy += OFFSET;
        }
        (dx, dy)
    }
}
