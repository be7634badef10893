//! What a table is about, from its first row.

use super::{ImportError, Row, shown};

/// A table that is known, with where its columns stand.
pub enum Header {
    Roles(RoleColumns),
    List(ListColumns),
    Matrix(MatrixColumns),
}

/// Where the columns of a table of roles stand.
#[derive(Default)]
pub struct RoleColumns {
    pub id: Option<usize>,
    pub name: Option<usize>,
    pub party: Option<usize>,
    pub responsibilities: Option<usize>,
    pub holders: Option<usize>,
    /// One holder a row, so that several rows are about one role.
    pub person: Option<usize>,
    pub backups: Option<usize>,
    pub trained_for: Option<usize>,
    pub notes: Option<usize>,
    pub width: usize,
    pub unused: Vec<String>,
}

/// Which columns name a handoff.
#[derive(Default)]
pub struct HandoffColumns {
    pub id: Option<usize>,
    pub name: Option<usize>,
    pub provider: Option<usize>,
    pub customer: Option<usize>,
}

/// Where the columns of a list of letters stand.
#[derive(Default)]
pub struct ListColumns {
    pub handoff: HandoffColumns,
    pub role: Option<usize>,
    pub party: Option<usize>,
    pub letters: Option<usize>,
    pub width: usize,
    pub unused: Vec<String>,
}

/// Where the columns of a matrix stand.
#[derive(Default)]
pub struct MatrixColumns {
    pub handoff: HandoffColumns,
    /// The first column that is a role.
    pub roles: usize,
    pub width: usize,
}

/// What a column is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    RoleId,
    Role,
    /// That of a role, or of a person beside it.
    Name,
    Person,
    Party,
    Responsibilities,
    Holders,
    Backups,
    TrainedFor,
    Notes,
    Handoff,
    Provider,
    Customer,
    Letters,
}

fn column(text: &str) -> Option<Column> {
    let mut word: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if let Some(stem) = word.strip_suffix("ies") {
        word = format!("{stem}y");
    } else if word.ends_with('s') {
        word.pop();
    }
    Some(match word.as_str() {
        "id" | "handoffid" => Column::Id,
        "roleid" => Column::RoleId,
        "role" | "rolename" => Column::Role,
        "name" => Column::Name,
        "person" | "employee" => Column::Person,
        "party" | "team" | "department" => Column::Party,
        "responsibility" => Column::Responsibilities,
        "holder" | "heldby" => Column::Holders,
        "backup" => Column::Backups,
        "trainedfor" => Column::TrainedFor,
        "note" => Column::Notes,
        "handoff" | "deliverable" => Column::Handoff,
        "provider" => Column::Provider,
        "customer" => Column::Customer,
        "letter" | "raci" => Column::Letters,
        _ => return None,
    })
}

/// What the columns are about, seen together.
fn columns(row: &Row) -> Vec<Option<Column>> {
    let mut known: Vec<Option<Column>> = row.cells.iter().map(|cell| column(cell)).collect();
    let [role, name, person, handoff, holders] = [
        Column::Role,
        Column::Name,
        Column::Person,
        Column::Handoff,
        Column::Holders,
    ]
    .map(|column| known.contains(&Some(column)));
    // Where one cell says who holds a role, a column of names says nothing of it.
    let people = role && (name || person) && !handoff && !holders;
    for column in &mut known {
        *column = match *column {
            Some(Column::Name) if !role => Some(Column::Role),
            Some(Column::Name) => (people && !person).then_some(Column::Person),
            Some(Column::Person) if !people => None,
            // In a list of people it is that of the person.
            Some(Column::Id) if people => None,
            Some(Column::RoleId) => Some(Column::Id),
            other => other,
        };
    }
    known
}

/// Puts a column into its place, which is free only once.
fn put(place: Option<&mut Option<usize>>, at: usize, text: &str, unused: &mut Vec<String>) {
    match place {
        Some(place @ None) => *place = Some(at),
        _ if text.trim().is_empty() => {}
        _ => unused.push(shown(text)),
    }
}

/// Tells what a table is about.
pub fn recognise(row: &Row) -> Result<Header, ImportError> {
    let known = columns(row);
    let has = |column| known.contains(&Some(column));
    let width = row.cells.len();
    if has(Column::Handoff) && has(Column::Role) {
        if has(Column::Letters) {
            let mut list = ListColumns {
                width,
                ..ListColumns::default()
            };
            for (at, column) in known.iter().enumerate() {
                let place = match column {
                    Some(Column::Id) => Some(&mut list.handoff.id),
                    Some(Column::Handoff) => Some(&mut list.handoff.name),
                    Some(Column::Provider) => Some(&mut list.handoff.provider),
                    Some(Column::Customer) => Some(&mut list.handoff.customer),
                    Some(Column::Role) => Some(&mut list.role),
                    Some(Column::Party) => Some(&mut list.party),
                    Some(Column::Letters) => Some(&mut list.letters),
                    _ => None,
                };
                put(place, at, row.cell(at), &mut list.unused);
            }
            return Ok(Header::List(list));
        }
        if row.cells.iter().all(|cell| column(cell).is_some()) {
            return Err(ImportError::NoLetters);
        }
    }
    // People leave the corner of a matrix empty.
    let corner = row.cell(0).trim().is_empty() && width > 1 && !has(Column::Role);
    let mut matrix = MatrixColumns {
        width,
        ..MatrixColumns::default()
    };
    if corner {
        matrix.handoff.name = Some(0);
        matrix.roles = 1;
    }
    for (at, column) in known.iter().enumerate().skip(matrix.roles) {
        let handoff = &mut matrix.handoff;
        let place = match column {
            Some(Column::Id) => &mut handoff.id,
            Some(Column::Handoff) => &mut handoff.name,
            Some(Column::Provider) => &mut handoff.provider,
            Some(Column::Customer) => &mut handoff.customer,
            _ => break,
        };
        if place.is_some() {
            break;
        }
        *place = Some(at);
        matrix.roles = at + 1;
    }
    if matrix.handoff.name.is_some() && matrix.roles < width {
        return Ok(Header::Matrix(matrix));
    }
    if has(Column::Role) && !has(Column::Handoff) {
        let mut roles = RoleColumns {
            width,
            ..RoleColumns::default()
        };
        for (at, column) in known.iter().enumerate() {
            let place = match column {
                Some(Column::Id) => Some(&mut roles.id),
                Some(Column::Role) => Some(&mut roles.name),
                Some(Column::Party) => Some(&mut roles.party),
                Some(Column::Responsibilities) => Some(&mut roles.responsibilities),
                Some(Column::Holders) => Some(&mut roles.holders),
                Some(Column::Person) => Some(&mut roles.person),
                Some(Column::Backups) => Some(&mut roles.backups),
                Some(Column::TrainedFor) => Some(&mut roles.trained_for),
                Some(Column::Notes) => Some(&mut roles.notes),
                _ => None,
            };
            put(place, at, row.cell(at), &mut roles.unused);
        }
        return Ok(Header::Roles(roles));
    }
    let mut said: Vec<String> = row
        .cells
        .iter()
        .take(4)
        .map(|cell| format!("“{}”", shown(cell)))
        .collect();
    if width > 4 {
        said.push("…".to_owned());
    }
    Err(ImportError::Unknown(said.join(", ")))
}
