//! What a table would change, row by row, to be looked at before anything is changed.

use std::fmt::Write as _;

use egui::{Key, Pos2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{
    intent::{Intent, Intents},
    modal::{Reply, answers, small, title, words},
    tokens::Tokens,
    widgets::text::elided,
};
use crate::{
    health::words::number,
    import::{Outcome, Plan, PlannedRow},
    session::Session,
};

/// The most lines that what is said of a row may take; the pointer shows the rest.
const MOST: usize = 4;

/// What is known of a table before it is imported.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The file's name; none where the table was pasted.
    file: Option<String>,
    plan: Plan,
    /// The state of the document for which it was planned.
    revision: u64,
    /// The rows that are shown: those that do not fit, then those that change something.
    order: Vec<usize>,
    /// How long what is said of each of them is, in letters.
    lengths: Vec<usize>,
    /// Above which line each of them begins and, at the end, how many lines there are. For a width in letters.
    lines: (usize, Vec<usize>),
    offset: f32,
}

impl Preview {
    /// A table that was compared with the document in that state. For a thread of its own.
    #[must_use]
    pub fn new(file: Option<String>, plan: Plan, revision: u64) -> Self {
        let rank = |row: &PlannedRow| match row.outcome {
            Outcome::Refused(_) => Some(0),
            Outcome::Added(_) => Some(1),
            Outcome::Changed(_) => Some(2),
            Outcome::Unchanged => None,
        };
        let mut order: Vec<usize> = (0..plan.rows.len())
            .filter(|at| rank(&plan.rows[*at]).is_some())
            .collect();
        order.sort_by_key(|at| rank(&plan.rows[*at]));
        let length = |at: &usize| said(&plan.rows[*at]).chars().count();
        Self {
            file,
            lengths: order.iter().map(length).collect(),
            plan,
            revision,
            order,
            lines: (0, Vec::new()),
            offset: 0.0,
        }
    }

    fn heading(&self) -> String {
        match &self.file {
            Some(file) => format!("Import {} from {file}", self.plan.shape.brings()),
            None => format!("Paste {}", self.plan.shape.brings()),
        }
    }

    /// Gives each row as many lines as its words need in that width.
    fn lay_out(&mut self, letters: usize) {
        if self.lines.0 == letters && !self.lines.1.is_empty() {
            return;
        }
        let mut starts = Vec::with_capacity(self.order.len() + 1);
        let mut at = 0;
        for length in &self.lengths {
            starts.push(at);
            at += 1 + length.div_ceil(letters.max(1)).clamp(1, MOST);
        }
        starts.push(at);
        self.lines = (letters, starts);
    }
}

/// What comes of a row, in words.
fn said(row: &PlannedRow) -> String {
    match &row.outcome {
        Outcome::Refused(why) => why.clone(),
        Outcome::Changed(changes) => changes.join("; "),
        Outcome::Added(facts) => {
            let mut said = "Added ".to_owned();
            said.push_str(&facts.join("; "));
            said
        }
        Outcome::Unchanged => String::new(),
    }
}

/// Draws it. Returns what was answered in this frame; what is imported is asked for.
pub fn ui(
    ui: &mut Ui,
    tokens: &Tokens,
    session: Option<&Session>,
    preview: &mut Preview,
    height: f32,
    intents: &mut Intents,
) -> Option<Reply> {
    let heading = preview.heading();
    title(ui, tokens, &heading);
    words(ui, tokens, &preview.plan.summary());
    small(ui, tokens, &format!("Recognised as: {}.", preview.plan.shape.label()));
    if !preview.plan.unused.is_empty() {
        let quoted: Vec<String> = preview.plan.unused.iter().take(6).map(|c| format!("“{c}”")).collect();
        let more = if preview.plan.unused.len() > 6 {
            " and others"
        } else {
            ""
        };
        let columns = if preview.plan.unused.len() == 1 {
            "This column is not used"
        } else {
            "These columns are not used"
        };
        small(ui, tokens, &format!("{columns}: {}{more}.", quoted.join(", ")));
    }
    if !preview.order.is_empty() {
        ui.add_space(tokens.space.m);
        // The rest of the page is the heading and the answers.
        let used = tokens.size.body * 10.0 + 80.0;
        rows(ui, tokens, preview, (height - used).max(tokens.size.body * 8.0));
    }
    let changed = session.is_none_or(|session| session.revision() != preview.revision);
    let changes = preview.plan.counts.changes();
    if changed && changes > 0 {
        ui.add_space(tokens.space.m);
        words(
            ui,
            tokens,
            "The document was changed meanwhile. Import the table again to see what it changes now.",
        );
    }
    if changed || changes == 0 {
        return answers(ui, tokens, &[("Close", Reply::Close)]);
    }
    let verb = if preview.file.is_some() { "Import" } else { "Paste" };
    let mut go = format!("{verb} {}", number(changes as u64, "change", "changes"));
    if let Some(left) = preview.plan.counts.left_out() {
        let _ = write!(go, ", leave {left} out");
    }
    if answers(ui, tokens, &[(go.as_str(), true), ("Cancel", false)])? {
        intents.edit(heading, preview.plan.edit());
        let done = number(changes as u64, "change was", "changes were");
        intents.push(Intent::Say(format!("{done} made in one step. Ctrl+Z takes them back.")));
    }
    Some(Reply::Close)
}

