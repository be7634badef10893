//! Departments collapsed into one box each and expanded again, with the pointer, the keyboard and from elsewhere.

use egui::{Key, Modifiers, accesskit::Role, vec2};
use jiff::civil::date;
use throughline::{
    cli::Exit,
    org::{Delivery, LogEntry, Moment, Org, Party, PartyId, Position},
    ui::show,
};

use crate::desk::{Desk, hand_over, small};

/// Shop with North (and its Corner) and South in it, Pay, and a town. North and South sell to the town, North hands
/// its stock to South, Pay pays Corner.
fn shop() -> Org {
    let parties = [
        ("Shop", "", -200.0, -200.0),
        ("North", "shop", -400.0, 0.0),
        ("South", "shop", 0.0, 0.0),
        ("Corner", "north", -200.0, 200.0),
        ("Pay", "", -450.0, -230.0),
        ("Town", "", 300.0, 0.0),
    ];
    let mut org = small("Shop", &parties);
    let handoffs = [
        ("Bread", "north", "town"),
        ("Milk", "south", "town"),
        ("Stock", "north", "south"),
        ("Wages", "pay", "corner"),
    ];
    hand_over(&mut org, &handoffs);
    org
}

/// The cards on the map, by what is said of them first.
fn cards(desk: &Desk) -> Vec<String> {
    let names = ["Shop", "North", "South", "Corner", "Pay", "Town"];
    let said = desk.all(Role::Button);
    let shown = |name: &&str| said.iter().any(|one| one.starts_with(&format!("{name}, ")));
    names.into_iter().filter(shown).map(str::to_owned).collect()
}

fn lines(desk: &Desk) -> Vec<String> {
    let said = desk.all(Role::Button).into_iter();
    let mut lines: Vec<String> = said
        .filter(|name| name.starts_with("Handoff ") && name.contains(", from "))
        .collect();
    lines.sort();
    lines
}

fn collapsed() -> Desk {
    let mut desk = Desk::with(shop());
    desk.select(&["shop"]);
    desk.key(Key::C);
    desk
}

#[test]
fn a_key_makes_one_box_of_a_department_and_enter_opens_it() {
    let mut desk = collapsed();
    assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
    assert!(
        desk.shows("Shop, collapsed department of 4 parties, "),
        "{:#?}",
        desk.all(Role::Button)
    );
    let shown = lines(&desk);
    assert_eq!(shown.len(), 2, "{shown:#?}");
    assert!(
        shown[0].starts_with("Handoff 2 handoffs, from Shop to Town, "),
        "{shown:#?}"
    );
    assert!(shown[1].starts_with("Handoff Wages, from Pay to Shop, "), "{shown:#?}");
    assert_eq!(desk.selected(), ["Shop"]);
    assert!(!desk.session().is_edited(), "it is a matter of looking");
    assert_eq!(desk.session().undo_label(), None);
    desk.key(Key::Enter);
    assert_eq!(cards(&desk).len(), 6);
    assert_eq!(lines(&desk).len(), 4);
}

