//! Above every page of Roles: the title with what stands out, the pages, and the tools of this one.

use egui::{Align, Id, Label, Layout, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};

use super::{RolesView, adding, cover, goals, matrix, pyramid, sheets};
use crate::{
    health::words,
    session::{Command, RolesTab, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::button,
    },
};

const TITLE: &str = "Roles and responsibilities";

/// What the buttons of a page take at most, in heights of a letter.
const BUTTONS: f32 = 13.5;

/// How wide a search field is at least and at most, in heights of a letter.
const SEARCH: (f32, f32) = (8.0, 15.0);

/// Draws it: one row where everything fits, otherwise the pages in a row of their own.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let unit = tokens.size.body;
    let size = vec2(ui.available_width(), tokens.control.height);
    let wide = |text: &str, font| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), font, tokens.colour.ink)
            .size()
            .x
    };
    let said = said(session, view).unwrap_or_default();
    let title = wide(TITLE, tokens.title()) + tokens.space.m;
    let words = wide(&said, tokens.body()) + tokens.space.m;
    let names = RolesTab::ALL.map(RolesTab::label);
    let pages = button::choices_width(ui, tokens, &names);
    let one_row = title + pages + unit * (BUTTONS + SEARCH.0 + 5.0) <= size.x;
    let left_for_search = size.x - title - words - unit * BUTTONS - if one_row { pages } else { 0.0 };
    let search = left_for_search.clamp(unit * SEARCH.0, unit * SEARCH.1);
    let said_room = (left_for_search - search + words - tokens.space.m).max(0.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let text = RichText::new(TITLE).font(tokens.title()).color(tokens.colour.ink);
        let heading = ui.add(Label::new(text).selectable(false));
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, TITLE));
        if one_row {
            self::pages(ui, tokens, view.tab, intents);
        }
        if !said.is_empty() {
            ui.scope(|ui| {
                ui.set_max_width(said_room);
                let text = RichText::new(said).font(tokens.body()).color(tokens.colour.ink2);
                ui.add(Label::new(text).truncate());
            });
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.s;
            tools(ui, session, tokens, view, search, intents);
        });
    });
    if !one_row {
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            self::pages(ui, tokens, view.tab, intents);
        });
    }
}

/// What stands out on a page, in a few words.
fn said(session: &Session, view: &RolesView) -> Option<String> {
    let org = session.org();
    match view.tab {
        RolesTab::Matrix if !org.handoffs.is_empty() => Some(format!(
            "{} in {}",
            words::number(view.matrix.matrix.gaps as u64, "gap", "gaps"),
            words::number(org.handoffs.len() as u64, "handoff", "handoffs")
        )),
        RolesTab::Matrix => None,
        tab @ (RolesTab::ByRole | RolesTab::ByPerson) => view.sheets.said(tab),
        RolesTab::Cover => view.cover.says(session),
        RolesTab::Pyramid => view.pyramid.says(),
        RolesTab::Goals => view.goals.said(org),
    }
}

fn pages(ui: &mut Ui, tokens: &Tokens, tab: RolesTab, intents: &mut Intents) {
    let names = RolesTab::ALL.map(RolesTab::label);
    let chosen = RolesTab::ALL.iter().position(|one| *one == tab);
    if let Some(k) = button::choices(ui, tokens, &names, chosen) {
        intents.push(Intent::Run(Command::Roles(RolesTab::ALL[k])));
    }
}

/// From right to left.
fn tools(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    view: &mut RolesView,
    search: f32,
    intents: &mut Intents,
) {
    if session.org().parties.is_empty() {
        return;
    }
    let goes = match view.tab {
        RolesTab::Matrix => {
            let at = view.matrix.grid.cursor.0;
            let provider = view.matrix.matrix.rows.get(at).map(|row| row.provider.clone());
            adding::button(ui, session, tokens, &mut view.adding, provider, intents);
            matrix::tools(ui, tokens, &mut view.matrix, search)
        }
        RolesTab::ByRole => {
            let party = view.sheets.party(session);
            adding::button(ui, session, tokens, &mut view.adding, party, intents);
            sheets::tools(ui, tokens, view.tab, &mut view.sheets);
            false
        }
        RolesTab::ByPerson => {
            sheets::tools(ui, tokens, view.tab, &mut view.sheets);
            false
        }
        RolesTab::Cover => {
            let at = view.cover.grid.cursor.0;
            let provider = view.cover.cover.rows.get(at).map(|row| row.provider.clone());
            adding::button(ui, session, tokens, &mut view.adding, provider, intents);
            cover::tools(ui, tokens, &mut view.cover, search)
        }
        RolesTab::Pyramid => {
            adding::button(ui, session, tokens, &mut view.adding, view.pyramid.party(), intents);
            pyramid::tools(ui, tokens, &mut view.pyramid);
            false
        }
        RolesTab::Goals => goals::tools(ui, session, tokens, &mut view.goals, search, intents),
    };
    if goes {
        view.greet();
    }
}

/// What narrows a table down.
pub struct Narrowing<'a> {
    /// Keeps gaps only.
    pub only_gaps: &'a mut bool,
    /// What that keeps, in a sentence.
    pub about: &'a str,
    /// What is searched for.
    pub search: &'a mut String,
    /// What can be found.
    pub hint: &'a str,
    /// The field's own name.
    pub id: &'a str,
}

impl Narrowing<'_> {
    /// The button that keeps only gaps, and the search. Returns whether whoever searched goes on to the table.
    pub fn ui(self, ui: &mut Ui, tokens: &Tokens, width: f32) -> bool {
        let on = *self.only_gaps;
        let ink = if on { tokens.colour.accent } else { tokens.colour.ink };
        let toggle = egui::Button::selectable(on, RichText::new("Only gaps").font(tokens.body()).color(ink));
        let toggle = ui.add(
            toggle
                .frame_when_inactive(true)
                .min_size(vec2(0.0, tokens.control.height)),
        );
        if toggle.on_hover_text(self.about).clicked() {
            *self.only_gaps = !on;
        }
        let field = TextEdit::singleline(self.search)
            .id(Id::unique(self.id))
            .hint_text(RichText::new(self.hint).color(tokens.colour.ink3))
            .desired_width(width)
            .char_limit(100);
        let field = ui.add(field);
        let leads_on = |i: &egui::InputState| {
            let keys = [egui::Key::Enter, egui::Key::ArrowDown, egui::Key::Escape];
            keys.into_iter().any(|key| i.key_pressed(key))
        };
        let goes = ui.input(leads_on) && (field.has_focus() || field.lost_focus());
        if goes {
            field.surrender_focus();
        }
        goes
    }
}
