//! A health brought up to date after any edit is the health measured anew.

use jiff::{ToSpan as _, civil::Date};
use proptest::prelude::*;
use throughline::{
    health::{Health, PartKind},
    org::{
        Cadence, CheckIn, Clarification, Delivery, Edit, Goal, Handoff, Importance, LogEntry, Moment, Org, Party,
        PartyKind, Pulse, Role, Settings, Span, Terms,
    },
};

const AS_OF: Date = Date::constant(2026, 6, 30);

/// One of a few identifiers, so that edits meet.
fn id(kind: &'static str) -> impl Strategy<Value = String> + Clone {
    (0..4_u8).prop_map(move |number| format!("{kind}{number}"))
}

fn day() -> impl Strategy<Value = Date> + Clone {
    (1..8_i8, 1..29_i8).prop_map(|(month, day)| Date::constant(2026, month, day))
}

fn party() -> impl Strategy<Value = Edit> {
    (
        id("party"),
        proptest::collection::btree_set(id("goal"), 0..3),
        any::<bool>(),
    )
        .prop_map(|(id, goals, pays)| {
            let party = Party {
                name: id.clone(),
                kind: if pays { PartyKind::Customer } else { PartyKind::Team },
                goals: goals.iter().map(|goal| goal.as_str().into()).collect(),
                ..Party::default()
            };
            Edit::PutParty(id.as_str().into(), party)
        })
}

fn handoff() -> impl Strategy<Value = Edit> {
    let importance = prop::sample::select(Importance::ALL.to_vec());
    let raci = proptest::collection::btree_map(id("role"), prop::sample::select(vec!["R", "A", "RA"]), 0..3);
    // Often the same sides, day and wording again, so that an agreed promise is changed and changed back.
    let usual = Just(("party0".to_owned(), "party1".to_owned()));
    let sides = prop_oneof![usual, (id("party"), id("party"))];
    let agreed = prop_oneof![Just(Date::constant(2026, 2, 2)), day()];
    (
        id("handoff"),
        sides,
        importance,
        raci,
        proptest::option::of(agreed),
        any::<bool>(),
        (0..3_u8, proptest::option::of(day()), 0..3_u8),
    )
        .prop_map(
            |(id, (provider, customer), importance, raci, agreed, spans, (wording, yes, before))| {
                let mut handoff = Handoff::between(provider.as_str().into(), customer.as_str().into());
                handoff.importance = importance;
                handoff.agreed = agreed;
                handoff.promise = "Ten".repeat(usize::from(wording));
                handoff.customer_agreed = yes;
                let terms = |promise| {
                    Box::new(Terms {
                        promise,
                        ..Terms::default()
                    })
                };
                handoff.before = (before < 2).then(|| terms("Ten".repeat(usize::from(before))));
                handoff.target = 0.5 + 0.125 * importance.weight();
                handoff.cadence = Some(Cadence::Weekly);
                if spans {
                    handoff.notice = Some(Span::days(2));
                    handoff.answer_within = Some(Span::days(2));
                    handoff.check_in_every = Some(Span::days(10));
                }
                for (role, letters) in raci {
                    handoff.raci.insert(role.as_str().into(), letters.parse().unwrap());
                }
                Edit::PutHandoff(id.as_str().into(), handoff)
            },
        )
}

fn entry() -> impl Strategy<Value = Edit> {
    (
        id("log"),
        id("handoff"),
        id("party"),
        day(),
        proptest::option::of(day()),
        0..3_u8,
    )
        .prop_map(|(id, handoff, by, on, done, kind)| {
            let handoff = handoff.as_str().into();
            let entry = match kind {
                0 => LogEntry::Delivery(Delivery {
                    handoff,
                    asked: done.map(Moment::day),
                    due: Moment::day(on),
                    delivered: done.map(Moment::day),
                    right_first_time: done.map(|done| done.day() % 2 == 0),
                    flaw: None,
                    note: String::new(),
                }),
                1 => LogEntry::Clarification(Clarification {
                    handoff,
                    by: by.as_str().into(),
                    asked: Moment::day(on),
                    answered: done.map(Moment::day),
                    note: String::new(),
                }),
                _ => LogEntry::CheckIn(CheckIn {
                    handoff,
                    on,
                    by: None,
                    note: String::new(),
                }),
            };
            Edit::PutLog(id.as_str().into(), entry)
        })
}

