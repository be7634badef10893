//! Buttons: the one primary action, a row of choices, an icon with a name.

use egui::{
    Button, Color32, ComboBox, CornerRadius, FontId, Response, RichText, Role, Sense, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::ui::{
    icons::{self, Icon},
    style,
    tokens::Tokens,
};

use super::text;

/// The one primary action of a screen.
pub fn primary(ui: &mut Ui, tokens: &Tokens, text: &str) -> Response {
    style::primary_ui(ui, tokens, text)
}

/// Any other action.
pub fn plain(ui: &mut Ui, tokens: &Tokens, text: &str) -> Response {
    let text = RichText::new(text).font(tokens.body()).color(tokens.colour.ink);
    ui.add(Button::new(text).min_size(vec2(0.0, tokens.control.height)))
}

/// An action that reads like a link.
pub fn link(ui: &mut Ui, tokens: &Tokens, text: &str) -> Response {
    let text = RichText::new(text).font(tokens.body()).color(tokens.colour.accent);
    ui.add(Button::new(text).frame(false))
}

/// An icon without words on screen; its name is read aloud and shown as a hint.
pub fn icon(ui: &mut Ui, tokens: &Tokens, icon: Icon, name: &str, enabled: bool) -> Response {
    let size = vec2(tokens.control.height + 4.0, tokens.control.height);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let colour = &tokens.colour;
    let fill = if enabled && response.hovered() {
        colour.hover
    } else {
        colour.surface
    };
    let corner = CornerRadius::same(tokens.radius.control);
    ui.painter()
        .rect(rect, corner, fill, tokens.hairline(), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
    }
    let width = tokens.control.icon;
    let ink = if enabled { colour.ink } else { tokens.health.none.mark };
    icons::paint(
        ui.painter(),
        egui::Rect::from_center_size(rect.center(), vec2(width, width)),
        icon,
        ink,
    );
    response.on_hover_text(name)
}

/// How wide a button with these words is.
pub fn width(ui: &Ui, font: FontId, words: &str) -> f32 {
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER);
    galley.size().x + 2.0 * ui.spacing().button_padding.x
}

/// How wide a row of choices is.
pub fn choices_width(ui: &Ui, tokens: &Tokens, options: &[&str]) -> f32 {
    let width = |text: &&str| {
        let galley = ui
            .painter()
            .layout_no_wrap((*text).to_owned(), tokens.body_strong(), tokens.colour.ink);
        galley.size().x + 2.0 * tokens.space.m
    };
    options.iter().map(width).sum()
}

/// A row of choices of which one holds. Returns the one that was clicked.
pub fn choices(ui: &mut Ui, tokens: &Tokens, options: &[&str], chosen: Option<usize>) -> Option<usize> {
    let colour = &tokens.colour;
    let height = tokens.control.height;
    let galleys: Vec<_> = options
        .iter()
        .enumerate()
        .map(|(k, words)| {
            let on = chosen == Some(k);
            let (font, ink) = if on {
                (tokens.body_strong(), colour.accent)
            } else {
                (tokens.body(), colour.ink2)
            };
            ui.painter()
                .layout_no_wrap(text::on_one_line(words).into_owned(), font, ink)
        })
        .collect();
    // As wide whichever is chosen, so that nothing moves.
    let widths: Vec<f32> = options
        .iter()
        .map(|words| choices_width(ui, tokens, &[words]))
        .collect();
    let width: f32 = widths.iter().sum();
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let radius = tokens.radius.control;
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius), colour.surface);
    let mut clicked = None;
    let mut x = rect.left();
    let last = options.len().saturating_sub(1);
    for (k, galley) in galleys.into_iter().enumerate() {
        let cell = egui::Rect::from_min_size(egui::pos2(x, rect.top()), vec2(widths[k], height));
        x = cell.right();
        let response = ui.interact(cell, ui.scope_id().with(("choice", options[k])), Sense::click());
        let on = chosen == Some(k);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, options[k]));
        let corner = CornerRadius {
            nw: if k == 0 { radius } else { 0 },
            sw: if k == 0 { radius } else { 0 },
            ne: if k == last { radius } else { 0 },
            se: if k == last { radius } else { 0 },
        };
        if on {
            ui.painter().rect_filled(cell, corner, colour.accent_soft);
        } else if response.hovered() {
            ui.painter().rect_filled(cell, corner, colour.hover);
        }
        if k > 0 {
            ui.painter().vline(cell.left(), cell.y_range(), tokens.hairline());
        }
        let at = cell.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, colour.ink);
        if response.has_focus() {
            ui.painter()
                .rect_stroke(cell, corner, tokens.selection(), StrokeKind::Inside);
        }
        if response.clicked() {
            clicked = Some(k);
        }
    }
    ui.painter()
        .rect_stroke(rect, CornerRadius::same(radius), tokens.hairline(), StrokeKind::Inside);
    clicked
}

/// How wide a list of these choices is; of none, how wide the narrowest is.
pub fn list_width(ui: &Ui, tokens: &Tokens, options: &[&str]) -> f32 {
    let widest = options.iter().map(|words| choices_width(ui, tokens, &[words]));
    widest.fold(tokens.size.body * 4.0, f32::max) + tokens.control.icon
}

/// The same choices as a list that opens, as wide as the widest of them but no wider than `room`. `name` says what is
/// chosen among them. Returns the one that was clicked.
pub fn list(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    options: &[&str],
    chosen: Option<usize>,
    room: f32,
) -> Option<usize> {
    let height = tokens.control.height;
    let least = list_width(ui, tokens, &[]);
    let width = list_width(ui, tokens, options).min(room).max(least);
    let shown = chosen.and_then(|k| options.get(k)).copied().unwrap_or_default();
    let mut clicked = None;
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let combo = ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| {
        ui.spacing_mut().interact_size.y = height;
        let text = RichText::new(shown)
            .font(tokens.body_strong())
            .color(tokens.colour.accent);
        let combo = ComboBox::from_id_salt(name).selected_text(text).width(width).truncate();
        combo.show_ui(ui, |ui| {
            ui.set_min_width(width);
            for (k, words) in options.iter().enumerate() {
                if ui.selectable_label(chosen == Some(k), *words).clicked() {
                    clicked = Some(k);
                }
            }
        })
    });
    let response = combo.inner.response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
    clicked
}
