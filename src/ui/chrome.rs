//! What stands around a screen: the bar above with the document and the commands, the rail with the
//! screens, the bar below with the state of things.

use std::sync::Arc;

use egui::{
    Align, Align2, CornerRadius, Galley, Layout, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{
    icons::{self, Icon},
    intent::{Intent, Intents},
    shortcuts,
    tokens::Tokens,
    widgets::{button, reading::Reading, text},
};
use crate::{
    health::{self, Indicator, Scope, words},
    org::LogEntry,
    session::{Command, Menu, Screen, Session},
};

/// The menu with every command, behind one button.
fn menu(ui: &mut Ui, tokens: &Tokens, session: Option<&Session>, screen: Screen, intents: &mut Intents) {
    let side = tokens.control.height;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Menu"));
    let corner = CornerRadius::same(tokens.radius.control);
    if response.hovered() {
        ui.painter().rect_filled(rect, corner, tokens.colour.hover);
    }
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
    }
    let half = tokens.control.icon * 0.42;
    for k in -1..=1 {
        let y = rect.center().y + k as f32 * half * 0.68;
        let stroke = Stroke::new(tokens.stroke.icon, tokens.colour.ink2);
        ui.painter()
            .hline(rect.center().x - half..=rect.center().x + half, y, stroke);
    }
    egui::Popup::menu(&response).show(|ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.label(), |ui| {
                ui.set_min_width(230.0);
                for command in Command::ALL.into_iter().filter(|c| c.menu() == menu) {
                    menu_item(ui, tokens, session, screen, command, intents);
                }
            });
        }
    });
}

fn menu_item(
    ui: &mut Ui,
    tokens: &Tokens,
    session: Option<&Session>,
    screen: Screen,
    command: Command,
    intents: &mut Intents,
) {
    let keys = shortcuts::shown(ui, command);
    let mut item = egui::Button::new(command_label(session, command));
    if !keys.is_empty() {
        item = item.shortcut_text(RichText::new(keys).color(tokens.colour.ink3));
    }
    let response = ui.add_enabled(command.enabled_on(screen, session), item);
    if response.clicked() {
        intents.run(command);
        ui.close();
    }
}

/// The words on a command, with what undo and redo are about.
pub fn command_label(session: Option<&Session>, command: Command) -> String {
    let about = match command {
        Command::Undo => session.and_then(Session::undo_label),
        Command::Redo => session.and_then(Session::redo_label),
        _ => None,
    };
    match about {
        Some(about) => format!("{}: {about}", command.label()),
        None => command.label().to_owned(),
    }
}

/// A bar over the whole width of the window.
fn bar(panel: egui::Panel, tokens: &Tokens, height: f32, sides: i8) -> egui::Panel {
    let frame = egui::Frame::NONE
        .fill(tokens.colour.surface)
        .inner_margin(egui::Margin::symmetric(sides, 0));
    panel
        .exact_size(height)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
}

/// The bar above.
pub fn top(ui: &mut Ui, tokens: &Tokens, session: Option<&Session>, screen: Screen, intents: &mut Intents) {
    let height = tokens.control.height + 18.0;
    bar(egui::Panel::top("top"), tokens, height, 12).show(ui, |ui| {
        let rect = ui.max_rect();
        ui.painter()
            .hline(rect.x_range().expand(12.0), rect.bottom() - 0.5, tokens.hairline());
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = tokens.space.s;
            menu(ui, tokens, session, screen, intents);
            let room = ui.available_width();
            let left = room - 430.0 - (tokens.size.body - 13.0) * 22.0;
            ui.allocate_ui_with_layout(
                vec2(left.max(80.0), height),
                Layout::left_to_right(Align::Center),
                |ui| {
                    document(ui, tokens, session);
                },
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                commands(ui, tokens, session, intents);
            });
        });
    });
}

