//! How long it takes to measure a large org, anew and after one edit.
//!
//! The single benches take 500 parties, 2,000 handoffs, 8,000 log entries and 400 pulses, a year of them. Before them
//! comes a table for 10,000 parties, 50,000 handoffs, a million entries and 5,000 pulses, as ratios to measuring
//! everything; `cargo bench --bench health -- huge` prints that table alone.

use std::time::Instant;

use divan::{Bencher, black_box};
use jiff::{ToSpan as _, civil::Date};
use throughline::{
    health::{ControlChart, Health, Scope, Share, Trend, Trends},
    network::Links,
    org::{
        Cadence, CheckIn, Clarification, Delivery, Edit, Handoff, LogEntry, Moment, Org, Party, PartyKind, Pulse, Span,
    },
    session::Session,
};

/// How many parties, handoffs, log entries and pulses.
type Size = [usize; 4];

const LARGE: Size = [500, 2_000, 8_000, 400];
const HUGE: Size = [10_000, 50_000, 1_000_000, 5_000];

fn as_of() -> Date {
    Date::constant(2026, 6, 30)
}

/// Numbers that look thrown together and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn day(&mut self, back: usize) -> Date {
        before(as_of(), self.below(back))
    }
}

fn count(days: usize) -> i64 {
    i64::try_from(days).unwrap_or(i64::MAX)
}

fn before(day: Date, days: usize) -> Date {
    day.saturating_sub(count(days).days())
}

fn large() -> Org {
    generate(LARGE)
}

fn generate([parties, handoffs, entries, pulses]: Size) -> Org {
    let mut org = Org::named("Large");
    let mut dice = Dice(1);
    for number in 0..parties {
        let party = Party {
            name: format!("Party {number}"),
            kind: if number % 25 == 0 {
                PartyKind::Customer
            } else {
                PartyKind::Team
            },
            ..Party::default()
        };
        org.parties
            .insert(format!("party-{number}").as_str().into(), party.into());
    }
    let mut sides = Vec::new();
    for number in 0..handoffs {
        let provider = dice.below(parties);
        let customer = (provider + 1 + dice.below(parties - 1)) % parties;
        sides.push((provider, customer));
        let mut handoff = Handoff::between(
            format!("party-{provider}").as_str().into(),
            format!("party-{customer}").as_str().into(),
        );
        "By noon".clone_into(&mut handoff.promise);
        handoff.agreed = Some(dice.day(700));
        handoff.cadence = Some(Cadence::Weekly);
        handoff.notice = Some(Span::days(3));
        handoff.answer_within = Some(Span::days(2));
        handoff.check_in_every = Some(Span::days(14));
        org.handoffs
            .insert(format!("handoff-{number}").as_str().into(), handoff.into());
    }
    for number in 0..entries {
        let handoff = dice.below(handoffs);
        let day = dice.day(365);
        let later = |days: usize| Some(Moment::day(day.saturating_add(count(days).days())));
        let id = format!("handoff-{handoff}").as_str().into();
        let entry = match dice.below(4) {
            0 | 1 => LogEntry::Delivery(Delivery {
                handoff: id,
                asked: None,
                due: Moment::day(day),
                delivered: later(dice.below(2)),
                right_first_time: Some(dice.below(10) > 0),
                flaw: None,
                note: String::new(),
            }),
            2 => LogEntry::Clarification(Clarification {
                handoff: id,
                by: format!("party-{}", sides[handoff].1).as_str().into(),
                asked: Moment::day(day),
                answered: later(dice.below(5)),
                note: String::new(),
            }),
            _ => LogEntry::CheckIn(CheckIn {
                handoff: id,
                on: day,
                by: None,
                note: String::new(),
            }),
        };
        let entry_id = format!("{day}-{number:06}");
        org.log.insert(entry_id.as_str().into(), entry.into());
    }
    for number in 0..pulses {
        let (provider, customer) = sides[dice.below(handoffs)];
        let round = dice.day(500);
        let mut counts = || [0; 5].map(|_: u32| 1 + dice.below(4) as u32);
        let pulse = Pulse {
            rater: format!("party-{customer}").as_str().into(),
            rated: format!("party-{provider}").as_str().into(),
            on: round,
            frequent: counts(),
            timely: counts(),
            accurate: counts(),
            problem_solving: counts(),
            shared_goals: counts(),
            shared_knowledge: counts(),
            respect: counts(),
            note: String::new(),
        };
        org.pulses
            .insert(format!("pulse-{number}").as_str().into(), pulse.into());
    }
    org
}

#[divan::bench]
fn everything(bencher: Bencher) {
    let org = large();
    bencher.bench(|| Health::of(black_box(&org), as_of(), 90));
}

/// Brings the health up to date after an edit, back and forth so that each turn starts from a current one.
fn after(bencher: Bencher, edit: Edit) {
    let before = large();
    let mut edited = before.clone();
    assert_eq!(edited.apply(edit), Ok(()));
    let mut health = Health::of(&before, as_of(), 90);
    let mut versions = (&before, &edited);
    bencher.bench_local(|| {
        let touched = health.refresh(black_box(versions.0), black_box(versions.1));
        versions = (versions.1, versions.0);
        touched
    });
}

