//! Text to document and back.

use std::collections::HashMap;

use ron::{Options, extensions::Extensions};

use super::{
    decode,
    error::{LoadError, shown_quotes},
    faults,
    layout::{self, LayoutError},
    lines::Lines,
    outline::{Entry, Outline, fields},
    probe,
};
use crate::org::{FORMAT_VERSION, Org, Problem, Section, id};

/// How Throughline speaks RON: optional fields without `Some(…)`, entries without a second pair of brackets.
pub(super) fn dialect() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES)
}

/// A document that was read, and what is to be said about it.
#[derive(Debug)]
pub struct Loaded {
    /// The document.
    pub org: Org,
    /// What was done to read it, one sentence each. Saving would change the file accordingly.
    pub notes: Vec<String>,
    /// What does not hold together in it, in the order of [`Org::problems`].
    pub problems: Vec<Located>,
}

/// A problem and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The problem.
    pub problem: Problem,
}

/// The document holds something that no file can hold.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A number that is not finite.
    #[error("A number is not finite, at {0}…. Undo the last change and save again.")]
    NotFinite(String),
    /// The serializer failed.
    #[error("The document could not be turned into text: {0}. Undo the last change and save again.")]
    Serializer(String),
}

/// Reads a document. One whose entries do not fit together is read all the same, with its problems.
///
/// # Errors
/// Where the bytes are not those of a document, or its text has faults; then all of them.
pub fn read(bytes: &[u8]) -> Result<Loaded, LoadError> {
    let (text, marked) = decode::text(bytes)?;
    let parsed = id::shared(|| dialect().from_str::<Org>(text));
    let org = match parsed {
        Ok(org) if probe::is_finite(&org) => org,
        other => {
            let error = other.err();
            if let Some(newer) = version(text).filter(|v| *v > u64::from(FORMAT_VERSION)) {
                return Err(LoadError::Newer(newer));
            }
            return Err(LoadError::Faults(faults::collect(text, error.as_ref())));
        }
    };
    let mut notes = Vec::new();
    if marked {
        notes.push("The file begins with a byte order mark; the next save leaves it out.".to_owned());
    }
    let problems = locate(text, org.problems());
    Ok(Loaded { org, notes, problems })
}

/// The version that a text says it has.
fn version(text: &str) -> Option<u64> {
    let outline = Outline::of(text);
    text[outline.part("version")?.field.value.clone()].trim().parse().ok()
}

/// Writes a document, always in the same way.
///
/// # Errors
/// Where a number is not finite, which no edit allows.
pub fn write(org: &Org) -> Result<String, WriteError> {
    let serializer = |error: ron::Error| WriteError::Serializer(error.to_string());
    let compact = dialect().to_string(org).map_err(serializer)?;
    layout::lay_out(decode::ROOT, &compact).map_err(|error| match error {
        LayoutError::NotFinite(place) => WriteError::NotFinite(place),
        LayoutError::NotCompact => WriteError::Serializer("its layout is unknown".to_owned()),
    })
}

/// Finds problems in the text of their document: the field, else the entry, else the part.
#[must_use]
pub fn locate(text: &str, problems: Vec<Problem>) -> Vec<Located> {
    if problems.is_empty() {
        return Vec::new();
    }
    let outline = Outline::of(text);
    let lines = Lines::of(text);
    let mut entries: HashMap<(Section, &str), &Entry<'_>> = HashMap::new();
    for section in Section::ALL {
        for entry in outline
            .part(section.field())
            .iter()
            .flat_map(|p| p.entries.iter().flatten())
        {
            entries.insert((section, &entry.id), entry);
        }
    }
    let place = |problem: &Problem| {
        let part = outline.part(problem.place.section.field());
        let entry = entries.get(&(problem.place.section, problem.place.id.as_str()));
        let value = entry.map(|e| &e.value).or(part.map(|p| &p.field.value));
        value
            .and_then(|value| fields(text, value).into_iter().find(|f| f.name == problem.place.field))
            .map(|field| field.at)
            .or(entry.map(|e| e.at))
            .or(part.map(|p| p.field.at))
            .unwrap_or_default()
    };
    problems
        .into_iter()
        .map(|mut problem| {
            let (line, column) = lines.at(place(&problem));
            problem.what = shown_quotes(&problem.what);
            Located { line, column, problem }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"Throughline(version: 1,
    name: "Bakery",
    parties: {
        "oven": (name: "Oven", kind: Team, part_of: "nobody", headcount: 3, position: (1.5, -2.0)),
        "shop": (name: "Shop's “counter”", kind: Department),
        "town": (name: "Town", kind: Customer),
    },
    roles: {
        "baker": (name: "Baker", party: "oven", holders: [(since: "2026-01-01")], backups: ["shop"]),
    },
    handoffs: {
        "bread": (
            provider: "oven",
            customer: "shop",
            deliverable: "Bread",
            agreed: "2026-01-01",
            cadence: Situational(months: [1, 12], occasion: "the fair, and whenever the mayor asks for it"),
            notice: "3 days",
            raci: {"baker": "RA"},
        ),
    },
    actions: {
        "mend": (what: "Mend the oven", repairs: Handoff("bread")),
    },
    log: {
        "2026-01-01-aaaa": Delivery(
            handoff: "bread",
            due: "2026-01-02T12:00",
            right_first_time: false,
            flaw: (cause: Tool, cost: 12.0, note: "The door would not close"),
        ),
    },
)
"#;

    #[test]
    fn a_document_is_written_as_it_was_read() {
        let loaded = read(TEXT.as_bytes()).unwrap();
        assert_eq!(write(&loaded.org).unwrap(), TEXT);
        assert!(loaded.notes.is_empty());
    }

    #[test]
    fn problems_are_where_they_stand() {
        let loaded = read(TEXT.as_bytes()).unwrap();
        let found: Vec<_> = loaded
            .problems
            .iter()
            .map(|l| (l.line, l.column, l.problem.place.field))
            .collect();
        assert_eq!(found, [(4, 44, "part_of"), (9, 83, "backups")]);
    }

    #[test]
    fn an_empty_document_is_two_fields() {
        let text = "Throughline(version: 1,\n    name: \"\",\n)\n";
        assert_eq!(write(&Org::default()).unwrap(), text);
        assert_eq!(read(text.as_bytes()).unwrap().org, Org::default());
    }

    #[test]
    fn a_mark_before_the_text_is_read_over_and_said() {
        let loaded = read(format!("\u{feff}{TEXT}").as_bytes()).unwrap();
        assert_eq!(loaded.notes.len(), 1);
        assert_eq!(write(&loaded.org).unwrap(), TEXT);
        assert_eq!(loaded.problems[0].line, 4);
    }

    #[test]
    fn a_newer_file_is_refused_whatever_else_it_holds() {
        let error = read(b"Throughline(version: 2, moods: {})").unwrap_err();
        assert_eq!(
            error.to_string(),
            "This file was written by a newer Throughline (format 2); this one reads 1. Update the app; the file is untouched."
        );
    }

    #[test]
    fn what_no_file_can_hold_is_not_written() {
        let mut org = read(TEXT.as_bytes()).unwrap().org;
        let mut party = (*org.parties["oven"]).clone();
        party.position = Some(crate::org::Position(f32::NAN, 0.0));
        org.parties.insert("oven".into(), party.into());
        assert!(matches!(write(&org), Err(WriteError::NotFinite(place)) if place.starts_with("\"oven\"")));
    }
}
