//! Departments made and changed on the map, and several things changed at once in the panel beside it.

use egui::{Key, Modifiers, accesskit::Role};
use throughline::{
    layout,
    org::{Goal, Handoff, Importance, Org, PartyId, PartyKind, Span},
};

use crate::desk::{Desk, small, three};

/// Works with Forge and Paint in it, Pay alone, and a town.
fn works() -> Org {
    let parties = [
        ("Works", "", 0.0, -200.0),
        ("Forge", "works", -200.0, 0.0),
        ("Paint", "works", 100.0, 0.0),
        ("Pay", "", 350.0, 0.0),
        ("Town", "", 350.0, -200.0),
    ];
    small("Works", &parties)
}

fn above(desk: &Desk, id: &str) -> Option<String> {
    desk.party(id).part_of.as_ref().map(ToString::to_string)
}

#[test]
fn a_group_is_named_at_once_and_is_one_step() {
    let mut desk = Desk::with(works());
    desk.select(&["forge", "paint"]);
    desk.command(Key::G);
    desk.write("Shop floor");
    desk.key(Key::Enter);
    let made = desk.party("shop-floor").clone();
    assert_eq!((made.name.as_str(), made.kind), ("Shop floor", PartyKind::Department));
    assert_eq!(
        above(&desk, "shop-floor").as_deref(),
        Some("works"),
        "both were part of the works"
    );
    assert_eq!(above(&desk, "forge").as_deref(), Some("shop-floor"));
    assert_eq!(above(&desk, "paint").as_deref(), Some("shop-floor"));
    assert_eq!(desk.selected(), ["Shop floor"]);
    let cards: Vec<_> = desk
        .session()
        .positions()
        .values()
        .map(|at| layout::card(*at))
        .collect();
    let covered = cards
        .iter()
        .enumerate()
        .any(|(k, one)| cards[k + 1..].iter().any(|other| one.overlaps(other)));
    assert!(!covered);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &works());
    assert!(!desk.session().is_edited());
}

#[test]
fn esc_takes_a_group_back_while_it_is_named() {
    let mut desk = Desk::with(works());
    desk.select(&["forge", "pay"]);
    desk.press("Group into a department…");
    desk.write("Odd");
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &works());
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn a_group_of_parties_of_different_departments_belongs_to_none() {
    let mut desk = Desk::with(works());
    desk.select(&["forge", "pay"]);
    desk.command(Key::G);
    desk.key(Key::Enter);
    assert_eq!(above(&desk, "new-department"), None);
    assert_eq!(above(&desk, "pay").as_deref(), Some("new-department"));
}

#[test]
fn a_department_is_found_in_a_list_and_a_ring_is_refused() {
    let mut desk = Desk::with(works());
    desk.select(&["pay"]);
    desk.key(Key::D);
    let offered: Vec<_> = desk.all(Role::ListBoxOption);
    assert_eq!(offered.len(), 1, "only departments: {offered:?}");
    desk.write("wo");
    desk.key(Key::Enter);
    assert_eq!(above(&desk, "pay").as_deref(), Some("works"));
    assert_eq!(desk.session().undo_label(), Some("Add Pay to Works"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &works());
    desk.select(&["works", "pay"]);
    desk.press("Add to a department…");
    desk.write("forge");
    desk.key(Key::Enter);
    assert!(desk.shows("Works cannot be part of itself. Choose a party that is not below it."));
    assert_eq!(desk.org(), &works(), "nobody moved");
}

#[test]
fn whoever_is_taken_out_goes_one_step_up() {
    let mut desk = Desk::with(works());
    desk.select(&["forge", "paint", "pay"]);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    assert_eq!((above(&desk, "forge"), above(&desk, "paint")), (None, None));
    assert_eq!(desk.session().undo_label(), Some("Take 2 parties out of Works"));
    assert_eq!(desk.selected(), ["Forge", "Paint", "Pay"]);
    assert!(
        !desk.has(Role::Button, "Take out of the department"),
        "they are part of nothing"
    );
    desk.command(Key::Z);
    assert_eq!(desk.org(), &works());
}

/// Three parties, two handoffs that differ in everything, two goals.
fn different() -> Org {
    let mut org = three();
    for (id, name) in [("speed", "Speed"), ("calm", "Calm")] {
        let goal = Goal {
            name: name.to_owned(),
            ..Goal::default()
        };
        org.goals.insert(id.into(), goal.into());
    }
    let mut sales = (*org.parties[&PartyId::new("sales")]).clone();
    sales.headcount = Some(4);
    sales.kind = PartyKind::Branch;
    "Old".clone_into(&mut sales.notes);
    sales.goals.insert("speed".into());
    org.parties.insert("sales".into(), sales.into());
    let order = Handoff {
        deliverable: "Order".to_owned(),
        importance: Importance::High,
        target: 0.8,
        notice: Some(Span::days(2)),
        channel: "Mail".to_owned(),
        ..Handoff::between("sales".into(), "production".into())
    };
    let goods = Handoff {
        deliverable: "Goods".to_owned(),
        ..Handoff::between("production".into(), "dispatch".into())
    };
    org.handoffs.insert("order".into(), order.into());
    org.handoffs.insert("goods".into(), goods.into());
    org
}

#[test]
fn a_number_typed_for_several_parties_is_theirs_as_one_types_and_one_step() {
    let mut desk = Desk::with(different());
    desk.select(&["dispatch", "sales"]);
    assert_eq!(desk.value("Headcount"), "", "they differ");
    assert!(desk.shows("Several values"));
    desk.enter("Headcount");
    desk.write("7");
    assert_eq!(
        (desk.party("sales").headcount, desk.party("dispatch").headcount),
        (Some(7), Some(7))
    );
    assert_eq!(desk.party("production").headcount, None);
    desk.write("2");
    desk.key(Key::Enter);
    assert_eq!(desk.party("dispatch").headcount, Some(72));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &different());
    assert!(!desk.session().is_edited());
}

