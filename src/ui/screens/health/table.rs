//! Every party with its three indicators, in one of several orders. A click on the name leads to the map.

use std::{cmp::Reverse, sync::Arc};

use super::{HealthView, Page, panels};
use crate::{
    health::{Indicator, Scope, Window, apart, words},
    org::PartyId,
    session::Selection,
    ui::{
        icons,
        insight::Course,
        intent::Intent,
        tokens::Tokens,
        widgets::{button, reading::Reading, text},
    },
};
use egui::{Align2, CornerRadius, Id, Rect, Role, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// So many parties are shown before one asks for all.
const FIRST: usize = 12;

/// Above so many the list scrolls in a window of its own.
const LONG: usize = 60;

/// In which order the parties stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the lowest of the three.
    #[default]
    Worst,
    /// By name.
    Name,
    /// By how much others depend on it.
    DependedOn,
    /// By how differently it and its partners see each other.
    Mixed,
    /// By how far one of the three moved.
    Change,
}

impl Order {
    const ALL: [Self; 5] = [Self::Worst, Self::Name, Self::DependedOn, Self::Mixed, Self::Change];

    const fn label(self) -> &'static str {
        match self {
            Self::Worst => "Worst first",
            Self::Name => "A–Z",
            Self::DependedOn => "Most depended on",
            Self::Mixed => "Most mixed",
            Self::Change => "Largest change",
        }
    }

    /// What the order goes by, where its name does not say it.
    const fn help(self) -> &'static str {
        match self {
            Self::Worst | Self::Name => "",
            Self::DependedOn => "By the handoffs that others depend on, each with the weight of its importance.",
            Self::Mixed => {
                "By how far two sides differ in what they say about each other, on average over the questions, in points of five."
            }
            Self::Change => "By the largest change of an indicator in a quarter of a year, beyond ordinary variation.",
        }
    }

    /// The heading of the column that shows it, where the others do not.
    const fn column(self) -> Option<&'static str> {
        match self {
            Self::Worst | Self::Name => None,
            Self::DependedOn => Some("Serves"),
            Self::Mixed => Some("Differs by"),
            Self::Change => Some("Moved"),
        }
    }
}

/// The parties in an order, kept until something changes.
#[derive(Default)]
pub struct Rows {
    of: Option<(u64, Window, Order, usize)>,
    /// With what the extra column says, and whether it went up or down.
    rows: Vec<(PartyId, Option<Beside>)>,
}

/// What the extra column says of a party, and whether it went up or down.
type Beside = (String, i64);

/// Draws the table.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let tokens = page.tokens;
    let room = ui.available_width() - 2.0 * tokens.space.l;
    let words = Order::ALL.map(Order::label);
    let wide = button::choices_width(ui, tokens, &words) + tokens.size.body * 8.0 <= room;
    let chosen = Order::ALL.iter().position(|order| *order == view.order);
    let order = view.order;
    page.card(
        ui,
        "By party",
        order.help(),
        |_, ui| {
            if wide {
                let clicked = button::choices(ui, tokens, &words, chosen);
                clicked.map_or(order, |k| Order::ALL[k])
            } else {
                let mut order = order;
                let mut combo = egui::ComboBox::from_id_salt("order").selected_text(order.label());
                combo = combo.width(tokens.size.body * 11.0);
                let shown = combo.show_ui(ui, |ui| {
                    for one in Order::ALL {
                        ui.selectable_value(&mut order, one, one.label());
                    }
                });
                shown
                    .response
                    .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Order: {}", order.label())));
                order
            }
        },
        |page, ui, order| {
            view.order = order;
            body(ui, page, view);
        },
    );
}

