//! The inverted pyramid of roles: who meets the paying customer on top, and below them those who carry them.
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
//! **Leadership** is what the last row of the others is called where it is one: the roots of the reporting line below
//! those who meet the customer, if at least half of the parties inside the organisation belong to them. They are moved
//! below everybody else. The head of one department among many is not that.
//!
//! **Lines** go from a party to the one that it is part of; from those who meet the customer to the customer; and
//! from a party that is part of none to those above it that it serves one handoff nearer to the customer.
//!
//! What a file may hold does no harm: parties that are part of each other in a ring, or of themselves, or of one that
//! does not exist count as part of none. Roles of a party that does not exist stand at the very end.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    network::Links,
    org::{Letter, Org, PartyId, PartyKind, RoleId},
};

use super::cover::holders;

mod lines;
mod order;

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
    /// Roles of parties that do not exist.
    Unknown,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// For how many handoffs it answers.
    pub answers: usize,
    /// Who holds it today, those with a name, in the order of the file.
    pub holders: Vec<String>,
}

/// A party with its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Which one.
    pub party: PartyId,
    /// What it is called.
    pub name: String,
    /// What it is; nothing where it does not exist.
    pub kind: Option<PartyKind>,
    /// Its roles, by name.
    pub roles: Vec<Card>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub standing: Standing,
    /// What it is called.
    pub name: &'static str,
    /// More about it; often nothing.
    pub says: String,
    /// Its parties, those of one parent together, in an order that keeps lines short.
    pub bands: Vec<Band>,
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
pub struct Pyramid {
    /// The paying customers first. None is empty.
    pub rows: Vec<Row>,
    /// Each once, sorted.
    pub lines: Vec<Line>,
    /// Whether any party is part of another, which the lines show.
    pub has_reporting_line: bool,
    /// The row of each party and its place in it.
    places: BTreeMap<PartyId, (usize, usize)>,
}

impl Pyramid {
    /// Of an organisation on that day.
    #[must_use]
    pub fn of(org: &Org, today: Date) -> Self {
        let links = Links::of(org);
        let away = away(org, &links);
        let line = lines::Reporting::of(org);
        let standings = standings(org, &away, &line);
        let mut rows: BTreeMap<Standing, Vec<&PartyId>> = BTreeMap::new();
        for (party, standing) in &standings {
            rows.entry(*standing).or_default().push(party);
        }
        let lines = lines::between(org, &links, &away, &line, &standings);
        let mut rows: Vec<(Standing, Vec<&PartyId>)> = rows.into_iter().collect();
        let mut order: Vec<Vec<&PartyId>> = rows.iter_mut().map(|(_, parties)| std::mem::take(parties)).collect();
        order::arrange(org, &mut order, &lines, &line);
        let mut cards = cards(org, today);
        // Where nobody meets a customer, whoever stands highest is nearest to the work.
        let has = |wanted: fn(&Standing) -> bool| rows.iter().map(|(standing, _)| *standing).find(wanted);
        let front = match has(|standing| *standing == Standing::Meets) {
            Some(_) => None,
            None => has(|standing| matches!(standing, Standing::Carries(_))),
        };
        let mut shown: Vec<Row> = Vec::with_capacity(rows.len() + 1);
        for ((standing, _), parties) in rows.iter().zip(order) {
            shown.push(Row {
                standing: *standing,
                name: called(*standing, front == Some(*standing)),
                says: says(*standing, &parties, &away),
                bands: parties.into_iter().map(|party| band(org, party, &mut cards)).collect(),
            });
        }
        // What is left belongs to nobody who exists.
        if !cards.is_empty() {
            let lost: Vec<&PartyId> = cards.keys().copied().collect();
            shown.push(Row {
                standing: Standing::Unknown,
                name: "Unknown party",
                says: "The file names it, but it does not exist".to_owned(),
                bands: lost.into_iter().map(|party| band(org, party, &mut cards)).collect(),
            });
        }
        let mut places = BTreeMap::new();
        for (k, row) in shown.iter().enumerate() {
            places.extend(
                row.bands
                    .iter()
                    .enumerate()
                    .map(|(at, band)| (band.party.clone(), (k, at))),
            );
        }
        Self {
            places,
            rows: shown,
            has_reporting_line: lines.iter().any(|line| line.tie == Tie::PartOf),
            lines,
        }
    }

