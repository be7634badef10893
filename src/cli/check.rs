//! `throughline check FILE [--as-of DATE] [--json]`: what does not hold together in a document, and where; and the
//! risks that it shows.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::{Exit, Output};
use crate::{
    file::{Fault, Faults, LoadError, Loaded, Located},
    health::{
        Health,
        risk::{self, Risk, Seen, Source},
        words,
    },
    org::{Org, Section, Subject},
};

/// What `check` prints for a file. `name` is the file as the user named it; risks are those of the day `as_of`.
#[must_use]
pub fn check(name: &str, loaded: &Result<Loaded, LoadError>, as_of: Date, json: bool) -> Output {
    match loaded {
        Ok(loaded) => {
            let risks = risks(&loaded.org, as_of);
            let open = risks.iter().filter(|risk| !risk.is_accepted());
            let mut output = Output {
                out: String::new(),
                err: String::new(),
                exit: if loaded.problems.is_empty() && open.clone().next().is_none() {
                    Exit::Fine
                } else {
                    Exit::Findings
                },
            };
            for note in &loaded.notes {
                let _ = writeln!(output.err, "{name}: {note}");
            }
            if json {
                let problems = loaded.problems.iter().map(Entry::from);
                output.out = report(problems.collect(), risks.iter().map(Finding::from).collect());
            } else {
                for located in &loaded.problems {
                    let Located { line, column, problem } = located;
                    let _ = writeln!(output.out, "{name}:{line}:{column}: {problem}");
                }
                for risk in open {
                    let _ = writeln!(output.out, "{name}: {}", line(&loaded.org, risk));
                }
            }
            output
        }
        Err(error) => unreadable(name, error, json),
    }
}

/// What every subcommand says of a file that cannot be read, in the same words.
#[must_use]
pub fn unreadable(name: &str, error: &LoadError, json: bool) -> Output {
    match error {
        LoadError::Faults(faults) => Output {
            out: if json {
                report(faults.list.iter().map(Entry::from).collect(), Vec::new())
            } else {
                String::new()
            },
            err: listed(name, faults),
            exit: Exit::Cannot,
        },
        error => Output::cannot(&format!("{name}: {error}")),
    }
}

/// What the rules find, accepted findings included.
fn risks(org: &Org, as_of: Date) -> Vec<Risk> {
    let health = Health::of(org, as_of, org.settings.window_days);
    let mut risks = Seen::of(org, &health, |_| true).map_or_else(Vec::new, |seen| risk::risks(&seen));
    for risk in &mut risks {
        risk.what = words::plain(&risk.what);
        for evidence in &mut risk.evidence {
            evidence.text = words::plain(&evidence.text);
        }
    }
    risks
}

/// A risk in one line: what, where, how urgent, and one thing to try.
fn line(org: &Org, risk: &Risk) -> String {
    let at = match &risk.at {
        Subject::Party(party) => format!("party {party:?}"),
        Subject::Handoff(handoff) => match org.handoffs.get(handoff) {
            Some(sides) => format!("handoff {handoff:?}, {} to {}", sides.provider, sides.customer),
            None => format!("handoff {handoff:?}"),
        },
    };
    let line = format!(
        "{} risk, {}, {at}: {}. {}",
        risk.severity.key(),
        risk.rule.label().to_lowercase(),
        risk.what,
        risk.practice()
    );
    // A name in the file may hold anything; a risk is one line, and none that commands the terminal.
    line.replace(char::is_control, " ")
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
    risks: Vec<Finding<'a>>,
}

/// A risk as JSON.
#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handoff: Option<&'a str>,
    severity: &'static str,
    what: &'a str,
    evidence: Vec<Proof<'a>>,
    practice: &'static str,
    /// The last day on which it is accepted.
    accepted: Option<Date>,
}

/// One thing that a risk stands on, and the part and id of the entry that shows it.
#[derive(Serialize)]
struct Proof<'a> {
    text: &'a str,
    section: Option<&'static str>,
    id: Option<&'a str>,
}

