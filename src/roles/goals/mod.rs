//! Who works for which goal of the organisation, and who depends on whom without one in common.
//!
//! What is in common is counted as alignment counts it ([`Common`]), so that the two never contradict each other. A
//! paying customer works for goals of its own: it is shown where it names one of ours all the same, but it is no gap
//! that it names none or shares none, and a goal that only customers name is served by nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::org::{GoalId, HandoffId, Importance, Org, Party, PartyId, PartyKind, RoleId};

mod block;
mod common;

pub use common::Common;

/// How far up it is followed what a party is part of. No organisation is as deep; a file may be.
const DEEPEST: usize = 64;

/// A party that could work for a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub party: PartyId,
    /// What it is called.
    pub name: String,
    /// What it is: "Team, part of Operations".
    pub place: String,
    /// Its kind.
    pub kind: PartyKind,
    /// How many goals it names.
    pub goals: usize,
    /// How many handoffs it exchanges with other parties.
    pub handoffs: usize,
    /// With how many parties it exchanges handoffs and has no goal in common, though one is missed.
    pub apart: usize,
}

impl Row {
    /// Whether it should name a goal and names none: parties that exchange nothing may do without.
    #[must_use]
    pub const fn lacks_goal(&self) -> bool {
        self.goals == 0 && self.handoffs > 0 && !self.kind.is_customer()
    }
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which one.
    pub goal: GoalId,
    /// It in one line.
    pub name: String,
    /// The role that answers for it and what that is called. A role that does not exist answers for nothing.
    pub owner: Option<(RoleId, String)>,
    /// How many parties work for it, paying customers aside.
    pub serving: usize,
    /// How many paying customers name it.
    pub customers: usize,
}

/// Two parties that exchange handoffs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The two, by identifier.
    pub sides: [PartyId; 2],
    /// The goals that each of them names, by identifier.
    pub goals: [Vec<GoalId>; 2],
    /// The goals that both name, by identifier.
    pub both: Vec<GoalId>,
    /// What they have in common.
    pub common: Common,
    /// The handoffs between them, in both directions, by identifier; never none.
    pub handoffs: Vec<HandoffId>,
    /// The greatest importance among those.
    pub importance: Importance,
}

/// What is missing in the whole organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Parties that exchange handoffs and name no goal.
    pub parties: usize,
    /// Goals for which nobody works.
    pub unserved: usize,
    /// Goals for which no role answers.
    pub unowned: usize,
    /// Pairs that depend on each other and share no goal.
    pub pairs: usize,
}

impl Gaps {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> usize {
        self.parties + self.unserved + self.unowned + self.pairs
    }
}

/// Which part is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Parties that lack a goal or one in common with another, and no others.
    pub only_gaps: bool,
    /// What is searched for in the names of parties and goals, in either case. It keeps the parties and the goals that
    /// are called so; where there is none of one kind, all of that kind stay.
    pub search: String,
}

/// What stays although it is no longer looked for, so that nothing slips away from under the hand that is just mending
/// or naming it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Parties.
    pub parties: BTreeSet<PartyId>,
    /// Goals.
    pub goals: BTreeSet<GoalId>,
}

/// Parties and goals as they are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goals {
    /// Parties: those of the organisation, then those beside it, then paying customers that name a goal. Each stands
    /// below what it is part of, and otherwise by name.
    pub rows: Vec<Row>,
    /// Goals, by name.
    pub columns: Vec<Column>,
    /// All pairs that exchange handoffs: the greatest importance first, then the most handoffs, then by name.
    pub pairs: Vec<Pair>,
    /// What is missing, whatever is shown of it.
    pub gaps: Gaps,
}

