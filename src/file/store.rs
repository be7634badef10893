//! A document on disk: read whole, replaced whole, and never over what somebody else wrote meanwhile.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hasher},
    io::{self, ErrorKind, Read as _, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use atomic_write_file::AtomicWriteFile;

use super::{
    decode,
    error::LoadError,
    format::{Loaded, WriteError, read, write},
};
use crate::org::Org;

/// The largest file that is read, in bytes. 10,000 parties with 200,000 log entries take 35 MB.
pub const MAX_BYTES: u64 = 256_000_000;

/// How many symbolic links are followed one after another, as the operating systems do.
const MAX_LINKS: usize = 40;

/// What a file was when it was last read or written, to notice what others write into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    hash: u64,
}

impl Stamp {
    fn of(bytes: &[u8], modified: Option<SystemTime>) -> Self {
        Self {
            len: bytes.len() as u64,
            modified,
            hash: hash(bytes),
        }
    }

    /// Whether the file now holds something else. Cheap while it was not touched, so that a window may
    /// ask each time it comes to the front. A file that is gone has not changed.
    #[must_use]
    pub fn is_outdated(&self, path: &Path) -> bool {
        let Ok(now) = fs::metadata(path) else { return false };
        let untouched = now.len() == self.len && self.modified.is_some() && now.modified().ok() == self.modified;
        !untouched && self.differs(path)
    }

    /// The same by its content alone, for when it matters. What cannot be read may be anything.
    fn differs(&self, path: &Path) -> bool {
        match fs::metadata(path) {
            Err(error) => error.kind() != ErrorKind::NotFound,
            Ok(now) if now.len() != self.len => true,
            Ok(_) => !fs::read(path).is_ok_and(|bytes| hash(&bytes) == self.hash),
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Reads a document from disk. A file of another kind is refused by its beginning.
///
/// # Errors
/// Where the file cannot be read, or is no document.
pub fn load(path: &Path) -> Result<(Loaded, Stamp), LoadError> {
    let on_disk = fs::metadata(path).map_err(refused)?;
    if on_disk.is_dir() {
        return Err(LoadError::Directory);
    }
    if !on_disk.is_file() {
        return Err(LoadError::NotAFile);
    }
    let mut file = File::open(path).map_err(refused)?;
    let modified = on_disk.modified().ok();
    let mut bytes = Vec::new();
    let head = decode::HEAD as u64;
    io::Read::by_ref(&mut file)
        .take(head)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    decode::first_look(&bytes, (bytes.len() as u64) < head)?;
    let too_large = |len: u64| (len > MAX_BYTES).then_some(LoadError::TooLarge { bytes: len });
    too_large(on_disk.len()).map_or(Ok(()), Err)?;
    // One byte more, for a file that grows while it is read.
    file.take(MAX_BYTES + 1 - head)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    too_large(bytes.len() as u64).map_or(Ok(()), Err)?;
    let loaded = read(&bytes)?;
    Ok((loaded, Stamp::of(&bytes, modified)))
}

fn refused(error: io::Error) -> LoadError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => LoadError::NotFound,
        ErrorKind::PermissionDenied => LoadError::Permission,
        ErrorKind::IsADirectory => LoadError::Directory,
        _ => LoadError::Io(error),
    }
}

/// Why a document was not saved. The old file is as it was, and the edits are still open.
#[derive(Debug, thiserror::Error)]
#[error("{} was not saved: {why}. {}", path.display(), why.remedy())]
pub struct SaveError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What stood against it.
    pub why: Refusal,
}

/// What stood against saving.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Another program wrote the file since it was opened.
    #[error("another program changed the file since it was opened")]
    ChangedOnDisk,
    /// The file is marked as read-only.
    #[error("the file is marked as read-only")]
    ReadOnlyFile,
    /// The folder, or the whole disk, cannot be written to.
    #[error("its folder may not be written to")]
    ReadOnlyFolder,
    /// There is no such folder.
    #[error("its folder does not exist")]
    NoFolder,
    /// The path is that of a folder or a device.
    #[error("there is something of that name that is not a file")]
    NotAFile,
    /// There is no room left.
    #[error("the disk is full")]
    Full,
    /// The document cannot be put into a file.
    #[error("{0}")]
    Unwritable(WriteError),
    /// Anything else the operating system said.
    #[error("the disk would not take it ({0})")]
    Io(io::Error),
}

