//! Cross-training: handoffs by roles, each cell whether the role does the work, is trained for it or stands in.

use std::collections::BTreeSet;

use egui::{Id, Painter, Rect, Ui, UiBuilder, vec2};

use super::{
    chip::{self, Look},
    hand::{Hand, cells, copy},
    header::Narrowing,
};
use crate::{
    health::words,
    org::HandoffId,
    roles::{
        Area,
        cover::{Cover, WhoCould, who_could},
        raci::Filter,
    },
    session::{Screen, Session, Single},
    ui::{
        icons,
        intent::Intents,
        tokens::Tokens,
        widgets::{
            button,
            grid::{Act, Cell, Deed, Grid, Note, Table, Tone},
        },
    },
};

mod panel;

/// The one table.
pub fn id() -> Id {
    Id::unique("cross-training")
}

/// What is looked at. Not part of the document.
#[derive(Default)]
pub struct CoverView {
    pub filter: Filter,
    pub cover: Cover,
    pub grid: Grid,
    /// What stands at the foot of each column.
    could: Vec<String>,
    /// Who could do the work of the row that was last asked about, and of which state of the document that is.
    who: Option<(u64, jiff::civil::Date, HandoffId, WhoCould)>,
    /// Whether it is shown who could do the work of the current row.
    asks: bool,
    /// The handoff that was selected elsewhere when one came here.
    came_from: Option<HandoffId>,
    /// The state of the document, the day and the filter that the table belongs to.
    of: Option<(u64, jiff::civil::Date, Filter)>,
}

impl CoverView {
    /// Brings the table up to date. Rows that are shown stay until something else is looked for.
    pub fn look(&mut self, session: &Session, entered: bool) {
        let now = (session.revision(), day(session), self.filter.clone());
        if self.of.as_ref() == Some(&now) && !entered {
            return;
        }
        let same = self.of.as_ref().is_some_and(|(_, _, filter)| *filter == self.filter);
        let kept = if same && !entered {
            self.cover.rows.iter().map(|row| row.handoff.clone()).collect()
        } else {
            BTreeSet::new()
        };
        let fresh = Cover::of(session.org(), day(session)).filtered(&self.filter, &kept);
        let before = std::mem::replace(&mut self.cover, fresh);
        let after = &self.cover;
        // The cursor stays on its handoff and role where they are still shown.
        let row = |row: usize| {
            let was = before.rows.get(row).map(|row| &row.handoff);
            let found = after.rows.iter().position(|row| Some(&row.handoff) == was);
            found.unwrap_or(row).min(after.rows.len().saturating_sub(1))
        };
        let column = |column: usize| {
            let was = before.columns.get(column).map(|column| &column.role);
            let found = after.columns.iter().position(|column| Some(&column.role) == was);
            found.unwrap_or(column).min(after.columns.len().saturating_sub(1))
        };
        self.grid.follow(row, column);
        let could = self.cover.columns.iter().map(|column| match column.could {
            0 => String::new(),
            more => format!("{more} more"),
        });
        self.could = could.collect();
        self.of = Some(now);
    }

    /// Whoever comes from a handoff asks about that one.
    fn come(&mut self, session: &Session) {
        let selected = match session.selection().single() {
            Some(Single::Handoff(handoff)) => Some(handoff.clone()),
            _ => None,
        };
        if self.came_from == selected {
            return;
        }
        self.came_from = selected;
        let row = self
            .cover
            .rows
            .iter()
            .position(|row| Some(&row.handoff) == self.came_from.as_ref());
        if let Some(row) = row {
            let columns = || 0..self.cover.columns.len();
            let does = columns().find(|column| self.cover.mark(row, *column).does);
            let could = || columns().find(|column| self.cover.mark(row, *column).could());
            self.grid.go((row, does.or_else(could).unwrap_or(0)));
            self.asks = true;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cover.rows.is_empty() || self.cover.columns.is_empty()
    }

    /// Who could do the work of a handoff.
    fn who(&mut self, session: &Session, handoff: &HandoffId) -> Option<&WhoCould> {
        let (revision, day) = (session.revision(), day(session));
        let known = matches!(&self.who, Some((r, d, id, _)) if (*r, *d, id) == (revision, day, handoff));
        if !known {
            let who = who_could(session.org(), day, handoff);
            self.who = who.map(|who| (revision, day, handoff.clone(), who));
        }
        self.who.as_ref().map(|(.., who)| who)
    }

    /// What stands beside the title.
    pub fn says(&self, session: &Session) -> Option<String> {
        let org = session.org();
        if org.handoffs.is_empty() || org.roles.is_empty() {
            return None;
        }
        if !self.cover.written {
            return Some("Who is trained or stands in is not written down yet".to_owned());
        }
        let all = words::number(org.handoffs.len() as u64, "handoff", "handoffs");
        Some(match self.cover.gaps {
            0 => format!("Each of {all} has cover"),
            gaps => format!("{gaps} of {} without cover", org.handoffs.len()),
        })
    }
}

/// The day on which holders are counted.
fn day(session: &Session) -> jiff::civil::Date {
    session.as_of().unwrap_or_else(|| session.today())
}

/// Draws the table, or says why there is none.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut CoverView, intents: &mut Intents) {
    let org = session.org();
    // What was typed or chosen in the header holds in this very frame.
    view.look(session, false);
    view.come(session);
    let search = view.filter.search.trim();
    let says = if org.handoffs.is_empty() {
        "There is no handoff yet. Draw one on the map: who delivers what to whom.".to_owned()
    } else if org.roles.is_empty() {
        "Add a role to say who could do what.".to_owned()
    } else if view.cover.rows.is_empty() && search.is_empty() {
        "Every handoff has cover: at least two people could do the work.".to_owned()
    } else if view.is_empty() {
        let where_ = if view.filter.only_gaps {
            " among the handoffs without cover"
        } else {
            ""
        };
        format!("Nothing is called “{search}”{where_}.")
    } else {
        table(ui, session, tokens, view, intents);
        return;
    };
    super::says(ui, tokens, &says, |ui| {
        if org.handoffs.is_empty() && button::plain(ui, tokens, "Go to the map").clicked() {
            intents.run(crate::session::Command::Go(Screen::Map));
        }
    });
}

