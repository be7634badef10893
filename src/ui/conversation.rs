//! A promise talked through by its two sides: five questions, what differs, and an end that both can live with.
//!
//! The fields change the document as one types, like those of the inspector, so closing loses nothing, and neither does
//! Esc.

use egui::{Button, Response, RichText, Ui, vec2};
use jiff::civil::Date;

use super::{
    intent::Intents,
    tokens::Tokens,
    widgets::{button, form::Form, text},
};
use crate::{
    health::{Moments, words},
    org::{Agreement, Cadence, Difference, Edit, Handoff, HandoffId, Org, Question, Side, Span, Unit},
    session::Session,
};

/// Where the two columns stand side by side, in widths of a letter.
const SIDE_BY_SIDE: f32 = 40.0;

/// Where two terms stand side by side in a column, in widths of a letter.
const PAIRS: f32 = 28.0;

/// Points between the worst answer and the best.
const POINTS: f64 = 4.0;

/// A term beside the promise itself.
#[derive(Clone, Copy)]
enum Term {
    Cadence,
    Notice,
    AnswerWithin,
    CheckInEvery,
}

/// What the party on a side is called.
fn name<'a>(org: &'a Org, handoff: &'a Handoff, side: Side) -> &'a str {
    org.party_name(match side {
        Side::Provider => &handoff.provider,
        Side::Customer => &handoff.customer,
    })
}

/// How far the two sides are, in a sentence or two with the day of each side's yes.
pub fn standing(org: &Org, handoff: &Handoff) -> String {
    let name = |side| name(org, handoff, side);
    let [provider, customer] = Side::ALL.map(|side| handoff.said_yes(side));
    match handoff.agreement() {
        Agreement::Settled(day) => match (provider, customer) {
            (Some(one), Some(other)) if one != other => format!(
                "Both said yes: {} on {}, {} on {}.",
                name(Side::Provider),
                words::day(one),
                name(Side::Customer),
                words::day(other)
            ),
            _ => format!("Both said yes on {}.", words::day(day)),
        },
        Agreement::Changed(day) => {
            let changed = format!("Changed since both said yes on {}.", words::day(day));
            let side = match (provider, customer) {
                (Some(yes), None) => Some((Side::Provider, yes)),
                (None, Some(yes)) => Some((Side::Customer, yes)),
                _ => None,
            };
            match side {
                Some((side, yes)) => format!("{changed} {}", alone(name(side), yes, name(side.other()))),
                None => format!("{changed} Neither side has said yes to the change yet."),
            }
        }
        Agreement::OneSide(side, yes) => alone(name(side), yes, name(side.other())),
        Agreement::Open => "Neither side has said yes yet.".to_owned(),
    }
}

fn alone(one: &str, day: Date, other: &str) -> String {
    format!("{one} said yes on {}, {other} has not yet.", words::day(day))
}

/// What the two sides see differently for now, in a sentence.
pub fn seen_differently(handoff: &Handoff) -> Option<String> {
    let difference = handoff.difference.as_ref()?;
    let day = words::day(difference.on);
    Some(format!("Seen differently since {day}: {}", difference.text.trim()))
}

/// What reads differently from what both agreed to, and the way to say that it means the same.
pub fn changes(ui: &mut Ui, tokens: &Tokens, id: &HandoffId, handoff: &Handoff, intents: &mut Intents) {
    let changes = handoff.changes();
    if changes.is_empty() {
        return;
    }
    for change in changes {
        let mut job = egui::text::LayoutJob::default();
        for (text, font, ink) in [
            (format!("{}: ", change.what), tokens.body_strong(), tokens.colour.ink2),
            (change.before, tokens.body(), tokens.colour.ink2),
            (" → ".to_owned(), tokens.body(), tokens.colour.ink2),
            (change.now, tokens.body(), tokens.colour.ink),
        ] {
            job.append(&text, 0.0, egui::TextFormat::simple(font, ink));
        }
        ui.add(egui::Label::new(job).wrap());
    }
    let keep = button::link(ui, tokens, "It means the same: keep the agreement");
    if seen(&keep).clicked() {
        intents.edit("Keep the agreement", put(id, handoff, Handoff::keep_agreement));
    }
}

