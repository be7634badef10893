//! One open document: the organisation, its history, what is selected, what was saved, and what
//! follows from it. Knows nothing of the screen.
//!
//! Every change goes through [`Session::edit`] (one undo step) or [`Session::live`] (a drag or a text
//! being typed: many changes, one undo step when it is committed, none when it is aborted).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    file::{self, SaveError, Stamp},
    health::{Health, Overall},
    layout::Positions,
    org::{Edit, EditError, Org, PartyId, Position},
};

mod align;
mod clipboard;
mod command;
mod departments;
mod derived;
mod doing;
mod history;
mod laying;
mod lens;
mod places;
mod selection;

pub use align::{Align, Cards, Distribute};
pub use clipboard::{Fragment, PasteError};
pub use command::{Command, Menu, Ran, RolesTab, Screen};
pub use departments::NewDepartment;
use derived::Derived;
pub use derived::{Behind, Measured};
use history::{History, State, Step};
pub use lens::Lens;
pub use places::{Placed, Unplaced};
pub use selection::{Selection, Single};

/// A change in progress: the keys under which it came, and how it was before.
struct Live {
    key: String,
    label: String,
    before: State,
}

/// The file that a document belongs to.
struct Origin {
    path: PathBuf,
    stamp: Stamp,
}

/// One open document.
pub struct Session {
    state: State,
    history: History,
    live: Option<Live>,
    next_revision: u64,
    saved_revision: Option<u64>,
    origin: Option<Origin>,
    derived: Derived,
    /// How many layouts were waited for.
    layouts: u64,
    /// What could be redone before a layout was chosen, which is then waited for.
    cut: Option<(u64, Vec<Step>)>,
}

impl Session {
    /// A document that has never been saved: a new one or a copy of a sample. As long as it is not
    /// changed, nothing is lost if it is closed.
    #[must_use]
    pub fn new(org: Org, today: Date) -> Self {
        let derived = Derived::of(&org, today);
        Self::with(org, derived)
    }

    fn with(org: Org, derived: Derived) -> Self {
        Self {
            state: State {
                org,
                selection: Selection::default(),
                afloat: Arc::new(derived.afloat()),
                owed: None,
                revision: 0,
            },
            history: History::default(),
            live: None,
            next_revision: 1,
            saved_revision: Some(0),
            origin: None,
            derived,
            layouts: 0,
            cut: None,
        }
    }

    /// A document just read from a file.
    #[must_use]
    pub fn opened(org: Org, path: PathBuf, stamp: Stamp, today: Date) -> Self {
        let mut session = Self::new(org, today);
        session.origin = Some(Origin { path, stamp });
        session
    }

    /// A document whose unsaved changes were found again. `origin` is the file that they belong to. Where its layout
    /// takes longer than a frame, it waits for it.
    #[must_use]
    pub fn recovered(org: Org, origin: Option<(PathBuf, Stamp)>, today: Date) -> Self {
        let mut session = Self::waiting(org, today);
        session.saved_revision = None;
        session.origin = origin.map(|(path, stamp)| Origin { path, stamp });
        session
    }

    /// A copy of what is shown now, without its history and its file: for a picture that is drawn while work goes on.
    #[must_use]
    pub fn still(&self) -> Self {
        Self {
            state: self.state.clone(),
            history: History::default(),
            live: None,
            next_revision: self.next_revision,
            saved_revision: Some(self.state.revision),
            origin: None,
            derived: self.derived.clone(),
            layouts: self.layouts,
            cut: None,
        }
    }

    /// The document.
    #[must_use]
    pub fn org(&self) -> &Org {
        &self.state.org
    }

