//! Each point of a trend is what the health of that day says.

use std::{fs, path::Path};

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use proptest::prelude::*;
use throughline::{
    file,
    health::{Estimate, Health, Indicator, Moments, Scope, Trend, Trends, change},
    org::{Delivery, Edit, LogEntry, Moment, Org},
};

use crate::refresh::{edit, start};

fn sample(name: &str) -> Org {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample_orgs/{name}.ron"));
    file::read(&fs::read(path).unwrap()).unwrap().org
}

/// Compares all trends of an org with the health of each of their days, measured anew.
fn compare(org: &Org, as_of: Date, days: u16) {
    let health = Health::of(org, as_of, days);
    let trends = Trends::of(org, &health, |_| true).expect("nothing stops it");
    let handoffs = org.handoffs.keys().map(|id| Scope::Handoff(id.clone()));
    let parties = org.parties.keys().map(|id| Scope::Party(id.clone()));
    let all: Vec<(Scope, Trend)> = parties
        .chain([Scope::Org])
        .chain(handoffs)
        .map(|scope| {
            let trend = Trend::of(org, &health, &scope, |_| true).expect("nothing stops it");
            match &scope {
                Scope::Handoff(_) => assert_eq!(trends.get(&scope), None),
                _ => assert!(trends.get(&scope).as_ref() == Some(&trend), "{scope:?}"),
            }
            for indicator in Indicator::ALL {
                if !matches!(scope, Scope::Handoff(_)) {
                    assert_eq!(trends.change(&scope, indicator), trend.change(indicator));
                }
            }
            assert_eq!(trend.points.len(), 53);
            (scope, trend)
        })
        .collect();
    for week in 0..53_usize {
        let back = 7 * (52 - i64::try_from(week).unwrap());
        let then = Health::of(org, as_of.saturating_sub(back.days()), days);
        assert_eq!(health.overall(org, then.as_of()).org, then.org);
        for (scope, trend) in &all {
            let point = &trend.points[week];
            assert_eq!(point.on, then.as_of());
            for indicator in Indicator::ALL {
                let found = (point.estimate(indicator), point.mark(indicator));
                let expected = (then.estimate(scope, indicator), then.mark(scope, indicator));
                assert_eq!(found, expected, "{scope:?} {indicator:?} as of {}", point.on);
            }
            let target = match scope {
                Scope::Org => then.org.target,
                Scope::Party(party) => then.parties[party].target,
                Scope::Handoff(handoff) => Some(then.handoffs[handoff].target),
            };
            assert_eq!(point.target, target);
        }
    }
}

#[test]
fn the_samples_year_is_that_of_each_of_its_days() {
    for days in [30, 90, 365] {
        compare(&sample("harbour_tools"), date(2026, 11, 22), days);
        compare(&sample("payroll"), date(2026, 11, 22), days);
    }
    // So that the comparison above is one of figures: a year ago there was less than there is now.
    let org = sample("harbour_tools");
    let health = Health::of(&org, date(2026, 11, 22), 90);
    let trend = Trend::of(&org, &health, &Scope::Org, |_| true).unwrap();
    let measured = trend.points.iter().filter(|point| point.reliability.is_some()).count();
    assert!(measured > 12, "{measured} weeks measured");
}

