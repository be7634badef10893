//! Carrying out what the views of a frame asked for.

use egui::Context;

use super::{App, tables};
use crate::{
    file::recovery,
    org::Edit,
    session::{RolesTab, Screen},
    ui::{
        intent::Intent,
        modal::{After, Modal},
    },
};

impl App {
    pub(super) fn carry_out(&mut self, intent: Intent, ctx: &Context) {
        match intent {
            Intent::Run(command) => self.run(command, ctx),
            Intent::Edit { label, edit } => {
                self.put_away();
                let done = self.session.as_mut().map(|s| s.edit(label, edit));
                self.refused(done);
            }
            Intent::Live { key, label, edit } => {
                let Some(session) = &mut self.session else { return };
                match session.live(&key, label, edit) {
                    Ok(()) => {}
                    // A name that is wiped out on the way to another one, or left empty, is the old one until then.
                    Err(crate::org::EditError::NoName(_)) => session.abort(),
                    Err(error) => self.complain(error.to_string()),
                }
            }
            Intent::Commit => {
                if let Some(session) = &mut self.session {
                    session.commit();
                }
            }
            Intent::Abort => {
                // What two sides said to each other stays; it can be undone.
                let talking = matches!(self.modal, Some(Modal::Conversation(_)));
                if let Some(session) = &mut self.session {
                    if talking {
                        session.commit();
                    } else {
                        session.abort();
                    }
                }
            }
            Intent::KeepPlaces => {
                if let Some(session) = &mut self.session {
                    session.keep_places();
                }
            }
            Intent::Select(selection) => {
                if let Some(session) = &mut self.session {
                    session.select(selection);
                }
            }
            Intent::Reveal(selection) => {
                if let Some(session) = &mut self.session {
                    self.canvas.uncover(session, &selection);
                    session.select(selection);
                    self.canvas.show_selection();
                    self.screen = Screen::Map;
                }
            }
            Intent::Connect(provider, customer) => {
                let done = self.session.as_mut().map(|s| s.connect(provider, customer));
                self.refused(done);
            }
            Intent::Record(entry) => {
                let entropy = (self.edge.entropy)();
                let done = self.session.as_mut().map(|session| {
                    let id = session.org().new_log_id(entry.date(), entropy);
                    session.edit(
                        format!("Record {}", entry.label().to_lowercase()),
                        Edit::PutLog(id, entry),
                    )
                });
                self.refused(done);
            }
            Intent::RecordPulse(pulse) => {
                let entropy = (self.edge.entropy)();
                let done = self.session.as_mut().map(|session| {
                    let id = session.org().new_pulse_id(pulse.on, entropy);
                    session.edit("Enter ballots", Edit::PutPulse(id, pulse))
                });
                self.refused(done);
            }
            Intent::Open(path) => self.guarded(After::Open(path), ctx),
            Intent::Import(path) => self.import(tables::Source::File(path), ctx),
            Intent::PasteTable(text) => self.import(tables::Source::Pasted(text), ctx),
            Intent::OpenSample(k) => self.guarded(After::Sample(k), ctx),
            Intent::Restore(k) => self.guarded(After::Restore(k), ctx),
            Intent::DiscardRecovery(k) => {
                if k < self.found.len() {
                    let copy = self.found.remove(k);
                    if let Err(error) = recovery::discard(&copy) {
                        self.complain(format!(
                            "The copy could not be removed: {error}. It is at {}.",
                            copy.path.display()
                        ));
                    }
                }
            }
            Intent::Forget(path) => self.prefs.forget(&path),
            Intent::Risk(rule, at) => {
                self.health.open_risk(rule, at);
                self.screen = Screen::Health;
            }
            Intent::ApplySupposition => self.apply_supposition(),
            Intent::Sheet(role) => {
                self.go_to_roles(RolesTab::ByRole);
                self.choose_sheet(RolesTab::ByRole, role.as_str());
            }
            Intent::AsOf(day) => {
                if let Some(session) = &mut self.session {
                    session.set_as_of(day);
                }
            }
            Intent::ShowGoal(goal) => {
                self.canvas.colouring.show_goal(goal);
                self.screen = Screen::Map;
            }
            Intent::ShowView(id) => self.show_view(&id),
            Intent::Say(what) => self.say(what),
            Intent::Complain(what) => {
                self.complain(what);
                if let Some(message) = &mut self.message {
                    message.passing = true;
                }
            }
            Intent::Why(scope, indicator) => self.modal = Some(Modal::Why(scope, indicator)),
        }
    }

    pub(super) fn refused(&mut self, done: Option<Result<(), crate::org::EditError>>) {
        if let Some(Err(error)) = done {
            self.complain(error.to_string());
        }
    }

    /// Makes what is supposed part of the document, as far as it is a fact that can be written down.
    fn apply_supposition(&mut self) {
        let Some(session) = &mut self.session else { return };
        let facts = self.what_if.facts();
        let (label, edits) = (facts.describe(session.org()), facts.edits(session.org()));
        match session.edit(label, Edit::All(edits)) {
            Ok(()) => self.what_if.end(),
            Err(error) => self.complain(error.to_string()),
        }
    }
}
