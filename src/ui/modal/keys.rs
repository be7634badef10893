//! All keys and gestures.

use egui::{RichText, Ui, vec2};

use super::{Reply, answers, title};
use crate::{
    session::{Command, Menu},
    ui::{shortcuts, tokens::Tokens},
};

/// Lists them.
pub(super) fn keys(ui: &mut Ui, tokens: &Tokens) -> Option<Reply> {
    title(ui, tokens, "Keyboard and mouse");
    let mouse = [
        ("Double-click on the map", "Add a party"),
        ("Drag from a card’s edge", "Add a handoff; on empty map, a customer too"),
        ("Drag a card", "Move it"),
        ("Double-click, Enter on a collapsed department", "Expand it"),
        ("Drag on empty map", "Select what the band touches"),
        ("Shift-click", "Add to the selection"),
        ("Wheel, pinch", "Zoom to the pointer"),
        ("Two fingers, Space-drag, middle drag", "Push the map"),
        ("Arrows, Shift-arrows", "Nudge the selection a little, a lot"),
        ("Tab, Shift-Tab", "Next, previous party, handoff or control"),
        ("Enter", "Select what Tab reached"),
        ("Esc", "End what is going on, then select nothing"),
        ("Enter, Shift-Enter in Find", "Fly to the next, the previous hit"),
        ("Alt-1 to Alt-9", "Fly to a bookmarked view"),
        (
            "Arrows, Space, Page Up, Page Down",
            "While presenting: the next, the previous view",
        ),
        (
            "L, or the mouse button",
            "While presenting: a spot of light to point with",
        ),
        (
            "R, A, C, I in the matrix of roles",
            "Give or take the letter; Delete clears",
        ),
        ("Letters in the list of roles", "Search it; Enter goes to the fields"),
        ("Alt-arrows in a responsibility", "Move it; Enter adds one below"),
    ];
    let row = |ui: &mut Ui, left: &str, right: &str| {
        ui.label(RichText::new(left).font(tokens.body_strong()).color(tokens.colour.ink));
        ui.label(RichText::new(right).font(tokens.body()).color(tokens.colour.ink2));
        ui.end_row();
    };
    egui::Grid::new("mouse")
        .num_columns(2)
        .spacing(vec2(24.0, 5.0))
        .show(ui, |ui| {
            for (gesture, does) in mouse {
                row(ui, gesture, does);
            }
            for menu in Menu::ALL {
                for command in Command::ALL.into_iter().filter(|c| c.menu() == menu) {
                    let key = shortcuts::shown(ui, command);
                    if !key.is_empty() {
                        row(ui, &key, command.label());
                    }
                }
            }
        });
    answers(ui, tokens, &[("Close", Reply::Close)])
}
