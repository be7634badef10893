//! The control chart against numbers worked out elsewhere.
//!
//! Limits are from Python: `p = sum(k) / sum(n); reach = 3 * sqrt(p * (1 - p) / n)`, cut to 0 and 1.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use throughline::{
    health::{ControlChart, Health, Scope, Share, Side, Signal},
    org::{Delivery, Edit, Handoff, LogEntry, Org, Party, Span},
};

const AS_OF: Date = Date::constant(2026, 11, 22);

/// A chart of these weeks, the last of which ends on 22 November 2026.
fn chart(share: Share, weeks: &[(u32, u32)]) -> ControlChart {
    let back = (0..weeks.len()).rev().map(|back| 7 * i64::try_from(back).unwrap());
    let ends = back.map(|days| AS_OF.saturating_sub(days.days()));
    ControlChart::from_counts(share, ends.zip(weeks).map(|(ends, (kept, of))| (ends, *kept, *of)))
}

fn signals(chart: &ControlChart) -> Vec<(usize, Signal)> {
    let weeks = chart.weeks.iter().enumerate();
    weeks.filter_map(|(at, week)| Some((at, week.signal?))).collect()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("it has a limit");
    assert!((found - expected).abs() < 5e-6, "{found}, not {expected}");
}

/// 199 of 220 is 0.904545; the limits are 0.70743 for 20, 0.62578 for 10, 0.76516 for 40, and 1 above. 12 of 20 is
/// below; 17 of 20 is not.
#[test]
fn a_week_beyond_its_limits_stands_out() {
    let weeks = [
        (19, 20),
        (18, 20),
        (20, 20),
        (9, 10),
        (19, 20),
        (12, 20),
        (38, 40),
        (18, 20),
        (0, 0),
        (19, 20),
        (10, 10),
        (17, 20),
    ];
    let chart = chart(Share::OnTime, &weeks);
    near(chart.centre, 0.904_545);
    for (week, low) in [
        (0, 0.707_43),
        (3, 0.625_78),
        (5, 0.707_43),
        (6, 0.765_16),
        (10, 0.625_78),
    ] {
        near(chart.weeks[week].low, low);
        assert_eq!(chart.weeks[week].high, Some(1.0));
    }
    assert_eq!((chart.weeks[8].low, chart.weeks[8].share()), (None, None), "a gap");
    assert_eq!(signals(&chart), [(5, Signal::Outside(Side::Below))]);
    assert_eq!(
        chart.words(),
        ["Week ending 11 Oct 2026: 12 of 20 on time, fewer than ordinary variation explains (71 to 100)."]
    );
}

/// 59 of 240 is 0.245833; the limits for 20 are 0 (0.245833 − 0.288842, cut) and 0.534675.
#[test]
fn more_than_ordinary_stands_out_too() {
    let mut weeks = vec![(4, 20); 12];
    weeks[11] = (15, 20);
    let chart = chart(Share::Kept, &weeks);
    assert_eq!(chart.weeks[0].low, Some(0.0));
    near(chart.weeks[0].high, 0.534_675);
    // Eleven weeks of 0.2 are below the average, all because of that one week: the eighth to the eleventh.
    assert_eq!(
        signals(&chart),
        [
            (7, Signal::Run(Side::Below)),
            (8, Signal::Run(Side::Below)),
            (9, Signal::Run(Side::Below)),
            (10, Signal::Run(Side::Below)),
            (11, Signal::Outside(Side::Above))
        ]
    );
    assert_eq!(
        chart.words(),
        [
            "Eleven weeks in a row below the average, from the week ending 6 Sep 2026 to the one ending 15 Nov 2026: \
             something changed.",
            "Week ending 22 Nov 2026: 15 of 20 kept, more than ordinary variation explains (0 to 53)."
        ]
    );
}

