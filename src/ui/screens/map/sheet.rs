//! The map as a sheet to be taken along: what is on screen of it, or all of it, with the organisation's name, the day,
//! the number of things it stands on and the legend, without tools.
//!
//! It is drawn by the code that draws the window, from a copy of what the window shows, so that it can be drawn on a
//! thread while work goes on.

use egui::{Align2, Context, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

use super::legend::{self, Room};
use crate::{
    health::{Scope, words},
    session::{Lens, Session},
    ui::{
        canvas::Canvas,
        fonts::LINE_HEIGHT,
        insight::Insight,
        intent::Intents,
        tokens::{Theme, Tokens},
        what_if::WhatIf,
        widgets::text,
    },
};

/// The least width of a sheet, for type of 13 points: the legend fits into it.
const LEAST_WIDTH: f32 = 640.0;
/// The space around the heading.
const PAD: Vec2 = vec2(16.0, 14.0);

/// A copy of the map with what belongs to it.
pub struct Sheet {
    session: Session,
    canvas: Canvas,
    what_if: WhatIf,
    insight: Insight,
    theme: Theme,
}

impl Sheet {
    /// The map as it is seen now, or `whole` all of it in natural size.
    pub fn of(session: &Session, canvas: &Canvas, what_if: &WhatIf, theme: Theme, whole: bool) -> Self {
        let mut insight = Insight::default();
        insight.set_at_once(true);
        Self {
            session: session.still(),
            canvas: canvas.still(whole),
            what_if: what_if.still(),
            insight,
            theme,
        }
    }

    /// The theme in which it is drawn.
    pub fn tokens(&self) -> &'static Tokens {
        Tokens::of(self.theme)
    }

    /// How large it is, in points.
    pub fn size(session: &Session, canvas: &Canvas, what_if: &WhatIf, tokens: &Tokens, whole: bool) -> Vec2 {
        let map = canvas.extent(session, whole);
        let width = map.x.max(LEAST_WIDTH * tokens.size.body / 13.0);
        let supposed = what_if.shown(session).is_some();
        vec2(width, map.y + head(tokens, supposed) + foot(tokens)).ceil()
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.session.title()
    }

    /// What it shows, in a sentence.
    pub fn about(&self) -> String {
        let org = self.session.org();
        format!(
            "Map of {} and {}. {}.",
            words::number(org.parties.len() as u64, "party", "parties"),
            words::number(org.handoffs.len() as u64, "handoff", "handoffs"),
            facts(&self.session, self.canvas.colouring.lens()),
        )
    }

    /// Draws it in all the room there is.
    pub fn ui(&mut self, ui: &mut Ui) {
        let tokens = self.tokens();
        let ctx: Context = ui.ctx().clone();
        self.insight.catch_up(&mut self.session, &ctx);
        self.insight.look(&self.session, &ctx);
        self.what_if.look(&self.session, &ctx);
        let found = self.insight.findings(&self.session).value;
        let supposed = self.what_if.shown(&self.session);
        let all = ui.max_rect();
        ui.painter().rect_filled(all, 0.0, tokens.colour.canvas);
        let (head, foot) = (head(tokens, supposed.is_some()), foot(tokens));
        let map = Rect::from_min_max(all.min + vec2(0.0, head), all.max - vec2(0.0, foot));
        let mut intents = Intents::default();
        ui.scope_builder(UiBuilder::new().max_rect(map), |ui| {
            self.canvas.ui(ui, &self.session, tokens, found, supposed, &mut intents);
        });
        let lens = self.canvas.colouring.lens();
        self.heading(ui, Rect::from_min_size(all.min, vec2(all.width(), head)));
        let below = Rect::from_min_max(pos2(all.min.x, map.max.y), all.max);
        let drawn = self.canvas.drawn();
        let more = legend::more(tokens, found, supposed.is_some(), drawn);
        legend::ui(ui, below, tokens, lens, Room::Alone, drawn, more);
    }

    fn heading(&self, ui: &Ui, rect: Rect) {
        let tokens = self.tokens();
        let (painter, colour) = (ui.painter(), &tokens.colour);
        painter.rect_filled(rect, 0.0, colour.surface);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, tokens.hairline());
        let room = rect.width() - 2.0 * PAD.x;
        let mut at = rect.min + PAD;
        let mut row = |words: &str, font: egui::FontId, ink| {
            let height = font.size * LINE_HEIGHT;
            let rect = text::line(painter, at, Align2::LEFT_TOP, words, font, ink, room);
            let response = ui.interact(rect, ui.scope_id().with(words), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, words));
            at.y += height + tokens.space.xs;
        };
        row(self.session.title(), tokens.title(), colour.ink);
        row(
            &facts(&self.session, self.canvas.colouring.lens()),
            tokens.body(),
            colour.ink2,
        );
        if self.what_if.shown(&self.session).is_some() {
            row(&self.what_if.banner(&self.session), tokens.body_strong(), colour.accent);
        }
    }
}

/// What is shown, as of when, and on how much it stands.
fn facts(session: &Session, lens: Lens) -> String {
    let health = session.health();
    let day = words::day(health.window.as_of);
    match lens {
        Lens::Indicator(indicator) if health.estimate(&Scope::Org, indicator).is_some() => {
            let counts = words::evidence(health, &Scope::Org, indicator);
            format!("{} as of {day} · n = {counts}", indicator.label())
        }
        Lens::Indicator(indicator) => format!("{} as of {day} · not measured yet", indicator.label()),
        Lens::Goals => {
            let handoffs = words::number(session.org().handoffs.len() as u64, "handoff", "handoffs");
            format!("{} as of {day} · n = {handoffs}", lens.label())
        }
    }
}

/// How high the heading is.
fn head(tokens: &Tokens, supposed: bool) -> f32 {
    let row = |font: &egui::FontId| font.size * LINE_HEIGHT;
    let more = if supposed {
        row(&tokens.body_strong()) + tokens.space.xs
    } else {
        0.0
    };
    (2.0 * PAD.y + row(&tokens.title()) + tokens.space.xs + row(&tokens.body()) + more).ceil()
}

/// How high the row of the legend is.
fn foot(tokens: &Tokens) -> f32 {
    (tokens.control.height + 4.0 + 2.0 * PAD.y).ceil()
}
