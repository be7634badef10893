//! What is part of what: new departments, and parties that join or leave one.

use super::{Session, align};
use crate::{
    layout::{CARD_HEIGHT, Point, Positions},
    network::Line,
    org::{Edit, EditError, Party, PartyId, PartyKind, Position},
};

/// The free space between a new department's card and those of its parties, in points.
const ABOVE: f32 = 48.0;

/// A department that is about to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDepartment {
    /// Its identifier, until it gets its name.
    pub id: PartyId,
    /// What it is called until then.
    pub name: &'static str,
    /// What the undo step is called.
    pub label: String,
    /// The change.
    pub edit: Edit,
}

impl Session {
    /// The selected parties, without those that come along with another selected one above them.
    fn on_top(&self) -> Vec<PartyId> {
        let (org, selected) = (self.org(), &self.selection().parties);
        let above = |id: &PartyId| org.parties.get(id).and_then(|party| party.part_of.as_ref());
        let comes_along = |id: &PartyId| {
            let line = std::iter::successors(above(id), |at| above(at));
            // In a ring everyone stands above everyone else, and nobody comes along.
            line.take(org.parties.len())
                .any(|at| selected.contains(at) && !org.is_above(id, at))
        };
        selected.iter().filter(|id| !comes_along(id)).cloned().collect()
    }

    /// Whether any of the selected parties is part of another.
    #[must_use]
    pub(super) fn is_any_part_of_something(&self) -> bool {
        let parties = &self.org().parties;
        let mut selected = self.selection().parties.iter();
        selected.any(|id| parties.get(id).is_some_and(|party| party.part_of.is_some()))
    }

    /// Whether any of the selected parties can be taken out of what it is part of.
    #[must_use]
    pub(super) fn can_leave(&self) -> bool {
        let parties = &self.org().parties;
        let is_part = |id: &PartyId| parties.get(id).is_some_and(|party| party.part_of.is_some());
        self.on_top().iter().any(is_part)
    }

    /// Whether there is a department: a party that others are part of.
    #[must_use]
    pub(super) fn has_departments(&self) -> bool {
        let parties = &self.org().parties;
        let mut above = parties.values().filter_map(|party| party.part_of.as_ref());
        above.any(|id| parties.contains_key(id))
    }

    /// Whether any of the selected parties is a department or in one.
    #[must_use]
    pub(super) fn is_any_in_a_department(&self) -> bool {
        let selected = &self.selection().parties;
        let mut parts = self.org().parties.values().filter_map(|party| party.part_of.as_ref());
        !selected.is_empty() && (self.is_any_part_of_something() || parts.any(|above| selected.contains(above)))
    }

    /// "Sales", "3 parties".
    fn called(&self, parties: &[PartyId]) -> String {
        match parties {
            [one] => self.org().party_name(one).to_owned(),
            many => format!("{} parties", many.len()),
        }
    }

    /// The edit that makes parties part of one, or of none.
    fn putting(&self, parties: &[PartyId], above: impl Fn(&PartyId, &Party) -> Option<PartyId>) -> Vec<Edit> {
        let known = parties.iter().filter_map(|id| Some((id, self.org().parties.get(id)?)));
        known
            .map(|(id, party)| {
                let mut party = (**party).clone();
                party.part_of = above(id, &party);
                Edit::PutParty(id.clone(), party)
            })
            .collect()
    }

    /// A new department of what is selected, its card above theirs and above those for whom they are shown. Where all of
    /// them belong to one party, it does too. Selected parties that belong to other selected ones still do.
    ///
    /// `places` are those in which the cards are seen: the new one covers none of them either.
    #[must_use]
    pub fn grouping(&self, places: &Positions) -> Option<NewDepartment> {
        let (org, name) = (self.org(), "New department");
        let parties = self.on_top();
        let selected = &self.selection().parties;
        let comes_along = |id: &PartyId| {
            let is_hidden = !places.contains_key(id);
            selected.contains(id)
                || is_hidden
                    && Line::from(org, id)
                        .parties
                        .iter()
                        .any(|above| selected.contains(*above))
        };
        let cards = self.positions().iter().filter(|(id, _)| comes_along(id));
        let cards: Vec<Point> = cards.map(|(_, at)| *at).collect();
        let top = cards.iter().map(|at| at.y).reduce(f32::min)?;
        let middle = cards.iter().map(|at| at.x).sum::<f32>() / cards.len() as f32;
        let taken: Vec<Point> = self.positions().values().chain(places.values()).copied().collect();
        let place = align::beside(Point::new(middle, top - CARD_HEIGHT - ABOVE), true, &taken);
        let mut above = parties.iter().map(|id| org.parties.get(id)?.part_of.as_ref());
        let first = above.next()?;
        let common = above.all(|other| other == first).then_some(first).flatten();
        let department = Party {
            name: name.to_owned(),
            kind: PartyKind::Department,
            part_of: common.filter(|id| org.parties.contains_key(*id)).cloned(),
            position: Some(Position::rounded(place.x, place.y)),
            ..Party::default()
        };
        let id = org.new_party_id(name);
        let mut edits = vec![Edit::PutParty(id.clone(), department)];
        edits.extend(self.putting(&parties, |_, _| Some(id.clone())));
        // Last, so that the parties keep the places they get here.
        edits.extend(self.pinning());
        Some(NewDepartment {
            id,
            name,
            label: format!("Group {} into a department", self.called(&parties)),
            edit: Edit::All(edits),
        })
    }

