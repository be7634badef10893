//! Every action that a user can choose by name: in a menu, by a shortcut, in the palette.

use super::{Fragment, Lens, Selection, Session, Single};
use crate::{
    health::Indicator,
    org::{Arrangement, Edit, EditError, Settings},
};

/// The menu in which a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Documents.
    File,
    /// Changes.
    Edit,
    /// What the map shows.
    Map,
    /// Roles, goals and who could stand in.
    Roles,
    /// How the window looks.
    View,
    /// Explanations.
    Help,
}

impl Menu {
    /// All menus, from left to right.
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::Map, Self::Roles, Self::View, Self::Help];

    /// The word on the menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Map => "Map",
            Self::Roles => "Roles",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What fills the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Who serves whom.
    #[default]
    Map,
    /// Who answers for which handoff.
    Roles,
    /// Where it hurts, why, and what to do first.
    Health,
}

impl Screen {
    /// All screens, in the order of the rail.
    pub const ALL: [Self; 3] = [Self::Map, Self::Roles, Self::Health];

    /// The word on the rail.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Map => "Map",
            Self::Roles => "Roles",
            Self::Health => "Health",
        }
    }
}

/// A page of the Roles screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RolesTab {
    /// Handoffs by roles, with letters.
    #[default]
    Matrix,
    /// The sheet of each role.
    ByRole,
    /// What each person holds.
    ByPerson,
    /// Handoffs by roles: who could do the work.
    Cover,
    /// Those who meet the paying customer on top.
    Pyramid,
    /// Parties by goals, and who shares none.
    Goals,
}

impl RolesTab {
    /// All pages, from left to right.
    pub const ALL: [Self; 6] = [
        Self::Matrix,
        Self::ByRole,
        Self::ByPerson,
        Self::Cover,
        Self::Goals,
        Self::Pyramid,
    ];

    /// The word on the page's button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Matrix => "Matrix",
            Self::ByRole => "By role",
            Self::ByPerson => "By person",
            Self::Cover => "Cross-training",
            Self::Pyramid => "Pyramid",
            Self::Goals => "Goals",
        }
    }
}

/// An action with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// A new, empty organisation.
    New,
    /// Choose a file in the system's dialog.
    Open,
    /// Type the path of a file.
    OpenPath,
    /// Write to the file.
    Save,
    /// Write to another file.
    SaveAs,
    /// Bring in a table of roles or of who answers for what.
    Import,
    /// Write all roles into a table.
    ExportRoles,
    /// Write who answers for what into a table.
    ExportResponsibilities,
    /// Write the map into a picture.
    ExportPicture,
    /// Back to the start screen.
    Close,
    /// Leave.
    Quit,
    /// Take the last change back.
    Undo,
    /// Bring it back again.
    Redo,
    /// Copy the selection, then delete it.
    Cut,
    /// Copy the selection as text.
    Copy,
    /// Add what was copied.
    Paste,
    /// Copy and paste in one step.
    Duplicate,
    /// Delete the selection.
    Delete,
    /// Type another name for the selection.
    Rename,
    /// Select everything.
    SelectAll,
    /// Select nothing.
    SelectNone,
    /// The two sides of the selected handoff talk it through.
    TalkThrough,
    /// A new party in the middle of the view.
    AddParty,
    /// A handoff between the two selected parties.
    AddHandoff,
    /// Take something away and see what follows.
    WhatIf,
    /// Look for a party by its name.
    Find,
    /// One party with its neighbours.
    Focus,
    /// The best chain of a party to the paying customer.
    Chain,
    /// Choose which parties and handoffs are looked at.
    Filter,
    /// Keep what one sees under a name.
    Bookmark,
    /// The views that were kept.
    Views,
    /// Give all cards back to the layout.
    Arrange(Arrangement),
    /// Keep all cards where they are.
    ArrangeFree,
    /// Colour handoffs by an indicator or by goals.
    ColourBy(Lens),
    /// Put a picture of the map on the clipboard.
    CopyPicture,
    /// Choose how many days back the indicators look.
    Window(u16),
    /// Another screen.
    Go(Screen),
    /// A page of the Roles screen.
    Roles(RolesTab),
    /// Look at today again.
    Today,
    /// The whole map in view.
    Fit,
    /// The selection in view.
    ZoomToSelection,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// One map point is one screen point.
    ZoomActual,
    /// Find a command or a party.
    Palette,
    /// Nothing but the map, on a wall, view after view.
    Present,
    /// Nothing but the screen itself.
    HideChrome,
    /// Light or dark as the system says.
    ThemeSystem,
    /// Dark ink on light paper.
    ThemeLight,
    /// Light ink on dark paper.
    ThemeDark,
    /// Large type and thick strokes.
    ThemeProjector,
    /// What does not hold together in the file.
    Problems,
    /// The organisation's name, what the file is, settings, goals.
    Organisation,
    /// All keys.
    Shortcuts,
    /// What Throughline is.
    About,
}

