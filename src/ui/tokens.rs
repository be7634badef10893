//! Colours, spaces, type and durations, named by what they mean.
//!
//! The values stand in `assets/themes/*.ron`; nothing else in the crate names a raw colour.

use std::sync::LazyLock;

use egui::{Color32, FontId, Stroke};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::fonts;

/// What somebody chose in the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Light or dark, whichever the desktop has.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// Large and of high contrast, for a wall.
    Projector,
}

impl ThemeChoice {
    /// Every choice, in the order in which a menu lists them.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Projector];

    /// The theme to show on a desktop that is dark or not.
    #[must_use]
    pub fn theme(self, desktop_is_dark: bool) -> Theme {
        match self {
            Self::System if desktop_is_dark => Theme::Dark,
            Self::System | Self::Light => Theme::Light,
            Self::Dark => Theme::Dark,
            Self::Projector => Theme::Projector,
        }
    }

    /// Its name in a menu.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Like the desktop",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::Projector => "Projector",
        }
    }
}

/// A theme that can be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Theme {
    /// Paper and dark ink.
    #[default]
    Light,
    /// The same at night.
    Dark,
    /// Large and of high contrast, for a wall.
    Projector,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Projector];
}

/// All values of one theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Light ink on a dark page.
    pub dark: bool,
    /// Page, ink, accent.
    pub colour: Colour,
    /// How well something stands, in colour. Never without a shape or a number beside it.
    pub health: Health,
    /// Distances on the grid of four.
    pub space: Space,
    /// Rounding of corners.
    pub radius: Radius,
    /// Sizes of type; see the methods that give a [`FontId`].
    pub size: TypeSize,
    /// Heights of what can be clicked.
    pub control: Control,
    /// Widths of lines.
    pub stroke: StrokeWidth,
    /// Durations.
    pub motion: Motion,
}

/// Page, ink, accent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colour {
    /// Behind everything.
    #[serde(deserialize_with = "hex")]
    pub canvas: Color32,
    /// Cards, panels, buttons.
    #[serde(deserialize_with = "hex")]
    pub surface: Color32,
    /// Behind the list of screens at the left.
    #[serde(deserialize_with = "hex")]
    pub rail: Color32,
    /// A surface under the pointer.
    #[serde(deserialize_with = "hex")]
    pub hover: Color32,
    /// The empty part of a bar.
    #[serde(deserialize_with = "hex")]
    pub track: Color32,
    /// Text.
    #[serde(deserialize_with = "hex")]
    pub ink: Color32,
    /// Secondary text.
    #[serde(deserialize_with = "hex")]
    pub ink2: Color32,
    /// Hints.
    #[serde(deserialize_with = "hex")]
    pub ink3: Color32,
    /// Hairlines.
    #[serde(deserialize_with = "hex")]
    pub line: Color32,
    /// Selection and the one primary action of a screen.
    #[serde(deserialize_with = "hex")]
    pub accent: Color32,
    /// Behind what is selected.
    #[serde(deserialize_with = "hex")]
    pub accent_soft: Color32,
    /// Text on the accent.
    #[serde(deserialize_with = "hex")]
    pub on_accent: Color32,
    /// The card of the customer who pays.
    #[serde(deserialize_with = "hex")]
    pub customer_fill: Color32,
    /// Text on that card.
    #[serde(deserialize_with = "hex")]
    pub customer_ink: Color32,
    /// Secondary text on that card.
    #[serde(deserialize_with = "hex")]
    pub customer_ink2: Color32,
    /// The empty part of a bar on that card.
    #[serde(deserialize_with = "hex")]
    pub customer_track: Color32,
    /// Around what is selected on the map; translucent.
    #[serde(deserialize_with = "hex")]
    pub halo: Color32,
    /// Under menus and dialogs; translucent.
    #[serde(deserialize_with = "hex")]
    pub shadow: Color32,
}

/// The three health colours, and the one of what nobody measured.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// A circle.
    pub strong: Tone,
    /// A triangle.
    pub moderate: Tone,
    /// A diamond.
    pub weak: Tone,
    /// A dashed ring: not measured, which is not zero.
    pub none: Tone,
}

