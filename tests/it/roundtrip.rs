//! What is written is read again as it was, and what is read and not changed is written as it was.

use std::{collections::BTreeSet, fs, path::Path};

use jiff::civil::{Date, Time, date};
use proptest::{collection, option, prelude::*, sample::select};
use throughline::{
    file::{read, write},
    org::*,
};

/// Writes a document, reads it and writes it again.
fn check(org: &Org) {
    let text = write(org).expect("it is written");
    let again = read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .org;
    assert_eq!(&again, org, "{text}");
    assert_eq!(write(&again).expect("it is written"), text);
    layout(&text);
}

/// The rules of the layout that a person would notice.
fn layout(text: &str) {
    assert!(text.starts_with("Throughline(version: 1,\n    name: \""), "{text}");
    assert!(
        text.ends_with(",\n)\n") && !text.contains('\r') && !text.contains(": Some("),
        "{text}"
    );
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        assert!(indent % 4 == 0 && !line.ends_with(' '), "{line:?}");
        // A line that is too wide has nothing left to be broken: one text, perhaps with its name.
        if line.chars().count() > 110 {
            assert!(line.ends_with("\",") || line.ends_with(['{', '(', '[']), "{line:?}");
        }
    }
}

#[test]
fn every_sample_is_written_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_orgs");
    let Ok(entries) = fs::read_dir(&folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "ron")) {
        let text = fs::read_to_string(path).expect("readable");
        let loaded = read(text.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(loaded.notes.is_empty(), "{}: {:?}", path.display(), loaded.notes);
        assert!(
            write(&loaded.org).expect("it is written") == text,
            "{} is laid out differently",
            path.display()
        );
    }
}

#[test]
fn a_document_from_a_text_editor_settles_after_one_save() {
    let text = "// by hand\r\n#![enable(implicit_some)]\r\nThroughline (version:1,name:r#\"A \"b\"\"#,parties:{\r\n\
        \"b\":Party(name:\"don\\u{27}t\",kind:Team,part_of:Some(\"a\")),/* x */\"a\":(name:\"two\nlines\",kind:Team,),})";
    let org = read(text.as_bytes()).expect("it is read").org;
    assert_eq!(
        write(&org).expect("it is written"),
        "Throughline(version: 1,\n    name: \"A \\\"b\\\"\",\n    parties: {\n        \
         \"a\": (name: \"two\\nlines\", kind: Team),\n        \
         \"b\": (name: \"don't\", kind: Team, part_of: \"a\"),\n    },\n)\n"
    );
    check(&org);
}

/// Texts that break careless writers: quotes, escapes, line ends, combining marks, right to left, emoji, brackets, long ones.
fn text() -> impl Strategy<Value = String> {
    let nasty = select(vec![
        "",
        "\"",
        "\\",
        "'",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{feff}",
        "\u{202e}",
        "\u{2028}",
        "\u{200d}",
        "👩‍👩‍👧",
        "🇹🇷",
        "e\u{301}",
        "שלום",
        "مرحبا\u{200f}",
        "\u{a0}",
        "r#\"x\"#",
        "//",
        "/*",
        "*/",
        "NaN",
        "inf",
        "Some(1)",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "a: b, c",
        "\\u{41}",
        "\u{10ffff}",
        "\u{e000}",
        "don't",
    ]);
    prop_oneof![
        3 => "[a-z]{0,12}",
        3 => collection::vec(nasty, 0..5).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[a-z ,:()\"]{80,160}",
    ]
}

fn id() -> impl Strategy<Value = String> {
    text()
}

fn day() -> impl Strategy<Value = Date> {
    (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y.abs(), m, d))
}

fn moment() -> impl Strategy<Value = Moment> {
    let time = (0_i8..24, 0_i8..60, 0_i8..60).prop_map(|(h, m, s)| Time::new(h, m, s, 0).expect("a time"));
    (day(), option::of(time)).prop_map(|(day, time)| time.map_or(Moment::day(day), |time| Moment::at(day, time)))
}

