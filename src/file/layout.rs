//! Where the lines break: turns RON without any white space into the text that people read and compare.
//!
//! Knows only brackets, strings, commas and colons. The root and its maps are always broken, one field
//! and one entry a line; anything below them stays on one line where that fits [`WIDTH`] columns, and
//! is broken one field a line where it does not.

use std::fmt::Write as _;

/// The widest line, unless a single text is wider.
pub const WIDTH: usize = 110;

/// Four spaces a level.
const INDENT: usize = 4;

/// The compact text could not be laid out.
#[derive(Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// A number that is not finite, in the entry or field that starts like this.
    NotFinite(String),
    /// Not the compact text of a document.
    NotCompact,
}

/// Lays out the compact text of a document, `(version:1,name:"…",…)`, under the root's name.
///
/// # Errors
/// Where a number is not finite, or the text is not that of a document.
pub fn lay_out(root: &str, compact: &str) -> Result<String, LayoutError> {
    let mut rest = compact.strip_prefix('(').ok_or(LayoutError::NotCompact)?;
    let mut out = String::with_capacity(compact.len() + compact.len() / 4 + 64);
    out.push_str(root);
    out.push('(');
    let mut line = Line::default();
    let mut first = true;
    while !rest.starts_with(')') {
        let map = map_field(rest);
        if !first {
            spaces(&mut out, INDENT);
        }
        if let Some(field) = map {
            out.push_str(field);
            out.push_str(": {\n");
            rest = &rest[field.len() + 2..];
            while !rest.starts_with('}') {
                rest = line.take(rest)?;
                spaces(&mut out, 2 * INDENT);
                line.put(&mut out, 2 * INDENT);
            }
            spaces(&mut out, INDENT);
            out.push_str("},\n");
            rest = rest[1..].strip_prefix(',').unwrap_or(&rest[1..]);
        } else {
            rest = line.take(rest)?;
            line.put(&mut out, INDENT);
        }
        first = false;
    }
    out.push_str(")\n");
    Ok(out)
}

