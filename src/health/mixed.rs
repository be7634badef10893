//! How differently two sides see each other.

use crate::org::{Org, Question};

use super::{Moments, ballots::Voices};

/// Points between the worst answer and the best.
pub const POINTS: f64 = 4.0;

/// How far the two directions of a pair differ, in points of the five-point scale: the mean, over the questions
/// answered on both sides, of the distance between their means. Nothing where only one side was asked.
#[must_use]
pub fn apart(org: &Org, voices: &Voices) -> Option<f64> {
    let customer = org.pulses.get(voices.customer.as_ref()?)?;
    let provider = org.pulses.get(voices.provider.as_ref()?)?;
    let distances: Vec<f64> = Question::ALL
        .into_iter()
        .filter_map(|question| {
            let mean = |counts| Moments::question(counts).map(|said| said.mean);
            Some((mean(customer.counts(question))? - mean(provider.counts(question))?).abs())
        })
        .collect();
    (!distances.is_empty()).then(|| POINTS * distances.iter().sum::<f64>() / distances.len() as f64)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::org::{Pulse, PulseId};

    /// The worked means of the two lists of counts are 0.28261 and 0.60870: 0.32609 apart, 1.30435 points of four.
    /// Answers to one question alone that are the same on both sides leave 6 of 7 questions apart.
    #[test]
    fn the_distance_is_the_mean_over_questions_answered_on_both_sides() {
        let mut org = Org::named("Test");
        let mut put = |id: &str, rater: &str, rated: &str, counts: [u32; 5], change: fn(&mut Pulse)| {
            let mut pulse = Pulse::empty(rater.into(), rated.into(), date(2026, 11, 2));
            for question in Question::ALL {
                *pulse.counts_mut(question) = counts;
            }
            change(&mut pulse);
            org.pulses.insert(PulseId::new(id), pulse.into());
        };
        put("low", "a", "b", [4, 3, 1, 1, 0], |_| {});
        put("high", "b", "a", [0, 1, 3, 4, 1], |_| {});
        put("same", "b", "a", [0, 1, 3, 4, 1], |pulse| {
            pulse.frequent = [4, 3, 1, 1, 0];
        });
        put("silent", "b", "a", [0, 1, 3, 4, 1], |pulse| {
            pulse.frequent = [0; 5];
        });
        let points = |customer: Option<&str>, provider: Option<&str>| {
            let voices = Voices {
                customer: customer.map(PulseId::new),
                provider: provider.map(PulseId::new),
            };
            apart(&org, &voices)
        };
        for (customer, provider, expected) in [
            (Some("low"), Some("high"), Some(1.304_348)),
            (Some("high"), Some("low"), Some(1.304_348)),
            (Some("low"), Some("same"), Some(1.118_012)),
            (Some("low"), Some("silent"), Some(1.304_348)),
            (Some("low"), None, None),
            (None, None, None),
        ] {
            let found = points(customer, provider);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 5e-6,
                (found, expected) => found == expected,
            };
            assert!(near, "{customer:?} {provider:?}: {found:?}, not {expected:?}");
        }
    }
}
