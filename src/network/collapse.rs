//! Departments seen as one party each: who is shown for whom, and which handoffs then run between the same two.
//!
//! Nothing is invented: what is shown is made of the parties and handoffs that are there, and says how many they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::org::{Handoff, HandoffId, Map, Org, Party, PartyId};

/// Several handoffs from one shown party to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Who provides: a party, or the head of a collapsed department.
    pub provider: PartyId,
    /// Who depends on them.
    pub customer: PartyId,
    /// Two or more, in the order of their identifiers.
    pub handoffs: Vec<HandoffId>,
}

/// Which departments are collapsed, and what that makes of the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collapsed {
    /// Everybody in a collapsed department with the one at its head, who is shown for them.
    shown_as: BTreeMap<PartyId, PartyId>,
    boxes: BTreeMap<PartyId, Vec<PartyId>>,
    sums: BTreeMap<HandoffId, Sum>,
    /// Under which identifier a handoff is shown, where that is a sum.
    sum_of: BTreeMap<HandoffId, HandoffId>,
    inside: BTreeSet<HandoffId>,
}

/// The parties that others are part of: every department that can be collapsed.
#[must_use]
pub fn heads(org: &Org) -> BTreeSet<&PartyId> {
    let above = org.parties.iter().filter_map(|(id, party)| {
        let above = party.part_of.as_ref()?;
        (above != id).then_some(above)
    });
    above.filter(|id| org.parties.contains_key(*id)).collect()
}

/// A party and what it is part of, from itself upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Each once, the party itself first.
    pub parties: Vec<&'a PartyId>,
    /// Where among them a ring begins, to which the last one leads back.
    pub ring: Option<usize>,
}

impl<'a> Line<'a> {
    /// Goes up from a party, as far as what it is part of is there.
    #[must_use]
    pub fn from(org: &'a Org, party: &'a PartyId) -> Self {
        let mut parties = vec![party];
        let mut at = party;
        while let Some(above) = org.parties.get(at).and_then(|party| party.part_of.as_ref()) {
            if !org.parties.contains_key(above) {
                break;
            }
            let ring = parties.iter().position(|id| *id == above);
            if ring.is_some() {
                return Self { parties, ring };
            }
            parties.push(above);
            at = above;
        }
        Self { parties, ring: None }
    }
}

/// The outermost of some departments that a party is in, or is. Of a ring the one with the first identifier.
fn outermost<'a>(org: &'a Org, of: &'a PartyId, chosen: &BTreeSet<&'a PartyId>) -> Option<&'a PartyId> {
    let Line { parties, ring } = Line::from(org, of);
    let is_chosen = |id: &&PartyId| chosen.contains(id);
    let ring = ring.and_then(|begin| parties[begin..].iter().copied().filter(is_chosen).min());
    ring.or_else(|| parties.into_iter().rev().find(is_chosen))
}

impl Collapsed {
    /// What collapsing those departments makes of the map. A department in a collapsed one is part of that; a party
    /// that nobody is part of stays as it is.
    #[must_use]
    pub fn of(org: &Org, departments: &BTreeSet<PartyId>) -> Self {
        let mut collapsed = Self::default();
        if departments.is_empty() {
            return collapsed;
        }
        let heads = heads(org);
        let chosen: BTreeSet<&PartyId> = departments.iter().filter(|id| heads.contains(id)).collect();
        for id in org.parties.keys() {
            if let Some(head) = outermost(org, id, &chosen) {
                collapsed.shown_as.insert(id.clone(), head.clone());
                collapsed.boxes.entry(head.clone()).or_default().push(id.clone());
            }
        }
        collapsed.sum_up(org);
        collapsed
    }

    fn sum_up(&mut self, org: &Org) {
        let mut between: BTreeMap<(&PartyId, &PartyId), Vec<&HandoffId>> = BTreeMap::new();
        let mut inside = BTreeSet::new();
        for (id, handoff) in &org.handoffs {
            let (provider, customer) = (self.shown_as(&handoff.provider), self.shown_as(&handoff.customer));
            if !self.is_box(provider) && !self.is_box(customer) {
                continue;
            }
            if provider == customer {
                inside.insert(id.clone());
            } else {
                between.entry((provider, customer)).or_default().push(id);
            }
        }
        let mut sums = BTreeMap::new();
        for ((provider, customer), handoffs) in between.into_iter().filter(|(_, handoffs)| handoffs.len() > 1) {
            let mut name = format!("{provider} > {customer}");
            // A file may call a handoff anything.
            while org.handoffs.contains_key(name.as_str()) {
                name.push('>');
            }
            let sum = Sum {
                provider: provider.clone(),
                customer: customer.clone(),
                handoffs: handoffs.into_iter().cloned().collect(),
            };
            sums.insert(HandoffId::new(&name), sum);
        }
        let parts = sums
            .iter()
            .flat_map(|(id, sum)| sum.handoffs.iter().map(move |part| (part, id)));
        self.sum_of = parts.map(|(part, id)| (part.clone(), id.clone())).collect();
        self.sums = sums;
        self.inside = inside;
    }

