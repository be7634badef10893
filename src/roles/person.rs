//! Who holds which roles. A person is a name that stands in one or more roles; what is told of them is what those
//! roles hold, and never how well they do.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    page::{Line, Link, Page, Part},
    sheet::{Sheets, party_called, role_called, tenure},
};
use crate::health::risk::untrained;
use crate::org::{Holder, Org, RoleId, name::one_line};

pub use crate::org::name::key;

/// Somebody whose name stands in one or more roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// By what the same person is known elsewhere; see [`key`].
    pub key: String,
    /// The name as it is written first.
    pub name: String,
    /// The roles, by the name of their party, then by their own; each once.
    pub roles: Vec<RoleId>,
    /// The place among the holders of the first of these roles.
    pub place: usize,
}

/// Holders of a role whose names nobody wrote down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// The role.
    pub role: RoleId,
    /// How many.
    pub count: usize,
}

/// Everybody who holds a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// With a name, from A to Z.
    pub named: Vec<Person>,
    /// Without one, by role in the same order as the roles of a person.
    pub unnamed: Vec<Unnamed>,
}

impl People {
    /// Everybody who holds a role in the document.
    #[must_use]
    pub fn of(org: &Org) -> Self {
        let mut roles: Vec<&RoleId> = org.roles.keys().collect();
        roles.sort_by_cached_key(|id| place(org, id));
        let mut named: BTreeMap<String, Person> = BTreeMap::new();
        let mut unnamed = Vec::new();
        for id in roles {
            let Some(role) = org.roles.get(id) else { continue };
            let mut count = 0;
            for (place, holder) in role.holders.iter().enumerate() {
                let key = key(&holder.name);
                if key.is_empty() {
                    count += 1;
                    continue;
                }
                let person = named.entry(key.clone()).or_insert_with(|| Person {
                    key,
                    name: one_line(&holder.name),
                    roles: Vec::new(),
                    place,
                });
                if person.roles.last() != Some(id) {
                    person.roles.push(id.clone());
                }
            }
            if count > 0 {
                unnamed.push(Unnamed {
                    role: id.clone(),
                    count,
                });
            }
        }
        Self {
            named: named.into_values().collect(),
            unnamed,
        }
    }

    /// The person whose name has that [`key`].
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Person> {
        let at = self.named.binary_search_by(|person| person.key.as_str().cmp(key));
        at.ok().and_then(|at| self.named.get(at))
    }
}

/// Where a role stands among others: by the name of its party, then by its own.
fn place(org: &Org, id: &RoleId) -> (String, String) {
    let party = org
        .roles
        .get(id)
        .map_or_else(String::new, |role| party_called(org, &role.party));
    (party.to_lowercase(), role_called(org, id).to_lowercase())
}

impl Sheets<'_> {
    /// What a person holds: the sheets of the roles that are held on the day of looking, each line told once. How
    /// promises were kept is left out, and so is what a role is not trained for, so that nobody takes it for a mark of
    /// the person.
    #[must_use]
    pub fn person(&self, person: &Person) -> Page {
        let (org, day) = (self.org(), self.day());
        let mut holds = Vec::new();
        let mut told: BTreeMap<Part, Vec<Line>> = BTreeMap::new();
        for id in &person.roles {
            let Some(role) = org.roles.get(id) else { continue };
            let held: Vec<&Holder> = role.holders.iter().filter(|h| key(&h.name) == person.key).collect();
            let how: Vec<String> = held.iter().map(|holder| tenure(holder, day)).collect();
            holds.push(Line {
                link: Some(Link::Role(id.clone())),
                name: role_called(org, id),
                beside: format!("{}, {}", party_called(org, &role.party), how.join("; ")),
                ..Line::default()
            });
            let now = held.iter().any(|holder| {
                let begun = holder.since.is_none_or(|since| since <= day);
                begun && holder.until.is_none_or(|until| day <= until)
            });
            if let Some(sheet) = self.sheet(id).filter(|_| now) {
                let name = sheet.page.title;
                let untrained = untrained::words(org, id);
                let is_told = |part| !matches!(part, Part::HeldBy | Part::NotTrained);
                for mut block in sheet.page.blocks.into_iter().filter(|block| is_told(block.part)) {
                    block.lines.retain(|line| line.beside != untrained);
                    told.entry(block.part)
                        .or_default()
                        .extend(block.lines.into_iter().map(|line| Line {
                            kept: None,
                            again: false,
                            roles: vec![name.clone()],
                            ..line
                        }));
                }
            }
        }
        let several = holds.len() > 1;
        let mut page = Page::new(person.name.clone(), String::new());
        page.put(Part::Holds, holds);
        for (part, lines) in told {
            page.put(part, folded(lines, several));
        }
        page.finish();
        page
    }
}