fn document(ui: &mut Ui, tokens: &Tokens, session: Option<&Session>) {
    let name = session.map_or("Throughline", Session::title);
    let strong = RichText::new(name).font(egui::FontId::new(tokens.size.name, super::fonts::bold()));
    ui.add(egui::Label::new(strong.color(tokens.colour.ink)).truncate());
    let Some(session) = session else { return };
    ui.add_space(tokens.space.xs);
    let file = session.path().and_then(|p| p.file_name()).map_or_else(
        || "not saved yet".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let file = RichText::new(file).font(tokens.body()).color(tokens.colour.ink3);
    ui.add(egui::Label::new(file).truncate());
    if session.is_edited() {
        ui.add_space(tokens.space.xs);
        let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
        ui.painter().circle_filled(dot.center(), 4.0, tokens.colour.ink2);
        let edited = RichText::new("edited").font(tokens.body()).color(tokens.colour.ink2);
        ui.add(egui::Label::new(edited).truncate());
    }
}

fn commands(ui: &mut Ui, tokens: &Tokens, session: Option<&Session>, intents: &mut Intents) {
    if session.is_some() {
        let present = button::plain(ui, tokens, "Present").on_hover_text(Command::Present.help());
        if present.clicked() {
            intents.run(Command::Present);
        }
        for (icon, command) in [(Icon::Redo, Command::Redo), (Icon::Undo, Command::Undo)] {
            let name = command_label(session, command);
            if button::icon(ui, tokens, icon, &name, command.enabled(session)).clicked() {
                intents.run(command);
            }
        }
    }
    let width = 230.0_f32.min(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(width, tokens.control.height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Command::Palette.label()));
    let corner = CornerRadius::same(tokens.radius.control);
    let fill = if response.hovered() {
        tokens.colour.hover
    } else {
        tokens.colour.surface
    };
    let stroke = if response.has_focus() {
        tokens.selection()
    } else {
        tokens.hairline()
    };
    ui.painter().rect(rect, corner, fill, stroke, StrokeKind::Inside);
    let key = text::line(
        ui.painter(),
        rect.right_center() - vec2(10.0, 0.0),
        Align2::RIGHT_CENTER,
        &shortcuts::shown(ui, Command::Palette),
        tokens.body(),
        tokens.colour.ink3,
        width,
    );
    text::line(
        ui.painter(),
        rect.left_center() + vec2(10.0, 0.0),
        Align2::LEFT_CENTER,
        "Find or run a command",
        tokens.body(),
        tokens.colour.ink2,
        key.left() - rect.left() - 18.0,
    );
    if response.clicked() {
        intents.run(Command::Palette);
    }
}

/// The rail with the screens.
pub fn rail(ui: &mut Ui, tokens: &Tokens, screen: Screen, intents: &mut Intents) {
    let width = 84.0_f32.max(tokens.size.label * 6.2);
    egui::Panel::left("rail")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::NONE.fill(tokens.colour.rail))
        .show(ui, |ui| {
            let rect = ui.max_rect();
            ui.painter()
                .vline(rect.right() - 0.5, rect.y_range(), tokens.hairline());
            ui.add_space(12.0);
            for one in Screen::ALL {
                let icon = match one {
                    Screen::Map => Icon::Map,
                    Screen::Roles => Icon::Roles,
                    Screen::Health => Icon::Health,
                };
                if rail_item(ui, tokens, icon, one.label(), one == screen).clicked() {
                    intents.run(Command::Go(one));
                }
            }
        });
}

fn rail_item(ui: &mut Ui, tokens: &Tokens, icon: Icon, name: &str, on: bool) -> egui::Response {
    let height = tokens.size.label * 2.0 + tokens.control.icon + 14.0;
    let (slot, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
    let rect = slot.shrink2(vec2(8.0, 0.0));
    let corner = CornerRadius::same(tokens.radius.control + 1);
    if on {
        ui.painter().rect_filled(rect, corner, tokens.colour.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corner, tokens.colour.hover);
    }
    if response.has_focus() {
        ui.painter()
            .rect_stroke(rect, corner, tokens.selection(), StrokeKind::Inside);
    }
    let ink = if on { tokens.colour.accent } else { tokens.colour.ink2 };
    let side = tokens.control.icon + 2.0;
    let centre = pos2(rect.center().x, rect.top() + 9.0 + side / 2.0);
    icons::paint(
        ui.painter(),
        Rect::from_center_size(centre, vec2(side, side)),
        icon,
        ink,
    );
    text::line(
        ui.painter(),
        pos2(rect.center().x, rect.bottom() - 8.0),
        Align2::CENTER_BOTTOM,
        name,
        if on { tokens.label_strong() } else { tokens.label() },
        ink,
        rect.width(),
    );
    response
}

/// The bar below.
pub fn bottom(ui: &mut Ui, tokens: &Tokens, session: &Session, kept: bool, intents: &mut Intents) {
    let height = tokens.size.body * 1.3 + 13.0;
    bar(egui::Panel::bottom("status"), tokens, height, 16).show(ui, |ui| {
        let rect = ui.max_rect();
        ui.painter()
            .hline(rect.x_range().expand(16.0), rect.top() + 0.5, tokens.hairline());
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            if session.is_behind() {
                // Other days are looked at, and their figures are not there yet.
                ui.add(egui::Spinner::new().size(tokens.size.body));
                ui.set_opacity(0.6);
            }
            let detail = Detail::of(ui, tokens, session);
            for indicator in Indicator::ALL {
                status_indicator(ui, tokens, session, indicator, detail, intents);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let state = match (session.is_edited(), session.path().is_some(), kept) {
                    (false, true, _) => "All changes saved",
                    (false, false, _) => "Nothing changed yet",
                    (true, _, true) => "Not saved; a recovery copy is kept",
                    (true, true, false) => "Not saved",
                    (true, false, false) => "Not saved yet",
                };
                ui.add(egui::Label::new(RichText::new(state).font(tokens.body()).color(tokens.colour.ink2)).truncate());
                let counts = ui
                    .painter()
                    .layout_no_wrap(counts(ui, session), tokens.body(), tokens.colour.ink2);
                if counts.size().x < ui.available_width() {
                    ui.label(counts);
                }
            });
        });
    });
}

