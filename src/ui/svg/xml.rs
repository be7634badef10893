//! Text, numbers and colours as they stand in an SVG file.

use std::fmt::Write as _;

use egui::Color32;

/// Whether a character may stand in a name in the file. Control characters are forbidden in XML or mean something
/// else there, and marks that turn the direction of writing would turn what follows, too.
pub fn is_inert(c: char) -> bool {
    !(c.is_control()
        || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// Appends a character so that it is nothing but text.
pub fn push(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        c if c.is_whitespace() => out.push(if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }),
        c if is_inert(c) => out.push(c),
        _ => {}
    }
}

/// A text with nothing in it that could be markup.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut out, c);
    }
    out
}

/// Appends a number with up to two decimals.
pub fn number(out: &mut String, value: f32) {
    let hundredths = (f64::from(value) * 100.0).round();
    // What is not a number is drawn nowhere; zero is as good as anything.
    let hundredths = if hundredths.is_finite() { hundredths as i64 } else { 0 };
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    // Writing to a string cannot fail.
    let _ = match rest {
        0 => write!(out, "{whole}"),
        rest if rest % 10 == 0 => write!(out, "{whole}.{}", rest / 10),
        rest => write!(out, "{whole}.{rest:02}"),
    };
}

/// Appends an attribute that is a number.
pub fn attribute(out: &mut String, name: &str, value: f32) {
    let _ = write!(out, " {name}=\"");
    number(out, value);
    out.push('"');
}

/// Appends a colour under that name, `fill` or `stroke`, with its opacity where it has one.
pub fn colour(out: &mut String, name: &str, colour: Color32) {
    let [r, g, b, a] = colour.to_srgba_unmultiplied();
    if a == 0 {
        let _ = write!(out, " {name}=\"none\"");
        return;
    }
    let _ = write!(out, " {name}=\"#{r:02x}{g:02x}{b:02x}\"");
    if a < 255 {
        let _ = write!(out, " {name}-opacity=\"{:.3}\"", f32::from(a) / 255.0);
    }
}

/// Bytes in the letters of base 64, RFC 4648 section 4.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |k: usize| u32::from(three.get(k).copied().unwrap_or(0));
        let word = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for k in 0..4 {
            let six = (word >> (18 - 6 * k)) & 63;
            out.push(if k <= three.len() {
                char::from(LETTERS[six as usize])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_anything_else() {
        for (value, wanted) in [
            (0.0, "0"),
            (-0.001, "0"),
            (12.0, "12"),
            (12.5, "12.5"),
            (-3.046, "-3.05"),
            (7.006, "7.01"),
            (f32::NAN, "0"),
            (f32::INFINITY, "0"),
        ] {
            let mut out = String::new();
            number(&mut out, value);
            assert_eq!(out, wanted);
        }
    }

    #[test]
    fn base_64_is_that_of_its_standard() {
        // The examples of RFC 4648, section 10.
        for (bytes, wanted) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), wanted);
        }
    }

    #[test]
    fn markup_and_control_characters_are_gone() {
        let name = "<a href='x'>\u{202e}&\u{0}\u{1b}\u{ffff}\n\"ü";
        assert_eq!(text(name), "&lt;a href=&#39;x&#39;&gt;&amp; &quot;ü");
    }
}
