//! An indicator with its mark, value, likely range and evidence; a click asks why.

use egui::{Align2, CornerRadius, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{reading::Reading, text};
use crate::{
    health::Indicator,
    ui::{icons, tokens::Tokens},
};

/// Draws an indicator over the whole width: name, mark, value and range, a track with the likely range, and
/// the evidence in words.
pub fn gauge(ui: &mut Ui, tokens: &Tokens, indicator: Indicator, reading: &Reading, evidence: &str) -> Response {
    let width = ui.available_width();
    let line = tokens.size.body * 1.45;
    let track_height = 7.0;
    let evidence_galley = text::elided(ui.painter(), evidence, tokens.label(), tokens.colour.ink2, width, 3);
    let height = line + 4.0 + track_height + 6.0 + evidence_galley.size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| {
        let evidence = evidence.trim_end_matches('.');
        let spoken = format!("{} {}. {evidence}. Why?", indicator.label(), reading.spoken());
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        let around = rect.expand2(vec2(8.0, 5.0));
        painter.rect_filled(around, CornerRadius::same(tokens.radius.control), tokens.colour.hover);
    }
    let middle = rect.top() + line / 2.0;
    let colour = &tokens.colour;
    let name = text::line(
        painter,
        pos2(rect.left(), middle),
        Align2::LEFT_CENTER,
        indicator.label(),
        tokens.body(),
        colour.ink,
        width * 0.55,
    );
    let tone = reading.tone(tokens);
    if let Some(value) = reading.hundred() {
        let range = text::line(
            painter,
            pos2(rect.right(), middle),
            Align2::RIGHT_CENTER,
            &reading.range_text(),
            tokens.body(),
            colour.ink3,
            80.0,
        );
        let number = text::line(
            painter,
            pos2(range.left() - 6.0, middle),
            Align2::RIGHT_CENTER,
            &value.to_string(),
            tokens.body_strong(),
            colour.ink,
            60.0,
        );
        let (mark, sure) = reading.mark();
        let size = tokens.control.mark;
        icons::mark(
            painter,
            pos2(number.left() - 5.0 - size / 2.0, middle),
            size,
            mark,
            sure,
            tokens,
        );
    } else {
        let room = rect.right() - name.right() - tokens.space.m;
        let said = text::longest_that_fits(painter, &["not measured yet", "not measured"], &tokens.body(), room);
        text::line(
            painter,
            pos2(rect.right(), middle),
            Align2::RIGHT_CENTER,
            said,
            tokens.body(),
            colour.ink3,
            room,
        );
    }
    let track = Rect::from_min_size(pos2(rect.left(), rect.top() + line + 4.0), vec2(width, track_height));
    let round = CornerRadius::same((track_height / 2.0) as u8);
    if let Some(estimate) = reading.estimate() {
        painter.rect_filled(track, round, colour.track);
        let x = |share: f64| track.left() + track.width() * share as f32;
        let band = Rect::from_x_y_ranges(
            x(estimate.low)..=x(estimate.high).max(x(estimate.low) + 2.0),
            track.y_range(),
        );
        painter.rect_filled(band, CornerRadius::same(2), tone.mark.gamma_multiply(0.36));
        let at = x(estimate.mean);
        let tick = Rect::from_x_y_ranges(at - 1.5..=at + 1.5, track.top() - 2.0..=track.bottom() + 2.0);
        painter.rect_filled(tick, CornerRadius::same(1), tone.mark);
    } else {
        let y = track.center().y;
        painter.extend(egui::Shape::dashed_line(
            &[pos2(track.left(), y), pos2(track.right(), y)],
            egui::Stroke::new(2.0, tokens.health.none.mark),
            4.0,
            4.0,
        ));
    }
    let below = pos2(rect.left(), track.bottom() + 6.0);
    painter.galley(below, evidence_galley, colour.ink2);
    response.on_hover_text("Why?")
}
