//! The app on a desk without a screen: found by name, clicked, dragged and typed into as a user does, one frame
//! for each thing that happens, on a clock that only the test moves.

use std::{cell::RefCell, path::PathBuf, rc::Rc};

use egui::{
    Event, Key, Modifiers, PointerButton, Pos2, Rect, Shape, ViewportCommand, ViewportEvent, ViewportId,
    accesskit::Role, vec2,
};
use egui_kittest::{Harness, Node, kittest::NodeT as _};
use jiff::civil::{DateTime, date};
use throughline::{
    org::{Handoff, HandoffId, Org, Party, PartyId, PartyKind, Position},
    session::{Command, Selection, Session},
    ui::{
        app::{App, Edge},
        dialogs::Question,
        fonts,
        prefs::Prefs,
        shortcuts, style,
        tokens::{Theme, Tokens},
    },
};

mod fake;

pub use fake::{Dropped, Say};
use fake::{Fake, Replies, Window};

/// The whole desk, large enough that nothing is cut off.
const SIZE: egui::Vec2 = vec2(1440.0, 1000.0);

/// How many frames a screen may take to come to rest.
const PATIENCE: usize = 40;

fn now() -> DateTime {
    date(2026, 11, 22).at(10, 0, 0, 0)
}

/// The app and the hands that use it.
pub struct Desk {
    harness: Harness<'static, Window>,
    time: f64,
    commands: Vec<ViewportCommand>,
    replies: Rc<RefCell<Replies>>,
    modifiers: Modifiers,
    copied: String,
    image: Option<egui::ColorImage>,
}

/// Starting.
impl Desk {
    /// The start screen of someone who remembers these files.
    pub fn remembering(recent: Vec<PathBuf>) -> Self {
        let replies = Rc::<RefCell<Replies>>::default();
        let edge = Edge {
            now,
            entropy: || 7,
            dialogs: Box::new(Fake(Rc::clone(&replies))),
        };
        let prefs = Prefs {
            recent,
            ..Prefs::default()
        };
        let harness = Harness::builder()
            .with_size(SIZE)
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(PATIENCE as u64)
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                style::apply(ctx, Tokens::of(Theme::Light), true);
            })
            .build_eframe(|_| Window(App::new(edge, prefs)));
        let mut desk = Self {
            harness,
            time: 100.0,
            commands: Vec::new(),
            replies,
            modifiers: Modifiers::NONE,
            copied: String::new(),
            image: None,
        };
        desk.settle();
        desk
    }

    /// The start screen.
    pub fn start() -> Self {
        Self::remembering(Vec::new())
    }

    /// An organisation that has never been saved.
    pub fn with(org: Org) -> Self {
        let mut desk = Self::start();
        desk.app_mut().show(Session::new(org, now().date()));
        desk.settle();
        desk
    }

    /// An empty map.
    pub fn empty() -> Self {
        Self::with(Org::named("Our team"))
    }

    /// Sales, Production and Dispatch in a row, well apart; Sales hands "Order" to Production.
    pub fn three() -> Self {
        Self::with(three())
    }

    /// The next dialogs answer this.
    pub fn answer(&mut self, says: impl IntoIterator<Item = Say>) {
        self.replies.borrow_mut().next.extend(says);
    }

    /// What the dialogs were asked so far.
    pub fn asked(&self) -> Vec<(Question, String)> {
        self.replies.borrow().asked.clone()
    }
}

