//! Icons and health marks, drawn as shapes so that they need no font and are sharp at any size.

use egui::{
    Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2,
    epaint::{PathShape, PathStroke},
    pos2, vec2,
};

use super::tokens::{Tokens, Tone};
use crate::health::{Band, risk::Severity};

/// The side of the square in which icons are described.
const GRID: f32 = 24.0;
/// Width of lines on that grid: 1.6 points at the usual size of 18.
const LINE: f32 = 2.1;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    Map,
    Roles,
    Health,
    Log,
    Workshop,
    Actions,
    Report,
    Undo,
    Redo,
    Plus,
    Minus,
    Close,
    Search,
    ChevronRight,
    ChevronDown,
    Up,
    Down,
    Steady,
    Folder,
    Save,
    Warning,
    Lock,
    Help,
    Fit,
    Pin,
    Trash,
    Copy,
    Filter,
    Bookmark,
    AlignLeft,
    AlignCentre,
    AlignRight,
    AlignTop,
    AlignMiddle,
    AlignBottom,
    DistributeAcross,
    DistributeDown,
}

impl Icon {
    /// Every icon.
    pub const ALL: [Self; 37] = [
        Self::Map,
        Self::Roles,
        Self::Health,
        Self::Log,
        Self::Workshop,
        Self::Actions,
        Self::Report,
        Self::Undo,
        Self::Redo,
        Self::Plus,
        Self::Minus,
        Self::Close,
        Self::Search,
        Self::ChevronRight,
        Self::ChevronDown,
        Self::Up,
        Self::Down,
        Self::Steady,
        Self::Folder,
        Self::Save,
        Self::Warning,
        Self::Lock,
        Self::Help,
        Self::Fit,
        Self::Pin,
        Self::Trash,
        Self::Copy,
        Self::Filter,
        Self::Bookmark,
        Self::AlignLeft,
        Self::AlignCentre,
        Self::AlignRight,
        Self::AlignTop,
        Self::AlignMiddle,
        Self::AlignBottom,
        Self::DistributeAcross,
        Self::DistributeDown,
    ];
}

/// How well something stands: a shape for each, so that nobody needs the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// A circle.
    Strong,
    /// A triangle.
    Moderate,
    /// A diamond.
    Weak,
    /// A dashed ring.
    NotMeasured,
}

impl From<Band> for Mark {
    fn from(band: Band) -> Self {
        match band {
            Band::Strong => Self::Strong,
            Band::Moderate => Self::Moderate,
            Band::Weak => Self::Weak,
        }
    }
}

impl Mark {
    /// Its colours.
    #[must_use]
    pub fn tone(self, tokens: &Tokens) -> &Tone {
        match self {
            Self::Strong => &tokens.health.strong,
            Self::Moderate => &tokens.health.moderate,
            Self::Weak => &tokens.health.weak,
            Self::NotMeasured => &tokens.health.none,
        }
    }
}

/// Draws `icon` as large as fits into the middle of `rect`.
pub fn paint(painter: &Painter, rect: Rect, icon: Icon, colour: Color32) {
    let side = rect.width().min(rect.height());
    let origin = rect.center() - Vec2::splat(side / 2.0);
    Pen {
        painter,
        origin,
        unit: side / GRID,
        colour,
    }
    .draw(icon);
}

/// Draws a health mark `size` points across. Not `sure`: only its outline, because the likely range spans two bands.
pub fn mark(painter: &Painter, center: Pos2, size: f32, mark: Mark, sure: bool, tokens: &Tokens) {
    mark_in(painter, center, size, mark, sure, mark.tone(tokens).mark);
}

/// The same shapes in a colour that says something else.
pub fn mark_in(painter: &Painter, center: Pos2, size: f32, mark: Mark, sure: bool, colour: Color32) {
    let radius = size / 2.0;
    // An outline takes as much room as the filled shape.
    let width = (size * 0.17).max(1.2);
    let corners: &[Vec2] = match mark {
        Mark::NotMeasured => {
            dashed_ring(painter, center, radius - width / 2.0, Stroke::new(width, colour));
            return;
        }
        Mark::Strong => {
            if sure {
                painter.circle_filled(center, radius, colour);
            } else {
                painter.circle_stroke(center, radius - width / 2.0, Stroke::new(width, colour));
            }
            return;
        }
        Mark::Moderate => &[vec2(0.0, -0.92), vec2(1.06, 0.88), vec2(-1.06, 0.88)],
        Mark::Weak => &[vec2(0.0, -1.15), vec2(1.15, 0.0), vec2(0.0, 1.15), vec2(-1.15, 0.0)],
    };
    if sure {
        let points = corners.iter().map(|corner| center + *corner * radius).collect();
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    } else {
        let inner = radius - width * 0.62;
        let points = corners.iter().map(|corner| center + *corner * inner).collect();
        painter.add(Shape::closed_line(points, Stroke::new(width, colour)));
    }
}

