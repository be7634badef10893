//! Opening and saving, and what stands between a document and its loss.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};
use jiff::ToSpan as _;

use super::{
    App, Opened, Opening, Ready,
    tables::{Source, export_name},
};
use crate::{
    file::{self, LoadError, Refusal, SaveError, recovery},
    org::Org,
    session::Session,
    ui::{
        dialogs::Question,
        inspector,
        keeper::Keeper,
        modal::{After, HalfEntered, Modal, Reply},
        samples::{SAMPLES, Sample},
    },
};

impl App {
    /// Starts reading a file on a thread of its own.
    pub fn open(&mut self, path: PathBuf, ctx: &Context) {
        let path = std::path::absolute(&path).unwrap_or(path);
        if is_table(&path) {
            let name = name_of(&path);
            self.complain(format!(
                "{name} is a table. Open an organisation or start a new one, then import the table from the File menu."
            ));
            return;
        }
        let (ctx, today) = (ctx.clone(), (self.edge.now)().date());
        let wake = move || ctx.request_repaint();
        self.opening = Some(Opening::waiting(path, today, self.gate.clone(), wake));
    }

    /// Takes over the reading of a file that was begun before there was a window.
    pub fn await_opening(&mut self, opening: Opening, patience: std::time::Duration) {
        match opening.wait(patience) {
            Ok(opened) => self.opened(&opening.path.clone(), opened),
            Err(_) => self.opening = Some(opening),
        }
    }

