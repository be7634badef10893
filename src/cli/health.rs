//! `throughline health`: every indicator as a table or as JSON.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::civil::Date;
use serde::Serialize;

use super::{Exit, Output};
use crate::{
    file::{LoadError, Loaded},
    health::{Estimate, HandoffHealth, Health, Indicator, Indicators, Mark, words},
    org::{HandoffId, Org},
};

/// What `health` prints for a file. `name` is the file as the user named it; without `window` the file's
/// own setting holds.
#[must_use]
pub fn health(name: &str, loaded: &Result<Loaded, LoadError>, as_of: Date, window: Option<u16>, json: bool) -> Output {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return super::check::unreadable(name, error, false),
    };
    let org = &loaded.org;
    let health = Health::of(org, as_of, window.unwrap_or(org.settings.window_days));
    let text = if json {
        self::json(org, &health)
    } else {
        Ok(table(org, &health))
    };
    match text {
        Ok(out) => Output {
            out,
            err: String::new(),
            exit: Exit::Fine,
        },
        Err(error) => Output::cannot(&format!("{name}: the indicators could not be written as JSON: {error}")),
    }
}

/// An estimate as it stands in JSON.
#[derive(Serialize)]
struct Figure {
    mean: f64,
    variance: f64,
    low: f64,
    high: f64,
    n: u64,
    coverage: f64,
    band: &'static str,
    sure: bool,
}

impl Figure {
    fn new(estimate: Option<&Estimate>, mark: Option<Mark>) -> Option<Self> {
        estimate.zip(mark).map(|(estimate, mark)| Self {
            mean: estimate.mean,
            variance: estimate.variance,
            low: estimate.low,
            high: estimate.high,
            n: estimate.n,
            coverage: estimate.coverage,
            band: mark.band.key(),
            sure: mark.sure,
        })
    }
}

/// The three indicators.
#[derive(Serialize)]
struct Three {
    communication: Option<Figure>,
    alignment: Option<Figure>,
    reliability: Option<Figure>,
}

impl From<&Indicators> for Three {
    fn from(all: &Indicators) -> Self {
        let figure = |indicator| Figure::new(all.estimate(indicator), all.mark(indicator));
        Self {
            communication: figure(Indicator::Communication),
            alignment: figure(Indicator::Alignment),
            reliability: figure(Indicator::Reliability),
        }
    }
}

/// A handoff: the three, and the shares shown beside its reliability.
#[derive(Serialize)]
struct Promise {
    #[serde(flatten)]
    three: Three,
    on_time: Option<Figure>,
    right_first_time: Option<Figure>,
    notice_kept: Option<Figure>,
}

impl From<&HandoffHealth> for Promise {
    fn from(handoff: &HandoffHealth) -> Self {
        let figure = |indicator| Figure::new(handoff.estimate(indicator), handoff.mark(indicator));
        // The same kind of share as the reliability, held against the same target.
        let beside = |estimate: Option<&Estimate>| {
            let mark = estimate.map(|e| Indicator::Reliability.cuts(handoff.target).mark(e));
            Figure::new(estimate, mark)
        };
        Self {
            three: Three {
                communication: figure(Indicator::Communication),
                alignment: figure(Indicator::Alignment),
                reliability: figure(Indicator::Reliability),
            },
            on_time: beside(handoff.on_time().as_ref()),
            right_first_time: beside(handoff.right_first_time().as_ref()),
            notice_kept: beside(handoff.notice_kept().as_ref()),
        }
    }
}

/// A chain to an external customer.
#[derive(Serialize)]
struct Chain<'a> {
    to: &'a str,
    handoffs: Vec<&'a str>,
    rolled: Option<f64>,
    weakest: Option<&'a str>,
}

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    window_days: u16,
    org: Three,
    parties: BTreeMap<&'a str, Three>,
    handoffs: BTreeMap<&'a str, Promise>,
    paths: BTreeMap<&'a str, Chain<'a>>,
}

