//! An estimate of a share: not a number but a distribution, so that three deliveries never look as
//! sure as three hundred.

use std::sync::OnceLock;

use crate::org::{Counts, answers};

use super::{beta, sum::Sum};

/// The tails cut off on each side of the likely range, which holds 90 %.
const TAIL: f64 = 0.05;

/// The score of each answer of a ballot, from the worst to the best.
const SCORES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// Centre and spread of what is known about a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// The expected share, 0 to 1.
    pub mean: f64,
    /// The variance around it.
    pub variance: f64,
}

impl Moments {
    /// A share that is counted and not estimated: it has no variance.
    #[must_use]
    pub const fn exact(mean: f64) -> Self {
        Self { mean, variance: 0.0 }
    }

    /// `kept` of `of`: the posterior Beta(kept + ½, of − kept + ½) of Jeffreys' prior
    /// (Brown and others: Interval estimation for a binomial proportion, Statistical Science 16, 2001).
    /// None of none says nothing.
    #[must_use]
    pub fn share_kept(kept: u32, of: u32) -> Option<Self> {
        (of > 0).then(|| {
            let (a, b) = jeffreys(kept, of);
            let n = a + b;
            Self {
                mean: a / n,
                variance: a * b / (n * n * (n + 1.0)),
            }
        })
    }

    /// One question of a ballot: the posterior of a Dirichlet prior with ½ for each answer, answers
    /// scored 0, ¼, ½, ¾, 1. A question nobody answered says nothing.
    #[must_use]
    pub fn question(counts: &Counts) -> Option<Self> {
        (answers(counts) > 0).then(|| {
            let weights = counts.map(|count| f64::from(count) + 0.5);
            let n: f64 = weights.iter().sum();
            let score = |power: i32| -> f64 {
                let terms = weights.iter().zip(SCORES);
                terms.map(|(weight, score)| weight * score.powi(power)).sum::<f64>() / n
            };
            let mean = score(1);
            Self {
                mean,
                variance: (score(2) - mean * mean).max(0.0) / (n + 1.0),
            }
        })
    }

    /// The average of questions that the same people answered. They are taken as fully correlated:
    /// the standard deviation of the average is the average of the standard deviations.
    #[must_use]
    pub fn correlated(parts: &[Self]) -> Option<Self> {
        let n = parts.len() as f64;
        (!parts.is_empty()).then(|| {
            let sd = parts.iter().map(|part| part.variance.sqrt()).sum::<f64>() / n;
            Self {
                mean: parts.iter().map(|part| part.mean).sum::<f64>() / n,
                variance: sd * sd,
            }
        })
    }

    /// The average of what different people said.
    #[must_use]
    pub fn independent(parts: &[Self]) -> Option<Self> {
        let n = parts.len() as f64;
        (!parts.is_empty()).then(|| Self {
            mean: parts.iter().map(|part| part.mean).sum::<f64>() / n,
            variance: parts.iter().map(|part| part.variance).sum::<f64>() / (n * n),
        })
    }

    /// The 90 % equal-tailed range of the Beta distribution with this mean and variance.
    ///
    /// Without variance it is the mean itself. No distribution on 0 to 1 has a variance above
    /// mean · (1 − mean); there it is the range of the widest one, which is either 0 or 1.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        let Self { mean, variance } = self;
        let widest = mean * (1.0 - mean);
        if variance <= 0.0 {
            return (mean, mean);
        }
        if variance >= widest {
            let low = if 1.0 - mean >= TAIL { 0.0 } else { 1.0 };
            let high = if mean >= TAIL { 1.0 } else { 0.0 };
            return (low, high);
        }
        let n = widest / variance - 1.0;
        between(mean * n, (1.0 - mean) * n)
    }

    /// How densely the Beta distribution with this mean and variance lies at a share strictly between
    /// 0 and 1. Nothing where there is no such distribution, or no spread to draw.
    #[must_use]
    pub fn density(self, share: f64) -> Option<f64> {
        let Self { mean, variance } = self;
        let widest = mean * (1.0 - mean);
        if !(variance > 0.0 && variance < widest && share > 0.0 && share < 1.0) {
            return None;
        }
        let n = widest / variance - 1.0;
        Some(beta::density(share, mean * n, (1.0 - mean) * n))
    }
}

/// The shapes of the posterior of `kept` of `of`.
fn jeffreys(kept: u32, of: u32) -> (f64, f64) {
    let kept = kept.min(of);
    (f64::from(kept) + 0.5, f64::from(of - kept) + 0.5)
}

/// Up to so many, ranges are kept: a large org has thousands of handoffs with 3 of 4 kept.
const SMALL: u32 = 60;

/// The ranges of small numbers that were asked for, one row for each number of deliveries and the like.
static RANGES: [OnceLock<(f64, f64)>; ((SMALL + 1) * (SMALL + 2) / 2) as usize] =
    [const { OnceLock::new() }; ((SMALL + 1) * (SMALL + 2) / 2) as usize];

/// The 90 % range of the posterior of `kept` of `of`.
fn range_kept(kept: u32, of: u32) -> (f64, f64) {
    let kept = kept.min(of);
    let range = || {
        let (a, b) = jeffreys(kept, of);
        between(a, b)
    };
    if of <= SMALL {
        *RANGES[(of * (of + 1) / 2 + kept) as usize].get_or_init(range)
    } else {
        range()
    }
}

