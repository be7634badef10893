//! The map with its tools: layout and colour above, legend and zoom below, the inspector beside it.

use egui::{Align2, Button, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    org::Arrangement,
    session::{Command, Lens, Session},
    ui::{
        canvas::Canvas,
        icons::Icon,
        insight::{Findings, Known},
        inspector,
        intent::Intents,
        tokens::Tokens,
        what_if::WhatIf,
        widgets::{button, text},
    },
};

mod filter;
mod find;
mod goal;
mod laying_out;
mod legend;
mod minimap;
mod presenting;
mod season;
pub mod sheet;
mod strip;
mod views;

pub use laying_out::{bar, ui as laying_out};
pub use presenting::ui as presenting;

/// Draws the screen. Without chrome, nothing but the map.
#[expect(clippy::too_many_arguments, reason = "each is a part of the app of its own")]
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    canvas: &mut Canvas,
    found: &Known<'_, Findings>,
    what_if: &mut WhatIf,
    chrome: bool,
    intents: &mut Intents,
) {
    canvas.look(session, found);
    let found = found.value;
    if chrome {
        let width = 316.0 * (tokens.size.body / 13.0).min(1.2);
        egui::Panel::right("inspector")
            .exact_size(width.min(ui.available_width() * 0.42))
            .resizable(false)
            .show_separator_line(false)
            .frame(egui::Frame::NONE.fill(tokens.colour.surface))
            .show(ui, |ui| {
                let rect = ui.max_rect();
                ui.painter().vline(rect.left() + 0.5, rect.y_range(), tokens.hairline());
                inspector::ui(ui, session, tokens, found, canvas.collapsed(), what_if, intents);
            });
    }
    if what_if.is_on() {
        banner(ui, tokens, &what_if.banner(session));
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let view = ui.max_rect();
        canvas.insets = if chrome {
            let (_, above) = tools_height(ui, view, tokens);
            let above = above + f32::from(strip::count(canvas)) * strip::height(tokens);
            let seasons = if canvas.standing.has_seasons() && season_beside(ui, view, tokens).is_none() {
                season::height(tokens)
            } else {
                0.0
            };
            let rows = if canvas.colouring.lens() == Lens::Goals {
                2.3
            } else {
                1.0
            };
            egui::epaint::MarginF32 {
                top: above,
                bottom: rows * tokens.control.height + 32.0 + seasons,
                ..egui::epaint::MarginF32::ZERO
            }
        } else {
            egui::epaint::MarginF32::ZERO
        };
        canvas.ui(ui, session, tokens, found, what_if.shown(session), intents);
        if chrome {
            tools(ui, view, session, tokens, canvas, what_if.is_on(), intents);
            let below = view.top() + tools_height(ui, view, tokens).1 - 8.0;
            strip::ui(ui, view, below, session, tokens, canvas, intents);
            let above_legend = view.bottom() - canvas.insets.bottom + 14.0;
            if canvas.standing.has_seasons() {
                let room = season_beside(ui, view, tokens)
                    .unwrap_or_else(|| season::above(view, above_legend + season::height(tokens) - 8.0, tokens));
                season::ui(ui, room, tokens, canvas);
            }
            let corner = pos2(view.right() - 16.0, view.bottom() - tokens.control.height - 26.0);
            minimap::ui(ui, corner, session, tokens, canvas);
            zoom(ui, view, tokens, canvas, intents);
            let supposed = what_if.shown(session).is_some();
            let lens = canvas.colouring.lens();
            let drawn = canvas.drawn();
            let more = legend::more(tokens, found, supposed, drawn);
            legend::ui(ui, view, tokens, lens, legend::Room::AmongTools, drawn, more);
            if lens == Lens::Goals {
                goal::ui(ui, view, session, tokens, canvas.colouring.goal(), intents);
            }
        }
    });
}

