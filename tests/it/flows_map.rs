//! Drawing on the map, with the pointer and with nothing but the keyboard.

use egui::{Key, Modifiers, accesskit::Role, pos2, vec2};
use throughline::{
    file,
    org::{PartyId, Position},
    session::Session,
};

use crate::desk::{Desk, three};

/// Undoes once and expects the organisation as it was.
#[track_caller]
fn one_step_back(desk: &mut Desk, before: &throughline::org::Org) {
    desk.command(Key::Z);
    assert_eq!(desk.org(), before);
}

#[test]
fn a_double_click_draws_a_party_that_is_named_at_once() {
    let mut desk = Desk::empty();
    let before = desk.org().clone();
    let at = desk.nowhere();
    desk.double_click_at(at);
    desk.write("Payroll");
    assert_eq!(
        desk.names(),
        ["Payroll"],
        "as it is typed, so that nothing typed can be lost"
    );
    desk.key(Key::Enter);
    assert_eq!(desk.names(), ["Payroll"]);
    assert_eq!(desk.selected(), ["Payroll"]);
    assert!(
        (desk.card("Payroll").center() - at).length() < 2.0,
        "it lies where it was drawn"
    );
    assert!(desk.title().starts_with("• "), "{}", desk.title());
    one_step_back(&mut desk, &before);
    assert!(!desk.session().is_edited());
    assert_eq!(desk.title(), "Our team – Throughline");
    assert_eq!(desk.session().undo_label(), None);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(desk.names(), ["Payroll"]);
}

#[test]
fn a_new_party_is_known_in_the_file_by_its_own_name() {
    let mut desk = Desk::three();
    let at = desk.nowhere();
    desk.double_click_at(at);
    desk.write("Customer service");
    desk.key(Key::Enter);
    assert_eq!(desk.party("customer-service").name, "Customer service");
    let (edge, empty) = (
        desk.card("Dispatch").right_center(),
        desk.nowhere() + vec2(300.0, -60.0),
    );
    desk.drag_and_drop(edge, empty);
    desk.write("Retailer");
    desk.key(Key::Enter);
    let handoff = desk.handoff("dispatch-to-retailer");
    assert_eq!(handoff.customer.as_str(), "retailer");
}

#[test]
fn esc_while_naming_takes_the_party_back() {
    let mut desk = Desk::empty();
    let at = desk.nowhere();
    desk.double_click_at(at);
    assert_eq!(desk.org().parties.len(), 1);
    desk.write("Pay");
    desk.key(Key::Escape);
    assert_eq!(desk.org().parties.len(), 0);
    assert!(!desk.session().is_edited());
    assert_eq!((desk.session().undo_label(), desk.session().redo_label()), (None, None));
}

#[test]
fn a_party_left_without_a_name_keeps_the_first_one() {
    let mut desk = Desk::empty();
    let at = desk.nowhere();
    desk.double_click_at(at);
    desk.key(Key::Delete);
    desk.key(Key::Enter);
    assert_eq!(desk.names(), ["New party"]);
}

#[test]
fn a_drag_from_the_edge_to_a_card_draws_a_handoff() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    let (from, to) = (desk.card("Production").right_center(), desk.card("Dispatch").center());
    desk.drag_and_drop(from, to);
    assert_eq!(desk.lines(), ["Sales > Production", "Production > Dispatch"]);
    assert_eq!(desk.selected(), ["Production to Dispatch"]);
    assert!(desk.has(
        Role::Button,
        "Handoff Production to Dispatch, from Production to Dispatch, handoff reliability not measured"
    ));
    one_step_back(&mut desk, &before);
}

#[test]
fn a_handoff_to_oneself_is_not_drawn() {
    let mut desk = Desk::three();
    let card = desk.card("Production");
    desk.drag_and_drop(card.right_center(), card.left_center());
    assert_eq!(desk.lines(), ["Sales > Production"]);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_drag_from_the_edge_to_nowhere_draws_both() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    let (from, to) = (desk.card("Dispatch").right_center(), desk.nowhere());
    desk.drag_and_drop(from, to);
    desk.write("Carrier");
    desk.key(Key::Enter);
    assert!(desk.names().contains(&"Carrier"));
    assert!(desk.lines().contains(&"Dispatch > Carrier".to_owned()));
    assert_eq!(desk.selected(), ["Carrier"]);
    one_step_back(&mut desk, &before);

    desk.drag_and_drop(from, to);
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &before);
}

