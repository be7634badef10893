//! Bottleneck: much of the work goes through a party that does not keep up with it.
//!
//! Looked at are parties of the organisation and those beside it, not paying customers. Being in the middle is no
//! risk; it is one only together with deliveries that were missed. A party that missed nothing is not found, however
//! few deliveries keep its figure below the target.
//!
//! Among the first tenth is somebody of ten: where the organisation has fewer parties than make one place, nobody is
//! told of. Where several in the same place reach beyond the last place they do not stand out, and only those that
//! more goes through than through them are.
//!
//! Severity: medium, and high where one of the promises that fall short is of high importance or made to a paying
//! customer.

use crate::{
    health::{HandoffHealth, Indicator, words},
    org::{DEFAULT_TARGET, HandoffId, PartyId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{
        LINES, SAME, at_party, falls_short, is_inside, is_paying, named, number, percents, some, stake, weighed,
    },
};

/// The rule.
pub struct Bottleneck;

impl Pattern for Bottleneck {
    fn rule(&self) -> Rule {
        Rule::Bottleneck
    }

    fn looks_at(&self) -> &'static str {
        "How many of the shortest chains of handoffs go through a party, and how reliably it delivers."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "It is among the {} % of parties that most chains go through, where the organisation has enough parties \
             for that, and its reliability is below its target.",
            words::percent(thresholds.bottleneck_share)
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
        let share = seen.thresholds.bottleneck_share;
        let places = (highest.len() as f64 * share - SAME).ceil();
        if places.is_nan() || places < 1.0 || is_too_small(seen, share) {
            return;
        }
        let places = places as usize;
        let Some(last) = highest.get(places - 1) else {
            return;
        };
        // Parties in the same place may differ in their last digit.
        let is_more = |one: f64, other: f64| one > other + SAME * other;
        let is_shared = highest.get(places).is_some_and(|next| !is_more(*last, *next));
        for (party, value) in between {
            let is_among = if is_shared {
                is_more(*value, *last)
            } else {
                !is_more(*last, *value)
            };
            if *value > 0.0 && is_among && !is_paying(seen.org, party) {
                let more = highest.partition_point(|other| is_more(*other, *value));
                found.extend(self.at(seen, party, *value, more));
            }
        }
    }
}