impl Goals {
    /// All parties and goals of an organisation.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let pairs = pairs(org);
        let mut rows = rows(org, &pairs);
        let columns = columns(org);
        let gaps = Gaps {
            parties: rows.iter().filter(|row| row.lacks_goal()).count(),
            unserved: columns.iter().filter(|column| column.serving == 0).count(),
            unowned: columns.iter().filter(|column| column.owner.is_none()).count(),
            pairs: pairs.iter().filter(|pair| pair.common.is_missed()).count(),
        };
        rows.retain(|row| !row.kind.is_customer() || row.goals > 0);
        Self {
            rows,
            columns,
            pairs,
            gaps,
        }
    }

    /// What is looked for of them. Pairs and gaps stay as they are.
    #[must_use]
    pub fn looked_at(mut self, filter: &Filter, kept: &Kept) -> Self {
        let wanted = filter.search.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let called = self.rows.iter().any(|row| has(&row.name));
        let named = self.columns.iter().any(|column| has(&column.name));
        let kept_too = |row: &Row| kept.parties.contains(&row.party);
        if called || !named {
            self.rows.retain(|row| has(&row.name) || kept_too(row));
        }
        if named {
            let kept = &kept.goals;
            self.columns
                .retain(|column| has(&column.name) || kept.contains(&column.goal));
        }
        if filter.only_gaps {
            self.rows
                .retain(|row| row.lacks_goal() || row.apart > 0 || kept_too(row));
        }
        self
    }

    /// Whether the party of a row works for the goal of a column; not outside the matrix.
    #[must_use]
    pub fn serves(&self, org: &Org, row: usize, column: usize) -> bool {
        self.rows
            .get(row)
            .zip(self.columns.get(column))
            .is_some_and(|(row, column)| {
                let party = org.parties.get(&row.party);
                party.is_some_and(|party| party.goals.contains(&column.goal))
            })
    }
}

/// The goals of a party that exist, by identifier.
fn known<'a>(org: &'a Org, party: &'a Party) -> impl Iterator<Item = &'a GoalId> {
    party.goals.iter().filter(|goal| org.goals.contains_key(*goal))
}

fn pairs(org: &Org) -> Vec<Pair> {
    let mut between: BTreeMap<[&PartyId; 2], Vec<&HandoffId>> = BTreeMap::new();
    for (id, handoff) in &org.handoffs {
        let (one, other) = (&handoff.provider, &handoff.customer);
        if one != other && org.parties.contains_key(one) && org.parties.contains_key(other) {
            between.entry([one.min(other), one.max(other)]).or_default().push(id);
        }
    }
    let mut pairs: Vec<Pair> = between
        .into_iter()
        .map(|(sides, handoffs)| {
            let goals = sides.map(|side| {
                let party = org.parties.get(side);
                party.map_or_else(Vec::new, |party| known(org, party).cloned().collect())
            });
            let other = org.parties.get(sides[1]);
            let shared = |goal: &&GoalId| other.is_some_and(|party| party.goals.contains(*goal));
            let importances = handoffs.iter().filter_map(|id| org.handoffs.get(*id));
            Pair {
                both: goals[0].iter().filter(shared).cloned().collect(),
                common: Common::of(org, sides[0], sides[1]),
                importance: importances.map(|handoff| handoff.importance).max().unwrap_or_default(),
                handoffs: handoffs.into_iter().cloned().collect(),
                sides: sides.map(Clone::clone),
                goals,
            }
        })
        .collect();
    pairs.sort_by_cached_key(|pair| {
        let rank = (pair.importance, pair.handoffs.len());
        let names = pair.sides.each_ref().map(|side| org.party_name(side).to_lowercase());
        (std::cmp::Reverse(rank), names, pair.sides.clone())
    });
    pairs
}

fn rows(org: &Org, pairs: &[Pair]) -> Vec<Row> {
    let mut counts: BTreeMap<&PartyId, (usize, usize)> = BTreeMap::new();
    for pair in pairs {
        for side in &pair.sides {
            let (handoffs, apart) = counts.entry(side).or_default();
            *handoffs += pair.handoffs.len();
            *apart += usize::from(pair.common.is_missed());
        }
    }
    let mut rows: Vec<Row> = org
        .parties
        .iter()
        .map(|(id, party)| {
            let (handoffs, apart) = counts.get(id).copied().unwrap_or_default();
            let kind = party.kind.label();
            let parent = party
                .part_of
                .as_ref()
                .filter(|parent| org.parties.contains_key(*parent));
            Row {
                party: id.clone(),
                name: party.name.clone(),
                place: parent.map_or_else(
                    || kind.to_owned(),
                    |parent| format!("{kind}, part of {}", org.party_name(parent)),
                ),
                kind: party.kind,
                goals: known(org, party).count(),
                handoffs,
                apart,
            }
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let far = u8::from(row.kind.is_semi_internal()) + 2 * u8::from(row.kind.is_customer());
        (far, line(org, &row.party))
    });
    rows
}

