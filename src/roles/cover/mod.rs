//! Cover: who could do the work of each handoff, and where that is one person only.
//!
//! **Who could.** A role could do the work of a handoff that *does* it today (Responsible), that is *trained* for it,
//! or that *stands in* for a role that does it (is named as its backup). One that does the work counts whether it is
//! trained or not, because it does it; it is marked as untrained where the risk of that name finds it: training is
//! written down for the handoff or for the role, and this one is missing. Roles that do not exist do not count.
//!
//! **Cover** is how many people that makes on a given day. Each role counts once, however many ways it could. A holder
//! whose first day lies ahead or whose last one has passed does not count. A name counts once, also where it holds
//! several of these roles; holders without a name count one each, since nobody can say that they are the same. A role of
//! which nobody wrote down who holds it counts as one post, and is told apart from people, because how many hold it is
//! not said; a role all of whose holders left counts as none.
//!
//! **A gap** is a cover of none or of one. Three rules keep it from contradicting the risks. Parties outside the
//! organisation see to their own stand-ins (single point of failure), so their handoffs are counted and are no gaps.
//! Where the document names neither a backup nor any training at all, nobody wrote such things down, and one
//! person who could is not told of as a gap; nobody at all always is, as it is in the risk of confusion. And a single
//! point of failure is about the one who *answers*, cover about those who can *do* it: a promise may have either alone.
//! That risk asks of a backup that somebody is known to hold it; here a backup without known holders is a post.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    health::{risk::untrained::Training, words},
    org::{Handoff, HandoffId, Holder, Letter, Org, PartyId, Role, RoleId, name::key},
};

use super::raci::Filter;

mod block;
mod who;

pub use block::TrainingError;
pub use who::{Could, Near, WhoCould, who_could};

/// What a role is to the work of a handoff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are what can be said of a cell, in any combination"
)]
pub struct Mark {
    /// It does the work.
    pub does: bool,
    /// It is trained for it.
    pub trained: bool,
    /// It is the backup of a role that does the work.
    pub stands_in: bool,
    /// It does the work and training for it is missing, as the risk of that name finds it.
    pub untrained: bool,
}

impl Mark {
    /// Whether the role could do the work.
    #[must_use]
    pub const fn could(self) -> bool {
        self.does || self.trained || self.stands_in
    }

    /// In words, for example "does the work, not trained".
    #[must_use]
    pub fn words(self) -> String {
        let said: Vec<&str> = [
            (self.does, "does the work"),
            (self.trained, "trained"),
            (self.untrained, "not trained"),
            (self.stands_in, "stands in"),
        ]
        .into_iter()
        .filter_map(|(on, words)| on.then_some(words))
        .collect();
        if said.is_empty() {
            "could not".to_owned()
        } else {
            said.join(", ")
        }
    }
}

/// How many could do something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Different people, as far as names tell.
    pub people: usize,
    /// Roles of which nobody wrote down who holds them: a post each.
    pub posts: usize,
}

impl Count {
    /// Together.
    #[must_use]
    pub const fn all(self) -> usize {
        self.people.saturating_add(self.posts)
    }

    /// For example "3 people", "1 person and 1 post", "Nobody could".
    #[must_use]
    pub fn words(self) -> String {
        let people = words::number(self.people as u64, "person", "people");
        let posts = words::number(self.posts as u64, "post", "posts");
        match (self.people, self.posts) {
            (0, 0) => "Nobody could".to_owned(),
            (_, 0) => people,
            (0, _) => posts,
            _ => format!("{people} and {posts}"),
        }
    }
}

/// Too few could do the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody.
    Nobody,
    /// One person, or one post.
    One,
}

impl Gap {
    /// The gap in a few words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nobody => "Nobody could",
            Self::One => "Cover of one",
        }
    }
}

/// A handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub handoff: HandoffId,
    /// What is handed over.
    pub name: String,
    /// "Provider to customer".
    pub between: String,
    /// Whose promise it is.
    pub provider: PartyId,
    /// Whether that is outside the organisation, and sees to its own cover.
    pub outside: bool,
    /// How many could do the work.
    pub cover: Count,
    /// Whether that is too few.
    pub gap: Option<Gap>,
    /// How many roles do the work untrained, as the risk of that name finds them.
    pub untrained: usize,
}

impl Row {
    /// What stands at the end of the row: the gap, or how many could.
    #[must_use]
    pub fn says(&self) -> String {
        match self.gap {
            Some(gap) => gap.words().to_owned(),
            None => self.cover.words(),
        }
    }
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// The party it belongs to.
    pub party: PartyId,
    /// What that is called.
    pub party_name: String,
    /// Of how many handoffs it does the work.
    pub does: usize,
    /// Of how many others it could.
    pub could: usize,
}

