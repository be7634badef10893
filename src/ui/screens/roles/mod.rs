//! Roles: who does the work, who answers for it, who is asked and who is told, for every handoff.

use std::collections::BTreeSet;

use egui::{Button, Id, Rect, RichText, Role, TextEdit, Ui, Vec2, WidgetInfo, vec2};

use crate::{
    health::words,
    org::Letter,
    roles::raci::{Area, Filter, Matrix},
    session::Session,
    ui::{
        intent::Intents,
        tokens::Tokens,
        widgets::{button, text},
    },
};

mod adding;
mod keys;
mod matrix;
mod paint;

/// A row and a column, counted from 0.
type Cell = (usize, usize);

/// What is looked at on the screen. Not part of the document.
#[derive(Default)]
pub struct RolesView {
    filter: Filter,
    matrix: Matrix,
    /// The state of the document and the filter that the matrix belongs to.
    of: Option<(u64, Filter)>,
    cursor: Cell,
    /// The corner of the range opposite to the cursor.
    anchor: Cell,
    offset: Vec2,
    /// The cursor moved and is to be brought into view.
    reveal: bool,
    grip: Option<matrix::Grip>,
    /// The pass in which the screen was drawn last.
    seen: u64,
    /// For so many frames the matrix still takes the keyboard if nothing else has it.
    greets: u8,
    adding: adding::Adding,
}

impl RolesView {
    /// Brings the matrix up to date. Rows that are shown stay until something else is looked for.
    fn look(&mut self, session: &Session, entered: bool) {
        let now = (session.revision(), self.filter.clone());
        if self.of.as_ref() == Some(&now) && !entered {
            return;
        }
        let same = self.of.as_ref().is_some_and(|(_, filter)| *filter == self.filter);
        let kept = if same && !entered {
            self.matrix.rows.iter().map(|row| row.handoff.clone()).collect()
        } else {
            BTreeSet::new()
        };
        let before = std::mem::replace(&mut self.matrix, Matrix::of(session.org(), &self.filter, &kept));
        let after = &self.matrix;
        // The cursor stays on its handoff and role where they are still shown.
        let follow = |(row, column): Cell| {
            let was = before.rows.get(row).map(|row| &row.handoff);
            let found = after.rows.iter().position(|row| Some(&row.handoff) == was);
            let row = found.unwrap_or(row).min(after.rows.len().saturating_sub(1));
            let was = before.columns.get(column).map(|column| &column.role);
            let found = after.columns.iter().position(|column| Some(&column.role) == was);
            (row, found.unwrap_or(column).min(after.columns.len().saturating_sub(1)))
        };
        (self.cursor, self.anchor) = (follow(self.cursor), follow(self.anchor));
        self.of = Some(now);
    }

    /// The cells that a key is about.
    fn area(&self) -> Area {
        Area::between(self.anchor, self.cursor)
    }

    fn is_empty(&self) -> bool {
        self.matrix.rows.is_empty() || self.matrix.columns.is_empty()
    }
}

/// Draws the screen.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let pass = ui.ctx().cumulative_pass_nr();
    let entered = view.seen + 1 < pass;
    view.seen = pass;
    view.look(session, entered);
    if entered {
        // What had the keyboard on the screen before gives it up only after this frame.
        view.greets = 2;
        ui.request_repaint();
    }
    if let Some(left) = view.greets.checked_sub(1) {
        view.greets = left;
        // Whoever comes here can go on typing.
        if !view.is_empty() && ui.memory(|m| m.focused().is_none()) {
            ui.memory_mut(|m| m.request_focus(matrix::id()));
            view.greets = 0;
        }
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(tokens.space.l as i8 + 4, 16));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(tokens.space.m, tokens.space.m);
            header(ui, session, tokens, view, intents);
            body(ui, session, tokens, view, intents);
        });
    });
}

