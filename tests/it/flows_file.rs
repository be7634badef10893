//! Files: opening, saving, and never losing anything on the way.

use std::{
    fs,
    path::{Path, PathBuf},
};

use egui::{Key, Modifiers, ViewportCommand, accesskit::Role};
use tempfile::TempDir;
use throughline::{file, org::Org, ui::dialogs::Question};

use crate::desk::{Desk, Say, three};

/// A folder with a file in it.
fn shelf() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.ron");
    fs::write(&path, file::write(&three()).unwrap()).unwrap();
    (folder, path)
}

/// The app with that file open.
fn opened(path: &Path) -> Desk {
    let mut desk = Desk::start();
    desk.answer([Say::Path(path.to_owned())]);
    desk.command(Key::O);
    assert_eq!(desk.session().path(), Some(path));
    desk
}

/// Gives a party another name.
fn rename(desk: &mut Desk, to: &str) {
    desk.select(&["sales"]);
    desk.key(Key::F2);
    desk.write(to);
    desk.key(Key::Enter);
    assert_eq!(desk.party("sales").name, to);
}

fn on_disk(path: &Path) -> Org {
    file::load(path).unwrap().0.org
}

#[test]
fn a_file_is_opened_edited_and_saved() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    assert_eq!(desk.asked(), [(Question::Open, String::new())]);
    assert_eq!(desk.title(), "Our team – Throughline");
    assert!(desk.shows("team.ron") && desk.shows("All changes saved"));
    rename(&mut desk, "Shop");
    assert_eq!(desk.title(), "• Our team – Throughline");
    assert!(desk.shows("edited") && desk.shows("Not saved"));
    assert_eq!(on_disk(&path), three(), "not before it is asked for");
    desk.command(Key::S);
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
    assert_eq!(desk.title(), "Our team – Throughline");
    desk.command(Key::Z);
    assert_eq!(
        desk.title(),
        "• Our team – Throughline",
        "undo goes behind the saved state"
    );
    desk.command(Key::Y);
    assert_eq!(desk.title(), "Our team – Throughline");
}

#[test]
fn a_file_on_the_command_of_its_path_and_among_the_recent_ones() {
    let (_folder, path) = shelf();
    let mut desk = Desk::start();
    desk.run("Open a path…");
    desk.write(path.to_str().unwrap());
    desk.key(Key::Enter);
    assert_eq!(desk.session().path(), Some(path.as_path()));
    desk.command(Key::W);
    assert!(desk.is_at_start());
    desk.press_beginning("Open team.ron in ");
    assert_eq!(desk.session().path(), Some(path.as_path()));
}

#[test]
fn a_new_organisation_asks_where_to_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::three();
    rename(&mut desk, "Shop");
    desk.answer([Say::Cancel, Say::Path(folder.path().join("our_team"))]);
    desk.command(Key::S);
    assert_eq!(desk.asked(), [(Question::Save, "our_team.ron".to_owned())]);
    assert!(desk.session().is_edited() && desk.session().path().is_none());
    desk.command(Key::S);
    let path = folder.path().join("our_team.ron");
    assert_eq!(desk.session().path(), Some(path.as_path()), "the ending is added");
    assert_eq!(&on_disk(&path), desk.org());
    assert!(!desk.session().is_edited());
}

#[test]
fn save_as_goes_on_in_the_other_file() {
    let (folder, path) = shelf();
    let other = folder.path().join("other.ron");
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.answer([Say::Path(other.clone())]);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(on_disk(&path), three());
    assert_eq!(on_disk(&other).parties["sales"].name, "Shop");
    rename(&mut desk, "Store");
    desk.command(Key::S);
    assert_eq!(on_disk(&other).parties["sales"].name, "Store");
    assert_eq!(on_disk(&path), three());
}

#[test]
fn what_is_being_typed_is_saved_too() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    desk.select(&["sales"]);
    desk.enter("Name");
    desk.write("Shop");
    desk.command(Key::S);
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
    assert_eq!(desk.title(), "Our team – Throughline");
}

#[test]
fn a_name_being_typed_on_the_map_is_saved_too() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    desk.select(&["sales"]);
    desk.key(Key::F2);
    desk.write("Shop");
    desk.command(Key::S);
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
    assert!(!desk.session().is_edited());
}

