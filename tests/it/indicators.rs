//! The indicators against numbers worked out elsewhere.
//!
//! The tables of the estimates and the numbers marked "from Python" were computed with `SciPy` 1.17,
//! `scipy.stats.beta.ppf` for the ranges and the plain formulas for means and variances, with none
//! of this program's code. The cases without such a mark are counted by hand.

use jiff::civil::{Date, date};
use throughline::{
    health::{Check, Estimate, Health, Indicator, PartKind, ProofOf, Scope, explain, reliability::Deliveries, words},
    org::{
        Cadence, Cause, CheckIn, Clarification, Counts, Delivery, Edit, Flaw, Goal, Handoff, HandoffId, Importance,
        Letter, Letters, LogEntry, Moment, Org, Party, PartyKind, Pulse, Question, Role, Span, Unit,
    },
};

const AS_OF: Date = Date::constant(2026, 6, 30);

pub fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 5e-6, "{found}, not {expected}");
}

/// Mean, variance and range.
pub fn check(estimate: Option<&Estimate>, expected: [f64; 4]) {
    let e = estimate.expect("it is measured");
    let found = [e.mean, e.variance, e.low, e.high];
    for (found, expected) in found.into_iter().zip(expected) {
        near(found, expected);
    }
}

/// Sales delivers orders to production, which delivers goods to a paying buyer.
fn org() -> Org {
    let mut org = Org::named("Test");
    for (id, kind) in [
        ("sales", PartyKind::Department),
        ("production", PartyKind::Team),
        ("buyer", PartyKind::Customer),
    ] {
        let party = Party {
            name: id.to_owned(),
            kind,
            ..Party::default()
        };
        org.apply(Edit::PutParty(id.into(), party)).unwrap();
    }
    put(
        &mut org,
        "orders",
        Handoff::between("sales".into(), "production".into()),
    );
    put(&mut org, "goods", Handoff::between("production".into(), "buyer".into()));
    org
}

fn put(org: &mut Org, id: &str, handoff: Handoff) {
    org.apply(Edit::PutHandoff(id.into(), handoff)).unwrap();
}

/// Changes the handoff "orders".
fn orders(org: &mut Org, change: impl FnOnce(&mut Handoff)) {
    let mut handoff = (*org.handoffs["orders"]).clone();
    change(&mut handoff);
    put(org, "orders", handoff);
}

fn log(org: &mut Org, entry: LogEntry) {
    let id = org.new_log_id(entry.date(), 1);
    org.apply(Edit::PutLog(id, entry)).unwrap();
}

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

/// A delivery of orders, its moments as text; "" is none.
fn delivery(asked: &str, due: &str, delivered: &str, right: Option<bool>) -> LogEntry {
    let some = |text: &str| (!text.is_empty()).then(|| at(text));
    LogEntry::Delivery(Delivery {
        handoff: "orders".into(),
        asked: some(asked),
        due: at(due),
        delivered: some(delivered),
        right_first_time: right,
        flaw: None,
        note: String::new(),
    })
}

fn question(asked: &str, answered: &str) -> LogEntry {
    LogEntry::Clarification(Clarification {
        handoff: "orders".into(),
        by: "production".into(),
        asked: at(asked),
        answered: (!answered.is_empty()).then(|| at(answered)),
        note: String::new(),
    })
}

fn meeting(on: Date) -> LogEntry {
    LogEntry::CheckIn(CheckIn {
        handoff: "orders".into(),
        on,
        by: None,
        note: String::new(),
    })
}

pub const A: Counts = [4, 3, 1, 1, 0];
pub const B: Counts = [0, 1, 3, 4, 1];

/// A round in which all questions got the same answers.
fn round(rater: &str, about: &str, on: Date, counts: Counts) -> Pulse {
    Pulse {
        rater: rater.into(),
        rated: about.into(),
        on,
        frequent: counts,
        timely: counts,
        accurate: counts,
        problem_solving: counts,
        shared_goals: counts,
        shared_knowledge: counts,
        respect: counts,
        note: String::new(),
    }
}

