//! The words of RON: enough to know where a text, a bracket or a field begins and ends, in any input.
//!
//! Never fails and never recurses, so that it can say where a damaged file is damaged.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A text in quotes, plain or raw.
    Text,
    /// A name, a number or anything else without white space.
    Word,
    /// A text or comment that never ends.
    Unclosed,
}

/// A token and the bytes it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// The tokens of a text from some place on.
#[derive(Clone)]
pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens in `text[range]`, at their places in `text`.
    pub fn within(text: &'a str, range: &std::ops::Range<usize>) -> Self {
        Self {
            bytes: &text.as_bytes()[..range.end.min(text.len())],
            at: range.start,
        }
    }

    pub fn of(text: &'a str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// The tokens of bytes that may not be text at all.
    pub fn of_bytes(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Where a byte next stands at or after `from`.
    fn seek(&self, from: usize, wanted: u8) -> Option<usize> {
        let found = self.bytes.get(from..)?.iter().position(|b| *b == wanted)?;
        Some(from + found)
    }

    /// Skips white space and comments. A block comment that never ends is where it begins.
    fn skip_space(&mut self) -> Result<(), usize> {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c), _) => self.at += 1,
                (Some(b'/'), Some(b'/')) => {
                    self.at = self.seek(self.at, b'\n').unwrap_or(self.bytes.len());
                }
                (Some(b'/'), Some(b'*')) => {
                    let start = self.at;
                    self.at += 2;
                    let mut depth = 1_usize;
                    while depth > 0 {
                        match (self.peek(0), self.peek(1)) {
                            (Some(b'*'), Some(b'/')) => (depth, self.at) = (depth - 1, self.at + 2),
                            (Some(b'/'), Some(b'*')) => (depth, self.at) = (depth + 1, self.at + 2),
                            (Some(_), _) => self.at += 1,
                            (None, _) => return Err(start),
                        }
                    }
                }
                // The rarer white space of RON: U+0085, U+200E, U+200F, U+2028 and U+2029.
                (Some(0xc2), Some(0x85)) => self.at += 2,
                (Some(0xe2), Some(0x80)) if matches!(self.peek(2), Some(0x8e | 0x8f | 0xa8 | 0xa9)) => self.at += 3,
                _ => return Ok(()),
            }
        }
    }

    /// The end of a text in quotes that begins at `quote`.
    fn quoted(&self, quote: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            at += self.bytes.get(at..)?.iter().position(|b| matches!(b, b'"' | b'\\'))?;
            if self.bytes[at] == b'"' {
                return Some(at + 1);
            }
            at += 2;
        }
    }

    /// The opening quote of a raw text whose `r` stands at `start`, and its number of `#`.
    fn raw_quote(&self, start: usize) -> Option<(usize, usize)> {
        let hashes = self.hashes(start + 1, usize::MAX);
        let quote = start + 1 + hashes;
        (self.bytes.get(quote) == Some(&b'"')).then_some((quote, hashes))
    }

    /// The end of a raw text.
    fn raw(&self, quote: usize, hashes: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            let end = self.seek(at, b'"')?;
            if self.hashes(end + 1, hashes) == hashes {
                return Some(end + 1 + hashes);
            }
            at = end + 1;
        }
    }

    fn hashes(&self, from: usize, most: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        rest.iter().take(most).take_while(|b| **b == b'#').count()
    }

    /// The end of a character in single quotes, such as `'x'` or `'\''`.
    fn character(&self, start: usize) -> Option<usize> {
        let from = start
            + if self.bytes.get(start + 1) == Some(&b'\\') {
                3
            } else {
                2
            };
        let near = self.bytes.get(from..self.bytes.len().min(from + 12))?;
        near.iter().position(|b| *b == b'\'').map(|n| from + n + 1)
    }

    fn word(&self, start: usize) -> usize {
        let ends = |b: &u8| b.is_ascii_whitespace() || b"\"()[]{},:".contains(b);
        let len = self.bytes[start..]
            .iter()
            .position(ends)
            .unwrap_or(self.bytes.len() - start);
        start + len.max(1)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let whole = self.bytes.len();
        if let Err(start) = self.skip_space() {
            let kind = Kind::Unclosed;
            return Some(Token {
                kind,
                start,
                end: whole,
            });
        }
        let start = self.at;
        let or_unclosed = |end: Option<usize>| end.map_or((Kind::Unclosed, whole), |end| (Kind::Text, end));
        let (kind, end) = match self.peek(0)? {
            open @ (b'(' | b'[' | b'{') => (Kind::Open(open), start + 1),
            close @ (b')' | b']' | b'}') => (Kind::Close(close), start + 1),
            b',' => (Kind::Comma, start + 1),
            b':' => (Kind::Colon, start + 1),
            b'"' => or_unclosed(self.quoted(start)),
            b'b' if self.peek(1) == Some(b'"') => or_unclosed(self.quoted(start + 1)),
            b'r' => match self.raw_quote(start) {
                Some((quote, hashes)) => or_unclosed(self.raw(quote, hashes)),
                None => (Kind::Word, self.word(start)),
            },
            b'\'' => (Kind::Word, self.character(start).unwrap_or_else(|| self.word(start))),
            _ => (Kind::Word, self.word(start)),
        };
        self.at = end.min(whole);
        Some(Token {
            kind,
            start,
            end: self.at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = Tokens::of(text).map(|t| &text[t.start..t.end]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn brackets_in_texts_and_comments_are_no_brackets() {
        check(
            r#"A(b: "x)\"(", c: [1, -2.5e3]) // ) "
            /* ( /* nested " */ */ }"#,
            &[
                "A",
                "(",
                "b",
                ":",
                r#""x)\"(""#,
                ",",
                "c",
                ":",
                "[",
                "1",
                ",",
                "-2.5e3",
                "]",
                ")",
                "}",
            ],
        );
    }

    #[test]
    fn raw_texts_and_characters_hold_quotes() {
        check(
            r##"r#"a"b)"#, r"(", r#name: ')', '\'', '"'"##,
            &[
                r##"r#"a"b)"#"##,
                ",",
                "r\"(\"",
                ",",
                "r#name",
                ":",
                "')'",
                ",",
                "'\\''",
                ",",
                "'\"'",
            ],
        );
    }

    #[test]
    fn what_never_ends_is_told_apart() {
        for text in ["x \"abc", "x \"abc\\", "x r#\"abc\"", "x /* a /* b */", "x b\"a"] {
            let last = Tokens::of(text).last().unwrap();
            assert_eq!(
                (last.kind, last.start, last.end),
                (Kind::Unclosed, 2, text.len()),
                "{text}"
            );
        }
    }

    #[test]
    fn any_input_comes_to_an_end() {
        for text in [
            "'",
            "''",
            "'é",
            "\u{85}",
            "é\u{200e}é",
            "/",
            "r",
            "r#",
            "b",
            "\\",
            "\u{0}",
        ] {
            assert!(Tokens::of(text).count() <= 2, "{text:?}");
        }
    }
}