impl Refusal {
    const fn remedy(&self) -> &'static str {
        match self {
            Self::ChangedOnDisk => {
                "Nothing is lost: the file has the other version, your changes are still open. Save yours under another name and compare, or overwrite the other."
            }
            Self::ReadOnlyFile => {
                "The file is as it was, your changes are still open. Save under another name, or allow writing in the file’s properties."
            }
            Self::ReadOnlyFolder | Self::NoFolder | Self::NotAFile => {
                "Nothing was overwritten, your changes are still open. Save in another folder or under another name."
            }
            Self::Full => {
                "The old file is as it was, your changes are still open. Free some space and save again, or save on another disk."
            }
            Self::Unwritable(_) => "The old file is as it was, your changes are still open.",
            Self::Io(_) => {
                "The old file is as it was, your changes are still open. Try again, or save in another folder."
            }
        }
    }

    fn from_io(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyFolder,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NoFolder,
            ErrorKind::IsADirectory => Self::NotAFile,
            _ => Self::Io(error),
        }
    }
}

/// Replaces the file with the document, all of it or nothing. A symbolic link stays, its target is
/// replaced; permissions stay. With `expected`, the file must still be what it was then, or be gone.
///
/// # Errors
/// Where the file was changed by others, or cannot be written.
pub fn save(path: &Path, org: &Org, expected: Option<&Stamp>) -> Result<Stamp, SaveError> {
    let text = write(org).map_err(|error| SaveError {
        path: path.to_owned(),
        why: Refusal::Unwritable(error),
    })?;
    save_text(path, &text, expected)
}

/// The same as [`save`] for a text that is already written.
///
/// # Errors
/// Where the file was changed by others, or cannot be written.
pub fn save_text(path: &Path, text: &str, expected: Option<&Stamp>) -> Result<Stamp, SaveError> {
    replace(path, expected, text, File::write_all).map_err(|why| SaveError {
        path: path.to_owned(),
        why,
    })
}

/// Writes a file that is no text and belongs to no document, whatever was there.
///
/// # Errors
/// Where it cannot be written; what was there is as it was.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    // What a stamp remembers of a text is not wanted here.
    replace(path, None, "", |file, _| file.write_all(bytes))
        .map(drop)
        .map_err(|why| SaveError {
            path: path.to_owned(),
            why,
        })
}

/// Writes into a new file beside the old one and then lets it take its place. `put` is how the bytes
/// get into the file, so that a test can let the disk fill up.
fn replace(
    path: &Path,
    expected: Option<&Stamp>,
    text: &str,
    put: impl FnOnce(&mut File, &[u8]) -> io::Result<()>,
) -> Result<Stamp, Refusal> {
    let target = target(path).map_err(Refusal::from_io)?;
    match fs::metadata(&target) {
        Ok(old) if !old.is_file() => return Err(Refusal::NotAFile),
        Ok(old) if old.permissions().readonly() => return Err(Refusal::ReadOnlyFile),
        Ok(_) if expected.is_some_and(|stamp| stamp.differs(&target)) => return Err(Refusal::ChangedOnDisk),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Refusal::from_io(error)),
    }
    let mut file = AtomicWriteFile::open(&target).map_err(Refusal::from_io)?;
    let written = put(file.as_file_mut(), text.as_bytes());
    let written = written.and_then(|()| file.as_file().sync_all());
    let modified = file.as_file().metadata().and_then(|m| m.modified()).ok();
    if let Err(error) = written {
        // The half-written file goes; were even that impossible, the first error is the one to tell.
        let _ = file.discard();
        return Err(Refusal::from_io(error));
    }
    file.commit().map_err(Refusal::from_io)?;
    Ok(Stamp::of(text.as_bytes(), modified))
}

/// The file behind a path: links followed to the end, even to where nothing is yet.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let name = path.file_name().ok_or(ErrorKind::IsADirectory)?.to_owned();
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.canonicalize()?,
            _ => Path::new(".").canonicalize()?,
        };
        path = folder.join(name);
        match fs::read_link(&path) {
            Ok(link) => path = folder.join(link),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("symbolic links lead in a circle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever lies in a folder, by name.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        save(&path, &Org::named("Old"), None).unwrap();
        let old = fs::read(&path).unwrap();
        let refusal = replace(&path, None, &"x".repeat(100_000), |file, text| {
            file.write_all(&text[..50_000])?;
            // The kernel's own answer for a disk without room.
            File::options()
                .write(true)
                .open("/dev/full")?
                .write_all(&text[50_000..])
        });
        assert!(matches!(refusal, Err(Refusal::Full)), "{refusal:?}");
        assert_eq!(fs::read(&path).unwrap(), old);
        assert_eq!(names(folder.path()), ["a.ron"]);
    }

    #[test]
    fn a_touched_file_with_the_same_content_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let stamp = save(&path, &Org::named("A"), None).unwrap();
        assert!(!stamp.is_outdated(&path));
        let earlier = SystemTime::UNIX_EPOCH;
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(earlier)
            .unwrap();
        assert!(!stamp.is_outdated(&path));
        // As long as before, and another content.
        fs::write(&path, write(&Org::named("B")).unwrap()).unwrap();
        assert!(stamp.is_outdated(&path));
        fs::remove_file(&path).unwrap();
        assert!(!stamp.is_outdated(&path));
    }
}