fn pulse(org: &mut Org, pulse: Pulse) {
    let id = org.new_pulse_id(pulse.on, 1);
    org.apply(Edit::PutPulse(id, pulse)).unwrap();
}

fn health(org: &Org) -> Health {
    Health::of(org, AS_OF, 90)
}

fn deliveries(org: &Org) -> Deliveries {
    health(org).handoffs["orders"].deliveries
}

/// Good and all of a part of the handoff "orders".
fn part(health: &Health, indicator: Indicator, kind: PartKind) -> (u32, u32) {
    let part = health.handoffs["orders"].measure(indicator).part(kind).unwrap();
    assert_eq!(
        part.moments.is_some(),
        part.of > 0,
        "a part has data when it counts something"
    );
    (part.good, part.of)
}

// ---- Reliability

#[test]
fn the_window_begins_after_the_end_of_its_first_day_back() {
    let mut org = org();
    // 90 days back from 30 June is 1 April: its last instant is outside, what follows is inside.
    log(&mut org, delivery("", "2026-04-01", "2026-04-01", Some(true)));
    log(&mut org, delivery("", "2026-04-01T12:00", "2026-04-01", Some(true)));
    assert_eq!(deliveries(&org).counted, 0);
    log(
        &mut org,
        delivery("", "2026-04-02T00:00", "2026-04-02T00:00", Some(true)),
    );
    assert_eq!(deliveries(&org).kept, 1);
    log(&mut org, delivery("", "2026-06-30", "2026-06-30", Some(true)));
    assert_eq!(deliveries(&org).kept, 2);
    log(&mut org, delivery("", "2026-07-01T00:00", "2026-06-29", Some(true)));
    assert_eq!(deliveries(&org).counted, 2);
    assert_eq!(Health::of(&org, AS_OF, 30).handoffs["orders"].deliveries.counted, 1);
}

#[test]
fn a_delivery_is_kept_when_in_time_and_right() {
    let mut org = org();
    log(&mut org, delivery("", "2026-05-04", "2026-05-04T23:59", Some(true)));
    log(&mut org, delivery("", "2026-05-05T12:00", "2026-05-05", Some(true))); // a date alone is the day's end: late
    log(&mut org, delivery("", "2026-05-06", "2026-05-06", Some(false)));
    log(&mut org, delivery("", "2026-05-07", "2026-05-08", Some(false)));
    log(&mut org, delivery("", "2026-05-11", "2026-05-11", None)); // silent
    log(&mut org, delivery("", "2026-05-12", "", None)); // overdue
    log(&mut org, delivery("", "2026-06-30", "", None)); // due by the end of today
    let flaw = Flaw {
        cause: Cause::Tool,
        cost: None,
        note: String::new(),
    };
    for word in [None, Some(true)] {
        let LogEntry::Delivery(mut flawed) = delivery("", "2026-05-13", "2026-05-13", word) else {
            unreachable!()
        };
        flawed.flaw = Some(flaw.clone());
        log(&mut org, LogEntry::Delivery(flawed));
    }
    let health = health(&org);
    let orders = &health.handoffs["orders"];
    let expected = Deliveries {
        counted: 8,
        kept: 2,
        in_time: 5,
        delivered: 7,
        right: 3,
        silent: 1,
        overdue: 1,
        not_yet_due: 1,
        short_notice: 0,
        asked: 0,
    };
    assert_eq!(orders.deliveries, expected);
    assert_eq!(orders.reliability.estimate, Estimate::share_kept(2, 8));
    assert_eq!(orders.on_time(), Estimate::share_kept(5, 8));
    assert_eq!(orders.right_first_time(), Estimate::share_kept(3, 7));
    assert_eq!(orders.notice_kept(), None);
    let why = explain(&org, &health, &Scope::Handoff("orders".into()), Indicator::Reliability);
    assert!(
        why.notes
            .iter()
            .any(|note| note.starts_with("1 delivery without a word")),
        "{why:?}"
    );
}

