//! Which rounds of ballots may be looked at: none of too few people, and no two that laid side by side would show
//! what a few people answered.
//!
//! Edits keep such rounds out ([`super::Edit::PutPulse`]), but a file may hold them: edited by hand, merged, or written
//! with a lower floor. Whatever reads ballots asks here.

use std::collections::BTreeMap;

use super::{Counts, Org, PartyId, Pulse, PulseId, Question, answers};

/// Why a round is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden<'a> {
    /// It has fewer ballots than the anonymity floor.
    BelowFloor,
    /// The difference to this earlier round, which is shown, would tell what fewer people than the floor answered.
    TooLike(&'a PulseId),
}

/// A round with what speaks against showing it.
pub type Judged<'a, P> = (&'a PulseId, &'a P, Option<Hidden<'a>>);

/// The rounds of one party about one other, oldest first, each with what speaks against showing it. Of two of the
/// same day the one with the later identifier is the later one. What is said of a round depends on earlier ones only,
/// so it is the same as of every day.
///
/// `rounds` are all those of one direction; `pulse` leads to what a round holds.
pub fn judged<'a, P>(
    rounds: impl Iterator<Item = (&'a PulseId, &'a P)>,
    floor: u32,
    pulse: impl Fn(&P) -> &Pulse,
) -> Vec<Judged<'a, P>> {
    let mut rounds: Vec<_> = rounds.map(|(id, round)| (id, round, None)).collect();
    rounds.sort_by_key(|(id, round, _)| (pulse(round).on, *id));
    let mut shown = [const { Answers(BTreeMap::new()) }; Question::ALL.len()];
    for (id, round, hidden) in &mut rounds {
        let round = pulse(round);
        let asked = || Question::ALL.into_iter().map(|question| round.counts(question));
        *hidden = if round.smallest_group() < floor {
            Some(Hidden::BelowFloor)
        } else {
            let mut near = asked()
                .zip(&shown)
                .filter_map(|(counts, shown)| shown.near(counts, floor));
            near.next().map(Hidden::TooLike)
        };
        if hidden.is_none() {
            for (counts, shown) in asked().zip(&mut shown) {
                shown.add(counts, id);
            }
        }
    }
    rounds
}

impl Org {
    /// The rounds of one party about another that may be looked at, oldest first.
    #[must_use]
    pub fn shown_rounds_of(&self, rater: &PartyId, rated: &PartyId) -> Vec<(&PulseId, &Pulse)> {
        let all = self.pulses.iter();
        let rounds = all.filter(|(_, pulse)| pulse.rater == *rater && pulse.rated == *rated);
        let judged = judged(rounds, self.floor(), |pulse| pulse);
        let shown = judged.into_iter().filter(|(_, _, hidden)| hidden.is_none());
        shown.map(|(id, pulse, _)| (id, &**pulse)).collect()
    }

    /// Every round that is not shown, with the reason.
    #[must_use]
    pub fn hidden_rounds(&self) -> BTreeMap<&PulseId, Hidden<'_>> {
        let mut directions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, pulse) in &self.pulses {
            let direction = (&pulse.rater, &pulse.rated);
            directions.entry(direction).or_default().push((id, pulse));
        }
        let floor = self.floor();
        let judged = directions
            .into_values()
            .flat_map(|rounds| judged(rounds.into_iter(), floor, |pulse| pulse));
        judged.filter_map(|(id, _, hidden)| Some((id, hidden?))).collect()
    }
}

/// The answers to one question of the rounds that are shown, each with the first round that had them.
struct Answers<'a>(BTreeMap<Counts, &'a PulseId>);

impl<'a> Answers<'a> {
    fn add(&mut self, counts: &Counts, id: &'a PulseId) {
        if answers(counts) > 0 {
            self.0.entry(*counts).or_insert(id);
        }
    }

    /// A round that these answers would tell fewer than `floor` apart from, as [`Pulse::tells_apart_from`] has it.
    fn near(&self, counts: &Counts, floor: u32) -> Option<&'a PulseId> {
        if answers(counts) == 0 {
            return None;
        }
        self.reach(counts, floor, |count, left| (count.saturating_sub(left), count))
            .or_else(|| self.reach(counts, floor, |count, left| (count, count.saturating_add(left))))
    }

    /// Those that differ by fewer than `floor` answers, but by one at least, where each count lies within `range` of
    /// the one wanted and of what is left to differ by. Leaps over what cannot fit, so that it looks at few of many.
    fn reach(&self, wanted: &Counts, floor: u32, range: impl Fn(u32, u32) -> (u32, u32)) -> Option<&'a PulseId> {
        let mut from = Some([0; 5]);
        'next: while let Some(start) = from {
            let (known, id) = self.0.range(start..).next()?;
            let mut left = floor.saturating_sub(1);
            for (at, (count, wanted)) in known.iter().zip(wanted).enumerate() {
                let (least, most) = range(*wanted, left);
                if *count < least {
                    from = Some(leap(known, at, Some(least)));
                    continue 'next;
                }
                if *count > most {
                    from = beyond(known, at);
                    continue 'next;
                }
                left -= count.abs_diff(*wanted);
            }
            if known != wanted {
                return Some(id);
            }
            from = beyond(known, known.len());
        }
        None
    }
}

