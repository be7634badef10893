//! Questions and pages that lie over the screen until they are answered or closed.

use std::path::PathBuf;

use egui::{Event, Key, RichText, ScrollArea, Ui, vec2};

use super::{
    conversation,
    dialogs::{Exported, Question},
    import_preview::{self, Preview},
    intent::{Intent, Intents},
    picture_page, thresholds,
    tokens::Tokens,
    widgets::{
        button,
        form::Form,
        reading::{Reading, hundred},
        spread::spread,
        text,
    },
};
use crate::{
    file::Located,
    health::{self, Indicator, ProofOf, Scope},
    org::{Edit, Goal, HandoffId, LOWEST_FLOOR, Section, Settings},
    session::{Selection, Session},
};

mod keys;

use keys::keys;

/// What happens once unsaved work is out of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// A new organisation.
    New,
    /// Ask which file to open.
    AskOpen,
    /// Type which file to open.
    AskPath,
    /// Open that file.
    Open(PathBuf),
    /// Open that sample.
    Sample(usize),
    /// Open that recovery copy.
    Restore(usize),
    /// Back to the start screen.
    Close,
    /// Leave.
    Quit,
}

/// What was begun and is no part of the file yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HalfEntered {
    /// A round of ballots.
    Ballots,
    /// Why a risk is accepted.
    Reason,
}

/// What lies over the screen.
#[derive(Clone, Debug)]
pub enum Modal {
    /// There is unsaved work.
    Unsaved(After),
    /// A round of ballots is half entered.
    HalfEntered(After, HalfEntered),
    /// A path is to be typed.
    Path {
        /// For what.
        question: Question,
        /// What has been typed.
        text: String,
        /// Why the field is there.
        why: String,
    },
    /// Another program wrote the file.
    Conflict(String),
    /// The file named to save to is there already.
    Replace(PathBuf),
    /// The file to which something is to be exported is there already.
    ReplaceExport(Exported, PathBuf),
    /// What picture of the map to export.
    Picture(picture_page::Page),
    /// What a table would change.
    Import(Box<Preview>),
    /// Something went wrong that takes more than a line.
    Failed {
        /// What.
        title: String,
        /// All there is to say, one thing a line.
        lines: Vec<String>,
    },
    /// What does not hold together.
    Problems(Vec<Located>),
    /// Name, description, goals, settings.
    Organisation,
    /// All keys.
    Shortcuts,
    /// What this is.
    About,
    /// How a figure came about.
    Why(Scope, Indicator),
    /// A promise, talked through by its two sides.
    Conversation(HandoffId),
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Closed, nothing to do.
    Close,
    /// Save, then go on.
    SaveThen(After),
    /// Go on without saving.
    Discard(After),
    /// Open that path.
    Open(PathBuf),
    /// Save to that path.
    SaveTo(PathBuf),
    /// Import that table.
    Import(PathBuf),
    /// Export to that path.
    ExportTo(Exported, PathBuf),
    /// Export to that path, whatever is there.
    ExportOver(Exported, PathBuf),
    /// Ask where to export to.
    ExportElsewhere(Exported),
    /// Save to that path, whatever is there.
    Overwrite(PathBuf),
    /// Write over what the other program wrote.
    OverwriteOwn,
    /// Save somewhere else.
    SaveElsewhere,
}