#[test]
fn a_dragged_card_stays_where_it_was_dropped_also_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.ron");
    let mut desk = Desk::three();
    let before = desk.org().clone();
    let from = desk.card("Production").center();
    desk.drag_and_drop(from, from + vec2(60.0, 110.0));
    assert!((desk.card("Production").center() - from - vec2(60.0, 110.0)).length() < 2.0);
    assert_eq!(desk.session().undo_label(), Some("Move Production"));
    let moved = desk.party("production").position;
    one_step_back(&mut desk, &before);
    assert!((desk.card("Production").center() - from).length() < 2.0);
    desk.command(Key::Y);
    desk.answer([crate::desk::Say::Path(path.clone())]);
    desk.command(Key::S);
    let (saved, _) = file::load(&path).unwrap();
    assert_eq!(saved.org.parties["production"].position, moved);
    let again = Session::new(saved.org, desk.session().today());
    assert_eq!(again.positions(), desk.session().positions());
}

#[test]
fn esc_during_a_drag_puts_the_card_back() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    let from = desk.card("Production").center();
    desk.drag(from, from + vec2(30.0, 90.0));
    assert!(desk.org() != &before, "it moves under the hand");
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &before);
    desk.point(from + vec2(80.0, 120.0));
    desk.drop(from + vec2(80.0, 120.0));
    assert_eq!(desk.org(), &before);
    assert!(!desk.session().is_edited());
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn a_drag_that_ends_where_it_began_leaves_no_step() {
    let mut desk = Desk::three();
    let from = desk.card("Production").center();
    desk.drag(from, from + vec2(0.0, 90.0));
    desk.point(from);
    desk.drop(from);
    assert_eq!(desk.session().undo_label(), None);
    assert!(!desk.session().is_edited());
}

#[test]
fn all_selected_cards_move_together() {
    let mut desk = Desk::three();
    desk.select(&["sales", "dispatch"]);
    let before = desk.org().clone();
    let from = desk.card("Sales").center();
    desk.drag_and_drop(from, from + vec2(0.0, 100.0));
    let height = |name| desk.party(name).position.map(|p| p.1 as i32);
    assert_eq!(height("sales"), height("dispatch"));
    assert!(height("dispatch") > Some(50));
    assert_eq!(height("production"), Some(0));
    one_step_back(&mut desk, &before);
}

#[test]
fn arrows_nudge_in_one_step() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    let at = desk.card("Sales").center();
    desk.click_at(at);
    desk.key_held(Key::ArrowDown, 5);
    assert_eq!(desk.party("sales").position, Some(Position(-400.0, 20.0)));
    one_step_back(&mut desk, &before);
    assert_eq!(desk.session().undo_label(), None);
    desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(desk.party("sales").position, Some(Position(-368.0, 0.0)));
}

#[test]
fn the_selection_grows_by_shift_click_and_rubber_band() {
    let mut desk = Desk::three();
    let [sales, production, dispatch] = ["Sales", "Production", "Dispatch"].map(|name| desk.card(name));
    desk.click_at(sales.center());
    assert_eq!(desk.selected(), ["Sales"]);
    desk.click_at_with(Modifiers::SHIFT, dispatch.center());
    assert_eq!(desk.selected(), ["Dispatch", "Sales"]);
    desk.click_at_with(Modifiers::SHIFT, sales.center());
    assert_eq!(desk.selected(), ["Dispatch"]);
    let (from, to) = (
        sales.left_top() - vec2(20.0, 40.0),
        production.center() + vec2(0.0, 60.0),
    );
    desk.drag_and_drop(from, to);
    assert_eq!(desk.selected(), ["Production", "Sales"]);
    let at = desk.nowhere();
    desk.click_at(at);
    assert_eq!(desk.selected(), [""; 0]);
    assert!(!desk.session().is_edited());
}