/// Whether the parties of the organisation are fewer than make one place.
fn is_too_small(seen: &Seen<'_>, share: f64) -> bool {
    let parties = seen.org.parties.keys();
    let inside = parties.filter(|party| is_inside(seen.org, party)).count();
    (inside as f64) * share < 1.0 - SAME
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
        let what = format!("Much goes through it, and it keeps {kept} where {wanted} is the target");
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

/// How much goes through a party, and through how many others more does.
fn place(value: f64, more: usize) -> String {
    let chains = if (value - value.round()).abs() < 0.05 || value > 9.5 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    let rank = match more {
        0 => "no other party has more".to_owned(),
        more => format!("only {} more", number(more, "party has", "parties have")),
    };
    format!("Shortest chains between two others that go through it: {chains}; {rank}")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, log, net};
    use super::*;

    /// Two makers, a middle and two users: of the ways between two others, the four from a maker to a user go
    /// through the middle. It keeps so many of ten deliveries. Five others make ten of them.
    fn middle(kept: u32, of: u32) -> crate::org::Org {
        net(&format!("ac bc cd ce {OTHERS}"), &log(&[("cd", kept, of)]))
    }

    /// Five parties of which nothing goes through any.
    const OTHERS: &str = "fj gj hj ij";

    #[test]
    fn the_middle_is_found_where_it_misses_its_target() {
        // (k + ½) / (n + 1): 8 of 10 is 0.773, 9 of 10 is 0.864, 19 of 20 is 0.929.
        let cases: [(u32, u32, &[&str]); 5] = [
            (
                8,
                10,
                &["c: medium: Much goes through it, and it keeps 77 % where 90 % is the target"],
            ),
            (
                9,
                10,
                &["c: medium: Much goes through it, and it keeps 86 % where 90 % is the target"],
            ),
            (19, 20, &[]),
            // 0.875, but nothing was missed.
            (3, 3, &[]),
            (0, 0, &[]),
        ];
        for (kept, of, expected) in cases {
            assert_eq!(found(Rule::Bottleneck, &middle(kept, of)), expected, "{kept} of {of}");
        }
        assert_eq!(
            evidence(Rule::Bottleneck, &middle(8, 10)),
            [
                "Shortest chains between two others that go through it: 4; no other party has more",
                "It keeps 77 % of what it promised, 90 % is the target",
                "“C to D” keeps 77 %, 90 % is its target",
            ]
        );
    }

    #[test]
    fn a_party_off_the_way_is_not() {
        // Nothing goes through a maker, however many of its deliveries fail.
        let org = net(&format!("ac bc cd ce {OTHERS}"), &log(&[("ac", 1, 10)]));
        assert!(found(Rule::Bottleneck, &org).is_empty());
    }

    #[test]
    fn a_small_map_has_no_tenth() {
        let log = log(&[("cd", 1, 10)]);
        let cases = [
            ("ac bc cd ce fj gj hj ij", "", true),
            // Nine inside, and a customer or supplier is none of them.
            ("ac bc cd ce fj gj hj", "", false),
            ("ac bc cd ce fj gj hj wj ax", "", false),
            // A fifth of five is one, a fifth of four none.
            ("ac bc cd ce", "settings: (risks: (bottleneck_share: 0.2)),", true),
            ("ac bc cd", "settings: (risks: (bottleneck_share: 0.2)),", false),
        ];
        for (pairs, settings, expected) in cases {
            let org = net(pairs, &format!("{settings} {log}"));
            assert_eq!(
                !found(Rule::Bottleneck, &org).is_empty(),
                expected,
                "{pairs} {settings}"
            );
        }
    }

    #[test]
    fn only_the_first_few_places_count() {
        // A chain of ten parties: through the one after k others go k · (9 − k) ways, so through e and f most, 20 each.
        let chain = "ab bc cd de ef fg gh hi ij";
        let short = |settings: &str| {
            let log = log(&[("de", 1, 4), ("ef", 1, 4), ("fg", 1, 4)]);
            found(Rule::Bottleneck, &net(chain, &format!("{settings} {log}")))
        };
        let at = |found: Vec<String>| -> String { found.iter().map(|text| &text[..1]).collect() };
        // A tenth of ten is one place, for which there are two parties; a fifth are two places, which they fill; a fifth
        // and a bit are three places, and for the third there are d and g.
        assert_eq!(at(short("")), "");
        assert_eq!(at(short("settings: (risks: (bottleneck_share: 0.2)),")), "ef");
        assert_eq!(at(short("settings: (risks: (bottleneck_share: 0.21)),")), "ef");
        assert_eq!(at(short("settings: (risks: (bottleneck_share: 0.4)),")), "def");
        assert_eq!(at(short("settings: (risks: (bottleneck_share: 0.0)),")), "");
    }

    #[test]
    fn what_a_paying_customer_waits_for_is_urgent() {
        let log = log(&[("cd", 9, 10), ("cx", 5, 10)]);
        // 5.5 of 11 and 9.5 of 11, equally important: 0.682.
        assert_eq!(
            found(Rule::Bottleneck, &net(&format!("ac bc cd cx ej {OTHERS}"), &log)),
            ["c: high: Much goes through it, and it keeps 68 % where 90 % is the target"]
        );
    }

    #[test]
    fn a_paying_customer_is_none() {
        assert!(
            found(
                Rule::Bottleneck,
                &net("ax bx xc xd eh fh gh ih jh", &log(&[("xc", 1, 10)]))
            )
            .is_empty()
        );
    }
}