    pub(super) fn opened(&mut self, path: &Path, opened: Opened) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        match opened {
            // While the file was chosen and read, the document may have been changed.
            Ok(_) if self.would_lose() => self.modal = Some(Modal::Unsaved(After::Open(path))),
            Ok(Ready {
                session,
                notes,
                problems,
            }) => {
                if let Some(keeper) = &mut self.keeper {
                    keeper.forget();
                }
                self.show(session);
                self.prefs.remember(&path);
                if let Some(note) = notes.first() {
                    self.say(note.clone());
                }
                if !problems.is_empty() {
                    self.modal = Some(Modal::Problems(problems));
                }
            }
            Err(error) => {
                // A broken file is one that people mend and open again.
                if matches!(error, LoadError::NotFound) {
                    self.prefs.forget(&path);
                }
                let title = format!("{} could not be opened", name_of(&path));
                let lines = error.to_string().lines().map(str::to_owned).collect();
                self.modal = Some(Modal::Failed { title, lines });
            }
        }
    }

    /// Whether closing the document now would lose something that nobody has given up.
    pub(super) fn would_lose(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|s| s.is_edited() && self.given_up != Some(s.revision()))
    }

    /// Does something that would close the document, after asking about unsaved work.
    pub(super) fn guarded(&mut self, after: After, ctx: &Context) {
        self.given_up = None;
        if let Some(session) = &mut self.session {
            session.commit();
            if session.is_edited() {
                self.modal = Some(Modal::Unsaved(after));
                return;
            }
        }
        let what = if self.session.is_none() {
            None
        } else if inspector::has_half_entered(ctx) {
            Some(HalfEntered::Ballots)
        } else {
            self.health.has_half_entered().then_some(HalfEntered::Reason)
        };
        if let Some(what) = what {
            self.modal = Some(Modal::HalfEntered(after, what));
            return;
        }
        self.go_on(after, ctx);
    }

    /// A file was chosen in the system's dialog.
    pub(super) fn chosen(&mut self, path: PathBuf, ctx: &Context) {
        if self.would_lose() {
            self.modal = Some(Modal::Unsaved(After::Open(path)));
        } else {
            self.open(path, ctx);
        }
    }

    /// A place to save was chosen in the system's dialog, which asked about the very name that was typed.
    pub(super) fn save_chosen(&mut self, path: &Path, ctx: &Context) {
        let full = with_ending(path);
        let own = self.session.as_ref().and_then(Session::path) == Some(&full);
        if full != path && full.exists() && !own {
            self.modal = Some(Modal::Replace(full));
        } else {
            self.save_to(full, ctx);
        }
    }

    fn go_on(&mut self, after: After, ctx: &Context) {
        let today = (self.edge.now)().date();
        match after {
            After::New => self.show(Session::new(Org::named("New organisation"), today)),
            After::AskOpen => self.edge.dialogs.ask(Question::Open, "", ctx),
            After::AskPath => self.ask_path(Question::Open, ""),
            After::Open(path) => self.open(path, ctx),
            After::Sample(k) => match SAMPLES.get(k).map(Sample::open) {
                Some(Ok(org)) => {
                    self.show(Session::new(org, today));
                }
                Some(Err(error)) => self.complain(error.to_string()),
                None => {}
            },
            After::Restore(k) => self.restore(k, today),
            After::Close => {
                self.session = None;
                self.forget_layouts();
                self.found = self.keeper.as_ref().map(Keeper::found).unwrap_or_default();
            }
            After::Quit => {
                self.leaving = true;
                if let Some(keeper) = &mut self.keeper {
                    keeper.forget_now();
                }
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn restore(&mut self, k: usize, today: jiff::civil::Date) {
        let Some(copy) = self.found.get(k).cloned() else { return };
        match file::load(&copy.path) {
            Ok((loaded, _)) => {
                let newer = copy.original.as_deref().is_some_and(|path| is_newer(path, &copy));
                let origin = copy.original.clone().filter(|_| !newer).and_then(|path| {
                    let (_, stamp) = file::load(&path).ok()?;
                    Some((path, stamp))
                });
                self.show(Session::recovered(loaded.org, origin, today));
                self.found.remove(k);
                self.say(if newer {
                    "This is the unsaved work that was found. Its file has been written since, so it is saved under a name of its own."
                } else {
                    "This is the unsaved work that was found. Save it to keep it."
                });
                // The old copy goes once this document is saved or copied again; until then it is all there is.
                if let Some(keeper) = &mut self.keeper {
                    keeper.adopt(copy);
                }
            }
            Err(error) => self.complain(format!("The copy cannot be read. {error}")),
        }
    }

    pub(super) fn reply(&mut self, reply: Reply, ctx: &Context) {
        match reply {
            Reply::Close => self.then = None,
            Reply::SaveThen(after) => {
                self.then = Some(after);
                self.save(ctx);
            }
            Reply::Discard(after) => {
                self.given_up = self.session.as_ref().map(Session::revision);
                inspector::forget_half_entered(ctx);
                if let Some(keeper) = &mut self.keeper {
                    keeper.forget();
                }
                self.go_on(after, ctx);
            }
            Reply::Open(path) => self.open(path, ctx),
            Reply::SaveTo(path) => {
                let path = with_ending(&path);
                let own = self.session.as_ref().and_then(Session::path) == Some(&path);
                if path.exists() && !own {
                    self.modal = Some(Modal::Replace(path));
                } else {
                    self.save_to(path, ctx);
                }
            }
            Reply::Overwrite(path) => self.save_to(path, ctx),
            Reply::OverwriteOwn => {
                if let Some(path) = self.session.as_ref().and_then(Session::path).map(Path::to_owned) {
                    self.save_to(path, ctx);
                }
            }
            Reply::SaveElsewhere => self.ask_where(ctx),
            Reply::Import(path) => self.import(Source::File(path), ctx),
            Reply::ExportTo(what, path) => self.export_typed(what, &path, ctx),
            Reply::ExportOver(what, path) => self.export_to(what, &path, ctx),
            Reply::ExportElsewhere(what) => self.ask_export(what, ctx),
        }
    }

    pub(super) fn ask_path(&mut self, question: Question, why: &str) {
        let text = match (question, &self.session) {
            (Question::Save, Some(session)) => session
                .path()
                .map_or_else(|| suggestion(session), |path| path.display().to_string()),
            (Question::Export(what), Some(session)) => {
                let folder = session.path().and_then(Path::parent).unwrap_or(Path::new(""));
                folder.join(export_name(session, what)).display().to_string()
            }
            _ => String::new(),
        };
        let why = if why.is_empty() {
            String::new()
        } else {
            format!("{why} Type where the file lies or shall lie.")
        };
        self.modal = Some(Modal::Path { question, text, why });
    }

    pub(super) fn ask_where(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let name = session
            .path()
            .and_then(Path::file_name)
            .map_or_else(|| suggestion(session), |n| n.to_string_lossy().into_owned());
        self.edge.dialogs.ask(Question::Save, &name, ctx);
    }

    pub(super) fn save(&mut self, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        match session.save() {
            None => self.ask_where(ctx),
            Some(result) => self.saved(result, ctx),
        }
    }

    pub(super) fn save_to(&mut self, path: PathBuf, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        let result = session.save_as(path);
        self.saved(result, ctx);
    }

    fn saved(&mut self, result: Result<(), SaveError>, ctx: &Context) {
        match result {
            Ok(()) => {
                if let Some(path) = self.session.as_ref().and_then(Session::path) {
                    self.prefs.remember(path);
                }
                if let Some(keeper) = &mut self.keeper {
                    keeper.forget();
                }
                self.message = None;
                if let Some(after) = self.then.take() {
                    self.go_on(after, ctx);
                }
            }
            Err(error) if matches!(error.why, Refusal::ChangedOnDisk) => {
                self.modal = Some(Modal::Conflict(error.to_string()));
            }
            Err(error) => {
                self.then = None;
                self.complain(error.to_string());
            }
        }
    }
}

/// A file name for a document that has none.
pub(super) fn suggestion(session: &Session) -> String {
    let name = crate::org::id::readable(session.title(), |_| false).replace('-', "_");
    format!("{name}.ron")
}

/// A path to save to ends in `.ron`, so that the file is found again when opening.
fn with_ending(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    if path.extension().is_none_or(|end| !end.eq_ignore_ascii_case("ron")) {
        name.push(".ron");
    }
    PathBuf::from(name)
}

/// Whether a file was written after the copy of unsaved work on it was kept.
fn is_newer(path: &Path, copy: &recovery::Kept) -> bool {
    let written = std::fs::metadata(path).and_then(|m| m.modified()).ok();
    let written = written.and_then(|at| jiff::Zoned::try_from(at).ok());
    // The copy knows whole seconds.
    written.is_some_and(|at| at.datetime().saturating_sub(1.seconds()) > copy.at)
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Whether a file is a table by its name.
pub(super) fn is_table(path: &Path) -> bool {
    let tables = ["csv", "tsv"];
    let ending = path.extension();
    ending.is_some_and(|end| tables.into_iter().any(|table| end.eq_ignore_ascii_case(table)))
}