fn body(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let (session, tokens) = (page.session, page.tokens);
    if session.org().parties.is_empty() {
        super::hint(
            ui,
            tokens,
            "There is no party yet. Draw who serves whom on the map; the figures follow.",
        );
        if button::plain(ui, tokens, "Go to the map").clicked() {
            page.intents
                .run(crate::session::Command::Go(crate::session::Screen::Map));
        }
        return;
    }
    let course = page.insight.course(session, &page.scope).value;
    // Figures and trends may come later than the change that they follow from.
    let trends = course.map_or(0, |course| Arc::as_ptr(&course.trends) as usize);
    let key = (session.revision(), session.health().window, view.order, trends);
    if view.rows.of != Some(key) {
        let rows = sorted(page, view.order, course).into_iter().map(|id| {
            let beside = extra(page, view.order, course, &id);
            (id, beside)
        });
        view.rows = Rows {
            rows: rows.collect(),
            of: Some(key),
        };
    }
    let count = view.rows.rows.len();
    // Nobody should have to ask for the last two.
    let long = count > FIRST + 3;
    let shown = if view.every_party || !long { count } else { FIRST };
    let columns = Columns::of(ui, tokens, view.order);
    heading(ui, tokens, &columns, view.order);
    let height = (tokens.size.body * 2.0).max(tokens.control.height);
    let gap = tokens.space.xs;
    ui.spacing_mut().item_spacing.y = gap;
    if shown > LONG {
        let visible = (ui.ctx().content_rect().height() * 0.7).max(300.0);
        let scroll = ScrollArea::vertical().id_salt("parties").max_height(visible);
        scroll.show_rows(ui, height, shown, |ui, range| {
            for k in range {
                row(ui, page, &columns, &view.rows.rows[k], view.order, height);
            }
        });
    } else {
        for one in view.rows.rows.iter().take(shown) {
            row(ui, page, &columns, one, view.order, height);
        }
    }
    if long {
        ui.add_space(tokens.space.xs);
        let words = if view.every_party {
            format!("Show the first {FIRST}")
        } else {
            format!("Show all {count} parties")
        };
        if button::link(ui, tokens, &words).clicked() {
            view.every_party = !view.every_party;
        }
    }
}

/// Where the columns begin and how wide they are, in points from the left.
struct Columns {
    name: f32,
    cells: [f32; 3],
    cell: f32,
    extra: Option<f32>,
    risks: f32,
    width: f32,
}

impl Columns {
    fn of(ui: &Ui, tokens: &Tokens, order: Order) -> Self {
        let width = ui.available_width();
        let risks = tokens.size.body * 4.5;
        let extra = match order {
            Order::Worst | Order::Name => 0.0,
            Order::DependedOn | Order::Mixed => tokens.size.body * 6.5,
            Order::Change => tokens.size.body * 10.5,
        };
        let name = (width * 0.27).max(tokens.size.body * 8.0);
        let gap = tokens.space.s;
        let cell = ((width - name - risks - extra) / 3.0 - gap).max(tokens.size.body * 5.0);
        let at = |k: f32| name + k * (cell + gap);
        Self {
            name: name - gap,
            cells: [at(0.0), at(1.0), at(2.0)],
            cell,
            extra: order.column().map(|_| at(3.0) + extra / 2.0),
            risks: at(3.0) + extra + risks / 2.0,
            width,
        }
    }
}

fn heading(ui: &mut Ui, tokens: &Tokens, columns: &Columns, order: Order) {
    let height = tokens.size.body * 1.6;
    let (rect, _) = ui.allocate_exact_size(vec2(columns.width, height), Sense::hover());
    let write = |x: f32, words: &str, width: f32| {
        let at = pos2(rect.left() + x, rect.center().y);
        let (font, ink) = (tokens.body(), tokens.colour.ink2);
        text::line(ui.painter(), at, Align2::CENTER_CENTER, words, font, ink, width);
    };
    for (x, indicator) in columns.cells.iter().zip(Indicator::ALL) {
        write(x + columns.cell / 2.0, indicator.short(), columns.cell);
    }
    if let (Some(x), Some(words)) = (columns.extra, order.column()) {
        write(x, words, tokens.size.body * 6.5);
    }
    write(columns.risks, "Risks", tokens.size.body * 4.5);
}

