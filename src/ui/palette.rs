//! Find a party or run a command by typing a few letters of its name, or choose the department to add parties to.

use std::collections::BTreeMap;

use egui::{Align2, CornerRadius, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

use super::{
    chrome,
    intent::{Intent, Intents},
    shortcuts,
    tokens::Tokens,
    widgets::text,
};
use crate::{
    health::words,
    org::{HandoffId, PartyId, PartyKind, RoleId, ViewId},
    session::{Command, Screen, Selection, Session},
};

/// How many entries are listed.
const MOST: usize = 60;

/// Something that can be found.
#[derive(Clone, Debug)]
enum Entry {
    Command(Command),
    Party(PartyId),
    Handoff(HandoffId),
    Role(RoleId),
    View(ViewId),
    /// A department that the selected parties are to be added to.
    Department(PartyId),
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Anything.
    Anything,
    /// What the selected parties are to be part of.
    Department,
}

/// The palette while it is open.
pub struct Palette {
    wanted: Wanted,
    query: String,
    chosen: usize,
    matcher: Matcher,
    started: bool,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            wanted: Wanted::Anything,
            query: String::new(),
            chosen: 0,
            matcher: Matcher::new(Config::DEFAULT),
            started: false,
        }
    }
}

/// What the selected parties can be added to: the departments by name, and with a query everybody else.
fn departments(session: &Session, everybody: bool) -> Vec<(Entry, String, String)> {
    let org = session.org();
    let mut parts: BTreeMap<&PartyId, u64> = BTreeMap::new();
    for above in org.parties.values().filter_map(|party| party.part_of.as_ref()) {
        *parts.entry(above).or_default() += 1;
    }
    let mut all: Vec<_> = org
        .parties
        .iter()
        .filter_map(|(id, party)| {
            let count = parts.get(id).copied();
            let is_one = party.kind == PartyKind::Department || count.is_some();
            let kind = party.kind.label();
            let said = match count {
                None => kind.to_owned(),
                Some(count) => format!("{kind} of {}", words::number(count, "part", "parts")),
            };
            (is_one || everybody).then(|| (!is_one, party.name.clone(), said, Entry::Department(id.clone())))
        })
        .collect();
    all.sort_by_cached_key(|(other, name, ..)| (*other, name.to_lowercase()));
    all.into_iter()
        .map(|(_, name, said, entry)| (entry, name, said))
        .collect()
}

impl Palette {
    /// One from which the department is chosen that the selected parties are added to.
    #[must_use]
    pub fn departments() -> Self {
        Self {
            wanted: Wanted::Department,
            ..Self::default()
        }
    }

