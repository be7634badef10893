//! Responsibilities: a list with a letter a row, or a matrix with a role a column.

use std::collections::{BTreeMap, HashMap};

use super::{
    Outcome, Plan, PlannedRow, Shape, change,
    header::{ListColumns, MatrixColumns},
    reader::{Reader, fits},
    shown,
    table::Row,
};
use crate::{
    org::{Edit, Handoff, HandoffId, Letter, Letters, Org, RoleId},
    roles::raci::letters,
};

/// Which letters change.
struct Change {
    role: RoleId,
    after: Letters,
    said: String,
}

/// The handoffs as they will be.
#[derive(Default)]
struct Changes(BTreeMap<HandoffId, Handoff>);

impl Changes {
    /// Makes the changes of a row.
    fn put(&mut self, org: &Org, id: &HandoffId, changes: Vec<Change>) -> Outcome {
        if changes.is_empty() {
            return Outcome::Unchanged;
        }
        let Some(old) = org.handoffs.get(id) else {
            return Outcome::Unchanged;
        };
        // Such a handoff may be in a file; it cannot be written again before it is mended.
        if old.provider == old.customer {
            return Outcome::Refused(
                "The handoff goes from a party to itself. Choose another provider or customer for it first.".to_owned(),
            );
        }
        if !(old.target > 0.0 && old.target <= 1.0) {
            return Outcome::Refused("The handoff’s target is not between 1 and 100 %. Correct it first.".to_owned());
        }
        let handoff = self.0.entry(id.clone()).or_insert_with(|| (**old).clone());
        let mut said = Vec::with_capacity(changes.len());
        for change in changes {
            if change.after.is_empty() {
                handoff.raci.remove(&change.role);
            } else {
                handoff.raci.insert(change.role, change.after);
            }
            said.push(change.said);
        }
        Outcome::Changed(said)
    }

    fn edits(self) -> Vec<Edit> {
        let puts = self.0.into_iter().map(|(id, handoff)| Edit::PutHandoff(id, handoff));
        puts.collect()
    }
}

fn compare(org: &Org, handoff: &HandoffId, role: &RoleId, after: Letters) -> Option<Change> {
    let before = org.handoffs.get(handoff)?.raci.get(role).copied().unwrap_or_default();
    (before != after).then(|| Change {
        role: role.clone(),
        after,
        said: change(org.role_name(role), &before.to_string(), &after.to_string()),
    })
}

/// What the rows of a list say of each handoff and role: in one row all letters, or a letter a row.
#[derive(Default)]
struct Said(HashMap<(HandoffId, RoleId), Vec<(usize, Letters)>>);

impl Said {
    /// Another row. Letters that no row had yet come to the others, and those that a row has already say nothing new;
    /// a row that has some of the letters of another one contradicts it, as one without any letter does one with some.
    fn say(&mut self, pair: &(HandoffId, RoleId), line: usize, letters: Letters) -> Result<(), String> {
        let rows = self.0.entry(pair.clone()).or_default();
        if rows.iter().any(|(_, said)| *said == letters) {
            return Ok(());
        }
        let has_both = |said: Letters| {
            let mut all = Letter::ALL.into_iter();
            all.any(|letter| said.has(letter) && letters.has(letter))
        };
        if let Some((line, _)) = rows
            .iter()
            .find(|(_, said)| said.is_empty() || letters.is_empty() || has_both(*said))
        {
            return Err(format!(
                "Line {line} says something else of this handoff and role. Leave one of the two."
            ));
        }
        rows.push((line, letters));
        Ok(())
    }

    /// What all of them say together.
    fn letters(&self, pair: &(HandoffId, RoleId)) -> Letters {
        let rows = self.0.get(pair).into_iter().flatten();
        rows.fold(Letters::default(), |all, (_, said)| {
            let more = Letter::ALL.into_iter().filter(|letter| said.has(*letter));
            more.fold(all, |all, letter| all.with(letter, true))
        })
    }
}