/// Everything as JSON, ending with a line break.
///
/// # Errors
/// Those of the serializer, which knows none for these values.
pub fn json(org: &Org, health: &Health) -> Result<String, serde_json::Error> {
    let paths = health.paths(org);
    let document = Document {
        as_of: health.as_of().to_string(),
        window_days: health.window.days,
        org: Three::from(&health.org),
        parties: health
            .parties
            .iter()
            .map(|(id, party)| (id.as_str(), (&**party).into()))
            .collect(),
        handoffs: health
            .handoffs
            .iter()
            .map(|(id, one)| (id.as_str(), (&**one).into()))
            .collect(),
        paths: paths
            .by_party
            .iter()
            .map(|(id, path)| {
                let chain = Chain {
                    to: path.to.as_str(),
                    handoffs: path.handoffs.iter().map(HandoffId::as_str).collect(),
                    rolled: path.rolled,
                    weakest: path.weakest.as_ref().map(HandoffId::as_str),
                };
                (id.as_str(), chain)
            })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

/// One line of the table.
type Line = Vec<String>;

/// Everything as a table for people: the org first, then parties, then handoffs.
#[must_use]
pub fn table(org: &Org, health: &Health) -> String {
    let mut lines = vec![heading("Organisation")];
    let name = if org.name.is_empty() { "All" } else { org.name.as_str() };
    lines.push(line(name, |indicator| {
        (health.org.estimate(indicator), health.org.mark(indicator))
    }));
    lines.push(heading("Party"));
    for (id, party) in &health.parties {
        lines.push(line(org.party_name(id), |indicator| {
            (party.estimate(indicator), party.mark(indicator))
        }));
    }
    lines.push(heading("Handoff"));
    for (id, handoff) in &health.handoffs {
        lines.push(line(&org.handoff_name(id), |indicator| {
            (handoff.estimate(indicator), handoff.mark(indicator))
        }));
    }
    let mut text = format!(
        "As of {}, last {}. Scores 0 to 100 with their likely range (90 %); ? marks a band that is not sure.\n",
        health.as_of(),
        words::number(health.window.days.into(), "day", "days"),
    );
    text.push_str(&aligned(&lines));
    text
}

fn heading(of: &str) -> Line {
    let titles = Indicator::ALL.into_iter().map(|indicator| indicator.short().to_owned());
    std::iter::once(of.to_owned()).chain(titles).collect()
}

fn line<'a>(name: &str, get: impl Fn(Indicator) -> (Option<&'a Estimate>, Option<Mark>)) -> Line {
    let cells = Indicator::ALL.into_iter().map(|indicator| {
        let (estimate, mark) = get(indicator);
        estimate.zip(mark).map_or_else(
            || "not measured".to_owned(),
            |(estimate, mark)| {
                let stands_on = if estimate.variance > 0.0 {
                    let (low, high) = (words::percent(estimate.low), words::percent(estimate.high));
                    format!("{low}–{high}, n {}", estimate.n)
                } else {
                    "exact".to_owned()
                };
                let mean = words::percent(estimate.mean);
                let doubt = if mark.sure { "" } else { "?" };
                format!("{mean:>3} ({stands_on}) {}{doubt}", mark.band.key())
            },
        )
    });
    // A name with a line break must not break the table.
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    std::iter::once(clipped(name)).chain(cells).collect()
}

/// How many characters of a name are printed; with one very long name all others would stand far from their figures.
const NAME: usize = 60;

/// The name, with its end left out where it is too long.
fn clipped(mut name: String) -> String {
    if name.chars().nth(NAME).is_some() {
        let end = name.char_indices().nth(NAME - 1).map_or(name.len(), |(at, _)| at);
        name.truncate(end);
        name.push('…');
    }
    name
}

/// Columns two spaces apart, an empty line before each heading, no spaces at the end of a line.
fn aligned(lines: &[Line]) -> String {
    let width = |text: &String| text.chars().count();
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            lines
                .iter()
                .filter_map(|line| line.get(column))
                .map(width)
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for line in lines {
        if line.get(1).is_some_and(|cell| cell == Indicator::Communication.short()) {
            text.push('\n');
        }
        let mut row = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            // Writing into a text cannot fail.
            let _ = write!(row, "{cell:<width$}  ");
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Party;

    /// Text cannot be filled up to more than 65,535 places.
    #[test]
    fn a_name_of_any_length_is_printed_in_sixty_characters() {
        for (length, wanted) in [
            (60, "ä".repeat(60)),
            (61, format!("{}…", "ä".repeat(59))),
            (70_000, format!("{}…", "ä".repeat(59))),
        ] {
            let name = "ä".repeat(length);
            let mut org = Org::named(&name);
            let party = Party {
                name,
                ..Party::default()
            };
            org.parties.insert("long".into(), party.into());
            let text = table(&org, &Health::of(&org, jiff::civil::date(2026, 11, 22), 90));
            let lines = text.lines().filter_map(|line| line.split_once("  "));
            let names: Vec<_> = lines
                .map(|(name, _)| name)
                .filter(|name| name.starts_with('ä'))
                .collect();
            assert_eq!(names, [wanted.as_str(), wanted.as_str()], "{length}");
        }
    }
}
