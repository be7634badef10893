//! What a document keeps and shows when things are taken away, set up and down, or edited by hand.

use std::{fmt::Write as _, time::Instant};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use throughline::{
    file,
    health::{Health, Indicator, Scope, Trend, Trends},
    org::{
        Acceptance, AcceptanceId, Action, Change, CheckIn, Clarification, Delivery, Edit, Goal, Handoff, HandoffId,
        Idea, LogEntry, Moment, Org, Party, PartyId, Pulse, Question, Role, Rule, Subject, Thanks,
    },
};

const AS_OF: Date = Date::constant(2026, 11, 22);

fn read(fields: &str) -> Org {
    let text = format!("Throughline(version: 1, name: \"X\", {fields})");
    file::read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
        .org
}

fn round(rater: &str, rated: &str, on: Date, counts: [u32; 5]) -> Pulse {
    let mut pulse = Pulse::empty(rater.into(), rated.into(), on);
    for question in Question::ALL {
        *pulse.counts_mut(question) = counts;
    }
    pulse
}

/// Sales promises production something, and whatever else is said.
fn two(more: &str) -> Org {
    read(&format!(
        r#"parties: {{"sales": (name: "Sales", kind: Team), "production": (name: "Production", kind: Team)}},
        handoffs: {{"h": (provider: "sales", customer: "production")}}, {more}"#
    ))
}

fn problems(org: &Org) -> Vec<String> {
    org.problems().into_iter().map(|problem| problem.to_string()).collect()
}

/// Six say 3 or 4. A seventh answers 1 a month later; whoever saw both would know.
#[test]
fn of_two_rounds_in_a_file_that_show_one_person_the_later_one_is_not_shown() {
    let mut org = two("");
    let six = round("production", "sales", date(2026, 10, 1), [0, 0, 3, 3, 0]);
    let seven = round("production", "sales", date(2026, 11, 1), [1, 0, 3, 3, 0]);
    org.pulses.insert("six".into(), six.into());
    let alone = Health::of(&org, AS_OF, 90);
    let before = org.clone();
    org.pulses.insert("more".into(), seven.into());
    assert_eq!(
        problems(&org),
        [
            "pulse \"more\": it differs from the earlier pulse \"six\" by fewer than 5 ballots, so the difference would \
             show who answered what; it is not shown. Remove one of the two."
        ]
    );
    let both = Health::of(&org, AS_OF, 90);
    assert_eq!(both.handoffs, alone.handoffs);
    let shown = org.shown_rounds_of(&"production".into(), &"sales".into());
    assert_eq!(shown.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["six"]);
    let mut refreshed = alone.clone();
    refreshed.refresh(&before, &org);
    assert_eq!(refreshed, both);
    let scope = Scope::Handoff("h".into());
    // Nor did any day of the year, so that nobody sees both one after the other.
    let trend = |org: &Org, health: &Health| Trend::of(org, health, &scope, |_| true).unwrap();
    let year = trend(&org, &both);
    assert_eq!(year, trend(&before, &alone));
    assert!(year.points.last().unwrap().estimate(Indicator::Communication).is_some());
    // With the earlier one gone there is nothing to compare with.
    org.pulses.remove("six");
    assert!(problems(&org).is_empty());
    let later = Health::of(&org, AS_OF, 90);
    assert_eq!(later.handoffs["h"].voices.customer.as_ref().unwrap().as_str(), "more");
}

