//! Presenting with the keyboard: the views one after the other, and back to exactly where one was.

use egui::{Key, Modifiers, accesskit::Role};
use throughline::{
    org::{Focus, Org, PartyId, Position, View},
    session::Screen,
    ui::tokens::{Theme, Tokens},
};

use crate::desk::{Desk, three};

fn with_views() -> Org {
    let mut org = three();
    let views = [
        ("a", "Overview", 0.0, 0.5, None),
        ("b", "Sales", -400.0, 1.0, Some("sales")),
        ("c", "Dispatch", 400.0, 2.0, None),
    ];
    for (order, (id, name, x, zoom, focus)) in views.into_iter().enumerate() {
        let view = View {
            name: name.to_owned(),
            centre: Position(x, 0.0),
            zoom,
            focus: focus.map(|party| Focus {
                party: PartyId::new(party),
                steps: 1,
            }),
            order: u32::try_from(order).unwrap(),
            ..View::default()
        };
        org.views.insert(id.into(), view.into());
    }
    org
}

fn projector() -> egui::Color32 {
    Tokens::of(Theme::Projector).colour.canvas
}

#[test]
fn the_views_are_shown_one_after_the_other_and_nothing_else() {
    let mut desk = Desk::with(with_views());
    let light = desk.panel_colour();
    desk.key(Key::F5);
    assert!(desk.shows("Overview  ·  1 of 3  ·  Esc returns"));
    for gone in ["Menu", "Present", "Undo", "Fit"] {
        assert!(
            !desk.all(Role::Button).iter().any(|name| name.starts_with(gone)),
            "{gone}"
        );
    }
    assert_eq!(desk.place(Role::Canvas, "Map").min, egui::Pos2::ZERO);
    let middle = desk.place(Role::Canvas, "Map").center();
    let steps = [
        (Key::ArrowRight, "Sales  ·  2 of 3"),
        (Key::Space, "Dispatch  ·  3 of 3"),
        (Key::PageDown, "Dispatch  ·  3 of 3"),
        (Key::ArrowLeft, "Sales  ·  2 of 3"),
        (Key::PageUp, "Overview  ·  1 of 3"),
        (Key::ArrowLeft, "Overview  ·  1 of 3"),
        (Key::PageDown, "Sales  ·  2 of 3"),
    ];
    for (key, said) in steps {
        desk.key(key);
        desk.wait(0.2);
        assert!(desk.shows(said), "{key:?}: {}", desk.words());
    }
    assert_eq!(desk.card("Sales").center(), middle, "the view is centred on it");
    desk.wait(10.0);
    assert!(!desk.shows("2 of 3"), "the line goes after a moment");
    desk.key(Key::End);
    assert_eq!(desk.card("Dispatch").center(), middle);
    desk.key(Key::Escape);
    assert_eq!(desk.panel_colour(), light);
    assert!(desk.has(Role::Button, "Menu"));
}

#[test]
fn esc_returns_to_exactly_where_one_was() {
    for screen in Screen::ALL {
        let mut desk = Desk::with(with_views());
        desk.app_mut().prefs.theme = throughline::ui::tokens::ThemeChoice::Dark;
        desk.select(&["production"]);
        desk.wheel(desk.nowhere(), 3.0);
        desk.key(Key::G);
        desk.key(Key::T);
        desk.click(Role::RadioButton, "Any");
        desk.key(Key::Escape);
        desk.run("Colour by alignment");
        desk.app_mut().go(screen);
        desk.settle();
        desk.point(egui::pos2(1.0, 600.0));
        desk.settle();
        let before = desk.app_mut().looks();
        let (words, colour) = (desk.words(), desk.panel_colour());
        desk.key(Key::F5);
        assert_ne!(desk.panel_colour(), colour);
        assert!(desk.selected().is_empty());
        desk.key(Key::ArrowRight);
        desk.wheel(egui::pos2(600.0, 400.0), 5.0);
        // None of these keys means anything to a room.
        for key in [
            Key::Delete,
            Key::N,
            Key::Tab,
            Key::Enter,
            Key::F1,
            Key::G,
            Key::Slash,
            Key::F2,
            Key::W,
        ] {
            desk.key(key);
        }
        desk.keys(Modifiers::COMMAND, Key::K);
        desk.keys(Modifiers::COMMAND, Key::Z);
        desk.point(egui::pos2(1.0, 600.0));
        desk.key(Key::Escape);
        assert_eq!(desk.app_mut().looks(), before, "{screen:?}");
        assert_eq!(desk.panel_colour(), colour);
        assert_eq!(desk.selected(), ["Production"]);
        assert!(!desk.session().is_edited());
        assert_eq!(desk.words(), words, "{screen:?}");
        assert_eq!(desk.app_mut().prefs.theme, throughline::ui::tokens::ThemeChoice::Dark);
    }
}

#[test]
fn without_views_the_whole_map_is_shown_and_the_map_that_was_never_seen_comes_fitted() {
    let mut desk = Desk::with(three());
    desk.app_mut().go(Screen::Health);
    desk.key(Key::F5);
    assert!(desk.shows("Our team  ·  Esc returns"));
    for name in ["Sales", "Production", "Dispatch"] {
        let card = desk.card(name);
        assert!(desk.place(Role::Canvas, "Map").contains_rect(card), "{name}");
    }
    desk.key(Key::ArrowRight);
    desk.key(Key::F5);
    assert!(desk.has(Role::Button, "Menu"));
    desk.command(Key::Num1);
    assert!(desk.place(Role::Canvas, "Map").contains_rect(desk.card("Dispatch")));
}

#[test]
fn nothing_pops_up_while_it_is_presented() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.ron");
    let mut desk = Desk::with(with_views());
    desk.answer([crate::desk::Say::Path(path.clone())]);
    desk.command(Key::S);
    desk.key(Key::F5);
    std::fs::write(&path, "somebody else").unwrap();
    desk.set_focused(false);
    desk.set_focused(true);
    assert!(!desk.shows("Another program changed"));
    desk.drop_file(&path);
    assert!(!desk.shows("could not"));
    desk.key(Key::Escape);
    assert!(desk.shows("Another program changed"), "it was only kept back");
}

#[test]
fn the_light_follows_the_pointer_while_it_is_held() {
    let mut desk = Desk::with(with_views());
    desk.key(Key::F5);
    let before = desk.app_mut().looks();
    assert!(!desk.shows("Spot of light"));
    let (from, to) = (egui::pos2(300.0, 300.0), egui::pos2(500.0, 420.0));
    desk.drag(from, to);
    let spot = desk.place(Role::Label, "Spot of light").center();
    assert!((spot - to).length() < 0.5, "{spot}");
    desk.drop(to);
    assert!(!desk.shows("Spot of light"));
    assert_eq!(desk.app_mut().looks(), before, "nothing was moved");
    desk.key_held(Key::L, 2);
    assert!(!desk.shows("Spot of light"));
    assert!(desk.selected().is_empty() && !desk.session().is_edited());
    assert_eq!(desk.panel_colour(), projector());
}

#[test]
fn who_closes_the_window_is_asked_all_the_same() {
    let mut desk = Desk::with(with_views());
    desk.select(&["sales"]);
    desk.key(Key::Delete);
    desk.key(Key::F5);
    desk.close_window();
    assert!(desk.shows("Save the changes to Our team?"));
}
