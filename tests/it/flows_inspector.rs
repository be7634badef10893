//! The panel beside the map: every field changes the document as one types, and is one undo step.

use egui::{Key, accesskit::Role};
use jiff::civil::date;
use throughline::{
    health::Indicator,
    org::{Delivery, Goal, Importance, Letter, LogEntry, Moment, Org, PartyKind, Role as Post},
};

use crate::desk::{Desk, three};

/// Three parties; a role in Sales, a goal, and a delivery each week.
fn measured() -> Org {
    let mut org = three();
    org.roles
        .insert("seller".into(), Post::new("Seller", "sales".into()).into());
    let goal = Goal {
        name: "Deliver in three days".to_owned(),
        ..Goal::default()
    };
    org.goals.insert("speed".into(), goal.into());
    for (k, day) in [2, 9, 16].into_iter().enumerate() {
        let due = date(2026, 11, day);
        let delivery = Delivery {
            handoff: "order".into(),
            asked: None,
            due: Moment::day(due),
            delivered: Some(Moment::day(due)),
            right_first_time: None,
            flaw: None,
            note: String::new(),
        };
        let id = org.new_log_id(due, k as u32);
        org.log.insert(id, LogEntry::Delivery(delivery).into());
    }
    org
}

fn party(name: &str) -> Desk {
    let mut desk = Desk::with(measured());
    let at = desk.card(name).center();
    desk.click_at(at);
    desk
}

fn handoff() -> Desk {
    let mut desk = Desk::with(measured());
    let at = desk.place(Role::Button, "Handoff Order").center();
    desk.click_at(at);
    desk
}

/// Leaves the field, then undoes once and expects the start, redoes and expects the end.
#[track_caller]
fn one_step(desk: &mut Desk) {
    let done = desk.org().clone();
    desk.command(Key::Z);
    assert_eq!(desk.org(), &measured());
    assert_eq!(desk.session().undo_label(), None);
    assert!(!desk.session().is_edited());
    desk.command(Key::Y);
    assert_eq!(desk.org(), &done);
    desk.command(Key::Z);
}

#[test]
fn a_name_is_typed_and_is_one_step() {
    let mut desk = party("Sales");
    desk.enter("Name");
    desk.write("Shop");
    assert_eq!(desk.party("sales").name, "Shop", "as one types");
    desk.card("Shop");
    desk.key(Key::Enter);
    assert_eq!(desk.session().undo_label(), Some("Change name"));
    one_step(&mut desk);
    desk.card("Sales");
}

#[test]
fn esc_takes_the_typing_back() {
    let mut desk = party("Sales");
    desk.enter("Name");
    desk.write("Shop");
    desk.key(Key::Escape);
    assert_eq!(desk.org(), &measured());
    assert_eq!(desk.session().undo_label(), None);
    assert_eq!(desk.value("Name"), "Sales");
    assert_eq!(desk.selected(), ["Sales"]);
}

#[test]
fn an_empty_name_is_the_old_one() {
    let mut desk = party("Sales");
    desk.enter("Name");
    desk.key(Key::ArrowRight);
    for _ in 0.."Sales".len() {
        desk.key(Key::Backspace);
    }
    assert_eq!(desk.value("Name"), "");
    let elsewhere = desk.card("Production").center();
    desk.click_at(elsewhere);
    assert_eq!(desk.org(), &measured());
    assert_eq!(desk.session().undo_label(), None);
}

#[test]
fn a_click_elsewhere_keeps_what_was_typed() {
    let mut desk = party("Sales");
    desk.enter("Name");
    desk.write("Shop");
    let elsewhere = desk.card("Production").center();
    desk.click_at(elsewhere);
    assert_eq!(desk.selected(), ["Production"]);
    assert_eq!(desk.party("sales").name, "Shop");
    assert_eq!(desk.party("production").name, "Production");
    one_step(&mut desk);
}

#[test]
fn kind_headcount_goals_and_notes_are_a_step_each() {
    let mut desk = party("Sales");
    desk.choose("Kind", "Branch");
    assert_eq!(desk.party("sales").kind, PartyKind::Branch);
    one_step(&mut desk);

    desk.enter("Headcount");
    desk.write("12");
    assert_eq!(desk.party("sales").headcount, Some(12));
    desk.key(Key::Enter);
    one_step(&mut desk);

    desk.reach_and_click(Role::CheckBox, "Deliver in three days");
    assert_eq!(desk.party("sales").goals.len(), 1);
    one_step(&mut desk);

    desk.enter("Notes");
    desk.write("Near the gate");
    let elsewhere = desk.nowhere();
    desk.click_at(elsewhere);
    assert_eq!(desk.party("sales").notes, "Near the gate");
    one_step(&mut desk);
}

