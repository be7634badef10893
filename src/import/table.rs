//! Bytes or a pasted text as rows of cells, each with its line, in the forms in which spreadsheets write tables.
//!
//! UTF-8 and UTF-16 with or without a byte-order mark; commas, semicolons or tabs; quoted cells with line breaks in
//! them; every kind of line end. Rows without any text are skipped.

/// The largest table that is read, in bytes.
pub const MAX_BYTES: u64 = 64_000_000;

/// The longest cell, in bytes: what a role is trained for may be many thousand handoffs. A longer one is a quotation mark
/// that was never closed.
pub const MAX_CELL: usize = 1_000_000;

pub use crate::roles::cells::MAX_CELLS;

/// So many rows are looked at to tell what separates cells.
const LOOKED_AT: usize = 20;

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line of the text on which it begins, from 1.
    pub line: usize,
    /// Its cells, without the empty ones at its end.
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a cell; empty beyond the last one.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Why a text is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Nothing is in it.
    #[error("There is nothing in it. The first row says what the columns are, the rows below it what is in them.")]
    Empty,
    /// It is larger than any such table.
    #[error("It has {} MB; a table has at most {} MB. Check whether it is the right file, or split it.", .0 / 1_000_000, MAX_BYTES / 1_000_000)]
    TooLarge(u64),
    /// It has more cells than any such table.
    #[error("It has more than {MAX_CELLS} cells, up to line {0}. Split it into several tables.")]
    TooManyCells(usize),
    /// It is the file of a spreadsheet program.
    #[error(
        "This is a spreadsheet’s own file, not text. Save the sheet as “CSV UTF-8” in your spreadsheet and import that."
    )]
    Spreadsheet,
    /// Some byte is no text.
    #[error(
        "Line {line}, character {column} is not UTF-8 text. Save the sheet as “CSV UTF-8” in your spreadsheet and import that."
    )]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The character in it, from 1.
        column: usize,
    },
    /// Half a character of UTF-16.
    #[error(
        "Line {0} is not UTF-16 text, although the file begins so. Save the sheet as “CSV UTF-8” in your spreadsheet and import that."
    )]
    NotUtf16(usize),
    /// A cell that never ends.
    #[error("The quotation mark that opens on line {0} is never closed. Close it, or take it out.")]
    OpenQuote(usize),
    /// A cell that is too long.
    #[error(
        "A cell that begins on line {0} has more than {most} MB of text. Look for a quotation mark that is never closed, or shorten it.",
        most = MAX_CELL / 1_000_000
    )]
    LongCell(usize),
}

/// The rows of a file.
///
/// # Errors
/// Where it is no text, or no table.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>, TableError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(TableError::TooLarge(bytes.len() as u64));
    }
    parse(&decode(bytes)?)
}

