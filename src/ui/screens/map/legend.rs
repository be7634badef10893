//! What the colours and the marks on the map mean.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::{
    health::risk::Severity,
    session::Lens,
    ui::{canvas::Drawn, icons, insight::Findings, style::blend, tokens::Tokens},
};

/// What the legend says of the bars on a card.
const BARS: &str = "Bars: communication, alignment, reliability";

/// What stands before a word of the legend.
#[derive(Clone, Copy)]
pub enum Sample {
    /// A piece of a line or of a bar.
    Bar(Color32),
    /// A piece of a line with a mark in its middle.
    Marked(icons::Mark),
    /// A piece of a line that is not measured.
    Dashed(Color32),
    /// A piece of a line that is supposed to be gone.
    Dotted(Color32),
    /// The marks of risks that urgent, the most urgent first.
    Risks(&'static [Severity]),
    /// The mark of a party that is stranded.
    Stranded,
    /// A line that stands for many handoffs.
    Bundle(Color32),
}

/// How wide a piece of a line is in the legend.
const SWATCH: f32 = 16.0;

impl Sample {
    fn width(self, tokens: &Tokens) -> f32 {
        let mark = tokens.control.mark;
        match self {
            Self::Bar(_) | Self::Dashed(_) | Self::Dotted(_) | Self::Bundle(_) => SWATCH,
            Self::Marked(_) => SWATCH + mark,
            Self::Risks(marks) => marks.len() as f32 * (mark + 4.0) - 4.0,
            Self::Stranded => mark,
        }
    }