    /// What making the selected parties part of `department` is called, and the change. It is refused where that
    /// would make one part of itself.
    #[must_use]
    pub fn joining(&self, department: &PartyId) -> (String, Edit) {
        let parties = self.on_top();
        let label = format!("Add {} to {}", self.called(&parties), self.org().party_name(department));
        (
            label,
            Edit::All(self.putting(&parties, |_, _| Some(department.clone()))),
        )
    }

    /// Takes the selected parties out of what they are part of, into what that is part of itself, in one undo step.
    ///
    /// # Errors
    /// Where the document refuses, which then stays as it was.
    pub(super) fn leave_department(&mut self) -> Result<(), EditError> {
        let org = self.org();
        let part_of = |id: &PartyId| org.parties.get(id).and_then(|party| party.part_of.clone());
        let leaving: Vec<PartyId> = self.on_top().into_iter().filter(|id| part_of(id).is_some()).collect();
        let above = |id: &PartyId, party: &Party| {
            let farther = part_of(party.part_of.as_ref()?)?;
            // In a ring the next step up leads back to the party itself.
            (org.parties.contains_key(&farther) && !org.is_above(id, &farther)).then_some(farther)
        };
        let edits = self.putting(&leaving, above);
        let mut left: Vec<PartyId> = leaving.iter().filter_map(part_of).collect();
        left.dedup();
        let from = match &left[..] {
            [one] => org.party_name(one).to_owned(),
            _ => "their departments".to_owned(),
        };
        let label = format!("Take {} out of {from}", self.called(&leaving));
        self.edit(label, Edit::All(edits))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{org::Org, session::Selection};

    fn session(parts: &[(&str, &str)], selected: &[&str]) -> Session {
        let mut org = Org::named("Test");
        for (k, (name, above)) in parts.iter().enumerate() {
            let party = Party {
                name: (*name).to_owned(),
                part_of: (!above.is_empty()).then(|| PartyId::new(above)),
                position: Some(Position(300.0 * k as f32, 0.0)),
                ..Party::default()
            };
            org.parties.insert(PartyId::new(name), party.into());
        }
        let mut session = Session::new(org, date(2026, 11, 22));
        session.select(Selection {
            parties: selected.iter().map(|id| PartyId::new(id)).collect(),
            ..Selection::default()
        });
        session
    }

    fn above(session: &Session, id: &str) -> String {
        let party = &session.org().parties[&PartyId::new(id)];
        party.part_of.as_ref().map_or_else(String::new, ToString::to_string)
    }

    fn group(session: &mut Session) -> PartyId {
        let made = session.grouping(session.positions()).unwrap();
        session.edit(made.label, made.edit).unwrap();
        made.id
    }

    #[test]
    fn a_department_of_parties_below_one_stands_below_that_one() {
        let parts = [("plant", ""), ("a", "plant"), ("b", "plant"), ("c", "")];
        let mut one = session(&parts, &["a", "b"]);
        let made = group(&mut one);
        assert_eq!(
            (above(&one, "a"), above(&one, "b")),
            (made.to_string(), made.to_string())
        );
        assert_eq!(above(&one, made.as_str()), "plant");
        assert_eq!(one.org().parties[&made].kind, PartyKind::Department);
        let mut other = session(&parts, &["a", "c"]);
        let made = group(&mut other);
        assert_eq!(above(&other, made.as_str()), "");
        other.undo();
        assert_eq!(
            (above(&other, "a"), above(&other, "c")),
            ("plant".to_owned(), String::new())
        );
        assert!(!other.is_edited());
    }

    #[test]
    fn what_belongs_to_a_selected_party_stays_there() {
        let mut it = session(
            &[("sales", ""), ("north", "sales"), ("shop", "north"), ("pay", "")],
            &["sales", "shop", "pay"],
        );
        let made = group(&mut it);
        assert_eq!(above(&it, "sales"), made.to_string());
        assert_eq!(above(&it, "pay"), made.to_string());
        assert_eq!(
            (above(&it, "north"), above(&it, "shop")),
            ("sales".to_owned(), "north".to_owned())
        );
    }

    #[test]
    fn the_new_card_covers_nobody() {
        let mut it = session(&[("a", ""), ("b", ""), ("c", "")], &["a", "b"]);
        it.edit("Move", Edit::Move(PartyId::new("c"), Some(Position(150.0, -120.0))))
            .unwrap();
        let made = group(&mut it);
        let place = it.positions()[&made];
        let covered = it
            .positions()
            .iter()
            .any(|(id, at)| *id != made && crate::layout::card(*at).overlaps(&crate::layout::card(place)));
        assert!(!covered, "{place:?}");
    }

    #[test]
    fn the_new_card_stands_above_those_who_are_hidden_in_what_is_grouped() {
        let parts = [("sales", ""), ("north", "sales"), ("shop", "north"), ("pay", "")];
        let mut it = session(&parts, &["sales", "pay"]);
        it.edit("Move", Edit::Move("shop".into(), Some(Position(0.0, -5_000.0))))
            .unwrap();
        // Sales is seen for all three, somewhere else.
        let seen = Positions::from([
            ("sales".into(), Point::new(900.0, 700.0)),
            ("pay".into(), Point::new(1_200.0, 700.0)),
        ]);
        let made = it.grouping(&seen).unwrap();
        it.edit(made.label, made.edit).unwrap();
        let place = it.positions()[&made.id];
        assert!((place.y + 5_000.0 + CARD_HEIGHT + ABOVE).abs() < 0.1, "{place:?}");
        assert!((0.0..900.0).contains(&place.x), "{place:?}");
    }

    #[test]
    fn a_ring_is_refused_in_words() {
        let mut it = session(&[("sales", ""), ("north", "sales"), ("pay", "")], &["sales", "pay"]);
        let (label, edit) = it.joining(&PartyId::new("north"));
        let error = it.edit(label, edit).unwrap_err().to_string();
        assert_eq!(
            error,
            "sales cannot be part of itself. Choose a party that is not below it."
        );
        assert_eq!(above(&it, "pay"), "", "nobody moved");
        assert_eq!(it.undo_label(), None);
    }

    #[test]
    fn whoever_leaves_a_ring_is_part_of_nothing_and_nobody_in_it_is_left_out() {
        let ring = [
            ("a", "b"),
            ("b", "c"),
            ("c", "a"),
            ("shop", "a"),
            ("pay", "plant"),
            ("plant", ""),
        ];
        let mut it = session(&ring, &["a", "b", "shop", "pay"]);
        assert_eq!(it.on_top(), ["a".into(), "b".into(), "pay".into()]);
        it.select(Selection::party("a".into()));
        it.leave_department().unwrap();
        assert_eq!((above(&it, "a"), above(&it, "b")), (String::new(), "c".to_owned()));
    }

    #[test]
    fn a_department_with_all_of_its_parties_has_nothing_to_leave() {
        let parts = [("plant", ""), ("line", "plant"), ("pay", "")];
        let leaves = |selected: &[&str]| crate::session::Command::Leave.enabled(Some(&session(&parts, selected)));
        assert!(!leaves(&["plant", "line"]));
        assert!(leaves(&["pay", "line"]));
    }

    #[test]
    fn whoever_leaves_goes_one_step_up() {
        let mut it = session(
            &[("plant", ""), ("line", "plant"), ("shift", "line"), ("pay", "")],
            &["shift", "pay"],
        );
        it.leave_department().unwrap();
        assert_eq!(above(&it, "shift"), "plant");
        assert_eq!(it.undo_label(), Some("Take shift out of line"));
        it.leave_department().unwrap();
        assert_eq!(above(&it, "shift"), "");
        it.undo();
        it.undo();
        assert_eq!(above(&it, "shift"), "line");
    }
}
