//! Every action that a user can choose by name: in a menu, by a shortcut, in the palette.

use super::{Align, Cards, Distribute, Fragment, Lens, Selection, Session, Single};
use crate::{
    health::Indicator,
    org::{Arrangement, Edit, EditError, Settings},
};

mod facts;

/// The menu in which a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Documents.
    File,
    /// Changes.
    Edit,
    /// What the map shows.
    Map,
    /// Where cards stand, and what is part of what.
    Arrange,
    /// Roles, goals and who could stand in.
    Roles,
    /// How the window looks.
    View,
    /// Explanations.
    Help,
}

impl Menu {
    /// All menus, from left to right.
    pub const ALL: [Self; 7] = [
        Self::File,
        Self::Edit,
        Self::Map,
        Self::Arrange,
        Self::Roles,
        Self::View,
        Self::Help,
    ];

    /// The word on the menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Map => "Map",
            Self::Arrange => "Arrange",
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
    /// Set the selected cards in line.
    Align(Align),
    /// Set the selected cards at equal distances.
    Distribute(Distribute),
    /// A new department of the selected parties.
    Group,
    /// Make the selected parties part of a department that is there.
    Join,
    /// Take the selected parties out of what they are part of.
    Leave,
    /// Show a department as one box, or the box as its department again.
    Collapse,
    /// Show every department as one box.
    CollapseAll,
    /// Show everybody again.
    ExpandAll,
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
    pub const ALL: [Self; 85] = [
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
        Self::Align(Align::Left),
        Self::Align(Align::Centre),
        Self::Align(Align::Right),
        Self::Align(Align::Top),
        Self::Align(Align::Middle),
        Self::Align(Align::Bottom),
        Self::Distribute(Distribute::Across),
        Self::Distribute(Distribute::Down),
        Self::Group,
        Self::Join,
        Self::Leave,
        Self::Collapse,
        Self::CollapseAll,
        Self::ExpandAll,
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
                | Self::Align(_)
                | Self::Distribute(_)
                | Self::Group
                | Self::Join
                | Self::Leave
                | Self::Collapse
                | Self::CollapseAll
                | Self::ExpandAll
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
            Self::Align(_) | Self::Group => selection.parties.len() >= 2,
            Self::Distribute(_) => selection.parties.len() >= 3,
            Self::Join => !selection.parties.is_empty() && session.org().parties.len() > 1,
            Self::Leave => session.can_leave(),
            Self::Collapse => session.is_any_in_a_department(),
            Self::CollapseAll | Self::ExpandAll => session.has_departments(),
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
            Self::Align(how) => {
                let cards = Cards::selected(session);
                refused(session.align(how, &cards))
            }
            Self::Distribute(along) => {
                let cards = Cards::selected(session);
                refused(session.distribute(along, &cards))
            }
            Self::Leave => refused(session.leave_department()),
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
