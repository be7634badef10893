//! The control chart of a share (a p-chart): which weeks stand out, and which only waver.
//!
//! Shewhart's limits of three standard deviations around the average, for samples of changing size (Montgomery,
//! Introduction to Statistical Quality Control, chapter 7), and the run of eight of the Western Electric rules.
//! The limits take the counts for nearly normal, which those of few deliveries are not: one late delivery of one is
//! beyond its limits though a tenth of all are late. So a signal also has to be rare by the binomial distribution itself.
//! Whatever is within them is ordinary variation: looking for a reason in a single week then makes things worse.

use jiff::civil::Date;

use crate::org::{HandoffId, LogEntry, Org};

use super::{
    Health, Scope, Window, beta,
    reliability::{Deliveries, Due},
    window::WEEKS,
    words,
};

/// Standard deviations from the average to each limit.
const SIGMAS: f64 = 3.0;

/// So many weeks in a row on one side of the average are a signal.
const RUN: usize = 8;

/// How often an ordinary week lies beyond three standard deviations if it is nearly normal. One that would come
/// about more often is no signal.
const RARE_WEEK: f64 = 0.0027;

/// How often an ordinary process may show such a run. Eight weeks that fall to either side with the same chance do in
/// 4 of 1000 cases.
const RARE_RUN: f64 = 0.01;

/// From so many deliveries in a week on, the limits alone are good enough.
const MANY: u32 = 10_000;

/// Fewer weeks with data than this say nothing about what is ordinary.
pub const FEWEST_WEEKS: usize = 8;

/// A billionth of a share: a week that close to a limit is on it, and so within.
const SAME: f64 = 1e-9;

/// Which share is charted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Share {
    /// Delivered in time, of those due.
    OnTime,
    /// Right first time, of those that were due and delivered.
    RightFirstTime,
    /// In time and right first time, of those due: what reliability counts.
    Kept,
}

impl Share {
    /// All three, the one of the indicator first.
    pub const ALL: [Self; 3] = [Self::Kept, Self::OnTime, Self::RightFirstTime];

    /// The words shown on screen, and after a number: "12 of 20 on time".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnTime => "On time",
            Self::RightFirstTime => "Right first time",
            Self::Kept => "Kept",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::OnTime => "on time",
            Self::RightFirstTime => "right first time",
            Self::Kept => "kept",
        }
    }

    /// How many were good, and how many were looked at.
    const fn of(self, counts: &Deliveries) -> (u32, u32) {
        match self {
            Self::OnTime => (counts.in_time, counts.counted),
            Self::RightFirstTime => (counts.right, counts.delivered),
            Self::Kept => (counts.kept, counts.counted),
        }
    }
}

/// A side of the average.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// More than the average.
    Above,
    /// Less than the average.
    Below,
}

/// What makes a week stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// It lies outside its limits.
    Outside(Side),
    /// It is the eighth or a later one of a run.
    Run(Side),
}

/// One week of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Its last day.
    pub ends: Date,
    /// How many of [`Self::of`] were good.
    pub kept: u32,
    /// How many were looked at; a week without any is a gap.
    pub of: u32,
    /// The lower limit, 0 to 1; only where there is data.
    pub low: Option<f64>,
    /// The upper limit, 0 to 1; only where there is data.
    pub high: Option<f64>,
    /// What makes it stand out. A week outside its limits is that first of all.
    pub signal: Option<Signal>,
}

impl Week {
    /// The share, 0 to 1; nothing where there is no data.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.kept) / f64::from(self.of))
    }
}

/// Eight or more weeks in a row on one side of the average, not counting those without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// On which side.
    pub side: Side,
    /// The last day of its first week.
    pub first: Date,
    /// The last day of its last week.
    pub last: Date,
    /// How many weeks with data.
    pub weeks: usize,
}

/// The 52 weeks up to a day.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlChart {
    /// What is charted.
    pub share: Share,
    /// Oldest first.
    pub weeks: Vec<Week>,
    /// The average over all weeks: good ones over all, 0 to 1. Nothing where there is no data at all.
    pub centre: Option<f64>,
    /// Runs, oldest first.
    pub runs: Vec<Run>,
}

impl ControlChart {
    /// Charts the deliveries of the org, of those that a party provides, or of a handoff, each in the week in which
    /// it was due and as it is known on the day of `health`, which has to be the health of `org`. What counts is
    /// what counts for reliability.
    #[must_use]
    pub fn of(org: &Org, health: &Health, scope: &Scope, share: Share) -> Self {
        let mut counts = vec![Deliveries::default(); WEEKS as usize];
        match scope {
            Scope::Org => {
                for handoff in org.handoffs.keys() {
                    count(org, health, handoff, &mut counts);
                }
            }
            Scope::Party(party) => {
                for handoff in health.links().provided_by(party) {
                    count(org, health, handoff, &mut counts);
                }
            }
            Scope::Handoff(handoff) => count(org, health, handoff, &mut counts),
        }
        let window = health.window;
        let counts = (1..=WEEKS).rev().zip(&counts).map(|(back, counts)| {
            let (kept, of) = share.of(counts);
            (window.back(back - 1).as_of, kept, of)
        });
        Self::from_counts(share, counts)
    }

