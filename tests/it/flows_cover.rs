//! Cross-training as somebody uses it who looks for a second pair of hands without leaving the keyboard.

use egui::{Key, Modifiers, accesskit::Role, pos2, vec2};
use throughline::{
    file::read,
    org::{HandoffId, Org, RoleId},
    session::{Command, RolesTab},
};

use crate::desk::{Desk, three};

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn cover_of(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.run(Command::Roles(RolesTab::Cover).label());
    desk
}

/// What is said of the current cell.
fn cell(desk: &Desk) -> String {
    let all = desk.all(Role::Grid);
    let [one] = &all[..] else { panic!("{all:?}") };
    one.clone()
}

fn is_trained(desk: &Desk, role: &str, handoff: &str) -> bool {
    let role = &desk.org().roles[&RoleId::new(role)];
    role.trained_for.contains(&HandoffId::new(handoff))
}

/// To the payslips, which one payroll clerk makes, and to the line managers, who stand to its right.
fn to_payslips(desk: &mut Desk) {
    desk.keys(Modifiers::COMMAND, Key::Home);
    for _ in 0..11 {
        desk.key(Key::ArrowDown);
    }
    for _ in 0..9 {
        desk.key(Key::ArrowRight);
    }
    assert_eq!(cell(desk), "Payslips, Line managers: could not. Cover of one");
}

#[test]
fn training_is_typed_and_cover_follows() {
    let mut desk = cover_of(harbour());
    assert!(desk.shows("3 of 23 without cover"), "{}", desk.words());
    assert_eq!(
        cell(&desk),
        "Steel deliveries, Supply coordinator: does the work, trained. 1 person"
    );
    to_payslips(&mut desk);
    desk.key(Key::T);
    // Four line managers and the clerk.
    assert_eq!(cell(&desk), "Payslips, Line managers: trained. 5 people");
    assert!(desk.shows("2 of 23 without cover"));
    desk.key(Key::T);
    assert_eq!(cell(&desk), "Payslips, Line managers: could not. Cover of one");
    desk.key(Key::T);
    desk.key(Key::Delete);
    assert!(!is_trained(&desk, "line-managers", "payslips"));
    for trained in [true, false, true, false] {
        desk.command(Key::Z);
        assert_eq!(is_trained(&desk, "line-managers", "payslips"), trained);
    }
    assert!(!desk.session().is_edited(), "four keys were four steps");
    // R and B are written elsewhere; A is no mark here.
    for key in [Key::R, Key::B, Key::A] {
        desk.key(key);
    }
    assert!(!desk.session().is_edited());
}

#[test]
fn a_range_is_trained_copied_and_cleared_in_one_step_each() {
    let mut desk = cover_of(harbour());
    let before = desk.org().clone();
    to_payslips(&mut desk);
    desk.key(Key::ArrowLeft);
    desk.keys(Modifiers::SHIFT, Key::ArrowUp);
    desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(desk.copy(), "RT\t\t\nRT\t\t");
    desk.key(Key::T);
    assert_eq!(desk.copy(), "RT\tT\tT\nRT\tT\tT");
    assert!(is_trained(&desk, "people-partner", "payment-file"));
    let text = desk.cut();
    assert!(!is_trained(&desk, "payroll-clerk", "payslips"));
    assert_eq!(desk.copy(), "R\t\t\nR\t\t");
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.paste(&text);
    // Three roles from the supply coordinator on, for steel and for complaints; the first one was trained for steel.
    for role in ["supply-coordinator", "service-agent", "service-lead"] {
        assert!(is_trained(&desk, role, "steel-deliveries"), "{role}");
        assert!(is_trained(&desk, role, "complaint-answered"), "{role}");
    }
    desk.paste("r t");
    desk.paste("");
    for _ in 0..5 {
        desk.command(Key::Z);
    }
    assert_eq!(*desk.org(), before);
}

#[test]
fn a_text_that_does_not_fit_changes_nothing_and_says_why() {
    let mut desk = cover_of(harbour());
    for (text, wanted) in [
        (
            "T\tManager",
            "Row 1, column 2 (Steel deliveries, Service agent) says “Manager”.",
        ),
        ("T", ""),
        ("A\nT\tR", "row 2 of the text has 2 cells, the first row has 1."),
        ("A", "A cell takes T for trained"),
    ] {
        desk.paste(text);
        assert!(desk.shows(wanted), "{}", desk.words());
        assert!(
            !desk.session().is_edited(),
            "{text:?}: the first cell is trained already"
        );
    }
    desk.keys(Modifiers::COMMAND, Key::End);
    desk.paste("T\tT");
    assert!(desk.shows("only 1 row and 1 column are left"), "{}", desk.words());
}

