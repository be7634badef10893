//! Opening a file on a thread of its own: reading it, then laying it out where it has no places.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
        mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel},
    },
    time::Duration,
};

use egui::{RichText, Ui};
use jiff::civil::Date;

use super::{App, files::name_of, layouts::Gate, tables};
use crate::{
    file::{self, LoadError, Stamp},
    health::words,
    org::Org,
    session::Session,
    ui::{
        screens::{self, map::Part},
        tokens::Tokens,
        widgets::button,
    },
};

/// A file that was read and measured, which for a large one takes longer than a frame.
pub struct Ready {
    pub(super) session: Session,
    pub(super) notes: Vec<String>,
    pub(super) problems: Vec<file::Located>,
}

/// A file that was read, or why not.
pub type Opened = Result<Ready, LoadError>;

/// How far it is.
#[derive(Default)]
struct Stage {
    /// How many parties are being laid out; nobody while it is being read.
    parties: AtomicUsize,
    /// The share done of that, 0 to 1.
    share: AtomicU32,
    stop: AtomicBool,
}

/// A file that is being opened. Dropped, it is given up.
pub struct Opening {
    pub(super) path: PathBuf,
    result: Receiver<Opened>,
    stage: Arc<Stage>,
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.stage.stop.store(true, Ordering::Relaxed);
    }
}

impl Opening {
    /// Begins to open a file, to be seen as of that day. `wake` is called whenever there is something new to show.
    #[must_use]
    pub fn begin(path: PathBuf, today: Date, wake: impl Fn() + Send + 'static) -> Self {
        Self::waiting(path, today, Gate::default(), wake)
    }

    /// The same, with the layout waiting while somebody holds that lock.
    pub(super) fn waiting(path: PathBuf, today: Date, gate: Gate, wake: impl Fn() + Send + 'static) -> Self {
        let (sender, result) = channel();
        let stage = Arc::new(Stage::default());
        let (wanted, told) = (path.clone(), Arc::clone(&stage));
        std::thread::spawn(move || {
            let mut shown = 0.0_f32;
            let opened = read(&wanted, today, &mut |parties, share| {
                let news = told.parties.swap(parties, Ordering::Relaxed) != parties;
                told.share.store(share.to_bits(), Ordering::Relaxed);
                if news || share - shown >= 0.01 {
                    shown = share;
                    wake();
                }
                drop(gate.lock());
                !told.stop.load(Ordering::Relaxed)
            });
            if let Some(opened) = opened {
                // Nobody waits for the answer once the window is gone.
                let _ = sender.send(opened);
            }
            drop(sender);
            wake();
        });
        Self { path, result, stage }
    }

    /// What came of it, once it is there.
    ///
    /// # Errors
    /// Where it is not there yet, or never will be.
    pub(super) fn answer(&self) -> Result<Opened, TryRecvError> {
        self.result.try_recv()
    }

    /// The same with some patience.
    ///
    /// # Errors
    /// Where it is still not there.
    pub(super) fn wait(&self, patience: Duration) -> Result<Opened, RecvTimeoutError> {
        self.result.recv_timeout(patience)
    }

    /// What is being done: "Reading", "Laying out 10 000 parties"; and how far each part of the work is.
    fn doing(&self) -> (String, [Part; 3]) {
        let parties = self.stage.parties.load(Ordering::Relaxed);
        let share = f32::from_bits(self.stage.share.load(Ordering::Relaxed));
        let of = || words::number(parties as u64, "party", "parties");
        match parties {
            0 => ("Reading".to_owned(), [Part::Begun, Part::Waits, Part::Waits]),
            _ if share < 1.0 => (
                format!("Laying out {}", of()),
                [Part::Done, Part::Share(share), Part::Waits],
            ),
            _ => (format!("Measuring {}", of()), [Part::Done, Part::Done, Part::Begun]),
        }
    }
}

/// What is said where the layout of a file failed.
const ROUGH: &str =
    "The layout could not be worked out, so the cards stand in rows by department. Choose another layout.";

