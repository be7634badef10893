//! The control chart: which weeks stand out, and which are ordinary variation.

use egui::{Align2, Id, Rect, Role, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{FilledArea, HLine, Line, LineStyle, PlotPoint, PlotPoints, Points};

use super::{HealthView, Page, hint};
use crate::{
    health::{ControlChart, Share, Side, Signal, Week, words},
    ui::{
        tokens::Tokens,
        widgets::{
            button, text,
            year::{stepped, still, told},
        },
    },
};

/// So many sentences are said below the chart; the weeks tell the rest when one goes through them.
const SENTENCES: usize = 3;

/// Draws the chart with its words.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let insight = page.insight;
    let known = insight.course(page.session, &page.scope);
    let share = view.share.unwrap_or(Share::OnTime);
    let chosen = Share::ALL.iter().position(|one| *one == share);
    let title = format!("{} by week", share.label());
    let charted = known
        .value
        .is_some_and(|course| course.charts.iter().any(|chart| chart.centre.is_some()));
    let below = if charted {
        "The band is ordinary variation; act on red points"
    } else {
        ""
    };
    page.card(
        ui,
        &title,
        below,
        |_, _| {},
        |page, ui, ()| {
            let tokens = page.tokens;
            let Some(course) = known.value else { return };
            if known.stale {
                ui.set_opacity(0.6);
            }
            let Some(chart) = chosen.and_then(|k| course.charts.get(k)) else {
                return;
            };
            if chart.weeks.iter().all(|week| week.of == 0) {
                hint(
                    ui,
                    tokens,
                    "No delivery was due in the last year. Record deliveries to see how the weeks differ.",
                );
                return;
            }
            if let Some(k) = button::choices(ui, tokens, &Share::ALL.map(Share::label), chosen) {
                view.share = Share::ALL.get(k).copied();
            }
            plot(ui, tokens, chart, &title);
            for words in chart.words().into_iter().take(SENTENCES) {
                hint(ui, tokens, &words);
            }
        },
    );
}

