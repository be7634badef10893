//! Why a text cannot be read: every fault at once, each at its place.
//!
//! The parser stops at the first fault. Here each entry is read by itself, and within an entry each
//! faulty field is set aside and the rest read again.

use std::{collections::HashMap, ops::Range};

use ron::error::{Error, SpannedError};
use serde::de::DeserializeOwned;

use super::{
    error::{Fault, Faults, shown},
    explain::explain,
    format::dialect,
    lines::Lines,
    outline::{Break, BreakKind, Entry, Field, Outline, closing, fields},
    probe::{blank, byte_of, probe, supply},
    token::{Kind, Tokens},
};
use crate::org::{FORMAT_VERSION, Section};

/// How many faults of one entry are looked for.
const PER_ENTRY: usize = 20;

/// All faults of a text that the parser refused, or whose numbers are not finite. `parser` is what the
/// parser said; it is used where nothing else is found.
pub fn collect(text: &str, parser: Option<&SpannedError>) -> Faults {
    let outline = Outline::of(text);
    let mut finder = Finder {
        text,
        lines: Lines::of(text),
        found: Vec::new(),
    };
    finder.document(&outline);
    for broken in &outline.breaks {
        finder.broken(broken);
    }
    if finder.found.is_empty()
        && let Some(error) = parser
    {
        let at = byte_of(text, error);
        let rest = &text[at..];
        let (what, remedy) = explain(&error.code, rest.lines().next().unwrap_or_default());
        finder.add(at, None, "", "", what, remedy);
    }
    finder.faults()
}

struct Finder<'a> {
    text: &'a str,
    lines: Lines<'a>,
    found: Vec<(usize, Fault)>,
}

