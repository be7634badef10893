//! How a party looks on the map.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontId, Galley, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::plates::{self, Plate};
use crate::{
    health::{Health, Indicator, risk::Severity, words},
    layout::STACK,
    org::{Party, PartyId},
    ui::{
        icons,
        style::blend,
        tokens::Tokens,
        what_if::Fate,
        widgets::{
            reading::Reading,
            shorten,
            text::{elided, on_one_line, scaled},
        },
    },
};

/// A card's width and height at natural size.
pub use crate::layout::{CARD_HEIGHT, CARD_WIDTH};

/// Below this zoom a card shows its name alone.
pub const COMPACT: f32 = 0.55;
/// How wide a coloured edge is.
const STRIPE: f32 = 2.0;
/// How much of its ink the border of a party has that is supposed to be gone.
const GHOST: f32 = 0.5;

/// What the pointer and the selection make of a card.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be true whatever the others are")]
pub struct Touch {
    /// It is selected.
    pub selected: bool,
    /// The pointer is over it.
    pub hovered: bool,
    /// The keyboard is on it.
    pub focused: bool,
    /// Its name is being typed, so it is not drawn.
    pub naming: bool,
}

/// The line below the name: the headcount, or what it is.
#[must_use]
pub fn second_line(party: &Party) -> String {
    let inside = !party.kind.is_semi_internal() && !party.kind.is_customer();
    match party.headcount {
        Some(n) if inside => words::number(n.into(), "person", "people"),
        _ => party.kind.label().to_owned(),
    }
}

/// What a screen reader says of a card; `size` where it stands for a whole department.
#[must_use]
pub fn spoken(id: &PartyId, party: &Party, size: Option<&str>, health: &Health, risks: usize) -> String {
    let mut said = vec![party.name.clone()];
    if let Some(size) = size {
        said.push(size.to_owned());
    } else {
        said.push(party.kind.label().to_owned());
        said.extend(party.headcount.map(|n| words::number(u64::from(n), "person", "people")));
    }
    said.extend(Indicator::ALL.map(|indicator| {
        let reading = Reading::of_party(health, id, indicator);
        format!("{} {}", indicator.label().to_lowercase(), reading.spoken())
    }));
    format!("{}{}", said.join(", "), super::risks_spoken(risks))
}

/// A card on screen.
pub struct Card<'a> {
    /// How it looks.
    pub tokens: &'a Tokens,
    /// Where it is.
    pub rect: Rect,
    /// Screen points for each map point.
    pub zoom: f32,
    /// Whose card it is.
    pub id: &'a PartyId,
    /// What is known of the party.
    pub party: &'a Party,
    /// How everyone is doing.
    pub health: &'a Health,
    /// What the pointer and the selection make of it.
    pub touch: Touch,
    /// What becomes of it under what is supposed.
    pub fate: Fate,
    /// What the second line says instead of the headcount.
    pub says: Option<String>,
    /// It steps back behind others.
    pub faded: bool,
    /// Where in its name begins what tells it from those of other cards, as a byte.
    pub tail: usize,
    /// How many risks are open there, and the most urgent of them.
    pub risks: Option<(usize, Severity)>,
    /// What it says from afar, where there is room for it.
    pub plate: Option<&'a Plate>,
}

