//! How sure a figure is, drawn: the whole distribution, its likely range, and where the bands begin.

use egui::{Id, Role, Sense, Stroke, Ui, Vec2b, WidgetInfo};
use egui_plot::{FilledArea, GridMark, Line, Plot, PlotPoints, VLine};

use super::reading::Reading;
use crate::{
    health::{Cuts, Estimate},
    ui::tokens::Tokens,
};

/// How many points draw the curve.
const POINTS: u32 = 240;

/// Draws the distribution of a measured figure. Nothing is drawn where there is no spread.
pub fn spread(ui: &mut Ui, tokens: &Tokens, id: Id, reading: &Reading, cuts: Cuts) {
    let Some(estimate) = reading.estimate() else { return };
    let curve: Vec<[f64; 2]> = (1..POINTS)
        .filter_map(|k| {
            let share = f64::from(k) / f64::from(POINTS);
            Some([share * 100.0, estimate.moments().density(share)?])
        })
        .collect();
    let highest = curve.iter().map(|[_, y]| *y).fold(0.0, f64::max);
    if curve.is_empty() || !highest.is_finite() || highest <= 0.0 {
        return;
    }
    let height = tokens.size.body * 6.5;
    let shown = Plot::new(id)
        .height(height)
        .show_axes(Vec2b::new(true, false))
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .sense(Sense::hover())
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .default_x_bounds(-1.5, 101.5)
        .default_y_bounds(0.0, highest * 1.12)
        .x_grid_spacer(|_| {
            let mark = |value| GridMark {
                value,
                step_size: 100.0,
            };
            [0.0, 20.0, 40.0, 60.0, 80.0, 100.0].map(mark).to_vec()
        })
        .x_axis_formatter(|mark, _| format!("{:.0}", mark.value))
        .show(ui, |plot| {
            let tone = reading.tone(tokens);
            let likely = curve.iter().filter(|[x, _]| within(*x, estimate));
            let (xs, ys): (Vec<f64>, Vec<f64>) = likely.map(|[x, y]| (*x, *y)).unzip();
            if xs.len() > 1 {
                let floor = vec![0.0; xs.len()];
                let area = FilledArea::new("likely", &xs, &floor, &ys);
                plot.add(area.fill_color(tone.mark.gamma_multiply(0.28)));
            }
            for edge in [cuts.weak_below, cuts.strong.value()] {
                let line = VLine::new("band", edge * 100.0).stroke(Stroke::new(1.0, tokens.health.none.mark));
                plot.vline(line.style(egui_plot::LineStyle::dashed_loose()));
            }
            plot.vline(VLine::new("mean", estimate.mean * 100.0).stroke(Stroke::new(2.0, tone.mark)));
            plot.line(Line::new("how likely", PlotPoints::from(curve.clone())).stroke(Stroke::new(1.6, tone.mark)));
        });
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("How sure it is: {}", reading.spoken())));
}

fn within(x: f64, estimate: &Estimate) -> bool {
    (estimate.low * 100.0..=estimate.high * 100.0).contains(&x)
}