/// The 90 % range of Beta(a, b), which a shape too small for a number turns into one of its ends.
fn between(a: f64, b: f64) -> (f64, f64) {
    if a > 0.0 && b > 0.0 {
        (beta::quantile(TAIL, a, b), beta::quantile(1.0 - TAIL, a, b))
    } else if a > 0.0 {
        (1.0, 1.0)
    } else {
        (0.0, 0.0)
    }
}

/// A weighted combination in the making. Parts without data lower the coverage and nothing else. The order in
/// which parts are added does not matter, not even for the last digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Combination {
    all: Sum,
    weight: Sum,
    covered: Sum,
    mean: Sum,
    variance: Sum,
}

impl Combination {
    /// Adds a part with its weight, or only the weight where the part has no data.
    pub fn add(&mut self, weight: f64, part: Option<Moments>) {
        self.add_estimate(weight, part.map(|part| (part, 1.0)));
    }

    /// The same for a part that itself stands on parts, with the coverage of those: half a part with data
    /// counts half.
    pub fn add_estimate(&mut self, weight: f64, part: Option<(Moments, f64)>) {
        self.all += Sum::of(weight);
        if let Some((part, coverage)) = part {
            self.weight += Sum::of(weight);
            self.covered += Sum::of(weight * coverage);
            self.mean += Sum::of(weight * part.mean);
            self.variance += Sum::of(weight * weight * part.variance);
        }
    }

    /// Adds the parts of another one.
    pub fn merge(&mut self, other: &Self) {
        self.all += other.all;
        self.weight += other.weight;
        self.covered += other.covered;
        self.mean += other.mean;
        self.variance += other.variance;
    }

    /// Takes the parts of another one out again.
    pub fn take(&mut self, other: &Self) {
        self.all -= other.all;
        self.weight -= other.weight;
        self.covered -= other.covered;
        self.mean -= other.mean;
        self.variance -= other.variance;
    }

    /// Mean = Σwm/Σw and variance = Σw²v/(Σw)² over the parts with data, which are independent.
    #[must_use]
    pub fn moments(&self) -> Option<Moments> {
        self.weight.is_positive().then(|| {
            let weight = self.weight.value();
            Moments {
                mean: (self.mean.value() / weight).clamp(0.0, 1.0),
                variance: self.variance.value() / (weight * weight),
            }
        })
    }

    /// The weight of the parts with data over the weight of all, 0 to 1; a part that is itself covered in
    /// part counts as far as it is.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        if self.all.is_positive() {
            self.covered.value() / self.all.value()
        } else {
            0.0
        }
    }

    /// What is known, standing on `n` observations.
    #[must_use]
    pub fn known(&self, n: u64) -> Option<Known> {
        self.moments().map(|moments| Known {
            moments,
            n,
            coverage: self.coverage(),
        })
    }

    /// The estimate, standing on `n` observations.
    #[must_use]
    pub fn estimate(&self, n: u64) -> Option<Estimate> {
        self.known(n).map(Known::estimate)
    }
}

/// An estimate without its range, which is most of the work and is not needed to combine it further.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Centre and spread.
    pub moments: Moments,
    /// How many observations it stands on.
    pub n: u64,
    /// Weight of the parts that have data over the weight of all parts, 0 to 1.
    pub coverage: f64,
}

impl Known {
    /// With the range.
    #[must_use]
    pub fn estimate(self) -> Estimate {
        Estimate::new(self.moments, self.n, self.coverage)
    }
}

/// What is known about a share between 0 and 1; shown as 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The expected share.
    pub mean: f64,
    /// The variance around it.
    pub variance: f64,
    /// The share lies below this with a probability of 5 %.
    pub low: f64,
    /// The share lies above this with a probability of 5 %.
    pub high: f64,
    /// How many observations it stands on: ballots, requests, intervals or deliveries.
    pub n: u64,
    /// Weight of the parts that have data over the weight of all parts, 0 to 1.
    pub coverage: f64,
}

impl Estimate {
    /// An estimate with the range of the Beta distribution that has these moments.
    #[must_use]
    pub fn new(moments: Moments, n: u64, coverage: f64) -> Self {
        let (low, high) = moments.range();
        Self {
            mean: moments.mean,
            variance: moments.variance,
            low,
            high,
            n,
            coverage,
        }
    }

    /// `kept` of `of`, with the range of its posterior; see [`Moments::share_kept`].
    #[must_use]
    pub fn share_kept(kept: u32, of: u32) -> Option<Self> {
        Moments::share_kept(kept, of).map(|moments| {
            let (low, high) = range_kept(kept, of);
            Self {
                mean: moments.mean,
                variance: moments.variance,
                low,
                high,
                n: u64::from(of),
                coverage: 1.0,
            }
        })
    }

    /// Its centre and spread, to be combined further.
    #[must_use]
    pub const fn moments(&self) -> Moments {
        Moments {
            mean: self.mean,
            variance: self.variance,
        }
    }
    /// The same without the range.
    #[must_use]
    pub const fn known(&self) -> Known {
        Known {
            moments: self.moments(),
            n: self.n,
            coverage: self.coverage,
        }
    }
}
