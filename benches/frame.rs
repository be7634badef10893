//! How long a frame of the map takes: the whole app draws it and its shapes become triangles, as in the window, but
//! nothing is painted. As ratios to the same window with an empty map.
//!
//! `cargo bench --bench frame`. A number after `--` is how many frames to draw. One frame of each case follows another,
//! so that a busy machine falls on all alike. "Moving" pushes the map a little before every frame. "Unmeasured" is a
//! document without any delivery, whose handoffs are drawn as dashes.

use std::{sync::Arc, time::Instant};

use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, Vec2, pos2, vec2,
};
use jiff::civil::{Date, DateTime, date};
use throughline::{
    org::{Delivery, Handoff, HandoffId, Importance, LogEntry, LogId, Moment, Org, Party, PartyId, PartyKind},
    session::Session,
    ui::{
        app::{App, Edge},
        dialogs::{Answer, Dialogs, Question},
        fonts,
        prefs::Prefs,
    },
};

/// How many frames are drawn of each case.
const FRAMES: usize = 200;

/// The window, in points; the map is most of it.
const SIZE: Vec2 = vec2(1600.0, 1000.0);

struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: Question, _: &str, _: &Context) {}

    fn answer(&mut self) -> Option<Answer> {
        None
    }
}

/// Numbers that are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap_or_default()
    }
}

fn party(number: usize) -> PartyId {
    PartyId::new(&format!("party-{number:05}"))
}

const TODAY: Date = date(2026, 6, 30);

/// A delivery of that handoff that was kept.
fn kept(handoff: HandoffId) -> LogEntry {
    LogEntry::Delivery(Delivery {
        handoff,
        asked: None,
        due: Moment::day(TODAY),
        delivered: Some(Moment::day(TODAY)),
        right_first_time: Some(true),
        flaw: None,
        note: String::new(),
    })
}

/// An organisation with so many parties and handoffs, most of them towards the customer.
fn generate(parties: usize, handoffs: usize, measured: bool) -> Org {
    let mut numbers = Numbers(parties as u64);
    let mut org = Org::named("Generated");
    for number in 0..parties {
        let value = Party {
            name: format!("Party {number}"),
            kind: if number + 1 == parties {
                PartyKind::Customer
            } else {
                PartyKind::Team
            },
            ..Party::default()
        };
        org.parties.insert(party(number), Arc::new(value));
    }
    let reach = (parties / 6).max(3);
    while org.handoffs.len() < handoffs {
        let from = numbers.below(parties - 1);
        let step = 1 + numbers.below(reach);
        let to = if numbers.below(6) == 0 {
            from.saturating_sub(step)
        } else {
            (from + step).min(parties - 1)
        };
        if from != to {
            let mut handoff = Handoff::between(party(from), party(to));
            handoff.importance = Importance::ALL[numbers.below(3)];
            handoff.deliverable = format!("Deliverable {}", org.handoffs.len());
            let id = HandoffId::new(&format!("handoff-{:06}", org.handoffs.len()));
            if measured {
                let entry = LogId::new(&format!("{TODAY}-{:06}", org.log.len()));
                org.log.insert(entry, Arc::new(kept(id.clone())));
            }
            org.handoffs.insert(id, Arc::new(handoff));
        }
    }
    org
}

/// A window with a document, and what is done to it before every frame.
struct Case {
    name: String,
    ctx: Context,
    app: App,
    moving: bool,
    frame: u32,
    took: Vec<f64>,
}

impl Case {
    fn new((parties, handoffs): (usize, usize), measured: bool, actual_size: bool, moving: bool) -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        let edge = Edge {
            now: || DateTime::ZERO,
            entropy: || 0,
            dialogs: Box::new(NoDialogs),
        };
        let mut app = App::new(edge, Prefs::default());
        app.show(Session::new(generate(parties, handoffs, measured), TODAY));
        let zoom = if actual_size { "100 %" } else { "fitted" };
        let pushed = if moving { ", moving" } else { "" };
        let dashed = if measured { "" } else { ", unmeasured" };
        let name = if parties == 0 {
            "empty map".to_owned()
        } else {
            format!("{parties} parties, {handoffs} handoffs, {zoom}{dashed}{pushed}")
        };
        let mut case = Self {
            name,
            ctx,
            app,
            moving: false,
            frame: 0,
            took: Vec::new(),
        };
        // The pointer over the map, and time for whatever is set in motion to come to rest.
        let middle = pos2(SIZE.x * 0.45, SIZE.y * 0.5);
        case.draw(vec![Event::PointerMoved(middle)]);
        (0..60).for_each(|_| case.draw(Vec::new()));
        if actual_size {
            let key = |pressed| Event::Key {
                key: Key::Num1,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            };
            case.draw(vec![key(true), key(false)]);
            (0..60).for_each(|_| case.draw(Vec::new()));
        }
        case.moving = moving;
        case.took.clear();
        case
    }

    fn draw(&mut self, mut events: Vec<Event>) {
        if self.moving {
            // There and back, so that the same part of the map stays in view.
            let step = if self.frame % 40 < 20 { 3.0 } else { -3.0 };
            events.push(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(step, step),
                phase: TouchPhase::Move,
                source: MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            });
        }
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), SIZE)),
            time: Some(f64::from(self.frame) / 60.0),
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let started = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| app.ui(ui));
        let shapes = std::mem::take(&mut output.shapes);
        let triangles = self.ctx.tessellate(shapes, output.pixels_per_point);
        self.took.push(started.elapsed().as_secs_f64() * 1000.0);
        output.textures_delta.clear();
        drop(triangles);
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn main() {
    let frames = std::env::args()
        .find_map(|text| text.parse().ok())
        .unwrap_or(FRAMES)
        .max(1);
    let mut cases = vec![Case::new((0, 0), true, false, false)];
    for size in [(13, 107), (500, 2_000)] {
        for actual_size in [false, true] {
            cases.push(Case::new(size, true, actual_size, false));
            cases.push(Case::new(size, true, actual_size, true));
            cases.push(Case::new(size, false, actual_size, true));
        }
    }
    // Each round begins with another case, so that none always comes after the largest.
    for round in 0..frames {
        for turn in 0..cases.len() {
            let case = (round + turn) % cases.len();
            cases[case].draw(Vec::new());
        }
    }
    let empty = median(&cases[0].took);
    println!("A frame of the map, {frames} frames each; medians, and how many times the frame of an empty map");
    for case in &cases {
        let took = median(&case.took);
        println!("  {:<56} {took:>7.2} ms {:>6.1} ×", case.name, took / empty);
    }
}
