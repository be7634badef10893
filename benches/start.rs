//! How long it takes to open a document, as a ratio to an empty window on the same machine, and what a window costs
//! that nobody touches.
//!
//! `cargo bench --bench start` where there is a screen; without one
//! `xvfb-run -s "-screen 0 1600x1000x24" cargo bench --bench start`. A number after `--` is how many rounds to make.
//!
//! A round opens an empty eframe window and each document once, always beginning with another of them; what stands
//! still between rounds, such as a busy machine, so falls on all alike. Measured from the start of the process to its
//! word that the first frame has been handed to the screen.

#![allow(clippy::expect_used, reason = "a measurement that fails has nothing else to say")]

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use eframe::{NativeOptions, Renderer};
use egui::{ViewportBuilder, ViewportCommand, vec2};

/// The argument with which this program is its own empty window.
const EMPTY: &str = "--empty-window";

/// What the product reads to leave after its first frame.
const MEASURING: &str = "THROUGHLINE_EXIT_AFTER_FIRST_FRAME";

/// How many rounds are made.
const ROUNDS: usize = 21;

/// How long an open window is left alone before and while its processor time is read.
const SETTLE: Duration = Duration::from_secs(4);
const WATCH: Duration = Duration::from_secs(5);

/// Who is started.
const CASES: [(&str, &[&str]); 4] = [
    ("empty eframe window", &[]),
    ("start screen", &[]),
    ("payroll.ron", &["sample_orgs/payroll.ron"]),
    ("kubernetes.ron", &["sample_orgs/kubernetes.ron"]),
];

/// Draws nothing, says so, and leaves.
#[derive(Default)]
struct Empty {
    first: Option<u64>,
}

impl eframe::App for Empty {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let now = ctx.cumulative_frame_nr();
        match self.first {
            None => {
                self.first = Some(now);
                ctx.request_repaint();
            }
            Some(first) if now > first => {
                println!("first frame");
                ctx.send_viewport_cmd(ViewportCommand::Close);
                self.first = Some(u64::MAX);
            }
            Some(_) => {}
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        egui::CentralPanel::default().show(ui, |_| {});
    }
}

fn empty_window() {
    let options = NativeOptions {
        renderer: if cfg!(target_os = "windows") {
            Renderer::Wgpu
        } else {
            Renderer::Glow
        },
        viewport: ViewportBuilder::default().with_inner_size(vec2(1440.0, 900.0)),
        ..NativeOptions::default()
    };
    let started = eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty::default()))));
    started.expect("an empty window opens");
}

/// The product or the empty window, with a home of its own so that nobody's settings are read or written.
fn command(case: usize, home: &Path) -> Command {
    let mut command = if case == 0 {
        let mut own = Command::new(env::current_exe().expect("this program has a path"));
        own.arg(EMPTY);
        own
    } else {
        Command::new(env!("CARGO_BIN_EXE_throughline"))
    };
    command
        .args(CASES[case].1)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("HOME", home)
        .env("XDG_DATA_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// From the start of the process to its first frame.
fn first_frame(case: usize, home: &Path) -> Duration {
    let mut command = command(case, home);
    command.env(MEASURING, "1");
    let started = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let mut line = String::new();
    let output = child.stdout.take().expect("its output is read");
    BufReader::new(output).read_line(&mut line).expect("its output is text");
    let took = started.elapsed();
    let status = child.wait().expect("the program ends");
    assert!(
        line == "first frame\n" && status.success(),
        "{} could not be opened ({status})",
        CASES[case].0
    );
    took
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Processor time of a process so far, in hundredths of a second.
fn ticks(child: &Child) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    // The name in brackets may hold anything; counting begins after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

/// Share of one processor that an open document takes while nobody touches it.
fn idle(home: &Path) -> Option<f64> {
    let mut child = command(CASES.len() - 1, home).spawn().expect("the program starts");
    std::thread::sleep(SETTLE);
    let before = ticks(&child);
    std::thread::sleep(WATCH);
    let after = ticks(&child);
    // It is ours, and there is nothing to save.
    child.kill().expect("it was still running");
    child.wait().expect("it ends");
    Some((after? - before?) as f64 / 100.0 / WATCH.as_secs_f64())
}

fn main() {
    if env::args().any(|argument| argument == EMPTY) {
        return empty_window();
    }
    let named = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        println!("Nothing measured: there is no screen. Use xvfb-run, as the first lines of benches/start.rs say.");
        return;
    }
    let rounds = env::args().find_map(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let home = tempfile::tempdir().expect("there is room for a home");
    for case in 0..CASES.len() {
        first_frame(case, home.path());
    }
    let mut took = vec![Vec::new(); CASES.len()];
    for round in 0..rounds {
        for turn in 0..CASES.len() {
            let case = (round + turn) % CASES.len();
            took[case].push(first_frame(case, home.path()).as_secs_f64() * 1000.0);
        }
    }
    println!("Opening, {rounds} rounds; medians, and the median of each round's ratio");
    for ((name, _), times) in CASES.iter().zip(&took) {
        let ratios = times.iter().zip(&took[0]).map(|(time, empty)| time / empty).collect();
        println!(
            "  {name:<22} {:>7.0} ms {:>6.2} ×",
            median(times.clone()),
            median(ratios)
        );
    }
    if let Some(share) = idle(home.path()) {
        println!("Idle with {}: {:.1} % of one processor", CASES[3].0, share * 100.0);
    }
}