    /// The chart of weeks that were counted: their last day, how many were good, of how many; oldest first.
    #[must_use]
    pub fn from_counts(share: Share, counts: impl IntoIterator<Item = (Date, u32, u32)>) -> Self {
        let weeks = counts.into_iter().map(|(ends, kept, of)| Week {
            ends,
            kept: kept.min(of),
            of,
            low: None,
            high: None,
            signal: None,
        });
        let mut chart = Self {
            share,
            weeks: weeks.collect(),
            centre: None,
            runs: Vec::new(),
        };
        let (kept, of) = chart.sums();
        if of > 0 {
            let centre = kept as f64 / of as f64;
            chart.centre = Some(centre);
            if chart.tells() {
                chart.limits(centre);
                chart.look_for_runs(kept, of);
            }
        }
        chart
    }

    /// Whether there is enough to tell ordinary from not: [`FEWEST_WEEKS`] with data, and something that varies.
    #[must_use]
    pub fn tells(&self) -> bool {
        let (kept, of) = self.sums();
        kept > 0 && kept < of && self.with_data() >= FEWEST_WEEKS
    }

    /// Whether a week or a run stands out.
    #[must_use]
    pub fn has_signals(&self) -> bool {
        self.weeks.iter().any(|week| week.signal.is_some())
    }

    fn with_data(&self) -> usize {
        self.weeks.iter().filter(|week| week.of > 0).count()
    }

    /// How many were good over all weeks, and how many there were.
    fn sums(&self) -> (u64, u64) {
        self.weeks.iter().fold((0, 0), |(kept, of), week| {
            (kept + u64::from(week.kept), of + u64::from(week.of))
        })
    }

    /// p̄ ± 3√(p̄(1−p̄)/n) for each week, within 0 to 1.
    fn limits(&mut self, centre: f64) {
        for week in &mut self.weeks {
            let Some(share) = week.share() else { continue };
            let reach = SIGMAS * (centre * (1.0 - centre) / f64::from(week.of)).sqrt();
            let (low, high) = ((centre - reach).max(0.0), (centre + reach).min(1.0));
            week.low = Some(low);
            week.high = Some(high);
            let side = if share > high + SAME {
                Some(Side::Above)
            } else if share < low - SAME {
                Some(Side::Below)
            } else {
                None
            };
            let rare = |side: &Side| week.of >= MANY || as_far_out(week, *side, centre) <= RARE_WEEK;
            week.signal = side.filter(rare).map(Signal::Outside);
        }
    }

    /// Finds the runs. A week exactly on the average ends one; a week without data neither ends nor lengthens it.
    fn look_for_runs(&mut self, kept: u64, of: u64) {
        let mut open: Option<Run> = None;
        let is_run = |run: &Run, luck: f64| run.weeks >= RUN && luck <= RARE_RUN;
        // How likely the open run is if nothing but chance is at work.
        let mut luck = 1.0;
        for week in self.weeks.iter_mut().filter(|week| week.of > 0) {
            // Which of two fractions is larger, without rounding.
            let (own, average) = (
                u128::from(week.kept) * u128::from(of),
                u128::from(kept) * u128::from(week.of),
            );
            let side = match own.cmp(&average) {
                std::cmp::Ordering::Less => Some(Side::Below),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(Side::Above),
            };
            let same = open.is_some_and(|run| side == Some(run.side));
            let luck_before = luck;
            if !same {
                luck = 1.0;
            }
            luck *= side.map_or(1.0, |side| to_that_side(week.of, side, kept, of));
            open = match (open, side) {
                (Some(run), Some(side)) if run.side == side => Some(Run {
                    last: week.ends,
                    weeks: run.weeks + 1,
                    ..run
                }),
                (before, side) => {
                    self.runs.extend(before.filter(|run| is_run(run, luck_before)));
                    side.map(|side| Run {
                        side,
                        first: week.ends,
                        last: week.ends,
                        weeks: 1,
                    })
                }
            };
            if let Some(run) = open.filter(|run| is_run(run, luck)) {
                week.signal = week.signal.or(Some(Signal::Run(run.side)));
            }
        }
        self.runs.extend(open.filter(|run| is_run(run, luck)));
    }