/// The rows, of which only those in sight are laid out.
fn rows(ui: &mut Ui, tokens: &Tokens, preview: &mut Preview, height: f32) {
    let line = (tokens.size.body * 1.5).round();
    let column = tokens.size.body * 5.5;
    let width = ui.available_width() - column - tokens.space.l;
    // A letter of the typeface takes about half its size; a little more leaves room for words that are not broken.
    preview.lay_out((width / (tokens.size.body * 0.5)) as usize);
    let lines = preview.lines.1.last().copied().unwrap_or(0);
    let gap = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = 0.0;
    let step = {
        let free = ui.memory(|m| m.focused().is_none());
        ui.input(|i| {
            let key = |key, by: f32| if i.key_pressed(key) { by } else { 0.0 };
            let far = lines as f32 * line;
            let arrows = key(Key::ArrowDown, line * 2.0) + key(Key::ArrowUp, -line * 2.0);
            key(Key::PageDown, height - line)
                + key(Key::PageUp, line - height)
                + key(Key::End, far)
                + key(Key::Home, -far)
                + if free { arrows } else { 0.0 }
        })
    };
    let mut area = ScrollArea::vertical()
        .id_salt("rows of the table")
        .max_height(height)
        .auto_shrink([false, true]);
    if step != 0.0 {
        let last = (lines as f32 * line - height).max(0.0);
        area = area.vertical_scroll_offset((preview.offset + step).clamp(0.0, last));
    }
    let output = area.show_rows(ui, line, lines, |ui, range| {
        let top = ui.min_rect().top();
        let left = ui.min_rect().left();
        let starts = &preview.lines.1;
        let first = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        for (k, at) in preview.order.iter().enumerate().skip(first) {
            let (Some(start), Some(end)) = (starts.get(k), starts.get(k + 1)) else {
                break;
            };
            if *start >= range.end {
                break;
            }
            let y = top + (*start as f32 - range.start as f32) * line;
            let size = vec2(column + tokens.space.l + width, (end - start) as f32 * line);
            let place = Rect::from_min_size(Pos2::new(left, y), size);
            if let Some(row) = preview.plan.rows.get(*at) {
                draw(ui, tokens, row, place, column, end - start - 1);
            }
        }
        ui.allocate_space(vec2(ui.available_width(), range.len() as f32 * line));
    });
    preview.offset = output.state.clamped_offset().y;
    ui.spacing_mut().item_spacing.y = gap;
}

fn draw(ui: &Ui, tokens: &Tokens, row: &PlannedRow, place: Rect, column: f32, lines: usize) {
    let said = said(row);
    let what = if row.what.is_empty() { "No name" } else { &row.what };
    let response = ui.interact(place, ui.scope_id().with(("row", row.line, what)), Sense::hover());
    let name = format!("Line {}, {what}: {said}", row.line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let painter = ui.painter();
    let colour = &tokens.colour;
    let ink = match row.outcome {
        Outcome::Refused(_) => tokens.health.weak.text,
        _ => colour.ink2,
    };
    let x = place.left() + column + tokens.space.l;
    let width = place.right() - x;
    let number = format!("Line {}", row.line);
    let number = elided(painter, &number, tokens.body(), colour.ink2, column, 1);
    painter.galley(place.min, number, colour.ink2);
    let what = elided(painter, what, tokens.body_strong(), colour.ink, width, 1);
    painter.galley(Pos2::new(x, place.top()), what, colour.ink);
    let below = (place.height() / (lines + 1) as f32).round();
    let words = elided(painter, &said, tokens.body(), ink, width, lines);
    let cut = words.elided;
    painter.galley(Pos2::new(x, place.top() + below), words, ink);
    if cut {
        response.on_hover_text(said);
    }
}
