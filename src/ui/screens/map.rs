//! The map with its tools: layout and colour above, legend and zoom below, the inspector beside it.

use egui::{
    Align2, Button, CornerRadius, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use crate::{
    health::Indicator,
    session::{Command, Session},
    ui::{
        canvas::Canvas,
        icons::Icon,
        insight::Findings,
        inspector,
        intent::Intents,
        tokens::Tokens,
        what_if::WhatIf,
        widgets::{button, text},
    },
};

/// The indicators in the order in which they are offered as colours.
const COLOURS: [Indicator; 3] = [Indicator::Reliability, Indicator::Communication, Indicator::Alignment];

/// Draws the screen. Without chrome, nothing but the map.
#[expect(clippy::too_many_arguments, reason = "each is a part of the app of its own")]
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    canvas: &mut Canvas,
    found: Option<&Findings>,
    what_if: &mut WhatIf,
    chrome: bool,
    intents: &mut Intents,
) {
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
                inspector::ui(ui, session, tokens, found, what_if, intents);
            });
    }
    if what_if.is_on() {
        banner(ui, tokens, &what_if.banner(session.org()));
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let view = ui.max_rect();
        canvas.insets = if chrome {
            let (_, above) = tools_height(ui, view, tokens);
            egui::Margin {
                left: 0,
                right: 0,
                top: above as i8,
                bottom: (tokens.control.height + 32.0) as i8,
            }
        } else {
            egui::Margin::ZERO
        };
        canvas.ui(ui, session, tokens, found, what_if.shown(), intents);
        if chrome {
            tools(ui, view, session, tokens, canvas, what_if.is_on(), intents);
            zoom(ui, view, tokens, canvas, intents);
            legend(ui, view, tokens);
        }
    });
}

/// What the tools above the map say.
const WHAT_IF: &str = Command::WhatIf.label();
const LAYOUTS: [&str; 2] = ["Flow to customer", "Free"];
const COLOUR_WORDS: [&str; 3] = ["Reliability", "Communication", "Alignment"];

/// Whether the tools need two rows, and how high they are with the space around them.
fn tools_height(ui: &Ui, view: Rect, tokens: &Tokens) -> (bool, f32) {
    let add = button::choices_width(ui, tokens, &[WHAT_IF, "Add party"]);
    let width = button::choices_width(ui, tokens, &LAYOUTS) + button::choices_width(ui, tokens, &COLOUR_WORDS) + add;
    let two = width + 3.0 * tokens.space.m + 32.0 > view.width();
    let row = tokens.control.height;
    (two, if two { 2.0 * row + 8.0 } else { row } + 32.0)
}

fn tools(
    ui: &mut Ui,
    view: Rect,
    session: &Session,
    tokens: &Tokens,
    canvas: &Canvas,
    asked: bool,
    intents: &mut Intents,
) {
    let (two, _) = tools_height(ui, view, tokens);
    let row = tokens.control.height;
    let at = |k: f32| {
        Rect::from_min_size(
            view.min + vec2(16.0, 14.0 + k * (row + 8.0)),
            vec2(view.width() - 32.0, row),
        )
    };
    let colours = |ui: &mut Ui, intents: &mut Intents| {
        let chosen = COLOURS.iter().position(|c| *c == canvas.colour_by);
        if let Some(indicator) = button::choices(ui, tokens, &COLOUR_WORDS, chosen).and_then(|k| COLOURS.get(k)) {
            intents.run(Command::ColourBy(*indicator));
        }
    };
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(at(0.0)).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.m;
        let free = session.org().parties.values().any(|p| p.position.is_some());
        match button::choices(ui, tokens, &LAYOUTS, Some(usize::from(free))) {
            Some(0) => intents.run(Command::ArrangeFlow),
            Some(_) => intents.run(Command::ArrangeFree),
            None => {}
        }
        if !two {
            colours(ui, intents);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
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
        });
    });
    if two {
        ui.scope_builder(UiBuilder::new().max_rect(at(1.0)).layout(layout), |ui| {
            colours(ui, intents);
        });
    }
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

fn legend(ui: &Ui, view: Rect, tokens: &Tokens) {
    let painter = ui.painter();
    let height = tokens.control.height + 4.0;
    let health = &tokens.health;
    let items = [
        ("Strong", health.strong.mark, false),
        ("Moderate", health.moderate.mark, false),
        ("Weak", health.weak.mark, false),
        ("Not measured yet", health.none.mark, true),
    ];
    let tail = "Bars: communication, alignment, reliability";
    let body = |text: &str| painter.layout_no_wrap(text.to_owned(), tokens.label(), tokens.colour.ink2);
    let galleys = items.map(|(name, ..)| body(name));
    let tail = body(tail);
    let (swatch, gap) = (16.0, 14.0);
    let keys: f32 = galleys.iter().map(|g| swatch + 7.0 + g.size().x + gap).sum();
    let room = view.width() - 340.0;
    let with_tail = keys + tail.size().x + gap * 2.0 + 12.0 <= room;
    if keys + 12.0 > room {
        return;
    }
    let width = keys + 12.0 + if with_tail { tail.size().x + gap * 1.5 } else { 0.0 };
    let rect = Rect::from_min_size(
        pos2(view.left() + 16.0, view.bottom() - 14.0 - height),
        vec2(width, height),
    );
    painter.rect(
        rect,
        CornerRadius::same(tokens.radius.card - 3),
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    let y = rect.center().y;
    let mut x = rect.left() + 13.0;
    for ((_, colour, dashed), galley) in items.into_iter().zip(galleys) {
        let line = [pos2(x, y), pos2(x + swatch, y)];
        if dashed {
            painter.extend(egui::Shape::dashed_line(&line, Stroke::new(2.0, colour), 4.0, 3.0));
        } else {
            let bar = Rect::from_center_size(pos2(x + swatch / 2.0, y), vec2(swatch, 4.5));
            painter.rect_filled(bar, CornerRadius::same(2), colour);
        }
        x += swatch + 7.0;
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x, y), galley.size());
        x += galley.size().x + gap;
        painter.galley(at.min, galley, tokens.colour.ink2);
    }
    if with_tail {
        painter.vline(x - gap / 2.0, rect.shrink(8.0).y_range(), tokens.hairline());
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x + gap / 2.0, y), tail.size());
        painter.galley(at.min, tail, tokens.colour.ink2);
    }
}
