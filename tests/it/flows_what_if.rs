//! What if: asked on the map, with the pointer and with nothing but the keyboard.
//!
//! Figures of Harbour Tools are from Python, out of `throughline json` and of what `throughline health --json` says of
//! each handoff today: the indicators then are `sum(w * m) / sum(w)` over the handoffs that stay, `w` their
//! importance; parties upstream are found by walking the handoffs backwards; a chain keeps the product of its means.

use std::{path::PathBuf, time::Duration};

use egui::{
    Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Shape, Vec2, accesskit::Role, epaint::ClippedShape,
    vec2,
};
use throughline::{
    file,
    org::{Handoff, Org, Party, PartyId},
    session::{Screen, Selection, Session},
    ui::{
        app::{App, Edge},
        dialogs::{Answer, Dialogs, Question},
        fonts,
        prefs::Prefs,
        tokens::ThemeChoice,
    },
};

use crate::desk::{Desk, three};

/// Harbour Tools as it comes with the app.
fn harbour() -> Desk {
    let path = PathBuf::from("sample_orgs/harbour_tools.ron");
    let (loaded, stamp) = file::load(&path).unwrap();
    let mut desk = Desk::start();
    let today = jiff::civil::date(2026, 11, 22);
    desk.app_mut().show(Session::opened(loaded.org, path, stamp, today));
    desk.settle();
    desk
}

/// Harbour Tools with the question begun and that party selected.
fn asked_of(party: &str) -> Desk {
    let mut desk = harbour();
    desk.press("What if…");
    desk.select(&[party]);
    desk
}

fn select_handoff(desk: &mut Desk, id: &str) {
    desk.app_mut().select(Selection::handoff(id.into()));
    desk.settle();
}

#[track_caller]
fn expect(desk: &Desk, words: &[&str]) {
    for words in words {
        assert!(desk.shows(words), "no “{words}” among\n{}", desk.words());
    }
}

#[track_caller]
fn expect_none(desk: &Desk, words: &[&str]) {
    for words in words {
        assert!(!desk.shows(words), "“{words}” among\n{}", desk.words());
    }
}

/// What the panel says only while the question is being asked.
const PANEL: &str = "Supposed, not written down";

#[test]
fn a_missing_party_is_told_beside_today_and_the_document_stays_as_it_is() {
    let mut desk = harbour();
    let before = desk.org().clone();
    desk.press("What if…");
    expect(
        &desk,
        &[
            PANEL,
            "Choose a party or a handoff on the map, then what to take away. Nothing in the document changes.",
            "What if: nothing taken away yet",
        ],
    );
    expect_none(&desk, &["What follows", "Apply to the document"]);
    let card = desk.card("Engineering").center();
    desk.click_at(card);
    desk.click(Role::CheckBox, "Take away Engineering");
    expect(
        &desk,
        &[
            "What if: Engineering gone",
            "Engineering is not there",
            // 70.4 to 76.9, 63.5 to 66.7 and 79.4 to 81.4.
            "Communication: today 70, ",
            "then 77, ",
            "Alignment: today 64, ",
            "then 67, ",
            "Handoff reliability: today 79, ",
            "then 81, ",
            // Two to Engineering, one from IT services, and two that it gives.
            "5 handoffs go as well.",
            "Promises to paying customers (2)",
            "Complaint answered: 6 of 10 parties upstream cut off",
            "Orders shipped: 1 of 11 parties upstream cut off",
            "Engineering, Team, supposed to be gone",
            "Handoff Released drawings, from Engineering to Production, gone",
            "Handoff Complaint answered, from Customer service to Tool retailers, handoff reliability 83, strong",
            ", 6 of 10 parties cut off",
        ],
    );
    // Who stays keeps figures; today's risks are not those of a map that is supposed.
    expect_none(&desk, &["Stranded (", " risk", "Nothing else follows"]);
    assert_eq!(desk.org(), &before);
    assert!(!desk.session().is_edited());
    assert_eq!(desk.session().undo_label(), None);
    desk.press("Take back: Engineering is not there");
    expect(
        &desk,
        &["What if: nothing taken away yet", "Engineering, Team, 12 people"],
    );
}

