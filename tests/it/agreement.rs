//! A change of an agreed promise asks for agreement again, and the wording that was agreed needs none.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use throughline::{
    file,
    health::{Check, Health, Indicator, Scope, explain, gains},
    org::{Agreement, Cadence, Edit, Handoff, HandoffId, Importance, Org, Party, Side, Span, Terms},
    session::{Fragment, Selection, Session},
};

const FEBRUARY: Date = date(2026, 2, 2);
const MARCH: Date = date(2026, 3, 2);
const APRIL: Date = date(2026, 4, 6);
const MAY: Date = date(2026, 5, 4);

fn id() -> HandoffId {
    "order".into()
}

/// Sales to Production: ten a day, agreed in March. There is a third party.
fn org() -> Org {
    let mut org = Org::named("Test");
    for name in ["Sales", "Production", "Stores"] {
        let party = Party {
            name: name.to_owned(),
            ..Party::default()
        };
        org.apply(Edit::PutParty(name.to_lowercase().as_str().into(), party))
            .unwrap();
    }
    let mut handoff = Handoff::between("sales".into(), "production".into());
    "Ten".clone_into(&mut handoff.promise);
    "Ten".clone_into(&mut handoff.need);
    handoff.agreed = Some(MARCH);
    org.apply(Edit::PutHandoff(id(), handoff)).unwrap();
    org
}

/// The edit that a form makes: the handoff as it stands, with one thing changed.
fn put(org: &Org, change: impl FnOnce(&mut Handoff)) -> Edit {
    let mut handoff = (*org.handoffs[&id()]).clone();
    change(&mut handoff);
    Edit::PutHandoff(id(), handoff)
}

fn apply(org: &mut Org, change: impl FnOnce(&mut Handoff)) -> Handoff {
    org.apply(put(org, change)).unwrap();
    (*org.handoffs[&id()]).clone()
}

fn word(handoff: &Handoff) -> String {
    let yes = Side::ALL.map(|side| handoff.said_yes(side).map_or("no".to_owned(), |day| day.to_string()));
    let state = match handoff.agreement() {
        Agreement::Settled(day) => format!("settled {day}"),
        Agreement::Changed(day) => format!("changed since {day}"),
        Agreement::OneSide(Side::Provider, _) => "provider only".to_owned(),
        Agreement::OneSide(Side::Customer, _) => "customer only".to_owned(),
        Agreement::Open => "open".to_owned(),
    };
    let difference = if handoff.difference.is_some() { ", differs" } else { "" };
    format!("{state}; {} and {}{difference}", yes[0], yes[1])
}

