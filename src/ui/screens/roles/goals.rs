//! Goals: parties by goals with a mark where one works for the other, and beside them the goal under the cursor and the
//! pairs that depend on each other and share none.

use std::{collections::BTreeSet, fmt::Write as _};

use egui::{Id, Painter, Rect, RichText, Ui, vec2};

use super::{
    hand::{Hand, cells, copy},
    header::Narrowing,
};
use crate::{
    health::words,
    org::{GoalId, Org},
    roles::{
        Area,
        goals::{Column, Filter, Goals, Kept},
    },
    session::{Command, Screen, Selection, Session},
    ui::{
        icons::{self, Mark},
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{
            button,
            grid::{Act, Cell, Deed, Grid, Note, Table, Tone},
        },
    },
};

mod adding;
mod pairs;
mod side;

/// The one table.
pub fn id() -> Id {
    Id::unique("goals by parties")
}

/// What is looked at. Not part of the document.
#[derive(Default)]
pub struct GoalsView {
    pub filter: Filter,
    pub goals: Goals,
    pub grid: Grid,
    /// The state of the document and the filter that the table belongs to.
    of: Option<(u64, Filter)>,
    adding: adding::Adding,
    /// A goal that was just added, to which the cursor goes.
    added: Option<GoalId>,
    pairs: pairs::Pairs,
}

impl GoalsView {
    /// Brings the table up to date. What is shown stays until something else is looked for.
    pub fn look(&mut self, session: &Session, entered: bool) {
        let now = (session.revision(), self.filter.clone());
        if self.of.as_ref() == Some(&now) && !entered {
            return;
        }
        let same = self.of.as_ref().is_some_and(|(_, filter)| *filter == self.filter);
        let kept = if same && !entered {
            Kept {
                parties: self.goals.rows.iter().map(|row| row.party.clone()).collect(),
                goals: self.goals.columns.iter().map(|column| column.goal.clone()).collect(),
            }
        } else {
            Kept::default()
        };
        let after = Goals::of(session.org()).looked_at(&self.filter, &kept);
        let before = std::mem::replace(&mut self.goals, after);
        let after = &self.goals;
        // The cursor stays on its party and goal where they are still shown.
        let row = |row: usize| {
            let was = before.rows.get(row).map(|row| &row.party);
            let found = after.rows.iter().position(|row| Some(&row.party) == was);
            found.unwrap_or(row).min(after.rows.len().saturating_sub(1))
        };
        let column = |column: usize| {
            let was = before.columns.get(column).map(|column| &column.goal);
            let found = after.columns.iter().position(|column| Some(&column.goal) == was);
            found.unwrap_or(column).min(after.columns.len().saturating_sub(1))
        };
        self.grid.follow(row, column);
        if let Some(goal) = &self.added
            && let Some(column) = after.columns.iter().position(|column| column.goal == *goal)
        {
            self.grid.cursor.1 = column;
            self.grid.anchor = self.grid.cursor;
            self.added = None;
        }
        self.of = Some(now);
    }

    pub fn is_empty(&self) -> bool {
        self.goals.rows.is_empty() || self.goals.columns.is_empty()
    }

    /// How many goals there are and what is missing, for the header.
    pub fn said(&self, org: &Org) -> Option<String> {
        (!org.goals.is_empty()).then(|| {
            format!(
                "{}, {}",
                words::number(org.goals.len() as u64, "goal", "goals"),
                words::number(self.goals.gaps.total() as u64, "gap", "gaps")
            )
        })
    }
}

/// Draws the table with what stands beside it, or says why there is none.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut GoalsView, intents: &mut Intents) {
    let org = session.org();
    // What was typed or chosen in the header holds in this very frame.
    view.look(session, false);
    if org.goals.is_empty() {
        super::says(ui, tokens, adding::NONE_YET, |ui| {
            view.adding.first(ui, session, tokens, &mut view.added, intents);
        });
        return;
    }
    let width = tokens.size.body * 22.0;
    let width = width.min(ui.available_width() * 0.34);
    egui::Panel::right("goal and pairs")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin {
            left: tokens.space.m as i8,
            ..egui::Margin::ZERO
        }))
        .show(ui, |ui| side::ui(ui, session, tokens, view, intents));
    egui::CentralPanel::no_frame().show(ui, |ui| table(ui, org, tokens, view, intents));
}

