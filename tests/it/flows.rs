//! What stands around the map: the palette, menus, themes, the start screen, "why?".

use std::path::PathBuf;

use egui::{Key, ViewportCommand, accesskit::Role};
use throughline::{
    session::{Command, Menu},
    ui::samples::SAMPLES,
};

use crate::desk::{Desk, three};

#[test]
fn the_palette_finds_a_party_by_a_few_letters() {
    let mut desk = Desk::three();
    desk.command(Key::K);
    desk.write("disp");
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Dispatch"]);
    assert!(!desk.has(Role::ListBoxOption, "Dispatch, Team"));
    desk.key(Key::Delete);
    assert_eq!(
        desk.names(),
        ["Production", "Sales"],
        "the keyboard is with the map again"
    );
}

#[test]
fn the_palette_finds_a_handoff_and_moves_with_the_arrows() {
    let mut desk = Desk::three();
    desk.command(Key::K);
    desk.write("order");
    assert!(desk.has(Role::ListBoxOption, "Order, Sales to Production"));
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Order"]);
    desk.command(Key::K);
    desk.write("pro");
    let rows = desk.all(Role::ListBoxOption);
    assert!(rows.len() > 1, "{rows:?}");
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowUp);
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Production"]);
}

#[test]
fn the_palette_runs_a_command_by_its_name() {
    let mut desk = Desk::three();
    desk.run("Select all");
    assert_eq!(desk.selected().len(), 4);
    desk.run("Look back 1 year");
    assert_eq!(desk.org().settings.window_days, 365);
    desk.command(Key::Z);
    assert_eq!(desk.org().settings.window_days, 90);
}

#[test]
fn esc_closes_the_palette_and_nothing_else() {
    let mut desk = Desk::three();
    desk.select(&["sales"]);
    desk.command(Key::K);
    desk.write("prod");
    assert!(desk.has(Role::ListBoxOption, "Production, Team"));
    desk.key(Key::Escape);
    assert!(!desk.has(Role::ListBoxOption, "Production, Team"));
    assert_eq!(desk.selected(), ["Sales"]);
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut desk = Desk::three();
    desk.command(Key::K);
    desk.write("zzzz");
    assert!(desk.shows("Nothing is called “zzzz”."));
    desk.key(Key::Enter);
    assert!(desk.shows("Nothing is called “zzzz”."), "it waits for other letters");
}

#[test]
fn every_command_stands_in_a_menu() {
    let mut desk = Desk::three();
    let mut found = Vec::new();
    for menu in Menu::ALL {
        desk.press("Menu");
        desk.press(menu.label());
        let here: Vec<Command> = Command::ALL
            .into_iter()
            .filter(|c| c.menu() == menu && desk.has(Role::Button, &desk.in_menu(*c)))
            .collect();
        assert!(!here.is_empty(), "{menu:?}");
        found.extend(here);
        desk.key(Key::Escape);
        desk.key(Key::Escape);
    }
    let missing: Vec<_> = Command::ALL.into_iter().filter(|c| !found.contains(c)).collect();
    assert_eq!(missing, []);
}

#[test]
fn a_command_of_the_menu_is_carried_out() {
    let mut desk = Desk::three();
    desk.press("Menu");
    desk.press("Edit");
    desk.press(&desk.in_menu(Command::SelectAll));
    assert_eq!(desk.selected().len(), 4);
    assert!(!desk.has(Role::Button, "Edit"), "the menu is closed");
}

#[test]
fn esc_closes_a_menu_and_keeps_the_selection() {
    let mut desk = Desk::three();
    desk.select(&["sales"]);
    desk.press("Menu");
    assert!(desk.has(Role::Button, "File"));
    desk.key(Key::Escape);
    assert!(!desk.has(Role::Button, "File"));
    assert_eq!(desk.selected(), ["Sales"]);
    desk.choose_nothing("Kind");
    assert_eq!(desk.selected(), ["Sales"]);
}

#[test]
fn f11_leaves_nothing_but_the_map() {
    let mut desk = Desk::three();
    desk.select(&["sales"]);
    desk.take_commands();
    desk.key(Key::F11);
    assert!(!desk.has(Role::Button, "Menu") && !desk.has(Role::TextInput, "Name"));
    assert!(desk.shows("Esc brings everything back."));
    assert!(desk.take_commands().contains(&ViewportCommand::Fullscreen(true)));
    desk.card("Sales");
    desk.key(Key::Escape);
    assert!(desk.has(Role::Button, "Menu") && desk.has(Role::TextInput, "Name"));
    assert_eq!(desk.selected(), ["Sales"]);
    assert!(desk.take_commands().contains(&ViewportCommand::Fullscreen(false)));
    desk.key(Key::F11);
    desk.wait(30.0);
    assert!(!desk.shows("Esc brings everything back."), "a notice goes by itself");
    desk.key(Key::F11);
    assert!(desk.has(Role::Button, "Menu"));
}