#[test]
fn everything_is_selected_and_deleted_and_comes_back() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    desk.command(Key::A);
    assert_eq!(desk.selected(), ["Dispatch", "Production", "Sales", "Order"]);
    desk.key(Key::Delete);
    assert_eq!((desk.org().parties.len(), desk.org().handoffs.len()), (0, 0));
    assert!(desk.shows("Who serves whom?"), "an empty map says how to begin");
    one_step_back(&mut desk, &before);
    assert_eq!(desk.selected(), ["Dispatch", "Production", "Sales", "Order"]);
    desk.key(Key::Escape);
    assert_eq!(desk.selected(), [""; 0]);
}

#[test]
fn a_party_takes_its_handoffs_along() {
    let mut desk = Desk::three();
    let at = desk.card("Production").center();
    desk.click_at(at);
    desk.key(Key::Delete);
    assert_eq!(desk.names(), ["Dispatch", "Sales"]);
    assert_eq!(desk.lines(), [""; 0]);
    desk.command(Key::Z);
    assert_eq!(desk.lines(), ["Sales > Production"]);
}

#[test]
fn a_duplicate_lies_beside_and_is_selected() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    desk.select(&["sales", "production"]);
    desk.command(Key::D);
    assert_eq!(desk.names(), ["Dispatch", "Production", "Production", "Sales", "Sales"]);
    assert_eq!(desk.lines(), ["Sales > Production", "Sales > Production"]);
    assert_eq!(desk.selected(), ["Production", "Sales", "Order"]);
    assert!(desk.party("sales-2").position != desk.party("sales").position);
    one_step_back(&mut desk, &before);
}

#[test]
fn what_is_copied_is_a_document_that_can_be_pasted_anywhere() {
    let mut desk = Desk::three();
    desk.select(&["sales", "production"]);
    let text = desk.copy();
    assert!(!desk.session().is_edited());
    let piece = file::read(text.as_bytes()).unwrap();
    assert_eq!((piece.org.parties.len(), piece.org.handoffs.len()), (2, 1));
    let mut other = Desk::empty();
    let before = other.org().clone();
    other.paste(&text);
    assert_eq!(other.names(), ["Production", "Sales"]);
    assert_eq!(other.lines(), ["Sales > Production"]);
    one_step_back(&mut other, &before);
    other.paste("Good morning");
    assert!(other.shows("not a piece of a map"));
    assert_eq!(other.org(), &before);
}

#[test]
fn cutting_is_one_step() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    desk.select(&["sales"]);
    let text = desk.cut();
    assert_eq!(desk.names(), ["Dispatch", "Production"]);
    one_step_back(&mut desk, &before);
    desk.cut();
    desk.paste(&text);
    assert_eq!(desk.names(), ["Dispatch", "Production", "Sales"]);
}

#[test]
fn a_party_is_renamed_in_its_place() {
    let mut desk = Desk::three();
    let before = desk.org().clone();
    desk.select(&["sales"]);
    desk.key(Key::F2);
    desk.write("Selling");
    desk.key(Key::Enter);
    assert_eq!(desk.party("sales").name, "Selling");
    one_step_back(&mut desk, &before);
    let at = desk.card("Sales").center();
    desk.double_click_at(at);
    desk.write("Shop");
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &before);
    desk.double_click_at(at);
    desk.write("Shop");
    let elsewhere = desk.nowhere();
    desk.click_at(elsewhere);
    assert_eq!(desk.party("sales").name, "Shop", "a click elsewhere ends the naming");
    one_step_back(&mut desk, &before);
}

#[test]
fn a_handoff_is_renamed_in_its_place() {
    let mut desk = Desk::three();
    let at = desk.place(Role::Button, "Handoff Order").center();
    desk.click_at(at);
    assert_eq!(desk.selected(), ["Order"]);
    desk.double_click_at(at);
    desk.write("Complete order");
    desk.key(Key::Enter);
    assert_eq!(desk.handoff("order").deliverable, "Complete order");
}

#[test]
fn the_wheel_keeps_what_is_under_the_pointer() {
    let mut desk = Desk::three();
    let card = desk.card("Sales");
    let pointer = pos2(card.left(), card.bottom());
    desk.wheel(pointer, 2.0);
    let near = desk.card("Sales");
    assert!(near.width() > card.width() * 1.2);
    assert!((pos2(near.left(), near.bottom()) - pointer).length() < 3.0);
    desk.wheel(pointer, -5.0);
    let far = desk.card("Sales");
    assert!(far.width() < card.width());
    assert!((pos2(far.left(), far.bottom()) - pointer).length() < 3.0);
    desk.wheel(pointer, 16.0);
    desk.key(Key::F);
    for name in ["Sales", "Production", "Dispatch"] {
        assert!(desk.place(Role::Canvas, "Map").contains_rect(desk.card(name)), "{name}");
    }
    assert!(!desk.session().is_edited(), "looking around changes nothing");
}

