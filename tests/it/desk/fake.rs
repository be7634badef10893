//! What stands around the app on the desk: dialogs, the window, files dropped on it.

use std::{cell::RefCell, collections::VecDeque, path::PathBuf, rc::Rc};

use egui::Context;
use throughline::ui::{
    app::App,
    dialogs::{Answer, Dialogs, Question},
};

/// What the next file dialogs answer.
#[derive(Clone, Debug)]
pub enum Say {
    /// This path.
    Path(PathBuf),
    /// Cancelled by the user.
    Cancel,
    /// There is no dialog on this system.
    Unseen,
}

/// What dialogs will answer and were asked.
#[derive(Default)]
pub struct Replies {
    pub next: VecDeque<Say>,
    ready: Option<Answer>,
    pub asked: Vec<(Question, String)>,
}

/// Dialogs that answer as the test says.
pub struct Fake(pub Rc<RefCell<Replies>>);

impl Dialogs for Fake {
    fn ask(&mut self, question: Question, suggestion: &str, ctx: &Context) {
        let mut replies = self.0.borrow_mut();
        replies.asked.push((question, suggestion.to_owned()));
        let (path, unseen) = match replies.next.pop_front().expect("a dialog that no test answers") {
            Say::Path(path) => (Some(path), false),
            Say::Cancel => (None, false),
            Say::Unseen => (None, true),
        };
        replies.ready = Some(Answer { question, path, unseen });
        ctx.request_repaint();
    }

    fn answer(&mut self) -> Option<Answer> {
        self.0.borrow_mut().ready.take()
    }
}

/// The app as eframe runs it.
pub struct Window(pub App);

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        self.0.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.0.ui(ui);
    }
}

/// A file dropped on the window.
#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}
