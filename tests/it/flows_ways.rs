//! Finding one's way on the map with the keyboard: search, focus, chain, filter, season, minimap, bookmarked views.

use egui::{Key, Modifiers, Pos2, accesskit::Role};
use throughline::{
    file,
    org::{Cadence, Handoff, Org, Party, PartyId, PartyKind, Position},
};

use crate::desk::{Desk, three};

/// Whether a card or a handoff, by the beginning of its name, is drawn as if it stepped back.
fn is_faded(desk: &Desk, begins: &str) -> bool {
    let named = desk.all(Role::Button);
    let found: Vec<_> = named.iter().filter(|name| name.starts_with(begins)).collect();
    let [one] = &found[..] else {
        panic!("{} are called {begins}: {named:#?}", found.len())
    };
    one.ends_with(", faded")
}

fn is_marked(desk: &Desk, begins: &str) -> bool {
    desk.all(Role::Button)
        .iter()
        .any(|name| name.starts_with(begins) && name.ends_with(", marked"))
}

/// The cards that do not step back.
fn standing(desk: &Desk) -> Vec<String> {
    let cards = desk.org().parties.values().map(|party| party.name.clone());
    let seen = |name: &String| {
        let begin = format!("{name}, ");
        desk.all(Role::Button)
            .iter()
            .any(|n| n.starts_with(&begin) && !n.ends_with(", faded"))
    };
    cards.filter(seen).collect()
}

fn party(org: &mut Org, name: &str, kind: PartyKind, x: f32, y: f32) {
    let party = Party {
        name: name.to_owned(),
        kind,
        position: Some(Position(x, y)),
        ..Party::default()
    };
    org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
}

fn hand(org: &mut Org, id: &str, provider: &str, customer: &str) {
    let handoff = Handoff {
        deliverable: id.to_owned(),
        ..Handoff::between(provider.into(), customer.into())
    };
    org.handoffs.insert(id.to_lowercase().as_str().into(), handoff.into());
}

/// Steel > Works > Store > Town, and Pay beside them, which the works depend on; Notes goes from Pay to Store.
fn chain() -> Org {
    let mut org = Org::named("Chain");
    party(&mut org, "Steel", PartyKind::Supplier, -600.0, 0.0);
    party(&mut org, "Works", PartyKind::Department, -300.0, 0.0);
    party(&mut org, "Store", PartyKind::Team, 0.0, 0.0);
    party(&mut org, "Town", PartyKind::Customer, 300.0, 0.0);
    party(&mut org, "Pay", PartyKind::Team, -300.0, 200.0);
    hand(&mut org, "Bars", "steel", "works");
    hand(&mut org, "Knives", "works", "store");
    hand(&mut org, "Sale", "store", "town");
    hand(&mut org, "Wages", "pay", "works");
    hand(&mut org, "Notes", "pay", "store");
    org
}

#[test]
fn the_search_narrows_as_one_types_and_flies_from_hit_to_hit() {
    let mut desk = Desk::three();
    for key in [Key::Slash, Key::F] {
        let with = if key == Key::F {
            Modifiers::COMMAND
        } else {
            Modifiers::NONE
        };
        desk.keys(with, key);
        desk.write("d");
        assert_eq!(desk.value("Find a party"), "d");
        // Dispatch begins with it, production has it inside.
        assert_eq!(desk.selected(), ["Dispatch"]);
        assert!(desk.shows("1 of 2"));
        assert!(is_marked(&desk, "Production, ") && is_marked(&desk, "Dispatch, "));
        let middle = desk.card("Dispatch").center();
        desk.key(Key::Enter);
        assert_eq!(desk.selected(), ["Production"]);
        assert!(is_faded(&desk, "Sales, ") && is_faded(&desk, "Handoff Order"));
        let there = desk.card("Production").center();
        assert!(there.distance(middle) < 1.0, "{there} is where the other was, {middle}");
        desk.key(Key::Enter);
        assert_eq!(desk.selected(), ["Dispatch"]);
        desk.keys(Modifiers::SHIFT, Key::Enter);
        assert_eq!(desk.selected(), ["Production"]);
        desk.write("isp");
        assert_eq!(desk.selected(), ["Dispatch"]);
        assert!(desk.shows("1 of 1"));
        desk.write("x");
        assert!(desk.shows("Nobody is called so"));
        desk.key(Key::Escape);
        assert!(!desk.has(Role::TextInput, "Find a party"));
        desk.key(Key::F);
        assert!(!is_faded(&desk, "Sales, "));
        assert!(!desk.session().is_edited());
    }
}

