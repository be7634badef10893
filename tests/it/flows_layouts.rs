//! Layouts that take longer than a frame: the window goes on, and cards glide to where they belong.

use std::sync::{MutexGuard, PoisonError};

use egui::{Key, accesskit::Role};
use throughline::{
    file, layout,
    org::{Arrangement, Handoff, Org, Party, PartyId, PartyKind},
    session::Session,
    ui::app::Gate,
};

use crate::desk::Desk;

/// So many parties in departments of twenty, each of which serves two others.
fn company(parties: usize) -> Org {
    let mut org = Org::named("Works");
    let id = |k: usize| PartyId::new(&format!("p{k:03}"));
    for k in 0..parties {
        let party = Party {
            name: format!("Party {k}"),
            kind: if k + 1 == parties {
                PartyKind::Customer
            } else {
                PartyKind::Team
            },
            part_of: (k % 20 > 0 && k + 1 < parties).then(|| id(k - k % 20)),
            ..Party::default()
        };
        org.parties.insert(id(k), party.into());
    }
    for k in 0..parties - 1 {
        for to in [k + 1, (k * 7 + 31) % parties] {
            if to != k {
                let handoff = Handoff::between(id(k), id(to));
                org.handoffs
                    .insert(org.new_handoff_id(&id(k), &id(to), ""), handoff.into());
            }
        }
    }
    org
}

/// A window with a company so large that its layout takes longer than a frame, and the lock that keeps it waiting.
fn large() -> (Desk, Gate) {
    let (mut desk, gate) = (Desk::with(company(600)), Gate::default());
    desk.app_mut().hold_layouts(Gate::clone(&gate));
    (desk, gate)
}

fn hold(gate: &Gate) -> MutexGuard<'_, ()> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What must not change where a layout is given up.
fn seen(session: &Session) -> (Org, layout::Positions, u64, [Option<String>; 2], bool) {
    let words = [session.undo_label(), session.redo_label()].map(|label| label.map(str::to_owned));
    let places = session.positions().clone();
    (
        session.org().clone(),
        places,
        session.revision(),
        words,
        session.is_edited(),
    )
}

const DOING: &str = "Departments: laying out 600 parties";

