//! What can be typed after `throughline`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::org::Arrangement;

/// Draw who serves whom, hold what was promised, see where it holds and where it hurts.
///
/// Without a subcommand a window opens. The subcommands need no screen.
/// Exit codes: 0 fine, 1 findings, 2 cannot do it.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<Task>,
    /// The organisation to open.
    pub file: Option<PathBuf>,
}

/// Something to do without a window.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Print what does not hold together in a file, and which risks it shows.
    Check {
        /// The organisation.
        file: PathBuf,
        /// The day as of which risks are looked for, such as 2026-03-12; today without it.
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print every indicator of the organisation, its parties and its handoffs.
    Health {
        /// The organisation.
        file: PathBuf,
        /// The day as of which it is seen, such as 2026-03-12; today without it.
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
        /// How many days back to look; what the file says without it.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3660))]
        window: Option<u16>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the whole document as JSON.
    Json {
        /// The organisation.
        file: PathBuf,
    },
    /// Draw a screen into a PNG or SVG file.
    Show(Show),
    /// Make up a company, to try out large maps with.
    Sample {
        /// How many parties it has.
        #[arg(long, value_name = "COUNT", default_value_t = 200, value_parser = clap::value_parser!(u32).range(i64::from(crate::sample::FEWEST)..=i64::from(crate::sample::MOST)))]
        parties: u32,
        /// Which company; each number gives another one.
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
        /// The day up to which things happened there, such as 2026-03-12; today without it.
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
        /// The file to write. One that is there is not replaced.
        #[arg(short, long, value_name = "OUT.ron")]
        output: PathBuf,
    },
}

/// What to draw, and how.
#[derive(Debug, clap::Args)]
pub struct Show {
    /// The organisation.
    pub file: PathBuf,
    /// The screen.
    #[arg(long, value_enum, default_value_t = View::Map)]
    pub view: View,
    /// What the handoffs on the map are coloured by.
    #[arg(long, value_enum, default_value_t = Colour::Reliability)]
    pub colour: Colour,
    /// The theme.
    #[arg(long, value_enum, default_value_t = Look::Light)]
    pub theme: Look,
    /// How the map is laid out; what the file says without it.
    #[arg(long, value_enum)]
    pub layout: Option<MapLayout>,
    /// Width and height in points.
    #[arg(long, value_name = "WxH", default_value = "1440x900", value_parser = size)]
    pub size: (u16, u16),
    /// Pixels for each point, in a PNG file.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    pub scale: f32,
    /// The day that counts as today, such as 2026-03-12.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// Select the party or handoff with this id, or several with commas between; with `by-role` a role, with `by-person`
    /// somebody's name.
    #[arg(long, value_name = "ID[,ID…]")]
    pub select: Option<String>,
    /// Collapse the departments with these parties at their heads, or `all`, into one box each.
    #[arg(long, value_name = "ID[,ID…]|all", value_delimiter = ',')]
    pub collapse: Vec<String>,
    /// Show the map as it is bookmarked under this name or id: the place, the zoom, the colouring and the focus.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["colour", "layout"])]
    pub bookmark: Option<String>,
    /// Draw the map alone, without bars, tools and inspector.
    #[arg(long)]
    pub bare: bool,
    /// Draw the map as it is exported: alone, with its name, the day, the number of things it stands on and the legend.
    #[arg(long, conflicts_with = "bare")]
    pub sheet: bool,
    /// The picture to write; its name says whether as pixels (.png) or as shapes and text (.svg).
    #[arg(short, long, value_name = "OUT.png|OUT.svg")]
    pub output: PathBuf,
}

/// A screen that can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// The map.
    Map,
    /// Roles.
    Roles,
    /// The sheet of a role.
    ByRole,
    /// What a person holds.
    ByPerson,
    /// Roles: who could cover what.
    Cover,
    /// Roles: the inverted pyramid.
    Pyramid,
    /// Goals, a page of Roles.
    Goals,
    /// Health.
    Health,
}

/// What the handoffs on the map can be coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// Handoff reliability.
    Reliability,
    /// Communication.
    Communication,
    /// Alignment.
    Alignment,
    /// The goals that both sides have in common.
    Goals,
}

/// An arrangement of the map by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MapLayout {
    /// Providers left, the paying customer right.
    Flow,
    /// The paying customer on top.
    InvertedPyramid,
    /// Leadership on top.
    Pyramid,
    /// Each department a block.
    Departments,
    /// Who works together stands together, each department an island.
    Neighbourhoods,
}

impl From<MapLayout> for Arrangement {
    fn from(layout: MapLayout) -> Self {
        match layout {
            MapLayout::Flow => Self::Flow,
            MapLayout::InvertedPyramid => Self::InvertedPyramid,
            MapLayout::Pyramid => Self::Pyramid,
            MapLayout::Departments => Self::Departments,
            MapLayout::Neighbourhoods => Self::Neighbourhoods,
        }
    }
}

/// A theme by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Look {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
    /// Large type and thick strokes.
    Projector,
}

fn day(text: &str) -> Result<Date, String> {
    crate::org::time::parse_date(text).map_err(|error| error.to_string())
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let wrong = || "write it as 1440x900, from 320x240 to 8000x8000".to_owned();
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let side = |text: &str, least: u16| {
        let side = text.trim().parse::<u16>().ok()?;
        (least..=8_000).contains(&side).then_some(side)
    };
    side(width, 320).zip(side(height, 240)).ok_or_else(wrong)
}

fn scale(text: &str) -> Result<f32, String> {
    text.parse::<f32>()
        .ok()
        .filter(|factor| (0.5..=4.0).contains(factor))
        .ok_or_else(|| "write a number from 0.5 to 4".to_owned())
}