/// What the tools above the map say.
const WHAT_IF: &str = Command::WhatIf.label();
const LAYOUTS: [&str; 4] = [OFFERED[0].label(), OFFERED[1].label(), OFFERED[2].label(), "Free"];
/// The arrangements above the map while none of the others is in force, which are in the menu.
const OFFERED: [Arrangement; 3] = [
    Arrangement::Flow,
    Arrangement::InvertedPyramid,
    Arrangement::Departments,
];
const COLOUR_WORDS: [&str; 4] = [
    Lens::ALL[0].label(),
    Lens::ALL[1].label(),
    Lens::ALL[2].label(),
    Lens::ALL[3].label(),
];

/// How many rows the tools need, one to three, and how high they are with the space around them.
fn tools_height(ui: &Ui, view: Rect, tokens: &Tokens) -> (u8, f32) {
    let room = view.width() - 32.0;
    let first = button::choices_width(ui, tokens, &LAYOUTS)
        + button::choices_width(ui, tokens, &[WHAT_IF, "Add party"])
        // Those are buttons, which are narrower than choices.
        - 4.0 * (tokens.space.m - ui.spacing().button_padding.x)
        + strip::tools_width(tokens)
        + 2.0 * tokens.space.m;
    let all = first + button::choices_width(ui, tokens, &COLOUR_WORDS) + tokens.space.m;
    let rows = match () {
        () if all <= room => 1,
        () if first <= room => 2,
        () => 3,
    };
    let more = f32::from(rows - 1) * (tokens.control.height + 8.0);
    (rows, tokens.control.height + more + 32.0)
}

/// Where the season has room beside the choice of colours, so that the map loses none to it.
fn season_beside(ui: &Ui, view: Rect, tokens: &Tokens) -> Option<Rect> {
    let (rows, _) = tools_height(ui, view, tokens);
    let colours = button::choices_width(ui, tokens, &COLOUR_WORDS);
    let width = season::width(ui, tokens);
    let row = tools_row(view, tokens, 1);
    (rows > 1 && colours + tokens.space.xl + width <= row.width())
        .then(|| Rect::from_min_max(pos2(row.right() - width, row.top() - 4.0), row.max + vec2(0.0, 4.0)))
}

/// The room of a row of tools above the map, from 0.
fn tools_row(view: Rect, tokens: &Tokens, k: u8) -> Rect {
    let row = tokens.control.height;
    let down = 14.0 + f32::from(k) * (row + 8.0);
    Rect::from_min_size(view.min + vec2(16.0, down), vec2(view.width() - 32.0, row))
}

fn tools(
    ui: &mut Ui,
    view: Rect,
    session: &Session,
    tokens: &'static Tokens,
    canvas: &mut Canvas,
    asked: bool,
    intents: &mut Intents,
) {
    let (rows, _) = tools_height(ui, view, tokens);
    let at = |k: u8| tools_row(view, tokens, k);
    let lens = canvas.colouring.lens();
    let colours = |ui: &mut Ui, intents: &mut Intents| {
        let chosen = Lens::ALL.iter().position(|one| *one == lens);
        if let Some(lens) = button::choices(ui, tokens, &COLOUR_WORDS, chosen).and_then(|k| Lens::ALL.get(k)) {
            intents.run(Command::ColourBy(*lens));
        }
    };
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(at(0)).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.m;
        arrangements(ui, session, tokens, canvas, intents);
        if rows == 1 {
            colours(ui, intents);
        }
        if rows < 3 {
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(layout, |ui| actions(ui, session, tokens, canvas, asked, intents));
        }
    });
    if rows > 1 {
        ui.scope_builder(UiBuilder::new().max_rect(at(1)).layout(layout), |ui| {
            colours(ui, intents);
        });
    }
    if rows > 2 {
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(at(2)).layout(layout), |ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            actions(ui, session, tokens, canvas, asked, intents);
        });
    }
}

