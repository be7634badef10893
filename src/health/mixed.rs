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
