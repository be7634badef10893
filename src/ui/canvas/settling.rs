//! Cards on their way to where a layout has put them.

use super::shown::Shown;
use crate::{
    layout::{self, Point, Positions, Rect},
    org::PartyId,
};

/// How much longer than a change in place the way takes.
pub const GLIDE: f32 = 2.9;
/// With more cards than this they are there at once: nobody follows so many, and a frame has no time for them.
const MOST: usize = 2_000;
/// A card that moves by less, in map points, has not gone anywhere.
const STEP: f32 = 1.0;

/// The way of all cards from one layout to another.
#[derive(Debug)]
struct Glide {
    from: Positions,
    now: Positions,
    start: f64,
}

/// Where the cards are drawn: where they lie, or on their way there.
#[derive(Debug, Default)]
pub struct Settling {
    /// How often a layout had put the cards elsewhere when they were drawn last; nothing before they were.
    sweeps: Option<u64>,
    /// Where they lay then, the state of the places and which departments were collapsed; nobody asks where there are too many.
    rest: Positions,
    seen: Option<(u64, u64)>,
    /// What part of the map they cover, however many they are.
    extent: Option<Rect>,
    glide: Option<Glide>,
    /// How many steps they have made.
    steps: u64,
}

/// What has happened to the cards since the last frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swept {
    /// No layout has put them elsewhere.
    No,
    /// One has, and they glide there.
    Gliding,
    /// One has, and they are there.
    There,
}

impl Settling {
    /// Looks where the cards belong at that time, and takes them on their way, which lasts so many seconds. `sweeps`
    /// says how often a layout has put them elsewhere. Cards that the pointer `holds` are where it has them.
    pub fn follow(
        &mut self,
        shown: Shown<'_>,
        sweeps: u64,
        now: f64,
        length: f32,
        holds: impl Fn(&PartyId) -> bool,
    ) -> Swept {
        let (goal, places) = (shown.positions, (shown.key.places, shown.key.choice));
        let swept = self.sweeps.replace(sweeps).is_some_and(|before| before != sweeps);
        let few = goal.len() <= MOST;
        let mut what = Swept::No;
        if swept {
            let from = self
                .glide
                .take()
                .map_or_else(|| std::mem::take(&mut self.rest), |glide| glide.now);
            if !few || is_elsewhere(&from, goal) {
                what = Swept::There;
            }
            if few && length > 0.0 && what == Swept::There {
                what = Swept::Gliding;
                self.glide = Some(Glide {
                    now: from.clone(),
                    from,
                    start: now,
                });
            }
        }
        if self.seen != Some(places) || swept {
            self.seen = Some(places);
            let cards = goal.values().map(|at| layout::card(*at));
            self.extent = cards.reduce(|one, other| one.union(&other));
            if few {
                self.rest.clone_from(goal);
            } else {
                self.rest.clear();
                self.glide = None;
            }
        }
        if let Some(glide) = &mut self.glide {
            let t = ((now - glide.start) / f64::from(length)) as f32;
            if t < 1.0 && length > 0.0 {
                glide.step(goal, ease(t.max(0.0)), holds);
                self.steps += 1;
            } else {
                self.glide = None;
            }
        }
        what
    }

    /// The part of the map that all cards covered when they were looked at last.
    pub const fn extent(&self) -> Option<Rect> {
        self.extent
    }

    /// Where the cards are drawn while they are on their way, and a number for this step of it that no state of the
    /// places of a document has.
    pub fn on_the_way(&self) -> Option<(&Positions, u64)> {
        let glide = self.glide.as_ref()?;
        Some((&glide.now, u64::MAX - self.steps))
    }
}

impl Glide {
    fn step(&mut self, goal: &Positions, share: f32, holds: impl Fn(&PartyId) -> bool) {
        // Whoever was held once is where it was put.
        self.from.retain(|id, _| !holds(id));
        self.now.clone_from(goal);
        for (id, at) in &mut self.now {
            if let Some(from) = self.from.get(id) {
                *at = *from + (*at - *from) * share;
            }
        }
    }
}

