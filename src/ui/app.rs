//! The app: draws the screens, carries out what they ask for, and looks after the file.

use std::path::PathBuf;

use egui::{Context, Ui, ViewportCommand};
use jiff::civil::DateTime;

use super::{
    canvas::Canvas,
    chrome,
    dialogs::{Dialogs, Question},
    insight::Insight,
    inspector,
    intent::{Intent, Intents},
    keeper::Keeper,
    modal::{self, After, Modal},
    palette::Palette,
    prefs::Prefs,
    screens::{self, health::HealthView, roles::RolesView},
    shortcuts, style,
    tokens::{Theme, ThemeChoice, Tokens},
    what_if::WhatIf,
    widgets::form::is_calendar_open,
};
use crate::{
    file::{self, recovery},
    session::{Command, Fragment, Ran, Screen, Session, Single},
};

mod arranging;
mod carrying;
mod files;
mod going;
mod layouts;
mod opening;
mod pictures;
mod presenting;
mod tables;
mod ways;

pub use arranging::NO_DEPARTMENT;
use files::name_of;
use layouts::Layouts;
pub use layouts::{Gate, Progress};
pub use opening::{Opened, Opening, Ready};

/// What the app needs from outside, so that tests and pictures can stand in for it.
pub struct Edge {
    /// The local time.
    pub now: fn() -> DateTime,
    /// Any number, for identifiers.
    pub entropy: fn() -> u32,
    /// The file dialogs.
    pub dialogs: Box<dyn Dialogs>,
}

/// Something said to the user.
struct Message {
    text: String,
    /// Something went wrong.
    serious: bool,
    /// It is about what was just tried, and has nothing to say once one goes on.
    passing: bool,
    /// When it was first shown.
    since: Option<f64>,
}

/// How long a message that is no error stays, in seconds.
const MESSAGE: f64 = 6.0;

/// The app.
#[expect(clippy::struct_excessive_bools, reason = "each may be true whatever the others are")]
pub struct App {
    edge: Edge,
    session: Option<Session>,
    canvas: Canvas,
    screen: Screen,
    roles: RolesView,
    health: HealthView,
    insight: Insight,
    what_if: WhatIf,
    layouts: Layouts,
    gate: Gate,
    at_once: bool,
    opening: Option<Opening>,
    importing: Option<tables::Importing>,
    drawing: Option<pictures::Drawing>,
    /// Whether pictures may ask the system for fonts, as the window does.
    system_fonts: bool,
    modal: Option<Modal>,
    palette: Option<Palette>,
    message: Option<Message>,
    /// What it remembers of its user.
    pub prefs: Prefs,
    keeper: Option<Keeper>,
    found: Vec<recovery::Kept>,
    chrome: bool,
    presenting: Option<presenting::Presenting>,
    styled: Option<(Theme, bool)>,
    leaving: bool,
    /// The state of the document that may be closed without saving it: its user said so.
    given_up: Option<u64>,
    /// The window had the keyboard in the last frame.
    focused: bool,
    /// The state of the document in which it was said that another program changed the file.
    noticed: Option<u64>,
    /// Another document is shown since the last frame.
    fresh: bool,
    /// Whether a text had the keyboard when the last frame ended. Esc takes it away before the next one begins.
    typing: bool,
    then: Option<After>,
    titled: String,
    clipboard: String,
}

impl App {
    /// An app with nothing open.
    #[must_use]
    pub fn new(edge: Edge, prefs: Prefs) -> Self {
        Self {
            edge,
            session: None,
            canvas: Canvas::default(),
            screen: Screen::default(),
            roles: RolesView::default(),
            health: HealthView::default(),
            insight: Insight::default(),
            what_if: WhatIf::default(),
            layouts: Layouts::default(),
            gate: Gate::default(),
            at_once: false,
            opening: None,
            importing: None,
            drawing: None,
            system_fonts: false,
            modal: None,
            palette: None,
            message: None,
            prefs,
            keeper: None,
            found: Vec::new(),
            chrome: true,
            presenting: None,
            styled: None,
            leaving: false,
            typing: false,
            given_up: None,
            focused: true,
            noticed: None,
            fresh: false,
            then: None,
            titled: String::new(),
            clipboard: String::new(),
        }
    }

