//! The inverted pyramid: roles in rows, those who meet the paying customer on top, each party a card.

use std::collections::BTreeSet;

use egui::{
    Event, EventFilter, Id, Key as Press, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};
use jiff::civil::Date;

use crate::{
    health::words,
    org::{PartyId, RoleId},
    roles::pyramid::{Band, Pyramid, Tie},
    session::{Screen, Selection, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::{Tokens, TypeSize},
        widgets::{button, text},
    },
};

mod paint;
mod place;

use place::{Go, Item, Key, Place, What};

/// What an item keeps for itself while it has the keyboard.
const FILTER: EventFilter = EventFilter {
    tab: false,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: false,
};

/// The smallest that it becomes to be seen whole.
const SMALLEST: f32 = 0.45;

/// What is looked at. Not part of the document.
#[derive(Default)]
pub struct PyramidView {
    pyramid: Pyramid,
    /// The state of the document and the day that it belongs to.
    of: Option<(u64, Date)>,
    /// Parties that somebody unfolded.
    open: BTreeSet<PartyId>,
    /// Where the keyboard is, or would be.
    at: Option<Key>,
    /// It moved and is to be brought into view.
    reveal: bool,
    /// Whether somebody moved there, so that its lines stand out.
    moved: bool,
    /// Whether everything is made small enough to be seen at once.
    fit: bool,
    place: Place,
    /// The item that the keyboard is at.
    current: usize,
    /// What the places belong to.
    laid_out: Option<LaidOut>,
}

/// The pyramid, the width, the height if it is to fit, what is unfolded, and the sizes of type.
type LaidOut = (Option<(u64, Date)>, f32, Option<f32>, BTreeSet<PartyId>, TypeSize);

impl PyramidView {
    /// Brings the pyramid up to date.
    pub fn look(&mut self, session: &Session) {
        let now = (session.revision(), session.as_of().unwrap_or_else(|| session.today()));
        if self.of != Some(now) {
            self.pyramid = Pyramid::of(session.org(), now.1);
            self.of = Some(now);
        }
    }

    /// What takes the keyboard.
    pub fn first(&self) -> Option<Id> {
        self.at.as_ref().map(id)
    }

    /// The party that the keyboard is in.
    pub fn party(&self) -> Option<PartyId> {
        self.at.as_ref().map(|(party, _)| party.clone())
    }

    /// What stands beside the title.
    pub fn says(&self) -> Option<String> {
        let bands = self.pyramid.rows.iter().flat_map(|row| &row.bands);
        let (parties, roles) = bands.fold((0, 0), |(parties, roles), band| (parties + 1, roles + band.roles.len()));
        (parties > 0).then(|| {
            let parties = words::number(parties, "party", "parties");
            format!("{} in {parties}", words::number(roles as u64, "role", "roles"))
        })
    }

    fn band(&self, (row, at): (usize, usize)) -> Option<&Band> {
        self.pyramid.rows.get(row)?.bands.get(at)
    }

    fn key(&self, item: &Item) -> Option<Key> {
        let band = self.band(item.at)?;
        let role = match item.what {
            What::Role(k) => Some(band.roles.get(k)?.role.clone()),
            What::Fold | What::Empty => None,
        };
        Some((band.party.clone(), role))
    }

    /// Where the keyboard is among the items that are laid out.
    fn find(&self) -> usize {
        let Some((party, role)) = &self.at else { return 0 };
        let Some(place) = self.pyramid.place(party) else {
            return 0;
        };
        let items = || self.place.items.iter().enumerate().filter(|(_, item)| item.at == place);
        let role = role
            .is_some()
            .then(|| items().find(|(_, item)| self.key(item) == self.at))
            .flatten();
        // Where a role is folded away, its party.
        role.or_else(|| items().next()).map_or(0, |(k, _)| k)
    }

    fn go_to(&mut self, item: usize) {
        self.current = item;
        self.at = self.place.items.get(item).and_then(|item| self.key(item));
        self.reveal = true;
        self.moved = true;
    }

    fn fold(&mut self, party: &PartyId) {
        if !self.open.remove(party) {
            self.open.insert(party.clone());
        }
        self.reveal = true;
    }

    /// Opens what stands there: the sheet of a role, a party on the map, a folded party here.
    fn enter(&mut self, item: usize, intents: &mut Intents) {
        let Some(item) = self.place.items.get(item) else {
            return;
        };
        let fold = item.what == What::Fold;
        let Some((party, role)) = self.key(item) else { return };
        if fold {
            self.fold(&party);
        } else if let Some(role) = role {
            intents.push(Intent::Sheet(role));
        } else if self.band(item.at).is_some_and(|band| band.kind.is_some()) {
            intents.push(Intent::Reveal(Selection::party(party)));
        }
    }

