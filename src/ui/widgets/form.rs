//! Fields of the inspector. Each knows its name, keeps a draft while it has the keyboard, changes the
//! document as one types, and becomes one undo step when it is left. Esc takes the typing back.

use egui::{ComboBox, DragValue, Id, Key, LayerId, Order, Response, RichText, TextEdit, Ui};
use egui_extras::DatePickerButton;
use jiff::civil::{Date, Time};

use super::button;
use crate::{
    org::{Edit, Moment, Span, Unit},
    ui::{
        icons::Icon,
        intent::{Intent, Intents},
        tokens::Tokens,
    },
};

mod lines;
mod mixed;

pub use mixed::common;

/// What a field of several things says where they differ.
pub const MIXED: &str = "Several values";

/// The fields of one thing.
pub struct Form<'a> {
    /// Where they are drawn.
    pub ui: &'a mut Ui,
    /// How they look.
    pub tokens: &'static Tokens,
    /// Where changes go.
    pub intents: &'a mut Intents,
    /// What the fields belong to; drafts and undo steps are kept apart by it.
    pub subject: String,
    /// The day that counts as today.
    pub today: Date,
}

/// What a field of a subject is known by, to give it the keyboard.
pub fn field(subject: &str, name: &str) -> Id {
    Id::unique(("form", subject, name))
}

