//! The order within rows: parties of one parent together, and everybody near those that it is linked to.
//!
//! Each row is sorted by the mean place of what its parties are linked to in the rows above, then below, a few times
//! over (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981).

use std::collections::BTreeMap;

use super::{Line, lines::Reporting};
use crate::org::{Org, PartyId};

/// How often it is gone down and up again. More change next to nothing.
const ROUNDS: usize = 3;

/// Sorts each row.
pub fn arrange(org: &Org, rows: &mut [Vec<&PartyId>], lines: &[Line], line: &Reporting<'_>) {
    let mut linked: BTreeMap<&PartyId, Vec<&PartyId>> = BTreeMap::new();
    for line in lines {
        linked.entry(&line.from).or_default().push(&line.to);
        linked.entry(&line.to).or_default().push(&line.from);
    }
    for row in rows.iter_mut() {
        row.sort_by_cached_key(|party| {
            let whole = line.whole_of(party).unwrap_or(party);
            let name = |party: &PartyId| org.party_name(party).to_lowercase();
            (name(whole), whole.clone(), name(party), (*party).clone())
        });
    }
    let mut places = Places::new();
    for (at, row) in rows.iter().enumerate() {
        put(&mut places, at, row);
    }
    let count = rows.len();
    for _ in 0..ROUNDS {
        for (at, row) in rows.iter_mut().enumerate().skip(1) {
            sort(row, at, &mut places, &linked, line, |other| other < at);
        }
        for (at, row) in rows.iter_mut().enumerate().take(count.saturating_sub(1)).rev() {
            sort(row, at, &mut places, &linked, line, |other| other > at);
        }
    }
}

/// In which row each party stands and how far along it, from 0 to 1.
type Places<'a> = BTreeMap<&'a PartyId, (usize, f64)>;

fn put<'a>(places: &mut Places<'a>, at: usize, row: &[&'a PartyId]) {
    for (k, party) in row.iter().enumerate() {
        places.insert(party, (at, (k as f64 + 0.5) / row.len() as f64));
    }
}

/// Sorts a row by the mean place of what is linked to it in the rows that are looked at.
fn sort<'a>(
    parties: &mut Vec<&'a PartyId>,
    at: usize,
    places: &mut Places<'a>,
    linked: &BTreeMap<&PartyId, Vec<&PartyId>>,
    line: &Reporting<'_>,
    looks: impl Fn(usize) -> bool,
) {
    let mut wanted: BTreeMap<&PartyId, f64> = BTreeMap::new();
    let mut groups: BTreeMap<&PartyId, (f64, f64)> = BTreeMap::new();
    for &party in parties.iter() {
        let own = places.get(party).map_or(0.0, |(_, place)| *place);
        let others = linked.get(party).into_iter().flatten();
        let seen = others
            .filter_map(|other| places.get(other))
            .filter(|(row, _)| looks(*row));
        let (sum, count) = seen.fold((0.0, 0.0), |(sum, count), (_, place)| (sum + place, count + 1.0));
        let place = if count > 0.0 { sum / count } else { own };
        wanted.insert(party, place);
        let group = groups.entry(line.whole_of(party).unwrap_or(party)).or_default();
        *group = (group.0 + place, group.1 + 1.0);
    }
    let mut keyed: Vec<_> = parties
        .iter()
        .map(|&party| {
            let whole = line.whole_of(party).unwrap_or(party);
            let mean = groups.get(whole).map_or(0.0, |(sum, count)| sum / count);
            (mean, whole, wanted.get(party).copied().unwrap_or(0.0), party)
        })
        .collect();
    // What is as near stays in the order in which it stands.
    keyed.sort_by(|one, other| {
        let group = one.0.total_cmp(&other.0).then_with(|| one.1.cmp(other.1));
        group.then_with(|| one.2.total_cmp(&other.2))
    });
    *parties = keyed.into_iter().map(|(_, _, _, party)| party).collect();
    put(places, at, parties);
}
