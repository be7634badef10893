//! Any changes whatever, taken back one by one, give the start; brought back again, they give the end.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use throughline::{
    health::Health,
    layout::Positions,
    org::{
        Arrangement, Delivery, Edit, Goal, Handoff, HandoffId, LogEntry, LogId, Moment, Org, Party, PartyId, PartyKind,
        Position, Role, RoleId, Settings, WINDOWS,
    },
    session::{Command, Fragment, Selection, Session},
};

use crate::desk::three;

/// The day on which all of this happens.
fn today() -> Date {
    date(2026, 11, 22)
}

/// Something a user may do. The numbers choose among what is there then.
#[derive(Clone, Debug)]
enum Deed {
    Add(u8),
    Connect(usize, usize),
    Rename(usize, u8),
    Type(usize, Vec<u8>),
    TypeAndEscape(usize, u8),
    Drag(Vec<usize>, Vec<(i16, i16)>),
    DragAndEscape(usize, i16),
    Paste(Vec<usize>),
    Cut(Vec<usize>),
    Delete(usize),
    DeleteHandoff(usize),
    Record(usize, u8, bool),
    Forget(usize),
    Employ(usize),
    Charge(usize, usize),
    Aim(usize),
    Window(usize),
    Arrange(Option<Arrangement>),
    PartOf(usize, usize),
    Refused,
}

fn deed() -> impl Strategy<Value = Deed> {
    let which = || 0..12_usize;
    prop_oneof![
        any::<u8>().prop_map(Deed::Add),
        (which(), which()).prop_map(|(a, b)| Deed::Connect(a, b)),
        (which(), any::<u8>()).prop_map(|(a, n)| Deed::Rename(a, n)),
        (which(), prop::collection::vec(any::<u8>(), 1..5)).prop_map(|(a, n)| Deed::Type(a, n)),
        (which(), any::<u8>()).prop_map(|(a, n)| Deed::TypeAndEscape(a, n)),
        (
            prop::collection::vec(which(), 1..4),
            prop::collection::vec((any::<i16>(), any::<i16>()), 1..5)
        )
            .prop_map(|(who, way)| Deed::Drag(who, way)),
        (which(), any::<i16>()).prop_map(|(a, x)| Deed::DragAndEscape(a, x)),
        prop::collection::vec(which(), 1..4).prop_map(Deed::Paste),
        prop::collection::vec(which(), 1..3).prop_map(Deed::Cut),
        which().prop_map(Deed::Delete),
        which().prop_map(Deed::DeleteHandoff),
        (which(), any::<u8>(), any::<bool>()).prop_map(|(a, n, right)| Deed::Record(a, n, right)),
        which().prop_map(Deed::Forget),
        which().prop_map(Deed::Employ),
        (which(), which()).prop_map(|(a, b)| Deed::Charge(a, b)),
        which().prop_map(Deed::Aim),
        which().prop_map(Deed::Window),
        prop::option::of(prop::sample::select(&Arrangement::ALL[..])).prop_map(Deed::Arrange),
        (which(), which()).prop_map(|(a, b)| Deed::PartOf(a, b)),
        Just(Deed::Refused),
    ]
}

fn pick<'a, K: Clone + 'a>(of: impl Iterator<Item = &'a K>, k: usize) -> Option<K> {
    let all: Vec<&K> = of.collect();
    all.get(k % all.len().max(1)).map(|id| (*id).clone())
}

fn party(session: &Session, k: usize) -> Option<PartyId> {
    pick(session.org().parties.keys(), k)
}

fn handoff(session: &Session, k: usize) -> Option<HandoffId> {
    pick(session.org().handoffs.keys(), k)
}

fn put_party(session: &Session, id: &PartyId, change: impl FnOnce(&mut Party)) -> Edit {
    let mut party = (*session.org().parties[id]).clone();
    change(&mut party);
    Edit::PutParty(id.clone(), party)
}

fn selection(session: &Session, who: &[usize]) -> Selection {
    Selection {
        parties: who.iter().filter_map(|k| party(session, *k)).collect(),
        ..Selection::default()
    }
}

fn moving(session: &Session, who: &[usize], (x, y): (i16, i16)) -> Edit {
    let moved = selection(session, who).parties;
    session.moving(
        moved
            .into_iter()
            .map(|id| (id, Position::rounded(f32::from(x), f32::from(y)))),
    )
}

