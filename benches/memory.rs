//! How much memory a large organisation takes: 10,000 parties, 50,000 handoffs and 100,000 deliveries, read from a file
//! and shown in the app as in a window, but nothing is painted.
//!
//! `cargo bench --bench memory`. A number after `--` is how many parties there are. What is printed are the resident
//! bytes of the process: what it had to have at that point, and what it gave back to nobody since. What a graphics
//! driver takes comes on top.
//!
//! The file is made by one process and opened by another, so that nothing of its making is counted.

#![allow(clippy::expect_used, reason = "a measurement that fails has nothing else to say")]

use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use jiff::civil::{Date, date};
use throughline::{file, health::Health, sample, session::Session};
use window::{Window, frames};

mod window;

/// The argument with which this program opens the file that follows.
const OPEN: &str = "--open";

/// How many parties there are.
const PARTIES: usize = 10_000;

const TODAY: Date = date(2026, 11, 22);

/// After this long the threads that work things out have finished, or never will.
const PATIENCE: Duration = Duration::from_mins(3);

/// Resident bytes of this process, now and at most so far, in millions; nothing where the system does not say.
fn resident() -> Option<(f64, f64)> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kibibytes: f64 = line.trim_end_matches("kB").trim().parse().ok()?;
        Some(kibibytes * 1024.0 / 1e6)
    };
    Some((field("VmRSS:")?, field("VmHWM:")?))
}

/// How many threads this process has.
fn threads() -> usize {
    fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}

/// Prints where the process stands.
fn row(name: &str) {
    if let Some((now, most)) = resident() {
        println!("{name:<40} {now:>7.0} MB {most:>7.0} MB");
    }
}

fn open(path: &Path) {
    println!("{:<40} {:>10} {:>10}", "", "resident", "at most");
    row("nothing yet");
    let (loaded, stamp) = file::load(path).expect("what was written can be read");
    let org = loaded.org;
    row("the document");
    let health = Health::of(&org, TODAY, org.settings.window_days);
    black_box(&health);
    row("with its indicators");
    drop(health);
    let session = Session::opened(org, path.to_owned(), stamp, TODAY);
    row("with its layout");
    let mut window = Window::new(session);
    window.rest();
    row("with the map drawn");
    let started = Instant::now();
    while threads() > 1 && started.elapsed() < PATIENCE {
        window.wait(1);
    }
    window.rest();
    row("with all that is found in it");
}

fn main() {
    let mut arguments = env::args().skip_while(|argument| argument != OPEN);
    if let (Some(_), Some(path)) = (arguments.next(), arguments.next()) {
        return open(&PathBuf::from(path));
    }
    if resident().is_none() {
        println!("Nothing measured: this system does not say how much memory a process has.");
        return;
    }
    let org = sample::company(frames(PARTIES) as u32, 1, TODAY);
    let folder = tempfile::tempdir().expect("there is room for a file");
    let path = folder.path().join("large.ron");
    file::save(&path, &org, None).expect("it can be written");
    let bytes = fs::metadata(&path).expect("it is there").len();
    println!(
        "{} parties, {} handoffs, {} log entries; {:.0} MB of text",
        org.parties.len(),
        org.handoffs.len(),
        org.log.len(),
        bytes as f64 / 1e6
    );
    let this = env::current_exe().expect("this program has a path");
    let ended = Command::new(this).arg(OPEN).arg(&path).status();
    assert!(ended.expect("the program starts").success());
}