/// The name of the field at the start of `rest`, where its value is a map with entries.
fn map_field(rest: &str) -> Option<&str> {
    let (name, value) = rest.split_at_checked(rest.find(':')?)?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (plain && value.starts_with(":{") && !value.starts_with(":{}")).then_some(name)
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// What the marks of a line say about the text between them.
#[derive(Clone, Copy)]
enum Kind {
    /// A bracket opens. Its group ends before the mark with this number and is this wide, both brackets included.
    Open { close: usize, width: usize },
    /// A comma; one space follows it.
    Comma,
    /// A bracket closes.
    Close,
}

#[derive(Clone, Copy)]
struct Mark {
    /// Where the bracket or comma stands, in bytes.
    at: usize,
    /// The same in characters.
    column: usize,
    kind: Kind,
}

/// One field or entry on a single line, with marks where it could be broken.
#[derive(Default)]
struct Line {
    flat: String,
    width: usize,
    marks: Vec<Mark>,
    open: Vec<usize>,
}

impl Line {
    /// Takes one field or entry, with the comma after it, from the front of `compact`.
    fn take<'a>(&mut self, compact: &'a str) -> Result<&'a str, LayoutError> {
        self.flat.clear();
        self.marks.clear();
        self.open.clear();
        self.width = 0;
        let bytes = compact.as_bytes();
        let mut at = 0;
        loop {
            let byte = *bytes.get(at).ok_or(LayoutError::NotCompact)?;
            match byte {
                b'"' => at = self.text(compact, at)?,
                b'(' | b'[' | b'{' => {
                    self.open.push(self.marks.len());
                    self.mark(Kind::Open { close: 0, width: 0 });
                    self.push(byte);
                    at += 1;
                }
                b')' | b']' | b'}' => {
                    let Some(open) = self.open.pop() else {
                        // The caller stops at a closing bracket of its own; here it closes nothing.
                        return if at > 0 {
                            Ok(&compact[at..])
                        } else {
                            Err(LayoutError::NotCompact)
                        };
                    };
                    let close = self.marks.len();
                    let width = self.width + 1 - self.marks[open].column;
                    self.marks[open].kind = Kind::Open { close, width };
                    self.mark(Kind::Close);
                    self.push(byte);
                    at += 1;
                }
                b',' if self.open.is_empty() => return Ok(&compact[at + 1..]),
                b',' => {
                    self.mark(Kind::Comma);
                    self.push(byte);
                    self.push(b' ');
                    at += 1;
                }
                b':' => {
                    self.push(byte);
                    self.push(b' ');
                    at += 1;
                }
                _ => {
                    let end = bytes[at..]
                        .iter()
                        .position(|b| b"\"()[]{},:".contains(b))
                        .map_or(bytes.len(), |n| at + n);
                    let word = &compact[at..end];
                    if matches!(word.trim_start_matches('-'), "inf" | "NaN") {
                        return Err(LayoutError::NotFinite(self.flat.chars().take(60).collect()));
                    }
                    self.flat.push_str(word);
                    self.width += word.chars().count();
                    at = end;
                }
            }
        }
    }

    fn mark(&mut self, kind: Kind) {
        self.marks.push(Mark {
            at: self.flat.len(),
            column: self.width,
            kind,
        });
    }

    fn push(&mut self, byte: u8) {
        self.flat.push(char::from(byte));
        self.width += 1;
    }

    /// Copies a text in quotes. Whatever is readable stands as itself, whichever characters the
    /// serializer knows; so the same document gives the same bytes with every version of it.
    fn text(&mut self, compact: &str, start: usize) -> Result<usize, LayoutError> {
        let bytes = compact.as_bytes();
        let flat_start = self.flat.len();
        let mut at = start + 1;
        let mut copied = start;
        loop {
            let step = bytes[at..]
                .iter()
                .position(|b| matches!(b, b'"' | b'\\'))
                .ok_or(LayoutError::NotCompact)?;
            at += step;
            if bytes[at] == b'"' {
                break;
            }
            self.flat.push_str(&compact[copied..at]);
            let escape = &compact[at..];
            at += match escape.as_bytes().get(1) {
                Some(b'u') => {
                    let end = escape.find('}').ok_or(LayoutError::NotCompact)?;
                    let code = escape.get(3..end).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                    let c = code.and_then(char::from_u32).ok_or(LayoutError::NotCompact)?;
                    put_char(&mut self.flat, c);
                    end + 1
                }
                Some(b'\'') => {
                    self.flat.push('\'');
                    2
                }
                // Compact text has only escapes of one ASCII letter beside those.
                Some(letter) if letter.is_ascii() => {
                    self.flat.push_str(&escape[..2]);
                    2
                }
                _ => return Err(LayoutError::NotCompact),
            };
            copied = at;
        }
        self.flat.push_str(&compact[copied..=at]);
        self.width += self.flat[flat_start..].chars().count();
        Ok(at + 1)
    }

    /// Writes the line at `indent`, in which the cursor already stands, broken where it does not fit.
    fn put(&self, out: &mut String, indent: usize) {
        if indent + self.width < WIDTH {
            out.push_str(&self.flat);
            out.push_str(",\n");
            return;
        }
        let mut depth = 0;
        // The output column of the flat text's column `shift.1` is `shift.0`.
        let mut shift = (indent, 0);
        let mut copied = 0;
        let mut next = 0;
        while let Some(mark) = self.marks.get(next) {
            next += 1;
            match mark.kind {
                Kind::Open { close, width } => {
                    let column = shift.0 + mark.column - shift.1;
                    if width == 2 || column + width < WIDTH {
                        next = close + 1;
                        continue;
                    }
                    out.push_str(&self.flat[copied..=mark.at]);
                    copied = mark.at + 1;
                    depth += 1;
                    shift = (indent + depth * INDENT, mark.column + 1);
                }
                Kind::Comma => {
                    out.push_str(&self.flat[copied..=mark.at]);
                    copied = mark.at + 2;
                    shift = (indent + depth * INDENT, mark.column + 2);
                }
                Kind::Close => {
                    out.push_str(&self.flat[copied..mark.at]);
                    // After a nested group that was broken itself, this comma is its own.
                    out.push(',');
                    copied = mark.at;
                    depth -= 1;
                    shift = (indent + depth * INDENT, mark.column);
                }
            }
            out.push('\n');
            spaces(out, indent + depth * INDENT);
        }
        out.push_str(&self.flat[copied..]);
        out.push_str(",\n");
    }
}

