//! The Health screen as somebody uses it who has ten minutes before a meeting.

use egui::{Key, accesskit::Role};
use throughline::{
    file::read,
    health::{Health, Indicator, Scope},
    org::{Org, Rule, Subject},
    session::{Command, Screen, Session},
};

use crate::desk::{Desk, three};

const AS_OF: jiff::civil::Date = jiff::civil::Date::constant(2026, 11, 22);

fn harbour() -> Org {
    let text = include_bytes!("../../sample_orgs/harbour_tools.ron");
    read(text).expect("the sample is sound").org
}

fn health_of(org: Org) -> Desk {
    let mut desk = Desk::with(org);
    desk.command(Key::Num3);
    desk
}

/// The names in the table from top to bottom.
fn rows(desk: &Desk) -> Vec<String> {
    let org = desk.org();
    let mut rows: Vec<(f32, String)> = org
        .parties
        .values()
        .map(|party| (row(desk, &party.name).center().y, party.name.clone()))
        .collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

/// Where a party stands in the table.
fn row(desk: &Desk, party: &str) -> egui::Rect {
    let wanted = |name: &&String| name.starts_with(&format!("{party}, ")) && name.ends_with("Show on the map");
    let buttons = desk.all(Role::Button);
    let name = buttons.iter().find(wanted).expect("it has a row");
    desk.place(Role::Button, name)
}

/// The button whose name begins like this, if it is there.
fn button(desk: &Desk, begins: &str) -> Option<String> {
    desk.all(Role::Button).into_iter().find(|name| name.starts_with(begins))
}

/// Opens or closes a risk.
fn open_risk(desk: &mut Desk, begins: &str) {
    let name = button(desk, begins).expect("it was found");
    desk.reach_and_click(Role::Button, &name);
}

#[test]
fn the_rail_and_the_keys_go_to_the_screens() {
    let mut desk = Desk::with(three());
    desk.click(Role::Tab, "Health");
    assert!(desk.has(Role::Heading, "By party"));
    desk.command(Key::Num1);
    desk.card("Sales");
    assert!(!desk.has(Role::Heading, "By party"));
    desk.run("Go to Health");
    assert!(desk.has(Role::Heading, "By party"));
}

#[test]
fn the_worst_comes_first_until_another_order_is_chosen() {
    let mut desk = health_of(harbour());
    // The lowest of the three: Engineering 40, Payroll and Marketing 50.
    let worst = rows(&desk);
    assert_eq!(worst[0], "Engineering");
    let lowest = |name: &str| {
        let health = desk.session().health();
        let (id, _) = desk.org().parties.iter().find(|(_, party)| party.name == name).unwrap();
        let scope = Scope::Party(id.clone());
        let means = Indicator::ALL.map(|indicator| health.estimate(&scope, indicator).map(|e| e.mean));
        means.into_iter().flatten().fold(2.0, f64::min)
    };
    assert!(
        worst.windows(2).all(|two| lowest(&two[0]) <= lowest(&two[1]) + 0.001),
        "{worst:?}"
    );
    desk.click(Role::RadioButton, "A–Z");
    let mut by_name = worst.clone();
    by_name.sort();
    assert_eq!(rows(&desk), by_name);
    desk.click(Role::RadioButton, "Most depended on");
    let first = &rows(&desk)[0];
    let weight = |name: &str| {
        let served = desk
            .org()
            .handoffs
            .values()
            .filter(|h| desk.org().party_name(&h.provider) == name);
        served.map(|handoff| handoff.importance.weight()).sum::<f64>()
    };
    assert!(by_name.iter().all(|name| weight(name) <= weight(first)), "{first}");
}

#[test]
fn a_click_on_a_party_leads_to_it_on_the_map_and_its_own_year_is_one_click_away() {
    let mut desk = health_of(harbour());
    let at = row(&desk, "Payroll").center();
    desk.click_at(at);
    assert_eq!(desk.selected(), ["Payroll"]);
    desk.card("Payroll");
    desk.command(Key::Num3);
    assert!(desk.shows("Communication of the organisation over the last year"));
    desk.click(Role::RadioButton, "Payroll");
    assert!(desk.shows("Communication of Payroll over the last year"));
    desk.click(Role::RadioButton, "Whole organisation");
    assert!(desk.shows("Communication of the organisation over the last year"));
}

#[test]
fn the_window_is_one_undo_step() {
    let mut desk = health_of(harbour());
    desk.click(Role::RadioButton, "30 days");
    assert_eq!(desk.org().settings.window_days, 30);
    assert_eq!(desk.session().health().window.days, 30);
    desk.command(Key::Z);
    assert_eq!(desk.org().settings.window_days, 90);
    assert!(!desk.session().is_edited());
}

#[test]
fn what_would_help_is_taken_on_as_an_action() {
    let mut desk = health_of(harbour());
    let before = desk.org().actions.len();
    desk.press_beginning("Take on: Name one accountable role");
    assert_eq!(desk.org().actions.len(), before + 1);
    let (_, action) = desk
        .org()
        .actions
        .iter()
        .find(|(_, action)| action.what == "Name one accountable role")
        .expect("it is an action");
    assert_eq!(action.taken_on, Some(AS_OF));
    assert!(
        button(&desk, "Take on: Name one accountable role").is_none(),
        "not twice"
    );
    assert!(
        button(&desk, "Take on: Get “Payslips” right first time").is_some(),
        "others are not taken on"
    );
    desk.press_beginning("Taken on: Name one accountable role");
    assert_eq!(desk.org().actions.len(), before, "a second click takes it back");
    desk.command(Key::Z);
    assert_eq!(desk.org().actions.len(), before + 1);
    desk.command(Key::Z);
    assert_eq!(desk.org().actions.len(), before);
    assert!(button(&desk, "Take on: Name one accountable role").is_some());
}

#[test]
fn what_would_help_leads_to_where_it_is_repaired() {
    let mut desk = health_of(harbour());
    desk.press_beginning("Get “Payslips” right first time");
    assert_eq!(desk.selected(), ["Payslips"]);
    desk.card("Payroll");
    // Goals are chosen at a party.
    desk.command(Key::Num3);
    desk.press_beginning("Work for a goal that the paying customer names, Customer service and Tool retailers");
    assert_eq!(desk.selected(), ["Customer service"]);
}

#[test]
fn a_risk_is_accepted_for_a_while_with_a_reason() {
    let mut desk = health_of(harbour());
    let open = |desk: &Desk| {
        desk.words()
            .lines()
            .find(|line| line.starts_with("Risks "))
            .unwrap()
            .to_owned()
    };
    let before = open(&desk);
    open_risk(&mut desk, "Insecurity: The headcount fell");
    desk.reach_and_click(Role::Button, "Accept for a while…");
    desk.reach_and_click(Role::Button, "Accept");
    assert!(desk.shows("Say why"), "not without a reason");
    assert_eq!(desk.org().acceptances.len(), 0);
    desk.enter("Seen, and accepted because");
    desk.write("Two posts are filled in January");
    desk.reach_and_click(Role::Button, "Accept");
    let (_, acceptance) = desk.org().acceptances.iter().next().expect("it is in the document");
    assert_eq!(acceptance.rule, Rule::Insecurity);
    assert_eq!(acceptance.at, Subject::Party("customer-service".into()));
    assert_eq!(acceptance.reason, "Two posts are filled in January");
    assert_eq!(acceptance.seen, Some(AS_OF));
    assert_ne!(open(&desk), before, "it no longer counts");
    assert!(button(&desk, "Insecurity").is_none());
    desk.reach_and_click(Role::Button, "Show 1 accepted");
    assert!(button(&desk, "Insecurity").is_some());
    desk.command(Key::Z);
    assert_eq!(desk.org().acceptances.len(), 0);
    assert_eq!(open(&desk), before);
}

#[test]
fn repairs_of_the_same_words_are_told_apart() {
    let mut desk = health_of(harbour());
    let one = "Take on: Work for a goal that the paying customer names, Customer service and Tool retailers";
    let other = "Take on: Work for a goal that the paying customer names, Sales and Tool retailers";
    desk.press_beginning(one);
    assert!(button(&desk, one).is_none());
    assert!(button(&desk, other).is_some(), "this one was not taken on");
}

#[test]
fn the_form_of_an_acceptance_has_the_keyboard_and_esc_puts_it_away() {
    let mut desk = health_of(harbour());
    open_risk(&mut desk, "Insecurity: The headcount fell");
    desk.reach_and_click(Role::Button, "Accept for a while…");
    desk.write("nobody minds");
    assert_eq!(
        desk.value("Seen, and accepted because"),
        "nobody minds",
        "typed without a click"
    );
    // What is begun stays in sight when another finding is opened.
    open_risk(&mut desk, "Short notice");
    assert_eq!(desk.value("Seen, and accepted because"), "nobody minds");
    desk.key(Key::Escape);
    assert!(!desk.shows("Seen, and accepted because"));
    assert_eq!(desk.org().acceptances.len(), 0);
}

#[test]
fn a_calendar_on_health_is_closed_by_esc() {
    let mut desk = health_of(harbour());
    desk.press("As of 2026-11-22");
    assert!(desk.shows("November") || desk.shows("Nov"), "{}", desk.words());
    desk.settle();
    desk.key(Key::Escape);
    desk.settle();
    assert!(desk.has(Role::Heading, "By party"), "Health stays");
    assert_eq!(desk.session().as_of(), None);
}

#[test]
fn a_finding_far_down_the_list_is_found_by_who_is_led_to_it() {
    let mut org = harbour();
    let stale = org.handoffs["change-requests"].clone();
    for number in 0..150 {
        let mut copy = (*stale).clone();
        copy.agreed = Some(jiff::civil::date(2025, 1, 1));
        copy.check_in_every = None;
        copy.deliverable = format!("Copy {number:03}");
        org.handoffs
            .insert(format!("zz-copy-{number:03}").as_str().into(), copy.into());
    }
    org.log.insert(
        "2025-01-02-aaaa".into(),
        throughline::org::LogEntry::Change(throughline::org::Change {
            party: "sales".into(),
            on: jiff::civil::date(2025, 1, 2),
            before: 1,
            after: 1,
            note: String::new(),
        })
        .into(),
    );
    let mut desk = Desk::with(org);
    desk.app_mut()
        .select(throughline::session::Selection::handoff("zz-copy-149".into()));
    desk.settle();
    let name = button(&desk, "Show the evidence: Not looked at since").expect("it is stale");
    desk.reach_and_click(Role::Button, &name);
    assert!(desk.shows("Copy 149"), "it is among those shown");
    assert!(desk.shows("Read the promise and the need aloud"), "and open");
}

#[test]
fn a_half_typed_reason_is_not_lost_by_closing() {
    let mut desk = health_of(harbour());
    open_risk(&mut desk, "Insecurity: The headcount fell");
    desk.reach_and_click(Role::Button, "Accept for a while…");
    desk.enter("Seen, and accepted because");
    desk.write("Two posts");
    desk.close_window();
    desk.settle();
    assert!(
        desk.take_commands().contains(&egui::ViewportCommand::CancelClose),
        "it asks first"
    );
    assert!(
        desk.shows("A reason for accepting a risk is half typed"),
        "{}",
        desk.words()
    );
}

#[test]
fn what_to_look_at_first_leads_to_the_evidence() {
    let mut desk = Desk::with(harbour());
    let at = desk.card("Customer service").center();
    desk.click_at(at);
    desk.reach(Role::Label, "Look at first");
    let places: Vec<String> = desk.all(Role::Button);
    assert!(
        places.iter().any(|name| name.starts_with("Show the evidence: ")),
        "{places:?}"
    );
    desk.run("Select nothing");
    desk.command(Key::Num3);
    open_risk(&mut desk, "Communication breakdown: No check-in since 28 Jul");
    // The evidence leads to the handoff.
    desk.reach_and_click(Role::Button, "Show on the map");
    assert_eq!(desk.selected(), ["Answers to clarifications"]);
}

#[test]
fn risks_are_filtered_by_severity() {
    let mut desk = health_of(harbour());
    let filter = |desk: &Desk, of: &str| {
        let all = desk.all(Role::RadioButton);
        all.into_iter()
            .find(|name| name.starts_with(of))
            .expect("there is a filter")
    };
    let high = filter(&desk, "High");
    desk.reach_and_click(Role::RadioButton, &high);
    assert!(button(&desk, "External promise at risk").is_some());
    assert!(button(&desk, "Short notice").is_none());
    let medium = filter(&desk, "Medium");
    desk.reach_and_click(Role::RadioButton, &medium);
    assert!(button(&desk, "External promise at risk").is_none());
    assert!(button(&desk, "Short notice").is_some());
}

#[test]
fn an_empty_organisation_says_what_to_record_first() {
    let desk = health_of(Org::named("New"));
    for words in [
        "There is no party yet",
        "enter ballots, or record a check-in or a clarification",
        "record a delivery to get a number",
        "Nothing is measured yet",
        "No delivery was due in the last year",
    ] {
        assert!(desk.shows(words), "{words}: {}", desk.words());
    }
}

#[test]
fn the_year_is_gone_through_with_the_arrow_keys() {
    let mut desk = health_of(harbour());
    let chart = |desk: &Desk| {
        let images = desk.all(Role::Image);
        let first = images
            .into_iter()
            .find(|name| name.starts_with("Communication of the organisation"));
        first.expect("the chart has words")
    };
    let spoken = chart(&desk);
    assert!(spoken.contains("lowest") && spoken.contains("highest"), "{spoken}");
    let at = desk.place(Role::Image, &spoken).left_top() + egui::vec2(3.0, 3.0);
    desk.click_at(at);
    desk.point(egui::pos2(1.0, 1.0));
    desk.key(Key::End);
    assert!(
        chart(&desk).contains("22 Nov 2026: 70, likely 66 to 74"),
        "{}",
        chart(&desk)
    );
    desk.key(Key::ArrowLeft);
    let before = Health::of(&harbour(), AS_OF.saturating_sub(jiff::Span::new().days(7)), 90);
    let share = before.estimate(&Scope::Org, Indicator::Communication).unwrap();
    let words = throughline::health::words::value(Some(share));
    assert!(
        chart(&desk).contains(&format!("15 Nov 2026: {words}")),
        "{}",
        chart(&desk)
    );
}

#[test]
fn the_keys_of_the_map_rest_while_health_is_shown() {
    let mut desk = Desk::with(harbour());
    let at = desk.card("Payroll").center();
    desk.click_at(at);
    desk.command(Key::Num3);
    for key in [Key::Delete, Key::N, Key::H, Key::Backspace] {
        desk.key(key);
    }
    assert!(!desk.session().is_edited(), "nothing was deleted that one does not see");
    // From the palette they are meant, and lead to the map.
    desk.run("Add party");
    assert_eq!(desk.org().parties.len(), 14);
    desk.card("Warehouse");
}

#[test]
fn another_day_is_looked_at_and_today_comes_back() {
    let mut session = Session::new(harbour(), AS_OF);
    let then = AS_OF.saturating_sub(jiff::Span::new().days(40));
    session.set_as_of(Some(then));
    assert_eq!(session.as_of(), Some(then));
    assert_eq!(session.health(), &Health::of(session.org(), then, 90));
    assert!(!session.is_edited(), "looking changes nothing");
    assert!(Command::Today.enabled(Some(&session)));
    let _ = Command::Today.run(&mut session);
    assert_eq!(session.health(), &Health::of(session.org(), AS_OF, 90));
    assert!(!Command::Today.enabled(Some(&session)));
    // Choosing today is looking at today, also tomorrow.
    session.set_as_of(Some(AS_OF));
    assert_eq!(session.as_of(), None);
    assert_eq!(Screen::ALL.map(Screen::label), ["Map", "Roles", "Health"]);
}

/// Large enough that measuring it is left to somebody else.
#[test]
fn a_large_document_shows_the_earlier_figures_until_the_others_are_there() {
    let mut org = harbour();
    let one = org.handoffs["payslips"].clone();
    for number in 0..600 {
        org.handoffs
            .insert(format!("copy-{number}").as_str().into(), one.clone());
    }
    let mut session = Session::new(org, AS_OF);
    let before = session.health().clone();
    let then = AS_OF.saturating_sub(jiff::Span::new().days(40));
    session.set_as_of(Some(then));
    assert!(session.is_behind());
    assert_eq!(session.health(), &before, "nothing is mixed meanwhile");
    // An edit while the work is under way counts in what comes of it.
    let work = session.behind().expect("there is something to work out");
    let edit = throughline::org::Edit::RemoveHandoff("payslips".into());
    assert_eq!(session.edit("Delete", edit), Ok(()));
    session.catch_up(work.clone().measure());
    assert!(!session.is_behind());
    assert_eq!(session.health(), &Health::of(session.org(), then, 90));
    // What nobody wants any more is not taken over.
    session.set_as_of(None);
    session.catch_up(work.measure());
    assert!(session.is_behind());
    let today = session.behind().expect("today is wanted").measure();
    session.catch_up(today);
    assert_eq!(session.health(), &Health::of(session.org(), AS_OF, 90));
}

#[test]
fn where_a_risk_begins_is_a_setting_of_the_file() {
    let mut desk = Desk::with(harbour());
    desk.run("Organisation and goals…");
    desk.unfold("Where risks begin");
    desk.enter("Insecurity: the headcount fell by more than, in percent");
    desk.write("30");
    desk.key(Key::Enter);
    assert_eq!(desk.org().settings.risks.headcount_fall, 0.3);
    desk.enter("Silo: E–I index below, from −1 to 1");
    desk.write("−3");
    assert!(desk.shows("Type a number from -1 to 1"), "{}", desk.words());
    assert_eq!(desk.org().settings.risks.silo_index, -0.5, "nonsense is not taken over");
    desk.key(Key::Escape);
    desk.reach_and_click(Role::Button, "Close");
    desk.command(Key::Num3);
    assert!(
        button(&desk, "Insecurity: The headcount").is_none(),
        "20 % is below 30 %"
    );
    assert!(
        desk.session()
            .undo_label()
            .is_some_and(|label| label.contains("insecurity")),
        "{:?}",
        desk.session().undo_label()
    );
    desk.command(Key::Z);
    assert_eq!(desk.org().settings.risks.headcount_fall, 0.1);
    assert!(button(&desk, "Insecurity: The headcount").is_some());
    assert!(button(&desk, "Insecurity: The headcount").is_some());
}
