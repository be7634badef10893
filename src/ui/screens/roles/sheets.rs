//! The pages of roles and of people: a list, the page of what is chosen in it, and the fields of the role beside it.

use egui::{Button, Id, Rect, RichText, ScrollArea, StrokeKind, Ui, UiBuilder, vec2};

use super::{
    by_person, by_role, card,
    list::{List, Who, Wish},
    says,
};
use crate::{
    health::{Window, words},
    org::{Org, PartyId, RoleId},
    roles::{
        page::{Link, Page},
        person::{People, key},
        sheet::Sheets,
    },
    session::{Command, RolesTab, Screen, Selection, Session},
    ui::{
        intent::{Intent, Intents},
        role_form,
        tokens::Tokens,
        widgets::{button, fold::fold, form::Form},
    },
};

/// Where the fields of a role stand beside its sheet without being asked for, in sizes of running text.
const WIDE: f32 = 1100.0 / 13.0;

/// What a page was written from.
type Written = (u64, Window, bool, Option<Who>);

/// One list with its page.
#[derive(Default)]
struct Pane {
    list: List,
    people: People,
    /// The state of the document that the list belongs to.
    of: Option<u64>,
    /// Where a person that is chosen stands: a role, and the place among its holders.
    stands: Option<(RoleId, usize)>,
    /// That person's name is being typed.
    renaming: bool,
    /// The roles whose fields are shown.
    fields: Vec<RoleId>,
    page: Option<Page>,
    written: Option<Written>,
}

impl Pane {
    /// Who stands now where the chosen person stood.
    fn renamed(&self, org: &Org) -> Option<Who> {
        let (role, place) = self.stands.as_ref()?;
        let holder = org.roles.get(role)?.holders.get(*place)?;
        let key = key(&holder.name);
        Some(if key.is_empty() {
            Who::Role(role.clone())
        } else {
            Who::Person(key)
        })
    }

    /// The roles whose fields are shown: those of what is chosen. They and the place of a person stay while somebody types in one of them, though
    /// the name of a holder, and with it what the person holds, changes with every letter.
    fn keep_fields(&mut self, ui: &Ui, tab: RolesTab) {
        let searching = ui.memory(|m| m.has_focus(List::search_id(id(tab))));
        if ui.text_edit_focused() && !searching {
            return;
        }
        self.renaming = false;
        let person = match self.list.chosen() {
            Some(Who::Person(key)) => self.people.get(key),
            _ => None,
        };
        self.stands = person.and_then(|person| Some((person.roles.first()?.clone(), person.place)));
        self.fields = match self.list.chosen() {
            Some(Who::Role(id)) => vec![id.clone()],
            _ => person.map_or_else(Vec::new, |person| person.roles.clone()),
        };
    }
}

/// What is looked at on both pages. Not part of the document.
#[derive(Default)]
pub struct SheetsView {
    by_role: Pane,
    by_person: Pane,
    /// Whether the fields are shown, once somebody said so.
    editing: Option<bool>,
    wide: bool,
}

/// What has the keyboard first.
pub fn id(tab: RolesTab) -> Id {
    Id::unique(("list of the roles screen", tab.label()))
}

impl SheetsView {
    const fn pane(&self, tab: RolesTab) -> &Pane {
        match tab {
            RolesTab::ByPerson => &self.by_person,
            _ => &self.by_role,
        }
    }

    const fn pane_mut(&mut self, tab: RolesTab) -> &mut Pane {
        match tab {
            RolesTab::ByPerson => &mut self.by_person,
            _ => &mut self.by_role,
        }
    }

    /// Whether nobody is listed.
    pub const fn is_empty(&self, tab: RolesTab) -> bool {
        self.pane(tab).list.is_empty()
    }

    /// Chooses a role by its identifier for its sheet, or a person by the name. Returns whether there is such a one.
    pub fn choose(&mut self, org: &Org, tab: RolesTab, wanted: &str) -> bool {
        let who = if tab == RolesTab::ByPerson {
            let person = key(wanted);
            let known = People::of(org).get(&person).is_some();
            known.then_some(Who::Person(person))
        } else {
            let known = org.roles.contains_key(wanted);
            known.then(|| Who::Role(wanted.into()))
        };
        let found = who.is_some();
        if let Some(who) = who {
            self.pane_mut(tab).list.choose(who);
        }
        found
    }

    /// How many are listed, in words; nothing where there is nobody.
    pub fn said(&self, tab: RolesTab) -> Option<String> {
        let pane = self.pane(tab);
        let (count, one, many) = match tab {
            RolesTab::ByPerson => (pane.people.named.len(), "person", "people"),
            _ => (pane.list.len(), "role", "roles"),
        };
        (count > 0).then(|| words::number(count as u64, one, many))
    }