/// A small organisation: parties by name, each with what it is part of and its place. Their identifiers are the names in
/// small letters. A town is a paying customer, everybody else a team.
pub fn small(name: &str, parties: &[(&str, &str, f32, f32)]) -> Org {
    let mut org = Org::named(name);
    for (name, above, x, y) in parties {
        let party = Party {
            name: (*name).to_owned(),
            kind: if *name == "Town" {
                PartyKind::Customer
            } else {
                PartyKind::Team
            },
            part_of: (!above.is_empty()).then(|| PartyId::new(above)),
            position: Some(Position(*x, *y)),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
    }
    org
}

/// Adds handoffs by what is handed over, each with its provider and customer.
pub fn hand_over(org: &mut Org, handoffs: &[(&str, &str, &str)]) {
    for (deliverable, provider, customer) in handoffs {
        let handoff = Handoff {
            deliverable: (*deliverable).to_owned(),
            ..Handoff::between((*provider).into(), (*customer).into())
        };
        let id = deliverable.to_lowercase();
        org.handoffs.insert(id.as_str().into(), handoff.into());
    }
}

/// Three parties and a handoff, with places of their own.
pub fn three() -> Org {
    let parties = [
        ("Sales", "", -400.0, 0.0),
        ("Production", "", 0.0, 0.0),
        ("Dispatch", "", 400.0, 0.0),
    ];
    let mut org = small("Our team", &parties);
    hand_over(&mut org, &[("Order", "sales", "production")]);
    org
}

/// Looking.
impl Desk {
    fn app(&self) -> &App {
        &self.harness.state().0
    }

    /// The app, for what no hand can do.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.harness.state_mut().0
    }

    /// The open document.
    pub fn session(&self) -> &Session {
        self.app().session().expect("a document is open")
    }

    /// Whether the start screen is shown.
    pub fn is_at_start(&self) -> bool {
        self.app().session().is_none()
    }

    /// The open organisation.
    pub fn org(&self) -> &Org {
        self.session().org()
    }

    /// The parties' names, sorted by their identifiers.
    pub fn names(&self) -> Vec<&str> {
        self.org().parties.values().map(|p| p.name.as_str()).collect()
    }

    /// Who serves whom, by names.
    pub fn lines(&self) -> Vec<String> {
        let org = self.org();
        let line = |h: &Handoff| format!("{} > {}", org.party_name(&h.provider), org.party_name(&h.customer));
        org.handoffs.values().map(|h| line(h)).collect()
    }

    /// The names of what is selected.
    pub fn selected(&self) -> Vec<String> {
        let selection = self.session().selection();
        let parties = selection.parties.iter().map(|id| self.org().party_name(id).to_owned());
        let handoffs = selection.handoffs.iter().map(|id| self.org().handoff_name(id));
        parties.chain(handoffs).collect()
    }

    /// A handoff of the open organisation.
    pub fn handoff(&self, id: &str) -> &Handoff {
        &self.org().handoffs[&HandoffId::new(id)]
    }

    /// A party of the open organisation.
    pub fn party(&self, id: &str) -> &Party {
        &self.org().parties[&PartyId::new(id)]
    }

    /// The window's title, once the app has set one.
    pub fn title(&self) -> &str {
        self.commands
            .iter()
            .rev()
            .find_map(|command| match command {
                ViewportCommand::Title(title) => Some(title.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// What the app asked of the window since the last call.
    pub fn take_commands(&mut self) -> Vec<ViewportCommand> {
        let (titles, others) = std::mem::take(&mut self.commands)
            .into_iter()
            .partition(|command| matches!(command, ViewportCommand::Title(_)));
        self.commands = titles;
        others
    }

    /// Everything on screen that has this role and a name for which `wanted` holds.
    fn find(&self, role: Role, wanted: impl Fn(&str) -> bool) -> Vec<Node<'_>> {
        self.harness
            .root()
            .children_recursive()
            .filter(|node| {
                let node = node.accesskit_node();
                let hint = node.data().placeholder().map(str::to_owned);
                node.role() == role && name(node).or(hint).is_some_and(|name| wanted(&name))
            })
            .collect()
    }

    /// A command as it stands in a menu, with its key.
    pub fn in_menu(&self, command: Command) -> String {
        let keys = shortcuts::shown(&self.harness.ctx, command);
        format!("{} {keys}", command.label()).trim_end().to_owned()
    }

    /// The colour behind everything.
    pub fn panel_colour(&self) -> egui::Color32 {
        self.harness.ctx.global_style().visuals.panel_fill
    }

    /// All names of that role.
    pub fn all(&self, role: Role) -> Vec<String> {
        let nodes = self.find(role, |_| true);
        nodes.iter().filter_map(|n| name(n.accesskit_node())).collect()
    }

    /// Every word on screen, a thing a line.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for node in self.harness.root().children_recursive() {
            let node = node.accesskit_node();
            for text in [node.label(), node.value()].into_iter().flatten() {
                words.push_str(&spoken(&text));
                words.push('\n');
            }
        }
        words
    }

    /// Whether these words are anywhere on screen.
    pub fn shows(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// Where the one thing of that role lies whose name is this, or begins with it before a comma, a colon or a stop.
    #[track_caller]
    pub fn place(&self, role: Role, wanted: &str) -> Rect {
        let begins = |name: &str| {
            name.strip_prefix(wanted)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ':', '.']))
        };
        let mut found = self.find(role, |name| name == wanted);
        if found.is_empty() {
            found = self.find(role, begins);
        }
        match &found[..] {
            [one] => one.rect(),
            others => panic!(
                "{} of {role:?} “{wanted}”; there are {:#?}",
                others.len(),
                self.all(role)
            ),
        }
    }

    /// Whether there is such a thing on screen.
    pub fn has(&self, role: Role, wanted: &str) -> bool {
        !self.find(role, |name| name == wanted).is_empty()
    }

    /// The names of the buttons at a point: on the map, cards and handoffs.
    pub fn under(&self, at: Pos2) -> Vec<String> {
        let nodes = self.find(Role::Button, |_| true);
        let there = nodes.iter().filter(|node| node.rect().contains(at));
        there.filter_map(|node| name(node.accesskit_node())).collect()
    }

    /// Every text that was drawn in the last frame, whether it can be read aloud or not.
    pub fn drawn_words(&self) -> Vec<String> {
        let mut left: Vec<&Shape> = self
            .harness
            .output()
            .shapes
            .iter()
            .map(|clipped| &clipped.shape)
            .collect();
        let mut words = Vec::new();
        while let Some(shape) = left.pop() {
            match shape {
                Shape::Text(text) => words.push(spoken(text.galley.text())),
                Shape::Vec(shapes) => left.extend(shapes),
                _ => {}
            }
        }
        words
    }

    /// What has the keyboard, by its name.
    pub fn focused(&self) -> Option<String> {
        let mut nodes = self.harness.root().children_recursive();
        nodes.find_map(|node| name(node.accesskit_node()).filter(|_| node.is_focused()))
    }

    /// Where a party's card lies.
    #[track_caller]
    pub fn card(&self, party: &str) -> Rect {
        let begin = format!("{party}, ");
        let cards = self.find(Role::Button, |name| name.starts_with(&begin));
        let [card] = &cards[..] else {
            panic!("{} cards of {party}", cards.len())
        };
        card.rect()
    }

    /// A point of the map on which there is nothing.
    pub fn nowhere(&self) -> Pos2 {
        self.place(Role::Canvas, "Map").center() + vec2(0.0, 250.0)
    }

    /// What stands in a field.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        let rows = [Role::TextInput, Role::MultilineTextInput];
        let found: Vec<_> = rows.into_iter().flat_map(|r| self.find(r, |n| n == field)).collect();
        match &found[..] {
            [one] => one.value().unwrap_or_default(),
            others => panic!("{} fields are called {field}", others.len()),
        }
    }
}