/// How urgent something is: a diamond, a triangle, a grey circle; hollow where it is accepted.
pub fn severity(painter: &Painter, center: Pos2, size: f32, severity: Severity, hollow: bool, tokens: &Tokens) {
    let (shape, tone) = match severity {
        Severity::High => (Mark::Weak, &tokens.health.weak),
        Severity::Medium => (Mark::Moderate, &tokens.health.moderate),
        Severity::Low => (Mark::Strong, &tokens.health.none),
    };
    mark_in(painter, center, size, shape, !hollow, tone.mark);
}

fn dashed_ring(painter: &Painter, center: Pos2, radius: f32, stroke: Stroke) {
    const DASHES: usize = 5;
    const STEPS: usize = 4;
    let turn = std::f32::consts::TAU / DASHES as f32;
    for dash in 0..DASHES {
        let points = (0..=STEPS)
            .map(|step| {
                let angle = turn * (dash as f32 + 0.58 * step as f32 / STEPS as f32);
                center + radius * Vec2::angled(angle)
            })
            .collect();
        painter.add(Shape::line(points, stroke));
    }
}

struct Pen<'a> {
    painter: &'a Painter,
    origin: Pos2,
    unit: f32,
    colour: Color32,
}

impl Pen<'_> {
    fn draw(&self, icon: Icon) {
        match icon {
            Icon::Map => {
                self.closed(&[
                    (3.5, 6.5),
                    (9.0, 4.0),
                    (15.0, 6.5),
                    (20.5, 4.0),
                    (20.5, 17.5),
                    (15.0, 20.0),
                    (9.0, 17.5),
                    (3.5, 20.0),
                ]);
                self.line(&[(9.0, 4.0), (9.0, 17.5)]);
                self.line(&[(15.0, 6.5), (15.0, 20.0)]);
            }
            Icon::Roles => {
                self.ring((9.0, 8.0), 3.6);
                self.arc((9.0, 20.0), (6.4, 6.0), 180.0, 360.0);
                self.arc((15.2, 8.0), (3.4, 3.5), -80.0, 80.0);
                self.arc((15.4, 20.0), (6.0, 6.0), 290.0, 360.0);
            }
            Icon::Health => self.line(&[
                (2.5, 12.5),
                (7.0, 12.5),
                (10.0, 5.0),
                (14.0, 19.0),
                (16.5, 12.5),
                (21.5, 12.5),
            ]),
            Icon::Log => {
                self.rounded((5.0, 3.5), (19.0, 20.5), 2.0);
                self.line(&[(8.8, 8.5), (15.2, 8.5)]);
                self.line(&[(8.8, 12.0), (15.2, 12.0)]);
                self.line(&[(8.8, 15.5), (13.0, 15.5)]);
            }
            Icon::Workshop => {
                self.rounded((3.5, 4.5), (20.5, 15.5), 1.6);
                self.line(&[(8.0, 20.0), (12.0, 15.5), (16.0, 20.0)]);
            }
            Icon::Actions => self.line(&[(4.5, 12.8), (9.8, 18.0), (19.5, 6.8)]),
            Icon::Report => {
                self.line(&[(12.0, 4.0), (12.0, 14.5)]);
                self.line(&[(7.5, 10.4), (12.0, 14.9), (16.5, 10.4)]);
                self.line(&[(4.5, 19.5), (19.5, 19.5)]);
            }
            Icon::Undo => self.turn_back(false),
            Icon::Redo => self.turn_back(true),
            Icon::Plus => {
                self.line(&[(5.0, 12.0), (19.0, 12.0)]);
                self.line(&[(12.0, 5.0), (12.0, 19.0)]);
            }
            Icon::Minus => self.line(&[(5.0, 12.0), (19.0, 12.0)]),
            Icon::Close => {
                self.line(&[(6.0, 6.0), (18.0, 18.0)]);
                self.line(&[(18.0, 6.0), (6.0, 18.0)]);
            }
            Icon::Search => {
                self.ring((10.5, 10.5), 6.0);
                self.line(&[(15.0, 15.0), (20.0, 20.0)]);
            }
            Icon::Filter => self.closed(&[
                (3.5, 5.0),
                (20.5, 5.0),
                (14.0, 12.8),
                (14.0, 19.5),
                (10.0, 17.5),
                (10.0, 12.8),
            ]),
            Icon::Bookmark => self.closed(&[(6.5, 4.0), (17.5, 4.0), (17.5, 20.0), (12.0, 15.6), (6.5, 20.0)]),
            Icon::AlignLeft => self.align(4.0, [7.5, 7.5], false),
            Icon::AlignCentre => self.align(12.0, [5.5, 8.0], false),
            Icon::AlignRight => self.align(20.0, [3.5, 8.5], false),
            Icon::AlignTop => self.align(4.0, [7.5, 7.5], true),
            Icon::AlignMiddle => self.align(12.0, [5.5, 8.0], true),
            Icon::AlignBottom => self.align(20.0, [3.5, 8.5], true),
            Icon::DistributeAcross => self.distribute(false),
            Icon::DistributeDown => self.distribute(true),
            Icon::ChevronRight => self.line(&[(9.0, 6.0), (15.0, 12.0), (9.0, 18.0)]),
            Icon::ChevronDown => self.line(&[(6.0, 9.0), (12.0, 15.0), (18.0, 9.0)]),
            Icon::Up => self.solid(&[(12.0, 5.0), (20.5, 19.0), (3.5, 19.0)]),
            Icon::Down => self.solid(&[(3.5, 5.0), (20.5, 5.0), (12.0, 19.0)]),
            Icon::Steady => self.solid(&[(4.0, 10.0), (20.0, 10.0), (20.0, 14.0), (4.0, 14.0)]),
            Icon::Folder => self.closed(&[
                (3.5, 6.0),
                (4.5, 5.0),
                (9.2, 5.0),
                (11.4, 7.8),
                (19.5, 7.8),
                (20.5, 8.8),
                (20.5, 18.0),
                (19.5, 19.0),
                (4.5, 19.0),
                (3.5, 18.0),
            ]),
            Icon::Save => {
                self.closed(&[
                    (4.0, 5.0),
                    (5.0, 4.0),
                    (16.0, 4.0),
                    (20.0, 8.0),
                    (20.0, 19.0),
                    (19.0, 20.0),
                    (5.0, 20.0),
                    (4.0, 19.0),
                ]);
                self.line(&[(8.0, 4.0), (8.0, 8.5), (14.5, 8.5), (14.5, 4.0)]);
                self.line(&[(7.5, 20.0), (7.5, 13.5), (16.5, 13.5), (16.5, 20.0)]);
            }
            Icon::Warning => {
                self.closed(&[(12.0, 4.0), (21.0, 19.5), (3.0, 19.5)]);
                self.line(&[(12.0, 10.0), (12.0, 14.2)]);
                self.dot((12.0, 16.8), 1.3);
            }
            Icon::Lock => {
                self.rounded((5.0, 11.0), (19.0, 20.5), 2.0);
                self.line(&[(8.0, 11.0), (8.0, 7.8)]);
                self.arc((12.0, 7.8), (4.0, 4.2), 180.0, 360.0);
                self.line(&[(16.0, 7.8), (16.0, 11.0)]);
            }
            Icon::Help => {
                self.ring((12.0, 12.0), 8.8);
                self.arc((12.0, 9.8), (2.7, 2.6), 180.0, 405.0);
                self.line(&[(13.9, 11.6), (12.3, 12.9), (12.0, 14.2)]);
                self.dot((12.0, 16.8), 1.2);
            }
            Icon::Fit => {
                self.line(&[(4.0, 9.0), (4.0, 4.0), (9.0, 4.0)]);
                self.line(&[(15.0, 4.0), (20.0, 4.0), (20.0, 9.0)]);
                self.line(&[(20.0, 15.0), (20.0, 20.0), (15.0, 20.0)]);
                self.line(&[(9.0, 20.0), (4.0, 20.0), (4.0, 15.0)]);
            }
            Icon::Pin => {
                self.closed(&[
                    (8.5, 3.5),
                    (15.5, 3.5),
                    (14.8, 9.5),
                    (18.0, 14.0),
                    (6.0, 14.0),
                    (9.2, 9.5),
                ]);
                self.line(&[(12.0, 14.0), (12.0, 20.8)]);
            }
            Icon::Trash => {
                self.line(&[(4.0, 6.5), (20.0, 6.5)]);
                self.line(&[(9.0, 6.5), (9.6, 3.5), (14.4, 3.5), (15.0, 6.5)]);
                self.line(&[(6.2, 6.5), (7.2, 20.5), (16.8, 20.5), (17.8, 6.5)]);
                self.line(&[(10.2, 10.5), (10.5, 16.5)]);
                self.line(&[(13.8, 10.5), (13.5, 16.5)]);
            }
            Icon::Copy => {
                self.rounded((8.5, 8.5), (20.5, 20.5), 2.0);
                self.line(&[
                    (15.5, 8.5),
                    (15.5, 5.0),
                    (14.0, 3.5),
                    (5.0, 3.5),
                    (3.5, 5.0),
                    (3.5, 14.0),
                    (5.0, 15.5),
                    (8.5, 15.5),
                ]);
            }
        }
    }

    /// An arrow that turns back: to the left, or mirrored to the right.
    fn turn_back(&self, mirrored: bool) {
        let at = |x: f32| if mirrored { GRID - x } else { x };
        self.line(&[(at(8.5), 4.5), (at(4.0), 9.0), (at(8.5), 13.5)]);
        self.line(&[(at(4.0), 9.0), (at(14.6), 9.0)]);
        let (from, to) = if mirrored { (90.0, 270.0) } else { (-90.0, 90.0) };
        self.arc((at(14.6), 14.2), (5.2, 5.2), from, to);
        self.line(&[(at(14.6), 19.4), (at(9.5), 19.4)]);
    }

    /// A line at `at` and two bars, a long and a short one, that begin at `from`; `turned` for cards in a row.
    fn align(&self, at: f32, from: [f32; 2], turned: bool) {
        let place = |x: f32, y: f32| if turned { (y, x) } else { (x, y) };
        self.line(&[place(at, 3.5), place(at, 20.5)]);
        for (start, length, y) in [(from[0], 13.0, 6.0), (from[1], 8.0, 14.0)] {
            self.block(place(start, y), place(start + length, y + 4.0));
        }
    }

    /// A bar half-way between two lines.
    fn distribute(&self, turned: bool) {
        let place = |x: f32, y: f32| if turned { (y, x) } else { (x, y) };
        for x in [4.0, 20.0] {
            self.line(&[place(x, 3.5), place(x, 20.5)]);
        }
        self.block(place(9.5, 7.0), place(14.5, 17.0));
    }

    fn block(&self, (left, top): (f32, f32), (right, bottom): (f32, f32)) {
        self.solid(&[(left, top), (right, top), (right, bottom), (left, bottom)]);
    }

    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.origin + vec2(x, y) * self.unit
    }

    fn width(&self) -> f32 {
        LINE * self.unit
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.path(points.iter().map(|point| self.at(*point)).collect(), false);
    }

    fn closed(&self, points: &[(f32, f32)]) {
        self.path(points.iter().map(|point| self.at(*point)).collect(), true);
    }

    fn path(&self, points: Vec<Pos2>, closed: bool) {
        // Round ends, as egui has none.
        if !closed && let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
            for end in [first, last] {
                self.painter.circle_filled(end, self.width() / 2.0, self.colour);
            }
        }
        let stroke = PathStroke::new(self.width(), self.colour);
        self.painter.add(PathShape {
            points,
            closed,
            fill: Color32::TRANSPARENT,
            stroke,
        });
    }

    fn solid(&self, points: &[(f32, f32)]) {
        let points = points.iter().map(|point| self.at(*point)).collect();
        self.painter
            .add(Shape::convex_polygon(points, self.colour, Stroke::NONE));
    }

    fn ring(&self, center: (f32, f32), radius: f32) {
        self.painter.circle_stroke(
            self.at(center),
            radius * self.unit,
            Stroke::new(self.width(), self.colour),
        );
    }

    fn dot(&self, center: (f32, f32), radius: f32) {
        self.painter
            .circle_filled(self.at(center), radius * self.unit, self.colour);
    }

    fn rounded(&self, min: (f32, f32), max: (f32, f32), radius: f32) {
        let rect = Rect::from_min_max(self.at(min), self.at(max));
        let stroke = Stroke::new(self.width(), self.colour);
        let radius = (radius * self.unit).round();
        self.painter.rect_stroke(rect, radius, stroke, egui::StrokeKind::Middle);
    }

    /// Part of an ellipse, from one angle to another, in degrees clockwise from the right.
    fn arc(&self, center: (f32, f32), radius: (f32, f32), from: f32, to: f32) {
        const STEPS: u8 = 20;
        let points = (0..=STEPS)
            .map(|step| {
                let angle = (from + (to - from) * f32::from(step) / f32::from(STEPS)).to_radians();
                let (x, y) = (center.0 + radius.0 * angle.cos(), center.1 + radius.1 * angle.sin());
                self.origin + pos2(x, y).to_vec2() * self.unit
            })
            .collect();
        self.path(points, false);
    }
}
