//! The inverted pyramid as somebody walks through it with the keyboard alone.

use egui::{Key, accesskit::Role};
use throughline::{
    file::read,
    org::{Handoff, HandoffId, Org, Party, PartyId, PartyKind, RoleId},
    session::{Command, RolesTab},
};

use crate::desk::Desk;

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn pyramid_of(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.run(Command::Roles(RolesTab::Pyramid).label());
    desk
}

#[track_caller]
fn at(desk: &Desk, wanted: &str) {
    assert_eq!(desk.focused().as_deref(), Some(wanted));
}

/// The shops, teams that serve them, their departments and a board, with so many roles in each.
fn line(departments: usize, teams: usize, roles: usize) -> Org {
    let mut org = Org::named("A company");
    let mut add = |name: &str, kind: PartyKind, part_of: Option<&str>, roles: usize| {
        let id = PartyId::new(&name.to_lowercase().replace(' ', "-"));
        let party = Party {
            name: name.to_owned(),
            kind,
            part_of: part_of.map(PartyId::new),
            ..Party::default()
        };
        org.parties.insert(id.clone(), party.into());
        for k in 1..=roles {
            let role = throughline::org::Role::new(&format!("{name} role {k:02}"), id.clone());
            org.roles.insert(RoleId::new(&format!("{id}-{k:02}")), role.into());
        }
        if part_of.is_some_and(|whole| whole != "board") {
            let handoff = Handoff::between(id.clone(), "shops".into());
            org.handoffs.insert(HandoffId::new(id.as_str()), handoff.into());
        }
    };
    add("Shops", PartyKind::Customer, None, 0);
    add("Board", PartyKind::Department, None, 1);
    for d in 0..departments {
        add(&format!("Department {d}"), PartyKind::Department, Some("board"), 1);
        for t in 0..teams {
            add(
                &format!("Team {d}{t}"),
                PartyKind::Team,
                Some(&format!("department-{d}")),
                roles,
            );
        }
    }
    org
}

#[test]
fn arrows_lead_from_card_to_card_and_enter_to_the_party() {
    let mut desk = pyramid_of(harbour());
    assert!(desk.shows("19 roles in 13 parties"), "{}", desk.words());
    at(&desk, "Tool retailers: no roles");
    // The middle one of the three that meet the customer.
    desk.key(Key::ArrowDown);
    at(
        &desk,
        "Account manager, Sales: answers for no handoff. Held by Tobias Renner, Ines Okafor, Callum Reyes, Yuki Brandt",
    );
    desk.key(Key::ArrowDown);
    at(
        &desk,
        "Sales lead, Sales: answers for 2 handoffs. Held by Mara Lindqvist",
    );
    desk.key(Key::ArrowRight);
    at(
        &desk,
        "Warehouse lead, Warehouse: answers for 1 handoff. Held by Ivo Pereira",
    );
    desk.key(Key::ArrowUp);
    desk.key(Key::ArrowUp);
    at(&desk, "Tool retailers: no roles");
    desk.key(Key::ArrowUp);
    at(&desk, "Tool retailers: no roles");
    desk.key(Key::End);
    let last = desk.focused().expect("something has the keyboard");
    assert!(
        last.contains(", Alder Steel") || last.contains(", Trade Inspectorate"),
        "{last}"
    );
    desk.key(Key::Home);
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Tool retailers"]);
    desk.place(Role::Canvas, "Map");
    assert!(!desk.session().is_edited());
}

#[test]
fn enter_on_a_role_leads_to_its_sheet() {
    let mut desk = pyramid_of(harbour());
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert!(desk.has(Role::Heading, "Sales lead"), "{}", desk.words());
    assert!(!desk.shows("Meet the customer"), "the pyramid is left");
    desk.run(Command::Roles(RolesTab::Pyramid).label());
    at(
        &desk,
        "Sales lead, Sales: answers for 2 handoffs. Held by Mara Lindqvist",
    );
}

