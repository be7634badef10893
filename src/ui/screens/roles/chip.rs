//! Letters in small squares, in cells and in the line below a table that says what they mean.

use egui::{Align2, CornerRadius, Painter, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::{
    org::Letter,
    ui::{
        tokens::Tokens,
        widgets::text::{self, scaled},
    },
};

/// How a letter stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// In colour, soft.
    Soft,
    /// Filled with ink: it is looked for first.
    Filled,
    /// Grey.
    Grey,
    /// An outline.
    Outlined,
}

impl Look {
    /// R soft, A filled, C grey, I outlined.
    pub const fn of(letter: Letter) -> Self {
        match letter {
            Letter::Responsible => Self::Soft,
            Letter::Accountable => Self::Filled,
            Letter::Consulted => Self::Grey,
            Letter::Informed => Self::Outlined,
        }
    }
}

/// The side of a letter's square.
fn side(tokens: &Tokens) -> f32 {
    (tokens.size.body * 1.85).round()
}

/// One letter.
pub fn chip(painter: &Painter, tokens: &Tokens, rect: Rect, letter: char, look: Look) {
    let colour = &tokens.colour;
    let corner = CornerRadius::same(tokens.radius.control.saturating_sub(2));
    let (fill, ink) = match look {
        Look::Soft => (colour.accent_soft, colour.accent),
        Look::Filled => (colour.ink, colour.surface),
        Look::Grey => (colour.track, colour.ink2),
        Look::Outlined => (colour.surface, colour.ink2),
    };
    painter.rect_filled(rect, corner, fill);
    if look == Look::Outlined {
        let edge = Stroke::new(tokens.stroke.hairline, colour.ink3);
        painter.rect_stroke(rect, corner, edge, StrokeKind::Inside);
    }
    let font = scaled(
        &tokens.body_strong(),
        (rect.size().min_elem() / side(tokens)).clamp(0.7, 1.0),
    );
    painter.text(rect.center(), Align2::CENTER_CENTER, letter, font, ink);
}

/// The letters of a cell, two beside each other and more below.
pub fn row(painter: &Painter, tokens: &Tokens, cell: Rect, letters: &[(char, Look)]) {
    const ACROSS: usize = 2;
    let gap = 2.0;
    let lines = letters.len().div_ceil(ACROSS).max(1) as f32;
    let height = side(tokens).min((cell.height() - 6.0 - gap * (lines - 1.0)) / lines);
    let mut y = cell.center().y - ((height + gap) * lines - gap) / 2.0;
    for line in letters.chunks(ACROSS) {
        let count = line.len() as f32;
        let width = side(tokens).min((cell.width() - 6.0 - gap * (count - 1.0)) / count);
        let mut x = cell.center().x - ((width + gap) * count - gap) / 2.0;
        for (letter, look) in line {
            let rect = Rect::from_min_size(pos2(x, y), vec2(width, height));
            chip(painter, tokens, rect, *letter, *look);
            x += width + gap;
        }
        y += height + gap;
    }
}

/// How high the line with the meanings is, with what stands around it.
pub fn legend_height(tokens: &Tokens) -> f32 {
    tokens.size.body * 1.9 + tokens.space.m
}

/// What the letters mean, and the keys where there is room.
pub fn legend(ui: &mut Ui, tokens: &Tokens, entries: &[(char, Look, &str)], keys: &str) {
    let height = tokens.size.body * 1.9;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let painter = ui.painter().with_clip_rect(rect);
    let mut x = rect.left();
    for (letter, look, meaning) in entries {
        let side = side(tokens);
        let square = Rect::from_center_size(pos2(x + side / 2.0, rect.center().y), Vec2::splat(side));
        chip(&painter, tokens, square, *letter, *look);
        let at = pos2(square.right() + 6.0, rect.center().y);
        let (font, ink) = (tokens.body(), tokens.colour.ink2);
        let said = text::line(&painter, at, Align2::LEFT_CENTER, meaning, font, ink, rect.width());
        x = said.right() + tokens.space.l + 2.0;
    }
    let said = painter.layout_no_wrap(keys.to_owned(), tokens.body(), tokens.colour.ink3);
    if x + said.size().x < rect.right() {
        let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), said.size());
        painter.galley(at.min, said, tokens.colour.ink3);
    }
}
