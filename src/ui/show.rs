//! Draws a screen into a picture without a display, with the very code that draws the window.

use std::collections::BTreeSet;

use egui::vec2;
use jiff::civil::Date;

use super::{
    app::{App, Edge, NO_DEPARTMENT},
    dialogs::{Answer, Dialogs, Question},
    pictures::{self, Format},
    prefs::Prefs,
    raster::Still,
    svg,
    tokens::{Theme, ThemeChoice, Tokens},
};
use crate::{
    cli::{
        Exit, Output,
        args::{Colour, Look, Show, View},
        check,
    },
    file,
    health::{Indicator, words},
    network,
    org::{Org, PartyId},
    session::{Command, Lens, RolesTab, Screen, Selection, Session},
};

/// How many frames a screen may take to settle.
const FRAMES: usize = 12;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShowError {
    /// The selection is not in the file.
    #[error("there is no {what} {id:?} in this file. `throughline json FILE` lists all ids.")]
    NoSuchId {
        /// What was looked for.
        what: &'static str,
        /// How.
        id: String,
    },
    /// A bookmark of the map was asked for together with another screen.
    #[error("--bookmark shows the map. Leave out --view, or leave out --bookmark.")]
    NotTheMap,
    /// The picture could not be packed.
    #[error("the picture could not be made: {0}. Try a smaller --size or --scale.")]
    Png(String),
    /// Nobody knows what to write into a file of that name.
    #[error("{0} is no name of a picture. Let it end in .png or .svg.")]
    Ending(String),
}

/// No dialog ever answers in a picture.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&mut self, _: Question, _: &str, _: &egui::Context) {}

    fn answer(&mut self) -> Option<Answer> {
        None
    }
}

/// Draws what the arguments ask for and returns the bytes of a PNG file, or of an SVG file where the name to write to
/// ends in `.svg`.
///
/// # Errors
/// Where the selection does not exist, the picture is too large, or its name ends in anything else.
pub fn draw(session: Session, wanted: &Show) -> Result<Vec<u8>, ShowError> {
    match Format::of(&wanted.output) {
        Some(Format::Png) => png(session, wanted),
        Some(Format::Svg) => svg(session, wanted).map(String::into_bytes),
        None => Err(ShowError::Ending(wanted.output.display().to_string())),
    }
}

/// Draws what the arguments ask for and returns the bytes of a PNG file.
///
/// # Errors
/// Where the selection does not exist, or the picture is too large.
pub fn png(session: Session, wanted: &Show) -> Result<Vec<u8>, ShowError> {
    let (still, _) = still(session, wanted, wanted.scale)?;
    pictures::pack(&still.picture()).map_err(ShowError::Png)
}

/// Draws what the arguments ask for and returns the text of an SVG file.
///
/// # Errors
/// Where the selection does not exist.
pub fn svg(session: Session, wanted: &Show) -> Result<String, ShowError> {
    // Lines and edges lie on whole points, so that they are sharp where a point is a pixel.
    let (still, page) = still(session, wanted, 1.0)?;
    Ok(svg::write(&page, still.shapes(), 1.0))
}

fn still(mut session: Session, wanted: &Show, scale: f32) -> Result<(Still, svg::Page), ShowError> {
    let theme = match wanted.theme {
        Look::Light => ThemeChoice::Light,
        Look::Dark => ThemeChoice::Dark,
        Look::Projector => ThemeChoice::Projector,
    };
    let edge = Edge {
        now: || jiff::civil::DateTime::ZERO,
        entropy: || 0,
        dialogs: Box::new(NoDialogs),
    };
    let prefs = Prefs {
        theme,
        ..Prefs::default()
    };
    let (screen, tab) = place(wanted.view);
    // Whose sheet is to be shown, on the pages that show one at a time.
    let sheet_of = match tab {
        Some(RolesTab::ByRole) => Some("role"),
        Some(RolesTab::ByPerson) => Some("person"),
        _ => None,
    };
    if let Some(id) = wanted.select.as_ref().filter(|_| sheet_of.is_none()) {
        let selection = selection(session.org(), id)?;
        session.select(selection);
    }
    if let Some(layout) = wanted.layout {
        Command::Arrange(layout.into()).run(&mut session);
    }
    let mut app = App::new(edge, prefs);
    app.show(session);
    app.set_at_once(true);
    app.go(screen);
    if let Some(tab) = tab {
        app.go_to_roles(tab);
        if let (Some(what), Some(id)) = (sheet_of, &wanted.select)
            && !app.choose_sheet(tab, id)
        {
            let id = id.clone();
            return Err(ShowError::NoSuchId { what, id });
        }
    }
    app.set_chrome(!wanted.bare);
    app.colour_by(match wanted.colour {
        Colour::Reliability => Lens::Indicator(Indicator::Reliability),
        Colour::Communication => Lens::Indicator(Indicator::Communication),
        Colour::Alignment => Lens::Indicator(Indicator::Alignment),
        Colour::Goals => Lens::Goals,
    });
    if wanted.bookmark.is_some() && wanted.view != View::Map {
        return Err(ShowError::NotTheMap);
    }
    if let Some(wanted) = &wanted.bookmark {
        let session = app.session().map(Session::org);
        let id = session.and_then(|org| org.view_called(wanted)).cloned();
        let Some(id) = id else {
            let (what, id) = ("bookmarked view", wanted.clone());
            return Err(ShowError::NoSuchId { what, id });
        };
        app.show_view(&id);
    }
    if !wanted.collapse.is_empty() {
        let heads = departments(&app, &wanted.collapse)?;
        app.collapse_only(heads);
    }
    let tokens = Tokens::of(match theme {
        ThemeChoice::Dark => Theme::Dark,
        ThemeChoice::Projector => Theme::Projector,
        ThemeChoice::Light | ThemeChoice::System => Theme::Light,
    });
    let size = vec2(f32::from(wanted.size.0), f32::from(wanted.size.1));
    let drawn_theme = app.theme(&egui::Context::default());
    if wanted.sheet
        && wanted.view == View::Map
        && let Some(mut sheet) = app.sheet(drawn_theme)
    {
        let (title, about) = (sheet.title().to_owned(), sheet.about());
        let still = Still::of(size, scale, FRAMES, tokens, |ui| sheet.ui(ui));
        return Ok((still, svg::Page { size, title, about }));
    }
    let page = svg::Page {
        size,
        title: app.session().map_or("Throughline", Session::title).to_owned(),
        about: about(&app, wanted),
    };
    Ok((Still::of(size, scale, FRAMES, tokens, |ui| app.ui(ui)), page))
}