/// What came of running a command.
#[derive(Debug)]
pub enum Ran {
    /// The document was changed, or there was nothing to do.
    Done,
    /// The window has to do the rest: it is about files, the clipboard or the view.
    Shell,
    /// It does not fit the document; the text says why and what to do.
    Refused(EditError),
}

impl Command {
    /// All commands, in the order of the menus.
    pub const ALL: [Self; 71] = [
        Self::New,
        Self::Open,
        Self::OpenPath,
        Self::Save,
        Self::SaveAs,
        Self::Import,
        Self::ExportRoles,
        Self::ExportResponsibilities,
        Self::ExportPicture,
        Self::Close,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Duplicate,
        Self::Delete,
        Self::Rename,
        Self::SelectAll,
        Self::SelectNone,
        Self::TalkThrough,
        Self::Organisation,
        Self::AddParty,
        Self::AddHandoff,
        Self::WhatIf,
        Self::Find,
        Self::Focus,
        Self::Chain,
        Self::Filter,
        Self::Bookmark,
        Self::Views,
        Self::Arrange(Arrangement::Flow),
        Self::Arrange(Arrangement::InvertedPyramid),
        Self::Arrange(Arrangement::Pyramid),
        Self::Arrange(Arrangement::Departments),
        Self::Arrange(Arrangement::Neighbourhoods),
        Self::ArrangeFree,
        Self::ColourBy(Lens::Indicator(Indicator::Reliability)),
        Self::ColourBy(Lens::Indicator(Indicator::Communication)),
        Self::ColourBy(Lens::Indicator(Indicator::Alignment)),
        Self::ColourBy(Lens::Goals),
        Self::CopyPicture,
        Self::Window(30),
        Self::Window(90),
        Self::Window(365),
        Self::Today,
        Self::Go(Screen::Map),
        Self::Go(Screen::Roles),
        Self::Go(Screen::Health),
        Self::Roles(RolesTab::Matrix),
        Self::Roles(RolesTab::ByRole),
        Self::Roles(RolesTab::ByPerson),
        Self::Roles(RolesTab::Cover),
        Self::Roles(RolesTab::Pyramid),
        Self::Roles(RolesTab::Goals),
        Self::Fit,
        Self::ZoomToSelection,
        Self::ZoomActual,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::Palette,
        Self::Present,
        Self::HideChrome,
        Self::ThemeSystem,
        Self::ThemeLight,
        Self::ThemeDark,
        Self::ThemeProjector,
        Self::Problems,
        Self::Shortcuts,
        Self::About,
    ];

