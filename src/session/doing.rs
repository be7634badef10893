//! What commands do to the document: paste, delete, connect.

use super::{Fragment, Selection, Session, Single};
use crate::{
    health::words,
    layout::Positions,
    org::{Edit, EditError, Handoff, PartyId},
};

impl Session {
    /// Adds a copied piece and selects it, in one undo step.
    ///
    /// # Errors
    /// Where the piece does not fit the document.
    pub fn paste(&mut self, fragment: &Fragment, centre: Option<(f32, f32)>, label: &str) -> Result<(), EditError> {
        let (edit, selection) = fragment.paste(self.org(), centre);
        let mut edits = self.pinning();
        edits.push(edit);
        self.edit(label, Edit::All(edits))?;
        self.select(selection);
        Ok(())
    }

    /// Deletes what is selected, in one undo step.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub fn delete_selection(&mut self) -> Result<(), EditError> {
        self.delete(&self.selection().clone())
    }

    /// Deletes all of `wanted`, which may be more than what is selected: a box on the map stands for everybody in it.
    /// One undo step, named after what is selected.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub fn delete(&mut self, wanted: &Selection) -> Result<(), EditError> {
        let org = self.org();
        let selection = wanted;
        let label = match (self.selection().single(), selection.parties.len()) {
            (Some(Single::Party(id)), 0 | 1) => format!("Delete {}", org.party_name(id)),
            (Some(Single::Party(id)), all) => {
                let others = words::number(all as u64 - 1, "party", "parties");
                format!("Delete {} and its {others}", org.party_name(id))
            }
            (Some(Single::Handoff(id)), _) => format!("Delete {}", org.handoff_name(id)),
            (None, _) => format!("Delete {} things", selection.len()),
        };
        // A handoff goes with either of its parties, so those are left out here.
        let alone = selection.handoffs.iter().filter(|id| {
            org.handoffs
                .get(*id)
                .is_some_and(|h| !selection.parties.contains(&h.provider) && !selection.parties.contains(&h.customer))
        });
        let edits = alone
            .map(|id| Edit::RemoveHandoff(id.clone()))
            .chain(selection.parties.iter().map(|id| Edit::RemoveParty(id.clone())))
            .collect();
        self.edit(label, Edit::All(edits))
    }

    /// Makes a handoff between the two selected parties: from the left one to the right one.
    pub(super) fn connect_selection(&mut self) -> Result<(), EditError> {
        let places = self.positions().clone();
        self.connect_as_placed(&places)
    }

    /// The same, from the left one to the right one in other places: those in which the cards are seen.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub fn connect_as_placed(&mut self, places: &Positions) -> Result<(), EditError> {
        let mut two: Vec<_> = self.selection().parties.iter().cloned().collect();
        let own = self.positions();
        let x = |id: &PartyId| places.get(id).or_else(|| own.get(id)).map_or(0.0, |at| at.x);
        two.sort_by(|a, b| x(a).total_cmp(&x(b)).then_with(|| a.cmp(b)));
        let [provider, customer] = &two[..] else { return Ok(()) };
        self.connect(provider.clone(), customer.clone())
    }

    /// Makes a handoff and selects it, in one undo step.
    ///
    /// # Errors
    /// Where both are the same party.
    pub fn connect(&mut self, provider: PartyId, customer: PartyId) -> Result<(), EditError> {
        let id = self.org().new_handoff_id(&provider, &customer, "");
        let label = format!(
            "Add handoff from {} to {}",
            self.org().party_name(&provider),
            self.org().party_name(&customer)
        );
        self.edit(
            label,
            Edit::PutHandoff(id.clone(), Handoff::between(provider, customer)),
        )?;
        self.select(Selection::handoff(id));
        Ok(())
    }
}