fn table(ui: &mut Ui, org: &Org, tokens: &'static Tokens, view: &mut GoalsView, intents: &mut Intents) {
    let search = view.filter.search.trim();
    let says = if org.parties.is_empty() {
        "There is no party yet. Draw one on the map: who works for these goals.".to_owned()
    } else if view.goals.rows.is_empty() && search.is_empty() {
        "No gaps: every party that exchanges handoffs names a goal, and shares one with each of the others.".to_owned()
    } else if view.is_empty() {
        format!("Nothing is called “{search}”.")
    } else {
        let marks = Marks::of(org, &view.goals);
        let acts = view.grid.ui(ui, tokens, id(), &marks, keys_height(tokens));
        let mut typing = Typing {
            hand: Hand::new(org, intents),
            goals: &view.goals,
        };
        for act in acts {
            typing.carry_out(ui, act);
        }
        keys(ui, tokens, view.goals.columns.iter().any(|column| column.customers > 0));
        return;
    };
    super::says(ui, tokens, &says, |ui| {
        if org.parties.is_empty() && button::plain(ui, tokens, "Go to the map").clicked() {
            intents.run(Command::Go(Screen::Map));
        }
    });
}

/// The button that adds a goal, the one that keeps only gaps, and the search; from right to left.
pub fn tools(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    view: &mut GoalsView,
    search: f32,
    intents: &mut Intents,
) -> bool {
    if session.org().goals.is_empty() {
        return false;
    }
    if view.adding.button(ui, session, tokens, &mut view.added, intents) {
        view.filter.search.clear();
    }
    let narrowing = Narrowing {
        only_gaps: &mut view.filter.only_gaps,
        about: "Parties that name no goal or share none with another, and no others",
        search: &mut view.filter.search,
        hint: "Find a party or goal",
        id: "find in goals",
    };
    narrowing.ui(ui, tokens, search)
}

fn keys_height(tokens: &Tokens) -> f32 {
    tokens.size.body * 1.9 + tokens.space.m
}

/// What the marks mean, and the keys where there is room.
fn keys(ui: &mut Ui, tokens: &Tokens, customers: bool) {
    let height = tokens.size.body * 1.9;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), height),
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| {
            let keys = "Space marks who works for a goal · arrows move · Enter goes to the map";
            let ring = if customers {
                "Ring: a paying customer names it · "
            } else {
                ""
            };
            let said = format!("{ring}{keys}");
            let text = RichText::new(said).font(tokens.body()).color(tokens.colour.ink3);
            ui.add(egui::Label::new(text).truncate().selectable(false));
        },
    );
}

/// The goals as a table.
struct Marks<'a> {
    org: &'a Org,
    goals: &'a Goals,
    /// What stands at the foot of each column.
    feet: Vec<(String, Tone)>,
}

impl<'a> Marks<'a> {
    fn of(org: &'a Org, goals: &'a Goals) -> Self {
        let foot = |column: &Column| match (column.serving, &column.owner) {
            (0, _) => ("nobody".to_owned(), Tone::Gap),
            (_, None) => ("no owner".to_owned(), Tone::Gap),
            (count, Some(_)) => (count.to_string(), Tone::Quiet),
        };
        Self {
            org,
            goals,
            feet: goals.columns.iter().map(foot).collect(),
        }
    }
}