/// Escapes what cannot be seen or would change the order of the line around it.
fn put_char(out: &mut String, c: char) {
    match c {
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c if c.is_control() => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(compact: &str, expected: &str) {
        assert_eq!(lay_out("Doc", compact).unwrap(), expected);
    }

    #[test]
    fn the_root_and_its_maps_are_broken_and_entries_are_not() {
        check(
            r#"(version:1,name:"X",settings:(a:3,b:90),parties:{"a":(name:"A",kind:Team),"b":(name:"B",kind:Customer)},log:{})"#,
            r#"Doc(version: 1,
    name: "X",
    settings: (a: 3, b: 90),
    parties: {
        "a": (name: "A", kind: Team),
        "b": (name: "B", kind: Customer),
    },
    log: {},
)
"#,
        );
    }

    #[test]
    fn what_is_too_wide_is_broken_and_only_there() {
        let long = "x".repeat(100);
        check(
            &format!(
                r#"(version:1,m:{{"a":Some(name:"{long}",at:(1.5,2.0),list:["{long}",[1,2],{{}}],last:[(a:1)]),"b":(c:1)}})"#
            ),
            &format!(
                r#"Doc(version: 1,
    m: {{
        "a": Some(
            name: "{long}",
            at: (1.5, 2.0),
            list: [
                "{long}",
                [1, 2],
                {{}},
            ],
            last: [(a: 1)],
        ),
        "b": (c: 1),
    }},
)
"#
            ),
        );
    }

    #[test]
    fn a_line_may_have_exactly_the_width() {
        // 8 spaces, `"a": (n: "`, the text, `"),`.
        let text = "é".repeat(WIDTH - 8 - 10 - 3);
        let fits = lay_out("Doc", &format!(r#"(v:1,m:{{"a":(n:"{text}")}})"#)).unwrap();
        assert_eq!(fits.lines().map(|l| l.chars().count()).max(), Some(WIDTH));
        assert_eq!(fits.lines().count(), 5);
        let wide = lay_out("Doc", &format!(r#"(v:1,m:{{"a":(n:"{text}é")}})"#)).unwrap();
        assert_eq!(wide.lines().count(), 7);
    }

    #[test]
    fn people_read_what_they_wrote() {
        let text = "don't “quote” a\u{301} \u{200f}שלום\u{200f} 👩\u{200d}🚀 12\u{a0}€ \"\\ \n\t";
        let org = crate::org::Org::named(text);
        let compact = ron::to_string(&org).unwrap();
        let out = lay_out("Throughline", &compact).unwrap();
        let line = "don't “quote” a\u{301} \u{200f}שלום\u{200f} 👩\u{200d}🚀 12\u{a0}€ \\\"\\\\ \\n\\t";
        assert!(out.contains(&format!("\"{line}\"")), "{out}");
    }

    #[test]
    fn what_would_hide_or_turn_the_line_stays_escaped() {
        let out = lay_out("Doc", "(version:1,name:\"\\u{202e}\\u{7}\\u{feff}\\u{85}\")").unwrap();
        assert!(out.contains(r#""\u{202e}\u{7}\u{feff}\u{85}""#), "{out}");
    }

    #[test]
    fn numbers_that_are_none_are_refused_and_texts_like_them_are_not() {
        assert_eq!(
            lay_out("Doc", r#"(m:{"a":(x:-inf)})"#),
            Err(LayoutError::NotFinite("\"a\": (x: ".to_owned()))
        );
        assert!(lay_out("Doc", r#"(m:{"a":(x:"NaN")})"#).is_ok());
    }

    #[test]
    fn other_text_is_an_error_and_no_panic() {
        for text in [
            "",
            "x",
            "(",
            "(a",
            "(a:\"",
            "(a:\"\\",
            "(a:\"\\u{",
            "(a:{",
            "(a:{\"b\":",
            "(a:{)",
            "(}",
            "(a:\"\\u}\")",
        ] {
            assert_eq!(lay_out("Doc", text), Err(LayoutError::NotCompact), "{text}");
        }
    }
}
