//! A figure over the last year as a small line with its likely range. The weeks can be gone through with the pointer
//! or the arrow keys, and the whole is said in words.

use egui::{EventFilter, Id, Key, Pos2, Rect, Response, Role, Sense, Stroke, Tooltip, Ui, Vec2b, WidgetInfo, vec2};
use egui_plot::{FilledArea, Line, Plot, PlotPoint, PlotPoints, PlotUi, Points};
use jiff::civil::Date;

use super::reading::hundred;
use crate::{
    health::{Estimate, Mark, words},
    ui::{icons, tokens::Tokens},
};

/// The figure at the end of a week; nothing where it was not measured.
pub struct Sample {
    /// The last day of the week.
    pub on: Date,
    /// The figure, and its band.
    pub known: Option<(Estimate, Mark)>,
}

impl Sample {
    fn words(&self) -> String {
        format!(
            "{}: {}",
            words::day(self.on),
            words::value(self.known.as_ref().map(|(e, _)| e))
        )
    }
}

/// A plot without axes, frame or gestures of its own.
pub fn still<'a>(id: Id, size: egui::Vec2) -> Plot<'a> {
    Plot::new(id)
        .width(size.x)
        .height(size.y)
        .show_axes(Vec2b::FALSE)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .show_crosshair(false)
        .sense(Sense::click())
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .set_margin_fraction(egui::Vec2::ZERO)
}

/// Which of `count` points is looked at: the one under the pointer, or the one that the arrow keys went to.
/// `at` gives the point nearest to a place on the screen.
pub fn stepped(ui: &Ui, response: &Response, count: usize, at: impl Fn(Pos2) -> f64) -> Option<usize> {
    let pointed = response
        .hover_pos()
        .map(|pointer| at(pointer).round().max(0.0) as usize);
    if response.clicked() {
        response.request_focus();
    }
    if !response.has_focus() {
        return pointed.map(|at| at.min(count.saturating_sub(1)));
    }
    let last = count.checked_sub(1)?;
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let mut chosen = ui.data(|d| d.get_temp::<usize>(response.id)).unwrap_or(last).min(last);
    ui.input(|i| {
        chosen = chosen.saturating_sub(i.num_presses(Key::ArrowLeft));
        chosen = (chosen + i.num_presses(Key::ArrowRight)).min(last);
        if i.key_pressed(Key::Home) {
            chosen = 0;
        }
        if i.key_pressed(Key::End) {
            chosen = last;
        }
    });
    ui.data_mut(|d| d.insert_temp(response.id, chosen));
    Some(pointed.map_or(chosen, |at| at.min(last)))
}

/// What is said at the point looked at.
pub fn told(response: &Response, rect: Rect, text: &str) {
    let mut tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id.with("told"), rect);
    tooltip.popup = tooltip.popup.gap(8.0);
    tooltip.show(|ui| {
        ui.label(text);
    });
}