#[test]
fn closing_unsaved_work_asks_and_does_as_answered() {
    let (_folder, path) = shelf();
    let question = "Save the changes to Our team?";

    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.command(Key::W);
    assert!(desk.shows(question));
    desk.press("Cancel");
    assert!(!desk.shows(question));
    assert_eq!(desk.party("sales").name, "Shop");
    desk.command(Key::W);
    desk.key(Key::Escape);
    assert_eq!(desk.party("sales").name, "Shop", "Esc is the same");
    desk.command(Key::W);
    desk.press("Don’t save");
    assert!(desk.is_at_start());
    assert_eq!(desk.title(), "Throughline");
    assert_eq!(on_disk(&path), three());

    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.command(Key::W);
    desk.press("Save");
    assert!(desk.is_at_start());
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
}

#[test]
fn enter_gives_the_first_answer_wherever_the_keyboard_was() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    let at = desk.card("Production").center();
    desk.click_at(at);
    desk.command(Key::W);
    desk.key(Key::Enter);
    assert!(desk.is_at_start());
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
}

#[test]
fn opening_another_file_asks_about_unsaved_work_first() {
    let (folder, path) = shelf();
    let other = folder.path().join("other.ron");
    fs::write(&other, file::write(&Org::named("Others")).unwrap()).unwrap();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.command(Key::O);
    assert_eq!(desk.asked().len(), 1, "no dialog before the answer");
    desk.answer([Say::Path(other.clone())]);
    desk.press("Save");
    assert_eq!(desk.title(), "Others – Throughline");
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");

    desk.command(Key::N);
    assert_eq!(
        desk.title(),
        "New organisation – Throughline",
        "nothing was changed, so nothing is asked"
    );
    desk.drop_file(&path);
    assert_eq!(desk.session().path(), Some(path.as_path()));
    rename(&mut desk, "Store");
    desk.drop_file(&other);
    desk.press("Don’t save");
    assert_eq!(desk.title(), "Others – Throughline");
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
}

#[test]
fn the_window_does_not_close_over_unsaved_work() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    desk.take_commands();
    desk.close_window();
    assert!(
        !desk.take_commands().contains(&ViewportCommand::CancelClose),
        "nothing to lose"
    );

    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.take_commands();
    desk.close_window();
    assert!(desk.take_commands().contains(&ViewportCommand::CancelClose));
    assert!(desk.shows("Save the changes to Our team?"));
    desk.press("Cancel");
    assert!(!desk.take_commands().contains(&ViewportCommand::Close));
    desk.close_window();
    assert!(
        desk.take_commands().contains(&ViewportCommand::CancelClose),
        "it asks each time"
    );
    desk.press("Save");
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
    assert!(desk.take_commands().contains(&ViewportCommand::Close));
    desk.close_window();
    assert!(!desk.take_commands().contains(&ViewportCommand::CancelClose));
}

#[test]
fn quitting_without_saving_leaves_the_file_alone() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.take_commands();
    desk.run("Quit");
    assert!(desk.take_commands().is_empty());
    desk.press("Don’t save");
    assert!(desk.take_commands().contains(&ViewportCommand::Close));
    desk.close_window();
    assert!(!desk.take_commands().contains(&ViewportCommand::CancelClose));
    assert_eq!(on_disk(&path), three());
}

#[test]
fn a_dialog_cancelled_on_the_way_out_keeps_the_document_open() {
    let mut desk = Desk::three();
    rename(&mut desk, "Shop");
    desk.answer([Say::Cancel]);
    desk.command(Key::W);
    desk.press("Save");
    assert_eq!(desk.party("sales").name, "Shop");
    let folder = tempfile::tempdir().unwrap();
    desk.answer([Say::Path(folder.path().join("team.ron"))]);
    desk.command(Key::S);
    assert!(!desk.is_at_start(), "what was given up is not done later");
}

#[test]
fn a_save_that_fails_keeps_the_edits_and_says_why() {
    let (folder, path) = shelf();
    fs::create_dir(folder.path().join("a_folder.ron")).unwrap();
    let mut desk = Desk::three();
    rename(&mut desk, "Shop");
    for (target, words) in [
        (folder.path().join("no/such/team.ron"), "its folder does not exist"),
        (path.join("team.ron"), "was not saved"),
        (
            folder.path().join("a_folder.ron"),
            "something of that name that is not a file",
        ),
    ] {
        desk.answer([Say::Path(target.clone())]);
        desk.command(Key::S);
        assert!(desk.shows(words), "{}: {}", target.display(), desk.words());
        assert!(desk.session().is_edited() && desk.session().path().is_none());
        assert_eq!(desk.party("sales").name, "Shop");
        desk.wait(60.0);
        assert!(desk.shows(words), "it stays until it is read");
        desk.press("Close message");
        assert!(!desk.shows(words));
    }
    assert_eq!(on_disk(&path), three());
    desk.answer([Say::Path(folder.path().join("no/such/team.ron"))]);
    desk.command(Key::W);
    desk.press("Save");
    assert!(!desk.is_at_start(), "a document that was not saved is not closed");
}

