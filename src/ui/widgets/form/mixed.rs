//! Fields of several things at once. Where they differ a field says so and changes nothing until somebody uses it; then
//! all of them get the same value, as one types and in one undo step.

#![expect(clippy::option_option, reason = "what all have in common may be that it is missing")]

use egui::{Checkbox, RichText};
use jiff::civil::Date;

use super::{Form, MIXED, percentage};
use crate::{
    health::words,
    org::{Edit, Span},
    ui::{icons::Icon, widgets::button},
};

/// What all values have in common; nothing where they differ.
pub fn common<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

impl Form<'_> {
    /// A text; `value` is nothing where the texts differ.
    pub fn mixed_text(
        &mut self,
        name: &str,
        hint: &str,
        value: Option<&str>,
        rows: usize,
        edit: impl FnOnce(String) -> Edit,
    ) {
        let Some(value) = self.in_common(name, value) else {
            let label = self.caption(name);
            // An empty field is what they began with: each keeps its own.
            let edit = |text: String| (!text.trim().is_empty()).then(|| edit(text));
            self.text_or_none(name, MIXED, value.unwrap_or_default(), rows, edit, Some(label));
            return;
        };
        self.text(name, hint, value, rows, edit);
    }

    /// What all have in common; nothing where they differ, or did when somebody began to type in this field.
    fn in_common<T>(&self, name: &str, value: Option<T>) -> Option<T> {
        let id = self.id(name);
        let mark = id.with("mixed");
        let typing = self.ui.memory(|m| m.has_focus(id));
        self.ui.data_mut(|d| {
            if value.is_none() {
                d.insert_temp(mark, true);
            } else if !typing {
                d.remove_temp::<bool>(mark);
            }
            value.filter(|_| d.get_temp::<bool>(mark).is_none())
        })
    }

    /// One of several, by name.
    pub fn mixed_choice<T: PartialEq + Clone>(
        &mut self,
        name: &str,
        value: Option<&T>,
        options: &[T],
        words: impl Fn(&T) -> String,
        edit: impl FnOnce(T) -> Edit,
    ) {
        let options: Vec<Option<&T>> = options.iter().map(Some).collect();
        let chosen = self.chosen(name, &value, &options, |value| {
            value.map_or_else(|| MIXED.to_owned(), &words)
        });
        if let Some(Some(chosen)) = chosen {
            let edit = edit(chosen.clone());
            self.change(name, edit);
        }
    }

    /// A whole number that may be missing.
    pub fn mixed_count(&mut self, name: &str, value: Option<Option<u32>>, edit: impl FnOnce(Option<u32>) -> Edit) {
        let Some(value) = self.in_common(name, value) else {
            let text = value.flatten().map_or_else(String::new, |n| n.to_string());
            // An empty field is what they began with: each keeps its own.
            self.parsed_or_none(name, MIXED, &text, super::whole_number, |n| n.map(|n| edit(Some(n))));
            return;
        };
        self.count(name, value, edit);
    }

    /// A share in percent.
    pub fn mixed_percent(&mut self, name: &str, value: Option<f64>, edit: impl FnOnce(f64) -> Edit) {
        let Some(value) = value else {
            // An empty field is nothing wrong here, and no change.
            let parse = |text: &str| match text.trim() {
                "" => Ok(None),
                text => percentage(text).map(Some),
            };
            return self.parsed(name, MIXED, "", parse, |share| {
                share.map_or_else(|| Edit::All(Vec::new()), edit)
            });
        };
        self.percent(name, value, edit);
    }

    /// A day that may be missing.
    pub fn mixed_day(&mut self, name: &str, value: Option<Option<Date>>, edit: impl FnOnce(Option<Date>) -> Edit) {
        if let Some(value) = value {
            return self.day(name, value, edit);
        }
        let today = self.today;
        if let Some(set) = self.set_or_clear(name, "Choose a day") {
            let edit = edit(set.then_some(today));
            self.change(name, edit);
        }
    }

    /// A length of time that may be missing.
    pub fn mixed_span(
        &mut self,
        name: &str,
        value: Option<Option<Span>>,
        usual: Span,
        least: u16,
        edit: impl FnOnce(Option<Span>) -> Edit,
    ) {
        if let Some(value) = value {
            return self.span(name, value, usual, least, edit);
        }
        if let Some(set) = self.set_or_clear(name, &format!("Set {}", name.to_lowercase())) {
            let edit = edit(set.then_some(usual));
            self.change(name, edit);
        }
    }

    /// Says that the values differ. Returns true where all are to get the usual one, false where none is to have any.
    fn set_or_clear(&mut self, name: &str, verb: &str) -> Option<bool> {
        let label = self.caption(name);
        let tokens = self.tokens;
        let mut chosen = None;
        self.ui.horizontal_wrapped(|ui| {
            let text = RichText::new(MIXED).font(tokens.body()).color(tokens.colour.ink3);
            ui.label(text);
            if button::plain(ui, tokens, verb).labelled_by(label.id).clicked() {
                chosen = Some(true);
            }
            if button::icon(ui, tokens, Icon::Close, &format!("Clear {}", name.to_lowercase()), true).clicked() {
                chosen = Some(false);
            }
        });
        chosen
    }

    /// A box to tick that `with` of `of` things have; neither ticked nor empty where some have it. Returns whether all
    /// or none of them are to have it from now on.
    pub fn mixed_tick(&mut self, name: &str, with: usize, of: usize) -> Option<bool> {
        let mut all = with == of;
        let some = with > 0 && !all;
        let words = if some {
            let [with, of] = [with, of].map(|count| words::count(count as u64));
            format!("{name} ({with} of {of})")
        } else {
            name.to_owned()
        };
        let words = RichText::new(words).color(self.tokens.colour.ink);
        let tick = Checkbox::new(&mut all, words).indeterminate(some);
        self.ui.add(tick).changed().then_some(all)
    }
}
