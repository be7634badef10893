//! A map of thousands: from afar cards are dots and one line stands for many handoffs, and still everything can be pointed
//! at, moved and reached with the keyboard.

use egui::{Key, Modifiers, Pos2, Rect, accesskit::Role, vec2};
use jiff::civil::date;
use throughline::{
    org::{Arrangement, Org, PartyId, PartyKind},
    sample,
    session::{Selection, Session},
};

use crate::desk::Desk;

/// A made-up company of two thousand parties, all of it on screen.
fn company() -> Desk {
    Desk::with(sample::company(2_000, 7, date(2026, 11, 22)))
}

/// A party whose name nobody else has, with a card that can be read aloud from afar, and that card.
fn somebody(desk: &Desk, wanted: impl Fn(&Org, &PartyId) -> bool) -> (PartyId, String, Rect) {
    let org = desk.org();
    let spoken = desk.all(Role::Button);
    let map = desk.place(Role::Canvas, "Map").shrink2(vec2(60.0, 160.0));
    org.parties
        .iter()
        .filter(|(id, _)| wanted(org, id))
        .filter(|(_, party)| {
            let begin = format!("{}, ", party.name);
            spoken.iter().filter(|said| said.starts_with(&begin)).count() == 1
        })
        .map(|(id, party)| (id.clone(), party.name.clone(), desk.card(&party.name)))
        .find(|(.., card)| map.contains_rect(*card))
        .expect("somebody is in the middle of the map")
}

/// A card of which no other covers the middle.
fn on_top(desk: &Desk) -> (PartyId, String, Rect) {
    let places = desk.session().positions().clone();
    somebody(desk, |_, id| {
        let at = places[id];
        places
            .iter()
            .all(|(other, place)| other == id || (place.x - at.x).abs() > 100.0 || (place.y - at.y).abs() > 60.0)
    })
}

/// Whether the card of a party lies at that point.
fn is_there(desk: &Desk, name: &str, at: Pos2) -> bool {
    let begin = format!("{name}, ");
    desk.under(at).iter().any(|said| said.starts_with(&begin))
}

#[test]
fn a_click_on_a_dot_selects_the_party() {
    let mut desk = company();
    let (_, name, card) = on_top(&desk);
    assert!(card.width() < 40.0, "it is a dot: {card:?}");
    desk.click_at(card.center());
    assert_eq!(desk.selected(), [name.as_str()]);
    assert_eq!(
        desk.focused().map(|said| said.starts_with(&format!("{name}, "))),
        Some(true),
        "the keyboard came along: {:?}",
        desk.focused()
    );
    desk.key(Key::ArrowRight);
    assert_eq!(desk.session().undo_label(), Some("Nudge"));
}

#[test]
fn the_end_of_a_name_that_made_its_card_grow_can_be_clicked() {
    let mut desk = Desk::with(sample::company(280, 7, date(2026, 11, 22)));
    desk.key(Key::F);
    let names: Vec<String> = desk.org().parties.values().map(|party| party.name.clone()).collect();
    let cards: Vec<(&String, Rect)> = names.iter().map(|name| (name, desk.card(name))).collect();
    let narrowest = cards.iter().map(|(_, card)| card.width()).fold(f32::INFINITY, f32::min);
    let (name, card) = cards
        .iter()
        .find(|(_, card)| card.width() > 1.3 * narrowest)
        .expect("some card is wider than others");
    desk.click_at(egui::pos2(card.right() - 2.0, card.center().y));
    assert_eq!(desk.selected(), [name.as_str()]);
}

#[test]
fn a_double_click_on_a_dot_asks_for_its_name() {
    let mut desk = company();
    let (id, _, card) = on_top(&desk);
    desk.double_click_at(card.center());
    desk.write("Payroll");
    desk.key(Key::Enter);
    assert_eq!(desk.org().parties[&id].name, "Payroll");
}

#[test]
fn a_drag_from_afar_moves_the_party_and_one_step_back_brings_it_back() {
    let mut desk = company();
    let (id, name, card) = on_top(&desk);
    let before = desk.org().clone();
    let at = desk.session().positions()[&id];
    desk.drag_and_drop(card.center(), card.center() + vec2(40.0, 25.0));
    let moved = desk.session().positions()[&id];
    assert!(moved.x > at.x + 40.0 && moved.y > at.y + 25.0, "{at:?} to {moved:?}");
    assert_eq!(desk.session().undo_label(), Some(format!("Move {name}").as_str()));
    assert!(is_there(&desk, &name, card.center() + vec2(40.0, 25.0)));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &before);
    assert_eq!(desk.session().positions()[&id], at);
    desk.click_at(card.center());
    assert_eq!(desk.selected(), [name]);
}

#[test]
fn a_band_drawn_from_afar_selects_what_it_surrounds() {
    let mut desk = company();
    let map = desk.place(Role::Canvas, "Map");
    let corner = map.left_top() + vec2(4.0, 70.0);
    desk.drag_and_drop(corner, map.center());
    let count = desk.session().selection().parties.len();
    assert!(count > 100 && count < 1_900, "{count} parties");
}