/// The rows of a text.
///
/// # Errors
/// Where it is no table.
pub fn parse(text: &str) -> Result<Vec<Row>, TableError> {
    if text.len() as u64 > MAX_BYTES {
        return Err(TableError::TooLarge(text.len() as u64));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Some spreadsheets say in a first line of its own what separates cells.
    let said = text.get(..4).filter(|sep| sep.eq_ignore_ascii_case("sep="));
    let rows = match said.and_then(|_| text[4..].chars().next()) {
        Some(separator @ (',' | ';' | '\t')) => {
            let mut rows = rows(text, separator, usize::MAX)?;
            if rows.first().is_some_and(|row| row.line == 1) {
                rows.remove(0);
            }
            rows
        }
        _ => rows(text, separator(text), usize::MAX)?,
    };
    if rows.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(rows)
}

/// What separates cells: of what occurs in the first row, that which gives the most rows of its length, and of
/// several such that which occurs most often.
fn separator(text: &str) -> char {
    let weighed = ['\t', ';', ','].into_iter().map(|separator| {
        let rows = rows(text, separator, LOOKED_AT).unwrap_or_default();
        let width = rows.first().map_or(0, |row| row.cells.len());
        let alike = rows.iter().filter(|row| row.cells.len() == width).count();
        ((width > 1).then_some((alike, width)), separator)
    });
    let best = weighed.fold((None, ','), |best, next| if next.0 > best.0 { next } else { best });
    best.1
}

fn rows(text: &str, separator: char, most: usize) -> Result<Vec<Row>, TableError> {
    let mut rows = Vec::new();
    let mut row = Row {
        line: 1,
        cells: Vec::new(),
    };
    let (mut cell, mut line, mut began, mut cells) = (String::new(), 1, 1, 0);
    // Whether the quotation mark is open, and whether this cell had one.
    let (mut open, mut quoted) = (false, false);
    let mut all = text.chars().peekable();
    while let Some(c) = all.next() {
        let ends = c == '\n' || (c == '\r' && all.peek() != Some(&'\n'));
        if open {
            line += usize::from(ends);
            match c {
                '"' if all.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => open = false,
                c => cell.push(c),
            }
        } else if ends {
            line += 1;
            finish(&mut row, &mut cell, &mut cells)?;
            let next = Row {
                line,
                cells: Vec::new(),
            };
            keep(&mut rows, std::mem::replace(&mut row, next));
            if rows.len() >= most {
                return Ok(rows);
            }
            (quoted, began) = (false, line);
        } else if c == separator {
            finish(&mut row, &mut cell, &mut cells)?;
            (quoted, began) = (false, line);
        } else if c == '"' && (!quoted || most == LOOKED_AT) && begins(&cell, most) {
            cell.clear();
            (open, quoted, began) = (true, true, line);
        } else if c != '\r' {
            cell.push(c);
        }
        if cell.len() > MAX_CELL {
            return Err(TableError::LongCell(began));
        }
    }
    if open {
        return Err(TableError::OpenQuote(began));
    }
    finish(&mut row, &mut cell, &mut cells)?;
    keep(&mut rows, row);
    Ok(rows)
}

/// Whether a cell begins after that much of it. While it is not known what separates cells, anything may.
fn begins(cell: &str, most: usize) -> bool {
    let cell = cell.trim_end_matches(' ');
    cell.is_empty() || (most == LOOKED_AT && cell.ends_with([',', ';', '\t']))
}

fn finish(row: &mut Row, cell: &mut String, cells: &mut usize) -> Result<(), TableError> {
    *cells += 1;
    if *cells > MAX_CELLS {
        return Err(TableError::TooManyCells(row.line));
    }
    row.cells.push(bare(std::mem::take(cell)));
    Ok(())
}

fn keep(rows: &mut Vec<Row>, mut row: Row) {
    while row.cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        row.cells.pop();
    }
    if !row.cells.is_empty() {
        rows.push(row);
    }
}

/// The text of a cell without the apostrophe that keeps a spreadsheet from running it as a formula.
fn bare(mut cell: String) -> String {
    let guarded = cell.strip_prefix('\'').is_some_and(|rest| {
        let rest = rest.trim_start_matches('\'');
        rest.starts_with(['\t', '\r'])
            || rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == '\'')
                .starts_with(['=', '+', '-', '@'])
    });
    if guarded {
        cell.remove(0);
    }
    cell
}

fn decode(bytes: &[u8]) -> Result<String, TableError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TableError::Spreadsheet);
    }
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // No text has a zero in it; every second byte of plain UTF-16 is one.
        [1..=u8::MAX, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=u8::MAX, ..] => utf16(bytes, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                Err(TableError::NotUtf8 {
                    line: line_at_end(&good),
                    column: good.rsplit(['\n', '\r']).next().map_or(0, |l| l.chars().count()) + 1,
                })
            }
        },
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Result<String, TableError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return Err(TableError::NotUtf16(line_at_end(&text))),
        }
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(TableError::NotUtf16(line_at_end(&text)))
    }
}

