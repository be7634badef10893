//! What a view asks for. Views look at the document and push intents; the app carries them out after
//! the frame, so no view ever changes the document.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::{
    health::{Indicator, Scope},
    org::{Edit, GoalId, LogEntry, PartyId, Pulse, RoleId, Rule, Subject, ViewId},
    session::{Command, Selection},
};

/// Something a view asks the app to do.
#[derive(Clone, Debug)]
pub enum Intent {
    /// Run a named command.
    Run(Command),
    /// Change the document in one undo step.
    Edit {
        /// What the undo step is called.
        label: String,
        /// The change.
        edit: Edit,
    },
    /// Change the document as part of something that goes on.
    Live {
        /// What goes on: all changes with this key become one undo step.
        key: String,
        /// What the undo step is called.
        label: String,
        /// The change.
        edit: Edit,
    },
    /// Make what goes on one undo step.
    Commit,
    /// Take back what goes on.
    Abort,
    /// Give up a layout that is being worked out, and leave the cards where they are.
    KeepPlaces,
    /// Select something else.
    Select(Selection),
    /// Select something and bring it into view.
    Reveal(Selection),
    /// Make a handoff from the first to the second.
    Connect(PartyId, PartyId),
    /// Add a log entry under a new identifier.
    Record(LogEntry),
    /// Add a round of ballots under a new identifier.
    RecordPulse(Pulse),
    /// Open a file.
    Open(PathBuf),
    /// Read a table and show what it would change.
    Import(PathBuf),
    /// Show what a pasted table would change.
    PasteTable(String),
    /// Open a copy of a sample, by its place in the list of samples.
    OpenSample(usize),
    /// Take a file out of the list of recent ones.
    Forget(PathBuf),
    /// Go on with unsaved work that was found again, by its place in the list.
    Restore(usize),
    /// Throw unsaved work that was found again away, by its place in the list.
    DiscardRecovery(usize),
    /// Write what is supposed into the document, in one undo step.
    ApplySupposition,
    /// Look at the indicators as of that day; as of today without one.
    AsOf(Option<Date>),
    /// Show a risk with what it stands on.
    Risk(Rule, Subject),
    /// Colour the map by goals and let the parties of one stand out, or of all.
    ShowGoal(Option<GoalId>),
    /// Fly to a bookmarked view.
    ShowView(ViewId),
    /// Show the sheet of a role.
    Sheet(RoleId),
    /// Say what was done.
    Say(String),
    /// Say what could not be done, and why.
    Complain(String),
    /// Show how a figure came about.
    Why(Scope, Indicator),
}

/// What the views of one frame ask for, in order.
#[derive(Debug, Default)]
pub struct Intents(Vec<Intent>);

impl Intents {
    /// Asks for something.
    pub fn push(&mut self, intent: Intent) {
        self.0.push(intent);
    }

    /// Asks for a command.
    pub fn run(&mut self, command: Command) {
        self.push(Intent::Run(command));
    }

    /// Asks for a change in one undo step.
    pub fn edit(&mut self, label: impl Into<String>, edit: Edit) {
        self.push(Intent::Edit {
            label: label.into(),
            edit,
        });
    }

    /// Asks for a change as part of something that goes on.
    pub fn live(&mut self, key: impl Into<String>, label: impl Into<String>, edit: Edit) {
        self.push(Intent::Live {
            key: key.into(),
            label: label.into(),
            edit,
        });
    }

    /// Takes everything that was asked for.
    pub fn take(&mut self) -> Vec<Intent> {
        std::mem::take(&mut self.0)
    }
}