#[test]
fn a_wrong_number_says_so_and_changes_nothing() {
    let mut desk = party("Sales");
    let sentence = "Type a whole number, or leave it empty.";
    desk.enter("Headcount");
    desk.write("1x");
    assert!(desk.shows(sentence));
    desk.key(Key::Enter);
    assert_eq!(desk.org(), &measured());
    assert!(!desk.shows(sentence));

    let mut desk = handoff();
    let sentence = "Type a number above 0 and at most 100.";
    for wrong in ["abc", "0", "101", "-5", "9 9"] {
        desk.enter("Target, % kept");
        desk.write(wrong);
        assert!(desk.shows(sentence), "{wrong}");
        desk.key(Key::Enter);
        assert_eq!(desk.org(), &measured(), "{wrong}");
        assert!(!desk.shows(sentence));
        assert_eq!(desk.value("Target, % kept"), "90");
    }
    assert_eq!(desk.session().undo_label(), None);
    desk.enter("Target, % kept");
    desk.write("97,5 %");
    desk.key(Key::Enter);
    assert!((desk.handoff("order").target - 0.975).abs() < 1e-12);
    one_step(&mut desk);
}

#[test]
fn the_promise_in_both_sides_words() {
    let mut desk = handoff();
    for (field, words) in [
        ("Promise", "Complete orders by noon"),
        ("Need", "No call back"),
        ("Deliverable", "Complete order"),
        ("Channel", "The order book"),
    ] {
        desk.enter(field);
        desk.write(words);
        assert_eq!(desk.value(field), words);
        desk.key(Key::Tab);
        desk.key(Key::Escape);
        assert_eq!(
            desk.session().undo_label(),
            Some(format!("Change {}", field.to_lowercase()).as_str())
        );
        one_step(&mut desk);
        assert_eq!(desk.value(field), if field == "Deliverable" { "Order" } else { "" });
    }
}

#[test]
fn enter_makes_a_new_line_where_there_are_several() {
    let mut desk = handoff();
    desk.enter("Promise");
    desk.write("Daily");
    desk.key(Key::Enter);
    desk.write("Complete");
    desk.key(Key::Tab);
    desk.key(Key::Escape);
    assert_eq!(desk.handoff("order").promise, "Daily\nComplete");
    one_step(&mut desk);
}

#[test]
fn terms_are_chosen() {
    let mut desk = handoff();
    desk.choose("Importance", "High");
    assert_eq!(desk.handoff("order").importance, Importance::High);
    one_step(&mut desk);
    desk.choose("How often", "Weekly");
    assert!(desk.shows("weekly") || desk.handoff("order").cadence.is_some());
    one_step(&mut desk);
    desk.reach_and_click(Role::Button, "Swap provider and customer");
    assert_eq!(desk.lines(), ["Production > Sales"]);
    one_step(&mut desk);
    desk.choose("Customer", "Sales");
    assert!(desk.shows("A handoff goes from one party to another."));
    assert_eq!(desk.org(), &measured());
}

#[test]
fn letters_are_given_and_taken_away() {
    let mut desk = handoff();
    assert!(desk.shows("Nobody is accountable and nobody is responsible."));
    let letter = |desk: &Desk, letter| {
        let letters = desk.handoff("order").raci.get("seller").copied().unwrap_or_default();
        letters.has(letter)
    };
    let name = |letter: Letter| format!("Seller {}", letter.meaning());
    desk.reach_and_click(Role::Button, &name(Letter::Accountable));
    assert!(letter(&desk, Letter::Accountable));
    assert!(desk.shows("Nobody is responsible."));
    one_step(&mut desk);
    desk.reach_and_click(Role::Button, &name(Letter::Accountable));
    desk.reach_and_click(Role::Button, &name(Letter::Responsible));
    assert!(!desk.shows("Nobody is"));
    desk.reach_and_click(Role::Button, &name(Letter::Accountable));
    assert!(!letter(&desk, Letter::Accountable) && letter(&desk, Letter::Responsible));
}