/// Who could do what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// Handoffs, by the name of their provider, then by their own.
    pub rows: Vec<Row>,
    /// Roles, by the name of their party, then by their own.
    pub columns: Vec<Column>,
    /// How many handoffs have a gap, also of those that are not shown.
    pub gaps: usize,
    /// Whether the document says of anybody what it is trained for or who stands in for it.
    pub written: bool,
    /// For each handoff the roles that do its work or are trained for it.
    marks: BTreeMap<HandoffId, BTreeMap<RoleId, Mark>>,
    /// Who stands in for the roles that do some work.
    stand_ins: BTreeMap<RoleId, BTreeSet<RoleId>>,
}

impl Cover {
    /// Of an organisation on that day.
    #[must_use]
    pub fn of(org: &Org, today: Date) -> Self {
        let known = Known::of(org);
        let mut tallies: BTreeMap<&RoleId, (usize, usize)> = BTreeMap::new();
        let mut marks = BTreeMap::new();
        let mut stand_ins = BTreeMap::new();
        let mut rows = Vec::with_capacity(org.handoffs.len());
        for (id, handoff) in &org.handoffs {
            let mut found = known.marks(id, handoff);
            for (role, mark) in &found {
                let (does, could) = tallies.entry(role).or_default();
                *does += usize::from(mark.does);
                *could += usize::from(!mark.does);
            }
            rows.push(Row {
                untrained: found.values().filter(|mark| mark.untrained).count(),
                ..known.row(id, handoff, count(org, found.keys().copied(), today))
            });
            // A role may have very many stand-ins and do the work of very many handoffs: they are kept once for the role.
            found.retain(|_, mark| mark.does || mark.trained);
            for (role, _) in found.iter().filter(|(_, mark)| mark.does) {
                if let Some(known) = org.roles.get(*role).filter(|known| !known.backups.is_empty()) {
                    let id: &RoleId = role;
                    stand_ins.entry(id.clone()).or_insert_with(|| known.backups.clone());
                }
            }
            let owned = found.into_iter().map(|(role, mark)| (role.clone(), mark));
            marks.insert(id.clone(), owned.collect());
        }
        rows.sort_by_cached_key(|row: &Row| {
            let provider = org.party_name(&row.provider).to_lowercase();
            (provider, row.provider.clone(), row.name.to_lowercase())
        });
        let mut columns: Vec<Column> = org
            .roles
            .iter()
            .map(|(id, role)| {
                let (does, could) = tallies.get(id).copied().unwrap_or_default();
                Column {
                    role: id.clone(),
                    name: role.name.clone(),
                    party: role.party.clone(),
                    party_name: org.party_name(&role.party).to_owned(),
                    does,
                    could,
                }
            })
            .collect();
        columns.sort_by_cached_key(|column| {
            let party = column.party_name.to_lowercase();
            (party, column.party.clone(), column.name.to_lowercase())
        });
        Self {
            gaps: rows.iter().filter(|row| row.gap.is_some()).count(),
            written: known.written,
            rows,
            columns,
            marks,
            stand_ins,
        }
    }

    /// The part that is looked at. `kept` are handoffs that stay although there is no gap left in them, so that a row
    /// does not slip away from under the hand that has just mended it.
    #[must_use]
    pub fn filtered(mut self, filter: &Filter, kept: &BTreeSet<HandoffId>) -> Self {
        let wanted = filter.search.trim().to_lowercase();
        if !wanted.is_empty() {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            let called = |row: &Row| has(&row.name) || has(&row.between);
            let named = |column: &Column| has(&column.name) || has(&column.party_name);
            let (rows, columns) = (self.rows.iter().any(called), self.columns.iter().any(named));
            if rows || !columns {
                self.rows.retain(called);
            }
            if columns {
                self.columns.retain(named);
            }
        }
        if filter.only_gaps {
            self.rows.retain(|row| row.gap.is_some() || kept.contains(&row.handoff));
        }
        self
    }

    /// What a role is to a handoff; nothing outside the matrix.
    #[must_use]
    pub fn mark(&self, row: usize, column: usize) -> Mark {
        let Some((row, column)) = self.rows.get(row).zip(self.columns.get(column)) else {
            return Mark::default();
        };
        let Some(marks) = self.marks.get(&row.handoff) else {
            return Mark::default();
        };
        let stands_in = |(role, mark): (&RoleId, &Mark)| {
            let stand_ins = self.stand_ins.get(role).filter(|_| mark.does);
            *role != column.role && stand_ins.is_some_and(|roles| roles.contains(&column.role))
        };
        Mark {
            stands_in: marks.iter().any(stands_in),
            ..marks.get(&column.role).copied().unwrap_or_default()
        }
    }
}

/// What has to be known of the whole document to judge one handoff.
struct Known<'a> {
    org: &'a Org,
    /// The roles that are trained for a handoff, by handoff.
    trained: BTreeMap<&'a HandoffId, Vec<&'a RoleId>>,
    training: Training<'a>,
    written: bool,
}

