//! How long a frame of the map takes: the whole app draws it and its shapes become triangles, as in the window, but
//! nothing is painted.
//!
//! `cargo bench --bench frame`. A number after `--` is how many frames to draw, other words choose the cases that have
//! all of them in their name, as in `-- 100 '10000 parties' panning`. Each case stands beside two others that
//! are drawn in turn with it, so that a busy machine falls on all alike: "plain" draws every card with its name and every
//! handoff as a curve through egui, whether it is on screen or not; "ready" puts the triangles of the very frame into
//! place from a mesh that is there already, which is the least that any frame can take. "Panning" pushes the map a little
//! before every frame, "zooming" comes nearer and goes back. The map stands alone, but for the last lines, where it has
//! all its tools around it.

use std::{cell::OnceCell, collections::BTreeMap, rc::Rc, sync::Arc, time::Instant};

use egui::{
    Align2, Color32, Context, Event, FontId, Key, Mesh, Painter, Pos2, RawInput, Rect, Shape, Stroke, StrokeKind,
    TextureId,
    epaint::{CubicBezierShape, Primitive},
    pos2, vec2,
};
use jiff::civil::{Date, date};
use throughline::{
    org::{
        Delivery, Goal, GoalId, Handoff, HandoffId, Importance, LogEntry, LogId, Moment, Org, Party, PartyId, PartyKind,
    },
    session::{Lens, Session},
    ui::fonts,
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

/// What happens before every frame.
#[derive(Clone, Copy, PartialEq)]
enum Motion {
    Still,
    Panning,
    Zooming,
}

impl Motion {
    const ALL: [Self; 3] = [Self::Still, Self::Panning, Self::Zooming];

    fn events(self, frame: u32) -> Vec<Event> {
        // There and back, so that the same part of the map stays in view.
        let there = frame % 40 < 20;
        match self {
            Self::Still => Vec::new(),
            Self::Panning => vec![wheel(if there { vec2(3.0, 3.0) } else { vec2(-3.0, -3.0) })],
            Self::Zooming => vec![Event::Zoom(if there { 1.02 } else { 1.0 / 1.02 })],
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Panning => "panning",
            Self::Zooming => "zooming",
        }
    }
}

/// Shapes that become triangles without an app around them.
struct Bare {
    ctx: Context,
    took: Vec<f64>,
}

impl Bare {
    fn new() -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        Self { ctx, took: Vec::new() }
    }

    fn draw(&mut self, draw: impl Fn(&Painter)) {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            ..RawInput::default()
        };
        let started = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| draw(ui.painter()));
        let shapes = std::mem::take(&mut output.shapes);
        let triangles = self.ctx.tessellate(shapes, output.pixels_per_point);
        self.took.push(started.elapsed().as_secs_f64() * 1000.0);
        output.textures_delta.clear();
        drop(triangles);
    }
}

/// The same map, drawn in the simplest way: every card and every curve, as shapes of egui.
struct Plain {
    cards: Vec<(Pos2, String)>,
    lines: Vec<(usize, usize)>,
}

impl Plain {
    fn of(session: &Session) -> Self {
        let org = session.org();
        let places = session.positions();
        let numbers: BTreeMap<&PartyId, usize> = places.keys().zip(0..).collect();
        let end = |id: &PartyId| numbers.get(id).copied();
        Self {
            cards: places
                .iter()
                .map(|(id, at)| (pos2(at.x, at.y), org.party_name(id).to_owned()))
                .collect(),
            lines: org
                .handoffs
                .values()
                .filter_map(|h| Some((end(&h.provider)?, end(&h.customer)?)))
                .collect(),
        }
    }

    fn draw(&self, painter: &Painter, actual_size: bool) {
        let all = Rect::from_points(&self.cards.iter().map(|(at, _)| *at).collect::<Vec<_>>()).expand(90.0);
        let zoom = if actual_size {
            1.0
        } else {
            (SIZE / all.size()).min_elem()
        };
        let place = |at: Pos2| (SIZE / 2.0 + (at - all.center()) * zoom).to_pos2();
        let ink = Color32::from_gray(110);
        for (from, to) in &self.lines {
            let (from, to) = (self.cards[*from].0, self.cards[*to].0);
            let (from, to) = (from + vec2(82.0, 0.0), to - vec2(82.0, 0.0));
            let bend = vec2((to.x - from.x).abs() * 0.5, 0.0);
            let points = [from, from + bend, to - bend, to].map(place);
            let stroke = Stroke::new(2.0 * zoom.max(0.3), ink);
            painter.add(CubicBezierShape::from_points_stroke(
                points,
                false,
                Color32::TRANSPARENT,
                stroke,
            ));
            let (tip, side) = (points[3], 4.0 * zoom);
            let head = vec![tip, tip + vec2(-2.0 * side, side), tip + vec2(-2.0 * side, -side)];
            painter.add(Shape::convex_polygon(head, ink, Stroke::NONE));
        }
        for (at, name) in &self.cards {
            let card = Rect::from_center_size(place(*at), vec2(164.0, 74.0) * zoom);
            let (line, kind) = (Stroke::new(1.0, ink), StrokeKind::Inside);
            painter.rect(card, 10.0 * zoom, Color32::WHITE, line, kind);
            let font = FontId::proportional(13.0 * zoom);
            painter.text(card.center(), Align2::CENTER_CENTER, name, font, Color32::BLACK);
        }
    }
}