fn row(
    ui: &mut Ui,
    page: &mut Page<'_>,
    columns: &Columns,
    (id, beside): &(PartyId, Option<Beside>),
    order: Order,
    height: f32,
) {
    let (session, tokens) = (page.session, page.tokens);
    let Some(party) = session.org().parties.get(id) else {
        return;
    };
    let (rect, _) = ui.allocate_exact_size(vec2(columns.width, height), Sense::hover());
    let corner = CornerRadius::same(tokens.radius.control);
    let name = Rect::from_min_size(rect.min, vec2(columns.name, height));
    let response = ui.interact(name, Id::unique(("health row", id)), Sense::click());
    let found = page.insight.findings(session).value;
    let risks = found.map_or(0, |found| found.of_party(id).len());
    response.widget_info(|| {
        let risks = words::number(risks as u64, "risk", "risks");
        let beside = beside.as_ref().zip(order.column()).map(|((words, by), column)| {
            let way = match by.signum() {
                1 => "up ",
                -1 => "down ",
                _ => "",
            };
            format!(", {} {way}{words}", column.to_lowercase())
        });
        let spoken = format!("{}, {risks}{}. Show on the map", party.name, beside.unwrap_or_default());
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    let selected = session.selection().parties.contains(id);
    if selected || response.hovered() {
        let fill = if selected {
            tokens.colour.accent_soft
        } else {
            tokens.colour.hover
        };
        ui.painter().rect_filled(name, corner, fill);
    }
    if response.has_focus() {
        ui.painter()
            .rect_stroke(name, corner, tokens.selection(), StrokeKind::Inside);
        response.scroll_to_me(None);
    }
    let at = pos2(name.left() + 6.0, name.center().y);
    let (font, ink) = (tokens.body(), tokens.colour.ink);
    text::line(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        &party.name,
        font,
        ink,
        name.width() - 10.0,
    );
    if response.on_hover_text("Show on the map").clicked() {
        page.intents.push(Intent::Reveal(Selection::party(id.clone())));
    }
    for (x, indicator) in columns.cells.iter().zip(Indicator::ALL) {
        let cell = Rect::from_min_size(
            pos2(rect.left() + x, rect.top() + 1.0),
            vec2(columns.cell, height - 2.0),
        );
        value(ui, page, cell, id, indicator);
    }
    let write = |x: f32, words: &str| {
        let at = pos2(rect.left() + x, rect.center().y);
        let (font, ink) = (tokens.body(), tokens.colour.ink2);
        text::line(
            ui.painter(),
            at,
            Align2::CENTER_CENTER,
            words,
            font,
            ink,
            tokens.size.body * 10.0,
        )
    };
    if let (Some(x), Some((words, by))) = (columns.extra, beside) {
        let aside = if *by == 0 { 0.0 } else { 7.0 };
        let written = write(x + aside, words);
        if *by != 0 {
            panels::arrow(ui, tokens, pos2(written.left() - 8.0, rect.center().y), *by);
        }
    }
    if risks > 0 {
        write(columns.risks, &risks.to_string());
    }
}

/// One indicator of a party: mark and number on the soft colour of its band.
fn value(ui: &mut Ui, page: &mut Page<'_>, cell: Rect, id: &PartyId, indicator: Indicator) {
    let tokens = page.tokens;
    let reading = Reading::of_party(page.session.health(), id, indicator);
    let response = ui.interact(cell, Id::unique(("health cell", id, indicator)), Sense::click());
    let name = page.session.org().party_name(id);
    response.widget_info(|| {
        let spoken = format!("{} of {name} {}. Why?", indicator.label(), reading.spoken());
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    let corner = CornerRadius::same(tokens.radius.control - 1);
    let tone = reading.tone(tokens);
    ui.painter().rect_filled(cell, corner, tone.soft);
    let centre = cell.center();
    if let Some(number) = reading.hundred() {
        let (mark, sure) = reading.mark();
        let size = tokens.control.mark;
        icons::mark(
            ui.painter(),
            pos2(centre.x - 13.0 * tokens.size.body / 13.0, centre.y),
            size,
            mark,
            sure,
            tokens,
        );
        let at = pos2(centre.x - 2.0, centre.y);
        let ink = tokens.colour.ink;
        text::line(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            &number.to_string(),
            tokens.body_strong(),
            ink,
            cell.width(),
        );
    } else {
        hatch(ui, tokens, cell, tone.soft);
        let words = if cell.width() > tokens.size.body * 7.0 {
            "not measured"
        } else {
            "–"
        };
        text::line(
            ui.painter(),
            centre,
            Align2::CENTER_CENTER,
            words,
            tokens.body(),
            tone.text,
            cell.width(),
        );
    }
    if response.hovered() || response.has_focus() {
        let stroke = if response.has_focus() {
            tokens.selection()
        } else {
            egui::Stroke::new(tokens.stroke.hairline, tone.mark)
        };
        ui.painter().rect_stroke(cell, corner, stroke, StrokeKind::Inside);
    }
    let hover = reading
        .range()
        .map(|(low, high)| format!("{}: likely {low} to {high}", indicator.label()));
    let response = match hover {
        Some(words) => response.on_hover_text(words),
        None => response,
    };
    if response.clicked() {
        page.intents.push(Intent::Why(Scope::Party(id.clone()), indicator));
    }
}

/// Thin slanted lines: not measured is not zero.
fn hatch(ui: &Ui, tokens: &Tokens, cell: Rect, ground: egui::Color32) {
    let painter = ui.painter().with_clip_rect(cell.shrink(1.0).intersect(ui.clip_rect()));
    let stroke = egui::Stroke::new(tokens.stroke.hairline * 2.0, tokens.colour.track);
    let mut x = cell.left() - cell.height();
    while x < cell.right() {
        painter.line_segment([pos2(x, cell.bottom()), pos2(x + cell.height(), cell.top())], stroke);
        x += 9.0;
    }
    // No lines behind the words.
    let words = Rect::from_center_size(cell.center(), vec2(tokens.size.body * 6.6, tokens.size.body * 1.5));
    painter.rect_filled(words, CornerRadius::same(tokens.radius.control - 1), ground);
}

/// All parties in an order; those without what it goes by come last, by name.
fn sorted(page: &Page<'_>, order: Order, course: Option<&Course>) -> Vec<PartyId> {
    let (org, health) = (page.session.org(), page.session.health());
    let mut ids: Vec<PartyId> = org.parties.keys().cloned().collect();
    ids.sort_by_cached_key(|id| org.party_name(id).to_lowercase());
    let thousandths = |value: f64| (value * 1000.0).round() as i64;
    match order {
        Order::Name => {}
        Order::Worst => ids.sort_by_cached_key(|id| {
            let known = health.parties.get(id);
            let means = Indicator::ALL.map(|indicator| Some(known?.estimate(indicator)?.mean));
            means.into_iter().flatten().map(thousandths).min().unwrap_or(i64::MAX)
        }),
        Order::DependedOn => ids.sort_by_cached_key(|id| {
            let served = health.links().provided_by(id);
            let weights = served.filter_map(|handoff| org.handoffs.get(handoff));
            let weight: f64 = weights.map(|handoff| handoff.importance.weight()).sum();
            Reverse(thousandths(weight))
        }),
        Order::Mixed => ids.sort_by_cached_key(|id| Reverse(mixed(page, id).map(thousandths))),
        Order::Change => ids.sort_by_cached_key(|id| Reverse(moved(course, id).map(|(_, by)| by.abs()))),
    }
    ids
}

/// How far the two sides of the most mixed pair of that party differ, in points of five.
fn mixed(page: &Page<'_>, id: &PartyId) -> Option<f64> {
    let health = page.session.health();
    let own = health.links().provided_by(id).chain(health.links().received_by(id));
    own.filter_map(|handoff| apart(page.session.org(), &health.handoffs.get(handoff)?.voices))
        .max_by(f64::total_cmp)
}

/// The indicator that changed most, and by how many hundredths.
fn moved(course: Option<&Course>, id: &PartyId) -> Option<(Indicator, i64)> {
    let scope = Scope::Party(id.clone());
    let changes = Indicator::ALL.map(|indicator| Some((indicator, course?.trends.change(&scope, indicator)?)));
    changes.into_iter().flatten().max_by_key(|(_, by)| by.abs())
}

/// What the extra column says of a party.
fn extra(page: &Page<'_>, order: Order, course: Option<&Course>, id: &PartyId) -> Option<Beside> {
    let said = match order {
        Order::Worst | Order::Name => return None,
        Order::DependedOn => {
            let served = page.session.health().links().provided_by(id).count();
            (words::number(served as u64, "handoff", "handoffs"), 0)
        }
        Order::Mixed => (
            mixed(page, id).map_or_else(|| "–".to_owned(), |points| format!("{points:.1}")),
            0,
        ),
        Order::Change => match moved(course, id) {
            None => ("–".to_owned(), 0),
            Some((_, 0)) => ("steady".to_owned(), 0),
            Some((indicator, by)) => (format!("{} {}", by.abs(), indicator.short().to_lowercase()), by),
        },
    };
    Some(said)
}