#[test]
fn every_row_says_what_it_is() {
    let desk = pyramid_of(harbour());
    let rows: Vec<String> = desk.all(Role::Label);
    let rows: Vec<&str> = rows
        .iter()
        .map(String::as_str)
        .filter(|row| row.contains(" part"))
        .collect();
    assert_eq!(
        rows[rows.len() - 5..],
        [
            "Paying customer: 1 party, 0 roles",
            "Meet the customer: 3 parties, 6 roles",
            "Carry them: 4 parties, 7 roles",
            "Carry those above: 3 parties, 4 roles",
            "Carry those above: 2 parties, 2 roles",
        ]
    );
}

#[test]
fn tab_leads_to_the_pyramid_and_out_of_it() {
    let mut desk = pyramid_of(harbour());
    desk.key(Key::ArrowDown);
    let before = desk.focused();
    desk.key(Key::Tab);
    assert_ne!(desk.focused(), before);
    assert!(
        !desk.focused().is_some_and(|name| name.contains("answers for")),
        "Tab does not go through all cards: {:?}",
        desk.focused()
    );
    desk.keys(egui::Modifiers::SHIFT, Key::Tab);
    assert_eq!(desk.focused(), before, "and back to where one was");
}

#[test]
fn a_party_with_many_roles_is_folded_until_one_wants_to_see_them() {
    let mut desk = pyramid_of(line(1, 2, 12));
    desk.key(Key::ArrowDown);
    let folded = desk.focused().expect("something has the keyboard");
    assert!(folded.ends_with(": 12 roles, unfold"), "{folded}");
    let team = folded.split(':').next().expect("a name").to_owned();
    assert!(!desk.shows(&format!("{team} role 01")));
    desk.key(Key::Enter);
    at(&desk, &format!("{team}: 12 roles, fold"));
    assert!(desk.shows(&format!("{team} role 12, {team}: ")), "{}", desk.words());
    desk.key(Key::ArrowDown);
    assert!(
        desk.focused()
            .is_some_and(|name| name.starts_with(&format!("{team} role ")))
    );
    desk.key(Key::ArrowUp);
    desk.key(Key::Space);
    at(&desk, &folded);
    // Nothing of it belongs to the document.
    assert!(!desk.session().is_edited());
}

#[test]
fn three_hundred_roles_are_walked_through_and_fit_at_once() {
    let mut desk = pyramid_of(line(6, 8, 6));
    // Forty-eight teams of six, six heads and a board.
    assert!(desk.shows("295 roles in 56 parties"), "{}", desk.words());
    desk.key(Key::End);
    at(&desk, "Board role 01, Board: answers for no handoff");
    for _ in 0..20 {
        desk.key(Key::ArrowUp);
    }
    at(&desk, "Shops: no roles");
    desk.press("Fit");
    // Every row is in view.
    for row in [
        "Paying customer: 1 party",
        "Meet the customer: 48 parties",
        "Carry them: 6 parties",
        "Leadership: 1 party",
    ] {
        assert!(desk.shows(row), "{row}: {}", desk.words());
    }
}

#[test]
fn nothing_is_deleted_that_one_does_not_see() {
    let mut desk = Desk::with(harbour());
    let card = desk.card("Payroll").center();
    desk.click_at(card);
    desk.run(Command::Roles(RolesTab::Pyramid).label());
    desk.key(Key::Delete);
    desk.run("Delete");
    assert_eq!(desk.org().parties.len(), 13);
}

#[test]
fn an_empty_pyramid_says_what_to_do_first() {
    let mut desk = pyramid_of(Org::named("New"));
    assert!(desk.shows("There is nobody yet"), "{}", desk.words());
    desk.press("Go to the map");
    desk.place(Role::Canvas, "Map");
}

/// Roles of a party that does not exist, and parties in a ring.
#[test]
fn a_file_with_problems_is_shown() {
    let mut org = line(1, 1, 1);
    for (id, whole) in [("x", "y"), ("y", "x")] {
        let party = Party {
            name: id.to_owned(),
            part_of: Some(whole.into()),
            ..Party::default()
        };
        org.parties.insert(id.into(), party.into());
    }
    let role = throughline::org::Role::new("Lost", "nowhere".into());
    org.roles.insert("lost".into(), role.into());
    let mut desk = pyramid_of(org);
    desk.key(Key::End);
    at(&desk, "Lost, nowhere: answers for no handoff");
    desk.key(Key::Enter);
    assert!(desk.has(Role::Heading, "Lost"), "{}", desk.words());
}
