//! What two parties say about each other.

use crate::org::{Counts, Org, Pulse, PulseId, Question, answers};

use super::{
    Window,
    estimate::Moments,
    measure::{Part, PartKind},
};

/// The oldest that a pulse may be to count, in days.
pub const OLDEST_PULSE: i32 = 365;

/// Whether a pulse may be looked at at all, and as of that day.
#[must_use]
pub fn counts(pulse: &Pulse, floor: u32, window: Window) -> bool {
    let age = (window.as_of - pulse.on).get_days();
    (0..=OLDEST_PULSE).contains(&age) && pulse.smallest_group() >= floor
}

/// The newest pulse that counts; of two of the same day the one with the later identifier.
#[must_use]
pub fn newest<'a>(org: &Org, ids: impl IntoIterator<Item = &'a PulseId>, window: Window) -> Option<PulseId> {
    let floor = org.floor();
    ids.into_iter()
        .filter_map(|id| org.pulses.get(id).map(|pulse| (pulse, id)))
        .filter(|(pulse, _)| counts(pulse, floor, window))
        .max_by_key(|(pulse, id)| (pulse.on, *id))
        .map(|(_, id)| id.clone())
}

/// The newest pulse of each direction between the two sides of a handoff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// What the customer says about the provider.
    pub customer: Option<PulseId>,
    /// What the provider says about the customer.
    pub provider: Option<PulseId>,
}

impl Voices {
    /// Both, the customer's first.
    pub fn ids(&self) -> impl Iterator<Item = &PulseId> {
        self.customer.iter().chain(&self.provider)
    }
}

/// The answers of one direction to some of the questions: fully correlated, since the same people
/// gave them. Questions nobody answered are left out.
#[must_use]
pub fn direction(pulse: &Pulse, questions: &[Question]) -> Option<Moments> {
    let asked = questions.iter().map(|question| pulse.counts(*question));
    let parts: Vec<_> = asked.filter_map(Moments::question).collect();
    Moments::correlated(&parts)
}

/// How many people answered: the most answers to any of the questions.
#[must_use]
pub fn number(pulse: &Pulse, questions: &[Question]) -> u32 {
    let asked = questions.iter().map(|question| pulse.counts(*question));
    asked.map(|counts: &Counts| answers(counts)).max().unwrap_or_default()
}

/// The part that the ballots play: the mean of the directions there are, which are independent.
#[must_use]
pub fn part(org: &Org, voices: &Voices, questions: &[Question], weight: f64) -> Part {
    let pulses = || voices.ids().filter_map(|id| org.pulses.get(id));
    let directions: Vec<_> = pulses().filter_map(|pulse| direction(pulse, questions)).collect();
    Part {
        kind: PartKind::Ballots,
        weight,
        moments: Moments::independent(&directions),
        good: 0,
        of: pulses().fold(0, |sum, pulse| sum.saturating_add(number(pulse, questions))),
    }
}