    /// Keeps copies of unsaved work in that folder, and offers those it finds there.
    pub fn keep_copies(&mut self, folder: PathBuf, key: String, ctx: &Context) {
        let keeper = Keeper::new(folder, key, ctx.clone());
        self.found = keeper.found();
        self.keeper = Some(keeper);
    }

    /// The open document.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Shows a document.
    pub fn show(&mut self, mut session: Session) {
        self.forget_layouts();
        session.lay_out_later(!self.at_once);
        let lens = self.canvas.colouring.lens();
        self.canvas = Canvas::default();
        self.canvas.colouring.set_lens(lens);
        if let Some(before) = self.presenting.take() {
            self.chrome = before.chrome();
        }
        self.screen = Screen::default();
        self.roles = RolesView::default();
        self.health = HealthView::default();
        self.insight.forget();
        self.what_if.end();
        self.importing = None;
        self.session = Some(session);
        self.modal = None;
        self.message = None;
        self.fresh = true;
        self.noticed = None;
    }

    /// Whether everything is worked out within the frame, however long it takes.
    pub fn set_at_once(&mut self, at_once: bool) {
        self.insight.set_at_once(at_once);
        self.what_if.set_at_once(at_once);
        self.canvas.set_at_once(at_once);
        self.at_once = at_once;
        if let Some(session) = &mut self.session {
            session.lay_out_later(!at_once);
        }
    }

    /// Chooses whether anything but the map is shown.
    pub fn set_chrome(&mut self, on: bool) {
        self.chrome = on;
    }

    /// Lets pictures ask the system for fonts, as the real window does.
    pub fn use_system_fonts(&mut self) {
        self.system_fonts = true;
    }

    /// The theme in force.
    #[must_use]
    pub fn theme(&self, ctx: &Context) -> Theme {
        if self.presenting.is_some() {
            return Theme::Projector;
        }
        self.prefs.theme.theme(ctx.system_theme() == Some(egui::Theme::Dark))
    }

    fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            serious: false,
            passing: false,
            since: None,
        });
    }

    fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            serious: true,
            passing: false,
            since: None,
        });
    }

    /// Puts away what was said about something that was just tried.
    fn put_away(&mut self) {
        if self.message.as_ref().is_some_and(|message| message.passing) {
            self.message = None;
        }
    }

    /// What has to happen whether or not the window is seen: answers of dialogs and threads, closing.
    pub fn logic(&mut self, ctx: &Context) {
        self.read();
        self.imported();
        self.drawn(ctx);
        if let Some(answer) = self.edge.dialogs.answer() {
            match (answer.question, answer.path) {
                (Question::Open, Some(path)) => self.chosen(path, ctx),
                (Question::Save, Some(path)) => self.save_chosen(&path, ctx),
                (Question::Import, Some(path)) => self.import(tables::Source::File(path), ctx),
                (Question::Export(what), Some(path)) => self.export_chosen(what, &path, ctx),
                (question, None) if answer.unseen => self.ask_path(question, "This system showed no file dialog."),
                (_, None) => self.then = None,
            }
        }
        let now = (self.edge.now)();
        if let Some(session) = &mut self.session {
            session.set_today(now.date());
            self.insight.catch_up(session, ctx);
        }
        self.lay_out(ctx);
        if let Some(keeper) = &mut self.keeper
            && let Some(complaint) = keeper.watch(self.session.as_ref(), now, ctx)
        {
            self.complain(complaint);
        }
        self.notice_others(ctx);
        if ctx.input(|i| i.viewport().close_requested()) && !self.leaving {
            // Whoever closes the window is asked what has to be asked.
            self.stop_presenting(ctx);
            let half = self.session.is_some() && (inspector::has_half_entered(ctx) || self.health.has_half_entered());
            if self.session.as_ref().is_some_and(Session::is_edited) || half {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.palette = None;
                self.guarded(After::Quit, ctx);
                ctx.send_viewport_cmd(ViewportCommand::Focus);
            } else {
                self.leaving = true;
                if let Some(keeper) = &mut self.keeper {
                    keeper.forget_now();
                }
            }
        }
    }

    /// Looks, when the window comes to the front, whether another program wrote the file meanwhile.
    fn notice_others(&mut self, ctx: &Context) {
        let focused = ctx.input(|i| i.focused);
        let was = std::mem::replace(&mut self.focused, focused);
        if focused
            && !was
            && let Some(session) = &self.session
            && session.is_outdated()
            && self.noticed != Some(session.revision())
        {
            self.noticed = Some(session.revision());
            let name = session.path().map(name_of).unwrap_or_default();
            self.complain(format!(
                "Another program changed {name}. Open it again to see the other version; to keep both, save yours under another name."
            ));
        }
    }

    /// Draws a frame and carries out what was asked for in it.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let theme = self.theme(&ctx);
        let tokens = Tokens::of(theme);
        let calm = style::reduced_motion(&ctx);
        if self.styled != Some((theme, calm)) {
            self.styled = Some((theme, calm));
            style::apply(&ctx, tokens, calm);
        }
        self.title(&ctx);
        if std::mem::take(&mut self.fresh) {
            inspector::forget_half_entered(&ctx);
        }
        let mut intents = Intents::default();
        if self.presenting.is_some() {
            self.presenting_keys(&ctx);
        } else {
            self.dropped(&ctx, &mut intents);
            self.keys(&ctx, &mut intents);
        }
        let base = ui.max_rect();
        ui.painter().rect_filled(base, 0.0, tokens.colour.canvas);
        match &self.session {
            None => {
                chrome::top(ui, tokens, None, self.screen, &mut intents);
                egui::CentralPanel::no_frame().show(ui, |ui| {
                    screens::start::ui(ui, tokens, &self.prefs.recent, &self.found, &mut intents);
                });
            }
            Some(session) => {
                if self.chrome {
                    chrome::top(ui, tokens, Some(session), self.screen, &mut intents);
                    let kept = self.keeper.as_ref().is_some_and(|k| k.has(session));
                    chrome::bottom(ui, tokens, session, kept, &mut intents);
                    chrome::rail(ui, tokens, self.screen, &mut intents);
                }
                self.insight.look(session, &ctx);
                self.what_if.look(session, &ctx);
                match self.screen {
                    Screen::Map => {
                        let found = &self.insight.findings(session);
                        let (canvas, what_if) = (&mut self.canvas, &mut self.what_if);
                        screens::map::ui(ui, session, tokens, canvas, found, what_if, self.chrome, &mut intents);
                    }
                    Screen::Roles => screens::roles::ui(ui, session, tokens, &mut self.roles, &mut intents),
                    Screen::Health => {
                        screens::health::ui(ui, session, tokens, &mut self.health, &mut self.insight, &mut intents);
                    }
                }
            }
        }
        self.laying_out(ui, tokens, &mut intents);
        self.patience(ui, tokens);
        // While something is presented, whatever there is to say waits.
        if self.presenting.is_some() {
            let said = self.presented(&ctx);
            screens::map::presenting(ui, tokens, said.as_deref());
        } else {
            self.overlays(ui, tokens, &mut intents);
        }
        self.typing = ctx.text_edit_focused();
        for intent in intents.take() {
            self.carry_out(intent, &ctx);
        }
        self.lay_out(&ctx);
        self.canvas.end_frame(&ctx);
    }

    fn overlays(&mut self, ui: &mut Ui, tokens: &'static Tokens, intents: &mut Intents) {
        let covered = self.modal.is_some() || self.palette.is_some();
        if let Some(mut modal) = self.modal.take() {
            let reply = modal::ui(ui, &mut modal, self.session.as_ref(), tokens, self.typing, intents);
            match reply {
                None => self.modal = Some(modal),
                Some(reply) => {
                    let ctx = ui.ctx().clone();
                    // What is still being typed in the window that closes is part of the document.
                    if let Some(session) = &mut self.session {
                        session.commit();
                    }
                    self.reply(reply, &ctx);
                }
            }
        }
        if let Some(mut palette) = self.palette.take()
            && !palette.ui(ui, self.session.as_ref(), self.screen, tokens, intents)
        {
            self.palette = Some(palette);
        }
        if covered && self.modal.is_none() && self.palette.is_none() {
            // Whoever comes back goes on where the keyboard was.
            self.roles.greet();
        }
        let now = ui.input(|i| i.time);
        if let Some(message) = &mut self.message {
            let left = *message.since.get_or_insert(now) + MESSAGE - now;
            // What went wrong stays until it was seen and put away.
            let over = !message.serious && left <= 0.0;
            if !message.serious {
                ui.request_repaint_after_secs(left.max(0.0) as f32);
            }
            if chrome::message(ui, tokens, &message.text, message.serious) || over {
                self.message = None;
            }
        }
    }

    /// The window's title, with a mark while there is anything unsaved.
    fn title(&mut self, ctx: &Context) {
        let title = match &self.session {
            None => "Throughline".to_owned(),
            Some(session) => {
                let mark = if session.is_edited() { "• " } else { "" };
                format!("{mark}{} – Throughline", session.title())
            }
        };
        if title != self.titled {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.titled = title;
        }
    }

    fn keys(&mut self, ctx: &Context, intents: &mut Intents) {
        if ctx.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.put_away();
        }
        let typing = self.typing || ctx.text_edit_focused();
        if matches!(self.modal, Some(Modal::Conversation(_))) && !typing {
            // It lies over the document for as long as two sides talk.
            let kept = [Command::Undo, Command::Redo, Command::Save];
            if let Some(command) = shortcuts::one_of(ctx, &kept) {
                intents.run(command);
            }
        }
        // An open menu or list has the keyboard: Esc closes it, and letters are none of the map's.
        let reading = self.opening.is_some() || self.importing.is_some();
        if self.opening.is_some() && ctx.input(|i| i.key_pressed(egui::Key::Escape)) {
            self.opening = None;
        }
        if reading
            || self.palette.is_some()
            || self.modal.is_some()
            || egui::Popup::is_any_open(ctx)
            || is_calendar_open(ctx)
        {
            return;
        }
        let busy = self.canvas.is_naming() || self.canvas.is_dragging();
        if !typing && !busy && self.can_keep_places() && ctx.input(|i| i.key_pressed(egui::Key::Escape)) {
            intents.push(Intent::KeepPlaces);
            return;
        }
        if !self.chrome && ctx.input(|i| i.key_pressed(egui::Key::Escape)) && !busy {
            self.chrome = true;
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
            return;
        }
        let on_map = self.screen == Screen::Map;
        if on_map && !typing && !busy && ctx.input(|i| i.key_pressed(egui::Key::Escape)) && self.canvas.ways.step_back()
        {
            return;
        }
        if !typing && let Some(at) = shortcuts::view_pressed(ctx) {
            self.show_nth_view(at);
            return;
        }
        if (typing || !self.canvas.is_naming())
            && !self.canvas.is_dragging()
            && let Some(command) = shortcuts::pressed(ctx, typing, self.screen == Screen::Map)
        {
            // A name that is still being typed on the map is part of what is saved, copied or closed.
            if let Some(session) = &self.session {
                self.canvas.end_naming(session, intents);
            }
            intents.run(command);
        }
        if typing || self.screen != Screen::Map {
            return;
        }
        let events = ctx.input(|i| i.events.clone());
        for event in events {
            match event {
                egui::Event::Copy => intents.run(Command::Copy),
                egui::Event::Cut => intents.run(Command::Cut),
                egui::Event::Paste(text) => {
                    self.clipboard = text;
                    intents.run(Command::Paste);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, command: Command, ctx: &Context) {
        if command == Command::SelectNone && self.session().is_some_and(|s| s.selection().is_empty()) {
            // Nothing else takes Esc.
            self.what_if.step_back();
        }
        if self.screen == Screen::Roles && command.is_about_cells() && self.roles.edit_cells(command) {
            return;
        }
        if !command.enabled(self.session.as_ref()) {
            if command == Command::CollapseAll && self.session.is_some() {
                self.say(format!("{NO_DEPARTMENT} Select some parties and group them first."));
            }
            return;
        }
        let seen = self.screen == Screen::Map;
        if command.needs_map() {
            self.screen = Screen::Map;
        }
        if self.run_on_boxes(command) {
            return;
        }
        if let Some(session) = &mut self.session {
            match command.run(session) {
                Ran::Done => return,
                Ran::Refused(error) => {
                    self.complain(error.to_string());
                    return;
                }
                Ran::Shell => {}
            }
        }
        match command {
            Command::New => self.guarded(After::New, ctx),
            Command::Open => self.guarded(After::AskOpen, ctx),
            Command::OpenPath => self.guarded(After::AskPath, ctx),
            Command::Save => self.save(ctx),
            Command::SaveAs => self.ask_where(ctx),
            Command::Import | Command::ExportRoles | Command::ExportResponsibilities => self.ask_table(command, ctx),
            Command::ExportPicture => self.ask_picture(ctx),
            Command::CopyPicture => self.copy_picture(ctx),
            Command::Close => self.guarded(After::Close, ctx),
            Command::Quit => self.guarded(After::Quit, ctx),
            Command::Copy | Command::Cut => self.copy(command == Command::Cut, ctx),
            Command::Paste => self.paste(ctx),
            Command::Rename => {
                if let Some(session) = &self.session {
                    self.canvas.start_rename(session);
                }
            }
            Command::AddParty => self.add_party(ctx),
            Command::Group => self.group(ctx),
            Command::Join => self.palette = Some(Palette::departments()),
            Command::Collapse | Command::CollapseAll | Command::ExpandAll => self.collapse(command),
            Command::WhatIf if self.what_if.is_on() && seen => self.what_if.end(),
            Command::WhatIf if !self.what_if.is_on() => self.what_if.start(),
            Command::ColourBy(lens) => self.canvas.colouring.set_lens(lens),
            Command::Go(screen) => {
                self.screen = screen;
                self.roles.greet();
                self.put_away();
            }
            Command::Roles(tab) => self.go_to_roles(tab),
            Command::Find | Command::Focus | Command::Chain | Command::Filter | Command::Bookmark | Command::Views => {
                self.find_way(command, ctx);
            }
            Command::Present => self.present(ctx),
            Command::Fit => self.canvas.fit(),
            Command::ZoomToSelection => self.canvas.show_selection(),
            Command::ZoomIn => self.canvas.zoom_by(1.25),
            Command::ZoomOut => self.canvas.zoom_by(0.8),
            Command::ZoomActual => self.canvas.zoom_actual(),
            Command::Palette => self.palette = Some(Palette::default()),
            Command::HideChrome => {
                self.chrome = !self.chrome;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!self.chrome));
                self.canvas.fit();
                if !self.chrome {
                    self.say("Esc brings everything back.");
                }
            }
            Command::ThemeSystem => self.prefs.theme = ThemeChoice::System,
            Command::ThemeLight => self.prefs.theme = ThemeChoice::Light,
            Command::ThemeDark => self.prefs.theme = ThemeChoice::Dark,
            Command::ThemeProjector => self.prefs.theme = ThemeChoice::Projector,
            Command::Problems => self.problems(),
            Command::Organisation => self.modal = Some(Modal::Organisation),
            Command::TalkThrough => {
                let selected = self.session.as_ref().and_then(|session| session.selection().single());
                if let Some(Single::Handoff(id)) = selected {
                    self.modal = Some(Modal::Conversation(id.clone()));
                }
            }
            Command::Shortcuts => self.modal = Some(Modal::Shortcuts),
            Command::About => self.modal = Some(Modal::About),
            _ => {}
        }
    }

    fn problems(&mut self) {
        let Some(session) = &self.session else { return };
        match file::write(session.org()) {
            Ok(text) => self.modal = Some(Modal::Problems(file::locate(&text, session.org().problems()))),
            Err(error) => self.complain(error.to_string()),
        }
    }

    fn add_party(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let mut intents = Intents::default();
        let middle = self.canvas.free_place(session);
        self.canvas.add_party(session, middle, None, &mut intents);
        for intent in intents.take() {
            self.carry_out(intent, ctx);
        }
    }

    fn copy(&mut self, cut: bool, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        let all = self.canvas.all_selected(session);
        let Some(fragment) = Fragment::copy(session.org(), &all, session.positions()) else {
            return;
        };
        match fragment.to_text() {
            Ok(text) => {
                self.clipboard.clone_from(&text);
                ctx.copy_text(text);
                if cut {
                    let done = session.delete(&all);
                    self.refused(Some(done));
                }
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    fn paste(&mut self, ctx: &Context) {
        if self.clipboard.is_empty() {
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            return;
        }
        let text = std::mem::take(&mut self.clipboard);
        let Some(session) = &mut self.session else { return };
        match Fragment::from_text(&text) {
            Ok(fragment) => {
                let done = session.paste(&fragment, None, "Paste");
                self.refused(Some(done));
            }
            Err(error) => self.complain(error.to_string()),
        }
    }
}