impl Form<'_> {
    fn id(&self, name: &str) -> Id {
        field(&self.subject, name)
    }

    /// What has been typed, while the field has the keyboard; else what the document says.
    fn draft(&self, id: Id, value: &str) -> String {
        let typing = self.ui.memory(|m| m.has_focus(id));
        let typed = typing.then(|| self.ui.data(|d| d.get_temp::<String>(id))).flatten();
        typed.unwrap_or_else(|| value.to_owned())
    }

    fn caption(&mut self, name: &str) -> Response {
        self.ui.add_space(self.tokens.space.s);
        let text = RichText::new(name)
            .font(self.tokens.label())
            .color(self.tokens.colour.ink2);
        self.ui.label(text)
    }

    /// A caption for what follows.
    pub fn label(&mut self, text: &str) {
        self.caption(text);
    }

    /// A menu from which one of several is taken.
    pub fn pick<T: Clone>(&mut self, name: &str, options: &[T], words: impl Fn(&T) -> String) -> Option<T> {
        let mut picked = None;
        if options.is_empty() {
            return None;
        }
        let text = RichText::new(name)
            .font(self.tokens.body())
            .color(self.tokens.colour.ink);
        self.ui.menu_button(text, |ui| {
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for option in options {
                    if ui.button(words(option)).clicked() {
                        picked = Some(option.clone());
                        ui.close();
                    }
                }
            });
        });
        picked
    }

    /// A field for the name of something new, and the button that adds it. The name comes first, because
    /// the identifier in the file is made from it once and then stays.
    pub fn adder(&mut self, name: &str, verb: &str, hint: &str) -> Option<String> {
        let label = self.caption(name);
        let id = self.id(name);
        let mut draft = self.ui.data(|d| d.get_temp::<String>(id)).unwrap_or_default();
        let (tokens, mut add) = (self.tokens, false);
        self.ui.horizontal(|ui| {
            let room = ui.available_width() - button::width(ui, tokens.body(), verb) - tokens.space.s;
            let field = TextEdit::singleline(&mut draft)
                .id(id)
                .hint_text(RichText::new(hint).color(tokens.colour.ink3))
                .desired_width(room)
                .char_limit(200);
            let field = ui.add(field).labelled_by(label.id);
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            add = button::plain(ui, tokens, verb).clicked() || entered;
        });
        let wanted = draft.trim().to_owned();
        if add && !wanted.is_empty() {
            self.ui.data_mut(|d| d.remove_temp::<String>(id));
            return Some(wanted);
        }
        self.ui.data_mut(|d| d.insert_temp(id, draft));
        None
    }

    /// Small words below a field.
    pub fn hint(&mut self, text: &str) {
        super::text::wrapped(self.ui, text, self.tokens.label(), self.tokens.colour.ink3);
    }

    /// Changes the document as one types, or takes back what was typed so far.
    fn live_or_abort(&mut self, name: &str, edit: Option<Edit>) {
        let Some(edit) = edit else {
            self.intents.push(Intent::Abort);
            return;
        };
        let key = format!("{} {name}", self.subject);
        self.intents.live(key, format!("Change {}", name.to_lowercase()), edit);
    }

    fn change(&mut self, name: &str, edit: Edit) {
        self.intents.edit(format!("Change {}", name.to_lowercase()), edit);
    }

    /// A text of one or more rows.
    pub fn text(&mut self, name: &str, hint: &str, value: &str, rows: usize, edit: impl FnOnce(String) -> Edit) {
        let label = self.caption(name);
        self.bare_text(name, hint, value, rows, edit, Some(label));
    }

    /// A text field without a caption above it; its name is the hint and is read aloud.
    pub fn bare_text(
        &mut self,
        name: &str,
        hint: &str,
        value: &str,
        rows: usize,
        edit: impl FnOnce(String) -> Edit,
        label: Option<Response>,
    ) -> Response {
        self.text_or_none(name, hint, value, rows, |text| Some(edit(text)), label)
    }

    /// The same; where there is no edit, what was typed so far is taken back.
    fn text_or_none(
        &mut self,
        name: &str,
        hint: &str,
        value: &str,
        rows: usize,
        edit: impl FnOnce(String) -> Option<Edit>,
        label: Option<Response>,
    ) -> Response {
        let id = self.id(name);
        let mut draft = self.draft(id, value);
        let field = if rows > 1 {
            TextEdit::multiline(&mut draft).desired_rows(rows)
        } else {
            TextEdit::singleline(&mut draft)
        };
        let width = self.ui.available_width();
        let shown_hint = if hint.is_empty() { name } else { hint };
        let response = self.ui.add(
            field
                .id(id)
                .hint_text(RichText::new(shown_hint).color(self.tokens.colour.ink3))
                .desired_width(width)
                .char_limit(20_000),
        );
        let response = match label {
            Some(label) => response.labelled_by(label.id),
            None => response,
        };
        if response.changed() {
            self.ui.data_mut(|d| d.insert_temp(id, draft.clone()));
            self.live_or_abort(name, edit(draft));
        } else if response.gained_focus() {
            self.ui.data_mut(|d| d.insert_temp(id, draft));
        }
        if response.lost_focus() {
            self.ui.data_mut(|d| d.remove_temp::<String>(id));
            let escaped = self.ui.input(|i| i.key_pressed(Key::Escape));
            self.intents.push(if escaped { Intent::Abort } else { Intent::Commit });
        }
        response
    }

    /// One of several, by name.
    pub fn choice<T: PartialEq + Clone>(
        &mut self,
        name: &str,
        value: &T,
        options: &[T],
        words: impl Fn(&T) -> String,
        edit: impl FnOnce(T) -> Edit,
    ) {
        if let Some(chosen) = self.chosen(name, value, options, words) {
            let edit = edit(chosen);
            self.change(name, edit);
        }
    }

    /// One of several, by name: another one than before, as soon as it is chosen.
    pub fn chosen<T: PartialEq + Clone>(
        &mut self,
        name: &str,
        value: &T,
        options: &[T],
        words: impl Fn(&T) -> String,
    ) -> Option<T> {
        let label = self.caption(name);
        let mut chosen = None;
        let width = self.ui.available_width();
        let combo = ComboBox::from_id_salt(self.id(name))
            .selected_text(words(value))
            .width(width)
            .truncate()
            .show_ui(self.ui, |ui| {
                ui.set_min_width(width - 16.0);
                for option in options {
                    if ui.selectable_label(option == value, words(option)).clicked() {
                        chosen = Some(option.clone());
                    }
                }
            });
        combo.response.labelled_by(label.id);
        chosen.filter(|chosen| chosen != value)
    }

    /// A whole number that may be missing.
    pub fn count(&mut self, name: &str, value: Option<u32>, edit: impl FnOnce(Option<u32>) -> Edit) {
        let text = value.map_or_else(String::new, |n| n.to_string());
        self.parsed(name, "Not known", &text, whole_number, edit);
    }

    /// A share in percent.
    pub fn percent(&mut self, name: &str, value: f64, edit: impl FnOnce(f64) -> Edit) {
        let text = format!("{}", (value * 1000.0).round() / 10.0);
        self.parsed(name, "90", &text, percentage, edit);
    }

    /// A text that means something, such as a number. While it means nothing, the document keeps the value
    /// that it had before, and the field says what is wrong.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        hint: &str,
        value: &str,
        parse: impl Fn(&str) -> Result<T, String>,
        edit: impl FnOnce(T) -> Edit,
    ) {
        self.parsed_or_none(name, hint, value, parse, |value| Some(edit(value)));
    }

    /// The same; where there is no edit, what was typed so far is taken back.
    fn parsed_or_none<T>(
        &mut self,
        name: &str,
        hint: &str,
        value: &str,
        parse: impl Fn(&str) -> Result<T, String>,
        edit: impl FnOnce(T) -> Option<Edit>,
    ) {
        let label = self.caption(name);
        let id = self.id(name);
        let mut draft = self.draft(id, value);
        let width = self.ui.available_width();
        let response = self
            .ui
            .add(
                TextEdit::singleline(&mut draft)
                    .id(id)
                    .hint_text(RichText::new(hint).color(self.tokens.colour.ink3))
                    .desired_width(width)
                    .char_limit(40),
            )
            .labelled_by(label.id);
        let parsed = parse(&draft);
        if let Err(wrong) = &parsed {
            let text = RichText::new(wrong)
                .font(self.tokens.label())
                .color(self.tokens.health.weak.text);
            self.ui.label(text);
        }
        if response.changed() {
            self.ui.data_mut(|d| d.insert_temp(id, draft));
            self.live_or_abort(name, parsed.ok().and_then(edit));
        } else if response.gained_focus() {
            self.ui.data_mut(|d| d.insert_temp(id, draft));
        }
        if response.lost_focus() {
            self.ui.data_mut(|d| d.remove_temp::<String>(id));
            let escaped = self.ui.input(|i| i.key_pressed(Key::Escape));
            self.intents.push(if escaped { Intent::Abort } else { Intent::Commit });
        }
    }

    /// A day that may be missing, chosen in a calendar.
    pub fn day(&mut self, name: &str, value: Option<Date>, edit: impl FnOnce(Option<Date>) -> Edit) {
        self.day_from(name, value, self.today, edit);
    }

    /// The same; `usual` is the day that it begins with.
    pub fn day_from(&mut self, name: &str, value: Option<Date>, usual: Date, edit: impl FnOnce(Option<Date>) -> Edit) {
        let label = self.caption(name);
        let mut chosen = None;
        let (tokens, id) = (self.tokens, self.id(name));
        self.ui.horizontal(|ui| match value {
            None => {
                if button::plain(ui, tokens, "Choose a day")
                    .labelled_by(label.id)
                    .clicked()
                {
                    chosen = Some(Some(usual));
                }
            }
            Some(date) => {
                let mut picked = date;
                calendar(ui, id, &mut picked).labelled_by(label.id);
                if picked != date {
                    chosen = Some(Some(picked));
                }
                if button::icon(ui, tokens, Icon::Close, &format!("Clear {}", name.to_lowercase()), true).clicked() {
                    chosen = Some(None);
                }
            }
        });
        if let Some(chosen) = chosen {
            let edit = edit(chosen);
            self.change(name, edit);
        }
    }

    /// A day that is always there, chosen in a calendar.
    pub fn day_required(&mut self, name: &str, value: Date, edit: impl FnOnce(Date) -> Edit) {
        let label = self.caption(name);
        let mut picked = value;
        let id = self.id(name);
        calendar(self.ui, id, &mut picked).labelled_by(label.id);
        if picked != value {
            let edit = edit(picked);
            self.change(name, edit);
        }
    }

    /// A day that may be missing, with an hour that may be left out: the whole day is meant then.
    pub fn moment(&mut self, name: &str, value: Option<Moment>, usual: Date, edit: impl Fn(Option<Moment>) -> Edit) {
        self.day_from(name, value.map(Moment::date), usual, |day| {
            edit(day.map(|day| {
                value
                    .and_then(Moment::time)
                    .map_or(Moment::day(day), |time| Moment::at(day, time))
            }))
        });
        if let Some(moment) = value {
            let text = moment
                .time()
                .map_or_else(String::new, |t| format!("{:02}:{:02}", t.hour(), t.minute()));
            self.parsed(&format!("{name}, hour"), "Whole day", &text, hour, |time| {
                edit(Some(time.map_or(Moment::day(moment.date()), |time| {
                    Moment::at(moment.date(), time)
                })))
            });
        }
    }

    /// A length of time that may be missing.
    pub fn span(
        &mut self,
        name: &str,
        value: Option<Span>,
        usual: Span,
        least: u16,
        edit: impl FnOnce(Option<Span>) -> Edit,
    ) {
        let label = self.caption(name);
        let mut chosen = None;
        let (mut counted, mut counting_ended) = (None, false);
        let (tokens, id) = (self.tokens, self.id(name));
        self.ui.horizontal(|ui| match value {
            None => {
                let set = button::plain(ui, tokens, &format!("Set {}", name.to_lowercase()));
                if set.labelled_by(label.id).clicked() {
                    chosen = Some(Some(usual));
                }
            }
            Some(span) => {
                let mut count = span.count;
                let number = ui
                    .add(DragValue::new(&mut count).range(least..=999).speed(0.1))
                    .labelled_by(label.id);
                if count != span.count {
                    counted = Some(Span::new(count, span.unit));
                }
                counting_ended = number.drag_stopped() || number.lost_focus();
                let words = |unit: Unit| format!("{}{}", unit.singular(), if span.count == 1 { "" } else { "s" });
                ComboBox::from_id_salt(id.with("unit"))
                    .selected_text(words(span.unit))
                    .width(88.0)
                    .show_ui(ui, |ui| {
                        for unit in Unit::ALL {
                            if ui.selectable_label(unit == span.unit, words(unit)).clicked() {
                                chosen = Some(Some(Span::new(span.count, unit)));
                            }
                        }
                    })
                    .response
                    .labelled_by(label.id);
                if button::icon(ui, tokens, Icon::Close, &format!("Clear {}", name.to_lowercase()), true).clicked() {
                    chosen = Some(None);
                }
            }
        });
        if let Some(counted) = counted {
            let key = format!("{} {name}", self.subject);
            self.intents
                .live(key, format!("Change {}", name.to_lowercase()), edit(Some(counted)));
        } else if let Some(chosen) = chosen
            && chosen != value
        {
            let edit = edit(chosen);
            self.change(name, edit);
        }
        if counting_ended {
            self.intents.push(Intent::Commit);
        }
    }
}

