//! Whoever has a page, as a list that is searched by typing and walked with the arrows. Only what is seen is laid out.

use egui::{Align2, Event, EventFilter, Id, Key, Modifiers, Rect, RichText, Role, ScrollArea, Sense, TextEdit, Ui};
use egui::{WidgetInfo, pos2, vec2};

use crate::{
    org::RoleId,
    ui::{
        tokens::Tokens,
        widgets::text::{self, elided},
    },
};

/// Whose page it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A role's.
    Role(RoleId),
    /// A person's, by [`key`](crate::roles::person::key).
    Person(String),
}

/// An entry.
pub struct Item {
    /// Whose page it leads to.
    pub who: Who,
    /// The name.
    pub name: String,
    /// A second line; may be empty.
    pub below: String,
    /// The heading under which it stands, beside others with the same.
    pub group: String,
    /// What is searched besides these.
    pub also: String,
}

/// A row of the list.
enum Row {
    Group(String),
    Item(usize),
}

/// What is asked for with a key that the list cannot do itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Copy the page.
    Copy,
    /// Go to the fields.
    Edit,
}

/// What the list keeps for itself while it has the keyboard.
const FILTER: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: false,
    vertical_arrows: true,
    escape: true,
};

/// The list, and where one is in it.
#[derive(Default)]
pub struct List {
    items: Vec<Item>,
    rows: Vec<Row>,
    search: String,
    /// What the rows were last searched for.
    searched: String,
    chosen: Option<Who>,
    /// The row of what is chosen.
    at: usize,
    /// What is chosen is to be brought into view.
    reveal: bool,
}

impl List {
    /// Fills the list anew. What is chosen stays; if it is gone, what took its place is chosen.
    pub fn fill(&mut self, items: Vec<Item>) {
        self.items = items;
        self.find();
    }

    /// Fills the list anew, with somebody else to be chosen.
    pub fn fill_for(&mut self, items: Vec<Item>, who: Who) {
        self.chosen = Some(who);
        self.fill(items);
    }

    /// Whether somebody is listed.
    pub fn has(&self, who: &Who) -> bool {
        self.items.iter().any(|item| item.who == *who)
    }

    /// Goes to somebody's page, whatever is searched for.
    pub fn choose(&mut self, who: Who) {
        self.chosen = Some(who);
        self.search.clear();
        self.reveal = true;
        // Before the list is filled nobody is known to be missing.
        if !self.items.is_empty() {
            self.find();
        }
    }

    /// Whose page is shown.
    pub const fn chosen(&self) -> Option<&Who> {
        self.chosen.as_ref()
    }

    /// Whether there is nobody, whatever is searched for.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many there are, whatever is searched for.
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Rows for what is searched for.
    fn find(&mut self) {
        let wanted = self.search.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let same = self.searched == self.search;
        self.rows.clear();
        let mut group = "";
        for (k, item) in self.items.iter().enumerate() {
            // What is chosen does not slip away from under the hand that changes it.
            let stays = same && self.chosen.as_ref() == Some(&item.who);
            let fits = stays
                || wanted.is_empty()
                || [&item.name, &item.below, &item.group, &item.also]
                    .into_iter()
                    .any(|text| has(text));
            if !fits {
                continue;
            }
            if item.group != group {
                group = &item.group;
                self.rows.push(Row::Group(item.group.clone()));
            }
            self.rows.push(Row::Item(k));
        }
        let kept = (0..self.rows.len()).find(|row| self.who(*row).is_some_and(|who| Some(who) == self.chosen.as_ref()));
        let first = if same { self.at } else { 0 };
        self.searched.clone_from(&self.search);
        match kept {
            Some(row) => self.at = row,
            None => self.go(first, true),
        }
    }

    fn who(&self, row: usize) -> Option<&Who> {
        match self.rows.get(row)? {
            Row::Group(_) => None,
            Row::Item(k) => self.items.get(*k).map(|item| &item.who),
        }
    }