#[test]
fn the_stranded_are_named_and_found() {
    let mut desk = asked_of("production");
    desk.click(Role::CheckBox, "Take away Production");
    expect(
        &desk,
        &[
            "Stranded (2)",
            "Alder Steel, Supplier",
            "stranded: no chain to a paying customer",
            "Orders shipped: 5 of 11 parties upstream cut off",
        ],
    );
    desk.reach_and_click(Role::Button, "Procurement: No chain to a paying customer any more");
    assert_eq!(desk.selected(), ["Procurement"]);
    expect(&desk, &["Take away Procurement", "What if: Production gone"]);
}

#[test]
fn a_promise_that_is_lost_says_so() {
    let mut desk = asked_of("warehouse");
    desk.click(Role::CheckBox, "Take away Warehouse");
    expect(
        &desk,
        &[
            "Orders shipped: Lost",
            "Handoff Orders shipped, from Warehouse to Tool retailers, lost",
            // 70.4 and 70.1.
            "too little data to be sure",
        ],
    );
    let change = desk.words();
    let line = change.lines().find(|line| line.starts_with("Communication: today"));
    assert!(line.is_some_and(|line| line.ends_with("; no change")), "{line:?}");
}

#[test]
fn a_role_and_holders_are_taken_away_by_number_and_never_by_name() {
    let mut desk = asked_of("engineering");
    desk.click(Role::CheckBox, "Take away the role Chief engineer");
    expect(
        &desk,
        &[
            "The role Chief engineer is not filled",
            "Nobody accountable (1)",
            "Released drawings: Engineering to Production",
            // The chief engineer has no backup; the design engineers are trained for it.
            "Released drawings: Trained: Design engineer (Engineering)",
            ", nobody accountable",
        ],
    );
    desk.click(Role::CheckBox, "Take away one holder of Design engineer (2 of 5)");
    desk.click(Role::CheckBox, "Take away one holder of Design engineer (5 of 5)");
    expect(&desk, &["2 of 5 holders of Design engineer are not there"]);
    expect_none(&desk, &["Petra Solano", "Arun Dale", "Samir Holt"]);
    assert!(!desk.session().is_edited());

    desk.press("Apply to the document…");
    expect(
        &desk,
        &["The document loses 1 role and 3 holders. One undo brings all of it back."],
    );
    let before = desk.org().clone();
    desk.press("Apply");
    assert!(!desk.org().roles.contains_key("chief-engineer"));
    let left: Vec<_> = desk.org().roles["design-engineer"].holders.iter().collect();
    let left: Vec<_> = left.iter().map(|holder| holder.name.as_str()).collect();
    assert_eq!(left, ["Petra Solano", "Jonas Wirth", "Lena Abbott"]);
    desk.command(Key::Z);
    assert_eq!(desk.org(), &before);
}

#[test]
fn the_only_holder_leaves_promises_that_nobody_could_cover() {
    let mut desk = asked_of("payroll");
    desk.click(Role::CheckBox, "Take away the only holder of Payroll clerk");
    expect(
        &desk,
        &[
            "The only holder of Payroll clerk is not there",
            // The IT lead answers for the payment file too.
            "Nobody accountable (1)",
            "Nobody responsible (2)",
            "Payslips: Nobody is recorded who could",
            "Payment file: Nobody is recorded who could",
        ],
    );
}

#[test]
fn where_nothing_follows_that_is_said() {
    let mut desk = asked_of("marketing");
    desk.click(Role::CheckBox, "Take away the role Marketing lead");
    expect(&desk, &["Nothing else follows that is recorded in this file."]);
    expect_none(
        &desk,
        &["Stranded (", "Promises to paying", "Nobody", "Who could cover"],
    );
}