#[test]
fn the_past_is_seen_as_it_was_known_then() {
    let mut org = org();
    log(&mut org, delivery("", "2026-05-04T12:00", "2026-05-06", Some(true)));
    log(&mut org, delivery("", "2026-05-05", "2026-05-05", Some(true)));
    orders(&mut org, |h| h.answer_within = Some(Span::days(1)));
    log(&mut org, question("2026-05-02", "2026-05-05"));
    let on = |day| {
        let health = Health::of(&org, day, 90);
        let counts = health.handoffs["orders"].deliveries;
        let answers = part(&health, Indicator::Communication, PartKind::Clarifications);
        (counts.kept, counts.counted, counts.overdue, answers)
    };
    assert_eq!(on(date(2026, 5, 1)), (0, 0, 0, (0, 0)));
    assert_eq!(on(date(2026, 5, 3)), (0, 0, 0, (0, 0))); // the answer is due by the end of the day
    assert_eq!(on(date(2026, 5, 4)), (0, 1, 1, (0, 1)));
    assert_eq!(on(date(2026, 5, 5)), (1, 2, 1, (0, 1)));
    assert_eq!(on(date(2026, 5, 6)), (1, 2, 0, (0, 1)));
}

#[test]
fn short_notice_is_the_customers_and_not_the_providers() {
    let mut org = org();
    orders(&mut org, |h| h.notice = Some(Span::days(3)));
    log(&mut org, delivery("2026-05-01", "2026-05-04", "2026-05-04", Some(true)));
    log(&mut org, delivery("2026-05-02", "2026-05-04", "2026-05-09", Some(true)));
    log(
        &mut org,
        delivery("2026-05-01T09:00", "2026-05-04T09:00", "2026-05-04", Some(true)),
    ); // late
    log(
        &mut org,
        delivery("2026-05-01T09:01", "2026-05-04T09:00", "2026-05-04T08:00", Some(true)),
    );
    log(&mut org, delivery("2026-05-01T17:00", "2026-05-04", "", None));
    log(&mut org, delivery("2026-05-01", "2026-05-04T08:00", "", None)); // days are compared
    log(&mut org, delivery("", "2026-05-04", "2026-05-04", Some(true)));
    let health = health(&org);
    let counts = health.handoffs["orders"].deliveries;
    assert_eq!(
        (counts.asked, counts.short_notice, counts.counted, counts.kept),
        (6, 2, 5, 2)
    );
    assert_eq!(health.handoffs["orders"].notice_kept(), Estimate::share_kept(4, 6));
}

// ---- Communication

#[test]
fn clarifications_are_answered_in_time_late_or_left_out() {
    let mut org = org();
    log(&mut org, question("2026-05-04", "2026-05-05"));
    assert_eq!(
        part(&health(&org), Indicator::Communication, PartKind::Clarifications),
        (0, 0)
    );
    orders(&mut org, |h| h.answer_within = Some(Span::days(2)));
    log(&mut org, question("2026-05-04", "2026-05-06")); // by the end of that day
    log(&mut org, question("2026-05-04T09:00", "2026-05-06T09:01")); // a minute late
    log(&mut org, question("2026-06-27", "")); // was due by the end of 29 June
    log(&mut org, question("2026-06-28", "")); // is due by the end of today
    log(&mut org, question("2026-04-01", "")); // before the window
    assert_eq!(
        part(&health(&org), Indicator::Communication, PartKind::Clarifications),
        (2, 4)
    );
    orders(&mut org, |h| h.answer_within = Some(Span::new(1, Unit::Months)));
    assert_eq!(
        part(&health(&org), Indicator::Communication, PartKind::Clarifications),
        (3, 3)
    );
}

