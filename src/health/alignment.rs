//! Alignment of a handoff: what both sides say about common ground, whether the promise is clear, and
//! whether they work for the same goals.

use crate::org::{Agreement, Handoff, Letter, Org, Party, PartyId};

use super::{
    Window,
    ballots::{self, Round},
    measure::{Part, PartKind},
};

/// The six checks of a clear promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// The promise is written down.
    Promise,
    /// The need is written down.
    Need,
    /// Both sides agreed, on that day or before, to what stands there now.
    Agreed,
    /// Exactly one role answers for it.
    OneAccountable,
    /// At least one role does the work.
    Responsible,
    /// How often, and how far ahead to ask.
    Rhythm,
}

impl Check {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::Promise,
        Self::Need,
        Self::Agreed,
        Self::OneAccountable,
        Self::Responsible,
        Self::Rhythm,
    ];

    /// The check in words, as what is wanted.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Promise => "Promise written",
            Self::Need => "Need written",
            Self::Agreed => "Agreed by both sides",
            Self::OneAccountable => "Exactly one role accountable",
            Self::Responsible => "At least one role responsible",
            Self::Rhythm => "Cadence and notice set",
        }
    }

    /// Whether the handoff passes it. Roles that do not exist do not count.
    #[must_use]
    pub fn passes(self, org: &Org, handoff: &Handoff, window: Window) -> bool {
        let roles = |letter| {
            let named = handoff.roles_with(letter);
            named.filter(|role| org.roles.contains_key(*role)).count()
        };
        match self {
            Self::Promise => !handoff.promise.trim().is_empty(),
            Self::Need => !handoff.need.trim().is_empty(),
            Self::Agreed => {
                let settled = matches!(handoff.agreement(), Agreement::Settled(_));
                settled && handoff.agreed_since().is_some_and(|day| day <= window.as_of)
            }
            Self::OneAccountable => roles(Letter::Accountable) == 1,
            Self::Responsible => roles(Letter::Responsible) >= 1,
            Self::Rhythm => handoff.cadence.is_some() && handoff.notice.is_some(),
        }
    }
}

/// The goals that both sides work for, and the smaller number of goals that one of them names.
/// Nothing to compare, and so 0 of 0, where a side names none. Goals that do not exist do not count.
#[must_use]
pub fn shared_goals(org: &Org, handoff: &Handoff) -> (u32, u32) {
    common_goals(org, &handoff.provider, &handoff.customer)
}

/// As [`shared_goals`], of any two parties; 0 of 0 where one does not exist.
#[must_use]
pub fn common_goals(org: &Org, one: &PartyId, other: &PartyId) -> (u32, u32) {
    match (org.parties.get(one), org.parties.get(other)) {
        (Some(one), Some(other)) => {
            let known = |party: &Party| party.goals.iter().filter(|goal| org.goals.contains_key(*goal)).count();
            let both = one.goals.intersection(&other.goals);
            (
                both.filter(|goal| org.goals.contains_key(*goal)).count() as u32,
                known(one).min(known(other)) as u32,
            )
        }
        _ => (0, 0),
    }
}

/// Whether a goal in common is missed where two parties have none. A paying customer works for goals of its own, so
/// that none is missed there; where it names one all the same, it is measured like every other.
#[must_use]
pub fn expects_common_goals(org: &Org, one: &PartyId, other: &PartyId) -> bool {
    let pays = |party| org.parties.get(party).is_some_and(|party| party.kind.is_customer());
    !pays(one) && !pays(other)
}

/// The three parts. `goals` are those of [`shared_goals`].
#[must_use]
pub fn parts(voices: [Option<&Round>; 2], passed: [bool; 6], goals: (u32, u32)) -> [Part; 3] {
    let clear = passed.iter().map(|passed| u32::from(*passed)).sum();
    let (common, of) = goals;
    [
        ballots::part(voices.map(|round| round.map(|round| &round.alignment))),
        Part::counted(PartKind::Clarity, clear, passed.len() as u32),
        Part::counted(PartKind::SharedGoals, common, of),
    ]
}
