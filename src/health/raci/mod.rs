//! The responsibility matrix: handoffs as rows, roles as columns, and what is missing in it.
//!
//! A row is judged as [`Check`](super::Check) judges a handoff: roles that do not exist do not count.

use std::collections::{BTreeMap, BTreeSet};

use crate::org::{Handoff, HandoffId, Letter, Letters, Org, PartyId, RoleId};

mod block;

pub use block::{Area, BlockError, WrongCell};

/// So many accountable letters are never too many.
pub const ALWAYS_BEARABLE: usize = 5;

/// What is missing in a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody answers for the outcome.
    NoAccountable,
    /// So many roles answer for the outcome; one should.
    ManyAccountable(usize),
    /// Nobody does the work.
    NobodyResponsible,
}

impl Gap {
    /// The gap in a few words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NoAccountable => "No accountable role".to_owned(),
            Self::ManyAccountable(2) => "Two accountable roles".to_owned(),
            Self::ManyAccountable(count) => format!("{count} accountable roles"),
            Self::NobodyResponsible => "Nobody responsible".to_owned(),
        }
    }

    /// The gaps of a handoff, the outcome first.
    #[must_use]
    pub fn of(org: &Org, handoff: &Handoff) -> Vec<Self> {
        let count = |letter| {
            let named = handoff.roles_with(letter);
            named.filter(|role| org.roles.contains_key(*role)).count()
        };
        let accountable = match count(Letter::Accountable) {
            0 => Some(Self::NoAccountable),
            1 => None,
            many => Some(Self::ManyAccountable(many)),
        };
        let responsible = (count(Letter::Responsible) == 0).then_some(Self::NobodyResponsible);
        accountable.into_iter().chain(responsible).collect()
    }
}

/// What stands out in a role, whatever is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// It answers for more than five handoffs, and for more than twice as many as the median of the roles that answer
    /// for any.
    Overloaded,
    /// It has no letter in any handoff.
    NoResponsibility,
}

/// A handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub handoff: HandoffId,
    /// What is handed over.
    pub name: String,
    /// "Provider to customer".
    pub between: String,
    /// Whose promise it is.
    pub provider: PartyId,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// The party it belongs to.
    pub party: PartyId,
    /// What that is called.
    pub party_name: String,
    /// In how many handoffs it has a letter.
    pub handoffs: usize,
    /// For how many it answers.
    pub accountable: usize,
    /// What stands out.
    pub note: Option<Note>,
}

/// Which part of the matrix is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Handoffs in which something is missing, and no others.
    pub only_gaps: bool,
    /// What is searched for in the names of handoffs, parties and roles, in either case. It keeps the handoffs and
    /// the roles that are called so or whose party is; where there is none of one kind, all of that kind stay.
    pub search: String,
}

/// The matrix as it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Handoffs, by the name of their provider, then by their own.
    pub rows: Vec<Row>,
    /// Roles, by the name of their party, then by their own.
    pub columns: Vec<Column>,
    /// How many gaps there are in all handoffs, also those that are not shown.
    pub gaps: usize,
    /// Roles that are overloaded or have no responsibility, also those that are not shown.
    pub notes: usize,
}

impl Matrix {
    /// The matrix of an organisation. `kept` are handoffs that stay although no gap is left in them, so that a row
    /// does not slip away from under the hand that has just mended it.
    #[must_use]
    pub fn of(org: &Org, filter: &Filter, kept: &BTreeSet<HandoffId>) -> Self {
        let mut rows: Vec<Row> = org.handoffs.iter().map(|(id, handoff)| row(org, id, handoff)).collect();
        rows.sort_by_cached_key(|row| {
            let provider = org.party_name(&row.provider).to_lowercase();
            (provider, row.provider.clone(), row.name.to_lowercase())
        });
        let gaps = rows.iter().map(|row| row.gaps.len()).sum();
        let mut columns = columns(org);
        let notes = columns.iter().filter(|column| column.note.is_some()).count();
        let wanted = filter.search.trim().to_lowercase();
        if !wanted.is_empty() {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            let called: Vec<bool> = rows.iter().map(|row| has(&row.name) || has(&row.between)).collect();
            let named: Vec<bool> = columns.iter().map(|c| has(&c.name) || has(&c.party_name)).collect();
            if called.contains(&true) || !named.contains(&true) {
                keep(&mut rows, &called);
            }
            if named.contains(&true) {
                keep(&mut columns, &named);
            }
        }
        if filter.only_gaps {
            rows.retain(|row| !row.gaps.is_empty() || kept.contains(&row.handoff));
        }
        Self {
            rows,
            columns,
            gaps,
            notes,
        }
    }

    /// The letters of a cell; none outside the matrix.
    #[must_use]
    pub fn letters(&self, org: &Org, row: usize, column: usize) -> Letters {
        self.rows
            .get(row)
            .zip(self.columns.get(column))
            .and_then(|(row, column)| org.handoffs.get(&row.handoff)?.raci.get(&column.role).copied())
            .unwrap_or_default()
    }
}

fn keep<T>(all: &mut Vec<T>, which: &[bool]) {
    let mut which = which.iter();
    all.retain(|_| which.next().copied().unwrap_or(false));
}

fn row(org: &Org, id: &HandoffId, handoff: &Handoff) -> Row {
    let between = format!(
        "{} to {}",
        org.party_name(&handoff.provider),
        org.party_name(&handoff.customer)
    );
    Row {
        handoff: id.clone(),
        name: match handoff.deliverable.trim() {
            "" => "Not written yet".to_owned(),
            text => text.to_owned(),
        },
        between,
        provider: handoff.provider.clone(),
        gaps: Gap::of(org, handoff),
    }
}

fn columns(org: &Org) -> Vec<Column> {
    let mut counts: BTreeMap<&RoleId, (usize, usize)> = BTreeMap::new();
    for handoff in org.handoffs.values() {
        for (role, letters) in handoff.raci.iter().filter(|(_, letters)| !letters.is_empty()) {
            let (handoffs, accountable) = counts.entry(role).or_default();
            *handoffs += 1;
            *accountable += usize::from(letters.has(Letter::Accountable));
        }
    }
    let mut columns: Vec<Column> = org
        .roles
        .iter()
        .map(|(id, role)| {
            let (handoffs, accountable) = counts.get(id).copied().unwrap_or_default();
            Column {
                role: id.clone(),
                name: role.name.clone(),
                party: role.party.clone(),
                party_name: org.party_name(&role.party).to_owned(),
                handoffs,
                accountable,
                note: None,
            }
        })
        .collect();
    let twice = twice_median(&columns);
    for column in &mut columns {
        column.note = if column.handoffs == 0 {
            Some(Note::NoResponsibility)
        } else if column.accountable > ALWAYS_BEARABLE && column.accountable > twice {
            Some(Note::Overloaded)
        } else {
            None
        };
    }
    columns.sort_by_cached_key(|column| {
        let party = column.party_name.to_lowercase();
        (party, column.party.clone(), column.name.to_lowercase())
    });
    columns
}

/// Twice the median of what roles answer for, of those that answer for anything: the sum of the two in the middle.
fn twice_median(columns: &[Column]) -> usize {
    let mut counts: Vec<usize> = columns.iter().map(|c| c.accountable).filter(|n| *n > 0).collect();
    counts.sort_unstable();
    let upper = counts.get(counts.len() / 2).copied().unwrap_or(0);
    let lower = counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    lower + upper
}

#[cfg(test)]
mod tests;