/// The average is 315 of 420, exactly ¾: nine weeks above it, one on it, eight below, one on it, one to each side.
/// The limits are 0.45953 and 1.
#[test]
fn eight_weeks_on_one_side_are_a_run_and_the_average_ends_it() {
    let mut weeks = vec![(16, 20); 9];
    weeks.push((15, 20));
    weeks.extend([(14, 20); 8]);
    weeks.extend([(15, 20), (16, 20), (13, 20)]);
    let eight = chart(Share::Kept, &weeks);
    assert_eq!(eight.centre, Some(0.75));
    let expected = [
        (7, Signal::Run(Side::Above)),
        (8, Signal::Run(Side::Above)),
        (17, Signal::Run(Side::Below)),
    ];
    assert_eq!(signals(&eight), expected);
    assert_eq!(
        eight.words(),
        [
            "Eight weeks in a row below the average, from the week ending 13 Sep 2026 to the one ending 1 Nov 2026: \
             something changed.",
            "Nine weeks in a row above the average, from the week ending 5 Jul 2026 to the one ending 30 Aug 2026: \
             something changed."
        ]
    );
    // A week without deliveries does not end a run, and is not one of it.
    weeks.insert(4, (0, 0));
    let gap = chart(Share::Kept, &weeks);
    assert_eq!(
        signals(&gap),
        [
            (8, Signal::Run(Side::Above)),
            (9, Signal::Run(Side::Above)),
            (18, Signal::Run(Side::Below))
        ]
    );
    assert_eq!(
        gap.words()[1],
        "Nine weeks with deliveries in a row above the average, from the week ending 28 Jun 2026 to the one ending \
         30 Aug 2026: something changed."
    );
    // Two swapped weeks leave six, one on the other side, and so on: no eight in a row.
    weeks.remove(4);
    weeks.swap(4, 12);
    assert_eq!(chart(Share::Kept, &weeks).runs, []);
    assert_eq!(
        chart(Share::Kept, &weeks).words(),
        ["Ordinary variation: no week stands out. To do better, change the process, not a week."]
    );
}

#[test]
fn too_little_is_no_signal() {
    for (weeks, words) in [
        (vec![], "No delivery was due in the year: there is nothing to chart."),
        (
            vec![(0, 0); 52],
            "No delivery was due in the year: there is nothing to chart.",
        ),
        (
            // Without the rule, 0 of 20 would be far below: the average is 0.857 and the limit 0.62.
            vec![
                (20, 20),
                (20, 20),
                (20, 20),
                (0, 0),
                (0, 20),
                (20, 20),
                (20, 20),
                (20, 20),
            ],
            "Too little to tell: 140 deliveries in 7 weeks. It takes 8 weeks to know what is ordinary.",
        ),
        (
            vec![(1, 1)],
            "Too little to tell: 1 delivery in 1 week. It takes 8 weeks to know what is ordinary.",
        ),
        (
            vec![(5, 5); 9],
            "All of 45 deliveries were right first time: every week is the same, so no week stands out.",
        ),
        (
            vec![(0, 5); 9],
            "None of 45 deliveries was right first time: every week is the same, so no week stands out.",
        ),
    ] {
        let chart = chart(Share::RightFirstTime, &weeks);
        assert!(
            !chart.tells() && !chart.has_signals() && chart.runs.is_empty(),
            "{words}"
        );
        assert!(chart.weeks.iter().all(|week| week.low.is_none()), "{words}");
        assert_eq!(chart.words(), [words]);
    }
}

/// One late delivery of one is beyond the limits (0.9 − 0.9 is 0; for two 0.9 − 0.636 is 0.264), but two late ones come
/// about once in a hundred such weeks, and the eight weeks with one delivery each in time are above the average by
/// nothing but their number: 0.9 to the power of 8 is 0.43.
#[test]
fn a_week_of_few_deliveries_is_no_signal() {
    let mut weeks = vec![(1, 1); 8];
    weeks.extend([
        (0, 2),
        (17, 19),
        (18, 19),
        (18, 19),
        (18, 20),
        (18, 20),
        (18, 20),
        (18, 19),
    ]);
    let chart = chart(Share::OnTime, &weeks);
    assert!(
        chart.weeks[8].low.is_some_and(|low| low > 0.2),
        "it is outside its limits"
    );
    assert_eq!(signals(&chart), []);
    assert_eq!(
        chart.words(),
        ["Ordinary variation: no week stands out. To do better, change the process, not a week."]
    );
}

/// Absurd counts give numbers, not a crash.
#[test]
fn absurd_counts_are_charted() {
    let chart = chart(Share::Kept, &[(u32::MAX, u32::MAX), (7, 3), (0, u32::MAX)].repeat(4));
    assert!(chart.tells());
    assert_eq!(signals(&chart).len(), 8);
}

fn put(org: &mut Org, id: &str, handoff: &str, days_back: i64, change: impl FnOnce(&mut Delivery)) {
    let due = AS_OF.saturating_sub(days_back.days());
    let mut delivery = Delivery {
        handoff: handoff.into(),
        asked: None,
        due: due.to_string().parse().unwrap(),
        delivered: Some(due.to_string().parse().unwrap()),
        right_first_time: Some(true),
        flaw: None,
        note: String::new(),
    };
    change(&mut delivery);
    org.apply(Edit::PutLog(id.into(), LogEntry::Delivery(delivery)))
        .unwrap();
}