/// Draws the page. Returns whether it was closed.
pub fn ui(ui: &mut Ui, tokens: &'static Tokens, session: &Session, id: &HandoffId, intents: &mut Intents) -> bool {
    let org = session.org();
    let Some(handoff) = org.handoffs.get(id) else {
        return true;
    };
    let sides = Side::ALL.map(|side| name(org, handoff, side));
    let [provider, customer] = sides;
    let heading = match handoff.deliverable.trim() {
        "" => format!("{provider} to {customer}"),
        what => format!("{provider} to {customer} · {what}"),
    };
    line(ui, &heading, tokens.title(), tokens.colour.ink);
    line(ui, &standing(org, handoff), tokens.body(), tokens.colour.ink2);
    ui.add_space(tokens.space.m);
    let mut page = Page {
        tokens,
        session,
        id,
        handoff,
        intents,
        begins: begins(ui, id),
    };
    if ui.available_width() > SIDE_BY_SIDE * tokens.size.body {
        let usual = ui.spacing().item_spacing.x;
        ui.spacing_mut().item_spacing.x = tokens.space.xl;
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                left.spacing_mut().item_spacing.x = usual;
                right.spacing_mut().item_spacing.x = usual;
                page.needs(left, customer);
                page.promises(right, provider);
            }
        });
        ui.spacing_mut().item_spacing.x = usual;
    } else {
        page.needs(ui, customer);
        page.promises(ui, provider);
    }
    page.rule(ui);
    page.differs(ui, sides);
    page.end(ui, sides);
    ui.add_space(tokens.space.l);
    seen(&button::plain(ui, tokens, "Close")).clicked()
}

/// Whether the page of that handoff was not there in the frame before.
fn begins(ui: &Ui, id: &HandoffId) -> bool {
    let (slot, now) = (
        egui::Id::unique(("conversation", id.as_str())),
        ui.ctx().cumulative_frame_nr(),
    );
    let before = ui.data_mut(|d| d.get_temp_mut_or_default::<Option<u64>>(slot).replace(now));
    before.is_none_or(|before| before + 1 < now)
}

/// What all parts of the page need.
struct Page<'a> {
    tokens: &'static Tokens,
    session: &'a Session,
    id: &'a HandoffId,
    handoff: &'a Handoff,
    intents: &'a mut Intents,
    /// It was opened in this frame.
    begins: bool,
}

