//! Tables of roles and responsibilities, from a spreadsheet or the clipboard: read, matched with the document and
//! planned row by row, so that everything can be looked at before anything is changed.
//!
//! The first row says what the columns are, in either case, in singular or plural, with or without spaces:
//!
//! - **Roles**: `role` (or `name`), `party` (or `team`, `department`), `id`, `responsibilities`, `holders`, `backups`,
//!   `trained for`, `notes`. A role that is not known yet is added. In a list of people, which has `role` and beside it
//!   `name` (or `person`, `employee`) and no `holders`, each row adds that person to those who hold the role; several
//!   rows are then about one role of one party, and an `id` is taken for that of the person (`role id` is the role's).
//! - **Responsibilities as a list**: `handoff` (or `deliverable`), `provider`, `customer`, `id` (of the handoff), `role`,
//!   `party` (of the role), `letters` (or `RACI`).
//! - **Responsibilities as a matrix**: first `handoff`, `provider`, `customer` and `id` in any order, of which only
//!   `handoff` has to be there and may also be an empty corner; every further column is a role: its name, its name with
//!   its party as in `Planner (Production)`, or its identifier.
//!
//! A row is matched by its identifier, then by name. What a table does not mention stays as it is; an empty cell in a
//! column that is there clears.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::Path,
};

use crate::{
    health::words,
    org::{Edit, Org},
};

mod header;
mod nearest;
mod raci;
mod reader;
mod roles;
pub mod table;

pub use table::{MAX_BYTES, Row, TableError};

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A role a row.
    Roles,
    /// The letters of one role in one handoff a row.
    List,
    /// A handoff a row, a role a column.
    Matrix,
}

impl Shape {
    /// What it was recognised as.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Roles => "Roles",
            Self::List => "Responsibilities as a list",
            Self::Matrix => "Responsibilities as a matrix",
        }
    }

    /// What it brings in: "roles" or "responsibilities".
    #[must_use]
    pub const fn brings(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::List | Self::Matrix => "responsibilities",
        }
    }

    const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Roles => ("role", "roles"),
            Self::List => ("responsibility", "responsibilities"),
            Self::Matrix => ("handoff", "handoffs"),
        }
    }
}

/// Why there is no plan at all. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The disk did not give it.
    #[error("{0}")]
    Disk(String),
    /// It is no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Its first row is not one that is known.
    #[error(
        "The first row says {0}. For roles it needs the columns “role” and “party”; for responsibilities “handoff”, “role” and “letters”, or “handoff” and then a column for each role."
    )]
    Unknown(String),
    /// It has handoffs and roles, but not what they have to do with each other.
    #[error(
        "The columns “handoff” and “role” are there, but none is called “letters”. Name the one with R, A, C and I so."
    )]
    NoLetters,
    /// There is nothing below the first row.
    #[error("There is only the row of column names. Write what is to be imported in rows below it.")]
    NoRows,
}

/// What comes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It adds something, with what is worth knowing of it.
    Added(Vec<String>),
    /// It changes something: what, from what, to what.
    Changed(Vec<String>),
    /// Everything is so already.
    Unchanged,
    /// It does not fit, and is left out.
    Refused(String),
}

/// A row of the table, or a column of it that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// Its line in the text, from 1.
    pub line: usize,
    /// What it is about.
    pub what: String,
    /// What comes of it.
    pub outcome: Outcome,
}

/// How much of a table does what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that add something.
    pub added: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows that do not fit.
    pub refused: usize,
    /// Columns that do not fit.
    pub columns: usize,
}

impl Counts {
    /// Rows that add or change something.
    #[must_use]
    pub const fn changes(&self) -> usize {
        self.added + self.changed
    }

    /// What is left out because it does not fit: "2 rows and 1 column"; nothing where all of it fits.
    #[must_use]
    pub fn left_out(&self) -> Option<String> {
        let rows = number(self.refused, "row", "rows");
        let columns = number(self.columns, "column", "columns");
        match (self.refused, self.columns) {
            (0, 0) => None,
            (_, 0) => Some(rows),
            (0, _) => Some(columns),
            _ => Some(format!("{rows} and {columns}")),
        }
    }
}

/// What a table would change in a document, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What it was recognised as.
    pub shape: Shape,
    /// Every row in the order of the table, and before them the columns that do not fit.
    pub rows: Vec<PlannedRow>,
    /// How many of them do what.
    pub counts: Counts,
    /// Columns that mean nothing here.
    pub unused: Vec<String>,
    edits: Vec<Edit>,
}

impl Plan {
    fn new(shape: Shape, rows: Vec<PlannedRow>, columns: usize, unused: Vec<String>, edits: Vec<Edit>) -> Self {
        let mut counts = Counts::default();
        for row in &rows {
            *match row.outcome {
                Outcome::Added(_) => &mut counts.added,
                Outcome::Changed(_) => &mut counts.changed,
                Outcome::Unchanged => &mut counts.unchanged,
                Outcome::Refused(_) => &mut counts.refused,
            } += 1;
        }
        counts.refused -= columns;
        counts.columns = columns;
        Self {
            shape,
            rows,
            counts,
            unused,
            edits,
        }
    }