#[test]
fn applied_it_is_one_undo_step() {
    let mut desk = asked_of("engineering");
    let before = desk.org().clone();
    desk.click(Role::CheckBox, "Take away Engineering");
    desk.press("Apply to the document…");
    expect(&desk, &["The document loses 1 party, 2 roles, 6 holders, 5 handoffs, "]);
    assert_eq!(desk.org(), &before, "only told so far");
    desk.press("Go on supposing");
    expect_none(&desk, &["The document loses"]);
    desk.press("Apply to the document…");
    desk.press("Apply");
    assert!(!desk.org().parties.contains_key("engineering"));
    assert_eq!(desk.org().handoffs.len(), before.handoffs.len() - 5);
    expect_none(&desk, &[PANEL, "What if: "]);
    assert_eq!(desk.session().undo_label(), Some("Engineering gone"));
    desk.command(Key::Z);
    assert_eq!(desk.org(), &before);
    assert!(!desk.session().is_edited());
}

#[test]
fn a_handoff_keeps_less() {
    let mut desk = harbour();
    desk.key(Key::W);
    select_handoff(&mut desk, "finished-tools");
    expect(&desk, &["Today it keeps 90 % of its deliveries."]);
    // The middle of the slider is half.
    desk.click(Role::Slider, "It keeps");
    expect(
        &desk,
        &[
            "What if: Finished tools with papers kept 50 % of the time",
            "Take back: Finished tools with papers keeps 50 %",
            // 79.4 to 76.9.
            "Handoff reliability: today 79, ",
            "then 77, ",
            // 0.9038 × 0.8269 and 0.5 × 0.8269.
            "Orders shipped: The chain from Finished tools with papers keeps 41 instead of 75 %",
            ", 41 instead of 75",
            "A supposed reliability is no fact, so there is nothing to write into the document.",
        ],
    );
    let before = desk.org().clone();
    desk.press("Apply to the document…");
    expect_none(&desk, &["The document loses"]);
    assert_eq!(desk.org(), &before);
    // Together with a fact, the fact can be written down, and it alone.
    desk.select(&["marketing"]);
    desk.click(Role::CheckBox, "Take away the role Marketing lead");
    desk.press("Apply to the document…");
    desk.press("Apply");
    assert_eq!(desk.session().undo_label(), Some("the role Marketing lead gone"));
    assert_eq!(desk.org().log.len(), before.log.len());
}

#[test]
fn done_the_key_and_the_button_leave_everything_as_it_was() {
    let leave: [fn(&mut Desk); 3] = [
        |desk| desk.press("Done"),
        |desk| desk.key(Key::W),
        |desk| desk.press("What if…"),
    ];
    for leave in leave {
        let mut desk = asked_of("engineering");
        let before = desk.org().clone();
        desk.click(Role::CheckBox, "Take away Engineering");
        leave(&mut desk);
        expect_none(&desk, &[PANEL, "What if: ", "supposed to be gone"]);
        assert_eq!(desk.org(), &before);
        assert_eq!((desk.session().is_edited(), desk.session().undo_label()), (false, None));
        desk.press("What if…");
        expect(&desk, &["What if: nothing taken away yet"]);
    }
}

#[test]
fn esc_throws_nothing_away_that_is_supposed() {
    let mut desk = asked_of("engineering");
    desk.click(Role::CheckBox, "Take away Engineering");
    desk.press("Apply to the document…");
    desk.key(Key::Escape);
    assert_eq!(desk.selected(), [""; 0], "what is selected is put away first");
    desk.key(Key::Escape);
    expect_none(&desk, &["The document loses"]);
    for _ in 0..3 {
        desk.key(Key::Escape);
        expect(&desk, &[PANEL, "What if: Engineering gone"]);
    }
    desk.press("Start over");
    desk.key(Key::Escape);
    expect_none(&desk, &[PANEL, "What if: "]);
}

