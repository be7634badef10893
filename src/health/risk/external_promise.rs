//! External promise at risk: a promise to a paying customer that what comes before it cannot carry.
//!
//! Each handoff inside, followed by the best chain from its customer on, is a chain that ends with some promise to a
//! paying customer. The product of the reliabilities along it (rolled yield) is compared with the product of the
//! targets. Every handoff has to be measured. Told is the chain that misses the largest part of its target, divided by
//! the number of handoffs before the promise: what goes wrong next to the customer is felt more than the same three
//! handoffs away, though everything hangs together with everything in the end.
//!
//! A handoff whose provider comes again on the best chain of its customer starts no chain but goes round in a circle:
//! the time sheets that a team sends to whoever pays it are not what the team's own product waits for.
//!
//! A chain is found only if one of the handoffs before the last falls short of its own target and missed a delivery.
//! Where only the promise itself falls short its reliability says so; and where nothing was missed, short records
//! alone push the product down.
//!
//! Severity: that of the promise. High for high importance, low for low importance, medium otherwise.

use std::collections::BTreeMap;

use crate::{
    health::Indicator,
    org::{HandoffId, Importance, PartyId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    finding::{LINES, SAME, at_handoff, falls_short, is_paying, named, percents, some},
};

/// The rule.
pub struct ExternalPromise;

impl Pattern for ExternalPromise {
    fn rule(&self) -> Rule {
        Rule::ExternalPromise
    }

    fn looks_at(&self) -> &'static str {
        "The chains of handoffs that end with a promise to a paying customer, and how reliable each is as a whole."
    }

    fn found_when(&self, _: &Thresholds) -> String {
        "What the handoffs of such a chain keep, multiplied, is less than their targets multiplied, and one of those \
        before the last falls short."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Walk the chain once with everybody in it, from the first handoff to the paying customer, and mend the one \
        that does most of the damage before anything else."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let ends = ends(seen);
        let tree = Tree::of(seen);
        let mut worst: BTreeMap<&HandoffId, Worst<'_>> = BTreeMap::new();
        for (id, handoff) in &seen.org.handoffs {
            // What a paying customer hands over is no work of ours.
            if is_paying(seen.org, &handoff.customer) || is_paying(seen.org, &handoff.provider) {
                continue;
            }
            if tree.leads_through(&handoff.customer, &handoff.provider) {
                continue;
            }
            let Some((chain, promise)) = chain(seen, &ends, id, &handoff.customer) else {
                continue;
            };
            let entry = worst.entry(promise).or_default();
            entry.chains += 1;
            if chain.rolled < chain.target * (1.0 - SAME)
                && let Some(culprit) = chain.culprit
            {
                entry.short += 1;
                let known = Known {
                    first: id,
                    rolled: chain.rolled,
                    target: chain.target,
                    culprit: culprit.0,
                    felt: (1.0 - chain.rolled / chain.target) / f64::from(chain.before),
                };
                if entry.chain.as_ref().is_none_or(|other| known.felt > other.felt) {
                    entry.chain = Some(known);
                }
            }
        }
        for (promise, worst) in &worst {
            found.extend(worst.chain.as_ref().and_then(|known| tell(seen, promise, worst, known)));
        }
    }
}

/// A chain, reduced to what is asked of it.
#[derive(Clone, Copy)]
struct Chain<'a> {
    /// The products of the reliabilities and of the targets.
    rolled: f64,
    target: f64,
    /// How many handoffs come before the last one.
    before: u32,
    /// The handoff before the last one that falls farthest short: it should keep so many times as much as it does.
    culprit: Option<(&'a HandoffId, f64)>,
}

/// The best chain of every party that has one with every handoff measured.
fn ends<'a>(seen: &'a Seen<'_>) -> BTreeMap<&'a PartyId, Chain<'a>> {
    let mut order: Vec<_> = seen.paths.by_party.iter().collect();
    // The rest of a best chain is the best chain of the party there, which is shorter and so already known.
    order.sort_by_key(|(_, path)| path.handoffs.len());
    let mut ends = BTreeMap::new();
    for (party, path) in order {
        let Some(first) = path.handoffs.first() else { continue };
        let Some((reliability, target)) = figures(seen, first) else {
            continue;
        };
        let next = seen.org.handoffs.get(first).map(|handoff| &handoff.customer);
        let end = if path.handoffs.len() == 1 {
            Some(Chain {
                rolled: reliability,
                target,
                before: 0,
                culprit: None,
            })
        } else {
            next.and_then(|next| ends.get(next))
                .map(|rest| with(seen, first, (reliability, target), *rest))
        };
        if let Some(end) = end {
            ends.insert(party, end);
        }
    }
    ends
}

/// The best chains of all parties, which together are a tree: each leads on with the chain of the next party. A party
/// lies on the chain of another where it is entered before that one and left after it.
struct Tree<'a>(BTreeMap<&'a PartyId, (usize, usize)>);