#[test]
fn absurd_days_and_windows_have_a_year_too() {
    let org = sample("payroll");
    for day in [Date::MIN, Date::MAX, date(0, 3, 1)] {
        for days in [0, 1, u16::MAX] {
            compare(&org, day, days);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_year_is_that_of_each_of_its_days(
        edits in proptest::collection::vec(edit(), 1..60),
        days in prop::sample::select(vec![0_u16, 1, 7, 30, 90, 365]),
    ) {
        let mut org = start();
        for edit in edits {
            let _ = org.apply(edit);
        }
        // Months of check-ins, which are not all as long, and a handoff of a party with itself and with nobody.
        let ids: Vec<_> = org.handoffs.keys().cloned().collect();
        for (number, id) in ids.iter().enumerate() {
            let mut handoff = (*org.handoffs[id]).clone();
            if number % 3 == 1 {
                handoff.check_in_every = "1 month".parse().ok();
                handoff.agreed = Some(date(2025, 12, 31));
            } else if number == 2 {
                handoff.customer = handoff.provider.clone();
            } else if number == 3 {
                handoff.customer = "ghost".into();
            }
            org.handoffs.insert(id.clone(), handoff.into());
        }
        compare(&org, date(2026, 7, 21), days);
    }
}

/// It asks often enough, counts up to all of it, and stops when told.
#[test]
fn a_trend_stops_when_told() {
    let org = sample("harbour_tools");
    let health = Health::of(&org, date(2026, 11, 22), 90);
    let mut shares = Vec::new();
    assert!(
        Trends::of(&org, &health, |share| {
            shares.push(share);
            true
        })
        .is_some()
    );
    assert!(shares.is_sorted() && shares[0] == 0.0 && shares.iter().all(|share| *share <= 1.0));
    assert!(shares.len() > 1, "{shares:?}");
    let mut left = shares.len();
    let stops = |_: f32| {
        left -= 1;
        left > 0
    };
    assert_eq!(Trends::of(&org, &health, stops), None);
    assert_eq!(left, 0, "it is not asked again");
    assert_eq!(Trend::of(&org, &health, &Scope::Org, |_| false), None);
}

#[test]
fn what_is_not_there_has_no_trend() {
    let org = sample("payroll");
    let health = Health::of(&org, date(2026, 11, 22), 90);
    for scope in [Scope::Party("nobody".into()), Scope::Handoff("nothing".into())] {
        assert_eq!(Trend::of(&org, &health, &scope, |_| true), None);
    }
    let empty = Org::default();
    let trend = Trend::of(&empty, &Health::of(&empty, date(2026, 11, 22), 90), &Scope::Org, |_| {
        true
    })
    .unwrap();
    assert!(
        trend
            .points
            .iter()
            .all(|point| point.mark(Indicator::Reliability).is_none())
    );
    assert_eq!(trend.change(Indicator::Reliability), None);
}

/// Variances 0.0004 and 0.0005 leave 1.645 · √0.0009 = 0.04935 open.
#[test]
fn a_change_is_one_beyond_what_the_ranges_leave_open() {
    let estimate = |mean, variance, coverage| Estimate::new(Moments { mean, variance }, 10, coverage);
    let now = estimate(0.80, 0.0004, 1.0);
    for (then, expected) in [
        (estimate(0.70, 0.0005, 1.0), Some(10)),
        (estimate(0.7507, 0.0005, 1.0), Some(0)),
        (estimate(0.7506, 0.0005, 1.0), Some(5)),
        (estimate(0.93, 0.0005, 1.0), Some(-13)),
        (estimate(0.70, 0.0005, 0.7), Some(10)),
        (estimate(0.70, 0.0005, 0.69), None),
    ] {
        assert_eq!(change(&now, &then), expected, "{then:?}");
    }
}

/// Twenty of twenty in the last 30 days, mean 20.5/21 = 0.976; none of twenty in those 13 weeks before, 0.5/21 = 0.024;
/// all of twenty again a week before those.
#[test]
fn the_change_of_a_trend_is_that_of_a_quarter() {
    let mut org = start();
    let today = date(2026, 6, 30);
    let weeks_ago = |weeks: i64| today.saturating_sub((7 * weeks).days());
    for number in 0..20 {
        for (weeks, right) in [(0, true), (13, false), (18, true)] {
            let day = Moment::day(weeks_ago(weeks));
            let delivery = LogEntry::Delivery(Delivery {
                handoff: "handoff0".into(),
                asked: None,
                due: day,
                delivered: Some(day),
                right_first_time: Some(right),
                flaw: None,
                note: String::new(),
            });
            org.apply(Edit::PutLog(format!("{weeks}-{number}").as_str().into(), delivery))
                .unwrap();
        }
    }
    let health = Health::of(&org, today, 30);
    let scope = Scope::Handoff("handoff0".into());
    let trend = Trend::of(&org, &health, &scope, |_| true).unwrap();
    assert_eq!(trend.change(Indicator::Reliability), Some(96));
    // Half the handoff's weight of the org was measured at neither time, so its figures can be compared.
    let trends = Trends::of(&org, &health, |_| true).unwrap();
    assert_eq!(trends.change(&Scope::Org, Indicator::Reliability), Some(96));
    // Alignment stands on the promise alone, which is as it was.
    assert_eq!(trend.change(Indicator::Alignment), Some(0));
    assert_eq!(trend.change(Indicator::Communication), None);
}