/// The first counts that begin as `counts` do up to `at`, and have `then` there.
fn leap(counts: &Counts, at: usize, then: Option<u32>) -> Counts {
    let mut next = *counts;
    next[at..].fill(0);
    if let (Some(then), Some(count)) = (then, next.get_mut(at)) {
        *count = then;
    }
    next
}

/// The first counts after all those that begin as `counts` do up to `at`.
fn beyond(counts: &Counts, at: usize) -> Option<Counts> {
    let last = (0..at).rev().find(|place| counts[*place] < u32::MAX)?;
    Some(leap(counts, last, Some(counts[last] + 1)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn round(day: i8, counts: Counts) -> Pulse {
        let mut pulse = Pulse::empty("a".into(), "b".into(), date(2026, 3, day));
        for question in Question::ALL {
            *pulse.counts_mut(question) = counts;
        }
        pulse
    }

    fn told(rounds: &[(PulseId, Pulse)], floor: u32) -> Vec<(String, Option<String>)> {
        let judged = judged(rounds.iter().map(|(id, pulse)| (id, pulse)), floor, |pulse| pulse);
        let told = judged.into_iter().map(|(id, _, hidden)| {
            let why = hidden.map(|hidden| match hidden {
                Hidden::BelowFloor => "below".to_owned(),
                Hidden::TooLike(other) => other.to_string(),
            });
            (id.to_string(), why)
        });
        told.collect()
    }

    #[test]
    fn of_rounds_that_tell_a_few_apart_the_earlier_one_is_shown() {
        let rounds = [
            ("c", round(3, [1, 0, 3, 3, 0])), // one more than b
            ("b", round(2, [0, 0, 3, 3, 0])),
            ("a", round(1, [0, 0, 2, 2, 0])), // below the floor: not shown, and so nothing to compare with
            ("d", round(4, [2, 0, 3, 4, 2])), // five more than b, four more than c, which is not shown
            ("e", round(5, [0, 0, 3, 2, 0])), // one less than b
            ("f", round(5, [0, 1, 2, 3, 0])), // as many as b, other answers
        ];
        let rounds = rounds.map(|(id, pulse)| (PulseId::new(id), pulse));
        let expected = [
            ("a", Some("below")),
            ("b", None),
            ("c", Some("b")),
            ("d", None),
            ("e", Some("b")),
            ("f", None),
        ];
        let expected = expected.map(|(id, why)| (id.to_owned(), why.map(str::to_owned)));
        assert_eq!(told(&rounds, 5), expected);
    }

    fn counts() -> impl Strategy<Value = Counts> {
        prop_oneof![
            9 => [0..4_u32, 0..4_u32, 0..3_u32, 0..3_u32, 0..2_u32],
            1 => prop::array::uniform5(prop::sample::select(vec![0, 1, u32::MAX - 1, u32::MAX])),
        ]
    }

    proptest! {
        /// The same as comparing each round with every earlier one that is shown.
        #[test]
        fn leaping_finds_what_comparing_each_with_each_finds(
            counts in prop::collection::vec((counts(), counts()), 1..25),
            floor in 3..8_u32,
        ) {
            let rounds: Vec<_> = counts.into_iter().enumerate().map(|(number, (most, respect))| {
                let mut pulse = round(1, most);
                pulse.respect = respect;
                (PulseId::new(&format!("{number:02}")), pulse)
            }).collect();
            let mut shown: Vec<&Pulse> = Vec::new();
            for ((_, pulse), (id, why)) in rounds.iter().zip(told(&rounds, floor)) {
                let below = pulse.smallest_group() < floor;
                let near = shown.iter().any(|earlier| pulse.tells_apart_from(earlier, floor));
                prop_assert_eq!(why.as_deref() == Some("below"), below, "{}", id);
                prop_assert_eq!(why.is_none(), !below && !near, "{}: {:?}", id, why);
                if why.is_none() {
                    shown.push(pulse);
                }
            }
        }
    }

    /// 20,000 rounds compared each with each would be 200 million comparisons.
    #[test]
    fn very_many_rounds_are_judged_in_no_long_time() {
        let rounds: Vec<_> = (0..20_000_u32)
            .map(|n| {
                let counts = [n % 7, n % 11, n % 13, n % 17, n % 5].map(|count| count + 2);
                (PulseId::new(&format!("{n:05}")), round(1, counts))
            })
            .collect();
        let start = std::time::Instant::now();
        let told = told(&rounds, 5);
        assert!(told.iter().any(|(_, why)| why.is_some()) && told.iter().any(|(_, why)| why.is_none()));
        assert!(start.elapsed().as_secs() < 20, "took {:?}", start.elapsed());
    }
}
