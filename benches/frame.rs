//! How long a frame of the map takes: the whole app draws it and its shapes become triangles, as in the window, but
//! nothing is painted. As ratios to the same window with an empty map.
//!
//! `cargo bench --bench frame`. A number after `--` is how many frames to draw. One frame of each case follows another,
//! so that a busy machine falls on all alike. "Moving" pushes the map a little before every frame. "Unmeasured" is a
//! document without any delivery, whose handoffs are drawn as dashes. "Goals" colours the map by the two goals that every
//! party has.

use std::sync::Arc;

use egui::{Event, Key, pos2, vec2};
use jiff::civil::{Date, date};
use throughline::{
    org::{
        Delivery, Goal, GoalId, Handoff, HandoffId, Importance, LogEntry, LogId, Moment, Org, Party, PartyId, PartyKind,
    },
    session::{Lens, Session},
};
use window::{Numbers, SIZE, Window, frames, in_turn, wheel};

mod window;

/// How many frames are drawn of each case.
const FRAMES: usize = 200;

fn party(number: usize) -> PartyId {
    PartyId::new(&format!("party-{number:05}"))
}

/// How many goals there are.
const GOALS: usize = 12;

fn goal(number: usize) -> GoalId {
    GoalId::new(&format!("goal-{number:02}"))
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
            goals: [number % GOALS, number * 5 % GOALS].map(goal).into(),
            ..Party::default()
        };
        org.parties.insert(party(number), Arc::new(value));
    }
    for number in 0..GOALS {
        let value = Goal {
            name: format!("Goal {number}"),
            ..Goal::default()
        };
        org.goals.insert(goal(number), Arc::new(value));
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

/// A key that is pressed and let go.
fn key(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    vec![event(true), event(false)]
}

/// A window with a document, and what is done to it before every frame.
struct Case {
    name: String,
    window: Window,
    moving: bool,
}

impl Case {
    fn new((parties, handoffs): (usize, usize), measured: bool, actual_size: bool, moving: bool) -> Self {
        let mut window = Window::new(Session::new(generate(parties, handoffs, measured), TODAY));
        let zoom = if actual_size { "100 %" } else { "fitted" };
        let pushed = if moving { ", moving" } else { "" };
        let dashed = if measured { "" } else { ", unmeasured" };
        let name = if parties == 0 {
            "empty map".to_owned()
        } else {
            format!("{parties} parties, {handoffs} handoffs, {zoom}{dashed}{pushed}")
        };
        // The pointer over the map.
        window.draw(vec![Event::PointerMoved(pos2(SIZE.x * 0.45, SIZE.y * 0.5))]);
        window.rest();
        if actual_size {
            window.draw(key(Key::Num1));
            window.rest();
        }
        Self { name, window, moving }
    }

    /// Coloured by goals.
    fn of_goals(mut self) -> Self {
        self.window.app.colour_by(Lens::Goals);
        self.window.rest();
        self.name.push_str(", goals");
        self
    }

    fn draw(&mut self) {
        let mut events = Vec::new();
        if self.moving {
            // There and back, so that the same part of the map stays in view.
            let step = if self.window.frame() % 40 < 20 { 3.0 } else { -3.0 };
            events.push(wheel(vec2(step, step)));
        }
        self.window.draw(events);
    }
}

fn main() {
    let frames = frames(FRAMES);
    let mut cases = vec![Case::new((0, 0), true, false, false)];
    for size in [(13, 107), (500, 2_000)] {
        for actual_size in [false, true] {
            cases.push(Case::new(size, true, actual_size, false));
            cases.push(Case::new(size, true, actual_size, true));
            cases.push(Case::new(size, false, actual_size, true));
            cases.push(Case::new(size, true, actual_size, false).of_goals());
            cases.push(Case::new(size, true, actual_size, true).of_goals());
        }
    }
    in_turn(frames, &mut cases, Case::draw);
    let empty = cases[0].window.median();
    println!("A frame of the map, {frames} frames each; medians, and how many times the frame of an empty map");
    for case in &cases {
        let took = case.window.median();
        println!("  {:<56} {took:>7.2} ms {:>6.1} ×", case.name, took / empty);
    }
}