/// What can be done to a promise, one after the other, and how the agreement stands then.
#[test]
fn the_agreement_follows_what_is_done() {
    type Deed = fn(&mut Handoff);
    let reword: Deed = |h| "Twelve".clone_into(&mut h.promise);
    let back: Deed = |h| "Ten".clone_into(&mut h.promise);
    let provider: Deed = |h| h.agree(Side::Provider, APRIL);
    let customer: Deed = |h| h.agree(Side::Customer, MAY);
    let differ: Deed = |h| {
        h.difference = Some(throughline::org::Difference {
            on: APRIL,
            text: "When".to_owned(),
        });
    };
    let nine: Deed = |h| "Nine".clone_into(&mut h.promise);
    let cases: [(&[Deed], &str); 37] = [
        (&[], "settled 2026-03-02; 2026-03-02 and 2026-03-02"),
        (&[reword], "changed since 2026-03-02; no and no"),
        (&[reword, back], "settled 2026-03-02; 2026-03-02 and 2026-03-02"),
        (&[reword, provider], "changed since 2026-03-02; 2026-04-06 and no"),
        (
            &[reword, provider, customer],
            "settled 2026-05-04; 2026-04-06 and 2026-05-04",
        ),
        // Said in the other order; the later day is the one on which both had.
        (
            &[reword, customer, provider],
            "settled 2026-05-04; 2026-04-06 and 2026-05-04",
        ),
        (
            &[reword, provider, |h| h.agree(Side::Customer, APRIL)],
            "settled 2026-04-06; 2026-04-06 and 2026-04-06",
        ),
        (
            &[reword, provider, |h| "Nine".clone_into(&mut h.promise)],
            "changed since 2026-03-02; no and no",
        ),
        (
            &[reword, provider, back],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
        (
            &[reword, provider, |h| h.take_back(Side::Provider)],
            "changed since 2026-03-02; no and no",
        ),
        // Both said yes again on the very day of the first agreement.
        (
            &[reword, |h| h.agree_both(MARCH)],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
        (
            &[reword, |h| h.agreed = Some(MAY)],
            "settled 2026-05-04; 2026-05-04 and 2026-05-04",
        ),
        (
            &[reword, provider, |h| h.agreed = Some(MAY)],
            "settled 2026-05-04; 2026-05-04 and 2026-05-04",
        ),
        (
            &[reword, provider, customer, |h| h.agreed = Some(APRIL)],
            "settled 2026-04-06; 2026-04-06 and 2026-04-06",
        ),
        // A day that is not later only puts the old one right, and what changed waits for both sides as before.
        (
            &[reword, |h| h.agreed = Some(FEBRUARY)],
            "changed since 2026-02-02; no and no",
        ),
        (
            &[reword, provider, |h| h.agreed = Some(FEBRUARY)],
            "changed since 2026-02-02; 2026-04-06 and no",
        ),
        (
            &[reword, |h| h.agreed = Some(FEBRUARY), back],
            "settled 2026-02-02; 2026-02-02 and 2026-02-02",
        ),
        (
            &[reword, provider, customer, nine, |h| h.agreed = Some(APRIL)],
            "changed since 2026-04-06; no and no",
        ),
        // The days of both sides were those of the day that was put right.
        (
            &[reword, provider, customer, nine, |h| h.agreed = Some(APRIL), reword],
            "settled 2026-04-06; 2026-04-06 and 2026-04-06",
        ),
        (
            &[|h| {
                h.agreed = Some(FEBRUARY);
                "Twelve".clone_into(&mut h.promise);
            }],
            "changed since 2026-02-02; no and no",
        ),
        (
            &[|h| {
                h.agreed = Some(APRIL);
                "Twelve".clone_into(&mut h.promise);
            }],
            "settled 2026-04-06; 2026-04-06 and 2026-04-06",
        ),
        // Sides that say yes may have done so on any day.
        (
            &[
                reword,
                |h| h.agree(Side::Provider, FEBRUARY),
                |h| h.agree(Side::Customer, FEBRUARY),
            ],
            "settled 2026-02-02; 2026-02-02 and 2026-02-02",
        ),
        // Nothing is seen differently in a few spaces.
        (
            &[differ, |h| {
                if let Some(difference) = &mut h.difference {
                    difference.text = "  ".to_owned();
                }
            }],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
        (&[reword, |h| h.agreed = None], "open; no and no"),
        (
            &[reword, Handoff::keep_agreement],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
        (
            &[reword, provider, Handoff::keep_agreement],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
        // Once the new wording is kept, the old one is a change.
        (
            &[reword, Handoff::keep_agreement, back],
            "changed since 2026-03-02; no and no",
        ),
        (&[|h| h.take_back(Side::Customer)], "provider only; 2026-03-02 and no"),
        (
            &[|h| h.take_back(Side::Customer), |h| h.take_back(Side::Provider)],
            "open; no and no",
        ),
        (&[|h| h.take_back(Side::Customer), reword], "open; no and no"),
        // Days of their own survive a change that is taken back by hand.
        (
            &[reword, provider, customer, back, reword],
            "settled 2026-05-04; 2026-04-06 and 2026-05-04",
        ),
        (
            &[|h| std::mem::swap(&mut h.provider, &mut h.customer)],
            "open; no and no",
        ),
        (
            &[reword, provider, differ, |h| h.customer = "stores".into()],
            "open; no and no",
        ),
        (&[differ], "settled 2026-03-02; 2026-03-02 and 2026-03-02, differs"),
        (
            &[reword, differ, provider],
            "changed since 2026-03-02; 2026-04-06 and no, differs",
        ),
        (
            &[reword, differ, provider, customer],
            "settled 2026-05-04; 2026-04-06 and 2026-05-04",
        ),
        // Its weight, its roles, notes, what it is for and where it falls short were never promised.
        (
            &[|h| {
                h.importance = Importance::High;
                "Two sign".clone_into(&mut h.notes);
                "Plans the week".clone_into(&mut h.purpose);
                "Sizes are missing".clone_into(&mut h.shortfall);
                h.reviewed = Some(MAY);
                h.promise.push(' ');
            }],
            "settled 2026-03-02; 2026-03-02 and 2026-03-02",
        ),
    ];
    for (number, (deeds, expected)) in cases.into_iter().enumerate() {
        let mut org = org();
        for deed in deeds {
            apply(&mut org, deed);
        }
        let handoff = &org.handoffs[&id()];
        assert_eq!(word(handoff), expected, "case {number}");
        assert_eq!(org.problems(), [], "case {number}");
        let again = file::read(file::write(&org).unwrap().as_bytes()).unwrap().org;
        assert_eq!(again, org, "case {number}");
    }
}

#[test]
fn every_term_that_was_promised_asks_again() {
    type Deed = fn(&mut Handoff);
    let cases: [(Deed, [&str; 3]); 11] = [
        (
            |h| "Orders".clone_into(&mut h.deliverable),
            ["Deliverable", "Nothing", "Orders"],
        ),
        (|h| "Twelve ".clone_into(&mut h.promise), ["Promise", "Ten", "Twelve"]),
        (|h| h.need.clear(), ["Need", "Ten", "Nothing"]),
        (
            |h| {
                h.cadence = Some(Cadence::Situational {
                    months: [11, 12, 13, 1].into(),
                    occasion: "the fair".to_owned(),
                });
            },
            ["How often", "Not set", "Situational, in Jan, Nov and Dec, for the fair"],
        ),
        (|h| h.notice = Some(Span::days(1)), ["Notice", "Not set", "1 day"]),
        (
            |h| h.answer_within = Some(Span::days(3)),
            ["Answer time", "Not set", "3 days"],
        ),
        (
            |h| h.check_in_every = Some(Span::days(30)),
            ["Check-ins", "Not set", "30 days"],
        ),
        (|h| "Mail".clone_into(&mut h.channel), ["Channel", "Nothing", "Mail"]),
        (|h| h.target = 0.755, ["Target", "90 % kept", "75.5 % kept"]),
        // With as many digits as it takes.
        (|h| h.target = 0.9004, ["Target", "90 % kept", "90.04 % kept"]),
        (|h| h.target = 0.900_000_04, ["Target", "90 % kept", "90.000004 % kept"]),
    ];
    for (change, expected) in cases {
        let mut org = org();
        let handoff = apply(&mut org, change);
        let changes = handoff.changes();
        let found: Vec<_> = changes.iter().map(|c| [c.what, &c.before, &c.now]).collect();
        assert_eq!(found, [expected]);
        assert_eq!(handoff.agreement(), Agreement::Changed(MARCH));
    }
}

#[test]
fn space_around_an_occasion_is_no_change() {
    let mut org = org();
    let fair = |occasion: &str| {
        Some(Cadence::Situational {
            months: [11].into(),
            occasion: occasion.to_owned(),
        })
    };
    apply(&mut org, |h| h.cadence = fair("the fair"));
    apply(&mut org, |h| h.agree_both(APRIL));
    let handoff = apply(&mut org, |h| h.cadence = fair(" the fair\n"));
    assert_eq!(handoff.agreement(), Agreement::Settled(APRIL));
    let handoff = apply(&mut org, |h| h.cadence = fair("the fairs"));
    assert_eq!(handoff.agreement(), Agreement::Changed(APRIL));
}

#[test]
fn a_promise_taken_away_and_put_back_at_once_is_the_same_one() {
    for (promise, wanted) in [("Ten", Agreement::Settled(MARCH)), ("Nine", Agreement::Changed(MARCH))] {
        let mut org = org();
        let put = put(&org, |h| promise.clone_into(&mut h.promise));
        org.apply(Edit::All(vec![Edit::RemoveHandoff(id()), put.clone()]))
            .unwrap();
        assert_eq!(org.handoffs[&id()].agreement(), wanted, "{promise}");
        // Taken away first and put back later it is what the edit says.
        org.apply(Edit::RemoveHandoff(id())).unwrap();
        org.apply(put).unwrap();
        assert_eq!(org.handoffs[&id()].agreement(), Agreement::Settled(MARCH), "{promise}");
    }
}

/// What is done to a promise that was agreed in March, and since when both have agreed then.
#[test]
fn agreeing_anew_remembers_the_first_day() {
    type Deed = fn(&mut Handoff);
    let often: Deed = |h| h.check_in_every = Some(Span::days(14));
    let reword: Deed = |h| "Twelve".clone_into(&mut h.promise);
    let april: Deed = |h| h.agree_both(APRIL);
    let may: Deed = |h| h.agree_both(MAY);
    let cases: [(&[Deed], Option<Date>, Option<Date>); 10] = [
        (&[], None, Some(MARCH)),
        (&[reword], None, Some(MARCH)),
        (&[reword, april], Some(MARCH), Some(MARCH)),
        (&[reword, april, reword, may], Some(MARCH), Some(MARCH)),
        // Where nothing changed, the day is only put right.
        (&[april], None, Some(APRIL)),
        // Other check-ins count from the day on which they were agreed.
        (&[often, april], None, Some(APRIL)),
        (&[often, april, reword, may], Some(APRIL), Some(APRIL)),
        (&[reword, april, often, may], None, Some(MAY)),
        (&[reword, april, |h| h.agreed = None], None, None),
        (&[reword, april, |h| h.agreed = Some(FEBRUARY)], None, Some(FEBRUARY)),
    ];
    for (number, (deeds, since, first)) in cases.into_iter().enumerate() {
        let mut org = org();
        for deed in deeds {
            apply(&mut org, deed);
        }
        let handoff = &org.handoffs[&id()];
        assert_eq!((handoff.since, handoff.agreed_since()), (since, first), "case {number}");
        assert_eq!(org.problems(), [], "case {number}");
    }
}

/// A promise agreed in March with these fields, ten deliveries of which two were late, all asked for a day ahead, and a
/// question that waited for two days.
fn measured(fields: &str) -> Org {
    use std::fmt::Write as _;
    let mut log = String::new();
    for day in 1..=10 {
        let delivered = if day <= 2 { day + 1 } else { day };
        write!(
            log,
            r#""d{day:02}": Delivery(handoff: "order", asked: "2026-10-{:02}", due: "2026-10-{:02}",
                delivered: "2026-10-{:02}", right_first_time: true),"#,
            day + 9,
            day + 10,
            delivered + 10
        )
        .unwrap();
    }
    let text = format!(
        r#"Throughline(version: 1, name: "T", parties: {{"a": (name: "A", kind: Team), "b": (name: "B", kind: Team)}},
        handoffs: {{"order": (provider: "a", customer: "b", promise: "Ten", agreed: "2026-03-02", {fields})}},
        log: {{{log} "q": Clarification(handoff: "order", by: "b", asked: "2026-11-02", answered: "2026-11-04")}})"#
    );
    file::read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}: {text}"))
        .org
}

/// Target, its band, deliveries left out for short notice, questions and check-ins, and what is said of the changes.
fn figures(org: &Org) -> (String, Vec<String>) {
    let health = Health::of(org, date(2026, 11, 22), 90);
    let found = &health.handoffs[&id()];
    let band = found
        .mark(Indicator::Reliability)
        .map_or("none", |mark| mark.band.key());
    let parts: Vec<_> = found
        .communication
        .parts()
        .skip(1)
        .map(|part| format!("{} of {}", part.good, part.of))
        .collect();
    let told = [Indicator::Communication, Indicator::Reliability]
        .into_iter()
        .flat_map(|indicator| explain(org, &health, &Scope::Handoff(id()), indicator).notes);
    let text = format!(
        "{} {band}, {} short, {}",
        found.target,
        found.deliveries.short_notice,
        parts.join(", ")
    );
    (text, told.filter(|note| note.contains("waits")).collect())
}

/// 8 of 10 kept have a mean of 0.77: short of 0.9 by less than 0.15, and more than 0.5. Whole months from 2 March within
/// the 90 days from 25 August to 22 November begin on 2 September and 2 October.
#[test]
fn what_one_side_changes_does_not_move_a_figure() {
    let agreed = r#"answer_within: "1 day", check_in_every: "1 month""#;
    let mut org = measured(agreed);
    let usual = "0.9 moderate, 0 short, 0 of 1, 0 of 2";
    assert_eq!(figures(&org), (usual.to_owned(), Vec::new()));
    apply(&mut org, |h| {
        h.target = 0.5;
        h.answer_within = Some(Span::days(2));
        h.notice = Some(Span::days(5));
        h.check_in_every = None;
    });
    let (text, told) = figures(&org);
    assert_eq!(text, usual);
    assert_eq!(
        told,
        [
            "Answer time: 1 day, as agreed on 2 Mar 2026; the change to 2 days waits for both sides.",
            "Check-ins: 1 month, as agreed on 2 Mar 2026; the change to not set waits for both sides.",
            "Target: 90 % kept, as agreed on 2 Mar 2026; the change to 50 % kept waits for both sides.",
            "Notice: not set, as agreed on 2 Mar 2026; the change to 5 days waits for both sides.",
        ]
    );
    apply(&mut org, |h| h.agree(Side::Provider, APRIL));
    assert_eq!(figures(&org).0, usual, "one side alone");
    apply(&mut org, |h| h.agree(Side::Customer, APRIL));
    // All were asked for with too little notice now.
    let after = "0.5 none, 10 short, 1 of 1, 0 of 0".to_owned();
    assert_eq!(figures(&org), (after, Vec::new()));
    // Nobody agreed to anything yet: what stands there is all there is.
    let mut open = measured(agreed);
    apply(&mut open, |h| h.agreed = None);
    apply(&mut open, |h| h.target = 0.5);
    assert_eq!(figures(&open).0, "0.5 strong, 0 short, 0 of 1, 0 of 0");
}

#[test]
fn agreeing_anew_does_not_wipe_the_check_ins_that_were_missed() {
    let november = date(2026, 11, 20);
    let mut org = measured(r#"check_in_every: "1 month""#);
    apply(&mut org, |h| "Twelve".clone_into(&mut h.promise));
    apply(&mut org, |h| h.agree_both(november));
    assert_eq!(figures(&org).0, "0.9 moderate, 0 short, 0 of 0, 0 of 2");
    let agreed_on = |org: &Org, day| Health::of(org, day, 90).handoffs[&id()].passes(Check::Agreed);
    assert_eq!(
        [date(2026, 3, 1), MARCH, MAY].map(|day| agreed_on(&org, day)),
        [false, true, true]
    );
    // Other check-ins begin on the day on which they were agreed.
    apply(&mut org, |h| h.check_in_every = Some(Span::days(7)));
    apply(&mut org, |h| h.agree_both(date(2026, 11, 21)));
    assert_eq!(figures(&org).0, "0.9 moderate, 0 short, 0 of 0, 0 of 0");
}

#[test]
fn typing_letter_by_letter_remembers_what_was_agreed() {
    let mut session = Session::new(org(), MAY);
    let type_in = |session: &mut Session, text: &str| {
        let edit = put(session.org(), |h| text.clone_into(&mut h.promise));
        session.live("promise", "Promise", edit).unwrap();
    };
    let promise = |session: &Session| (*session.org().handoffs[&id()]).clone();
    let agreed = promise(&session);
    for text in ["Ten o", "Ten or", "Ten or n", "Ten or ni"] {
        type_in(&mut session, text);
        let before = promise(&session).before.map(|before| before.promise);
        assert_eq!(before.as_deref(), Some("Ten"), "{text}");
    }
    session.commit();
    session.undo();
    assert_eq!(promise(&session), agreed);
    session.redo();
    assert_eq!(promise(&session).agreement(), Agreement::Changed(MARCH));
    assert_eq!(promise(&session).promise, "Ten or ni");
    // Taken away letter by letter until it is what was agreed.
    for text in ["Ten or", "Ten", "Te", "", "T", "Ten"] {
        type_in(&mut session, text);
    }
    session.commit();
    assert_eq!(promise(&session), agreed);
    // Esc while typing, after one side said yes.
    type_in(&mut session, "Nine");
    session.commit();
    let yes = put(session.org(), |h| h.agree(Side::Customer, APRIL));
    session.edit("Production says yes", yes).unwrap();
    type_in(&mut session, "Nine or");
    assert_eq!(promise(&session).said_yes(Side::Customer), None);
    session.abort();
    assert_eq!(promise(&session).said_yes(Side::Customer), Some(APRIL));
    session.undo();
    session.undo();
    assert_eq!(promise(&session), agreed);
}

#[test]
fn typing_and_back_keeps_the_days_of_both_sides() {
    let mut org = org();
    apply(&mut org, |h| "Nine".clone_into(&mut h.promise));
    apply(&mut org, |h| h.agree(Side::Provider, APRIL));
    let agreed = apply(&mut org, |h| h.agree(Side::Customer, MAY));
    let start = org.clone();
    let typed = apply(&mut org, |h| h.promise.push('s'));
    assert_eq!(word(&typed), "changed since 2026-05-04; no and no");
    assert_eq!(
        apply(&mut org, |h| {
            h.promise.pop();
        }),
        agreed
    );
    assert!(org.is_same(&start));
}

#[test]
fn many_changed_at_once_each_ask_again() {
    let mut org = org();
    let mut other = (*org.handoffs[&id()]).clone();
    other.notice = Some(Span::days(5));
    org.apply(Edit::PutHandoff("parts".into(), other)).unwrap();
    let all = org.handoffs.iter().map(|(id, handoff)| {
        let mut handoff = (**handoff).clone();
        handoff.notice = Some(Span::days(5));
        Edit::PutHandoff(id.clone(), handoff)
    });
    let all = Edit::All(all.collect());
    org.apply(all).unwrap();
    assert_eq!(org.handoffs["order"].agreement(), Agreement::Changed(MARCH));
    // It had five days before.
    assert_eq!(org.handoffs["parts"].agreement(), Agreement::Settled(MARCH));
    // Changed and changed back within one edit.
    let edits = [Some(Span::days(9)), None].map(|notice| put(&org, |h| h.notice = notice));
    org.apply(Edit::All(edits.to_vec())).unwrap();
    assert_eq!(org.handoffs["order"].agreement(), Agreement::Settled(MARCH));
}

#[test]
fn nobody_has_agreed_to_a_copy() {
    for deed in [
        (|_| {}) as fn(&mut Handoff),
        |h| h.promise.push('s'),
        |h| h.take_back(Side::Provider),
        |h| {
            h.difference = Some(throughline::org::Difference {
                on: APRIL,
                text: "When".to_owned(),
            });
        },
    ] {
        let mut org = org();
        apply(&mut org, deed);
        let session = Session::new(org.clone(), MAY);
        let piece = Fragment::copy(&org, &Selection::everything(&org), session.positions()).unwrap();
        let piece = Fragment::from_text(&piece.to_text().unwrap()).unwrap();
        let (edit, pasted) = piece.paste(&org, None);
        org.apply(edit).unwrap();
        let copy = &org.handoffs[pasted.handoffs.first().unwrap()];
        assert_eq!(word(copy), "open; no and no");
        assert_eq!(copy.before, None);
    }
}

#[test]
fn what_a_file_says_wrongly_is_told_with_what_to_do() {
    let cases = [
        (
            r#"provider_agreed: "2026-03-01", customer_agreed: "2026-03-02""#,
            r#"handoff "h", customer_agreed: both sides said yes, but agreed is missing, so it counts as not agreed. Set agreed to the later of the two days."#,
        ),
        (
            r#"before: (promise: "Ten")"#,
            r#"handoff "h", before: it says what both agreed to, but agreed is missing. Add the day on which they did, or remove the field."#,
        ),
        (
            r#"promise: "Ten", agreed: "2026-03-02", before: (promise: "Ten")"#,
            r#"handoff "h", before: it says the same as the promise does now. Remove the field."#,
        ),
        (
            r#"agreed: "2026-03-02", before: (target: 0)"#,
            r#"handoff "h", before: its target, 0, is not a share. Use a number above 0 and at most 1, such as 0.9."#,
        ),
        (
            r#"agreed: "2026-03-02", provider_agreed: "2026-03-01""#,
            r#"handoff "h", provider_agreed: it does not fit the day on which both said yes, 2026-03-02. Give the days of both sides, the later one that of agreed, or remove them."#,
        ),
        (
            r#"agreed: "2026-03-02", provider_agreed: "2026-04-01", customer_agreed: "2026-04-02", before: (promise: "Ten")"#,
            r#"handoff "h", customer_agreed: both sides said yes to the promise as it stands, but before still has what they agreed to earlier. Set agreed to the later of the two days and remove before, or remove one of the two days."#,
        ),
        (
            r#"since: "2026-03-02""#,
            r#"handoff "h", since: it says since when both have agreed, but agreed is missing. Add the day on which they last did, or remove the field."#,
        ),
        (
            r#"agreed: "2026-03-02", since: "2026-03-02""#,
            r#"handoff "h", since: it is not earlier than the day on which both said yes, 2026-03-02. Set it to the day of their first yes, or remove the field."#,
        ),
        (
            r#"difference: (on: "2026-03-02", text: " ")"#,
            r#"handoff "h", difference: it does not say what is seen differently. Write it in one line, or remove the field."#,
        ),
        (
            r#"agreed: "2026-03-02", provider_agreed: "2026-03-02", customer_agreed: "2026-03-01""#,
            "",
        ),
        (
            r#"agreed: "2026-03-02", provider_agreed: "2026-04-02", before: (promise: "Ten")"#,
            "",
        ),
        (r#"customer_agreed: "2026-03-02""#, ""),
    ];
    for (fields, expected) in cases {
        let text = format!(
            r#"Throughline(version: 1, name: "T", parties: {{"a": (name: "A", kind: Team), "b": (name: "B", kind: Team)}},
            handoffs: {{"h": (provider: "a", customer: "b", {fields})}})"#
        );
        let loaded = file::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {fields}"));
        let problems: Vec<_> = loaded.problems.iter().map(|p| p.problem.to_string()).collect();
        assert_eq!(problems.join("\n"), expected, "{fields}");
        // It is saved as it is.
        let again = file::read(file::write(&loaded.org).unwrap().as_bytes()).unwrap();
        assert_eq!(again.org, loaded.org, "{fields}");
    }
}

#[test]
fn faults_in_the_new_fields_are_told_where_they_stand() {
    for (fields, expected) in [
        ("before: (importance: High)", "there is no field “importance” here"),
        ("before: (target: inf)", "a number here is not finite"),
        (r#"provider_agreed: "2026-02-30""#, "handoff \"h\", provider_agreed"),
        (r#"difference: (text: "When")"#, "the field “on” is missing"),
    ] {
        let text = format!(
            "Throughline(version: 1, name: \"T\",\n    handoffs: {{\"h\": (provider: \"a\", customer: \"b\", {fields})}})"
        );
        let error = file::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{fields}: {error}");
    }
}

#[test]
fn what_would_help_and_why_speak_of_the_change() {
    let mut org = org();
    let told = |org: &Org| {
        let health = Health::of(org, date(2026, 11, 22), 90);
        let scope = Scope::Handoff(id());
        let notes = explain(org, &health, &scope, Indicator::Alignment).notes.join(" ");
        let titles: Vec<_> = gains(org, &health).into_iter().map(|gain| gain.title).collect();
        (notes, titles)
    };
    let ask = "Ask both again about the change".to_owned();
    assert!(!told(&org).1.contains(&ask));
    apply(&mut org, |h| "Nine".clone_into(&mut h.promise));
    let (notes, titles) = told(&org);
    assert!(
        notes.contains("agreed by both sides (changed since both agreed on 2 Mar 2026)"),
        "{notes}"
    );
    assert!(titles.contains(&ask), "{titles:?}");
    let other = (*org.handoffs[&id()]).clone();
    org.handoffs.insert("parts".into(), other.into());
    assert!(told(&org).1.contains(&"Ask both again about the changes".to_owned()));
    // One that was never agreed is asked for a yes like any other.
    let never = Handoff::between("sales".into(), "stores".into());
    org.apply(Edit::PutHandoff("leads".into(), never)).unwrap();
    assert!(told(&org).1.contains(&"Get a yes from both sides".to_owned()));
    // Before the day of the agreement there was none, changed or not.
    let early = Health::of(&org, date(2026, 3, 1), 90);
    assert!(!early.handoffs[&id()].passes(Check::Agreed));
}

fn deed() -> impl Strategy<Value = Edit> {
    let day = || proptest::option::of((1..4_i8).prop_map(|month| date(2026, month, 1)));
    let text = || proptest::sample::select(vec!["", "Ten", "Ten ", "Nine"]);
    let before = (text(), text()).prop_map(|(promise, need)| Terms {
        promise: promise.to_owned(),
        need: need.to_owned(),
        ..Terms::default()
    });
    (
        text(),
        text(),
        day(),
        day(),
        day(),
        proptest::option::of(before),
        any::<bool>(),
    )
        .prop_map(|(promise, need, agreed, provider, customer, before, swapped)| {
            let mut handoff = Handoff::between("sales".into(), "production".into());
            if swapped {
                std::mem::swap(&mut handoff.provider, &mut handoff.customer);
            }
            promise.clone_into(&mut handoff.promise);
            need.clone_into(&mut handoff.need);
            handoff.agreed = agreed;
            handoff.provider_agreed = provider;
            handoff.customer_agreed = customer;
            handoff.before = before.map(Box::new);
            Edit::PutHandoff(id(), handoff)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn nothing_is_left_as_changed_that_is_not(deeds in prop::collection::vec(deed(), 1..8)) {
        let mut org = org();
        for deed in deeds {
            org.apply(deed.clone()).unwrap();
            let handoff = &org.handoffs[&id()];
            let same = handoff.before.as_ref().is_some_and(|before| before.is_same(&handoff.terms()));
            prop_assert!(!same, "{deed:?}: {handoff:?}");
            // The same once more changes nothing: what follows does so by itself.
            let settled = (**handoff).clone();
            let mut again = org.clone();
            again.apply(Edit::PutHandoff(id(), settled)).unwrap();
            prop_assert!(again.is_same(&org), "{deed:?}: {handoff:?}");
        }
    }
}
