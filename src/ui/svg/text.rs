//! Texts, each letter where egui put it.

use std::fmt::Write as _;

use egui::{
    Color32, Mesh, Pos2, Vec2,
    emath::GuiRounding as _,
    epaint::{TextShape, Vertex, text::PlacedRow},
};

use super::{Writer, xml};
use crate::ui::fonts::{FACES, face_of};

/// Letters that follow each other and look the same.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    face: usize,
    size: f32,
    colour: Color32,
    baseline: f32,
}

/// A piece of a text: letters each with its place, or some that only make sense together, with the place of the first.
struct Piece {
    together: bool,
    places: Vec<f32>,
    letters: Vec<char>,
}

impl Writer {
    pub(super) fn text(&mut self, shape: &TextShape) {
        if shape.opacity_factor <= 0.0 || shape.galley.is_empty() {
            return;
        }
        let turned = shape.angle != 0.0;
        let at = shape.pos.round_to_pixels(self.pixels_per_point);
        if turned {
            self.body.push_str("<g");
            self.turn(shape.angle, at);
            self.body.push_str(">\n");
        }
        let job = &shape.galley.job;
        // Which letter of the text is next, and in which section it is: rows hold one glyph for each.
        let mut letters = job.text.char_indices();
        let mut section = 0;
        for row in &shape.galley.rows {
            let origin = at.to_vec2() + row.pos.to_vec2();
            self.decoration(shape, row, origin, true);
            let mut pieces: Vec<Piece> = Vec::new();
            let mut last: Option<Look> = None;
            let mut cursor = row.glyphs.first().map_or(0.0, |glyph| glyph.pos.x);
            for glyph in &row.glyphs {
                let letter = letters.next();
                // What stands for the rest of a text that was cut off is in the last section.
                let byte = letter.map_or(job.text.len(), |(byte, _)| byte);
                // A glyph knows only the first letter of those that it is made of.
                let cut = shape.galley.elided && Some(glyph.chr) == job.wrap.overflow_character;
                let c = letter.filter(|_| !cut).map_or(glyph.chr, |(_, c)| c);
                while job
                    .sections
                    .get(section + 1)
                    .is_some_and(|next| next.byte_range.start.0 <= byte)
                {
                    section += 1;
                }
                let Some(format) = job.sections.get(section).map(|section| &section.format) else {
                    continue;
                };
                let look = Look {
                    face: face_of(&format.font_id.family),
                    size: format.font_id.size,
                    colour: ink(shape, format.color),
                    baseline: origin.y + glyph.pos.y,
                };
                if last != Some(look) {
                    self.letters(last, &mut pieces);
                    last = Some(look);
                }
                // egui keeps whole pixels and paints between them; the widths say where exactly.
                if (glyph.pos.x - cursor).abs() > 0.9 / self.pixels_per_point {
                    cursor = glyph.pos.x;
                }
                self.letter(&mut pieces, look.face, c, origin.x + cursor, glyph.advance_width);
                cursor += glyph.advance_width;
            }
            self.letters(last, &mut pieces);
            if row.ends_with_newline {
                letters.next();
            }
            self.decoration(shape, row, origin, false);
        }
        if turned {
            self.body.push_str("</g>\n");
        }
    }

    /// Adds a letter to what is to be written.
    fn letter(&mut self, pieces: &mut Vec<Piece>, face: usize, c: char, at: f32, width: f32) {
        let known = self.charmaps[face].as_ref().is_some_and(|map| map.map(c).is_some());
        let plain = (known && width > 0.0) || c.is_whitespace();
        let together = match (plain, pieces.last()) {
            // An accent belongs to what it stands on.
            (false, Some(last)) if last.together => {
                if let Some(last) = pieces.last_mut() {
                    last.letters.push(c);
                }
                return;
            }
            (plain, _) => !plain,
        };
        match pieces.last_mut() {
            Some(piece) if piece.together == together => {
                piece.places.push(at);
                piece.letters.push(c);
            }
            Some(piece) if width == 0.0 && !piece.together => {
                let (base, place) = (piece.letters.pop(), piece.places.pop());
                pieces.push(Piece {
                    together: true,
                    places: place.into_iter().collect(),
                    letters: base.into_iter().chain([c]).collect(),
                });
            }
            _ => pieces.push(Piece {
                together,
                places: vec![at],
                letters: vec![c],
            }),
        }
    }

    /// Writes letters of one look.
    fn letters(&mut self, look: Option<Look>, pieces: &mut Vec<Piece>) {
        let pieces = std::mem::take(pieces);
        let Some(look) = look else { return };
        let seen = |c: &char| !c.is_whitespace() && xml::is_inert(*c);
        if look.colour.a() == 0 || !pieces.iter().any(|piece| piece.letters.iter().any(seen)) {
            return;
        }
        self.body.push_str("<text");
        xml::attribute(&mut self.body, "y", look.baseline);
        xml::attribute(&mut self.body, "font-size", look.size);
        let _ = write!(self.body, " font-weight=\"{}\"", FACES[look.face].weight);
        xml::colour(&mut self.body, "fill", look.colour);
        self.body.push('>');
        for piece in &pieces {
            self.body.push_str("<tspan x=\"");
            let kept = |(_, c): &(usize, &char)| xml::is_inert(**c) || c.is_whitespace();
            for (k, (place, _)) in piece.letters.iter().enumerate().filter(kept).enumerate() {
                let Some(at) = piece.places.get(place) else { break };
                if k > 0 {
                    self.body.push(' ');
                }
                xml::number(&mut self.body, *at);
            }
            self.body.push_str("\">");
            for &c in &piece.letters {
                xml::push(&mut self.body, c);
                self.used[look.face].insert(c);
            }
            self.body.push_str("</tspan>");
        }
        self.body.push_str("</text>\n");
    }

    /// What lies behind the letters of a row, or the lines under and through them.
    fn decoration(&mut self, shape: &TextShape, row: &PlacedRow, origin: Vec2, behind: bool) {
        let (whole, glyphs) = (&row.visuals.mesh, &row.visuals.glyph_vertex_range);
        if whole.vertices.len() == glyphs.len() {
            return;
        }
        let wanted = |index: u32| {
            let index = index as usize;
            if behind {
                index < glyphs.start
            } else {
                index >= glyphs.end
            }
        };
        let moved = |vertex: &Vertex| Vertex {
            pos: vertex.pos + origin,
            color: ink_of_line(shape, vertex.color),
            uv: Pos2::ZERO,
        };
        let part = Mesh {
            indices: whole
                .indices
                .as_chunks::<3>()
                .0
                .iter()
                .filter(|corners| corners.iter().all(|index| wanted(*index)))
                .flatten()
                .copied()
                .collect(),
            vertices: whole.vertices.iter().map(moved).collect(),
            texture_id: whole.texture_id,
        };
        self.mesh(&part);
    }
}

/// The colour in which letters are painted.
fn ink(shape: &TextShape, colour: Color32) -> Color32 {
    match shape.override_text_color {
        Some(colour) => colour.gamma_multiply(shape.opacity_factor.min(1.0)),
        None => ink_of_line(shape, colour),
    }
}

fn ink_of_line(shape: &TextShape, colour: Color32) -> Color32 {
    let colour = if colour == Color32::PLACEHOLDER {
        shape.fallback_color
    } else {
        colour
    };
    colour.gamma_multiply(shape.opacity_factor.min(1.0))
}