    /// What the chart says, in sentences for people: runs first, then single weeks, the latest first.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let (kept, of) = self.sums();
        if of == 0 {
            return vec!["No delivery was due in the year: there is nothing to chart.".to_owned()];
        }
        if !self.tells() {
            return vec![self.too_little(kept, of)];
        }
        let runs = self.runs.iter().rev().map(|run| self.tell_run(run));
        let weeks = self.weeks.iter().rev().filter_map(|week| self.tell_week(week));
        let mut words: Vec<_> = runs.chain(weeks).collect();
        if words.is_empty() {
            let none = "Ordinary variation: no week stands out. To do better, change the process, not a week.";
            words.push(none.to_owned());
        }
        words
    }

    fn too_little(&self, kept: u64, of: u64) -> String {
        let word = self.share.word();
        let deliveries = words::number(of, "delivery", "deliveries");
        if self.with_data() < FEWEST_WEEKS {
            let weeks = words::number(self.with_data() as u64, "week", "weeks");
            format!(
                "Too little to tell: {deliveries} in {weeks}. It takes {FEWEST_WEEKS} weeks to know what is ordinary."
            )
        } else if kept == 0 {
            format!("None of {deliveries} was {word}: every week is the same, so no week stands out.")
        } else {
            format!("All of {deliveries} were {word}: every week is the same, so no week stands out.")
        }
    }

    fn tell_run(&self, run: &Run) -> String {
        let side = match run.side {
            Side::Above => "above",
            Side::Below => "below",
        };
        let number = spelled(run.weeks);
        // Weeks without data lie between them where the calendar has more weeks than the run.
        let between = self
            .weeks
            .iter()
            .filter(|week| run.first <= week.ends && week.ends <= run.last);
        let weeks = if between.count() == run.weeks {
            "weeks"
        } else {
            "weeks with deliveries"
        };
        format!(
            "{number} {weeks} in a row {side} the average, from the week ending {} to the one ending {}: something changed.",
            words::day(run.first),
            words::day(run.last),
        )
    }

    fn tell_week(&self, week: &Week) -> Option<String> {
        let Some(Signal::Outside(side)) = week.signal else {
            return None;
        };
        let than = match side {
            Side::Above => "more",
            Side::Below => "fewer",
        };
        Some(format!(
            "Week ending {}: {} of {} {}, {than} than ordinary variation explains ({} to {}).",
            words::day(week.ends),
            week.kept,
            week.of,
            self.share.word(),
            words::percent(week.low?),
            words::percent(week.high?),
        ))
    }
}

/// How often a week like that is at least as far out on that side if each delivery is good with the chance `centre`.
fn as_far_out(week: &Week, side: Side, centre: f64) -> f64 {
    match side {
        Side::Below => beta::at_most(week.kept, week.of, centre),
        Side::Above => week
            .kept
            .checked_sub(1)
            .map_or(1.0, |one_less| 1.0 - beta::at_most(one_less, week.of, centre)),
    }
}

/// How often a week with that many deliveries lies on that side of the average, `kept` of `of`: half of the time if
/// there are many, and nearly always above if there is one and most are kept.
fn to_that_side(deliveries: u32, side: Side, kept: u64, of: u64) -> f64 {
    if deliveries >= MANY {
        return 0.5;
    }
    let centre = kept as f64 / of as f64;
    let exact = u128::from(kept) * u128::from(deliveries);
    // Below `MANY`, so it fits.
    let up_to = (exact / u128::from(of)) as u32;
    match side {
        Side::Above => 1.0 - beta::at_most(up_to, deliveries, centre),
        Side::Below if exact.is_multiple_of(u128::from(of)) => up_to
            .checked_sub(1)
            .map_or(0.0, |below| beta::at_most(below, deliveries, centre)),
        Side::Below => beta::at_most(up_to, deliveries, centre),
    }
}

/// Puts the deliveries of a handoff into their weeks.
fn count(org: &Org, health: &Health, id: &HandoffId, weeks: &mut [Deliveries]) {
    let Some(handoff) = org.handoffs.get(id) else { return };
    let year = Window {
        as_of: health.as_of(),
        days: (7 * WEEKS) as u16,
    };
    let frame = year.frame();
    for entry in health.index.log_of(id) {
        let LogEntry::Delivery(delivery) = entry else { continue };
        if !frame.holds(delivery.due.instant()) {
            continue;
        }
        let back = (year.as_of - delivery.due.date()).get_days() / 7;
        let week = weeks.len().checked_sub(1 + back as usize);
        if let Some(counts) = week.and_then(|week| weeks.get_mut(week)) {
            counts.look_at(&Due::of(handoff, delivery), &frame);
        }
    }
}

/// A number at the beginning of a sentence.
fn spelled(number: usize) -> String {
    const WORDS: [&str; 5] = ["Eight", "Nine", "Ten", "Eleven", "Twelve"];
    let word = number.checked_sub(RUN).and_then(|at| WORDS.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