    /// The party of the role that is shown.
    pub fn party(&self, session: &Session) -> Option<PartyId> {
        match self.by_role.list.chosen()? {
            Who::Role(id) => session.org().roles.get(id).map(|role| role.party.clone()),
            Who::Person(_) => None,
        }
    }

    /// Brings list and page up to date.
    pub fn look(&mut self, session: &Session, tab: RolesTab) {
        let (org, health) = (session.org(), session.health());
        let pane = self.pane_mut(tab);
        if pane.of != Some(session.revision()) {
            pane.of = Some(session.revision());
            if tab == RolesTab::ByPerson {
                pane.people = People::of(org);
                // Whoever gets another name is the same person, also while it is being typed.
                let items = by_person::items(org, &pane.people);
                let chosen = pane.list.chosen();
                let gone = chosen.is_some_and(|chosen| items.iter().all(|item| item.who != *chosen));
                pane.renaming |= gone;
                match pane.renamed(org).filter(|_| pane.renaming) {
                    Some(who) => pane.list.fill_for(items, who),
                    None => pane.list.fill(items),
                }
            } else {
                let items = by_role::items(org);
                // Whoever adds a role wants to go on with it.
                let added = if items.len() == pane.list.len() + 1 && !pane.list.is_empty() {
                    items.iter().find(|item| !pane.list.has(&item.who))
                } else {
                    None
                };
                let added = added.map(|item| item.who.clone());
                pane.list.fill(items);
                if let Some(added) = added {
                    pane.list.choose(added);
                }
            }
        }
        let chosen = pane.list.chosen().cloned();
        let now = (session.revision(), health.window, session.is_behind(), chosen);
        if pane.written.as_ref() == Some(&now) {
            return;
        }
        pane.page = match &now.3 {
            None => None,
            Some(Who::Role(id)) => Sheets::of(org, health).sheet(id).map(|sheet| sheet.page),
            Some(Who::Person(key)) => {
                let person = pane.people.get(key);
                person.map(|person| Sheets::of(org, health).person(person))
            }
        };
        pane.written = Some(now);
    }

    fn is_editing(&self) -> bool {
        self.editing.unwrap_or(self.wide)
    }

    /// Shows the fields and goes to the first of them.
    fn edit(&mut self, ui: &Ui, tab: RolesTab) {
        self.editing = Some(true);
        ui.request_repaint();
        let pane = self.pane(tab);
        let role = pane.list.chosen().and_then(|who| match who {
            Who::Role(id) => Some(id),
            Who::Person(key) => pane.people.get(key)?.roles.first(),
        });
        if let Some(role) = role {
            ui.memory_mut(|m| m.request_focus(role_form::first(role)));
        }
    }

    /// The page as text, to the clipboard.
    fn copy(&self, ui: &Ui, tab: RolesTab) {
        if let Some(page) = &self.pane(tab).page {
            ui.copy_text(page.text());
        }
    }

    /// Follows a line.
    fn follow(&mut self, link: Link, intents: &mut Intents) {
        match link {
            Link::Handoff(id) => intents.push(Intent::Reveal(Selection::handoff(id))),
            Link::Party(id) => intents.push(Intent::Reveal(Selection::party(id))),
            Link::Role(id) => {
                self.by_role.list.choose(Who::Role(id));
                intents.run(Command::Roles(RolesTab::ByRole));
            }
            Link::Person(key) => {
                self.by_person.list.choose(Who::Person(key));
                intents.run(Command::Roles(RolesTab::ByPerson));
            }
        }
    }
}

/// The tools of both pages, from right to left.
pub fn tools(ui: &mut Ui, tokens: &Tokens, tab: RolesTab, view: &mut SheetsView) {
    if view.pane(tab).page.is_none() {
        return;
    }
    let on = view.is_editing();
    let ink = if on { tokens.colour.accent } else { tokens.colour.ink };
    let toggle = Button::selectable(on, RichText::new("Edit").font(tokens.body()).color(ink))
        .frame_when_inactive(true)
        .min_size(vec2(0.0, tokens.control.height));
    if ui
        .add(toggle)
        .on_hover_text("The fields of the role beside its sheet")
        .clicked()
    {
        view.editing = Some(!on);
    }
    if button::plain(ui, tokens, "Copy as text")
        .on_hover_text("The whole page with its headings, to be mailed or read aloud")
        .clicked()
    {
        view.copy(ui, tab);
    }
}