#[test]
fn nobody_is_asked_to_apply_what_an_undo_took_away() {
    let mut desk = Desk::three();
    desk.key(Key::N);
    desk.write("Foo");
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), ["Foo"]);
    desk.press("What if…");
    desk.click(Role::CheckBox, "Take away Foo");
    desk.press("Apply to the document…");
    expect(&desk, &["The document loses 1 party."]);
    desk.command(Key::Z);
    assert_eq!(desk.names(), ["Dispatch", "Production", "Sales"]);
    expect(&desk, &[PANEL, "What if: nothing taken away yet"]);
    expect_none(&desk, &["The document loses", "Apply", "Go on supposing"]);
}

#[test]
fn of_many_selected_parties_the_first_few_are_offered() {
    let mut desk = Desk::with(large());
    desk.key(Key::W);
    desk.command(Key::A);
    let offered = |desk: &Desk| desk.all(Role::CheckBox).len();
    assert_eq!(offered(&desk), 8);
    // The hub, its source, the payer and 160 teams.
    desk.reach_and_click(Role::Button, "Show all 163: The selected parties");
    assert_eq!(offered(&desk), 163);
}

#[test]
fn a_handoff_that_is_not_measured_has_no_figure_until_it_is_moved() {
    let mut desk = Desk::three();
    desk.key(Key::W);
    select_handoff(&mut desk, "order");
    expect(&desk, &["How much it keeps is not measured today.", "–"]);
    let figures = desk.all(Role::SpinButton);
    assert_eq!(figures.len(), 1, "{figures:?}");
    expect_none(&desk, &["0 %"]);
    // Nothing at all is kept: that can be supposed, too.
    let slider = desk.place(Role::Slider, "It keeps");
    desk.click_at(slider.left_center());
    expect(
        &desk,
        &["What if: Order kept 0 % of the time", "Take back: Order keeps 0 %"],
    );
    desk.press("Take back: Order keeps 0 %");
    expect(&desk, &["What if: nothing taken away yet", "–"]);
}

#[test]
fn several_parties_go_at_once_and_all_is_begun_anew() {
    let mut desk = asked_of("engineering");
    desk.select(&["engineering", "marketing"]);
    desk.click(Role::CheckBox, "Take away Engineering");
    desk.click(Role::CheckBox, "Take away Marketing");
    expect(&desk, &["What if: Engineering gone; Marketing gone"]);
    desk.click(Role::CheckBox, "Take away Engineering");
    expect(&desk, &["What if: Marketing gone"]);
    desk.press("Start over");
    expect(&desk, &[PANEL, "What if: nothing taken away yet"]);
    expect_none(&desk, &["What follows", "Start over"]);
}

#[test]
fn the_keyboard_alone_is_enough() {
    let mut desk = harbour();
    desk.run("What if…");
    desk.run("Engineering");
    assert_eq!(desk.selected(), ["Engineering"]);
    let walk_to = |desk: &mut Desk, name: &str| {
        for _ in 0..80 {
            if desk.focused().as_deref() == Some(name) {
                return;
            }
            desk.key(Key::Tab);
        }
        panic!("Tab never comes to {name}");
    };
    walk_to(&mut desk, "Take away Engineering");
    desk.key(Key::Space);
    expect(&desk, &["What if: Engineering gone"]);
    walk_to(&mut desk, "Apply to the document…");
    desk.key(Key::Enter);
    walk_to(&mut desk, "Apply");
    desk.key(Key::Enter);
    assert!(!desk.org().parties.contains_key("engineering"));
    desk.command(Key::Z);
    assert!(desk.org().parties.contains_key("engineering"));
}

#[test]
fn what_is_gone_from_the_document_is_no_longer_supposed() {
    let mut desk = Desk::with(three());
    desk.key(Key::W);
    desk.select(&["sales"]);
    desk.click(Role::CheckBox, "Take away Sales");
    desk.select(&["production"]);
    desk.click(Role::CheckBox, "Take away Production");
    expect(&desk, &["What if: Production gone; Sales gone"]);
    desk.select(&["sales"]);
    desk.key(Key::Delete);
    assert_eq!(desk.names(), ["Dispatch", "Production"]);
    expect(&desk, &["What if: Production gone", PANEL]);
    expect_none(&desk, &["Sales gone"]);
    desk.command(Key::Z);
    expect(&desk, &["What if: Production gone"]);
    expect_none(&desk, &["Sales gone"]);
}