fn name(node: egui_kittest::kittest::AccessKitNode<'_>) -> Option<String> {
    let name = if node.role() == Role::Label {
        node.value()
    } else {
        node.label()
    };
    name.map(|name| spoken(&name))
}

/// A space at which no line breaks is heard as any other.
fn spoken(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Doing.
impl Desk {
    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let input = self.harness.input_mut();
        input.time = Some(self.time);
        input.events.extend(events);
        self.harness.step();
        let output = self.harness.output();
        for command in &output.platform_output.commands {
            match command {
                egui::OutputCommand::CopyText(text) => self.copied.clone_from(text),
                egui::OutputCommand::CopyImage(image) => self.image = Some(image.clone()),
                _ => {}
            }
        }
        self.commands
            .extend(output.viewport_output[&ViewportId::ROOT].commands.iter().cloned());
    }

    /// Another window comes to the front, or this one does again.
    pub fn set_focused(&mut self, focused: bool) {
        self.harness.input_mut().focused = focused;
        self.settle();
    }

    /// Lets the screen come to rest, then looks whether every input on it has a name.
    pub fn settle(&mut self) {
        let mut frames = 0;
        loop {
            self.frame(Vec::new());
            // A file is read on a thread of its own.
            if self.find(Role::Label, |n| n.starts_with("Opening ")).is_empty() {
                frames += 1;
            } else {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            if !self.harness.output().viewport_output[&ViewportId::ROOT]
                .repaint_delay
                .is_zero()
            {
                break;
            }
            assert!(frames < PATIENCE, "no rest: {:?}", self.harness.ctx.repaint_causes());
        }
        self.harness.check_accessibility();
    }

    /// Lets so many frames go by, whether or not the screen is at rest.
    pub fn pass(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
        }
    }

    /// Lets frames go by until these words are on screen.
    #[track_caller]
    pub fn pass_until(&mut self, words: &str) {
        for _ in 0..60_000 {
            if self.shows(words) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.frame(Vec::new());
        }
        panic!("“{words}” never came:\n{}", self.words());
    }

    /// Waits until that is so of the document, for what is worked out on a thread.
    #[track_caller]
    pub fn wait_until(&mut self, wanted: impl Fn(&Session) -> bool) {
        for _ in 0..60_000 {
            if wanted(self.session()) {
                return self.settle();
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.frame(Vec::new());
        }
        panic!("it never came about:\n{}", self.words());
    }

    /// Switches the motion of what goes somewhere else on or off.
    pub fn set_motion(&mut self, on: bool) {
        style::apply(&self.harness.ctx, Tokens::of(Theme::Light), !on);
        self.settle();
    }

    /// Clicks there and lets so many frames go by, whether or not the screen is at rest.
    pub fn press_and_pass(&mut self, at: Pos2, frames: usize) {
        self.time += 2.0;
        self.point(at);
        self.button(at, PointerButton::Primary, true);
        self.button(at, PointerButton::Primary, false);
        self.pass(frames);
    }

    /// Presses a key with Ctrl and lets so many frames go by, whether or not the screen is at rest.
    pub fn press_keys_and_pass(&mut self, key: Key, frames: usize) {
        self.hold(Modifiers::COMMAND);
        self.frame(vec![self.key_event(key, true, false)]);
        self.frame(vec![self.key_event(key, false, false)]);
        self.hold(Modifiers::NONE);
        self.pass(frames);
    }

    /// Opens a file, without waiting until it is there.
    pub fn open(&mut self, path: &std::path::Path) {
        let ctx = self.harness.ctx.clone();
        self.app_mut().open(path.to_owned(), &ctx);
    }

    /// Waits until these words are on screen, for what is worked out on a thread.
    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        for _ in 0..60_000 {
            if self.shows(words) {
                return self.settle();
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.frame(Vec::new());
        }
        panic!("“{words}” never came:\n{}", self.words());
    }

    /// Lets some seconds go by.
    pub fn wait(&mut self, seconds: f64) {
        self.time += seconds;
        self.settle();
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool) {
        let modifiers = self.modifiers;
        self.frame(vec![Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers,
        }]);
    }

    fn hold(&mut self, modifiers: Modifiers) {
        self.modifiers = modifiers;
        self.frame(vec![Event::ModifiersChanged(modifiers)]);
    }

    /// Moves the pointer.
    pub fn point(&mut self, at: Pos2) {
        self.frame(vec![Event::PointerMoved(at)]);
    }

    /// Clicks there.
    pub fn click_at(&mut self, at: Pos2) {
        // Long enough after the last click to be no double-click.
        self.time += 2.0;
        self.point(at);
        self.button(at, PointerButton::Primary, true);
        self.button(at, PointerButton::Primary, false);
        self.settle();
    }

    /// Clicks there while keys are held.
    pub fn click_at_with(&mut self, modifiers: Modifiers, at: Pos2) {
        self.hold(modifiers);
        self.click_at(at);
        self.hold(Modifiers::NONE);
        self.settle();
    }

    /// Clicks there twice.
    pub fn double_click_at(&mut self, at: Pos2) {
        self.time += 2.0;
        self.point(at);
        for pressed in [true, false, true, false] {
            self.button(at, PointerButton::Primary, pressed);
        }
        self.settle();
    }

    /// Clicks the one thing of that role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        let at = self.place(role, name).center();
        self.click_at(at);
    }

    /// Clicks the button of that name.
    #[track_caller]
    pub fn press(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Scrolls until a thing is on screen.
    #[track_caller]
    pub fn reach(&mut self, role: Role, name: &str) {
        let found = self.find(role, |n| n == name);
        match &found[..] {
            [one] => one.scroll_to_me(),
            others => panic!("{} of {role:?} “{name}”; there are {:#?}", others.len(), self.all(role)),
        }
        self.time += 1.0;
        self.harness.step();
        self.settle();
        self.settle();
    }

    /// Scrolls to a thing and clicks it.
    #[track_caller]
    pub fn reach_and_click(&mut self, role: Role, name: &str) {
        self.reach(role, name);
        self.click(role, name);
    }

    /// Takes hold there and moves on without letting go.
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.time += 2.0;
        self.point(from);
        self.button(from, PointerButton::Primary, true);
        for k in 1..=4_u8 {
            self.point(from + (to - from) * (f32::from(k) / 4.0));
        }
    }

    /// Lets go there.
    pub fn drop(&mut self, at: Pos2) {
        self.button(at, PointerButton::Primary, false);
        self.settle();
    }

    /// Drags from one point to another.
    pub fn drag_and_drop(&mut self, from: Pos2, to: Pos2) {
        self.drag(from, to);
        self.drop(to);
    }

    /// Turns the wheel by so many notches, away from oneself.
    pub fn wheel(&mut self, at: Pos2, notches: f32) {
        self.point(at);
        self.frame(vec![Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: self.modifiers,
        }]);
        self.settle();
    }

    fn key_event(&self, key: Key, pressed: bool, repeat: bool) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat,
            modifiers: self.modifiers,
        }
    }

    /// Presses a key; where it stands for a letter, the letter comes with it.
    pub fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    /// Presses a key while others are held.
    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        if modifiers != self.modifiers {
            self.hold(modifiers);
        }
        self.time += 0.1;
        let mut down = vec![self.key_event(key, true, false)];
        let letter = if key == Key::Space { " " } else { key.symbol_or_name() };
        if modifiers.is_none() && letter.chars().count() == 1 && letter.is_ascii() {
            down.push(Event::Text(letter.to_lowercase()));
        }
        self.frame(down);
        self.frame(vec![self.key_event(key, false, false)]);
        if !modifiers.is_none() {
            self.hold(Modifiers::NONE);
        }
        self.settle();
    }

    /// Holds a key down until it has come so many times.
    pub fn key_held(&mut self, key: Key, times: usize) {
        for k in 0..times {
            self.frame(vec![self.key_event(key, true, k > 0)]);
        }
        self.frame(vec![self.key_event(key, false, false)]);
        self.settle();
    }

    /// Presses a key with Ctrl, or the command key.
    pub fn command(&mut self, key: Key) {
        self.keys(Modifiers::COMMAND, key);
    }

    /// Types a text where the keyboard is.
    pub fn write(&mut self, text: &str) {
        for letter in text.chars() {
            self.frame(vec![Event::Text(letter.to_string())]);
        }
        self.settle();
    }

    /// A tap whose press and release come in one frame.
    pub fn tap(&mut self, at: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.point(at);
        self.frame(vec![button(true), button(false)]);
        self.settle();
    }

    /// Copies, and returns what lies on the clipboard then.
    pub fn copy(&mut self) -> String {
        self.copied.clear();
        self.frame(vec![Event::Copy]);
        self.settle();
        self.copied.clone()
    }

    /// Cuts, and returns what lies on the clipboard then.
    pub fn cut(&mut self) -> String {
        self.copied.clear();
        self.frame(vec![Event::Cut]);
        self.settle();
        self.copied.clone()
    }

    /// What lies on the clipboard.
    pub fn copied(&self) -> &str {
        &self.copied
    }

    /// The picture that lies on the clipboard.
    pub fn copied_image(&self) -> Option<&egui::ColorImage> {
        self.image.as_ref()
    }

    /// Pastes that text.
    pub fn paste(&mut self, text: &str) {
        self.frame(vec![Event::Paste(text.to_owned())]);
        self.settle();
    }

    /// Clicks into a field, wherever it has to be scrolled to, and selects all that stands in it.
    #[track_caller]
    pub fn enter(&mut self, field: &str) {
        let role = if self.has(Role::MultilineTextInput, field) {
            Role::MultilineTextInput
        } else {
            Role::TextInput
        };
        self.reach(role, field);
        self.click(role, field);
        self.command(Key::A);
    }

    /// Chooses from a list.
    #[track_caller]
    pub fn choose(&mut self, list: &str, option: &str) {
        self.reach(Role::ComboBox, list);
        self.click(Role::ComboBox, list);
        self.press(option);
    }

    /// Opens a list and leaves it with Esc.
    #[track_caller]
    pub fn choose_nothing(&mut self, list: &str) {
        self.reach(Role::ComboBox, list);
        self.click(Role::ComboBox, list);
        self.key(Key::Escape);
    }

    /// Clicks the one button whose name begins like this.
    #[track_caller]
    pub fn press_beginning(&mut self, name: &str) {
        let found = self.find(Role::Button, |n| n.starts_with(name));
        let [one] = &found[..] else {
            panic!(
                "{} buttons begin with “{name}”; there are {:#?}",
                found.len(),
                self.all(Role::Button)
            )
        };
        let at = one.rect().center();
        self.click_at(at);
    }

    /// Runs a command through the palette, by its whole name.
    #[track_caller]
    pub fn run(&mut self, command: &str) {
        self.command(Key::K);
        self.write(command);
        self.key(Key::Enter);
    }

    /// Selects these parties at once.
    pub fn select(&mut self, parties: &[&str]) {
        let selection = Selection {
            parties: parties.iter().map(|id| PartyId::new(id)).collect(),
            ..Selection::default()
        };
        self.app_mut().select(selection);
        self.settle();
    }

    /// Folds a part open, wherever it has to be scrolled to.
    #[track_caller]
    pub fn unfold(&mut self, part: &str) {
        self.reach_and_click(Role::DisclosureTriangle, part);
    }

    /// Drops a file on the window.
    pub fn drop_file(&mut self, path: &std::path::Path) {
        let file = std::sync::Arc::new(Dropped(path.to_owned()));
        self.harness.input_mut().dropped_files.push(file);
        self.settle();
    }

    /// Unsaved work is kept in that folder, and what is there is offered.
    pub fn keep_copies(&mut self, folder: &std::path::Path) {
        let ctx = self.harness.ctx.clone();
        self.app_mut().keep_copies(folder.to_owned(), "desk".to_owned(), &ctx);
        self.settle();
    }

    /// Somebody clicks the window's own close button.
    pub fn close_window(&mut self) {
        let input = self.harness.input_mut();
        let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
        viewport.events.push(ViewportEvent::Close);
        self.settle();
    }
}
