//! The typeface: Inter in three weights, bundled, so that every machine shows the same.
//!
//! What Inter lacks (Arabic, Chinese, emoji and so on) comes from the system fonts, which eframe asks in a real window
//! (`NativeOptions::system_font_fallback`, on by default). Pictures and tests have no such source and show a hollow box
//! there; tests even fail on it. egui's own fonts stay out: they would add 1.4 MB for signs that are drawn as shapes
//! here (see [`super::icons`]), and hide that a sign is missing in Inter.

use std::sync::{Arc, LazyLock};

use egui::{Context, FontData, FontDefinitions, FontFamily};

/// A weight of the typeface, as it is bundled.
#[derive(Debug)]
pub struct Face {
    /// What it is called here.
    name: &'static str,
    /// How bold it is, as fonts count it: 400 is regular.
    pub weight: u16,
    /// The OpenType font.
    pub bytes: &'static [u8],
}

/// All weights, the lightest first.
pub static FACES: [Face; 3] = [
    Face {
        name: "Inter Regular",
        weight: 400,
        bytes: include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    },
    Face {
        name: "Inter SemiBold",
        weight: 600,
        bytes: include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    },
    Face {
        name: "Inter Bold",
        weight: 700,
        bytes: include_bytes!("../../assets/fonts/Inter-Bold.otf"),
    },
];

/// In which of [`FACES`] a family is set.
#[must_use]
pub fn face_of(family: &FontFamily) -> usize {
    match family {
        FontFamily::Proportional | FontFamily::Monospace => 0,
        named if *named == *SEMIBOLD => 1,
        FontFamily::Name(_) => 2,
    }
}

/// The height of a line of Inter, for each point of its size.
pub const LINE_HEIGHT: f32 = 1.21;

static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));
static BOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("bold".into()));

/// Weight 400, for running text.
#[must_use]
pub fn regular() -> FontFamily {
    FontFamily::Proportional
}

/// Weight 600, for names and whatever is chosen.
#[must_use]
pub fn semibold() -> FontFamily {
    SEMIBOLD.clone()
}

/// Weight 700, for titles and figures.
#[must_use]
pub fn bold() -> FontFamily {
    BOLD.clone()
}

/// Give `ctx` the bundled fonts. Text in any of the families above needs this first.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// The bundled fonts and their families. "Monospace" is Inter too: its figures are tabular, and nothing else here
/// stands in columns.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let families: [&[FontFamily]; 3] = [
        &[FontFamily::Proportional, FontFamily::Monospace],
        &[semibold()],
        &[bold()],
    ];
    for (face, families) in FACES.iter().zip(families) {
        fonts
            .font_data
            .insert(face.name.to_owned(), Arc::new(FontData::from_static(face.bytes)));
        for family in families {
            fonts.families.insert(family.clone(), vec![face.name.to_owned()]);
        }
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, FontId, MissingGlyphPolicy, RawInput};

    /// Lays out `text` in every family, fails on a missing glyph, and gives the widths.
    fn widths(text: &str) -> Vec<f32> {
        let ctx = Context::default();
        install(&ctx);
        ctx.set_missing_glyph_policy(MissingGlyphPolicy::Panic);
        let mut widths = Vec::new();
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            widths = [regular(), semibold(), bold(), FontFamily::Monospace]
                .map(|family| {
                    let font = FontId::new(13.0, family);
                    ui.painter()
                        .layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER)
                        .size()
                        .x
                })
                .to_vec();
        });
        output.textures_delta.clear();
        widths
    }

    #[test]
    fn the_languages_we_promise_are_there() {
        widths("Größe, Île, Łódź, Ğ, Đặng, Œuvre, ¿Qué? · – — … “„”’ ‹› € £ ₴ ₹ № ™");
        widths("Ελληνικά ώς Άνθρωπος · Українська ґ є ї · Привіт · Бягуць ў");
        widths("← ↑ → ↓ ▲ ▼ ◆ ● ✓ ✔ ⏵ ⏷ − + × ÷ ≈ ≠ ≤ ≥ ½ ² µ °");
    }

    #[test]
    fn figures_are_tabular() {
        let zeros = widths(&"0".repeat(10));
        for digit in '1'..='9' {
            let digits = widths(&digit.to_string().repeat(10));
            // The bolder weights pull a few pairs together, by less than anybody sees.
            assert!(
                digits.iter().zip(&zeros).all(|(a, b)| (a - b).abs() < 0.3),
                "{digit}: {digits:?} {zeros:?}"
            );
        }
    }

    #[test]
    fn pairs_are_kerned_and_weights_differ() {
        let [together, a, v] = ["AV", "A", "V"].map(|text| widths(text)[0]);
        assert!(together < a + v - 0.3);
        let w = widths("Handoff reliability");
        assert!(w[0] < w[1] && w[1] < w[2], "{w:?}");
    }
}