#[test]
fn check_ins_are_counted_by_whole_intervals_from_the_agreement() {
    let mut org = org();
    let held = |org: &Org| part(&health(org), Indicator::Communication, PartKind::CheckIns);
    orders(&mut org, |h| h.check_in_every = Some(Span::new(2, Unit::Weeks)));
    assert_eq!(held(&org), (0, 0), "not agreed");
    // Whole intervals between 2 April and 30 June: from 8 and 22 April, 6 and 20 May, 3 June to 16 June.
    // The next one, to 30 June, is whole too.
    orders(&mut org, |h| h.agreed = Some(date(2026, 3, 25)));
    assert_eq!(held(&org), (0, 6));
    log(&mut org, meeting(date(2026, 4, 7))); // in an interval that began before the window
    assert_eq!(held(&org), (0, 6));
    log(&mut org, meeting(date(2026, 4, 8)));
    log(&mut org, meeting(date(2026, 4, 21)));
    assert_eq!(held(&org), (1, 6));
    log(&mut org, meeting(date(2026, 6, 30)));
    log(&mut org, meeting(date(2026, 7, 1)));
    assert_eq!(held(&org), (2, 6));
    orders(&mut org, |h| h.agreed = Some(date(2026, 3, 26)));
    assert_eq!(held(&org).1, 5);
    // From the end of January by months: 31 March is before the window; 30 April to 31 May, 31 May to 30 June.
    let agree = |org: &mut Org, day: Date, every: Span| {
        orders(org, Handoff::forget_agreement);
        orders(org, |h| {
            h.agreed = Some(day);
            h.check_in_every = Some(every);
        });
    };
    agree(&mut org, date(2026, 1, 31), Span::new(1, Unit::Months));
    assert_eq!(held(&org).1, 2);
    // Longer than the window, agreed later than today, agreed long ago, of no length, of hours.
    for (agreed, every, expected) in [
        (date(2026, 4, 2), Span::days(91), 0),
        (date(2026, 4, 2), Span::days(90), 1),
        (date(2026, 7, 2), Span::days(7), 0),
        (date(1, 1, 1), Span::new(1, Unit::Months), 2),
        (date(2026, 4, 2), Span::days(0), 0),
        (date(2026, 6, 26), Span::new(36, Unit::Hours), 2),
        (date(2026, 4, 2), Span::new(u16::MAX, Unit::Months), 0),
    ] {
        agree(&mut org, agreed, every);
        assert_eq!(held(&org).1, expected, "every {every} from {agreed}");
    }
}

#[test]
fn ballots_of_one_direction_stand_alone_and_of_two_are_averaged() {
    let mut org = org();
    let mut first = round("production", "sales", date(2026, 5, 1), A);
    first.timely = B;
    first.problem_solving = B;
    first.shared_knowledge = B;
    pulse(&mut org, first);
    let ballots = |health: &Health, indicator: Indicator| {
        let part = health.handoffs["orders"].measure(indicator).parts().next().unwrap();
        (part.moments.unwrap(), part.of)
    };
    // From Python: two questions of each kind, fully correlated.
    let (found, of) = ballots(&health(&org), Indicator::Communication);
    near(found.mean, 0.445_652);
    near(found.variance, 0.006_076_3);
    assert_eq!(of, 9);
    let estimate = health(&org).handoffs["orders"].communication.estimate.unwrap();
    near(estimate.coverage, 0.5);
    pulse(&mut org, round("sales", "production", date(2026, 5, 1), B));
    let (found, of) = ballots(&health(&org), Indicator::Communication);
    near(found.mean, 0.527_174);
    near(found.variance, 0.002_804_5);
    assert_eq!(of, 18);
    // A question nobody answered is left out.
    let mut silent = round("sales", "production", date(2026, 5, 2), B);
    silent.frequent = [0; 5];
    silent.respect = [0; 5];
    pulse(&mut org, silent);
    let (again, _) = ballots(&health(&org), Indicator::Communication);
    near(again.mean, found.mean);
}