    /// All that fits, as one change of the document for which it was planned.
    #[must_use]
    pub fn edit(&self) -> Edit {
        Edit::All(self.edits.clone())
    }

    /// How much it changes, in one sentence: "12 roles will be added, 3 changed, 40 stay as they are, 2 rows do not fit."
    #[must_use]
    pub fn summary(&self) -> String {
        let Counts {
            added,
            changed,
            unchanged,
            refused,
            columns,
        } = self.counts;
        let (one, many) = self.shape.nouns();
        // The first number has the noun; the others go without.
        let mut said = false;
        let mut named = |count: usize| {
            if std::mem::replace(&mut said, true) {
                count.to_string()
            } else {
                number(count, one, many)
            }
        };
        let mut parts = Vec::new();
        if added > 0 {
            parts.push(format!("{} will be added", named(added)));
        }
        if changed > 0 {
            let verb = if added > 0 { "changed" } else { "will change" };
            parts.push(format!("{} {verb}", named(changed)));
        }
        if unchanged > 0 {
            let verb = if unchanged == 1 {
                "stays as it is"
            } else {
                "stay as they are"
            };
            parts.push(format!("{} {verb}", named(unchanged)));
        }
        if let Some(left) = self.counts.left_out() {
            let verb = if refused + columns == 1 { "does" } else { "do" };
            parts.push(format!("{left} {verb} not fit"));
        }
        let mut sentence = parts.join(", ");
        sentence.push('.');
        sentence
    }
}

/// The bytes of a file with a table. For a thread of its own.
///
/// # Errors
/// Where it cannot be read, or is larger than a table can be.
pub fn load(path: &Path) -> Result<Vec<u8>, ImportError> {
    let refused = |error: io::Error| {
        ImportError::Disk(match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                "There is no such file. Check the name, or whether it was moved or renamed.".to_owned()
            }
            ErrorKind::PermissionDenied => {
                "You may not read this file. Ask its owner for access, or copy it to a folder of yours.".to_owned()
            }
            _ => {
                format!("The disk would not give the file: {error}. Try again, or copy the file to another disk first.")
            }
        })
    };
    let on_disk = fs::metadata(path).map_err(refused)?;
    if !on_disk.is_file() {
        let what = if on_disk.is_dir() {
            "a folder"
        } else {
            "a device or a pipe"
        };
        return Err(ImportError::Disk(format!(
            "This is {what}, not a file. Choose a file on disk."
        )));
    }
    if on_disk.len() > MAX_BYTES {
        return Err(TableError::TooLarge(on_disk.len()).into());
    }
    let mut bytes = Vec::new();
    // One byte more, for a file that grows while it is read.
    let file = File::open(path).map_err(refused)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

/// What a file with a table would change in a document. Takes a time that grows with the table and the document, not
/// with one times the other.
///
/// # Errors
/// Where the file is no table, or not one of those that are known.
pub fn plan(org: &Org, bytes: &[u8]) -> Result<Plan, ImportError> {
    plan_rows(org, &table::read(bytes)?)
}

/// The same for a text from the clipboard.
///
/// # Errors
/// Where the text is no table, or not one of those that are known.
pub fn plan_text(org: &Org, text: &str) -> Result<Plan, ImportError> {
    plan_rows(org, &table::parse(text)?)
}

fn plan_rows(org: &Org, rows: &[Row]) -> Result<Plan, ImportError> {
    let Some((first, rest)) = rows.split_first() else {
        return Err(TableError::Empty.into());
    };
    let header = header::recognise(first)?;
    if rest.is_empty() {
        return Err(ImportError::NoRows);
    }
    Ok(match header {
        header::Header::Roles(columns) => roles::plan(org, &columns, rest),
        header::Header::List(columns) => raci::list(org, &columns, rest),
        header::Header::Matrix(columns) => raci::matrix(org, first, &columns, rest),
    })
}

fn number(count: usize, one: &str, many: &str) -> String {
    words::number(count as u64, one, many)
}

/// So much of a text is repeated in a message.
const SHOWN: usize = 60;

/// Cuts a text from the table so that a message stays on its line.
fn shown(text: &str) -> String {
    let mut short = String::new();
    for (k, word) in text.split_whitespace().enumerate() {
        if k > 0 {
            short.push(' ');
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if short.chars().count() == SHOWN {
                short.push('…');
                return short;
            }
            short.push(c);
        }
        if short.len() > SHOWN * 4 {
            break;
        }
    }
    short
}

/// "Holders: Greta Nyman → Lena Abbott".
fn change(field: &str, before: &str, after: &str) -> String {
    let words = |text: &str| match shown(text) {
        text if text.is_empty() => "none".to_owned(),
        text => text,
    };
    format!("{}: {} → {}", shown(field), words(before), words(after))
}