/// A day that opens a calendar. Its lists have no names and say nothing that its arrows and days do not, so
/// they are left out.
pub fn calendar(ui: &mut Ui, id: Id, picked: &mut Date) -> Response {
    calendar_as(ui, id, "%Y-%m-%d", picked)
}

/// The same with the day written in another way.
pub fn calendar_as(ui: &mut Ui, id: Id, format: &str, picked: &mut Date) -> Response {
    let salt = format!("{id:?}");
    let button = DatePickerButton::new(picked)
        .id_salt(&salt)
        .show_icon(false)
        .format(format);
    let response = ui.add(button.combo_boxes(false));
    let page = LayerId::new(Order::Foreground, ui.make_persistent_id(Some(salt.as_str())));
    if ui.memory(|m| m.areas().is_visible(&page)) {
        let now = ui.cumulative_pass_nr();
        ui.data_mut(|d| d.insert_temp(open_calendar(), now));
    }
    response
}

fn open_calendar() -> Id {
    Id::unique("open calendar")
}

/// Whether a calendar lay over the screen when the last frame ended; Esc belongs to it then.
pub fn is_calendar_open(ctx: &egui::Context) -> bool {
    let seen = ctx.data(|d| d.get_temp::<u64>(open_calendar()));
    seen.is_some_and(|pass| pass + 2 > ctx.cumulative_pass_nr())
}

fn whole_number(text: &str) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| "Type a whole number, or leave it empty.".to_owned()),
    }
}

fn percentage(text: &str) -> Result<f64, String> {
    text.trim()
        .trim_end_matches('%')
        .trim()
        .replace(',', ".")
        .parse::<f64>()
        .ok()
        .filter(|n| *n > 0.0 && *n <= 100.0)
        .map(|n| n / 100.0)
        .ok_or_else(|| "Type a number above 0 and at most 100.".to_owned())
}

fn hour(text: &str) -> Result<Option<Time>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| "Type an hour such as 14:30, or leave it empty.".to_owned()),
    }
}
