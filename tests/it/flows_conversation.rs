//! A promise talked through by its two sides, with the keyboard alone.

use egui::{Key, accesskit::Role};
use jiff::civil::date;
use throughline::{
    file::read,
    org::{Agreement, Difference, HandoffId, Org, Side},
    session::Selection,
};

use crate::desk::{Desk, three};

/// Sales promises Production an order, and both said yes in March.
fn agreed() -> Org {
    let mut org = three();
    let mut order = (*org.handoffs["order"]).clone();
    "Ten a day".clone_into(&mut order.promise);
    "Ten a day, with sizes".clone_into(&mut order.need);
    order.agreed = Some(date(2026, 3, 16));
    org.handoffs.insert("order".into(), order.into());
    org
}

fn select(desk: &mut Desk, handoff: &str) {
    desk.app_mut().select(Selection::handoff(HandoffId::new(handoff)));
    desk.settle();
}

/// The page of that handoff.
fn talking(org: Org, handoff: &str) -> Desk {
    let mut desk = Desk::with(org);
    select(&mut desk, handoff);
    desk.run("Talk a promise through…");
    assert!(desk.has(Role::Button, "Close"), "{}", desk.words());
    desk
}

/// Presses Tab until something of that name has the keyboard.
#[track_caller]
fn tab_to(desk: &mut Desk, wanted: &str) {
    let mut passed = Vec::new();
    for _ in 0..60 {
        desk.key(Key::Tab);
        let focused = desk.focused().unwrap_or_default();
        if focused == wanted {
            return;
        }
        passed.push(focused);
    }
    panic!("Tab never reaches “{wanted}”: {passed:?}");
}

fn undo_label(desk: &Desk) -> &str {
    desk.session().undo_label().unwrap_or_default()
}

#[test]
fn five_questions_end_with_a_yes_of_both() {
    let mut desk = talking(three(), "order");
    assert!(desk.shows("Sales to Production · Order"));
    assert!(desk.shows("Neither side has said yes yet."));
    assert!(desk.shows("Production has not said what it needs."));
    assert!(desk.shows("Sales has not said what it promises."));
    for (question, answer) in [
        ("1. What do you need from me?", "Sizes on every line"),
        ("2. What do you do with it?", "Plan the week"),
        ("3. Where does it fall short?", "Dates move"),
        ("4. What do we promise?", "Complete by noon"),
    ] {
        tab_to(&mut desk, question);
        desk.write(answer);
    }
    tab_to(&mut desk, "Notice we need");
    desk.key(Key::Enter);
    let order = desk.handoff("order");
    assert_eq!(
        [&order.need, &order.purpose, &order.shortfall, &order.promise],
        ["Sizes on every line", "Plan the week", "Dates move", "Complete by noon"]
    );
    assert_eq!(order.notice.map(|span| span.to_string()).as_deref(), Some("3 days"));
    assert!(desk.shows("does the promise meet the need?"), "{}", desk.words());

    let today = date(2026, 11, 22);
    tab_to(&mut desk, "Yes from Production");
    desk.key(Key::Enter);
    assert_eq!(
        desk.handoff("order").agreement(),
        Agreement::OneSide(Side::Customer, today)
    );
    assert!(desk.shows("Production said yes on 22 Nov 2026, Sales has not yet."));
    // Taken back by pressing again.
    desk.key(Key::Space);
    assert_eq!(desk.handoff("order").agreement(), Agreement::Open);
    assert_eq!(undo_label(&desk), "Production takes its yes back");
    desk.key(Key::Space);
    tab_to(&mut desk, "Yes from Sales");
    desk.key(Key::Space);
    assert_eq!(desk.handoff("order").agreement(), Agreement::Settled(today));
    assert!(desk.shows("Both said yes on 22 Nov 2026."));
    assert!(!desk.has(Role::Button, "Both agree"));
    assert_eq!(undo_label(&desk), "Yes from Sales");
    desk.key(Key::Escape);
    assert!(!desk.shows("4. What do we promise?"));
    for expected in [
        Agreement::OneSide(Side::Customer, today),
        Agreement::Open,
        Agreement::OneSide(Side::Customer, today),
        Agreement::Open,
    ] {
        desk.command(Key::Z);
        assert_eq!(desk.handoff("order").agreement(), expected);
    }
    for _ in 0..5 {
        desk.command(Key::Z);
    }
    assert_eq!(desk.org(), &three(), "each answer was one step");
}

#[test]
fn a_long_page_follows_the_keyboard_and_begins_at_its_beginning() {
    let mut org = agreed();
    let mut order = (*org.handoffs["order"]).clone();
    order.need = "One line of many.\n".repeat(80);
    org.handoffs.insert("order".into(), order.into());
    let mut desk = talking(org, "order");
    let first = |desk: &Desk| {
        desk.place(Role::MultilineTextInput, "1. What do you need from me?")
            .top()
    };
    let top = first(&desk);
    let screen = desk.place(Role::Canvas, "Map").bottom();
    tab_to(&mut desk, "Close");
    assert!(first(&desk) < top - 100.0);
    assert!(desk.place(Role::Button, "Close").bottom() < screen);
    desk.key(Key::Enter);
    assert!(!desk.shows("4. What do we promise?"));
    desk.run("Talk a promise through…");
    assert!((first(&desk) - top).abs() < 1.0, "{} {top}", first(&desk));
}

