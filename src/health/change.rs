//! Whether a figure changed, or only wavers.

use super::{Estimate, estimate::Known};

/// How much of what is looked at now has to have been looked at then.
const COMPARABLE: f64 = 0.7;

/// The 95th percentile of the normal distribution: a two-sided 90 % range, as everywhere.
const BEYOND_NOISE: f64 = 1.645;

/// How far a figure moved, in hundredths as they are shown. Nothing where it was measured on much less then: a
/// change of what is measured is no change of how things are. A move within what the two likely ranges
/// leave open counts as none.
#[must_use]
pub fn change(now: &Estimate, then: &Estimate) -> Option<i64> {
    moved(now.known(), then.known())
}

/// The same without the ranges, which play no part.
#[must_use]
pub fn moved(now: Known, then: Known) -> Option<i64> {
    if then.coverage < now.coverage * COMPARABLE {
        return None;
    }
    let (new, old) = (now.moments, then.moments);
    let ordinary = BEYOND_NOISE * (new.variance + old.variance).sqrt();
    let hundred = |share: f64| (share * 100.0).round() as i64;
    Some(if (new.mean - old.mean).abs() > ordinary {
        hundred(new.mean) - hundred(old.mean)
    } else {
        0
    })
}