#[test]
fn the_palette_flies_to_a_party_and_reduced_motion_is_there_at_once() {
    let mut desk = Desk::three();
    let before = desk.card("Dispatch").center();
    desk.run("Dispatch");
    let there = desk.card("Dispatch").center();
    assert!(there.distance(before) > 100.0);
    desk.wait(1.0);
    assert_eq!(desk.card("Dispatch").center(), there);
}

#[test]
fn focus_goes_one_step_then_two_then_off() {
    let mut desk = Desk::with(chain());
    let places = |desk: &Desk| ["Steel", "Works", "Store", "Town", "Pay"].map(|name| desk.card(name).center());
    let before = places(&desk);
    desk.select(&["store"]);
    desk.key(Key::G);
    // Store is served by works and pay, and serves the town.
    assert_eq!(standing(&desk), ["Pay", "Store", "Town", "Works"]);
    assert!(!is_faded(&desk, "Handoff Sale") && is_faded(&desk, "Handoff Wages") && is_faded(&desk, "Handoff Bars"));
    let moved = places(&desk);
    for (one, other) in before.iter().zip(&moved).skip(1) {
        // The strip takes room, but no card moves towards another.
        assert_eq!(*one - before[0], *other - moved[0]);
    }
    desk.key(Key::G);
    assert_eq!(standing(&desk), ["Pay", "Steel", "Store", "Town", "Works"]);
    assert!(!is_faded(&desk, "Handoff Bars") && !is_faded(&desk, "Handoff Wages"));
    desk.key(Key::G);
    assert!(!desk.shows("with its providers and customers"));
    desk.key(Key::G);
    desk.key(Key::Escape);
    assert!(!desk.shows("with its providers and customers"));
    assert_eq!(desk.selected(), ["Store"], "Esc ends the focus first");
    desk.key(Key::Escape);
    assert!(desk.selected().is_empty());
    // The party goes, and with it the focus.
    desk.select(&["steel"]);
    desk.key(Key::G);
    desk.key(Key::Delete);
    assert!(!desk.shows("with its providers and customers") && !is_faded(&desk, "Pay, "));
}

#[test]
fn the_path_to_the_customer_is_marked_and_told() {
    let mut desk = Desk::with(chain());
    desk.select(&["steel"]);
    desk.key(Key::P);
    assert!(desk.shows("Steel to Town: 3 handoffs, not measured as a whole yet"));
    for on in ["Bars", "Knives", "Sale"] {
        assert!(is_marked(&desk, &format!("Handoff {on}")), "{on}");
    }
    assert!(is_faded(&desk, "Handoff Notes") && is_faded(&desk, "Pay, ") && !is_faded(&desk, "Town, "));
    desk.key(Key::Escape);
    assert!(!is_faded(&desk, "Pay, "));
    desk.select(&["town"]);
    desk.key(Key::P);
    assert!(desk.shows("Town is the paying customer: every chain ends here"));
    desk.key(Key::P);
    let mut desk = Desk::three();
    desk.select(&["sales"]);
    desk.key(Key::P);
    assert!(desk.shows("No chain of handoffs leads from Sales to a paying customer"));
}