#[test]
fn mixed_stays_mixed_where_nothing_was_typed() {
    let mut desk = Desk::with(different());
    desk.select(&["dispatch", "sales"]);
    for field in ["Headcount", "Notes"] {
        desk.enter(field);
        desk.keys(Modifiers::NONE, Key::Tab);
    }
    desk.choose_nothing("Kind");
    assert_eq!(desk.org(), &different());
    assert_eq!(desk.session().undo_label(), None);
    // What is typed and taken back leaves every value as it was.
    desk.enter("Notes");
    desk.write("New");
    assert_eq!(
        (
            desk.party("sales").notes.as_str(),
            desk.party("dispatch").notes.as_str()
        ),
        ("New", "New")
    );
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &different());
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn a_goal_that_some_work_for_is_neither_ticked_nor_empty() {
    let mut desk = Desk::with(different());
    desk.select(&["dispatch", "sales"]);
    desk.reach_and_click(Role::CheckBox, "Speed (1 of 2)");
    assert!(desk.party("dispatch").goals.contains("speed") && desk.party("sales").goals.contains("speed"));
    desk.reach_and_click(Role::CheckBox, "Speed");
    assert!(desk.party("dispatch").goals.is_empty() && desk.party("sales").goals.is_empty());
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &different());
}

fn both(desk: &mut Desk) {
    for name in ["Handoff Order", "Handoff Goods"] {
        let at = desk.place(Role::Button, name).center();
        desk.click_at_with(Modifiers::SHIFT, at);
    }
    assert_eq!(desk.selected(), ["Goods", "Order"]);
}

#[test]
fn several_handoffs_share_what_is_typed_and_undo_restores_each() {
    let mut desk = Desk::with(different());
    both(&mut desk);
    assert_eq!(
        (desk.value("Target, % kept"), desk.value("Channel")),
        (String::new(), String::new())
    );
    assert!(
        !desk.shows("Type a number above 0"),
        "nothing is wrong with values that differ"
    );
    desk.enter("Target, % kept");
    desk.write("95");
    desk.key(Key::Enter);
    assert_eq!(
        (desk.handoff("order").target, desk.handoff("goods").target),
        (0.95, 0.95)
    );
    desk.enter("Channel");
    desk.write("Phone");
    desk.key(Key::Enter);
    assert_eq!(
        (
            desk.handoff("order").channel.as_str(),
            desk.handoff("goods").channel.as_str()
        ),
        ("Phone", "Phone")
    );
    desk.choose("Importance", "Low");
    assert_eq!(
        (desk.handoff("order").importance, desk.handoff("goods").importance),
        (Importance::Low, Importance::Low)
    );
    desk.reach_and_click(Role::Button, "Clear notice");
    assert_eq!(
        (desk.handoff("order").notice, desk.handoff("goods").notice),
        (None, None)
    );
    // What nobody touched is as it was.
    assert_eq!(
        (
            desk.handoff("order").deliverable.as_str(),
            desk.handoff("goods").deliverable.as_str()
        ),
        ("Order", "Goods")
    );
    for _ in 0..4 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.org(), &different());
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn the_selected_handoffs_are_listed_by_name() {
    let mut desk = Desk::with(different());
    both(&mut desk);
    desk.reach(Role::DisclosureTriangle, "One by one");
    desk.press_beginning("Production to Dispatch: Goods");
    assert_eq!(desk.selected(), ["Goods"]);
}

#[test]
fn a_target_wiped_out_on_the_way_to_another_keeps_the_old_ones() {
    let mut desk = Desk::with(different());
    both(&mut desk);
    desk.enter("Target, % kept");
    desk.write("9");
    desk.key(Key::Backspace);
    assert_eq!((desk.handoff("order").target, desk.handoff("goods").target), (0.8, 0.9));
    desk.write("70");
    assert_eq!((desk.handoff("order").target, desk.handoff("goods").target), (0.7, 0.7));
    desk.key(Key::Enter);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &different());
}