fn span() -> impl Strategy<Value = Span> {
    (any::<u16>(), select(Unit::ALL.to_vec())).prop_map(|(count, unit)| Span::new(count, unit))
}

fn set<T: Ord + std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = BTreeSet<T>> {
    collection::vec(of, 0..4).prop_map(BTreeSet::from_iter)
}

fn party() -> impl Strategy<Value = Party> {
    (
        (text(), select(PartyKind::ALL.to_vec()), option::of(id())),
        (
            option::of(any::<u32>()),
            set(id()),
            option::of((-1e6_f32..1e6, any::<f32>())),
            text(),
        ),
    )
        .prop_map(|((name, kind, part_of), (headcount, goals, position, notes))| Party {
            name,
            kind,
            part_of: part_of.map(|t| PartyId::new(&t)),
            headcount,
            goals: goals.iter().map(|t| GoalId::new(t)).collect(),
            position: position.map(|(x, y)| Position(x, if y.is_finite() { y } else { -0.0 })),
            notes,
        })
}

fn role() -> impl Strategy<Value = Role> {
    let holder = (
        text(),
        select(Tenure::ALL.to_vec()),
        option::of(day()),
        option::of(day()),
    )
        .prop_map(|(name, tenure, since, until)| Holder {
            name,
            tenure,
            since,
            until,
        });
    (
        text(),
        id(),
        collection::vec(text(), 0..3),
        collection::vec(holder, 0..3),
        set(id()),
        set(id()),
        text(),
    )
        .prop_map(
            |(name, party, responsibilities, holders, backups, trained_for, notes)| Role {
                name,
                party: PartyId::new(&party),
                responsibilities,
                holders,
                backups: backups.iter().map(|t| RoleId::new(t)).collect(),
                trained_for: trained_for.iter().map(|t| HandoffId::new(t)).collect(),
                notes,
            },
        )
}

fn cadence() -> impl Strategy<Value = Cadence> {
    prop_oneof![
        select(Cadence::all().to_vec()),
        (set(any::<u8>()), text()).prop_map(|(months, occasion)| Cadence::Situational { months, occasion }),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    let span = || option::of(span());
    (
        (text(), text(), text(), text()),
        (option::of(day()), option::of(day()), option::of(cadence())),
        (span(), span(), span()),
        prop_oneof![Just(DEFAULT_TARGET), 0.0..=1.0],
    )
        .prop_map(|(texts, days, spans, target)| Terms {
            deliverable: texts.0,
            promise: texts.1,
            need: texts.2,
            channel: texts.3,
            provider_agreed: days.0,
            customer_agreed: days.1,
            cadence: days.2,
            notice: spans.0,
            answer_within: spans.1,
            check_in_every: spans.2,
            target,
        })
}

fn handoff() -> impl Strategy<Value = Handoff> {
    let letters = (0_u8..16).prop_map(|bits| {
        Letter::ALL.into_iter().fold(Letters::default(), |all, letter| {
            all.with(letter, bits & (1 << letter as u8) != 0)
        })
    });
    (
        (
            id(),
            id(),
            text(),
            text(),
            text(),
            option::of(day()),
            option::of(cadence()),
        ),
        (option::of(span()), option::of(span()), option::of(span()), text()),
        (
            select(Importance::ALL.to_vec()),
            prop_oneof![Just(DEFAULT_TARGET), 0.0..=1.0],
            option::of(day()),
            text(),
        ),
        collection::btree_map(id(), letters, 0..3),
        (
            text(),
            text(),
            option::of(day()),
            option::of(day()),
            option::of(prop_oneof![1 => Just(Terms::default()), 4 => terms()]).boxed(),
            option::of((day(), text()).prop_map(|(on, text)| Difference { on, text })),
            option::of(day()),
        ),
    )
        .prop_map(|(sides, spans, rest, raci, agreement)| Handoff {
            purpose: agreement.0,
            shortfall: agreement.1,
            provider_agreed: agreement.2,
            customer_agreed: agreement.3,
            before: agreement.4.map(Box::new),
            difference: agreement.5,
            since: agreement.6,
            deliverable: sides.2,
            promise: sides.3,
            need: sides.4,
            agreed: sides.5,
            cadence: sides.6,
            notice: spans.0,
            answer_within: spans.1,
            check_in_every: spans.2,
            channel: spans.3,
            importance: rest.0,
            target: rest.1,
            reviewed: rest.2,
            notes: rest.3,
            raci: raci
                .into_iter()
                .map(|(role, letters)| (RoleId::new(&role), letters))
                .collect(),
            ..Handoff::between(PartyId::new(&sides.0), PartyId::new(&sides.1))
        })
}

fn pulse() -> impl Strategy<Value = Pulse> {
    (id(), id(), day(), any::<[Counts; 7]>(), text()).prop_map(|(rater, rated, on, counts, note)| Pulse {
        rater: PartyId::new(&rater),
        rated: PartyId::new(&rated),
        on,
        frequent: counts[0],
        timely: counts[1],
        accurate: counts[2],
        problem_solving: counts[3],
        shared_goals: counts[4],
        shared_knowledge: counts[5],
        respect: counts[6],
        note,
    })
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        id().prop_map(|t| Subject::Handoff(HandoffId::new(&t))),
        id().prop_map(|t| Subject::Party(PartyId::new(&t)))
    ]
}