#[test]
fn another_document_begins_without_it_and_another_screen_leads_back() {
    let mut desk = asked_of("engineering");
    desk.click(Role::CheckBox, "Take away Engineering");
    desk.app_mut().go(Screen::Health);
    desk.settle();
    expect_none(&desk, &[PANEL, "What if: "]);
    desk.run("What if…");
    expect(&desk, &["What if: Engineering gone"]);
    let today = desk.session().today();
    desk.app_mut().show(Session::new(three(), today));
    desk.settle();
    expect_none(&desk, &[PANEL, "What if: "]);
}

/// A hub that serves so many, each of whom serves the one who pays: too many to work out within a frame.
fn large() -> Org {
    let mut org = Org::named("Large");
    let mut put = |name: String, kind| {
        let party = Party {
            name: name.clone(),
            kind,
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
    };
    put("Hub".to_owned(), throughline::org::PartyKind::Team);
    put("Source".to_owned(), throughline::org::PartyKind::Team);
    put("Payer".to_owned(), throughline::org::PartyKind::Customer);
    for k in 0..160 {
        put(format!("Team-{k}"), throughline::org::PartyKind::Team);
    }
    let mut link = |from: &str, to: &str| {
        let id = format!("{from}-{to}");
        org.handoffs
            .insert(id.as_str().into(), Handoff::between(from.into(), to.into()).into());
    };
    link("source", "hub");
    for k in 0..160 {
        link("hub", &format!("team-{k}"));
        link(&format!("team-{k}"), "payer");
    }
    org
}

/// Waits until what follows is known.
fn come_to_know(desk: &mut Desk) {
    for _ in 0..400 {
        if desk.shows("What follows") && !desk.shows("Working out") {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
        desk.wait(0.3);
    }
    panic!("nothing follows of\n{}", desk.words());
}

#[test]
fn a_large_map_tells_what_follows_a_moment_later() {
    let mut desk = Desk::with(large());
    desk.key(Key::W);
    desk.select(&["hub"]);
    desk.click(Role::CheckBox, "Take away Hub");
    come_to_know(&mut desk);
    expect(
        &desk,
        &[
            "Stranded (1)",
            "161 handoffs go as well.",
            "Promises to paying customers (160)",
            // The hub and its source no longer reach any of them.
            "Team-10 to Payer: 2 of 2 parties upstream cut off",
        ],
    );
    expect(&desk, &["Source, Team, ", "stranded: no chain to a paying customer"]);
    expect_none(&desk, &["Team-99 to Payer: ", "Working out"]);

    // With another question the map shows nothing of the first one's answer until it has its own.
    desk.select(&["team-7"]);
    desk.click(Role::CheckBox, "Take away Team-7");
    expect(
        &desk,
        &[
            "Working out … What if: Hub gone; Team-7 gone",
            "Team-7, Team, supposed to be gone",
            "Handoff Team-7 to Payer, from Team-7 to Payer, gone",
        ],
    );
    expect_none(&desk, &["stranded: no chain to a paying customer", "parties cut off"]);
    come_to_know(&mut desk);
    expect(
        &desk,
        &[
            "Promises to paying customers (160)",
            "Team-7 to Payer: Lost",
            "stranded: no chain to a paying customer",
            ", 2 of 2 parties cut off",
        ],
    );
    desk.reach_and_click(Role::Button, "Show all 160: Promises to paying customers");
    expect(&desk, &["Team-99 to Payer: 2 of 2 parties upstream cut off"]);
}

/// No dialog ever answers.
struct Silent;

impl Dialogs for Silent {
    fn ask(&mut self, _: Question, _: &str, _: &egui::Context) {}

    fn answer(&mut self) -> Option<Answer> {
        None
    }
}

/// The app in a window of some size, for what can only be seen.
struct Seen {
    ctx: egui::Context,
    app: App,
    size: Vec2,
    time: f64,
    shapes: Vec<ClippedShape>,
}

impl Seen {
    /// Harbour Tools in a window of that size.
    fn harbour(theme: ThemeChoice, size: Vec2) -> Self {
        let (loaded, _) = file::load(&PathBuf::from("sample_orgs/harbour_tools.ron")).unwrap();
        let today = jiff::civil::date(2026, 11, 22);
        let edge = Edge {
            now: || jiff::civil::date(2026, 11, 22).at(10, 0, 0, 0),
            entropy: || 7,
            dialogs: Box::new(Silent),
        };
        let prefs = Prefs {
            theme,
            ..Prefs::default()
        };
        let mut app = App::new(edge, prefs);
        app.set_at_once(true);
        app.show(Session::new(loaded.org, today));
        let ctx = egui::Context::default();
        fonts::install(&ctx);
        let mut seen = Self {
            ctx,
            app,
            size,
            time: 0.0,
            shapes: Vec::new(),
        };
        seen.rest();
        seen
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 0.1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            events,
            focused: true,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone());
            app.ui(ui);
        });
        // Nothing is painted here.
        output.textures_delta.clear();
        self.shapes = output.shapes;
    }

    fn rest(&mut self) {
        for _ in 0..12 {
            self.frame(Vec::new());
        }
    }

    fn select(&mut self, party: &str) {
        self.app.select(Selection::party(party.into()));
        self.rest();
    }

    /// Clicks on the first of such words.
    fn click(&mut self, words: &str) {
        let found = self.texts().into_iter().find(|text| text.words == words);
        let at = found.unwrap_or_else(|| panic!("no “{words}”")).rect.center();
        self.time += 2.0;
        self.frame(vec![Event::PointerMoved(at)]);
        for pressed in [true, false] {
            self.frame(vec![Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            }]);
        }
        self.frame(vec![Event::PointerGone]);
        self.rest();
    }

    /// Every text that is drawn.
    fn texts(&self) -> Vec<Text> {
        let text = |shape: &Shape| match shape {
            Shape::Text(text) => Some(Text {
                words: text.galley.text().to_owned(),
                rect: Rect::from_min_size(text.pos, text.galley.size()),
                cut: text.galley.elided,
            }),
            _ => None,
        };
        self.each(text)
    }

    /// The circles below marks of risks on handoffs; nothing else on the map is round and as large.
    fn marks(&self) -> Vec<Rect> {
        self.each(|shape| match shape {
            Shape::Circle(circle) if circle.radius > 4.0 && circle.stroke.width > 0.0 => {
                Some(Rect::from_center_size(circle.center, Vec2::splat(2.0 * circle.radius)))
            }
            _ => None,
        })
    }

    fn each<T>(&self, mut one: impl FnMut(&Shape) -> Option<T>) -> Vec<T> {
        let mut left: Vec<&Shape> = self.shapes.iter().map(|clipped| &clipped.shape).collect();
        left.reverse();
        let mut found = Vec::new();
        while let Some(shape) = left.pop() {
            match shape {
                Shape::Vec(inner) => left.extend(inner.iter().rev()),
                shape => found.extend(one(shape)),
            }
        }
        found
    }
}

