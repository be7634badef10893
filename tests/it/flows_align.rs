//! Cards in line and at equal distances, with buttons, menus and keys alone.

use egui::{Key, Modifiers, accesskit::Role};
use throughline::{
    layout::{self, CARD_WIDTH, Point},
    org::{Org, PartyId, Position},
};

use crate::desk::{Desk, small};

/// A, B, C and D, scattered, and a customer far away.
fn scattered() -> Org {
    let parties = [
        ("A", "", -300.0, -150.0),
        ("B", "", -60.0, 20.0),
        ("C", "", 250.0, 35.0),
        ("D", "", 100.0, 200.0),
        ("Town", "", 420.0, -200.0),
    ];
    small("Scattered", &parties)
}

fn at(desk: &Desk, id: &str) -> Point {
    desk.session().positions()[&PartyId::new(id)]
}

fn xs(desk: &Desk) -> Vec<f32> {
    ["a", "b", "c", "d"].map(|id| at(desk, id).x).to_vec()
}

fn ys(desk: &Desk) -> Vec<f32> {
    ["a", "b", "c", "d"].map(|id| at(desk, id).y).to_vec()
}

/// Whether no card covers another.
fn apart(desk: &Desk) -> bool {
    let cards: Vec<_> = desk
        .session()
        .positions()
        .values()
        .map(|at| layout::card(*at))
        .collect();
    let mut pairs = cards.iter().enumerate();
    pairs.all(|(k, one)| !cards[k + 1..].iter().any(|other| one.overlaps(other)))
}

#[test]
fn a_button_aligns_at_the_outermost_edge_in_one_step_and_nothing_else_moves() {
    let mut desk = Desk::with(scattered());
    desk.select(&["a", "b", "c", "d"]);
    let town = desk.card("Town");
    desk.press("Align left");
    assert_eq!(xs(&desk), [-300.0; 4]);
    assert!(apart(&desk));
    assert_eq!(desk.card("Town"), town, "neither the zoom nor the map moved");
    assert_eq!(desk.selected(), ["A", "B", "C", "D"]);
    assert_eq!(desk.session().undo_label(), Some("Align left"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &scattered());
    assert!(!desk.session().is_edited());
}

#[test]
fn every_edge_and_both_middles_are_there_by_key() {
    let lines = [
        (Key::A, -300.0, true),
        (Key::H, -25.0, true),
        (Key::D, 250.0, true),
        (Key::W, -150.0, false),
        (Key::V, 25.0, false),
        (Key::S, 200.0, false),
    ];
    for (key, line, column) in lines {
        let mut desk = Desk::with(scattered());
        desk.select(&["a", "b", "c", "d"]);
        desk.keys(Modifiers::ALT, key);
        let (there, moved) = if column {
            (xs(&desk), ys(&desk))
        } else {
            (ys(&desk), xs(&desk))
        };
        assert_eq!(there, [line; 4], "{key:?}");
        assert!(apart(&desk), "{key:?}: {moved:?}");
    }
}

#[test]
fn equal_gaps_from_the_first_to_the_last() {
    let mut desk = Desk::with(scattered());
    desk.select(&["a", "b", "c", "d"]);
    desk.run("Distribute horizontally");
    let mut places = xs(&desk);
    places.sort_by(f32::total_cmp);
    assert_eq!((places[0], places[3]), (-300.0, 250.0), "the outermost stay");
    for pair in places.windows(2) {
        assert!((pair[1] - pair[0] - 550.0 / 3.0).abs() < 0.11, "{places:?}");
    }
    assert_eq!(ys(&desk), [-150.0, 20.0, 35.0, 200.0], "nobody went up or down");
    desk.command(Key::Z);
    desk.keys(Modifiers::ALT | Modifiers::SHIFT, Key::V);
    let mut places = ys(&desk);
    places.sort_by(f32::total_cmp);
    for pair in places.windows(2) {
        assert!((pair[1] - pair[0] - 350.0 / 3.0).abs() < 0.11, "{places:?}");
    }
}

#[test]
fn a_row_without_room_is_made_wide_enough() {
    let mut org = scattered();
    for (id, x) in [("a", -20.0), ("b", 0.0), ("c", 20.0)] {
        let mut party = (*org.parties[&PartyId::new(id)]).clone();
        party.position = Some(Position(x, 0.0));
        org.parties.insert(PartyId::new(id), party.into());
    }
    let mut desk = Desk::with(org);
    desk.select(&["a", "b", "c"]);
    desk.run("Distribute horizontally");
    assert!(apart(&desk));
    let gap = at(&desk, "b").x - at(&desk, "a").x - CARD_WIDTH;
    assert!(gap > 0.0);
    assert_eq!(at(&desk, "b").x, 0.0, "about the same middle");
    assert_eq!(at(&desk, "c").x - at(&desk, "b").x - CARD_WIDTH, gap);
}

#[test]
fn two_can_be_aligned_and_three_distributed() {
    let mut desk = Desk::with(scattered());
    desk.select(&["a"]);
    assert!(!desk.has(Role::Button, "Align left"));
    desk.keys(Modifiers::ALT, Key::A);
    assert_eq!(desk.session().undo_label(), None);
    desk.select(&["a", "b"]);
    desk.press("Distribute vertically");
    assert_eq!(desk.org(), &scattered(), "there are no gaps between two");
    desk.press("Align right");
    assert_eq!((at(&desk, "a").x, at(&desk, "b").x), (-60.0, -60.0));
    // Once more there is nothing to do, and so no step.
    desk.press("Align right");
    desk.command(Key::Z);
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn a_letter_with_alt_that_is_typed_into_a_field_aligns_nothing() {
    let mut desk = Desk::with(scattered());
    desk.select(&["a", "b"]);
    desk.enter("Headcount");
    desk.keys(Modifiers::ALT, Key::A);
    assert_eq!(desk.org(), &scattered());
}
