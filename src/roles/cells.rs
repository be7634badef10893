//! What a role has several of, as the text of one cell: written in one way, read in a few.

use std::fmt::Write as _;

use super::names::Names;
use crate::org::{Holder, Role, Tenure, time::parse_date};

/// The most cells that a table may have: a matrix of 5,000 handoffs and 1,000 roles.
pub const MAX_CELLS: usize = 5_000_000;

/// What a role is there for, a line each.
#[must_use]
pub fn responsibilities(role: &Role) -> String {
    role.responsibilities.join("\n")
}

/// What a role is there for, from lines or from sentences with ` | ` between them.
#[must_use]
pub fn read_responsibilities(text: &str) -> Vec<String> {
    let parts = text.lines().flat_map(|line| line.split(" | "));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The names in a list, which has a semicolon or a line break between them.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n', '\r'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// Whether a name can stand in a list.
fn in_list(name: &str) -> bool {
    name == name.trim() && !name.contains([';', '\n', '\r'])
}

/// The roles that stand in for a role.
#[must_use]
pub fn backups(names: &Names<'_>, role: &Role) -> String {
    let backups = role.backups.iter().map(|id| names.call_role(id, in_list));
    backups.collect::<Vec<_>>().join("; ")
}

/// The handoffs that a role is trained for.
#[must_use]
pub fn trained_for(names: &Names<'_>, role: &Role) -> String {
    let handoffs = role.trained_for.iter().map(|id| names.call_handoff(id, in_list));
    handoffs.collect::<Vec<_>>().join("; ")
}

/// Who holds a role: `Greta Nyman; Lena Abbott (contractor, since 2026-02-02)`.
#[must_use]
pub fn holders(holders: &[Holder]) -> String {
    let mut text = String::new();
    for holder in holders {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&holder.name);
        let mut more = Vec::new();
        if holder.tenure != Tenure::Permanent || holder.name.trim().is_empty() {
            more.push(holder.tenure.label().to_lowercase());
        }
        more.extend(holder.since.map(|day| format!("since {day}")));
        more.extend(holder.until.map(|day| format!("until {day}")));
        if !more.is_empty() {
            let gap = if holder.name.is_empty() { "" } else { " " };
            let _ = write!(text, "{gap}({})", more.join(", "));
        }
    }
    text
}

/// Who holds a role, from a text such as [`holders`] writes.
///
/// # Errors
/// In a sentence where a day is none, or a bracket has something else than how firmly and how long.
pub fn read_holders(text: &str) -> Result<Vec<Holder>, String> {
    list(text).map(read_holder).collect()
}

fn read_holder(text: &str) -> Result<Holder, String> {
    let plain = |name: &str| Holder {
        name: name.trim().to_owned(),
        ..Holder::default()
    };
    let Some((name, inside)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return Ok(plain(text));
    };
    let mut holder = plain(name);
    let mut unknown = None;
    let mut known = 0;
    for part in inside.split(',').map(str::trim) {
        let (word, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
        let day = || parse_date(rest.trim()).map_err(|error| format!("“{}”: {error}.", name.trim()));
        match word.to_lowercase().as_str() {
            "permanent" if rest.is_empty() => holder.tenure = Tenure::Permanent,
            "temporary" if rest.is_empty() => holder.tenure = Tenure::Temporary,
            "contractor" if rest.is_empty() => holder.tenure = Tenure::Contractor,
            "since" => holder.since = Some(day()?),
            "until" => holder.until = Some(day()?),
            _ => {
                unknown.get_or_insert(part);
                continue;
            }
        }
        known += 1;
    }
    match unknown {
        None => Ok(holder),
        // Some people have brackets in their name.
        Some(_) if known == 0 => Ok(plain(text)),
        Some(part) => Err(format!(
            "“{part}” says nothing about a holder; in brackets can stand permanent, temporary or contractor, since 2026-03-12, until 2026-12-31."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_go_out_and_come_back() {
        for text in [
            "",
            "Greta Nyman",
            "Greta Nyman; Lena Abbott (contractor, since 2026-02-02)",
            "Tom (temporary, since 2026-08-17, until 2026-12-31); Ann (Annie); Bo (since 2026-01-01)",
            "(permanent); (contractor, until 2026-12-31)",
        ] {
            assert_eq!(holders(&read_holders(text).unwrap()), text);
        }
        let loose = read_holders(" greta nyman ;\nLena Abbott ( Contractor ,Since  2026-02-02 );; ").unwrap();
        assert_eq!(
            holders(&loose),
            "greta nyman; Lena Abbott (contractor, since 2026-02-02)"
        );
    }

    #[test]
    fn what_says_nothing_about_a_holder_is_told() {
        for (text, wanted) in [
            (
                "Lena (since 2026-02-30)",
                "“Lena”: \"2026-02-30\" is not a date of the calendar; write it as 2026-03-12.",
            ),
            (
                "Bo; Lena (contractor, part time)",
                "“part time” says nothing about a holder; in brackets can stand permanent, temporary or contractor, since 2026-03-12, until 2026-12-31.",
            ),
        ] {
            assert_eq!(read_holders(text).unwrap_err(), wanted);
        }
    }

    #[test]
    fn responsibilities_are_lines_or_sentences_between_bars() {
        let wanted = ["Plans the week", "Answers within a day"];
        for text in [
            "Plans the week\nAnswers within a day",
            "Plans the week | Answers within a day",
            " Plans the week\r\n\r\nAnswers within a day\r\n",
        ] {
            assert_eq!(read_responsibilities(text), wanted);
        }
    }
}
