//! Every change of a document as a value. Nothing else changes an [`Org`].
//!
//! An edit is refused as a whole or carried out as a whole. What it takes away takes along whatever
//! cannot stand without it: a party its handoffs, a handoff its log.

use std::{fmt, sync::Arc};

use super::{
    Acceptance, AcceptanceId, Action, ActionId, Goal, GoalId, Handoff, HandoffId, LogEntry, LogId, Map, Org, Party,
    PartyId, Position, Pulse, PulseId, Role, RoleId, Settings, Subject, View, ViewId, WINDOWS,
};

/// A change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Names the organisation.
    Name(String),
    /// Says what the file is.
    About(String),
    /// Chooses settings.
    Settings(Settings),
    /// Adds a party, or replaces the one with that id.
    PutParty(PartyId, Party),
    /// Takes a party away with its handoffs, roles, pulses and their log entries. What it did under promises between
    /// others stays in the log, without its name.
    RemoveParty(PartyId),
    /// Moves a party's card, or gives it back to the layout.
    Move(PartyId, Option<Position>),
    /// Adds a handoff, or replaces the one with that id.
    PutHandoff(HandoffId, Handoff),
    /// Takes a handoff away with its log entries.
    RemoveHandoff(HandoffId),
    /// Adds a role, or replaces the one with that id.
    PutRole(RoleId, Role),
    /// Takes a role away, and its letters with it.
    RemoveRole(RoleId),
    /// Adds a goal, or replaces the one with that id.
    PutGoal(GoalId, Goal),
    /// Takes a goal away.
    RemoveGoal(GoalId),
    /// Adds a log entry, or replaces the one with that id.
    PutLog(LogId, LogEntry),
    /// Takes a log entry away.
    RemoveLog(LogId),
    /// Adds a pulse, or replaces the one with that id. Refused below the anonymity floor.
    PutPulse(PulseId, Pulse),
    /// Takes a pulse away.
    RemovePulse(PulseId),
    /// Adds an action, or replaces the one with that id.
    PutAction(ActionId, Action),
    /// Takes an action away.
    RemoveAction(ActionId),
    /// Accepts a finding for a while, or says so anew.
    PutAcceptance(AcceptanceId, Acceptance),
    /// Takes an acceptance back.
    RemoveAcceptance(AcceptanceId),
    /// Adds a view, or replaces the one with that id. A place or zoom beyond what can be shown is brought to the
    /// nearest that can.
    PutView(ViewId, View),
    /// Takes a view away.
    RemoveView(ViewId),
    /// All of these, or none.
    All(Vec<Edit>),
}

/// Why an edit was refused. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The name is empty.
    #[error("A {0} needs a name. Type one, or press Esc to keep the old one.")]
    NoName(&'static str),
    /// Provider and customer are the same.
    #[error("A handoff goes from one party to another. Choose two different parties.")]
    SameParty,
    /// A party would be part of itself.
    #[error("{0} cannot be part of itself. Choose a party that is not below it.")]
    PartOfItself(String),
    /// The edit names something that is not there.
    #[error("There is no {kind} “{id}” any more. Choose another one.")]
    Missing {
        /// What kind of thing.
        kind: &'static str,
        /// Its identifier.
        id: String,
    },
    /// The target is no share.
    #[error("The target is a share between 1 and 100 %. Type a number in that range.")]
    Target,
    /// The setting is not one that can be chosen.
    #[error("The window is 30, 90 or 365 days, and the anonymity floor at least 3.")]
    Setting,
    /// The risk rule begins nowhere.
    #[error("{field} needs {wanted}. Type such a number, or leave the usual one.")]
    Threshold {
        /// The setting.
        field: &'static str,
        /// What it may be.
        wanted: &'static str,
    },
    /// Accepted without a reason.
    #[error("Say why it is accepted: whoever reads it later needs the reason.")]
    NoReason,
    /// Too few ballots to keep anyone's answers apart from the others'.
    #[error(
        "Only {ballots} ballots: fewer than {floor} could show who answered what, so they are not kept. Ask a larger group."
    )]
    BelowFloor {
        /// The ballots of the smallest question.
        ballots: u32,
        /// The floor that holds.
        floor: u32,
    },
    /// Together with another round it would show what the few who joined or left answered.
    #[error(
        "This round differs from another one by fewer than {floor} ballots, so the difference would show who answered what. It is not kept. Ask again when {floor} or more have something new to say. To correct a round, keep its day and number of ballots."
    )]
    TooLikeEarlier {
        /// The floor that holds.
        floor: u32,
    },
    /// A date lies before the one it must follow.
    #[error("{later} cannot lie before {earlier}. Correct one of the two dates.")]
    Order {
        /// What must come first.
        earlier: &'static str,
        /// What must come after.
        later: &'static str,
    },
    /// A view that looks nowhere.
    #[error(
        "A view needs a place on the map and a zoom, both ordinary numbers. Look at what you want to keep, and bookmark it again."
    )]
    View,
    /// A number that is no cost.
    #[error("A cost is a number of 0 or more.")]
    Cost,
}