/// Draws it. Returns what was answered in this frame. `typing`: whether a text had the keyboard before.
pub fn ui(
    ui: &mut Ui,
    modal: &mut Modal,
    session: Option<&Session>,
    tokens: &'static Tokens,
    typing: bool,
    intents: &mut Intents,
) -> Option<Reply> {
    let screen = ui.max_rect();
    // Esc in a field of a page takes the typing back; only the next one closes the page.
    let kept = typing
        && matches!(modal, Modal::Organisation | Modal::Conversation(_))
        && ui.input(|i| i.key_pressed(Key::Escape));
    let wide = match modal {
        Modal::Unsaved(_)
        | Modal::HalfEntered(..)
        | Modal::Conflict(_)
        | Modal::Replace(_)
        | Modal::ReplaceExport(..)
        | Modal::Picture(_)
        | Modal::Path { .. } => 440.0,
        Modal::Import(_) => 760.0,
        Modal::About => 460.0,
        Modal::Conversation(_) => 860.0,
        _ => 620.0,
    };
    let width = (wide * (tokens.size.body / 13.0).min(1.4)).min(screen.width() - 64.0);
    let height = screen.height() - 160.0;
    let frame = egui::Frame::popup(&ui.global_style())
        .inner_margin(egui::Margin::same(tokens.space.xl as i8))
        .corner_radius(tokens.radius.card);
    // Each kind has a size of its own, and grows with what it says, so that no answer is out of sight.
    let id = egui::Id::unique(("modal", std::mem::discriminant(modal)));
    let shown = egui::Modal::new(id).frame(frame).show(ui, |ui| {
        ui.set_width(width);
        ui.set_max_height(height);
        let page = ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                // The scroll bar lies beside what is said, not on it.
                ui.set_width(width - 14.0);
                match modal {
                    Modal::Unsaved(after) => unsaved(ui, tokens, session, after),
                    Modal::HalfEntered(after, what) => half_entered(ui, tokens, after, *what),
                    Modal::Path { question, text, why } => path(ui, tokens, *question, text, why),
                    Modal::Conflict(why) => conflict(ui, tokens, why),
                    Modal::Replace(path) => {
                        let answers = [Reply::SaveElsewhere, Reply::Overwrite(path.clone())];
                        replace(ui, tokens, path, answers)
                    }
                    Modal::ReplaceExport(what, path) => {
                        let answers = [Reply::ExportElsewhere(*what), Reply::ExportOver(*what, path.clone())];
                        replace(ui, tokens, path, answers)
                    }
                    Modal::Picture(page) => page.ui(ui, tokens),
                    Modal::Import(preview) => import_preview::ui(ui, tokens, session, preview, height, intents),
                    Modal::Failed { title, lines } => failed(ui, tokens, title, lines),
                    Modal::Problems(problems) => self::problems(ui, tokens, problems, intents),
                    Modal::Organisation => session.and_then(|s| organisation(ui, tokens, s, typing, intents)),
                    Modal::Shortcuts => keys(ui, tokens),
                    Modal::About => about(ui, tokens),
                    Modal::Why(scope, indicator) => {
                        session.and_then(|s| why(ui, tokens, s, scope, *indicator, intents))
                    }
                    Modal::Conversation(id) => session
                        .is_none_or(|s| conversation::ui(ui, tokens, s, id, intents))
                        .then_some(Reply::Close),
                }
            });
        (page.inner, page.id)
    });
    let closed = (shown.should_close() && !kept).then_some(Reply::Close);
    let (reply, page) = shown.inner;
    let reply = reply.or(closed);
    if reply.is_some() {
        // The next one of its kind begins at its beginning.
        egui::scroll_area::State::default().store(ui.ctx(), page);
    }
    reply
}

pub(super) fn title(ui: &mut Ui, tokens: &Tokens, words: &str) {
    text::wrapped(ui, words, tokens.title(), tokens.colour.ink);
    ui.add_space(tokens.space.s);
}

pub(super) fn words(ui: &mut Ui, tokens: &Tokens, words: &str) {
    text::wrapped(ui, words, tokens.body(), tokens.colour.ink2);
}

pub(super) fn small(ui: &mut Ui, tokens: &Tokens, words: &str) {
    text::wrapped(ui, words, tokens.label(), tokens.colour.ink2);
}

/// A row of answers; the first is the primary one and Enter gives it.
pub(super) fn answers<T: Clone>(ui: &mut Ui, tokens: &Tokens, options: &[(&str, T)]) -> Option<T> {
    ui.add_space(tokens.space.l);
    let mut reply = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        for (k, (text, answer)) in options.iter().enumerate() {
            let response = if k == 0 {
                button::primary(ui, tokens, text)
            } else {
                button::plain(ui, tokens, text)
            };
            if response.clicked() {
                reply = Some(answer.clone());
            }
        }
    });
    // A key that is still held from before answers nothing.
    let pressed = |event: &Event| {
        matches!(
            event,
            Event::Key {
                key: Key::Enter,
                pressed: true,
                repeat: false,
                ..
            }
        )
    };
    let enter = ui.input(|i| i.events.iter().any(pressed)) && ui.memory(|m| m.focused().is_none());
    reply.or_else(|| {
        enter
            .then(|| options.first().map(|(_, answer)| answer.clone()))
            .flatten()
    })
}