    fn hint(&self) -> &'static str {
        match self.wanted {
            Wanted::Anything => "Find a party, a handoff or a command",
            Wanted::Department => "Which department shall they be part of?",
        }
    }

    /// What matches, best first.
    fn found(&mut self, session: Option<&Session>, screen: Screen) -> Vec<(Entry, String, String)> {
        let all = match (self.wanted, session) {
            (Wanted::Department, Some(session)) => departments(session, !self.query.trim().is_empty()),
            _ => self.everything(session, screen),
        };
        self.matching(all)
    }

    /// All there is to be found. Without a query: the commands that can be run now.
    fn everything(&self, session: Option<&Session>, screen: Screen) -> Vec<(Entry, String, String)> {
        let mut all: Vec<(Entry, String, String)> = Vec::new();
        if let Some(session) = session
            && !self.query.trim().is_empty()
        {
            let org = session.org();
            for (id, party) in &org.parties {
                all.push((
                    Entry::Party(id.clone()),
                    party.name.clone(),
                    party.kind.label().to_owned(),
                ));
            }
            for (id, handoff) in &org.handoffs {
                let sides = format!(
                    "{} to {}",
                    org.party_name(&handoff.provider),
                    org.party_name(&handoff.customer)
                );
                let name = match handoff.deliverable.trim() {
                    "" => "A handoff without a name".to_owned(),
                    text => text.to_owned(),
                };
                all.push((Entry::Handoff(id.clone()), name, sides));
            }
            for (id, role) in &org.roles {
                let below = format!("Role in {}", org.party_name(&role.party));
                all.push((Entry::Role(id.clone()), role.name.clone(), below));
            }
            for (id, view) in org.views_in_order() {
                let name = format!("View: {}", view.name);
                all.push((Entry::View(id.clone()), name, "Fly to what was bookmarked".to_owned()));
            }
        }
        for command in Command::ALL
            .into_iter()
            .filter(|c| *c != Command::Palette && c.enabled_on(screen, session))
        {
            let label = chrome::command_label(session, command);
            all.push((Entry::Command(command), label, command.help().to_owned()));
        }
        all
    }

    /// Those that match the query, best first.
    fn matching(&mut self, mut all: Vec<(Entry, String, String)>) -> Vec<(Entry, String, String)> {
        if self.query.trim().is_empty() {
            all.truncate(MOST);
            return all;
        }
        let pattern = Pattern::parse(&self.query, CaseMatching::Ignore, Normalization::Smart);
        let wanted = self.query.trim().to_lowercase();
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, (Entry, String, String))> = all
            .into_iter()
            .filter_map(|entry| {
                // What is called just so comes first.
                let exact = entry.1.to_lowercase() == wanted;
                let name = pattern
                    .score(Utf32Str::new(&entry.1, &mut buffer), &mut self.matcher)
                    .map(|s| s + if exact { 1_000 } else { 40 });
                let detail = pattern.score(Utf32Str::new(&entry.2, &mut buffer), &mut self.matcher);
                name.max(detail).map(|score| (score, entry))
            })
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        scored.truncate(MOST);
        scored.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Draws the palette. Returns whether it is to be closed.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        session: Option<&Session>,
        screen: Screen,
        tokens: &Tokens,
        intents: &mut Intents,
    ) -> bool {
        let mut found = self.found(session, screen);
        self.chosen = self.chosen.min(found.len().saturating_sub(1));
        let (down, up, enter) = ui.input_mut(|i| {
            (
                i.consume_key(egui::Modifiers::NONE, Key::ArrowDown),
                i.consume_key(egui::Modifiers::NONE, Key::ArrowUp),
                i.consume_key(egui::Modifiers::NONE, Key::Enter),
            )
        });
        if down && self.chosen + 1 < found.len() {
            self.chosen += 1;
        }
        if up {
            self.chosen = self.chosen.saturating_sub(1);
        }
        let width = 560.0_f32.min(ui.available_width() - 40.0);
        let mut picked = enter.then_some(self.chosen);
        let frame = egui::Frame::popup(&ui.global_style())
            .inner_margin(egui::Margin::same(tokens.space.m as i8))
            .corner_radius(tokens.radius.card);
        let modal = egui::Modal::new(egui::Id::unique("palette"))
            .frame(frame)
            .area(egui::Modal::default_area(egui::Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0)))
            .show(ui, |ui| {
                ui.set_width(width);
                let hint = self.hint();
                let field = egui::TextEdit::singleline(&mut self.query)
                    .hint_text(hint)
                    .font(tokens.name())
                    .desired_width(width);
                let response = ui.add(field);
                if !self.started {
                    self.started = true;
                    response.request_focus();
                }
                if response.changed() {
                    // Whoever types fast means what the whole text finds, and not what stood there before it.
                    found = self.found(session, screen);
                    self.chosen = 0;
                    picked = enter.then_some(0);
                }
                ui.add_space(tokens.space.s);
                match (found.is_empty(), self.query.trim()) {
                    (false, _) => {}
                    (true, "") => {
                        ui.label("There is no department yet. “Group into a department…” makes one.");
                    }
                    (true, query) => {
                        ui.label(format!("Nothing is called “{query}”."));
                    }
                }
                let row = tokens.size.body * 1.5 + 12.0;
                ScrollArea::vertical().max_height(row * 9.5).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (k, (entry, name, detail)) in found.iter().enumerate() {
                        let on = k == self.chosen;
                        let (rect, response) = ui.allocate_exact_size(vec2(width, row), Sense::CLICK);
                        response.widget_info(|| {
                            WidgetInfo::selected(Role::ListBoxOption, true, on, format!("{name}, {detail}"))
                        });
                        if on {
                            ui.painter().rect_filled(
                                rect,
                                CornerRadius::same(tokens.radius.control),
                                tokens.colour.accent_soft,
                            );
                            if up || down {
                                response.scroll_to_me(None);
                            }
                        } else if response.hovered() {
                            ui.painter().rect_filled(
                                rect,
                                CornerRadius::same(tokens.radius.control),
                                tokens.colour.hover,
                            );
                        }
                        let y = rect.center().y;
                        let key = match entry {
                            Entry::Command(command) => shortcuts::shown(ui, *command),
                            _ => String::new(),
                        };
                        let key = text::line(
                            ui.painter(),
                            pos2(rect.right() - 10.0, y),
                            Align2::RIGHT_CENTER,
                            &key,
                            tokens.label(),
                            tokens.colour.ink2,
                            120.0,
                        );
                        let name = text::line(
                            ui.painter(),
                            pos2(rect.left() + 10.0, y),
                            Align2::LEFT_CENTER,
                            name,
                            tokens.body(),
                            tokens.colour.ink,
                            width * 0.55,
                        );
                        text::line(
                            ui.painter(),
                            pos2(name.right() + 12.0, y),
                            Align2::LEFT_CENTER,
                            detail,
                            tokens.label(),
                            tokens.colour.ink2,
                            key.left() - name.right() - 24.0,
                        );
                        if response.clicked() {
                            picked = Some(k);
                        }
                    }
                });
            });
        if let Some((entry, ..)) = picked.and_then(|k| found.into_iter().nth(k)) {
            match entry {
                Entry::Command(command) => intents.run(command),
                Entry::Party(id) => intents.push(Intent::Reveal(Selection::party(id))),
                Entry::Handoff(id) => intents.push(Intent::Reveal(Selection::handoff(id))),
                Entry::Role(id) => intents.push(Intent::Sheet(id)),
                Entry::View(id) => intents.push(Intent::ShowView(id)),
                Entry::Department(id) => {
                    if let Some((label, edit)) = session.map(|session| session.joining(&id)) {
                        intents.edit(label, edit);
                    }
                }
            }
            return true;
        }
        modal.should_close()
    }
}
