//! The responsibility matrix: handoffs by roles, each cell the letters that one role has for one handoff.

use std::collections::BTreeSet;

use egui::{Id, Painter, Rect, Ui};

use super::{
    chip,
    hand::{Hand, cells, copy},
    header::Narrowing,
};
use crate::{
    export,
    org::{Letter, Org},
    roles::{
        Area,
        raci::{Filter, Matrix, Note as Stands, has_headers},
    },
    session::{Selection, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{
            button,
            grid::{Act, Cell, Deed, Grid, Note, Table, Tone},
        },
    },
};

/// The one matrix.
pub fn id() -> Id {
    Id::unique("responsibility matrix")
}

/// What is looked at. Not part of the document.
#[derive(Default)]
pub struct MatrixView {
    pub filter: Filter,
    pub matrix: Matrix,
    pub grid: Grid,
    /// The state of the document and the filter that the matrix belongs to.
    of: Option<(u64, Filter)>,
    /// The document in that state.
    org: Option<Org>,
}

impl MatrixView {
    /// Brings the matrix up to date. Rows that are shown stay until something else is looked for.
    pub fn look(&mut self, session: &Session, entered: bool) {
        let now = (session.revision(), self.filter.clone());
        if self.of.as_ref() == Some(&now) && !entered {
            return;
        }
        let same = self.of.as_ref().is_some_and(|(_, filter)| *filter == self.filter);
        let org = session.org();
        let before = self.org.replace(org.clone());
        if same
            && !entered
            && let Some(before) = before
            && self.matrix.refresh(&before, org, &self.filter)
        {
            self.of = Some(now);
            return;
        }
        let kept = if same && !entered {
            self.matrix.rows.iter().map(|row| row.handoff.clone()).collect()
        } else {
            BTreeSet::new()
        };
        let before = std::mem::replace(&mut self.matrix, Matrix::of(org, &self.filter, &kept));
        let after = &self.matrix;
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
        self.of = Some(now);
    }

    pub fn is_empty(&self) -> bool {
        self.matrix.rows.is_empty() || self.matrix.columns.is_empty()
    }
}

/// Draws the matrix, or says why there is none.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut MatrixView, intents: &mut Intents) {
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
        let table = Letters {
            org,
            matrix: &view.matrix,
        };
        let below = chip::legend_height(tokens);
        let acts = view.grid.ui(ui, tokens, id(), &table, below);
        let mut typing = Typing {
            hand: Hand::new(org, intents),
            matrix: &view.matrix,
        };
        for act in acts {
            typing.carry_out(ui, act);
        }
        legend(ui, tokens);
        return;
    };
    super::says(ui, tokens, &says, |ui| {
        if org.handoffs.is_empty() && button::plain(ui, tokens, "Go to the map").clicked() {
            intents.run(crate::session::Command::Go(crate::session::Screen::Map));
        }
    });
}

/// The button that keeps only handoffs with gaps, and the search.
pub fn tools(ui: &mut Ui, tokens: &Tokens, view: &mut MatrixView, search: f32) -> bool {
    let narrowing = Narrowing {
        only_gaps: &mut view.filter.only_gaps,
        about: "Handoffs in which something is missing, and no others",
        search: &mut view.filter.search,
        hint: "Find a handoff, party or role",
        id: "find in the matrix",
    };
    narrowing.ui(ui, tokens, search)
}

/// What the letters mean, and the keys.
fn legend(ui: &mut Ui, tokens: &Tokens) {
    let entries = Letter::ALL.map(|letter| {
        let meaning = match letter {
            Letter::Accountable => "answers for the outcome, exactly one",
            other => other.meaning(),
        };
        (letter.char(), chip::Look::of(letter), meaning)
    });
    let keys = "Type R, A, C or I in a cell · Delete clears · arrows move";
    chip::legend(ui, tokens, &entries, keys);
}

/// The matrix as a table.
struct Letters<'a> {
    org: &'a Org,
    matrix: &'a Matrix,
}

