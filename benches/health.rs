//! How long it takes to measure a large org, anew and after one edit.
//!
//! 500 parties, 2,000 handoffs, 8,000 log entries and 400 pulses, a year of them.

use divan::{Bencher, black_box};
use jiff::{ToSpan as _, civil::Date};
use throughline::{
    health::Health,
    network::Links,
    org::{
        Cadence, CheckIn, Clarification, Delivery, Edit, Handoff, LogEntry, Moment, Org, Party, PartyKind, Pulse, Span,
    },
    session::Session,
};

const PARTIES: usize = 500;
const HANDOFFS: usize = 2_000;
const ENTRIES: usize = 8_000;
const PULSES: usize = 400;

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
    let mut org = Org::named("Large");
    let mut dice = Dice(1);
    for number in 0..PARTIES {
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
    for number in 0..HANDOFFS {
        let provider = dice.below(PARTIES);
        let customer = (provider + 1 + dice.below(PARTIES - 1)) % PARTIES;
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
    for number in 0..ENTRIES {
        let handoff = dice.below(HANDOFFS);
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
        let entry_id = format!("{day}-{number:04}");
        org.log.insert(entry_id.as_str().into(), entry.into());
    }
    for number in 0..PULSES {
        let (provider, customer) = sides[dice.below(HANDOFFS)];
        let mut counts = || [0; 5].map(|_: u32| 1 + dice.below(4) as u32);
        let pulse = Pulse {
            rater: format!("party-{customer}").as_str().into(),
            rated: format!("party-{provider}").as_str().into(),
            on: Date::constant(2026, 5, 4),
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
    let delivery = LogEntry::Delivery(Delivery {
        handoff: "handoff-77".into(),
        asked: None,
        due: Moment::day(as_of()),
        delivered: Some(Moment::day(as_of())),
        right_first_time: Some(true),
        flaw: None,
        note: String::new(),
    });
    after(bencher, Edit::PutLog("2026-06-30-zzzz".into(), delivery));
}

#[divan::bench]
fn one_promise(bencher: Bencher) {
    let org = large();
    let mut handoff = (*org.handoffs["handoff-77"]).clone();
    handoff.promise.clear();
    after(bencher, Edit::PutHandoff("handoff-77".into(), handoff));
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

fn main() {
    divan::main();
}