    /// Draws it, its left end at `at`.
    fn paint(self, painter: &Painter, at: Pos2, tokens: &Tokens) {
        let line = [at, at + vec2(SWATCH, 0.0)];
        let half = vec2(tokens.control.mark / 2.0, 0.0);
        match self {
            Self::Bar(colour) | Self::Bundle(colour) => {
                let height = if matches!(self, Self::Bar(_)) { 4.5 } else { 7.0 };
                let bar = Rect::from_center_size(at + vec2(SWATCH / 2.0, 0.0), vec2(SWATCH, height));
                painter.rect_filled(bar, CornerRadius::same(2), colour);
            }
            Self::Marked(mark) => {
                let colour = mark.tone(tokens).mark;
                let end = at + vec2(SWATCH + 2.0 * half.x, 0.0);
                painter.line_segment([at, end], Stroke::new(2.0, colour));
                let middle = at.lerp(end, 0.5);
                painter.circle_filled(middle, 1.4 * half.x, tokens.colour.surface);
                icons::mark(painter, middle, 2.0 * half.x, mark, true, tokens);
            }
            Self::Dashed(colour) => {
                painter.extend(Shape::dashed_line(&line, Stroke::new(2.0, colour), 4.0, 3.0));
            }
            Self::Dotted(colour) => {
                painter.extend(Shape::dashed_line(&line, Stroke::new(2.0, colour), 2.0, 3.0));
            }
            Self::Risks(marks) => {
                for (k, severity) in marks.iter().enumerate() {
                    let at = at + half + vec2(k as f32 * (2.0 * half.x + 4.0), 0.0);
                    icons::severity(painter, at, 2.0 * half.x, *severity, false, tokens);
                }
            }
            Self::Stranded => icons::mark(painter, at + half, 2.0 * half.x, icons::Mark::Weak, true, tokens),
        }
    }
}

/// What is explained beyond the colours, of what is drawn: what is supposed, or else the marks of open risks on cards
/// and handoffs.
pub fn more(tokens: &Tokens, found: Option<&Findings>, supposed: bool, drawn: Drawn) -> Vec<(Sample, &'static str)> {
    if supposed {
        let gone = Sample::Dotted(tokens.colour.ink2);
        return vec![(gone, "Gone"), (Sample::Stranded, "Stranded")];
    }
    if drawn.bundles {
        let colour = blend(tokens.colour.canvas, tokens.colour.ink3, 0.5);
        return vec![(Sample::Bundle(colour), "Many handoffs")];
    }
    if !drawn.marks {
        return Vec::new();
    }
    // What is of low urgency has no mark on the map.
    let marks: &[Severity] = match found.map(|found| found.open) {
        None | Some([0, 0, _]) => &[],
        Some([_, 0, _]) => &[Severity::High],
        Some([0, ..]) => &[Severity::Medium],
        Some(_) => &[Severity::High, Severity::Medium],
    };
    let risks = (!marks.is_empty()).then_some((Sample::Risks(marks), "Risks"));
    risks.into_iter().collect()
}

/// What the colours say, in full and in short, from afar without what is not seen there.
fn colours(tokens: &Tokens, lens: Lens, drawn: Drawn) -> [(Sample, [&'static str; 2]); 4] {
    let health = &tokens.health;
    let dashed = |colour| {
        if drawn.dashes {
            Sample::Dashed(colour)
        } else {
            Sample::Bar(colour)
        }
    };
    let marked = |mark: icons::Mark| {
        if drawn.marks {
            Sample::Marked(mark)
        } else {
            Sample::Bar(mark.tone(tokens).mark)
        }
    };
    match lens {
        Lens::Indicator(_) => [
            (Sample::Bar(health.strong.mark), ["Strong", "Strong"]),
            (Sample::Bar(health.moderate.mark), ["Moderate", "Moderate"]),
            (Sample::Bar(health.weak.mark), ["Weak", "Weak"]),
            (dashed(health.none.mark), ["Not measured yet", "Not measured"]),
        ],
        Lens::Goals => [
            (marked(icons::Mark::Strong), ["All goals shared", "All shared"]),
            (marked(icons::Mark::Moderate), ["Some shared", "Some"]),
            (marked(icons::Mark::Weak), ["None shared", "None"]),
            (dashed(health.none.mark), ["No goals to compare", "No goals"]),
        ],
    }
}

/// What else there is below the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Room {
    /// The zoom, which is so wide, and the choice of a goal.
    BesideZoom(f32),
    /// Nothing.
    Alone,
}

/// What stands before a word, the word, and the word laid out.
type Item = (Sample, &'static str, Arc<Galley>);

/// Between a sample and its word, between one and the next, and at both ends.
const BESIDE: f32 = 7.0;
const GAP: f32 = 14.0;
const PAD: f32 = 12.0;

fn small(painter: &Painter, tokens: &Tokens, words: &str) -> Arc<Galley> {
    painter.layout_no_wrap(words.to_owned(), tokens.label(), tokens.colour.ink2)
}

fn width(items: &[Item], tokens: &Tokens) -> f32 {
    let widths = items
        .iter()
        .map(|(sample, _, words)| sample.width(tokens) + BESIDE + words.size().x + GAP);
    widths.sum()
}

/// The colours with their words, the width there is for all of it, and how far above the tools below the map it stands:
/// beside the zoom where it fits there, else above it.
fn placed(
    painter: &Painter,
    view: Rect,
    tokens: &Tokens,
    lens: Lens,
    room: Room,
    drawn: Drawn,
) -> (Vec<Item>, f32, f32) {
    let whole = view.width() - 32.0 - PAD;
    let above = tokens.control.height + tokens.space.s;
    let places = match (room, lens) {
        (Room::Alone, _) => vec![(whole, 0.0)],
        // There the choice of a goal stands.
        (Room::BesideZoom(_), Lens::Goals) => vec![(whole, above)],
        (Room::BesideZoom(zoom), Lens::Indicator(_)) => vec![(whole - zoom - tokens.space.m, 0.0), (whole, above)],
    };
    let laid_out = |length: usize| {
        let colours = colours(tokens, lens, drawn).into_iter();
        let items = colours.map(|(sample, words)| (sample, words[length], small(painter, tokens, words[length])));
        items.collect::<Vec<Item>>()
    };
    let words = [laid_out(0), laid_out(1)];
    for (room, lifted) in &places {
        for items in &words {
            if width(items, tokens) <= *room {
                return (items.clone(), *room, *lifted);
            }
        }
    }
    let (room, _) = places[0];
    (Vec::new(), room, 0.0)
}

/// How much more room it takes than the tools below the map do.
pub fn lifted(ui: &Ui, view: Rect, tokens: &Tokens, lens: Lens, room: Room, drawn: Drawn) -> f32 {
    let (.., lifted) = placed(ui.painter(), view, tokens, lens, room, drawn);
    // The choice of a goal is a row of its own in any case.
    if lifted > 0.0 { lifted + 4.0 } else { 0.0 }
}

/// What the colours and the marks mean, as far as there is room for it.
pub fn ui(
    ui: &Ui,
    view: Rect,
    tokens: &Tokens,
    lens: Lens,
    room: Room,
    drawn: Drawn,
    more: Vec<(Sample, &'static str)>,
) {
    let painter = ui.painter();
    let height = tokens.control.height + 4.0;
    let (mut items, room, lifted) = placed(painter, view, tokens, lens, room, drawn);
    if items.is_empty() {
        return;
    }
    let more = more.into_iter();
    let more: Vec<Item> = more
        .map(|(sample, name)| (sample, name, small(painter, tokens, name)))
        .collect();
    let tail = small(painter, tokens, BARS);
    if width(&items, tokens) + width(&more, tokens) <= room {
        items.extend(more);
    }
    let keys = width(&items, tokens);
    let with_tail = drawn.bars && keys + tail.size().x + GAP * 2.0 <= room;
    let whole = keys + PAD + if with_tail { tail.size().x + GAP * 1.5 } else { 0.0 };
    let rect = Rect::from_min_size(
        pos2(view.left() + 16.0, view.bottom() - 14.0 - height - lifted),
        vec2(whole, height),
    );
    let response = ui.interact(rect, ui.scope_id().with("legend"), Sense::hover());
    response.widget_info(|| {
        let names = items.iter().map(|(_, name, _)| *name);
        let names: Vec<_> = names.chain(with_tail.then_some(BARS)).collect();
        WidgetInfo::labeled(Role::Label, true, format!("Legend: {}", names.join(", ")))
    });
    painter.rect(
        rect,
        CornerRadius::same(tokens.radius.card - 3),
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    let y = rect.center().y;
    let mut x = rect.left() + 13.0;
    for (sample, _, galley) in items {
        sample.paint(painter, pos2(x, y), tokens);
        x += sample.width(tokens) + BESIDE;
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x, y), galley.size());
        x += galley.size().x + GAP;
        painter.galley(at.min, galley, tokens.colour.ink2);
    }
    if with_tail {
        painter.vline(x - GAP / 2.0, rect.shrink(8.0).y_range(), tokens.hairline());
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x + GAP / 2.0, y), tail.size());
        painter.galley(at.min, tail, tokens.colour.ink2);
    }
}