    const fn facts(self) -> (Menu, &'static str, &'static str) {
        match self {
            Self::New => (Menu::File, "New organisation", "Start with an empty map"),
            Self::Open => (Menu::File, "Open…", "Choose a file"),
            Self::OpenPath => (Menu::File, "Open a path…", "Type where the file lies"),
            Self::Save => (Menu::File, "Save", "Write the changes to the file"),
            Self::SaveAs => (Menu::File, "Save as…", "Write to another file and go on there"),
            Self::Import => (
                Menu::File,
                "Import roles or responsibilities…",
                "From a table, after looking at what it changes",
            ),
            Self::ExportRoles => (Menu::File, "Export roles…", "As a table for a spreadsheet"),
            Self::ExportResponsibilities => (
                Menu::File,
                "Export responsibilities…",
                "Who answers for what, as a table for a spreadsheet",
            ),
            Self::ExportPicture => (
                Menu::File,
                "Export map as picture…",
                "As SVG or PNG, with its name, the day and the legend",
            ),
            Self::Close => (Menu::File, "Close", "Back to the start screen"),
            Self::Quit => (Menu::File, "Quit", "Leave Throughline"),
            Self::Undo => (Menu::Edit, "Undo", "Take the last change back"),
            Self::Redo => (Menu::Edit, "Redo", "Bring the change back again"),
            Self::Cut => (Menu::Edit, "Cut", "Copy the selection and delete it"),
            Self::Copy => (Menu::Edit, "Copy", "Copy the selection as text"),
            Self::Paste => (Menu::Edit, "Paste", "Add what was copied"),
            Self::Duplicate => (Menu::Edit, "Duplicate", "A second copy beside the selection"),
            Self::Delete => (Menu::Edit, "Delete", "Delete the selection and what hangs on it"),
            Self::Rename => (Menu::Edit, "Rename", "Type another name"),
            Self::SelectAll => (Menu::Edit, "Select all", "Every party and handoff"),
            Self::SelectNone => (Menu::Edit, "Select nothing", "Put the selection away"),
            Self::TalkThrough => (
                Menu::Edit,
                "Talk a promise through…",
                "Both sides of the selected handoff say their part and agree",
            ),
            Self::Organisation => (
                Menu::Edit,
                "Organisation and goals…",
                "Name, description, goals and settings of the file",
            ),
            Self::AddParty => (Menu::Map, "Add party", "A new party in the middle of the view"),
            Self::AddHandoff => (Menu::Map, "Add handoff", "From the first selected party to the second"),
            Self::WhatIf => (
                Menu::Map,
                "What if…",
                "Take a party, a role or a holder away and see what follows",
            ),
            Self::Find => (Menu::Map, "Find a party…", "Fly to it; Enter goes to the next one"),
            Self::Focus => (
                Menu::Map,
                "Focus on the selected party",
                "With its providers and customers; again, one handoff farther; again, everybody",
            ),
            Self::Chain => (
                Menu::Map,
                "Path to the customer",
                "The best chain of handoffs from the selected party to the paying customer",
            ),
            Self::Filter => (Menu::Map, "Filter…", "By kind, department, colour and risk"),
            Self::Bookmark => (
                Menu::Map,
                "Bookmark this view…",
                "To come back to it, and to present it",
            ),
            Self::Views => (
                Menu::Map,
                "Bookmarked views…",
                "Go to one, rename, reorder or remove it",
            ),
            Self::Arrange(Arrangement::Flow) => (
                Menu::Map,
                "Arrange as flow to the customer",
                "Providers left, the paying customer right",
            ),
            Self::Arrange(Arrangement::InvertedPyramid) => (
                Menu::Map,
                "Arrange as inverted pyramid",
                "The paying customer on top, leadership at the bottom, carrying everyone",
            ),
            Self::Arrange(Arrangement::Pyramid) => (
                Menu::Map,
                "Arrange as pyramid",
                "Leadership on top, the paying customer at the bottom",
            ),
            Self::Arrange(Arrangement::Departments) => (
                Menu::Map,
                "Arrange by departments",
                "Each department a block of its own",
            ),
            Self::Arrange(Arrangement::Neighbourhoods) => (
                Menu::Map,
                "Arrange in neighbourhoods",
                "For large maps: who works together stands together, each department an island",
            ),
            Self::ArrangeFree => (
                Menu::Map,
                "Keep every card where it is",
                "Remember all places in the file",
            ),
            Self::ColourBy(Lens::Indicator(Indicator::Reliability)) => (
                Menu::Map,
                "Colour by handoff reliability",
                "Kept promises colour the handoffs",
            ),
            Self::ColourBy(Lens::Indicator(Indicator::Communication)) => (
                Menu::Map,
                "Colour by communication",
                "Communication colours the handoffs",
            ),
            Self::ColourBy(Lens::Indicator(Indicator::Alignment)) => {
                (Menu::Map, "Colour by alignment", "Alignment colours the handoffs")
            }
            Self::ColourBy(Lens::Goals) => (
                Menu::Map,
                "Colour by goals",
                "Goals that both sides work for colour the handoffs",
            ),
            Self::CopyPicture => (
                Menu::Map,
                "Copy map as image",
                "What is on screen of the map, to paste elsewhere",
            ),
            Self::Window(30) => (Menu::Map, "Look back 30 days", "Indicators of the last 30 days"),
            Self::Window(365) => (Menu::Map, "Look back 1 year", "Indicators of the last 365 days"),
            Self::Window(_) => (Menu::Map, "Look back 90 days", "Indicators of the last 90 days"),
            Self::Today => (Menu::Map, "Look at today", "Indicators as of today again"),
            Self::Go(Screen::Map) => (Menu::View, "Go to the map", "Who serves whom"),
            Self::Go(Screen::Roles) => (Menu::View, "Go to Roles", "Who does the work and who answers for it"),
            Self::Go(Screen::Health) => (Menu::View, "Go to Health", "Where it hurts, why, and what to do first"),
            Self::Roles(RolesTab::Matrix) => (
                Menu::Roles,
                "Roles: matrix",
                "Handoffs by roles: who does the work and who answers for it",
            ),
            Self::Roles(RolesTab::ByRole) => (Menu::Roles, "Roles: by role", "The sheet of each role, and its fields"),
            Self::Roles(RolesTab::ByPerson) => (Menu::Roles, "Roles: by person", "What each person holds"),
            Self::Roles(RolesTab::Cover) => (
                Menu::Roles,
                "Roles: cross-training",
                "Who could do the work of each handoff, and where that is one person only",
            ),
            Self::Roles(RolesTab::Pyramid) => (
                Menu::Roles,
                "Roles: inverted pyramid",
                "Those who meet the paying customer on top, and below them those who carry them",
            ),
            Self::Roles(RolesTab::Goals) => (
                Menu::Roles,
                "Roles: goals",
                "Which parties work for which goals, and who shares none",
            ),
            Self::Fit => (Menu::View, "Fit the map", "Everything in view"),
            Self::ZoomToSelection => (Menu::View, "Zoom to selection", "The selection in view"),
            Self::ZoomActual => (Menu::View, "Zoom to 100 %", "Cards in their natural size"),
            Self::ZoomIn => (Menu::View, "Zoom in", "Larger"),
            Self::ZoomOut => (Menu::View, "Zoom out", "Smaller"),
            Self::Palette => (
                Menu::View,
                "Find or run a command…",
                "Every command and every party by name",
            ),
            Self::Present => (
                Menu::View,
                "Present the map",
                "On a wall, through the bookmarked views; Esc comes back",
            ),
            Self::HideChrome => (
                Menu::View,
                "Hide everything but the map",
                "Press again, or Esc, to come back",
            ),
            Self::ThemeSystem => (Menu::View, "Theme: as the system", "Light or dark, as the system says"),
            Self::ThemeLight => (Menu::View, "Theme: light", "Dark ink on light paper"),
            Self::ThemeDark => (Menu::View, "Theme: dark", "Light ink on dark paper"),
            Self::ThemeProjector => (
                Menu::View,
                "Theme: projector",
                "Large type, high contrast, thick strokes",
            ),
            Self::Problems => (
                Menu::Help,
                "Problems in this file…",
                "What does not hold together, and what to do",
            ),
            Self::Shortcuts => (Menu::Help, "Keyboard and mouse…", "Every key and gesture"),
            Self::About => (
                Menu::Help,
                "About Throughline…",
                "Version, licence, where files are kept",
            ),
        }
    }

