//! How quick and how good layouts are, beside Graphviz.
//!
//! `cargo bench --bench layout` lays the same organisations out with Throughline and, where it is installed, with
//! Graphviz (`dot` with departments as clusters, `sfdp` without overlaps), and prints time and quality of each in one
//! table; ratios within one run are what counts. `THROUGHLINE_LONG=1` also waits for Graphviz where it is known to take
//! longer than a minute. Arguments choose parts of the table by their names: `-- ours` leaves Graphviz out, `-- 200`
//! takes that size alone, `-- steps` prints single steps (cards that join, routes, labels) only.

use std::time::{Duration, Instant};

use jiff::civil::Date;
use throughline::{
    layout::{Label, Positions, Rect, card, departments, flow, labels, neighbourhoods, place, reroute, routes},
    org::{HandoffId, Org, PartyId},
    sample::company,
};

#[path = "layout/generate.rs"]
mod generate;
#[path = "layout/graphviz.rs"]
mod graphviz;
#[path = "layout/quality.rs"]
mod quality;

use generate::{party, planted};
use graphviz::Outcome;
use quality::{Place, Subject, quality};

const SIZES: [usize; 4] = [200, 500, 2_000, 10_000];

/// Up to so many parties `dot` is done within a minute, on a machine that does nothing else.
const DOT: usize = 500;

/// Up to so many `sfdp` is done within seconds.
const SFDP: usize = 2_000;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|text| !text.starts_with('-')).collect();
    let ours_alone = wanted.iter().any(|text| text == "ours");
    let steps_alone = wanted.iter().any(|text| text == "steps");
    let sizes: Vec<usize> = wanted.iter().filter_map(|text| text.parse().ok()).collect();
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    let graphviz = !ours_alone && graphviz::is_here("dot");
    if !graphviz && !ours_alone {
        println!("Graphviz is not installed, so these are our figures alone. On Debian: sudo apt-get install graphviz");
    }
    if !steps_alone {
        println!(
            "Crossings are of straight lines, for each handoff; backwards and upright are shares of service weight."
        );
        for &parties in &sizes {
            for (name, org) in [
                ("planted", planted(parties, 42)),
                (
                    "sample",
                    company(
                        u32::try_from(parties).unwrap_or(u32::MAX),
                        1,
                        Date::constant(2026, 6, 30),
                    ),
                ),
            ] {
                compare(name, &org, graphviz);
            }
        }
    }
    for &parties in &sizes {
        steps(parties);
    }
}

/// The middle of several runs, one where it takes long.
fn timed<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let started = Instant::now();
    let mut result = work();
    let first = started.elapsed();
    let more = (400.0 / first.as_secs_f64().max(1e-6) / 1e3) as usize;
    let mut times = vec![first];
    for _ in 0..more.clamp(if first.as_millis() > 2_000 { 0 } else { 2 }, 200) {
        let started = Instant::now();
        result = work();
        times.push(started.elapsed());
    }
    times.sort();
    (times[times.len() / 2], result)
}

fn compare(name: &str, org: &Org, graphviz: bool) {
    let subject = Subject::of(org);
    println!(
        "\n{} parties, {} handoffs ({name})\n{:<18}{:>11}{:>9}{:>11}{:>11}{:>9}{:>9}{:>12}{:>8}",
        subject.ids.len(),
        subject.handoffs.len(),
        "",
        "ms",
        "x ours",
        "crossings",
        "backwards",
        "upright",
        "overlaps",
        "silhouette",
        "aspect"
    );
    let flat = |positions: &Positions| -> Vec<Place> {
        positions
            .values()
            .map(|at| (f64::from(at.x), f64::from(at.y)))
            .collect()
    };
    let (ours, positions) = timed(|| flow(org));
    let line = |name: &str, time: Duration, places: &[Place]| {
        let found = quality(&subject, places);
        println!(
            "{name:<18}{:>11.2}{:>9.1}{:>11.1}{:>10.0}%{:>8.0}%{:>9}{:>12.2}{:>8.2}",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / ours.as_secs_f64(),
            found.crossings,
            found.backwards * 100.0,
            found.upright * 100.0,
            found.overlaps,
            found.silhouette,
            found.size.0 / found.size.1,
        );
    };
    line("flow", ours, &flat(&positions));
    let (time, positions) = timed(|| departments(org));
    line("departments", time, &flat(&positions));
    let (time, positions) = timed(|| neighbourhoods(org));
    line("neighbourhoods", time, &flat(&positions));
    if let Some(peak) = peak(|| drop(flow(org))) {
        println!("{:<18}{peak:>11.1} MB at most while the flow map is laid out", "");
    }
    let long = std::env::var_os("THROUGHLINE_LONG").is_some();
    for (program, arguments, most) in [("dot", &[][..], DOT), ("sfdp", &["-Goverlap=prism"][..], SFDP)] {
        if !graphviz {
            continue;
        }
        if subject.ids.len() > most && !long {
            println!("{program:<18}   not run, it takes too long (THROUGHLINE_LONG=1 tries for a minute)");
            continue;
        }
        match graphviz::draw(program, arguments, &subject) {
            Outcome::Drawn(time, places) => line(program, time, &places),
            Outcome::GivenUp => println!("{program:<18}   given up after {} s", graphviz::PATIENCE.as_secs()),
            Outcome::Failed(why) => println!("{program:<18}   failed: {why}"),
        }
    }
}

/// What the process takes more at most while something is done, in MB; on Linux, which counts it.
fn peak(work: impl FnOnce()) -> Option<f64> {
    let of = |what: &str| {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with(what))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    };
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = of("VmRSS:")?;
    work();
    Some((of("VmHWM:")? - before) / 1024.0)
}

type Lines = Vec<(HandoffId, PartyId, PartyId)>;

/// Single steps on a map that stands.
fn steps(parties: usize) {
    let org = planted(parties, 42);
    let whole = flow(&org);
    let cards: Vec<(PartyId, Rect)> = whole.iter().map(|(id, at)| (id.clone(), card(*at))).collect();
    let lines: Lines = org
        .handoffs
        .iter()
        .map(|(id, handoff)| (id.clone(), handoff.provider.clone(), handoff.customer.clone()))
        .collect();
    println!("\nSingle steps with {parties} parties, ms");
    let line = |name: &str, time: Duration| println!("{name:<44}{:>11.3}", time.as_secs_f64() * 1e3);
    for newcomers in [1, parties / 5] {
        let mut known = whole.clone();
        for k in 0..newcomers {
            known.remove(&party(1 + k * (parties - 1) / newcomers));
        }
        line(&format!("{newcomers} parties join"), timed(|| place(&org, &known)).0);
    }
    if parties > 2_000 {
        return;
    }
    let (time, mut found) = timed(|| routes(&cards, &lines));
    line("all routes", time);
    let moved = [party(parties / 2)];
    line(
        "routes while one card is dragged",
        timed(|| reroute(&mut found, &cards, &lines, &moved)).0,
    );
    let wanted: Vec<Label<'_>> = found
        .values()
        .map(|route| Label {
            route,
            width: 120.0,
            height: 22.0,
            weight: 1.0,
        })
        .collect();
    let rects: Vec<Rect> = cards.iter().map(|(_, rect)| *rect).collect();
    line("all labels", timed(|| labels(&rects, &wanted)).0);
}
