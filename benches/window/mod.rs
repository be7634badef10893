#![allow(dead_code, reason = "no bench needs all of it")]
//! A window without a screen: the whole app draws it and its shapes become triangles, but nothing is painted.

use std::time::{Duration, Instant};

use egui::{ClippedPrimitive, Context, Event, RawInput, Rect, Vec2, pos2, vec2};
use jiff::civil::DateTime;
use throughline::{
    session::Session,
    ui::{
        app::{App, Edge},
        dialogs::{Answer, Dialogs, Question},
        fonts,
        prefs::Prefs,
    },
};

/// Its size in points; the screen is most of it.
pub const SIZE: Vec2 = vec2(1600.0, 1000.0);

struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: Question, _: &str, _: &Context) {}

    fn answer(&mut self) -> Option<Answer> {
        None
    }
}

/// Numbers that are the same everywhere.
pub struct Numbers(pub u64);

impl Numbers {
    /// One of them below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap_or_default()
    }
}

/// A window and how long its frames took, in milliseconds.
pub struct Window {
    ctx: Context,
    pub app: App,
    frame: u32,
    pub took: Vec<f64>,
    /// What the last frame became.
    pub triangles: Vec<ClippedPrimitive>,
}

impl Window {
    /// One that shows a document.
    pub fn new(session: Session) -> Self {
        let ctx = Context::default();
        fonts::install(&ctx);
        let edge = Edge {
            now: || DateTime::ZERO,
            entropy: || 0,
            dialogs: Box::new(NoDialogs),
        };
        let mut app = App::new(edge, Prefs::default());
        app.show(session);
        Self {
            ctx,
            app,
            frame: 0,
            took: Vec::new(),
            triangles: Vec::new(),
        }
    }

    /// How many frames were drawn.
    pub fn frame(&self) -> u32 {
        self.frame
    }

    /// Time for whatever is set in motion to come to rest.
    pub fn rest(&mut self) {
        (0..60).for_each(|_| self.draw(Vec::new()));
        self.took.clear();
    }

    /// Draws a frame.
    pub fn draw(&mut self, events: Vec<Event>) {
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
        self.triangles = triangles;
    }

    /// Time for threads to finish what they work out.
    pub fn wait(&mut self, seconds: u64) {
        let started = Instant::now();
        while started.elapsed().as_secs() < seconds {
            self.draw(Vec::new());
            std::thread::sleep(Duration::from_millis(20));
        }
        self.rest();
    }

    /// What the slowest frame took.
    pub fn worst(&self) -> f64 {
        self.took.iter().copied().fold(0.0, f64::max)
    }

    /// What a frame took, half of them less and half of them more.
    pub fn median(&self) -> f64 {
        let mut sorted = self.took.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }
}

/// A turn of the wheel or of two fingers.
pub fn wheel(delta: Vec2) -> Event {
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: egui::Modifiers::NONE,
    }
}

/// How many frames to draw: the number on the command line.
pub fn frames(usual: usize) -> usize {
    let wanted = std::env::args().find_map(|text| text.parse().ok());
    wanted.unwrap_or(usual).max(1)
}

/// Draws a frame of each in turn, so that a busy machine falls on all alike. Each round begins with another one, so that
/// none always comes after the largest.
pub fn in_turn<T>(rounds: usize, all: &mut [T], mut draw: impl FnMut(&mut T)) {
    let count = all.len();
    for round in 0..rounds {
        for turn in 0..count {
            draw(&mut all[(round + turn) % count]);
        }
    }
}
