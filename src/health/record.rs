//! A handoff read once, reduced to what decides its figures, to be seen through as many windows as are wanted.

use crate::org::{DEFAULT_TARGET, Handoff, HandoffId, LogEntry, Org, PartyId};

use super::{
    HandoffHealth, Indicator, Window,
    alignment::{self, Check},
    ballots::{Round, Rounds, Voices},
    communication::{self, Request, Rhythm},
    estimate::Known,
    index::{Index, pair},
    indicators::Standing,
    measure::{self, Measure, Part},
    reliability::{Deliveries, Due},
    window::Frame,
};

/// Everything about one handoff that any window between two days can need.
pub struct Record<'a> {
    org: &'a Org,
    handoff: &'a Handoff,
    dues: Vec<Due>,
    requests: Vec<Request>,
    rhythm: Rhythm,
    /// What the customer says about the provider.
    customer: Rounds<'a>,
    /// What the provider says about the customer.
    provider: Rounds<'a>,
    /// Which checks are passed; the one that hangs on the day as of the last window.
    passed: [bool; 6],
    goals: (u32, u32),
    speaks_for_pair: bool,
}

impl<'a> Record<'a> {
    /// Reads a handoff for windows of the same length that end from `first` to `last`.
    pub fn of(
        org: &'a Org,
        index: &'a Index,
        id: &HandoffId,
        handoff: &'a Handoff,
        first: Window,
        last: Window,
    ) -> Self {
        let frame = Frame {
            opens: first.opens(),
            closes: last.closes(),
        };
        let (mut dues, mut requests, mut check_ins) = (Vec::new(), Vec::new(), Vec::new());
        for entry in index.log_of(id) {
            match entry {
                LogEntry::Delivery(delivery) if frame.holds(delivery.due.instant()) => {
                    dues.push(Due::of(handoff, delivery));
                }
                LogEntry::Clarification(request) if frame.holds(request.asked.instant()) => {
                    requests.extend(Request::of(handoff, request));
                }
                LogEntry::CheckIn(check_in) => check_ins.push(check_in.on),
                _ => {}
            }
        }
        let sides = pair(&handoff.provider, &handoff.customer);
        let said = |by: &PartyId, about: &PartyId| {
            let shown = index.rounds(&(by.clone(), about.clone()));
            Rounds::of(shown, first, last)
        };
        Self {
            org,
            handoff,
            dues,
            requests,
            rhythm: Rhythm::of(handoff, first, last, check_ins.into_iter()),
            customer: said(&handoff.customer, &handoff.provider),
            // A file may name a party that serves itself; then there is only one direction.
            provider: if handoff.provider == handoff.customer {
                Rounds::default()
            } else {
                said(&handoff.provider, &handoff.customer)
            },
            passed: Check::ALL.map(|check| check.passes(org, handoff, last)),
            goals: alignment::shared_goals(org, handoff),
            speaks_for_pair: index.first_of(&sides) == Some(id),
        }
    }

    /// What a window shows. `frame` is that of the window.
    pub fn view(&self, window: Window, frame: &Frame) -> View<'_> {
        let voices = [self.customer.newest(window), self.provider.newest(window)];
        let mut clarity = self.passed;
        clarity[Check::Agreed as usize] = Check::Agreed.passes(self.org, self.handoff, window);
        View {
            communication: communication::parts(&self.requests, &self.rhythm, voices, window, frame),
            alignment: alignment::parts(voices, clarity, self.goals),
            deliveries: Deliveries::count(&self.dues, frame),
            clarity,
            voices,
        }
    }

    /// Everything that is measured, as of one window.
    pub fn health(&self, window: Window) -> HandoffHealth {
        let view = self.view(window, &window.frame());
        let deliveries = view.deliveries;
        HandoffHealth {
            communication: Measure::combine(Indicator::Communication, &view.communication),
            alignment: Measure::combine(Indicator::Alignment, &view.alignment),
            reliability: deliveries.measure(),
            deliveries,
            clarity: view.clarity,
            voices: {
                let [customer, provider] = view.voices.map(|round| round.map(|round| round.id.clone()));
                Voices { customer, provider }
            },
            target: self.target(),
            importance: self.handoff.importance.weight(),
            speaks_for_pair: self.speaks_for_pair,
        }
    }

    /// What the handoff brings into the figures of its parties, as of one window: the same as that of
    /// [`Self::health`], without working out any range. `frame` is that of the window.
    pub fn standing(&self, window: Window, frame: &Frame) -> Standing {
        let view = self.view(window, frame);
        let known: [Option<Known>; 3] = [
            measure::known(&view.communication),
            measure::known(&view.alignment),
            view.deliveries.known(),
        ];
        Standing::of(
            (self.handoff.importance.weight(), self.target()),
            known,
            |kind| measure::count(&view.communication, kind),
            |kind| measure::count(&view.alignment, kind),
            &view.deliveries,
            view.clarity,
            self.speaks_for_pair,
        )
    }

    fn target(&self) -> f64 {
        let target = self.handoff.in_force().target;
        if target > 0.0 && target <= 1.0 {
            target
        } else {
            DEFAULT_TARGET
        }
    }
}

/// What a window shows of a handoff.
pub struct View<'r> {
    communication: [Part; 3],
    alignment: [Part; 3],
    deliveries: Deliveries,
    clarity: [bool; 6],
    /// What the customer says, and what the provider says.
    voices: [Option<&'r Round<'r>>; 2],
}
