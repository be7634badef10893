//! The typeface: Inter in three weights.

use std::sync::LazyLock;

use eframe::egui::FontFamily;

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