impl Table for Marks<'_> {
    fn name(&self) -> &'static str {
        "Goals"
    }

    fn rows(&self) -> usize {
        self.goals.rows.len()
    }

    fn columns(&self) -> usize {
        self.goals.columns.len()
    }

    fn row(&self, row: usize) -> (&str, &str) {
        let row = self.goals.rows.get(row);
        row.map_or(("", ""), |row| (&row.name, &row.place))
    }

    fn column(&self, column: usize) -> &str {
        self.goals.columns.get(column).map_or("", |column| &column.name)
    }

    /// Each goal stands under the role that answers for it.
    fn group(&self, column: usize) -> (&str, &str) {
        self.goals.columns.get(column).map_or(("", ""), |column| {
            let owner = column.owner.as_ref();
            (column.goal.as_str(), owner.map_or("no owner", |(_, name)| name))
        })
    }

    fn cell(&self, painter: &Painter, tokens: &Tokens, rect: Rect, (row, column): Cell) {
        if self.goals.serves(self.org, row, column) {
            let pays = self.goals.rows.get(row).is_some_and(|row| row.kind.is_customer());
            let ink = if pays { tokens.colour.ink3 } else { tokens.colour.accent };
            let size = tokens.control.mark * 1.35;
            icons::mark_in(painter, rect.center(), size, Mark::Strong, !pays, ink);
        }
    }

    fn notes(&self, row: usize) -> Vec<Note> {
        let Some(row) = self.goals.rows.get(row) else {
            return Vec::new();
        };
        if row.lacks_goal() {
            return vec![Note::gap("No goal")];
        }
        let apart = (row.apart > 0).then(|| Note {
            mark: Some(Mark::Moderate),
            words: format!("Shares no goal with {}", row.apart),
            tone: Tone::Quiet,
        });
        apart.into_iter().collect()
    }

    fn foot_name(&self) -> Option<&'static str> {
        Some("How many work for it")
    }

    fn foot(&self, column: usize) -> Option<(&str, Tone)> {
        self.feet.get(column).map(|(words, tone)| (words.as_str(), *tone))
    }

    fn spoken(&self, (row, column): Cell) -> String {
        let (Some(party), Some(goal)) = (self.goals.rows.get(row), self.goals.columns.get(column)) else {
            return self.name().to_owned();
        };
        let does = match (self.goals.serves(self.org, row, column), party.kind.is_customer()) {
            (true, false) => "works for it",
            (true, true) => "names it as a paying customer",
            (false, _) => "does not work for it",
        };
        let mut said = format!("{}, {}: {does}", party.name, goal.name);
        if party.lacks_goal() {
            said.push_str(". Gap: names no goal");
        } else if party.apart > 0 {
            let count = words::number(party.apart as u64, "party", "parties");
            let _ = write!(said, ". Shares no goal with {count} it depends on");
        }
        if goal.serving == 0 {
            said.push_str(". Gap: nobody works for this goal");
        }
        if goal.owner.is_none() {
            said.push_str(". Gap: no role answers for this goal");
        }
        said
    }

    fn row_told(&self, row: usize) -> String {
        let Some(row) = self.goals.rows.get(row) else {
            return String::new();
        };
        let mut said = format!(
            "{}\n{}, {}",
            row.name,
            row.place,
            words::number(row.goals as u64, "goal", "goals")
        );
        if row.apart > 0 {
            let count = words::number(row.apart as u64, "party", "parties");
            let _ = write!(said, "\nShares no goal with {count} it exchanges handoffs with");
        }
        said + "\nEnter opens it on the map"
    }

    fn column_told(&self, column: usize) -> String {
        let Some(goal) = self.goals.columns.get(column) else {
            return String::new();
        };
        let owner = goal.owner.as_ref();
        let owner = owner.map_or("No role answers for it".to_owned(), |(_, name)| {
            format!("{name} answers for it")
        });
        format!("{}\n{owner}\n{}", goal.name, served(goal))
    }
}

/// How many work for a goal, in words.
fn served(goal: &Column) -> String {
    let mut said = match goal.serving {
        0 => "Nobody works for it".to_owned(),
        1 => "1 party works for it".to_owned(),
        count => format!("{count} parties work for it"),
    };
    match goal.customers {
        0 => {}
        1 => said.push_str(", a paying customer names it"),
        count => {
            let _ = write!(said, ", {count} paying customers name it");
        }
    }
    said
}

/// What is typed in one frame.
struct Typing<'a> {
    hand: Hand<'a>,
    goals: &'a Goals,
}

impl Typing<'_> {
    fn carry_out(&mut self, ui: &Ui, Act { area, deed }: Act) {
        match deed {
            Deed::Typed(' ' | 'x' | 'X') => self.toggle(area),
            Deed::Typed(_) => {}
            Deed::Clear => self.clear(area, "Clear"),
            Deed::Copy => self.copy(ui, area),
            Deed::Cut => {
                self.copy(ui, area);
                self.clear(area, "Cut");
            }
            Deed::Paste(text) => {
                let pasted = self.goals.paste(&self.hand.org, area, &text);
                self.hand.paste("Paste goals", pasted);
            }
            Deed::Open => {
                if let Some(row) = self.goals.rows.get(area.top) {
                    self.hand
                        .intents
                        .push(Intent::Reveal(Selection::party(row.party.clone())));
                }
            }
        }
    }

    fn toggle(&mut self, area: Area) {
        let (on, edit) = self.goals.toggle(&self.hand.org, area);
        let here = self.goals.rows.get(area.top).zip(self.goals.columns.get(area.left));
        let label = match here.filter(|_| area.cells() == 1) {
            Some((party, goal)) => {
                let now = if on { "now works" } else { "no longer works" };
                format!("{} {now} for “{}”", party.name, goal.name)
            }
            None => format!("{} goals in {}", if on { "Put" } else { "Take" }, cells(area)),
        };
        self.hand.put(label, edit);
    }

    fn clear(&mut self, area: Area, verb: &str) {
        let edit = self.goals.clear(&self.hand.org, area);
        self.hand.put(format!("{verb} {}", cells(area)), edit);
    }

    fn copy(&self, ui: &Ui, area: Area) {
        let text = self.goals.text(&self.hand.org, area);
        copy(ui, text);
    }
}

/// The goals that exist of those, by name.
fn named<'a>(org: &'a Org, goals: &[GoalId]) -> Vec<&'a str> {
    let known: BTreeSet<&str> = goals
        .iter()
        .filter_map(|goal| org.goals.get(goal))
        .map(|goal| goal.name.as_str())
        .collect();
    known.into_iter().collect()
}