#[test]
fn a_double_click_expands_and_a_click_selects_the_head() {
    let mut desk = collapsed();
    let town = desk.card("Town").center();
    desk.click_at(town);
    let at = desk.card("Shop").center();
    desk.click_at(at);
    assert_eq!(desk.selected(), ["Shop"]);
    assert_eq!(desk.value("Name"), "Shop");
    desk.double_click_at(at);
    assert_eq!(cards(&desk).len(), 6);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_summed_handoff_selects_all_of_its_own_and_the_panel_lists_them() {
    let mut desk = collapsed();
    let at = desk.place(Role::Button, "Handoff 2 handoffs").center();
    desk.click_at(at);
    assert_eq!(desk.selected(), ["Bread", "Milk"]);
    assert!(desk.has(Role::DisclosureTriangle, "One by one"));
    // With Shift it is taken out again as a whole.
    desk.click_at_with(Modifiers::SHIFT, at);
    assert!(desk.selected().is_empty());
    desk.click_at_with(Modifiers::SHIFT, at);
    let wages = desk.place(Role::Button, "Handoff Wages").center();
    desk.click_at_with(Modifiers::SHIFT, wages);
    assert_eq!(desk.selected(), ["Bread", "Milk", "Wages"]);
}

#[test]
fn a_box_moves_everybody_in_it_by_the_same_step_in_one_undo_step() {
    let mut desk = collapsed();
    let before = desk.session().positions().clone();
    let at = desk.card("Shop");
    desk.drag_and_drop(at.center(), at.center() + vec2(40.0, 90.0));
    let after = desk.session().positions().clone();
    let step = after[&PartyId::new("shop")] - before[&PartyId::new("shop")];
    assert!(step.length() > 20.0);
    for id in ["north", "south", "corner"] {
        let own = after[&PartyId::new(id)] - before[&PartyId::new(id)];
        assert!((own - step).length() < 0.2, "{id}: {own:?} and not {step:?}");
    }
    assert_eq!(after[&PartyId::new("town")], before[&PartyId::new("town")]);
    let there = desk.card("Shop");
    assert!(
        (there.center() - at.center() - vec2(40.0, 90.0)).length() < 1.0,
        "it lies where it was dropped"
    );
    desk.command(Key::Z);
    assert_eq!(desk.org(), &shop());
    assert_eq!(
        cards(&desk),
        ["Shop", "Pay", "Town"],
        "undo is not about what is collapsed"
    );
    desk.key(Key::ArrowDown);
    let nudged = &desk.session().positions()[&PartyId::new("corner")];
    assert_eq!(nudged.y, 204.0);
}

#[test]
fn all_departments_are_collapsed_and_expanded_at_once() {
    let mut desk = Desk::with(shop());
    desk.select(&["corner"]);
    desk.keys(Modifiers::SHIFT, Key::C);
    assert!(!cards(&desk).contains(&"Corner".to_owned()));
    assert_eq!(
        desk.selected().len(),
        1,
        "the box is selected instead: {:?}",
        desk.selected()
    );
    desk.keys(Modifiers::SHIFT, Key::E);
    assert_eq!(cards(&desk).len(), 6);
}

#[test]
fn where_there_is_no_department_to_collapse_that_is_said() {
    let mut desk = Desk::three();
    desk.keys(Modifiers::SHIFT, Key::C);
    assert!(desk.shows("There is no department to collapse: no party is part of another."));
    let folder = tempfile::tempdir().unwrap();
    let shown = |file: &str| {
        let mut show = super::svg::wanted("--view map --collapse all");
        show.file = file.into();
        show.output = folder.path().join("map.svg");
        let output = show::show(&show, date(2026, 11, 22));
        assert!(output.exit == Exit::Fine && show.output.exists() && output.out.is_empty());
        output.err
    };
    let said = shown("sample_orgs/harbour_tools.ron");
    assert!(said.contains("There is no department to collapse"), "{said}");
    assert_eq!(shown("sample_orgs/kubernetes.ron"), "");
}

#[test]
fn an_inner_department_stays_collapsed_in_an_expanded_outer_one() {
    let mut desk = Desk::with(shop());
    desk.select(&["north"]);
    desk.key(Key::C);
    assert_eq!(cards(&desk), ["Shop", "North", "South", "Pay", "Town"]);
    desk.select(&["shop"]);
    desk.key(Key::C);
    assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
    assert!(desk.shows("collapsed department of 4 parties"));
    desk.key(Key::C);
    assert_eq!(cards(&desk), ["Shop", "North", "South", "Pay", "Town"]);
}

#[test]
fn a_search_flies_to_the_box_and_says_so_and_the_palette_expands_it() {
    let mut desk = collapsed();
    desk.select(&[]);
    desk.key(Key::Slash);
    desk.write("corn");
    assert!(desk.shows("1 of 1, inside Shop"));
    assert!(desk.shows("Shop, collapsed department of 4 parties"));
    let said = desk.all(Role::Button);
    assert!(
        said.iter()
            .any(|name| name.starts_with("Shop, ") && name.ends_with(", marked")),
        "{said:#?}"
    );
    assert_eq!(desk.selected(), ["Corner"]);
    desk.key(Key::Escape);
    desk.run("Corner");
    assert_eq!(desk.selected(), ["Corner"]);
    assert!(cards(&desk).contains(&"Corner".to_owned()));
}

#[test]
fn a_bookmarked_view_brings_back_what_was_collapsed() {
    let mut desk = collapsed();
    desk.key(Key::B);
    desk.key(Key::Enter);
    desk.key(Key::Escape);
    let view = desk.org().views.values().next().unwrap().clone();
    assert_eq!(view.collapsed, [PartyId::new("shop")].into());
    desk.keys(Modifiers::SHIFT, Key::E);
    assert_eq!(cards(&desk).len(), 6);
    desk.keys(Modifiers::ALT, Key::Num1);
    assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
    // Presenting shows it so, and comes back to what was before.
    desk.keys(Modifiers::SHIFT, Key::E);
    desk.key(Key::F5);
    desk.wait(2.0);
    assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
    desk.key(Key::Escape);
    assert_eq!(cards(&desk).len(), 6);
    // A department that goes takes itself out of the view.
    desk.select(&["shop"]);
    desk.key(Key::Delete);
    assert!(desk.org().views.values().all(|view| view.collapsed.is_empty()));
}

#[test]
fn what_else_one_asks_of_the_map_goes_together_with_boxes() {
    let mut org = shop();
    for (k, on_time) in [true, true, false].into_iter().enumerate() {
        let due = date(2026, 11, 2 + k as i8);
        let delivery = Delivery {
            handoff: "bread".into(),
            asked: None,
            due: Moment::day(due),
            delivered: on_time.then(|| Moment::day(due)),
            right_first_time: None,
            flaw: None,
            note: String::new(),
        };
        let id = org.new_log_id(due, k as u32);
        org.log.insert(id, LogEntry::Delivery(delivery).into());
    }
    let mut desk = Desk::with(org);
    desk.select(&["shop"]);
    desk.key(Key::C);
    for lens in ["Reliability", "Communication", "Alignment", "Goals"] {
        desk.click(Role::RadioButton, lens);
        assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
    }
    desk.click(Role::RadioButton, "Reliability");
    assert!(lines(&desk)[0].starts_with("Handoff 2 handoffs, from Shop to Town, handoff reliability "));
    assert!(!lines(&desk)[0].contains("not measured"), "three deliveries are known");
    assert!(lines(&desk)[1].contains("not measured"));
    desk.key(Key::G);
    desk.key(Key::G);
    desk.key(Key::G);
    desk.key(Key::P);
    desk.key(Key::P);
    // Somebody in the box is supposed to be gone.
    desk.key(Key::W);
    desk.key(Key::W);
    desk.command(Key::A);
    desk.key(Key::Escape);
    assert_eq!(cards(&desk), ["Shop", "Pay", "Town"]);
}

#[test]
fn boxes_are_aligned_as_what_they_are_on_the_map() {
    let mut desk = collapsed();
    desk.select(&["shop", "town"]);
    let corner = desk.session().positions()[&PartyId::new("corner")];
    desk.keys(Modifiers::ALT, Key::D);
    let (shop, town) = (desk.card("Shop"), desk.card("Town"));
    assert!((shop.center().x - town.center().x).abs() < 1.0, "{shop} {town}");
    assert!(!shop.intersects(town));
    let moved = desk.session().positions()[&PartyId::new("corner")];
    assert!(moved.x > corner.x + 100.0, "whoever is in the box comes along");
    desk.command(Key::Z);
    assert_eq!(desk.session().positions()[&PartyId::new("corner")], corner);
}

#[test]
fn a_department_that_is_dissolved_meanwhile_is_no_box_any_more() {
    let mut desk = collapsed();
    desk.key(Key::Delete);
    assert_eq!(cards(&desk), ["Pay", "Town"]);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &shop());
    assert_eq!(cards(&desk).len(), 6, "it comes back as everybody");
}