impl Card<'_> {
    fn radius(&self) -> f32 {
        f32::from(self.tokens.radius.party) * self.zoom
    }

    /// Fill, name, second line and track.
    fn colours(&self) -> [Color32; 4] {
        let colour = &self.tokens.colour;
        if self.fate == Fate::Gone || self.faded {
            // Fainter, and the name could no longer be read.
            [colour.canvas, colour.ink2, colour.ink2, colour.canvas]
        } else if self.party.kind.is_customer() {
            [
                colour.customer_fill,
                colour.customer_ink,
                colour.customer_ink2,
                colour.customer_track,
            ]
        } else {
            [colour.surface, colour.ink, colour.ink2, colour.track]
        }
    }

    /// Draws it.
    pub fn paint(&self, painter: &Painter) {
        let (tokens, rect, radius) = (self.tokens, self.rect, self.radius());
        let corner = rounded(radius);
        if self.touch.selected {
            let halo = tokens.stroke.halo;
            painter.rect_filled(rect.expand(halo), rounded(radius + halo), tokens.colour.halo);
        }
        let [fill, ..] = self.colours();
        painter.rect_filled(rect, corner, fill);
        self.border(painter, corner);
        if self.touch.focused {
            let line = Stroke::new(tokens.stroke.hairline.max(1.0), tokens.colour.accent);
            painter.rect_stroke(rect.expand(3.0), rounded(radius + 3.0), line, StrokeKind::Outside);
        }
        if self.zoom < COMPACT {
            self.compact(painter);
        } else {
            self.content(painter);
        }
    }

    fn border(&self, painter: &Painter, corner: CornerRadius) {
        let (tokens, rect) = (self.tokens, self.rect);
        let colour = &tokens.colour;
        let hovered = self.touch.hovered;
        let dashed = |width: f32, ink: Color32, dash: f32, gap: f32| {
            let stroke = Stroke::new(width, ink);
            painter.extend(Shape::dashed_line(&outline(rect, self.radius()), stroke, dash, gap));
        };
        if self.touch.selected {
            painter.rect_stroke(rect, corner, tokens.selection(), StrokeKind::Middle);
        } else if self.fate == Fate::Gone {
            let ink = blend(colour.canvas, colour.ink2, if hovered { 1.0 } else { GHOST });
            dashed(tokens.stroke.hairline * 1.2, ink, 2.0, 4.0);
        } else if self.fate == Fate::Stranded {
            dashed(tokens.stroke.selection, tokens.health.weak.mark, 7.0, 4.0);
        } else if self.party.kind.is_semi_internal() {
            let ink = if hovered { colour.ink2 } else { tokens.health.none.mark };
            dashed(tokens.stroke.hairline * 1.2, ink, 4.0, 3.5);
        } else if !self.party.kind.is_customer() || hovered || self.faded {
            let line = if hovered { colour.ink3 } else { colour.line };
            let stroke = Stroke::new(tokens.stroke.hairline, line);
            painter.rect_stroke(rect, corner, stroke, StrokeKind::Inside);
        }
    }

    /// Name, second line and bars.
    fn content(&self, painter: &Painter) {
        let (tokens, rect, zoom) = (self.tokens, self.rect, self.zoom);
        let [_, ink, ink2, _] = self.colours();
        // A projector has no room for the second line: the name takes its place, larger.
        let large = tokens.size.body > 16.0;
        let two = !large || self.fate != Fate::Stays;
        let pad = 14.0 * zoom;
        let width = rect.width() - 2.0 * pad;
        let centred = |galley: Arc<Galley>, middle: f32, ink| {
            let y = (rect.top() + middle * zoom - galley.size().y / 2.0).max(rect.top() + 3.0 * zoom);
            painter.galley(pos2(rect.left() + pad, y), galley, ink);
        };
        // Beside the second line, which is short, so that the name keeps its room; a projector has only the name.
        let taken = if two {
            self.risk(painter, pos2(rect.right() - pad, rect.top() + 39.0 * zoom))
        } else {
            self.risk_at_corner(painter);
            0.0
        };
        if !self.touch.naming {
            let font = scaled(&tokens.name(), if large { zoom * 0.82 } else { zoom });
            let rows = if two { 1 } else { 2 };
            let galley = self.name(painter, &font, ink, width, rows);
            centred(galley, if two { 20.0 } else { 28.0 }, ink);
        }
        if two {
            let font = scaled(&tokens.label(), zoom * if large { 0.95 } else { 1.04 });
            let (words, ink2) = match self.fate.word() {
                Some(word) if self.fate == Fate::Stranded => (word.to_owned(), tokens.health.weak.text),
                Some(word) => (word.to_owned(), ink2),
                None => (self.says.clone().unwrap_or_else(|| second_line(self.party)), ink2),
            };
            let galley = elided(painter, &words, font, ink2, width - taken, 1);
            let end = rect.left() + pad + galley.size().x;
            centred(galley, 39.0, ink2);
            let size = tokens.control.mark * zoom * if large { 0.7 } else { 1.0 };
            self.stranded(painter, pos2(end + size, rect.top() + 39.0 * zoom), size);
        }
        if self.fate == Fate::Gone || self.faded {
            return;
        }
        let height = (if large { 8.0 } else { 5.0 } * zoom).max(1.0);
        let y = rect.top() + if large { 61.0 } else { 59.0 } * zoom - height / 2.0;
        let row = Rect::from_min_size(pos2(rect.left() + pad, y), vec2(width, height));
        self.bars(painter, row, 8.0 * zoom);
    }

    /// The name, and where it does not fit, so much of it that it is told from others.
    fn name(&self, painter: &Painter, font: &FontId, ink: Color32, width: f32, rows: usize) -> Arc<Galley> {
        let name = &self.party.name;
        let galley = elided(painter, name, font.clone(), ink, width, rows);
        if !galley.elided {
            return galley;
        }
        let fitted = painter.fonts_mut(|fonts| {
            let mut wide = |letter: char| fonts.glyph_width(font, letter);
            shorten::fitted(&on_one_line(name), self.tail, width, rows, &mut wide)
        });
        match fitted {
            Some(fitted) => painter.layout_no_wrap(fitted.text, font.clone(), ink),
            None => galley,
        }
    }

    /// The open risks: a mark whose shape says how urgent, and their number, its right end at `at`. Returns the
    /// width it takes. What is of low urgency is left to the panel and to Health.
    fn risk(&self, painter: &Painter, at: egui::Pos2) -> f32 {
        let Some((count, severity)) = self.risks.filter(|(_, severity)| *severity > Severity::Low) else {
            return 0.0;
        };
        let (tokens, zoom) = (self.tokens, self.zoom);
        let [_, _, ink2, _] = self.colours();
        let font = scaled(&tokens.label(), zoom);
        let galley = painter.layout_no_wrap(count.to_string(), font, ink2);
        let size = tokens.control.mark * zoom * 0.95;
        let width = galley.size().x + size + 5.0 * zoom;
        let left = at.x - galley.size().x;
        painter.galley(pos2(left, at.y - galley.size().y / 2.0), galley, ink2);
        icons::severity(
            painter,
            pos2(at.x - width + size / 2.0, at.y),
            size,
            severity,
            false,
            tokens,
        );
        width + 4.0 * zoom
    }

    /// The mark of a party that loses sight of every paying customer.
    fn stranded(&self, painter: &Painter, at: egui::Pos2, size: f32) {
        if self.fate == Fate::Stranded {
            icons::mark(painter, at, size, icons::Mark::Weak, true, self.tokens);
        }
    }

    /// The same on the card's corner, as a mark alone.
    fn risk_at_corner(&self, painter: &Painter) {
        let Some((_, severity)) = self.risks.filter(|(_, severity)| *severity > Severity::Low) else {
            return;
        };
        let (tokens, size) = (self.tokens, self.tokens.control.mark * self.zoom);
        let at = self.rect.right_top() + vec2(-size * 0.35, size * 0.35);
        painter.circle(at, size, tokens.colour.surface, tokens.hairline());
        icons::severity(painter, at, size, severity, false, tokens);
    }

    /// A card seen from afar: the name as large as it can be read, and the bars as a thin foot or alone.
    fn compact(&self, painter: &Painter) {
        let (tokens, rect, zoom) = (self.tokens, self.rect, self.zoom);
        let [_, ink, ..] = self.colours();
        let quiet = self.fate == Fate::Gone || self.faded;
        if let Some(plate) = self.plate {
            if let Some(stripe) = plate.stripe {
                painter.add(stripe_of(rect, stripe, self.radius()));
            }
            if !self.touch.naming {
                let galley = painter.layout_job(plate.job(ink));
                let at = plates::text_at(plate, galley.size().y);
                painter.galley(at, galley, ink);
            }
            if plate.foot && !quiet {
                self.bars(painter, plates::foot(plate), 2.0);
            }
        } else if !quiet && rect.height() >= 6.0 {
            let pad = (14.0 * zoom).max(2.0);
            let row = vec2(rect.width() - 2.0 * pad, (rect.height() * 0.2).clamp(2.0, 4.0));
            self.bars(
                painter,
                Rect::from_center_size(rect.center(), row),
                (8.0 * zoom).max(2.0),
            );
        }
        let size = tokens.control.mark * zoom.max(0.6);
        self.stranded(painter, rect.right_top() + vec2(-3.0, 3.0), size);
    }

    /// The three indicators as bars beside each other.
    fn bars(&self, painter: &Painter, row: Rect, gap: f32) {
        let bar = (row.width() - 2.0 * gap) / 3.0;
        if bar < 2.0 {
            return;
        }
        let [.., track] = self.colours();
        let row = if self.zoom < COMPACT {
            on_pixels(painter, row)
        } else {
            row
        };
        let height = row.height();
        let round = rounded(height / 2.0);
        for (k, indicator) in Indicator::ALL.into_iter().enumerate() {
            let whole = Rect::from_min_size(row.min + vec2(k as f32 * (bar + gap), 0.0), vec2(bar, height));
            painter.rect_filled(whole, round, track);
            let reading = Reading::of_party(self.health, self.id, indicator);
            if let Some(mean) = reading.mean() {
                let filled = Rect::from_min_size(whole.min, vec2((bar * mean as f32).max(height), height));
                painter.rect_filled(filled, round, reading.tone(self.tokens).mark);
            }
        }
    }
}

