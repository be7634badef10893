//! Bottleneck: much of the work leads over a party that does not keep up with it.
//!
//! Looked at are parties of the organisation and those beside it, not paying customers. Being in the middle is no
//! risk; it is one only together with deliveries that were missed. A party that missed nothing is not found, however
//! few deliveries keep its figure below the target.
//!
//! Severity: medium, and high where one of the promises that fall short is of high importance or made to a paying
//! customer.

use crate::{
    health::{HandoffHealth, Indicator},
    org::{DEFAULT_TARGET, HandoffId, PartyId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    found_b::{LINES, SAME, at_party, falls_short, is_paying, named, number, percents, some, stake, weighed},
};

/// The rule.
pub struct Bottleneck;

impl Pattern for Bottleneck {
    fn rule(&self) -> Rule {
        Rule::Bottleneck
    }

    fn looks_at(&self) -> &'static str {
        "How many of the shortest chains of handoffs lead over a party, and how reliably it delivers."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "It is among the {:.0} % of parties over which most chains lead, and its reliability is below its target.",
            thresholds.bottleneck_share * 100.0
        )
    }

    fn practice(&self) -> &'static str {
        "Look together at what waits there this week: agree what goes first, what can wait, and what the two \
        neighbours could hand over to each other directly."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let between = &seen.network.betweenness;
        let mut highest: Vec<f64> = between.values().copied().collect();
        highest.sort_by(|one, other| other.total_cmp(one));
        // 70 · 0.1 is a little more than 7, which must not make it 8.
        let share = seen.thresholds.bottleneck_share.min(1.0);
        let places = (highest.len() as f64 * share - SAME).ceil();
        if places.is_nan() || places < 1.0 {
            return;
        }
        let Some(least) = highest.get(places as usize - 1) else {
            return;
        };
        for (party, value) in between {
            // Parties in the same place may differ in their last digit.
            if *value > 0.0 && *value >= least - SAME * least && !is_paying(seen.org, party) {
                let more = highest.partition_point(|other| *other > value + SAME * value);
                found.extend(self.at(seen, party, *value, more));
            }
        }
    }
}

impl Bottleneck {
    fn at(&self, seen: &Seen<'_>, party: &PartyId, value: f64, more: usize) -> Option<Risk> {
        let figures = seen.health.parties.get(party)?;
        let mean = figures.estimate(Indicator::Reliability)?.mean;
        let target = figures.target.unwrap_or(DEFAULT_TARGET);
        let mut short = falling_short(seen, party);
        if mean >= target - SAME || short.is_empty() {
            return None;
        }
        short.sort_by(|(one_id, one), (other_id, other)| {
            // The largest part of its target missing comes first.
            other.total_cmp(one).then_with(|| one_id.cmp(other_id))
        });
        let severity = short
            .iter()
            .filter_map(|(id, _)| seen.org.handoffs.get(*id))
            .map(|handoff| weighed(Severity::Medium, stake(seen.org, handoff)).max(Severity::Medium))
            .max()
            .unwrap_or(Severity::Medium);
        let (kept, wanted) = percents(mean, target);
        let mut evidence = vec![
            Evidence::at(Source::Party(party.clone()), place(value, more)),
            Evidence::at(
                Source::Party(party.clone()),
                format!("It keeps {kept} of what it promised, {wanted} is the target"),
            ),
        ];
        let lines = short.into_iter().filter_map(|(id, _)| {
            let (kept, wanted) = of_target(seen.health.handoffs.get(id)?)?;
            let text = format!("“{}” keeps {kept}, {wanted} is its target", named(seen.org, id));
            Some(Evidence::at(Source::Handoff(id.clone()), text))
        });
        evidence.extend(some(lines.collect(), LINES - 2));
        let what = format!("Much leads over it, and it keeps {kept} where {wanted} is the target");
        Some(at_party(self.rule(), party, severity, what, evidence))
    }
}

/// The promises of the party that miss their targets, and how many times as much as they keep each should.
fn falling_short<'a>(seen: &'a Seen<'_>, party: &PartyId) -> Vec<(&'a HandoffId, f64)> {
    let provided = seen.health.links().provided_by(party);
    provided
        .filter_map(|id| {
            let measured = seen.health.handoffs.get(id)?;
            Some((id, measured.target / falls_short(measured)?))
        })
        .collect()
}

/// What a promise keeps, and its target.
fn of_target(measured: &HandoffHealth) -> Option<(String, String)> {
    let mean = measured.estimate(Indicator::Reliability)?.mean;
    Some(percents(mean, measured.target))
}

fn place(value: f64, more: usize) -> String {
    let chains = if value < 9.5 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    };
    let rank = if more == 0 {
        "more than over any other party".to_owned()
    } else {
        format!("only over {} lead more", number(more, "party", "parties"))
    };
    format!("{chains} shortest chains between two others lead over it, {rank}")
}
