//! Goals as somebody uses them who never leaves the keyboard, and the map that they colour.

use egui::{Key, Modifiers, accesskit::Role};
use throughline::{
    file::read,
    org::{GoalId, Org},
};

use crate::desk::{Desk, three};

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn goals_of(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.run("Roles: goals");
    desk
}

/// What is said of the current cell.
fn cell(desk: &Desk) -> String {
    let all = desk.all(Role::Grid);
    let [one] = &all[..] else { panic!("{all:?}") };
    one.clone()
}

fn goals(desk: &Desk, party: &str) -> Vec<String> {
    desk.party(party).goals.iter().map(ToString::to_string).collect()
}

/// Goes on with Tab until the keyboard is on what begins like this.
#[track_caller]
fn tab_to(desk: &mut Desk, name: &str) {
    for _ in 0..80 {
        if desk.focused().is_some_and(|focused| focused.starts_with(name)) {
            return;
        }
        desk.key(Key::Tab);
    }
    panic!(
        "Tab does not lead to “{name}”; buttons are {:#?}",
        desk.all(Role::Button)
    );
}

/// By the file Customer service exchanges handoffs with Engineering, IT services and the warehouse without a goal in
/// common; lower cost is a goal of the last two. 6 pairs share none, Alder Steel names none, for the shelf nobody works
/// and nobody answers.
#[test]
fn goals_are_filled_with_the_keyboard_alone_and_each_mark_is_one_step() {
    let mut desk = goals_of(harbour());
    assert!(desk.shows("7 goals, 9 gaps"), "{}", desk.words());
    let first = "Customer service, A tool costs four per cent less to make and to bring";
    assert_eq!(
        cell(&desk),
        format!("{first}: does not work for it. Shares no goal with 3 parties it depends on")
    );
    desk.key(Key::Space);
    assert_eq!(
        cell(&desk),
        format!("{first}: works for it. Shares no goal with 1 party it depends on")
    );
    assert!(desk.shows("7 goals, 7 gaps"));
    assert_eq!(
        goals(&desk, "customer-service"),
        ["lower-cost", "no-wrong-shipment", "ten-retailers"]
    );
    // The shelf is the last goal by name.
    desk.key(Key::End);
    desk.key(Key::ArrowDown);
    assert_eq!(
        cell(&desk),
        "Engineering, The shelf at the retailer is never empty: does not work for it. Shares no goal with 3 parties it \
         depends on. Gap: nobody works for this goal. Gap: no role answers for this goal"
    );
    desk.key(Key::X);
    assert!(!cell(&desk).contains("nobody works"), "{}", cell(&desk));
    // Two rows by two columns at once, with what they had before.
    desk.keys(Modifiers::SHIFT, Key::ArrowUp);
    desk.keys(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(desk.copy(), "\t\nx\tx");
    desk.key(Key::Space);
    assert_eq!(desk.copy(), "x\tx\nx\tx");
    desk.paste("x\t\n\tx");
    assert_eq!(goals(&desk, "engineering"), ["full-shelves"]);
    desk.paste("why");
    assert!(desk.shows("A cell takes x or nothing"), "{}", desk.words());
    for _ in 0..4 {
        desk.command(Key::Z);
    }
    assert!(!desk.session().is_edited(), "four steps");
    assert!(desk.shows("7 goals, 9 gaps"));
}

#[test]
fn a_goal_is_added_named_and_removed_in_one_step_each() {
    let mut desk = goals_of(harbour());
    desk.key(Key::Escape);
    tab_to(&mut desk, "Add goal");
    desk.key(Key::Enter);
    desk.write("Nobody waits for an answer");
    desk.key(Key::Enter);
    let id = GoalId::new("nobody-waits-for-an-answer");
    assert_eq!(desk.org().goals[&id].name, "Nobody waits for an answer");
    assert!(
        desk.shows("8 goals, 11 gaps"),
        "nobody works for it and nobody answers: {}",
        desk.words()
    );
    // The cursor is on it, and marks go there.
    assert_eq!(desk.value("Goal"), "Nobody waits for an answer");
    tab_to(
        &mut desk,
        "Customer service, Nobody waits for an answer: does not work for it",
    );
    desk.key(Key::Space);
    assert!(goals(&desk, "customer-service").contains(&id.to_string()));
    // Another name sorts it elsewhere; the cursor goes along.
    desk.key(Key::Escape);
    desk.enter("Goal");
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.write("Answers come at once");
    desk.key(Key::Tab);
    assert_eq!(desk.org().goals[&id].name, "Answers come at once");
    assert!(
        cell(&desk).starts_with("Customer service, Answers come at once: works"),
        "{}",
        cell(&desk)
    );
    tab_to(&mut desk, "Remove goal");
    desk.key(Key::Enter);
    assert!(!desk.org().goals.contains_key(&id));
    assert_eq!(goals(&desk, "customer-service"), ["no-wrong-shipment", "ten-retailers"]);
    desk.command(Key::Z);
    assert_eq!(desk.org().goals[&id].name, "Answers come at once");
    assert!(goals(&desk, "customer-service").contains(&id.to_string()));
    desk.command(Key::Z);
    assert_eq!(desk.org().goals[&id].name, "Nobody waits for an answer");
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert!(!desk.session().is_edited());
}

#[test]
fn whoever_names_no_goal_yet_is_led_to_the_first() {
    let mut desk = goals_of(three());
    assert!(desk.shows("No goal is written down yet"), "{}", desk.words());
    desk.write("Every order on time");
    desk.key(Key::Enter);
    assert!(
        desk.shows("1 goal, 4 gaps"),
        "no owner, served by nobody, Sales and Production name none"
    );
    tab_to(&mut desk, "Dispatch, Every order on time");
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.key(Key::Space);
    assert!(desk.shows("1 goal, 1 gap"), "{}", desk.words());
    assert!(desk.shows("Wherever both sides of a handoff name goals, they have one in common."));
}

/// Marketing works for the new line alone, Sales for orders on time and ten retailers; qualified leads go between them.
#[test]
fn a_pair_that_shares_none_leads_to_its_handoffs_on_the_map() {
    let mut desk = goals_of(harbour());
    desk.key(Key::Escape);
    tab_to(&mut desk, "Marketing and Sales share no goal");
    assert_eq!(
        desk.focused().as_deref(),
        Some(
            "Marketing and Sales share no goal. Marketing: The cordless line is in the shops by spring. Sales: Every \
             order leaves complete and on the promised day; Ten new retailers this year. 1 handoff, normal importance. \
             Show on the map"
        )
    );
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Qualified leads"]);
    let said = desk.all(Role::Button);
    let said = said
        .iter()
        .find(|said| said.starts_with("Handoff Qualified leads"))
        .unwrap();
    assert!(
        said.contains("from Marketing to Sales, goals: no goal in common"),
        "{said}"
    );
}

#[test]
fn only_gaps_keeps_the_row_that_was_just_mended() {
    let mut desk = goals_of(harbour());
    desk.press("Only gaps");
    // By name: those with a pair that shares none, then the supplier that names no goal.
    let mut rows = Vec::new();
    tab_to(&mut desk, "Customer service, ");
    for _ in 0..9 {
        rows.push(cell(&desk).split(',').next().unwrap().to_owned());
        desk.key(Key::ArrowDown);
    }
    rows.dedup();
    assert_eq!(
        rows,
        [
            "Customer service",
            "Engineering",
            "IT services",
            "Marketing",
            "Production",
            "Sales",
            "Warehouse",
            "Alder Steel"
        ]
    );
    desk.key(Key::Space);
    assert!(cell(&desk).starts_with("Alder Steel, A tool costs"), "{}", cell(&desk));
    assert_eq!(goals(&desk, "alder-steel"), ["lower-cost"]);
}

#[test]
fn the_map_says_what_goals_both_sides_share() {
    let mut desk = Desk::with(harbour());
    desk.run("Colour by goals");
    let said = desk.all(Role::Button);
    let of = |name: &str| {
        let begins = format!("Handoff {name}, ");
        let found = said.iter().find(|said| said.starts_with(&begins));
        found.unwrap_or_else(|| panic!("{name} is on the map")).clone()
    };
    // Read off the file: on time of two and two; people paid right of one; none; a supplier that names none.
    for (name, wanted) in [
        ("Confirmed order", "goals: 1 of 2 goals in common"),
        ("Rules on hours and pay", "goals: 1 of 1 goal in common"),
        ("Released drawings", "goals: no goal in common"),
        ("Steel deliveries", "goals: no goals named"),
        (
            "Orders shipped",
            "goals: no goal in common, and none expected of a paying customer",
        ),
    ] {
        assert!(of(name).contains(wanted), "{}", of(name));
    }
    assert!(
        desk.shows("Legend: All goals shared, Some shared, None shared, No goals to compare"),
        "{}",
        desk.words()
    );
    let card = |desk: &Desk, name: &str| {
        let all = desk.all(Role::Button);
        all.into_iter().find(|said| said.starts_with(name)).unwrap()
    };
    assert!(card(&desk, "Engineering, Team").ends_with("1 goal: The cordless line is in the shops by spring"));
    assert!(card(&desk, "Alder Steel, Supplier").ends_with("no goal named"));
    // One goal stands out.
    desk.choose(
        "Goal that stands out: Every goal",
        "The cordless line is in the shops by spring · 2 parties",
    );
    assert!(!card(&desk, "Engineering, Team").contains("not for the chosen goal"));
    assert!(card(&desk, "Sales, Team").ends_with("not for the chosen goal"));
    desk.press("Every goal");
    assert!(!card(&desk, "Sales, Team").contains("not for the chosen goal"));
    desk.run("Colour by communication");
    let said = desk.all(Role::Button);
    let drawings = said
        .iter()
        .find(|said| said.starts_with("Handoff Released drawings"))
        .unwrap();
    assert!(
        drawings.contains("communication ") && !drawings.contains("goals:"),
        "{drawings}"
    );
}
