//! Which goal stands out while goals colour the map.

use egui::{ComboBox, Rect, RichText, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    health::words,
    org::{GoalId, Org},
    session::{Command, Session},
    ui::{
        intent::{Intent, Intents},
        tokens::Tokens,
        widgets::button,
    },
};

/// What stands there while no goal was chosen.
const EVERY: &str = "Every goal";

/// Draws the choice below the legend; where no goal is written down yet, the way to the first.
pub fn ui(ui: &mut Ui, view: Rect, session: &Session, tokens: &Tokens, goal: Option<&GoalId>, intents: &mut Intents) {
    let org = session.org();
    let height = tokens.control.height;
    let bottom = view.bottom() - 14.0;
    // Beside the zoom.
    let right = view.right() - 230.0 * (tokens.size.body / 13.0);
    let area = Rect::from_min_max(pos2(view.left() + 16.0, bottom - height), pos2(right, bottom));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(area).layout(layout), |ui| {
        if org.goals.is_empty() {
            let write = button::plain(ui, tokens, "No goal is written down yet");
            if write.on_hover_text(Command::Organisation.help()).clicked() {
                intents.run(Command::Organisation);
            }
            return;
        }
        let name = goal.map_or(EVERY, |goal| {
            org.goals.get(goal).map_or(goal.as_str(), |goal| &goal.name)
        });
        let text = RichText::new(name).font(tokens.body());
        let mut chosen = None;
        ui.spacing_mut().interact_size.y = height;
        let room = ui.available_width() - button::choices_width(ui, tokens, &[EVERY]) - tokens.space.s;
        let width = (tokens.size.body * 22.0).min(room).max(tokens.size.body * 6.0);
        // Long names are cut, so that what stands beside it stays there.
        let size = vec2(width, height);
        let combo = ui.allocate_ui_with_layout(size, layout, |ui| {
            let combo = ComboBox::from_id_salt("goal")
                .selected_text(text)
                .width(width)
                .truncate();
            combo.show_ui(ui, |ui| {
                ui.set_min_width(width);
                if ui.selectable_label(goal.is_none(), EVERY).clicked() {
                    chosen = Some(None);
                }
                for (id, text) in goals(org) {
                    if ui.selectable_label(goal == Some(id), text).clicked() {
                        chosen = Some(Some(id.clone()));
                    }
                }
            })
        });
        let combo = combo.inner;
        combo
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Goal that stands out: {name}")));
        if let Some(chosen) = chosen {
            intents.push(Intent::ShowGoal(chosen));
        }
        if goal.is_some() && button::plain(ui, tokens, EVERY).clicked() {
            intents.push(Intent::ShowGoal(None));
        }
    });
}

/// Every goal by name, with how many parties work for it.
fn goals(org: &Org) -> Vec<(&GoalId, String)> {
    let mut goals: Vec<_> = org.goals.iter().collect();
    goals.sort_by_cached_key(|(id, goal)| (goal.name.to_lowercase(), (*id).clone()));
    let serving = |id: &GoalId| org.parties.values().filter(|party| party.goals.contains(id)).count();
    let said = |count: usize| match count {
        0 => "nobody".to_owned(),
        count => words::number(count as u64, "party", "parties"),
    };
    goals
        .into_iter()
        .map(|(id, goal)| (id, format!("{} · {}", goal.name, said(serving(id)))))
        .collect()
}
