//! Identifiers: short readable text, made from a name once and then fixed for good.

use std::{borrow::Borrow, cell::RefCell, collections::HashSet, fmt, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

/// The letters of a log entry's or pulse's random tail (Crockford's base 32: no `i`, `l`, `o`, `u`).
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

thread_local! {
    /// The texts of identifiers read so far, while somebody asks for that. Nothing comes out in their order.
    static READ: RefCell<Option<HashSet<Arc<str>>>> = const { RefCell::new(None) };
}

/// Reads a document whose equal identifiers share one text: most of them stand in several places.
pub fn shared<T>(read: impl FnOnce() -> T) -> T {
    READ.set(Some(HashSet::new()));
    let document = read();
    READ.set(None);
    document
}

/// Reads the text of an identifier.
struct Text;

impl de::Visitor<'_> for Text {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Arc<str>, E> {
        Ok(READ.with_borrow_mut(|read| {
            let Some(read) = read else { return text.into() };
            if let Some(known) = read.get(text) {
                return Arc::clone(known);
            }
            let new: Arc<str> = text.into();
            read.insert(Arc::clone(&new));
            new
        }))
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a text that is already an identifier, for example one read from a file.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// The identifier as it stands in the file.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text).map(Self)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

id!(
    /// Names a [`Party`](super::Party), for example `customer-service`.
    PartyId
);
id!(
    /// Names a [`Handoff`](super::Handoff).
    HandoffId
);
id!(
    /// Names a [`Role`](super::Role).
    RoleId
);
id!(
    /// Names a [`Goal`](super::Goal).
    GoalId
);
id!(
    /// Names a [`LogEntry`](super::LogEntry): its date and four random letters, `2026-03-12-k7qf`.
    LogId
);
id!(
    /// Names a [`Pulse`](super::Pulse): its date and four random letters.
    PulseId
);
id!(
    /// Names an [`Acceptance`](super::Acceptance).
    AcceptanceId
);
id!(
    /// Names an [`Action`](super::Action).
    ActionId
);
id!(
    /// Names a [`View`](super::View).
    ViewId
);

/// Makes a readable identifier from a name: lower case, words joined by `-`.
///
/// A name without a letter or digit becomes `unnamed`. When `taken` says that the text is in use,
/// `-2`, `-3` … is added.
pub fn readable(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "unnamed" } else { slug };
    if !taken(slug) {
        return slug.to_owned();
    }
    (2..=u64::MAX)
        .map(|n| format!("{slug}-{n}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_default()
}

/// Makes the identifier of something that happened: its date and four letters drawn from `entropy`.
///
/// When `taken` says that the text is in use, the next free letters are taken instead.
pub fn dated(date: Date, entropy: u32, taken: impl Fn(&str) -> bool) -> String {
    (0..=u32::MAX)
        .map(|step| {
            let mut bits = entropy.wrapping_add(step);
            let mut tail = String::with_capacity(4);
            for _ in 0..4 {
                tail.push(char::from(BASE32[(bits & 31) as usize]));
                bits >>= 5;
            }
            format!("{date}-{tail}")
        })
        .find(|candidate| !taken(candidate))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_readable_and_stay_unique() {
        assert_eq!(readable("Customer service", |_| false), "customer-service");
        assert_eq!(readable("  R&D / Çelik  ", |_| false), "r-d-çelik");
        assert_eq!(readable("!?", |_| false), "unnamed");
        assert_eq!(readable("Sales", |id| id == "sales" || id == "sales-2"), "sales-3");
    }

    #[test]
    fn dated_ids_skip_those_in_use() {
        let day = jiff::civil::date(2026, 3, 12);
        let first = dated(day, 7, |_| false);
        assert_eq!(first, "2026-03-12-7000");
        assert_eq!(dated(day, 7, |id| id == first), "2026-03-12-8000");
    }
}
