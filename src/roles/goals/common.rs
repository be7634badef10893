//! What two parties have in common of the goals they work for.

use crate::{
    health::{
        alignment::{common_goals, expects_common_goals},
        words,
    },
    org::{Org, PartyId},
};

/// Goals in common, by the very rule of alignment: as many as both name, of as many as the side with fewer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// Both name goals, so many at least, and none is the same.
    Nothing(u32),
    /// So many, of so many.
    Some(u32, u32),
    /// Every goal of the side with fewer, so many.
    All(u32),
    /// None is the same, of so many at least, and none is missed: a paying customer works for goals of its own.
    Own(u32),
    /// A side names no goal, so that there is nothing to compare.
    Unnamed,
}

impl Common {
    /// Of two parties. Goals that do not exist do not count, and neither do parties.
    #[must_use]
    pub fn of(org: &Org, one: &PartyId, other: &PartyId) -> Self {
        match common_goals(org, one, other) {
            (_, 0) => Self::Unnamed,
            (0, of) if expects_common_goals(org, one, other) => Self::Nothing(of),
            (0, of) => Self::Own(of),
            (shared, of) if shared >= of => Self::All(of),
            (shared, of) => Self::Some(shared, of),
        }
    }

    /// How many of how many, as alignment counts them; nothing where there is nothing to compare.
    #[must_use]
    pub const fn share(self) -> Option<(u32, u32)> {
        match self {
            Self::Nothing(of) | Self::Own(of) => Some((0, of)),
            Self::Some(shared, of) => Some((shared, of)),
            Self::All(of) => Some((of, of)),
            Self::Unnamed => None,
        }
    }

    /// Whether a goal in common is missed: what the risk Confusion finds.
    #[must_use]
    pub const fn is_missed(self) -> bool {
        matches!(self, Self::Nothing(_))
    }

    /// It in a few words: "1 of 2 goals in common".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Unnamed => "no goals named".to_owned(),
            Self::Nothing(_) => "no goal in common".to_owned(),
            Self::Own(_) => "no goal in common, and none expected of a paying customer".to_owned(),
            Self::Some(shared, of) => {
                format!("{shared} of {} in common", words::number(of.into(), "goal", "goals"))
            }
            Self::All(of) => format!("{of} of {} in common", words::number(of.into(), "goal", "goals")),
        }
    }
}