    /// The words on the menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.facts().1
    }

    /// What it does, in half a sentence.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.facts().2
    }

    /// The menu in which it stands.
    #[must_use]
    pub const fn menu(self) -> Menu {
        self.facts().0
    }

    /// Whether it is about what the map shows or has selected, and so only means something while one sees it.
    #[must_use]
    pub const fn needs_map(self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::Duplicate
                | Self::Delete
                | Self::Rename
                | Self::SelectAll
                | Self::SelectNone
                | Self::TalkThrough
                | Self::AddParty
                | Self::AddHandoff
                | Self::WhatIf
                | Self::Find
                | Self::Focus
                | Self::Chain
                | Self::Filter
                | Self::Bookmark
                | Self::Views
                | Self::Arrange(_)
                | Self::ArrangeFree
                | Self::ColourBy(_)
                | Self::ExportPicture
                | Self::CopyPicture
                | Self::Fit
                | Self::ZoomToSelection
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomActual
        )
    }

    /// Whether there is something for it to do now.
    #[must_use]
    pub fn enabled(self, session: Option<&Session>) -> bool {
        let Some(session) = session else {
            return matches!(
                self,
                Self::New
                    | Self::Open
                    | Self::OpenPath
                    | Self::Quit
                    | Self::Palette
                    | Self::ThemeSystem
                    | Self::ThemeLight
                    | Self::ThemeDark
                    | Self::ThemeProjector
                    | Self::Shortcuts
                    | Self::About
            );
        };
        let selection = session.selection();
        match self {
            Self::Undo => session.undo_label().is_some(),
            Self::Redo => session.redo_label().is_some(),
            Self::Cut | Self::Copy | Self::Duplicate | Self::Delete | Self::SelectNone | Self::ZoomToSelection => {
                !selection.is_empty()
            }
            Self::Rename => selection.single().is_some(),
            Self::TalkThrough => matches!(selection.single(), Some(Single::Handoff(_))),
            Self::ExportRoles => !session.org().roles.is_empty(),
            Self::ExportResponsibilities => !session.org().handoffs.is_empty(),
            Self::Today => session.as_of().is_some(),
            Self::AddHandoff => selection.parties.len() == 2,
            Self::Focus | Self::Chain => matches!(selection.single(), Some(Single::Party(_))),
            Self::SelectAll
            | Self::Fit
            | Self::WhatIf
            | Self::Find
            | Self::Filter
            | Self::Bookmark
            | Self::Present
            | Self::ExportPicture
            | Self::CopyPicture => !session.org().parties.is_empty(),
            Self::Arrange(wanted) => {
                let org = session.org();
                let moved = org.parties.values().any(|p| p.position.is_some());
                !org.parties.is_empty() && (moved || org.settings.layout != wanted)
            }
            Self::ArrangeFree => session.org().parties.values().any(|p| p.position.is_none()),
            _ => true,
        }
    }

    /// Whether there is something for it to do on that screen. Cells of a table can be edited like the selection of the
    /// map.
    #[must_use]
    pub fn enabled_on(self, screen: Screen, session: Option<&Session>) -> bool {
        let cells = screen == Screen::Roles && session.is_some() && self.is_about_cells();
        cells || self.enabled(session)
    }

    /// Whether it does to the cells of a table what it does to the selection of the map.
    #[must_use]
    pub const fn is_about_cells(self) -> bool {
        matches!(
            self,
            Self::Cut | Self::Copy | Self::Paste | Self::Delete | Self::SelectAll
        )
    }

    /// Does what concerns the document alone, and leaves the rest to the window.
    pub fn run(self, session: &mut Session) -> Ran {
        let refused = |result: Result<(), EditError>| result.map_or_else(Ran::Refused, |()| Ran::Done);
        match self {
            Self::Undo => {
                session.undo();
                Ran::Done
            }
            Self::Redo => {
                session.redo();
                Ran::Done
            }
            Self::Duplicate => {
                let copied = Fragment::copy(session.org(), session.selection(), session.positions());
                match copied {
                    Some(fragment) => refused(session.paste(&fragment, None, "Duplicate")),
                    None => Ran::Done,
                }
            }
            Self::Delete => refused(session.delete_selection()),
            Self::SelectAll => {
                session.select(Selection::everything(session.org()));
                Ran::Done
            }
            Self::SelectNone => {
                session.select(Selection::default());
                Ran::Done
            }
            Self::AddHandoff => refused(session.connect_selection()),
            Self::Arrange(layout) => {
                let org = session.org();
                let settings = Settings {
                    layout,
                    ..org.settings.clone()
                };
                let cards = org.parties.iter().filter(|(_, party)| party.position.is_some());
                let mut edits: Vec<Edit> = cards.map(|(id, _)| Edit::Move(id.clone(), None)).collect();
                edits.push(Edit::Settings(settings));
                refused(session.edit(self.label(), Edit::All(edits)))
            }
            Self::ArrangeFree => {
                let edits = session.pinning_all();
                refused(session.edit("Keep every card where it is", Edit::All(edits)))
            }
            Self::Window(days) => {
                let settings = Settings {
                    window_days: days,
                    ..session.org().settings.clone()
                };
                refused(session.edit("Look back another time", Edit::Settings(settings)))
            }
            Self::Today => {
                session.set_as_of(None);
                Ran::Done
            }
            _ => Ran::Shell,
        }
    }
}
