//! What each command is called, what it does in half a sentence, and in which menu it stands.

use super::{Command, Menu, RolesTab, Screen};
use crate::{health::Indicator, org::Arrangement, session::Lens};

impl Command {
    /// The menu in which it stands, the words there, and what it does in half a sentence.
    pub(super) const fn facts(self) -> (Menu, &'static str, &'static str) {
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
            Self::AddHandoff => (Menu::Map, "Add handoff", "From the left one to the right one"),
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
                Menu::Arrange,
                "Arrange as flow to the customer",
                "Providers left, the paying customer right",
            ),
            Self::Arrange(Arrangement::InvertedPyramid) => (
                Menu::Arrange,
                "Arrange as inverted pyramid",
                "The paying customer on top, leadership at the bottom, carrying everyone",
            ),
            Self::Arrange(Arrangement::Pyramid) => (
                Menu::Arrange,
                "Arrange as pyramid",
                "Leadership on top, the paying customer at the bottom",
            ),
            Self::Arrange(Arrangement::Departments) => (
                Menu::Arrange,
                "Arrange by departments",
                "Each department a block of its own",
            ),
            Self::Arrange(Arrangement::Neighbourhoods) => (
                Menu::Arrange,
                "Arrange in neighbourhoods",
                "For large maps: who works together stands together, each department an island",
            ),
            Self::ArrangeFree => (
                Menu::Arrange,
                "Keep every card where it is",
                "Remember all places in the file",
            ),
            Self::Align(how) => (Menu::Arrange, how.label(), how.help()),
            Self::Distribute(along) => (Menu::Arrange, along.label(), along.help()),
            Self::Group => (
                Menu::Arrange,
                "Group into a department…",
                "A new department of the selected parties; its name is typed at once",
            ),
            Self::Join => (
                Menu::Arrange,
                "Add to a department…",
                "The selected parties become part of one that is there",
            ),
            Self::Leave => (
                Menu::Arrange,
                "Take out of the department",
                "The selected parties go one step up",
            ),
            Self::Collapse => (
                Menu::Arrange,
                "Collapse or expand the department",
                "The department of the selected party as one box, or everybody in it again",
            ),
            Self::CollapseAll => (
                Menu::Arrange,
                "Collapse all departments",
                "Each as one box, with its handoffs summed",
            ),
            Self::ExpandAll => (
                Menu::Arrange,
                "Expand all departments",
                "Everybody on a card of their own",
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
}
