//! `throughline check FILE [--json]`: what does not hold together in a document, and where.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Exit, Output};
use crate::file::{Fault, Faults, LoadError, Loaded, Located};

/// What `check` prints for a file. `name` is the file as the user named it.
#[must_use]
pub fn check(name: &str, loaded: &Result<Loaded, LoadError>, json: bool) -> Output {
    match loaded {
        Ok(loaded) => {
            let mut output = Output {
                out: String::new(),
                err: String::new(),
                exit: if loaded.problems.is_empty() {
                    Exit::Fine
                } else {
                    Exit::Findings
                },
            };
            for note in &loaded.notes {
                let _ = writeln!(output.err, "{name}: {note}");
            }
            if json {
                output.out = report(loaded.problems.iter().map(Entry::from).collect());
            } else {
                for located in &loaded.problems {
                    let Located { line, column, problem } = located;
                    let _ = writeln!(output.out, "{name}:{line}:{column}: {problem}");
                }
            }
            output
        }
        Err(LoadError::Faults(faults)) => Output {
            out: if json {
                report(faults.list.iter().map(Entry::from).collect())
            } else {
                String::new()
            },
            err: listed(name, faults),
            exit: Exit::Cannot,
        },
        Err(error) => Output::cannot(&format!("{name}: {error}")),
    }
}

/// Every fault of an unreadable file on its own line.
fn listed(name: &str, faults: &Faults) -> String {
    let mut text = String::new();
    for fault in &faults.list {
        let Fault {
            line,
            column,
            what,
            remedy,
            ..
        } = fault;
        let _ = writeln!(text, "{name}:{line}:{column}: {}: {what}. {remedy}.", fault.place());
    }
    if faults.more > 0 {
        let _ = writeln!(text, "{name}: and {} more; correct these first.", faults.more);
    }
    text
}

/// The whole answer as JSON. Its fields only ever grow.
#[derive(Serialize)]
struct Report<'a> {
    problems: Vec<Entry<'a>>,
    risks: [(); 0],
}

#[derive(Serialize)]
struct Entry<'a> {
    line: usize,
    column: usize,
    place: Place<'a>,
    what: &'a str,
    remedy: &'a str,
}

/// Empty texts where it is no part, entry or field.
#[derive(Serialize)]
struct Place<'a> {
    section: &'static str,
    id: &'a str,
    field: &'a str,
}

impl<'a> From<&'a Located> for Entry<'a> {
    fn from(located: &'a Located) -> Self {
        let Located { line, column, problem } = located;
        Self {
            line: *line,
            column: *column,
            place: Place {
                section: problem.place.section.field(),
                id: &problem.place.id,
                field: problem.place.field,
            },
            what: &problem.what,
            remedy: &problem.remedy,
        }
    }
}

impl<'a> From<&'a Fault> for Entry<'a> {
    fn from(fault: &'a Fault) -> Self {
        Self {
            line: fault.line,
            column: fault.column,
            place: Place {
                section: fault.section.map_or("", crate::org::Section::field),
                id: &fault.id,
                field: &fault.field,
            },
            what: &fault.what,
            remedy: &fault.remedy,
        }
    }
}

fn report(problems: Vec<Entry<'_>>) -> String {
    // Texts and numbers alone always become JSON.
    let mut text = serde_json::to_string_pretty(&Report { problems, risks: [] }).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::read;

    const DANGLING: &str =
        "Throughline(version: 1,\n  parties: {\n    \"a\": (name: \"A\", kind: Team, part_of: \"b\"),\n  })";

    #[test]
    fn a_problem_is_a_line_that_an_editor_can_follow() {
        let output = check("x.ron", &read(DANGLING.as_bytes()), false);
        assert_eq!(
            output.out,
            "x.ron:3:34: party \"a\", part_of: there is no party \"b\". Correct the id, or add what it names.\n"
        );
        assert_eq!((output.err.as_str(), output.exit), ("", Exit::Findings));
    }

    #[test]
    fn json_has_the_documented_fields() {
        let output = check("x.ron", &read(DANGLING.as_bytes()), true);
        let value: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let expected = serde_json::json!({
            "problems": [{
                "line": 3, "column": 34,
                "place": {"section": "parties", "id": "a", "field": "part_of"},
                "what": "there is no party \"b\"",
                "remedy": "Correct the id, or add what it names",
            }],
            "risks": [],
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn a_sound_file_says_nothing() {
        let output = check("x.ron", &read(b"Throughline(version: 1, name: \"A\")"), false);
        assert_eq!(
            (output.out.as_str(), output.err.as_str(), output.exit),
            ("", "", Exit::Fine)
        );
    }

    #[test]
    fn what_cannot_be_read_is_on_standard_error() {
        let output = check("x.ron", &read(b""), false);
        assert_eq!(output.exit, Exit::Cannot);
        assert_eq!(
            output.err,
            "throughline: x.ron: The file is empty. Restore an earlier copy of it, or start a new document.\n"
        );
        let faulty = "Throughline(version: 1, moods: {}, parties: {\"a\": (name: 3, kind: Teem)})";
        let output = check("x.ron", &read(faulty.as_bytes()), true);
        assert_eq!(
            (output.err.lines().count(), output.exit),
            (3, Exit::Cannot),
            "{}",
            output.err
        );
        assert!(output.out.contains("\"section\": \"parties\""), "{}", output.out);
    }
}