#[test]
fn who_could_is_asked_with_enter_and_whom_to_train_is_one_key_more() {
    let mut desk = cover_of(harbour());
    to_payslips(&mut desk);
    assert!(!desk.shows("could do this work"));
    desk.key(Key::Enter);
    assert!(desk.has(Role::Heading, "Who could do Payslips"), "{}", desk.words());
    assert!(desk.shows("1 person could do this work. Training one more role would give it cover."));
    assert!(desk.shows("Payroll · 1 person, trained for it"), "{}", desk.words());
    assert!(desk.shows("People · is told after"));
    // The panel follows the cursor.
    desk.key(Key::ArrowUp);
    assert!(desk.has(Role::Heading, "Who could do Payment file"));
    assert!(desk.shows("IT services · answers for the outcome"));
    desk.key(Key::ArrowDown);
    desk.key(Key::End);
    desk.key(Key::Tab);
    assert_eq!(desk.focused().as_deref(), Some("Close who could"));
    desk.key(Key::Tab);
    assert_eq!(desk.focused().as_deref(), Some("Train Line managers"));
    desk.key(Key::Enter);
    assert!(is_trained(&desk, "line-managers", "payslips"));
    assert!(desk.shows("5 people could do this work."), "{}", desk.words());
    assert!(desk.shows("People · 4 people\n"), "{}", desk.words());
    desk.command(Key::Z);
    assert!(!desk.session().is_edited(), "it was one step");
    desk.press("Close who could");
    assert!(!desk.shows("could do this work"));
    desk.key(Key::T);
    assert!(desk.session().is_edited(), "the table has the keyboard again");
}

#[test]
fn a_click_on_the_name_of_a_handoff_asks_too() {
    let mut desk = cover_of(harbour());
    let grid = desk.place(Role::Grid, &cell(&desk));
    // The head is 1.8 × 11.5 + 7.6 × 13 points high and a row 51.
    desk.click_at(grid.min + vec2(60.0, 119.5 + 51.0 * 2.5));
    assert!(
        desk.has(Role::Heading, "Who could do Questions with everything needed"),
        "{}",
        desk.words()
    );
    assert!(
        desk.shows("Customer service · 5 people, not trained for it yet"),
        "{}",
        desk.words()
    );
    assert!(desk.has(Role::Button, "Train Service agent"));
    assert!(desk.has(Role::Button, "Train Service lead"), "it stands in untrained");
    assert!(!desk.session().is_edited());
}

#[test]
fn whoever_comes_from_a_handoff_asks_about_that_one() {
    let mut desk = Desk::with(harbour());
    desk.run("Hours worked");
    assert_eq!(desk.selected(), ["Hours worked"]);
    desk.run(Command::Roles(RolesTab::Cover).label());
    assert!(desk.has(Role::Heading, "Who could do Hours worked"), "{}", desk.words());
    assert!(desk.shows("4 people could do this work."));
}

#[test]
fn only_gaps_are_looked_at_and_a_mended_row_stays() {
    let mut desk = cover_of(harbour());
    desk.press("Only gaps");
    desk.click_at(desk.place(Role::Grid, &cell(&desk)).min + vec2(260.0, 140.0));
    desk.command(Key::A);
    assert!(
        cell(&desk).starts_with("57 cells"),
        "three handoffs, 19 roles: {}",
        cell(&desk)
    );
    desk.keys(Modifiers::COMMAND, Key::Home);
    assert_eq!(
        cell(&desk),
        "Qualified leads, Supply coordinator: could not. Nobody could"
    );
    desk.key(Key::T);
    assert_eq!(
        cell(&desk),
        "Qualified leads, Supply coordinator: trained. Cover of one"
    );
    desk.key(Key::ArrowRight);
    desk.key(Key::T);
    // The supply coordinator and five service agents.
    assert_eq!(cell(&desk), "Qualified leads, Service agent: trained. 6 people");
}

#[test]
fn an_empty_table_says_what_to_do_first() {
    let mut desk = cover_of(Org::named("New"));
    assert!(desk.shows("There is no handoff yet"), "{}", desk.words());
    desk.press("Go to the map");
    desk.place(Role::Canvas, "Map");
    let mut desk = cover_of(three());
    assert!(desk.shows("Add a role to say who could do what."), "{}", desk.words());
    desk.press("Add role");
    desk.write("Clerk");
    desk.press("Add");
    assert_eq!(cell(&desk), "Order, Clerk: could not. Nobody could");
    assert!(desk.shows("Who is trained or stands in is not written down yet"));
    desk.key(Key::Escape);
    desk.click_at(desk.place(Role::Grid, &cell(&desk)).min + pos2(260.0, 140.0).to_vec2());
    desk.key(Key::T);
    // Nobody wrote down who holds the post.
    assert_eq!(cell(&desk), "Order, Clerk: trained. Cover of one");
    assert!(desk.shows("1 of 1 without cover"), "{}", desk.words());
}

/// A role of a party that does not exist can be trained all the same.
#[test]
fn a_file_with_problems_is_shown_and_edited() {
    let mut org = three();
    let mut role = throughline::org::Role::new("Clerk", "nobody".into());
    role.backups.insert("ghost".into());
    role.trained_for.insert("gone".into());
    org.roles.insert("clerk".into(), role.into());
    let mut desk = cover_of(org);
    desk.key(Key::T);
    assert_eq!(cell(&desk), "Order, Clerk: trained. Cover of one");
    desk.key(Key::Enter);
    assert!(desk.shows("nobody · 1 post\n"), "{}", desk.words());
}
