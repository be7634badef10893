//! Quantiles of the Beta distribution, good to better than a millionth for every shape that occurs.
//!
//! The distribution function is the regularised incomplete beta function by its continued fraction
//! (NIST Digital Library of Mathematical Functions, 8.17.22, evaluated with Lentz's method); the
//! quantile is Newton's method on it, kept inside a bracket that only ever shrinks, so that it always
//! ends. The quantile of `statrs` 0.18 is as good where it ends, but it does not always: it runs for
//! ever on Beta(0.5, 10,000,000), among others.

#![expect(
    clippy::many_single_char_names,
    reason = "the letters of the formulas, as they stand in the sources"
)]

use statrs::function::gamma::ln_gamma;

/// From here on, for both shapes, the normal curve with its skewness corrected is closer than 1e-8.
const NEARLY_NORMAL: f64 = 1e5;

/// The value below which a share `p` of Beta(`a`, `b`) lies; `a` and `b` above 0.
///
/// Always within 0 to 1; never NaN for finite, positive shapes.
#[must_use]
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 {
        0.0
    } else if p >= 1.0 {
        1.0
    } else if a > NEARLY_NORMAL && b > NEARLY_NORMAL {
        nearly_normal(p, a, b)
    } else if p > 0.5 {
        1.0 - lower(1.0 - p, b, a)
    } else {
        lower(p, a, b)
    }
}

/// Abramowitz and Stegun 26.2.23: the standard normal value exceeded with probability `p` ≤ ½,
/// within 0.00045. Only a start for Newton's method.
fn rough_normal(p: f64) -> f64 {
    let t = (-2.0 * p.ln()).sqrt();
    t - (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}

/// The Cornish–Fisher expansion to the skewness term.
fn nearly_normal(p: f64, a: f64, b: f64) -> f64 {
    let z = std::f64::consts::SQRT_2 * statrs::function::erf::erf_inv(2.0 * p - 1.0);
    let n = a + b;
    let sd = (a / n * (b / n) / (n + 1.0)).sqrt();
    let skew = 2.0 * (b - a) * (n + 1.0).sqrt() / ((n + 2.0) * a.sqrt() * b.sqrt());
    (a / n + sd * (z + skew * (z * z - 1.0) / 6.0)).clamp(0.0, 1.0)
}

/// The quantile for `p` ≤ ½.
fn lower(p: f64, a: f64, b: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let (mut lo, mut hi) = (0.0, 1.0);
    let mut x = start(p, a, b, ln_beta);
    for _ in 0..200 {
        let off = cdf(x, a, b, ln_beta) - p;
        if off > 0.0 {
            hi = x;
        } else {
            lo = x;
        }
        let ln_density = (a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta;
        let newton = off / ln_density.exp();
        // Halley's correction; it is bounded because far from the root it says little.
        let bend = ((a - 1.0) / x - (b - 1.0) / (1.0 - x)) * newton;
        let mut next = x - newton / (1.0 - 0.5 * bend.clamp(-1.0, 1.0));
        if !(next > lo && next < hi) {
            next = f64::midpoint(lo, hi);
        }
        let step = (next - x).abs();
        x = next;
        if step <= 1e-13 * x.max(1e-3) || hi - lo <= 1e-16 {
            break;
        }
    }
    x
}

/// Where to begin, strictly between 0 and 1.
fn start(p: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    let guess = if a > 1.0 && b > 1.0 {
        // Abramowitz and Stegun 26.5.22.
        let y = rough_normal(p);
        let (s, t) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let h = 2.0 / (s + t);
        let lambda = (y * y - 3.0) / 6.0;
        let w = y * (h + lambda).max(0.0).sqrt() / h - (t - s) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
        a / (a + b * (2.0 * w).exp())
    } else {
        // Near 0 the distribution function is x^a / (a B(a, b)).
        (((p * a).ln() + ln_beta).min(0.0) / a).exp()
    };
    if guess.is_finite() {
        guess.clamp(1e-300, 1.0 - 1e-12)
    } else {
        0.5
    }
}

/// The chance of at most `good` of `of` where each is good with the chance `p`, strictly between 0 and 1: the
/// binomial distribution as an incomplete beta function.
pub fn at_most(good: u32, of: u32, p: f64) -> f64 {
    if good >= of {
        return 1.0;
    }
    let (a, b) = (f64::from(of - good), f64::from(good) + 1.0);
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    cdf(1.0 - p, a, b, ln_beta)
}

/// The share of Beta(a, b) that lies below `x`.
fn cdf(x: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta).exp();
    let share = if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    };
    share.clamp(0.0, 1.0)
}