#[test]
fn esc_ends_a_drag_in_full_screen_before_it_brings_anything_back() {
    let mut desk = Desk::three();
    desk.key(Key::F11);
    let from = desk.card("Sales").center();
    desk.drag(from, from + egui::vec2(0.0, 80.0));
    desk.key(Key::Escape);
    assert!(!desk.session().is_edited());
    assert!(!desk.has(Role::Button, "Menu"));
}

#[test]
fn themes_are_chosen_in_the_palette() {
    use throughline::ui::tokens::{Theme, Tokens};
    let mut desk = Desk::three();
    for (command, theme) in [
        ("Theme: dark", Theme::Dark),
        ("Theme: projector", Theme::Projector),
        ("Theme: light", Theme::Light),
    ] {
        desk.run(command);
        assert_eq!(desk.panel_colour(), Tokens::of(theme).colour.canvas, "{command}");
        desk.select(&["sales"]);
        desk.select(&["sales", "production"]);
    }
    assert!(!desk.session().is_edited());
}

#[test]
fn the_start_screen_knows_the_samples_and_the_recent_files() {
    let recent = vec![PathBuf::from("/work_of/ours/team.ron")];
    let mut desk = Desk::remembering(recent);
    for sample in &SAMPLES {
        assert!(desk.has(
            Role::Button,
            &format!("Open the sample {}: {}", sample.name, sample.line)
        ));
    }
    assert!(desk.has(Role::Button, "Open team.ron in /work_of/ours"));
    desk.press("Forget team.ron");
    assert!(!desk.shows("team.ron"));
}

#[test]
fn a_recent_file_that_is_gone_says_so() {
    let mut desk = Desk::remembering(vec![PathBuf::from("/work_of/ours/team.ron")]);
    desk.press("Open team.ron in /work_of/ours");
    assert!(desk.shows("team.ron could not be opened"));
    assert!(desk.shows("There is no such file. Check the name"));
    desk.key(Key::Escape);
    assert!(desk.is_at_start());
    assert!(!desk.shows("team.ron"));
}

#[test]
fn a_sample_opens_as_a_copy_without_a_file() {
    for sample in &SAMPLES {
        let mut desk = Desk::start();
        desk.press(&format!("Open the sample {}", sample.name));
        assert_eq!(desk.session().path(), None);
        assert!(!desk.session().is_edited());
        assert_eq!(desk.org(), &sample.open().unwrap());
        desk.command(Key::W);
        assert!(desk.is_at_start(), "nothing to lose, so nothing is asked");
    }
}

#[test]
fn a_gauge_says_how_its_figure_came_about() {
    let mut org = three();
    let mut deliveries = (1..=9).map(|day| {
        let delivery = throughline::org::Delivery {
            handoff: "order".into(),
            asked: None,
            due: throughline::org::Moment::day(jiff::civil::date(2026, 11, day)),
            delivered: Some(throughline::org::Moment::day(jiff::civil::date(2026, 11, day))),
            right_first_time: Some(day != 4),
            flaw: None,
            note: String::new(),
        };
        throughline::org::LogEntry::Delivery(delivery)
    });
    for (k, entry) in deliveries.by_ref().enumerate() {
        let id = org.new_log_id(entry.date(), k as u32);
        org.log.insert(id, entry.into());
    }
    let mut desk = Desk::with(org);
    let at = desk.place(Role::Button, "Handoff Order").center();
    desk.click_at(at);
    desk.press_beginning("Handoff reliability 8");
    assert!(desk.shows("What it stands on (9)"), "{}", desk.words());
    assert!(desk.has(Role::Button, "Close"));
    desk.key(Key::Escape);
    assert!(!desk.shows("What it stands on (9)"));
    assert_eq!(desk.selected(), ["Order"]);
    desk.press_beginning("Handoff reliability of the organisation 8");
    assert!(desk.has(Role::Button, "Close"));
    desk.press("Close");
    assert!(!desk.has(Role::Button, "Close"));
}

#[test]
fn every_page_of_the_help_opens_and_closes() {
    let mut desk = Desk::three();
    for (command, words) in [
        (Command::Problems, "Everything in this file holds together"),
        (Command::Shortcuts, "Double-click on the map"),
        (Command::About, "Licence: MIT or Apache-2.0."),
        (Command::Organisation, "Organisation, goals and settings"),
    ] {
        desk.run(command.label());
        assert!(desk.shows(words), "{command:?}");
        desk.key(Key::Escape);
        assert!(!desk.shows(words), "{command:?}");
    }
}
