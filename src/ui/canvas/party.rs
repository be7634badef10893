//! How a party looks on the map.

use egui::{Color32, CornerRadius, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::{
    health::{Health, Indicator},
    org::{Party, PartyId},
    ui::{
        tokens::Tokens,
        widgets::{
            reading::Reading,
            text::{elided, scaled},
        },
    },
};

/// A card's width and height at natural size.
pub use crate::layout::{CARD_HEIGHT, CARD_WIDTH};

/// Text smaller than this on screen is left out: it could not be read anyway.
const SMALLEST_TEXT: f32 = 6.0;

/// Below this zoom a card shows its name alone.
const COMPACT: f32 = 0.55;
/// The size of a name on a card seen from afar.
const SMALLEST_NAME: f32 = 8.5;

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
    match party.headcount {
        Some(1) if !party.kind.is_semi_internal() && !party.kind.is_customer() => "1 person".to_owned(),
        Some(n) if !party.kind.is_semi_internal() && !party.kind.is_customer() => format!("{n} people"),
        _ => party.kind.label().to_owned(),
    }
}

/// What a screen reader says of a card.
#[must_use]
pub fn spoken(id: &PartyId, party: &Party, health: &Health) -> String {
    let mut text = format!("{}, {}", party.name, party.kind.label());
    if let Some(n) = party.headcount {
        text.push_str(&format!(", {n} people"));
    }
    for indicator in Indicator::ALL {
        let reading = Reading::of_party(health, id, indicator);
        text.push_str(&format!(", {} {}", indicator.label().to_lowercase(), reading.spoken()));
    }
    text
}

/// Draws a card.
pub fn paint(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    zoom: f32,
    id: &PartyId,
    party: &Party,
    health: &Health,
    touch: Touch,
) {
    let customer = party.kind.is_customer();
    let colour = &tokens.colour;
    let (fill, ink, ink2, track) = if customer {
        (
            colour.customer_fill,
            colour.customer_ink,
            colour.customer_ink2,
            colour.customer_track,
        )
    } else {
        (colour.surface, colour.ink, colour.ink2, colour.track)
    };
    let radius = f32::from(tokens.radius.party) * zoom;
    let corner = CornerRadius::same(radius.round().clamp(0.0, 60.0) as u8);
    if touch.selected {
        let halo = tokens.stroke.halo;
        painter.rect_filled(
            rect.expand(halo),
            CornerRadius::same((radius + halo).min(60.0) as u8),
            colour.halo,
        );
    }
    painter.rect_filled(rect, corner, fill);
    border(painter, tokens, rect, radius, corner, party, touch);
    if touch.focused {
        painter.rect_stroke(
            rect.expand(3.0),
            CornerRadius::same((radius + 3.0).min(60.0) as u8),
            Stroke::new(tokens.stroke.hairline.max(1.0), colour.accent),
            StrokeKind::Outside,
        );
    }
    content(
        painter,
        tokens,
        rect,
        zoom,
        id,
        party,
        health,
        touch,
        [ink, ink2, track],
    );
}

fn border(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    radius: f32,
    corner: CornerRadius,
    party: &Party,
    touch: Touch,
) {
    let colour = &tokens.colour;
    if touch.selected {
        painter.rect_stroke(rect, corner, tokens.selection(), StrokeKind::Middle);
    } else if party.kind.is_semi_internal() {
        let stroke = Stroke::new(
            tokens.stroke.hairline * 1.2,
            if touch.hovered {
                colour.ink2
            } else {
                tokens.health.none.mark
            },
        );
        painter.extend(Shape::dashed_line(&outline(rect, radius), stroke, 4.0, 3.5));
    } else if !party.kind.is_customer() || touch.hovered {
        let line = if touch.hovered { colour.ink3 } else { colour.line };
        painter.rect_stroke(
            rect,
            corner,
            Stroke::new(tokens.stroke.hairline, line),
            StrokeKind::Inside,
        );
    }
}