#[test]
fn a_recorded_delivery_gives_a_number() {
    let mut desk = Desk::three();
    let at = desk.place(Role::Button, "Handoff Order").center();
    desk.click_at(at);
    assert!(desk.shows("Handoff reliability not measured"));
    for _ in 0..3 {
        desk.reach_and_click(Role::Button, "Delivery");
    }
    assert_eq!(desk.org().log.len(), 3);
    assert!(!desk.shows("Handoff reliability not measured"));
    let reliability = |desk: &Desk| {
        let scope = throughline::health::Scope::Handoff("order".into());
        desk.session()
            .health()
            .estimate(&scope, Indicator::Reliability)
            .map(|e| e.mean)
    };
    assert!(reliability(&desk).is_some_and(|mean| mean > 0.5));
    for _ in 0..3 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.org(), &three());
    assert_eq!(reliability(&desk), None);
}

#[test]
fn indicators_follow_each_click() {
    let mut desk = handoff();
    let mean = |desk: &Desk| {
        let scope = throughline::health::Scope::Handoff("order".into());
        let estimate = desk.session().health().estimate(&scope, Indicator::Reliability);
        estimate.map(|e| e.mean).unwrap()
    };
    let before = mean(&desk);
    let words = desk.words();
    assert!(words.contains("88 % right first time (of 3)"));
    desk.unfold("Delivery 16 Nov 2026: on time");
    desk.choose("Right first time, says the receiver", "No");
    assert!(mean(&desk) < before, "{} is not below {before}", mean(&desk));
    assert!(desk.shows("Delivery 16 Nov 2026: on time, not right"));
    assert!(desk.words() != words && desk.shows("63 % right first time (of 3)"));
    one_step(&mut desk);
    assert!((mean(&desk) - before).abs() < 1e-12);

    desk.choose("Cause of the flaw", "Capacity");
    assert!(mean(&desk) < before, "a flaw is not right first time");
    desk.enter("What it cost");
    desk.write("1500");
    desk.key(Key::Enter);
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &measured());
    desk.reach_and_click(Role::Button, "Remove this entry");
    assert_eq!(desk.org().log.len(), 2);
    one_step(&mut desk);
}

#[test]
fn roles_are_added_and_named() {
    let mut desk = party("Dispatch");
    desk.reach_and_click(Role::Button, "Add role");
    assert_eq!(desk.org().roles.len(), 1, "a role needs a name");
    desk.enter("New role");
    desk.write("Packer");
    desk.reach_and_click(Role::Button, "Add role");
    assert_eq!(desk.org().roles["packer"].party.as_str(), "dispatch");
    desk.enter("New role");
    desk.write("Night shift lead");
    desk.key(Key::Enter);
    assert_eq!(desk.org().roles["night-shift-lead"].name, "Night shift lead");
    desk.unfold("Packer");
    desk.enter("Role name");
    desk.write("Night packer");
    desk.key(Key::Enter);
    assert!(desk.org().roles.values().any(|r| r.name == "Night packer"));
    for _ in 0..3 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.org(), &measured());
}

#[test]
fn goals_are_written_in_the_organisation_window() {
    let mut desk = Desk::three();
    desk.run("Organisation and goals…");
    desk.enter("Organisation name");
    desk.write("Bakery");
    desk.key(Key::Enter);
    desk.enter("New goal");
    desk.write("Bread");
    desk.key(Key::Enter);
    assert_eq!(desk.org().goals["bread"].name, "Bread");
    desk.enter("Goal");
    desk.write("Fresh bread at six");
    desk.key(Key::Escape);
    assert_eq!(
        desk.org().goals["bread"].name,
        "Bread",
        "Esc takes back the typing, not the goal"
    );
    assert!(desk.has(Role::Button, "Close"), "nor does it close the window");
    desk.enter("Goal");
    desk.write("Fresh bread at six");
    desk.press("Close");
    assert_eq!(desk.title(), "• Bakery – Throughline");
    assert_eq!(desk.org().goals.values().next().unwrap().name, "Fresh bread at six");
    for _ in 0..3 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.org(), &three());
}

#[test]
fn a_page_grows_with_what_is_on_it() {
    let mut desk = Desk::three();
    desk.run("Organisation and goals…");
    desk.enter("New goal");
    desk.write("Bread");
    desk.press("Add goal");
    assert_eq!(desk.org().goals.len(), 1);
    desk.press("Close");
    assert!(!desk.has(Role::Button, "Add goal"));
}

#[test]
fn several_are_changed_in_one_step() {
    let mut desk = Desk::with(measured());
    desk.select(&["sales", "production", "dispatch"]);
    desk.choose("Kind", "Department");
    assert!(desk.org().parties.values().all(|p| p.kind == PartyKind::Department));
    one_step(&mut desk);
}

