//! Small networks for the tests of rules, drawn in letters.

use std::fmt::Write as _;

use crate::org::Org;

use super::testing_a::read;

/// Parties named by letters of which `w` is a supplier and those from `x` on pay, one handoff for each pair of
/// letters, and whatever else is said.
pub fn net(pairs: &str, more: &str) -> Org {
    let mut letters: Vec<char> = pairs.chars().filter(|letter| *letter != ' ').collect();
    letters.sort_unstable();
    letters.dedup();
    let mut fields = "parties: {".to_owned();
    for letter in letters {
        let kind = match letter {
            'w' => "Supplier",
            'x'.. => "Customer",
            _ => "Team",
        };
        let _ = write!(
            fields,
            "\"{letter}\": (name: \"{}\", kind: {kind}),",
            letter.to_ascii_uppercase()
        );
    }
    fields.push_str("}, handoffs: {");
    for pair in pairs.split(' ').filter(|pair| pair.len() == 2) {
        let (provider, customer) = pair.split_at(1);
        let _ = write!(
            fields,
            "\"{pair}\": (provider: \"{provider}\", customer: \"{customer}\"),"
        );
    }
    read(&format!("{fields}}}, {more}"))
}

/// A log in which each of these promises was kept so often of so many times, on 2 November 2026.
pub fn log(deliveries: &[(&str, u32, u32)]) -> String {
    let mut text = "log: {".to_owned();
    for (handoff, kept, of) in deliveries {
        for k in 0..*of {
            let right = k < *kept;
            let _ = write!(
                text,
                "\"2026-11-02-{handoff}{k}\": Delivery(handoff: \"{handoff}\", due: \"2026-11-02\", \
                delivered: \"2026-11-02\", right_first_time: {right}),"
            );
        }
    }
    text + "}"
}
