//! Files on disk: what is saved is whole, what others wrote is not lost, and nothing is left lying about.

use std::{fs, path::Path};

use jiff::civil::date;
use tempfile::{TempDir, tempdir};
use throughline::{
    file::{LoadError, Refusal, load, recovery, save, write},
    org::Org,
};

fn folder() -> TempDir {
    tempdir().expect("a folder")
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn text(name: &str) -> String {
    write(&Org::named(name)).expect("it is written")
}

#[test]
fn what_was_saved_is_loaded() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let stamp = save(&path, &Org::named("A"), None).expect("saved");
    let (loaded, same) = load(&path).expect("loaded");
    assert_eq!(loaded.org, Org::named("A"));
    assert_eq!(same, stamp);
    assert_eq!(fs::read_to_string(&path).expect("readable"), text("A"));
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn a_relative_path_is_one_from_here() {
    // Under `target`, which is where the tests run from if not from the project's folder.
    let folder = TempDir::new_in(".").expect("a folder here");
    let path = Path::new(folder.path().file_name().expect("a name")).join("a.ron");
    save(&path, &Org::named("A"), None).expect("saved");
    assert!(load(&path).is_ok());
}

#[test]
fn what_another_program_wrote_is_not_overwritten_unasked() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &Org::named("A"), None).expect("saved");
    let (_, stamp) = load(&path).expect("loaded");
    // The same length, and as good as the same time.
    fs::write(&path, text("B")).expect("written");
    let error = save(&path, &Org::named("C"), Some(&stamp)).expect_err("refused");
    assert!(matches!(error.why, Refusal::ChangedOnDisk));
    assert!(
        error
            .to_string()
            .contains("a.ron was not saved: another program changed the file"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&path).expect("readable"), text("B"));
    let stamp = save(&path, &Org::named("C"), None).expect("overwritten when asked");
    save(&path, &Org::named("D"), Some(&stamp)).expect("its own file");
    fs::remove_file(&path).expect("removed");
    save(&path, &Org::named("E"), Some(&stamp)).expect("made anew");
    assert_eq!(fs::read_to_string(&path).expect("readable"), text("E"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_and_its_target_is_written() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let real = folder.path().join("real");
    fs::create_dir(&real).expect("a folder");
    let target = real.join("a.ron");
    let link = folder.path().join("link.ron");
    let link_to_link = folder.path().join("second.ron");
    symlink("real/a.ron", &link).expect("a link");
    symlink("link.ron", &link_to_link).expect("a link");
    // First the target does not exist yet.
    for name in ["A", "B"] {
        save(&link_to_link, &Org::named(name), None).expect("saved");
        assert_eq!(fs::read_to_string(&target).expect("readable"), text(name));
        assert_eq!(names(&real), ["a.ron"]);
    }
    assert!(link.is_symlink() && link_to_link.is_symlink());

    let nowhere = folder.path().join("nowhere.ron");
    symlink("missing/a.ron", &nowhere).expect("a link");
    let error = save(&nowhere, &Org::named("A"), None).expect_err("refused");
    assert!(matches!(error.why, Refusal::NoFolder), "{error}");
    assert!(matches!(load(&nowhere), Err(LoadError::NotFound)));
    let circle = folder.path().join("circle.ron");
    symlink("circle.ron", &circle).expect("a link");
    assert!(save(&circle, &Org::named("A"), None).is_err());
    assert!(load(&circle).is_err());
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_read_only_file_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &Org::named("A"), None).expect("saved");
    let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("permissions");
    set(0o640);
    save(&path, &Org::named("B"), None).expect("saved");
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
    set(0o444);
    let error = save(&path, &Org::named("C"), None).expect_err("refused");
    assert!(matches!(error.why, Refusal::ReadOnlyFile), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("readable"), text("B"));
}

