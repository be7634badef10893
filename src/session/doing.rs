//! What commands do to the document: paste, delete, connect.

use super::{Fragment, Selection, Session, Single};
use crate::org::{Edit, EditError, Handoff, PartyId};

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
        let org = self.org();
        let selection = self.selection();
        let label = match selection.single() {
            Some(Single::Party(id)) => format!("Delete {}", org.party_name(id)),
            Some(Single::Handoff(id)) => format!("Delete {}", org.handoff_name(id)),
            None => format!("Delete {} things", selection.len()),
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
        let mut two: Vec<_> = self.selection().parties.iter().cloned().collect();
        let x = |id: &PartyId| self.positions().get(id).map_or(0.0, |at| at.x);
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