/// Sales serves production, which serves sales.
fn org() -> Org {
    let mut org = Org::named("Test");
    for id in ["sales", "production"] {
        let party = Party {
            name: id.to_owned(),
            ..Party::default()
        };
        org.apply(Edit::PutParty(id.into(), party)).unwrap();
    }
    for (id, provider, customer) in [("orders", "sales", "production"), ("goods", "production", "sales")] {
        let mut handoff = Handoff::between(provider.into(), customer.into());
        handoff.notice = Some(Span::days(2));
        org.apply(Edit::PutHandoff(id.into(), handoff)).unwrap();
    }
    org
}

/// The last week is 16 to 22 November 2026, the one before 9 to 15, the first 24 to 30 November 2025.
#[test]
fn a_delivery_counts_in_the_week_in_which_it_was_due_as_known_today() {
    let mut org = org();
    let day = |text: &str| text.parse().unwrap();
    // The last week: kept; late; wrong; open and overdue; delivered after today, so overdue as well; left out
    // because asked too late; left out because not due before the end of today.
    put(&mut org, "a", "orders", 6, |_| {});
    put(&mut org, "b", "orders", 5, |d| d.delivered = Some(day("2026-11-18")));
    put(&mut org, "c", "orders", 4, |d| d.right_first_time = Some(false));
    put(&mut org, "d", "orders", 3, |d| d.delivered = None);
    put(&mut org, "e", "orders", 2, |d| d.delivered = Some(day("2026-11-23")));
    put(&mut org, "f", "orders", 1, |d| d.asked = Some(day("2026-11-20")));
    put(&mut org, "g", "orders", 0, |d| d.delivered = None);
    // The week before, to its last minute.
    put(&mut org, "h", "orders", 7, |d| d.due = day("2026-11-15T23:59"));
    // The first week, and a day before it.
    put(&mut org, "i", "orders", 363, |_| {});
    put(&mut org, "j", "orders", 364, |_| {});
    // Due tomorrow.
    put(&mut org, "k", "orders", -1, |_| {});
    // The other handoff, in the last week.
    put(&mut org, "l", "goods", 0, |_| {});
    // Of a handoff that does not exist.
    let mut lost = (*org.log["l"]).clone();
    if let LogEntry::Delivery(delivery) = &mut lost {
        delivery.handoff = "nothing".into();
    }
    org.log.insert("m".into(), lost.into());
    let health = Health::of(&org, AS_OF, 30);
    let orders = || Scope::Handoff("orders".into());
    for (scope, share, last, before, first) in [
        (orders(), Share::Kept, (1, 5), (0, 1), (1, 1)),
        (orders(), Share::OnTime, (2, 5), (0, 1), (1, 1)),
        (orders(), Share::RightFirstTime, (2, 3), (1, 1), (1, 1)),
        (Scope::Party("sales".into()), Share::Kept, (1, 5), (0, 1), (1, 1)),
        (Scope::Party("production".into()), Share::Kept, (1, 1), (0, 0), (0, 0)),
        (Scope::Org, Share::Kept, (2, 6), (0, 1), (1, 1)),
        (Scope::Party("nobody".into()), Share::Kept, (0, 0), (0, 0), (0, 0)),
        (Scope::Handoff("nothing".into()), Share::Kept, (0, 0), (0, 0), (0, 0)),
    ] {
        let chart = ControlChart::of(&org, &health, &scope, share);
        let at = |week: usize| (chart.weeks[week].kept, chart.weeks[week].of);
        assert_eq!(chart.weeks.len(), 52);
        assert_eq!((at(51), at(50), at(0)), (last, before, first), "{scope:?} {share:?}");
        assert_eq!(chart.weeks[51].ends, AS_OF);
        assert_eq!(chart.weeks[0].ends, date(2025, 11, 30));
        let all: u32 = chart.weeks.iter().map(|week| week.of).sum();
        assert_eq!(all, last.1 + before.1 + first.1);
    }
}

#[test]
fn the_ends_of_the_calendar_are_charted() {
    let org = org();
    for day in [Date::MIN, Date::MAX, Date::ZERO] {
        let chart = ControlChart::of(&org, &Health::of(&org, day, 90), &Scope::Org, Share::Kept);
        assert_eq!(chart.weeks.len(), 52);
        assert!(!chart.has_signals());
    }
}