impl Page<'_> {
    fn form<'f>(&'f mut self, ui: &'f mut Ui) -> Form<'f> {
        Form {
            ui,
            tokens: self.tokens,
            intents: self.intents,
            // The inspector may show the same handoff below the page.
            subject: format!("conversation {}", self.id),
            today: self.session.today(),
        }
    }

    fn rule(&self, ui: &mut Ui) {
        ui.add_space(self.tokens.space.l);
        ui.separator();
        ui.add_space(self.tokens.space.s);
    }

    /// A question with its number, and whoever answers it.
    fn question(&self, ui: &mut Ui, number: u8, question: &str) -> Response {
        let tokens = self.tokens;
        ui.add_space(tokens.space.m);
        line(ui, &format!("{number}. {question}"), tokens.name(), tokens.colour.ink)
    }

    fn speaker(&self, ui: &mut Ui, party: &str, part: &str) {
        let text = format!("{party}, {part}");
        line(ui, &text, self.tokens.label_strong(), self.tokens.colour.accent);
    }

    /// A question that is answered in a text.
    fn asked(
        &mut self,
        ui: &mut Ui,
        (number, question): (u8, &str),
        (name, hint): (&str, &str),
        value: &str,
        field: fn(&mut Handoff) -> &mut String,
    ) {
        let label = self.question(ui, number, question);
        let (id, handoff) = (self.id, self.handoff);
        let mut form = self.form(ui);
        let edit = |text: String| put(id, handoff, |h| *field(h) = text);
        let field = form.bare_text(name, hint, value, 3, edit, Some(label));
        // Whoever opens the page can begin to type: the first question has the keyboard.
        if number == 1 && std::mem::take(&mut self.begins) {
            field.request_focus();
        }
        seen(&field);
    }

    /// What the customer says.
    fn needs(&mut self, ui: &mut Ui, customer: &str) {
        let handoff = self.handoff;
        self.speaker(ui, customer, "who depends on it");
        self.asked(
            ui,
            (1, "What do you need from me?"),
            ("Need", "In the customer’s words"),
            &handoff.need,
            |h| &mut h.need,
        );
        self.asked(
            ui,
            (2, "What do you do with it?"),
            ("Purpose", "What it makes possible"),
            &handoff.purpose,
            |h| &mut h.purpose,
        );
        self.asked(
            ui,
            (3, "Where does it fall short?"),
            ("Shortfall", "What is missing, late or not right"),
            &handoff.shortfall,
            |h| &mut h.shortfall,
        );
    }

    /// What the provider says.
    fn promises(&mut self, ui: &mut Ui, provider: &str) {
        let (id, handoff) = (self.id, self.handoff);
        self.speaker(ui, provider, "who delivers");
        self.asked(
            ui,
            (4, "What do we promise?"),
            ("Promise", "In the provider’s words"),
            &handoff.promise,
            |h| &mut h.promise,
        );
        let wide = ui.available_width() > PAIRS * self.tokens.size.body;
        for pair in [[Term::Cadence, Term::Notice], [Term::AnswerWithin, Term::CheckInEvery]] {
            if wide {
                ui.columns(2, |columns| {
                    for (column, term) in columns.iter_mut().zip(pair) {
                        self.term(column, term);
                    }
                });
            } else {
                for term in pair {
                    self.term(ui, term);
                }
            }
        }
        let mut form = self.form(ui);
        form.text("Where to reach us", "Channel", &handoff.channel, 1, |text| {
            put(id, handoff, |h| h.channel = text)
        });
    }

    fn term(&mut self, ui: &mut Ui, term: Term) {
        let (id, handoff) = (self.id, self.handoff);
        let put = |change: &dyn Fn(&mut Handoff)| put(id, handoff, change);
        let mut form = self.form(ui);
        match term {
            Term::Cadence => {
                let mut cadences: Vec<Option<Cadence>> = Cadence::all().into_iter().map(Some).collect();
                if let Some(current @ Cadence::Situational { .. }) = &handoff.cadence {
                    cadences.pop();
                    cadences.push(Some(current.clone()));
                }
                cadences.insert(0, None);
                let words = |cadence: &Option<Cadence>| cadence.as_ref().map_or("Not set".to_owned(), Cadence::words);
                form.choice("How often", &handoff.cadence, &cadences, words, |cadence| {
                    put(&|h| h.cadence.clone_from(&cadence))
                });
            }
            Term::Notice => form.span("Notice we need", handoff.notice, Span::days(3), 0, |span| {
                put(&|h| h.notice = span)
            }),
            Term::AnswerWithin => {
                let within = handoff.answer_within;
                form.span("Answer within", within, Span::days(1), 1, |span| {
                    put(&|h| h.answer_within = span)
                });
            }
            Term::CheckInEvery => {
                let (every, usual) = (handoff.check_in_every, Span::new(1, Unit::Months));
                form.span("Check in every", every, usual, 1, |span| {
                    put(&|h| h.check_in_every = span)
                });
            }
        }
    }

    /// The question that the two sides answered most differently in the ballots, where that is an expectation gap.
    fn widest_gap(&self) -> Option<String> {
        let org = self.session.org();
        let voices = &self.session.health().handoffs.get(self.id)?.voices;
        let customer = org.pulses.get(voices.customer.as_ref()?)?;
        let provider = org.pulses.get(voices.provider.as_ref()?)?;
        let points = |question| {
            let mean = |counts| Moments::question(counts).map(|said| said.mean);
            Some(POINTS * (mean(customer.counts(question))? - mean(provider.counts(question))?).abs())
        };
        let gaps = Question::ALL.into_iter().filter_map(|q| Some((points(q)?, q)));
        let (points, question) = gaps.max_by(|one, other| one.0.total_cmp(&other.0))?;
        // A gap as wide as the threshold is not to be lost in the last digit.
        (points >= org.thresholds().gap_points - 1e-9).then(|| {
            let question = question.label();
            format!("In the ballots the two sides are {points:.1} points apart on “{question}”.")
        })
    }

    /// What differs between what was said, what was agreed and how both see it.
    fn differs(&mut self, ui: &mut Ui, [provider, customer]: [&str; 2]) {
        let (tokens, handoff) = (self.tokens, self.handoff);
        self.question(ui, 5, "What differs, and can we agree?");
        let mut lines = Vec::new();
        if handoff.need.trim().is_empty() {
            lines.push(format!("{customer} has not said what it needs."));
        }
        if handoff.promise.trim().is_empty() {
            lines.push(format!("{provider} has not said what it promises."));
        }
        lines.extend(self.widest_gap());
        let changed = handoff.before.is_some();
        if lines.is_empty() && !changed {
            let nothing = match handoff.agreement() {
                Agreement::Settled(_) => "Nothing was changed since both said yes.",
                _ => "Both sides said their part. Read it aloud: does the promise meet the need?",
            };
            lines.push(nothing.to_owned());
        }
        for text in lines {
            line(ui, &text, tokens.body(), tokens.colour.ink);
        }
        changes(ui, tokens, self.id, handoff, self.intents);
    }

    /// How it ends: each side says yes, both do, or they write down what they see differently.
    fn end(&mut self, ui: &mut Ui, names: [&str; 2]) {
        let (tokens, id, handoff) = (self.tokens, self.id, self.handoff);
        let today = self.session.today();
        ui.add_space(tokens.space.m);
        // The customer stands left here, as above.
        let order = [(Side::Customer, names[1]), (Side::Provider, names[0])];
        let gap = tokens.space.xl;
        let width = ((ui.available_width() - gap) / 2.0).max(0.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (side, name) in order {
                ui.allocate_ui(vec2(width, 0.0), |ui| {
                    ui.set_width(width);
                    ui.vertical(|ui| self.yes(ui, side, name));
                });
            }
        });
        ui.add_space(tokens.space.m);
        // The button stays when it was pressed, and so does the keyboard.
        let settled = matches!(handoff.agreement(), Agreement::Settled(_));
        let words = if settled { "Both agreed" } else { "Both agree" };
        let pressed = if settled {
            let text = RichText::new(words)
                .font(tokens.body_strong())
                .color(tokens.colour.accent);
            let button = Button::new(text).selected(true);
            ui.add(button.min_size(vec2(0.0, tokens.control.height)))
        } else {
            button::primary(ui, tokens, words)
        };
        if seen(&pressed).clicked() {
            let (label, edit) = if settled {
                let edit = put(id, handoff, |h| {
                    for side in Side::ALL {
                        h.take_back(side);
                    }
                });
                ("Take both yeses back", edit)
            } else {
                ("Both agree", put(id, handoff, |h| h.agree_both(today)))
            };
            self.intents.edit(label, edit);
        }
        ui.add_space(tokens.space.m);
        let name = "We see it differently for now";
        let label = match &handoff.difference {
            Some(difference) => format!("{name}, written down on {}", words::day(difference.on)),
            None => name.to_owned(),
        };
        let label = line(ui, &label, tokens.label(), tokens.colour.ink2);
        let text = handoff.difference.as_ref().map_or("", |d| &d.text);
        let mut form = self.form(ui);
        let edit = |text: String| {
            put(id, handoff, |h| {
                h.difference = (!text.trim().is_empty()).then_some(Difference { on: today, text });
            })
        };
        let hint = "What each side sees, and when you look at it again";
        seen(&form.bare_text("Difference", hint, text, 2, edit, Some(label)));
    }

    /// The yes of one side, which a second press takes back.
    fn yes(&mut self, ui: &mut Ui, side: Side, name: &str) {
        let (tokens, handoff) = (self.tokens, self.handoff);
        let day = handoff.said_yes(side);
        let (font, ink) = match day {
            Some(_) => (tokens.body_strong(), tokens.colour.accent),
            None => (tokens.body(), tokens.colour.ink),
        };
        let text = RichText::new(format!("Yes from {name}")).font(font).color(ink);
        let button = Button::new(text)
            .selected(day.is_some())
            .min_size(vec2(0.0, tokens.control.height))
            .truncate();
        if seen(&ui.add(button)).clicked() {
            let today = self.session.today();
            let (label, edit) = if day.is_none() {
                let edit = put(self.id, handoff, |h| h.agree(side, today));
                (format!("Yes from {name}"), edit)
            } else {
                let edit = put(self.id, handoff, |h| h.take_back(side));
                (format!("{name} takes its yes back"), edit)
            };
            self.intents.edit(label, edit);
        }
        let below = match day {
            Some(day) => format!("on {}; press again to take it back", words::day(day)),
            None => "not yet".to_owned(),
        };
        line(ui, &below, tokens.label(), tokens.colour.ink2);
    }
}

fn line(ui: &mut Ui, words: &str, font: egui::FontId, ink: egui::Color32) -> Response {
    text::wrapped(ui, words, font, ink)
}

/// Brings what the keyboard reaches into view: the page may be longer than the screen.
fn seen(response: &Response) -> &Response {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

fn put(id: &HandoffId, handoff: &Handoff, change: impl FnOnce(&mut Handoff)) -> Edit {
    let mut handoff = handoff.clone();
    change(&mut handoff);
    Edit::PutHandoff(id.clone(), handoff)
}
