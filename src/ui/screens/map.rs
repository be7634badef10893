//! The map with its tools: layout and colour above, legend and zoom below, the inspector beside it.

use std::sync::Arc;

use egui::{
    Align2, Button, Color32, CornerRadius, Galley, Painter, Pos2, Rect, RichText, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::{
    health::{Indicator, risk::Severity},
    session::{Command, Session},
    ui::{
        canvas::Canvas,
        icons::{self, Icon},
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
        banner(ui, tokens, &what_if.banner(session));
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let view = ui.max_rect();
        canvas.insets = if chrome {
            let (_, above) = tools_height(ui, view, tokens);
            egui::epaint::MarginF32 {
                top: above,
                bottom: tokens.control.height + 32.0,
                ..egui::epaint::MarginF32::ZERO
            }
        } else {
            egui::epaint::MarginF32::ZERO
        };
        canvas.ui(ui, session, tokens, found, what_if.shown(session), intents);
        if chrome {
            tools(ui, view, session, tokens, canvas, what_if.is_on(), intents);
            zoom(ui, view, tokens, canvas, intents);
            let supposed = what_if.shown(session).is_some();
            legend(ui, view, tokens, more(tokens, found, supposed));
        }
    });
}

/// What the tools above the map say.
const WHAT_IF: &str = Command::WhatIf.label();
const LAYOUTS: [&str; 2] = ["Flow to customer", "Free"];
const COLOUR_WORDS: [&str; 3] = ["Reliability", "Communication", "Alignment"];
/// What the legend says of the bars on a card.
const BARS: &str = "Bars: communication, alignment, reliability";

/// How many rows the tools need, one to three, and how high they are with the space around them.
fn tools_height(ui: &Ui, view: Rect, tokens: &Tokens) -> (u8, f32) {
    let room = view.width() - 32.0;
    let first = button::choices_width(ui, tokens, &LAYOUTS)
        + button::choices_width(ui, tokens, &[WHAT_IF, "Add party"])
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

fn tools(
    ui: &mut Ui,
    view: Rect,
    session: &Session,
    tokens: &Tokens,
    canvas: &Canvas,
    asked: bool,
    intents: &mut Intents,
) {
    let (rows, _) = tools_height(ui, view, tokens);
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
        if rows == 1 {
            colours(ui, intents);
        }
        if rows < 3 {
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(layout, |ui| actions(ui, session, tokens, asked, intents));
        }
    });
    if rows > 1 {
        ui.scope_builder(UiBuilder::new().max_rect(at(1.0)).layout(layout), |ui| {
            colours(ui, intents);
        });
    }
    if rows > 2 {
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(at(2.0)).layout(layout), |ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            actions(ui, session, tokens, asked, intents);
        });
    }
}

