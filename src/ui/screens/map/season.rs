//! The month in which one looks, where some handoffs take place in some months only.

use egui::{Align2, Rect, RichText, Role, Sense, Slider, Ui, WidgetInfo, vec2};

use crate::{
    org::MONTHS,
    ui::{canvas::Canvas, tokens::Tokens},
};

/// What it is called.
const WORD: &str = "Season";
/// What stands there while no month is chosen.
const ALL_YEAR: &str = "All year";

/// How high its knob is, in lines of text.
const KNOB: f32 = 1.25;

/// How high it is with the space above it.
pub fn height(tokens: &Tokens) -> f32 {
    tokens.control.height + 12.0
}

/// How wide it is.
pub fn width(ui: &Ui, tokens: &Tokens) -> f32 {
    let word = ui
        .painter()
        .layout_no_wrap(WORD.to_owned(), tokens.body(), tokens.colour.ink2);
    word.size().x + slider_width(tokens) + months_width(tokens) + 2.0 * tokens.space.s + tokens.space.xs + 18.0
}

/// Its room below the map, the lower left corner there.
pub fn above(view: Rect, bottom: f32, tokens: &Tokens) -> Rect {
    Rect::from_min_size(
        egui::pos2(view.left() + 16.0, bottom - tokens.control.height),
        vec2(view.width() - 32.0, tokens.control.height),
    )
}

fn slider_width(tokens: &Tokens) -> f32 {
    tokens.size.body * 14.0
}

/// As wide as the widest month, so that nothing moves.
fn months_width(tokens: &Tokens) -> f32 {
    tokens.size.body * 4.6
}

/// Draws the slider there.
pub fn ui(ui: &mut Ui, room: Rect, tokens: &Tokens, canvas: &mut Canvas) {
    super::strip::strip(ui, room, tokens, WORD, |ui| {
        let mut month = canvas.ways.month.unwrap_or(0);
        let label = ui.label(RichText::new(WORD).font(tokens.body()).color(tokens.colour.ink2));
        let room = ui.available_width() - months_width(tokens) - tokens.space.s - tokens.space.xs;
        ui.spacing_mut().slider_width = slider_width(tokens).min(room.max(tokens.size.body * 3.0));
        ui.add_space(tokens.space.xs);
        // The knob is no higher than the words beside it.
        ui.spacing_mut().interact_size.y = tokens.size.body * KNOB;
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered] {
            state.fg_stroke.color = tokens.colour.ink2;
        }
        let slider = ui.add(Slider::new(&mut month, 0..=12).show_value(false));
        let slider = slider.labelled_by(label.id);
        // From there on the arrow keys go through the months.
        if slider.clicked() || slider.drag_stopped() {
            slider.request_focus();
        }
        let words = month.checked_sub(1).and_then(|k| MONTHS.get(usize::from(k)));
        let size = vec2(months_width(tokens), ui.available_height());
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let words = *words.unwrap_or(&ALL_YEAR);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        let (at, font) = (rect.left_center(), tokens.body_strong());
        ui.painter()
            .text(at, Align2::LEFT_CENTER, words, font, tokens.colour.ink);
        canvas.ways.month = (1..=12).contains(&month).then_some(month);
    });
}