    /// Goes to that row, or to the next one in this direction that is no heading.
    fn go(&mut self, row: usize, down: bool) {
        let row = row.min(self.rows.len().saturating_sub(1));
        let is_item = |row: &usize| self.who(*row).is_some();
        let after = (row..self.rows.len()).find(is_item);
        let before = (0..=row).rev().find(is_item);
        let found = if down { after.or(before) } else { before.or(after) };
        if let Some(row) = found {
            self.at = row;
            self.chosen = self.who(row).cloned();
            self.reveal = true;
        } else if self.items.is_empty() {
            self.chosen = None;
        }
    }

    /// Carries out what was typed.
    fn keys(&mut self, ui: &Ui, id: Id, page: usize) -> Option<Wish> {
        ui.memory_mut(|m| m.set_focus_lock_filter(id, FILTER));
        let mut wish = None;
        for event in ui.input(|i| i.events.clone()) {
            match event {
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => match key {
                    Key::ArrowUp => self.go(self.at.saturating_sub(1), false),
                    Key::ArrowDown => self.go(self.at.saturating_add(1), true),
                    Key::PageUp => self.go(self.at.saturating_sub(page), false),
                    Key::PageDown => self.go(self.at.saturating_add(page), true),
                    Key::Enter => {
                        // The field that gets the keyboard now is not to be left with the same key.
                        ui.input_mut(|i| i.consume_key(modifiers, key));
                        wish = Some(Wish::Edit);
                    }
                    Key::Home => self.go(0, true),
                    Key::End => self.go(usize::MAX, false),
                    Key::Backspace if modifiers.command => self.search.clear(),
                    Key::Backspace => {
                        self.search.pop();
                    }
                    Key::Escape if !self.search.is_empty() => self.search.clear(),
                    Key::Escape => ui.memory_mut(|m| m.surrender_focus(id)),
                    _ => {}
                },
                // A space alone searches for nothing.
                Event::Text(text) if !self.search.is_empty() || !text.trim().is_empty() => {
                    self.search.push_str(&text);
                }
                Event::Copy => wish = Some(Wish::Copy),
                _ => {}
            }
        }
        wish
    }

    /// What the search field of the list is known by.
    pub fn search_id(id: Id) -> Id {
        id.with("search")
    }