/// Whether anything was ever delivered; looked up once for each state of the document.
fn has_deliveries(ui: &Ui, session: &Session) -> bool {
    let id = egui::Id::unique("has deliveries");
    let revision = session.revision();
    if let Some((of, known)) = ui.data(|data| data.get_temp::<(u64, bool)>(id))
        && of == revision
    {
        return known;
    }
    let log = &session.org().log;
    let found = log.values().any(|entry| matches!(**entry, LogEntry::Delivery(_)));
    ui.data_mut(|data| data.insert_temp(id, (revision, found)));
    found
}

fn counts(ui: &Ui, session: &Session) -> String {
    let org = session.org();
    let deliveries = session.health().org.evidence.deliveries;
    let mut said = vec![
        words::number(org.parties.len() as u64, "party", "parties"),
        words::number(org.handoffs.len() as u64, "handoff", "handoffs"),
    ];
    if deliveries > 0 {
        said.push(words::number(deliveries, "delivery", "deliveries"));
    } else if has_deliveries(ui, session) {
        said.push(format!("no deliveries in {} days", session.health().window.days));
    }
    if let Some(day) = session.as_of() {
        said.push(format!("as of {}", words::day(day)));
    }
    said.join(" · ")
}

/// How much is said of each indicator in the bar below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// A short name and the figure.
    Short,
    /// The name and the figure.
    Figure,
    /// The likely range too.
    Range,
    /// And what it stands on.
    Evidence,
}

impl Detail {
    /// As much as there is room for, with some left for the state of the document.
    fn of(ui: &Ui, tokens: &Tokens, session: &Session) -> Self {
        let roomy = ui.ctx().content_rect().width() > tokens.size.body * 90.0;
        let most = if roomy { Self::Evidence } else { Self::Range };
        let width = |detail: Self| -> f32 {
            let pieces = Indicator::ALL.map(|indicator| status_pieces(ui, tokens, session, indicator, detail));
            let words = pieces.iter().flatten().map(|piece| piece.size().x + GAP);
            // The mark, the arrow, and the space beside it.
            words.sum::<f32>() + 3.0 * (tokens.control.mark + GAP + 32.0)
        };
        let room = ui.available_width() - tokens.size.body * 6.0;
        let fits = |detail: &Self| *detail <= most && width(*detail) <= room;
        let details = [Self::Evidence, Self::Range, Self::Figure];
        details.into_iter().find(fits).unwrap_or(Self::Short)
    }
}

/// Between the words about an indicator.
const GAP: f32 = 7.0;

/// How an indicator of the whole changed, where that is more than chance.
fn change_of(session: &Session, indicator: Indicator) -> Option<i64> {
    let now = Reading::of(session.health(), &Scope::Org, indicator);
    let change = now.estimate().zip(session.earlier().org.estimate(indicator));
    change.and_then(|(now, then)| health::change(now, then))
}

/// The words about an indicator of the whole, the change last where there is one.
fn status_pieces(
    ui: &Ui,
    tokens: &Tokens,
    session: &Session,
    indicator: Indicator,
    detail: Detail,
) -> Vec<Arc<Galley>> {
    let now = Reading::of(session.health(), &Scope::Org, indicator);
    let colour = &tokens.colour;
    let layout = |text: &str, font, ink| ui.painter().layout_no_wrap(text.to_owned(), font, ink);
    let name = if detail == Detail::Short {
        indicator.short()
    } else {
        indicator.label()
    };
    let mut pieces = vec![layout(name, tokens.body(), colour.ink2)];
    match now.hundred() {
        Some(value) => {
            pieces.push(layout(&value.to_string(), tokens.body_strong(), colour.ink));
            if detail >= Detail::Range {
                pieces.push(layout(&now.range_text(), tokens.body(), colour.ink3));
            }
            if detail >= Detail::Evidence
                && let Some(estimate) = now.estimate().filter(|estimate| estimate.n > 0)
            {
                pieces.push(layout(
                    &format!("n {}", words::count(estimate.n)),
                    tokens.label(),
                    colour.ink3,
                ));
            }
        }
        None => pieces.push(layout("not measured", tokens.body(), colour.ink3)),
    }
    if let Some(by) = change_of(session, indicator).filter(|by| *by != 0) {
        pieces.push(layout(&by.abs().to_string(), tokens.body(), colour.ink2));
    }
    pieces
}

