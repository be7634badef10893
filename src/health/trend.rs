//! The three indicators at each week's end over the last year.
//!
//! Every figure is the one that [`Health::of`] gives for that day, to the last bit, from the document and the
//! settings as they are today. What takes most of the time there is done once for all weeks here: every handoff is
//! read once ([`Record`]), and ranges are worked out only for what somebody looks at.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::org::{DEFAULT_TARGET, HandoffId, Org, PartyId};

use super::{
    Estimate, Health, Indicator, Mark, Scope, Window,
    change::{change, moved},
    estimate::Known,
    indicators::{Figures, Gathering},
    parties::Gathered,
    record::Record,
    window::{Frame, WEEKS},
};

/// How many weeks lie between the two figures that [`Trend::change`] compares: a quarter of a year.
pub const QUARTER: usize = 13;

/// How many handoffs are read or measured between two questions whether to go on.
const BETWEEN_QUESTIONS: usize = 200;

/// The indicators of the org, of a party or of a handoff over a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// One a week, oldest first; the last is as of the day of the health.
    pub points: Vec<Point>,
}

/// The indicators as of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day, the last of its week.
    pub on: Date,
    /// As of that day.
    pub communication: Option<Estimate>,
    /// As of that day.
    pub alignment: Option<Estimate>,
    /// As of that day.
    pub reliability: Option<Estimate>,
    /// The share to be kept, which sets the bands of the reliability; nothing where no handoff in it has one.
    pub target: Option<f64>,
}

impl Point {
    fn of(on: Date, figures: &Figures) -> Self {
        Self {
            on,
            communication: figures.communication.map(Known::estimate),
            alignment: figures.alignment.map(Known::estimate),
            reliability: figures.reliability.map(Known::estimate),
            target: figures.target,
        }
    }

    /// One of the three.
    #[must_use]
    pub const fn estimate(&self, indicator: Indicator) -> Option<&Estimate> {
        match indicator {
            Indicator::Communication => self.communication.as_ref(),
            Indicator::Alignment => self.alignment.as_ref(),
            Indicator::Reliability => self.reliability.as_ref(),
        }
    }

    /// Its band, and whether that is sure.
    #[must_use]
    pub fn mark(&self, indicator: Indicator) -> Option<Mark> {
        let estimate = self.estimate(indicator)?;
        let target = self.target.unwrap_or(DEFAULT_TARGET);
        Some(indicator.cuts(target).mark(estimate))
    }
}

impl Trend {
    /// Measures a scope at each week's end, up to the day of `health`, which has to be the health of `org`.
    ///
    /// `goes_on` is told the share that is done, 0 to 1, and stops the work by returning false. Nothing where it
    /// did, or where the org has no such party or handoff.
    #[must_use]
    pub fn of(org: &Org, health: &Health, scope: &Scope, goes_on: impl FnMut(f32) -> bool) -> Option<Self> {
        match scope {
            Scope::Org => {
                let all = org.handoffs.keys().map(|id| (id, true));
                Self::gathered(org, health, all, goes_on)
            }
            Scope::Party(party) => {
                org.parties.get(party)?;
                let own = health.handoffs_of(party).into_iter();
                let own = own.map(|id| (id, health.links().provides(party, id)));
                Self::gathered(org, health, own, goes_on)
            }
            Scope::Handoff(id) => {
                let (first, last) = ends(health.window);
                let handoff = org.handoffs.get(id)?;
                let record = Record::of(org, &health.index, id, handoff, first, last);
                let points = health.window.weeks().into_iter().map(|window| {
                    let measured = record.health(window);
                    Point {
                        on: window.as_of,
                        communication: measured.communication.estimate,
                        alignment: measured.alignment.estimate,
                        reliability: measured.reliability.estimate,
                        target: Some(measured.target),
                    }
                });
                Some(Self {
                    points: points.collect(),
                })
            }
        }
    }

    /// The trend of what some handoffs come to together; with each, whether its reliability counts.
    fn gathered<'a>(
        org: &'a Org,
        health: &'a Health,
        handoffs: impl Iterator<Item = (&'a HandoffId, bool)>,
        goes_on: impl FnMut(f32) -> bool,
    ) -> Option<Self> {
        let weeks = frames(health.window);
        let mut sums = vec![Gathering::default(); weeks.len()];
        let (first, last) = ends(health.window);
        let handoffs: Vec<_> = handoffs
            .filter_map(|(id, provided)| Some((id, org.handoffs.get(id)?, provided)))
            .collect();
        let mut progress = Progress::over(handoffs.len(), goes_on);
        for (id, handoff, provided) in handoffs {
            progress.step()?;
            let record = Record::of(org, &health.index, id, handoff, first, last);
            for ((window, frame), sum) in weeks.iter().zip(&mut sums) {
                sum.put(&record.standing(*window, frame), provided);
            }
        }
        let points = weeks.iter().zip(&sums);
        Some(Self {
            points: points
                .map(|((window, _), sum)| Point::of(window.as_of, &sum.figures()))
                .collect(),
        })
    }