fn unsaved(ui: &mut Ui, tokens: &Tokens, session: Option<&Session>, after: &After) -> Option<Reply> {
    let name = session.map_or("This organisation", Session::title);
    title(ui, tokens, &format!("Save the changes to {name}?"));
    words(
        ui,
        tokens,
        "Without saving, what you changed since the last save is gone.",
    );
    answers(
        ui,
        tokens,
        &[
            ("Save", Reply::SaveThen(after.clone())),
            ("Don’t save", Reply::Discard(after.clone())),
            ("Cancel", Reply::Close),
        ],
    )
}

fn half_entered(ui: &mut Ui, tokens: &Tokens, after: &After, what: HalfEntered) -> Option<Reply> {
    title(
        ui,
        tokens,
        match what {
            HalfEntered::Ballots => "A round of ballots is half entered",
            HalfEntered::Reason => "A reason for accepting a risk is half typed",
        },
    );
    words(
        ui,
        tokens,
        "It is not part of the file yet. Go back to keep it, or throw it away.",
    );
    answers(
        ui,
        tokens,
        &[
            ("Go back", Reply::Close),
            ("Throw it away", Reply::Discard(after.clone())),
        ],
    )
}

fn path(ui: &mut Ui, tokens: &Tokens, question: Question, text: &mut String, why: &str) -> Option<Reply> {
    let (heading, go, example) = match question {
        Question::Open => ("Open a file by its path", "Open", "our_team.ron"),
        Question::Save => ("Save under a path", "Save", "our_team.ron"),
        Question::Import => ("Import a table by its path", "Import", "our_roles.csv"),
        Question::Export(Exported::Map(_)) => ("Export to a path", "Export", "our_map.svg"),
        Question::Export(_) => ("Export to a path", "Export", "our_roles.csv"),
    };
    title(ui, tokens, heading);
    if !why.is_empty() {
        words(ui, tokens, why);
        ui.add_space(tokens.space.s);
    }
    let id = egui::Id::unique("path field");
    let field = egui::TextEdit::singleline(text)
        .id(id)
        .hint_text(format!("For example /home/me/{example}"))
        .desired_width(ui.available_width());
    let response = ui.add(field);
    if ui.memory(|m| m.focused().is_none()) && !response.lost_focus() {
        response.request_focus();
    }
    let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let chosen = || {
        let path = PathBuf::from(text.trim());
        match question {
            Question::Open => Reply::Open(path),
            Question::Save => Reply::SaveTo(path),
            Question::Import => Reply::Import(path),
            Question::Export(what) => Reply::ExportTo(what, path),
        }
    };
    let reply = answers(ui, tokens, &[(go, chosen()), ("Cancel", Reply::Close)]);
    let reply = reply.or_else(|| enter.then(chosen));
    // An empty field is no path; the window stays until there is one.
    reply.filter(|reply| *reply == Reply::Close || !text.trim().is_empty())
}

fn conflict(ui: &mut Ui, tokens: &Tokens, why: &str) -> Option<Reply> {
    title(ui, tokens, "Another program changed the file");
    words(ui, tokens, why);
    answers(
        ui,
        tokens,
        &[
            ("Save under another name", Reply::SaveElsewhere),
            ("Overwrite", Reply::OverwriteOwn),
            ("Cancel", Reply::Close),
        ],
    )
}

fn replace(ui: &mut Ui, tokens: &Tokens, path: &std::path::Path, [other, replace]: [Reply; 2]) -> Option<Reply> {
    title(ui, tokens, "Replace the file that is there?");
    words(
        ui,
        tokens,
        &format!("{} exists already. Its contents would be gone.", path.display()),
    );
    answers(
        ui,
        tokens,
        &[
            ("Choose another name", other),
            ("Replace", replace),
            ("Cancel", Reply::Close),
        ],
    )
}

fn failed(ui: &mut Ui, tokens: &Tokens, heading: &str, lines: &[String]) -> Option<Reply> {
    title(ui, tokens, heading);
    for line in lines {
        words(ui, tokens, line);
        ui.add_space(tokens.space.xs);
    }
    answers(ui, tokens, &[("Close", Reply::Close)])
}

