//! Narrow strips below the tools of the map: what is looked for, what stands out, what is left out.

use egui::{Align2, CornerRadius, Rect, Role, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    health::words,
    org::{Org, PartyId},
    session::{Command, Selection, Session},
    ui::{
        canvas::{Canvas, ways::Way},
        icons::Icon,
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::{button, text},
    },
};

/// How many strips there are.
pub fn count(canvas: &Canvas) -> u8 {
    let ways = &canvas.ways;
    u8::from(ways.search.is_some()) + u8::from(ways.way.is_some()) + u8::from(ways.filter.is_on())
}

/// How high a strip is with the space below it.
pub fn height(tokens: &Tokens) -> f32 {
    tokens.control.height + 16.0
}

/// Draws them from `top` down.
pub fn ui(
    ui: &mut Ui,
    view: Rect,
    top: f32,
    session: &Session,
    tokens: &Tokens,
    canvas: &mut Canvas,
    intents: &mut Intents,
) {
    let mut top = top;
    let mut next = || {
        let at = pos2(view.left() + 16.0, top);
        top += height(tokens);
        Rect::from_min_size(at, vec2(view.width() - 32.0, height(tokens) - 8.0))
    };
    if canvas.ways.search.is_some() {
        super::find::ui(ui, next(), session, tokens, canvas, intents);
    }
    if let Some(way) = canvas.ways.way.clone() {
        self::way(ui, next(), session, tokens, canvas, &way, intents);
    }
    if canvas.ways.filter.is_on() {
        filter(ui, next(), session, tokens, canvas);
    }
}

/// A strip that takes no more of that room than it needs. What is drawn in it is laid out from the left.
pub fn strip(ui: &mut Ui, room: Rect, tokens: &Tokens, name: &str, content: impl FnOnce(&mut Ui)) {
    let behind = ui.painter().add(egui::Shape::Noop);
    let inner = room.shrink2(vec2(12.0, 4.0));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    // A press beside a button is not one on the map.
    let id = ui.scope_id().with(("strip", name));
    let used: Rect = ui.data(|d| d.get_temp(id)).unwrap_or(room);
    let under = ui.interact(used, id, Sense::CLICK | Sense::DRAG);
    under.widget_info(|| WidgetInfo::labeled(Role::Group, true, name));
    let shown = ui.scope_builder(UiBuilder::new().max_rect(inner).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        content(ui);
        ui.min_rect()
    });
    let used = Rect::from_min_max(room.min, pos2(shown.inner.right() + 6.0, room.bottom()));
    ui.data_mut(|d| d.insert_temp(id, used));
    let corner = CornerRadius::same(tokens.radius.card - 3);
    let frame = egui::epaint::RectShape::new(
        used,
        corner,
        tokens.colour.surface,
        tokens.hairline(),
        StrokeKind::Inside,
    );
    ui.painter().set(behind, frame);
}

/// Words in a strip, cut where there is no more room than `room`.
pub fn said(ui: &mut Ui, tokens: &Tokens, words: &str, room: f32) {
    let ink = tokens.colour.ink;
    let galley = text::elided(ui.painter(), words, tokens.body(), ink, room.max(20.0), 1);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, tokens.control.height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
    let cut = galley.elided;
    ui.painter().galley(at.min, galley, ink);
    if cut {
        response.on_hover_text(words);
    }
}

