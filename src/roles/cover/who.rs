//! Who could do the work of one handoff, in words, and whom one might train for it.
//!
//! What is said is about roles, and whom to train is a suggestion of nearness, not of fitness: a role that already
//! stands in, or works where the work is done, or is asked or told in this very handoff, has the shortest way to it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::org::{HandoffId, Letter, Letters, Org, RoleId};

use super::{Count, Gap, Known, Mark, count};

/// So many roles are suggested at most.
const SUGGESTED: usize = 5;

/// A role that could do the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Could {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// What its party is called.
    pub party: String,
    /// What it is to the work.
    pub mark: Mark,
    /// How many people it makes.
    pub count: Count,
    /// For which roles it stands in, where it does.
    pub stands_in_for: Vec<String>,
}

impl Could {
    /// What is to be said besides the list that it stands in, for example "stands in for Payroll clerk, not trained
    /// for it yet".
    #[must_use]
    pub fn words(&self) -> String {
        let mut said = Vec::new();
        if self.mark.does && self.mark.trained {
            said.push("trained for it".to_owned());
        }
        if self.mark.stands_in {
            said.push(format!("stands in for {}", self.stands_in_for.join(" and ")));
        }
        if !self.mark.trained && (self.mark.untrained || !self.mark.does) {
            said.push("not trained for it yet".to_owned());
        }
        if self.count.all() == 0 {
            said.push("nobody holds it now".to_owned());
        }
        said.join(", ")
    }
}

/// A role near the work that might be trained for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// What its party is called.
    pub party: String,
    /// Why it is near, for example "also in Payroll, is told after".
    pub why: String,
}

/// Everything about the cover of one handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoCould {
    /// How many could do the work.
    pub cover: Count,
    /// Whether that is too few.
    pub gap: Option<Gap>,
    /// Whether the provider is outside the organisation, and sees to its own cover.
    pub outside: bool,
    /// Who does it today.
    pub doing: Vec<Could>,
    /// Who else is trained for it.
    pub trained: Vec<Could>,
    /// Who else stands in.
    pub standing_in: Vec<Could>,
    /// Who might be trained, the nearest first.
    pub near: Vec<Near>,
}

impl WhoCould {
    /// The cover in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let count = self.cover.words();
        let is_named = [&self.doing, &self.trained, &self.standing_in]
            .iter()
            .any(|could| !could.is_empty());
        match self.gap {
            _ if self.cover.all() == 0 && is_named => "Nobody who could do this work holds a role now.".to_owned(),
            Some(Gap::Nobody) => {
                "Nobody is written down who does this work, is trained for it or stands in.".to_owned()
            }
            Some(Gap::One) => format!("{count} could do this work. Training one more role would give it cover."),
            None if self.cover.all() == 0 => "Nobody is written down who does this work.".to_owned(),
            None if self.outside => format!("{count} could do this work. Its provider sees to its own cover."),
            None => format!("{count} could do this work."),
        }
    }
}

/// Who could do the work of a handoff on that day: those who do, then the trained, then the backups, then whom one might
/// train. Nothing where there is no such handoff.
#[must_use]
pub fn who_could(org: &Org, today: Date, id: &HandoffId) -> Option<WhoCould> {
    let handoff = org.handoffs.get(id)?;
    let known = Known::of(org);
    let marks = known.marks(id, handoff);
    let row = known.row(id, handoff, count(org, marks.keys().copied(), today));
    let mut could: Vec<Could> = marks
        .iter()
        .filter_map(|(id, mark)| {
            let role = org.roles.get(*id)?;
            let serves = handoff.roles_with(Letter::Responsible).filter(|other| {
                let backups = org.roles.get(*other).map(|other| &other.backups);
                other != id && backups.is_some_and(|backups| backups.contains(*id))
            });
            Some(Could {
                role: (*id).clone(),
                name: role.name.clone(),
                party: org.party_name(&role.party).to_owned(),
                mark: *mark,
                count: count(org, std::iter::once(*id), today),
                stands_in_for: serves.map(|other| org.role_name(other).to_owned()).collect(),
            })
        })
        .collect();
    could.sort_by_cached_key(|could| (could.party.to_lowercase(), could.name.to_lowercase()));
    let (doing, others): (Vec<_>, Vec<_>) = could.into_iter().partition(|could| could.mark.does);
    let (trained, standing_in) = others.into_iter().partition(|could| could.mark.trained);
    let near = near(org, id, &marks.keys().copied().collect());
    Some(WhoCould {
        cover: row.cover,
        gap: row.gap,
        outside: row.outside,
        doing,
        trained,
        standing_in,
        near,
    })
}

/// Roles that could not do the work yet and are near it: those of the provider that have a letter in the handoff first,
/// then its others, then those of other parties that are asked, told or answer for it.
fn near(org: &Org, id: &HandoffId, could: &BTreeSet<&RoleId>) -> Vec<Near> {
    let Some(handoff) = org.handoffs.get(id) else {
        return Vec::new();
    };
    let known = org.roles.iter().filter(|(role, _)| !could.contains(role));
    let mut near: Vec<_> = known
        .filter_map(|(role_id, role)| {
            let letters = handoff.raci.get(role_id).copied().unwrap_or_default();
            let home = role.party == handoff.provider;
            if !home && letters.is_empty() {
                return None;
            }
            let party = org.party_name(&role.party).to_owned();
            let mut why = involved(letters);
            if home {
                why.insert(0, format!("also in {party}"));
            }
            let found = Near {
                role: role_id.clone(),
                name: role.name.clone(),
                party,
                why: why.join(", "),
            };
            Some(((!home, letters.is_empty()), found))
        })
        .collect();
    near.sort_by_cached_key(|(rank, near)| (*rank, near.party.to_lowercase(), near.name.to_lowercase()));
    near.truncate(SUGGESTED);
    near.into_iter().map(|(_, near)| near).collect()
}

fn involved(letters: Letters) -> Vec<String> {
    let held = Letter::ALL.into_iter().filter(|letter| letters.has(*letter));
    held.map(|letter| letter.meaning().to_owned()).collect()
}
