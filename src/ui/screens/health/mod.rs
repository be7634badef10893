//! Health: where it hurts, why, and what to do first.

use std::collections::BTreeSet;

use egui::{CornerRadius, Id, Rect, RichText, Role, ScrollArea, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};
use jiff::civil::Date;

use crate::{
    health::{Scope, Share, risk::Severity},
    org::{Rule, Subject, WINDOWS},
    session::{Command, Session, Single},
    ui::{
        insight::Insight,
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{button, form::calendar_as, text},
    },
};

mod chains;
mod control;
mod gains;
mod panels;
mod risks;
mod table;

/// What is looked at on the screen. Not part of the document.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be true whatever the others are")]
pub struct HealthView {
    /// The selection is looked at instead of the whole.
    of_selection: bool,
    order: table::Order,
    rows: table::Rows,
    every_party: bool,
    every_gain: bool,
    share: Option<Share>,
    severity: Option<Severity>,
    with_accepted: bool,
    open: Option<(Rule, Subject)>,
    /// Groups of risks of one rule that are unfolded.
    unfolded: BTreeSet<(Severity, Rule)>,
    accepting: Option<risks::Accepting>,
    /// So many hundreds of risks are shown beyond the first.
    more: usize,
    /// The open risk is to be brought into view.
    reveal: bool,
}

impl HealthView {
    /// Whose indicators are looked at: those of the whole, or of what is selected on the map.
    #[must_use]
    pub fn scope(&self, session: &Session) -> Scope {
        selected(session).filter(|_| self.of_selection).unwrap_or(Scope::Org)
    }

    /// Whether a reason is half typed.
    #[must_use]
    pub fn has_half_entered(&self) -> bool {
        self.accepting.as_ref().is_some_and(risks::Accepting::is_begun)
    }

    /// Looks at the risk that was found there.
    pub fn open_risk(&mut self, rule: Rule, at: Subject) {
        self.severity = None;
        self.open = Some((rule, at));
        self.reveal = true;
    }
}

/// What is selected on the map, if it is one party or one handoff.
fn selected(session: &Session) -> Option<Scope> {
    match session.selection().single()? {
        Single::Party(party) => Some(Scope::Party(party.clone())),
        Single::Handoff(handoff) => Some(Scope::Handoff(handoff.clone())),
    }
}

/// What every part of the screen needs.
struct Page<'a> {
    session: &'a Session,
    insight: &'a Insight,
    tokens: &'static Tokens,
    intents: &'a mut Intents,
    scope: Scope,
}

/// Draws the screen.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    view: &mut HealthView,
    insight: &mut Insight,
    intents: &mut Intents,
) {
    let scope = view.scope(session);
    insight.look_back(session, &scope, ui.ctx());
    let mut page = Page {
        session,
        insight,
        tokens,
        intents,
        scope,
    };
    egui::CentralPanel::no_frame().show(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("health")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                let sides = tokens.space.l as i8 + 4;
                let frame = egui::Frame::NONE.inner_margin(egui::Margin {
                    left: sides,
                    right: sides,
                    top: 16,
                    bottom: 24,
                });
                frame.show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(tokens.space.l - 2.0, tokens.space.l - 2.0);
                    page.ui(ui, view);
                });
            });
    });
}

