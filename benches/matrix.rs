//! How long a frame of the responsibility matrix takes, small and large: the whole app draws it and its shapes become
//! triangles, as in the window, but nothing is painted. As ratios to the small one.
//!
//! `cargo bench --bench matrix`. A number after `--` is how many frames to draw. A quarter of all cells have letters.
//! "Scrolling" moves the matrix before every frame, "typing" puts a letter into the current cell or takes it away, with
//! everything that follows from it.

use std::sync::Arc;

use egui::{Event, Pos2, pos2, vec2};
use jiff::civil::{Date, date};
use throughline::{
    org::{Handoff, HandoffId, Org, Party, PartyId, Role, RoleId},
    session::{Screen, Session},
};
use window::{Numbers, SIZE, Window, frames, in_turn, wheel};

mod window;

/// How many frames are drawn of each case.
const FRAMES: usize = 200;

const TODAY: Date = date(2026, 6, 30);

const MIDDLE: Pos2 = pos2(SIZE.x * 0.45, SIZE.y * 0.5);

/// An organisation with so many handoffs and roles.
fn generate(handoffs: usize, roles: usize) -> Org {
    let mut numbers = Numbers(handoffs as u64);
    let mut org = Org::named("Generated");
    let parties = (roles / 5).max(2);
    let party = |number: usize| PartyId::new(&format!("party-{number:03}"));
    let role = |number: usize| RoleId::new(&format!("role-{number:03}"));
    for number in 0..parties {
        let value = Party {
            name: format!("Party {number}"),
            ..Party::default()
        };
        org.parties.insert(party(number), Arc::new(value));
    }
    for number in 0..roles {
        let value = Role::new(&format!("Planner of line {number}"), party(number % parties));
        org.roles.insert(role(number), Arc::new(value));
    }
    for number in 0..handoffs {
        let from = numbers.below(parties);
        let to = (from + 1 + numbers.below(parties - 1)) % parties;
        let mut handoff = Handoff::between(party(from), party(to));
        handoff.deliverable = format!("Deliverable {number}");
        for held in 0..roles {
            if numbers.below(4) == 0
                && let Ok(letters) = ["R", "A", "C", "I", "RA"][numbers.below(5)].parse()
            {
                handoff.raci.insert(role(held), letters);
            }
        }
        org.handoffs
            .insert(HandoffId::new(&format!("handoff-{number:05}")), Arc::new(handoff));
    }
    org
}

#[derive(Clone, Copy, Debug)]
enum Doing {
    Nothing,
    Scrolling,
    Typing,
}

struct Case {
    rows: usize,
    columns: usize,
    doing: Doing,
    window: Window,
}

impl Case {
    fn new((rows, columns): (usize, usize), doing: Doing) -> Self {
        let mut window = Window::new(Session::new(generate(rows, columns), TODAY));
        window.app.go(Screen::Roles);
        window.draw(vec![Event::PointerMoved(MIDDLE)]);
        window.rest();
        Self {
            rows,
            columns,
            doing,
            window,
        }
    }

    fn draw(&mut self) {
        let events = match self.doing {
            Doing::Nothing => Vec::new(),
            // There and back, so that the same part stays in view.
            Doing::Scrolling => {
                let step = if self.window.frame() % 40 < 20 { 7.0 } else { -7.0 };
                vec![wheel(vec2(step, step))]
            }
            Doing::Typing => vec![Event::Text("c".to_owned())],
        };
        let before = self.revision();
        self.window.draw(events);
        let typed = self.revision() != before;
        assert_eq!(typed, matches!(self.doing, Doing::Typing), "the letter arrives");
    }

    fn revision(&self) -> Option<u64> {
        self.window.app.session().map(Session::revision)
    }
}

fn main() {
    let frames = frames(FRAMES);
    let mut cases = Vec::new();
    for doing in [Doing::Nothing, Doing::Scrolling, Doing::Typing] {
        for size in [(20, 10), (2_000, 300)] {
            cases.push(Case::new(size, doing));
        }
    }
    in_turn(frames, &mut cases, Case::draw);
    println!("A frame of the matrix, {frames} frames each; medians, and how many times that of the small one");
    for pair in cases.chunks(2) {
        let [small, large] = pair else { continue };
        for case in [small, large] {
            let took = case.window.median();
            let name = format!("{} × {}, {:?}", case.rows, case.columns, case.doing).to_lowercase();
            println!("  {name:<32} {took:>7.3} ms {:>6.2} ×", took / small.window.median());
        }
    }
}
