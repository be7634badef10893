//! Estimates and bands against the tables of PRODUCT.md, section 3; where the numbers come from stands
//! in `indicators.rs`.

use throughline::health::{Band, Estimate, Indicator, Moments, estimate::Combination};

use crate::indicators::{A, B, check, near};

// ---- Estimates: the tables of section 3

#[test]
fn shares_kept() {
    for (kept, of, expected) in [
        (0, 5, [0.08333, 0.01091, 0.00037, 0.30575]),
        (3, 3, [0.87500, 0.02187, 0.55593, 0.99940]),
        (8, 10, [0.77273, 0.01463, 0.54750, 0.93979]),
        (18, 20, [0.88095, 0.00477, 0.74977, 0.97067]),
        (91, 100, [0.90594, 0.00084, 0.85422, 0.94851]),
        // From Python
        (4, 4, [0.9, 0.015, 0.637_513, 0.999_538]),
        (2, 3, [0.625, 0.046_875, 0.235_534, 0.937_587]),
        (300, 300, [0.998_339, 5.491e-6, 0.993_623, 0.999_993]),
    ] {
        let found = Estimate::share_kept(kept, of);
        check(found.as_ref(), expected);
        assert_eq!(found.map(|e| e.n), Some(u64::from(of)));
    }
    assert_eq!(Estimate::share_kept(0, 0), None);
}

#[test]
fn ballot_questions() {
    for (counts, mean, variance) in [(A, 0.28261, 0.007_089), (B, 0.60870, 0.005_142)] {
        let found = Moments::question(&counts).unwrap();
        near(found.mean, mean);
        near(found.variance, variance);
    }
    assert_eq!(Moments::question(&[0; 5]), None);
}

#[test]
fn combinations() {
    let mut sum = Combination::default();
    sum.add(0.5, Moments::question(&A));
    sum.add(0.3, Moments::share_kept(9, 14));
    let mut without = sum;
    sum.add(0.2, Moments::share_kept(3, 4));
    without.add(0.2, None);
    check(sum.estimate(27).as_ref(), [0.47130, 0.004_478, 0.36170, 0.58211]);
    check(without.estimate(23).as_ref(), [0.41413, 0.004_810, 0.30193, 0.53032]);
    near(sum.coverage(), 1.0);
    near(without.coverage(), 0.8);
    assert_eq!(Combination::default().estimate(0), None);
}

#[test]
fn a_spread_that_is_nothing_or_too_wide_still_gives_a_range() {
    assert_eq!(Moments::exact(0.6).range(), (0.6, 0.6));
    let range = |mean, variance| Moments { mean, variance }.range();
    assert_eq!(range(0.5, 0.3), (0.0, 1.0));
    assert_eq!(range(0.01, 0.5), (0.0, 0.0));
    assert_eq!(range(0.99, 0.5), (1.0, 1.0));
    assert_eq!(range(1.0, 0.1), (1.0, 1.0));
    for (mean, variance) in [
        (0.5, 1e-300),
        (1e-300, 1e-301),
        (1.0 - 1e-16, 1e-17),
        (0.5, 0.25 - 1e-17),
    ] {
        let (low, high) = range(mean, variance);
        assert!(
            0.0 <= low && low <= high && high <= 1.0,
            "{mean} {variance}: {low} to {high}"
        );
    }
}

// ---- Bands

#[test]
fn bands_begin_where_they_should() {
    let ballots = Indicator::Communication.cuts(0.9);
    for (value, band) in [
        (0.624_999, Band::Weak),
        (0.625, Band::Moderate),
        (0.75, Band::Moderate),
        (0.750_001, Band::Strong),
    ] {
        assert_eq!(ballots.band(value), band, "{value}");
    }
    let kept = Indicator::Reliability.cuts(0.9);
    for (value, band) in [
        (0.749_999, Band::Weak),
        (0.75, Band::Moderate),
        (0.899_999, Band::Moderate),
        (0.9, Band::Strong),
    ] {
        assert_eq!(kept.band(value), band, "{value}");
    }
}

#[test]
fn a_band_is_sure_when_the_whole_range_lies_in_it() {
    let mark = |kept, of, target| {
        let estimate = Estimate::share_kept(kept, of).unwrap();
        let mark = Indicator::Reliability.cuts(target).mark(&estimate);
        (mark.band, mark.sure)
    };
    // 4 of 4 is 0.9 with a range from 0.64; 300 of 300 is 0.994 to 1; 0 of 5 reaches 0.31.
    assert_eq!(mark(4, 4, 0.9), (Band::Strong, false));
    assert_eq!(mark(300, 300, 0.9), (Band::Strong, true));
    assert_eq!(mark(0, 5, 0.9), (Band::Weak, true));
    assert_eq!(mark(0, 5, 0.45), (Band::Weak, false));
    // 91 of 100 is 0.854 to 0.949, within 0.85 to 1.0.
    assert_eq!(mark(91, 100, 1.0), (Band::Moderate, true));
}