/// The table, and beside it who could do the work of the current row, where that is asked.
fn table(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut CoverView, intents: &mut Intents) {
    let org = session.org();
    let room = ui.available_rect_before_wrap();
    let below = chip::legend_height(tokens);
    let single = view.grid.area().cells() == 1;
    if view.asks
        && single
        && ui.memory(|m| m.has_focus(id()))
        && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
    {
        // What was opened last is closed first; the keyboard stays here.
        view.asks = false;
    }
    let beside = if view.asks {
        (tokens.size.body * 24.0).min(room.width() * 0.36) + tokens.space.m
    } else {
        0.0
    };
    let left = Rect::from_min_max(room.min, room.max - vec2(beside, 0.0));
    let acts = ui
        .scope_builder(UiBuilder::new().max_rect(left), |ui| {
            let table = Training {
                cover: &view.cover,
                could: &view.could,
            };
            let before = view.grid.area();
            let mut acts = view.grid.ui(ui, tokens, id(), &table, below);
            let (area, last) = (view.grid.area(), view.cover.columns.len().saturating_sub(1));
            // Whoever takes hold of the name of a row asks about that row.
            if area != before && area.rows() == 1 && (area.left, area.right) == (0, last) && last > 0 {
                let deed = Deed::Open;
                acts.push(Act { area, deed });
            }
            legend(ui, tokens);
            acts
        })
        .inner;
    let mut typing = Typing {
        hand: Hand::new(org, intents),
        cover: &view.cover,
    };
    for act in acts {
        if act.deed == Deed::Open {
            view.asks = true;
        } else {
            typing.carry_out(ui, act);
        }
    }
    if beside > 0.0 {
        let right = Rect::from_min_max(room.max - vec2(beside - tokens.space.m, room.height()), room.max);
        let shown = view.cover.rows.get(view.grid.cursor.0).map(|row| row.handoff.clone());
        if let Some(handoff) = shown
            && let Some(who) = view.who(session, &handoff)
            && panel::ui(ui, session, tokens, right, (&handoff, who), intents)
        {
            view.asks = false;
            ui.memory_mut(|m| m.request_focus(id()));
        }
    }
}

/// The button that keeps only handoffs without cover, and the search.
pub fn tools(ui: &mut Ui, tokens: &Tokens, view: &mut CoverView, search: f32) -> bool {
    let narrowing = Narrowing {
        only_gaps: &mut view.filter.only_gaps,
        about: "Handoffs that one person could do, or nobody, and no others",
        search: &mut view.filter.search,
        hint: "Find a handoff, party or role",
        id: "find in cross-training",
    };
    narrowing.ui(ui, tokens, search)
}

/// R soft as in the matrix, T filled because it is what is typed here, B an outline.
const LOOKS: [(char, Look, &str); 3] = [
    ('R', Look::Soft, "does the work"),
    ('T', Look::Filled, "is trained for it"),
    ('B', Look::Outlined, "stands in as backup"),
];

/// What the letters mean, and the keys.
fn legend(ui: &mut Ui, tokens: &Tokens) {
    let keys = "Type T in a cell · Delete clears · Enter says who could";
    chip::legend(ui, tokens, &LOOKS, keys);
}

/// The table.
struct Training<'a> {
    cover: &'a Cover,
    /// What stands at the foot of each column.
    could: &'a [String],
}