fn way(
    ui: &mut Ui,
    room: Rect,
    session: &Session,
    tokens: &Tokens,
    canvas: &mut Canvas,
    way: &Way,
    intents: &mut Intents,
) {
    let org = session.org();
    strip(ui, room, tokens, "What stands out", |ui| {
        let icon = tokens.control.height + 4.0 + tokens.space.s;
        match way {
            Way::Around(focus) => {
                const STEPS: [&str; 2] = ["One step", "Two steps"];
                let taken = button::choices_width(ui, tokens, &STEPS) + tokens.space.s + icon;
                let words = format!("{} with its providers and customers", org.party_name(&focus.party));
                let left = ui.available_width() - taken;
                said(ui, tokens, &words, left);
                let chosen = usize::from(focus.steps > 1);
                if let Some(k) = button::choices(ui, tokens, &STEPS, Some(chosen))
                    && let Some(Way::Around(focus)) = &mut canvas.ways.way
                {
                    focus.steps = if k == 0 { 1 } else { 2 };
                }
            }
            Way::Chain(party) => {
                let path = canvas.standing.chain().filter(|path| path.handoffs.len() > 1);
                let weakest = path.and_then(|path| path.weakest.clone());
                let named = weakest.map(|id| (format!("Weakest: {}", org.handoff_name(&id)), id));
                // The whole sentence first; the weakest is on the map as well.
                let words = chain(org, party, canvas);
                let needed = |words: &str| button::choices_width(ui, tokens, &[words]);
                let room = ui.available_width() - icon;
                let link = named.filter(|(weakest, _)| needed(&words) + needed(weakest) <= room);
                let left = room - link.as_ref().map_or(0.0, |(weakest, _)| needed(weakest));
                said(ui, tokens, &words, left);
                if let Some((words, weakest)) = link
                    && button::link(ui, tokens, &words).clicked()
                {
                    intents.push(Intent::Select(Selection::handoff(weakest)));
                }
            }
        }
        if button::icon(ui, tokens, Icon::Close, "Show everybody", true).clicked() {
            canvas.ways.way = None;
        }
    });
}

/// What is to be said of the chain of a party.
fn chain(org: &Org, party: &PartyId, canvas: &Canvas) -> String {
    let name = org.party_name(party);
    let Some(path) = canvas.standing.chain() else {
        let ends = org.parties.get(party).is_some_and(|party| party.kind.is_customer());
        return if ends {
            format!("{name} is the paying customer: every chain ends here")
        } else {
            format!("No chain of handoffs leads from {name} to a paying customer")
        };
    };
    let count = words::number(path.handoffs.len() as u64, "handoff", "handoffs");
    let (keeps, verb) = match (path.rolled, path.handoffs.len()) {
        (Some(rolled), 1) => (format!("keeps {} %", words::percent(rolled)), ""),
        (Some(rolled), _) => (format!("keep {} %", words::percent(rolled)), " together"),
        (None, _) => ("not measured as a whole yet".to_owned(), ""),
    };
    let to = org.party_name(&path.to);
    match path.rolled {
        Some(_) => format!("{name} to {to}: {count} {keeps}{verb}"),
        None => format!("{name} to {to}: {count}, {keeps}"),
    }
}

fn filter(ui: &mut Ui, room: Rect, session: &Session, tokens: &Tokens, canvas: &mut Canvas) {
    strip(ui, room, tokens, "What is left out", |ui| {
        said(ui, tokens, &shown(session, canvas), room.width() * 0.6);
        if button::link(ui, tokens, "Show all").clicked() {
            canvas.ways.filter.clear();
        }
    });
}

/// How many parties the filter leaves of how many.
pub fn shown(session: &Session, canvas: &Canvas) -> String {
    let all = words::number(session.org().parties.len() as u64, "party", "parties");
    format!("{} of {all} shown", words::count(canvas.standing.shown() as u64))
}

/// What a list below one of the tools stands on.
pub fn list(ui: &Ui, tokens: &Tokens) -> egui::Frame {
    egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(tokens.space.m as i8))
}

/// The tools that open a list or a field: find, filter, views, from the right.
pub fn tools(ui: &mut Ui, session: &Session, tokens: &'static Tokens, canvas: &mut Canvas, intents: &mut Intents) {
    super::views::ui(ui, session, tokens, canvas, intents);
    super::filter::ui(ui, session, tokens, canvas);
    if button::icon(ui, tokens, Icon::Search, Command::Find.label(), true).clicked() {
        intents.run(Command::Find);
    }
}

/// How wide these tools are with the space beside them.
pub fn tools_width(tokens: &Tokens) -> f32 {
    3.0 * (tokens.control.height + 4.0 + tokens.space.xs)
}
