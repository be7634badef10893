//! Files that nobody should send and somebody will: broken, huge, nested, cut off.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use throughline::file::{Faults, LoadError, load, read};

/// Reads a text that has faults, and not for long.
fn faults(text: &str) -> Faults {
    let start = Instant::now();
    let error = read(text.as_bytes()).expect_err("the text should be refused");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    match error {
        LoadError::Faults(faults) => faults,
        other => panic!("{other}"),
    }
}

/// Reads a text and compares its faults, one a line, without the remedies.
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = faults(text)
        .list
        .iter()
        .map(|f| {
            assert!(!f.remedy.is_empty() && !f.remedy.ends_with('.'), "{f}");
            format!("{}:{} {}: {}", f.line, f.column, f.place(), f.what)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn all_faults_are_told_at_once() {
    check(
        r#"Throughline(version: 1, name: "A",
    moods: {},
    parties: {
        "a": (name: "A", kind: Teem, headcount: -3, position: (NaN, 2.0)),
        "b": (name: "B", kind: Team),
        "b": (name: "B again", kind: Team, colour: "red"),
        "c": (kind: Team, headcount: "x"),
    },
    roles: {"r": (name: "R", party: "a", holders: [(name: "Ann", since: "2026-02-30")])},
    handoffs: {
        "h": (provider: "a", customer: "b", agreed: "2026-02-30", raci: {"r": "RX"}, target: inf),
    },
    pulses: {
        "p": (rater: "a", rated: "b", on: "2026-01-01", frequent: (0, -1, 0, 0, 0)),
    },
    log: {
        "l": Delivery(handoff: "h", due: "soon", flaw: (cause: Person)),
        "m": Lunch(on: "2026-01-01"),
    },
)"#,
        &[
            "2:5 document, moods: there is no field “moods” here",
            "4:32 party \"a\", kind: “Teem” is not a word that can stand here",
            "4:49 party \"a\", headcount: -3 is below zero",
            "4:63 party \"a\", position: a number here is not finite",
            "6:9 party \"b\": the id stands twice, first on line 5",
            "6:44 party \"b\", colour: there is no field “colour” here",
            "7:9 party \"c\", name: the field “name” is missing",
            "7:38 party \"c\", headcount: “\"x\"” is not a whole number that fits here",
            "9:73 role \"r\", holders: \"2026-02-30\" is not a date of the calendar",
            "11:53 handoff \"h\", agreed: \"2026-02-30\" is not a date of the calendar",
            "11:79 handoff \"h\", raci: 'X' is not a letter of responsibility",
            "11:94 handoff \"h\", target: a number here is not finite",
            "14:9 pulse \"p\", timely: the field “timely” is missing",
            "14:9 pulse \"p\", accurate: the field “accurate” is missing",
            "14:9 pulse \"p\", problem_solving: the field “problem_solving” is missing",
            "14:9 pulse \"p\", shared_goals: the field “shared_goals” is missing",
            "14:9 pulse \"p\", shared_knowledge: the field “shared_knowledge” is missing",
            "14:9 pulse \"p\", respect: the field “respect” is missing",
            "14:71 pulse \"p\", frequent: -1 is below zero",
            "17:42 log entry \"l\", due: \"soon\" is not a date of the calendar",
            "17:64 log entry \"l\", flaw: “Person” is not a word that can stand here",
            "18:14 log entry \"m\": “Lunch” is not a word that can stand here",
        ],
    );
}

#[test]
fn each_damage_has_its_own_words() {
    let start = "Throughline(version: 1, parties: {\n";
    for (rest, expected) in [
        (
            "\"a\": (name: \"A\" kind: Team)})",
            "2:17 party \"a\", name: a comma is missing here",
        ),
        (
            "\"a\": (name: \"A\", kind: Team) \"b\": (name: \"B\", kind: Team)})",
            "2:30 document: a comma is missing before this",
        ),
        (
            "\"a\": (name: \"A\", kind: Team,\n\"b\": (name: \"B\", kind: Team)})",
            "3:29 document: “}” stands here while the “(” of line 2 is still open",
        ),
        (
            "\"a\": (name: \"A\", kind: Team)",
            "1:34 document: the file ends while the “{” that stands here is open",
        ),
        (
            "\"a\": (name: \"A, kind: Team),\n\"b\": (name: \"B\", kind: Team)})",
            "2:13 document: the text in quotes that starts here runs over the end of the line",
        ),
        ("\"a\": (name: \"A", "2:13 document: what starts here never ends"),
        (
            "a: (name: \"A\", kind: Team)})",
            "2:1 party \"a\": “a” is not a text in quotes",
        ),
        (
            "\"a\": (name: A, kind: Team)})",
            "2:13 party \"a\", name: “A” is not a text in quotes",
        ),
        ("\"a\": })", "2:1 party \"a\": the value is missing"),
        ("}) trailing", "2:4 document: something follows the end of the document"),
        (
            "}, parties: {})",
            "2:4 document, parties: the field stands twice, first on line 1",
        ),
        (
            "}, goals: [])",
            "2:11 document, goals: “[]” is not a list of entries by id",
        ),
        (
            "}, settings: (window_days: -1))",
            "2:28 settings, window_days: -1 is below zero",
        ),
        ("}, name: 3)", "2:10 document, name: “3” is not a text in quotes"),
    ] {
        check(&format!("{start}{rest}"), &[expected]);
    }
    // A missing opening quote turns everything after it inside out; only its beginning and end are told.
    check(
        &format!("{start}a\": (name: \"A\", kind: Team), \"b\": (name: \"B\", kind: Team)}})"),
        &[
            "2:1 party \"a\": “a” is not a text in quotes",
            "2:44 document: what starts here never ends",
        ],
    );
    check(
        "Throughline(name: \"A\")",
        &["1:1 document, version: the file does not say which version of the format it has"],
    );
    check(
        "Throughline(version: 0)",
        &["1:22 document, version: “0” is not a version of the format"],
    );
    check(
        "Throughline(version: one)",
        &["1:22 document, version: “one” is not a version of the format"],
    );
}

#[test]
fn every_required_field_is_missed() {
    for (section, entry, expected) in [
        ("goals", "()", "name"),
        ("parties", "()", "name kind"),
        ("roles", "()", "name party"),
        ("handoffs", "()", "provider customer"),
        (
            "pulses",
            "()",
            "rater rated on frequent timely accurate problem_solving shared_goals shared_knowledge respect",
        ),
        ("actions", "()", "what"),
        ("acceptances", "()", "rule at reason until"),
        ("views", "()", "name centre zoom"),
        ("views", "(focus: ())", "name centre zoom focus"),
        ("log", "Delivery()", "handoff due"),
        ("log", "Delivery(flaw: (note: \"x\"))", "handoff due flaw"),
        ("log", "Clarification()", "handoff by asked"),
        ("log", "CheckIn()", "handoff on"),
        ("log", "Thanks()", "handoff on"),
        ("log", "Idea()", "on note"),
        ("log", "Change()", "party on before after"),
    ] {
        let text = format!("Throughline(version: 1, {section}: {{\"x\": {entry}}})");
        let found: Vec<String> = faults(&text).list.into_iter().map(|fault| fault.field).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_told_so() {
    let whole = r#"Throughline(version: 1,
    name: "A \"b\" ü",
    parties: {"a": (name: "A", kind: Team, position: (1.5, 2.0))},
    handoffs: {"h": (provider: "a", customer: "a", raci: {"r": "RA"})}, // end
)"#;
    assert!(read(whole.as_bytes()).is_ok());
    for cut in (13..whole.len()).filter(|n| whole.is_char_boundary(*n)) {
        assert!(!faults(&whole[..cut]).list.is_empty(), "{}", &whole[..cut]);
    }
}

#[test]
fn a_file_with_any_byte_changed_never_panics() {
    let whole = "Throughline(version: 1, name: \"A\", parties: {\"a\": (name: r#\"A\"#, kind: Team)}, log: {\"l\": Idea(on: \"2026-01-01\", note: \"x\")})";
    for at in 0..whole.len() {
        for byte in b"(){}[]\"'\\,:/*#r-0\n\x00\xff\xe2" {
            let mut bytes = whole.as_bytes().to_vec();
            bytes[at] = *byte;
            if let Err(error) = read(&bytes) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

#[test]
fn nesting_is_refused_without_a_fall() {
    for open in ["(", "[", "{", "[(", "{\"a\":", "Some(", "/*", "Delivery("] {
        let deep = open.repeat(10_000);
        for text in [
            format!("Throughline(version: 1, parties: {deep}"),
            format!("Throughline(version: 1, parties: {{\"a\": (name: \"A\", kind: Team, notes: {deep}"),
            format!("Throughline(version: 1, log: {{\"a\": {deep}"),
            format!("Throughline{deep}").replacen(open, &format!("({open}"), 1),
        ] {
            assert!(!faults(&text).list.is_empty());
        }
        let closed = format!(
            "Throughline(version: 1, log: {{\"a\": {}{}}})",
            "[".repeat(10_000),
            "]".repeat(10_000)
        );
        assert!(!faults(&closed).list.is_empty());
    }
}

#[test]
fn a_hostile_text_is_not_repeated_in_full() {
    let long = "x".repeat(1_000_000);
    for text in [
        format!("Throughline(version: 1, {long}: 3)"),
        format!("Throughline(version: 1, parties: {{\"{long}\": (name: 3, kind: {long})}})"),
        format!("Throughline(version: 1, parties: {{\"a\": (name: \"A\", kind: Team, {long}: 3)}})"),
        format!("Throughline(version: 1, log: {{\"a\": Idea(on: \"{long}\", note: \"\")}})"),
        format!("Throughline(version: 1, log: {{\"a\": {long}(on: \"\")}})"),
        format!("Throughline(version: {long})"),
        format!("{long}Throughline(version: 1)"),
    ] {
        let message = read(text.as_bytes()).expect_err("refused").to_string();
        assert!(message.len() < 1500, "{} bytes: {}", message.len(), &message[..300]);
    }
    let dangling =
        format!("Throughline(version: 1, parties: {{\"a\": (name: \"A\", kind: Team, part_of: \"{long}\")}})");
    let loaded = read(dangling.as_bytes()).expect("it opens");
    assert!(loaded.problems[0].problem.to_string().len() < 300);
}

#[test]
fn very_many_faults_are_counted_and_the_first_are_listed() {
    let mut text = "Throughline(version: 1, parties: {\n".to_owned();
    for n in 0..20_000 {
        writeln!(text, "\"p{n}\": (name: \"P\", kind: Teem, headcount: -1),").unwrap();
    }
    text.push_str("})");
    let faults = faults(&text);
    assert_eq!(
        (faults.list.len(), faults.more),
        (Faults::LISTED, 40_000 - Faults::LISTED)
    );
    assert_eq!(
        (faults.list[0].line, faults.list[1].line, faults.list[2].line),
        (2, 2, 3)
    );
}

#[test]
fn one_entry_with_very_many_faults_takes_no_long_time() {
    let fields: Vec<String> = (0..20_000).map(|n| format!("f{n}: 1")).collect();
    let fields = fields.join(", ");
    let text = format!("Throughline(version: 1, parties: {{\"a\": (name: \"A\", kind: Team, {fields})}})");
    assert!(!faults(&text).list.is_empty());
    let ids = "\"a\": (name: \"A\", kind: Team),".repeat(20_000);
    let twice = faults(&format!("Throughline(version: 1, parties: {{{ids}}})"));
    assert_eq!(twice.list.len() + twice.more, 19_999);
}

#[test]
fn other_kinds_of_files_are_named() {
    for (bytes, expected) in [
        (&b""[..], "The file is empty."),
        (b"\n  // nothing\n", "The file is empty."),
        (b"\xff\xfeT\0h\0r\0", "The file is encoded as UTF-16."),
        (b"\0T\0h\0r\0o", "The file is encoded as UTF-16."),
        (
            b"{\"version\": 1}",
            "This is not a Throughline document: it begins with “{\"version\": 1}”",
        ),
        (b"\x89PNG\r\n", "This is not a Throughline document"),
        (
            b"Throughline(\n\nname: \"\xe9\")",
            "Line 3, column 8 is not UTF-8 text.",
        ),
    ] {
        let error = read(bytes).expect_err("refused").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let newer = read(b"Throughline(version: 2, feelings: [1])").expect_err("refused");
    assert!(matches!(newer, LoadError::Newer(2)));
}

#[test]
fn noise_is_refused_by_its_beginning_and_size_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("big.ron");
    for (beginning, length) in [("noise", 300_000_000), ("Throughline(version: 1, ", 300_000_000)] {
        std::fs::write(&path, beginning).expect("written");
        // A hole: it takes no room, but would take its time to read.
        let file = std::fs::File::options().write(true).open(&path).expect("open");
        file.set_len(length).expect("longer");
        let start = Instant::now();
        let error = load(&path).expect_err("refused");
        assert!(
            start.elapsed() < Duration::from_millis(500),
            "took {:?}",
            start.elapsed()
        );
        let large = matches!(error, LoadError::TooLarge { bytes } if bytes == length);
        assert_eq!(large, beginning != "noise", "{error}");
    }
}

#[test]
fn problems_of_a_large_file_on_one_line_are_placed_in_no_long_time() {
    let mut text = "Throughline(version: 1, parties: {".to_owned();
    for n in 0..20_000 {
        write!(text, "\"p{n}\": (name: \"P\", kind: Team, part_of: \"none{n}\"),").unwrap();
    }
    text.push_str("})");
    let start = Instant::now();
    let loaded = read(text.as_bytes()).expect("it opens");
    assert_eq!(loaded.problems.len(), 20_000);
    let last = loaded.problems.last().expect("some");
    assert_eq!(&text[last.column - 1..][..7], "part_of");
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
}

#[test]
fn a_very_long_chain_of_parties_takes_no_long_time() {
    let mut text = "Throughline(version: 1, parties: {".to_owned();
    for n in 0..30_000 {
        write!(text, "\"p{n}\": (name: \"P\", kind: Team, part_of: \"p{}\"),", n + 1).unwrap();
    }
    text.push_str("\"p30000\": (name: \"P\", kind: Team, part_of: \"p29999\")})");
    let start = Instant::now();
    let loaded = read(text.as_bytes()).expect("it opens");
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
    // Only the last two are part of each other; the others merely lead there.
    let found: Vec<&str> = loaded.problems.iter().map(|l| l.problem.place.id.as_str()).collect();
    assert_eq!(found, ["p29999", "p30000"]);
}
