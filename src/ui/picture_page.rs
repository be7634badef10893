//! The page on which one chooses what picture of the map to export.

use egui::{Ui, Vec2};

use super::{
    dialogs::{Exported, Picture},
    modal::{Reply, answers, small, title, words},
    pictures::{Format, SCALES, pixels},
    tokens::Tokens,
    widgets::button,
};

/// What is chosen so far.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    chosen: Picture,
    /// In points, of what is on screen and of the whole map.
    sizes: [Vec2; 2],
}

impl Page {
    /// A page for pictures of these sizes, in points: of what is on screen and of the whole map.
    pub const fn new(sizes: [Vec2; 2]) -> Self {
        Self {
            chosen: Picture {
                whole: false,
                format: Format::Svg,
                scale: 2,
            },
            sizes,
        }
    }

    /// Draws it. Returns what was answered in this frame.
    pub fn ui(&mut self, ui: &mut Ui, tokens: &Tokens) -> Option<Reply> {
        title(ui, tokens, "Export the map as a picture");
        let chosen = &mut self.chosen;
        let row = |ui: &mut Ui, words: &str, options: &[&str], on: usize| {
            small(ui, tokens, words);
            let clicked = button::choices(ui, tokens, options, Some(on));
            ui.add_space(tokens.space.m);
            clicked
        };
        if let Some(k) = row(
            ui,
            "Shows",
            &["What is on screen", "The whole map"],
            chosen.whole.into(),
        ) {
            chosen.whole = k == 1;
        }
        let format = Format::ALL.iter().position(|format| *format == chosen.format);
        let labels = Format::ALL.map(Format::label);
        if let Some(format) = row(ui, "Written as", &labels, format.unwrap_or(0)).and_then(|k| Format::ALL.get(k)) {
            chosen.format = *format;
        }
        let size = self.sizes[usize::from(chosen.whole)];
        let fits = match chosen.format {
            Format::Svg => {
                let size = size.round();
                words(
                    ui,
                    tokens,
                    &format!("Sharp at any size; {} × {} points as it is.", size.x, size.y),
                );
                true
            }
            Format::Png => {
                let labels = SCALES.map(|scale| format!("{scale}×"));
                let labels = labels.each_ref().map(String::as_str);
                let scale = SCALES.iter().position(|scale| *scale == chosen.scale);
                if let Some(scale) = row(ui, "Size", &labels, scale.unwrap_or(0)).and_then(|k| SCALES.get(k)) {
                    chosen.scale = *scale;
                }
                match pixels(size, chosen.scale) {
                    Some((width, height)) => words(ui, tokens, &format!("{width} × {height} pixels.")),
                    None => words(
                        ui,
                        tokens,
                        "That is more than fits into a picture. Choose a smaller size, or SVG.",
                    ),
                }
                pixels(size, chosen.scale).is_some()
            }
        };
        let chosen = Exported::Map(self.chosen);
        let go_on = [
            ("Choose a file…", Reply::ExportElsewhere(chosen)),
            ("Cancel", Reply::Close),
        ];
        answers(ui, tokens, if fits { &go_on } else { &go_on[1..] })
    }
}
