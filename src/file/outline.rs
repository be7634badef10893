//! What stands where in the text of a document: its fields, their entries and the entries' fields.
//!
//! Reads any input, damaged or not, and notes where brackets, commas or quotes do not fit.

use std::{borrow::Cow, ops::Range};

use super::token::{Kind, Token, Tokens};

/// A field, of the document or of an entry.
#[derive(Debug)]
pub struct Field<'a> {
    pub name: &'a str,
    /// Where the name begins.
    pub at: usize,
    pub value: Range<usize>,
    /// Where the next field begins at the earliest.
    pub end: usize,
}

/// A field of the document; its entries where the value is a map.
#[derive(Debug)]
pub struct Part<'a> {
    pub field: Field<'a>,
    pub entries: Option<Vec<Entry<'a>>>,
}

/// An entry of a map.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The identifier as it is meant, without quotes and escapes.
    pub id: Cow<'a, str>,
    /// Where the identifier begins.
    pub at: usize,
    pub value: Range<usize>,
}

/// A place where the text does not hold together.
#[derive(Debug)]
pub struct Break {
    pub at: usize,
    pub kind: BreakKind,
}

/// How the text does not hold together.
#[derive(Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// A comma is missing before this place.
    NoComma,
    /// The text in quotes that starts here probably lacks its closing quote.
    RunsOn,
    /// The text or comment that starts here never ends.
    NeverEnds,
    /// This bracket closes nothing, or not the bracket that was opened at `opened`.
    WrongClose { found: u8, opened: Option<(u8, usize)> },
    /// The text ends while the bracket opened there is open.
    LeftOpen(u8),
    /// Something follows the end of the document.
    Beyond,
}

impl BreakKind {
    /// Whether what follows, and the entry around it, cannot be understood.
    pub const fn is_fatal(&self) -> bool {
        !matches!(self, Self::NoComma | Self::Beyond)
    }
}

/// The document's outline.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    pub parts: Vec<Part<'a>>,
    pub breaks: Vec<Break>,
}

impl<'a> Outline<'a> {
    /// Outlines a text whose first word is the document's name.
    pub fn of(text: &'a str) -> Self {
        let mut reader = Reader::new(text);
        // Attributes such as `#![enable(…)]` may stand before the document's own bracket.
        let mut depth = 0;
        let mut tokens = Tokens::of(text).skip_while(|token| {
            let root = depth == 0 && token.kind == Kind::Open(b'(');
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                _ => {}
            }
            !root
        });
        let done = tokens.by_ref().find_map(|token| (!reader.take(token)).then_some(()));
        if done.is_none() {
            reader.end();
        } else if reader.open.is_empty()
            && reader.outline.breaks.is_empty()
            && let Some(token) = tokens.next()
        {
            reader.broken(token.start, BreakKind::Beyond);
        }
        reader.outline
    }

    /// The field of the document with that name.
    pub fn part(&self, name: &str) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.field.name == name)
    }
}

/// The fields of an entry, from the text of its value.
pub fn fields<'a>(text: &'a str, value: &Range<usize>) -> Vec<Field<'a>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut depth = 0_usize;
    let mut name: Option<Token> = None;
    for token in Tokens::within(text, value) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Word if depth == 1 && name.is_none() => name = Some(token),
            Kind::Colon if depth == 1 => {
                if let Some(word) = name
                    && fields.last().is_none_or(|f| f.at != word.start)
                {
                    fields.push(Field {
                        name: &text[word.start..word.end],
                        at: word.start,
                        value: token.end..token.end,
                        end: token.end,
                    });
                }
                continue;
            }
            Kind::Comma if depth == 1 => {
                if let Some(last) = fields.last_mut() {
                    last.end = token.end;
                }
                name = None;
                continue;
            }
            _ => {}
        }
        if depth > 0
            && let Some(last) = fields.last_mut()
            && name.is_some_and(|n| n.start == last.at)
            && token.start >= last.value.start
        {
            if last.value.start == last.value.end {
                last.value.start = token.start;
            }
            last.value.end = token.end;
            last.end = token.end;
        }
    }
    fields
}

/// The text between the quotes, as it is meant.
pub fn plain(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        _ => ron::from_str::<String>(quoted).map_or(Cow::Borrowed(quoted), Cow::Owned),
    }
}

