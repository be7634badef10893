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
    /// told the share done of the layout, 1 also where nothing had to be laid out, and says whether to go on; nothing comes of it where it said
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
        if !goes_on(1.0) {
            return None;
        }
        let derived = Derived::with(&org, today, positions);
        let mut session = Self::with(org, derived);
        session.origin = Some(Origin { path, stamp });
        Some(session)
    }

    /// The same where the layout failed: cards without a place stand in rows, department by department.
    #[must_use]
    pub fn opened_roughly(org: Org, path: PathBuf, stamp: Stamp, today: Date) -> Self {
        let derived = Derived::with(&org, today, places::rough(&org));
        let mut session = Self::with(org, derived);
        session.origin = Some(Origin { path, stamp });
        session
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
                // Whoever waits for a layout of the whole still does, whoever joins meanwhile.
                let whole = matches!(&self.state.owed, Some(Owed { kept: None, .. }));
                let kept = kept.filter(|_| !whole);
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

    /// A number that changes whenever any card may lie elsewhere, and never comes back.
    #[must_use]
    pub const fn places(&self) -> u64 {
        self.derived.places
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

    /// Gives up a layout that is waited for: the cards stay where they are, arranged as they were when they came there.
    /// A layout that was waited for when this one was chosen does not begin again. Where nothing was done since they were
    /// chosen, choosing them leaves no trace; otherwise going back to the arrangement before is an undo step.
    pub fn keep_places(&mut self) {
        self.commit();
        let Some(number) = self.state.awaited() else { return };
        let cut = self.cut.take().filter(|(of, _)| *of == number);
        let before = self.history.unsettled().next().map(|state| state.org.clone());
        if self.forget_choices() > 0
            && let Some((_, future)) = cut
        {
            self.history.go_on_with(future);
        }
        if self.state.awaited().is_some() {
            let edits = before.map(|before| places::arranged_as(&before, &self.state.org));
            self.arrange_back(edits.unwrap_or_default());
            self.state.owed = None;
        }
    }

    /// Takes back the last steps that did no more than to choose a layout which is not there yet. Returns how many.
    fn forget_choices(&mut self) -> usize {
        let mut count = 0;
        let mut now = &self.state;
        for before in self.history.unsettled().rev() {
            if before.awaited() == now.awaited() || !places::is_fresh(&before.org, &now.org) {
                break;
            }
            (now, count) = (before, count + 1);
        }
        let mut state = self.state.clone();
        for _ in 0..count {
            state = self.history.undo(state.clone()).unwrap_or(state);
        }
        if count > 0 {
            let selection = self.state.selection.clone();
            self.show(state);
            self.select(selection);
        }
        count
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        layout::Positions,
        org::{Arrangement, Handoff, Party, PartyId, Position},
        session::Command,
    };

    const TODAY: Date = date(2026, 11, 22);

    fn id(k: usize) -> PartyId {
        PartyId::new(&format!("p{k:03}"))
    }

    fn put(k: usize) -> Edit {
        let party = Party {
            name: format!("Party {k}"),
            part_of: (!k.is_multiple_of(10)).then(|| id(k - k % 10)),
            ..Party::default()
        };
        Edit::PutParty(id(k), party)
    }

    fn company(parties: usize) -> Org {
        let mut org = Org::named("Works");
        let edits = (0..parties).map(put).collect();
        org.apply(Edit::All(edits)).expect("they are new");
        for k in 1..parties {
            let handoff = Handoff::between(id(k - 1), id(k));
            let name = org.new_handoff_id(&id(k - 1), &id(k), "");
            org.handoffs.insert(name, handoff.into());
        }
        org
    }

    fn large() -> Session {
        let mut session = Session::new(company(320), TODAY);
        session.lay_out_later(true);
        session
    }

    fn arrange(session: &mut Session, layout: Arrangement) -> Option<Unplaced> {
        Command::Arrange(layout).run(session);
        session.places_behind()
    }

    fn worked_out(unplaced: Option<Unplaced>) -> Placed {
        unplaced
            .and_then(|it| it.arrange(&mut |_| true))
            .expect("it is waited for")
    }

    fn laid_out(layout: Arrangement) -> Positions {
        let mut session = Session::new(company(320), TODAY);
        Command::Arrange(layout).run(&mut session);
        assert!(!session.are_places_behind(), "without a window nothing is put off");
        session.positions().clone()
    }

    #[test]
    fn a_large_document_waits_for_its_layout_and_a_small_one_does_not() {
        let mut small = Session::new(company(100), TODAY);
        small.lay_out_later(true);
        assert!(arrange(&mut small, Arrangement::Departments).is_none());
        let mut session = large();
        let before = session.positions().clone();
        let placed = worked_out(arrange(&mut session, Arrangement::Departments));
        assert_eq!(session.positions(), &before);
        session.take_places(&placed);
        assert_eq!(session.positions(), &laid_out(Arrangement::Departments));
        assert!(!session.are_places_behind());
        session.undo();
        assert_eq!(session.positions(), &before);
        session.redo();
        assert_eq!(
            session.positions(),
            &laid_out(Arrangement::Departments),
            "redo need not wait again"
        );
        assert!(!session.are_places_behind());
    }

    #[test]
    fn the_second_of_two_layouts_is_the_one_that_comes() {
        let mut session = large();
        let first = worked_out(arrange(&mut session, Arrangement::Departments));
        let second = worked_out(arrange(&mut session, Arrangement::Pyramid));
        let before = session.positions().clone();
        session.take_places(&first);
        assert_eq!(session.positions(), &before);
        session.take_places(&second);
        assert_eq!(session.positions(), &laid_out(Arrangement::Pyramid));
        // The first was never seen; whoever goes back to it waits for it.
        session.undo();
        let first = worked_out(session.places_behind());
        session.take_places(&first);
        assert_eq!(session.positions(), &laid_out(Arrangement::Departments));
    }

    #[test]
    fn what_is_dragged_while_it_runs_stays_where_it_was_dropped() {
        let mut session = large();
        let unplaced = arrange(&mut session, Arrangement::Departments);
        let to = Position(-4_000.0, 70.0);
        session
            .live("drag", "Move", session.moving([(id(7), to)]))
            .expect("it is there");
        session.commit();
        session.take_places(&worked_out(unplaced));
        let mut wanted = laid_out(Arrangement::Departments);
        let before = wanted.insert(id(7), layout::Point::new(to.0, to.1));
        assert_eq!(session.positions(), &wanted);
        session.undo();
        assert_eq!(session.positions().get(&id(7)).copied(), before);
    }

    #[test]
    fn giving_up_the_second_of_two_layouts_does_not_begin_the_first_again() {
        let mut session = large();
        session
            .edit("Name", Edit::Name("Other works".to_owned()))
            .expect("a name");
        session.undo();
        let seen = |of: &Session| (of.org().clone(), of.positions().clone(), of.revision(), of.is_edited());
        let before = seen(&session);
        for layouts in [2, 3] {
            let all = [
                Arrangement::Departments,
                Arrangement::Pyramid,
                Arrangement::Neighbourhoods,
            ];
            for layout in &all[..layouts] {
                assert!(arrange(&mut session, *layout).is_some());
            }
            session.keep_places();
            assert!(!session.are_places_behind());
            assert_eq!(seen(&session), before);
            assert_eq!((session.undo_label(), session.redo_label()), (None, Some("Name")));
        }
        // One that has come stays.
        let placed = worked_out(arrange(&mut session, Arrangement::Departments));
        session.take_places(&placed);
        let before = seen(&session);
        assert!(arrange(&mut session, Arrangement::Pyramid).is_some());
        assert!(arrange(&mut session, Arrangement::Flow).is_some());
        session.keep_places();
        assert_eq!(seen(&session), before);
    }

    #[test]
    fn giving_up_the_second_layout_keeps_what_was_done_between_the_two() {
        let mut session = large();
        let before = session.positions().clone();
        assert!(arrange(&mut session, Arrangement::Departments).is_some());
        session
            .edit("Name", Edit::Name("Other works".to_owned()))
            .expect("a name");
        assert!(arrange(&mut session, Arrangement::Pyramid).is_some());
        session.keep_places();
        assert!(!session.are_places_behind());
        assert_eq!(session.org().settings.layout, Arrangement::Flow);
        assert_eq!(
            (session.org().name.as_str(), session.positions()),
            ("Other works", &before)
        );
    }

    #[test]
    fn giving_up_a_layout_chosen_while_the_first_is_worked_out_leaves_the_rough_places() {
        let mut session = Session::recovered(company(320), None, TODAY);
        session.lay_out_later(true);
        let rough = session.positions().clone();
        assert!(arrange(&mut session, Arrangement::Pyramid).is_some());
        session.keep_places();
        assert!(!session.are_places_behind());
        assert_eq!(session.org().settings.layout, Arrangement::Flow);
        assert_eq!(session.positions(), &rough);
    }

    #[test]
    fn giving_up_after_something_else_was_done_is_a_step_of_its_own() {
        let mut session = large();
        let before = session.positions().clone();
        assert!(arrange(&mut session, Arrangement::Departments).is_some());
        session
            .edit("Name", Edit::Name("Other works".to_owned()))
            .expect("a name");
        session.keep_places();
        assert_eq!(session.positions(), &before);
        assert_eq!(session.org().settings.layout, Arrangement::Flow);
        assert_eq!(session.org().name, "Other works");
        assert!(!session.are_places_behind());
        session.undo();
        assert!(session.are_places_behind(), "the layout is wanted again");
        session.undo();
        session.undo();
        assert_eq!((session.positions(), session.is_edited()), (&before, false));
    }

    #[test]
    fn dragged_cards_are_back_where_they_were_dropped_when_a_layout_is_given_up() {
        let mut session = large();
        let edit = session.moving([(id(3), Position(9_000.0, 9_000.0))]);
        session.edit("Move", edit).expect("it is there");
        let seen = |of: &Session| (of.org().clone(), of.positions().clone(), of.revision(), of.sweeps());
        let before = seen(&session);
        for layout in [Arrangement::Flow, Arrangement::Departments] {
            assert!(arrange(&mut session, layout).is_some());
            assert_eq!(session.positions(), &before.1, "they stay until the layout is there");
            session.keep_places();
            assert_eq!(seen(&session), before, "and nothing glides");
        }
        assert_eq!(session.undo_label(), Some("Move"));
    }

    #[test]
    fn many_newcomers_at_once_wait_too_and_are_not_given_up_with_their_layout() {
        let mut session = Session::new(Org::named("Empty"), TODAY);
        session.lay_out_later(true);
        session
            .edit("Import", Edit::All((0..320).map(put).collect()))
            .expect("they are new");
        assert!(session.are_places_behind());
        assert_eq!(session.positions().len(), 320, "everybody can be seen meanwhile");
        let rough = session.positions().clone();
        session.keep_places();
        assert_eq!((session.org().parties.len(), session.positions()), (320, &rough));
        assert_eq!(session.undo_label(), Some("Import"));
        session.undo();
        session.redo();
        let placed = session.places_behind().and_then(|it| it.arrange(&mut |_| true));
        assert!(placed.is_none(), "it was given up for good");
    }

    #[test]
    fn to_keep_every_card_where_it_is_ends_the_waiting() {
        let mut session = large();
        let before = session.positions().clone();
        assert!(arrange(&mut session, Arrangement::Departments).is_some());
        Command::ArrangeFree.run(&mut session);
        assert!(!session.are_places_behind());
        assert_eq!(session.positions(), &before);
    }

    #[test]
    fn a_recovered_document_is_there_at_once_and_laid_out_later() {
        let mut session = Session::recovered(company(320), None, TODAY);
        assert_eq!(session.positions().len(), 320);
        let placed = worked_out(session.places_behind());
        session.take_places(&placed);
        assert_eq!(session.positions(), &laid_out(Arrangement::Flow));
    }
}