/// Does it. What is refused leaves everything as it was; nothing else may differ from what a user can do.
fn carry_out(session: &mut Session, deed: &Deed) -> Option<()> {
    match deed {
        Deed::Add(n) => {
            let name = format!("Party {n}");
            let id = session.org().new_party_id(&name);
            let kind = PartyKind::ALL[usize::from(*n) % PartyKind::ALL.len()];
            let party = Party {
                name,
                kind,
                ..Party::default()
            };
            let mut edits = session.pinning();
            edits.push(Edit::PutParty(id.clone(), party));
            session.live("draw", "Add party", Edit::All(edits)).unwrap();
            session
                .live("draw", "Add party", Edit::Move(id, Some(Position(f32::from(*n), 7.0))))
                .unwrap();
            session.commit();
        }
        Deed::Connect(a, b) => {
            let (a, b) = (party(session, *a)?, party(session, *b)?);
            let same = a == b;
            assert_eq!(session.connect(a, b).is_err(), same);
        }
        Deed::Rename(k, n) => {
            let id = party(session, *k)?;
            let edit = put_party(session, &id, |p| p.name = format!("Name {n}"));
            session.edit("Rename", edit).unwrap();
        }
        Deed::Type(k, letters) => {
            let id = party(session, *k)?;
            for letter in letters {
                let edit = put_party(session, &id, |p| p.notes = format!("{}{letter}", p.notes));
                session.live("notes", "Change notes", edit).unwrap();
            }
            session.commit();
        }
        Deed::TypeAndEscape(k, n) => {
            let id = party(session, *k)?;
            let edit = put_party(session, &id, |p| p.notes = n.to_string());
            session.live("notes", "Change notes", edit).unwrap();
            session.abort();
        }
        Deed::Drag(who, way) => {
            for at in way {
                let edit = moving(session, who, *at);
                session.live("drag", "Move", edit).unwrap();
            }
            session.commit();
        }
        Deed::DragAndEscape(k, x) => {
            let edit = moving(session, &[*k], (*x, *x));
            session.live("drag", "Move", edit).unwrap();
            session.abort();
        }
        Deed::Paste(who) | Deed::Cut(who) => {
            session.select(selection(session, who));
            let fragment = Fragment::copy(session.org(), session.selection(), session.positions())?;
            if matches!(deed, Deed::Cut(_)) {
                session.delete_selection().unwrap();
            }
            let text = fragment.to_text().unwrap();
            session
                .paste(&Fragment::from_text(&text).unwrap(), None, "Paste")
                .unwrap();
        }
        Deed::Delete(k) => {
            session.select(selection(session, &[*k]));
            session.delete_selection().unwrap();
        }
        Deed::DeleteHandoff(k) => {
            session.select(Selection::handoff(handoff(session, *k)?));
            session.delete_selection().unwrap();
        }
        Deed::Record(k, n, right) => {
            let due = today().saturating_sub(jiff::Span::new().days(i64::from(*n)));
            let delivery = Delivery {
                handoff: handoff(session, *k)?,
                asked: None,
                due: Moment::day(due),
                delivered: right.then(|| Moment::day(due)),
                right_first_time: Some(*right),
                flaw: None,
                note: String::new(),
            };
            let id = session.org().new_log_id(due, u32::from(*n));
            session
                .edit("Record", Edit::PutLog(id, LogEntry::Delivery(delivery)))
                .unwrap();
        }
        Deed::Forget(k) => {
            let ids: Vec<LogId> = session.org().log.keys().cloned().collect();
            let id = ids.get(*k)?.clone();
            session.edit("Remove log entry", Edit::RemoveLog(id)).unwrap();
        }
        Deed::Employ(k) => {
            let of = party(session, *k)?;
            let id = session.org().new_role_id("Lead");
            session
                .edit("Add role", Edit::PutRole(id, Role::new("Lead", of)))
                .unwrap();
        }
        Deed::Charge(h, r) => {
            let id = handoff(session, *h)?;
            let roles: Vec<RoleId> = session.org().roles.keys().cloned().collect();
            let role = roles.get(*r % roles.len().max(1))?.clone();
            let mut handoff: Handoff = (*session.org().handoffs[&id]).clone();
            let letters = handoff.raci.get(&role).copied().unwrap_or_default();
            let letter = throughline::org::Letter::Accountable;
            handoff.raci.insert(role, letters.with(letter, !letters.has(letter)));
            session.edit("Letters", Edit::PutHandoff(id, handoff)).unwrap();
        }
        Deed::Aim(k) => {
            let of = party(session, *k)?;
            let id = session.org().new_goal_id("Goal");
            let goal = Goal {
                name: "Goal".to_owned(),
                ..Goal::default()
            };
            let edit = put_party(session, &of, |p| {
                p.goals.insert(id.clone());
            });
            session
                .edit("Goal", Edit::All(vec![Edit::PutGoal(id, goal), edit]))
                .unwrap();
        }
        Deed::Window(k) => {
            let settings = Settings {
                window_days: WINDOWS[k % WINDOWS.len()],
                ..session.org().settings.clone()
            };
            session.edit("Window", Edit::Settings(settings)).unwrap();
        }
        Deed::Arrange(wanted) => {
            let command = wanted.map_or(Command::ArrangeFree, Command::Arrange);
            command.run(session);
        }
        Deed::PartOf(a, b) => {
            let (a, b) = (party(session, *a)?, party(session, *b)?);
            let ring = a == b || session.org().is_above(&a, &b);
            let edit = put_party(session, &a, |p| p.part_of = Some(b));
            assert_eq!(session.edit("Part of", edit).is_err(), ring);
        }
        Deed::Refused => {
            let before = session.org().clone();
            let edits = vec![Edit::Name("Other".to_owned()), Edit::RemoveParty("nobody".into())];
            assert!(session.edit("Refused", Edit::All(edits)).is_err());
            assert_eq!(session.org(), &before);
        }
    }
    Some(())
}