#[test]
fn acceptances_that_contradict_themselves_or_each_other_are_told() {
    let org = two(r#"acceptances: {
            "a": (rule: Stale, at: Handoff("h"), reason: "old", until: "2026-01-01"),
            "b": (rule: Stale, at: Handoff("h"), reason: "new", until: "2027-01-01"),
            "c": (rule: Stale, at: Handoff("h"), reason: "older", until: "2025-01-01"),
            "d": (rule: Blame, at: Handoff("h"), reason: "r", until: "2026-01-01", seen: "2026-01-02"),
        }"#);
    let remedy = "Remove one of the two; until then the one that lasts longer holds";
    assert_eq!(
        problems(&org),
        [
            format!("acceptance \"b\": it accepts the same finding as \"a\". {remedy}."),
            format!("acceptance \"c\": it accepts the same finding as \"a\". {remedy}."),
            "acceptance \"d\", until: it ends on 2026-01-01, before the day on which it was accepted, 2026-01-02. \
             Correct one of the two dates."
                .to_owned(),
        ]
    );
    let at = Subject::Handoff("h".into());
    assert_eq!(org.acceptance(Rule::Stale, &at).unwrap().1.reason, "new");
    let all = org.acceptances_of(Rule::Stale, &at);
    assert_eq!(all.map(AcceptanceId::as_str).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(org.acceptance(Rule::Silo, &at).is_none());
}

/// A facilitator called the meetings of two others, thanked one, thought of a better way, asked something.
#[test]
fn a_party_that_goes_does_not_take_the_history_of_others_along() {
    let mut org = read(
        r#"parties: {"a": (name: "A", kind: Team), "b": (name: "B", kind: Team), "f": (name: "F", kind: Team)},
        handoffs: {"h": (provider: "b", customer: "a"), "own": (provider: "f", customer: "a")},
        log: {
            "check-in": CheckIn(handoff: "h", on: "2026-10-01", by: "f", note: "went well"),
            "thanks": Thanks(handoff: "h", on: "2026-10-02", by: "f"),
            "idea": Idea(handoff: "h", on: "2026-10-03", by: "f", note: "shorter"),
            "by-a": CheckIn(handoff: "h", on: "2026-10-04", by: "a"),
            "question": Clarification(handoff: "h", by: "f", asked: "2026-10-05"),
            "own-idea": Idea(on: "2026-10-06", by: "f", note: "more of us"),
            "own-check-in": CheckIn(handoff: "own", on: "2026-10-07", by: "a"),
            "change": Change(party: "f", on: "2026-10-08", before: 2, after: 1),
        }"#,
    );
    org.apply(Edit::RemoveParty("f".into())).unwrap();
    let left: Vec<_> = org
        .log
        .iter()
        .map(|(id, e)| (id.as_str(), e.party().map(PartyId::as_str)))
        .collect();
    assert_eq!(
        left,
        [
            ("by-a", Some("a")),
            ("check-in", None),
            ("idea", None),
            ("thanks", None)
        ]
    );
    assert!(matches!(&*org.log["check-in"], LogEntry::CheckIn(e) if e.note == "went well"));
    assert!(problems(&org).is_empty());
}

/// Anything that may hang on a party, at random.
fn tangle() -> impl Strategy<Value = Org> {
    let few = || 0..4_usize;
    let parts = prop::collection::vec((0..12_u8, few(), few(), few()), 10..80);
    parts.prop_map(|parts| {
        let mut org = Org::named("Tangle");
        for (number, (kind, a, b, c)) in parts.into_iter().enumerate() {
            let id = format!("{number:03}");
            let id = id.as_str();
            let party = |n: usize| format!("party{n}").as_str().into();
            let handoff = |n: usize| -> HandoffId { format!("handoff{n}").as_str().into() };
            let role = |n: usize| format!("role{n}").as_str().into();
            let subject = |n: usize| {
                if n.is_multiple_of(2) {
                    Subject::Handoff(handoff(b))
                } else {
                    Subject::Party(party(b))
                }
            };
            let (on, by, note) = (AS_OF, Some(party(b)), String::new());
            let moment = Moment::day(on);
            let entry = match kind {
                0 => {
                    let part_of = (a != b).then(|| party(b));
                    let new = Party {
                        name: "P".to_owned(),
                        part_of,
                        ..Party::default()
                    };
                    org.parties.insert(party(a), new.into());
                    None
                }
                1 => {
                    let mut new = Handoff::between(party(b), party(c));
                    new.raci.insert(role(c), "R".parse().unwrap());
                    new.raci.insert(role(b), "A".parse().unwrap());
                    org.handoffs.insert(handoff(a), new.into());
                    None
                }
                2 => {
                    let mut new = Role::new("R", party(b));
                    new.backups = [role(b), role(c)].into();
                    new.trained_for = [handoff(b), handoff(c)].into();
                    org.roles.insert(role(a), new.into());
                    None
                }
                3 => {
                    let new = Goal {
                        name: "G".to_owned(),
                        owner: Some(role(b)),
                        ..Goal::default()
                    };
                    org.goals.insert(id.into(), new.into());
                    None
                }
                4 => {
                    let (rater, rated) = (format!("party{a}"), format!("party{b}"));
                    org.pulses.insert(id.into(), round(&rater, &rated, on, [2; 5]).into());
                    None
                }
                5 => {
                    org.actions
                        .insert(id.into(), Action::against(Rule::Stale, subject(a), "Meet", on).into());
                    let new = Acceptance {
                        rule: Rule::Silo,
                        at: subject(c),
                        reason: "r".to_owned(),
                        until: on,
                        seen: None,
                    };
                    org.acceptances.insert(id.into(), new.into());
                    None
                }
                6 => Some(LogEntry::Change(Change {
                    party: party(a),
                    on,
                    before: 1,
                    after: 2,
                    note,
                })),
                7 => Some(LogEntry::Clarification(Clarification {
                    handoff: handoff(a),
                    by: party(b),
                    asked: moment,
                    answered: None,
                    note,
                })),
                8 => Some(LogEntry::Idea(Idea {
                    on,
                    handoff: (c > 0).then(|| handoff(a)),
                    by,
                    note,
                })),
                9 => Some(LogEntry::Thanks(Thanks {
                    handoff: handoff(a),
                    on,
                    by,
                    note,
                })),
                10 => Some(LogEntry::CheckIn(CheckIn {
                    handoff: handoff(a),
                    on,
                    by,
                    note,
                })),
                _ => Some(LogEntry::Delivery(Delivery {
                    handoff: handoff(a),
                    asked: None,
                    due: moment,
                    delivered: None,
                    right_first_time: None,
                    flaw: None,
                    note,
                })),
            };
            if let Some(entry) = entry {
                org.log.insert(id.into(), entry.into());
            }
        }
        org
    })
}

proptest! {
    /// Removing a party is removing its handoffs one by one, then its roles, then itself.
    #[test]
    fn a_party_goes_as_if_everything_of_it_went_one_by_one(org in tangle()) {
        for party in org.parties.keys() {
            let mut at_once = org.clone();
            at_once.apply(Edit::RemoveParty(party.clone())).unwrap();
            let mut one_by_one = org.clone();
            for (id, handoff) in &org.handoffs {
                if handoff.provider == *party || handoff.customer == *party {
                    one_by_one.apply(Edit::RemoveHandoff(id.clone())).unwrap();
                }
            }
            for (id, role) in &org.roles {
                if role.party == *party {
                    one_by_one.apply(Edit::RemoveRole(id.clone())).unwrap();
                }
            }
            one_by_one.apply(Edit::RemoveParty(party.clone())).unwrap();
            prop_assert_eq!(&at_once, &one_by_one);
            // Nothing that is left names what is gone, except what named it without being there before.
            let (was, is) = (org.problems(), at_once.problems());
            for problem in &is {
                prop_assert!(was.contains(problem), "{}", problem);
            }
        }
    }
}

/// One party with 10,000 handoffs and 50,000 entries, each of which stands on one of them.
#[test]
fn a_hub_is_removed_in_no_long_time() {
    let mut org = Org::named("Star");
    let party = |name: &str| Party {
        name: name.to_owned(),
        ..Party::default()
    };
    org.parties.insert("hub".into(), party("Hub").into());
    for number in 0..10_000 {
        let leaf = format!("leaf{number}");
        org.parties.insert(leaf.as_str().into(), party(&leaf).into());
        let handoff = Handoff::between("hub".into(), leaf.as_str().into());
        org.handoffs.insert(leaf.as_str().into(), handoff.into());
        for day in 0..5 {
            let met = CheckIn {
                handoff: leaf.as_str().into(),
                on: AS_OF,
                by: None,
                note: String::new(),
            };
            org.log
                .insert(format!("{leaf}-{day}").as_str().into(), LogEntry::CheckIn(met).into());
        }
    }
    let start = Instant::now();
    org.apply(Edit::RemoveParty("hub".into())).unwrap();
    assert!(start.elapsed().as_secs() < 10, "took {:?}", start.elapsed());
    assert_eq!((org.parties.len(), org.handoffs.len(), org.log.len()), (10_000, 0, 0));
}

/// Every handoff stands on the same rounds, which are not read anew for each.
#[test]
fn very_many_rounds_under_very_many_handoffs_are_measured_in_no_long_time() {
    let mut handoffs = String::new();
    for number in 0..2_000 {
        write!(
            handoffs,
            "\"h{number}\": (provider: \"sales\", customer: \"production\"),"
        )
        .unwrap();
    }
    let mut org = read(&format!(
        r#"parties: {{"sales": (name: "Sales", kind: Team), "production": (name: "Production", kind: Team)}},
        handoffs: {{{handoffs}}}"#
    ));
    for number in 0..20_000_u32 {
        let on = AS_OF.saturating_sub(jiff::Span::new().days(i64::from(number % 700)));
        let counts = [2 + number % 7, 2, 2, 8 - number % 7, 2];
        let (rater, rated) = if number % 2 == 0 {
            ("sales", "production")
        } else {
            ("production", "sales")
        };
        org.pulses.insert(
            format!("{number}").as_str().into(),
            round(rater, rated, on, counts).into(),
        );
    }
    let start = Instant::now();
    let health = Health::of(&org, AS_OF, 90);
    assert!(health.handoffs["h7"].voices.ids().count() == 2);
    assert!(start.elapsed().as_secs() < 10, "took {:?}", start.elapsed());
    let start = Instant::now();
    assert!(Trends::of(&org, &health, |_| true).is_some());
    assert!(start.elapsed().as_secs() < 40, "took {:?}", start.elapsed());
}