/// Where the reader stands within a field of the document or an entry.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Name,
    Value,
}

struct Reader<'a> {
    text: &'a str,
    outline: Outline<'a>,
    open: Vec<(u8, usize)>,
    last: Option<Token>,
    field: At,
    entry: At,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            outline: Outline::default(),
            open: Vec::new(),
            last: None,
            field: At::Name,
            entry: At::Name,
        }
    }

    fn broken(&mut self, at: usize, kind: BreakKind) {
        self.outline.breaks.push(Break { at, kind });
    }

    /// Takes a token; no when nothing after it can be understood, or the document is over.
    fn take(&mut self, token: Token) -> bool {
        if token.kind == Kind::Unclosed {
            self.broken(token.start, BreakKind::NeverEnds);
            return false;
        }
        if self.lacks_comma(token) {
            if let Some(last) = self.last
                && last.kind == Kind::Text
                && self.text[last.start..last.end].contains('\n')
            {
                self.broken(last.start, BreakKind::RunsOn);
                return false;
            }
            if self.open.len() <= 2 && !self.in_key() {
                self.broken(token.start, BreakKind::NoComma);
                self.comma();
            }
        }
        self.last = Some(token);
        match token.kind {
            Kind::Open(bracket) => {
                self.value(token);
                if bracket == b'{'
                    && self.open.len() == 1
                    && let Some(part) = self.outline.parts.last_mut()
                    && part.field.value == (token.start..token.end)
                {
                    part.entries = Some(Vec::new());
                    self.entry = At::Name;
                }
                self.open.push((bracket, token.start));
            }
            Kind::Close(bracket) => {
                let opened = self.open.last().copied();
                if opened.map(|(b, _)| closing(b)) != Some(bracket) {
                    self.broken(token.start, BreakKind::WrongClose { found: bracket, opened });
                    return false;
                }
                self.open.pop();
                if self.open.is_empty() {
                    return false;
                }
                self.value(token);
            }
            Kind::Comma => self.comma(),
            Kind::Colon => self.colon(token),
            Kind::Text | Kind::Word | Kind::Unclosed => self.name_or_value(token),
        }
        true
    }

    /// Whether a value directly follows another.
    fn lacks_comma(&self, token: Token) -> bool {
        let Some(last) = self.last else { return false };
        matches!(
            (last.kind, token.kind),
            (Kind::Text | Kind::Word | Kind::Close(_), Kind::Text | Kind::Word)
                | (Kind::Text | Kind::Close(_), Kind::Open(_))
        )
    }

    /// In the entries of a map, and not deeper.
    fn among_entries(&self) -> bool {
        self.open.len() == 2 && self.outline.parts.last().is_some_and(|p| p.entries.is_some())
    }

    /// Before the colon of a field or an entry.
    fn in_key(&self) -> bool {
        match self.open.len() {
            1 => self.field == At::Name,
            2 if self.among_entries() => self.entry == At::Name,
            // Within another bracket of the document's field; its own reader says what is wrong there.
            _ => true,
        }
    }

    fn name_or_value(&mut self, token: Token) {
        let text = &self.text[token.start..token.end];
        if self.open.len() == 1 && self.field == At::Name {
            self.outline.parts.push(Part {
                field: Field {
                    name: text,
                    at: token.start,
                    value: token.end..token.end,
                    end: token.end,
                },
                entries: None,
            });
        } else if self.among_entries() && self.entry == At::Name {
            if let Some(entries) = self.entries() {
                entries.push(Entry {
                    id: plain(text),
                    at: token.start,
                    value: token.end..token.end,
                });
            }
        } else {
            self.value(token);
        }
    }

    fn entries(&mut self) -> Option<&mut Vec<Entry<'a>>> {
        self.outline.parts.last_mut()?.entries.as_mut()
    }

    /// Lets the current field's and entry's values reach to the end of the token.
    fn value(&mut self, token: Token) {
        fn reach(value: &mut Range<usize>, token: Token) {
            if value.start == value.end {
                value.start = token.start;
            }
            value.end = token.end;
        }
        let within_entry = self.open.len() > 2 || self.among_entries();
        if within_entry
            && self.entry == At::Value
            && let Some(entry) = self.entries().and_then(|e| e.last_mut())
        {
            reach(&mut entry.value, token);
        }
        if self.field == At::Value
            && let Some(part) = self.outline.parts.last_mut()
        {
            reach(&mut part.field.value, token);
            part.field.end = token.end;
        }
    }

    fn colon(&mut self, token: Token) {
        if self.open.len() == 1 {
            self.field = At::Value;
        } else if self.among_entries() {
            self.entry = At::Value;
        } else {
            self.value(token);
        }
    }

    fn comma(&mut self) {
        if self.open.len() == 1 {
            self.field = At::Name;
        } else if self.among_entries() {
            self.entry = At::Name;
        }
    }

    fn end(&mut self) {
        if let Some((bracket, at)) = self.open.last().copied() {
            self.broken(at, BreakKind::LeftOpen(bracket));
        }
    }
}

