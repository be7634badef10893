//! The indicators of the whole org as of another day, where nobody asks for those of its handoffs and parties: a handful
//! of sums instead of all that they are made of.

use jiff::civil::Date;

use crate::org::{HandoffId, Org};

use super::{Gathering, Health, Indicators, Touched, Window, indicators::Standing, record::Record};

/// The indicators of the whole org as of one day, kept up to date with a [`Health`] of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Overall {
    /// The day and the window.
    pub window: Window,
    /// Over all handoffs; the same as [`Health::org`] of that day.
    pub org: Indicators,
    total: Gathering,
}

impl Health {
    /// The indicators of the whole org as of another day. `org` is the one that this health is of.
    #[must_use]
    pub fn overall(&self, org: &Org, as_of: Date) -> Overall {
        let window = Window {
            as_of,
            days: self.window.days,
        };
        let mut total = Gathering::default();
        for standing in org.handoffs.keys().filter_map(|id| brought(org, self, id, window)) {
            total.put(&standing, true);
        }
        Overall {
            window,
            org: total.finish(),
            total,
        }
    }
}

impl Overall {
    /// Brings it up to date with a change, of which [`Health::refresh`] told what it `touched`. Given are both
    /// documents, each with its health.
    pub fn refresh(&mut self, before: (&Org, &Health), after: (&Org, &Health), touched: &Touched) {
        for id in &touched.handoffs {
            if let Some(standing) = brought(before.0, before.1, id, self.window) {
                self.total.take(&standing);
            }
            if let Some(standing) = brought(after.0, after.1, id, self.window) {
                self.total.put(&standing, true);
            }
        }
        if !touched.handoffs.is_empty() {
            self.org = self.total.finish();
        }
    }
}

/// What a handoff brings into the figures of the whole, if there is such a handoff.
fn brought(org: &Org, health: &Health, id: &HandoffId, window: Window) -> Option<Standing> {
    let handoff = org.handoffs.get(id)?;
    let record = Record::of(org, &health.index, id, handoff, window, window);
    Some(record.standing(window, &window.frame()))
}
