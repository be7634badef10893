//! Reliability of a handoff: the share of deliveries that arrived by their time *and* right first
//! time. One joint count, never the product of two rates.

use jiff::civil::DateTime;

use crate::org::{Delivery, Handoff, Moment};

use super::{
    Estimate, Indicator, Window,
    estimate::{Known, Moments},
    measure::{Measure, Part, PartKind},
    window::Frame,
};

/// What became of a delivery that was due in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// In time and right first time.
    Kept {
        /// The receiver said nothing, which counts as right.
        silent: bool,
    },
    /// Arrived, but late, not right, or both.
    Missed {
        /// By its due time.
        in_time: bool,
        /// In the receiver's words, or in its silence.
        right: bool,
        /// The receiver said nothing about it.
        silent: bool,
    },
    /// Still open although it was due.
    Overdue,
    /// Still open, and there is time left: left out.
    NotYetDue,
    /// Asked for later than agreed: left out, and counted against the customer's notice.
    ShortNotice,
}

/// What became of a delivery as seen at the end of the window; nothing where it is due outside it.
#[must_use]
pub fn outcome(handoff: &Handoff, delivery: &Delivery, window: Window) -> Option<Outcome> {
    Due::of(handoff, delivery).outcome(&window.frame())
}

/// A delivery, reduced to what decides its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it was due.
    pub by: DateTime,
    delivered: Option<DateTime>,
    /// See [`gave_notice`].
    notice: Option<bool>,
    right: bool,
    silent: bool,
}

impl Due {
    /// Reads a delivery.
    #[must_use]
    pub fn of(handoff: &Handoff, delivery: &Delivery) -> Self {
        Self {
            by: delivery.due.instant(),
            delivered: delivery.delivered.map(Moment::instant),
            notice: gave_notice(handoff, delivery),
            right: delivery.right_first_time != Some(false) && delivery.flaw.is_none(),
            silent: delivery.right_first_time.is_none() && delivery.flaw.is_none(),
        }
    }

    /// See [`outcome`].
    #[must_use]
    pub fn outcome(&self, frame: &Frame) -> Option<Outcome> {
        if !frame.holds(self.by) {
            return None;
        }
        if self.notice == Some(false) {
            return Some(Outcome::ShortNotice);
        }
        let Some(delivered) = self.delivered.filter(|instant| frame.knows(*instant)) else {
            return Some(if frame.is_past(self.by) {
                Outcome::Overdue
            } else {
                Outcome::NotYetDue
            });
        };
        let in_time = delivered <= self.by;
        let Self { right, silent, .. } = *self;
        Some(if in_time && right {
            Outcome::Kept { silent }
        } else {
            Outcome::Missed { in_time, right, silent }
        })
    }
}

/// Whether the customer asked as far ahead as agreed; nothing where no notice was agreed or it is not
/// known when it asked. Where one of the two is a date alone, the days are compared.
#[must_use]
pub fn gave_notice(handoff: &Handoff, delivery: &Delivery) -> Option<bool> {
    let asked = delivery.asked?;
    let latest = handoff.in_force().notice?.before(delivery.due.instant());
    Some(if asked.time().is_some() && delivery.due.time().is_some() {
        asked.instant() <= latest
    } else {
        asked.date() <= latest.date()
    })
}

/// How many deliveries came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deliveries {
    /// Those that enter the reliability.
    pub counted: u32,
    /// In time and right first time.
    pub kept: u32,
    /// In time.
    pub in_time: u32,
    /// Those counted that arrived.
    pub delivered: u32,
    /// Those delivered that were right first time.
    pub right: u32,
    /// Those delivered about which the receiver said nothing, which counts as right.
    pub silent: u32,
    /// Open although due.
    pub overdue: u32,
    /// Open and not yet due: left out.
    pub not_yet_due: u32,
    /// Asked for later than agreed: left out.
    pub short_notice: u32,
    /// Those for which notice was agreed and the request is dated.
    pub asked: u32,
}

impl Deliveries {
    /// Counts the deliveries due between two instants, as seen at the later one.
    #[must_use]
    pub fn count(dues: &[Due], frame: &Frame) -> Self {
        let mut counts = Self::default();
        for due in dues {
            counts.look_at(due, frame);
        }
        counts
    }

    /// Counts one delivery if it is due in the frame.
    pub fn look_at(&mut self, due: &Due, frame: &Frame) {
        if let Some(outcome) = due.outcome(frame) {
            self.asked += u32::from(due.notice.is_some());
            self.add(outcome);
        }
    }

    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept { silent } => {
                self.counted += 1;
                self.delivered += 1;
                self.kept += 1;
                self.in_time += 1;
                self.right += 1;
                self.silent += u32::from(silent);
            }
            Outcome::Missed { in_time, right, silent } => {
                self.counted += 1;
                self.delivered += 1;
                self.in_time += u32::from(in_time);
                self.right += u32::from(right);
                self.silent += u32::from(silent);
            }
            Outcome::Overdue => {
                self.counted += 1;
                self.overdue += 1;
            }
            Outcome::NotYetDue => self.not_yet_due += 1,
            Outcome::ShortNotice => self.short_notice += 1,
        }
    }

    /// The share kept without its range; it has the moments and the coverage of [`Self::measure`].
    #[must_use]
    pub fn known(&self) -> Option<Known> {
        Moments::share_kept(self.kept, self.counted).map(|moments| Known {
            moments,
            n: u64::from(self.counted),
            coverage: 1.0,
        })
    }

    /// The share kept, as an indicator of one part.
    #[must_use]
    pub fn measure(self) -> Measure {
        let part = Part::counted(PartKind::Deliveries, self.kept, self.counted);
        let estimate = Estimate::share_kept(self.kept, self.counted);
        Measure::with(Indicator::Reliability, estimate, &[part])
    }
}
