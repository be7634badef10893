//! Silo: a department that deals mostly with itself, or whose work nobody else could do.
//!
//! A department is a party of that kind, or one that others are part of, inside the organisation. One to which more
//! than half of all parties inside belong is the organisation itself and left out: everything is inside it.
//!
//! Hardly anybody is trained for the work of another department, so that alone is only worth knowing: it is found
//! where training for the department's promises is written down, and for none of those of high importance anybody
//! elsewhere is trained.
//!
//! Severity: medium for handoffs that stay inside, low for the training.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    network::Ei,
    org::{HandoffId, Importance, PartyId, RoleId, Rule, Thresholds},
};

use super::{
    Evidence, Pattern, Risk, Seen, Severity, Source,
    found_b::{LINES, above, at_party, is_inside, named, number, some},
};

/// The rule.
pub struct Silo;

impl Pattern for Silo {
    fn rule(&self) -> Rule {
        Rule::Silo
    }

    fn looks_at(&self) -> &'static str {
        "How many of a department’s handoffs stay inside it, and whether anybody elsewhere is trained for its most \
        important ones."
    }

    fn found_when(&self, thresholds: &Thresholds) -> String {
        format!(
            "The E–I index of a department with {} or more is below {}, or nobody outside is trained for any of its \
            handoffs of high importance.",
            number(thresholds.silo_handoffs.into(), "handoff", "handoffs"),
            index(thresholds.silo_index),
        )
    }

    fn practice(&self) -> &'static str {
        "Ask one party outside what it would like to get from the department, and invite somebody from there to watch \
        one important piece of work from beginning to end."
    }

    fn find(&self, seen: &Seen<'_>, found: &mut Vec<Risk>) {
        let org = seen.org;
        let mut members: BTreeMap<&PartyId, usize> = BTreeMap::new();
        let mut inside = 0;
        for party in org.parties.keys().filter(|party| is_inside(org, party)) {
            inside += 1;
            for department in above(org, party) {
                *members.entry(department).or_default() += 1;
            }
        }
        let mut trained: BTreeMap<&HandoffId, Vec<&RoleId>> = BTreeMap::new();
        for (id, role) in &org.roles {
            for handoff in &role.trained_for {
                trained.entry(handoff).or_default().push(id);
            }
        }
        for (party, ei) in &seen.network.departments {
            let below = members.get(party).copied().unwrap_or_default();
            if !is_inside(org, party) || 2 * (below + 1) > inside {
                continue;
            }
            let alone = alone(seen, party, *ei);
            let untaught = untaught(seen, party, &trained);
            let (severity, what) = match (&alone, &untaught) {
                (Some((what, _)), _) => (Severity::Medium, what.clone()),
                (None, Some((what, _))) => (Severity::Low, what.clone()),
                (None, None) => continue,
            };
            let lines = [alone, untaught].into_iter().flatten().flat_map(|(_, lines)| lines);
            found.push(at_party(self.rule(), party, severity, what, lines.collect()));
        }
    }
}

/// What there is to say, and on what it stands.
type Told = (String, Vec<Evidence>);

/// The handoffs that stay inside.
fn alone(seen: &Seen<'_>, party: &PartyId, ei: Ei) -> Option<Told> {
    let all = u64::from(ei.internal) + u64::from(ei.external);
    let value = ei.index()?;
    if all < u64::from(seen.thresholds.silo_handoffs) || value >= seen.thresholds.silo_index {
        return None;
    }
    let what = format!("{} of {all} handoffs stay inside", ei.internal);
    let line = format!(
        "{} between its own parties and {} with others: an E–I index of {}",
        number(ei.internal as usize, "handoff", "handoffs"),
        ei.external,
        index(value),
    );
    Some((what, vec![Evidence::at(Source::Party(party.clone()), line)]))
}

/// The promises of high importance for which nobody outside is trained, if that is all of them.
fn untaught(seen: &Seen<'_>, party: &PartyId, trained: &BTreeMap<&HandoffId, Vec<&RoleId>>) -> Option<Told> {
    let org = seen.org;
    let provided: BTreeSet<_> = seen.health.links().provided_by(party).collect();
    let important: Vec<_> = provided
        .iter()
        .copied()
        .filter(|id| org.handoffs.get(*id).is_some_and(|h| h.importance == Importance::High))
        .collect();
    let taught_at_all = provided.iter().any(|id| trained.contains_key(*id));
    let outside = |role: &&RoleId| {
        let at = org.roles.get(*role).map(|role| &role.party);
        at.is_some_and(|at| at != party && !above(org, at).contains(&party))
    };
    let somebody = |id: &&HandoffId| trained.get(*id).is_some_and(|roles| roles.iter().any(outside));
    if important.is_empty() || !taught_at_all || important.iter().any(somebody) {
        return None;
    }
    let lines = important.into_iter().map(|id| {
        let text = format!("Nobody outside is trained for “{}”", named(org, id));
        Evidence::at(Source::Handoff(id.clone()), text)
    });
    Some((
        "Nobody outside is trained for its most important handoffs".to_owned(),
        some(lines.collect(), LINES - 1),
    ))
}

/// An E–I index as it is shown.
fn index(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}
