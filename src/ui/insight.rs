//! What follows from the document beyond the indicators: risks, what would help most, the course of a year. In a
//! small document it is worked out with every change; in a large one on a thread, and what is shown
//! meanwhile is marked as old.

use std::{cmp::Ordering, sync::Arc};

use egui::Context;

use super::{
    connections::Connections,
    later::{GoesOn, Later},
};
use crate::{
    health::{
        ControlChart, Gain, Health, Scope, Share, Trend, Trends, Window, most_helpful,
        risk::{self, Risk, Seen, Severity},
    },
    org::{HandoffId, Org, PartyId, Subject},
    session::{Measured, Session},
};

/// Whether what follows from a document takes a few milliseconds, and is not worth a thread.
pub fn is_quick(org: &Org) -> bool {
    const HANDOFFS: usize = 300;
    const ENTRIES: usize = 6_000;
    org.handoffs.len() <= HANDOFFS && org.log.len() <= ENTRIES
}

/// How many things to do are listed at most. Nobody reads further.
const GAINS: usize = 200;

/// What a value was worked out from.
#[derive(Clone, PartialEq)]
struct Key {
    revision: u64,
    window: Window,
}

/// What was found in a document.
pub struct Findings {
    /// What hurts, the most urgent first; accepted findings in their place.
    pub risks: Vec<Risk>,
    /// What would help most, the most helpful first.
    pub gains: Vec<Gain>,
    /// The org as a network.
    pub connections: Connections,
    /// How many are open, by [`Severity::ALL`].
    pub open: [usize; 3],
    /// The places of open risks by party: its own and those of promises that it gives.
    parties: Vec<(PartyId, u32)>,
    /// The places of open risks at promises, by promise.
    handoffs: Vec<u32>,
}

impl Findings {
    fn of(org: &Org, health: &Health, goes_on: GoesOn<'_>) -> Option<Self> {
        let seen = Seen::of(org, health, &mut *goes_on)?;
        let risks = risk::risks(&seen);
        let Seen { paths, network, .. } = seen;
        let mut found = Self {
            risks,
            gains: most_helpful(org, health, GAINS),
            connections: Connections::of(org, &paths, &network),
            open: [0; 3],
            parties: Vec::new(),
            handoffs: Vec::new(),
        };
        for (k, risk) in (0..).zip(&found.risks) {
            if risk.is_accepted() {
                continue;
            }
            if let Some(place) = Severity::ALL.iter().position(|severity| *severity == risk.severity) {
                found.open[place] += 1;
            }
            let party = match &risk.at {
                Subject::Party(party) => Some(party),
                Subject::Handoff(id) => {
                    found.handoffs.push(k);
                    org.handoffs.get(id).map(|handoff| &handoff.provider)
                }
            };
            if let Some(party) = party {
                found.parties.push((party.clone(), k));
            }
        }
        found.parties.sort_unstable();
        found.parties.shrink_to_fit();
        let risks = &found.risks;
        // Those of one promise stay in their order.
        found
            .handoffs
            .sort_by(|one, other| risks[*one as usize].at.cmp(&risks[*other as usize].at));
        found.handoffs.shrink_to_fit();
        Some(found)
    }

    /// What is found at a party or at a promise that it gives and not accepted, the most urgent first.
    pub fn of_party(&self, party: &PartyId) -> impl ExactSizeIterator<Item = &Risk> {
        let from = self.parties.partition_point(|(of, _)| of < party);
        let count = self.parties[from..].partition_point(|(of, _)| of == party);
        self.parties[from..from + count]
            .iter()
            .map(|(_, k)| &self.risks[*k as usize])
    }

    /// What is found at a promise and not accepted, the most urgent first.
    pub fn of_handoff(&self, handoff: &HandoffId) -> impl ExactSizeIterator<Item = &Risk> {
        let order = |k: &u32| match &self.risks[*k as usize].at {
            Subject::Handoff(at) => at.cmp(handoff),
            // None of these is among them.
            Subject::Party(_) => Ordering::Less,
        };
        let from = self.handoffs.partition_point(|k| order(k).is_lt());
        let count = self.handoffs[from..].partition_point(|k| order(k).is_eq());
        self.handoffs[from..from + count]
            .iter()
            .map(|k| &self.risks[*k as usize])
    }
}

/// How the indicators came to be what they are.
pub struct Course {
    /// Of the org and of every party.
    pub trends: Arc<Trends>,
    /// Of the scope looked at.
    pub trend: Trend,
    /// Of the scope looked at, by [`Share::ALL`].
    pub charts: [ControlChart; 3],
}

