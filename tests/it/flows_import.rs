//! Tables of roles and responsibilities: looked at before they are taken, in one step, and written out again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use egui::{Key, accesskit::Role};
use tempfile::TempDir;
use throughline::{
    file,
    org::{self, Org},
    ui::dialogs::{Exported, Question},
};

use crate::desk::{Desk, Say, three};

/// Sales, Production and Dispatch with a planner in Production, who does the work for "Order".
fn team() -> Org {
    let mut org = three();
    let planner = org::Role::new("Planner", "production".into());
    org.apply(org::Edit::PutRole("planner".into(), planner)).unwrap();
    let mut order = (*org.handoffs["order"]).clone();
    order.raci.insert("planner".into(), "R".parse().unwrap());
    org.apply(org::Edit::PutHandoff("order".into(), order)).unwrap();
    org
}

fn table(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

const ROLES: &str =
    "role,party,notes,e-mail\nClerk,Sales,,x\nPlanner,Production,Knows the mill,y\nBuyer,Produktion,,z\n";

#[track_caller]
fn choose(desk: &mut Desk, path: &Path) {
    desk.answer([Say::Path(path.to_owned())]);
    desk.run("Import roles or responsibilities…");
}

#[test]
fn a_table_is_looked_at_imported_with_the_keyboard_alone_and_taken_back_in_one_step() {
    let (_folder, path) = table("our roles.csv", ROLES);
    let mut desk = Desk::with(team());
    choose(&mut desk, &path);
    assert_eq!(desk.asked(), [(Question::Import, String::new())]);
    for words in [
        "Import roles from our roles.csv",
        "1 role will be added, 1 changed, 1 row does not fit.",
        "Recognised as: Roles.",
        "This column is not used: “e-mail”.",
        "Line 4, Buyer: There is no party “Produktion”. Did you mean “Production”?",
        "Line 2, Clerk: Added in Sales",
        "Line 3, Planner: Notes: none → Knows the mill",
    ] {
        assert!(desk.shows(words), "{words}\n{}", desk.words());
    }
    assert!(desk.has(Role::Button, "Import 2 changes, leave 1 row out"));
    assert_eq!(desk.org(), &team(), "nothing is changed before it is asked for");
    desk.key(Key::Enter);
    let roles: Vec<_> = desk.org().roles.values().map(|role| role.name.as_str()).collect();
    assert_eq!(roles, ["Clerk", "Planner"]);
    assert_eq!(desk.org().roles["planner"].notes, "Knows the mill");
    assert_eq!(desk.session().undo_label(), Some("Import roles from our roles.csv"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &team());
    desk.command(Key::Y);
    assert_eq!(desk.org().roles.len(), 2);
}

#[test]
fn a_table_is_left_alone_with_cancel_or_esc() {
    let (_folder, path) = table("roles.csv", ROLES);
    let mut desk = Desk::with(team());
    choose(&mut desk, &path);
    desk.press("Cancel");
    assert!(!desk.shows("Recognised as"));
    choose(&mut desk, &path);
    desk.key(Key::Escape);
    assert!(!desk.shows("Recognised as"));
    assert_eq!(desk.org(), &team());
    assert!(!desk.session().is_edited() && desk.session().undo_label().is_none());
}

#[test]
fn where_nothing_fits_or_changes_there_is_nothing_but_close() {
    for (text, summary) in [
        ("role,party\nClerk,Nowhere\n", "1 row does not fit."),
        ("role,party\nPlanner,Production\n", "1 role stays as it is."),
    ] {
        let (_folder, path) = table("roles.csv", text);
        let mut desk = Desk::with(team());
        choose(&mut desk, &path);
        assert!(desk.shows(summary));
        assert!(!desk.has(Role::Button, "Cancel"));
        desk.key(Key::Enter);
        assert!(!desk.shows(summary));
        assert_eq!(desk.org(), &team());
    }
}

#[test]
fn what_is_no_table_says_why() {
    let (folder, path) = table("notes.csv", "street,town\nA,B\n");
    let mut desk = Desk::with(team());
    choose(&mut desk, &path);
    assert!(desk.shows("notes.csv could not be imported") && desk.shows("The first row says “street”, “town”."));
    desk.press("Close");
    let gone = folder.path().join("gone.csv");
    choose(&mut desk, &gone);
    assert!(desk.shows("There is no such file."));
    desk.press("Close");
    choose(&mut desk, folder.path());
    assert!(desk.shows("This is a folder, not a file."));
    assert_eq!(desk.org(), &team());
}

#[test]
fn without_a_dialog_the_path_is_typed() {
    let (folder, path) = table("roles.csv", ROLES);
    let mut desk = Desk::with(team());
    desk.answer([Say::Unseen, Say::Unseen]);
    desk.run("Import roles or responsibilities…");
    assert!(desk.shows("Import a table by its path"));
    desk.write(path.to_str().unwrap());
    desk.key(Key::Enter);
    assert!(desk.shows("Recognised as: Roles."));
    desk.key(Key::Enter);
    assert_eq!(desk.org().roles.len(), 2);
    // The file that was just read is there already.
    desk.run("Export roles…");
    assert!(desk.shows("Export to a path"));
    desk.command(Key::A);
    desk.write(folder.path().join("roles").to_str().unwrap());
    desk.key(Key::Enter);
    assert!(desk.shows("Replace the file that is there?"));
    assert_eq!(fs::read_to_string(&path).unwrap(), ROLES);
    desk.press("Replace");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("\r\nPlanner,Production,planner,"), "{text}");
    assert!(desk.shows("2 roles, written to roles.csv."));
}

#[test]
fn a_table_that_is_dropped_on_a_document_is_imported() {
    let (_folder, path) = table("letters.TSV", "handoff\trole\tletters\nOrder\tPlanner\tA\n");
    let mut desk = Desk::with(team());
    desk.drop_file(&path);
    assert!(desk.shows("Import responsibilities from letters.TSV"));
    assert!(desk.shows("Line 2, Order: Planner: R → A"));
    desk.press("Import 1 change");
    assert_eq!(desk.handoff("order").raci["planner"].to_string(), "A");
}

#[test]
fn what_is_exported_is_a_file_that_changes_nothing_when_it_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(team());
    for (command, what, name, told) in [
        (
            "Export roles…",
            Exported::Roles,
            "our_team roles.csv",
            "1 role, written to our_team roles.csv.",
        ),
        (
            "Export responsibilities…",
            Exported::Responsibilities,
            "our_team responsibilities.csv",
            "Who answers for 1 handoff, written to our_team responsibilities.csv.",
        ),
    ] {
        let path = folder.path().join(name);
        desk.answer([Say::Path(path.clone())]);
        desk.run(command);
        assert_eq!(desk.asked().last(), Some(&(Question::Export(what), name.to_owned())));
        assert!(desk.shows(told), "{}", desk.words());
        assert!(fs::read_to_string(&path).unwrap().starts_with('\u{feff}'));
        choose(&mut desk, &path);
        assert!(desk.shows("stays as it is."), "{}", desk.words());
        desk.press("Close");
    }
    assert!(!desk.session().is_edited());
    // A table is no document: the file of the document is never written over by one.
    let own = folder.path().join("own.ron");
    fs::write(&own, file::write(&team()).unwrap()).unwrap();
    desk.answer([Say::Path(own.clone())]);
    desk.run("Export roles…");
    assert_eq!(file::load(&own).unwrap().0.org, team());
    assert!(folder.path().join("own.ron.csv").exists());
}