impl<'a> Tree<'a> {
    fn of(seen: &'a Seen<'_>) -> Self {
        let mut before: BTreeMap<&PartyId, Vec<&PartyId>> = BTreeMap::new();
        for (party, path) in &seen.paths.by_party {
            let first = path.handoffs.first().and_then(|id| seen.org.handoffs.get(id));
            if let Some(handoff) = first {
                before.entry(&handoff.customer).or_default().push(party);
            }
        }
        let ends = before.keys().filter(|party| !seen.paths.by_party.contains_key(**party));
        let mut open: Vec<_> = ends.map(|party| (*party, false)).collect();
        let mut times = BTreeMap::new();
        let mut now = 0;
        while let Some((party, is_done)) = open.pop() {
            now += 1;
            if is_done {
                times
                    .entry(party)
                    .and_modify(|(_, left): &mut (usize, usize)| *left = now);
                continue;
            }
            times.insert(party, (now, now));
            open.push((party, true));
            open.extend(before.remove(party).into_iter().flatten().map(|next| (next, false)));
        }
        Self(times)
    }

    /// Whether the best chain from the one party on comes to the other; it begins with the party itself.
    fn leads_through(&self, from: &PartyId, other: &PartyId) -> bool {
        match (self.0.get(from), self.0.get(other)) {
            (Some((entered, _)), Some((before, left))) => (before..=left).contains(&entered),
            _ => from == other,
        }
    }
}

/// A handoff followed by the best chain from its customer on, and the promise at the end of that.
fn chain<'a>(
    seen: &'a Seen<'_>,
    ends: &BTreeMap<&PartyId, Chain<'a>>,
    id: &'a HandoffId,
    customer: &PartyId,
) -> Option<(Chain<'a>, &'a HandoffId)> {
    let rest = ends.get(customer)?;
    let promise = seen.paths.by_party.get(customer)?.handoffs.last()?;
    Some((with(seen, id, figures(seen, id)?, *rest), promise))
}

/// The chain with one more handoff before it.
fn with<'a>(seen: &Seen<'_>, id: &'a HandoffId, (reliability, target): (f64, f64), rest: Chain<'a>) -> Chain<'a> {
    let own = seen.health.handoffs.get(id).and_then(|health| falls_short(health));
    let own = own.map(|mean| (id, target / mean));
    Chain {
        rolled: reliability * rest.rolled,
        target: target * rest.target,
        before: rest.before.saturating_add(1),
        culprit: match (own, rest.culprit) {
            (Some(own), Some(other)) => Some(if other.1 > own.1 { other } else { own }),
            (own, other) => own.or(other),
        },
    }
}

/// The mean reliability of a handoff, and its target.
fn figures(seen: &Seen<'_>, id: &HandoffId) -> Option<(f64, f64)> {
    let measured = seen.health.handoffs.get(id)?;
    let mean = measured.estimate(Indicator::Reliability)?.mean;
    Some((mean, measured.target))
}

/// What is known of the chains that end with one promise.
#[derive(Default)]
struct Worst<'a> {
    /// How many chains there are, and how many of them fall short.
    chains: usize,
    short: usize,
    chain: Option<Known<'a>>,
}

/// The worst of them.
struct Known<'a> {
    first: &'a HandoffId,
    rolled: f64,
    target: f64,
    culprit: &'a HandoffId,
    /// The part of the target that is missed, for each handoff before the promise.
    felt: f64,
}

