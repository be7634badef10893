//! What is known of collapsed departments and of the handoffs between them: gathered from the handoffs that are there,
//! as a party's figures are.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Gathering, HandoffHealth, Health, Indicator, Indicators, Measure, ballots::Voices, reliability::Deliveries,
};
use crate::{
    network::Collapsed,
    org::{DEFAULT_TARGET, Org},
};

impl Health {
    /// The same health as seen with departments collapsed. A box stands on its handoffs with others, a sum on those it
    /// stands for, weighted by importance; reliability on those that are provided. What two parties say about each other is
    /// counted once for each box and each sum whose figures stand on it. What is not measured stays so.
    ///
    /// `org` is the one that this health is of. What hangs together ([`Self::links`], [`Self::entries`]) stays that of
    /// `org`.
    #[must_use]
    pub fn collapsed(&self, org: &Org, collapsed: &Collapsed) -> Self {
        let mut seen = self.clone();
        for (id, sum) in collapsed.sums() {
            let mut gathering = Gathering::default();
            let mut pairs = BTreeSet::new();
            for part in &sum.handoffs {
                if let (Some(handoff), Some(mut health)) = (org.handoffs.get(part), seen.handoffs.remove(part)) {
                    let health = Arc::make_mut(&mut health);
                    // The one whose ballots count for its parties may run the other way, and so in another sum.
                    health.speaks_for_pair = pairs.insert((&handoff.provider, &handoff.customer));
                    gathering.add(health, true);
                }
            }
            let sum = sum_of(&gathering.finish());
            seen.handoffs.insert(id.clone(), Arc::new(sum));
        }
        let inside = self.handoffs.keys().filter(|id| collapsed.line(id).is_none());
        for id in inside {
            seen.handoffs.remove(id);
        }
        for (head, members) in collapsed.boxes() {
            let mut gathering = Gathering::default();
            for id in members.iter().flat_map(|party| self.handoffs_of(party)) {
                let (Some(handoff), Some(health)) = (org.handoffs.get(id), self.handoffs.get(id)) else {
                    continue;
                };
                // What is shown has one side in the box, so it is met once.
                if collapsed.line(id).is_some() {
                    gathering.add(health, collapsed.shown_as(&handoff.provider) == head);
                }
            }
            for member in members {
                seen.parties.remove(member);
            }
            seen.parties.insert(head.clone(), Arc::new(gathering.finish()));
        }
        seen
    }
}

