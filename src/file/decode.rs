//! From bytes to text, and whether it is text of ours at all. A look at the beginning is enough to
//! refuse most other files, so that a large one is not read in vain.

use super::{
    error::{LoadError, shown},
    token::{Kind, Tokens},
};

/// How much of a file's beginning is looked at.
pub const HEAD: usize = 64 * 1024;

/// The name with which every document begins.
pub const ROOT: &str = "Throughline";

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Refuses a file by its beginning; `whole` when there is no more of it.
///
/// # Errors
/// Where it is empty, UTF-16 or another kind of file. Not where a long comment leaves it open.
pub fn first_look(head: &[u8], whole: bool) -> Result<(), LoadError> {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || has_nul_pairs(head) {
        return Err(LoadError::Utf16);
    }
    let text = head.strip_prefix(BOM).unwrap_or(head);
    let mut tokens = Tokens::of_bytes(text).peekable();
    // Attributes such as `#![enable(…)]`.
    while tokens.next_if(|t| text[t.start..t.end].starts_with(b"#!")).is_some() {
        let mut depth = 0;
        for token in tokens.by_ref() {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                break;
            }
        }
    }
    let Some(first) = tokens.next() else {
        return if whole { Err(LoadError::Empty) } else { Ok(()) };
    };
    let named = &text[first.start..first.end] == ROOT.as_bytes();
    let opened = tokens.next().is_some_and(|t| t.kind == Kind::Open(b'('));
    // A comment, or the name itself, may reach beyond the beginning that was read.
    let word = &text[first.start..first.end];
    let unfinished = word.starts_with(b"/*") || ROOT.as_bytes().starts_with(word);
    let cut = !whole && first.end == text.len() && unfinished;
    if named && opened || cut {
        return Ok(());
    }
    let beginning = &text[first.start..text.len().min(first.start + 200)];
    Err(LoadError::NotThroughline(shown(
        String::from_utf8_lossy(beginning).lines().next().unwrap_or_default(),
    )))
}

/// Latin text in UTF-16 has a zero in every other byte.
fn has_nul_pairs(head: &[u8]) -> bool {
    let start = &head[..head.len().min(64)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    start.len() >= 4 && (zeros(0) == 0) != (zeros(1) == 0) && zeros(0).max(zeros(1)) * 4 >= start.len()
}

/// The text of a document, without a byte order mark; and whether there was one.
///
/// # Errors
/// As [`first_look`], and where some byte is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<(&str, bool), LoadError> {
    let head = &bytes[..bytes.len().min(HEAD)];
    first_look(head, head.len() == bytes.len())?;
    let (bytes, marked) = match bytes.strip_prefix(BOM) {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let (line, column) = super::lines::Lines::of(&before).at(before.len());
        LoadError::NotUtf8 { line, column }
    })?;
    if head.len() < bytes.len() {
        // The beginning may have been one long comment.
        first_look(bytes, true)?;
    }
    Ok((text, marked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_text_is_let_through() {
        for ours in [
            "Throughline(version: 1)",
            "\u{feff}// licence\n/* ( */ Throughline (",
            "#![enable(implicit_some)]\n#![enable(unwrap_newtypes)] Throughline(",
        ] {
            assert!(first_look(ours.as_bytes(), true).is_ok(), "{ours}");
        }
        let long = format!("// {}", "licence ".repeat(10_000));
        assert!(first_look(&long.as_bytes()[..HEAD], false).is_ok());
        assert!(text(format!("{long}\nThroughline()").as_bytes()).is_ok());
        assert!(matches!(text(long.as_bytes()), Err(LoadError::Empty)));
    }

    #[test]
    fn other_files_are_refused_by_their_beginning() {
        for other in [
            "{\"a\": 1}",
            "PK\u{3}\u{4}",
            "Through",
            "Throughline2(",
            "(version: 1)",
            "\"Throughline\"(",
            "\u{0}",
        ] {
            assert!(
                matches!(first_look(other.as_bytes(), true), Err(LoadError::NotThroughline(_))),
                "{other}"
            );
        }
        for empty in ["", " \n", "\u{feff}", "// only a comment"] {
            assert!(
                matches!(first_look(empty.as_bytes(), true), Err(LoadError::Empty)),
                "{empty:?}"
            );
        }
        let utf16: Vec<u8> = "Throughline(".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(matches!(first_look(&utf16, true), Err(LoadError::Utf16)));
        assert!(matches!(first_look(b"\xff\xfeT\0h\0", true), Err(LoadError::Utf16)));
    }

    #[test]
    fn a_wrong_byte_is_found() {
        let error = text(b"Throughline(\n  name: \"\xe4\")").unwrap_err();
        assert!(matches!(error, LoadError::NotUtf8 { line: 2, column: 10 }), "{error:?}");
    }
}