fn tell(seen: &Seen<'_>, promise: &HandoffId, worst: &Worst<'_>, known: &Known<'_>) -> Option<Risk> {
    let org = seen.org;
    let severity = match org.handoffs.get(promise)?.importance {
        Importance::High => Severity::High,
        Importance::Normal => Severity::Medium,
        Importance::Low => Severity::Low,
    };
    let culprit = format!("Most of the damage is done by “{}”", named(org, known.culprit));
    let mut evidence = vec![Evidence::at(Source::Handoff(known.culprit.clone()), culprit)];
    let customer = &org.handoffs.get(known.first)?.customer;
    let rest = &seen.paths.by_party.get(customer)?.handoffs;
    let steps = std::iter::once(known.first).chain(rest).filter_map(|id| {
        let (mean, target) = figures(seen, id)?;
        let (kept, wanted) = percents(mean, target);
        let word = if id == known.first { "First" } else { "then" };
        let text = format!("{word} “{}” keeps {kept}, {wanted} is its target", named(org, id));
        Some(Evidence::at(Source::Handoff(id.clone()), text))
    });
    evidence.extend(some(steps.collect(), LINES - 1));
    let (chains, short) = (worst.chains, worst.short);
    evidence.push(Evidence::plain(format!(
        "Chains that end with it: {chains}, of which {short} fall short"
    )));
    let (kept, wanted) = percents(known.rolled, known.target);
    let what = format!("A chain that ends with it keeps {kept}, {wanted} would be on target");
    Some(at_handoff(Rule::ExternalPromise, promise, severity, what, evidence))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{evidence, found, log, net};
    use super::*;

    /// The handoffs, how often each was kept of how many times, and what is found.
    type Case<'a> = (&'a str, &'a [(&'a str, u32, u32)], &'a [&'a str]);

    #[test]
    fn a_chain_that_cannot_carry_the_promise_is_found() {
        // Each keeps (k + ½) / (n + 1) and should keep 0.9: ab, bc and cx together 0.9³ = 0.729, ab and bx 0.81.
        let cases: [Case<'_>; 14] = [
            // 4.5 / 11 · 10.5 / 11 = 0.390.
            (
                "ab bx",
                &[("ab", 4, 10), ("bx", 10, 10)],
                &["bx: medium: A chain that ends with it keeps 39 %, 81 % would be on target"],
            ),
            // 17.5 / 21 · 40.5 / 41 = 0.823: what comes last makes up for it.
            ("ab bx", &[("ab", 17, 20), ("bx", 40, 40)], &[]),
            // 16.5 / 21 · 40.5 / 41 = 0.776.
            (
                "ab bx",
                &[("ab", 16, 20), ("bx", 40, 40)],
                &["bx: medium: A chain that ends with it keeps 78 %, 81 % would be on target"],
            ),
            // 3.5 / 4 · 3.5 / 4 = 0.766, and nothing was missed.
            ("ab bx", &[("ab", 3, 3), ("bx", 3, 3)], &[]),
            // Nothing was missed before the promise itself, which its own reliability tells.
            ("ab bx", &[("ab", 3, 3), ("bx", 1, 9)], &[]),
            ("ab bx", &[("ab", 4, 10)], &[]),
            ("ab bx", &[("bx", 4, 10)], &[]),
            // A promise alone is no chain, and what a paying customer hands over is no work of ours.
            ("bx", &[("bx", 4, 10)], &[]),
            ("bx xb", &[("xb", 1, 10), ("bx", 10, 10)], &[]),
            // 2.5 / 11 · 9.5 / 11 · 10.5 / 11 = 0.187 with ab; bc and cx alone are 0.824 of 0.81.
            (
                "ab bc cx",
                &[("ab", 2, 10), ("bc", 9, 10), ("cx", 10, 10)],
                &["cx: medium: A chain that ends with it keeps 19 %, 73 % would be on target"],
            ),
            // What B hands back to A comes round to B, and so does what it hands to itself.
            ("bx ab ba", &[("bx", 40, 40), ("ab", 40, 40), ("ba", 2, 10)], &[]),
            ("bx bb", &[("bx", 40, 40), ("bb", 2, 10)], &[]),
            // Round by way of A and C: every chain but the last circle keeps (40.5 / 41)² = 0.976 or more of 0.81.
            (
                "cx ac ba cb",
                &[("cx", 40, 40), ("ac", 40, 40), ("ba", 40, 40), ("cb", 2, 10)],
                &[],
            ),
            // Beside the chain of A there is B, which is not on it: 2.5 / 11 · (40.5 / 41)² = 0.222 of 0.729.
            (
                "cx ac bc ba",
                &[("cx", 40, 40), ("ac", 40, 40), ("bc", 40, 40), ("ba", 2, 10)],
                &["cx: medium: A chain that ends with it keeps 22 %, 73 % would be on target"],
            ),
        ];
        for (pairs, deliveries, expected) in cases {
            let org = net(pairs, &log(deliveries));
            assert_eq!(found(Rule::ExternalPromise, &org), expected, "{pairs} {deliveries:?}");
        }
    }

    #[test]
    fn it_names_the_handoff_that_does_most_of_the_damage_and_the_chain() {
        let org = net("ab bc cx", &log(&[("ab", 7, 10), ("bc", 3, 10), ("cx", 10, 10)]));
        // 3.5 / 11 · 10.5 / 11 = 0.304 of 0.81 misses 0.625 of it one step before the promise; with ab it is
        // 7.5 / 11 of that, 0.207 of 0.729, which misses 0.716 two steps before, so 0.358 each.
        assert_eq!(
            found(Rule::ExternalPromise, &org),
            ["cx: medium: A chain that ends with it keeps 30 %, 81 % would be on target"]
        );
        assert_eq!(
            evidence(Rule::ExternalPromise, &org),
            [
                "Most of the damage is done by “B to C”",
                "First “B to C” keeps 32 %, 90 % is its target",
                "then “C to X” keeps 95 %, 90 % is its target",
                "Chains that end with it: 2, of which 2 fall short",
            ]
        );
    }

    #[test]
    fn the_promise_decides_how_urgent_it_is() {
        for (importance, severity) in [
            (Importance::High, Severity::High),
            (Importance::Normal, Severity::Medium),
            (Importance::Low, Severity::Low),
        ] {
            let mut org = net("ab bx", &log(&[("ab", 4, 10), ("bx", 10, 10)]));
            let mut handoff = (*org.handoffs["bx"]).clone();
            handoff.importance = importance;
            org.handoffs.insert("bx".into(), handoff.into());
            let risks = super::super::testing::find(Rule::ExternalPromise, &org);
            assert_eq!(risks.iter().map(|risk| risk.severity).collect::<Vec<_>>(), [severity]);
        }
    }
}