impl Course {
    fn of(org: &Org, health: &Health, scope: &Scope, known: Option<Arc<Trends>>, goes_on: GoesOn<'_>) -> Option<Self> {
        let trends = match known {
            Some(trends) => trends,
            None => Arc::new(Trends::of(org, health, &mut *goes_on)?),
        };
        let trend = match trends.get(scope) {
            Some(trend) => trend,
            None => Trend::of(org, health, scope, &mut *goes_on)?,
        };
        Some(Self {
            trends,
            trend,
            charts: Share::ALL.map(|share| ControlChart::of(org, health, scope, share)),
        })
    }
}

/// A value with what is known of it.
#[derive(Clone, Copy)]
pub struct Known<'a, T> {
    /// The last value there is.
    pub value: Option<&'a T>,
    /// The document has changed since.
    pub stale: bool,
    /// The share done of the next one, 0 to 1, where it is being worked out.
    pub progress: Option<f32>,
}

/// Everything that follows from the document and may take its time.
#[derive(Default)]
pub struct Insight {
    measured: Later<Window, Measured>,
    findings: Later<Key, Findings>,
    course: Later<(Key, Scope), Course>,
    at_once: bool,
}

impl Insight {
    /// Works everything out within the frame, however long that takes: for pictures, and where no window waits.
    pub fn set_at_once(&mut self, at_once: bool) {
        self.at_once = at_once;
    }

    /// Forgets everything: another document is shown.
    pub fn forget(&mut self) {
        *self = Self {
            at_once: self.at_once,
            ..Self::default()
        };
    }

    fn is_small(&self, org: &Org) -> bool {
        self.at_once || is_quick(org)
    }

    /// Brings the indicators themselves up to date where other days are looked at, or begins to.
    pub fn catch_up(&mut self, session: &mut Session, ctx: &Context) {
        let Some(behind) = session.behind() else { return };
        if self.at_once {
            session.catch_up(behind.measure());
            return;
        }
        let key = behind.window();
        if self.measured.is_due(&key, false, ctx) {
            self.measured.begin(key, ctx, move |_| Some(behind.measure()));
        }
        if let Some(measured) = self.measured.take() {
            session.catch_up(measured);
        }
    }

    /// Brings the findings up to date, or begins to.
    pub fn look(&mut self, session: &Session, ctx: &Context) {
        let key = key(session);
        let at_once = self.is_small(session.org());
        if !self.findings.is_due(&key, at_once, ctx) {
            return;
        }
        if at_once {
            if let Some(found) = Findings::of(session.org(), session.health(), &mut |_| true) {
                self.findings.put(key, found);
            }
        } else {
            let (org, health) = (session.org().clone(), session.health().clone());
            self.findings
                .begin(key, ctx, move |goes_on| Findings::of(&org, &health, goes_on));
        }
    }

    /// Brings the course of a scope up to date, or begins to.
    pub fn look_back(&mut self, session: &Session, scope: &Scope, ctx: &Context) {
        let key = (key(session), scope.clone());
        let at_once = self.is_small(session.org());
        if !self.course.is_due(&key, at_once, ctx) {
            return;
        }
        let known = self.course.last().filter(|((of, _), _)| *of == key.0);
        let known = known.map(|(_, course)| Arc::clone(&course.trends));
        if at_once {
            if let Some(course) = Course::of(session.org(), session.health(), scope, known, &mut |_| true) {
                self.course.put(key, course);
            }
        } else {
            let (org, health, scope) = (session.org().clone(), session.health().clone(), scope.clone());
            self.course.begin(key, ctx, move |goes_on| {
                Course::of(&org, &health, &scope, known, goes_on)
            });
        }
    }

    /// What was found.
    #[must_use]
    pub fn findings(&self, session: &Session) -> Known<'_, Findings> {
        let last = self.findings.get(&key(session));
        Known {
            value: last.map(|(found, _)| found),
            stale: last.is_none_or(|(_, current)| !current),
            progress: self.findings.progress(),
        }
    }

    /// How the indicators of a scope came to be; nothing while only those of another scope are known.
    #[must_use]
    pub fn course(&self, session: &Session, scope: &Scope) -> Known<'_, Course> {
        let key = (key(session), scope.clone());
        let last = self.course.last().filter(|((_, of), _)| of == scope);
        Known {
            value: last.map(|(_, course)| course),
            stale: last.is_none_or(|(of, _)| *of != key),
            progress: self.course.progress(),
        }
    }
}

fn key(session: &Session) -> Key {
    Key {
        revision: session.revision(),
        window: session.health().window,
    }
}
