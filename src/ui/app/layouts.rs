//! Layouts that take longer than a frame: worked out on a thread while the cards stay where they are.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};

use egui::{Context, Ui};

use super::App;
use crate::{
    health::words,
    session::{Placed, Screen, Session, Unplaced},
    ui::{
        intent::Intents,
        later::{GoesOn, Later},
        screens,
        tokens::Tokens,
    },
};

/// A layout that takes no longer than this is not worth a word, in seconds.
const QUIET: f64 = 0.3;

/// What is said where a layout failed.
const FAILED: &str = "The layout could not be worked out, so the cards stay where they were. Choose another layout.";

/// A lock on which layouts wait while somebody else has it.
pub type Gate = Arc<Mutex<()>>;

/// The layout that is being worked out.
#[derive(Default)]
pub struct Layouts {
    /// Nothing came of it where the thread failed.
    later: Later<u64, Option<Placed>>,
    /// Which one it is, and since when it is waited for.
    since: Option<(u64, f64)>,
    gate: Gate,
}

/// What there is to say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// "Departments: laying out 10000 parties".
    pub words: String,
    /// The share done, 0 to 1.
    pub share: f32,
}

impl Layouts {
    /// Layouts wait while somebody holds that lock.
    pub fn waiting_for(gate: Gate) -> Self {
        Self {
            gate,
            ..Self::default()
        }
    }

    /// Takes over the layout that a document waits for, or begins to work it out. Returns a complaint where that
    /// failed; the cards are then where they were.
    pub fn follow(&mut self, session: &mut Session, ctx: &Context) -> Option<&'static str> {
        self.follow_with(session, ctx, Unplaced::arrange)
    }

    fn follow_with(
        &mut self,
        session: &mut Session,
        ctx: &Context,
        arrange: fn(Unplaced, GoesOn<'_>) -> Option<Placed>,
    ) -> Option<&'static str> {
        let Some(unplaced) = session.places_behind() else {
            // Whatever is still being worked out is wanted by nobody.
            (self.later, self.since) = (Later::default(), None);
            return None;
        };
        let number = unplaced.number();
        if self.since.is_none_or(|(of, _)| of != number) {
            self.since = Some((number, ctx.input(|i| i.time)));
        }
        if self.later.is_due(&number, false, ctx) {
            let gate = Arc::clone(&self.gate);
            self.later.begin(number, ctx, move |goes_on| {
                let mut goes_on = |share| {
                    // Whoever had it and failed has let it go.
                    drop(gate.lock());
                    goes_on(share)
                };
                if !goes_on(0.0) {
                    return None;
                }
                match catch_unwind(AssertUnwindSafe(|| arrange(unplaced, &mut goes_on))) {
                    // Stopped.
                    Ok(None) => None,
                    Ok(placed) => Some(placed),
                    Err(_) => Some(None),
                }
            });
            ctx.request_repaint_after_secs(QUIET as f32);
        }
        let current = self.later.get(&number).is_some_and(|(_, current)| current);
        let placed = self.later.take().filter(|_| current)?;
        self.since = None;
        if let Some(placed) = placed {
            session.take_places(&placed);
            return None;
        }
        session.keep_places();
        Some(FAILED)
    }

    /// What there is to say, once it has taken a while.
    pub fn progress(&self, session: &Session, ctx: &Context) -> Option<Progress> {
        let unplaced = session.places_behind()?;
        let (_, since) = self.since.filter(|(of, _)| *of == unplaced.number())?;
        let left = QUIET - (ctx.input(|i| i.time) - since);
        if left > 0.0 {
            ctx.request_repaint_after_secs(left as f32);
            return None;
        }
        let parties = words::number(unplaced.parties() as u64, "party", "parties");
        Some(Progress {
            words: format!("{}: laying out {parties}", unplaced.arrangement().label()),
            share: self.later.progress().unwrap_or_default().clamp(0.0, 1.0),
        })
    }
}

impl App {
    /// Has layouts wait while somebody holds that lock: for tests of what happens meanwhile.
    pub fn hold_layouts(&mut self, gate: Gate) {
        self.gate = gate;
        self.forget_layouts();
    }

    /// Gives up whatever is being laid out: another document is shown, or none.
    pub(super) fn forget_layouts(&mut self) {
        self.layouts = Layouts::waiting_for(self.gate.clone());
    }

    /// Takes over a layout that was worked out, or begins with one.
    pub(super) fn lay_out(&mut self, ctx: &Context) {
        if let Some(session) = &mut self.session
            && let Some(complaint) = self.layouts.follow(session, ctx)
        {
            self.complain(complaint);
        }
    }

    /// Whether there is a layout on its way that Esc may give up.
    pub(super) fn can_keep_places(&self) -> bool {
        let waits = self.session.as_ref().is_some_and(Session::are_places_behind);
        waits && self.screen == Screen::Map
    }

    /// Says above the map what is being laid out.
    pub(super) fn laying_out(&self, ui: &mut Ui, tokens: &Tokens, intents: &mut Intents) {
        let seen = self.screen == Screen::Map && self.presenting.is_none();
        let Some(session) = self.session.as_ref().filter(|_| seen) else {
            return;
        };
        if let Some(progress) = self.layouts.progress(session, ui.ctx()) {
            screens::map::laying_out(ui, tokens, &self.canvas, &progress, intents);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{org::Arrangement, sample, session::Command};

    #[test]
    fn a_layout_that_fails_leaves_the_cards_where_they_were_and_says_so() {
        let org = sample::company(320, 1, date(2026, 11, 22));
        let mut session = Session::new(org, date(2026, 11, 22));
        session.lay_out_later(true);
        let before = session.positions().clone();
        Command::Arrange(Arrangement::Departments).run(&mut session);
        assert!(session.are_places_behind());
        let (ctx, mut layouts) = (Context::default(), Layouts::default());
        let complaint = (0..20_000).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(1));
            layouts.follow_with(&mut session, &ctx, |_, _| panic!("on purpose"))
        });
        assert_eq!(complaint, Some(FAILED));
        assert!(!session.are_places_behind() && !session.is_edited());
        assert_eq!(session.positions(), &before);
        assert_eq!(session.undo_label(), None);
    }
}