#[test]
fn a_folder_that_goes_away_takes_no_edits_along() {
    let (folder, path) = shelf();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    drop(folder);
    desk.command(Key::S);
    assert!(
        desk.shows("team.ron was not saved: its folder does not exist"),
        "{}",
        desk.words()
    );
    assert_eq!(desk.party("sales").name, "Shop");
    assert_eq!(desk.title(), "• Our team – Throughline");
    let (_folder, path) = shelf();
    desk.answer([Say::Path(path.clone())]);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
    assert!(!desk.shows("was not saved"));
}

#[test]
fn a_file_changed_by_another_program_is_not_written_over() {
    let (folder, path) = shelf();
    let theirs = file::write(&Org::named("Theirs")).unwrap();
    let question = "Another program changed the file";
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    fs::write(&path, &theirs).unwrap();
    desk.command(Key::S);
    assert!(desk.shows(question));
    desk.press("Cancel");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert!(desk.session().is_edited());
    let other = folder.path().join("other.ron");
    desk.answer([Say::Path(other.clone())]);
    desk.command(Key::S);
    desk.press("Save under another name");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(on_disk(&other).parties["sales"].name, "Shop");

    let mut desk = opened(&path);
    desk.command(Key::N);
    let mut desk2 = opened(&other);
    rename(&mut desk2, "Store");
    fs::write(&other, &theirs).unwrap();
    desk2.command(Key::S);
    desk2.press("Overwrite");
    assert_eq!(on_disk(&other).parties["sales"].name, "Store");
    assert!(!desk2.session().is_edited());
}

#[test]
fn closing_after_a_conflict_is_solved() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    fs::write(&path, file::write(&Org::named("Theirs")).unwrap()).unwrap();
    desk.command(Key::W);
    desk.press("Save");
    desk.press("Overwrite");
    assert!(desk.is_at_start());
    assert_eq!(on_disk(&path).parties["sales"].name, "Shop");
}

#[test]
fn rubbish_is_refused_with_a_remedy_and_the_old_document_stays() {
    let (folder, path) = shelf();
    let rubbish = folder.path().join("rubbish.ron");
    fs::write(&rubbish, "name,owner\nSales,Kim\n").unwrap();
    let broken = folder.path().join("broken.ron");
    fs::write(
        &broken,
        "Throughline(version: 1, name: \"X\", parties: {\"a\": (kind: Tem)})",
    )
    .unwrap();
    let mut desk = opened(&path);
    rename(&mut desk, "Shop");
    desk.command(Key::Z);
    for (wrong, title, remedy) in [
        (&rubbish, "rubbish.ron could not be opened", "Choose another file"),
        (&broken, "broken.ron could not be opened", "line 1, column"),
    ] {
        desk.answer([Say::Path(wrong.clone())]);
        desk.command(Key::O);
        assert!(desk.shows(title) && desk.shows(remedy), "{}", desk.words());
        desk.press("Close");
        assert!(!desk.shows(title));
        assert_eq!(desk.session().path(), Some(path.as_path()));
        assert_eq!(desk.org(), &three());
        assert!(desk.session().redo_label().is_some(), "also its history");
    }
}

#[test]
fn where_there_is_no_dialog_a_path_can_be_typed() {
    let (folder, path) = shelf();
    let mut desk = Desk::start();
    desk.answer([Say::Unseen]);
    desk.command(Key::O);
    assert!(desk.shows("This system showed no file dialog."));
    desk.key(Key::Enter);
    assert!(
        desk.shows("This system showed no file dialog."),
        "an empty field is no path"
    );
    desk.write(path.to_str().unwrap());
    desk.key(Key::Enter);
    assert_eq!(desk.session().path(), Some(path.as_path()));

    let mut desk = Desk::three();
    rename(&mut desk, "Shop");
    desk.answer([Say::Unseen]);
    desk.command(Key::S);
    assert_eq!(desk.value("For example /home/me/our_team.ron"), "our_team.ron");
    desk.command(Key::A);
    desk.write(path.to_str().unwrap());
    desk.key(Key::Enter);
    assert!(desk.shows("Replace the file that is there?"));
    assert_eq!(on_disk(&path), three());
    desk.press("Cancel");
    assert!(desk.session().is_edited());
    desk.answer([Say::Unseen]);
    desk.command(Key::W);
    desk.press("Save");
    desk.command(Key::A);
    desk.write(folder.path().join("new.ron").to_str().unwrap());
    desk.press("Save");
    assert!(desk.is_at_start(), "saved, and then closed as was asked");
    assert_eq!(on_disk(&folder.path().join("new.ron")).parties["sales"].name, "Shop");
}

