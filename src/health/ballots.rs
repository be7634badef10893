//! What two parties say about each other.

use std::ops::Deref;

use jiff::civil::Date;

use crate::org::{Counts, Pulse, PulseId, Question, answers};

use super::{Window, estimate::Moments, measure::Part};

/// The oldest that a pulse may be to count, in days.
pub const OLDEST_PULSE: i32 = 365;

/// Whether a pulse of that day is known and not too old.
fn is_fresh(on: Date, window: Window) -> bool {
    let age = (window.as_of - on).get_days();
    (0..=OLDEST_PULSE).contains(&age)
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

/// What one direction says about one indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    moments: Option<Moments>,
    number: u32,
}

impl Said {
    fn of(pulse: &Pulse, questions: &[Question]) -> Self {
        Self {
            moments: direction(pulse, questions),
            number: number(pulse, questions),
        }
    }
}

/// A pulse, reduced to what enters the indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Round<'a> {
    on: Date,
    /// Which pulse it is.
    pub id: &'a PulseId,
    /// About communication.
    pub communication: Said,
    /// About alignment.
    pub alignment: Said,
}

/// The pulses of one direction that are the newest at some time, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounds<'a>(Vec<Round<'a>>);

impl<'a> Rounds<'a> {
    /// Those that count in any window that ends from `first` to `last`, of the rounds of a direction that may be
    /// looked at, sorted by day. Of two of the same day the last is the newer one.
    #[must_use]
    pub fn of<P: Deref<Target = Pulse>>(shown: &'a [(PulseId, P)], first: Window, last: Window) -> Self {
        let until = |day: Date| shown.partition_point(|(_, pulse)| pulse.on <= day);
        let known = &shown[..until(last.as_of)];
        let older = until(first.as_of).min(known.len());
        let from = &known[older.saturating_sub(1)..];
        let newest_of_day = from
            .chunk_by(|(_, one), (_, other)| one.on == other.on)
            .filter_map(<[_]>::last);
        let rounds = newest_of_day.map(|(id, pulse)| Round {
            on: pulse.on,
            id,
            communication: Said::of(pulse, &Question::COMMUNICATION),
            alignment: Said::of(pulse, &Question::ALIGNMENT),
        });
        Self(rounds.collect())
    }

    /// The newest that counts as of the end of the window.
    #[must_use]
    pub fn newest(&self, window: Window) -> Option<&Round<'a>> {
        let known = self.0.partition_point(|round| round.on <= window.as_of);
        let newest = self.0.get(known.checked_sub(1)?)?;
        is_fresh(newest.on, window).then_some(newest)
    }
}

/// The part that the ballots play: the mean of the directions there are, which are independent.
#[must_use]
pub fn part(directions: [Option<&Said>; 2]) -> Part {
    let known = directions.map(|said| said.and_then(|said| said.moments));
    let numbers = directions.into_iter().flatten().map(|said| said.number);
    let moments = match known {
        [Some(one), Some(other)] => Moments::independent(&[one, other]),
        [Some(one), None] | [None, Some(one)] => Moments::independent(&[one]),
        [None, None] => None,
    };
    Part::ballots(moments, numbers.fold(0, u32::saturating_add))
}
