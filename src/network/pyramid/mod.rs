//! Who meets the paying customer and who carries whom: the parties of an org in rows from the customer down.
//!
//! **Rows.** On top stand the paying customers. In the next row stands every party that itself hands something to one of
//! them, whatever else it is. Every other party stands two rows below the customer or lower: as many rows as it is
//! handoffs away by the shortest chain, and always below every party that is part of it, because
//! whoever others report to carries them. So a document with a reporting line shows it turned round, its root at the
//! bottom, and one without any (as most small organisations have none) still says who meets the customer and who
//! carries whom.
//!
//! A party of which no chain leads to a customer stands by the reporting line alone, as if it were two handoffs away;
//! where it has no place in one either, nothing says whom it carries, and it stands in a row of its own at the end.
//!
//! **Leadership** is what the last row of the others is called where it is one: a root of the reporting line below
//! those who meet the customer to which at least half of the parties inside the organisation belong, itself counted in.
//! It is moved below everybody else. So there is one at most, or two with one half each. The head of one department
//! among many is not that, however many such heads there are and however much they carry together.
//!
//! **Lines** go from a party to the one that it is part of; from those who meet the customer to the customer; and
//! from a party that is part of none to those above it that it serves one handoff nearer to the customer.
//!
//! What a file may hold does no harm: parties that are part of each other in a ring, or of themselves, or of one that
//! does not exist count as part of none.

use std::collections::{BTreeMap, BTreeSet};

use super::Links;
use crate::org::{Org, PartyId};

mod lines;
mod order;

use lines::Reporting;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Those who pay.
    Customer,
    /// Those who hand something to a paying customer.
    Meets,
    /// Those who carry them, so many rows below the customer.
    Carries(u32),
    /// Those who carry everyone.
    Leads,
    /// Those of whom nothing says whom they carry.
    Apart,
}

/// What a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// The first is part of the second.
    PartOf,
    /// The first hands something to the second.
    Serves,
}

/// A line between two parties in different rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// From that party.
    pub from: PartyId,
    /// To that one.
    pub to: PartyId,
    /// What it means.
    pub tie: Tie,
}

/// The rows from the paying customer down, and what links them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The paying customers first, those of one parent together, in an order that keeps lines short. None is empty.
    pub rows: Vec<(Standing, Vec<PartyId>)>,
    /// Each once, sorted.
    pub lines: Vec<Line>,
    /// By how many handoffs each party is away from the nearest paying customer, where a chain leads there.
    pub away: BTreeMap<PartyId, u32>,
}

impl Rows {
    /// Of an organisation.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let links = Links::of(org);
        let away = away(org, &links);
        let line = Reporting::of(org);
        let standings = standings(org, &away, &line);
        let mut rows: BTreeMap<Standing, Vec<&PartyId>> = BTreeMap::new();
        for (party, standing) in &standings {
            rows.entry(*standing).or_default().push(party);
        }
        let lines = lines::between(org, &links, &away, &line, &standings);
        let mut order: Vec<Vec<&PartyId>> = rows.values_mut().map(std::mem::take).collect();
        order::arrange(org, &mut order, &lines, &line);
        let order = order.into_iter().map(|row| row.into_iter().cloned().collect());
        Self {
            rows: rows.into_keys().zip(order).collect(),
            lines,
            away,
        }
    }
}

/// By how many handoffs each party is away from the nearest paying customer, where a chain leads there.
fn away(org: &Org, links: &Links) -> BTreeMap<PartyId, u32> {
    let mut away = BTreeMap::new();
    let mut next: Vec<PartyId> = org
        .parties
        .keys()
        .filter(|party| is_paying(org, party))
        .cloned()
        .collect();
    for steps in 0_u32.. {
        next.retain(|party| org.parties.contains_key(party) && !away.contains_key(party));
        let here: BTreeSet<PartyId> = std::mem::take(&mut next).into_iter().collect();
        if here.is_empty() {
            break;
        }
        let received = here.iter().flat_map(|party| links.received_by(party));
        next.extend(received.filter_map(|id| Some(org.handoffs.get(id)?.provider.clone())));
        away.extend(here.into_iter().map(|party| (party, steps)));
    }
    away
}

/// Where each party that exists stands.
fn standings<'a>(org: &'a Org, away: &BTreeMap<PartyId, u32>, line: &Reporting<'a>) -> BTreeMap<&'a PartyId, Standing> {
    let mut levels: BTreeMap<&PartyId, u32> = BTreeMap::new();
    let is_fixed = |party: &PartyId| is_paying(org, party) || away.get(party) == Some(&1);
    for party in org.parties.keys() {
        let level = match away.get(party) {
            _ if is_paying(org, party) => Some(0),
            Some(away) => Some(*away),
            None if line.has(party) => Some(2),
            None => None,
        };
        if let Some(level) = level {
            levels.insert(party, level);
        }
    }
    // Leaves come first, so that whoever is looked at stands where it stays.
    for (part, whole) in line.leaves_first() {
        if !is_fixed(whole)
            && let Some(below) = levels.get(part).map(|level| level.saturating_add(1))
        {
            let level = levels.entry(whole).or_insert(below);
            *level = (*level).max(below);
        }
    }
    let leaders = leaders(org, line, is_fixed);
    let standing = |party: &PartyId| match levels.get(party) {
        _ if leaders.contains(party) => Standing::Leads,
        None => Standing::Apart,
        Some(0) => Standing::Customer,
        Some(1) => Standing::Meets,
        Some(level) => Standing::Carries(*level),
    };
    org.parties.keys().map(|party| (party, standing(party))).collect()
}

/// The roots of the reporting line each of which carries at least half of the parties inside the organisation.
fn leaders<'a>(org: &'a Org, line: &Reporting<'a>, is_fixed: impl Fn(&PartyId) -> bool) -> BTreeSet<&'a PartyId> {
    let is_inside = |party: &PartyId| {
        let kind = org.parties.get(party).map(|party| party.kind);
        kind.is_some_and(|kind| !kind.is_customer() && !kind.is_semi_internal())
    };
    let mut sizes: BTreeMap<&PartyId, usize> = BTreeMap::new();
    let mut inside = 0;
    for party in org.parties.keys().filter(|party| is_inside(party)) {
        inside += 1;
        sizes.insert(party, 1);
    }
    for (part, whole) in line.leaves_first() {
        let below = sizes.get(part).copied().unwrap_or(0);
        *sizes.entry(whole).or_insert(0) += below;
    }
    let is_half = |party: &PartyId| sizes.get(party).is_some_and(|carried| 2 * carried >= inside);
    let leads = |party: &&PartyId| line.is_root(party) && is_inside(party) && !is_fixed(party) && is_half(party);
    org.parties.keys().filter(leads).collect()
}

fn is_paying(org: &Org, party: &PartyId) -> bool {
    org.parties.get(party).is_some_and(|party| party.kind.is_customer())
}