impl<'a> From<&'a Risk> for Finding<'a> {
    fn from(risk: &'a Risk) -> Self {
        let (party, handoff) = match &risk.at {
            Subject::Party(party) => (Some(party.as_str()), None),
            Subject::Handoff(handoff) => (None, Some(handoff.as_str())),
        };
        let proof = |evidence: &'a risk::Evidence| {
            let source = evidence.source.as_ref().map(|source| match source {
                Source::Log(id) => (Section::Log, id.as_str()),
                Source::Pulse(id) => (Section::Pulses, id.as_str()),
                Source::Handoff(id) => (Section::Handoffs, id.as_str()),
                Source::Party(id) => (Section::Parties, id.as_str()),
                Source::Role(id) => (Section::Roles, id.as_str()),
            });
            Proof {
                text: &evidence.text,
                section: source.map(|(section, _)| section.field()),
                id: source.map(|(_, id)| id),
            }
        };
        Self {
            rule: risk.rule.key(),
            party,
            handoff,
            severity: risk.severity.key(),
            what: &risk.what,
            evidence: risk.evidence.iter().map(proof).collect(),
            practice: risk.practice(),
            accepted: risk.accepted,
        }
    }
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
                section: fault.section.map_or("", Section::field),
                id: &fault.id,
                field: &fault.field,
            },
            what: &fault.what,
            remedy: &fault.remedy,
        }
    }
}

fn report(problems: Vec<Entry<'_>>, risks: Vec<Finding<'_>>) -> String {
    // Texts and numbers alone always become JSON.
    let mut text = serde_json::to_string_pretty(&Report { problems, risks }).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::read;

    const AS_OF: Date = Date::constant(2026, 11, 22);

    const DANGLING: &str =
        "Throughline(version: 1,\n  parties: {\n    \"a\": (name: \"A\", kind: Team, part_of: \"b\"),\n  })";

    #[test]
    fn a_problem_is_a_line_that_an_editor_can_follow() {
        let output = check("x.ron", &read(DANGLING.as_bytes()), AS_OF, false);
        assert_eq!(
            output.out,
            "x.ron:3:34: party \"a\", part_of: there is no party \"b\". Correct the id, or add what it names.\n"
        );
        assert_eq!((output.err.as_str(), output.exit), ("", Exit::Findings));
    }

    #[test]
    fn json_has_the_documented_fields() {
        let output = check("x.ron", &read(DANGLING.as_bytes()), AS_OF, true);
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

    const OLD: &str = r#"Throughline(version: 1, name: "A",
        parties: {"a": (name: "A", kind: Team), "b": (name: "B", kind: Team)},
        handoffs: {"h": (provider: "a", customer: "b", deliverable: "Post", agreed: "2026-01-05")},
        ACCEPTED)"#;

    #[test]
    fn a_risk_is_a_finding_and_an_accepted_one_is_not() {
        let output = check("x.ron", &read(OLD.replace("ACCEPTED", "").as_bytes()), AS_OF, false);
        assert!(
            output
                .out
                .starts_with("x.ron: low risk, stale, handoff \"h\", a to b: Not looked at since 5 Jan 2026. "),
            "{}",
            output.out
        );
        assert_eq!((output.out.lines().count(), output.exit), (1, Exit::Findings));
        let accepted =
            r#"acceptances: {"stale-h": (rule: Stale, at: Handoff("h"), reason: "Moves in May", until: "2026-11-22")}"#;
        let text = OLD.replace("ACCEPTED", accepted);
        let output = check("x.ron", &read(text.as_bytes()), AS_OF, false);
        assert_eq!((output.out.as_str(), output.exit), ("", Exit::Fine));
        let output = check("x.ron", &read(text.as_bytes()), AS_OF, true);
        let value: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let risk = &value["risks"][0];
        assert_eq!(risk["rule"], "stale");
        assert_eq!(risk["handoff"], "h");
        assert_eq!(risk["severity"], "low");
        assert_eq!(risk["accepted"], "2026-11-22");
        assert_eq!(risk["evidence"][0]["section"], "handoffs");
        let next_day = check("x.ron", &read(text.as_bytes()), Date::constant(2026, 11, 23), false);
        assert_eq!(next_day.exit, Exit::Findings);
    }

    #[test]
    fn a_sound_file_says_nothing() {
        let output = check("x.ron", &read(b"Throughline(version: 1, name: \"A\")"), AS_OF, false);
        assert_eq!(
            (output.out.as_str(), output.err.as_str(), output.exit),
            ("", "", Exit::Fine)
        );
    }

    #[test]
    fn what_cannot_be_read_is_on_standard_error() {
        let output = check("x.ron", &read(b""), AS_OF, false);
        assert_eq!(output.exit, Exit::Cannot);
        assert_eq!(
            output.err,
            "throughline: x.ron: The file is empty. Restore an earlier copy of it, or start a new document.\n"
        );
        let faulty = "Throughline(version: 1, moods: {}, parties: {\"a\": (name: 3, kind: Teem)})";
        let output = check("x.ron", &read(faulty.as_bytes()), AS_OF, true);
        assert_eq!(
            (output.err.lines().count(), output.exit),
            (3, Exit::Cannot),
            "{}",
            output.err
        );
        assert!(output.out.contains("\"section\": \"parties\""), "{}", output.out);
    }
}
