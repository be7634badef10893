//! Roles and responsibilities as tables for a spreadsheet. What is written can be imported again and changes nothing.
//!
//! UTF-8 with a byte-order mark, so that spreadsheets see umlauts; commas; lines that end as the standard for CSV says
//! (RFC 4180). A text that a spreadsheet would run as a formula has an apostrophe before it.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::{
    org::Org,
    roles::{
        cells,
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
    table.0
}

/// The letters of all roles in all handoffs: a handoff a row, a role a column, in the order of the matrix on screen.
#[must_use]
pub fn responsibilities(org: &Org) -> String {
    let names = Names::of(org);
    let matrix = Matrix::of(org, &Filter::default(), &BTreeSet::new());
    let mut table = Table::new();
    let roles = matrix
        .columns
        .iter()
        .map(|column| names.call_role(&column.role, is_no_column));
    let head = ["handoff", "provider", "customer", "id"].map(str::to_owned);
    table.row(head.into_iter().chain(roles));
    for (at, row) in matrix.rows.iter().enumerate() {
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
        let letters = (0..matrix.columns.len()).map(|column| matrix.letters(org, at, column).to_string());
        table.row(head.into_iter().chain(letters));
    }
    table.0
}

/// Whether the name of a role cannot be taken for the column of a list in which roles stand.
fn is_no_column(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let word = letters.to_lowercase();
    !["role", "name", "rolename"].contains(&word.strip_suffix('s').unwrap_or(&word))
}

struct Table(String);

impl Table {
    fn new() -> Self {
        Self("\u{feff}".to_owned())
    }

    fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        let guard = if is_formula(text) { "'" } else { "" };
        if text.contains(['"', ',', ';', '\t', '\n', '\r']) || text != text.trim() {
            let _ = write!(self.0, "\"{guard}{}\"", text.replace('"', "\"\""));
        } else {
            let _ = write!(self.0, "{guard}{text}");
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
            table.0,
            "\u{feff}plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",'=1+1,\"'-x, y\",''=z,'tis,\" in\"\r\n"
        );
    }
}