#[test]
fn a_file_with_problems_opens_and_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("holes.ron");
    let mut org = three();
    let mut handoff = (*org.handoffs["order"]).clone();
    handoff.customer = "nobody".into();
    org.handoffs.insert("order".into(), handoff.into());
    fs::write(&path, file::write(&org).unwrap()).unwrap();
    let mut desk = opened(&path);
    assert!(desk.shows("One thing does not hold together"), "{}", desk.words());
    assert!(desk.shows("nobody"));
    desk.press_beginning("Line ");
    assert_eq!(desk.selected(), ["Order"]);
    assert!(!desk.session().is_edited());
}

#[test]
fn unsaved_work_does_not_replace_what_was_saved_after_it() {
    let (folder, path) = shelf();
    let copies = folder.path().join("copies");
    let mut org = three();
    org.name = "Found again".to_owned();
    let text = file::write(&org).unwrap();
    let at = jiff::civil::date(2020, 1, 1).at(12, 0, 0, 0);
    file::recovery::keep(&copies, "old", Some(&path), at, &text).unwrap();
    let mut desk = Desk::start();
    desk.keep_copies(&copies);
    desk.press("Open it");
    assert_eq!(desk.title(), "• Found again – Throughline");
    assert_eq!(desk.session().path(), None, "it asks for a name of its own");
    assert!(desk.shows("has been written since"), "{}", desk.words());
    assert_eq!(on_disk(&path), three());
}

#[test]
fn an_open_document_is_nobodys_lost_work() {
    let (folder, path) = shelf();
    let copies = folder.path().join("copies");
    let claim = file::recovery::claim(&copies, "other-window").unwrap();
    let text = file::write(&three()).unwrap();
    let at = jiff::civil::date(2026, 11, 20).at(18, 30, 0, 0);
    file::recovery::keep(&copies, "other-window", Some(&path), at, &text).unwrap();
    assert_eq!(file::recovery::list(&copies).unwrap(), []);
    drop(claim);
    assert_eq!(file::recovery::list(&copies).unwrap().len(), 1, "its window is gone");
}

#[test]
fn unsaved_work_of_an_earlier_sitting_is_offered() {
    let (folder, path) = shelf();
    let copies = folder.path().join("copies");
    let mut org = three();
    org.name = "Found again".to_owned();
    let text = file::write(&org).unwrap();
    let at = jiff::civil::date(2026, 11, 20).at(18, 30, 0, 0);
    let copy = file::recovery::keep(&copies, "old", Some(&path), at, &text).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let written = fs::File::options().write(true).open(&path).unwrap();
    written.set_modified(long_ago).unwrap();
    let mut desk = Desk::start();
    desk.keep_copies(&copies);
    assert!(desk.shows("team.ron, kept 20 November 2026, 18:30"));
    desk.press("Open it");
    assert_eq!(desk.title(), "• Found again – Throughline");
    assert_eq!(desk.session().path(), Some(path.as_path()));
    assert!(copy.path.exists(), "until it is saved");
    assert_eq!(on_disk(&path), three());
    desk.command(Key::S);
    assert_eq!(on_disk(&path), org);
    assert_eq!(desk.title(), "Found again – Throughline");
    assert!(!desk.has(Role::Button, "Open it"));
}

#[test]
fn a_word_is_said_when_another_program_changed_the_file() {
    let (_folder, path) = shelf();
    let mut desk = opened(&path);
    desk.set_focused(false);
    let mut other = three();
    other.name = "Theirs".to_owned();
    fs::write(&path, file::write(&other).unwrap()).unwrap();
    assert!(!desk.shows("Another program changed team.ron"));
    desk.set_focused(true);
    assert!(desk.shows("Another program changed team.ron"), "{}", desk.words());
    assert_eq!(desk.org(), &three(), "nothing is taken over unasked");
    desk.press("Close message");
    desk.set_focused(false);
    desk.set_focused(true);
    assert!(!desk.shows("Another program changed team.ron"), "once is enough");
}