#[test]
fn a_box_is_deleted_cut_and_doubled_with_everybody_in_it() {
    let mut desk = collapsed();
    desk.key(Key::Delete);
    assert_eq!(desk.names(), ["Pay", "Town"]);
    assert!(desk.lines().is_empty());
    assert_eq!(desk.session().undo_label(), Some("Delete Shop and its 3 parties"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &shop());

    let mut desk = collapsed();
    let copied = desk.copy();
    for name in ["Shop", "North", "South", "Corner", "Stock"] {
        assert!(copied.contains(name), "{name}: {copied}");
    }
    assert!(!copied.contains("Pay"), "{copied}");
    assert_eq!(desk.cut(), copied);
    assert_eq!(desk.names(), ["Pay", "Town"]);
    desk.command(Key::Z);

    let mut desk = collapsed();
    desk.command(Key::D);
    assert_eq!(desk.names().len(), 10);
    assert_eq!(desk.lines().len(), 5, "with the handoff among them");
    desk.command(Key::Z);
    assert_eq!(desk.org(), &shop());
}

#[test]
fn the_panel_says_that_a_box_stands_for_more_than_it_speaks_of() {
    let mut desk = collapsed();
    let said = "Collapsed: what stands below is that of Shop alone. On the map its 4 parties are gathered.";
    assert!(desk.shows(said), "{}", desk.words());
    desk.run("What if…");
    assert!(desk.shows("This is about Shop alone. Expand it first to take away its 3 other parties."));
    desk.run("What if…");
    desk.key(Key::Enter);
    assert!(!desk.shows("Collapsed: "));
}

/// Three departments of four, far apart.
fn far() -> Org {
    let mut org = Org::named("Far");
    for (k, head) in ["East", "Middle", "West"].into_iter().enumerate() {
        for member in 0..4 {
            let name = if member == 0 {
                head.to_owned()
            } else {
                format!("{head} {member}")
            };
            let party = Party {
                name: name.clone(),
                part_of: (member > 0).then(|| head.to_lowercase().as_str().into()),
                // The head of the department to the left lies far to the right of its parties.
                position: Some(match (k, member) {
                    (0, 0) => Position(20_000.0, 0.0),
                    _ => Position(9_000.0 * k as f32, 200.0 * member as f32),
                }),
                ..Party::default()
            };
            org.parties
                .insert(PartyId::new(&name.to_lowercase().replace(' ', "-")), party.into());
        }
    }
    org
}

#[test]
fn boxes_are_connected_and_grouped_as_they_are_seen() {
    let mut desk = Desk::with(far());
    desk.keys(Modifiers::SHIFT, Key::C);
    desk.select(&["east", "west"]);
    let (east, west) = (desk.card("East").center(), desk.card("West").center());
    assert!(east.x < west.x, "{east} {west}");
    desk.run("Add handoff");
    assert_eq!(desk.lines(), ["East > West"]);
    desk.select(&["east", "middle"]);
    desk.command(Key::G);
    desk.wait(1.0);
    desk.key(Key::Enter);
    let made = desk.card("New department").center();
    assert!(
        desk.under(made).iter().any(|name| name.starts_with("New department")),
        "{made}"
    );
    let east = desk.card("East").center();
    assert!((made - east).length() < 1_500.0, "{made} {east}");
}

#[test]
fn a_department_of_boxes_that_had_moved_together_stands_with_its_own_once_they_are_expanded() {
    let mut desk = Desk::with(far());
    desk.keys(Modifiers::SHIFT, Key::C);
    desk.select(&["middle", "west"]);
    desk.command(Key::G);
    desk.wait(1.0);
    desk.key(Key::Enter);
    let (made, west) = (desk.card("New department"), desk.card("West"));
    assert!(made.bottom() <= west.top() && !made.intersects(west), "{made} {west}");
    let shown = desk.session().positions().clone();
    desk.keys(Modifiers::SHIFT, Key::C);
    assert_eq!(desk.session().positions(), &shown, "it is a matter of looking");
    let at = |name: &str| shown[&PartyId::new(name)];
    let made = at("new-department");
    assert!(at("middle-3").x <= made.x && made.x <= at("west").x, "{made:?}");
    assert_eq!(at("west").y - made.y, 74.0 + 48.0, "{made:?}");
}

#[test]
fn another_layout_puts_the_boxes_elsewhere_and_none_on_another() {
    let mut desk = Desk::with(throughline::sample::company(120, 3, date(2026, 11, 22)));
    desk.keys(Modifiers::SHIFT, Key::C);
    let boxes = |desk: &Desk| -> Vec<egui::Rect> {
        let said = desk.all(Role::Button);
        let of_boxes = said.iter().filter(|name| name.contains(", collapsed department of "));
        let names: Vec<&str> = of_boxes.map(|name| name.split(", ").next().unwrap()).collect();
        names.into_iter().map(|name| desk.card(name)).collect()
    };
    let check = |desk: &Desk| {
        let boxes = boxes(desk);
        assert!(boxes.len() > 2);
        for (k, one) in boxes.iter().enumerate() {
            assert!(one.width() > 30.0, "it can be read: {one}");
            assert!(
                !boxes[k + 1..]
                    .iter()
                    .any(|other| one.shrink(5.0).intersects(other.shrink(5.0)))
            );
        }
    };
    check(&desk);
    for layout in ["Inverted pyramid", "Departments"] {
        desk.click(Role::RadioButton, layout);
        desk.wait(3.0);
        check(&desk);
    }
}