    /// Whether nothing is collapsed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// The party that is shown for one: the head of its collapsed department, or itself.
    #[must_use]
    pub fn shown_as<'a>(&'a self, party: &'a PartyId) -> &'a PartyId {
        self.shown_as.get(party).unwrap_or(party)
    }

    /// Whether a party is not seen, because another is shown for it.
    #[must_use]
    pub fn hides(&self, party: &PartyId) -> bool {
        self.shown_as.get(party).is_some_and(|head| head != party)
    }

    /// Whether a party stands for its whole department.
    #[must_use]
    pub fn is_box(&self, party: &PartyId) -> bool {
        self.boxes.contains_key(party)
    }

    /// The collapsed departments by their heads, each with everybody in it, the head among them.
    #[must_use]
    pub const fn boxes(&self) -> &BTreeMap<PartyId, Vec<PartyId>> {
        &self.boxes
    }

    /// Everybody for whom a party is shown: its whole department, or itself.
    #[must_use]
    pub fn members<'a>(&'a self, party: &'a PartyId) -> &'a [PartyId] {
        self.boxes.get(party).map_or(std::slice::from_ref(party), Vec::as_slice)
    }

    /// What is shown instead of several handoffs between the same two, by the identifiers made for them.
    #[must_use]
    pub const fn sums(&self) -> &BTreeMap<HandoffId, Sum> {
        &self.sums
    }

    /// The handoffs for which one is shown: those of a sum, or itself.
    #[must_use]
    pub fn handoffs<'a>(&'a self, handoff: &'a HandoffId) -> &'a [HandoffId] {
        self.sums
            .get(handoff)
            .map_or(std::slice::from_ref(handoff), |sum| sum.handoffs.as_slice())
    }

    /// Under which identifier a handoff is shown: its own or that of a sum. Nothing where it runs inside a collapsed
    /// department.
    #[must_use]
    pub fn line<'a>(&'a self, handoff: &'a HandoffId) -> Option<&'a HandoffId> {
        (!self.inside.contains(handoff)).then(|| self.sum_of.get(handoff).unwrap_or(handoff))
    }

    /// The parties that are shown. The head of a collapsed department works for the goals of everybody in it.
    #[must_use]
    pub fn parties(&self, org: &Org) -> Map<PartyId, Party> {
        let mut parties = org.parties.clone();
        for (head, members) in &self.boxes {
            for member in members.iter().filter(|id| *id != head) {
                parties.remove(member);
            }
            if let Some(party) = org.parties.get(head) {
                let mut shown = (**party).clone();
                let all = members.iter().filter_map(|id| org.parties.get(id));
                shown.goals = all.flat_map(|member| member.goals.iter().cloned()).collect();
                // What it is part of may be inside its own department, where that is a ring.
                shown.part_of = shown.part_of.filter(|above| !self.hides(above));
                parties.insert(head.clone(), shown.into());
            }
        }
        parties
    }