    /// Draws the search field and the list; `name` is what is listed. Returns what was asked for with a key.
    pub fn ui(&mut self, ui: &mut Ui, tokens: &Tokens, id: Id, name: &str, hint: &str) -> Option<Wish> {
        let field = Self::search_id(id);
        if ui.memory(|m| m.has_focus(field))
            && ui.input_mut(|i| {
                i.consume_key(Modifiers::NONE, Key::ArrowDown) || i.consume_key(Modifiers::NONE, Key::Enter)
            })
        {
            ui.memory_mut(|m| m.request_focus(id));
        }
        let tall = self.items.iter().any(|item| !item.below.is_empty());
        let height = tokens.size.body * 1.4 + f32::from(u8::from(tall)) * tokens.size.label * 1.4 + 10.0;
        let search = TextEdit::singleline(&mut self.search)
            .id(field)
            .hint_text(RichText::new(hint).color(tokens.colour.ink3))
            .desired_width(ui.available_width())
            .char_limit(100);
        ui.add(search);
        ui.add_space(tokens.space.xs);
        let has = ui.memory(|m| m.has_focus(id) && m.is_above_modal_layer(ui.layer_id()));
        let page = (ui.available_height() / height).floor().max(1.0) as usize;
        let wish = if has { self.keys(ui, id, page) } else { None };
        if self.search != self.searched {
            self.find();
        }
        let area = ui.available_rect_before_wrap();
        let whole = ui.interact(area, id, Sense::click());
        let current = self.rows.get(self.at).and_then(|row| match row {
            Row::Item(k) => self.items.get(*k),
            Row::Group(_) => None,
        });
        let spoken = match current.filter(|item| Some(&item.who) == self.chosen.as_ref()) {
            Some(item) => format!("{name}: {}", item.spoken()),
            None => format!("{name}: nothing found"),
        };
        whole.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, &spoken));
        if whole.clicked() {
            whole.request_focus();
        }
        if self.rows.is_empty() {
            let words = format!("Nothing is called “{}”.", self.search.trim());
            ui.label(RichText::new(words).font(tokens.body()).color(tokens.colour.ink2));
            return wish;
        }
        ScrollArea::vertical()
            .id_salt(id)
            .auto_shrink([false, false])
            .show_viewport(ui, |ui, seen| {
                ui.set_height(height * self.rows.len() as f32);
                let at = |row: usize| {
                    let top = ui.max_rect().top() + row as f32 * height;
                    Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=top + height)
                };
                if std::mem::take(&mut self.reveal) {
                    // With the heading above it, if it is the first of its group.
                    let above = self.at.checked_sub(1).filter(|row| self.who(*row).is_none());
                    ui.scroll_to_rect(at(above.unwrap_or(self.at)).union(at(self.at)), None);
                }
                let first = (seen.top() / height).floor().max(0.0) as usize;
                let last = (seen.bottom() / height).ceil().max(0.0) as usize;
                let mut clicked = None;
                for row in first..last.min(self.rows.len()) {
                    if self.row(ui, tokens, id, row, at(row), has) {
                        clicked = Some(row);
                    }
                }
                if let Some(row) = clicked {
                    self.go(row, true);
                    self.reveal = false;
                    ui.memory_mut(|m| m.request_focus(id));
                }
            });
        wish
    }

    fn row(&self, ui: &Ui, tokens: &Tokens, id: Id, row: usize, rect: Rect, focused: bool) -> bool {
        let colour = &tokens.colour;
        let painter = ui.painter();
        let room = rect.width() - 2.0 * tokens.space.s;
        let item = match self.rows.get(row) {
            Some(Row::Item(k)) => self.items.get(*k),
            Some(Row::Group(name)) => {
                let at = pos2(rect.left() + tokens.space.s, rect.bottom() - 5.0);
                text::line(
                    painter,
                    at,
                    Align2::LEFT_BOTTOM,
                    name,
                    tokens.label(),
                    colour.ink3,
                    room,
                );
                return false;
            }
            None => None,
        };
        let Some(item) = item else { return false };
        let on = self.chosen.as_ref() == Some(&item.who);
        let response = ui.interact(rect, id.with(("row", row)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, item.spoken()));
        let back = rect.shrink2(vec2(0.0, 1.0));
        if on {
            painter.rect_filled(back, tokens.radius.control, colour.accent_soft);
            if focused {
                let line = tokens.selection();
                painter.rect_stroke(back, tokens.radius.control, line, egui::StrokeKind::Inside);
            }
        } else if response.hovered() {
            painter.rect_filled(back, tokens.radius.control, colour.hover);
        }
        let (font, ink) = if on {
            (tokens.body_strong(), colour.accent)
        } else {
            (tokens.body(), colour.ink)
        };
        let name = elided(painter, &item.name, font, ink, room, 1);
        let below =
            (!item.below.is_empty()).then(|| elided(painter, &item.below, tokens.label(), colour.ink2, room, 1));
        let height = name.size().y + below.as_ref().map_or(0.0, |below| below.size().y);
        let mut at = pos2(rect.left() + tokens.space.s, rect.center().y - height / 2.0);
        let step = name.size().y;
        painter.galley(at, name, ink);
        if let Some(below) = below {
            at.y += step;
            painter.galley(at, below, colour.ink2);
        }
        response.clicked()
    }
}

impl Item {
    fn spoken(&self) -> String {
        let second = if self.below.is_empty() {
            &self.group
        } else {
            &self.below
        };
        format!("{}, {second}", self.name)
    }
}