#[test]
fn what_is_no_place_for_a_file_is_told() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    let org = Org::named("A");
    let why = |path: &Path| save(path, &org, None).expect_err("refused").why;
    assert!(matches!(why(&folder.path().join("missing/a.ron")), Refusal::NoFolder));
    assert!(matches!(why(&file.join("a.ron")), Refusal::NoFolder));
    assert!(matches!(why(folder.path()), Refusal::NotAFile));
    assert!(matches!(load(folder.path()), Err(LoadError::Directory)));
    assert!(matches!(
        load(&folder.path().join("missing.ron")),
        Err(LoadError::NotFound)
    ));
    assert!(matches!(load(&file.join("a.ron")), Err(LoadError::NotFound)));
    assert_eq!(names(folder.path()), ["file"]);
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_neither_read_nor_replaced() {
    // Reading it would never end.
    assert!(matches!(load(Path::new("/dev/zero")), Err(LoadError::NotAFile)));
    let error = save(Path::new("/dev/null"), &Org::named("A"), None).expect_err("refused");
    assert!(matches!(error.why, Refusal::NotAFile), "{error}");
}

/// Root writes where permissions forbid it; into `/proc` nobody does.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_told() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let error = save(Path::new("/proc/self/a.ron"), &Org::named("A"), None).expect_err("refused");
    assert!(
        matches!(error.why, Refusal::ReadOnlyFolder | Refusal::NoFolder),
        "{error:?}"
    );
    assert!(error.to_string().contains("your changes are still open"), "{error}");

    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &Org::named("A"), None).expect("saved");
    let owner_is_root = fs::metadata(&path).expect("there").uid() == 0;
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("permissions");
    let saved = save(&path, &Org::named("B"), None);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
    match saved {
        Ok(_) => assert!(owner_is_root),
        Err(error) => assert!(matches!(error.why, Refusal::ReadOnlyFolder), "{error}"),
    }
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn recovery_copies_are_documents_that_know_where_they_belong() {
    let folder = folder();
    let copies = folder.path().join("app/recovery");
    assert_eq!(recovery::list(&copies).expect("none yet"), []);
    let earlier = date(2026, 3, 12).at(9, 0, 0, 0);
    let later = date(2026, 3, 12).at(10, 30, 5, 0);
    let original = Path::new("/home/ayşe/don't \"panic\"\n.ron");
    recovery::keep(&copies, "1/a", Some(original), earlier, &text("A")).expect("kept");
    let newer = recovery::keep(&copies, "1/a", Some(original), later, &text("B")).expect("kept");
    let unsaved = recovery::keep(&copies, "1/b", None, earlier, &text("C")).expect("kept");
    fs::write(copies.join("notes.ron"), "x").expect("written");
    fs::write(copies.join("x.recovery.ron"), "x").expect("written");
    assert_eq!(
        recovery::list(&copies).expect("listed"),
        [newer.clone(), unsaved.clone()]
    );
    assert_eq!((newer.original.as_deref(), newer.at), (Some(original), later));
    assert_eq!(unsaved.original, None);
    let (loaded, _) = load(&newer.path).expect("a document");
    assert_eq!(loaded.org, Org::named("B"));
    recovery::discard(&newer).expect("gone");
    recovery::discard(&newer).expect("already gone");
    assert_eq!(recovery::list(&copies).expect("listed"), [unsaved]);
}

#[cfg(unix)]
#[test]
fn recovery_copies_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let copies = folder.path().join("recovery");
    recovery::keep(&copies, "a", None, date(2026, 1, 1).at(0, 0, 0, 0), &text("A")).expect("kept");
    let mode = fs::metadata(&copies).expect("there").permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

/// A disk of 128 KB, for as long as the test lasts.
#[cfg(target_os = "linux")]
struct SmallDisk(TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// None where this user may not mount one; then only the test beside `save` fills a disk.
    fn mount() -> Option<Self> {
        let folder = folder();
        let mut mount = std::process::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=128k", "none"])
            .arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_keeps_the_old_file() {
    let Some(disk) = SmallDisk::mount() else { return };
    let path = disk.0.path().join("a.ron");
    let stamp = save(&path, &Org::named("A"), None).expect("saved");
    let error = save(&path, &Org::named(&"x".repeat(1_000_000)), Some(&stamp)).expect_err("no room");
    assert!(matches!(error.why, Refusal::Full), "{error:?}");
    assert!(
        error
            .to_string()
            .ends_with("Free some space and save again, or save on another disk."),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&path).expect("readable"), text("A"));
    assert_eq!(names(disk.0.path()), ["a.ron"]);
    save(&path, &Org::named("B"), Some(&stamp)).expect("saved once there is room");
}