    /// Lays everything out as large as is wished.
    fn lay_out(&mut self, tokens: &Tokens, room: egui::Vec2) {
        let height = self.fit.then_some(room.y);
        let of = (self.of, room.x, height, self.open.clone(), tokens.size.clone());
        if self.laid_out.as_ref() == Some(&of) {
            return;
        }
        self.laid_out = Some(of);
        let laid = |zoom: f32| Place::of(tokens, &self.pyramid, &self.open, room.x, zoom);
        let mut place = laid(1.0);
        if self.fit {
            let mut zoom = 0.95;
            while place.size.y > room.y && zoom >= SMALLEST {
                place = laid(zoom);
                zoom -= 0.05;
            }
        }
        self.place = place;
        self.current = self.find();
        self.at = self.place.items.get(self.current).and_then(|item| self.key(item));
    }
}

fn id(key: &Key) -> Id {
    Id::unique(("pyramid", key.0.as_str(), key.1.as_ref().map(RoleId::as_str)))
}

/// The button that shows everything at once.
pub fn tools(ui: &mut Ui, tokens: &Tokens, view: &mut PyramidView) {
    let ink = if view.fit {
        tokens.colour.accent
    } else {
        tokens.colour.ink
    };
    let toggle = egui::Button::selectable(view.fit, RichText::new("Fit").font(tokens.body()).color(ink));
    let toggle = ui.add(
        toggle
            .frame_when_inactive(true)
            .min_size(vec2(0.0, tokens.control.height)),
    );
    if toggle.on_hover_text("The whole pyramid at once").clicked() {
        view.fit = !view.fit;
        view.reveal = true;
    }
}

/// Draws the pyramid, or says why there is none.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, view: &mut PyramidView, intents: &mut Intents) {
    view.look(session);
    if view.pyramid.rows.is_empty() {
        let says = "There is nobody yet. Add a party on the map, and a paying customer.";
        super::says(ui, tokens, says, |ui| {
            if button::plain(ui, tokens, "Go to the map").clicked() {
                intents.run(crate::session::Command::Go(Screen::Map));
            }
        });
        return;
    }
    let below = tokens.size.body * 1.9 + tokens.space.m;
    let room = ui.available_size() - vec2(tokens.space.s, below);
    view.lay_out(tokens, room);
    keys(ui, view, intents);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), room.y.max(80.0)), Sense::hover());
    let mut inner = ui.new_child(UiBuilder::new().max_rect(rect));
    let salt = Id::unique("pyramid");
    ScrollArea::both()
        .id_salt(salt)
        .auto_shrink([false, false])
        .show_viewport(&mut inner, |ui, seen| {
            ui.set_min_size(view.place.size);
            let origin = ui.max_rect().min.to_vec2();
            pyramid(ui, tokens, view, origin, seen, intents);
        });
    legend(ui, tokens, &view.pyramid);
}

/// What is typed while an item has the keyboard.
fn keys(ui: &Ui, view: &mut PyramidView, intents: &mut Intents) {
    let Some(id) = view.first() else { return };
    if !ui.memory(|m| m.has_focus(id) && m.is_above_modal_layer(ui.layer_id())) {
        return;
    }
    ui.memory_mut(|m| m.set_focus_lock_filter(id, FILTER));
    let mut at = view.current;
    for event in ui.input(|i| i.events.clone()) {
        let Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } = event
        else {
            continue;
        };
        if modifiers.any() {
            continue;
        }
        let go = match key {
            Press::ArrowUp => Go::Up,
            Press::ArrowDown => Go::Down,
            Press::ArrowLeft => Go::Left,
            Press::ArrowRight => Go::Right,
            Press::Home => Go::First,
            Press::End => Go::Last,
            Press::Enter | Press::Space => {
                // What folds is clicked by these keys, as every button is.
                if view.place.items.get(at).is_some_and(|item| item.what != What::Fold) {
                    view.enter(at, intents);
                }
                continue;
            }
            _ => continue,
        };
        at = view.place.beside(at, go);
        view.go_to(at);
    }
    if let Some(now) = view.first().filter(|now| *now != id) {
        ui.memory_mut(|m| m.request_focus(now));
    }
}

