//! The Roles screen as somebody uses it who fills a responsibility matrix without leaving the keyboard.

use egui::{Key, Modifiers, Pos2, accesskit::Role, vec2};
use throughline::{
    file::read,
    org::{Handoff, HandoffId, Org, Party, PartyId, RoleId},
};

use crate::desk::{Desk, three};

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn roles_of(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.command(Key::Num2);
    desk
}

/// What is said of the current cell.
fn cell(desk: &Desk) -> String {
    let all = desk.all(Role::Grid);
    let [one] = &all[..] else { panic!("{all:?}") };
    one.clone()
}

fn letters(desk: &Desk, handoff: &str, role: &str) -> String {
    let letters = desk.handoff(handoff).raci.get(&RoleId::new(role));
    letters.map(ToString::to_string).unwrap_or_default()
}

/// The middle of a cell of a matrix that is not scrolled, from the sizes of the light theme: type of 13 and 11.5 points
/// gives a first column of 17.5 × 13 and a head of 1.8 × 11.5 + 7.6 × 13, cells of 4.8 × 13 by
/// 1.35 × (13 + 11.5) + 18.
fn middle(desk: &Desk, row: u8, column: u8) -> Pos2 {
    let grid = desk.place(Role::Grid, &cell(desk));
    let first = vec2(227.5, 119.5);
    let at = vec2(f32::from(column) + 0.5, f32::from(row) + 0.5);
    grid.min + first + at * vec2(62.4, 51.0)
}

#[test]
fn cells_are_filled_with_the_keyboard_alone_and_each_letter_is_one_step() {
    let mut desk = roles_of(harbour());
    assert!(desk.shows("10 gaps in 23 handoffs"), "{}", desk.words());
    assert_eq!(
        cell(&desk),
        "Steel deliveries, Supply coordinator: responsible. Gap: no accountable role"
    );
    desk.key(Key::A);
    assert_eq!(
        cell(&desk),
        "Steel deliveries, Supply coordinator: responsible, accountable"
    );
    assert!(desk.shows("9 gaps in 23 handoffs"));
    desk.key(Key::ArrowRight);
    desk.key(Key::ArrowDown);
    assert_eq!(cell(&desk), "Complaint answered, Service agent: responsible");
    desk.key(Key::Tab);
    desk.key(Key::I);
    assert_eq!(letters(&desk, "complaint-answered", "service-lead"), "AI");
    desk.key(Key::I);
    assert_eq!(letters(&desk, "complaint-answered", "service-lead"), "A");
    desk.key(Key::Delete);
    assert_eq!(letters(&desk, "complaint-answered", "service-lead"), "");
    assert!(desk.shows("10 gaps in 23 handoffs"));
    desk.keys(Modifiers::SHIFT, Key::Tab);
    desk.key(Key::X);
    desk.key(Key::N);
    assert_eq!(
        cell(&desk),
        "Complaint answered, Service agent: responsible. Gap: no accountable role"
    );
    for wanted in ["A", "AI", "A"] {
        desk.command(Key::Z);
        assert_eq!(letters(&desk, "complaint-answered", "service-lead"), wanted);
    }
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "RA");
    desk.command(Key::Z);
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "R");
    assert!(!desk.session().is_edited());
}

#[test]
fn what_is_missing_is_named() {
    let mut desk = roles_of(harbour());
    let mut said = Vec::new();
    for _ in 0..23 {
        said.push(cell(&desk));
        desk.key(Key::ArrowDown);
    }
    for (handoff, wanted) in [
        ("Answers to clarifications", "Gap: no accountable role"),
        ("Confirmed order", "Gap: two accountable roles"),
        ("Qualified leads", "Gap: nobody responsible"),
        ("Released drawings", ""),
    ] {
        let row = said.iter().find(|said| said.starts_with(&format!("{handoff}, ")));
        let row = row.unwrap_or_else(|| panic!("{handoff} is a row"));
        assert!(row.contains(wanted), "{row}");
        assert_eq!(row.contains("Gap"), !wanted.is_empty(), "{row}");
    }
    let gaps = said.iter().map(|said| said.matches("Gap").count()).sum::<usize>();
    assert_eq!(gaps, 10, "as many as the title says");
    // A role without any letter is said too.
    desk.key(Key::Home);
    let columns = desk.org().roles.len();
    let mut noted = Vec::new();
    for _ in 0..columns {
        noted.extend(Some(cell(&desk)).filter(|said| said.contains("no responsibility")));
        desk.key(Key::ArrowRight);
    }
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert!(noted[0].contains("Marketing lead has no responsibility"), "{noted:?}");
}