/// Reads a file and makes a document of it, seen as of that day. `goes_on` is told how many parties are being laid out
/// and the share done, 0 to 1, and says whether to go on; nothing comes of it where it said no.
fn read(path: &Path, today: Date, goes_on: &mut dyn FnMut(usize, f32) -> bool) -> Option<Opened> {
    read_with(path, today, goes_on, &|org, path, stamp, goes_on| {
        Session::opened_with(org, path, stamp, today, goes_on)
    })
}

/// Makes a session of what was read, as long as it is told to go on.
type Opener<'a> = dyn Fn(Org, PathBuf, Stamp, &mut dyn FnMut(f32) -> bool) -> Option<Session> + 'a;

/// The same with another layout. One that fails leaves a document whose cards stand somewhere.
fn read_with(path: &Path, today: Date, goes_on: &mut dyn FnMut(usize, f32) -> bool, open: &Opener) -> Option<Opened> {
    let (loaded, stamp) = match file::load(path) {
        Ok(read) => read,
        Err(error) => return Some(Err(error)),
    };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parties = loaded.org.parties.len();
    let mut goes_on = |share| goes_on(parties, share);
    let mut notes = loaded.notes;
    let org = loaded.org.clone();
    let opened = catch_unwind(AssertUnwindSafe(|| {
        open(org, path.clone(), stamp.clone(), &mut goes_on)
    }));
    let session = if let Ok(session) = opened {
        session?
    } else {
        // The first is the one that is said.
        notes.insert(0, ROUGH.to_owned());
        Session::opened_roughly(loaded.org, path, stamp, today)
    };
    Some(Ok(Ready {
        session,
        notes,
        problems: loaded.problems,
    }))
}

impl App {
    /// Shows a file once it is there.
    pub(super) fn read(&mut self) {
        if let Some(opening) = self.opening.take() {
            match opening.answer() {
                Ok(opened) => self.opened(&opening.path, opened),
                Err(TryRecvError::Empty) => self.opening = Some(opening),
                Err(TryRecvError::Disconnected) => {
                    self.complain(format!("{} could not be read. Try again.", name_of(&opening.path)));
                }
            }
        }
    }

    /// Says that a file is being read, and lets nothing be changed meanwhile: it would be gone a moment later.
    pub(super) fn patience(&mut self, ui: &Ui, tokens: &Tokens) {
        let opening = self.opening.as_ref().map(|opening| name_of(&opening.path));
        let Some(name) = opening.or_else(|| self.importing.as_ref().map(tables::Importing::name)) else {
            return;
        };
        let mut cancelled = false;
        let frame = egui::Frame::popup(ui.style()).inner_margin(tokens.space.l);
        egui::Modal::new(egui::Id::unique("opening"))
            .frame(frame)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = tokens.space.s;
                let words = RichText::new(format!("Opening {name}")).font(tokens.body_strong());
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(words);
                });
                let Some(opening) = &self.opening else { return };
                ui.horizontal(|ui| {
                    let (doing, parts) = opening.doing();
                    screens::map::bar(ui, tokens, &doing, &parts);
                    ui.label(RichText::new(doing).color(tokens.colour.ink2));
                    cancelled = button::link(ui, tokens, "Cancel").clicked();
                });
            });
        if cancelled {
            self.opening = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{layout, sample};

    #[test]
    fn a_file_whose_layout_fails_opens_with_its_cards_in_rows_and_says_so() {
        let today = date(2026, 11, 22);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("works.ron");
        let org = sample::company(320, 1, today);
        file::save(&path, &org, None).expect("it is written");
        let opened = read_with(&path, today, &mut |_, _| true, &|_, _, _, _| panic!("on purpose"));
        let Some(Ok(ready)) = opened else { panic!("it opens") };
        assert_eq!(ready.session.org(), &org);
        assert_eq!(ready.session.path(), Some(path.as_path()));
        assert_eq!(
            ready.session.positions(),
            &layout::rough(&org, &layout::Positions::new())
        );
        assert!(!ready.session.is_edited() && !ready.session.are_places_behind());
        assert_eq!(ready.notes.first().map(String::as_str), Some(ROUGH));
        // Whoever gives up meanwhile gets nothing.
        assert!(read(&path, today, &mut |_, _| false).is_none());
    }
}
