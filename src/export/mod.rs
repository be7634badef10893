//! Roles and responsibilities as tables for a spreadsheet. What is written can be imported again and changes nothing.
//!
//! UTF-8 with a byte-order mark, so that spreadsheets see umlauts; commas; lines that end as the standard for CSV says
//! (RFC 4180). A text that a spreadsheet would run as a formula has an apostrophe before it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{
    org::{Org, RoleId},
    roles::{
        Area,
        cells::{self, MAX_CELLS},
        names::Names,
        raci::{Filter, Matrix},
    },
};

/// All roles, one a row, with everything that is known of them.
#[must_use]
pub fn roles(org: &Org) -> String {
    let names = Names::of(org);
    let mut table = Table::new();
    table.row([
        "role",
        "party",
        "id",
        "responsibilities",
        "holders",
        "backups",
        "trained for",
        "notes",
    ]);
    for (id, role) in &org.roles {
        table.row([
            role.name.as_str(),
            &names.call_party(&role.party),
            id.as_str(),
            &cells::responsibilities(role),
            &cells::holders(&role.holders),
            &cells::backups(&names, role),
            &cells::trained_for(&names, role),
            &role.notes,
        ]);
    }
    table.text
}

/// The letters of all roles in all handoffs: a handoff a row, a role a column, in the order of the matrix on screen.
/// Where that has more cells than a table may have, the letters of one role in one handoff a row, and no rows for what
/// has none.
#[must_use]
pub fn responsibilities(org: &Org) -> String {
    let matrix = Matrix::of(org, &Filter::default(), &BTreeSet::new());
    let width = matrix.columns.len().saturating_add(4);
    if width.saturating_mul(matrix.rows.len().saturating_add(1)) > MAX_CELLS {
        return list(org, &matrix);
    }
    let last = (matrix.rows.len(), matrix.columns.len());
    block(Table::new(), org, &matrix, Area::between((0, 0), last))
}

fn list(org: &Org, matrix: &Matrix) -> String {
    let names = Names::of(org);
    let roles: BTreeMap<&RoleId, String> = org.roles.keys().map(|id| (id, names.call_role(id, |_| true))).collect();
    let mut table = Table::new();
    table.row(["handoff", "provider", "customer", "id", "role", "letters"]);
    for id in matrix.rows.iter().map(|row| &row.handoff) {
        let Some(handoff) = org.handoffs.get(id) else { continue };
        let name = org.handoff_name(id);
        let [provider, customer] = [&handoff.provider, &handoff.customer].map(|party| names.call_party(party));
        for (role, letters) in handoff.raci.iter().filter(|(_, letters)| !letters.is_empty()) {
            let Some(role) = roles.get(role) else { continue };
            table.row([&name, &provider, &customer, id.as_str(), role, &letters.to_string()]);
        }
    }
    table.text
}

/// A block of the matrix with the names of its handoffs and roles, separated by tabs, for the clipboard.
#[must_use]
pub fn named_block(org: &Org, matrix: &Matrix, area: Area) -> String {
    block(Table::tabs(), org, matrix, area)
}

/// The part of an area that is in the matrix.
fn block(mut table: Table, org: &Org, matrix: &Matrix, area: Area) -> String {
    let names = Names::of(org);
    let within = |all: usize, from: usize, until: usize| from.min(all)..until.saturating_add(1).min(all);
    let columns = within(matrix.columns.len(), area.left, area.right);
    let roles = matrix.columns[columns.clone()]
        .iter()
        .map(|column| names.call_role(&column.role, is_no_column));
    let head = ["handoff", "provider", "customer", "id"].map(str::to_owned);
    table.row(head.into_iter().chain(roles));
    for at in within(matrix.rows.len(), area.top, area.bottom) {
        let row = &matrix.rows[at];
        let party = |party| names.call_party(party);
        let sides = org.handoffs.get(&row.handoff);
        let sides = sides.map(|handoff| [party(&handoff.provider), party(&handoff.customer)]);
        let [provider, customer] = sides.unwrap_or_default();
        let head = [
            org.handoff_name(&row.handoff),
            provider,
            customer,
            row.handoff.to_string(),
        ];
        let letters = columns
            .clone()
            .map(|column| matrix.letters(org, at, column).to_string());
        table.row(head.into_iter().chain(letters));
    }
    table.text
}

/// Whether the name of a role cannot be taken for the column of a list in which roles stand.
fn is_no_column(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let word = letters.to_lowercase();
    !["role", "name", "rolename"].contains(&word.strip_suffix('s').unwrap_or(&word))
}

struct Table {
    text: String,
    between: char,
    end: &'static str,
}

impl Table {
    /// A file.
    fn new() -> Self {
        Self {
            text: "\u{feff}".to_owned(),
            between: ',',
            end: "\r\n",
        }
    }

    /// What spreadsheets have on the clipboard.
    const fn tabs() -> Self {
        Self {
            text: String::new(),
            between: '\t',
            end: "\n",
        }
    }

    fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(self.between);
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str(self.end);
    }

    fn cell(&mut self, text: &str) {
        let guard = if is_formula(text) { "'" } else { "" };
        if text.contains(['"', ',', ';', '\t', '\n', '\r']) || text != text.trim() {
            let _ = write!(self.text, "\"{guard}{}\"", text.replace('"', "\"\""));
        } else {
            let _ = write!(self.text, "{guard}{text}");
        }
    }
}

/// Whether a spreadsheet would run a text, or take its first apostrophe for the one that keeps it from doing so.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\r'])
        || text
            .trim_start_matches(|c: char| c.is_whitespace() || c == '\'')
            .starts_with(['=', '+', '-', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_kept_from_being_run() {
        let mut table = Table::new();
        table.row([
            "plain",
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "=1+1",
            "-x, y",
            "'=z",
            "'tis",
            " in",
        ]);
        assert_eq!(
            table.text,
            "\u{feff}plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",'=1+1,\"'-x, y\",''=z,'tis,\" in\"\r\n"
        );
    }

    #[test]
    fn a_block_with_names_can_be_read_again() {
        let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
        let org = crate::file::read(text).unwrap().org;
        let matrix = Matrix::of(&org, &Filter::default(), &BTreeSet::new());
        let said = named_block(&org, &matrix, Area::between((1, 1), (2, 2)));
        let wanted = "handoff\tprovider\tcustomer\tid\tService agent\tService lead\n\
            Complaint answered\tCustomer service\tTool retailers\tcomplaint-answered\tR\tA\n\
            Questions with everything needed\tCustomer service\tEngineering\tcomplete-questions\tR\t\n";
        assert_eq!(said, wanted);
        let outside = named_block(&org, &matrix, Area::between((99, 99), (200, 200)));
        assert_eq!(outside, "handoff\tprovider\tcustomer\tid\n");
    }
}