/// What is begun on the map, from the right.
fn actions(ui: &mut Ui, session: &Session, tokens: &Tokens, asked: bool, intents: &mut Intents) {
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

/// What stands before a word of the legend.
#[derive(Clone, Copy)]
enum Sample {
    /// A piece of a line or of a bar.
    Bar(Color32),
    /// A piece of a line that is not measured.
    Dashed(Color32),
    /// A piece of a line that is supposed to be gone.
    Dotted(Color32),
    /// The marks of risks that urgent, the most urgent first.
    Risks(&'static [Severity]),
    /// The mark of a party that is stranded.
    Stranded,
}

/// How wide a piece of a line is in the legend.
const SWATCH: f32 = 16.0;

impl Sample {
    fn width(self, tokens: &Tokens) -> f32 {
        let mark = tokens.control.mark;
        match self {
            Self::Bar(_) | Self::Dashed(_) | Self::Dotted(_) => SWATCH,
            Self::Risks(marks) => marks.len() as f32 * (mark + 4.0) - 4.0,
            Self::Stranded => mark,
        }
    }

    /// Draws it, its left end at `at`.
    fn paint(self, painter: &Painter, at: Pos2, tokens: &Tokens) {
        let line = [at, at + vec2(SWATCH, 0.0)];
        let half = vec2(tokens.control.mark / 2.0, 0.0);
        match self {
            Self::Bar(colour) => {
                let bar = Rect::from_center_size(at + vec2(SWATCH / 2.0, 0.0), vec2(SWATCH, 4.5));
                painter.rect_filled(bar, CornerRadius::same(2), colour);
            }
            Self::Dashed(colour) => {
                painter.extend(Shape::dashed_line(&line, Stroke::new(2.0, colour), 4.0, 3.0));
            }
            Self::Dotted(colour) => {
                painter.extend(Shape::dashed_line(&line, Stroke::new(2.0, colour), 2.0, 3.0));
            }
            Self::Risks(marks) => {
                for (k, severity) in marks.iter().enumerate() {
                    let at = at + half + vec2(k as f32 * (2.0 * half.x + 4.0), 0.0);
                    icons::severity(painter, at, 2.0 * half.x, *severity, false, tokens);
                }
            }
            Self::Stranded => icons::mark(painter, at + half, 2.0 * half.x, icons::Mark::Weak, true, tokens),
        }
    }
}

/// What is explained beyond the colours: what is supposed, or else the marks of open risks on cards and handoffs.
fn more(tokens: &Tokens, found: Option<&Findings>, supposed: bool) -> Vec<(Sample, &'static str)> {
    if supposed {
        let gone = Sample::Dotted(tokens.colour.ink2);
        return vec![(gone, "Gone"), (Sample::Stranded, "Stranded")];
    }
    // What is of low urgency has no mark on the map.
    let marks: &[Severity] = match found.map(|found| found.open) {
        None | Some([0, 0, _]) => &[],
        Some([_, 0, _]) => &[Severity::High],
        Some([0, ..]) => &[Severity::Medium],
        Some(_) => &[Severity::High, Severity::Medium],
    };
    let risks = (!marks.is_empty()).then_some((Sample::Risks(marks), "Risks"));
    risks.into_iter().collect()
}

/// What the colours and the marks mean, as far as there is room for it.
fn legend(ui: &Ui, view: Rect, tokens: &Tokens, more: Vec<(Sample, &'static str)>) {
    let painter = ui.painter();
    let height = tokens.control.height + 4.0;
    let health = &tokens.health;
    let body = |text: &str| painter.layout_no_wrap(text.to_owned(), tokens.label(), tokens.colour.ink2);
    let (beside, gap, pad) = (7.0, 14.0, 12.0);
    let laid_out = |(sample, name): (Sample, &'static str)| (sample, name, body(name));
    let width = |items: &[(Sample, &str, Arc<Galley>)]| -> f32 {
        let widths = items
            .iter()
            .map(|(sample, _, g)| sample.width(tokens) + beside + g.size().x + gap);
        widths.sum()
    };
    let colours = [
        (Sample::Bar(health.strong.mark), "Strong"),
        (Sample::Bar(health.moderate.mark), "Moderate"),
        (Sample::Bar(health.weak.mark), "Weak"),
        (Sample::Dashed(health.none.mark), "Not measured yet"),
    ];
    let mut items: Vec<_> = colours.into_iter().map(laid_out).collect();
    let more: Vec<_> = more.into_iter().map(laid_out).collect();
    let tail = body(BARS);
    let room = view.width() - 250.0 * (tokens.size.body / 13.0) - pad;
    if width(&items) > room {
        return;
    }
    if width(&items) + width(&more) <= room {
        items.extend(more);
    }
    let keys = width(&items);
    let with_tail = keys + tail.size().x + gap * 2.0 <= room;
    let whole = keys + pad + if with_tail { tail.size().x + gap * 1.5 } else { 0.0 };
    let rect = Rect::from_min_size(
        pos2(view.left() + 16.0, view.bottom() - 14.0 - height),
        vec2(whole, height),
    );
    let response = ui.interact(rect, ui.scope_id().with("legend"), Sense::hover());
    response.widget_info(|| {
        let names = items.iter().map(|(_, name, _)| *name);
        let names: Vec<_> = names.chain(with_tail.then_some(BARS)).collect();
        WidgetInfo::labeled(Role::Label, true, format!("Legend: {}", names.join(", ")))
    });
    painter.rect(
        rect,
        CornerRadius::same(tokens.radius.card - 3),
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    let y = rect.center().y;
    let mut x = rect.left() + 13.0;
    for (sample, _, galley) in items {
        sample.paint(painter, pos2(x, y), tokens);
        x += sample.width(tokens) + beside;
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