/// Lines that say the same become one, which names all roles from which it comes.
fn folded(lines: Vec<Line>, several: bool) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mut line in lines {
        let roles = std::mem::take(&mut line.roles);
        let what = (line.spoken(), format!("{:?}", line.link));
        let at = *seen.entry(what).or_insert(all.len());
        if at == all.len() {
            all.push(line);
        }
        if let Some(line) = all.get_mut(at).filter(|_| several) {
            line.roles.extend(roles);
        }
    }
    for line in &mut all {
        let mut once = BTreeSet::new();
        line.roles.retain(|role| once.insert(role.clone()));
    }
    all
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{file::read, health::Health};

    fn org(roles: &str) -> Org {
        let text = format!(
            r#"Throughline(version: 1, name: "Test",
            parties: {{"a": (name: "Alder", kind: Team), "z": (name: "Zinc", kind: Team)}},
            handoffs: {{"parts": (provider: "a", customer: "z", deliverable: "Parts", promise: "Ten a day.",
                raci: {{"lead": "A", "smith": "R"}})}},
            roles: {{{roles}}})"#
        );
        read(text.as_bytes())
            .unwrap_or_else(|error| panic!("{error}: {text}"))
            .org
    }

    fn lines(page: &Page, part: Part) -> Vec<String> {
        page.lines(part).iter().map(Line::spoken).collect()
    }

    #[test]
    fn one_name_in_several_roles_is_one_person() {
        let org = org(r#"
            "smith": (name: "Smith", party: "z", holders: [(name: "Ann Bell"), (name: "ann bell ", until: "2020-01-01")]),
            "lead": (name: "Lead", party: "a", holders: [(name: "bo"), (name: " ANN BELL"), ()]),
            "guard": (name: "Guard", party: "z", holders: [(), (name: " "), (name: "Ann  Bell")]),
        "#);
        let people = People::of(&org);
        let found: Vec<_> = people
            .named
            .iter()
            .map(|p| {
                let roles: Vec<_> = p.roles.iter().map(RoleId::as_str).collect();
                (p.name.as_str(), roles)
            })
            .collect();
        assert_eq!(
            found,
            [
                // By the name of the party: Alder before Zinc, however the roles are called.
                ("ANN BELL", vec!["lead", "guard", "smith"]),
                ("bo", vec!["lead"]),
            ]
        );
        let unnamed: Vec<_> = people.unnamed.iter().map(|u| (u.role.as_str(), u.count)).collect();
        assert_eq!(unnamed, [("lead", 1), ("guard", 2)]);
        assert_eq!(people.get("bo").unwrap().name, "bo");
        assert_eq!(people.get("BO"), None);
    }

    #[test]
    fn what_a_role_is_not_trained_for_stands_on_its_sheet_and_not_under_a_name() {
        let org = org(r#"
            "smith": (name: "Smith", party: "a", holders: [(name: "Ann")]),
            "lead": (name: "Lead", party: "a", trained_for: ["parts"]),
        "#);
        let health = Health::of(&org, date(2026, 11, 22), 90);
        let sheets = Sheets::of(&org, &health);
        let sheet = sheets.sheet(&"smith".into()).unwrap();
        assert_eq!(lines(&sheet.page, Part::NotTrained), ["Parts, to Zinc"]);
        assert!(sheet.text().contains("not trained"), "{}", sheet.text());
        let page = sheets.person(People::of(&org).get("ann").unwrap());
        assert_eq!(lines(&page, Part::NotTrained), [""; 0]);
        assert!(!page.text().to_lowercase().contains("not trained"), "{}", page.text());
        assert!(!page.text().contains("Not yet trained"), "{}", page.text());
    }

    #[test]
    fn a_person_s_page_joins_what_the_roles_hold_and_marks_nobody() {
        let org = org(r#"
            "smith": (name: "Smith", party: "a", responsibilities: ["Forges."], holders: [(name: "Ann")],
                backups: ["guard"]),
            "lead": (name: "Lead", party: "a", responsibilities: ["Leads."], holders: [(name: "ann", tenure: Contractor)]),
            "guard": (name: "Guard", party: "z", holders: [(name: "Ann", until: "2026-11-21")],
                responsibilities: ["Guards."]),
        "#);
        let health = Health::of(&org, date(2026, 11, 22), 90);
        let sheets = Sheets::of(&org, &health);
        let people = People::of(&org);
        let page = sheets.person(people.get("ann").unwrap());
        let table: [(Part, &[&str]); 7] = [
            (
                Part::Holds,
                &[
                    "Lead, Alder, contractor",
                    "Smith, Alder, permanent",
                    "Guard, Zinc, permanent, until 21 Nov 2026, no longer",
                ],
            ),
            // Nobody answers for what they did before.
            (Part::ThereFor, &["Leads. (as Lead)", "Forges. (as Smith)"]),
            (Part::AnswersFor, &["Parts, to Zinc (as Lead). Promise: “Ten a day.”"]),
            (Part::DoesTheWork, &["Parts, to Zinc (as Smith) (see above)"]),
            (Part::Serves, &["Zinc, Parts (as Lead and Smith). No need written yet"]),
            (Part::HeldBy, &[]),
            (Part::Trained, &["Nothing is written down (as Lead and Smith)"]),
        ];
        for (part, wanted) in table {
            assert_eq!(lines(&page, part), wanted, "{part:?}");
        }
        assert!(!page.text().contains("reliability"), "{}", page.text());
        assert_eq!(page.title, "ann", "as it is written first, in the order of roles");
    }
}
