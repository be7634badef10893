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
        bar(ui, tokens, &progress.words, &[Part::Share(progress.share)]);
        let cancel = button::link(ui, tokens, "Cancel");
        if cancel.on_hover_text("Leave the cards where they are (Esc)").clicked() {
            intents.push(Intent::KeepPlaces);
        }
    });
}

/// How far a part of some work is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// It is not its turn yet.
    Waits,
    /// It goes on, and how far it is is not known.
    Begun,
    /// So much of it is done, 0 to 1.
    Share(f32),
    /// All of it is done.
    Done,
}

impl Part {
    fn share(self) -> f32 {
        match self {
            Self::Waits | Self::Begun => 0.0,
            Self::Share(share) => share.clamp(0.0, 1.0),
            Self::Done => 1.0,
        }
    }
}

/// A thin bar with a piece for each part of the work, said to a screen reader as well.
pub fn bar(ui: &mut Ui, tokens: &Tokens, words: &str, parts: &[Part]) {
    let size = vec2(tokens.size.body * BAR, tokens.control.height);
    let (room, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, words));
    let count = parts.len().max(1) as f32;
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
        if parts.len() > 1 || parts.iter().any(|part| *part != Part::Begun) {
            let done: f32 = parts.iter().map(|part| part.share()).sum();
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
            // Every tenth is said, not every hundredth.
            node.set_numeric_value(f64::from((done / count * 10.0).floor() * 10.0));
        }
    });
    let gap = if parts.len() > 1 { 3.0 } else { 0.0 };
    let groove = Align2::CENTER_CENTER.align_size_within_rect(vec2(room.width(), 4.0), room);
    let width = (groove.width() - gap * (count - 1.0)) / count;
    let round = CornerRadius::same(2);
    let colour = &tokens.colour;
    for (k, part) in parts.iter().enumerate() {
        let left = groove.left() + k as f32 * (width + gap);
        let piece = Rect::from_min_size(pos2(left, groove.top()), vec2(width, groove.height()));
        let ground = if *part == Part::Begun {
            colour.accent.gamma_multiply(0.4)
        } else {
            colour.line
        };
        ui.painter().rect_filled(piece, round, ground);
        let done = Rect::from_min_size(piece.min, vec2(width * part.share(), piece.height()));
        ui.painter().rect_filled(done, round, colour.accent);
    }
}