fn plot(ui: &mut Ui, tokens: &Tokens, chart: &ControlChart, title: &str) {
    // The weeks before the first delivery say nothing and would take the room.
    let begins = chart.weeks.iter().position(|week| week.of > 0).unwrap_or_default();
    let weeks = &chart.weeks[begins..];
    let shares: Vec<(f64, f64, &Week)> = weeks
        .iter()
        .enumerate()
        .filter_map(|(k, week)| Some((k as f64, week.share()? * 100.0, week)))
        .collect();
    let lowest = weeks
        .iter()
        .flat_map(|week| [week.low, week.share()])
        .flatten()
        .fold(1.0, f64::min);
    let floor = ((lowest * 100.0 - 6.0) / 10.0).floor().max(0.0) * 10.0 - 2.0;
    let axis = tokens.size.body * 2.6;
    let width = ui.available_width();
    let size = vec2(width - axis, tokens.size.body * 11.0);
    let (outer, _) = ui.allocate_exact_size(vec2(width, size.y), egui::Sense::hover());
    let inner = Rect::from_min_size(pos2(outer.left() + axis, outer.top()), size);
    let last = (weeks.len().max(2) - 1) as f64;
    let sides = last * 8.0 / f64::from(size.x.max(1.0));
    let id = Id::unique(("control chart", chart.share));
    let mut frame = ui.new_child(egui::UiBuilder::new().id_salt(id).max_rect(inner));
    let shown = still(id, size)
        .default_x_bounds(-sides, last + sides)
        .default_y_bounds(floor, 104.0)
        .show(&mut frame, |plot| {
            let limits: Vec<(f64, f64, f64)> = weeks
                .iter()
                .enumerate()
                .filter_map(|(k, week)| Some((k as f64, week.low? * 100.0, week.high? * 100.0)))
                .collect();
            // Each week has limits of its own: the band is a staircase with a step for each.
            // Where nothing was due there is none.
            for stretch in limits.chunk_by(|one, next| next.0 - one.0 < 1.5) {
                let xs: Vec<f64> = stretch.iter().flat_map(|(x, ..)| [x - 0.5, x + 0.5]).collect();
                let low: Vec<f64> = stretch.iter().flat_map(|(_, low, _)| [*low, *low]).collect();
                let high: Vec<f64> = stretch.iter().flat_map(|(.., high)| [*high, *high]).collect();
                plot.add(FilledArea::new("ordinary variation", &xs, &low, &high).fill_color(tokens.colour.accent_soft));
            }
            if let Some(centre) = chart.centre {
                let line = HLine::new("average", centre * 100.0);
                plot.hline(
                    line.stroke(Stroke::new(1.0, tokens.colour.ink3))
                        .style(LineStyle::dashed_dense()),
                );
            }
            let ink = tokens.colour.ink2;
            for stretch in shares.chunk_by(|one, next| next.0 - one.0 < 1.5) {
                let line: Vec<[f64; 2]> = stretch.iter().map(|(x, share, _)| [*x, *share]).collect();
                plot.line(Line::new("share", PlotPoints::from(line)).stroke(Stroke::new(1.4, ink)));
            }
            let at = |signals: bool| -> Vec<[f64; 2]> {
                let some = shares.iter().filter(|(.., week)| week.signal.is_some() == signals);
                some.map(|(x, share, _)| [*x, *share]).collect()
            };
            plot.points(Points::new("weeks", PlotPoints::from(at(false))).radius(2.4).color(ink));
            let loud = tokens.health.weak.mark;
            plot.points(
                Points::new("signals", PlotPoints::from(at(true)))
                    .radius(4.2)
                    .color(loud),
            );
        });
    let transform = shown.transform;
    let at = |x: f64, y: f64| transform.position_from_point(&PlotPoint::new(x, y));
    axis_words(ui, tokens, chart, weeks, outer, |share| at(0.0, share * 100.0).y);
    let mut outside = shares
        .iter()
        .filter(|(.., week)| matches!(week.signal, Some(Signal::Outside(_))));
    if let Some((x, share, week)) = outside.next_back() {
        let place = at(*x, *share);
        let words = format!("week to {}: a signal", week.ends.strftime("%-d %b"));
        // Below the point where there is room, for lines come to it from above.
        let ink = tokens.health.weak.text;
        let galley = text::elided(ui.painter(), &words, tokens.label(), ink, size.x * 0.6, 1);
        let half = galley.size() / 2.0;
        let below = place.y + 9.0 + galley.size().y < inner.bottom();
        let y = if below {
            place.y + 9.0 + half.y
        } else {
            place.y - 9.0 - half.y
        };
        let x = place.x.clamp(
            inner.left() + half.x,
            (inner.right() - half.x).max(inner.left() + half.x),
        );
        ui.painter().galley(pos2(x, y) - half, galley, ink);
    }
    let response = shown.response;
    let chosen = stepped(ui, &response, weeks.len(), |pos| transform.value_from_position(pos).x);
    let told_of = chosen.and_then(|k| Some((k, weeks.get(k)?)));
    response.widget_info(|| {
        let at = told_of.map_or_else(String::new, |(_, week)| format!(" {}.", week_words(week)));
        let spoken = format!(
            "{title}. {} Arrow keys go through the weeks.{at}",
            chart.words().join(" ")
        );
        WidgetInfo::labeled(Role::Image, true, spoken)
    });
    if response.has_focus() {
        let outside = egui::StrokeKind::Outside;
        ui.painter().rect_stroke(
            response.rect.expand(2.0),
            tokens.radius.control,
            tokens.selection(),
            outside,
        );
    }
    if let Some((k, week)) = told_of {
        let share = week.share().or(chart.centre).unwrap_or_default() * 100.0;
        let place = at(k as f64, share);
        told(
            &response,
            Rect::from_center_size(place, vec2(8.0, 8.0)),
            &week_words(week),
        );
    }
}

/// The average and the last week's limits at the left.
fn axis_words(ui: &Ui, tokens: &Tokens, chart: &ControlChart, weeks: &[Week], outer: Rect, y: impl Fn(f64) -> f32) {
    let ink = tokens.colour.ink3;
    let write = |share: f64, words: String| {
        let at = pos2(outer.left(), y(share).clamp(outer.top() + 6.0, outer.bottom() - 6.0));
        text::line(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            &words,
            tokens.label(),
            ink,
            tokens.size.body * 2.6,
        );
    };
    let Some(centre) = chart.centre else { return };
    write(centre, words::percent(centre));
    let limits = weeks.iter().rev().find_map(|week| week.low.zip(week.high));
    if let Some((low, high)) = limits {
        let apart = tokens.size.label * 1.2;
        for limit in [low, high] {
            if (y(limit) - y(centre)).abs() > apart {
                write(limit, words::percent(limit));
            }
        }
    }
}

fn week_words(week: &Week) -> String {
    let day = words::day(week.ends);
    let Some(share) = week.share() else {
        return format!("Week to {day}: nothing was due");
    };
    let counted = format!(
        "Week to {day}: {} of {}, {} %",
        week.kept,
        week.of,
        words::percent(share)
    );
    let side = |side: Side| match side {
        Side::Above => "above",
        Side::Below => "below",
    };
    match week.signal {
        None => format!("{counted}. Ordinary variation"),
        Some(Signal::Outside(to)) => format!("{counted}. A signal: {} the band", side(to)),
        Some(Signal::Run(to)) => format!("{counted}. A signal: one of many weeks {} the average", side(to)),
    }
}
