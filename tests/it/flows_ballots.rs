//! Rounds of ballots: entered as counts, kept only of groups, never lost half-way.

use egui::{Key, Role};
use throughline::{health::Indicator, org::Question};

use crate::desk::Desk;

const ABOUT: &str = "Production about Sales";

fn at_the_form() -> Desk {
    let mut desk = Desk::three();
    desk.press_beginning("Handoff Order");
    desk.unfold("How both sides see it");
    desk.reach_and_click(Role::Button, &format!("Enter a round: {ABOUT}"));
    desk
}

fn count(desk: &mut Desk, question: Question, answer: usize, people: &str) {
    let field = format!("{ABOUT}, {}, how many answered {answer}", question.label());
    desk.reach_and_click(Role::SpinButton, &field);
    desk.command(Key::A);
    desk.write(people);
    desk.key(Key::Enter);
}

#[test]
fn a_round_is_entered_and_counts_at_once() {
    let mut desk = at_the_form();
    for question in Question::ALL {
        count(&mut desk, question, 4, "6");
    }
    desk.reach_and_click(Role::Button, "Keep this round");
    let pulse = desk.org().pulses.values().next().cloned().unwrap();
    assert_eq!((pulse.rater.as_str(), pulse.rated.as_str()), ("production", "sales"));
    assert_eq!(pulse.timely, [0, 0, 0, 6, 0]);
    let scope = throughline::health::Scope::Handoff("order".into());
    let measured = |desk: &Desk| {
        desk.session()
            .health()
            .estimate(&scope, Indicator::Communication)
            .is_some()
    };
    assert!(measured(&desk));
    desk.command(Key::Z);
    assert!(desk.org().pulses.is_empty() && !measured(&desk));
}

#[test]
fn a_round_of_four_is_not_kept() {
    let mut desk = at_the_form();
    for question in Question::ALL {
        count(&mut desk, question, 2, "4");
    }
    assert!(desk.shows("4 ballots so far. From 5 on they can be kept."));
    desk.reach_and_click(Role::Button, "Keep this round");
    assert!(desk.org().pulses.is_empty(), "the button does nothing yet");
}

#[test]
fn a_half_entered_round_is_not_closed_over() {
    let mut desk = at_the_form();
    count(&mut desk, Question::Timely, 3, "9");
    desk.run("Close");
    assert!(desk.shows("A round of ballots is half entered"), "{}", desk.words());
    desk.press("Go back");
    assert!(desk.shows(ABOUT));
    desk.run("Close");
    desk.press("Throw it away");
    assert!(desk.shows("Who serves whom, and is the promise kept?"));
}
