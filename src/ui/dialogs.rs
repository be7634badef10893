//! The system's file dialogs, asked on a thread of their own so that the window never freezes, and
//! behind a trait so that tests can answer them.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

use super::pictures::Format;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which file to open.
    Open,
    /// Where to save.
    Save,
    /// Which table to import.
    Import,
    /// Where to write something for other programs.
    Export(Exported),
}

/// What is written for other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// A table of all roles.
    Roles,
    /// A table of who answers for what.
    Responsibilities,
    /// A picture of the map.
    Map(Picture),
}

/// What picture of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The whole map, or what is on screen of it.
    pub whole: bool,
    /// How it is written.
    pub format: Format,
    /// Pixels for each point, where it is made of pixels.
    pub scale: u8,
}

impl Exported {
    /// "roles", "responsibilities" or "map".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Responsibilities => "responsibilities",
            Self::Map(_) => "map",
        }
    }

    /// How the name of such a file ends, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Roles | Self::Responsibilities => "csv",
            Self::Map(picture) => picture.format.ending(),
        }
    }

    /// What kind of file that is.
    const fn kind(self) -> &'static str {
        match self {
            Self::Roles | Self::Responsibilities => "Table",
            Self::Map(_) => "Picture",
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The chosen file; none if the dialog was cancelled or could not be shown.
    pub path: Option<PathBuf>,
    /// It came back so quickly that no one can have seen it: there is no dialog on this system.
    pub unseen: bool,
}

/// A way to ask for files.
pub trait Dialogs {
    /// Asks for a file. The answer comes later.
    fn ask(&mut self, question: Question, suggestion: &str, ctx: &egui::Context);
    /// The answer, once it is there.
    fn answer(&mut self) -> Option<Answer>;
}

/// The system's own dialogs.
pub struct System {
    sender: Sender<Answer>,
    receiver: Receiver<Answer>,
    open: bool,
}

impl Default for System {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            open: false,
        }
    }
}

/// No one answers a dialog faster than this.
const QUICKEST: Duration = Duration::from_millis(350);

impl Dialogs for System {
    fn ask(&mut self, question: Question, suggestion: &str, ctx: &egui::Context) {
        if self.open {
            return;
        }
        self.open = true;
        let (sender, ctx, suggestion) = (self.sender.clone(), ctx.clone(), suggestion.to_owned());
        std::thread::spawn(move || {
            let asked = Instant::now();
            let dialog = match question {
                Question::Open | Question::Save => {
                    rfd::FileDialog::new().add_filter("Throughline organisation", &["ron"])
                }
                Question::Import => rfd::FileDialog::new().add_filter("Table", &["csv", "tsv", "txt"]),
                Question::Export(what) => rfd::FileDialog::new().add_filter(what.kind(), &[what.ending()]),
            };
            let path = match question {
                Question::Open => dialog.set_title("Open an organisation").pick_file(),
                Question::Save => dialog
                    .set_title("Save the organisation")
                    .set_file_name(suggestion)
                    .save_file(),
                Question::Import => dialog.set_title("Import roles or responsibilities").pick_file(),
                Question::Export(what) => dialog
                    .set_title(format!("Export {}", what.label()))
                    .set_file_name(suggestion)
                    .save_file(),
            };
            let unseen = path.is_none() && asked.elapsed() < QUICKEST;
            // Nobody waits for the answer once the window is gone.
            let _ = sender.send(Answer { question, path, unseen });
            ctx.request_repaint();
        });
    }

    fn answer(&mut self) -> Option<Answer> {
        let answer = self.receiver.try_recv().ok()?;
        self.open = false;
        Some(answer)
    }
}