/// What a user sees of a document.
#[derive(Debug, PartialEq)]
struct Seen {
    org: Org,
    positions: Positions,
    edited: bool,
}

fn seen(session: &Session) -> Seen {
    Seen {
        org: session.org().clone(),
        positions: session.positions().clone(),
        edited: session.is_edited(),
    }
}

/// The indicators and places kept up to date must be those worked out anew.
fn check(session: &Session) {
    let org = session.org();
    let fresh = Health::of(org, today(), org.settings.window_days);
    assert_eq!(session.health(), &fresh);
    assert_eq!(session.positions().len(), org.parties.len());
    for (id, party) in &org.parties {
        if let Some(Position(x, y)) = party.position {
            let at = session.positions()[id];
            assert_eq!((at.x, at.y), (x, y), "{id}");
        }
    }
    assert!(
        session
            .selection()
            .parties
            .iter()
            .all(|id| org.parties.contains_key(id))
    );
    assert!(
        session
            .selection()
            .handoffs
            .iter()
            .all(|id| org.handoffs.contains_key(id))
    );
}

fn there_and_back(start: Org, deeds: &[Deed]) {
    let mut session = Session::new(start, today());
    let mut states = vec![seen(&session)];
    for deed in deeds {
        carry_out(&mut session, deed);
        check(&session);
        if states.last() != Some(&seen(&session)) {
            states.push(seen(&session));
        }
    }
    let last = seen(&session);
    let mut steps = 0;
    while session.undo().is_some() {
        steps += 1;
        check(&session);
    }
    assert_eq!(Some(&seen(&session)), states.first());
    for _ in 0..steps {
        session.redo().unwrap();
        check(&session);
    }
    assert_eq!(session.redo(), None);
    assert_eq!(seen(&session), last);
}

fn unplaced() -> Org {
    let mut org = three();
    for id in ["sales", "production", "dispatch"] {
        org.apply(Edit::Move(id.into(), None)).unwrap();
    }
    org
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_gives_the_start(deeds in prop::collection::vec(deed(), 1..28), placed in any::<bool>()) {
        there_and_back(if placed { three() } else { unplaced() }, &deeds);
    }
}

#[test]
fn a_step_stands_for_each_change_and_nothing_else() {
    let mut session = Session::new(three(), today());
    carry_out(&mut session, &Deed::Drag(vec![0, 1], vec![(1, 1), (2, 2), (40, 40)]));
    carry_out(&mut session, &Deed::Type(0, vec![1, 2, 3]));
    carry_out(&mut session, &Deed::DragAndEscape(0, 9));
    carry_out(&mut session, &Deed::Refused);
    let mut steps = Vec::new();
    while let Some(step) = session.undo() {
        steps.push(step);
    }
    assert_eq!(steps, ["Change notes", "Move"]);
    assert!(!session.is_edited());
}

#[test]
fn cards_stay_when_the_day_changes() {
    let mut session = Session::new(unplaced(), today());
    carry_out(&mut session, &Deed::Connect(0, 2));
    let places = session.positions().clone();
    session.set_today(date(2026, 11, 23));
    assert_eq!(session.positions(), &places);
    assert_eq!(session.health(), &Health::of(session.org(), date(2026, 11, 23), 90));
}