impl Page<'_> {
    fn ui(&mut self, ui: &mut Ui, view: &mut HealthView) {
        let tokens = self.tokens;
        self.header(ui, view);
        panels::ui(ui, self);
        let width = ui.available_width();
        // Two columns only where a row of the table still has room in the left one.
        if width < tokens.size.body * 62.0 {
            table::ui(ui, self, view);
            gains::ui(ui, self, view);
            control::ui(ui, self, view);
            risks::ui(ui, self, view);
            chains::ui(ui, self);
            return;
        }
        let gap = ui.spacing().item_spacing.x;
        let right = (width * 0.33).max(tokens.size.body * 24.0);
        let left = width - right - gap;
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(left, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                table::ui(ui, self, view);
                risks::ui(ui, self, view);
            });
            ui.allocate_ui_with_layout(vec2(right, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                gains::ui(ui, self, view);
                control::ui(ui, self, view);
                chains::ui(ui, self);
            });
        });
    }

    /// The title, whose figures these are, and of which days.
    fn header(&mut self, ui: &mut Ui, view: &mut HealthView) {
        let tokens = self.tokens;
        let row = |ui: &mut Ui, page: &mut Self, view: &mut HealthView| {
            ui.spacing_mut().item_spacing.x = tokens.space.m;
            let title = RichText::new("Health").font(tokens.title()).color(tokens.colour.ink);
            let title = ui.add(egui::Label::new(title).selectable(false));
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, "Health"));
            page.scopes(ui, view);
            page.progress(ui);
        };
        let size = vec2(ui.available_width(), tokens.control.height);
        let days = WINDOWS.map(window_words);
        let tools = button::choices_width(ui, tokens, &days) + tokens.size.body * 14.0;
        let two = size.x < tools + tokens.size.body * 40.0;
        let right = egui::Layout::right_to_left(egui::Align::Center);
        ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            row(ui, self, view);
            if !two {
                ui.with_layout(right, |ui| self.days(ui, days));
            }
        });
        if two {
            let left = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(size, left, |ui| self.days(ui, days));
        }
    }

    fn scopes(&mut self, ui: &mut Ui, view: &mut HealthView) {
        let Some(selected) = selected(self.session) else { return };
        let org = self.session.org();
        let name = match &selected {
            Scope::Org => String::new(),
            Scope::Party(party) => short(org.party_name(party)),
            Scope::Handoff(handoff) => short(&org.handoff_name(handoff)),
        };
        let on = usize::from(view.of_selection);
        let words = ["Whole organisation", name.as_str()];
        if let Some(chosen) = button::choices(ui, self.tokens, &words, Some(on)) {
            view.of_selection = chosen == 1;
        }
    }

    /// That figures are old, and how far the new ones are.
    fn progress(&self, ui: &mut Ui) {
        let (course, found) = (
            self.insight.course(self.session, &self.scope),
            self.insight.findings(self.session),
        );
        let behind = self.session.is_behind();
        if !course.stale && !found.stale && !behind {
            return;
        }
        let tokens = self.tokens;
        let share = course.progress.or(found.progress).unwrap_or(0.0);
        ui.add(egui::Spinner::new().size(tokens.size.body));
        let text = if behind {
            "Measuring; the figures are still the earlier ones".to_owned()
        } else {
            format!("Working out risks and the last year, {:.0} %", share * 100.0)
        };
        ui.label(RichText::new(text).font(tokens.label()).color(tokens.colour.ink2));
    }

    fn days(&mut self, ui: &mut Ui, words: [&'static str; 3]) {
        let (session, tokens) = (self.session, self.tokens);
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        let chosen = WINDOWS
            .iter()
            .position(|days| *days == session.org().settings.window_days);
        if let Some(days) = button::choices(ui, tokens, &words, chosen).and_then(|k| WINDOWS.get(k)) {
            self.intents.run(Command::Window(*days));
        }
        let today = session.today();
        let shown = session.as_of().unwrap_or(today);
        let mut picked = shown;
        let response = day(ui, Id::unique("as of"), &mut picked).on_hover_text("As of this day");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("As of {shown}")));
        if picked != shown {
            self.intents.push(Intent::AsOf(Some(picked)));
        }
        if session.as_of().is_some() && button::plain(ui, tokens, "Today").clicked() {
            self.intents.run(Command::Today);
        }
    }

    /// A card of the page: a title, something at its right, and a body that is told what came of that.
    fn card<T>(
        &mut self,
        ui: &mut Ui,
        title: &str,
        below: &str,
        tools: impl FnOnce(&mut Self, &mut Ui) -> T,
        body: impl FnOnce(&mut Self, &mut Ui, T),
    ) {
        let tokens = self.tokens;
        surface(tokens).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(tokens.space.s, tokens.space.xs);
            // Without tools beside it the title needs no more room than its words.
            let height = if size_of::<T>() > 0 {
                tokens.control.height
            } else {
                tokens.size.body * 1.5
            };
            let size = vec2(ui.available_width(), height);
            let row = ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = RichText::new(title).font(tokens.body_strong()).color(tokens.colour.ink);
                let heading = ui.add(egui::Label::new(text).selectable(false));
                heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| tools(self, ui))
                    .inner
            });
            if !below.is_empty() {
                hint(ui, tokens, below);
            }
            ui.add_space(tokens.space.xs);
            body(self, ui, row.inner);
        });
    }
}

/// The frame of a card.
fn surface(tokens: &Tokens) -> egui::Frame {
    egui::Frame::NONE
        .fill(tokens.colour.surface)
        .stroke(tokens.hairline())
        .corner_radius(CornerRadius::same(tokens.radius.card))
        .inner_margin(egui::Margin::symmetric(tokens.space.l as i8, tokens.space.m as i8))
}

/// The same in a place that is already known.
fn surface_at(ui: &mut Ui, tokens: &Tokens, rect: Rect, id: Id, body: impl FnOnce(&mut Ui)) {
    let corner = CornerRadius::same(tokens.radius.card);
    ui.painter().rect(
        rect,
        corner,
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(tokens.space.l, tokens.space.m));
    // A child that takes no room of its own: the place is taken already.
    body(&mut ui.new_child(UiBuilder::new().id_salt(id).max_rect(inner)));
}

/// A day that opens a calendar.
fn day(ui: &mut Ui, id: Id, picked: &mut Date) -> egui::Response {
    calendar_as(ui, id, "%-d %b %Y", picked)
}

/// A line of small words below something.
fn hint(ui: &mut Ui, tokens: &Tokens, words: &str) {
    text::wrapped(ui, words, tokens.body(), tokens.colour.ink2);
}

const fn window_words(days: u16) -> &'static str {
    match days {
        30 => "30 days",
        90 => "90 days",
        _ => "1 year",
    }
}

/// A name that fits on a button.
fn short(name: &str) -> String {
    const LONGEST: usize = 28;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}