fn header(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let size = vec2(ui.available_width(), tokens.control.height);
    let left = egui::Layout::left_to_right(egui::Align::Center);
    let right = egui::Layout::right_to_left(egui::Align::Center);
    let two = size.x < tokens.size.body * 62.0;
    let title = |ui: &mut Ui, view: &RolesView| {
        let name = "Roles and responsibilities";
        let text = RichText::new(name).font(tokens.title()).color(tokens.colour.ink);
        let title = ui.add(egui::Label::new(text).selectable(false));
        title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name));
        if session.org().handoffs.is_empty() {
            return;
        }
        let said = format!(
            "{} in {}",
            words::number(view.matrix.gaps as u64, "gap", "gaps"),
            words::number(session.org().handoffs.len() as u64, "handoff", "handoffs")
        );
        ui.label(RichText::new(said).font(tokens.body()).color(tokens.colour.ink2));
    };
    let mut tools = |ui: &mut Ui, view: &mut RolesView| {
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        adding::button(ui, session, tokens, view, intents);
        let on = view.filter.only_gaps;
        let ink = if on { tokens.colour.accent } else { tokens.colour.ink };
        let toggle = Button::selectable(on, RichText::new("Only gaps").font(tokens.body()).color(ink));
        let toggle = ui.add(
            toggle
                .frame_when_inactive(true)
                .min_size(vec2(0.0, tokens.control.height)),
        );
        if toggle
            .on_hover_text("Handoffs in which something is missing, and no others")
            .clicked()
        {
            view.filter.only_gaps = !on;
        }
        let hint = "Find a handoff, party or role";
        let search = TextEdit::singleline(&mut view.filter.search)
            .id(Id::unique("find in the matrix"))
            .hint_text(RichText::new(hint).color(tokens.colour.ink3))
            .desired_width(tokens.size.body * 15.0)
            .char_limit(100);
        ui.add(search);
    };
    ui.allocate_ui_with_layout(size, left, |ui| {
        title(ui, view);
        if !two {
            ui.with_layout(right, |ui| tools(ui, view));
        }
    });
    if two {
        ui.allocate_ui_with_layout(size, right, |ui| tools(ui, view));
    }
}

fn body(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut RolesView, intents: &mut Intents) {
    let org = session.org();
    // What was typed or chosen in the header holds in this very frame.
    view.look(session, false);
    let search = view.filter.search.trim();
    let says = if org.handoffs.is_empty() {
        "There is no handoff yet. Draw one on the map: who delivers what to whom.".to_owned()
    } else if org.roles.is_empty() {
        "Add a role to say who answers for what.".to_owned()
    } else if view.matrix.rows.is_empty() && search.is_empty() {
        "No gaps: every handoff has one accountable role, and somebody who does the work.".to_owned()
    } else if view.is_empty() {
        let where_ = if view.filter.only_gaps {
            " among the handoffs with gaps"
        } else {
            ""
        };
        format!("Nothing is called “{search}”{where_}.")
    } else {
        matrix::ui(ui, session, tokens, view, intents);
        legend(ui, tokens);
        return;
    };
    let frame = egui::Frame::NONE
        .fill(tokens.colour.surface)
        .stroke(tokens.hairline())
        .corner_radius(tokens.radius.card)
        .inner_margin(tokens.space.xl);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(says).font(tokens.body()).color(tokens.colour.ink2));
        if org.handoffs.is_empty() {
            ui.add_space(tokens.space.xs);
            if button::plain(ui, tokens, "Go to the map").clicked() {
                intents.run(crate::session::Command::Go(crate::session::Screen::Map));
            }
        }
    });
}

/// How high the legend is with what stands around it.
fn legend_height(tokens: &Tokens) -> f32 {
    tokens.size.body * 1.9 + tokens.space.m
}

/// What the letters mean, and the keys.
fn legend(ui: &mut Ui, tokens: &Tokens) {
    let height = tokens.size.body * 1.9;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let painter = ui.painter().with_clip_rect(rect);
    let mut x = rect.left();
    for letter in Letter::ALL {
        let side = paint::chip_side(tokens);
        let chip = Rect::from_center_size(egui::pos2(x + side / 2.0, rect.center().y), Vec2::splat(side));
        paint::chip(&painter, tokens, chip, letter);
        let meaning = match letter {
            Letter::Accountable => "answers for the outcome, exactly one",
            other => other.meaning(),
        };
        let at = egui::pos2(chip.right() + 6.0, rect.center().y);
        let font = tokens.body();
        let said = text::line(
            &painter,
            at,
            egui::Align2::LEFT_CENTER,
            meaning,
            font,
            tokens.colour.ink2,
            rect.width(),
        );
        x = said.right() + tokens.space.l + 2.0;
    }
    let keys = "Type R, A, C or I in a cell · Delete clears · arrows move";
    let said = painter.layout_no_wrap(keys.to_owned(), tokens.body(), tokens.colour.ink3);
    if x + said.size().x < rect.right() {
        let at = egui::Align2::RIGHT_CENTER.anchor_size(rect.right_center(), said.size());
        painter.galley(at.min, said, tokens.colour.ink3);
    }
}
