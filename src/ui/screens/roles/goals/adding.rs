//! A new goal: in one line, below the button that asks for it, or in the middle where it is the first.

use egui::{Key, Popup, PopupCloseBehavior, RichText, TextEdit, Ui, vec2};

use crate::{
    org::{Edit, Goal, GoalId},
    session::Session,
    ui::{intent::Intents, tokens::Tokens, widgets::button},
};

/// What stands there before the first goal.
pub const NONE_YET: &str = "No goal is written down yet. What does the organisation want to reach this year? Write the \
     first one in a line; then say here which parties work for it.";

/// What is entered so far.
#[derive(Default)]
pub struct Adding {
    name: String,
    /// The field was shown in the last frame.
    shown: bool,
}

impl Adding {
    /// The button, and while it is pressed the field below it. Returns whether a goal was added; `added` says which.
    pub fn button(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        tokens: &Tokens,
        added: &mut Option<GoalId>,
        intents: &mut Intents,
    ) -> bool {
        let button = button::primary(ui, tokens, "Add goal");
        let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let was_shown = self.shown;
        let shown = popup.show(|ui| {
            ui.set_width(tokens.size.body * 24.0);
            let done = self.field(ui, session, tokens, !was_shown, added, intents);
            if done {
                ui.close();
            }
            done
        });
        self.shown = shown.is_some();
        shown.is_some_and(|shown| shown.inner)
    }

    /// The field for the first goal.
    pub fn first(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        tokens: &Tokens,
        added: &mut Option<GoalId>,
        intents: &mut Intents,
    ) {
        let nobody = ui.memory(|m| m.focused().is_none());
        let size = vec2((tokens.size.body * 34.0).min(ui.available_width()), 0.0);
        let layout = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            self.field(ui, session, tokens, nobody, added, intents);
        });
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        tokens: &Tokens,
        takes_keyboard: bool,
        added: &mut Option<GoalId>,
        intents: &mut Intents,
    ) -> bool {
        let caption = RichText::new("The goal in one line")
            .font(tokens.label())
            .color(tokens.colour.ink2);
        let label = ui.label(caption);
        let hint = "For example Every order leaves on the promised day";
        let field = TextEdit::singleline(&mut self.name)
            .hint_text(RichText::new(hint).color(tokens.colour.ink3))
            .desired_width(f32::INFINITY)
            .char_limit(200);
        let field = ui.add(field).labelled_by(label.id);
        if takes_keyboard {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        let wanted = button::plain(ui, tokens, "Add").clicked() || entered;
        let name = self.name.trim().to_owned();
        if !wanted || name.is_empty() {
            return false;
        }
        let id = session.org().new_goal_id(&name);
        let goal = Goal {
            name: name.clone(),
            ..Goal::default()
        };
        intents.edit(format!("Add goal “{name}”"), Edit::PutGoal(id.clone(), goal));
        *added = Some(id);
        self.name.clear();
        true
    }
}