/// From what a party is part of in the end down to itself, each by name and identifier. Where they go round in a
/// circle each comes once.
fn line(org: &Org, party: &PartyId) -> Vec<(String, PartyId)> {
    let mut all = vec![party];
    while let Some(next) = all.last().and_then(|last| org.parties.get(*last)?.part_of.as_ref()) {
        if all.len() == DEEPEST || all.contains(&next) || !org.parties.contains_key(next) {
            break;
        }
        all.push(next);
    }
    all.into_iter()
        .rev()
        .map(|id| (org.party_name(id).to_lowercase(), id.clone()))
        .collect()
}

fn columns(org: &Org) -> Vec<Column> {
    let mut counts: BTreeMap<&GoalId, (usize, usize)> = BTreeMap::new();
    for party in org.parties.values() {
        for goal in known(org, party) {
            let (serving, customers) = counts.entry(goal).or_default();
            *(if party.kind.is_customer() { customers } else { serving }) += 1;
        }
    }
    let mut columns: Vec<Column> = org
        .goals
        .iter()
        .map(|(id, goal)| {
            let (serving, customers) = counts.get(id).copied().unwrap_or_default();
            let owner = goal.owner.as_ref().filter(|owner| org.roles.contains_key(*owner));
            Column {
                goal: id.clone(),
                name: goal.name.clone(),
                owner: owner.map(|owner| (owner.clone(), org.role_name(owner).to_owned())),
                serving,
                customers,
            }
        })
        .collect();
    columns.sort_by_cached_key(|column| (column.name.to_lowercase(), column.goal.clone()));
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        org::{Edit, Goal, Handoff, Role},
        roles::Area,
    };

    /// Parties by kind, what they are part of and the goals they name.
    fn org(parties: &[(&str, PartyKind, &str, &[&str])], handoffs: &[(&str, &str, Importance)]) -> Org {
        let mut org = Org::named("Test");
        for (id, owner) in [("cheap", Some("lead")), ("fast", None), ("safe", Some("gone"))] {
            let goal = Goal {
                name: id.to_owned(),
                owner: owner.map(Into::into),
                ..Goal::default()
            };
            org.goals.insert(id.into(), goal.into());
        }
        for (name, kind, parent, goals) in parties {
            let party = Party {
                name: (*name).to_owned(),
                kind: *kind,
                part_of: (!parent.is_empty()).then(|| (*parent).into()),
                goals: goals.iter().map(|goal| (*goal).into()).collect(),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
        }
        org.roles.insert("lead".into(), Role::new("Lead", "bees".into()).into());
        for (k, (provider, customer, importance)) in handoffs.iter().enumerate() {
            let handoff = Handoff {
                importance: *importance,
                ..Handoff::between((*provider).into(), (*customer).into())
            };
            org.handoffs.insert(HandoffId::new(&format!("h{k}")), handoff.into());
        }
        org
    }

    use Importance::{High, Low, Normal};
    use PartyKind::{Customer, Supplier, Team};

    fn busy() -> Org {
        org(
            &[
                ("Wasps", Team, "", &["fast", "ghost"]),
                ("Ants", Team, "wasps", &["cheap", "safe"]),
                ("bees", Team, "", &["cheap", "fast", "safe"]),
                ("Idle", Team, "", &[]),
                ("Mute", Team, "", &["ghost"]),
                ("Mill", Supplier, "", &[]),
                ("Shop", Customer, "", &["fast"]),
                ("Passer", Customer, "", &[]),
            ],
            &[
                ("wasps", "ants", Low),    // nothing in common
                ("ants", "wasps", High),   // the other way
                ("ants", "bees", Normal),  // cheap and safe, of two
                ("bees", "wasps", Normal), // fast, of one; what does not exist does not count
                ("mute", "bees", High),    // names only what does not exist
                ("mill", "ants", Low),     // names none
                ("ants", "shop", High),    // a paying customer has its own
                ("bees", "shop", Low),     // and shares it here
                ("bees", "passer", Low),   // and names none here
                ("bees", "bees", High),    // to itself
                ("bees", "nowhere", High), // to nobody
            ],
        )
    }

    #[test]
    fn who_works_for_what_is_counted() {
        let goals = Goals::of(&busy());
        let rows: Vec<_> = goals
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.goals, row.handoffs, row.apart, row.lacks_goal()))
            .collect();
        // Ours by name and below what they are part of, then those beside, then the paying customer that names a goal.
        assert_eq!(
            rows,
            [
                ("bees", 3, 5, 0, false),
                ("Idle", 0, 0, 0, false),
                ("Mute", 0, 1, 0, true),
                ("Wasps", 1, 3, 1, false),
                ("Ants", 2, 5, 1, false),
                ("Mill", 0, 1, 0, true),
                ("Shop", 1, 2, 0, false),
            ]
        );
        assert_eq!(goals.rows[4].place, "Team, part of Wasps");
        let columns: Vec<_> = goals
            .columns
            .iter()
            .map(|c| (c.name.as_str(), c.serving, c.customers, c.owner.is_some()))
            .collect();
        assert_eq!(
            columns,
            [("cheap", 2, 0, true), ("fast", 2, 1, false), ("safe", 2, 0, false)]
        );
        assert_eq!(
            goals.gaps,
            Gaps {
                parties: 2,
                unserved: 0,
                unowned: 2,
                pairs: 1
            }
        );
        assert_eq!(goals.gaps.total(), 5);
    }

    #[test]
    fn pairs_come_with_what_they_share_the_most_important_first() {
        let goals = Goals::of(&busy());
        let pairs: Vec<_> = goals
            .pairs
            .iter()
            .map(|pair| {
                let sides = pair.sides.each_ref().map(PartyId::as_str);
                (sides, pair.common, pair.handoffs.len(), pair.importance)
            })
            .collect();
        assert_eq!(
            pairs,
            [
                (["ants", "wasps"], Common::Nothing(1), 2, High),
                (["ants", "shop"], Common::Own(1), 1, High),
                (["bees", "mute"], Common::Unnamed, 1, High),
                (["ants", "bees"], Common::All(2), 1, Normal),
                (["bees", "wasps"], Common::All(1), 1, Normal),
                (["ants", "mill"], Common::Unnamed, 1, Low),
                (["bees", "passer"], Common::Unnamed, 1, Low),
                (["bees", "shop"], Common::All(1), 1, Low),
            ]
        );
        let first = &goals.pairs[0];
        let named = first
            .goals
            .each_ref()
            .map(|goals| goals.iter().map(GoalId::as_str).collect::<Vec<_>>());
        assert_eq!(named, [vec!["cheap", "safe"], vec!["fast"]]);
        assert!(first.both.is_empty());
        assert_eq!(goals.pairs[3].both, ["cheap".into(), "safe".into()]);
    }

    #[test]
    fn a_goal_that_only_customers_name_is_served_by_nobody() {
        let org = org(
            &[("Shop", Customer, "", &["fast"]), ("Bees", Team, "", &["cheap"])],
            &[],
        );
        let goals = Goals::of(&org);
        let served: Vec<_> = goals.columns.iter().map(|c| (c.serving, c.customers)).collect();
        assert_eq!(served, [(1, 0), (0, 1), (0, 0)]);
        assert_eq!(goals.gaps.unserved, 2);
    }

    #[test]
    fn what_is_looked_for_stays() {
        let all = Goals::of(&busy());
        let table: [(bool, &str, &[&str], &[&str]); 5] = [
            (
                false,
                "FAST",
                &["bees", "Idle", "Mute", "Wasps", "Ants", "Mill", "Shop"],
                &["fast"],
            ),
            (false, " m", &["Mute", "Mill"], &["cheap", "fast", "safe"]),
            (false, "as", &["Wasps"], &["fast"]),
            (true, "", &["Mute", "Wasps", "Ants", "Mill"], &["cheap", "fast", "safe"]),
            (false, "oak", &[], &["cheap", "fast", "safe"]),
        ];
        for (only_gaps, search, rows, columns) in table {
            let filter = Filter {
                only_gaps,
                search: search.to_owned(),
            };
            let goals = all.clone().looked_at(&filter, &Kept::default());
            assert_eq!(
                goals.rows.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
                rows,
                "{search}"
            );
            assert_eq!(
                goals.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
                columns,
                "{search}"
            );
        }
        let gaps = Filter {
            only_gaps: true,
            ..Filter::default()
        };
        let bees = Kept {
            parties: BTreeSet::from(["bees".into()]),
            ..Kept::default()
        };
        let kept = all.looked_at(&gaps, &bees);
        assert_eq!(kept.rows[0].name, "bees");
    }

    const ALL: Area = Area {
        top: 0,
        left: 0,
        bottom: 2,
        right: 2,
    };

    /// Three teams and three goals.
    fn three() -> (Org, Goals) {
        let org = org(
            &[
                ("Ants", Team, "", &["cheap", "safe", "ghost"]),
                ("Bees", Team, "", &[]),
                ("Cats", Team, "", &["fast"]),
            ],
            &[],
        );
        let goals = Goals::of(&org);
        (org, goals)
    }

    #[test]
    fn a_block_goes_out_and_comes_back() {
        let (org, goals) = three();
        let text = goals.text(&org, ALL);
        assert_eq!(text, "x\t\tx\n\t\t\n\tx\t");
        let mut cleared = org.clone();
        cleared.apply(goals.clear(&org, ALL)).unwrap();
        assert_eq!(goals.text(&cleared, ALL), "\t\t\n\t\t\n\t\t");
        // What is broken in the file stays as it is.
        assert!(cleared.parties["ants"].goals.contains("ghost"));
        for text in [
            text.clone(),
            text.replace('x', "X").replace('\n', "\r\n"),
            text.replace('x', " yes "),
        ] {
            let mut back = cleared.clone();
            back.apply(goals.paste(&back, ALL, &text).unwrap()).unwrap();
            assert_eq!(back, org, "{text:?}");
        }
        assert_eq!(goals.paste(&org, ALL, &text), Ok(Edit::All(Vec::new())));
    }

    #[test]
    fn one_mark_fills_the_area_and_a_wrong_one_is_refused() {
        let (mut org, goals) = three();
        let left = Area { right: 1, ..ALL };
        let (on, edit) = goals.toggle(&org, left);
        org.apply(edit).unwrap();
        assert_eq!((on, goals.text(&org, ALL).as_str()), (true, "x\tx\tx\nx\tx\t\nx\tx\t"));
        let (on, edit) = goals.toggle(&org, left);
        org.apply(edit).unwrap();
        assert_eq!((on, goals.text(&org, ALL).as_str()), (false, "\t\tx\n\t\t\n\t\t"));
        org.apply(goals.paste(&org, left, "x").unwrap()).unwrap();
        assert_eq!(goals.text(&org, left), "x\tx\nx\tx\nx\tx");
        for (text, wanted) in [
            (
                "x\tR\nx\tx",
                "Row 1, column 2 (Ants, fast) says “R”. A cell takes x or nothing.",
            ),
            ("x\tx\nx", "row 2 of the text has 1 cell, the first row has 2."),
            (
                "x\tx\tx\tx",
                "the text has 1 row and 4 columns, but only 3 rows and 3 columns are left",
            ),
        ] {
            let error = goals.paste(&org, ALL, text).unwrap_err().to_string();
            assert!(
                error.starts_with("Nothing was pasted") && error.contains(wanted),
                "{error}"
            );
        }
        let beyond = Area::between((7, 7), (9, 9));
        assert_eq!(goals.clear(&org, beyond), Edit::All(Vec::new()));
        assert_eq!(goals.text(&org, beyond), "");
    }
}
