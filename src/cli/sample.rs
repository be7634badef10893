//! `throughline sample`: a made-up company as a file.

use std::path::Path;

use jiff::civil::Date;

use super::{Exit, Output};
use crate::{file, health::words, sample};

/// Makes the company up and writes it, unless something is there already.
#[must_use]
pub fn sample(parties: u32, seed: u64, until: Date, output: &Path) -> Output {
    let name = output.display();
    if output.exists() {
        return Output::cannot(&format!("{name} is there already. Choose another name with -o."));
    }
    let org = sample::company(parties, seed, until);
    match file::save(output, &org, None) {
        Ok(_) => Output {
            out: words::plain(&format!(
                "{name}: {}, {}, {}\n",
                words::number(org.parties.len() as u64, "party", "parties"),
                words::number(org.handoffs.len() as u64, "handoff", "handoffs"),
                words::number(org.log.len() as u64, "delivery", "deliveries"),
            )),
            err: String::new(),
            exit: Exit::Fine,
        },
        Err(error) => Output::cannot(&format!("{error}")),
    }
}