/// Several handoffs as one.
fn sum_of(known: &Indicators) -> HandoffHealth {
    let measure = |indicator: Indicator| Measure::with(indicator, known.estimate(indicator).copied(), &[]);
    HandoffHealth {
        communication: measure(Indicator::Communication),
        alignment: measure(Indicator::Alignment),
        reliability: measure(Indicator::Reliability),
        deliveries: Deliveries::default(),
        clarity: [false; 6],
        voices: Voices::default(),
        target: known.target.unwrap_or(DEFAULT_TARGET),
        importance: 1.0,
        speaks_for_pair: false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::org::{Delivery, Handoff, HandoffId, LogEntry, Moment, Party, PartyId, Pulse, Question};

    /// Two teams of a department that serve a town, and each other; `kept` of three deliveries each kept.
    fn org(kept: &[(&str, &str, usize)]) -> Org {
        let mut org = Org::named("Test");
        for (name, above) in [("shop", ""), ("north", "shop"), ("south", "shop"), ("town", "")] {
            let party = Party {
                part_of: (!above.is_empty()).then(|| PartyId::new(above)),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(name), party.into());
        }
        for (n, (provider, customer, kept)) in kept.iter().enumerate() {
            let id = HandoffId::new(&format!("h{n}"));
            let handoff = Handoff::between((*provider).into(), (*customer).into());
            org.handoffs.insert(id.clone(), handoff.into());
            for k in 0..3 {
                let due = date(2026, 11, 2 + k as i8);
                let delivery = Delivery {
                    handoff: id.clone(),
                    asked: None,
                    due: Moment::day(due),
                    delivered: (k < *kept).then(|| Moment::day(due)),
                    right_first_time: None,
                    flaw: None,
                    note: String::new(),
                };
                let log = org.new_log_id(due, (n * 3 + k) as u32);
                org.log.insert(log, LogEntry::Delivery(delivery).into());
            }
        }
        org
    }

    fn seen(org: &Org) -> (Collapsed, Health, Health) {
        let collapsed = Collapsed::of(org, &BTreeSet::from(["shop".into()]));
        let health = Health::of(org, date(2026, 11, 22), 90);
        let seen = health.collapsed(org, &collapsed);
        (collapsed, health, seen)
    }

    #[test]
    fn a_sum_is_gathered_from_its_handoffs_and_says_how_many_it_stands_on() {
        let org = org(&[("north", "town", 3), ("south", "town", 0), ("north", "south", 0)]);
        let (collapsed, health, seen) = seen(&org);
        let one = HandoffId::new("h0");
        let sum = collapsed.line(&one).unwrap();
        let of = |id: &str| health.handoffs[&HandoffId::new(id)].reliability.estimate.unwrap().mean;
        let estimate = seen.handoffs[sum].reliability.estimate.unwrap();
        assert!((estimate.mean - f64::midpoint(of("h0"), of("h1"))).abs() < 1e-12);
        assert_eq!(estimate.n, 6);
        assert_eq!(seen.handoffs.len(), 1);
        // The box provides the same two; what happens inside is not seen.
        let shop = seen.parties[&PartyId::new("shop")].reliability.unwrap();
        assert_eq!((shop.mean, shop.n), (estimate.mean, 6));
        assert_eq!(seen.parties.len(), 2);
        assert_eq!(
            seen.parties[&PartyId::new("town")],
            health.parties[&PartyId::new("town")]
        );
    }

    #[test]
    fn the_ballots_of_a_pair_count_once_in_each_sum_that_stands_on_them() {
        // The town's own handoffs come first, and its ballots with North are counted there for both of them.
        let mut org = org(&[
            ("town", "north", 3),
            ("town", "south", 3),
            ("north", "town", 3),
            ("north", "town", 3),
            ("south", "town", 3),
        ]);
        let on = date(2026, 11, 1);
        for (rater, rated, counts) in [
            ("town", "north", [0, 1, 3, 4, 1]),
            ("north", "town", [4, 3, 1, 1, 0]),
            ("town", "south", [0, 0, 2, 2, 2]),
        ] {
            let mut pulse = Pulse::empty(rater.into(), rated.into(), on);
            for question in Question::COMMUNICATION.iter().chain(&Question::ALIGNMENT) {
                *pulse.counts_mut(*question) = counts;
            }
            let id = org.new_pulse_id(on, 0);
            org.pulses.insert(id, pulse.into());
        }
        let (collapsed, health, seen) = seen(&org);
        let sum = |id: &str| &seen.handoffs[collapsed.line(&HandoffId::new(id)).unwrap()];
        // Nine and nine between North and the town, six from the town about South: the two handoffs of North with the
        // town stand on the same eighteen.
        for id in ["h0", "h2"] {
            let both = [&sum(id).communication, &sum(id).alignment].map(|measure| measure.estimate.unwrap().n);
            assert_eq!(both, [24, 24], "{id}");
        }
        assert_eq!(
            health.handoffs[&HandoffId::new("h2")].communication.estimate.unwrap().n,
            18
        );
        // The box stands on both directions, and still on the same ballots.
        assert_eq!(seen.parties[&PartyId::new("shop")].communication.unwrap().n, 24);
        // North twice, (0.60870 + 0.28261) / 2, and South once, 5.75 / 8.5.
        let mean = sum("h2").communication.estimate.unwrap().mean;
        assert!((mean - (0.445_652 * 2.0 + 0.676_471) / 3.0).abs() < 1e-5, "{mean}");
    }

    #[test]
    fn what_is_not_measured_stays_not_measured() {
        let mut org = org(&[("north", "town", 0), ("south", "town", 0)]);
        org.log.clear();
        let (collapsed, _, seen) = seen(&org);
        let one = HandoffId::new("h0");
        let sum = collapsed.line(&one).unwrap();
        assert_eq!(seen.handoffs[sum].reliability.estimate, None);
        assert_eq!(seen.handoffs[sum].communication.estimate, None);
        assert_eq!(seen.parties[&PartyId::new("shop")].reliability, None);
    }
}
