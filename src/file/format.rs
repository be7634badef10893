//! Text to document and back.

use ron::{Options, extensions::Extensions};

use crate::org::Org;

/// How Throughline speaks RON: optional fields without `Some(…)`, entries without a second pair of brackets.
fn dialect() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES)
}

/// Reads a document.
///
/// # Errors
/// Where the text is no document.
pub fn read(text: &str) -> Result<Org, ron::error::SpannedError> {
    dialect().from_str(text)
}

/// Writes a document.
///
/// # Errors
/// Those of the serializer.
pub fn write(org: &Org) -> Result<String, ron::Error> {
    dialect().to_string_pretty(org, ron::ser::PrettyConfig::default().struct_names(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let text = r#"Throughline(version: 1, name: "X",
  parties: {"a": (name: "A", kind: Team, headcount: 3, position: (1.5, 2.0)), "b": (name: "B", kind: Customer)},
  roles: {"r": (name: "R", party: "a", holders: [(name: "Ann", since: "2026-01-01")], backups: ["q"])},
  handoffs: {"h": (provider: "a", customer: "b", agreed: "2026-01-01", cadence: Situational(months: [1, 2], occasion: "fair"), notice: "3 days", raci: {"r": "RA"})},
  actions: {"x": (what: "do", repairs: Handoff("h"))},
  log: {"2026-01-01-aaaa": Delivery(handoff: "h", due: "2026-01-02T12:00", right_first_time: false, flaw: (cause: Tool, cost: 12.0))},
)"#;
        let org = read(text).unwrap();
        let out = write(&org).unwrap();
        println!("{out}");
        assert_eq!(read(&out).unwrap(), org);
    }
}