/// A row of bars as many pixels high on every card, wherever that stands.
fn on_pixels(painter: &Painter, row: Rect) -> Rect {
    let pixels = painter.pixels_per_point();
    let snap = |length: f32| (length * pixels).round() / pixels;
    let min = pos2(row.left(), snap(row.top()));
    Rect::from_min_size(min, vec2(row.width(), snap(row.height()).max(1.0 / pixels)))
}

/// The left edge of a card in a colour: where there is no room for bars.
fn stripe_of(rect: Rect, colour: Color32, radius: f32) -> Shape {
    let round = CornerRadius {
        ne: 0,
        se: 0,
        ..rounded(radius)
    };
    let edge = Rect::from_min_size(rect.min, vec2(STRIPE, rect.height()));
    Shape::rect_filled(edge, round, colour)
}

/// A corner radius that egui can hold.
fn rounded(radius: f32) -> CornerRadius {
    CornerRadius::same(radius.round().clamp(0.0, 60.0) as u8)
}

/// The outline of a rounded rectangle as a line, for dashes.
fn outline(rect: Rect, radius: f32) -> Vec<egui::Pos2> {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let corners = [
        (pos2(rect.right() - radius, rect.top() + radius), -90.0_f32),
        (pos2(rect.right() - radius, rect.bottom() - radius), 0.0),
        (pos2(rect.left() + radius, rect.bottom() - radius), 90.0),
        (pos2(rect.left() + radius, rect.top() + radius), 180.0),
    ];
    let mut points = vec![pos2(rect.left() + radius, rect.top())];
    for (centre, start) in corners {
        for step in 0..=6 {
            let angle = (start + 15.0 * step as f32).to_radians();
            points.push(centre + radius * vec2(angle.cos(), angle.sin()));
        }
    }
    points.push(pos2(rect.left() + radius, rect.top()));
    points
}

