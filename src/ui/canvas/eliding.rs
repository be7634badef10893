//! Names that do not fit: cut at their end, or, where others would be cut to the same, in the middle.

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Painter};

use crate::ui::widgets::text::elided;

/// How many letters each name has in common with the beginning of another one among them.
#[must_use]
pub fn alike(names: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_unstable_by_key(|&k| names[k]);
    let mut alike = vec![0; names.len()];
    for pair in order.windows(2) {
        let (one, other) = (names[pair[0]], names[pair[1]]);
        if one != other {
            let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            for k in pair {
                alike[*k] = alike[*k].max(shared);
            }
        }
    }
    alike
}

/// Lays a name out in so many rows of that width. Where it does not fit, and what fits is in the `alike` letters that
/// another name begins with as well, its end stays and its middle goes: "Platform…Austria".
#[must_use]
pub fn told_apart(
    painter: &Painter,
    name: &str,
    (font, ink): (FontId, Color32),
    width: f32,
    rows: usize,
    alike: usize,
) -> Arc<Galley> {
    let laid_out = |text: &str| elided(painter, text, font.clone(), ink, width, rows);
    let whole = laid_out(name);
    let letters: Vec<char> = name.chars().collect();
    let shown: usize = whole.rows.iter().map(|row| row.glyphs.len()).sum();
    if !whole.elided || shown > alike + 1 {
        return whole;
    }
    // The end from the word on in which it differs, where that leaves room for a beginning.
    let word = letters[..alike].iter().rposition(|letter| letter.is_whitespace());
    let tail = letters.len() - word.map_or(alike, |space| space + 1);
    let tail = tail.min((shown * 2).div_ceil(3)).max(1);
    let end: String = letters[letters.len() - tail..].iter().collect();
    let mut head = shown.saturating_sub(tail);
    while head > 0 {
        let begin: String = letters[..head].iter().collect();
        let cut = laid_out(&format!("{}…{}", begin.trim_end(), end.trim_start()));
        if !cut.elided {
            return cut;
        }
        head -= 1;
    }
    let cut = laid_out(&format!("…{}", end.trim_start()));
    if cut.elided { whole } else { cut }
}

#[cfg(test)]
mod tests {
    use egui::{Context, RawInput};

    use super::*;
    use crate::ui::fonts;

    const NAMES: [&str; 4] = [
        "Platform team Austria",
        "Platform team Australia",
        "Platform operations",
        "Sales",
    ];

    #[test]
    fn names_that_begin_alike_are_known() {
        assert_eq!(alike(&NAMES), [19, 19, 9, 0]);
        assert_eq!(alike(&["Sales", "Sales"]), [0, 0], "nothing tells these apart");
        assert_eq!(alike(&[]), [0; 0]);
    }

    #[test]
    fn a_cut_name_still_says_which_one_it_is() {
        let ctx = Context::default();
        fonts::install(&ctx);
        let mut shown = Vec::new();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let alike = alike(&NAMES);
            shown = NAMES
                .iter()
                .zip(alike)
                .map(|(name, alike)| {
                    let look = (FontId::new(14.0, fonts::semibold()), Color32::PLACEHOLDER);
                    let galley = told_apart(ui.painter(), name, look, 118.0, 1, alike);
                    assert!(galley.size().x <= 118.5, "{name}");
                    galley.text().to_owned()
                })
                .collect();
        });
        output.textures_delta.clear();
        assert!(shown[0].contains('…') && shown[0].ends_with("Austria"), "{shown:?}");
        assert!(shown[1].contains('…') && shown[1].ends_with("Australia"), "{shown:?}");
        assert!(shown[0].starts_with("Pl"), "{shown:?}");
        assert_eq!(shown[3], "Sales");
    }
}