#[test]
fn a_block_with_names_is_looked_at_before_it_is_pasted() {
    let mut desk = Desk::with(team());
    desk.command(Key::Num2);
    desk.paste("Handoff\tPlanner\nOrder\tRA\n");
    assert!(desk.shows("Paste responsibilities"), "{}", desk.words());
    assert!(desk.shows("Line 2, Order: Planner: R → RA"));
    desk.press("Paste 1 change");
    assert_eq!(desk.handoff("order").raci["planner"].to_string(), "RA");
    assert_eq!(desk.session().undo_label(), Some("Paste responsibilities"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &team());
}

#[test]
fn a_long_table_is_read_with_the_keyboard() {
    let mut text = "role,party\n".to_owned();
    for k in 0..100_000 {
        text.push_str(if k % 2 == 0 {
            "Clerk,Nowhere\n"
        } else {
            "Planner,Nowhere\n"
        });
    }
    let (_folder, path) = table("long.csv", &text);
    let mut desk = Desk::with(team());
    choose(&mut desk, &path);
    assert!(desk.shows("100 000 rows do not fit."));
    let shown = |desk: &Desk| {
        desk.all(Role::Label)
            .iter()
            .filter(|name| name.starts_with("Line "))
            .count()
    };
    assert!(desk.shows("Line 2, Clerk") && shown(&desk) < 60, "{}", shown(&desk));
    desk.key(Key::End);
    assert!(desk.shows("Line 100001, Planner") && !desk.shows("Line 2, Clerk"));
    assert!(shown(&desk) < 60, "{}", shown(&desk));
    desk.key(Key::PageUp);
    assert!(!desk.shows("Line 100001, Planner"));
    desk.key(Key::Home);
    assert!(desk.shows("Line 2, Clerk"));
}