/// The continued fraction of the incomplete beta function.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 1.0;
    // The number of terms grows with the root of the larger shape; below `NEARLY_NORMAL` that is hundreds.
    while m < 20_000.0 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
        m += 1.0;
    }
    value
}

/// The density of Beta(a, b) at `x`, strictly between 0 and 1.
pub fn density(x: f64, a: f64, b: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - ln_beta).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(p, a, b, scipy.stats.beta.ppf(p, a, b))` of `SciPy` 1.17.
    #[rustfmt::skip]
    #[expect(clippy::unreadable_literal, reason = "copied from another program")]
    const SCIPY: &[(f64, f64, f64, f64)] = &[
        (0.05, 0.5, 5.5, 0.00037399702783767714),
        (0.5, 0.5, 5.5, 0.04234823052707254),
        (0.95, 0.5, 5.5, 0.30574558468894947),
        (0.05, 3.5, 0.5, 0.5559328905389822),
        (0.5, 3.5, 0.5, 0.9326217269725904),
        (0.95, 3.5, 0.5, 0.9993970014577906),
        (0.05, 8.5, 2.5, 0.5475043630373166),
        (0.5, 8.5, 2.5, 0.7896263598351845),
        (0.95, 8.5, 2.5, 0.939786281733811),
        (0.05, 18.5, 2.5, 0.7497733215413618),
        (0.5, 18.5, 2.5, 0.8930316162879637),
        (0.95, 18.5, 2.5, 0.9706657612005122),
        (0.05, 91.5, 9.5, 0.8542228243701058),
        (0.5, 91.5, 9.5, 0.9086177085276049),
        (0.95, 91.5, 9.5, 0.9485107605081713),
        (0.05, 0.5, 1000.5, 1.965576612136093e-06),
        (0.5, 0.5, 1000.5, 0.00022738549453875173),
        (0.95, 0.5, 1000.5, 0.001918406712256031),
        (0.05, 1000.5, 0.5, 0.9980815932877439),
        (0.5, 1000.5, 0.5, 0.9997726145054613),
        (0.95, 1000.5, 0.5, 0.9999980344233879),
        (0.05, 0.05, 0.07, 4.121578672529734e-22),
        (0.5, 0.05, 0.07, 0.039762513315635274),
        (0.95, 0.05, 0.07, 0.999999999999935),
        (0.05, 0.01, 3.0, 1.7711562650562563e-131),
        (0.5, 0.01, 3.0, 1.771156265056217e-31),
        (0.95, 0.01, 3.0, 0.0013327932787613988),
        (0.05, 2.0, 2.0, 0.13535036217158378),
        (0.5, 2.0, 2.0, 0.5),
        (0.95, 2.0, 2.0, 0.8646496378284161),
        (0.05, 1.0, 1.0, 0.05),
        (0.5, 1.0, 1.0, 0.5),
        (0.95, 1.0, 1.0, 0.95),
        (0.05, 1.2, 0.8, 0.1004180523979943),
        (0.5, 1.2, 0.8, 0.6381349223847819),
        (0.95, 1.2, 0.8, 0.9805140161120316),
        (0.05, 5000.5, 200.5, 0.9569605531476081),
        (0.5, 5000.5, 200.5, 0.9615088590793917),
        (0.95, 5000.5, 200.5, 0.9657371547924928),
        (0.05, 60000.5, 59000.5, 0.5018176117291336),
        (0.5, 60000.5, 59000.5, 0.5042016689028355),
        (0.95, 60000.5, 59000.5, 0.506585598707515),
        (0.05, 0.5, 2000000.0, 9.830351224010846e-10),
        (0.5, 0.5, 2000000.0, 1.1373411352893238e-07),
        (0.95, 0.5, 2000000.0, 9.603643640689663e-07),
        (0.05, 99000.0, 120000.0, 0.45030572671496666),
        (0.5, 99000.0, 120000.0, 0.4520546485683636),
        (0.95, 99000.0, 120000.0, 0.45380436018203363),
        (0.05, 200000.0, 300000.0, 0.398860640402001),
        (0.5, 200000.0, 300000.0, 0.3999998666665626),
        (0.95, 200000.0, 300000.0, 0.4011398144100699),
        (0.05, 150000.0, 4000000.0, 0.03599399945690571),
        (0.5, 150000.0, 4000000.0, 0.03614450379834494),
        (0.95, 150000.0, 4000000.0, 0.03629541134644413),
        (0.05, 3.0, 90000.0, 9.085318304300176e-06),
        (0.5, 3.0, 90000.0, 2.9711009757607287e-05),
        (0.95, 3.0, 90000.0, 6.995003860477521e-05),
        (0.05, 30.0, 400.0, 0.050780997412565664),
        (0.5, 30.0, 400.0, 0.06910086222051708),
        (0.95, 30.0, 400.0, 0.09102869322615595),
        (0.05, 1.0001, 70.0, 0.0007327483352735738),
        (0.5, 1.0001, 70.0, 0.009854600498750565),
        (0.95, 1.0001, 70.0, 0.04189596584180044),
    ];

    #[test]
    fn quantiles_agree_with_scipy() {
        for (p, a, b, expected) in SCIPY.iter().copied() {
            let found = quantile(p, a, b);
            assert!(
                (found - expected).abs() < 1e-9,
                "{p} of Beta({a}, {b}): {found}, not {expected}"
            );
        }
    }

    #[test]
    fn densities_agree_with_python() {
        // Worked out with Python's math.lgamma.
        for (x, a, b, expected) in [
            (0.7, 8.5, 2.5, 2.202_165_422_6),
            (0.9, 91.5, 9.5, 12.632_166_065_5),
            (0.5, 0.5, 0.5, std::f64::consts::FRAC_2_PI),
        ] {
            let found = density(x, a, b);
            assert!((found / expected - 1.0).abs() < 1e-6, "{found} is not {expected}");
        }
    }

    /// From Python: `sum(comb(n, i) * p**i * (1 - p)**(n - i) for i in range(k + 1))`.
    #[test]
    fn chances_agree_with_python() {
        for (good, of, p, expected) in [
            (12, 20, 199.0 / 220.0, 0.000_301_848_641_301),
            (0, 1, 0.93, 0.07),
            (0, 2, 0.93, 0.0049),
            (4, 20, 0.245_833, 0.431_840_592_947),
            (20, 20, 0.5, 1.0),
        ] {
            let found = at_most(good, of, p);
            assert!(
                (found - expected).abs() < 1e-12,
                "{good} of {of}: {found}, not {expected}"
            );
        }
    }

    #[test]
    fn every_shape_ends_within_zero_and_one() {
        let shapes = [
            1e-12, 1e-6, 1e-3, 0.1, 0.5, 1.0, 1.5, 30.0, 1e3, 9.9e4, 1.1e5, 1e7, 1e12, 4e15,
        ];
        for a in shapes {
            for b in shapes {
                let (low, high) = (quantile(0.05, a, b), quantile(0.95, a, b));
                assert!(
                    0.0 <= low && low <= high && high <= 1.0,
                    "Beta({a}, {b}): {low} to {high}"
                );
            }
        }
    }
}