#[test]
fn the_filter_is_reached_by_the_keyboard_and_says_how_many_are_shown() {
    let mut desk = Desk::with(chain());
    desk.key(Key::T);
    assert_eq!(desk.focused().as_deref(), Some("Department"));
    assert!(desk.shows("5 of 5 parties shown"));
    desk.key(Key::Tab);
    assert_eq!(desk.focused().as_deref(), Some("Team"));
    desk.key(Key::Space);
    assert!(desk.shows("2 of 5 parties shown"));
    desk.key(Key::Escape);
    assert_eq!(standing(&desk), ["Pay", "Store"]);
    // Only the handoff between two of those stays.
    assert!(!is_faded(&desk, "Handoff Notes") && is_faded(&desk, "Handoff Sale"));
    desk.key(Key::T);
    desk.click(Role::RadioButton, "Hide it");
    desk.key(Key::Escape);
    assert!(!desk.all(Role::Button).iter().any(|name| name.starts_with("Works, ")));
    assert!(
        !desk
            .all(Role::Button)
            .iter()
            .any(|name| name.starts_with("Handoff Sale"))
    );
    // Whoever is looked for is seen all the same.
    desk.key(Key::Slash);
    desk.write("works");
    assert!(is_marked(&desk, "Works, "));
    desk.key(Key::Escape);
    desk.press("Show all");
    assert_eq!(standing(&desk).len(), 5);
    assert!(!desk.session().is_edited(), "a filter is no change of the document");
}

#[test]
fn a_filter_by_department_colour_and_risk_narrows_both_cards_and_handoffs() {
    let mut org = chain();
    for (id, above) in [("store", "works"), ("pay", "store")] {
        let mut party = (*org.parties[id]).clone();
        party.part_of = Some(above.into());
        org.parties.insert(id.into(), party.into());
    }
    let mut desk = Desk::with(org);
    desk.key(Key::T);
    desk.click(Role::CheckBox, "Works");
    // Works, the store in it, and pay in the store.
    assert!(desk.shows("3 of 5 parties shown"));
    desk.press("Clear all");
    desk.click(Role::CheckBox, "Weak");
    assert!(desk.shows("0 of 5 parties shown"), "nothing is measured");
    desk.click(Role::CheckBox, "Not measured yet");
    assert!(desk.shows("5 of 5 parties shown"));
    desk.press("Clear all");
}

/// Counted in python from `throughline check --json` and `throughline json`: the sides of promises with open risks of
/// high urgency, and the parties that have such a risk themselves.
#[test]
fn a_filter_by_risk_leaves_whom_it_concerns() {
    let text = std::fs::read("sample_orgs/harbour_tools.ron").unwrap();
    let mut desk = Desk::with(file::read(&text).unwrap().org);
    desk.key(Key::T);
    desk.click(Role::RadioButton, "High");
    assert!(desk.shows("6 of 13 parties shown"));
    desk.click(Role::RadioButton, "Medium");
    assert!(desk.shows("13 of 13 parties shown"));
    desk.click(Role::RadioButton, "High");
    desk.key(Key::Escape);
    let left_out = [
        "Alder Steel",
        "IT services",
        "Marketing",
        "Payroll",
        "People",
        "Procurement",
        "Trade Inspectorate",
    ];
    for name in left_out {
        assert!(is_faded(&desk, &format!("{name}, ")), "{name}");
    }
}

#[test]
fn the_season_fades_what_takes_place_in_other_months() {
    let mut org = chain();
    assert!(
        !Desk::with(org.clone()).has(Role::Slider, "Season"),
        "nothing here is seasonal"
    );
    for (id, months) in [("bars", vec![11, 12]), ("notes", vec![3])] {
        let mut handoff = (*org.handoffs[id]).clone();
        handoff.cadence = Some(Cadence::Situational {
            months: months.into_iter().collect(),
            occasion: String::new(),
        });
        org.handoffs.insert(id.into(), handoff.into());
    }
    let mut desk = Desk::with(org);
    assert!(desk.shows("All year") && !is_faded(&desk, "Handoff Bars"));
    desk.click(Role::Slider, "Season");
    for _ in 0..12 {
        desk.key(Key::ArrowLeft);
    }
    for _ in 0..3 {
        desk.key(Key::ArrowRight);
    }
    assert!(desk.shows("Mar"));
    assert!(is_faded(&desk, "Handoff Bars") && !is_faded(&desk, "Handoff Notes"));
    for _ in 0..8 {
        desk.key(Key::ArrowRight);
    }
    assert!(desk.shows("Nov"));
    assert!(!is_faded(&desk, "Handoff Bars") && is_faded(&desk, "Handoff Notes") && !is_faded(&desk, "Handoff Sale"));
}

