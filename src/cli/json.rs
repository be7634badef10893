//! `throughline json FILE`: the whole document as JSON, with the field names of the file.

use super::{Exit, Output, check};
use crate::file::{LoadError, Loaded};

/// What `json` prints for a file. Problems of the document do not keep it from being printed.
#[must_use]
pub fn json(name: &str, loaded: &Result<Loaded, LoadError>) -> Output {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return check::unreadable(name, error, false),
    };
    match serde_json::to_string_pretty(&loaded.org) {
        Ok(mut out) => {
            out.push('\n');
            let err = String::new();
            let exit = Exit::Fine;
            Output { out, err, exit }
        }
        Err(error) => Output::cannot(&format!("{name}: The document could not be turned into JSON: {error}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::read;

    #[test]
    fn the_names_are_those_of_the_file() {
        let text =
            r#"Throughline(version: 1, name: "A", parties: {"a": (name: "A", kind: Team, position: (1.0, 2.5))})"#;
        let output = json("x.ron", &read(text.as_bytes()));
        let value: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let expected = serde_json::json!({
            "version": 1, "name": "A",
            "parties": {"a": {"name": "A", "kind": "Team", "position": [1.0, 2.5]}},
        });
        assert_eq!(value, expected);
        assert_eq!(json("x.ron", &read(b"[]")).exit, Exit::Cannot);
    }
}