#[test]
fn a_block_is_copied_and_pasted_elsewhere_with_every_letter() {
    let mut desk = roles_of(harbour());
    for _ in 0..4 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
        desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert_eq!(cell(&desk), "25 cells up to Answers to clarifications, Design engineer");
    let text = desk.copy();
    // Five rows of the file by their providers, and the first five roles by their parties.
    let wanted = "R\t\t\t\t\n\tR\tA\t\tC\n\tR\t\t\t\n\tR\tA\t\t\n\tC\tI\t\tR";
    assert_eq!(text, wanted);
    desk.key(Key::PageDown);
    desk.key(Key::Home);
    let before = desk.org().clone();
    desk.paste(&text);
    assert!(desk.session().is_edited());
    for _ in 0..4 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
        desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert_eq!(desk.copy(), wanted);
    assert_eq!(desk.cut(), wanted);
    assert_eq!(desk.copy(), ["\t\t\t\t"; 5].join("\n"));
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(*desk.org(), before, "pasting was one step, cutting another");
}

#[test]
fn a_text_that_does_not_fit_changes_nothing_and_says_why() {
    let mut desk = roles_of(harbour());
    for (text, wanted) in [
        (
            "R\tManager",
            "Row 1, column 2 (Steel deliveries, Service agent) says “Manager”.",
        ),
        ("A\nR\tC", "row 2 of the text has 2 cells, the first row has 1."),
    ] {
        desk.paste(text);
        assert!(desk.shows(wanted), "{}", desk.words());
        assert!(!desk.session().is_edited(), "{text:?}");
    }
    desk.keys(Modifiers::COMMAND, Key::End);
    desk.paste("A\tR");
    assert!(desk.shows("only 1 row and 1 column are left"), "{}", desk.words());
    assert!(!desk.session().is_edited());
    // The keyboard is still where it was.
    desk.paste("i");
    assert!(desk.session().is_edited());
}

#[test]
fn a_range_takes_one_letter_and_is_cleared_in_one_step() {
    let mut desk = roles_of(harbour());
    let before = desk.org().clone();
    let (from, to) = (middle(&desk, 0, 3), middle(&desk, 1, 4));
    desk.drag_and_drop(from, to);
    assert_eq!(cell(&desk), "4 cells up to Complaint answered, Design engineer");
    desk.paste("ra");
    for handoff in ["steel-deliveries", "complaint-answered"] {
        for role in ["chief-engineer", "design-engineer"] {
            assert_eq!(letters(&desk, handoff, role), "RA");
        }
    }
    desk.key(Key::R);
    assert_eq!(letters(&desk, "complaint-answered", "design-engineer"), "A");
    desk.key(Key::Backspace);
    assert_eq!(letters(&desk, "complaint-answered", "design-engineer"), "");
    for _ in 0..3 {
        desk.command(Key::Z);
    }
    assert_eq!(*desk.org(), before);
    // Esc leaves the range, then the matrix.
    desk.key(Key::Escape);
    assert!(
        cell(&desk).starts_with("Complaint answered, Design engineer"),
        "{}",
        cell(&desk)
    );
    desk.key(Key::Escape);
    desk.key(Key::R);
    assert_eq!(*desk.org(), before);
    let all = middle(&desk, 2, 2);
    desk.click_at(all);
    desk.command(Key::A);
    assert!(
        cell(&desk).starts_with("437 cells"),
        "23 handoffs, 19 roles: {}",
        cell(&desk)
    );
}

#[test]
fn tab_leads_out_at_the_ends_of_a_row() {
    let mut desk = roles_of(harbour());
    let is_matrix = |desk: &Desk| desk.focused().is_some_and(|name| name.starts_with("Steel deliveries"));
    assert!(is_matrix(&desk));
    desk.key(Key::End);
    desk.keys(Modifiers::SHIFT, Key::Tab);
    desk.key(Key::Tab);
    assert!(is_matrix(&desk), "there was another cell");
    desk.key(Key::Tab);
    assert!(!is_matrix(&desk), "{:?}", desk.focused());
    desk.click_at(middle(&roles_of(harbour()), 0, 0));
    desk.key(Key::Home);
    assert!(is_matrix(&desk));
    desk.keys(Modifiers::SHIFT, Key::Tab);
    assert!(!is_matrix(&desk), "{:?}", desk.focused());
    desk.key(Key::Tab);
    assert!(is_matrix(&desk), "and back again: {:?}", desk.focused());
}