/// The line on which a text ends, from 1.
fn line_at_end(text: &str) -> usize {
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\r')).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row as its line and its cells, with bars between them.
    fn shown(rows: &[Row]) -> Vec<String> {
        let row = |row: &Row| format!("{}: {}", row.line, row.cells.join("|"));
        rows.iter().map(row).collect()
    }

    #[test]
    fn every_form_of_a_table_gives_the_same_rows() {
        let wanted = ["1: role|party", "2: Planner|Zoë’s"];
        let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let tab = "role\tparty\r\nPlanner\tZoë’s\r\n";
        let table: [Vec<u8>; 11] = [
            "role,party\nPlanner,Zoë’s".into(),
            "role;party\r\nPlanner;Zoë’s\r\n".into(),
            "role\tparty\rPlanner\tZoë’s\r".into(),
            "\u{feff}role,party\nPlanner,Zoë’s\n\n\n".into(),
            "role,party,,\nPlanner,Zoë’s,,\n,,,\n".into(),
            "\"role\",\"party\"\n\"Planner\", \"Zoë’s\"\n".into(),
            utf16(&format!("\u{feff}{tab}"), u16::to_le_bytes),
            utf16(&format!("\u{feff}{tab}"), u16::to_be_bytes),
            utf16(tab, u16::to_le_bytes),
            utf16(tab, u16::to_be_bytes),
            "role;party\nPlanner;Zoë’s\n;".into(),
        ];
        for bytes in table {
            assert_eq!(
                shown(&read(&bytes).unwrap()),
                wanted,
                "{:?}",
                String::from_utf8_lossy(&bytes)
            );
        }
        assert_eq!(
            shown(&parse("SEP=;\r\nrole;party\r\nPlanner;Zoë’s").unwrap()),
            ["2: role|party", "3: Planner|Zoë’s"]
        );
    }

    #[test]
    fn lines_are_those_of_the_text() {
        let text = "a,b\n\n\"x\n\r\ny\",1\n,\n\"say \"\"hi\"\"\",\"2\"\r\n5\" pipe,3\n";
        assert_eq!(
            shown(&parse(text).unwrap()),
            ["1: a|b", "3: x\n\r\ny|1", "7: say \"hi\"|2", "8: 5\" pipe|3"]
        );
    }

    #[test]
    fn what_separates_is_found_outside_quotes() {
        for (text, wanted) in [
            ("a;\"b,c,d,e\";f\n1;2;3", "1: a|b,c,d,e|f"),
            ("role,holders\nPlanner,Ann; Bo; Cy\nBuyer,Di; Ed", "1: role|holders"),
            (
                "handoff;Planner (Sales, North);Buyer\nOrder;R;A",
                "1: handoff|Planner (Sales, North)|Buyer",
            ),
            ("a\tb,c;d\n1\t2", "1: a|b,c;d"),
            ("a,b,\";\tc\"\n1,2,3", "1: a|b|;\tc"),
            ("alone", "1: alone"),
        ] {
            assert_eq!(shown(&parse(text).unwrap())[0], wanted);
        }
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_taken_off() {
        let rows = parse("a\n'=1+1\n'-x\n''=2\n'tis\n'\n' @x\n=y").unwrap();
        let cells: Vec<_> = rows.iter().skip(1).map(|row| row.cell(0)).collect();
        assert_eq!(cells, ["=1+1", "-x", "'=2", "'tis", "'", " @x", "=y"]);
    }

    #[test]
    fn what_is_no_table_is_told() {
        let long = format!("a,b\n\"{}", "x".repeat(1_000_001));
        let table: [(&[u8], &str); 9] = [
            (b"", "There is nothing in it."),
            (b"\xef\xbb\xbf\r\n ,\n", "There is nothing in it."),
            (
                b"PK\x03\x04rest",
                "This is a spreadsheet’s own file, not text. Save the sheet as “CSV UTF-8”",
            ),
            (
                b"role\nPlaner\nB\xfcro",
                "Line 3, character 2 is not UTF-8 text. Save the sheet as “CSV UTF-8”",
            ),
            (b"\xff\xfea\0\n\0b", "Line 2 is not UTF-16 text"),
            (b"\xff\xfea\0\n\0\x00\xd8b\0", "Line 2 is not UTF-16 text"),
            (
                b"a,b\n1,2\nx,\"y\nz",
                "The quotation mark that opens on line 3 is never closed.",
            ),
            (
                long.as_bytes(),
                "A cell that begins on line 2 has more than 1 MB of text.",
            ),
            (&vec![b','; 5_000_001], "It has more than 5000000 cells, up to line 1."),
        ];
        for (bytes, wanted) in table {
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.starts_with(wanted), "{error}");
        }
        let huge = parse(&" ".repeat(64_000_001)).unwrap_err().to_string();
        assert!(huge.starts_with("It has 64 MB; a table has at most 64 MB."), "{huge}");
    }
}
