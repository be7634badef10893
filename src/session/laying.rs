//! Layouts that take longer than a frame: the cards stay where they are until somebody has worked out where they go.

use std::{path::PathBuf, sync::Arc};

use jiff::civil::Date;

use super::{
    Origin, Session,
    derived::Derived,
    places::{self, Owed, Placed, Places, Unplaced},
};
use crate::{
    file::Stamp,
    layout,
    org::{Edit, Org},
};

impl Session {
    /// A document just read from a file, which waits for nothing: for a thread that may take its time. `goes_on` is
    /// told the share done of the layout, from 0 to 1, and says whether to go on; nothing comes of it where it said
    /// no.
    #[must_use]
    pub fn opened_with(
        org: Org,
        path: PathBuf,
        stamp: Stamp,
        today: Date,
        goes_on: &mut dyn FnMut(f32) -> bool,
    ) -> Option<Self> {
        let positions = places::with(&org, None, goes_on)?;
        let derived = Derived::with(&org, today, positions);
        let mut session = Self::with(org, derived);
        session.origin = Some(Origin { path, stamp });
        Some(session)
    }

    /// A document that waits for its layout, where that takes longer than a frame.
    pub(super) fn waiting(org: Org, today: Date) -> Self {
        let whole = org.parties.values().all(|party| party.position.is_some());
        if whole || layout::is_quick(&org) {
            return Self::new(org, today);
        }
        let rough = places::meanwhile(&org, &layout::Positions::new());
        let derived = Derived::with(&org, today, rough);
        let mut session = Self::with(org, derived);
        session.owe(Places::Owed(None));
        session
    }

    /// Leaves layouts that take longer than a frame to whoever shows the document, who looks for
    /// [`places_behind`](Self::places_behind); or works each out where it is needed, as is usual.
    pub fn lay_out_later(&mut self, later: bool) {
        self.derived.later = later;
    }

    /// Keeps in mind what a change means for the places.
    pub(super) fn owe(&mut self, places: Places) {
        match places {
            Places::Found => self.state.owed = None,
            Places::StillOwed => {}
            Places::Owed(kept) => {
                self.layouts += 1;
                self.state.owed = Some(Owed {
                    number: self.layouts,
                    kept,
                });
            }
        }
    }

    /// Whether the cards wait for a layout. Until then they lie where they were.
    #[must_use]
    pub const fn are_places_behind(&self) -> bool {
        self.state.owed.is_some()
    }

    /// The layout that has to be worked out before the cards lie where the document says, where that takes longer
    /// than a frame.
    #[must_use]
    pub fn places_behind(&self) -> Option<Unplaced> {
        let owed = self.state.owed.as_ref()?;
        Some(Unplaced::new(&self.state.org, owed))
    }

    /// How often a layout has put the cards elsewhere, undo and redo included. Where cards lie for other reasons, it
    /// stays the same.
    #[must_use]
    pub const fn sweeps(&self) -> u64 {
        self.derived.sweeps
    }

    /// Takes over a layout that was worked out, if it is still waited for. Whatever was changed meanwhile stays as it
    /// is, and undo keeps the layout for all that was done since it was chosen.
    pub fn take_places(&mut self, placed: &Placed) {
        let number = Some(placed.number);
        if self.state.awaited() != number {
            return;
        }
        self.derived.settle(placed.onto(&self.state.org));
        self.state.owed = None;
        self.remember_afloat();
        let live = self.live.iter_mut().map(|live| &mut live.before);
        for state in self.history.states_mut().chain(live) {
            if state.awaited() == number {
                state.afloat = Arc::new(placed.afloat(&state.org, &state.afloat));
                state.owed = None;
            }
        }
        self.cut = None;
    }

    /// Gives up a layout that is waited for: the cards stay where they are. Where nothing was done since it was chosen,
    /// choosing it leaves no trace; otherwise going back to the arrangement before is an undo step.
    pub fn keep_places(&mut self) {
        self.commit();
        let Some(number) = self.state.awaited() else { return };
        let cut = self.cut.take().filter(|(of, _)| *of == number);
        let before = self.history.before(number);
        match before {
            Some((before, true)) if places::is_fresh(&before.org, &self.state.org) => {
                let selection = self.state.selection.clone();
                if let Some(state) = self.history.undo(self.state.clone()) {
                    if let Some((_, future)) = cut {
                        self.history.go_on_with(future);
                    }
                    self.show(state);
                    self.select(selection);
                }
            }
            before => {
                let edits = before.map(|(before, _)| places::arranged_as(&before.org, &self.state.org));
                self.arrange_back(edits.unwrap_or_default());
                self.state.owed = None;
            }
        }
    }

    /// Goes back to an earlier arrangement in one undo step, with every card where it is.
    fn arrange_back(&mut self, edits: Vec<Edit>) {
        let before = self.state.clone();
        let mut org = before.org.clone();
        // Settings and places of parties that are there are never refused.
        if org.apply(Edit::All(edits)).is_err() || org.is_same(&before.org) {
            return;
        }
        self.state.org = org;
        self.state.revision = self.next_revision;
        self.next_revision += 1;
        self.derived.stay(&self.state.org);
        self.remember_afloat();
        self.history.record("Keep the arrangement".to_owned(), before);
    }
}