#[test]
fn whoever_comes_from_the_map_goes_on_typing() {
    let mut desk = Desk::with(harbour());
    let at = desk.card("Payroll").center();
    desk.click_at(at);
    desk.command(Key::Num2);
    desk.key(Key::A);
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "RA");
    // The keys of the map rest: nothing is deleted that one does not see.
    desk.key(Key::Escape);
    desk.key(Key::Delete);
    assert_eq!(desk.org().parties.len(), 13);
}

#[test]
fn enter_leads_to_the_handoff_on_the_map() {
    let mut desk = roles_of(harbour());
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Complaint answered"]);
    desk.place(Role::Canvas, "Map");
}

#[test]
fn only_gaps_are_looked_at_and_a_mended_row_stays_until_one_looks_again() {
    let mut desk = roles_of(harbour());
    desk.press("Only gaps");
    desk.click_at(middle(&desk, 0, 0));
    desk.keys(Modifiers::COMMAND, Key::A);
    // Nine handoffs have gaps, one of them two; there are 19 roles.
    assert!(cell(&desk).starts_with("171 cells"), "{}", cell(&desk));
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.key(Key::A);
    assert_eq!(
        cell(&desk),
        "Steel deliveries, Supply coordinator: responsible, accountable"
    );
    desk.press("Only gaps");
    desk.press("Only gaps");
    let rest = cell(&desk);
    assert!(!rest.starts_with("Steel deliveries"), "{rest}");
}

#[test]
fn a_search_finds_handoffs_and_roles() {
    let mut desk = roles_of(harbour());
    desk.enter("Find a handoff, party or role");
    desk.write("planner");
    assert!(cell(&desk).contains(", Planner: "), "{}", cell(&desk));
    desk.command(Key::A);
    desk.write("confirmed");
    assert!(cell(&desk).starts_with("Confirmed order, "), "{}", cell(&desk));
    desk.write(" nonsense");
    assert!(desk.shows("Nothing is called “confirmed nonsense”"), "{}", desk.words());
    assert!(
        !desk.session().is_edited(),
        "letters in the search are no letters of responsibility"
    );
}

#[test]
fn a_role_is_added_where_the_cursor_is() {
    let mut desk = roles_of(harbour());
    desk.key(Key::ArrowDown);
    desk.press("Add role");
    desk.write("Night agent");
    desk.key(Key::Enter);
    let role = &desk.org().roles[&RoleId::new("night-agent")];
    assert_eq!(
        (role.name.as_str(), role.party.as_str()),
        ("Night agent", "customer-service")
    );
    desk.command(Key::Z);
    assert_eq!(desk.org().roles.len(), 19);
}

#[test]
fn an_empty_matrix_says_what_to_do_first() {
    let mut desk = roles_of(Org::named("New"));
    assert!(desk.shows("There is no handoff yet"), "{}", desk.words());
    desk.press("Go to the map");
    desk.place(Role::Canvas, "Map");
    let mut desk = roles_of(three());
    assert!(desk.shows("Add a role to say who answers for what"), "{}", desk.words());
    desk.press("Add role");
    desk.write("Clerk");
    desk.press("Add");
    assert!(cell(&desk).starts_with("Order, Clerk: no letter"), "{}", cell(&desk));
}

/// What a file may name although it is not there, and a promise to oneself.
#[test]
fn a_file_with_problems_is_shown_and_what_it_refuses_is_said() {
    let mut org = three();
    let role = throughline::org::Role::new("Clerk", "nobody".into());
    org.roles.insert("clerk".into(), role.into());
    let mut handoff = Handoff::between("gone".into(), "gone".into());
    handoff.raci.insert("ghost".into(), "RA".parse().unwrap());
    org.handoffs.insert("echo".into(), handoff.into());
    let mut desk = roles_of(org);
    // A role that does not exist answers for nothing, as in the indicators.
    let said = "Not written yet, Clerk: no letter. Gap: no accountable role. Gap: nobody responsible";
    assert!(cell(&desk).starts_with(said), "{}", cell(&desk));
    desk.key(Key::R);
    assert!(desk.shows("Choose two different parties"), "{}", desk.words());
    assert!(!desk.session().is_edited());
    desk.press("Close message");
    desk.click_at(middle(&desk, 1, 0));
    desk.key(Key::R);
    assert_eq!(letters(&desk, "order", "clerk"), "R");
    assert_eq!(letters(&desk, "echo", "ghost"), "RA");
}

