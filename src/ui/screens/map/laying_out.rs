//! That a layout is being worked out: which one, how far it is, and the way to give it up.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::strip;
use crate::ui::{
    app::Progress,
    canvas::Canvas,
    intent::{Intent, Intents},
    tokens::Tokens,
    widgets::button,
};

/// How wide the bar is, in lines of text.
const BAR: f32 = 8.0;

/// Draws it below the tools, beside nothing and above the map: it is gone in a moment, so nothing makes room for it.
pub fn ui(ui: &mut Ui, tokens: &Tokens, canvas: &Canvas, progress: &Progress, intents: &mut Intents) {
    let view = canvas.view;
    let top = view.top() + canvas.insets.top.max(22.0) - 8.0;
    let room = Rect::from_min_size(
        pos2(view.left() + 16.0, top),
        vec2((view.width() - 32.0).max(0.0), strip::height(tokens) - 8.0),
    );
    strip::strip(ui, room, tokens, "Layout", |ui| {
        strip::said(
            ui,
            tokens,
            &progress.words,
            room.width() - tokens.size.body * (BAR + 9.0),
        );
        bar(ui, tokens, &progress.words, Some(progress.share));
        let cancel = button::link(ui, tokens, "Cancel");
        if cancel.on_hover_text("Leave the cards where they are (Esc)").clicked() {
            intents.push(Intent::KeepPlaces);
        }
    });
}

/// A thin bar, said to a screen reader as well; without a share, how far it is is not known.
pub fn bar(ui: &mut Ui, tokens: &Tokens, words: &str, share: Option<f32>) {
    let size = vec2(tokens.size.body * BAR, tokens.control.height);
    let (room, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, words));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
        if let Some(share) = share {
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
            // Every tenth is said, not every hundredth.
            node.set_numeric_value(f64::from((share * 10.0).floor() * 10.0));
        }
    });
    let groove = Align2::CENTER_CENTER.align_size_within_rect(vec2(room.width(), 4.0), room);
    let round = CornerRadius::same(2);
    ui.painter().rect_filled(groove, round, tokens.colour.line);
    let done = vec2(groove.width() * share.unwrap_or_default(), groove.height());
    let done = Rect::from_min_size(groove.min, done);
    ui.painter().rect_filled(done, round, tokens.colour.accent);
}