fn action() -> impl Strategy<Value = Action> {
    (
        text(),
        text(),
        option::of(day()),
        option::of(subject()),
        text(),
        option::of(day()),
        option::of(day()),
        text(),
    )
        .prop_map(|(what, owner, due, repairs, risk, taken_on, done, notes)| Action {
            what,
            owner,
            due,
            repairs,
            risk,
            taken_on,
            done,
            notes,
        })
}

fn entry() -> impl Strategy<Value = LogEntry> {
    let flaw = (select(Cause::ALL.to_vec()), option::of(any::<f64>()), text()).prop_map(|(cause, cost, note)| Flaw {
        cause,
        cost: cost.filter(|c| c.is_finite()),
        note,
    });
    let handoff = || id().prop_map(|t| HandoffId::new(&t));
    let party = || id().prop_map(|t| PartyId::new(&t));
    prop_oneof![
        (
            handoff(),
            option::of(moment()),
            moment(),
            option::of(moment()),
            option::of(any::<bool>()),
            option::of(flaw),
            text()
        )
            .prop_map(|(handoff, asked, due, delivered, right_first_time, flaw, note)| {
                LogEntry::Delivery(Delivery {
                    handoff,
                    asked,
                    due,
                    delivered,
                    right_first_time,
                    flaw,
                    note,
                })
            }),
        (handoff(), party(), moment(), option::of(moment()), text()).prop_map(
            |(handoff, by, asked, answered, note)| {
                LogEntry::Clarification(Clarification {
                    handoff,
                    by,
                    asked,
                    answered,
                    note,
                })
            }
        ),
        (handoff(), day(), option::of(party()), text())
            .prop_map(|(handoff, on, by, note)| LogEntry::CheckIn(CheckIn { handoff, on, by, note })),
        (handoff(), day(), option::of(party()), text()).prop_map(|(handoff, on, by, note)| LogEntry::Thanks(Thanks {
            handoff,
            on,
            by,
            note
        })),
        (day(), option::of(handoff()), option::of(party()), text())
            .prop_map(|(on, handoff, by, note)| LogEntry::Idea(Idea { on, handoff, by, note })),
        (party(), day(), any::<u32>(), any::<u32>(), text()).prop_map(|(party, on, before, after, note)| {
            LogEntry::Change(Change {
                party,
                on,
                before,
                after,
                note,
            })
        }),
    ]
}