fn problems(ui: &mut Ui, tokens: &Tokens, problems: &[Located], intents: &mut Intents) -> Option<Reply> {
    let heading = match problems.len() {
        0 => "Everything in this file holds together".to_owned(),
        1 => "One thing does not hold together".to_owned(),
        n => format!("{n} things do not hold together"),
    };
    title(ui, tokens, &heading);
    if !problems.is_empty() {
        words(
            ui,
            tokens,
            "The file opens and saves as it is; nothing is dropped. Lines are those of the file as it would be saved.",
        );
    }
    let mut reply = None;
    for located in problems {
        ui.add_space(tokens.space.s);
        let place = &located.problem.place;
        let head = format!("Line {}: {place}", located.line);
        let target = match place.section {
            Section::Parties => Some(Selection::party(place.id.as_str().into())),
            Section::Handoffs => Some(Selection::handoff(place.id.as_str().into())),
            _ => None,
        };
        match target {
            Some(selection) => {
                if button::link(ui, tokens, &head).clicked() {
                    intents.push(Intent::Reveal(selection));
                    reply = Some(Reply::Close);
                }
            }
            None => words(ui, tokens, &head),
        }
        small(
            ui,
            tokens,
            &format!("{}. {}.", located.problem.what, located.problem.remedy),
        );
    }
    reply.or_else(|| answers(ui, tokens, &[("Close", Reply::Close)]))
}

fn organisation(
    ui: &mut Ui,
    tokens: &'static Tokens,
    session: &Session,
    typing: bool,
    intents: &mut Intents,
) -> Option<Reply> {
    let org = session.org();
    title(ui, tokens, "Organisation, goals and settings");
    let mut form = Form {
        ui,
        tokens,
        intents,
        subject: "org".to_owned(),
        today: session.today(),
    };
    form.text("Organisation name", "", &org.name, 1, Edit::Name);
    form.text(
        "About this file",
        "What it is, and where it comes from",
        &org.about,
        4,
        Edit::About,
    );
    form.label("Goals");
    for (id, goal) in &org.goals {
        form.subject = format!("goal {id}");
        let put = |change: &dyn Fn(&mut Goal)| {
            let mut goal = (**goal).clone();
            change(&mut goal);
            Edit::PutGoal(id.clone(), goal)
        };
        form.text("Goal", "In one line", &goal.name, 1, |text| {
            put(&|g| g.name.clone_from(&text))
        });
        let mut owners: Vec<Option<crate::org::RoleId>> = vec![None];
        owners.extend(org.roles.keys().cloned().map(Some));
        form.choice(
            "Answered for by",
            &goal.owner,
            &owners,
            |owner| {
                owner
                    .as_ref()
                    .map_or("No role yet".to_owned(), |r| org.role_name(r).to_owned())
            },
            |owner| put(&|g| g.owner.clone_from(&owner)),
        );
        form.text("Goal notes", "Anything worth knowing", &goal.notes, 1, |text| {
            put(&|g| g.notes.clone_from(&text))
        });
        if button::link(form.ui, tokens, &format!("Remove goal {}", goal.name)).clicked() {
            form.intents.edit("Remove goal", Edit::RemoveGoal(id.clone()));
        }
    }
    "goals".clone_into(&mut form.subject);
    if let Some(name) = form.adder("New goal", "Add goal", "In one line") {
        let id = org.new_goal_id(&name);
        let goal = Goal {
            name,
            ..Goal::default()
        };
        form.intents.edit("Add goal", Edit::PutGoal(id, goal));
    }
    "settings".clone_into(&mut form.subject);
    let settings = org.settings.clone();
    form.parsed(
        "Fewest ballots that are shown",
        "5",
        &settings.anonymity_floor.to_string(),
        |text| {
            text.trim()
                .parse::<u32>()
                .ok()
                .filter(|n| *n >= LOWEST_FLOOR)
                .ok_or_else(|| format!("Type a number of {LOWEST_FLOOR} or more: fewer could show who answered what."))
        },
        |anonymity_floor| {
            Edit::Settings(Settings {
                anonymity_floor,
                ..settings.clone()
            })
        },
    );
    thresholds::ui(ui, tokens, session, intents);
    let reply = answers(ui, tokens, &[("Close", Reply::Close)]);
    // Enter in a field ends the typing; only the next one closes the page.
    let entered = typing && ui.input(|i| i.key_pressed(Key::Enter));
    reply.filter(|_| !entered)
}