#[test]
fn tab_goes_through_the_cards_and_enter_selects() {
    let mut desk = Desk::three();
    let at = desk.nowhere();
    desk.click_at(at);
    desk.key(Key::Tab);
    let first = desk.selected();
    desk.key(Key::Tab);
    let second = desk.selected();
    assert!(
        first.len() == 1 && second.len() == 1 && first != second,
        "{first:?}, {second:?}"
    );
    desk.command(Key::A);
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), second);
}

#[test]
fn a_map_is_drawn_with_the_keyboard_alone() {
    let mut desk = Desk::start();
    desk.command(Key::N);
    assert_eq!(desk.title(), "New organisation – Throughline");
    for name in ["Bakery", "Café"] {
        desk.key(Key::N);
        desk.write(name);
        desk.key(Key::Enter);
    }
    assert_eq!(desk.names(), ["Bakery", "Café"]);
    assert!(!desk.card("Bakery").intersects(desk.card("Café")));
    desk.command(Key::A);
    desk.key(Key::H);
    assert_eq!(desk.lines().len(), 1);
    desk.key(Key::F2);
    desk.write("Bread");
    desk.key(Key::Enter);
    assert_eq!(desk.org().handoffs.values().next().unwrap().deliverable, "Bread");
    for _ in 0..4 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.names(), [""; 0]);
    assert!(!desk.session().is_edited());
}

#[test]
fn cards_without_a_place_of_their_own_stay_where_they_are_seen() {
    let mut org = three();
    for party in ["sales", "production", "dispatch"] {
        std::sync::Arc::make_mut(org.parties.get_mut(party).unwrap()).position = None;
    }
    let mut desk = Desk::with(org);
    let seen = desk.session().positions().clone();
    desk.select(&["dispatch", "sales"]);
    desk.key(Key::H);
    assert_eq!(desk.session().positions(), &seen, "a new handoff moves no card");
    let from = desk.card("Sales").center();
    desk.drag_and_drop(from, from + vec2(0.0, 70.0));
    desk.command(Key::Z);
    assert_eq!(
        desk.session().positions(),
        &seen,
        "taking a move back puts every card back"
    );
    desk.command(Key::Z);
    assert_eq!(desk.session().positions(), &seen);
}

#[test]
fn a_card_dragged_far_away_is_let_go_all_the_same() {
    let mut desk = Desk::three();
    let from = desk.card("Dispatch").center();
    desk.drag(from, from + vec2(3_000.0, 900.0));
    desk.drop(from + vec2(3_000.0, 900.0));
    assert!(desk.party("dispatch").position.is_some_and(|at| at.0 > 2_000.0));
    // The keys work again, and it was one step.
    desk.command(Key::Z);
    assert_eq!(desk.org(), &three());
}

#[test]
fn the_map_is_arranged_another_way_and_back_again() {
    let text = include_bytes!("../../sample_orgs/kubernetes.ron");
    let mut desk = Desk::with(file::read(text).expect("the sample is sound").org);
    let start = desk.session().positions().clone();
    desk.run("Arrange by departments");
    let blocks = desk.session().positions().clone();
    assert_ne!(blocks, start);
    desk.run("Arrange as inverted pyramid");
    let pyramid = desk.session().positions().clone();
    let customer = PartyId::new("kubernetes-users");
    let top = pyramid.values().map(|at| at.y).fold(f32::MAX, f32::min);
    assert_eq!(pyramid[&customer].y, top, "the paying customer stands on top");
    desk.run("Arrange as pyramid");
    let bottom = desk
        .session()
        .positions()
        .values()
        .map(|at| at.y)
        .fold(f32::MIN, f32::max);
    assert_eq!(desk.session().positions()[&customer].y, bottom);
    for before in [pyramid, blocks, start] {
        desk.command(Key::Z);
        assert_eq!(*desk.session().positions(), before);
    }
    assert!(!desk.session().is_edited());
}