/// Slow at both ends.
pub fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// Whether any card that was there before has moved.
fn is_elsewhere(from: &Positions, goal: &Positions) -> bool {
    let far = |a: &Point, b: &Point| (a.x - b.x).abs() > STEP || (a.y - b.y).abs() > STEP;
    from.iter().any(|(id, at)| goal.get(id).is_some_and(|to| far(at, to)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        org::{Arrangement, Handoff, Org, Party},
        session::{Command, Session},
    };

    fn session() -> Session {
        let mut org = Org::named("Works");
        for k in 0..6 {
            let party = Party {
                name: format!("Party {k}"),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(&format!("p{k}")), party.into());
        }
        for k in 0..5 {
            let (from, to) = (format!("p{k}"), format!("p{}", k + 1));
            let handoff = Handoff::between(PartyId::new(&from), PartyId::new(&to));
            org.handoffs.insert(from.as_str().into(), handoff.into());
        }
        Session::new(org, date(2026, 11, 22))
    }

    fn look(settling: &mut Settling, of: &Session, now: f64, length: f32, holds: impl Fn(&PartyId) -> bool) -> Swept {
        settling.follow(Shown::of(of), of.sweeps(), now, length, holds)
    }

    fn shown<'a>(settling: &'a Settling, session: &'a Session) -> &'a Positions {
        settling.on_the_way().map_or(session.positions(), |(places, _)| places)
    }

    #[test]
    fn cards_glide_from_where_they_are_and_end_exactly_where_they_belong() {
        let (mut session, mut settling) = (session(), Settling::default());
        assert_eq!(look(&mut settling, &session, 0.0, 0.35, |_| false), Swept::No);
        let flow = session.positions().clone();
        Command::Arrange(Arrangement::InvertedPyramid).run(&mut session);
        assert_eq!(look(&mut settling, &session, 1.0, 0.35, |_| false), Swept::Gliding);
        assert_eq!(shown(&settling, &session), &flow, "nothing jumps");
        look(&mut settling, &session, 1.175, 0.35, |_| false);
        let half = shown(&settling, &session).clone();
        for (id, at) in &half {
            let middle = (flow[id] + session.positions()[id]) * 0.5;
            assert!((middle - *at).length() < 0.01, "{id} is half-way");
        }
        // Another one half-way begins there.
        Command::Arrange(Arrangement::Pyramid).run(&mut session);
        assert_eq!(look(&mut settling, &session, 1.175, 0.35, |_| false), Swept::Gliding);
        assert_eq!(shown(&settling, &session), &half);
        look(&mut settling, &session, 1.53, 0.35, |_| false);
        assert_eq!(settling.on_the_way(), None);
        // And back again.
        session.undo();
        assert_eq!(look(&mut settling, &session, 2.0, 0.35, |_| false), Swept::Gliding);
    }

    #[test]
    fn a_card_that_is_held_or_dragged_does_not_glide() {
        let (mut session, mut settling) = (session(), Settling::default());
        look(&mut settling, &session, 0.0, 0.35, |_| false);
        let held = PartyId::new("p3");
        Command::Arrange(Arrangement::InvertedPyramid).run(&mut session);
        look(&mut settling, &session, 1.0, 0.35, |id| *id == held);
        assert_eq!(shown(&settling, &session)[&held], session.positions()[&held]);
        look(&mut settling, &session, 2.0, 0.35, |_| false);
        let to = crate::org::Position(900.0, 900.0);
        session.edit("Move", session.moving([(held, to)])).expect("it is moved");
        assert_eq!(look(&mut settling, &session, 3.0, 0.35, |_| false), Swept::No);
        assert_eq!(settling.on_the_way(), None);
        session.undo();
        assert_eq!(look(&mut settling, &session, 4.0, 0.35, |_| false), Swept::No);
    }

    #[test]
    fn without_motion_they_are_there_at_once() {
        let (mut session, mut settling) = (session(), Settling::default());
        look(&mut settling, &session, 0.0, 0.0, |_| false);
        Command::Arrange(Arrangement::Pyramid).run(&mut session);
        assert_eq!(look(&mut settling, &session, 1.0, 0.0, |_| false), Swept::There);
        assert_eq!(settling.on_the_way(), None);
    }
}