/// Draws the line.
pub fn year(ui: &mut Ui, tokens: &Tokens, id: Id, name: &str, samples: &[Sample], size: egui::Vec2) -> Response {
    let known: Vec<(f64, &Estimate, &Mark)> = samples
        .iter()
        .enumerate()
        .filter_map(|(k, sample)| sample.known.as_ref().map(|(e, mark)| (k as f64, e, mark)))
        .collect();
    let (low, high) = bounds(&known);
    let tone = known.last().map_or(&tokens.health.none, |(.., mark)| {
        icons::Mark::from(mark.band).tone(tokens)
    });
    let inset = 5.0;
    let across = size.x.max(1.0);
    let sides = (samples.len().max(2) - 1) as f64 * f64::from(inset / across);
    let shown = still(id, size)
        .default_x_bounds(-sides, (samples.len().max(2) - 1) as f64 + sides)
        .default_y_bounds(low, high)
        .show(ui, |plot| {
            for stretch in stretches(&known) {
                band(plot, stretch, tone.mark);
                let line: Vec<[f64; 2]> = stretch.iter().map(|(x, e, _)| [*x, e.mean * 100.0]).collect();
                let stroke = Stroke::new(tokens.stroke.icon + 0.4, tone.mark);
                if line.len() > 1 {
                    plot.line(Line::new("mean", PlotPoints::from(line)).stroke(stroke));
                } else {
                    plot.points(Points::new("mean", PlotPoints::from(line)).radius(2.0).color(tone.mark));
                }
            }
            if let Some((x, e, _)) = known.last() {
                let point = PlotPoints::from(vec![[*x, e.mean * 100.0]]);
                plot.points(Points::new("now", point).radius(3.5).color(tone.mark));
            }
        });
    let (response, transform) = (shown.response, shown.transform);
    let chosen = stepped(ui, &response, samples.len(), |pos| transform.value_from_position(pos).x);
    let chosen = chosen.and_then(|k| Some((k, samples.get(k)?)));
    response.widget_info(|| {
        let at = chosen.map_or_else(String::new, |(_, sample)| format!(" {}.", sample.words()));
        WidgetInfo::labeled(Role::Image, true, format!("{}{at}", alternative(name, samples)))
    });
    if response.has_focus() {
        let around = response.rect.expand(2.0);
        ui.painter().rect_stroke(
            around,
            tokens.radius.control,
            tokens.selection(),
            egui::StrokeKind::Outside,
        );
    }
    if let Some((k, sample)) = chosen {
        let value = sample.known.as_ref().map_or(low, |(e, _)| e.mean * 100.0);
        let at = transform.position_from_point(&PlotPoint::new(k as f64, value));
        if sample.known.is_some() {
            ui.painter().circle_filled(at, 4.0, tone.mark);
            ui.painter()
                .circle_stroke(at, 4.0, Stroke::new(1.5, tokens.colour.surface));
        }
        told(&response, Rect::from_center_size(at, vec2(8.0, 8.0)), &sample.words());
    }
    response
}

/// Runs of weeks without a gap between them.
fn stretches<'a>(known: &'a [(f64, &Estimate, &Mark)]) -> Vec<&'a [(f64, &'a Estimate, &'a Mark)]> {
    known.chunk_by(|one, next| next.0 - one.0 < 1.5).collect()
}

fn band(plot: &mut PlotUi<'_>, stretch: &[(f64, &Estimate, &Mark)], colour: egui::Color32) {
    if stretch.len() < 2 {
        return;
    }
    let xs: Vec<f64> = stretch.iter().map(|(x, ..)| *x).collect();
    let low: Vec<f64> = stretch.iter().map(|(_, e, _)| e.low * 100.0).collect();
    let high: Vec<f64> = stretch.iter().map(|(_, e, _)| e.high * 100.0).collect();
    plot.add(FilledArea::new("likely", &xs, &low, &high).fill_color(colour.gamma_multiply(0.16)));
}

/// What is in view: everything that is likely, and never so little that noise looks like a storm.
fn bounds(known: &[(f64, &Estimate, &Mark)]) -> (f64, f64) {
    const LEAST: f64 = 40.0;
    let low = known.iter().map(|(_, e, _)| e.low * 100.0).fold(100.0, f64::min);
    let high = known.iter().map(|(_, e, _)| e.high * 100.0).fold(0.0, f64::max);
    if known.is_empty() {
        return (0.0, 100.0);
    }
    let missing = (LEAST - (high - low)).max(0.0);
    (low - missing / 2.0 - 2.0, high + missing / 2.0 + 2.0)
}

/// The line in words, for those who do not see it.
fn alternative(name: &str, samples: &[Sample]) -> String {
    let known: Vec<(Date, f64)> = samples
        .iter()
        .filter_map(|s| Some((s.on, s.known.as_ref()?.0.mean)))
        .collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return format!("{name} over the last year: not measured.");
    };
    let extreme = |better: fn(f64, f64) -> bool| {
        known
            .iter()
            .fold(*first, |best, one| if better(one.1, best.1) { *one } else { best })
    };
    let say = |(on, share): (Date, f64)| format!("{} on {}", hundred(share), words::day(on));
    format!(
        "{name} over the last year: {}, {}; lowest {}, highest {}. Arrow keys go through the weeks.",
        say(*first),
        say(*last),
        say(extreme(|a, b| a < b)),
        say(extreme(|a, b| a > b)),
    )
}
