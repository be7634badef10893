//! One entry of a document, read by itself; and what it takes to read on after a fault in it.

use std::ops::Range;

use ron::error::{Error, SpannedError};
use serde::de::DeserializeOwned;

use super::{format::dialect, lines::Lines, outline::fields};
use crate::org::{Acceptance, Action, Goal, Handoff, LogEntry, Org, Party, Pulse, Role, Section, Settings, View};

/// Stand-ins for a required field that is missing or was set aside, so that the others can be read.
const STAND_INS: [&str; 8] = [
    "\"\"",
    "\"2000-01-01\"",
    "0",
    "(0, 0, 0, 0, 0)",
    "(0, 0)",
    "Team",
    "Stale",
    "Party(\"\")",
];

/// The byte at which the parser stopped.
pub fn byte_of(text: &str, error: &SpannedError) -> usize {
    let start = match error.span.end.line {
        0 | 1 => 0,
        line => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    let column = error.span.end.col.saturating_sub(1);
    text[start..]
        .char_indices()
        .nth(column)
        .map_or(text.len(), |(at, _)| start + at)
}

/// Puts spaces for a field, so that all places stay the same.
pub fn blank(text: &mut String, mut range: Range<usize>) {
    let rest = &text[range.end..];
    let after = rest.trim_start();
    if !text[range.clone()].ends_with(',') && after.starts_with(',') {
        range.end += rest.len() - after.len() + 1;
    }
    // A space for each byte: places are counted in bytes.
    let spaces: String = text[range.clone()]
        .bytes()
        .map(|b| if b == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(range, &spaces);
}

/// Adds a stand-in for a field and reads again; nothing where no stand-in is accepted.
pub fn supply(section: Section, text: &mut String, field: &str) -> Option<Result<(), SpannedError>> {
    let close = text.rfind(')')?;
    let comma = !text[..close].trim_end().ends_with([',', '(']);
    for value in STAND_INS {
        let addition = format!("{}{field}: {value}", if comma { ", " } else { "" });
        let mut tried = text.clone();
        tried.insert_str(close, &addition);
        let result = probe(section, &tried);
        let accepted = match &result {
            Ok(()) => true,
            Err(error) => match &error.code {
                Error::MissingStructField { field: other, .. } => *other != field,
                _ => byte_of(&tried, error) <= close,
            },
        };
        if accepted {
            *text = tried;
            return Some(result);
        }
    }
    None
}

/// Reads one entry of a part.
pub fn probe(section: Section, text: &str) -> Result<(), SpannedError> {
    fn read<T: DeserializeOwned>(text: &str, finite: impl Fn(&T) -> Option<&'static str>) -> Result<(), SpannedError> {
        let value: T = dialect().from_str(text)?;
        let Some(field) = finite(&value) else { return Ok(()) };
        let at = fields(text, &(0..text.len()))
            .into_iter()
            .find(|f| f.name == field)
            .map_or(0, |f| f.value.end);
        let (line, col) = Lines::of(text).at(at);
        let place = ron::error::Position { line, col };
        Err(SpannedError {
            code: Error::Message("a number here is not finite; use an ordinary number, or remove the field".to_owned()),
            span: ron::error::Span {
                start: place,
                end: place,
            },
        })
    }
    match section {
        Section::Settings => read(text, settings),
        Section::Goals => read::<Goal>(text, |_| None),
        Section::Parties => read(text, party),
        Section::Roles => read::<Role>(text, |_| None),
        Section::Handoffs => read(text, handoff),
        Section::Pulses => read::<Pulse>(text, |_| None),
        Section::Actions => read::<Action>(text, |_| None),
        Section::Acceptances => read::<Acceptance>(text, |_| None),
        Section::Views => read(text, view),
        Section::Log => read(text, log),
    }
}

/// Whether all numbers of a document are finite.
pub fn is_finite(org: &Org) -> bool {
    settings(&org.settings).is_none()
        && org.parties.values().all(|p| party(p).is_none())
        && org.handoffs.values().all(|h| handoff(h).is_none())
        && org.views.values().all(|v| view(v).is_none())
        && org.log.values().all(|e| log(e).is_none())
}

fn settings(settings: &Settings) -> Option<&'static str> {
    let risks = &settings.risks;
    let numbers = [
        risks.answer_overdue,
        risks.blame_answers,
        risks.gap_points,
        risks.headcount_fall,
        risks.temporary_share,
        risks.silo_index,
        risks.bottleneck_share,
        risks.short_notice_share,
    ];
    (!numbers.into_iter().all(f64::is_finite)).then_some("risks")
}

fn party(party: &Party) -> Option<&'static str> {
    let place = party.position?;
    (!place.0.is_finite() || !place.1.is_finite()).then_some("position")
}

fn handoff(handoff: &Handoff) -> Option<&'static str> {
    let before = handoff.before.as_ref();
    if before.is_some_and(|before| !before.target.is_finite()) {
        return Some("before");
    }
    (!handoff.target.is_finite()).then_some("target")
}

fn view(view: &View) -> Option<&'static str> {
    if !view.zoom.is_finite() {
        return Some("zoom");
    }
    (!view.centre.0.is_finite() || !view.centre.1.is_finite()).then_some("centre")
}

fn log(entry: &LogEntry) -> Option<&'static str> {
    let LogEntry::Delivery(delivery) = entry else {
        return None;
    };
    let cost = delivery.flaw.as_ref()?.cost?;
    (!cost.is_finite()).then_some("flaw")
}
