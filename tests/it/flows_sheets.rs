//! Role sheets and people's pages as somebody uses them who looks up what a role answers for, and keeps it right.

use egui::{Key, Modifiers, accesskit::Role};
use throughline::{
    file::read,
    org::{Edit, Handoff, HandoffId, Holder, Org, Party, PartyId, Role as Post, RoleId, Tenure},
};

use crate::desk::{Desk, three};

/// The sheet of the planner of the sample, worked out by hand from its file.
const PLANNER: &str = include_str!("../data/planner.txt");

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn by_role(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.run("Roles: by role");
    desk
}

/// What is said of the list: what is listed, and what is chosen.
fn list(desk: &Desk) -> String {
    let all = desk.all(Role::ListBox);
    let [one] = &all[..] else { panic!("{all:?}") };
    one.clone()
}

/// The sheet as a screen reader comes across it: headings and lines, in the order of the screen.
fn heard(desk: &Desk) -> Vec<String> {
    let words = desk.words();
    let of_sheet = |line: &&str| {
        let part = |role| desk.all(role).iter().any(|name| name == line);
        part(Role::Heading) || part(Role::Link) || part(Role::Label)
    };
    words.lines().filter(of_sheet).map(str::to_owned).collect()
}

/// Presses Tab until this has the keyboard.
#[track_caller]
fn tab_to(desk: &mut Desk, name: &str) {
    for _ in 0..120 {
        if desk.focused().as_deref() == Some(name) {
            return;
        }
        desk.key(Key::Tab);
    }
    panic!("“{name}” is not reached; at last {:?}", desk.focused());
}

fn role<'a>(desk: &'a Desk, id: &str) -> &'a Post {
    &desk.org().roles[&RoleId::new(id)]
}

#[test]
fn a_role_is_found_and_its_sheet_read_with_the_keyboard() {
    let mut desk = by_role(harbour());
    assert_eq!(list(&desk), "Roles: Supply coordinator, Alder Steel");
    desk.write("quinn");
    assert_eq!(list(&desk), "Roles: Planner, Production", "by the name of a holder");
    let heard = heard(&desk);
    let mut rest = &heard[..];
    for line in PLANNER.lines().filter(|line| !line.is_empty()) {
        let wanted = line.trim_start_matches("- ");
        let at = rest.iter().position(|heard| heard == wanted);
        let at = at.unwrap_or_else(|| panic!("“{wanted}” is not heard in its place: {heard:#?}"));
        rest = &rest[at + 1..];
    }
    assert_eq!(desk.copy(), PLANNER, "copied where the keyboard is");
    for _ in 0.."quinn".len() {
        desk.key(Key::Backspace);
    }
    assert_eq!(list(&desk), "Roles: Planner, Production");
    desk.key(Key::ArrowDown);
    assert_eq!(list(&desk), "Roles: Shift lead, Production");
    desk.key(Key::ArrowDown);
    assert_eq!(list(&desk), "Roles: Account manager, Sales", "over the heading");
    desk.key(Key::End);
    assert_eq!(list(&desk), "Roles: Warehouse lead, Warehouse");
    desk.write("nobody is called so");
    assert!(desk.shows("Nothing is called “nobody is called so”."));
    desk.key(Key::Escape);
    assert!(!desk.shows("Nothing is called"));
    desk.key(Key::End);
    desk.press("Copy as text");
    assert!(
        desk.copied().starts_with("Warehouse lead\nWarehouse\n"),
        "{}",
        desk.copied()
    );
}