/// A map with such entries.
fn map<K: Ord + Clone, V: std::fmt::Debug>(
    id_of: fn(&str) -> K,
    of: impl Strategy<Value = V>,
) -> impl Strategy<Value = imbl::OrdMap<K, std::sync::Arc<V>>>
where
    imbl::OrdMap<K, std::sync::Arc<V>>: std::fmt::Debug,
{
    collection::vec((id(), of), 0..4).prop_map(move |entries| {
        entries
            .into_iter()
            .map(|(id, value)| (id_of(&id), std::sync::Arc::new(value)))
            .collect()
    })
}

fn acceptance() -> impl Strategy<Value = Acceptance> {
    (select(Rule::ALL.to_vec()), subject(), text(), day(), option::of(day())).prop_map(
        |(rule, at, reason, until, seen)| Acceptance {
            rule,
            at,
            reason,
            until,
            seen,
        },
    )
}

fn view() -> impl Strategy<Value = View> {
    let colours = vec![
        Colour::Reliability,
        Colour::Communication,
        Colour::Alignment,
        Colour::Goals,
    ];
    let focus = (id(), any::<u8>()).prop_map(|(party, steps)| Focus {
        party: PartyId::new(&party),
        steps,
    });
    let finite = || any::<f32>().prop_map(|v| if v.is_finite() { v } else { -0.0 });
    (
        text(),
        (finite(), finite()),
        finite(),
        select(colours),
        option::of(focus),
        collection::btree_set(id(), 0..3),
        any::<u32>(),
    )
        .prop_map(|(name, (x, y), zoom, colour, focus, collapsed, order)| View {
            name,
            centre: Position(x, y),
            zoom,
            colour,
            focus,
            collapsed: collapsed.iter().map(|id| PartyId::new(id)).collect(),
            order,
        })
}

fn org() -> impl Strategy<Value = Org> {
    let goal = (text(), option::of(id()), text()).prop_map(|(name, owner, notes)| Goal {
        name,
        owner: owner.map(|t| RoleId::new(&t)),
        notes,
    });
    let risks = (any::<u16>(), 0.0..1.0_f64).prop_map(|(stale_days, silo_index)| Thresholds {
        stale_days,
        silo_index,
        ..Thresholds::default()
    });
    let layout = select(&Arrangement::ALL[..]);
    let settings =
        (any::<u32>(), any::<u16>(), layout, risks).prop_map(|(anonymity_floor, window_days, layout, risks)| {
            Settings {
                layout,
                anonymity_floor,
                window_days,
                risks,
            }
        });
    (
        (text(), text(), prop_oneof![Just(Settings::default()), settings]),
        (
            map(GoalId::new, goal),
            map(PartyId::new, party()),
            map(RoleId::new, role()),
            // On the heap: the strategy of a whole document is large.
            map(HandoffId::new, handoff().boxed()),
        ),
        (
            map(PulseId::new, pulse()),
            map(ActionId::new, action()),
            map(AcceptanceId::new, acceptance()),
            map(ViewId::new, view()),
            map(LogId::new, entry()),
        ),
    )
        .prop_map(
            |(
                (name, about, settings),
                (goals, parties, roles, handoffs),
                (pulses, actions, acceptances, views, log),
            )| Org {
                version: FormatVersion,
                name,
                about,
                settings,
                goals,
                parties,
                roles,
                handoffs,
                pulses,
                actions,
                acceptances,
                views,
                log,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_document_is_read_as_it_was_written(org in org()) {
        check(&org);
    }

    #[test]
    fn every_problem_is_found_in_the_text(org in org()) {
        let text = write(&org).expect("it is written");
        let lines: Vec<&str> = text.lines().collect();
        for located in read(text.as_bytes()).expect("it is read").problems {
            let place = &located.problem.place;
            let rest: String = lines[located.line - 1].chars().skip(located.column - 1).collect();
            // The field; or the entry or part, where the field is left out as a default.
            prop_assert!(rest.starts_with(place.field) || rest.starts_with('"') || rest.starts_with("settings"), "{located:?}: {rest}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(Throughline\\(version: 1, )?(parties|log|[{}():,\"'/*#r\\\\a1 \n]|\\PC){0,60}") {
        if let Err(error) = read(text.as_bytes()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
