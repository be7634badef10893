//! The three indicators: value, likely range, the last year, and what they stand on.

use egui::{Align2, Id, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use super::{Page, surface_at};
use crate::{
    health::{Indicator, Point, Scope, words},
    ui::{
        intent::Intent,
        style,
        tokens::Tokens,
        widgets::{
            reading::Reading,
            text,
            year::{Sample, year},
        },
    },
};

/// Draws the three beside each other, or below each other where there is no room.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>) {
    let tokens = page.tokens;
    let (width, gap) = (ui.available_width(), ui.spacing().item_spacing.x);
    let across = if width < tokens.size.body * 50.0 { 1 } else { 3 };
    let each = (width - gap * (across - 1) as f32) / across as f32;
    // What a figure stands on takes a second line where one is too short for any of the three.
    let inner = each - 2.0 * tokens.space.l;
    let lines = Indicator::ALL.map(|indicator| {
        let words = stands_on(page, indicator);
        text::elided(ui.painter(), &words, tokens.body(), tokens.colour.ink2, inner, 2)
            .rows
            .len()
    });
    let more = (lines.into_iter().max().unwrap_or(1) - 1) as f32 * tokens.size.body * 1.25;
    let height = tokens.size.body * 5.4 + tokens.size.figure + tokens.space.l + more;
    for row in Indicator::ALL.chunks(across) {
        let (line, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        for (k, indicator) in row.iter().enumerate() {
            let left = line.left() + k as f32 * (each + gap);
            let rect = Rect::from_min_size(pos2(left, line.top()), vec2(each, height));
            let id = Id::unique(("health panel", *indicator));
            surface_at(ui, tokens, rect, id, |ui| panel(ui, page, *indicator));
        }
    }
}

/// What an indicator stands on, in one line.
fn stands_on(page: &Page<'_>, indicator: Indicator) -> String {
    let health = page.session.health();
    let words = words::evidence(health, &page.scope, indicator);
    if health.estimate(&page.scope, indicator).is_some() {
        words.replace(", ", " · ")
    } else {
        words
    }
}

fn panel(ui: &mut Ui, page: &mut Page<'_>, indicator: Indicator) {
    let (session, tokens) = (page.session, page.tokens);
    let rect = ui.max_rect();
    let reading = Reading::of(session.health(), &page.scope, indicator);
    let evidence = words::evidence(session.health(), &page.scope, indicator);
    let course = page.insight.course(session, &page.scope);
    let trend = course.value.map(|course| &course.trend);
    let change = trend.and_then(|trend| trend.change(indicator)).filter(|by| *by != 0);
    let since = trend.and_then(|trend| trend.points.iter().rev().nth(crate::health::QUARTER));
    let likely = session
        .health()
        .estimate(&page.scope, indicator)
        .map_or_else(String::new, words::likely);
    let words_of = |words: &str| {
        ui.painter()
            .layout_no_wrap(words.to_owned(), tokens.body(), tokens.colour.ink3)
    };
    let least = words_of(&likely).size().x + tokens.space.m;
    let chart_left = rect.left() + (rect.width() * 0.42).max(least);
    let asks = Rect::from_min_max(rect.min, pos2(chart_left - 8.0, rect.bottom()));
    let response = ui.interact(asks, ui.scope_id().with("why"), Sense::click());
    response.widget_info(|| {
        let evidence = evidence.trim_end_matches('.');
        let changed = change.zip(since).map_or_else(String::new, |(by, since)| {
            let way = if by > 0 { "up" } else { "down" };
            format!(", {way} {} since {}", by.abs(), words::day(since.on))
        });
        let spoken = format!("{} {}{changed}. {evidence}. Why?", indicator.label(), reading.spoken());
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    if response.hovered() || response.has_focus() {
        let corner = egui::CornerRadius::same(tokens.radius.control);
        let around = asks.expand2(vec2(8.0, 4.0));
        ui.painter().rect_filled(around, corner, tokens.colour.hover);
        if response.has_focus() {
            let inside = egui::StrokeKind::Inside;
            ui.painter().rect_stroke(around, corner, tokens.selection(), inside);
        }
    }
    if response.clicked() {
        page.intents.push(Intent::Why(page.scope.clone(), indicator));
    }
    let painter = ui.painter().clone();
    let line = tokens.size.body * 1.5;
    let mut y = rect.top() + line / 2.0;
    text::line(
        &painter,
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        indicator.label(),
        tokens.body_strong(),
        tokens.colour.ink,
        rect.width() * 0.6,
    );
    if let (Some(by), Some(since)) = (change, since) {
        changed(ui, tokens, pos2(rect.right(), y), by, since);
    }
    y += line / 2.0 + tokens.size.figure * 0.52;
    let tone = reading.tone(tokens);
    let figure = reading
        .hundred()
        .map_or_else(|| "–".to_owned(), |value| value.to_string());
    let figure = style::figure(tokens, figure, tone.text);
    let galley = egui::WidgetText::from(figure).into_galley(ui, None, rect.width(), egui::FontSelection::Default);
    let at = pos2(rect.left(), y - galley.size().y / 2.0);
    let beside = at.x + galley.size().x + 8.0;
    painter.galley(at, galley, tone.text);
    if reading.hundred().is_some() && !reading.is_sure() {
        let (mark, sure) = reading.mark();
        let size = tokens.control.mark * 1.2;
        crate::ui::icons::mark(&painter, pos2(beside + size / 2.0, y + 2.0), size, mark, sure, tokens);
    }
    y += tokens.size.figure * 0.52 + line * 0.45;
    let (small, quiet) = (tokens.body(), tokens.colour.ink3);
    text::line(
        &painter,
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        &likely,
        small,
        quiet,
        asks.width(),
    );
    y += line;
    let (small, ink) = (tokens.body(), tokens.colour.ink2);
    let words = text::elided(&painter, &stands_on(page, indicator), small, ink, rect.width(), 2);
    painter.galley(pos2(rect.left(), y - line * 0.42), words, ink);
    let Some(trend) = trend else { return };
    let samples: Vec<Sample> = trend.points.iter().map(|point| sample(point, indicator)).collect();
    if samples.iter().all(|s| s.known.is_none()) {
        return;
    }
    let top = rect.top() + line + 2.0;
    let chart = Rect::from_min_max(pos2(chart_left, top), pos2(rect.right(), y - line * 0.75));
    let name = match &page.scope {
        Scope::Org => format!("{} of the organisation", indicator.label()),
        Scope::Party(party) => format!("{} of {}", indicator.label(), session.org().party_name(party)),
        Scope::Handoff(id) => format!("{} of {}", indicator.label(), session.org().handoff_name(id)),
    };
    let mut place = ui.new_child(egui::UiBuilder::new().max_rect(chart));
    if course.stale {
        place.set_opacity(0.5);
    }
    let id = Id::unique(("year", indicator));
    year(&mut place, tokens, id, &name, &samples, chart.size());
}

fn sample(point: &Point, indicator: Indicator) -> Sample {
    let estimate = point.estimate(indicator).copied();
    Sample {
        on: point.on,
        known: estimate.zip(point.mark(indicator)),
    }
}

/// "▲ 4 since Aug", its right end at `at`.
fn changed(ui: &Ui, tokens: &Tokens, at: egui::Pos2, by: i64, since: &Point) {
    let words = format!("{} since {}", by.abs(), since.on.strftime("%b"));
    let painter = ui.painter();
    let written = text::line(
        painter,
        at,
        Align2::RIGHT_CENTER,
        &words,
        tokens.body(),
        tokens.colour.ink2,
        200.0,
    );
    arrow(ui, tokens, pos2(written.left() - 9.0, at.y), by);
}

/// A small arrow up or down.
pub fn arrow(ui: &Ui, tokens: &Tokens, at: egui::Pos2, by: i64) {
    let up = if by > 0 { -1.0 } else { 1.0 };
    let points = vec![
        at + vec2(0.0, 4.0 * up),
        at + vec2(4.5, -3.5 * up),
        at + vec2(-4.5, -3.5 * up),
    ];
    ui.painter()
        .add(Shape::convex_polygon(points, tokens.colour.ink2, egui::Stroke::NONE));
}