/// How cards are arranged: by the document's choice, or as they were dragged.
fn arrangements(ui: &mut Ui, session: &Session, tokens: &Tokens, canvas: &Canvas, intents: &mut Intents) {
    let org = session.org();
    let free = canvas.is_free();
    let offered = OFFERED.map(|one| match (one, org.settings.layout) {
        (Arrangement::InvertedPyramid, Arrangement::Pyramid)
        | (Arrangement::Departments, Arrangement::Neighbourhoods) => org.settings.layout,
        (one, _) => one,
    });
    let words = [offered[0].label(), offered[1].label(), offered[2].label(), LAYOUTS[3]];
    let chosen = offered.iter().position(|one| *one == org.settings.layout);
    let chosen = if free { Some(offered.len()) } else { chosen };
    if let Some(k) = button::choices(ui, tokens, &words, chosen) {
        intents.run(
            offered
                .get(k)
                .map_or(Command::ArrangeFree, |one| Command::Arrange(*one)),
        );
    }
}

/// What is begun on the map, from the right.
fn actions(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    canvas: &mut Canvas,
    asked: bool,
    intents: &mut Intents,
) {
    // An empty map asks for its first party in the middle; one primary action is enough.
    if session.org().parties.is_empty() {
        return;
    }
    if button::primary(ui, tokens, "Add party").clicked() {
        intents.run(Command::AddParty);
    }
    let colour = if asked { tokens.colour.accent } else { tokens.colour.ink };
    let text = RichText::new(WHAT_IF).font(tokens.body()).color(colour);
    let toggle = Button::selectable(asked, text).frame_when_inactive(true);
    let toggle = ui.add(toggle.min_size(vec2(0.0, tokens.control.height)));
    if toggle.on_hover_text(Command::WhatIf.help()).clicked() {
        intents.run(Command::WhatIf);
    }
    ui.spacing_mut().item_spacing.x = tokens.space.xs;
    strip::tools(ui, session, tokens, canvas, intents);
}

/// A dot on a button whose list leaves something out.
fn mark_on(ui: &Ui, tokens: &Tokens, button: &egui::Response) {
    let at = button.rect.right_top() + vec2(-7.0, 7.0);
    ui.painter().circle_filled(at, 3.5, tokens.colour.accent);
}

/// Says above the map what is supposed, so that nobody takes what it shows for today.
fn banner(ui: &mut Ui, tokens: &Tokens, words: &str) {
    let colour = &tokens.colour;
    let frame = egui::Frame::NONE.fill(colour.accent_soft);
    let panel = egui::Panel::top("what if").exact_size(tokens.control.height + 4.0);
    panel
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let rect = ui.max_rect();
            let response = ui.interact(rect, ui.scope_id().with("banner"), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
            let (left, room) = (rect.left_center() + vec2(16.0, 0.0), rect.width() - 32.0);
            let font = tokens.body_strong();
            text::line(
                ui.painter(),
                left,
                Align2::LEFT_CENTER,
                words,
                font,
                colour.accent,
                room,
            );
            response.on_hover_text(words);
        });
}

fn zoom(ui: &mut Ui, view: Rect, tokens: &Tokens, canvas: &Canvas, intents: &mut Intents) {
    let height = tokens.control.height;
    let bar = Rect::from_min_max(
        pos2(view.right() - 330.0, view.bottom() - 14.0 - height),
        pos2(view.right() - 16.0, view.bottom() - 14.0),
    );
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(bar).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if button::plain(ui, tokens, "Fit")
            .on_hover_text(Command::Fit.help())
            .clicked()
        {
            intents.run(Command::Fit);
        }
        if button::icon(ui, tokens, Icon::Plus, Command::ZoomIn.label(), true).clicked() {
            intents.run(Command::ZoomIn);
        }
        let percent = format!("{:.0} %", canvas.zoom() * 100.0);
        if button::plain(ui, tokens, &percent)
            .on_hover_text(Command::ZoomActual.label())
            .clicked()
        {
            intents.run(Command::ZoomActual);
        }
        if button::icon(ui, tokens, Icon::Minus, Command::ZoomOut.label(), true).clicked() {
            intents.run(Command::ZoomOut);
        }
    });
}
