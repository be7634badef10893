//! A handoff: a standing promise from one party to another.

use std::{collections::BTreeMap, collections::BTreeSet, fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Difference, PartyId, RoleId, Span, Terms, is_default, time};

/// The share of deliveries that a handoff should keep unless it says otherwise.
pub const DEFAULT_TARGET: f64 = 0.9;

/// The months of the year in short.
pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// How often a handoff takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cadence {
    /// Whenever the customer asks.
    OnRequest,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every two weeks.
    Fortnightly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year.
    Yearly,
    /// Only at certain times of the year, or on a certain occasion.
    Situational {
        /// Months of the year, 1 to 12.
        #[serde(default, skip_serializing_if = "is_default")]
        months: BTreeSet<u8>,
        /// What calls for it.
        #[serde(default, skip_serializing_if = "is_default")]
        occasion: String,
    },
}

impl Cadence {
    /// One of each, in the order in which they are offered.
    #[must_use]
    pub fn all() -> [Self; 8] {
        [
            Self::OnRequest,
            Self::Daily,
            Self::Weekly,
            Self::Fortnightly,
            Self::Monthly,
            Self::Quarterly,
            Self::Yearly,
            Self::Situational {
                months: BTreeSet::new(),
                occasion: String::new(),
            },
        ]
    }

    /// The word shown on screen.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::OnRequest => "On request",
            Self::Daily => "Daily",
            Self::Weekly => "Weekly",
            Self::Fortnightly => "Fortnightly",
            Self::Monthly => "Monthly",
            Self::Quarterly => "Quarterly",
            Self::Yearly => "Yearly",
            Self::Situational { .. } => "Situational",
        }
    }

    /// The word shown on screen, with months and occasion where there are any: "Situational, in Nov and Dec, for the
    /// fair".
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.label().to_owned();
        if let Self::Situational { months, occasion } = self {
            let names: Vec<_> = months
                .iter()
                .filter_map(|m| MONTHS.get(usize::from(*m).checked_sub(1)?))
                .collect();
            for (k, name) in names.iter().enumerate() {
                words += match k {
                    0 => ", in ",
                    k if k + 1 == names.len() => " and ",
                    _ => ", ",
                };
                words += name;
            }
            if !occasion.trim().is_empty() {
                words += ", for ";
                words += occasion.trim();
            }
        }
        words
    }
}

/// How much a handoff weighs in every combined figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Importance {
    /// Weight 1.
    Low,
    /// Weight 2.
    #[default]
    Normal,
    /// Weight 3.
    High,
}

impl Importance {
    /// All three, lightest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Normal, Self::High];

    /// The weight in combined figures: 1, 2 or 3.
    #[must_use]
    pub const fn weight(self) -> f64 {
        match self {
            Self::Low => 1.0,
            Self::Normal => 2.0,
            Self::High => 3.0,
        }
    }

    /// The word shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Normal => "Normal",
            Self::High => "High",
        }
    }
}

/// One letter of a responsibility matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Does the work.
    Responsible,
    /// Answers for the outcome; exactly one role should.
    Accountable,
    /// Is asked before.
    Consulted,
    /// Is told after.
    Informed,
}

impl Letter {
    /// All four in their usual order.
    pub const ALL: [Self; 4] = [Self::Responsible, Self::Accountable, Self::Consulted, Self::Informed];

    /// `R`, `A`, `C` or `I`.
    #[must_use]
    pub const fn char(self) -> char {
        match self {
            Self::Responsible => 'R',
            Self::Accountable => 'A',
            Self::Consulted => 'C',
            Self::Informed => 'I',
        }
    }