impl<'a> Known<'a> {
    fn of(org: &'a Org) -> Self {
        let mut trained: BTreeMap<&HandoffId, Vec<&RoleId>> = BTreeMap::new();
        for (id, role) in &org.roles {
            for handoff in &role.trained_for {
                trained.entry(handoff).or_default().push(id);
            }
        }
        let stands_in = |role: &Role| !role.backups.is_empty();
        Self {
            written: !trained.is_empty() || org.roles.values().any(|role| stands_in(role)),
            org,
            trained,
            training: Training::of(org),
        }
    }

    /// The roles that could do the work, and why.
    fn marks(&self, handoff_id: &HandoffId, handoff: &'a Handoff) -> BTreeMap<&'a RoleId, Mark> {
        let roles = &self.org.roles;
        let mut marks: BTreeMap<&RoleId, Mark> = BTreeMap::new();
        let trained = self.trained.get(handoff_id).map_or(&[][..], Vec::as_slice);
        for role in trained {
            marks.entry(role).or_default().trained = true;
        }
        for (id, role) in handoff
            .roles_with(Letter::Responsible)
            .filter_map(|role| roles.get_key_value(role))
        {
            let mark = marks.entry(id).or_default();
            mark.does = true;
            mark.untrained = self.training.lacks(handoff_id, id, role);
            for (backup, _) in role.backups.iter().filter_map(|backup| roles.get_key_value(backup)) {
                if backup != id {
                    marks.entry(backup).or_default().stands_in = true;
                }
            }
        }
        marks
    }

    fn row(&self, id: &HandoffId, handoff: &Handoff, cover: Count) -> Row {
        let org = self.org;
        let inside = org
            .parties
            .get(&handoff.provider)
            .is_some_and(|party| !party.kind.is_customer() && !party.kind.is_semi_internal());
        Row {
            handoff: id.clone(),
            name: match handoff.deliverable.trim() {
                "" => "Not written yet".to_owned(),
                text => text.to_owned(),
            },
            between: format!(
                "{} to {}",
                org.party_name(&handoff.provider),
                org.party_name(&handoff.customer)
            ),
            provider: handoff.provider.clone(),
            outside: !inside,
            cover,
            gap: match cover.all() {
                _ if !inside => None,
                0 => Some(Gap::Nobody),
                1 if self.written => Some(Gap::One),
                _ => None,
            },
            untrained: 0,
        }
    }
}

/// How many people these roles make on that day.
fn count<'a>(org: &Org, roles: impl Iterator<Item = &'a RoleId>, today: Date) -> Count {
    let mut named: BTreeSet<String> = BTreeSet::new();
    let (mut unnamed, mut posts) = (0, 0);
    for role in roles.filter_map(|role| org.roles.get(role)) {
        posts += usize::from(role.holders.is_empty());
        for holder in holders(role, today) {
            match key(&holder.name) {
                name if name.is_empty() => unnamed += 1,
                name => {
                    named.insert(name);
                }
            }
        }
    }
    Count {
        people: named.len() + unnamed,
        posts,
    }
}

/// Who holds the role on that day; a day that is not known is no reason against it.
pub(super) fn holders(role: &Role, day: Date) -> impl Iterator<Item = &Holder> {
    role.holders.iter().filter(move |holder| {
        let begun = holder.since.is_none_or(|since| since <= day);
        begun && holder.until.is_none_or(|until| day <= until)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Party;

    /// Kept for every handoff, the stand-ins would be 40 times as many.
    #[test]
    fn stand_ins_are_kept_once_for_a_role() {
        let mut org = Org::named("Test");
        org.parties.insert("maker".into(), Party::default().into());
        let mut smith = Role::new("Smith", "maker".into());
        for n in 0..30 {
            let id = RoleId::new(&format!("b{n}"));
            smith.backups.insert(id.clone());
            org.roles.insert(id, Role::new("Backup", "maker".into()).into());
        }
        org.roles.insert("smith".into(), smith.into());
        for n in 0..40 {
            let mut handoff = Handoff::between("maker".into(), "maker".into());
            handoff.raci.insert("smith".into(), "R".parse().unwrap());
            org.handoffs.insert(HandoffId::new(&format!("h{n}")), handoff.into());
        }
        let cover = Cover::of(&org, jiff::civil::date(2026, 11, 22));
        let kept: usize = cover.marks.values().map(BTreeMap::len).sum();
        let stand_ins: usize = cover.stand_ins.values().map(BTreeSet::len).sum();
        assert_eq!((kept, stand_ins), (40, 30));
        let marks = (0..40).flat_map(|row| (0..31).map(move |column| (row, column)));
        let stands_in = marks.filter(|(row, column)| cover.mark(*row, *column).stands_in);
        assert_eq!(stands_in.count(), 40 * 30);
        assert!(cover.columns.iter().all(|column| column.does + column.could == 40));
    }
}