#[test]
fn the_newest_pulse_counts_for_a_year_and_only_above_the_floor() {
    let mut org = org();
    let mean = |org: &Org| {
        let health = health(org);
        let part = health.handoffs["orders"].communication.parts().next().unwrap();
        part.moments.map(|moments| (moments.mean * 1e5).round() / 1e5)
    };
    pulse(&mut org, round("production", "sales", date(2025, 6, 29), A)); // 366 days old
    assert_eq!(mean(&org), None);
    pulse(&mut org, round("production", "sales", date(2025, 6, 30), A)); // 365 days old
    assert_eq!(mean(&org), Some(0.28261));
    pulse(&mut org, round("production", "sales", date(2026, 1, 1), B));
    assert_eq!(mean(&org), Some(0.60870));
    pulse(&mut org, round("production", "sales", date(2026, 7, 1), A)); // not yet
    assert_eq!(mean(&org), Some(0.60870));
    pulse(&mut org, round("buyer", "sales", date(2026, 6, 1), A)); // somebody else
    assert_eq!(mean(&org), Some(0.60870));
    // Nine ballots are fewer than ten, even if most questions got more; then nothing is shown.
    let mut settings = org.settings.clone();
    settings.anonymity_floor = 10;
    org.apply(Edit::Settings(settings)).unwrap();
    assert_eq!(mean(&org), None);
    pulse(&mut org, round("production", "sales", date(2026, 1, 1), [2; 5]));
    assert_eq!(mean(&org), Some(0.5));
    let mut round = round("production", "sales", date(2026, 1, 2), [0, 0, 0, 0, 10]);
    round.respect = B;
    let id = org.new_pulse_id(round.on, 1);
    org.pulses.insert(id, round.into()); // as a file may hold it
    assert_eq!(
        mean(&org),
        Some(0.5),
        "a newer round below the floor does not hide an older one"
    );
}

#[test]
fn communication_puts_its_parts_together() {
    let mut org = org();
    orders(&mut org, |h| {
        h.agreed = Some(date(2026, 4, 2));
        h.check_in_every = Some(Span::days(20));
        h.answer_within = Some(Span::days(2));
    });
    let mut first = round("production", "sales", date(2026, 5, 1), A);
    first.timely = B;
    first.problem_solving = B;
    pulse(&mut org, first);
    pulse(&mut org, round("sales", "production", date(2026, 5, 1), B));
    for answered in ["2026-05-05", "2026-05-06", "2026-05-07"] {
        log(&mut org, question("2026-05-04", answered));
    }
    log(&mut org, meeting(date(2026, 4, 2)));
    log(&mut org, meeting(date(2026, 6, 1)));
    let health = health(&org);
    let found = health.handoffs["orders"].communication.estimate;
    // From Python: both directions as above, 2 of 3, 2 of 4.
    check(found.as_ref(), [0.551_087, 0.006_586_5, 0.415_781, 0.683_170]);
    assert_eq!(found.map(|e| e.n), Some(18 + 3 + 4));
    let scope = Scope::Handoff("orders".into());
    let line = words::evidence(&health, &scope, Indicator::Communication);
    assert_eq!(line, "18 ballots, 3 clarification requests, 4 check-ins due");
    let why = explain(&org, &health, &scope, Indicator::Communication);
    assert_eq!(why.value, "55, likely 42 to 68");
    let details: Vec<_> = why.rows.iter().map(|row| row.detail.as_str()).collect();
    let expected = [
        "18 ballots from both sides",
        "2 of 3 questions answered in time",
        "2 of 4 check-ins held",
    ];
    assert_eq!(details, expected);
    let pulses = why
        .evidence
        .iter()
        .filter(|proof| matches!(proof.of, ProofOf::Pulse(_)));
    assert_eq!((pulses.count(), why.evidence.len()), (2, 7));
}

// ---- Alignment