    /// The handoffs that are shown. A sum is called by how many handoffs it stands for, and is as important as the most
    /// important of them.
    #[must_use]
    pub fn lines(&self, org: &Org) -> Map<HandoffId, Handoff> {
        let mut lines = Map::new();
        for (id, handoff) in &org.handoffs {
            if self.inside.contains(id) || self.sum_of.contains_key(id) {
                continue;
            }
            let (provider, customer) = (self.shown_as(&handoff.provider), self.shown_as(&handoff.customer));
            if *provider == handoff.provider && *customer == handoff.customer {
                lines.insert(id.clone(), handoff.clone());
            } else {
                let shown = Handoff {
                    provider: provider.clone(),
                    customer: customer.clone(),
                    ..(**handoff).clone()
                };
                lines.insert(id.clone(), shown.into());
            }
        }
        for (id, sum) in &self.sums {
            let parts = sum.handoffs.iter().filter_map(|id| org.handoffs.get(id));
            let shown = Handoff {
                deliverable: format!("{} handoffs", sum.handoffs.len()),
                importance: parts.map(|handoff| handoff.importance).max().unwrap_or_default(),
                ..Handoff::between(sum.provider.clone(), sum.customer.clone())
            };
            lines.insert(id.clone(), shown.into());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parties with what they are part of, and handoffs by provider and customer, named a, b, c in their order.
    fn org(parts: &[(&str, &str)], lines: &[(&str, &str)]) -> Org {
        let mut org = Org::named("Test");
        for (name, above) in parts {
            let party = Party {
                name: (*name).to_owned(),
                part_of: (!above.is_empty()).then(|| PartyId::new(above)),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(name), party.into());
        }
        for (k, (provider, customer)) in lines.iter().enumerate() {
            let id = char::from(b'a' + k as u8).to_string();
            let handoff = Handoff::between((*provider).into(), (*customer).into());
            org.handoffs.insert(HandoffId::new(&id), handoff.into());
        }
        org
    }

    fn collapse(org: &Org, departments: &[&str]) -> Collapsed {
        Collapsed::of(org, &departments.iter().map(|id| PartyId::new(id)).collect())
    }

    /// "sales > town: a b" for each line that is shown.
    fn told(collapsed: &Collapsed, org: &Org) -> Vec<String> {
        let lines = collapsed.lines(org);
        let told = lines.iter().map(|(id, line)| {
            let parts: Vec<_> = collapsed.handoffs(id).iter().map(HandoffId::as_str).collect();
            format!("{} > {}: {}", line.provider, line.customer, parts.join(" "))
        });
        told.collect()
    }

    fn shop() -> Org {
        org(
            &[
                ("sales", ""),
                ("north", "sales"),
                ("south", "sales"),
                ("corner", "north"),
                ("pay", ""),
                ("town", ""),
            ],
            &[
                ("north", "town"),
                ("south", "town"),
                ("town", "south"),
                ("north", "south"),
                ("pay", "corner"),
                ("pay", "town"),
            ],
        )
    }

    #[test]
    fn a_department_is_one_box_and_its_handoffs_are_summed_each_way() {
        let org = shop();
        let collapsed = collapse(&org, &["sales"]);
        let shown: Vec<_> = collapsed.parties(&org).keys().map(ToString::to_string).collect();
        assert_eq!(shown, ["pay", "sales", "town"]);
        assert_eq!(collapsed.members(&"sales".into()).len(), 4);
        // The one inside is not shown; single ones keep their own names.
        assert_eq!(
            told(&collapsed, &org),
            [
                "town > sales: c",
                "pay > sales: e",
                "pay > town: f",
                "sales > town: a b"
            ]
        );
        let one = HandoffId::new("a");
        let sum = collapsed.line(&one).unwrap();
        assert_eq!(collapsed.lines(&org)[sum].deliverable, "2 handoffs");
        assert_eq!(collapsed.line(&"d".into()), None);
        assert_eq!(collapsed.line(&"f".into()), Some(&"f".into()));
    }

    #[test]
    fn nothing_collapsed_is_everything_shown() {
        let org = shop();
        for nobody in [&[][..], &["pay"], &["nobody"]] {
            let collapsed = collapse(&org, nobody);
            assert!(collapsed.is_empty());
            assert_eq!(collapsed.parties(&org), org.parties);
            assert_eq!(collapsed.lines(&org), org.handoffs);
        }
    }

    #[test]
    fn the_outer_department_takes_the_inner_one_along() {
        let org = shop();
        assert_eq!(collapse(&org, &["sales", "north"]), collapse(&org, &["sales"]));
        let inner = collapse(&org, &["north"]);
        assert_eq!(inner.shown_as(&"corner".into()), &"north".into());
        assert!(!inner.hides(&"south".into()));
    }

    #[test]
    fn two_boxes_have_one_sum_for_each_direction() {
        let org = org(
            &[("a", ""), ("a1", "a"), ("a2", "a"), ("b", ""), ("b1", "b")],
            &[
                ("a1", "b1"),
                ("a2", "b1"),
                ("a", "b"),
                ("b", "a1"),
                ("b1", "a2"),
                ("a1", "a2"),
            ],
        );
        let collapsed = collapse(&org, &["a", "b"]);
        assert_eq!(told(&collapsed, &org), ["a > b: a b c", "b > a: d e"]);
    }

    #[test]
    fn a_ring_is_one_box_whoever_of_it_is_named() {
        let org = org(
            &[("a", "b"), ("b", "c"), ("c", "a"), ("d", "c"), ("e", "")],
            &[("d", "e"), ("b", "e")],
        );
        for named in [&["a"][..], &["a", "b"], &["c", "a", "b"]] {
            let collapsed = collapse(&org, named);
            assert_eq!(collapsed.boxes().len(), 1, "{named:?}");
            assert_eq!(collapsed.members(&"a".into()).len(), 4, "{named:?}");
        }
    }

    #[test]
    fn a_sum_is_never_taken_for_a_handoff_of_the_file() {
        let mut org = shop();
        let odd = Handoff::between("pay".into(), "town".into());
        org.handoffs.insert("sales > town".into(), odd.into());
        let collapsed = collapse(&org, &["sales"]);
        assert_eq!(collapsed.lines(&org).len(), 5);
        assert!(!collapsed.sums().contains_key("sales > town"));
    }
}
