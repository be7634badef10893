//! Copies of documents with unsaved changes, for the day on which the program or the power fails.
//!
//! A copy is an ordinary document. Its first line is a comment that says which file it belongs to and
//! when it was made, so that a copy and what is known about it cannot come apart.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, BufRead as _, BufReader, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use jiff::civil::DateTime;

use super::store::{Refusal, SaveError, save_text};

/// How the first line of a copy begins.
const MARK: &str = "// Recovery copy kept ";

/// The last part of the name of a claim.
const CLAIM: &str = "lock";

/// How the names of the copies end.
const ENDING: &str = ".recovery.ron";

/// A copy that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where the copy lies; [`load`](super::load) reads it as any document.
    pub path: PathBuf,
    /// The file that it belongs to; none for a document that was never saved.
    pub original: Option<PathBuf>,
    /// When it was kept, in local time.
    pub at: DateTime,
}

/// Keeps a copy of an open document in place of its earlier one.
///
/// `key` names the open document among all that may be open at once, for example the process and the
/// window; it stays the same while the document is open. The folder is made where it does not exist,
/// for its owner only.
///
/// # Errors
/// Where the folder or the copy cannot be written.
pub fn keep(folder: &Path, key: &str, original: Option<&Path>, now: DateTime, text: &str) -> Result<Kept, SaveError> {
    make(folder).map_err(|error| SaveError {
        path: folder.to_owned(),
        why: Refusal::Io(error),
    })?;
    let path = place(folder, key);
    // A path that is not text cannot be written down; its copy is offered like that of a new document.
    let original = original.filter(|path| path.to_str().is_some());
    let name = original.and_then(Path::to_str).unwrap_or_default();
    let first = format!("{MARK}{} of {}", now.strftime("%Y-%m-%dT%H:%M:%S"), name.escape_debug());
    save_text(&path, &format!("{first}\n{text}"), None)?;
    Ok(Kept {
        path,
        original: original.map(Path::to_owned),
        at: now,
    })
}

/// Where the copy of the document with that key lies.
#[must_use]
pub fn place(folder: &Path, key: &str) -> PathBuf {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    folder.join(format!("{}{ENDING}", key.chars().map(safe).collect::<String>()))
}

/// Says that the document with that key is open, for as long as the returned file is: its copy is then
/// no lost work, and no other window offers it. The operating system takes the claim back by itself
/// when the program ends, however it ends.
///
/// # Errors
/// Where the claim cannot be written.
pub fn claim(folder: &Path, key: &str) -> io::Result<File> {
    make(folder)?;
    let file = File::create(place(folder, key).with_extension(CLAIM))?;
    file.lock()?;
    Ok(file)
}

/// Whether the document of a copy is open in some window.
fn is_claimed(copy: &Path) -> bool {
    // A lock that cannot be asked for is taken as held: better offered late than thrown away in use.
    File::open(copy.with_extension(CLAIM)).is_ok_and(|file| file.try_lock().is_err())
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The copies in a folder that no open document claims, newest first. A folder that does not exist has none; other files are left alone.
///
/// # Errors
/// Where the folder cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<Kept>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut copies = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let ours = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().ends_with(ENDING));
        if ours
            && !is_claimed(&path)
            && let Some(copy) = about(path)
        {
            copies.push(copy);
        }
    }
    copies.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.path.cmp(&b.path)));
    Ok(copies)
}

/// What the first line of a copy says.
fn about(path: PathBuf) -> Option<Kept> {
    let mut first = String::new();
    // No path is longer than this, and no other file is read whole.
    let file = File::open(&path).ok()?.take(100_000);
    BufReader::new(file).read_line(&mut first).ok()?;
    let (at, name) = first.trim_end().strip_prefix(MARK)?.split_once(" of")?;
    let at = at.parse().ok()?;
    let name: String = ron::from_str(&format!("\"{}\"", name.trim_start())).ok()?;
    Some(Kept {
        path,
        original: (!name.is_empty()).then(|| PathBuf::from(name)),
        at,
    })
}

/// Removes a copy, once its document was saved or its changes given up. One that is gone is fine.
///
/// # Errors
/// Where the copy cannot be removed.
pub fn discard(copy: &Kept) -> io::Result<()> {
    // A claim whose window is gone means nothing; one that is left behind does no harm.
    if !is_claimed(&copy.path) {
        let _ = fs::remove_file(copy.path.with_extension(CLAIM));
    }
    match fs::remove_file(&copy.path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