#[test]
fn the_minimap_is_there_for_a_large_map_that_does_not_fit() {
    let mut desk = Desk::with(chain());
    desk.wheel(desk.nowhere(), 8.0);
    assert!(!desk.has(Role::Canvas, "Minimap"), "five parties need none");
    let mut org = Org::named("Many");
    for k in 0_u8..60 {
        let (x, y) = (f32::from(k % 10) * 250.0, f32::from(k / 10) * 150.0);
        party(&mut org, &format!("P{k}"), PartyKind::Team, x, y);
    }
    let mut desk = Desk::with(org);
    assert!(!desk.has(Role::Canvas, "Minimap"), "all of it is on screen");
    desk.key(Key::Num1);
    let map = desk.place(Role::Canvas, "Minimap");
    let seen = |desk: &Desk| desk.all(Role::Button).iter().any(|name| name.starts_with("P0, "));
    desk.click_at(map.right_bottom() - egui::vec2(8.0, 8.0));
    assert!(!seen(&desk));
    desk.click_at(map.left_top() + egui::vec2(8.0, 8.0));
    assert!(seen(&desk));
    // With the keyboard: a quarter of the view with each press.
    let before: Pos2 = desk.card("P0").center();
    desk.key(Key::ArrowRight);
    assert!(desk.card("P0").center().x < before.x - 100.0);
}

#[test]
fn views_are_kept_renamed_reordered_shown_and_removed() {
    let mut desk = Desk::with(chain());
    desk.select(&["store"]);
    desk.key(Key::Z);
    desk.key(Key::G);
    let near = desk.card("Store");
    desk.key(Key::B);
    desk.write("Around the store");
    desk.key(Key::Enter);
    desk.key(Key::Escape);
    let names = |desk: &Desk| -> Vec<String> {
        desk.org()
            .views_in_order()
            .iter()
            .map(|(_, v)| v.name.clone())
            .collect()
    };
    assert_eq!(names(&desk), ["Around the store"]);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.key(Key::F);
    desk.key(Key::B);
    desk.key(Key::Escape);
    assert_eq!(names(&desk), ["Around the store", "View 2"]);
    assert!(!is_faded(&desk, "Steel, "));
    desk.keys(Modifiers::ALT, Key::Num1);
    assert!(is_faded(&desk, "Steel, "), "the focus is part of the view");
    let again = desk.card("Store");
    assert!((again.width() - near.width()).abs() < 0.2, "{again} {near}");
    assert!((again.center() - near.center()).length() < 0.5, "{again} {near}");
    desk.keys(Modifiers::ALT, Key::Num2);
    assert!(!is_faded(&desk, "Steel, "));
    desk.keys(Modifiers::ALT, Key::Num9);
    desk.key(Key::V);
    desk.press("Move View 2 up");
    assert_eq!(names(&desk), ["View 2", "Around the store"]);
    desk.press("Remove View 2");
    assert_eq!(names(&desk), ["Around the store"]);
    desk.key(Key::Escape);
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(names(&desk), ["Around the store", "View 2"]);
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(names(&desk), ["Store"], "the name is a step of its own");
    desk.command(Key::Z);
    assert!(names(&desk).is_empty());
    // The palette knows them too.
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.command(Key::Num3);
    desk.run("View: Store");
    assert!(is_faded(&desk, "Steel, "));
}

#[test]
fn a_letter_typed_into_a_field_is_none_of_the_maps() {
    let mut desk = Desk::with(three());
    desk.key(Key::Slash);
    for key in [Key::G, Key::P, Key::T, Key::B, Key::V, Key::L] {
        desk.key(key);
    }
    assert_eq!(desk.value("Find a party"), "gptbvl");
    assert!(desk.org().views.is_empty());
}