    /// The indicators as of the day looked at, which is today unless another was chosen.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.derived.health
    }

    /// The indicators of the whole one window earlier, for "since then".
    #[must_use]
    pub fn earlier(&self) -> &Overall {
        &self.derived.earlier
    }

    /// Where the cards lie: dragged ones where they were dropped, the others where the layout puts them.
    #[must_use]
    pub fn positions(&self) -> &Positions {
        &self.derived.positions
    }

    /// The day that counts as today.
    #[must_use]
    pub fn today(&self) -> Date {
        self.derived.today
    }

    /// Says which day it is; the indicators follow.
    pub fn set_today(&mut self, today: Date) {
        if self.derived.today != today {
            self.derived.set_today(today);
        }
    }

    /// The day looked at, where that is not today.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.derived.as_of
    }

    /// Looks at the indicators as of another day; as of today without one. The document stays as it is.
    pub fn set_as_of(&mut self, as_of: Option<Date>) {
        if self.derived.as_of != as_of {
            self.derived.set_as_of(as_of);
        }
    }

    /// What has to be worked out before the indicators are those of the days looked at, in a document so large that
    /// this takes longer than a frame. Until then they are those of the days before.
    #[must_use]
    pub fn behind(&self) -> Option<Behind> {
        self.derived.behind()
    }

    /// Whether the indicators are not yet those of the days looked at.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.derived.is_behind()
    }

    /// Takes over what was worked out.
    pub fn catch_up(&mut self, measured: Measured) {
        self.derived.catch_up(measured);
    }

    /// A number that changes with every state of the document, and comes back with undo.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.state.revision
    }

    /// What is selected.
    #[must_use]
    pub fn selection(&self) -> &Selection {
        &self.state.selection
    }

    /// Selects something else.
    pub fn select(&mut self, mut selection: Selection) {
        selection.keep_existing(&self.state.org);
        self.state.selection = selection;
    }

    /// The file it belongs to.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.origin.as_ref().map(|origin| origin.path.as_path())
    }

    /// Whether there is anything that is not in the file.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.saved_revision != Some(self.state.revision)
    }

    /// The organisation's name, or what to call it without one.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.state.org.name.trim() {
            "" => "Unnamed organisation",
            name => name,
        }
    }

    /// What undo would take back, in words.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        match &self.live {
            Some(live) => Some(&live.label),
            None => self.history.undo_label(),
        }
    }

    /// What redo would bring back, in words.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        match &self.live {
            Some(_) => None,
            None => self.history.redo_label(),
        }
    }

    fn change(&mut self, edit: Edit) -> Result<bool, EditError> {
        let mut org = self.state.org.clone();
        org.apply(edit)?;
        if org.is_same(&self.state.org) {
            return Ok(false);
        }
        self.state.org = org;
        self.state.revision = self.next_revision;
        self.next_revision += 1;
        self.state.selection.keep_existing(&self.state.org);
        let before = self.derived.places;
        let places = self.derived.refresh(&self.state.org, self.state.owed.is_some());
        self.owe(places);
        if self.derived.places != before {
            self.remember_afloat();
        }
        Ok(true)
    }

    fn remember_afloat(&mut self) {
        let afloat = self.derived.afloat();
        if *self.state.afloat != afloat {
            self.state.afloat = Arc::new(afloat);
        }
    }

    /// Changes the document in one undo step. An edit that changes nothing leaves no step.
    ///
    /// # Errors
    /// Where the edit does not fit the document, which then stays as it was.
    pub fn edit(&mut self, label: impl Into<String>, edit: Edit) -> Result<(), EditError> {
        self.commit();
        let before = self.state.clone();
        if self.change(edit)? {
            let awaited = before.awaited();
            let begun = self.state.awaited().filter(|number| awaited != Some(*number));
            let future = self.history.record(label.into(), before);
            // Giving up a layout that was chosen while another was waited for gives up that as well.
            let earlier = self.cut.take().filter(|(of, _)| awaited == Some(*of));
            let future = earlier.map_or(future, |(_, future)| future);
            self.cut = begun.map(|number| (number, future));
        }
        Ok(())
    }

    /// Changes the document as part of something that is still going on: a drag, a text being typed.
    /// All changes with the same key become one undo step at [`commit`](Self::commit).
    ///
    /// # Errors
    /// Where the edit does not fit the document, which then stays as it was.
    pub fn live(&mut self, key: &str, label: impl Into<String>, edit: Edit) -> Result<(), EditError> {
        if self.live.as_ref().is_none_or(|live| live.key != key) {
            self.commit();
        }
        let before = self.state.clone();
        if self.change(edit)? && self.live.is_none() {
            self.live = Some(Live {
                key: key.to_owned(),
                label: label.into(),
                before,
            });
        }
        Ok(())
    }

    /// Whether a change is going on under that key.
    #[must_use]
    pub fn is_live(&self, key: &str) -> bool {
        self.live.as_ref().is_some_and(|live| live.key == key)
    }

    /// Makes what is going on one undo step. Nothing is left of it if it ended where it began.
    pub fn commit(&mut self) {
        if let Some(live) = self.live.take() {
            if live.before.org.is_same(&self.state.org) {
                self.state.revision = live.before.revision;
            } else {
                self.history.record(live.label, live.before);
                self.cut = None;
            }
        }
    }

    /// Takes back what is going on.
    pub fn abort(&mut self) {
        if let Some(live) = self.live.take() {
            self.show(live.before);
        }
    }

    fn show(&mut self, state: State) {
        self.state = state;
        self.derived.return_to(&self.state.org, &self.state.afloat);
    }

    /// Takes the last change back. Returns what it was, in words.
    pub fn undo(&mut self) -> Option<String> {
        self.commit();
        let label = self.history.undo_label()?.to_owned();
        let state = self.history.undo(self.state.clone())?;
        self.cut = None;
        self.show(state);
        Some(label)
    }

    /// Brings the last change back. Returns what it was, in words.
    pub fn redo(&mut self) -> Option<String> {
        self.commit();
        let label = self.history.redo_label()?.to_owned();
        let state = self.history.redo(self.state.clone())?;
        self.cut = None;
        self.show(state);
        Some(label)
    }

    /// The edit that moves cards. Cards that the layout had placed are pinned where they are now, so
    /// that the map looks the same when the file is opened again.
    #[must_use]
    pub fn moving(&self, moves: impl IntoIterator<Item = (PartyId, Position)>) -> Edit {
        let mut edits = self.pinning();
        edits.extend(moves.into_iter().map(|(id, to)| Edit::Move(id, Some(to))));
        Edit::All(edits)
    }

    /// The edits that keep every card where the layout put it; none while a layout is waited for that has not put
    /// it anywhere yet.
    #[must_use]
    pub fn pinning(&self) -> Vec<Edit> {
        if self.are_places_behind() {
            return Vec::new();
        }
        self.pinning_all()
    }

    /// The edits that keep every card where it lies now.
    fn pinning_all(&self) -> Vec<Edit> {
        let free = self.org().parties.iter().filter(|(_, party)| party.position.is_none());
        free.filter_map(|(id, _)| {
            let at = self.positions().get(id)?;
            Some(Edit::Move(id.clone(), Some(Position::rounded(at.x, at.y))))
        })
        .collect()
    }

    /// Writes the document to its file; nothing is done where it has none yet.
    ///
    /// # Errors
    /// Where the file cannot be written, or another program changed it meanwhile. The document stays
    /// open and edited, and the old file as it was.
    pub fn save(&mut self) -> Option<Result<(), SaveError>> {
        let origin = self.origin.as_ref()?;
        let (path, stamp) = (origin.path.clone(), origin.stamp.clone());
        Some(self.write(path, Some(&stamp)))
    }

    /// Whether another program wrote the file since it was opened or saved.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.origin
            .as_ref()
            .is_some_and(|origin| origin.stamp.is_outdated(&origin.path))
    }

    /// Writes the document to that file, whatever is in it, and goes on with it there.
    ///
    /// # Errors
    /// Where the file cannot be written. The document stays open and edited, and the old file as it was.
    pub fn save_as(&mut self, path: PathBuf) -> Result<(), SaveError> {
        self.write(path, None)
    }

    fn write(&mut self, path: PathBuf, expected: Option<&Stamp>) -> Result<(), SaveError> {
        self.commit();
        let stamp = file::save(&path, &self.state.org, expected)?;
        self.origin = Some(Origin { path, stamp });
        self.saved_revision = Some(self.state.revision);
        Ok(())
    }
}