/// The parties and handoffs with these ids, with commas between them.
fn selection(org: &Org, ids: &str) -> Result<Selection, ShowError> {
    let mut selection = Selection::default();
    for id in ids.split(',').map(str::trim) {
        if org.parties.contains_key(id) {
            selection.parties.insert(id.into());
        } else if org.handoffs.contains_key(id) {
            selection.handoffs.insert(id.into());
        } else {
            let (what, id) = ("party or handoff", id.to_owned());
            return Err(ShowError::NoSuchId { what, id });
        }
    }
    Ok(selection)
}

/// The departments that are to be collapsed; nothing where all of them are.
fn departments(app: &App, wanted: &[String]) -> Result<Option<BTreeSet<PartyId>>, ShowError> {
    if wanted == ["all"] {
        return Ok(None);
    }
    let known = app
        .session()
        .map(|session| network::heads(session.org()))
        .unwrap_or_default();
    let ids = wanted
        .iter()
        .map(|id| id.trim())
        .map(|id| match known.get(&PartyId::new(id)) {
            Some(head) => Ok((*head).clone()),
            None => Err(ShowError::NoSuchId {
                what: "department",
                id: id.to_owned(),
            }),
        });
    ids.collect::<Result<_, _>>().map(Some)
}

/// What a screen shows, in a sentence.
fn about(app: &App, wanted: &Show) -> String {
    let what = match wanted.view {
        View::Map => "Map",
        View::Health => "Health",
        _ => "Roles",
    };
    let day = app.session().map(|session| words::day(session.health().window.as_of));
    day.map_or_else(
        || what.to_owned(),
        |day| format!("{what} as of {day}, drawn by Throughline."),
    )
}

/// Where what is to be drawn is found in the window.
const fn place(view: View) -> (Screen, Option<RolesTab>) {
    match view {
        View::Map => (Screen::Map, None),
        View::Roles => (Screen::Roles, Some(RolesTab::Matrix)),
        View::ByRole => (Screen::Roles, Some(RolesTab::ByRole)),
        View::ByPerson => (Screen::Roles, Some(RolesTab::ByPerson)),
        View::Cover => (Screen::Roles, Some(RolesTab::Cover)),
        View::Goals => (Screen::Roles, Some(RolesTab::Goals)),
        View::Pyramid => (Screen::Roles, Some(RolesTab::Pyramid)),
        View::Health => (Screen::Health, None),
    }
}

/// Runs `throughline show`: reads the file, draws, and writes the picture.
#[must_use]
pub fn show(wanted: &Show, today: Date) -> Output {
    let name = wanted.file.display().to_string();
    let today = wanted.as_of.unwrap_or(today);
    if Format::of(&wanted.output).is_none() {
        return Output::cannot(&ShowError::Ending(wanted.output.display().to_string()).to_string());
    }
    let session = match file::load(&wanted.file) {
        Ok((loaded, stamp)) => Session::opened(loaded.org, wanted.file.clone(), stamp, today),
        Err(error) => return check::unreadable(&name, &error, false),
    };
    let mut err = String::new();
    if wanted.collapse == ["all"] && network::heads(session.org()).is_empty() {
        err = format!("throughline: {name}: {NO_DEPARTMENT}\n");
    }
    let bytes = match draw(session, wanted) {
        Ok(bytes) => bytes,
        Err(error) => return Output::cannot(&format!("{name}: {error}")),
    };
    match std::fs::write(&wanted.output, bytes) {
        Ok(()) => Output {
            out: String::new(),
            err,
            exit: Exit::Fine,
        },
        Err(error) => Output::cannot(&format!(
            "{} could not be written: {error}. Choose another place with -o.",
            wanted.output.display()
        )),
    }
}