impl Table for Training<'_> {
    fn name(&self) -> &'static str {
        "Cross-training"
    }

    fn rows(&self) -> usize {
        self.cover.rows.len()
    }

    fn columns(&self) -> usize {
        self.cover.columns.len()
    }

    fn row(&self, row: usize) -> (&str, &str) {
        let row = self.cover.rows.get(row);
        row.map_or(("", ""), |row| (&row.name, &row.between))
    }

    fn column(&self, column: usize) -> &str {
        self.cover.columns.get(column).map_or("", |column| &column.name)
    }

    fn group(&self, column: usize) -> (&str, &str) {
        let column = self.cover.columns.get(column);
        column.map_or(("", ""), |column| (column.party.as_str(), &column.party_name))
    }

    fn cell(&self, painter: &Painter, tokens: &Tokens, rect: Rect, (row, column): Cell) {
        let mark = self.cover.mark(row, column);
        if mark.could() {
            let held = [mark.does, mark.trained, mark.stands_in];
            let looks = LOOKS.iter().zip(held).filter(|(_, on)| *on);
            let looks: Vec<_> = looks.map(|((letter, look, _), _)| (*letter, *look)).collect();
            chip::row(painter, tokens, rect, &looks);
        }
    }

    fn notes(&self, row: usize) -> Vec<Note> {
        let Some(shown) = self.cover.rows.get(row) else {
            return Vec::new();
        };
        let mut notes = vec![match shown.gap {
            Some(gap) => Note::gap(gap.words()),
            None => Note {
                mark: None,
                words: shown.cover.words(),
                tone: Tone::Quiet,
            },
        }];
        match shown.untrained {
            0 => {}
            count => notes.push(Note {
                mark: Some(icons::Mark::Moderate),
                words: words::number(count as u64, "role untrained", "roles untrained"),
                tone: Tone::Quiet,
            }),
        }
        notes
    }

    fn foot_name(&self) -> Option<&'static str> {
        let any = self.could.iter().any(|could| !could.is_empty());
        any.then_some("Could cover besides its own")
    }

    fn foot(&self, column: usize) -> Option<(&str, Tone)> {
        let could = self.could.get(column).filter(|could| !could.is_empty())?;
        Some((could, Tone::Quiet))
    }

    fn spoken(&self, (row, column): Cell) -> String {
        let (Some(handoff), Some(role)) = (self.cover.rows.get(row), self.cover.columns.get(column)) else {
            return self.name().to_owned();
        };
        let mark = self.cover.mark(row, column);
        format!("{}, {}: {}. {}", handoff.name, role.name, mark.words(), handoff.says())
    }

    fn row_told(&self, row: usize) -> String {
        let (name, between) = self.row(row);
        format!("{name}\n{between}\nClick to see who could do the work")
    }

    fn column_told(&self, column: usize) -> String {
        let Some(role) = self.cover.columns.get(column) else {
            return String::new();
        };
        let number = |count: usize| words::number(count as u64, "handoff", "handoffs");
        format!(
            "{}, {}\nDoes the work of {}, could do {} besides",
            role.name,
            role.party_name,
            number(role.does),
            number(role.could),
        )
    }
}

/// What is typed in one frame.
struct Typing<'a> {
    hand: Hand<'a>,
    cover: &'a Cover,
}

impl Typing<'_> {
    fn carry_out(&mut self, ui: &Ui, Act { area, deed }: Act) {
        match deed {
            Deed::Typed('t' | 'T') => self.toggle(area),
            Deed::Typed(_) | Deed::Open => {}
            Deed::Clear => self.clear(area, "Clear training in"),
            Deed::Copy => self.copy(ui, area),
            Deed::Cut => {
                self.copy(ui, area);
                self.clear(area, "Cut training from");
            }
            Deed::Paste(text) => {
                let pasted = self.cover.paste(&self.hand.org, area, &text);
                self.hand.paste("Paste training", pasted);
            }
        }
    }

    fn toggle(&mut self, area: Area) {
        let (on, edit) = self.cover.toggle(&self.hand.org, area);
        let one = self.cover.rows.get(area.top).zip(self.cover.columns.get(area.left));
        let label = match one.filter(|_| area.cells() == 1) {
            Some((row, role)) => {
                let now = if on { "is" } else { "is no longer" };
                format!("{} {now} trained for {}", role.name, row.name)
            }
            None => format!("{} in {}", if on { "Train" } else { "Take training" }, cells(area)),
        };
        self.hand.put(label, edit);
    }

    fn clear(&mut self, area: Area, what: &str) {
        let edit = self.cover.clear(&self.hand.org, area);
        self.hand.put(format!("{what} {}", cells(area)), edit);
    }

    fn copy(&self, ui: &Ui, area: Area) {
        let text = self.cover.text(area);
        copy(ui, text);
    }
}
