//! Sums that come out the same in whatever order their terms are added, and from which a term can be taken
//! out again: what a handoff brought into the figures of the whole org is replaced without adding up all
//! others anew.

use std::ops::{AddAssign, SubAssign};

/// Binary digits kept after the point. 27 are left before it, which is enough for forty million handoffs of
/// the highest importance; the smallest variance that four thousand million deliveries can have still
/// keeps eleven decimal digits.
const UNIT: f64 = (1_u128 << 100) as f64;

/// A sum of numbers, each cut to a fixed number of digits after the point. From then on nothing is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum(i128);

impl Sum {
    /// A sum of one term.
    #[must_use]
    pub const fn of(value: f64) -> Self {
        Self((value * UNIT) as i128)
    }

    /// The sum, rounded once.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0 as f64 / UNIT
    }

    /// Whether it is above nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, term: Self) {
        self.0 = self.0.wrapping_add(term.0);
    }
}

impl SubAssign for Sum {
    fn sub_assign(&mut self, term: Self) {
        self.0 = self.0.wrapping_sub(term.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(terms: &[f64]) -> Sum {
        let mut sum = Sum::default();
        for term in terms {
            sum += Sum::of(*term);
        }
        sum
    }

    #[test]
    fn the_order_of_the_terms_does_not_matter() {
        // With f64 alone: (0.1 + 0.2) + 0.3 is 0.6000000000000001, 0.1 + (0.2 + 0.3) is 0.6.
        assert_eq!(sum(&[0.1, 0.2, 0.3]), sum(&[0.3, 0.2, 0.1]));
        // A term that f64 would swallow: 1e6 + 1e-12 = 1e6.
        let mut rest = sum(&[1e6, 1e-12]);
        rest -= Sum::of(1e6);
        assert!((rest.value() - 1e-12).abs() < 1e-26);
    }

    #[test]
    fn a_term_taken_out_was_never_there() {
        let mut all = sum(&[0.7, 1e-9, 3.0]);
        all -= Sum::of(1e-9);
        assert_eq!(all, sum(&[3.0, 0.7]));
        all -= Sum::of(3.0);
        all -= Sum::of(0.7);
        assert_eq!(all, Sum::default());
        assert!(!all.is_positive());
    }
}
