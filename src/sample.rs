//! A company that does not exist, as large as one likes: to try out large maps, and to measure with.
//!
//! Departments stand at some distance from the paying customer and hand most of their work towards it; seven
//! handoffs in ten stay within a department, and about one in five runs back (a planted partition with a direction).
//! The same size and seed give the same company on every machine.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{ToSpan as _, civil::Date};

use crate::{
    numbers::Numbers,
    org::{
        Cadence, Delivery, Goal, Handoff, HandoffId, Importance, LogEntry, LogId, Moment, Org, Party, PartyId,
        PartyKind, Role, Span, Unit,
    },
};

/// The fewest parties that make a company: somebody, and a customer.
pub const FEWEST: u32 = 2;

/// The most that are made.
pub const MOST: u32 = 100_000;

/// Handoffs for each party.
const HANDOFFS: u32 = 5;

/// Deliveries for each handoff.
const DELIVERIES: u32 = 2;

/// What departments do, and how many steps from the paying customer they do it.
const FUNCTIONS: [(&str, u32); 24] = [
    ("Sales", 0),
    ("Customer service", 0),
    ("Dispatch", 0),
    ("Field service", 0),
    ("Returns", 0),
    ("Warehouse", 1),
    ("Marketing", 1),
    ("Billing", 1),
    ("Assembly", 1),
    ("Production", 2),
    ("Quality", 2),
    ("Planning", 2),
    ("Maintenance", 2),
    ("Engineering", 3),
    ("Purchasing", 3),
    ("Tooling", 3),
    ("Research", 4),
    ("Accounts", 3),
    ("IT services", 4),
    ("People", 4),
    ("Training", 4),
    ("Legal", 4),
    ("Facilities", 4),
    ("Treasury", 4),
];

/// What tells departments of the same kind apart.
const PLACES: [&str; 12] = [
    "North", "South", "East", "West", "Harbour", "Hill", "River", "Lake", "Old Town", "Mills", "Bridge", "Park",
];

/// What teams are called within their department.
const TEAMS: [&str; 8] = [
    "desk", "planning", "control", "support", "crew", "analysis", "records", "projects",
];

const DELIVERABLES: [&str; 24] = [
    "Weekly plan",
    "Checked papers",
    "Price list",
    "Answers to questions",
    "Monthly figures",
    "Released drawings",
    "Spare parts",
    "Duty roster",
    "Complete orders",
    "Stock count",
    "Test results",
    "Access rights",
    "Contracts",
    "Invoices",
    "Trained people",
    "Repaired tools",
    "Delivery dates",
    "Complaints sorted",
    "Material on site",
    "Change requests",
    "Packed goods",
    "Forecast",
    "Safety notes",
    "Working machines",
];

const GOALS: [&str; 8] = [
    "Every order complete the first time",
    "A question is answered within a day",
    "No accident",
    "Half the waste of last year",
    "New range in the shops by autumn",
    "Nobody waits for another department",
    "Prices that hold for a year",
    "Two who can do every job",
];

/// A company with so many parties, within [`FEWEST`] and [`MOST`], in which things happened until that day.
#[must_use]
pub fn company(parties: u32, seed: u64, until: Date) -> Org {
    let mut maker = Maker {
        org: Org::named(&format!("Company {seed}")),
        numbers: Numbers(seed),
        places: Vec::new(),
        departments: Vec::new(),
        members: Vec::new(),
        until,
    };
    maker.parties(parties.clamp(FEWEST, MOST));
    maker.handoffs();
    maker.log();
    maker.org
}

/// A party inside the company.
struct Place {
    id: PartyId,
    department: usize,
    /// How far from the customer, in hundredths of a step.
    away: u32,
}

struct Maker {
    org: Org,
    numbers: Numbers,
    places: Vec<Place>,
    /// How many steps from the customer each department stands.
    departments: Vec<u32>,
    /// The places of each department.
    members: Vec<Vec<usize>>,
    until: Date,
}

impl Maker {
    fn put(&mut self, name: String, kind: PartyKind, part_of: Option<PartyId>) -> PartyId {
        let id = self.org.new_party_id(&name);
        let headcount = match kind {
            PartyKind::Department => Some(2 + self.numbers.below(8)),
            PartyKind::Team => Some(3 + self.numbers.below(15)),
            _ => None,
        };
        let goals = self.org.goals.keys().cloned().collect::<Vec<_>>();
        let wanted = if kind.is_customer() { 0 } else { self.numbers.below(4) };
        let party = Party {
            name,
            kind,
            part_of,
            headcount,
            goals: (0..wanted).filter_map(|_| self.numbers.of(&goals).cloned()).collect(),
            ..Party::default()
        };
        self.org.parties.insert(id.clone(), Arc::new(party));
        id
    }

