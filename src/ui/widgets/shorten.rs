//! Names in little room: on one row or two, and where that is not enough, without what others are called as well.

use std::borrow::Cow;

/// What stands for letters that are left out.
const GAP: char = '…';
/// After these a name may go on in the next row.
const BREAKS: [char; 6] = [' ', '-', '/', '_', '.', '\u{200b}'];
/// No name is worth its room of which fewer letters are seen.
const LEAST: usize = 6;

/// Rows for a name, and the width of the widest.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The text, with line breaks.
    pub text: String,
    /// How many rows it has.
    pub count: usize,
    /// The widest row.
    pub width: f32,
}

/// Where in each of those names begins what tells it from the most similar other one, as a byte: 0 where the beginning
/// does.
#[must_use]
pub fn tails(names: &[&str]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_unstable_by_key(|&k| names[k]);
    let mut tails = vec![0; names.len()];
    for pair in order.windows(2) {
        let (one, other) = (names[pair[0]], names[pair[1]]);
        let alike = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b);
        let alike = alike.map_or(one.len().min(other.len()), |((at, _), _)| at);
        // The whole word in which they part.
        let word = one[..alike].rfind(BREAKS).map_or(0, |at| at + last(&one[..alike], at));
        for &k in pair {
            tails[k] = tails[k].max(word);
        }
    }
    tails
}