#[test]
fn what_they_see_differently_is_written_down() {
    let mut desk = talking(agreed(), "order");
    assert!(desk.shows("Nothing was changed since both said yes."));
    let field = "We see it differently for now";
    tab_to(&mut desk, field);
    desk.write("Who counts");
    // Esc leaves the field, and what was said stays; the page stays as well, and one can undo there.
    desk.key(Key::Escape);
    let said = desk
        .handoff("order")
        .difference
        .as_ref()
        .map(|difference| difference.text.as_str());
    assert_eq!(said, Some("Who counts"));
    assert!(desk.shows("4. What do we promise?"));
    desk.command(Key::Z);
    assert_eq!(desk.handoff("order").difference, None);
    assert!(desk.shows("4. What do we promise?"));
    tab_to(&mut desk, field);
    desk.write("Who counts the day");
    // What is still being typed is part of the document, however the page is closed.
    desk.press("Close");
    assert!(!desk.shows("4. What do we promise?"));
    let difference = Difference {
        on: date(2026, 11, 22),
        text: "Who counts the day".to_owned(),
    };
    assert_eq!(desk.handoff("order").difference, Some(difference));
    // The agreement stands; beside the map it says what is seen differently.
    assert_eq!(desk.handoff("order").agreement(), Agreement::Settled(date(2026, 3, 16)));
    assert!(desk.shows("Seen differently since 22 Nov 2026: Who counts the day"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &agreed());
    // A difference goes with the yes of both.
    desk.keys(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, Key::Z);
    desk.enter("Need");
    desk.write("Twelve a day");
    desk.key(Key::Tab);
    desk.run("Talk a promise through…");
    tab_to(&mut desk, "Both agree");
    desk.key(Key::Enter);
    assert_eq!(desk.handoff("order").difference, None);
    assert_eq!(
        desk.handoff("order").agreement(),
        Agreement::Settled(date(2026, 11, 22))
    );
}

#[test]
fn a_changed_promise_asks_again_and_undo_brings_the_agreement_back() {
    let mut desk = Desk::with(agreed());
    select(&mut desk, "order");
    assert!(desk.shows("Both said yes on 16 Mar 2026."));
    desk.enter("Promise");
    desk.write("Twelve a day");
    let asked = "Changed since both said yes on 16 Mar 2026. Neither side has said yes to the change yet.";
    assert!(desk.shows(asked), "{}", desk.words());
    assert!(desk.shows("Promise: Ten a day → Twelve a day"));
    desk.key(Key::Tab);
    desk.reach_and_click(Role::Button, "It means the same: keep the agreement");
    assert!(desk.shows("Both said yes on 16 Mar 2026."));
    assert!(!desk.shows("→ Twelve a day"));
    assert_eq!(undo_label(&desk), "Keep the agreement");
    desk.command(Key::Z);
    assert!(desk.shows(asked));
    desk.command(Key::Z);
    assert!(desk.shows("Both said yes on 16 Mar 2026."));
    assert_eq!(desk.org(), &agreed());
    // Typed back letter by letter, nothing is left to undo.
    desk.enter("Promise");
    desk.write("Ten");
    assert!(desk.shows(asked));
    desk.write(" a day");
    assert!(!desk.shows(asked));
    desk.key(Key::Tab);
    assert_eq!(desk.org(), &agreed());
    assert_eq!(undo_label(&desk), "");
}

#[test]
fn the_page_is_offered_where_one_handoff_is_selected() {
    let mut desk = Desk::with(agreed());
    desk.select(&["sales"]);
    desk.run("Talk a promise through…");
    assert!(!desk.shows("4. What do we promise?"));
    desk.key(Key::Escape);
    select(&mut desk, "order");
    desk.reach_and_click(Role::Button, "Talk it through");
    assert!(desk.shows("4. What do we promise?"));
    desk.key(Key::Escape);
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    let harbour = read(text).expect("the sample is sound").org;
    for (handoff, words) in [
        (
            "qualified-leads",
            "Marketing said yes on 14 Sep 2026, Sales has not yet.",
        ),
        ("change-requests", "Channel: round on the floor → mail"),
        ("answers-to-clarifications", "written down on 13 Oct 2026"),
        (
            "answers-to-clarifications",
            "In the ballots the two sides are 1.5 points apart on",
        ),
    ] {
        let desk = talking(harbour.clone(), handoff);
        assert!(desk.shows(words), "{}", desk.words());
    }
}
