//! How the pyramid is drawn: lines first, then the cards of parties over them, then the names of rows.

use egui::{
    Align2, Color32, CornerRadius, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, epaint::CubicBezierShape, pos2, vec2,
};

use super::place::{Item, Place, What, head, pad};
use crate::{
    health::words,
    org::{PartyId, PartyKind},
    roles::pyramid::{Band, Card, Line, Pyramid, Row, Tie},
    ui::{
        tokens::Tokens,
        widgets::text::{self, scaled},
    },
};

/// So many names of holders are shown; more are counted.
const NAMED: usize = 2;

/// So many lines of one kind are drawn at rest; of more only those of one party.
const CALM: usize = 48;

/// Whether all lines of that kind are drawn at rest.
pub fn is_calm(pyramid: &Pyramid, tie: Tie) -> bool {
    pyramid.lines.iter().filter(|line| line.tie == tie).count() <= CALM
}

/// What is drawn, and where its top left corner lies on the screen.
pub struct Page<'a> {
    pub painter: &'a Painter,
    pub tokens: &'a Tokens,
    pub pyramid: &'a Pyramid,
    pub place: &'a Place,
    pub origin: Vec2,
    /// The party whose lines stand out.
    pub touched: Option<&'a PartyId>,
}

impl Page<'_> {
    fn band(&self, party: &PartyId) -> Option<Rect> {
        let (row, at) = self.pyramid.place(party)?;
        Some(self.place.bands.get(row)?.get(at)?.translate(self.origin))
    }

    /// The lines, those of the party that is touched above the others.
    pub fn lines(&self) {
        let tokens = self.tokens;
        let (near, far): (Vec<&Line>, Vec<&Line>) = self.pyramid.lines.iter().partition(|line| {
            self.touched
                .is_some_and(|party| line.from == *party || line.to == *party)
        });
        let calm = Stroke::new(tokens.stroke.hairline, tokens.health.none.mark.gamma_multiply(0.55));
        let strong = Stroke::new(tokens.stroke.selection, tokens.colour.accent);
        let (parts, serves) = (is_calm(self.pyramid, Tie::PartOf), is_calm(self.pyramid, Tie::Serves));
        let at_rest = |line: &&Line| match line.tie {
            Tie::PartOf => parts,
            Tie::Serves => serves,
        };
        for line in far.into_iter().filter(at_rest) {
            self.line(line, calm);
        }
        for line in near {
            self.line(line, strong);
        }
    }

    fn line(&self, line: &Line, stroke: Stroke) {
        let (Some(from), Some(to)) = (self.band(&line.from), self.band(&line.to)) else {
            return;
        };
        let (above, below) = if from.top() < to.top() { (from, to) } else { (to, from) };
        let seen = self.painter.clip_rect();
        if below.top() < seen.top() || above.bottom() > seen.bottom() {
            return;
        }
        let (start, end) = (above.center_bottom(), below.center_top());
        let bend = vec2(0.0, ((end.y - start.y) / 2.0).clamp(4.0, 60.0 * self.place.zoom));
        let points = [start, start + bend, end - bend, end];
        let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.painter.add(curve);
    }

    /// The card of a party, without what can be chosen in it.
    pub fn party(&self, band: &Band, rect: Rect) {
        let (tokens, zoom) = (self.tokens, self.place.zoom);
        let colour = &tokens.colour;
        let pays = band.kind == Some(PartyKind::Customer);
        let (fill, ink) = if pays {
            (colour.customer_fill, colour.customer_ink)
        } else {
            (colour.surface, colour.ink)
        };
        let corner = CornerRadius::same(tokens.radius.party);
        self.painter.rect_filled(rect, corner, fill);
        let outside = band.kind.is_none_or(PartyKind::is_semi_internal);
        if outside {
            let stroke = Stroke::new(tokens.stroke.hairline * 1.2, tokens.health.none.mark);
            let edge = rect.shrink(stroke.width / 2.0);
            let round = edge.shrink(f32::from(tokens.radius.party) / 3.0);
            let points = [
                edge.left_top() + vec2(round.left() - edge.left(), 0.0),
                edge.right_top() - vec2(round.left() - edge.left(), 0.0),
                edge.right_top() + vec2(0.0, round.top() - edge.top()),
                edge.right_bottom() - vec2(0.0, round.top() - edge.top()),
                edge.right_bottom() - vec2(round.left() - edge.left(), 0.0),
                edge.left_bottom() + vec2(round.left() - edge.left(), 0.0),
                edge.left_bottom() - vec2(0.0, round.top() - edge.top()),
                edge.left_top() + vec2(0.0, round.top() - edge.top()),
                edge.left_top() + vec2(round.left() - edge.left(), 0.0),
            ];
            self.painter.extend(Shape::dashed_line(&points, stroke, 4.0, 3.5));
        } else if !pays {
            self.painter
                .rect_stroke(rect, corner, tokens.hairline(), StrokeKind::Inside);
        }
        let left = pad(tokens, zoom) * 1.5;
        let at = pos2(rect.left() + left, rect.top() + head(tokens, zoom) / 2.0);
        let font = scaled(&tokens.name(), zoom);
        let width = rect.width() - 2.0 * left;
        text::line(self.painter, at, Align2::LEFT_CENTER, &band.name, font, ink, width);
    }

    /// Something that can be chosen.
    pub fn item(&self, band: &Band, item: &Item, rect: Rect, open: bool, (hovered, focused): (bool, bool)) {
        let (tokens, zoom) = (self.tokens, self.place.zoom);
        let colour = &tokens.colour;
        let pays = band.kind == Some(PartyKind::Customer);
        let (fill, ink, ink2) = if pays {
            (colour.customer_track, colour.customer_ink, colour.customer_ink2)
        } else {
            (colour.canvas, colour.ink, colour.ink2)
        };
        let corner = CornerRadius::same(tokens.radius.control);
        let quiet = item.what == What::Empty;
        if !quiet {
            let fill = if hovered && !pays { colour.hover } else { fill };
            self.painter.rect_filled(rect, corner, fill);
        }
        if focused {
            let rect = rect.expand(1.0);
            self.painter
                .rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
        }
        let inset = if quiet {
            pad(tokens, zoom) * 0.75
        } else {
            pad(tokens, zoom)
        };
        let x = rect.left() + inset;
        let width = rect.width() - 2.0 * inset;
        let body = scaled(&tokens.body(), zoom);
        let label = scaled(&tokens.label(), zoom);
        let middle = rect.center().y;
        match &item.what {
            What::Role(k) => {
                let Some(card) = band.roles.get(*k) else { return };
                let below = below(card);
                if below.is_empty() {
                    let at = pos2(x, middle);
                    text::line(self.painter, at, Align2::LEFT_CENTER, &card.name, body, ink, width);
                    return;
                }
                let at = pos2(x, middle - 0.5);
                text::line(self.painter, at, Align2::LEFT_BOTTOM, &card.name, body, ink, width);
                let at = pos2(x, middle + 1.5);
                text::line(self.painter, at, Align2::LEFT_TOP, &below, label, ink2, width);
            }
            What::Fold => {
                let count = words::number(band.roles.len() as u64, "role", "roles");
                let said = text::line(
                    self.painter,
                    pos2(x, middle),
                    Align2::LEFT_CENTER,
                    &count,
                    body,
                    ink,
                    width,
                );
                let size = tokens.control.mark * zoom * 0.45;
                let at = pos2((said.right() + 2.5 * size).min(rect.right() - size), middle);
                let points = if open {
                    vec![
                        at + vec2(-size, size / 2.0),
                        at + vec2(0.0, -size / 2.0),
                        at + vec2(size, size / 2.0),
                    ]
                } else {
                    vec![
                        at + vec2(-size, -size / 2.0),
                        at + vec2(0.0, size / 2.0),
                        at + vec2(size, -size / 2.0),
                    ]
                };
                self.painter
                    .add(Shape::line(points, Stroke::new(tokens.stroke.icon, ink2)));
            }
            What::Empty => {
                let kind = band.kind.map_or("Unknown", PartyKind::label);
                let said = if pays {
                    kind.to_owned()
                } else {
                    format!("{kind} · no roles")
                };
                text::line(
                    self.painter,
                    pos2(x, middle),
                    Align2::LEFT_CENTER,
                    &said,
                    label,
                    ink2,
                    width,
                );
            }
        }
    }

    /// The name of a row, at the left of the view wherever it is scrolled to.
    pub fn row(&self, row: &Row, rect: Rect) {
        let (tokens, zoom) = (self.tokens, self.place.zoom);
        let width = rect.width() - tokens.space.m * zoom;
        let font = scaled(&tokens.body_strong(), zoom);
        let name = text::elided(self.painter, row.name, font, tokens.colour.ink2, width, 2);
        let at = rect.left_top() + vec2(0.0, pad(tokens, zoom) + 2.0);
        let bottom = at.y + name.size().y;
        self.painter.galley(at, name, tokens.colour.ink2);
        if !row.says.is_empty() {
            let font = scaled(&tokens.label(), zoom);
            let says = text::elided(self.painter, &row.says, font, tokens.colour.ink3, width, 3);
            self.painter.galley(pos2(at.x, bottom + 2.0), says, tokens.colour.ink3);
        }
    }
}

/// For how much a role answers and who holds it, as far as there is something to say.
pub fn below(card: &Card) -> String {
    let mut said = Vec::new();
    if card.answers > 0 {
        said.push(format!("Answers for {}", card.answers));
    }
    // Beside another word there is room for one name.
    let named = if said.is_empty() { NAMED } else { 1 };
    match &card.holders[..] {
        [] => {}
        few if few.len() <= named => said.push(few.join(", ")),
        many => said.push(words::number(many.len() as u64, "person", "people")),
    }
    said.join(" · ")
}