#[test]
fn typing_and_wiping_it_again_leaves_each_of_several_its_own() {
    let mut org = measured();
    for (id, notes, headcount) in [("sales", "Two shifts", 3), ("production", "One shift", 5)] {
        let mut party = (*org.parties[&throughline::org::PartyId::new(id)]).clone();
        party.notes = notes.to_owned();
        party.headcount = Some(headcount);
        org.parties.insert(id.into(), party.into());
    }
    let mut desk = Desk::with(org.clone());
    desk.select(&["sales", "production"]);
    for (field, typed) in [("Notes", "a"), ("Headcount", "7")] {
        desk.enter(field);
        desk.write(typed);
        assert_ne!(desk.org(), &org);
        desk.key(Key::Backspace);
        assert_eq!(desk.org(), &org, "{field}");
        desk.write(typed);
        assert_ne!(desk.org(), &org, "all get what is typed");
        desk.key(Key::Backspace);
        desk.select(&["dispatch"]);
        desk.select(&["sales", "production"]);
        assert_eq!(desk.org(), &org, "{field}");
    }
    assert_eq!(desk.session().undo_label(), None);
    // Where all have the same, an empty field is that.
    desk.enter("Headcount");
    desk.write("7");
    desk.key(Key::Enter);
    desk.enter("Headcount");
    desk.key(Key::Backspace);
    assert_eq!(desk.party("sales").headcount, None);
}

#[test]
fn neighbours_lead_to_the_handoff() {
    let mut desk = party("Production");
    desk.press_beginning("Sales: Order");
    assert_eq!(desk.selected(), ["Order"]);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_length_of_time_is_set_typed_and_cleared() {
    use throughline::org::{Span, Unit};
    let mut desk = handoff();
    desk.reach_and_click(Role::Button, "Notice");
    assert_eq!(desk.handoff("order").notice, Some(Span::days(3)));
    one_step(&mut desk);

    desk.reach_and_click(Role::Button, "Notice");
    desk.reach_and_click(Role::SpinButton, "Notice");
    desk.command(Key::A);
    desk.write("14");
    desk.key(Key::Enter);
    assert_eq!(desk.handoff("order").notice, Some(Span::days(14)));
    desk.choose("Notice", "weeks");
    assert_eq!(desk.handoff("order").notice, Some(Span::new(14, Unit::Weeks)));
    desk.reach_and_click(Role::Button, "Clear notice");
    assert_eq!(desk.handoff("order").notice, None);
    for expected in [
        Some(Span::new(14, Unit::Weeks)),
        Some(Span::days(14)),
        Some(Span::days(3)),
        None,
    ] {
        desk.command(Key::Z);
        assert_eq!(desk.handoff("order").notice, expected);
    }
    assert_eq!(desk.org(), &measured());
}

#[test]
fn a_day_is_chosen_in_a_calendar() {
    let mut desk = handoff();
    desk.reach_and_click(Role::Button, "Agreed by both sides on");
    assert_eq!(
        desk.handoff("order").agreed,
        Some(date(2026, 11, 22)),
        "today is the likely one"
    );
    one_step(&mut desk);
    desk.reach_and_click(Role::Button, "Agreed by both sides on");
    desk.reach_and_click(Role::Button, "Agreed by both sides on");
    assert!(desk.has(Role::Button, "15"));
    desk.key(Key::Escape);
    assert!(!desk.has(Role::Button, "15"));
    assert_eq!(desk.selected(), ["Order"], "Esc closes the calendar and nothing else");
    desk.reach_and_click(Role::Button, "Agreed by both sides on");
    desk.press("15");
    desk.press("Save");
    assert_eq!(desk.handoff("order").agreed, Some(date(2026, 11, 15)));
    desk.key(Key::Escape);
    assert_eq!(desk.selected(), [""; 0]);
    let at = desk.place(Role::Button, "Handoff Order").center();
    desk.click_at(at);
    desk.reach_and_click(Role::Button, "Clear agreed by both sides on");
    assert_eq!(desk.org(), &measured());
}

#[test]
fn keys_in_a_field_are_the_field_s() {
    let mut desk = party("Sales");
    desk.enter("Name");
    let text = desk.copy();
    assert_eq!(text, "Sales");
    desk.cut();
    desk.paste("Shop");
    assert_eq!(desk.names(), ["Dispatch", "Production", "Shop"]);
    desk.key(Key::Backspace);
    desk.key(Key::N);
    desk.key(Key::F);
    assert_eq!(desk.party("sales").name, "Shonf");
    desk.key(Key::Enter);
    one_step(&mut desk);
}