#[test]
fn a_clear_promise_passes_six_checks() {
    let mut org = org();
    for role in ["lead", "clerk"] {
        org.apply(Edit::PutRole(role.into(), Role::new(role, "sales".into())))
            .unwrap();
    }
    let passed = |org: &Org| health(org).handoffs["orders"].clarity;
    assert_eq!(passed(&org), [false; 6]);
    let letters = |text: &str| text.parse::<Letters>().unwrap();
    orders(&mut org, |h| {
        h.promise = "By noon".to_owned();
        h.need = "  ".to_owned();
        h.agreed = Some(AS_OF);
        h.cadence = Some(Cadence::Daily);
        h.raci.insert("lead".into(), letters("RA"));
    });
    assert_eq!(passed(&org), [true, false, true, true, true, false]);
    orders(&mut org, |h| {
        h.need = "Before lunch".to_owned();
        h.agreed = Some(date(2026, 7, 1));
        h.notice = Some(Span::days(0));
        h.raci.insert("clerk".into(), letters("A"));
    });
    // Agreed anew tomorrow, and for the first time today.
    assert_eq!(passed(&org), [true, true, true, false, true, true]);
    orders(&mut org, |h| h.since = None);
    assert_eq!(passed(&org), [true, true, false, false, true, true]);
    // A role that does not exist neither answers nor works: one accountable is left.
    let mut handoff = (*org.handoffs["orders"]).clone();
    handoff.raci.remove("clerk");
    handoff.raci.insert("ghost".into(), letters("RA"));
    org.handoffs.insert("orders".into(), handoff.clone().into());
    assert!(health(&org).handoffs["orders"].passes(Check::OneAccountable));
    handoff
        .raci
        .insert("lead".into(), Letters::default().with(Letter::Consulted, true));
    org.handoffs.insert("orders".into(), handoff.into());
    let found = health(&org);
    assert!(!found.handoffs["orders"].passes(Check::OneAccountable));
    assert!(!found.handoffs["orders"].passes(Check::Responsible));
}

fn with_goals(org: &mut Org, party: &str, goals: &[&str]) {
    for goal in goals {
        let value = Goal {
            name: (*goal).to_owned(),
            ..Goal::default()
        };
        org.apply(Edit::PutGoal((*goal).into(), value)).unwrap();
    }
    let mut value = (*org.parties[party]).clone();
    value.goals = goals.iter().map(|goal| (*goal).into()).collect();
    org.apply(Edit::PutParty(party.into(), value)).unwrap();
}

#[test]
fn alignment_puts_its_parts_together() {
    let mut org = org();
    let goals = |org: &Org| part(&health(org), Indicator::Alignment, PartKind::SharedGoals);
    with_goals(&mut org, "sales", &["growth", "quality", "calm"]);
    assert_eq!(goals(&org), (0, 0));
    with_goals(&mut org, "production", &["quality", "safety"]);
    assert_eq!(goals(&org), (1, 2));
    org.apply(Edit::PutRole("lead".into(), Role::new("Lead", "sales".into())))
        .unwrap();
    orders(&mut org, |h| {
        h.promise = "By noon".to_owned();
        h.need = "Before lunch".to_owned();
        h.raci.insert("lead".into(), "RA".parse().unwrap());
    });
    // 0.3 · 4/6 + 0.2 · 1/2 over 0.5, without a spread.
    let estimate = health(&org).handoffs["orders"].alignment.estimate.unwrap();
    near(estimate.mean, 0.6);
    assert_eq!((estimate.variance, estimate.n), (0.0, 0));
    assert_eq!((estimate.low, estimate.high), (estimate.mean, estimate.mean));
    near(estimate.coverage, 0.5);
    let mut first = round("production", "sales", date(2026, 5, 1), A);
    first.shared_knowledge = B;
    pulse(&mut org, first);
    pulse(&mut org, round("sales", "production", date(2026, 5, 1), B));
    // From Python: A, B, A from the customer, three times B from the provider.
    let estimate = health(&org).handoffs["orders"].alignment.estimate;
    check(estimate.as_ref(), [0.55, 0.000_721_68, 0.505_637, 0.594_030]);
    assert_eq!(estimate.map(|e| e.n), Some(18));
}

// ---- Parties and the whole

