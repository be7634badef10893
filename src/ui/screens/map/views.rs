//! The bookmarked views: go to one, rename, reorder or remove it, keep another.

use egui::{Id, Popup, PopupCloseBehavior, RichText, ScrollArea, Ui};

use crate::{
    org::{Edit, View, ViewId},
    session::{Command, Session},
    ui::{
        canvas::{Canvas, Wanted},
        icons::Icon,
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{
            button,
            form::{self, Form},
        },
    },
};

/// The button, and while it is pressed the list below it.
pub fn ui(ui: &mut Ui, session: &Session, tokens: &'static Tokens, canvas: &mut Canvas, intents: &mut Intents) {
    let button = button::icon(ui, tokens, Icon::Bookmark, Command::Views.label(), true);
    let id = Id::unique("views of the map");
    let mut opened = None;
    if let Some(Wanted::Views(name)) = &canvas.wanted_popup {
        opened = Some(name.clone());
        canvas.wanted_popup = None;
        Popup::open_id(ui, id);
    }
    let popup = Popup::from_toggle_button_response(&button)
        .id(id)
        .frame(super::strip::list(ui, tokens))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let shown = popup.show(|ui| {
        let width = tokens.size.body * 30.0;
        ui.set_width(width);
        let org = session.org();
        let views = org.views_in_order();
        if views.is_empty() {
            let words = "No view is bookmarked yet. Bookmark what you want to come back to, or to present.";
            ui.label(RichText::new(words).font(tokens.body()).color(tokens.colour.ink2));
        }
        ScrollArea::vertical()
            .max_height(tokens.control.height * 9.0)
            .show(ui, |ui| {
                ui.set_width(width - 12.0);
                for (k, (id, view)) in views.iter().enumerate() {
                    row(ui, session, tokens, &views, k, (id, view), intents);
                }
            });
        ui.add_space(tokens.space.xs);
        let keep = button::plain(ui, tokens, Command::Bookmark.label());
        if keep.clicked() {
            intents.run(Command::Bookmark);
        }
        match opened {
            Some(Some(id)) => {
                let field = form::field(&subject(&id), NAME);
                ui.memory_mut(|m| m.request_focus(field));
                select_all(
                    ui,
                    field,
                    org.views.get(&id).map_or(0, |view| view.name.chars().count()),
                );
            }
            Some(None) => keep.request_focus(),
            None => {}
        }
    });
    // The name that was being typed when the list was closed is the name.
    let was = ui.data_mut(|d| std::mem::replace(d.get_temp_mut_or_default::<bool>(id), shown.is_some()));
    if was && shown.is_none() {
        intents.push(Intent::Commit);
    }
}

/// What the field of a name is called.
const NAME: &str = "Name of the view";

fn subject(id: &ViewId) -> String {
    format!("view {id}")
}

/// One view: its place, its name, and what can be done with it.
fn row(
    ui: &mut Ui,
    session: &Session,
    tokens: &'static Tokens,
    views: &[(&ViewId, &View)],
    k: usize,
    (id, view): (&ViewId, &View),
    intents: &mut Intents,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.xs;
        let go = button::plain(ui, tokens, &format!("{}", k + 1));
        let named = format!("Go to {}", view.name);
        go.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, named.clone()));
        if go.on_hover_text(named).clicked() {
            intents.push(Intent::ShowView(id.clone()));
            ui.close();
        }
        let icons = 3.0 * (tokens.control.height + 4.0 + tokens.space.xs);
        let room = ui.available_width() - icons;
        ui.allocate_ui(egui::vec2(room, tokens.control.height), |ui| {
            ui.set_width(room);
            let mut form = Form {
                ui,
                tokens,
                intents,
                subject: subject(id),
                today: session.today(),
            };
            let put = |name: String| {
                let view = View { name, ..view.clone() };
                Edit::PutView(id.clone(), view)
            };
            form.bare_text(NAME, "", &view.name, 1, put, None);
        });
        let name = &view.name;
        if button::icon(ui, tokens, Icon::Up, &format!("Move {name} up"), k > 0).clicked() {
            intents.edit(format!("Move {name} up"), swapped(views, k - 1));
        }
        let last = k + 1 == views.len();
        if button::icon(ui, tokens, Icon::Down, &format!("Move {name} down"), !last).clicked() {
            intents.edit(format!("Move {name} down"), swapped(views, k));
        }
        if button::icon(ui, tokens, Icon::Trash, &format!("Remove {name}"), true).clicked() {
            intents.edit(format!("Remove {name}"), Edit::RemoveView(id.clone()));
        }
    });
}

/// The edit that swaps a view with the next one; all of them get places that tell them apart.
fn swapped(views: &[(&ViewId, &View)], k: usize) -> Edit {
    let mut order: Vec<_> = views.to_vec();
    order.swap(k, k + 1);
    let places = order.into_iter().zip(1_u32..);
    let moved = places.filter(|((_, view), place)| view.order != *place);
    Edit::All(
        moved
            .map(|((id, view), order)| Edit::PutView(id.clone(), View { order, ..view.clone() }))
            .collect(),
    )
}

/// Selects all of a field, so that typing replaces it.
fn select_all(ui: &Ui, field: Id, letters: usize) {
    let mut state = egui::TextEdit::load_state(ui, field).unwrap_or_default();
    let all = egui::text::CCursorRange::two(
        egui::text::CCursor::new(egui::text::CharIndex(0)),
        egui::text::CCursor::new(egui::text::CharIndex(letters)),
    );
    state.cursor.set_char_range(Some(all));
    state.store(ui, field);
}
