//! What is said of an org as a network: the chains that keep least, what everything hangs on, who deals with whom.

use crate::{
    health::words,
    network::{Path, Paths, Summary},
    org::{Org, PartyId},
};

/// So many of each kind are named.
const FIRST: usize = 4;

/// Worked out once for many frames.
pub struct Connections {
    /// Where the measured chains begin that keep least, with the share that they keep; chains of one handoff are left
    /// to the handoff.
    pub worst: Vec<(PartyId, Path, f64)>,
    /// The rest in sentences.
    pub words: Vec<String>,
}

impl Connections {
    /// What there is to say.
    pub fn of(org: &Org, paths: &Paths, network: &Summary) -> Self {
        let mut measured: Vec<(&PartyId, &Path, f64)> = paths
            .by_party
            .iter()
            .filter(|(_, path)| path.handoffs.len() > 1)
            .filter_map(|(party, path)| Some((party, path, path.rolled?)))
            .collect();
        measured.sort_by(|one, other| one.2.total_cmp(&other.2).then_with(|| one.0.cmp(other.0)));
        let worst = measured.into_iter().take(FIRST);
        Self {
            worst: worst
                .map(|(party, path, rolled)| (party.clone(), path.clone(), rolled))
                .collect(),
            words: words_of(org, network),
        }
    }
}

/// What the network says, a sentence each.
fn words_of(org: &Org, network: &Summary) -> Vec<String> {
    let mut lines = Vec::new();
    let mut cuts: Vec<_> = network.stranded.cuts().collect();
    cuts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    if !cuts.is_empty() {
        let named = cuts.iter().take(FIRST).map(|(party, count)| {
            let parties = words::number(*count as u64, "party", "parties");
            format!("{} ({parties})", org.party_name(party))
        });
        lines.push(format!(
            "Without these, others no longer reach the customer: {}.",
            list(named)
        ));
    }
    let mut busy: Vec<_> = network
        .betweenness
        .iter()
        .filter(|(_, between)| **between > 0.0)
        .collect();
    busy.sort_by(|one, other| other.1.total_cmp(one.1).then_with(|| one.0.cmp(other.0)));
    if !busy.is_empty() {
        let named = busy
            .iter()
            .take(FIRST)
            .map(|(party, _)| org.party_name(party).to_owned());
        lines.push(format!("Most of the shortest chains go through {}.", list(named)));
    }
    let inward = network
        .departments
        .iter()
        .filter_map(|(party, ei)| Some((party, ei.index()?)));
    let mut inward: Vec<_> = inward.filter(|(_, index)| *index < 0.0).collect();
    inward.sort_by(|one, other| one.1.total_cmp(&other.1).then_with(|| one.0.cmp(other.0)));
    if !inward.is_empty() {
        let named = inward.iter().take(FIRST).map(|(party, index)| {
            // What E–I is in words: from all inside to all outside.
            let inside = words::percent((1.0 - index) / 2.0);
            format!("{} ({inside} % inside)", org.party_name(party))
        });
        lines.push(format!(
            "Departments with more handoffs inside than outside: {}.",
            list(named)
        ));
    }
    if let Some(share) = network.reciprocity {
        lines.push(format!("{} % of ties go both ways.", words::percent(share)));
    }
    lines
}

/// "A, B and C".
fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