/// Deliveries of a handoff: so many kept, so many not.
fn history(org: &mut Org, handoff: &str, kept: u32, of: u32) {
    for number in 0..of {
        let LogEntry::Delivery(mut entry) = delivery("", "2026-05-04", "2026-05-04", Some(number < kept)) else {
            unreachable!()
        };
        entry.handoff = handoff.into();
        log(org, LogEntry::Delivery(entry));
    }
}

#[test]
fn parties_and_the_whole_combine_by_importance() {
    let mut org = org();
    orders(&mut org, |h| h.importance = Importance::High);
    let mut quotes = Handoff::between("sales".into(), "buyer".into());
    quotes.importance = Importance::Low;
    quotes.target = 0.8;
    put(&mut org, "quotes", quotes);
    put(&mut org, "thanks", Handoff::between("buyer".into(), "sales".into()));
    history(&mut org, "orders", 8, 10);
    history(&mut org, "quotes", 3, 3);
    history(&mut org, "goods", 0, 5);
    let health = health(&org);
    // From Python: weights 3 and 1; for the whole 3, 1 and 2.
    let sales = &health.parties["sales"];
    check(
        sales.reliability.as_ref(),
        [0.798_295, 0.009_599_4, 0.617_302, 0.935_354],
    );
    near(sales.target.unwrap(), 0.875);
    assert_eq!(sales.reliability.map(|e| (e.n, e.coverage)), Some((13, 1.0)));
    assert_eq!((sales.evidence.handoffs, sales.evidence.provided), (3, 2));
    check(
        health.org.reliability.as_ref(),
        [0.559_975, 0.005_478_9, 0.436_500, 0.680_311],
    );
    near(health.org.target.unwrap(), 5.3 / 6.0);
    near(health.org.reliability.unwrap().coverage, 6.0 / 8.0);
    // The buyer provides one handoff, about which nothing is known.
    assert_eq!(health.parties["buyer"].reliability, None);
    assert_eq!(health.mark(&Scope::Party("buyer".into()), Indicator::Reliability), None);
    let line = words::evidence(&health, &Scope::Party("sales".into()), Indicator::Reliability);
    assert_eq!(line, "13 deliveries in the last 90 days");
    let line = words::evidence(&health, &Scope::Org, Indicator::Alignment);
    assert_eq!(line, "0 of 4 handoffs name one accountable role");
    let why = explain(&org, &health, &Scope::Org, Indicator::Reliability);
    let weights: Vec<_> = why.rows.iter().map(|row| row.weight).collect();
    assert_eq!(
        weights,
        [Some(2.0 / 6.0), Some(3.0 / 6.0), Some(1.0 / 6.0), None],
        "worst first, unknown last"
    );
}

#[test]
fn ballots_that_several_handoffs_share_are_counted_once() {
    let mut org = org();
    pulse(&mut org, round("production", "sales", date(2026, 5, 1), A));
    put(&mut org, "plans", Handoff::between("sales".into(), "production".into()));
    put(&mut org, "stock", Handoff::between("production".into(), "sales".into()));
    let health = health(&org);
    for handoff in ["orders", "plans", "stock"] {
        let id = HandoffId::new(handoff);
        assert_eq!(health.handoffs[&id].communication.estimate.map(|e| e.n), Some(9));
    }
    assert_eq!(health.parties["sales"].communication.map(|e| e.n), Some(9));
    assert_eq!(health.org.communication.map(|e| e.n), Some(9));
}

#[test]
fn an_empty_org_has_no_figures() {
    let health = health(&Org::default());
    for indicator in Indicator::ALL {
        assert_eq!(health.estimate(&Scope::Org, indicator), None);
        let hint = words::evidence(&health, &Scope::Org, indicator);
        assert!(hint.starts_with("Not measured yet"), "{hint}");
    }
}

#[test]
fn every_question_belongs_to_one_of_the_two() {
    let both = Question::COMMUNICATION.len() + Question::ALIGNMENT.len();
    assert_eq!(both, Question::ALL.len());
}