/// One colour in its three uses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    /// Shapes, bars and lines.
    #[serde(deserialize_with = "hex")]
    pub mark: Color32,
    /// Words and numbers.
    #[serde(deserialize_with = "hex")]
    pub text: Color32,
    /// A background that carries words.
    #[serde(deserialize_with = "hex")]
    pub soft: Color32,
}

/// Distances in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are the steps of one scale")]
pub struct Space {
    pub xs: f32,
    pub s: f32,
    pub m: f32,
    pub l: f32,
    pub xl: f32,
    pub xxl: f32,
}

/// Rounding of corners in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// Cards of a screen.
    pub card: u8,
    /// Parties on the map.
    pub party: u8,
    /// Buttons and fields.
    pub control: u8,
}

/// Sizes of type in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeSize {
    /// Under icons and in captions.
    pub label: f32,
    /// Running text.
    pub body: f32,
    /// Names on cards.
    pub name: f32,
    /// The title of a screen.
    pub title: f32,
    /// The big figures.
    pub figure: f32,
}

/// Sizes of what can be clicked or read at a glance, in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Buttons, fields, combo boxes.
    pub height: f32,
    /// The side of an icon.
    pub icon: f32,
    /// The side of a health mark beside text.
    pub mark: f32,
}

/// Widths of lines in points.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrokeWidth {
    /// Borders and rules.
    pub hairline: f32,
    /// Icons of the ordinary size.
    pub icon: f32,
    /// Handoffs of low, normal and high importance.
    pub handoff: (f32, f32, f32),
    /// Around what is selected.
    pub selection: f32,
    /// The soft ring around that.
    pub halo: f32,
}

/// Durations in seconds. With reduced motion none of them is used.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// A change in place.
    pub quick: f32,
    /// Something goes somewhere else.
    pub calm: f32,
}

impl Tokens {
    /// The values of `theme`.
    #[must_use]
    pub fn of(theme: Theme) -> &'static Self {
        static LIGHT: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/themes/light.ron")));
        static DARK: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/themes/dark.ron")));
        static PROJECTOR: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/themes/projector.ron")));
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Projector => &PROJECTOR,
        }
    }

    /// Under icons and in captions.
    #[must_use]
    pub fn label(&self) -> FontId {
        FontId::new(self.size.label, fonts::regular())
    }

    /// A caption that is chosen.
    #[must_use]
    pub fn label_strong(&self) -> FontId {
        FontId::new(self.size.label, fonts::semibold())
    }

    /// Running text.
    #[must_use]
    pub fn body(&self) -> FontId {
        FontId::new(self.size.body, fonts::regular())
    }

    /// Numbers and words that stand out of running text.
    #[must_use]
    pub fn body_strong(&self) -> FontId {
        FontId::new(self.size.body, fonts::semibold())
    }

    /// Names on cards.
    #[must_use]
    pub fn name(&self) -> FontId {
        FontId::new(self.size.name, fonts::semibold())
    }

    /// The title of a screen.
    #[must_use]
    pub fn title(&self) -> FontId {
        FontId::new(self.size.title, fonts::bold())
    }

    /// The big figures.
    #[must_use]
    pub fn figure(&self) -> FontId {
        FontId::new(self.size.figure, fonts::bold())
    }

    /// A border or a rule.
    #[must_use]
    pub fn hairline(&self) -> Stroke {
        Stroke::new(self.stroke.hairline, self.colour.line)
    }

    /// Around what is selected.
    #[must_use]
    pub fn selection(&self) -> Stroke {
        Stroke::new(self.stroke.selection, self.colour.accent)
    }

    /// The soft ring around that.
    #[must_use]
    pub fn halo(&self) -> Stroke {
        Stroke::new(self.stroke.halo, self.colour.halo)
    }
}