#[test]
fn the_window_goes_on_while_a_large_layout_is_worked_out() {
    let (mut desk, gate) = large();
    let before = desk.session().positions().clone();
    let held = hold(&gate);
    desk.click(Role::RadioButton, "Departments");
    assert_eq!(desk.org().settings.layout, Arrangement::Departments);
    assert!(!desk.shows(DOING), "what is quick is not worth a word");
    desk.wait(0.4);
    assert!(desk.has(Role::ProgressIndicator, DOING), "a screen reader hears it");
    assert!(desk.has(Role::Label, DOING));
    // Everything else goes on.
    desk.select(&["p007"]);
    assert_eq!(desk.selected(), ["Party 7"]);
    assert_eq!(desk.session().positions(), &before);
    drop(held);
    desk.wait_until(|session| !session.are_places_behind());
    assert_eq!(desk.session().positions(), &layout::arrange(desk.org()));
    assert_ne!(desk.session().positions(), &before);
    assert!(!desk.shows(DOING));
    assert_eq!(desk.session().undo_label(), Some("Arrange by departments"));
    desk.command(Key::Z);
    assert_eq!(desk.session().positions(), &before);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_layout_that_is_cancelled_leaves_no_trace() {
    let (mut desk, gate) = large();
    // Something to undo and something to redo.
    desk.select(&["p001"]);
    desk.key(Key::Delete);
    desk.select(&["p002"]);
    desk.key(Key::Delete);
    desk.command(Key::Z);
    let before = seen(desk.session());
    assert!(before.3.iter().all(Option::is_some));
    let held = hold(&gate);
    for by_key in [true, false] {
        desk.click(Role::RadioButton, "Departments");
        desk.wait(0.4);
        if by_key {
            desk.key(Key::Escape);
        } else {
            desk.press("Cancel");
        }
        assert!(!desk.session().are_places_behind());
        assert_eq!(seen(desk.session()), before);
        assert!(!desk.shows("laying out"));
    }
    drop(held);
    desk.wait(1.0);
    assert_eq!(seen(desk.session()), before, "nor does it come later");
}

#[test]
fn escape_after_two_layouts_in_a_row_gives_up_both() {
    let (mut desk, gate) = large();
    let before = seen(desk.session());
    let held = hold(&gate);
    desk.click(Role::RadioButton, "Departments");
    desk.wait(0.4);
    desk.click(Role::RadioButton, "Inverted pyramid");
    desk.wait(0.4);
    assert!(desk.shows("Inverted pyramid: laying out 600 parties"));
    desk.key(Key::Escape);
    assert_eq!(seen(desk.session()), before, "arranged as the cards lie");
    desk.wait(0.4);
    assert!(!desk.shows("laying out"), "the first does not begin again");
    drop(held);
    desk.wait(1.0);
    assert_eq!(seen(desk.session()), before, "nor does either come later");
}

#[test]
fn undo_while_it_runs_goes_back_and_redo_lays_out_again() {
    let (mut desk, gate) = large();
    let before = desk.session().positions().clone();
    let held = hold(&gate);
    desk.click(Role::RadioButton, "Departments");
    desk.command(Key::Z);
    assert_eq!(desk.session().positions(), &before);
    assert!(!desk.session().are_places_behind() && !desk.session().is_edited());
    desk.command(Key::Y);
    assert!(desk.session().are_places_behind());
    drop(held);
    desk.wait_until(|session| !session.are_places_behind());
    assert_eq!(desk.session().positions(), &layout::arrange(desk.org()));
}

#[test]
fn what_is_added_while_it_runs_stays() {
    let (mut desk, gate) = large();
    let before = desk.session().positions().clone();
    let held = hold(&gate);
    desk.click(Role::RadioButton, "Departments");
    let blocks = layout::arrange(desk.org());
    desk.key(Key::N);
    desk.write("Payroll");
    desk.key(Key::Enter);
    let new = PartyId::new("payroll");
    let place = desk.session().positions()[&new];
    assert!(desk.session().are_places_behind());
    drop(held);
    desk.wait_until(|session| !session.are_places_behind());
    assert_eq!(desk.session().positions()[&new], place, "it lies where it was put");
    let places = desk.session().positions();
    let elsewhere = blocks.iter().filter(|(id, at)| places[*id] != **at).count();
    assert!(elsewhere <= 4, "{elsewhere} made room for it");
    let card = layout::card(place);
    assert!(blocks.keys().all(|id| !layout::card(places[id]).overlaps(&card)));
    // What was done since stands on the layout, and the layout is one step.
    desk.command(Key::Z);
    assert_eq!(desk.session().positions(), &blocks);
    desk.command(Key::Z);
    assert_eq!(desk.session().positions(), &before);
    assert!(!desk.session().is_edited());
}

#[test]
fn the_minimap_does_not_come_for_a_moment_while_cards_glide() {
    let mut desk = Desk::with(company(60));
    desk.set_motion(true);
    assert!(!desk.has(Role::Canvas, "Minimap"), "all of it is on screen");
    for layout in ["Inverted pyramid", "Flow to customer", "Departments"] {
        let at = desk.place(Role::RadioButton, layout).center();
        desk.press_and_pass(at, 1);
        for frame in 0..24 {
            assert!(!desk.has(Role::Canvas, "Minimap"), "{layout}, frame {frame}");
            desk.pass(1);
        }
        desk.settle();
        assert!(!desk.has(Role::Canvas, "Minimap"));
    }
}

#[test]
fn cards_glide_to_where_they_belong() {
    let still = {
        let mut desk = Desk::with(company(24));
        let before = desk.card("Party 3");
        desk.click(Role::RadioButton, "Inverted pyramid");
        let after = desk.card("Party 3");
        assert_ne!(before, after, "with reduced motion it is there at once");
        desk.wait(1.0);
        assert_eq!(desk.card("Party 3"), after);
        (before, after)
    };
    let mut desk = Desk::with(company(24));
    desk.set_motion(true);
    assert_eq!(desk.card("Party 3"), still.0);
    let at = desk.place(Role::RadioButton, "Inverted pyramid").center();
    desk.press_and_pass(at, 2);
    let begun = desk.card("Party 3").center();
    desk.pass(8);
    let half = desk.card("Party 3").center();
    desk.settle();
    assert_eq!(desk.card("Party 3"), still.1);
    let way = still.0.center().distance(still.1.center());
    assert!(begun.distance(still.0.center()) < way * 0.2, "it begins where it was");
    for end in [still.0, still.1] {
        assert!(half.distance(end.center()) > way * 0.1, "it is on its way");
    }
    // Undoing the layout glides as well.
    desk.press_keys_and_pass(Key::Z, 8);
    assert_ne!(desk.card("Party 3"), still.0);
    desk.settle();
    let back = desk.card("Party 3").center();
    assert!(back.distance(still.0.center()) < 1.0, "{back:?} {:?}", still.0.center());
}

#[test]
fn opening_a_large_file_tells_how_far_it_is_and_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("works.ron");
    file::save(&path, &company(600), None).unwrap();
    let (mut desk, gate) = (Desk::start(), Gate::default());
    desk.app_mut().hold_layouts(Gate::clone(&gate));
    let held = hold(&gate);
    desk.open(&path);
    desk.pass_until("Laying out 600 parties");
    assert!(desk.shows("Opening works.ron"));
    desk.key(Key::Escape);
    assert!(desk.is_at_start() && !desk.shows("Opening"));
    desk.open(&path);
    desk.pass_until("Laying out 600 parties");
    drop(held);
    desk.settle();
    let session = desk.session();
    assert_eq!(session.positions(), &layout::arrange(session.org()));
    assert!(!session.is_edited());
}