/// The bracket that closes an open one.
pub const fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"// licence
Throughline(version: 1, name: "A (b)",
    settings: (window_days: 30),
    parties: {
        "a": (name: "x", goals: ["g"], position: (1.0, 2.0)), // (
        "b\"c": Team(kind: Team),
    },
    log: {},
)"#;

    #[test]
    fn parts_entries_and_fields_are_where_they_stand() {
        let outline = Outline::of(TEXT);
        assert!(outline.breaks.is_empty(), "{:?}", outline.breaks);
        let parts: Vec<_> = outline
            .parts
            .iter()
            .map(|p| (p.field.name, &TEXT[p.field.value.clone()]))
            .collect();
        assert_eq!(parts[0], ("version", "1"));
        assert_eq!(parts[1], ("name", "\"A (b)\""));
        assert_eq!(parts[2], ("settings", "(window_days: 30)"));
        assert_eq!((parts[4], parts.len()), (("log", "{}"), 5));
        let entries = outline.parts[3].entries.as_ref().unwrap();
        assert_eq!(entries[1].id, "b\"c");
        assert_eq!(&TEXT[entries[1].value.clone()], "Team(kind: Team)");
        let fields = fields(TEXT, &entries[0].value);
        let shown: Vec<_> = fields
            .iter()
            .map(|f| (f.name, &TEXT[f.value.clone()], &TEXT[f.at..f.end]))
            .collect();
        assert_eq!(shown[0], ("name", "\"x\"", "name: \"x\","));
        assert_eq!(shown[1], ("goals", "[\"g\"]", "goals: [\"g\"],"));
        assert_eq!(shown[2], ("position", "(1.0, 2.0)", "position: (1.0, 2.0)"));
    }

    fn check(text: &str, at: &str, expected: &BreakKind) {
        let outline = Outline::of(text);
        let first = outline
            .breaks
            .first()
            .unwrap_or_else(|| panic!("{text}: nothing found"));
        assert_eq!((&text[first.at..][..at.len()], &first.kind), (at, expected), "{text}");
    }

    #[test]
    fn damage_is_found_where_it_is() {
        check("T(a: 1 b: 2)", "b", &BreakKind::NoComma);
        check("T(a: {\"x\": (n: 1) \"y\": (n: 2)})", "\"y\"", &BreakKind::NoComma);
        check(
            "T(a: {\"x\": (n: 1,\n\"y\": (n: 2)})",
            "}",
            &BreakKind::WrongClose {
                found: b'}',
                opened: Some((b'(', 11)),
            },
        );
        check("T(a: {\"x\": (n: 1)}", "(a", &BreakKind::LeftOpen(b'('));
        check("T(a: \"x", "\"x", &BreakKind::NeverEnds);
        check("T(n: \"x,\n m: \"y\")", "\"x", &BreakKind::RunsOn);
        check("T(a: 1))", ")", &BreakKind::Beyond);
    }

    #[test]
    fn a_missing_comma_does_not_hide_the_next_entry() {
        let outline = Outline::of("T(a: {\"x\": (n: 1) \"y\": (n: 2)}, b: 3)");
        assert_eq!(outline.parts[0].entries.as_ref().map(Vec::len), Some(2));
        assert_eq!(outline.parts[1].field.name, "b");
    }
}