    /// How far an indicator moved in the last quarter of a year, in hundredths as they are shown; 0 where that is
    /// within what the likely ranges leave open. Nothing where it was not measured at one of the two times, or
    /// on much less then.
    #[must_use]
    pub fn change(&self, indicator: Indicator) -> Option<i64> {
        let (now, before) = self.points.split_last()?;
        let then = before.get(before.len().checked_sub(QUARTER)?)?;
        change(now.estimate(indicator)?, then.estimate(indicator)?)
    }
}

/// The trends of the org and of every party.
#[derive(Clone, Debug, PartialEq)]
pub struct Trends {
    weeks: Vec<Date>,
    org: Vec<Figures>,
    parties: BTreeMap<PartyId, Vec<Figures>>,
}

impl Trends {
    /// Measures the org and every party at each week's end, in one pass; see [`Trend::of`].
    #[must_use]
    pub fn of(org: &Org, health: &Health, goes_on: impl FnMut(f32) -> bool) -> Option<Self> {
        let weeks = frames(health.window);
        let (first, last) = ends(health.window);
        let mut progress = Progress::over(org.handoffs.len() * (weeks.len() + 1), goes_on);
        let mut gathered = Gathered::of(org);
        let mut records = Vec::with_capacity(org.handoffs.len());
        for (id, handoff) in &org.handoffs {
            progress.step()?;
            let record = Record::of(org, &health.index, id, handoff, first, last);
            records.push((record, gathered.sides(handoff)));
        }
        let mut whole = Vec::with_capacity(weeks.len());
        let mut parties = vec![Vec::with_capacity(weeks.len()); org.parties.len()];
        for (window, frame) in &weeks {
            gathered.clear();
            for (record, sides) in &records {
                progress.step()?;
                gathered.add(*sides, &record.standing(*window, frame));
            }
            whole.push(gathered.org().figures());
            for (figures, sums) in parties.iter_mut().zip(gathered.parties()) {
                figures.push(sums.figures());
            }
        }
        Some(Self {
            weeks: weeks.iter().map(|(window, _)| window.as_of).collect(),
            org: whole,
            parties: org.parties.keys().cloned().zip(parties).collect(),
        })
    }

    /// The trend of the org or of a party; nothing for a handoff, whose trend is quickly had by [`Trend::of`].
    ///
    /// Works out the ranges, which takes about as long as drawing them: keep it rather than ask for it every frame.
    #[must_use]
    pub fn get(&self, scope: &Scope) -> Option<Trend> {
        let figures = match scope {
            Scope::Org => &self.org,
            Scope::Party(party) => self.parties.get(party)?,
            Scope::Handoff(_) => return None,
        };
        let points = self.weeks.iter().zip(figures);
        Some(Trend {
            points: points.map(|(on, figures)| Point::of(*on, figures)).collect(),
        })
    }

    /// How far an indicator of the org or of a party moved in the last quarter of a year; see [`Trend::change`].
    /// Quick, for a table of all parties.
    #[must_use]
    pub fn change(&self, scope: &Scope, indicator: Indicator) -> Option<i64> {
        let figures = match scope {
            Scope::Org => &self.org,
            Scope::Party(party) => self.parties.get(party)?,
            Scope::Handoff(_) => return None,
        };
        let (now, before) = figures.split_last()?;
        let then = before.get(before.len().checked_sub(QUARTER)?)?;
        moved(now.get(indicator)?, then.get(indicator)?)
    }
}

/// The windows of the year with their ends, oldest first.
fn frames(window: Window) -> Vec<(Window, Frame)> {
    let weeks = window.weeks().into_iter();
    weeks.map(|window| (window, window.frame())).collect()
}

/// The first and the last of them.
fn ends(window: Window) -> (Window, Window) {
    (window.back(WEEKS), window)
}

/// Work in steps, with a question now and then whether to go on.
struct Progress<F> {
    all: usize,
    done: usize,
    goes_on: F,
}

impl<F: FnMut(f32) -> bool> Progress<F> {
    const fn over(all: usize, goes_on: F) -> Self {
        Self { all, done: 0, goes_on }
    }

    /// Before each step; nothing where the work is to stop.
    fn step(&mut self) -> Option<()> {
        let asks = self.done.is_multiple_of(BETWEEN_QUESTIONS);
        let goes_on = !asks || (self.goes_on)(self.done as f32 / self.all.max(1) as f32);
        self.done += 1;
        goes_on.then_some(())
    }
}