/// 2,000 handoffs and 300 roles.
#[test]
fn a_large_matrix_is_crossed_from_corner_to_corner() {
    let mut org = Org::named("Large");
    for k in 0..100 {
        let id = PartyId::new(&format!("p{k:02}"));
        let party = Party {
            name: format!("Party {k:02}"),
            ..Party::default()
        };
        org.parties.insert(id.clone(), party.into());
        for r in 0..3 {
            let role = throughline::org::Role::new(&format!("Role {k:02} {r}"), id.clone());
            org.roles.insert(RoleId::new(&format!("r{k:02}-{r}")), role.into());
        }
        for h in 0..20 {
            let to = PartyId::new(&format!("p{:02}", (k + h + 1) % 100));
            let mut handoff = Handoff {
                deliverable: format!("Thing {k:02} {h:02}"),
                ..Handoff::between(id.clone(), to)
            };
            handoff
                .raci
                .insert(RoleId::new(&format!("r{k:02}-0")), "RA".parse().unwrap());
            org.handoffs
                .insert(HandoffId::new(&format!("h{k:02}-{h:02}")), handoff.into());
        }
    }
    let mut desk = roles_of(org);
    desk.keys(Modifiers::COMMAND, Key::End);
    assert!(
        cell(&desk).starts_with("Thing 99 19, Role 99 2: no letter"),
        "{}",
        cell(&desk)
    );
    for _ in 0..50 {
        desk.key(Key::ArrowUp);
    }
    desk.key(Key::C);
    assert_eq!(letters(&desk, "h97-09", "r99-2"), "C");
    desk.keys(Modifiers::COMMAND, Key::Home);
    assert!(cell(&desk).starts_with("Thing 00 00, Role 00 0: "), "{}", cell(&desk));
}

#[test]
fn commands_do_to_cells_what_they_do_to_the_selection_of_the_map() {
    let mut desk = roles_of(harbour());
    let before = desk.org().clone();
    desk.run("Select all");
    assert!(cell(&desk).starts_with("437 cells"), "{}", cell(&desk));
    assert!(desk.selected().is_empty(), "the map’s selection is another");
    desk.run("Copy");
    let all = desk.copied().to_owned();
    assert_eq!(all.lines().count(), 23);
    desk.run("Delete");
    assert!(desk.org().handoffs.values().all(|handoff| handoff.raci.is_empty()));
    assert_eq!(desk.org().parties.len(), 13, "nothing else is deleted");
    // The keyboard is where it was.
    desk.command(Key::Home);
    desk.paste(&all);
    assert_eq!(desk.org().handoffs, before.handoffs);
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(*desk.org(), before);
    desk.take_commands();
    desk.run("Paste");
    let asked = desk.take_commands();
    assert!(asked.contains(&egui::ViewportCommand::RequestPaste), "{asked:?}");
    desk.command(Key::Home);
    desk.paste("C");
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "C");
}

#[test]
fn a_role_is_found_by_name_wherever_one_is() {
    let mut desk = Desk::with(harbour());
    desk.command(Key::K);
    desk.write("shift lead");
    desk.key(Key::Enter);
    desk.place(Role::Heading, "Shift lead");
    assert!(desk.shows("Held by"), "{}", desk.words());
}

#[test]
fn a_tap_that_is_over_at_once_chooses_one_cell() {
    let mut desk = roles_of(harbour());
    let at = middle(&desk, 4, 4);
    desk.tap(at);
    assert!(
        cell(&desk).starts_with("Answers to clarifications, Design engineer"),
        "{}",
        cell(&desk)
    );
    desk.key(Key::I);
    assert_eq!(letters(&desk, "answers-to-clarifications", "design-engineer"), "RI");
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "R");
}

#[test]
fn the_keyboard_comes_back_from_the_palette_and_from_the_search() {
    let mut desk = roles_of(harbour());
    desk.command(Key::K);
    desk.key(Key::Escape);
    desk.key(Key::A);
    assert_eq!(letters(&desk, "steel-deliveries", "supply-coordinator"), "RA");
    desk.click(Role::TextInput, "Find a handoff, party or role");
    desk.write("payslips");
    desk.key(Key::Enter);
    desk.key(Key::C);
    let payslips = &desk.handoff("payslips").raci;
    assert!(
        payslips.values().any(|letters| letters.to_string().contains('C')),
        "{payslips:?}"
    );
    assert_eq!(desk.value("Find a handoff, party or role"), "payslips");
}

#[test]
fn what_went_wrong_with_one_key_is_forgotten_with_the_next_change() {
    let mut desk = roles_of(harbour());
    desk.paste("Manager\tBoss\tR");
    desk.paste("X\tR");
    assert!(desk.shows("Nothing was pasted"), "{}", desk.words());
    desk.key(Key::A);
    assert!(!desk.shows("Nothing was pasted"), "{}", desk.words());
}