fn pulse() -> impl Strategy<Value = Edit> {
    (id("pulse"), id("party"), id("party"), day(), 1..4_u32).prop_map(|(id, rater, rated, on, each)| {
        let counts = [each, 1, 2, each, 0];
        let pulse = Pulse {
            rater: rater.as_str().into(),
            rated: rated.as_str().into(),
            on,
            frequent: counts,
            timely: counts,
            accurate: [1, 1, 1, 1, each],
            problem_solving: counts,
            shared_goals: counts,
            shared_knowledge: counts,
            respect: counts,
            note: String::new(),
        };
        Edit::PutPulse(id.as_str().into(), pulse)
    })
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let role = (id("role"), id("party"))
        .prop_map(|(role, party)| Edit::PutRole(role.as_str().into(), Role::new(&role, party.as_str().into())));
    let goal = id("goal").prop_map(|id| {
        let goal = Goal {
            name: id.clone(),
            ..Goal::default()
        };
        Edit::PutGoal(id.as_str().into(), goal)
    });
    let floor = (3..8_u32).prop_map(|anonymity_floor| {
        Edit::Settings(Settings {
            anonymity_floor,
            ..Settings::default()
        })
    });
    prop_oneof![
        3 => party(),
        4 => handoff(),
        6 => entry(),
        3 => pulse(),
        2 => role,
        2 => goal,
        1 => floor,
        1 => id("party").prop_map(|id| Edit::RemoveParty(id.as_str().into())),
        1 => id("handoff").prop_map(|id| Edit::RemoveHandoff(id.as_str().into())),
        1 => id("role").prop_map(|id| Edit::RemoveRole(id.as_str().into())),
        1 => id("goal").prop_map(|id| Edit::RemoveGoal(id.as_str().into())),
        1 => id("log").prop_map(|id| Edit::RemoveLog(id.as_str().into())),
        1 => id("pulse").prop_map(|id| Edit::RemovePulse(id.as_str().into())),
    ]
}

/// Four parties and goals, two roles, a ring of handoffs.
pub fn start() -> Org {
    let mut org = Org::named("Start");
    for number in 0..4 {
        let party = Party {
            name: format!("party{number}"),
            ..Party::default()
        };
        org.apply(Edit::PutParty(format!("party{number}").as_str().into(), party))
            .unwrap();
        let goal = Goal {
            name: "goal".to_owned(),
            ..Goal::default()
        };
        org.apply(Edit::PutGoal(format!("goal{number}").as_str().into(), goal))
            .unwrap();
        let role = Role::new("role", format!("party{number}").as_str().into());
        org.apply(Edit::PutRole(format!("role{number}").as_str().into(), role))
            .unwrap();
    }
    for number in 0..4 {
        let next = (number + 1) % 4;
        let handoff = Handoff::between(
            format!("party{number}").as_str().into(),
            format!("party{next}").as_str().into(),
        );
        org.apply(Edit::PutHandoff(format!("handoff{number}").as_str().into(), handoff))
            .unwrap();
    }
    org
}

