//! The E–I index: whether a department deals with others or with itself.

use std::collections::{BTreeMap, HashMap};

use crate::org::{Org, PartyId, PartyKind};

use super::graph::{handoffs, numbers};

/// Handoffs of a group by where they lead.
///
/// Krackhardt & Stern, Informal networks and organizational crises, Social Psychology Quarterly 51 (1988).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ei {
    /// Both sides belong to the group.
    pub internal: u32,
    /// Exactly one side does.
    pub external: u32,
}

impl Ei {
    /// (external − internal) / (external + internal), from −1 (only with itself) to 1 (only with others); nothing
    /// where there is no handoff.
    #[must_use]
    pub fn index(self) -> Option<f64> {
        let (internal, external) = (f64::from(self.internal), f64::from(self.external));
        (internal + external > 0.0).then(|| (external - internal) / (external + internal))
    }
}

/// The handoffs of every party that others are part of, and of every department, counted one by one.
///
/// Its members are the party itself and all that are part of it at any depth; parties that are part of each other in
/// a circle all have the same members. What a party hands to itself is not counted, nor is a handoff with a party
/// that does not exist.
#[must_use]
pub fn departments(org: &Org) -> BTreeMap<PartyId, Ei> {
    let numbers = numbers(org);
    let tree = Tree::of(org, &numbers);
    let top = numbers.len();
    let (mut sides, mut within, mut members) = (vec![0; top + 1], vec![0; top + 1], vec![0_u32; top + 1]);
    for unit in &tree.unit[..top] {
        members[*unit] += 1;
    }
    for (provider, customer) in handoffs(org, &numbers) {
        let (from, to) = (tree.unit[provider], tree.unit[customer]);
        sides[from] += 1;
        sides[to] += 1;
        within[tree.meet(from, to)] += 1;
    }
    for unit in &tree.order {
        let above = tree.above[*unit];
        sides[above] += sides[*unit];
        within[above] += within[*unit];
        members[above] += members[*unit];
    }
    let mut all = BTreeMap::new();
    for (number, (id, party)) in org.parties.iter().enumerate() {
        let unit = tree.unit[number];
        if members[unit] > 1 || party.kind == PartyKind::Department {
            let ei = Ei {
                internal: within[unit],
                external: sides[unit] - 2 * within[unit],
            };
            all.insert(id.clone(), ei);
        }
    }
    all
}

/// Counts ties between groups, each given by the groups of its two ends: for the whole, where every tie counts once,
/// and for each group that has ties.
pub fn between_groups<G: Ord + Clone>(ties: impl IntoIterator<Item = (G, G)>) -> (Ei, BTreeMap<G, Ei>) {
    let mut whole = Ei::default();
    let mut groups: BTreeMap<G, Ei> = BTreeMap::new();
    for (one, other) in ties {
        if one == other {
            whole.internal += 1;
            groups.entry(one).or_default().internal += 1;
        } else {
            whole.external += 1;
            groups.entry(one).or_default().external += 1;
            groups.entry(other).or_default().external += 1;
        }
    }
    (whole, groups)
}

/// Which party is part of which. Parties in a circle are one unit, that of the first of them, and every other party
/// is a unit of its own. Everything belongs to the top, whose number is that of the parties.
struct Tree {
    /// The unit of each party.
    unit: Vec<usize>,
    /// The unit that each one belongs to.
    above: Vec<usize>,
    /// A unit farther up, by which the way gets short.
    leap: Vec<usize>,
    /// How far each unit is from the top.
    depth: Vec<usize>,
    /// All units but the top, those that belong to others before these.
    order: Vec<usize>,
}

impl Tree {
    fn of(org: &Org, numbers: &HashMap<&PartyId, usize>) -> Self {
        let top = numbers.len();
        let part_of = org.parties.values().map(|party| party.part_of.as_ref());
        let mut above: Vec<usize> = part_of
            .map(|above| above.and_then(|id| numbers.get(id).copied()).unwrap_or(top))
            .chain([top])
            .collect();
        let mut unit: Vec<usize> = (0..=top).collect();
        // Parties that nobody is part of go first; what is never reached that way goes round in a circle.
        let mut waiting = vec![0_u32; top + 1];
        for party in 0..top {
            waiting[above[party]] += 1;
        }
        let mut order: Vec<usize> = (0..top).filter(|party| waiting[*party] == 0).collect();
        let mut at = 0;
        while let Some(party) = order.get(at) {
            let up = above[*party];
            waiting[up] -= 1;
            if waiting[up] == 0 && up != top {
                order.push(up);
            }
            at += 1;
        }
        for first in 0..top {
            if waiting[first] > 0 && unit[first] == first {
                let mut next = std::mem::replace(&mut above[first], top);
                while next != first {
                    unit[next] = first;
                    next = std::mem::replace(&mut above[next], top);
                }
                order.push(first);
            }
        }
        for party in 0..top {
            above[party] = unit[above[party]];
        }
        let mut tree = Self {
            unit,
            above,
            leap: vec![top; top + 1],
            depth: vec![0; top + 1],
            order,
        };
        for at in (0..tree.order.len()).rev() {
            let unit = tree.order[at];
            let up = tree.above[unit];
            tree.depth[unit] = tree.depth[up] + 1;
            let (one, two) = (tree.leap[up], tree.leap[tree.leap[up]]);
            let even = tree.depth[up] - tree.depth[one] == tree.depth[one] - tree.depth[two];
            tree.leap[unit] = if even { two } else { up };
        }
        tree
    }

    /// The lowest unit that both belong to, or are; in time logarithmic in the depth.
    ///
    /// Myers, An applicative random-access stack, Information Processing Letters 17 (1983).
    fn meet(&self, mut one: usize, mut other: usize) -> usize {
        if self.depth[one] < self.depth[other] {
            std::mem::swap(&mut one, &mut other);
        }
        while self.depth[one] > self.depth[other] {
            let leap = self.leap[one];
            one = if self.depth[leap] < self.depth[other] {
                self.above[one]
            } else {
                leap
            };
        }
        while one != other {
            (one, other) = if self.leap[one] == self.leap[other] {
                (self.above[one], self.above[other])
            } else {
                (self.leap[one], self.leap[other])
            };
        }
        one
    }
}
