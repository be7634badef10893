//! Every change of a document as a value. Nothing else changes an [`Org`].
//!
//! An edit is refused as a whole or carried out as a whole. What it takes away takes along whatever
//! cannot stand without it: a party its handoffs, a handoff its log.

use std::{fmt, sync::Arc};

use super::{
    Acceptance, AcceptanceId, Action, ActionId, Goal, GoalId, Handoff, HandoffId, LogEntry, LogId, Map, Org, Party,
    PartyId, Position, Pulse, PulseId, Role, RoleId, Settings, Subject, WINDOWS,
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
    /// Takes a party away with its handoffs, roles, pulses and their log entries.
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
    /// Together with an earlier round it would show what the few who joined answered.
    #[error(
        "This round adds fewer than {floor} ballots to an earlier one, so the difference would show who answered what. It is not kept. Ask again when {floor} or more have something new to say, or correct the earlier round."
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
    /// A number that is no cost.
    #[error("A cost is a number of 0 or more.")]
    Cost,
}

fn present<K: Ord + fmt::Display, V>(map: &Map<K, V>, id: &K, kind: &'static str) -> Result<(), EditError> {
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
        next.carry_out(edit)?;
        *self = next;
        Ok(())
    }

    fn carry_out(&mut self, edit: Edit) -> Result<(), EditError> {
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
            Edit::PutHandoff(id, handoff) => self.put_handoff(id, handoff)?,
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
            Edit::PutPulse(id, pulse) => self.put_pulse(id, pulse)?,
            Edit::RemovePulse(id) => {
                present(&self.pulses, &id, "pulse")?;
                self.pulses.remove(&id);
            }
            Edit::PutAction(id, action) => {
                named("action", &action.what)?;
                if let Some(subject) = &action.repairs {
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
                self.present_subject(&acceptance.at)?;
                self.acceptances.insert(id, Arc::new(acceptance));
            }
            Edit::RemoveAcceptance(id) => {
                present(&self.acceptances, &id, "acceptance")?;
                self.acceptances.remove(&id);
            }
            Edit::All(edits) => {
                for edit in edits {
                    self.carry_out(edit)?;
                }
            }
        }
        Ok(())
    }

    fn present_subject(&self, subject: &Subject) -> Result<(), EditError> {
        match subject {
            Subject::Handoff(handoff) => present(&self.handoffs, handoff, "handoff"),
            Subject::Party(party) => present(&self.parties, party, "party"),
        }
    }

    /// What was said about a promise or party goes with it.
    fn forget_subject(&mut self, subject: &Subject) {
        for acceptance in keys(&self.acceptances, |a| a.at == *subject) {
            self.acceptances.remove(&acceptance);
        }
        change(
            &mut self.actions,
            |a| a.repairs.as_ref() == Some(subject),
            |a| a.repairs = None,
        );
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

    fn remove_party(&mut self, id: &PartyId) -> Result<(), EditError> {
        present(&self.parties, id, "party")?;
        self.parties.remove(id);
        let handoffs = keys(&self.handoffs, |h| h.provider == *id || h.customer == *id);
        for handoff in handoffs {
            self.remove_handoff(&handoff)?;
        }
        for role in keys(&self.roles, |r| r.party == *id) {
            self.remove_role(&role)?;
        }
        for pulse in keys(&self.pulses, |p| p.rater == *id || p.rated == *id) {
            self.pulses.remove(&pulse);
        }
        change(
            &mut self.parties,
            |p| p.part_of.as_ref() == Some(id),
            |p| p.part_of = None,
        );
        self.forget_subject(&Subject::Party(id.clone()));
        let entries = keys(&self.log, |e| e.party() == Some(id));
        for entry in entries {
            self.log.remove(&entry);
        }
        Ok(())
    }

    fn put_handoff(&mut self, id: HandoffId, handoff: Handoff) -> Result<(), EditError> {
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
        self.handoffs.insert(id, Arc::new(handoff));
        Ok(())
    }

    fn remove_handoff(&mut self, id: &HandoffId) -> Result<(), EditError> {
        present(&self.handoffs, id, "handoff")?;
        self.handoffs.remove(id);
        for entry in keys(&self.log, |e| e.handoff() == Some(id)) {
            self.log.remove(&entry);
        }
        change(
            &mut self.roles,
            |r| r.trained_for.contains(id),
            |r| {
                r.trained_for.remove(id);
            },
        );
        self.forget_subject(&Subject::Handoff(id.clone()));
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
        if role
            .holders
            .iter()
            .any(|h| matches!((h.since, h.until), (Some(since), Some(until)) if until < since))
        {
            return Err(EditError::Order {
                earlier: "the first day in a role",
                later: "The last day",
            });
        }
        self.roles.insert(id, Arc::new(role));
        Ok(())
    }

    fn remove_role(&mut self, id: &RoleId) -> Result<(), EditError> {
        present(&self.roles, id, "role")?;
        self.roles.remove(id);
        change(
            &mut self.roles,
            |r| r.backups.contains(id),
            |r| {
                r.backups.remove(id);
            },
        );
        change(
            &mut self.handoffs,
            |h| h.raci.contains_key(id),
            |h| {
                h.raci.remove(id);
            },
        );
        change(&mut self.goals, |g| g.owner.as_ref() == Some(id), |g| g.owner = None);
        Ok(())
    }

    fn remove_goal(&mut self, id: &GoalId) -> Result<(), EditError> {
        present(&self.goals, id, "goal")?;
        self.goals.remove(id);
        change(
            &mut self.parties,
            |p| p.goals.contains(id),
            |p| {
                p.goals.remove(id);
            },
        );
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

    fn put_pulse(&mut self, id: PulseId, pulse: Pulse) -> Result<(), EditError> {
        present(&self.parties, &pulse.rater, "party")?;
        present(&self.parties, &pulse.rated, "party")?;
        if pulse.rater == pulse.rated {
            return Err(EditError::SameParty);
        }
        let (ballots, floor) = (pulse.smallest_group(), self.floor());
        if ballots < floor {
            return Err(EditError::BelowFloor { ballots, floor });
        }
        let earlier = self.pulses.iter().filter(|(other, p)| {
            **other != id && p.rater == pulse.rater && p.rated == pulse.rated && p.smallest_group() >= floor
        });
        if earlier.into_iter().any(|(_, old)| pulse.tells_apart_from(old, floor)) {
            return Err(EditError::TooLikeEarlier { floor });
        }
        self.pulses.insert(id, Arc::new(pulse));
        Ok(())
    }
}

/// The keys of the entries for which `wanted` holds.
fn keys<K: Ord + Clone, V>(map: &Map<K, V>, wanted: impl Fn(&V) -> bool) -> Vec<K> {
    map.iter()
        .filter(|(_, value)| wanted(value))
        .map(|(key, _)| key.clone())
        .collect()
}

/// Changes the entries for which `wanted` holds, and leaves the others shared with older versions.
fn change<K: Ord + Clone, V: Clone>(map: &mut Map<K, V>, wanted: impl Fn(&V) -> bool, mut with: impl FnMut(&mut V)) {
    for key in keys(map, wanted) {
        if let Some(value) = map.get_mut(&key) {
            with(Arc::make_mut(value));
        }
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

    #[test]
    fn two_rounds_do_not_show_one_person_by_subtraction() {
        let mut org = two_parties();
        let round = |counts: [u32; 5]| {
            let mut pulse = Pulse::empty("sales".into(), "production".into(), jiff::civil::date(2026, 3, 1));
            for question in super::super::Question::ALL {
                *pulse.counts_mut(question) = counts;
            }
            pulse
        };
        org.apply(Edit::PutPulse("first".into(), round([1, 2, 3, 2, 0])))
            .unwrap();
        let one_more = org.apply(Edit::PutPulse("second".into(), round([1, 2, 3, 2, 1])));
        assert_eq!(one_more, Err(EditError::TooLikeEarlier { floor: 5 }));
        // Correcting the round itself, five newcomers, or other answers altogether tell nothing apart.
        org.apply(Edit::PutPulse("first".into(), round([1, 2, 3, 1, 1])))
            .unwrap();
        org.apply(Edit::PutPulse("second".into(), round([2, 3, 4, 2, 2])))
            .unwrap();
        org.apply(Edit::PutPulse("third".into(), round([0, 1, 3, 3, 2])))
            .unwrap();
    }
}
