//! External promise at risk: a promise to a paying customer that what comes before it cannot carry.
//!
//! Each handoff inside, followed by the best chain from its customer on, is a chain that ends with some promise to a
//! paying customer. The product of the reliabilities along it (rolled yield) is compared with the product of the
//! targets, and the chain that keeps the smallest part of its target is told. Every handoff of it has to be measured.
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
    found_b::{LINES, SAME, at_handoff, falls_short, is_paying, named, number, percents, some},
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
        "Such a chain keeps less, as a product, than the targets of its handoffs make together, and a handoff before \
        the last one falls short."
            .to_owned()
    }

    fn practice(&self) -> &'static str {
        "Walk the chain once with everybody in it, from the first handoff to the paying customer, and mend the one \
        that does most of the damage before anything else."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let ends = ends(seen);
        let mut worst: BTreeMap<&HandoffId, Worst<'_>> = BTreeMap::new();
        for (id, handoff) in &seen.org.handoffs {
            // What a paying customer hands over is no work of ours.
            if is_paying(seen.org, &handoff.customer) || is_paying(seen.org, &handoff.provider) {
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
                let lowest = entry.chain.as_ref().map(|known| known.rolled / known.target);
                if lowest.is_none_or(|lowest| chain.rolled / chain.target < lowest) {
                    entry.chain = Some(Known {
                        first: id,
                        rolled: chain.rolled,
                        target: chain.target,
                        culprit: culprit.0,
                    });
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
    let own = seen.health.handoffs.get(id).and_then(falls_short);
    let own = own.map(|mean| (id, target / mean));
    Chain {
        rolled: reliability * rest.rolled,
        target: target * rest.target,
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
}

fn tell(seen: &Seen<'_>, promise: &HandoffId, worst: &Worst<'_>, known: &Known<'_>) -> Option<Risk> {
    let org = seen.org;
    let severity = match org.handoffs.get(promise)?.importance {
        Importance::High => Severity::High,
        Importance::Normal => Severity::Medium,
        Importance::Low => Severity::Low,
    };
    let line = |id: &HandoffId, words: &str| {
        let (mean, target) = figures(seen, id)?;
        let (kept, wanted) = percents(mean, target);
        let text = format!("{words}“{}” keeps {kept}, {wanted} is its target", named(org, id));
        Some(Evidence::at(Source::Handoff(id.clone()), text))
    };
    let mut evidence: Vec<_> = line(known.culprit, "Most of the damage: ").into_iter().collect();
    let customer = &org.handoffs.get(known.first)?.customer;
    let rest = &seen.paths.by_party.get(customer)?.handoffs;
    let steps = std::iter::once(known.first).chain(rest).enumerate();
    let steps = steps.filter_map(|(at, id)| line(id, if at == 0 { "First " } else { "then " }));
    evidence.extend(some(steps.collect(), LINES - 1));
    evidence.push(Evidence::plain(format!(
        "{} of {} that end with it below target",
        worst.short,
        number(worst.chains, "chain", "chains"),
    )));
    let (kept, wanted) = percents(known.rolled, known.target);
    let what = format!("A chain that ends with it keeps {kept}, {wanted} would be on target");
    Some(at_handoff(Rule::ExternalPromise, promise, severity, what, evidence))
}