/// Now and then what an edit would clean up or refuse is done to the file itself: a goal goes that parties name, a
/// round comes that is too much like another.
fn by_hand(org: &mut Org, edit: &Edit, number: usize) -> bool {
    match edit {
        Edit::RemoveGoal(id) if number.is_multiple_of(2) => {
            org.goals.remove(id);
            true
        }
        Edit::PutPulse(id, pulse) if number.is_multiple_of(2) => {
            org.pulses.insert(id.clone(), pulse.clone().into());
            true
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// One edit at a time, and all of them at once, in either direction.
    #[test]
    fn a_refreshed_health_is_the_health_measured_anew(edits in proptest::collection::vec(edit(), 1..40)) {
        let first = start();
        let mut org = first.clone();
        let fresh = |org: &Org| Health::of(org, AS_OF, 90);
        let mut health = fresh(&org);
        let earlier = AS_OF.saturating_sub(90.days());
        let mut whole = health.overall(&org, earlier);
        for (number, edit) in edits.into_iter().enumerate() {
            let before = org.clone();
            if by_hand(&mut org, &edit, number) || org.apply(edit.clone()).is_ok() {
                let was = health.clone();
                let touched = health.refresh(&before, &org);
                let now = fresh(&org);
                prop_assert!(health == now, "after {edit:?}\n{health:#?}\nis not\n{now:#?}");
                whole.refresh((&before, &was), (&org, &health), &touched);
                prop_assert_eq!(&whole, &now.overall(&org, earlier), "after {:?}", edit);
                prop_assert_eq!(&whole.org, &Health::of(&org, earlier, 90).org);
                for (id, handoff) in &now.handoffs {
                    prop_assert!(touched.handoffs.contains(id) || was.handoffs.get(id) == Some(handoff));
                }
                for (id, party) in &now.parties {
                    prop_assert!(touched.parties.contains(id) || was.parties.get(id) == Some(party));
                }
            }
        }
        let mut leap = fresh(&first);
        leap.refresh(&first, &org);
        prop_assert!(leap == health);
        leap.refresh(&org, &first);
        prop_assert!(leap == fresh(&first));
    }
}

/// A goal that two parties name without its being there is none that they share.
#[test]
fn goals_that_do_not_exist_are_not_shared() {
    let mut org = start();
    for (party, goals) in [("party0", ["goal0", "ghost"]), ("party1", ["ghost", "spirit"])] {
        let mut named = (*org.parties[party]).clone();
        named.goals = goals.map(Into::into).into();
        org.parties.insert(party.into(), named.into());
    }
    let mut health = Health::of(&org, AS_OF, 90);
    let shared = |health: &Health| {
        let part = health.handoffs["handoff0"].alignment.part(PartKind::SharedGoals);
        part.map(|part| (part.good, part.of))
    };
    assert_eq!(shared(&health), Some((0, 0)));
    for (goal, expected) in [("spirit", (0, 1)), ("ghost", (1, 2))] {
        let before = org.clone();
        let new = Goal {
            name: goal.to_owned(),
            ..Goal::default()
        };
        org.apply(Edit::PutGoal(goal.into(), new)).unwrap();
        health.refresh(&before, &org);
        assert_eq!(shared(&health), Some(expected), "{goal}");
        assert_eq!(health, Health::of(&org, AS_OF, 90));
    }
    // As a file edited by hand may lose it.
    let before = org.clone();
    org.goals.remove("ghost");
    health.refresh(&before, &org);
    assert_eq!(shared(&health), Some((0, 1)));
    assert_eq!(health, Health::of(&org, AS_OF, 90));
}

/// A file may name what does not exist; when that appears, whatever stands on it is measured again.
#[test]
fn what_a_file_only_names_counts_as_soon_as_it_appears() {
    let mut org = start();
    let mut handoff = Handoff::between("party0".into(), "ghost".into());
    handoff.raci.insert("nobody".into(), "RA".parse().unwrap());
    org.handoffs.insert("haunted".into(), handoff.into());
    let goals = ["goal0".into()];
    let mut sales = (*org.parties["party0"]).clone();
    sales.goals = goals.clone().into();
    org.parties.insert("party0".into(), sales.into());
    let mut health = Health::of(&org, AS_OF, 90);
    assert_eq!(health.handoffs["haunted"].clarity, [false; 6]);
    let before = org.clone();
    org.apply(Edit::PutRole("nobody".into(), Role::new("Nobody", "party0".into())))
        .unwrap();
    health.refresh(&before, &org);
    assert_eq!(health, Health::of(&org, AS_OF, 90));
    assert_eq!(
        health.handoffs["haunted"].clarity,
        [false, false, false, true, true, false]
    );
    let before = org.clone();
    let ghost = Party {
        name: "Ghost".to_owned(),
        goals: goals.into(),
        ..Party::default()
    };
    org.apply(Edit::PutParty("ghost".into(), ghost)).unwrap();
    let touched = health.refresh(&before, &org);
    assert_eq!(health, Health::of(&org, AS_OF, 90));
    assert!(touched.parties.contains("ghost") && touched.handoffs.contains("haunted"));
    let goals = health.handoffs["haunted"]
        .alignment
        .part(PartKind::SharedGoals)
        .map(|part| (part.good, part.of));
    assert_eq!(goals, Some((1, 1)));
}
