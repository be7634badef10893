//! A list of short texts, a field for each. Enter adds one below, Alt and the arrows move one, and one that is emptied
//! is gone when it is left: the document never holds an empty line.

use egui::{Id, Key, Modifiers, RichText, Sense, TextEdit, vec2};

use super::Form;
use crate::{
    org::Edit,
    ui::{
        icons::{self, Icon},
        intent::Intent,
        widgets::button,
    },
};

/// What was asked for beside a line.
enum Asked {
    Move(usize, usize),
    Remove(usize),
}

impl Form<'_> {
    /// The list called `name`; `one` is what each of its lines is called, in small letters.
    pub fn lines(&mut self, name: &str, one: &str, value: &[String], edit: impl Fn(Vec<String>) -> Edit) {
        self.caption(name);
        let mut list = Lines {
            slot: self.id(name),
            name,
            one,
            value,
            blank: None,
            asked: None,
            edit,
        };
        list.ui(self);
    }
}

struct Lines<'a, E> {
    slot: Id,
    name: &'a str,
    one: &'a str,
    value: &'a [String],
    /// Where an empty field stands that is no line of the document yet, or no more.
    blank: Option<usize>,
    asked: Option<Asked>,
    edit: E,
}

impl<E: Fn(Vec<String>) -> Edit> Lines<'_, E> {
    fn field(&self, at: usize) -> Id {
        self.slot.with(("line", at))
    }

    fn count(&self) -> usize {
        self.value.len() + usize::from(self.blank.is_some())
    }

    /// The place in the document of the field, unless it is the empty one.
    fn line(&self, at: usize) -> Option<usize> {
        match self.blank {
            Some(blank) if blank == at => None,
            Some(blank) if blank < at => Some(at - 1),
            _ => Some(at),
        }
    }

    fn ui(&mut self, form: &mut Form<'_>) {
        let (blank, follow) = (self.slot.with("blank"), self.slot.with("follow"));
        // A line that was moved takes the keyboard along, as soon as it stands where it went.
        if let Some(at) = form.ui.data_mut(|d| d.remove_temp::<usize>(follow)) {
            let id = self.field(at);
            form.ui.memory_mut(|m| m.request_focus(id));
        }
        self.blank = form.ui.data_mut(|d| d.remove_temp::<usize>(blank));
        if let Some(at) = self.blank {
            let stays = at <= self.value.len() && form.ui.memory(|m| m.has_focus(self.field(at)));
            if !stays {
                self.blank = None;
                form.intents.push(Intent::Commit);
            }
        }
        let mut at = 0;
        while at < self.count() {
            self.row(form, at);
            at += 1;
        }
        if button::link(form.ui, form.tokens, &format!("Add {}", self.one)).clicked() {
            let id = self.field(self.value.len());
            self.blank = Some(self.value.len());
            form.ui.memory_mut(|m| m.request_focus(id));
        }
        if let Some(at) = self.blank {
            form.ui.data_mut(|d| d.insert_temp(blank, at));
        }
        let mut list = self.value.to_vec();
        match self.asked.take() {
            Some(Asked::Move(from, to)) if from < list.len() && to < list.len() => {
                list.swap(from, to);
                form.intents.push(Intent::Commit);
                form.intents.edit(format!("Move {}", self.one), (self.edit)(list));
            }
            Some(Asked::Remove(at)) if at < list.len() => {
                list.remove(at);
                form.intents.push(Intent::Commit);
                form.intents.edit(format!("Remove {}", self.one), (self.edit)(list));
            }
            _ => {}
        }
    }

    /// The keys that mean something else here than in other fields.
    fn keys(&mut self, form: &Form<'_>, at: usize, draft: &str) {
        let id = self.field(at);
        let pressed = |modifiers, key| form.ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::ALT, Key::ArrowUp) {
            self.carry(form, at, at.checked_sub(1));
        } else if pressed(Modifiers::ALT, Key::ArrowDown) {
            self.carry(form, at, Some(at + 1));
        } else if pressed(Modifiers::NONE, Key::Enter) {
            if draft.trim().is_empty() {
                form.ui.memory_mut(|m| m.surrender_focus(id));
            } else {
                self.blank = Some(at + 1);
                let next = self.field(at + 1);
                form.ui.memory_mut(|m| m.request_focus(next));
            }
        }
    }

    fn carry(&mut self, form: &Form<'_>, from: usize, to: Option<usize>) {
        let Some(to) = to.filter(|to| self.blank.is_none() && *to < self.value.len()) else {
            return;
        };
        let id = self.field(from);
        form.ui.memory_mut(|m| m.surrender_focus(id));
        form.ui.data_mut(|d| d.insert_temp(self.slot.with("follow"), to));
        form.ui.request_repaint();
        self.asked = Some(Asked::Move(from, to));
    }

    fn row(&mut self, form: &mut Form<'_>, at: usize) {
        let id = self.field(at);
        let line = self.line(at);
        let text = line.and_then(|line| self.value.get(line)).map_or("", String::as_str);
        let mut draft = form.draft(id, text);
        if form.ui.memory(|m| m.has_focus(id)) {
            self.keys(form, at, &draft);
        }
        let tokens = form.tokens;
        let spoken = format!("{} {}", capital(self.one), at + 1);
        let beside = 3.0 * (tokens.control.icon + tokens.space.xs);
        let response = form
            .ui
            .horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let width = ui.available_width() - beside;
                let response = ui.add(
                    TextEdit::multiline(&mut draft)
                        .id(id)
                        .desired_rows(1)
                        .return_key(None)
                        .hint_text(RichText::new("One sentence").color(tokens.colour.ink3))
                        .desired_width(width)
                        .char_limit(20_000),
                );
                let response = response.accessible_name(&spoken);
                let last = self.value.len().saturating_sub(1);
                for (icon, what, to) in [
                    (Icon::Up, "up", at.checked_sub(1)),
                    (Icon::Down, "down", Some(at + 1).filter(|to| *to <= last)),
                ] {
                    let to = to.filter(|_| self.blank.is_none());
                    let name = format!("Move {} {} {what}", self.one, at + 1);
                    if small(ui, tokens, icon, &name, to.is_some())
                        && let Some(to) = to
                    {
                        self.asked = Some(Asked::Move(at, to));
                    }
                }
                let name = format!("Remove {} {}", self.one, at + 1);
                if small(ui, tokens, Icon::Close, &name, line.is_some())
                    && let Some(line) = line
                {
                    self.asked = Some(Asked::Remove(line));
                }
                response
            })
            .inner;
        if response.changed() {
            self.changed(form, at, line, draft);
        } else if response.gained_focus() {
            form.ui.data_mut(|d| d.insert_temp(id, draft));
        }
        if response.lost_focus() {
            form.ui.data_mut(|d| d.remove_temp::<String>(id));
            if self.blank == Some(at) {
                self.blank = None;
            }
            let escaped = form.ui.input(|i| i.key_pressed(Key::Escape));
            form.intents.push(if escaped { Intent::Abort } else { Intent::Commit });
        }
    }

    fn changed(&mut self, form: &mut Form<'_>, at: usize, line: Option<usize>, draft: String) {
        // Several lines that are pasted become several lines.
        let mut pieces: Vec<String> = draft.lines().map(str::to_owned).collect();
        pieces.retain(|piece| !piece.trim().is_empty());
        let shown = if draft.contains('\n') {
            pieces.first().cloned().unwrap_or_default()
        } else {
            draft
        };
        form.ui.data_mut(|d| d.insert_temp(self.field(at), shown));
        let mut list = self.value.to_vec();
        let from = line.unwrap_or(at).min(list.len());
        let until = line.map_or(from, |line| line + 1).min(list.len());
        self.blank = pieces.is_empty().then_some(at);
        list.splice(from..until, pieces);
        let label = if line.is_some() {
            format!("Change {}", self.name.to_lowercase())
        } else {
            format!("Add {}", self.one)
        };
        if list != self.value {
            let key = format!("{} {} {at}", form.subject, self.name);
            form.intents.live(key, label, (self.edit)(list));
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// An icon without a frame, for what stands beside every line.
fn small(ui: &mut egui::Ui, tokens: &crate::ui::tokens::Tokens, icon: Icon, name: &str, enabled: bool) -> bool {
    let size = vec2(tokens.control.icon + tokens.space.xs, tokens.control.height);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name));
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter()
            .rect_filled(rect, tokens.radius.control, tokens.colour.hover);
    }
    let ink = if enabled {
        tokens.colour.ink2
    } else {
        tokens.health.none.mark
    };
    let side = tokens.control.icon * 0.8;
    icons::paint(
        ui.painter(),
        egui::Rect::from_center_size(rect.center(), vec2(side, side)),
        icon,
        ink,
    );
    response.on_hover_text(name).clicked()
}
