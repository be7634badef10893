//! The same organisations drawn by Graphviz, where it is installed.

use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use throughline::layout::{CARD_HEIGHT, CARD_WIDTH};

use super::quality::{Place, Subject};

/// Graphviz measures in inches of so many points.
const INCH: f64 = 72.0;

/// When it is given up.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// What came of it.
pub enum Outcome {
    Drawn(Duration, Vec<Place>),
    GivenUp,
    Failed(String),
}

/// Whether one of its programs can be started.
pub fn is_here(program: &str) -> bool {
    let run = Command::new(program)
        .arg("-V")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    run.is_ok_and(|status| status.success())
}

/// In its own language, departments as clusters.
fn dot(subject: &Subject) -> String {
    let (width, height) = (f64::from(CARD_WIDTH) / INCH, f64::from(CARD_HEIGHT) / INCH);
    let mut text = format!(
        "digraph {{\nrankdir=LR; nodesep=0.2; ranksep=0.6;\nnode [shape=box, fixedsize=true, width={width:.3}, height={height:.3}];\n"
    );
    for department in (0..subject.departments).map(Some).chain([None]) {
        let members = (0..subject.ids.len()).filter(|&k| subject.department[k] == department);
        if let Some(department) = department {
            let _ = write!(text, "subgraph cluster_{department} {{ ");
        }
        for member in members {
            let _ = write!(text, "{member}; ");
        }
        text.push_str(if department.is_some() { "}\n" } else { "\n" });
    }
    for (from, to, weight) in &subject.handoffs {
        let _ = writeln!(text, "{from} -> {to} [weight={}];", weight.round().max(1.0));
    }
    text + "}\n"
}

/// The processor time of programs that were waited for; on Linux, which counts it in hundredths of a second.
fn spent() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut words = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut ticks = || words.next()?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks()? + ticks()?)))
}

/// Has it draw, with these arguments. Where the processor's time is known, that is what counts: on a busy machine a
/// program that runs for seconds waits, while a layout of milliseconds does not.
pub fn draw(program: &str, arguments: &[&str], subject: &Subject) -> Outcome {
    let text = dot(subject);
    let before = spent();
    let started = Instant::now();
    let spawned = Command::new(program)
        .args(arguments)
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Outcome::Failed("no pipe".to_owned());
    };
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let _ = input.write_all(text.as_bytes());
        drop(input);
        let mut all = String::new();
        let _ = output.read_to_string(&mut all);
        let _ = done.send(all);
    });
    let answer = answer.recv_timeout(PATIENCE);
    let mut time = started.elapsed();
    let _ = child.kill();
    let _ = child.wait();
    if let (Some(before), Some(after)) = (before, spent()) {
        time = time.min(after.saturating_sub(before));
    }
    let Ok(answer) = answer else { return Outcome::GivenUp };
    let mut places = vec![None; subject.ids.len()];
    for line in answer.lines() {
        let mut words = line.split(' ');
        if words.next() != Some("node") {
            continue;
        }
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        if let (Some(node), Some(x), Some(y)) = (number(), number(), number()) {
            places[node as usize] = Some((x * INCH, -y * INCH));
        }
    }
    match places.into_iter().collect() {
        Some(places) => Outcome::Drawn(time, places),
        None => Outcome::Failed("not every party has a place".to_owned()),
    }
}
