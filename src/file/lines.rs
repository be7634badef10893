//! From a place in the text to its line and column, at the same small cost wherever it lies.

/// How far apart the remembered places are, in bytes.
const STEP: usize = 1024;

/// The lines and columns of a text, both counted from 1; a column is one character.
pub struct Lines<'a> {
    text: &'a str,
    /// The line and column of the first character at or after each multiple of [`STEP`].
    known: Vec<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        let mut known = vec![(0, 1, 1)];
        let (mut at, mut line, mut column): (usize, usize, usize) = known[0];
        while let Some(mut end) = at.checked_add(STEP).filter(|end| *end < text.len()) {
            while !text.is_char_boundary(end) {
                end += 1;
            }
            (line, column) = advance(&text[at..end], line, column);
            at = end;
            known.push((at, line, column));
        }
        Self { text, known }
    }

    /// The line and column of a byte, or of the end of the text where it lies beyond.
    pub fn at(&self, byte: usize) -> (usize, usize) {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let next = self.known.partition_point(|(at, ..)| *at <= byte);
        let (at, line, column) = self.known[next.saturating_sub(1)];
        advance(&self.text[at..byte], line, column)
    }
}

fn advance(text: &str, line: usize, column: usize) -> (usize, usize) {
    let breaks = text.bytes().filter(|b| *b == b'\n').count();
    match text.rfind('\n') {
        Some(last) => (line + breaks, text[last + 1..].chars().count() + 1),
        None => (line, column + text.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_where_an_editor_shows_it() {
        let text = "añb\n\n🚀x\n".repeat(700);
        let lines = Lines::of(&text);
        let (mut line, mut column) = (1, 1);
        for (at, c) in text.char_indices() {
            assert_eq!(lines.at(at), (line, column), "byte {at}");
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(lines.at(usize::MAX), (line, column));
        assert_eq!(Lines::of("").at(0), (1, 1));
    }
}
