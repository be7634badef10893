//! What the colours and the marks on the map mean.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use crate::{
    health::risk::Severity,
    session::Lens,
    ui::{canvas::Drawn, icons, insight::Findings, tokens::Tokens},
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
        return vec![(Sample::Bundle(tokens.colour.line), "Many handoffs")];
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

/// What the colours say, from afar without what is not seen there.
fn colours(tokens: &Tokens, lens: Lens, drawn: Drawn) -> [(Sample, &'static str); 4] {
    let health = &tokens.health;
    let dashed = |colour| match drawn.dashes {
        true => Sample::Dashed(colour),
        false => Sample::Bar(colour),
    };
    let marked = |mark: icons::Mark| match drawn.marks {
        true => Sample::Marked(mark),
        false => Sample::Bar(mark.tone(tokens).mark),
    };
    match lens {
        Lens::Indicator(_) => [
            (Sample::Bar(health.strong.mark), "Strong"),
            (Sample::Bar(health.moderate.mark), "Moderate"),
            (Sample::Bar(health.weak.mark), "Weak"),
            (dashed(health.none.mark), "Not measured yet"),
        ],
        Lens::Goals => [
            (marked(icons::Mark::Strong), "All goals shared"),
            (marked(icons::Mark::Moderate), "Some shared"),
            (marked(icons::Mark::Weak), "None shared"),
            (dashed(health.none.mark), "No goals to compare"),
        ],
    }
}

/// What else there is below the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The zoom, and the choice of a goal.
    AmongTools,
    /// Nothing.
    Alone,
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
    let body = |text: &str| painter.layout_no_wrap(text.to_owned(), tokens.label(), tokens.colour.ink2);
    let (beside, gap, pad) = (7.0, 14.0, 12.0);
    let laid_out = |(sample, name): (Sample, &'static str)| (sample, name, body(name));
    let width = |items: &[(Sample, &str, Arc<Galley>)]| -> f32 {
        let widths = items
            .iter()
            .map(|(sample, _, g)| sample.width(tokens) + beside + g.size().x + gap);
        widths.sum()
    };
    let colours = colours(tokens, lens, drawn);
    let mut items: Vec<_> = colours.into_iter().map(laid_out).collect();
    // Above the choice of a goal it has the whole width; else it stands beside the zoom.
    let whole = view.width() - 32.0 - pad;
    let (room, lifted) = match (room, lens) {
        (Room::Alone, _) => (whole, 0.0),
        (Room::AmongTools, Lens::Indicator(_)) => (view.width() - 250.0 * (tokens.size.body / 13.0) - pad, 0.0),
        (Room::AmongTools, Lens::Goals) => (whole, tokens.control.height + tokens.space.s),
    };
    if lens == Lens::Goals && width(&items) > room {
        let short = ["All shared", "Some", "None", "No goals"];
        let colours = colours.into_iter().zip(short);
        items = colours.map(|((sample, _), name)| laid_out((sample, name))).collect();
    }
    let more: Vec<_> = more.into_iter().map(laid_out).collect();
    let tail = body(BARS);
    if width(&items) > room {
        return;
    }
    if width(&items) + width(&more) <= room {
        items.extend(more);
    }
    let keys = width(&items);
    let with_tail = drawn.bars && keys + tail.size().x + gap * 2.0 <= room;
    let whole = keys + pad + if with_tail { tail.size().x + gap * 1.5 } else { 0.0 };
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
        x += sample.width(tokens) + beside;
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x, y), galley.size());
        x += galley.size().x + gap;
        painter.galley(at.min, galley, tokens.colour.ink2);
    }
    if with_tail {
        painter.vline(x - gap / 2.0, rect.shrink(8.0).y_range(), tokens.hairline());
        let at = Align2::LEFT_CENTER.anchor_size(pos2(x + gap / 2.0, y), tail.size());
        painter.galley(at.min, tail, tokens.colour.ink2);
    }
}