fn about(ui: &mut Ui, tokens: &Tokens) -> Option<Reply> {
    title(ui, tokens, &format!("Throughline {}", env!("CARGO_PKG_VERSION")));
    words(
        ui,
        tokens,
        "Anyone who depends on your work is your customer. Throughline draws who serves whom, holds what was promised, and shows where a promise needs mending. It never grades a person.",
    );
    ui.add_space(tokens.space.s);
    words(
        ui,
        tokens,
        "Everything stays on this computer. An organisation is one readable file that you can keep, compare and pass on.",
    );
    ui.add_space(tokens.space.s);
    words(
        ui,
        tokens,
        "Licence: MIT or Apache-2.0. The typeface is Inter, under the SIL Open Font License.",
    );
    answers(ui, tokens, &[("Close", Reply::Close)])
}

fn why(
    ui: &mut Ui,
    tokens: &Tokens,
    session: &Session,
    scope: &Scope,
    indicator: Indicator,
    intents: &mut Intents,
) -> Option<Reply> {
    let told = health::explain(session.org(), session.health(), scope, indicator);
    let mut reply = None;
    title(ui, tokens, &told.title);
    text::wrapped(ui, &told.value, tokens.body_strong(), tokens.colour.ink);
    ui.add_space(tokens.space.s);
    words(ui, tokens, &told.formula);
    ui.add_space(tokens.space.m);
    let reading = Reading::of(session.health(), scope, indicator);
    let id = egui::Id::unique(("spread", scope, indicator));
    spread(ui, tokens, id, &reading, session.health().cuts(scope, indicator));
    if reading.estimate().is_some_and(|e| e.variance > 0.0) {
        small(
            ui,
            tokens,
            "The filled part is the likely range: nine times out of ten the true share lies there. Dashed: where moderate and strong begin.",
        );
        ui.add_space(tokens.space.s);
    }
    for row in &told.rows {
        ui.horizontal_top(|ui| {
            let right = 150.0 * (tokens.size.body / 13.0);
            let left = ui.available_width() - right - 16.0;
            ui.allocate_ui(vec2(left, 0.0), |ui| {
                ui.set_width(left);
                ui.vertical(|ui| {
                    let label = match row.weight {
                        Some(weight) => format!("{} · weight {}", row.label, hundred(weight)),
                        None => row.label.clone(),
                    };
                    if let Some(handoff) = &row.handoff {
                        if button::link(ui, tokens, &label).clicked() {
                            intents.push(Intent::Reveal(Selection::handoff(handoff.clone())));
                            reply = Some(Reply::Close);
                        }
                    } else {
                        ui.label(RichText::new(label).font(tokens.body()).color(tokens.colour.ink));
                    }
                    if !row.detail.is_empty() {
                        small(ui, tokens, &row.detail);
                    }
                });
            });
            ui.allocate_ui(vec2(right, 0.0), |ui| {
                ui.set_width(right);
                ui.vertical(|ui| {
                    if row.handoff.is_some() {
                        // A link stands lower than plain words do.
                        ui.add_space(5.0);
                    }
                    text::wrapped(ui, &row.value, tokens.body(), tokens.colour.ink);
                });
            });
        });
        ui.add_space(tokens.space.xs);
        ui.separator();
    }
    for note in &told.notes {
        ui.add_space(tokens.space.xs);
        words(ui, tokens, note);
    }
    if !told.evidence.is_empty() {
        ui.add_space(tokens.space.m);
        egui::CollapsingHeader::new(format!(
            "What it stands on ({})",
            health::words::count(told.evidence.len() as u64)
        ))
        .id_salt("evidence")
        .show_unindented(ui, |ui| {
            let row = tokens.size.label * 1.5;
            ScrollArea::vertical()
                .max_height(row * 12.0)
                .id_salt("proofs")
                .show_rows(ui, row, told.evidence.len(), |ui, range| {
                    for proof in &told.evidence[range] {
                        let ink = match proof.good {
                            Some(false) => tokens.health.weak.text,
                            Some(true) => tokens.health.strong.text,
                            None => tokens.colour.ink2,
                        };
                        let text = RichText::new(&proof.text).font(tokens.label()).color(ink);
                        let response = ui.add(egui::Label::new(text).truncate().sense(egui::Sense::click()));
                        if let ProofOf::Handoff(id) = &proof.of
                            && response.clicked()
                        {
                            intents.push(Intent::Reveal(Selection::handoff(id.clone())));
                            reply = Some(Reply::Close);
                        }
                    }
                });
        });
    }
    ui.add_space(tokens.space.s);
    small(ui, tokens, told.source);
    reply.or_else(|| answers(ui, tokens, &[("Close", Reply::Close)]))
}