#[test]
fn a_role_is_changed_and_moved_with_the_keyboard_and_keeps_every_letter() {
    let before = harbour();
    let mut desk = by_role(before.clone());
    desk.write("planner");
    desk.key(Key::Enter);
    assert_eq!(desk.focused().as_deref(), Some("Role name"));
    desk.key(Key::Tab);
    assert_eq!(desk.focused().as_deref(), Some("Responsibility 1"));
    desk.command(Key::A);
    desk.write("Plans the weeks.");
    desk.key(Key::Enter);
    desk.write("Says so early.");
    assert_eq!(
        role(&desk, "planner").responsibilities,
        ["Plans the weeks.", "Says so early."]
    );
    assert!(heard(&desk).contains(&"Says so early.".to_owned()), "as one types");
    desk.keys(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(
        role(&desk, "planner").responsibilities,
        ["Says so early.", "Plans the weeks."]
    );
    assert_eq!(desk.focused().as_deref(), Some("Responsibility 1"));

    tab_to(&mut desk, "Add holder");
    desk.key(Key::Enter);
    tab_to(&mut desk, "Holder 3, name");
    desk.write("Nora Vance");
    tab_to(&mut desk, "Holder 3, since");
    assert_eq!(role(&desk, "planner").holders.last().unwrap().name, "Nora Vance");
    assert!(heard(&desk).contains(&"Nora Vance, permanent".to_owned()));

    desk.reach_and_click(Role::ComboBox, "Belongs to");
    desk.reach_and_click(Role::Button, "Sales");
    assert_eq!(desk.session().undo_label(), Some("Move role Planner to Sales"));
    assert_eq!(list(&desk), "Roles: Planner, Sales");
    assert_eq!(desk.org().handoffs, before.handoffs, "every letter stays");
    let (now, then) = (role(&desk, "planner"), &before.roles["planner"]);
    assert_eq!((&now.backups, &now.trained_for), (&then.backups, &then.trained_for));
    assert!(heard(&desk).contains(&"Confirmed order, to Production. Promise: “An order reaches you complete: size, number, packing, date. We do not change it in the last five days.” Handoff reliability: 73, likely 55 to 87".to_owned()));

    let mut undone = Vec::new();
    while let Some(label) = desk.session().undo_label().map(str::to_owned) {
        undone.push(label);
        desk.command(Key::Z);
    }
    assert_eq!(
        undone,
        [
            "Move role Planner to Sales",
            "Change holder 3, name",
            "Add holder, Planner",
            "Move responsibility",
            "Add responsibility",
            "Change responsibilities",
        ]
    );
    assert_eq!(desk.org(), &before);
    assert_eq!(list(&desk), "Roles: Planner, Production");
}

/// A role with these responsibilities, on its page with the fields.
fn with_lines(lines: &[&str]) -> Desk {
    let mut org = three();
    let mut post = Post::new("Seller", "sales".into());
    post.responsibilities = lines.iter().map(|line| (*line).to_owned()).collect();
    org.roles.insert("seller".into(), post.into());
    by_role(org)
}

#[track_caller]
fn lines_are(desk: &Desk, wanted: &[&str]) {
    assert_eq!(role(desk, "seller").responsibilities, wanted);
    for (k, line) in wanted.iter().enumerate() {
        assert_eq!(desk.value(&format!("Responsibility {}", k + 1)), *line);
    }
    assert!(!desk.has(
        Role::MultilineTextInput,
        &format!("Responsibility {}", wanted.len() + 1)
    ));
}

#[test]
fn an_emptied_line_is_gone_when_it_is_left_and_stands_again_after_esc() {
    let mut desk = with_lines(&["One", "Two", "Three"]);
    desk.enter("Responsibility 2");
    desk.key(Key::Backspace);
    assert_eq!(desk.value("Responsibility 2"), "", "it is shown while one is in it");
    assert_eq!(desk.value("Responsibility 3"), "Three");
    desk.write("Zwei");
    assert_eq!(role(&desk, "seller").responsibilities, ["One", "Zwei", "Three"]);
    desk.key(Key::Escape);
    lines_are(&desk, &["One", "Two", "Three"]);
    assert_eq!(desk.session().undo_label(), None);

    desk.enter("Responsibility 2");
    desk.key(Key::Backspace);
    desk.key(Key::Tab);
    lines_are(&desk, &["One", "Three"]);
    assert_eq!(desk.session().undo_label(), Some("Change responsibilities"));
    desk.command(Key::Z);
    lines_are(&desk, &["One", "Two", "Three"]);
    assert!(!desk.session().is_edited());
}

#[test]
fn lines_are_added_pasted_moved_and_removed() {
    let mut desk = with_lines(&[]);
    desk.reach_and_click(Role::Button, "Add responsibility");
    assert_eq!(desk.focused().as_deref(), Some("Responsibility 1"));
    desk.key(Key::Tab);
    lines_are(&desk, &[]);
    assert_eq!(desk.session().undo_label(), None, "nothing was written");

    desk.reach_and_click(Role::Button, "Add responsibility");
    desk.paste("One\n\nTwo\nThree");
    desk.key(Key::Tab);
    lines_are(&desk, &["One", "Two", "Three"]);

    desk.enter("Responsibility 2");
    desk.key(Key::Enter);
    desk.write("Half");
    desk.key(Key::Tab);
    lines_are(&desk, &["One", "Two", "Half", "Three"]);
    desk.reach_and_click(Role::Button, "Move responsibility 4 up");
    lines_are(&desk, &["One", "Two", "Three", "Half"]);
    desk.reach_and_click(Role::Button, "Move responsibility 1 down");
    lines_are(&desk, &["Two", "One", "Three", "Half"]);
    desk.enter("Responsibility 4");
    desk.keys(Modifiers::ALT, Key::ArrowDown);
    lines_are(&desk, &["Two", "One", "Three", "Half"]);
    desk.reach_and_click(Role::Button, "Remove responsibility 2");
    lines_are(&desk, &["Two", "Three", "Half"]);
    for wanted in [4, 4, 4, 3, 0] {
        desk.command(Key::Z);
        assert_eq!(role(&desk, "seller").responsibilities.len(), wanted);
    }
    assert!(!desk.session().is_edited());
}

#[test]
fn training_offers_its_own_work_first_and_the_rest_through_a_search() {
    let mut desk = by_role(harbour());
    desk.write("planner");
    let boxes = desk.all(Role::CheckBox);
    // Its own work, then what it answers for, is asked about and is told; then what its party provides.
    assert_eq!(
        boxes,
        [
            "Material forecast",
            "Confirmed order",
            "Released drawings",
            "Returns to restock",
            "Steel on site",
            "Change requests from the floor",
            "Finished tools with papers",
        ]
    );
    desk.enter("Find another handoff");
    desk.write("payroll");
    let found = "Hours worked, People to Payroll";
    desk.reach_and_click(Role::CheckBox, found);
    assert!(
        role(&desk, "planner")
            .trained_for
            .contains(&HandoffId::new("hours-worked"))
    );
    assert!(heard(&desk).contains(&"Hours worked, from People".to_owned()));
    desk.command(Key::Z);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_line_leads_to_the_handoff_on_the_map_and_a_name_to_its_page() {
    let mut desk = by_role(harbour());
    desk.write("design");
    desk.click(Role::Link, "Chief engineer, Engineering");
    assert_eq!(list(&desk), "Roles: Chief engineer, Engineering");
    desk.click(Role::Link, "Greta Nyman, permanent");
    assert_eq!(list(&desk), "People: Greta Nyman, Chief engineer, Line managers");
    desk.click(Role::Link, "Line managers, People, permanent");
    assert_eq!(list(&desk), "Roles: Line managers, People");
    desk.click(Role::Link, "Payroll, Payslips");
    assert_eq!(desk.selected(), ["Payslips"]);
    assert!(desk.has(Role::Canvas, "Map"));
    assert!(!desk.session().is_edited());
}

#[test]
fn a_person_with_two_roles_has_one_page_without_marks() {
    let mut desk = Desk::with(harbour());
    desk.run("Roles: by person");
    assert!(desk.shows("36 people"));
    desk.write("helene");
    assert_eq!(list(&desk), "People: Helene Marsh, Service lead, Line managers");
    let heard = heard(&desk);
    for wanted in [
        "Service lead, Customer service, permanent",
        "Line managers, People, permanent",
        "Sees that every complaint has an answer. (as Service lead)",
        "Sign the hours of their own team. (as Line managers)",
        "Hours worked, to Payroll (as Line managers) (see above)",
        "Payroll, Hours worked (as Line managers). Need: “All teams, not all but two. One missing sheet means a wrong payslip for that team.”",
    ] {
        assert!(heard.contains(&wanted.to_owned()), "{wanted}: {heard:#?}");
    }
    assert!(heard.iter().all(|line| !line.contains("reliability")), "{heard:#?}");
    // Somebody is renamed in one role and so holds only the other.
    desk.key(Key::Enter);
    tab_to(&mut desk, "Holder 1, name");
    desk.command(Key::A);
    desk.write("Dora Lind");
    desk.key(Key::Tab);
    assert_eq!(desk.org().roles["service-lead"].holders[0].name, "Dora Lind");
    assert!(desk.shows("37 people"));
    assert_eq!(list(&desk), "People: Helene Marsh, Line managers");
}

/// A page does not slip away from under the hand that types a name on it.
#[test]
fn a_name_is_typed_on_its_own_page() {
    let mut desk = Desk::with(harbour());
    desk.run("Roles: by person");
    desk.write("erik sato");
    desk.key(Key::Enter);
    tab_to(&mut desk, "Holder 1, name");
    desk.command(Key::A);
    // On the way it is nobody's name, then that of somebody who holds another role, then a new one.
    desk.key(Key::Backspace);
    assert_eq!(desk.value("Holder 1, name"), "");
    desk.write("Nora Vance");
    assert_eq!(list(&desk), "People: Nora Vance, Support technician, Planner");
    desk.write(" junior");
    assert_eq!(desk.value("Holder 1, name"), "Nora Vance junior");
    desk.key(Key::Tab);
    assert_eq!(list(&desk), "People: Nora Vance junior, Planner");
    assert_eq!(desk.session().undo_label(), Some("Change holder 1, name"));
    desk.key(Key::Escape);
    desk.command(Key::Z);
    assert!(!desk.session().is_edited());
    assert_eq!(list(&desk), "People: Erik Sato, Planner");
}

#[test]
fn whoever_has_no_name_is_listed_by_role() {
    let mut desk = Desk::with(harbour());
    desk.run("Roles: by person");
    desk.key(Key::End);
    assert_eq!(list(&desk), "People: Inspector, 1 holder without a name");
    assert!(heard(&desk).contains(&"One holder, permanent".to_owned()));
}

#[test]
fn roles_come_and_go_and_the_list_follows() {
    let mut desk = by_role(harbour());
    desk.write("planner");
    desk.reach_and_click(Role::Button, "Remove role Planner");
    assert_eq!(desk.org().roles.len(), 18);
    assert!(
        desk.org()
            .handoffs
            .values()
            .all(|h| !h.raci.contains_key(&RoleId::new("planner")))
    );
    assert!(!desk.has(Role::Heading, "Planner"));
    desk.command(Key::Z);
    assert_eq!(list(&desk), "Roles: Planner, Production", "what comes back is shown");
    assert!(!desk.session().is_edited());
    desk.press("Edit");
    assert!(!desk.has(Role::TextInput, "Role name"));
    desk.press("Edit");
    assert_eq!(desk.value("Role name"), "Planner");
}

/// A file may name what it does not have.
#[test]
fn a_file_with_broken_references_is_shown_and_mended() {
    let text = r#"Throughline(version: 1, name: "Broken",
        roles: {"r": (name: "Ghost writer", party: "gone", backups: ["nobody", "r"], trained_for: ["nothing"],
            holders: [(name: "Ann", since: "9999-12-31", until: "0001-01-01"), ()])},
        parties: {"a": (name: "Alder", kind: Team)},
        handoffs: {"h": (provider: "gone", customer: "gone", raci: {"r": "RACI", "ghost": "A"})})"#;
    let org = read(text.as_bytes()).unwrap().org;
    let mut desk = by_role(org);
    assert_eq!(list(&desk), "Roles: Ghost writer, “gone”, which is not in the file");
    let said = heard(&desk);
    for wanted in [
        "“nobody”, which is not in the file",
        "“nothing”, which is not in the file",
        "Its party “gone”, which is not in the file",
        "Not written yet, to “gone”, which is not in the file. No promise written yet. Handoff reliability: not measured",
    ] {
        assert!(said.contains(&wanted.to_owned()), "{wanted}: {said:#?}");
    }
    desk.reach_and_click(Role::Button, "Remove backup “nobody”, which is not in the file");
    desk.reach_and_click(Role::CheckBox, "“nothing”, which is not in the file");
    desk.choose("Belongs to", "Alder");
    let post = role(&desk, "r");
    assert_eq!(
        (post.party.as_str(), post.backups.len(), post.trained_for.len()),
        ("a", 1, 0)
    );
    desk.run("Roles: by person");
    assert_eq!(list(&desk), "People: Ann, Ghost writer");
    assert!(
        heard(&desk)
            .contains(&"Ghost writer, Alder, permanent, from 31 Dec 9999, until 1 Jan 0001, no longer".to_owned()),
        "{:#?}",
        heard(&desk)
    );
}

/// 300 roles and 1,000 people: what is not seen is not laid out.
#[test]
fn a_large_organisation_stays_smooth() {
    let mut org = Org::named("Large");
    for k in 0..30 {
        let party = Party {
            name: format!("Party {k:02}"),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&format!("p{k:02}")), party.into());
    }
    for k in 0..300 {
        let mut post = Post::new(&format!("Role {k:03}"), PartyId::new(&format!("p{:02}", k % 30)));
        let holder = |n: usize| Holder {
            name: format!("Person {n:04}"),
            tenure: Tenure::Permanent,
            ..Holder::default()
        };
        post.holders = (0..4).map(|n| holder((k * 4 + n) % 1_000)).collect();
        org.roles.insert(RoleId::new(&format!("r{k:03}")), post.into());
    }
    for k in 0..600 {
        let sides = (format!("p{:02}", k % 30), format!("p{:02}", (k + 7) % 30));
        let mut handoff = Handoff::between(PartyId::new(&sides.0), PartyId::new(&sides.1));
        handoff
            .raci
            .insert(RoleId::new(&format!("r{:03}", k % 300)), "RA".parse().unwrap());
        org.apply(Edit::PutHandoff(HandoffId::new(&format!("h{k:03}")), handoff))
            .unwrap();
    }
    let mut desk = by_role(org);
    for (command, count, last) in [
        ("Roles: by role", "300 roles", "Roles: Role 299, Party 29"),
        ("Roles: by person", "1 000 people", "People: Person 0999, Role 249"),
    ] {
        desk.run(command);
        assert!(desk.shows(count));
        assert!(desk.all(Role::ListBoxOption).len() < 60);
        desk.key(Key::End);
        assert_eq!(list(&desk), last);
        let options = desk.all(Role::ListBoxOption);
        assert!(
            options.len() < 60 && options.contains(&last.split_once(": ").unwrap().1.to_owned()),
            "{options:?}"
        );
        desk.key_held(Key::ArrowUp, 40);
        assert_ne!(list(&desk), last);
    }
}

#[test]
fn empty_pages_say_what_to_do() {
    let mut desk = Desk::empty();
    desk.run("Roles: by role");
    assert!(desk.shows("A role belongs to a party. Add a party on the map first."));
    desk.press("Go to the map");
    assert!(desk.has(Role::Canvas, "Map"));
    let mut desk = by_role(three());
    assert!(desk.shows("Add a role to say who answers for what."));
    desk.press("Add role");
    desk.write("Seller");
    desk.key(Key::Enter);
    assert_eq!(list(&desk), "Roles: Seller, Dispatch");
    desk.run("Roles: by person");
    assert!(desk.shows("No role has a holder yet."));
    desk.press("Go to the roles");
    assert_eq!(list(&desk), "Roles: Seller, Dispatch");
}