/// Where a handoff near the middle of the screen has its node.
fn a_handoff_in_sight(desk: &Desk) -> Option<(String, Pos2)> {
    let map = desk.place(Role::Canvas, "Map").shrink2(vec2(60.0, 180.0));
    let said = desk.all(Role::Button);
    let lines = said.iter().filter(|name| name.starts_with("Handoff "));
    lines
        .filter(|name| said.iter().filter(|other| other == name).count() == 1)
        .map(|name| (name.clone(), desk.place(Role::Button, name).center()))
        .find(|(name, at)| map.contains(*at) && desk.under(*at) == [name.as_str()])
}

#[test]
fn a_handoff_is_found_under_the_pointer_and_from_afar_one_line_stands_for_many() {
    let mut desk = company();
    assert_eq!(a_handoff_in_sight(&desk), None, "one of ten thousand lines");
    let (_, _, card) = on_top(&desk);
    desk.click_at(card.center());
    desk.key(Key::Z);
    desk.key(Key::Escape);
    for notches in 0..6 {
        if let Some((name, at)) = a_handoff_in_sight(&desk) {
            desk.click_at(at);
            let handoffs = &desk.session().selection().handoffs;
            let [id] = &handoffs.iter().collect::<Vec<_>>()[..] else {
                panic!("{handoffs:?} instead of {name}")
            };
            assert!(name.contains(&desk.org().handoff_name(id)), "{id} is not {name}");
            return;
        }
        let middle = desk.place(Role::Canvas, "Map").center();
        desk.wheel(middle, if notches % 2 == 0 { -1.0 } else { -2.0 });
    }
    panic!("no handoff in sight");
}

#[test]
fn the_keyboard_reaches_the_card_that_is_selected() {
    let org = sample::company(2_000, 7, date(2026, 11, 22));
    // The last of all, so that it is not among those that are read aloud anyway.
    let (id, name) = {
        let (id, party) = org.parties.get_max().expect("somebody");
        (id.clone(), party.name.clone())
    };
    let spoken = |desk: &Desk| {
        let begin = format!("{name}, ");
        desk.all(Role::Button)
            .iter()
            .filter(|said| said.starts_with(&begin))
            .count()
    };
    let mut desk = Desk::with(org.clone());
    let before = spoken(&desk);
    assert!(desk.all(Role::Button).len() < 1_000, "not a node for every party");
    let mut session = Session::new(org, date(2026, 11, 22));
    session.select(Selection::party(id));
    desk.app_mut().show(session);
    desk.settle();
    assert!(spoken(&desk) > before);
    // Backwards, from the tools below the map.
    for _ in 0..60 {
        desk.keys(Modifiers::SHIFT, Key::Tab);
        if desk
            .focused()
            .is_some_and(|said| said.starts_with(&format!("{name}, ")))
        {
            return;
        }
    }
    panic!("Tab never came to {name}");
}

#[test]
fn a_hidden_party_is_neither_drawn_nor_hit() {
    let mut desk = company();
    let a_team = |org: &Org, id: &PartyId| org.parties[id].kind == PartyKind::Team;
    let (id, name, card) = somebody(&desk, a_team);
    assert!(is_there(&desk, &name, card.center()));
    desk.key(Key::T);
    // The list of departments is so long that one has to scroll.
    desk.reach_and_click(Role::CheckBox, PartyKind::Department.label());
    desk.reach_and_click(Role::RadioButton, "Hide it");
    desk.key(Key::Escape);
    assert!(
        !is_there(&desk, &name, card.center()),
        "{:?}",
        desk.under(card.center())
    );
    desk.click_at(card.center());
    assert!(!desk.session().selection().parties.contains(&id));
}

#[test]
fn an_overview_by_departments_says_their_names() {
    let mut org = sample::company(2_000, 7, date(2026, 11, 22));
    org.settings.layout = Arrangement::Departments;
    let desk = Desk::with(org);
    let drawn = desk.drawn_words();
    let titles = desk.org().parties.values().filter(|party| drawn.contains(&party.name));
    assert!(titles.count() >= 5, "{drawn:#?}");
}

#[test]
fn from_afar_the_legend_explains_what_is_drawn_there_alone() {
    let mut desk = company();
    let legend = |desk: &Desk| -> String {
        let said = desk.all(Role::Label);
        said.into_iter()
            .find(|said| said.starts_with("Legend: "))
            .expect("a legend")
    };
    let afar = legend(&desk);
    assert!(afar.contains("Many handoffs"), "{afar}");
    assert!(!afar.contains("Risks") && !afar.contains("Bars"), "{afar}");
    let (_, _, card) = on_top(&desk);
    desk.click_at(card.center());
    desk.key(Key::Z);
    let near = legend(&desk);
    assert!(near.contains("Bars") && !near.contains("Many handoffs"), "{near}");
}
