//! Text that knows its width: cut with an ellipsis, never running into its neighbour.

use std::{borrow::Cow, sync::Arc};

use egui::{
    Align2, Color32, FontId, Galley, Painter, Pos2, Rect,
    text::{LayoutJob, TextWrapping},
};

/// Lays text out in at most so many rows of that width; what does not fit is cut with "…".
#[must_use]
pub fn elided(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32, rows: usize) -> Arc<Galley> {
    let text = if rows == 1 { on_one_line(text) } else { text.into() };
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