impl Finder<'_> {
    fn add(&mut self, at: usize, section: Option<Section>, id: &str, field: &str, what: String, remedy: String) {
        let (line, column) = self.lines.at(at);
        let fault = Fault {
            line,
            column,
            section,
            id: shown(id),
            field: shown(field),
            what,
            remedy,
        };
        self.found.push((at, fault));
    }

    fn faults(mut self) -> Faults {
        self.found.sort_by_key(|(at, _)| *at);
        let more = self.found.len().saturating_sub(Faults::LISTED);
        self.found.truncate(Faults::LISTED);
        Faults {
            list: self.found.into_iter().map(|(_, fault)| fault).collect(),
            more,
        }
    }

    fn document(&mut self, outline: &Outline<'_>) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for part in &outline.parts {
            let field = &part.field;
            let name = field.name;
            let section = Section::ALL.into_iter().find(|s| s.field() == name);
            if let Some(first) = seen.insert(name, field.at) {
                let line = self.lines.at(first).0;
                self.add(
                    field.at,
                    None,
                    "",
                    name,
                    format!("the field stands twice, first on line {line}"),
                    "Bring the two together under one name".to_owned(),
                );
            }
            // What is cut off by a damaged bracket or quote is reported as such.
            let last = std::ptr::eq(part, outline.parts.last().unwrap_or(part));
            let cut = last && outline.breaks.iter().any(|b| b.kind.is_fatal());
            match (section, name) {
                (None, "version") => self.version(&field.value),
                (None, "name" | "about") if !cut => self.value::<String>(None, name, &field.value),
                (None, "name" | "about") => {}
                (None, _) => {
                    let error = Error::NoSuchStructField {
                        expected: ROOT_FIELDS,
                        found: name.to_owned(),
                        outer: None,
                    };
                    let (what, remedy) = explain(&error, "");
                    self.add(field.at, None, "", name, what, remedy);
                }
                (Some(Section::Settings), _) if !cut => self.entry(Section::Settings, "", field.at, &field.value),
                (Some(Section::Settings), _) => {}
                (Some(section), _) => match &part.entries {
                    Some(entries) => self.entries(section, entries, cut),
                    None if cut => {}
                    None => {
                        let (what, remedy) = explain(&Error::ExpectedMap, &self.text[field.value.clone()]);
                        self.add(field.value.start, None, "", name, what, remedy);
                    }
                },
            }
        }
        if !seen.contains_key("version") && !outline.breaks.iter().any(|b| b.kind.is_fatal()) {
            self.add(
                0,
                None,
                "",
                "version",
                "the file does not say which version of the format it has".to_owned(),
                format!("Begin it with Throughline(version: {FORMAT_VERSION},"),
            );
        }
    }

    fn version(&mut self, value: &Range<usize>) {
        let text = self.text[value.clone()].trim();
        if text.parse() != Ok(FORMAT_VERSION) {
            self.add(
                value.start,
                None,
                "",
                "version",
                format!("“{}” is not a version of the format", shown(text)),
                format!("Write version: {FORMAT_VERSION}"),
            );
        }
    }

    fn entries(&mut self, section: Section, entries: &[Entry<'_>], cut: bool) {
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
        for (n, entry) in entries.iter().enumerate() {
            if let Some(first) = seen.get(&*entry.id) {
                let line = self.lines.at(*first).0;
                self.add(
                    entry.at,
                    Some(section),
                    &entry.id,
                    "",
                    format!("the id stands twice, first on line {line}"),
                    "Give one of the two another id, or remove it".to_owned(),
                );
            } else {
                seen.insert(&entry.id, entry.at);
            }
            let quoted = self.text[entry.at..].starts_with(['"', 'r']);
            if !quoted {
                let (what, remedy) = explain(&Error::ExpectedString, &entry.id);
                self.add(entry.at, Some(section), &entry.id, "", what, remedy);
            }
            let whole = !(cut && n + 1 == entries.len());
            let valued = entry.value.start < entry.value.end;
            if whole && (quoted || valued) {
                self.entry(section, &entry.id, entry.at, &entry.value);
            }
            if cut && !(quoted && valued) {
                // A quote is missing about here, and what follows is read inside out.
                return;
            }
        }
    }

    /// A value that is not made of fields.
    fn value<T: DeserializeOwned>(&mut self, section: Option<Section>, field: &str, value: &Range<usize>) {
        let text = &self.text[value.clone()];
        if let Err(error) = dialect().from_str::<T>(text) {
            let (what, remedy) = explain(&error.code, text);
            self.add(value.start, section, "", field, what, remedy);
        }
    }

    /// Reads an entry; sets each faulty field aside and reads the rest again.
    fn entry(&mut self, section: Section, id: &str, at: usize, value: &Range<usize>) {
        let mut text = self.text[value.clone()].to_owned();
        let mut aside: Vec<String> = Vec::new();
        let mut result = probe(section, &text);
        for _ in 0..PER_ENTRY {
            let Err(error) = result else { return };
            let stopped = byte_of(&text, &error).min(text.len());
            // Places in the changed text are those of the file until its closing bracket.
            let parts = fields(&text, &(0..text.len()));
            let faulty = match &error.code {
                Error::MissingStructField { field, .. } => {
                    // A nested bracket lacks it where the parser stopped within a field.
                    let nested = within(&parts, stopped).filter(|p| p.value.end > stopped);
                    if nested.is_none() {
                        if !aside.iter().any(|name| name == field) {
                            let (what, remedy) = explain(&error.code, "");
                            self.add(at, Some(section), id, field, what, remedy);
                        }
                        let Some(next) = supply(section, &mut text, field) else {
                            return;
                        };
                        result = next;
                        continue;
                    }
                    nested
                }
                Error::NoSuchStructField { found, .. } => {
                    let named = parts.iter().find(|p| p.name == found);
                    named.or_else(|| within(&parts, stopped))
                }
                Error::DuplicateStructField { field, .. } => {
                    let second = parts.iter().filter(|p| p.name == *field).nth(1);
                    second.or_else(|| within(&parts, stopped))
                }
                _ => within(&parts, stopped),
            };
            let name = faulty.map_or("", |part| part.name).to_owned();
            let searched = faulty.map_or(0..text.len(), |part| part.at..part.value.end);
            let word = word_at(&text, &searched, stopped);
            let place = match (&error.code, faulty) {
                (Error::NoSuchStructField { found, .. }, Some(part)) if found == part.name => part.at,
                (Error::DuplicateStructField { .. }, Some(part)) => part.at,
                (code, _) if is_between(code) => stopped,
                (_, Some(part)) if part.value.is_empty() => part.at,
                (_, Some(part)) => word
                    .as_ref()
                    .map_or(part.value.start, |w| w.start.max(part.value.start)),
                (_, None) => word.as_ref().map_or(stopped, |w| w.start),
            };
            let own = match faulty {
                Some(part) if part.value.is_empty() => "",
                _ => word.map_or_else(|| &text[searched.clone()], |word| &text[word]),
            };
            let (what, remedy) = explain(&error.code, own);
            // An entry without a value is where its id is.
            let place = if value.is_empty() {
                at
            } else {
                value.start + place.min(value.len())
            };
            self.add(place, Some(section), id, &name, what, remedy);
            let range = faulty.map(|part| part.at..part.end);
            match (error.code, range) {
                (Error::ExpectedComma, _) if text[..stopped].ends_with([' ', '\n']) => {
                    text.replace_range(stopped - 1..stopped, ",");
                }
                (_, Some(range)) => {
                    blank(&mut text, range);
                    aside.push(name);
                }
                (_, None) => return,
            }
            result = probe(section, &text);
        }
        if result.is_err() {
            let what = "there are still more faults in it".to_owned();
            self.add(at, Some(section), id, "", what, "Correct the others first".to_owned());
        }
    }

    fn broken(&mut self, broken: &Break) {
        let (what, remedy) = match &broken.kind {
            BreakKind::NoComma => (
                "a comma is missing before this".to_owned(),
                "Put a comma between the two".to_owned(),
            ),
            BreakKind::RunsOn => (
                "the text in quotes that starts here runs over the end of the line".to_owned(),
                "Add its closing quote".to_owned(),
            ),
            BreakKind::NeverEnds => (
                "what starts here never ends".to_owned(),
                "Add the closing quote, or */ to a comment; or restore an earlier copy".to_owned(),
            ),
            BreakKind::WrongClose {
                found,
                opened: Some((open, at)),
            } => (
                format!(
                    "“{}” stands here while the “{}” of line {} is still open",
                    char::from(*found),
                    char::from(*open),
                    self.lines.at(*at).0
                ),
                format!("Close that one first with “{}”", char::from(closing(*open))),
            ),
            BreakKind::WrongClose { found, opened: None } => (
                format!("“{}” closes nothing", char::from(*found)),
                "Remove it".to_owned(),
            ),
            BreakKind::LeftOpen(open) => (
                format!(
                    "the file ends while the “{}” that stands here is open",
                    char::from(*open)
                ),
                format!(
                    "Add the missing “{}”, or restore an earlier copy",
                    char::from(closing(*open))
                ),
            ),
            BreakKind::Beyond => (
                "something follows the end of the document".to_owned(),
                "Remove it, or the bracket that ends the document too early".to_owned(),
            ),
        };
        self.add(broken.at, None, "", "", what, remedy);
    }
}

/// The field within which the parser stopped.
fn within<'p, 'a>(parts: &'p [Field<'a>], stopped: usize) -> Option<&'p Field<'a>> {
    let before = stopped.saturating_sub(1);
    parts.iter().find(|p| (p.at..p.end).contains(&before))
}

/// The word or text at which the parser stopped, before it or after it.
fn word_at(text: &str, range: &Range<usize>, stopped: usize) -> Option<Range<usize>> {
    Tokens::within(text, range)
        .take_while(|token| token.start <= stopped)
        .find(|token| matches!(token.kind, Kind::Word | Kind::Text) && token.end >= stopped)
        .map(|token| token.start..token.end)
}

/// Whether the parser missed something between two values, and so stands where it is missing.
const fn is_between(code: &Error) -> bool {
    matches!(
        code,
        Error::ExpectedComma | Error::ExpectedStructLikeEnd | Error::ExpectedArrayEnd | Error::ExpectedMapColon
    )
}

const ROOT_FIELDS: &[&str] = &[
    "version",
    "name",
    "about",
    "settings",
    "goals",
    "parties",
    "roles",
    "handoffs",
    "pulses",
    "actions",
    "acceptances",
    "views",
    "log",
];
