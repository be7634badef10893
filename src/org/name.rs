//! Names as they are compared and as they are told.

use super::{Org, RoleId};

/// A name as it is compared: in small letters, with one space between words. Empty for no name.
#[must_use]
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// The text on one line, with single spaces.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Org {
    /// What a role is called in a sentence: its name on one line, or its identifier where it has none or does not exist.
    #[must_use]
    pub fn role_called(&self, id: &RoleId) -> String {
        match one_line(self.role_name(id)) {
            name if name.is_empty() => id.to_string(),
            name => name,
        }
    }
}
