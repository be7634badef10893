//! The inverted pyramid of roles: who meets the paying customer on top, and below them those who carry them.
//!
//! Rows, their order and the lines between them are those of [`Rows`]; here each party brings its roles along. Roles of a
//! party that does not exist stand at the very end.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cover::holders;
pub use crate::network::pyramid::{Line, Standing, Tie};
use crate::{
    network::pyramid::Rows,
    org::{Letter, Org, PartyId, PartyKind, RoleId},
};

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
    /// What it is; nothing where its parties do not exist.
    pub standing: Option<Standing>,
    /// What it is called.
    pub name: &'static str,
    /// More about it; often nothing.
    pub says: String,
    /// Its parties, those of one parent together, in an order that keeps lines short.
    pub bands: Vec<Band>,
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
        let Rows { rows, lines, away } = Rows::of(org);
        let mut cards = cards(org, today);
        // Where nobody meets a customer, whoever stands highest is nearest to the work.
        let has = |wanted: fn(&Standing) -> bool| rows.iter().map(|(standing, _)| *standing).find(wanted);
        let front = match has(|standing| *standing == Standing::Meets) {
            Some(_) => None,
            None => has(|standing| matches!(standing, Standing::Carries(_))),
        };
        let mut shown: Vec<Row> = Vec::with_capacity(rows.len() + 1);
        for (standing, parties) in &rows {
            shown.push(Row {
                standing: Some(*standing),
                name: called(*standing, front == Some(*standing)),
                says: says(*standing, parties, &away),
                bands: parties.iter().map(|party| band(org, party, &mut cards)).collect(),
            });
        }
        // What is left belongs to nobody who exists.
        if !cards.is_empty() {
            let lost: Vec<&PartyId> = cards.keys().copied().collect();
            shown.push(Row {
                standing: None,
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
    }
}

fn says(standing: Standing, parties: &[PartyId], away: &BTreeMap<PartyId, u32>) -> String {
    match standing {
        Standing::Carries(level) if parties.iter().all(|party| away.get(party) == Some(&level)) => {
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
