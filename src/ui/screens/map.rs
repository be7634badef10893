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

pub use laying_out::{Part, bar, ui as laying_out};
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
        let lens = canvas.colouring.lens();
        canvas.insets = if chrome {
            let above = Rows::of(ui, view, tokens).height(tokens);
            let above = above + f32::from(strip::count(canvas)) * strip::height(tokens);
            let seasons = if canvas.standing.has_seasons() && season_beside(ui, view, tokens).is_none() {
                season::height(tokens)
            } else {
                0.0
            };
            let room = legend::Room::BesideZoom(zoom_width(ui, tokens));
            let lifted = legend::lifted(ui, view, tokens, lens, room, canvas.drawn());
            egui::epaint::MarginF32 {
                top: above,
                bottom: lifted + tokens.control.height + 32.0 + seasons,
                ..egui::epaint::MarginF32::ZERO
            }
        } else {
            egui::epaint::MarginF32::ZERO
        };
        canvas.ui(ui, session, tokens, found, what_if.shown(session), intents);
        if chrome {
            tools(ui, view, session, tokens, canvas, what_if.is_on(), intents);
            let below = view.top() + Rows::of(ui, view, tokens).height(tokens) - 8.0;
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
            let room = legend::Room::BesideZoom(zoom_width(ui, tokens));
            let drawn = canvas.drawn();
            let more = legend::more(tokens, found, what_if.shown(session).is_some(), drawn);
            legend::ui(ui, view, tokens, lens, room, drawn, more);
            if lens == Lens::Goals {
                goal::ui(ui, view, session, tokens, canvas.colouring.goal(), intents);
            }
        }
    });
}

/// What the tools above the map say.
const WHAT_IF: &str = Command::WhatIf.label();
const ADD: &str = "Add party";
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

/// How the tools above the map are put into rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// All beside each other.
    One,
    /// The colours below, with room beside them.
    Two,
    /// The colours are a list below, and what is begun on the map stands beside it.
    Listed,
    /// The same with what is begun on the map below that.
    Narrow,
}

impl Rows {
    fn of(ui: &Ui, view: Rect, tokens: &Tokens) -> Self {
        let room = view.width() - 32.0;
        let first = button::choices_width(ui, tokens, &LAYOUTS) + tokens.space.m + actions_width(ui, tokens);
        let all = first + tokens.space.m + button::choices_width(ui, tokens, &COLOUR_WORDS);
        match () {
            () if all <= room => Self::One,
            () if first <= room => Self::Two,
            () if button::list_width(ui, tokens, &[]) + tokens.space.m + actions_width(ui, tokens) <= room => {
                Self::Listed
            }
            () => Self::Narrow,
        }
    }

    /// How high they are with the space around them.
    fn height(self, tokens: &Tokens) -> f32 {
        let more = match self {
            Self::One => 0.0,
            Self::Two | Self::Listed => 1.0,
            Self::Narrow => 2.0,
        };
        tokens.control.height + more * (tokens.control.height + 8.0) + 32.0
    }
}

/// How wide is what is begun on the map.
fn actions_width(ui: &Ui, tokens: &Tokens) -> f32 {
    button::width(ui, tokens.body(), WHAT_IF)
        + button::width(ui, tokens.body_strong(), ADD)
        + strip::tools_width(tokens)
        + 2.0 * tokens.space.m
}

/// Where the season has room beside the choice of colours, so that the map loses none to it.
fn season_beside(ui: &Ui, view: Rect, tokens: &Tokens) -> Option<Rect> {
    let colours = button::choices_width(ui, tokens, &COLOUR_WORDS);
    let width = season::width(ui, tokens);
    let row = tools_row(view, tokens, 1);
    (Rows::of(ui, view, tokens) == Rows::Two && colours + tokens.space.xl + width <= row.width())
        .then(|| Rect::from_min_max(pos2(row.right() - width, row.top()), row.max))
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
    let rows = Rows::of(ui, view, tokens);
    let across = egui::Layout::left_to_right(egui::Align::Center);
    let row = |k: u8| UiBuilder::new().max_rect(tools_row(view, tokens, k)).layout(across);
    let back = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(row(0), |ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.m;
        arrangements(ui, session, tokens, canvas, intents);
        if rows == Rows::One {
            colours(ui, tokens, canvas, rows, intents);
        }
        if matches!(rows, Rows::One | Rows::Two) {
            ui.with_layout(back, |ui| {
                actions(ui, session, tokens, asked, intents);
                finders(ui, session, tokens, canvas, intents);
            });
        }
    });
    if rows != Rows::One {
        ui.scope_builder(row(1), |ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            colours(ui, tokens, canvas, rows, intents);
            if matches!(rows, Rows::Listed | Rows::Narrow) {
                ui.with_layout(back, |ui| {
                    if rows == Rows::Listed {
                        actions(ui, session, tokens, asked, intents);
                    }
                    finders(ui, session, tokens, canvas, intents);
                });
            }
        });
    }
    if rows == Rows::Narrow {
        ui.scope_builder(row(2).layout(back), |ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            actions(ui, session, tokens, asked, intents);
        });
    }
}