/// Words where they stand.
#[derive(Debug)]
struct Text {
    words: String,
    rect: Rect,
    /// They end with "…" because there is no room for all of them.
    cut: bool,
}

#[test]
fn a_label_on_the_map_cuts_the_name_and_never_what_follows() {
    let mut seen = Seen::harbour(ThemeChoice::Light, vec2(1280.0, 720.0));
    seen.click("What if…");
    seen.select("payroll");
    seen.click("Take away Payroll");
    let texts = seen.texts();
    let notes: Vec<_> = texts.iter().filter(|text| text.words.starts_with(" · ")).collect();
    let note = notes.iter().find(|note| note.words == " · 2 of 5 parties cut off");
    assert!(note.is_some(), "{notes:#?}");
    assert!(notes.iter().all(|note| !note.cut), "{notes:#?}");
    let beside = |text: &&Text| note.is_some_and(|note| (text.rect.right_top() - note.rect.left_top()).length() < 1.0);
    let name = texts.iter().find(beside);
    assert!(
        name.is_some_and(|name| name.cut && name.words == "Quotation with a delivery date"),
        "{name:?}"
    );
}

#[test]
fn labels_on_the_map_hide_no_marks_of_risks() {
    let mut seen = Seen::harbour(ThemeChoice::Light, vec2(1280.0, 720.0));
    let parties: Vec<PartyId> = seen.app.session().unwrap().org().parties.keys().cloned().collect();
    let (mut labels, mut marks) = (0, 0);
    for party in parties {
        seen.select(party.as_str());
        for label in seen.texts().iter().filter(|text| text.words.starts_with(" · ")) {
            // A label is low and reaches around its words.
            let pills = seen.each(|shape| match shape {
                Shape::Rect(pill) if pill.rect.height() < 40.0 => Some(pill.rect),
                _ => None,
            });
            let pill = pills.into_iter().find(|pill| pill.contains_rect(label.rect)).unwrap();
            labels += 1;
            for mark in seen.marks() {
                marks += 1;
                assert!(!pill.intersects(mark), "{party}: {label:?} hides {mark:?}");
            }
        }
    }
    assert!(labels > 2 && marks > 10, "{labels} labels, {marks} marks");
}

