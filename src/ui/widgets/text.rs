//! Text that knows its width: cut with an ellipsis, never running into its neighbour.

use std::{borrow::Cow, sync::Arc};

use egui::{
    Align2, Color32, FontId, Galley, Label, Painter, Pos2, Rect, Response, RichText, Ui,
    text::{LayoutJob, TextWrapping},
};

/// Lays text out in at most so many rows of that width; what does not fit is cut with "…".
#[must_use]
pub fn elided(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32, rows: usize) -> Arc<Galley> {
    let text = if rows == 1 {
        on_one_line(text)
    } else {
        kept_together(text)
    };
    let mut job = LayoutJob::simple(text.into_owned(), font, colour, width.max(1.0));
    job.wrap = TextWrapping {
        max_width: width.max(1.0),
        max_rows: rows,
        break_anywhere: rows == 1,
        overflow_character: Some('…'),
    };
    painter.layout_job(job)
}

/// The text without line breaks and other characters that move what follows.
#[must_use]
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        text.replace(char::is_control, " ").into()
    } else {
        text.into()
    }
}

/// The text with every number and its sign on one line: "81 %".
#[must_use]
pub fn kept_together(text: &str) -> Cow<'_, str> {
    if text.contains(" %") {
        text.replace(" %", "\u{a0}%").into()
    } else {
        text.into()
    }
}

/// Words that take as many lines as they need.
pub fn wrapped(ui: &mut Ui, words: &str, font: FontId, colour: Color32) -> Response {
    let words = RichText::new(kept_together(words)).font(font).color(colour);
    ui.add(Label::new(words).wrap())
}

/// The first of these words that needs no more room, or the last.
#[must_use]
pub fn longest_that_fits<'a>(painter: &Painter, words: &[&'a str], font: &FontId, room: f32) -> &'a str {
    let width = |words: &str| {
        let galley = painter.layout_no_wrap(words.to_owned(), font.clone(), Color32::PLACEHOLDER);
        galley.size().x
    };
    let fitting = words.iter().find(|words| width(words) <= room);
    fitting.or(words.last()).copied().unwrap_or_default()
}

/// Draws one row of text, cut to that width, and returns where it stands.
pub fn line(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
) -> Rect {
    let galley = elided(painter, text, font, colour, width, 1);
    let rect = anchor.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, colour);
    rect
}

/// A font of the same family in another size, in steps of half a point, so that zooming does not fill
/// the glyph cache with a new size each frame.
#[must_use]
pub fn scaled(font: &FontId, by: f32) -> FontId {
    FontId::new(((font.size * by) * 2.0).round().max(2.0) / 2.0, font.family.clone())
}