    fn parties(&mut self, count: u32) {
        "Made up, to try things out with.".clone_into(&mut self.org.about);
        for name in GOALS {
            let id = self.org.new_goal_id(name);
            let goal = Goal {
                name: name.to_owned(),
                ..Goal::default()
            };
            self.org.goals.insert(id, Arc::new(goal));
        }
        let customers = 1 + count / 3_000;
        let suppliers = count / 50;
        let inside = count - customers - suppliers;
        let departments = (count.isqrt() * 3 / 4).clamp(1, inside);
        for k in 0..customers {
            let name = ["Shops", "Fitters", "Households", "Export"][k as usize % 4];
            let name = if k < 4 {
                name.to_owned()
            } else {
                format!("{name} {}", k / 4 + 1)
            };
            self.put(name, PartyKind::Customer, None);
        }
        let mut heads = Vec::new();
        for k in 0..departments {
            let (function, away) = FUNCTIONS[(k * 7 % 24) as usize];
            let round = k / 24;
            let name = match round.checked_sub(1) {
                None => function.to_owned(),
                Some(place) => format!("{function} {}", PLACES[place as usize % 12]),
            };
            heads.push(self.put(name, PartyKind::Department, None));
            self.departments.push(away);
            self.members.push(Vec::new());
            self.stands(k as usize, heads[k as usize].clone());
        }
        let mut named: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for _ in 0..inside - departments {
            // The smaller of two numbers: some departments are far larger than others.
            let department = self.numbers.below(departments).min(self.numbers.below(departments)) as usize;
            let kind = self.numbers.below(8) as usize;
            let count = named.entry((department, kind)).or_default();
            *count += 1;
            let head = heads[department].clone();
            let name = format!("{} {}", self.org.party_name(&head), TEAMS[kind]);
            let name = if *count > 1 { format!("{name} {count}") } else { name };
            let id = self.put(name, PartyKind::Team, Some(head));
            self.stands(department, id);
        }
        for k in 0..suppliers {
            self.put(format!("Supplier {}", k + 1), PartyKind::Supplier, None);
        }
    }

    fn stands(&mut self, department: usize, id: PartyId) {
        let away = self.departments[department] * 100 + 30 + self.numbers.below(150);
        self.members[department].push(self.places.len());
        self.places.push(Place { id, department, away });
    }

    /// Seven in ten within the department, the others from a department about one step farther from the customer.
    fn handoffs(&mut self) {
        let wanted = self.org.parties.len() as u32 * HANDOFFS;
        let all: Vec<(PartyId, PartyKind)> = self.org.parties.iter().map(|(id, p)| (id.clone(), p.kind)).collect();
        let of = |kind| all.iter().filter(move |(_, k)| *k == kind).map(|(id, _)| id.clone());
        let customers: Vec<PartyId> = of(PartyKind::Customer).collect();
        let suppliers: Vec<PartyId> = of(PartyKind::Supplier).collect();
        let far: Vec<usize> = (0..self.departments.len()).collect();
        let mut made: BTreeMap<(PartyId, PartyId), u32> = BTreeMap::new();
        // Nobody is without a customer: whoever stands nearest serves the paying one, a team its department.
        for k in 0..self.places.len() {
            let place = &self.places[k];
            let (id, head) = (place.id.clone(), self.members[place.department][0]);
            let near = place.away < 100 || self.places.len() == 1;
            let to = if near && (k == head || self.numbers.percent(10)) {
                self.numbers.of(&customers).cloned()
            } else if k == head {
                let nearer = self.nearer(head, &far).map(|to| self.places[to].id.clone());
                nearer.or_else(|| self.numbers.of(&customers).cloned())
            } else {
                Some(self.places[head].id.clone())
            };
            self.hand(&id, to.as_ref(), &mut made);
        }
        for supplier in &suppliers {
            let k = self.numbers.below(self.places.len() as u32) as usize;
            let to = self.places[k].id.clone();
            self.hand(supplier, Some(&to), &mut made);
        }
        // Small companies may have no room for so many.
        for _ in 0..wanted * 4 {
            if self.org.handoffs.len() as u32 >= wanted {
                break;
            }
            let one = self.numbers.below(self.places.len() as u32) as usize;
            let other = if self.numbers.percent(70) {
                let members = self.members[self.places[one].department].clone();
                self.numbers.of(&members).copied()
            } else {
                self.nearer(one, &far)
            };
            let Some(other) = other.filter(|other| *other != one) else {
                continue;
            };
            let (one, other) = (&self.places[one], &self.places[other]);
            let (mut from, mut to) = if one.away >= other.away {
                (one.id.clone(), other.id.clone())
            } else {
                (other.id.clone(), one.id.clone())
            };
            if self.numbers.percent(18) {
                std::mem::swap(&mut from, &mut to);
            }
            self.hand(&from, Some(&to), &mut made);
        }
    }

    /// Somebody in another department, most likely one step nearer to the customer.
    fn nearer(&mut self, from: usize, departments: &[usize]) -> Option<usize> {
        let own = self.places[from].department;
        let away = self.departments[own];
        for _ in 0..12 {
            let department = *self.numbers.of(departments)?;
            let steps = (self.departments[department] + 1).abs_diff(away);
            let fits = department != own && (steps == 0 || self.numbers.percent(40 / (steps * steps)));
            if fits {
                let members = self.members[department].clone();
                return self.numbers.of(&members).copied();
            }
        }
        None
    }