#[test]
fn the_tools_above_the_map_lie_beside_each_other_in_a_narrow_window_too() {
    for theme in [ThemeChoice::Light, ThemeChoice::Projector] {
        for size in [vec2(720.0, 480.0), vec2(900.0, 600.0), vec2(1280.0, 720.0)] {
            let seen = Seen::harbour(theme, size);
            // Where there is no room for choices beside each other, the one that holds is seen.
            let mut tools = vec!["Free", "What if…", "Add party", "Reliability"];
            if size.x > 1000.0 {
                tools.push("Flow to customer");
            }
            let texts = seen.texts();
            let places: Vec<Rect> = tools
                .iter()
                .map(|tool| {
                    // The bar below names indicators as well.
                    let mut above = texts.iter().filter(|text| text.rect.bottom() < size.y - 60.0);
                    let found = above.find(|text| text.words == *tool);
                    found.unwrap_or_else(|| panic!("no “{tool}” at {size}")).rect
                })
                .collect();
            // Between the screens on the left and the panel on the right.
            let rail = texts.iter().find(|text| text.words == "Health").unwrap().rect.right();
            let panel = texts
                .iter()
                .find(|text| text.words == "The whole organisation")
                .unwrap();
            for (tool, place) in tools.iter().zip(&places) {
                let within = place.left() > rail && place.right() < panel.rect.left();
                assert!(within, "{tool} is out of the map at {size} in {theme:?}");
            }
            for (k, place) in places.iter().enumerate() {
                for (other, below) in places.iter().enumerate().skip(k + 1) {
                    // Each has so much of its own beside the words.
                    let apart = !place.expand2(vec2(6.0, 0.0)).intersects(below.expand2(vec2(6.0, 0.0)));
                    assert!(apart, "{} covers {} at {size} in {theme:?}", tools[other], tools[k]);
                }
            }
        }
    }
}

#[test]
fn the_legend_explains_the_marks_that_are_on_the_map() {
    let mut desk = harbour();
    let colours = "Legend: Strong, Moderate, Weak, Not measured yet, ";
    expect(&desk, &[&format!("{colours}Risks")]);
    desk.press("What if…");
    desk.select(&["engineering"]);
    expect(&desk, &[&format!("{colours}Risks")]);
    desk.click(Role::CheckBox, "Take away Engineering");
    expect(&desk, &[&format!("{colours}Gone, Stranded")]);
    expect_none(&desk, &[&format!("{colours}Risks")]);
    // Nothing was found in an organisation that nobody has measured.
    let desk = Desk::three();
    expect(&desk, &["Legend: Strong, Moderate, Weak, Not measured yet"]);
}