/// How well `a` can be told from `b`, from 1 to 21, by the formula of WCAG 2. Both must be opaque.
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Color32) -> f64 {
    let linear = |byte: u8| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

#[expect(clippy::panic, reason = "the text is part of the program and a test reads all three")]
fn parse(text: &str) -> Tokens {
    match ron::from_str(text) {
        Ok(tokens) => tokens,
        Err(error) => panic!("a built-in theme is broken: {error}"),
    }
}

fn hex<'de, D: Deserializer<'de>>(source: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(source)?;
    Color32::from_hex(&text).map_err(|_| D::Error::custom(format!("{text} is not a colour such as #1D2433")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least contrast of text that everybody can read.
    const READABLE: f64 = 4.5;

    fn check(theme: Theme, what: &str, text: Color32, on: Color32) {
        let found = contrast(text, on);
        assert!(found >= READABLE, "{theme:?}: {what} has a contrast of {found:.2}");
    }

    #[test]
    fn contrast_agrees_with_known_values() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 1e-9);
        assert!((contrast(Color32::from_gray(0x77), Color32::WHITE) - 4.48).abs() < 0.005);
    }

    #[test]
    fn all_text_can_be_read_on_what_it_stands_on() {
        for theme in Theme::ALL {
            let Tokens { colour, health, .. } = Tokens::of(theme);
            let pages = [colour.canvas, colour.surface, colour.rail, colour.hover];
            let texts = [
                ("ink", colour.ink),
                ("ink 2", colour.ink2),
                ("ink 3", colour.ink3),
                ("accent", colour.accent),
                ("strong", health.strong.text),
                ("moderate", health.moderate.text),
                ("weak", health.weak.text),
                ("not measured", health.none.text),
            ];
            for page in pages {
                for (what, text) in texts {
                    check(theme, what, text, page);
                }
            }
            for tone in [&health.strong, &health.moderate, &health.weak, &health.none] {
                check(theme, "health text on its tint", tone.text, tone.soft);
                check(theme, "ink on a health tint", colour.ink, tone.soft);
                check(theme, "ink 2 on a health tint", colour.ink2, tone.soft);
            }
            check(theme, "accent on its tint", colour.accent, colour.accent_soft);
            check(theme, "ink on the accent tint", colour.ink, colour.accent_soft);
            check(theme, "text on the accent", colour.on_accent, colour.accent);
            check(theme, "the customer's name", colour.customer_ink, colour.customer_fill);
            check(
                theme,
                "the customer's second line",
                colour.customer_ink2,
                colour.customer_fill,
            );
        }
    }

    #[test]
    fn dark_differs_from_light_in_colours_only() {
        let mut dark = Tokens::of(Theme::Dark).clone();
        let light = Tokens::of(Theme::Light);
        assert!(dark.dark && !light.dark);
        (dark.dark, dark.colour, dark.health) = (light.dark, light.colour.clone(), light.health.clone());
        assert_eq!(&dark, light);
    }

    #[test]
    fn a_projector_gets_larger_text_and_wider_strokes() {
        let (wall, desk) = (Tokens::of(Theme::Projector), Tokens::of(Theme::Light));
        let is = |ratio: f32, wall: f32, desk: f32| assert!((wall / desk - ratio).abs() < 1e-4, "{wall} for {desk}");
        is(1.6, wall.size.label, desk.size.label);
        is(1.6, wall.size.body, desk.size.body);
        is(1.6, wall.size.name, desk.size.name);
        is(1.6, wall.size.title, desk.size.title);
        is(1.6, wall.size.figure, desk.size.figure);
        is(2.0, wall.stroke.hairline, desk.stroke.hairline);
        is(2.0, wall.stroke.icon, desk.stroke.icon);
        is(2.0, wall.stroke.handoff.0, desk.stroke.handoff.0);
        is(2.0, wall.stroke.handoff.1, desk.stroke.handoff.1);
        is(2.0, wall.stroke.handoff.2, desk.stroke.handoff.2);
        is(2.0, wall.stroke.selection, desk.stroke.selection);
        is(2.0, wall.stroke.halo, desk.stroke.halo);
        assert_eq!(wall.colour.ink2, wall.colour.ink3);
        for (wall, desk) in [
            (&wall.health.strong, &desk.health.strong),
            (&wall.health.moderate, &desk.health.moderate),
            (&wall.health.weak, &desk.health.weak),
            (&wall.health.none, &desk.health.none),
        ] {
            assert!(contrast(wall.mark, Color32::WHITE) > contrast(desk.mark, Color32::WHITE));
        }
    }

    #[test]
    fn a_choice_follows_the_desktop_only_if_asked_to() {
        assert_eq!(ThemeChoice::System.theme(true), Theme::Dark);
        assert_eq!(ThemeChoice::System.theme(false), Theme::Light);
        assert_eq!(ThemeChoice::Light.theme(true), Theme::Light);
        assert_eq!(ThemeChoice::Projector.theme(true), Theme::Projector);
    }
}
