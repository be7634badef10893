//! The organisations that come with the app. They are opened as copies, so nobody can spoil one.

use std::sync::LazyLock;

use crate::{
    file,
    layout::{self, Positions},
    org::{Org, Position},
};

/// An organisation that comes with the app.
pub struct Sample {
    /// What it is called.
    pub name: &'static str,
    /// What it shows, in one line.
    pub line: &'static str,
    text: &'static str,
    picture: LazyLock<Option<(Org, Positions)>>,
}

impl Sample {
    /// A fresh copy of it.
    ///
    /// # Errors
    /// Where the text cannot be read, which a test rules out.
    pub fn open(&self) -> Result<Org, file::LoadError> {
        file::read(self.text.as_bytes()).map(|loaded| loaded.org)
    }

    /// What its thumbnail shows: the organisation and where its cards lie. Worked out once.
    #[must_use]
    pub fn picture(&self) -> Option<&(Org, Positions)> {
        self.picture.as_ref()
    }
}

macro_rules! sample {
    ($file:literal, $name:literal, $line:literal) => {{
        const TEXT: &str = include_str!(concat!("../../sample_orgs/", $file));
        Sample {
            name: $name,
            line: $line,
            text: TEXT,
            picture: LazyLock::new(|| {
                let org = file::read(TEXT.as_bytes()).ok()?.org;
                let known = org
                    .parties
                    .iter()
                    .filter_map(|(id, party)| {
                        let Position(x, y) = party.position?;
                        Some((id.clone(), layout::Point::new(x, y)))
                    })
                    .collect();
                let places = layout::place(&org, &known);
                Some((org, places))
            }),
        }
    }};
}

/// All of them, the smallest first.
pub static SAMPLES: [Sample; 4] = [
    sample!("payroll.ron", "Payroll", "Six parties and the smallest complete story"),
    sample!(
        "harbour_tools.ron",
        "Harbour Tools",
        "A manufacturer’s year and one costly shipment"
    ),
    sample!(
        "rust_project.ron",
        "The Rust project",
        "Real teams and what they maintain; nothing measured yet"
    ),
    sample!(
        "kubernetes.ron",
        "Kubernetes",
        "Real interest groups, working groups and their subprojects"
    ),
];