/// How many bytes the character there has.
fn last(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// A name in so many rows of that width, cut where it has to be; nothing where too little would be left of it. `wide`
/// says how wide a character is.
pub fn fitted(name: &str, tail: usize, width: f32, rows: usize, wide: &mut impl FnMut(char) -> f32) -> Option<Rows> {
    if let Some(whole) = whole(name, width, rows, wide) {
        return Some(whole);
    }
    let mut lines = Vec::new();
    let mut rest = name;
    while lines.len() + 1 < rows {
        let end = row_end(rest, width, wide);
        // A word that is longer than a row goes on in the next one.
        let line = if rest[..end].ends_with(BREAKS) {
            Cow::Borrowed(rest[..end].trim_end())
        } else {
            let hyphen = wide('-');
            let end = letters(rest, width - hyphen, wide);
            lines.push(format!("{}-", &rest[..end]));
            rest = &rest[end..];
            continue;
        };
        lines.push(line.into_owned());
        rest = &rest[end..];
    }
    let taken = name.len() - rest.len();
    lines.push(cut(rest, tail.saturating_sub(taken), width, wide));
    let seen: usize = lines
        .iter()
        .map(|line| line.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    (seen >= LEAST).then(|| joined(&lines, wide))
}

/// A name in so many rows of that width, if all of it fits.
pub fn whole(name: &str, width: f32, rows: usize, wide: &mut impl FnMut(char) -> f32) -> Option<Rows> {
    let mut lines = Vec::new();
    let mut rest = name.trim();
    while !rest.is_empty() {
        if lines.len() == rows {
            return None;
        }
        let end = row_end(rest, width, wide);
        if end < rest.len() && !rest[..end].ends_with(BREAKS) {
            return None;
        }
        lines.push(rest[..end].trim_end().to_owned());
        rest = &rest[end..];
    }
    (!lines.is_empty()).then(|| joined(&lines, wide))
}

fn joined(lines: &[String], wide: &mut impl FnMut(char) -> f32) -> Rows {
    let widths = lines.iter().map(|line| line.chars().map(&mut *wide).sum());
    Rows {
        text: lines.join("\n"),
        count: lines.len(),
        width: widths.fold(0.0, f32::max),
    }
}

/// How many bytes of a text stand in its first row: up to the last break in it, or else as many as there is room for.
fn row_end(text: &str, width: f32, wide: &mut impl FnMut(char) -> f32) -> usize {
    let (mut used, mut end, mut fits) = (0.0, 0, 0);
    for (at, c) in text.char_indices() {
        used += wide(c);
        // A space at the end of a row takes no room.
        if used > width && c != ' ' {
            return if end > 0 { end } else { fits };
        }
        fits = at + c.len_utf8();
        if BREAKS.contains(&c) {
            end = fits;
        }
    }
    text.len()
}

/// How many bytes of a text fit, break or no break.
fn letters(text: &str, width: f32, wide: &mut impl FnMut(char) -> f32) -> usize {
    let mut used = 0.0;
    for (at, c) in text.char_indices() {
        used += wide(c);
        if used > width {
            return at;
        }
    }
    text.len()
}

/// One row of a text that is too long: without its end, or without its middle where the end tells it from others.
fn cut(text: &str, tail: usize, width: f32, wide: &mut impl FnMut(char) -> f32) -> String {
    let length = |text: &str, wide: &mut dyn FnMut(char) -> f32| text.chars().map(wide).sum::<f32>();
    if length(text, wide) <= width {
        return text.to_owned();
    }
    let gap = wide(GAP);
    let end = letters(text, width - gap, wide);
    // What is different is seen from the beginning.
    if tail == 0 || tail + 1 < end {
        return format!("{}{GAP}", text[..end].trim_end_matches(BREAKS));
    }
    // The end that makes the difference, with at most most of the row, or else as much of its beginning as fits.
    let ending = text[tail..].trim_start_matches(BREAKS);
    if length(ending, wide) <= (width - gap) * 0.7 {
        let beginning = &text[..letters(text, width - gap - length(ending, wide), wide)];
        return format!("{}{GAP}{ending}", beginning.trim_end_matches(BREAKS));
    }
    let ending = &ending[..letters(ending, width - gap, wide)];
    format!("{GAP}{}", ending.trim_end_matches(BREAKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is one wide.
    fn fit(name: &str, tail: usize, width: f32, rows: usize) -> Option<String> {
        fitted(name, tail, width, rows, &mut |_| 1.0).map(|rows| rows.text)
    }

    #[test]
    fn a_name_with_room_is_whole_and_breaks_between_words() {
        assert_eq!(fit("Payroll", 0, 10.0, 2).as_deref(), Some("Payroll"));
        assert_eq!(
            fit("SIG Cluster Lifecycle", 0, 12.0, 2).as_deref(),
            Some("SIG Cluster\nLifecycle")
        );
        assert_eq!(fit("provider-azure", 0, 9.0, 2).as_deref(), Some("provider-\nazure"));
    }

    #[test]
    fn names_that_differ_at_the_end_keep_it() {
        let names = ["Legal analysis 10", "Legal analysis 11", "Treasury"];
        let tails = tails(&names);
        assert_eq!(tails, [15, 15, 0]);
        assert_eq!(fit(names[0], tails[0], 9.0, 1).as_deref(), Some("Legal…10"));
        assert_eq!(fit(names[1], tails[1], 8.0, 1).as_deref(), Some("Legal…11"));
        assert_eq!(fit(names[1], tails[1], 7.0, 1).as_deref(), Some("Lega…11"));
        assert_eq!(
            fit("Legal analysis of contracts", 6, 9.0, 1).as_deref(),
            Some("…analysis")
        );
        assert_eq!(fit("Treasury office", 0, 9.0, 1).as_deref(), Some("Treasury…"));
    }

    #[test]
    fn the_last_row_is_the_one_that_is_cut() {
        assert_eq!(
            fit("Embedded devices working group (AVR)", 31, 12.0, 2).as_deref(),
            Some("Embedded\ndevice…(AVR)")
        );
    }

    #[test]
    fn a_name_of_which_next_to_nothing_is_seen_is_left_out() {
        assert_eq!(fit("Legal analysis", 0, 4.0, 1), None);
        assert_eq!(fit("HR", 0, 4.0, 1).as_deref(), Some("HR"));
    }

    #[test]
    fn whatever_the_name_nothing_is_wider_than_its_room() {
        for name in [
            "",
            " ",
            "Größenwahn-Straße",
            "….…",
            "a/b/c/d/e/f",
            "東京都庁総務部",
            "x",
        ] {
            for width in 1..12_u8 {
                for rows in 1..4 {
                    for tail in name.char_indices().map(|(at, _)| at) {
                        let Some(fit) = fitted(name, tail, f32::from(width), rows, &mut |_| 1.0) else {
                            continue;
                        };
                        assert!(fit.count <= rows, "{fit:?}");
                        assert!(fit.width <= f32::from(width).max(2.0), "{name} in {width}: {fit:?}");
                    }
                }
            }
        }
    }
}
