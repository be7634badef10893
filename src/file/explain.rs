//! The parser's errors in words for the person who wrote the file.

use ron::error::Error;

use super::error::{shown, shown_quotes};

/// What is wrong with a value and what to do, without full stops. `value` is the value's own text.
pub fn explain(error: &Error, value: &str) -> (String, String) {
    let value = shown(value.trim());
    let pair = |what: String, remedy: &str| (what, remedy.to_owned());
    match error {
        // Whatever the parser expected.
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedIdentifier
        | Error::ExpectedString
        | Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::ExpectedMap
        | Error::ExpectedArray
        | Error::ExpectedBoolean
        | Error::Eof
            if value.is_empty() =>
        {
            pair("the value is missing".to_owned(), "Write it after the colon")
        }
        Error::Message(message) => custom(message),
        Error::NoSuchStructField { expected, found, .. } => (
            format!("there is no field “{}” here", shown(found)),
            format!("Remove it, or use one of {}", one_of(expected)),
        ),
        Error::MissingStructField { field, .. } => pair(format!("the field “{field}” is missing"), "Add it"),
        Error::DuplicateStructField { field, .. } => {
            pair(format!("the field “{field}” stands twice"), "Remove one of the two")
        }
        Error::NoSuchEnumVariant { expected, found, .. } => (
            format!("“{}” is not a word that can stand here", shown(found)),
            format!("Use one of {}", one_of(expected)),
        ),
        Error::IntegerOutOfBounds | Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => {
            if value.starts_with('-') {
                pair(format!("{value} is below zero"), "Use a whole number of 0 or more")
            } else {
                pair(
                    format!("“{value}” is not a whole number that fits here"),
                    "Use a whole number of 0 or more",
                )
            }
        }
        Error::ExpectedFloat => pair(format!("“{value}” is not a number"), "Use a number such as 0.9"),
        Error::ExpectedBoolean => pair(format!("“{value}” is neither true nor false"), "Use true or false"),
        Error::ExpectedString => pair(
            format!("“{value}” is not a text in quotes"),
            "Put it in double quotes, such as \"text\"",
        ),
        Error::InvalidIdentifier(found) | Error::SuggestRawIdentifier(found) => (
            format!("“{}” is not the name of a field", shown(found)),
            "Correct the name, or remove the field".to_owned(),
        ),
        Error::ExpectedDifferentStructName { found, .. } => (
            format!("“{}” stands where a bracket should", shown(found)),
            "Use round brackets: ( … )".to_owned(),
        ),
        Error::ExpectedIdentifier => pair(
            "a name is missing here".to_owned(),
            "Write a field as name: value, without quotes around the name",
        ),
        Error::ExpectedComma => pair("a comma is missing here".to_owned(), "Put a comma between the two"),
        Error::ExpectedMapColon => pair(
            "a colon is missing here".to_owned(),
            "Put a colon between name and value",
        ),
        Error::ExpectedArray => pair(
            format!("“{value}” is not a list"),
            "Use a list in square brackets: [ … ]",
        ),
        Error::ExpectedMap => pair(
            format!("“{value}” is not a list of entries by id"),
            "Use curly brackets: { \"id\": …, }",
        ),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => pair(
            format!("“{value}” does not begin with a bracket"),
            "Use round brackets: ( … )",
        ),
        Error::ExpectedStructLikeEnd | Error::ExpectedArrayEnd | Error::ExpectedMapEnd | Error::ExpectedOptionEnd => {
            pair(
                "there is more here than belongs into this bracket".to_owned(),
                "Close the bracket, or remove what is too much",
            )
        }
        Error::ExpectedDifferentLength { expected, found } => {
            (format!("it has {found} values"), format!("Give it {}", shown(expected)))
        }
        Error::InvalidValueForType { expected, found } => (
            format!("{} stands where {} should", shown_quotes(found), shown(expected)),
            "Correct the value".to_owned(),
        ),
        Error::Eof => pair(
            "the text ends too early".to_owned(),
            "Add what is missing, or restore an earlier copy",
        ),
        Error::ExpectedStringEnd => pair("the text in quotes never ends".to_owned(), "Add the closing quote"),
        Error::InvalidEscape(_) => pair(
            "a backslash stands before a character that cannot follow it".to_owned(),
            "Write a backslash itself as \\\\",
        ),
        Error::UnclosedBlockComment => pair("the comment never ends".to_owned(), "End it with */"),
        Error::ExceededRecursionLimit => pair(
            "brackets are nested deeper than any document needs".to_owned(),
            "Remove them, or restore an earlier copy",
        ),
        Error::TrailingCharacters => pair(
            "something follows the value".to_owned(),
            "Remove it, or put a comma before it",
        ),
        other => (
            shown_quotes(&shorten(&other.to_string(), 200)),
            "Correct this place".to_owned(),
        ),
    }
}

/// The words of a type of ours: "what is wrong; what to do".
fn custom(message: &str) -> (String, String) {
    let message = shown_quotes(&shorten(message, 400));
    match message.rsplit_once("; ") {
        Some((what, remedy)) => {
            let mut letters = remedy.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            (what.to_owned(), first + letters.as_str())
        }
        None => (message, "Correct the value".to_owned()),
    }
}

fn shorten(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

fn one_of(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parsers_words_become_ours() {
        let (what, remedy) = explain(&Error::IntegerOutOfBounds, " -3");
        assert_eq!(
            (what.as_str(), remedy.as_str()),
            ("-3 is below zero", "Use a whole number of 0 or more")
        );
        let found = "x".repeat(99);
        let error = Error::NoSuchEnumVariant {
            expected: &["Team", "Person"],
            found,
            outer: None,
        };
        let (what, remedy) = explain(&error, "");
        assert_eq!(what, format!("“{}…” is not a word that can stand here", "x".repeat(40)));
        assert_eq!(remedy, "Use one of Team or Person");
        let (what, remedy) = explain(&Error::Message("\"x\" is no day; write it so".to_owned()), "");
        assert_eq!((what.as_str(), remedy.as_str()), ("\"x\" is no day", "Write it so"));
    }
}