fn content(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    zoom: f32,
    id: &PartyId,
    party: &Party,
    health: &Health,
    touch: Touch,
    [ink, ink2, track]: [Color32; 3],
) {
    if zoom < COMPACT {
        compact(painter, tokens, rect, zoom, id, party, health, [ink, track]);
        return;
    }
    // A projector has no room for the second line: the name takes its place, larger.
    let large = tokens.size.body > 16.0;
    let pad = 14.0 * zoom;
    let width = rect.width() - 2.0 * pad;
    let name_font = scaled(&tokens.name(), if large { zoom * 0.82 } else { zoom });
    let readable = name_font.size >= SMALLEST_TEXT;
    if readable && !touch.naming {
        let rows = if large { 2 } else { 1 };
        let galley = elided(painter, &party.name, name_font, ink, width, rows);
        let y = if large {
            rect.top() + 28.0 * zoom - galley.size().y / 2.0
        } else {
            rect.top() + 20.0 * zoom - galley.size().y / 2.0
        };
        painter.galley(pos2(rect.left() + pad, y.max(rect.top() + 3.0 * zoom)), galley, ink);
    }
    let second = scaled(&tokens.label(), zoom * 1.04);
    if !large && second.size >= SMALLEST_TEXT {
        let galley = elided(painter, &second_line(party), second, ink2, width, 1);
        let y = rect.top() + 39.0 * zoom - galley.size().y / 2.0;
        painter.galley(pos2(rect.left() + pad, y), galley, ink2);
    }
    let height = (if large { 8.0 } else { 5.0 } * zoom).max(1.0);
    let y = rect.top() + if large { 61.0 } else { 59.0 } * zoom - height / 2.0;
    let row = Rect::from_min_size(pos2(rect.left() + pad, y), vec2(width, height));
    bars(painter, tokens, row, 8.0 * zoom, id, health, track);
}

/// A card seen from afar: the name as large as it can be read, and the bars as a thin foot.
fn compact(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    zoom: f32,
    id: &PartyId,
    party: &Party,
    health: &Health,
    [ink, track]: [Color32; 2],
) {
    let pad = (14.0 * zoom).max(3.0);
    let width = rect.width() - 2.0 * pad;
    let font = scaled(&tokens.name(), (SMALLEST_NAME / tokens.size.name).max(zoom));
    let with_bars = rect.height() >= 16.0;
    if rect.height() >= font.size * 1.15 && width >= font.size * 2.0 {
        let galley = elided(painter, &party.name, font, ink, width, 1);
        let middle = rect.top() + rect.height() * if with_bars { 0.42 } else { 0.5 };
        painter.galley(pos2(rect.left() + pad, middle - galley.size().y / 2.0), galley, ink);
    }
    if with_bars {
        let height = (5.0 * zoom).max(1.5);
        let row = Rect::from_min_size(
            pos2(rect.left() + pad, rect.bottom() - 2.0 * height - 1.0),
            vec2(width, height),
        );
        bars(painter, tokens, row, (8.0 * zoom).max(2.0), id, health, track);
    }
}

/// The three indicators as bars beside each other.
fn bars(painter: &Painter, tokens: &Tokens, row: Rect, gap: f32, id: &PartyId, health: &Health, track: Color32) {
    let height = row.height();
    let bar = (row.width() - 2.0 * gap) / 3.0;
    if bar < 2.0 {
        return;
    }
    for (k, indicator) in Indicator::ALL.into_iter().enumerate() {
        let track_rect = Rect::from_min_size(row.min + vec2(k as f32 * (bar + gap), 0.0), vec2(bar, height));
        let round = CornerRadius::same((height / 2.0).min(20.0) as u8);
        painter.rect_filled(track_rect, round, track);
        let reading = Reading::of_party(health, id, indicator);
        if let Some(mean) = reading.mean() {
            let filled = Rect::from_min_size(track_rect.min, vec2((bar * mean as f32).max(height), height));
            painter.rect_filled(filled, round, reading.tone(tokens).mark);
        }
    }
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