fn pyramid(
    ui: &mut Ui,
    tokens: &Tokens,
    view: &mut PyramidView,
    origin: egui::Vec2,
    seen: Rect,
    intents: &mut Intents,
) {
    let current = view.current;
    if std::mem::take(&mut view.reveal)
        && let Some(item) = view.place.items.get(current)
    {
        ui.scroll_to_rect(item.rect.translate(origin).expand(tokens.space.xl), None);
    }
    // First the responses, so that what is touched is known when lines are drawn.
    let mut touched: Option<PartyId> = None;
    let mut shown = Vec::new();
    let mut clicked = None;
    for (k, item) in view.place.items.iter().enumerate() {
        if k != current && !seen.intersects(item.rect) {
            continue;
        }
        let Some((key, band)) = view.key(item).zip(view.band(item.at)) else {
            continue;
        };
        // Tab leads to one of them and arrows to the others.
        let sense = if k == current { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(item.rect.translate(origin), id(&key), sense);
        let said = spoken(band, item, view.open.contains(&band.party));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if response.hovered() || (view.moved && response.has_focus() && touched.is_none()) {
            touched = Some(band.party.clone());
        }
        if response.clicked() {
            clicked = Some((k, key, response.double_clicked()));
        }
        shown.push((k, response.hovered(), response.has_focus()));
        if response.hovered() {
            response.on_hover_text_at_pointer(said);
        }
    }
    let page = paint::Page {
        painter: ui.painter(),
        tokens,
        pyramid: &view.pyramid,
        place: &view.place,
        origin,
        touched: touched.as_ref(),
    };
    page.lines();
    for (row, bands) in view.pyramid.rows.iter().zip(&view.place.bands) {
        for (band, rect) in row.bands.iter().zip(bands).filter(|(_, rect)| seen.intersects(**rect)) {
            page.party(band, rect.translate(origin));
        }
    }
    for (k, hovered, focused) in shown {
        let item = view.place.items.get(k);
        if let Some((item, band)) = item.and_then(|item| Some((item, view.band(item.at)?))) {
            let open = view.open.contains(&band.party);
            page.item(band, item, item.rect.translate(origin), open, (hovered, focused));
        }
    }
    for ((k, row), rows) in view.pyramid.rows.iter().enumerate().zip(&view.place.rows) {
        let left = seen.left() + origin.x;
        let names = Rect::from_x_y_ranges(
            left..=left + view.place.names,
            (rows.min + origin.y)..=(rows.max + origin.y),
        );
        if !seen.y_range().intersects(*rows) {
            continue;
        }
        let label = ui.interact(names, Id::unique(("pyramid row", k)), Sense::hover());
        let roles = row.bands.iter().map(|band| band.roles.len() as u64).sum();
        let said = format!(
            "{}: {}, {}",
            row.name,
            words::number(row.bands.len() as u64, "party", "parties"),
            words::number(roles, "role", "roles")
        );
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        page.row(row, names);
    }
    if let Some((k, key, twice)) = clicked {
        ui.memory_mut(|m| m.request_focus(id(&key)));
        view.at = Some(key);
        view.current = k;
        view.moved = true;
        let folds = view.place.items.get(k).is_some_and(|item| item.what == What::Fold);
        if folds || twice {
            view.enter(k, intents);
        }
        ui.request_repaint();
    }
}

/// An item in words.
fn spoken(band: &Band, item: &Item, open: bool) -> String {
    match item.what {
        What::Role(k) => {
            let Some(card) = band.roles.get(k) else {
                return band.name.clone();
            };
            let answers = match card.answers {
                0 => "no handoff".to_owned(),
                count => words::number(count as u64, "handoff", "handoffs"),
            };
            let mut said = format!("{}, {}: answers for {answers}", card.name, band.name);
            if !card.holders.is_empty() {
                said.push_str(". Held by ");
                said.push_str(&card.holders.join(", "));
            }
            said
        }
        What::Fold => {
            let what = if open { "fold" } else { "unfold" };
            let roles = words::number(band.roles.len() as u64, "role", "roles");
            format!("{}: {roles}, {what}", band.name)
        }
        What::Empty => format!("{}: no roles", band.name),
    }
}

/// What the lines mean, and the keys.
fn legend(ui: &mut Ui, tokens: &Tokens, pyramid: &Pyramid) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), tokens.size.body * 1.9), Sense::hover());
    let painter = ui.painter().with_clip_rect(rect);
    let is_calm = |tie: Tie| paint::is_calm(pyramid, tie);
    let meaning = match (pyramid.has_reporting_line, is_calm(Tie::PartOf), is_calm(Tie::Serves)) {
        (false, _, true) => "Lines lead up to whom one serves. No party is part of another here.",
        (true, true, true) => "Lines lead to the party that one is part of, or up to whom one serves.",
        (true, true, false) => "Lines lead to the party that one is part of. Whom one serves is shown where one is.",
        (true, false, true) => "Lines lead up to whom one serves. What one is part of is shown where one is.",
        (_, _, false) => "Lines are many: those of a party are shown where one is.",
    };
    let keys = "Arrows move · Enter opens";
    let keys = painter.layout_no_wrap(keys.to_owned(), tokens.body(), tokens.colour.ink3);
    let at = rect.left_center();
    let (font, ink) = (tokens.body(), tokens.colour.ink2);
    let said = text::line(
        &painter,
        at,
        egui::Align2::LEFT_CENTER,
        meaning,
        font,
        ink,
        rect.width(),
    );
    if said.right() + tokens.space.l + keys.size().x < rect.right() {
        let at = egui::Align2::RIGHT_CENTER.anchor_size(rect.right_center(), keys.size());
        painter.galley(at.min, keys, tokens.colour.ink3);
    }
}