/// A window with a document and what it is compared with.
struct Case {
    name: String,
    window: Window,
    actual_size: bool,
    motion: Motion,
    plain: Option<(Rc<Plain>, Bare)>,
    ready: Bare,
}

impl Case {
    /// What it is called.
    fn name(size: &str, actual_size: bool, motion: Motion) -> String {
        let zoom = if actual_size { "100 %" } else { "fitted" };
        format!("{size}, {zoom}, {}", motion.word())
    }

    fn new(session: &Session, name: String, actual_size: bool, motion: Motion, tools: bool) -> Self {
        let mut window = Window::new(session.still());
        window.app.set_chrome(tools);
        // The pointer over the map.
        window.draw(vec![Event::PointerMoved(pos2(SIZE.x * 0.45, SIZE.y * 0.5))]);
        window.rest();
        if actual_size {
            window.draw(key(Key::Num1));
            window.rest();
        }
        Self {
            name,
            window,
            actual_size,
            motion,
            plain: None,
            ready: Bare::new(),
        }
    }

    /// Coloured by goals.
    fn of_goals(mut self) -> Self {
        self.window.app.colour_by(Lens::Goals);
        self.window.rest();
        self
    }

    /// Compared with the simplest way to draw it.
    fn beside(mut self, plain: &Rc<Plain>) -> Self {
        self.plain = Some((Rc::clone(plain), Bare::new()));
        self
    }

    fn draw(&mut self) {
        let events = self.motion.events(self.window.frame());
        self.window.draw(events);
        let mut mesh = Mesh::default();
        for triangles in &self.window.triangles {
            if let Primitive::Mesh(part) = &triangles.primitive
                && part.texture_id == TextureId::default()
            {
                mesh.append_ref(part);
            }
        }
        let mesh = Arc::new(mesh);
        self.ready.draw(|painter| {
            painter.add(Shape::Mesh(Arc::clone(&mesh)));
        });
        if let Some((plain, bare)) = &mut self.plain
            // Half a second a frame: a few of them say enough.
            && (bare.took.len() < 12 || plain.cards.len() < 1_000)
        {
            bare.draw(|painter| plain.draw(painter, self.actual_size));
        }
    }

    fn print(&self) {
        let took = self.window.median();
        let ready = took / median(&self.ready.took);
        let plain = self.plain.as_ref().map_or_else(
            || format!("{:>7}", ""),
            |(_, bare)| format!("{:>6.0}×", median(&bare.took) / took),
        );
        println!(
            "  {:<58} {took:>7.2} ms {:>8.2} ms {plain} {ready:>7.1}×",
            self.name,
            self.window.worst()
        );
    }
}

fn median(took: &[f64]) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    let frames = frames(FRAMES);
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-') && word.parse::<usize>().is_err())
        .collect();
    let is_wanted = |name: &str| wanted.iter().all(|word| name.contains(word));
    println!("A frame of the map, {frames} frames each: median, worst, how many times faster than plain, and how many");
    println!("times a frame whose triangles are ready");
    for (parties, handoffs) in [(13, 107), (500, 2_000), (2_000, 10_000), (10_000, 50_000)] {
        let size = format!("{parties} parties, {handoffs} handoffs");
        let session = OnceCell::new();
        let session = || session.get_or_init(|| Session::new(generate(parties, handoffs, true), TODAY));
        let plain = OnceCell::new();
        let plain = || plain.get_or_init(|| Rc::new(Plain::of(session())));
        let mut cases = Vec::new();
        for actual_size in [false, true] {
            for motion in Motion::ALL {
                let name = Case::name(&size, actual_size, motion);
                if is_wanted(&name) {
                    cases.push(Case::new(session(), name, actual_size, motion, false).beside(plain()));
                }
            }
        }
        for motion in [Motion::Still, Motion::Panning] {
            let name = Case::name(&format!("{size}, with tools"), false, motion);
            if is_wanted(&name) {
                cases.push(Case::new(session(), name, false, motion, true));
            }
        }
        if parties <= 500 {
            let name = Case::name(&format!("{size}, unmeasured"), true, Motion::Panning);
            if is_wanted(&name) {
                let unmeasured = Session::new(generate(parties, handoffs, false), TODAY);
                cases.push(Case::new(&unmeasured, name, true, Motion::Panning, false));
            }
            let name = Case::name(&format!("{size}, goals"), true, Motion::Panning);
            if is_wanted(&name) {
                cases.push(Case::new(session(), name, true, Motion::Panning, false).of_goals());
            }
        }
        if cases.is_empty() {
            continue;
        }
        // Until threads have found risks and the ways around cards.
        let patience = (handoffs / 2_000) as u64;
        for case in &mut cases {
            case.window.wait(patience);
            case.window.took.clear();
        }
        in_turn(frames, &mut cases, Case::draw);
        for case in &cases {
            case.print();
        }
    }
}
