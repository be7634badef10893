//! Why a file could not be read, in words for the person who wanted to read it.

use std::fmt;

use crate::org::Section;

/// How much of a text from the file a message repeats.
const SHOWN: usize = 40;

/// Cuts a text from the file so that a message stays readable, and shows what cannot be seen.
pub(super) fn shown(text: &str) -> String {
    let mut short = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == SHOWN {
            short.push('…');
            break;
        }
        if c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') {
            short.extend(c.escape_unicode());
        } else {
            short.push(c);
        }
    }
    short
}

/// Cuts every text in quotes that a message repeats.
pub(super) fn shown_quotes(message: &str) -> String {
    if message.len() <= SHOWN {
        return message.to_owned();
    }
    let mut out = String::new();
    let (mut run, mut escaped, mut quoted) = (0, false, false);
    for c in message.chars() {
        if c == '"' && !escaped {
            quoted = !quoted;
            run = 0;
            out.push(c);
            continue;
        }
        escaped = c == '\\' && !escaped;
        run += 1;
        match run {
            _ if !quoted || run <= SHOWN => out.push(c),
            n if n == SHOWN + 1 => out.push('…'),
            _ => {}
        }
    }
    out
}

/// Something in the text that keeps it from being read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The part of the document; none where it is the document itself.
    pub section: Option<Section>,
    /// The entry's identifier, cut where it is long; empty where it is no entry.
    pub id: String,
    /// The field, cut where it is long; empty where it is no field.
    pub field: String,
    /// What, in one sentence without a full stop.
    pub what: String,
    /// What to do, in one sentence without a full stop.
    pub remedy: String,
}

impl Fault {
    /// Where it is, in words: `party "a", kind`.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = self.section.map_or("document", Section::one).to_owned();
        if !self.id.is_empty() {
            place.push_str(" \"");
            place.push_str(&self.id);
            place.push('"');
        }
        if !self.field.is_empty() {
            place.push_str(", ");
            place.push_str(&self.field);
        }
        place
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            what,
            remedy,
            ..
        } = self;
        write!(f, "line {line}, column {column}: {}: {what}. {remedy}.", self.place())
    }
}

/// Everything that keeps a text from being read, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The first ones, at most [`Faults::LISTED`].
    pub list: Vec<Fault>,
    /// How many there are beyond those.
    pub more: usize,
}

impl Faults {
    /// How many faults are listed with their places.
    pub const LISTED: usize = 500;
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.list.iter().enumerate() {
            write!(f, "{}{fault}", if n == 0 { "" } else { "\n" })?;
        }
        if self.more > 0 {
            write!(f, "\n… and {} more.", self.more)?;
        }
        Ok(())
    }
}

/// Why a file could not be read. The file itself is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is a folder.
    #[error("This is a folder, not a file. Choose a file inside it.")]
    Directory,
    /// It is a device or a pipe.
    #[error("This is a device or a pipe, not a file. Choose a file on disk.")]
    NotAFile,
    /// It is not there.
    #[error("There is no such file. Check the name, or whether it was moved or renamed.")]
    NotFound,
    /// It may not be read.
    #[error("You may not read this file. Ask its owner for access, or copy it to a folder of yours.")]
    Permission,
    /// The disk or network failed.
    #[error("The disk would not give the file: {0}. Try again, or copy the file to another disk first.")]
    Io(#[source] std::io::Error),
    /// There is nothing in it.
    #[error("The file is empty. Restore an earlier copy of it, or start a new document.")]
    Empty,
    /// It is not encoded as the format wants.
    #[error("The file is encoded as UTF-16. Open it in a text editor and save it as UTF-8.")]
    Utf16,
    /// Some byte is not text.
    #[error(
        "Line {line}, column {column} is not UTF-8 text. Open the file in a text editor, correct that place and save it as UTF-8."
    )]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
    },
    /// It is a file of another kind.
    #[error(
        "This is not a Throughline document: it begins with “{0}” where “Throughline(” should stand. Choose another file."
    )]
    NotThroughline(String),
    /// It is larger than any document can be.
    #[error(
        "The file has {} MB; a document has at most {} MB. Check whether it is the right file; a long log can be split by year.",
        bytes / 1_000_000,
        super::MAX_BYTES / 1_000_000
    )]
    TooLarge {
        /// Its length.
        bytes: u64,
    },
    /// A later version of this program wrote it.
    #[error(
        "This file was written by a newer Throughline (format {0}); this one reads {reads}. Update the app; the file is untouched.",
        reads = crate::org::FORMAT_VERSION
    )]
    Newer(u64),
    /// Its text cannot be read; all that is wrong with it.
    #[error("{0}")]
    Faults(Faults),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_unseen_text_is_cut_and_shown() {
        assert_eq!(shown("a\u{202e}b\n"), "a\\u{202e}b\\u{a}");
        assert_eq!(shown(&"é".repeat(99)), format!("{}…", "é".repeat(40)));
        let long = "x".repeat(99);
        assert_eq!(
            shown_quotes(&format!("there is no party \"{long}\" here but \"b\\\"c\"")),
            format!("there is no party \"{}…\" here but \"b\\\"c\"", "x".repeat(40))
        );
    }
}