impl Table for Letters<'_> {
    fn name(&self) -> &'static str {
        "Responsibilities"
    }

    fn rows(&self) -> usize {
        self.matrix.rows.len()
    }

    fn columns(&self) -> usize {
        self.matrix.columns.len()
    }

    fn row(&self, row: usize) -> (&str, &str) {
        let row = self.matrix.rows.get(row);
        row.map_or(("", ""), |row| (&row.name, &row.between))
    }

    fn column(&self, column: usize) -> &str {
        self.matrix.columns.get(column).map_or("", |column| &column.name)
    }

    fn group(&self, column: usize) -> (&str, &str) {
        let column = self.matrix.columns.get(column);
        column.map_or(("", ""), |column| (column.party.as_str(), &column.party_name))
    }

    fn cell(&self, painter: &Painter, tokens: &Tokens, rect: Rect, (row, column): Cell) {
        let letters = self.matrix.letters(self.org, row, column);
        if !letters.is_empty() {
            let held = Letter::ALL.into_iter().filter(|letter| letters.has(*letter));
            let held: Vec<_> = held.map(|letter| (letter.char(), chip::Look::of(letter))).collect();
            chip::row(painter, tokens, rect, &held);
        }
    }

    fn notes(&self, row: usize) -> Vec<Note> {
        let gaps = self.matrix.rows.get(row).map_or(&[][..], |row| &row.gaps);
        gaps.iter().map(|gap| Note::gap(gap.words())).collect()
    }

    fn foot_name(&self) -> Option<&'static str> {
        let noted = self.matrix.columns.iter().any(|column| column.note.is_some());
        noted.then_some("What stands out in a role")
    }

    fn foot(&self, column: usize) -> Option<(&'static str, Tone)> {
        Some(match self.matrix.columns.get(column)?.note? {
            Stands::Overloaded => ("overloaded", Tone::Gap),
            Stands::NoResponsibility => ("no letters", Tone::Quiet),
        })
    }

    fn spoken(&self, (row, column): Cell) -> String {
        let (Some(handoff), Some(role)) = (self.matrix.rows.get(row), self.matrix.columns.get(column)) else {
            return self.name().to_owned();
        };
        let letters = self.matrix.letters(self.org, row, column);
        let held: Vec<&str> = Letter::ALL.into_iter().filter(|l| letters.has(*l)).map(word).collect();
        let held = if held.is_empty() {
            "no letter".to_owned()
        } else {
            held.join(", ")
        };
        let mut said = format!("{}, {}: {held}", handoff.name, role.name);
        for gap in &handoff.gaps {
            said.push_str(". Gap: ");
            said.push_str(&gap.words().to_lowercase());
        }
        if let Some(note) = role.note {
            said.push_str(". ");
            said.push_str(&noted(&role.name, note, role.accountable));
        }
        said
    }

    fn row_told(&self, row: usize) -> String {
        let (name, between) = self.row(row);
        format!("{name}\n{between}\nEnter opens it on the map")
    }

    fn column_told(&self, column: usize) -> String {
        let Some(role) = self.matrix.columns.get(column) else {
            return String::new();
        };
        let mut said = format!("{}, {}", role.name, role.party_name);
        if let Some(note) = role.note {
            said.push('\n');
            said.push_str(&noted(&role.name, note, role.accountable));
        }
        said
    }
}

const fn word(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "responsible",
        Letter::Accountable => "accountable",
        Letter::Consulted => "consulted",
        Letter::Informed => "informed",
    }
}

fn noted(name: &str, note: Stands, accountable: usize) -> String {
    match note {
        Stands::NoResponsibility => format!("{name} has no responsibility: no letter in any handoff"),
        Stands::Overloaded => {
            format!("{name} is overloaded: it answers for {accountable} handoffs, more than twice as many as most")
        }
    }
}

/// What is typed in one frame.
struct Typing<'a> {
    hand: Hand<'a>,
    matrix: &'a Matrix,
}

impl Typing<'_> {
    fn carry_out(&mut self, ui: &Ui, Act { area, deed }: Act) {
        match deed {
            Deed::Typed(c) => self.letter(area, c),
            Deed::Clear => self.clear(area, "Clear"),
            Deed::Copy => self.copy(ui, area),
            Deed::Cut => {
                self.copy(ui, area);
                self.clear(area, "Cut");
            }
            Deed::Paste(text) => self.paste(area, &text),
            Deed::Open => {
                if let Some(row) = self.matrix.rows.get(area.top) {
                    let selection = Selection::handoff(row.handoff.clone());
                    self.hand.intents.push(Intent::Reveal(selection));
                }
            }
        }
    }

    fn letter(&mut self, area: Area, c: char) {
        let c = c.to_ascii_uppercase();
        let Some(letter) = Letter::ALL.into_iter().find(|letter| letter.char() == c) else {
            return;
        };
        let (on, edit) = self.matrix.toggle(&self.hand.org, area, letter);
        let role = self.matrix.columns.get(area.left);
        let label = match role.filter(|_| area.cells() == 1) {
            Some(role) => {
                let now = if on { "now" } else { "no longer" };
                let handoff = self.matrix.rows.get(area.top).map_or("", |row| row.name.as_str());
                format!("{} {now} {}: {handoff}", role.name, letter.meaning())
            }
            None => format!("{} {c} in {}", if on { "Put" } else { "Take" }, cells(area)),
        };
        self.hand.put(label, edit);
    }

    fn clear(&mut self, area: Area, verb: &str) {
        let edit = self.matrix.clear(&self.hand.org, area);
        self.hand.put(format!("{verb} {}", cells(area)), edit);
    }

    fn copy(&self, ui: &Ui, area: Area) {
        // With Shift, the names of handoffs and roles go along.
        let text = if ui.input(|i| i.modifiers.shift) {
            export::named_block(&self.hand.org, self.matrix, area)
        } else {
            self.matrix.text(&self.hand.org, area)
        };
        copy(ui, text);
    }

    fn paste(&mut self, area: Area, text: &str) {
        if has_headers(text) {
            self.hand.intents.push(Intent::PasteTable(text.to_owned()));
            return;
        }
        let pasted = self.matrix.paste(&self.hand.org, area, text);
        self.hand.paste("Paste letters", pasted);
    }
}