fn status_indicator(
    ui: &mut Ui,
    tokens: &Tokens,
    session: &Session,
    indicator: Indicator,
    detail: Detail,
    intents: &mut Intents,
) {
    let now = Reading::of(session.health(), &Scope::Org, indicator);
    let painter = ui.painter().clone();
    let colour = &tokens.colour;
    let pieces = status_pieces(ui, tokens, session, indicator, detail);
    let change = change_of(session, indicator);
    let arrow = change.filter(|c| *c != 0);
    let gap = GAP;
    let mark_size = tokens.control.mark;
    let arrow_width = if arrow.is_some() { 12.0 } else { 0.0 };
    let width = mark_size + gap + pieces.iter().map(|g| g.size().x + gap).sum::<f32>() - gap + arrow_width;
    let (rect, response) = ui.allocate_exact_size(vec2(width, tokens.size.body * 1.6), Sense::click());
    response.widget_info(|| {
        let since = match change {
            Some(0) => ", unchanged".to_owned(),
            Some(by) => format!(
                ", {} {} in {} days",
                if by > 0 { "up" } else { "down" },
                by.abs(),
                session.health().window.days
            ),
            None => String::new(),
        };
        let spoken = format!(
            "{} of the organisation {}{since}. Why?",
            indicator.label(),
            now.spoken()
        );
        WidgetInfo::labeled(Role::Button, true, spoken)
    });
    if response.hovered() || response.has_focus() {
        painter.rect_filled(
            rect.expand2(vec2(7.0, 2.0)),
            CornerRadius::same(tokens.radius.control),
            colour.hover,
        );
    }
    let (mark, sure) = now.mark();
    let y = rect.center().y;
    icons::mark(
        &painter,
        pos2(rect.left() + mark_size / 2.0, y),
        mark_size,
        mark,
        sure,
        tokens,
    );
    let mut x = rect.left() + mark_size + gap;
    let last = pieces.len() - 1;
    for (k, piece) in pieces.into_iter().enumerate() {
        if let (true, Some(by)) = (k == last, arrow) {
            let up = if by > 0 { -1.0 } else { 1.0 };
            let tip = pos2(x + 5.0, y + up * 4.0);
            let base = y - up * 3.5;
            painter.add(egui::Shape::convex_polygon(
                vec![tip, pos2(x + 10.0, base), pos2(x, base)],
                colour.ink2,
                Stroke::NONE,
            ));
            x += 14.0;
        }
        let size = piece.size();
        painter.galley(pos2(x, y - size.y / 2.0), piece, colour.ink);
        x += size.x + gap;
    }
    if response.on_hover_text("Why?").clicked() {
        intents.push(Intent::Why(Scope::Org, indicator));
    }
}

/// What was said last, above everything, until it is put away.
pub fn message(ui: &mut Ui, tokens: &Tokens, said: &str, serious: bool) -> bool {
    let mut closed = false;
    let screen = ui.max_rect();
    let width = 620.0_f32.min(screen.width() - 40.0);
    egui::Area::new(egui::Id::unique("message"))
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -58.0))
        .order(egui::Order::Foreground)
        .show(ui, |ui| {
            let edge = if serious {
                tokens.health.weak.mark
            } else {
                tokens.colour.accent
            };
            egui::Frame::NONE
                .fill(tokens.colour.surface)
                .stroke(Stroke::new(tokens.stroke.hairline * 1.5, edge))
                .corner_radius(tokens.radius.card)
                .inner_margin(egui::Margin::symmetric(16, 12))
                .show(ui, |ui| {
                    ui.set_max_width(width);
                    ui.horizontal_top(|ui| {
                        let room = width - 70.0;
                        ui.allocate_ui(vec2(room, 20.0), |ui| {
                            ui.set_max_width(room);
                            text::wrapped(ui, said, tokens.body(), tokens.colour.ink);
                        });
                        closed = button::icon(ui, tokens, Icon::Close, "Close message", true).clicked();
                    });
                });
        });
    closed
}