    /// What the letter means, in three words or so.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Responsible => "does the work",
            Self::Accountable => "answers for the outcome",
            Self::Consulted => "is asked before",
            Self::Informed => "is told after",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The letters that one role has for one handoff, written as `"RA"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letters(u8);

impl Letters {
    /// Whether the letter is among them.
    #[must_use]
    pub const fn has(self, letter: Letter) -> bool {
        self.0 & letter.bit() != 0
    }

    /// The same letters with one added or taken away.
    #[must_use]
    pub const fn with(self, letter: Letter, on: bool) -> Self {
        if on {
            Self(self.0 | letter.bit())
        } else {
            Self(self.0 & !letter.bit())
        }
    }

    /// No letter at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Letter::ALL
            .into_iter()
            .filter(|letter| self.has(*letter))
            .try_for_each(|letter| write!(f, "{}", letter.char()))
    }
}

/// A text with something else than the letters R, A, C and I.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a letter of responsibility; use R, A, C and I, each once, such as \"RA\"")]
pub struct LettersError(char);

impl FromStr for Letters {
    type Err = LettersError;

    fn from_str(text: &str) -> Result<Self, LettersError> {
        text.chars().try_fold(Self::default(), |letters, c| {
            Letter::ALL
                .into_iter()
                .find(|letter| letter.char() == c.to_ascii_uppercase() && !letters.has(*letter))
                .map(|letter| letters.with(letter, true))
                .ok_or(LettersError(c))
        })
    }
}

impl Serialize for Letters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Letters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A standing promise: the provider delivers something that the customer depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handoff {
    /// Who delivers.
    pub provider: PartyId,
    /// Who depends on it: the internal customer, or the paying one.
    pub customer: PartyId,
    /// What is handed over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deliverable: String,
    /// What the provider promises, in its own words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promise: String,
    /// What the customer needs, in its own words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub need: String,
    /// What the customer does with it, in its own words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub purpose: String,
    /// Where it falls short, in the customer's own words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shortfall: String,
    /// The day on which both sides said yes.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub agreed: Option<Date>,
    /// The day on which both first said yes, where they agreed anew since and on the same check-ins, which are counted
    /// from it; earlier than `agreed`.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub since: Option<Date>,
    /// The provider's own yes to what stands here now, where it says more than `agreed`: one side is still missing,
    /// or the two said it on different days.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub provider_agreed: Option<Date>,
    /// The customer's own yes, likewise.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub customer_agreed: Option<Date>,
    /// What both agreed to, while what stands here now differs from it; rare, so it takes no room where it is not.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<Box<Terms>>,
    /// What the two sides agreed to see differently for now.
    #[serde(default, skip_serializing_if = "is_default")]
    pub difference: Option<Difference>,
    /// How often.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cadence: Option<Cadence>,
    /// How far ahead the customer must ask.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notice: Option<Span>,
    /// How soon a clarification request is to be answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer_within: Option<Span>,
    /// How often the two sides look at it together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub check_in_every: Option<Span>,
    /// Where requests and answers go, for example "ticket queue".
    #[serde(default, skip_serializing_if = "is_default")]
    pub channel: String,
    /// Its weight in combined figures.
    #[serde(default, skip_serializing_if = "is_default")]
    pub importance: Importance,
    /// The share of deliveries to be kept, above 0 and at most 1.
    #[serde(default = "default_target", skip_serializing_if = "is_default_target")]
    pub target: f64,
    /// Which role does the work, answers for it, is asked before or told after.
    #[serde(default, skip_serializing_if = "is_default")]
    pub raci: BTreeMap<RoleId, Letters>,
    /// The last day on which someone looked at this promise and found it still right.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub reviewed: Option<Date>,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: String,
}

pub(super) fn default_target() -> f64 {
    DEFAULT_TARGET
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_default_target(target: &f64) -> bool {
    *target == DEFAULT_TARGET
}

impl Handoff {
    /// A promise about which nothing is known yet but its two sides.
    #[must_use]
    pub fn between(provider: PartyId, customer: PartyId) -> Self {
        Self {
            provider,
            customer,
            deliverable: String::new(),
            promise: String::new(),
            need: String::new(),
            purpose: String::new(),
            shortfall: String::new(),
            agreed: None,
            since: None,
            provider_agreed: None,
            customer_agreed: None,
            before: None,
            difference: None,
            cadence: None,
            notice: None,
            answer_within: None,
            check_in_every: None,
            channel: String::new(),
            importance: Importance::Normal,
            target: DEFAULT_TARGET,
            raci: BTreeMap::new(),
            reviewed: None,
            notes: String::new(),
        }
    }

    /// The roles that have the letter.
    pub fn roles_with(&self, letter: Letter) -> impl Iterator<Item = &RoleId> {
        self.raci
            .iter()
            .filter(move |(_, letters)| letters.has(letter))
            .map(|(role, _)| role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_written_in_their_usual_order() {
        assert_eq!("ar".parse::<Letters>().unwrap().to_string(), "RA");
        assert_eq!("".parse::<Letters>().unwrap(), Letters::default());
        assert!("RR".parse::<Letters>().is_err());
        assert!("X".parse::<Letters>().is_err());
    }
}