/// What a list changes.
pub fn list(org: &Org, columns: &ListColumns, rows: &[Row]) -> Plan {
    let mut reader = Reader::of(org);
    let mut said = Said::default();
    let cell = |row: &'_ Row, column: Option<usize>| column.map_or("", |at| row.cell(at)).to_owned();
    let mut read = |row: &Row| {
        fits(row, columns.width)?;
        let role = cell(row, columns.role);
        let handoff = reader.handoff(row, &columns.handoff)?;
        let party = match cell(row, columns.party) {
            text if text.trim().is_empty() => None,
            text => Some(reader.party(&text)?),
        };
        if role.trim().is_empty() {
            return Err("It does not say which role.".to_owned());
        }
        let role = reader.role(&role, party.as_ref())?;
        let text = cell(row, columns.letters);
        let letters = letters(&text).ok_or_else(|| {
            format!(
                "“{}” is not letters: a cell takes R, A, C and I, each once, such as RA.",
                shown(&text)
            )
        })?;
        let pair = (handoff, role);
        said.say(&pair, row.line, letters)?;
        Ok(pair)
    };
    let pairs: Vec<Result<_, String>> = rows.iter().map(&mut read).collect();
    // What the rows of one handoff and role say together is known only now; each of them tells the whole of it.
    let mut changes = Changes::default();
    let planned = rows.iter().zip(pairs).map(|(row, pair)| {
        let outcome = match pair {
            Ok(pair) => {
                let change = compare(org, &pair.0, &pair.1, said.letters(&pair));
                changes.put(org, &pair.0, change.into_iter().collect())
            }
            Err(why) => Outcome::Refused(why),
        };
        PlannedRow {
            line: row.line,
            what: shown(&cell(row, columns.handoff.name)),
            outcome,
        }
    });
    let planned = planned.collect();
    Plan::new(Shape::List, planned, 0, columns.unused.clone(), changes.edits())
}

/// What a matrix changes.
pub fn matrix(org: &Org, header: &Row, columns: &MatrixColumns, rows: &[Row]) -> Plan {
    let mut reader = Reader::of(org);
    let mut planned = Vec::with_capacity(rows.len());
    let mut roles: Vec<(usize, RoleId)> = Vec::new();
    let mut taken: HashMap<RoleId, usize> = HashMap::new();
    for at in columns.roles..columns.width {
        let text = header.cell(at);
        let role = match text.trim() {
            "" => Err("It has no role above it.".to_owned()),
            _ => reader.role(text, None),
        };
        let role = role.and_then(|role| match taken.get(&role) {
            Some(first) => Err(format!("Column {first} is this role already. Leave one of the two.")),
            None => Ok(role),
        });
        match role {
            Ok(role) => {
                taken.insert(role.clone(), at + 1);
                roles.push((at, role));
            }
            Err(why) => {
                let cells = rows.iter().filter(|row| !row.cell(at).trim().is_empty()).count();
                if text.trim().is_empty() && cells == 0 {
                    continue;
                }
                let left = match cells {
                    0 => String::new(),
                    _ => format!(
                        " What stands below it is left out: {}.",
                        super::number(cells, "cell", "cells")
                    ),
                };
                planned.push(PlannedRow {
                    line: header.line,
                    what: format!("Column {}, {}", at + 1, shown(text))
                        .trim_end_matches(", ")
                        .to_owned(),
                    outcome: Outcome::Refused(format!("{why}{left}")),
                });
            }
        }
    }
    let refused_columns = planned.len();
    let mut changes = Changes::default();
    let mut seen: HashMap<HandoffId, usize> = HashMap::new();
    for row in rows {
        let mut read = || {
            fits(row, columns.width)?;
            let handoff = reader.handoff(row, &columns.handoff)?;
            if let Some(line) = seen.get(&handoff) {
                return Err(format!("Line {line} is this handoff already. Leave one of the two."));
            }
            let mut found = Vec::new();
            for (at, role) in &roles {
                let text = row.cell(*at);
                let letters = letters(text).ok_or_else(|| {
                    format!(
                        "{} says “{}”: a cell takes R, A, C and I, each once, such as RA.",
                        shown(org.role_name(role)),
                        shown(text)
                    )
                })?;
                found.extend(compare(org, &handoff, role, letters));
            }
            seen.insert(handoff.clone(), row.line);
            Ok((handoff, found))
        };
        let outcome = match read() {
            Ok((handoff, found)) => changes.put(org, &handoff, found),
            Err(why) => Outcome::Refused(why),
        };
        planned.push(PlannedRow {
            line: row.line,
            what: shown(columns.handoff.name.map_or("", |at| row.cell(at))),
            outcome,
        });
    }
    Plan::new(Shape::Matrix, planned, refused_columns, Vec::new(), changes.edits())
}
