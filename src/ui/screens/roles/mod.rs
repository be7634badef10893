//! Roles: who does the work, who answers for it, who is asked and who is told.

use egui::{Id, RichText, Ui, ViewportCommand, vec2};

use crate::{
    org::Org,
    session::{Command, RolesTab, Session},
    ui::{intent::Intents, tokens::Tokens, widgets::grid::Deed},
};

mod adding;
mod by_person;
mod by_role;
mod card;
mod chip;
mod cover;
mod goals;
mod hand;
mod header;
mod list;
mod matrix;
mod pyramid;
mod sheets;

/// What is looked at on the screen. Not part of the document.
#[derive(Default)]
pub struct RolesView {
    /// Which of its pages.
    tab: RolesTab,
    matrix: matrix::MatrixView,
    sheets: sheets::SheetsView,
    cover: cover::CoverView,
    pyramid: pyramid::PyramidView,
    goals: goals::GoalsView,
    adding: adding::Adding,
    /// The pass in which the screen was drawn last.
    seen: Option<u64>,
    /// For so many frames the page still takes the keyboard if nothing else has it.
    greets: u8,
    /// What lies on the clipboard is asked for as soon as the page has the keyboard.
    pastes: bool,
}

impl RolesView {
    /// Takes the keyboard as soon as nothing else has it.
    pub fn greet(&mut self) {
        self.greets = self.greets.max(4);
    }

    /// Goes to another page. It takes the keyboard, so that whoever comes there can go on typing.
    pub fn go(&mut self, tab: RolesTab) {
        self.tab = tab;
        self.greets = 2;
    }

    /// Chooses a role by its identifier for its sheet, or a person by the name. Returns whether there is such a one.
    pub fn choose(&mut self, org: &Org, tab: RolesTab, wanted: &str) -> bool {
        self.sheets.choose(org, tab, wanted)
    }

    /// What takes the keyboard on this page, if anything does.
    fn first(&self) -> Option<Id> {
        match self.tab {
            RolesTab::Matrix => (!self.matrix.is_empty()).then(matrix::id),
            tab @ (RolesTab::ByRole | RolesTab::ByPerson) => (!self.sheets.is_empty(tab)).then(|| sheets::id(tab)),
            RolesTab::Cover => (!self.cover.is_empty()).then(cover::id),
            RolesTab::Pyramid => self.pyramid.first(),
            RolesTab::Goals => (!self.goals.is_empty()).then(goals::id),
        }
    }

    /// Does to the selected cells what a command asks for. Returns whether there are any.
    pub fn edit_cells(&mut self, command: Command) -> bool {
        if self.first().is_none() {
            return false;
        }
        let (grid, rows, columns) = match self.tab {
            RolesTab::Matrix => {
                let matrix = &self.matrix.matrix;
                (&mut self.matrix.grid, matrix.rows.len(), matrix.columns.len())
            }
            RolesTab::Cover => {
                let cover = &self.cover.cover;
                (&mut self.cover.grid, cover.rows.len(), cover.columns.len())
            }
            // They have no cells, and nothing is done to what one does not see.
            RolesTab::ByRole | RolesTab::ByPerson | RolesTab::Pyramid => return true,
            RolesTab::Goals => {
                let goals = &self.goals.goals;
                (&mut self.goals.grid, goals.rows.len(), goals.columns.len())
            }
        };
        match command {
            Command::Copy => grid.ask(Deed::Copy),
            Command::Cut => grid.ask(Deed::Cut),
            // The text comes as if it had been pasted with the keyboard.
            Command::Paste => self.pastes = true,
            Command::Delete => grid.ask(Deed::Clear),
            Command::SelectAll => grid.select_all(rows, columns),
            _ => return false,
        }
        // What asked for it may still have the keyboard.
        self.greets = 4;
        true
    }
}

/// Draws the screen.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let pass = ui.ctx().cumulative_pass_nr();
    let entered = view.seen.is_none_or(|seen| seen + 1 < pass);
    view.seen = Some(pass);
    match view.tab {
        RolesTab::Matrix => view.matrix.look(session, entered),
        tab @ (RolesTab::ByRole | RolesTab::ByPerson) => view.sheets.look(session, tab),
        RolesTab::Goals => view.goals.look(session, entered),
        RolesTab::Cover => view.cover.look(session, entered),
        RolesTab::Pyramid => view.pyramid.look(session),
    }
    if entered {
        // What had the keyboard on the screen before gives it up only after this frame.
        view.greets = 3;
    }
    if let Some(left) = view.greets.checked_sub(1) {
        view.greets = left;
        ui.request_repaint();
        // Whoever comes here can go on typing. What lay over the page may still keep the keyboard from it in this frame.
        let focused = ui.memory(egui::Memory::focused);
        match view.first() {
            Some(first) if focused == Some(first) => {
                view.greets = 0;
                if std::mem::take(&mut view.pastes) {
                    ui.send_viewport_cmd(ViewportCommand::RequestPaste);
                }
            }
            Some(first) if focused.is_none() => ui.memory_mut(|m| m.request_focus(first)),
            _ => {}
        }
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(tokens.space.l as i8 + 4, 16));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(tokens.space.m, tokens.space.m);
            header::ui(ui, session, tokens, view, intents);
            match view.tab {
                RolesTab::Matrix => matrix::ui(ui, session, tokens, &mut view.matrix, intents),
                tab @ (RolesTab::ByRole | RolesTab::ByPerson) => {
                    sheets::ui(ui, session, tokens, tab, &mut view.sheets, intents);
                }
                RolesTab::Cover => cover::ui(ui, session, tokens, &mut view.cover, intents),
                RolesTab::Pyramid => pyramid::ui(ui, session, tokens, &mut view.pyramid, intents),
                RolesTab::Goals => goals::ui(ui, session, tokens, &mut view.goals, intents),
            }
        });
    });
}

/// A card that says why there is nothing to see, and what to do.
fn says(ui: &mut Ui, tokens: &Tokens, words: &str, remedy: impl FnOnce(&mut Ui)) {
    let frame = egui::Frame::NONE
        .fill(tokens.colour.surface)
        .stroke(tokens.hairline())
        .corner_radius(tokens.radius.card)
        .inner_margin(tokens.space.xl);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = tokens.space.s;
        ui.label(RichText::new(words).font(tokens.body()).color(tokens.colour.ink2));
        remedy(ui);
    });
}