/// Draws the list, the page and the fields.
pub fn ui(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    tab: RolesTab,
    view: &mut SheetsView,
    intents: &mut Intents,
) {
    let area = ui.available_rect_before_wrap();
    let body = tokens.size.body;
    view.wide = area.width() >= body * WIDE;
    if view.is_empty(tab) {
        return nobody(ui, session, tokens, tab, intents);
    }
    let gap = tokens.space.m;
    let (names, fields) = (body * 17.0, body * 26.0);
    let editing = view.is_editing() && view.pane(tab).list.chosen().is_some();
    let right = if editing { fields + gap } else { 0.0 };
    // Where there is no room for all three, the list makes way for the fields.
    let listed = !editing || area.width() - names - gap - right >= body * 24.0;
    let mut page = area;
    if listed {
        let (rect, rest) = page.split_left_right_at_x(area.left() + names);
        page = rest.with_min_x(rest.left() + gap);
        surface(ui, tokens, rect, "list", |ui| {
            let (name, hint) = match tab {
                RolesTab::ByPerson => ("People", "Find a person, role or party"),
                _ => ("Roles", "Find a role, party or holder"),
            };
            match view.pane_mut(tab).list.ui(ui, tokens, id(tab), name, hint) {
                Some(Wish::Copy) => view.copy(ui, tab),
                Some(Wish::Edit) => view.edit(ui, tab),
                None => {}
            }
        });
    }
    view.pane_mut(tab).keep_fields(ui, tab);
    if editing {
        let (rest, rect) = page.split_left_right_at_x(area.right() - fields);
        page = rest.with_max_x(rest.right() - gap);
        sheet(ui, session, tokens, tab, view, page, intents);
        surface(ui, tokens, rect, "fields", |ui| {
            editor(ui, session, tokens, &view.pane(tab).fields, intents);
        });
    } else {
        sheet(ui, session, tokens, tab, view, page, intents);
    }
    ui.advance_cursor_after_rect(area);
}

fn sheet(
    ui: &mut Ui,
    session: &Session,
    tokens: &Tokens,
    tab: RolesTab,
    view: &mut SheetsView,
    rect: Rect,
    intents: &mut Intents,
) {
    // What was just chosen in the list is shown in this very frame.
    view.look(session, tab);
    let mut link = None;
    ui.scope_builder(UiBuilder::new().id_salt("page").max_rect(rect), |ui| {
        if let Some(page) = &view.pane(tab).page {
            link = card::ui(ui, tokens, session.health(), page);
        }
    });
    if let Some(link) = link {
        view.follow(link, intents);
    }
}

fn editor(ui: &mut Ui, session: &Session, tokens: &'static Tokens, roles: &[RoleId], intents: &mut Intents) {
    let org = session.org();
    let mut fields = |ui: &mut Ui, id: &RoleId| {
        let Some(role) = org.roles.get(id) else { return };
        let mut form = Form {
            ui,
            tokens,
            intents: &mut *intents,
            subject: format!("role {id}"),
            today: session.today(),
        };
        role_form::fields(&mut form, org, id, role);
    };
    ScrollArea::vertical()
        .id_salt(("fields", roles.first().map(RoleId::as_str)))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(tokens.space.s, tokens.space.xs);
            // So that the bar at the edge covers nothing.
            ui.set_width(ui.available_width() - tokens.space.s);
            if let [only] = roles {
                fields(ui, only);
                return;
            }
            for (k, id) in roles.iter().enumerate() {
                let slot = Id::unique(("fields of", id.as_str()));
                let (name, font) = (org.role_name(id).to_owned(), tokens.body_strong());
                fold(ui, tokens, slot, &name, font, k == 0, |ui| fields(ui, id));
            }
        });
}

fn nobody(ui: &mut Ui, session: &Session, tokens: &Tokens, tab: RolesTab, intents: &mut Intents) {
    let words = if session.org().parties.is_empty() {
        "A role belongs to a party. Add a party on the map first."
    } else if tab == RolesTab::ByPerson && !session.org().roles.is_empty() {
        "No role has a holder yet. Write down who holds it on the page “By role”."
    } else {
        "Add a role to say who answers for what."
    };
    says(ui, tokens, words, |ui| {
        if session.org().parties.is_empty() {
            if button::plain(ui, tokens, "Go to the map").clicked() {
                intents.run(Command::Go(Screen::Map));
            }
        } else if tab == RolesTab::ByPerson && button::plain(ui, tokens, "Go to the roles").clicked() {
            intents.run(Command::Roles(RolesTab::ByRole));
        }
    });
}

/// Part of the screen on a card of its own.
fn surface(ui: &mut Ui, tokens: &Tokens, rect: Rect, name: &str, body: impl FnOnce(&mut Ui)) {
    let (fill, line) = (tokens.colour.surface, tokens.hairline());
    ui.painter()
        .rect(rect, tokens.radius.card, fill, line, StrokeKind::Inside);
    let inner = rect.shrink(tokens.space.m);
    ui.scope_builder(UiBuilder::new().id_salt(name).max_rect(inner), |ui| {
        ui.set_clip_rect(inner.expand(4.0).intersect(ui.clip_rect()));
        body(ui);
    });
}
