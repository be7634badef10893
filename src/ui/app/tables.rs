//! Tables of roles and responsibilities: bringing them in after a look; and writing out, tables as well as pictures.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use egui::Context;

use super::{
    App,
    files::{is_table, name_of, suggestion},
};
use crate::{
    export, file, health,
    import::{self, ImportError},
    session::{Command, Session},
    ui::{
        dialogs::{Exported, Question},
        import_preview::Preview,
        intent::{Intent, Intents},
        modal::Modal,
        pictures::Format,
    },
};

/// Where a table comes from.
pub enum Source {
    /// A file.
    File(PathBuf),
    /// The clipboard.
    Pasted(String),
}

/// A table that is being read and compared with the document.
pub struct Importing {
    /// The file's name; none where it was pasted.
    file: Option<String>,
    result: Receiver<Result<Preview, ImportError>>,
}

impl Importing {
    /// What is being read.
    pub fn name(&self) -> String {
        self.file.clone().unwrap_or_else(|| "the pasted table".to_owned())
    }
}

impl App {
    /// Opens a file that is dropped on the window, or imports it where it is a table and there is a document to take it.
    pub(super) fn dropped(&self, ctx: &Context, intents: &mut Intents) {
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        let Some(path) = dropped.first().map(|file| file.path().to_owned()) else {
            return;
        };
        if !is_table(&path) || self.session.is_none() {
            intents.push(Intent::Open(path));
        } else if self.modal.is_none() {
            intents.push(Intent::Import(path));
        }
    }

    /// Asks which table to import or where to write one.
    pub(super) fn ask_table(&mut self, command: Command, ctx: &Context) {
        match command {
            Command::ExportRoles => self.ask_export(Exported::Roles, ctx),
            Command::ExportResponsibilities => self.ask_export(Exported::Responsibilities, ctx),
            _ => self.edge.dialogs.ask(Question::Import, "", ctx),
        }
    }

    pub(super) fn ask_export(&mut self, what: Exported, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let name = export_name(session, what);
        self.edge.dialogs.ask(Question::Export(what), &name, ctx);
    }

    /// Starts reading a table and comparing it with the document, on a thread of its own.
    pub(super) fn import(&mut self, source: Source, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        // What is still being typed is part of what the table is compared with.
        session.commit();
        let (org, revision) = (session.org().clone(), session.revision());
        let file = match &source {
            Source::File(path) => Some(name_of(path)),
            Source::Pasted(_) => None,
        };
        let (sender, result) = channel();
        let (ctx, name) = (ctx.clone(), file.clone());
        std::thread::spawn(move || {
            let plan = match source {
                Source::File(path) => import::load(&path).and_then(|bytes| import::plan(&org, &bytes)),
                Source::Pasted(text) => import::plan_text(&org, &text),
            };
            // Nobody waits for the answer once the window is gone.
            let _ = sender.send(plan.map(|plan| Preview::new(name, plan, revision)));
            ctx.request_repaint();
        });
        self.importing = Some(Importing { file, result });
    }

    /// Shows what a table would change once that is known.
    pub(super) fn imported(&mut self) {
        let Some(importing) = self.importing.take() else { return };
        let preview = match importing.result.try_recv() {
            Ok(preview) => preview,
            Err(TryRecvError::Empty) => {
                self.importing = Some(importing);
                return;
            }
            Err(TryRecvError::Disconnected) => {
                self.complain(format!("{} could not be read. Try again.", importing.name()));
                return;
            }
        };
        if self.session.is_none() {
            return;
        }
        match preview {
            Ok(preview) => self.modal = Some(Modal::Import(Box::new(preview))),
            Err(error) => {
                let title = match importing.file {
                    Some(name) => format!("{name} could not be imported"),
                    None => "The pasted table could not be read".to_owned(),
                };
                let lines = vec![error.to_string(), "Nothing was changed.".to_owned()];
                self.modal = Some(Modal::Failed { title, lines });
            }
        }
    }

    /// A place to export to was chosen in the system's dialog, which asked about the very name that was typed.
    pub(super) fn export_chosen(&mut self, what: Exported, path: &Path, ctx: &Context) {
        let full = with_ending(what, path);
        if full == path {
            self.export_to(what, &full, ctx);
        } else {
            self.export_typed(what, &full, ctx);
        }
    }

    /// A place to export to was typed; whatever is there is not written over without asking.
    pub(super) fn export_typed(&mut self, what: Exported, path: &Path, ctx: &Context) {
        let path = with_ending(what, path);
        if path.exists() {
            self.modal = Some(Modal::ReplaceExport(what, path));
        } else {
            self.export_to(what, &path, ctx);
        }
    }

    pub(super) fn export_to(&mut self, what: Exported, path: &Path, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let org = session.org();
        let (text, told) = match what {
            Exported::Roles => (export::roles(org), number(org.roles.len(), "role", "roles")),
            Exported::Responsibilities => {
                let handoffs = number(org.handoffs.len(), "handoff", "handoffs");
                (export::responsibilities(org), format!("Who answers for {handoffs}"))
            }
            Exported::Map(picture) => return self.draw_to(picture, path, ctx),
        };
        match file::save_text(path, &text, None) {
            Ok(_) => self.say(format!("{told}, written to {}.", name_of(path))),
            Err(error) => self.complain(error.to_string()),
        }
    }
}

fn number(count: usize, one: &str, many: &str) -> String {
    health::words::number(count as u64, one, many)
}

/// A file name for what is exported: `harbour_tools roles.csv`.
pub(super) fn export_name(session: &Session, what: Exported) -> String {
    let own = session.path().and_then(Path::file_stem);
    let name = own.map_or_else(
        || suggestion(session).trim_end_matches(".ron").to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    format!("{name} {}.{}", what.label(), what.ending())
}

/// What is exported ends so that it is found again: a table in `.csv` or in what spreadsheets read as text, a picture in
/// what it is, whichever was chosen before.
fn with_ending(what: Exported, path: &Path) -> PathBuf {
    let known = match what {
        Exported::Map(_) => Format::of(path).is_some(),
        Exported::Roles | Exported::Responsibilities => path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("txt")),
    };
    let mut name = path.as_os_str().to_owned();
    if !known {
        name.push(".");
        name.push(what.ending());
    }
    PathBuf::from(name)
}