#[divan::bench]
fn one_delivery(bencher: Bencher) {
    after(bencher, delivered());
}

fn delivered() -> Edit {
    let delivery = LogEntry::Delivery(Delivery {
        handoff: "handoff-77".into(),
        asked: None,
        due: Moment::day(as_of()),
        delivered: Some(Moment::day(as_of())),
        right_first_time: Some(true),
        flaw: None,
        note: String::new(),
    });
    Edit::PutLog("2026-06-30-zzzz".into(), delivery)
}

fn promised(org: &Org) -> Edit {
    let mut handoff = (*org.handoffs["handoff-77"]).clone();
    handoff.promise.clear();
    Edit::PutHandoff("handoff-77".into(), handoff)
}

fn asked(org: &Org) -> Edit {
    let handoff = &org.handoffs["handoff-77"];
    let mut pulse = Pulse::empty(handoff.customer.clone(), handoff.provider.clone(), as_of());
    pulse.frequent = [0, 1, 2, 3, 4];
    Edit::PutPulse("2026-06-30-zzzz".into(), pulse)
}

#[divan::bench]
fn one_promise(bencher: Bencher) {
    let org = large();
    after(bencher, promised(&org));
}

/// The same through an open document: history, places of the cards, and the indicators of now and of one window
/// earlier.
#[divan::bench]
fn one_promise_in_an_open_document(bencher: Bencher) {
    let mut session = Session::new(large(), as_of());
    let mut number = 0_u32;
    bencher.bench_local(|| {
        let mut handoff = (*session.org().handoffs["handoff-77"]).clone();
        number += 1;
        handoff.promise = format!("By noon, version {number}");
        session.edit("Promise", Edit::PutHandoff("handoff-77".into(), handoff))
    });
}

#[divan::bench]
fn one_party_removed(bencher: Bencher) {
    after(bencher, Edit::RemoveParty("party-77".into()));
}

#[divan::bench]
fn another_anonymity_floor(bencher: Bencher) {
    let org = large();
    let mut settings = org.settings.clone();
    settings.anonymity_floor = 12;
    after(bencher, Edit::Settings(settings));
}

#[divan::bench]
fn paths_to_the_customer(bencher: Bencher) {
    let org = large();
    let health = Health::of(&org, as_of(), 90);
    bencher.bench(|| health.paths(black_box(&org)));
}

#[divan::bench]
fn links(bencher: Bencher) {
    let org = large();
    bencher.bench(|| Links::of(black_box(&org)));
}

/// The median of some runs, in milliseconds.
fn median(runs: usize, mut run: impl FnMut() -> f64) -> f64 {
    let mut took: Vec<f64> = (0..runs).map(|_| run()).collect();
    took.sort_by(f64::total_cmp);
    took[runs / 2]
}

fn timed<T>(what: impl FnOnce() -> T) -> f64 {
    let started = Instant::now();
    black_box(what());
    started.elapsed().as_secs_f64() * 1000.0
}

fn row(what: &str, took: f64, full: f64) {
    println!("  {what:<44} {took:>10.3} ms {:>9.4} ×", took / full);
}

/// The table of the huge org.
fn huge() {
    let org = generate(HUGE);
    let mut health = Health::of(&org, as_of(), 90);
    let full = median(5, || timed(|| Health::of(&org, as_of(), 90)));
    let [parties, handoffs, entries, pulses] = HUGE;
    println!(
        "{parties} parties, {handoffs} handoffs, {entries} log entries, {pulses} pulses; medians, and times everything"
    );
    row("everything", full, full);
    let edits = [
        ("a delivery more", delivered()),
        ("a promise changed", promised(&org)),
        ("a party removed", Edit::RemoveParty("party-77".into())),
        ("a pulse more", asked(&org)),
    ];
    row(
        "the whole as of another day",
        median(3, || timed(|| health.overall(&org, before(as_of(), 90)))),
        full,
    );
    for (name, edit) in edits {
        let mut edited = org.clone();
        assert_eq!(edited.apply(edit), Ok(()));
        let mut versions = (&org, &edited);
        let took = median(20, || {
            let took = timed(|| health.refresh(versions.0, versions.1));
            versions = (versions.1, versions.0);
            took
        });
        row(&format!("refreshed after {name}"), took, full);
    }
    let health = Health::of(&org, as_of(), 90);
    row(
        "the year's trend of the org and all parties",
        median(3, || timed(|| Trends::of(&org, &health, |_| true))),
        full,
    );
    row(
        "the year's trend of a party",
        median(9, || {
            timed(|| Trend::of(&org, &health, &Scope::Party("party-77".into()), |_| true))
        }),
        full,
    );
    row(
        "control chart of the org",
        median(9, || {
            timed(|| ControlChart::of(&org, &health, &Scope::Org, Share::Kept))
        }),
        full,
    );
}

fn main() {
    let filters: Vec<String> = std::env::args().skip(1).filter(|text| !text.starts_with('-')).collect();
    if filters.is_empty() || filters.iter().any(|text| text == "huge") {
        huge();
    }
    divan::main();
}