    /// In which row and where in it a party stands.
    #[must_use]
    pub fn place(&self, party: &PartyId) -> Option<(usize, usize)> {
        self.places.get(party).copied()
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
fn standings<'a>(
    org: &'a Org,
    away: &BTreeMap<PartyId, u32>,
    line: &lines::Reporting<'a>,
) -> BTreeMap<&'a PartyId, Standing> {
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

/// The roots of the reporting line that carry at least half of the parties inside the organisation, if there are such.
fn leaders<'a>(
    org: &'a Org,
    line: &lines::Reporting<'a>,
    is_fixed: impl Fn(&PartyId) -> bool,
) -> BTreeSet<&'a PartyId> {
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
    let leads = |party: &&PartyId| line.is_root(party) && is_inside(party) && !is_fixed(party);
    let roots: BTreeSet<&PartyId> = org.parties.keys().filter(leads).collect();
    let carried: usize = roots.iter().filter_map(|root| sizes.get(*root)).sum();
    if 2 * carried >= inside { roots } else { BTreeSet::new() }
}

fn is_paying(org: &Org, party: &PartyId) -> bool {
    org.parties.get(party).is_some_and(|party| party.kind.is_customer())
}

const fn called(standing: Standing, is_front: bool) -> &'static str {
    match standing {
        Standing::Customer => "Paying customer",
        Standing::Meets => "Meet the customer",
        // Nobody above them is known to meet a customer.
        Standing::Carries(_) if is_front => "Front line",
        Standing::Carries(2) => "Carry them",
        Standing::Carries(_) => "Carry those above",
        Standing::Leads => "Leadership",
        Standing::Apart => "Not linked",
        Standing::Unknown => "Unknown party",
    }
}

fn says(standing: Standing, parties: &[&PartyId], away: &BTreeMap<PartyId, u32>) -> String {
    match standing {
        Standing::Carries(level) if parties.iter().all(|party| away.get(*party) == Some(&level)) => {
            format!("{level} handoffs from the customer")
        }
        Standing::Leads => "Carries everyone".to_owned(),
        Standing::Apart => "No chain of handoffs leads to the customer".to_owned(),
        _ => String::new(),
    }
}

fn cards(org: &Org, today: Date) -> BTreeMap<&PartyId, Vec<Card>> {
    let mut answers: BTreeMap<&RoleId, usize> = BTreeMap::new();
    for handoff in org.handoffs.values() {
        for role in handoff.roles_with(Letter::Accountable) {
            *answers.entry(role).or_default() += 1;
        }
    }
    let mut cards: BTreeMap<&PartyId, Vec<Card>> = BTreeMap::new();
    for (id, role) in &org.roles {
        let named = holders(role, today).map(|holder| holder.name.trim());
        cards.entry(&role.party).or_default().push(Card {
            role: id.clone(),
            name: role.name.clone(),
            answers: answers.get(id).copied().unwrap_or(0),
            holders: named.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        });
    }
    for cards in cards.values_mut() {
        cards.sort_by_cached_key(|card| card.name.to_lowercase());
    }
    cards
}

fn band(org: &Org, party: &PartyId, cards: &mut BTreeMap<&PartyId, Vec<Card>>) -> Band {
    Band {
        party: party.clone(),
        name: org.party_name(party).to_owned(),
        kind: org.parties.get(party).map(|party| party.kind),
        roles: cards.remove(party).unwrap_or_default(),
    }
}
