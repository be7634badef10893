//! A heading that folds what is below it away. Its words are cut rather than made to widen the panel.

use egui::{
    Align2, CornerRadius, FontId, Id, Rect, Role, Sense, Ui, WidgetInfo, collapsing_header::CollapsingState, pos2, vec2,
};

use super::text;
use crate::ui::{
    icons::{self, Icon},
    tokens::Tokens,
};

/// Draws a heading and, while it is unfolded, what is below it.
pub fn fold(ui: &mut Ui, tokens: &Tokens, id: Id, heading: &str, font: FontId, open: bool, body: impl FnOnce(&mut Ui)) {
    let mut state = CollapsingState::load_with_default_open(ui, id, open);
    let height = font.size * 1.5 + 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let unfolded = state.is_open();
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, unfolded, heading));
    if response.clicked() {
        state.toggle(ui);
    }
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        let corner = CornerRadius::same(tokens.radius.control);
        painter.rect_filled(rect.expand2(vec2(8.0, 0.0)), corner, tokens.colour.hover);
    }
    let side = font.size * 0.95;
    let chevron = if unfolded {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let at = Rect::from_center_size(pos2(rect.left() + side / 2.0, rect.center().y), vec2(side, side));
    icons::paint(painter, at, chevron, tokens.colour.ink2);
    text::line(
        painter,
        pos2(rect.left() + side + 6.0, rect.center().y),
        Align2::LEFT_CENTER,
        heading,
        font,
        tokens.colour.ink,
        rect.width() - side - 6.0,
    );
    state.show_body_unindented(ui, body);
}
