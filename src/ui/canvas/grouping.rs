//! A new department of what is selected, named as soon as it is there.

use super::{
    Canvas,
    tool::{Named, Rename},
};
use crate::{
    session::{Selection, Session},
    ui::intent::{Intent, Intents},
};

impl Canvas {
    /// Groups the selected parties and starts typing the department's name; both are one undo step.
    pub fn group(&mut self, session: &Session, intents: &mut Intents) {
        self.follow_collapsed(session);
        let Some(made) = session.grouping(self.places(session)) else {
            return;
        };
        if self.is_anything_collapsed() {
            self.fly_to(&made.id);
        }
        let key = format!("draw {}", made.id);
        intents.push(Intent::Commit);
        intents.live(key.clone(), made.label, made.edit);
        intents.push(Intent::Select(Selection::party(made.id.clone())));
        self.rename = Some(Rename {
            what: Named::Party(made.id),
            draft: made.name.to_owned(),
            original: made.name.to_owned(),
            key,
            drawn: true,
            started: false,
        });
    }
}