    fn hand(&mut self, from: &PartyId, to: Option<&PartyId>, made: &mut BTreeMap<(PartyId, PartyId), u32>) {
        let Some(to) = to.filter(|to| *to != from) else { return };
        let times = made.entry((from.clone(), to.clone())).or_default();
        *times += 1;
        if *times > 2 {
            return;
        }
        let mut handoff = Handoff::between(from.clone(), to.clone());
        handoff.deliverable = DELIVERABLES[self.numbers.below(24) as usize].into();
        handoff.importance = Importance::ALL[self.numbers.below(3) as usize];
        handoff.cadence = self.numbers.of(&Cadence::all()[..5]).cloned();
        handoff.notice = self
            .numbers
            .percent(70)
            .then(|| Span::days(1 + self.numbers.below(9) as u16));
        handoff.answer_within = Some(Span::days(1 + self.numbers.below(3) as u16));
        handoff.check_in_every = self.numbers.percent(60).then_some(Span::new(1, Unit::Months));
        if self.numbers.percent(80) {
            handoff.promise = format!("{}, complete and on the day.", handoff.deliverable);
            handoff.need = "So that we need not ask again.".into();
            let ago = i64::from(100 + self.numbers.below(600));
            handoff.agreed = Some(self.until.saturating_sub(ago.days()));
        }
        self.answer_for(&mut handoff);
        let id = HandoffId::new(&format!("{}-to-{}-{times}", from.as_str(), to.as_str()));
        self.org.handoffs.insert(id, Arc::new(handoff));
    }

    /// The provider's lead answers for it, if there is one.
    fn answer_for(&mut self, handoff: &mut Handoff) {
        let party = &handoff.provider;
        let id = crate::org::RoleId::new(&format!("{}-lead", party.as_str()));
        if !self.org.roles.contains_key(&id) {
            let name = format!("{} lead", self.org.party_name(party));
            self.org
                .roles
                .insert(id.clone(), Arc::new(Role::new(&name, party.clone())));
        }
        if let Some(letters) = ["RA", "RA", "RA", "R"]
            .get(self.numbers.below(4) as usize)
            .and_then(|letters| letters.parse().ok())
        {
            handoff.raci.insert(id, letters);
        }
    }

    fn log(&mut self) {
        let handoffs: Vec<HandoffId> = self.org.handoffs.keys().cloned().collect();
        for (k, handoff) in handoffs.iter().enumerate() {
            // Some keep nearly everything, some hardly half.
            let kept = 55 + self.numbers.below(43);
            for _ in 0..DELIVERIES {
                let due = self.until.saturating_sub(i64::from(self.numbers.below(88)).days());
                let late = if self.numbers.percent(kept) {
                    0
                } else {
                    i64::from(1 + self.numbers.below(4))
                };
                let delivered = due.saturating_add(late.days()).min(self.until);
                let delivery = Delivery {
                    handoff: handoff.clone(),
                    asked: None,
                    due: Moment::day(due),
                    delivered: Some(Moment::day(delivered)),
                    right_first_time: Some(self.numbers.percent(95)),
                    flaw: None,
                    note: String::new(),
                };
                let id = LogId::new(&format!("{due}-{k:05}{:02}", self.org.log.len() % 100));
                self.org.log.insert(id, Arc::new(LogEntry::Delivery(delivery)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2026, 6, 30);

    #[test]
    fn a_company_is_as_large_as_asked_for_and_holds_together() {
        for count in [2, 3, 10, 60, 500, 2_000] {
            let org = company(count, 7, DAY);
            assert_eq!(org.parties.len(), count as usize);
            assert_eq!(org.problems(), [], "{count} parties");
            assert!(org.parties.values().any(|party| party.kind.is_customer()));
            let linked = |id: &PartyId| org.handoffs.values().any(|h| h.provider == *id || h.customer == *id);
            let alone = org.parties.iter().find(|(id, p)| !p.kind.is_customer() && !linked(id));
            assert_eq!(alone, None, "{count} parties");
        }
        let org = company(2_000, 1, DAY);
        assert_eq!(org.handoffs.len(), 10_000);
    }

    #[test]
    fn the_same_seed_makes_the_same_company_and_another_one_another() {
        let (one, same) = (company(300, 1, DAY), company(300, 1, DAY));
        assert_eq!(one, same);
        assert_ne!(one.handoffs, company(300, 2, DAY).handoffs);
    }

    #[test]
    fn most_handoffs_stay_in_a_department_and_run_towards_the_customer() {
        let org = company(1_000, 3, DAY);
        let of = |id: &PartyId| org.parties[id].part_of.clone().unwrap_or_else(|| id.clone());
        let inside = org.handoffs.values().filter(|h| of(&h.provider) == of(&h.customer));
        let share = inside.count() as f64 / org.handoffs.len() as f64;
        assert!((0.55..0.85).contains(&share), "{share}");
        assert!(
            org.handoffs
                .values()
                .all(|h| !org.parties[&h.provider].kind.is_customer())
        );
    }
}