pub(super) fn present<K: Ord + fmt::Display, V>(map: &Map<K, V>, id: &K, kind: &'static str) -> Result<(), EditError> {
    if map.contains_key(id) {
        Ok(())
    } else {
        Err(EditError::Missing {
            kind,
            id: id.to_string(),
        })
    }
}

fn named(kind: &'static str, name: &str) -> Result<(), EditError> {
    if name.trim().is_empty() {
        Err(EditError::NoName(kind))
    } else {
        Ok(())
    }
}

/// Whether a field that refers to something else is new, and so must hold: a reference that was
/// already broken in the file may stay until it is mended.
fn changed<T: PartialEq>(old: Option<&T>, new: &T) -> bool {
    old != Some(new)
}

impl Org {
    /// Carries out an edit.
    ///
    /// # Errors
    /// Where the edit does not fit the document, which then stays as it was.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        let mut next = self.clone();
        next.carry_out(edit, self)?;
        *self = next;
        Ok(())
    }

    /// `before` is the document as it was before the whole edit.
    fn carry_out(&mut self, edit: Edit, before: &Self) -> Result<(), EditError> {
        match edit {
            Edit::Name(name) => {
                named("organisation", &name)?;
                self.name = name;
            }
            Edit::About(about) => self.about = about,
            Edit::Settings(settings) => {
                if settings.anonymity_floor < super::LOWEST_FLOOR || !WINDOWS.contains(&settings.window_days) {
                    return Err(EditError::Setting);
                }
                if let Some((field, wanted)) = settings.risks.unusable() {
                    return Err(EditError::Threshold { field, wanted });
                }
                self.settings = settings;
            }
            Edit::PutParty(id, party) => self.put_party(id, party)?,
            Edit::RemoveParty(id) => self.remove_party(&id)?,
            Edit::Move(id, position) => {
                present(&self.parties, &id, "party")?;
                if let Some(party) = self.parties.get_mut(&id) {
                    Arc::make_mut(party).position = position.map(|Position(x, y)| Position::rounded(x, y));
                }
            }
            Edit::PutHandoff(id, handoff) => self.put_handoff(id, handoff, before)?,
            Edit::RemoveHandoff(id) => self.remove_handoff(&id)?,
            Edit::PutRole(id, role) => self.put_role(id, role)?,
            Edit::RemoveRole(id) => self.remove_role(&id)?,
            Edit::PutGoal(id, goal) => {
                named("goal", &goal.name)?;
                if let Some(owner) = &goal.owner
                    && changed(self.goals.get(&id).map(|g| &g.owner), &goal.owner)
                {
                    present(&self.roles, owner, "role")?;
                }
                self.goals.insert(id, Arc::new(goal));
            }
            Edit::RemoveGoal(id) => self.remove_goal(&id)?,
            Edit::PutLog(id, entry) => self.put_log(id, entry)?,
            Edit::RemoveLog(id) => {
                present(&self.log, &id, "log entry")?;
                self.log.remove(&id);
            }
            Edit::PutPulse(id, pulse) => self.put_pulse(id, pulse, before)?,
            Edit::RemovePulse(id) => {
                present(&self.pulses, &id, "pulse")?;
                self.pulses.remove(&id);
            }
            Edit::PutAction(id, action) => {
                named("action", &action.what)?;
                if let Some(subject) = &action.repairs
                    && changed(self.actions.get(&id).map(|a| &a.repairs), &action.repairs)
                {
                    self.present_subject(subject)?;
                }
                self.actions.insert(id, Arc::new(action));
            }
            Edit::RemoveAction(id) => {
                present(&self.actions, &id, "action")?;
                self.actions.remove(&id);
            }
            Edit::PutAcceptance(id, acceptance) => {
                if acceptance.reason.trim().is_empty() {
                    return Err(EditError::NoReason);
                }
                if acceptance.seen.is_some_and(|seen| acceptance.until < seen) {
                    return Err(EditError::Order {
                        earlier: "the day it is accepted",
                        later: "The last day of an acceptance",
                    });
                }
                if changed(self.acceptances.get(&id).map(|a| &a.at), &acceptance.at) {
                    self.present_subject(&acceptance.at)?;
                }
                self.acceptances.insert(id, Arc::new(acceptance));
            }
            Edit::RemoveAcceptance(id) => {
                present(&self.acceptances, &id, "acceptance")?;
                self.acceptances.remove(&id);
            }
            Edit::PutView(id, view) => self.put_view(id, view)?,
            Edit::RemoveView(id) => {
                present(&self.views, &id, "view")?;
                self.views.remove(&id);
            }
            Edit::All(edits) => {
                for edit in edits {
                    self.carry_out(edit, before)?;
                }
            }
        }
        Ok(())
    }

    fn put_view(&mut self, id: ViewId, view: View) -> Result<(), EditError> {
        named("view", &view.name)?;
        if ![view.centre.0, view.centre.1, view.zoom]
            .into_iter()
            .all(f32::is_finite)
        {
            return Err(EditError::View);
        }
        if let Some(focus) = &view.focus
            && changed(self.views.get(&id).map(|v| &v.focus), &view.focus)
        {
            present(&self.parties, &focus.party, "party")?;
        }
        for head in &view.collapsed {
            if !self.views.get(&id).is_some_and(|old| old.collapsed.contains(head)) {
                present(&self.parties, head, "party")?;
            }
        }
        self.views.insert(id, Arc::new(view.tidy()));
        Ok(())
    }

    fn present_subject(&self, subject: &Subject) -> Result<(), EditError> {
        match subject {
            Subject::Handoff(handoff) => present(&self.handoffs, handoff, "handoff"),
            Subject::Party(party) => present(&self.parties, party, "party"),
        }
    }

    fn put_party(&mut self, id: PartyId, mut party: Party) -> Result<(), EditError> {
        named("party", &party.name)?;
        let old = self.parties.get(&id);
        if let Some(parent) = &party.part_of
            && changed(old.map(|p| &p.part_of), &party.part_of)
        {
            if *parent == id || self.is_above(&id, parent) {
                return Err(EditError::PartOfItself(party.name));
            }
            present(&self.parties, parent, "party")?;
        }
        for goal in &party.goals {
            if !old.is_some_and(|p| p.goals.contains(goal)) {
                present(&self.goals, goal, "goal")?;
            }
        }
        party.position = party.position.map(|Position(x, y)| Position::rounded(x, y));
        self.parties.insert(id, Arc::new(party));
        Ok(())
    }

    fn put_handoff(&mut self, id: HandoffId, mut handoff: Handoff, before: &Self) -> Result<(), EditError> {
        if handoff.provider == handoff.customer {
            return Err(EditError::SameParty);
        }
        if !(handoff.target > 0.0 && handoff.target <= 1.0) {
            return Err(EditError::Target);
        }
        let old = self.handoffs.get(&id);
        if changed(old.map(|h| &h.provider), &handoff.provider) {
            present(&self.parties, &handoff.provider, "party")?;
        }
        if changed(old.map(|h| &h.customer), &handoff.customer) {
            present(&self.parties, &handoff.customer, "party")?;
        }
        for role in handoff.raci.keys() {
            if !old.is_some_and(|h| h.raci.contains_key(role)) {
                present(&self.roles, role, "role")?;
            }
        }
        // One that the same edit took away is the same promise still.
        handoff.follow(old.or_else(|| before.handoffs.get(&id)).map(|h| &**h));
        self.handoffs.insert(id, Arc::new(handoff));
        Ok(())
    }

    fn put_role(&mut self, id: RoleId, role: Role) -> Result<(), EditError> {
        named("role", &role.name)?;
        let old = self.roles.get(&id);
        if changed(old.map(|r| &r.party), &role.party) {
            present(&self.parties, &role.party, "party")?;
        }
        for backup in &role.backups {
            if !old.is_some_and(|r| r.backups.contains(backup)) {
                present(&self.roles, backup, "role")?;
            }
        }
        for handoff in &role.trained_for {
            if !old.is_some_and(|r| r.trained_for.contains(handoff)) {
                present(&self.handoffs, handoff, "handoff")?;
            }
        }
        let known = |holder| old.is_some_and(|r| r.holders.contains(holder));
        if role
            .holders
            .iter()
            .any(|h| matches!((h.since, h.until), (Some(since), Some(until)) if until < since) && !known(h))
        {
            return Err(EditError::Order {
                earlier: "the first day in a role",
                later: "The last day",
            });
        }
        self.roles.insert(id, Arc::new(role));
        Ok(())
    }

    fn put_log(&mut self, id: LogId, entry: LogEntry) -> Result<(), EditError> {
        let old = self.log.get(&id);
        if let Some(handoff) = entry.handoff()
            && old.and_then(|e| e.handoff()) != Some(handoff)
        {
            present(&self.handoffs, handoff, "handoff")?;
        }
        if let Some(party) = entry.party()
            && old.and_then(|e| e.party()) != Some(party)
        {
            present(&self.parties, party, "party")?;
        }
        match &entry {
            LogEntry::Delivery(delivery) => {
                if delivery.asked.is_some_and(|asked| asked.date() > delivery.due.date()) {
                    return Err(EditError::Order {
                        earlier: "the day it was asked for",
                        later: "The due date",
                    });
                }
                if let Some(cost) = delivery.flaw.as_ref().and_then(|f| f.cost)
                    && !(cost.is_finite() && cost >= 0.0)
                {
                    return Err(EditError::Cost);
                }
            }
            LogEntry::Clarification(question)
                if question.answered.is_some_and(|answered| answered < question.asked) =>
            {
                return Err(EditError::Order {
                    earlier: "the question",
                    later: "The answer",
                });
            }
            _ => {}
        }
        self.log.insert(id, Arc::new(entry));
        Ok(())
    }

    fn put_pulse(&mut self, id: PulseId, pulse: Pulse, before: &Self) -> Result<(), EditError> {
        present(&self.parties, &pulse.rater, "party")?;
        present(&self.parties, &pulse.rated, "party")?;
        if pulse.rater == pulse.rated {
            return Err(EditError::SameParty);
        }
        let (ballots, floor) = (pulse.smallest_group(), self.floor());
        if ballots < floor {
            return Err(EditError::BelowFloor { ballots, floor });
        }
        // Rounds that the same edit takes away were on the screen a moment ago, and rounds below the floor are on it
        // as soon as the floor is lowered.
        let known = self.pulses.iter().chain(&before.pulses);
        let mut others = known.filter(|(other, old)| {
            let same = old.rater == pulse.rater && old.rated == pulse.rated;
            same && !(**other == id && pulse.corrects(old))
        });
        if others.any(|(_, old)| pulse.tells_apart_from(old, floor)) {
            return Err(EditError::TooLikeEarlier { floor });
        }
        self.pulses.insert(id, Arc::new(pulse));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_parties() -> Org {
        let mut org = Org::named("Test");
        for name in ["Sales", "Production"] {
            let id = org.new_party_id(name);
            let party = Party {
                name: name.to_owned(),
                ..Party::default()
            };
            org.apply(Edit::PutParty(id, party)).unwrap();
        }
        let handoff = Handoff::between("sales".into(), "production".into());
        org.apply(Edit::PutHandoff("order".into(), handoff)).unwrap();
        org
    }

    #[test]
    fn a_party_takes_along_what_cannot_stand_without_it() {
        let mut org = two_parties();
        org.apply(Edit::PutRole("lead".into(), Role::new("Lead", "sales".into())))
            .unwrap();
        org.apply(Edit::RemoveParty("sales".into())).unwrap();
        assert!(org.handoffs.is_empty() && org.roles.is_empty());
        assert_eq!(org.problems(), []);
    }

    #[test]
    fn a_refused_edit_changes_nothing() {
        let mut org = two_parties();
        let before = org.clone();
        let rename = Edit::Name("New".to_owned());
        let wrong = Edit::PutHandoff("x".into(), Handoff::between("sales".into(), "nobody".into()));
        let error = org.apply(Edit::All(vec![rename, wrong])).unwrap_err();
        assert!(error.to_string().contains("nobody"), "{error}");
        assert_eq!(org, before);
    }

    #[test]
    fn parties_do_not_form_a_ring() {
        let mut org = two_parties();
        let mut put = |id: &str, parent: &str| {
            let mut party = (*org.parties[id]).clone();
            party.part_of = Some(parent.into());
            org.apply(Edit::PutParty(id.into(), party))
        };
        put("sales", "production").unwrap();
        assert_eq!(
            put("production", "sales"),
            Err(EditError::PartOfItself("Production".to_owned()))
        );
    }

    #[test]
    fn ballots_of_a_small_group_are_not_kept() {
        let mut org = two_parties();
        let four = [1, 1, 1, 1, 0];
        let pulse = Pulse {
            rater: "sales".into(),
            rated: "production".into(),
            on: jiff::civil::date(2026, 3, 1),
            frequent: four,
            timely: four,
            accurate: four,
            problem_solving: four,
            shared_goals: four,
            shared_knowledge: four,
            respect: four,
            note: String::new(),
        };
        let refused = org.apply(Edit::PutPulse("p".into(), pulse));
        assert_eq!(refused, Err(EditError::BelowFloor { ballots: 4, floor: 5 }));
    }

    fn round(on: jiff::civil::Date, counts: [u32; 5]) -> Pulse {
        let mut pulse = Pulse::empty("sales".into(), "production".into(), on);
        for question in super::super::Question::ALL {
            *pulse.counts_mut(question) = counts;
        }
        pulse
    }

    const MARCH: jiff::civil::Date = jiff::civil::date(2026, 3, 1);
    const APRIL: jiff::civil::Date = jiff::civil::date(2026, 4, 1);

    #[test]
    fn two_rounds_do_not_show_one_person_by_subtraction() {
        let mut org = two_parties();
        org.apply(Edit::PutPulse("first".into(), round(MARCH, [1, 2, 3, 2, 0])))
            .unwrap();
        let one_more = org.apply(Edit::PutPulse("second".into(), round(MARCH, [1, 2, 3, 2, 1])));
        assert_eq!(one_more, Err(EditError::TooLikeEarlier { floor: 5 }));
        // Correcting the round itself, five newcomers, or other answers altogether tell nothing apart.
        org.apply(Edit::PutPulse("first".into(), round(MARCH, [1, 2, 3, 1, 1])))
            .unwrap();
        org.apply(Edit::PutPulse("second".into(), round(MARCH, [2, 3, 4, 2, 2])))
            .unwrap();
        org.apply(Edit::PutPulse("third".into(), round(MARCH, [0, 1, 3, 3, 2])))
            .unwrap();
    }

    #[test]
    fn a_floor_set_up_and_down_again_shows_nobody_by_subtraction() {
        let mut org = two_parties();
        let floor = |org: &mut Org, anonymity_floor| {
            let settings = Settings {
                anonymity_floor,
                ..Settings::default()
            };
            org.apply(Edit::Settings(settings)).unwrap();
        };
        floor(&mut org, 3);
        org.apply(Edit::PutPulse("four".into(), round(MARCH, [0, 0, 2, 2, 0])))
            .unwrap();
        floor(&mut org, 5);
        let five = org.apply(Edit::PutPulse("five".into(), round(APRIL, [1, 0, 2, 2, 0])));
        assert_eq!(five, Err(EditError::TooLikeEarlier { floor: 5 }));
        // A question that only one of the two rounds asked tells nothing by subtraction.
        let mut other = round(APRIL, [2, 2, 1, 1, 1]);
        other.respect = [0; 5];
        org.apply(Edit::PutPulse("other".into(), other)).unwrap();
    }

    #[test]
    fn a_round_is_corrected_but_not_turned_into_a_later_one() {
        let mut org = two_parties();
        org.apply(Edit::PutPulse("p".into(), round(MARCH, [0, 0, 5, 4, 0])))
            .unwrap();
        let put = |id: &str, on, counts| Edit::PutPulse(id.into(), round(on, counts));
        let instead = |edit| Edit::All(vec![Edit::RemovePulse("p".into()), edit]);
        let refused = Err(EditError::TooLikeEarlier { floor: 5 });
        for (edit, expected) in [
            (put("p", APRIL, [1, 0, 5, 4, 0]), &refused), // a newcomer a month later
            (put("p", MARCH, [1, 0, 5, 4, 0]), &refused), // a latecomer on the same day
            (put("p", APRIL, [0, 0, 4, 4, 0]), &refused), // one who left
            (instead(put("q", APRIL, [1, 0, 5, 4, 0])), &refused),
            (instead(put("p", APRIL, [1, 0, 5, 4, 0])), &refused),
            (Edit::All(vec![instead(put("q", APRIL, [1, 0, 5, 4, 0]))]), &refused),
            (put("p", MARCH, [0, 0, 4, 5, 0]), &Ok(())), // one answer typed into the wrong field
            (put("p", MARCH, [0, 0, 4, 4, 0]), &Ok(())), // one ballot counted twice
            (put("p", APRIL, [0, 0, 5, 4, 0]), &Ok(())), // the wrong day
            (instead(put("q", APRIL, [0, 0, 5, 4, 0])), &Ok(())),
            (instead(put("q", APRIL, [5, 0, 5, 4, 0])), &Ok(())), // five newcomers
        ] {
            assert_eq!(&org.clone().apply(edit.clone()), expected, "{edit:?}");
        }
    }

    #[test]
    fn what_a_file_names_wrongly_can_still_be_ticked_off() {
        let mut org = two_parties();
        let gone = || Subject::Handoff("gone".into());
        let rule = super::super::Rule::Stale;
        let mut action = Action::against(rule, gone(), "Meet", MARCH);
        org.actions.insert("meet".into(), action.clone().into());
        let mut acceptance = Acceptance {
            rule,
            at: gone(),
            reason: "Moves".to_owned(),
            until: APRIL,
            seen: None,
        };
        org.acceptances.insert("moves".into(), acceptance.clone().into());
        action.done = Some(APRIL);
        org.apply(Edit::PutAction("meet".into(), action.clone())).unwrap();
        assert_eq!(org.actions["meet"].done, Some(APRIL));
        acceptance.until = MARCH;
        org.apply(Edit::PutAcceptance("moves".into(), acceptance.clone()))
            .unwrap();
        // What is new must hold.
        assert!(org.apply(Edit::PutAction("again".into(), action)).is_err());
        assert!(org.apply(Edit::PutAcceptance("again".into(), acceptance)).is_err());
    }
}