/// Where the name stands on a card, for the field in which it is typed.
#[must_use]
pub fn name_field(card: Rect, zoom: f32) -> Rect {
    Rect::from_min_max(
        pos2(card.left() + 8.0 * zoom, card.top() + 5.0 * zoom),
        pos2(card.right() - 8.0 * zoom, card.top() + 34.0 * zoom),
    )
}

/// The rectangle of a card whose centre is there, in map points.
#[must_use]
pub fn card(at: crate::layout::Point) -> crate::layout::Rect {
    crate::layout::Rect::around(at, CARD_WIDTH, CARD_HEIGHT)
}

/// Draws the edges of two more cards behind one that stands for a whole department.
pub fn paint_stack(painter: &Painter, tokens: &Tokens, rect: Rect, zoom: f32) {
    // From afar it would be a blot.
    if zoom < 0.15 {
        return;
    }
    let step = (STACK / 2.0 * zoom).max(1.5);
    let corner = rounded(f32::from(tokens.radius.party) * zoom);
    let stroke = Stroke::new(
        tokens.stroke.hairline,
        blend(tokens.colour.line, tokens.colour.ink3, 0.5),
    );
    for k in [2.0, 1.0] {
        let behind = rect.translate(vec2(step, step) * k);
        painter.rect(behind, corner, tokens.colour.surface, stroke, StrokeKind::Inside);
    }
}

/// Draws a dot at each edge where a handoff can be pulled out of a card.
pub fn paint_handles(painter: &Painter, tokens: &Tokens, rect: Rect) {
    for at in [
        rect.right_center(),
        rect.left_center(),
        rect.center_top(),
        rect.center_bottom(),
    ] {
        painter.circle(at, 4.5, tokens.colour.surface, Stroke::new(1.6, tokens.colour.accent));
    }
}