/// What colours the map.
fn colours(ui: &mut Ui, tokens: &Tokens, canvas: &Canvas, rows: Rows, intents: &mut Intents) {
    let lens = canvas.colouring.lens();
    let chosen = Lens::ALL.iter().position(|one| *one == lens);
    let beside = match rows {
        Rows::Listed => Some(actions_width(ui, tokens)),
        Rows::Narrow => Some(strip::tools_width(tokens)),
        Rows::One | Rows::Two => None,
    };
    let picked = if let Some(beside) = beside {
        let room = ui.available_width() - beside - tokens.space.m;
        button::list(ui, tokens, "Colour by", &COLOUR_WORDS, chosen, room)
    } else {
        button::choices(ui, tokens, &COLOUR_WORDS, chosen)
    };
    if let Some(lens) = picked.and_then(|k| Lens::ALL.get(k)) {
        intents.run(Command::ColourBy(*lens));
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
    let room = ui.available_width();
    let picked = if button::choices_width(ui, tokens, &words) > room {
        button::list(ui, tokens, "Layout", &words, chosen, room)
    } else {
        button::choices(ui, tokens, &words, chosen)
    };
    if let Some(k) = picked {
        intents.run(
            offered
                .get(k)
                .map_or(Command::ArrangeFree, |one| Command::Arrange(*one)),
        );
    }
}

/// What is begun on the map, from the right.
fn actions(ui: &mut Ui, session: &Session, tokens: &'static Tokens, asked: bool, intents: &mut Intents) {
    // An empty map asks for its first party in the middle; one primary action is enough.
    if session.org().parties.is_empty() {
        return;
    }
    if button::primary(ui, tokens, ADD).clicked() {
        intents.run(Command::AddParty);
    }
    let colour = if asked { tokens.colour.accent } else { tokens.colour.ink };
    let text = RichText::new(WHAT_IF).font(tokens.body()).color(colour);
    let toggle = Button::selectable(asked, text).frame_when_inactive(true);
    let toggle = ui.add(toggle.min_size(vec2(0.0, tokens.control.height)));
    if toggle.on_hover_text(Command::WhatIf.help()).clicked() {
        intents.run(Command::WhatIf);
    }
}

/// What helps to find one's way, from the right.
fn finders(ui: &mut Ui, session: &Session, tokens: &'static Tokens, canvas: &mut Canvas, intents: &mut Intents) {
    if !session.org().parties.is_empty() {
        ui.spacing_mut().item_spacing.x = tokens.space.xs;
        strip::tools(ui, session, tokens, canvas, intents);
    }
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

/// Between the buttons of the zoom.
const ZOOM_GAP: f32 = 6.0;
/// The largest zoom that is often seen: the button that says it is so wide at any zoom, and nothing moves.
const WIDEST_ZOOM: &str = "100 %";
const FIT: &str = "Fit";

/// How wide the zoom is.
fn zoom_width(ui: &Ui, tokens: &Tokens) -> f32 {
    button::width(ui, tokens.body(), WIDEST_ZOOM)
        + button::width(ui, tokens.body(), FIT)
        + 2.0 * (tokens.control.height + 4.0)
        + 3.0 * ZOOM_GAP
}

fn zoom(ui: &mut Ui, view: Rect, tokens: &Tokens, canvas: &Canvas, intents: &mut Intents) {
    let height = tokens.control.height;
    let bar = Rect::from_min_max(
        pos2(view.right() - 330.0, view.bottom() - 14.0 - height),
        pos2(view.right() - 16.0, view.bottom() - 14.0),
    );
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(bar).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = ZOOM_GAP;
        if button::plain(ui, tokens, FIT)
            .on_hover_text(Command::Fit.help())
            .clicked()
        {
            intents.run(Command::Fit);
        }
        if button::icon(ui, tokens, Icon::Plus, Command::ZoomIn.label(), true).clicked() {
            intents.run(Command::ZoomIn);
        }
        let percent = format!("{:.0} %", canvas.zoom() * 100.0);
        let words = RichText::new(text::kept_together(&percent))
            .font(tokens.body())
            .color(tokens.colour.ink);
        let widest = button::width(ui, tokens.body(), WIDEST_ZOOM);
        let natural = Button::new(words).min_size(vec2(widest, height));
        if ui.add(natural).on_hover_text(Command::ZoomActual.label()).clicked() {
            intents.run(Command::ZoomActual);
        }
        if button::icon(ui, tokens, Icon::Minus, Command::ZoomOut.label(), true).clicked() {
            intents.run(Command::ZoomOut);
        }
    });
}
