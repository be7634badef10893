//! What is supposed on the map, and what would follow: kept beside the document, which does not change for it.

use std::collections::{BTreeMap, BTreeSet};

use egui::Context;

use super::{insight::is_quick, later::Later, widgets::reading::hundred};
use crate::{
    health::{
        Health, Window,
        what_if::{Consequences, PromiseAtRisk, Slip, Supposition, consequences},
        words,
    },
    network::Collapsed,
    org::{Handoff, HandoffId, Holder, Org, PartyId, Role, RoleId},
    session::Session,
};

/// What consequences were worked out from.
#[derive(Clone, PartialEq)]
struct Key {
    revision: u64,
    window: Window,
    supposition: Supposition,
}

/// Consequences, and where each promise at risk stands among them.
struct Worked {
    consequences: Consequences,
    promises: BTreeMap<HandoffId, usize>,
}

impl Worked {
    fn out(org: &Org, health: &Health, supposition: &Supposition) -> Self {
        let consequences = consequences(org, health, supposition);
        let promises = consequences.promises.iter().zip(0..);
        Self {
            promises: promises.map(|(promise, k)| (promise.handoff.clone(), k)).collect(),
            consequences,
        }
    }
}

/// One thing that is supposed.
#[derive(Clone, Debug, PartialEq)]
pub enum Supposing {
    /// A party is gone.
    Party(PartyId),
    /// A role is gone.
    Role(RoleId),
    /// Holders of a role are gone.
    Holders(RoleId),
    /// A handoff keeps another share.
    Share(HandoffId),
}

/// The question that is being asked of the map.
#[derive(Default)]
pub struct WhatIf {
    on: bool,
    supposition: Supposition,
    /// The document that the supposition was last compared with.
    seen: Option<(u64, Org)>,
    later: Later<Key, Worked>,
    at_once: bool,
    /// The lists that are shown whole.
    pub whole: BTreeSet<&'static str>,
    /// Whether it was asked to be applied, and what that does is being told.
    pub asking: bool,
}

impl WhatIf {
    /// Works everything out within the frame, however long that takes.
    pub fn set_at_once(&mut self, at_once: bool) {
        self.at_once = at_once;
    }

    /// A copy of what is supposed, which works out what follows for itself and within the frame.
    #[must_use]
    pub fn still(&self) -> Self {
        Self {
            on: self.on,
            supposition: self.supposition.clone(),
            at_once: true,
            ..Self::default()
        }
    }

    /// Whether the question is being asked.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// Begins, or begins anew, with nothing supposed.
    pub fn start(&mut self) {
        self.end();
        self.on = true;
    }

    /// Forgets the question.
    pub fn end(&mut self) {
        *self = Self {
            at_once: self.at_once,
            ..Self::default()
        };
    }

    /// Goes back one step that costs nothing: asks no longer whether to apply, or ends with nothing supposed. What
    /// is supposed stays, because no undo would bring it back.
    pub fn step_back(&mut self) {
        if self.asking {
            self.asking = false;
        } else if self.supposition.is_empty() {
            self.end();
        }
    }

    /// What is supposed.
    #[must_use]
    pub const fn supposition(&self) -> &Supposition {
        &self.supposition
    }

    /// What is supposed, but for reliabilities: they are no facts that could be written down.
    #[must_use]
    pub fn facts(&self) -> Supposition {
        Supposition {
            reliability: BTreeMap::new(),
            ..self.supposition.clone()
        }
    }

    /// Changes what is supposed.
    pub fn change(&mut self, change: impl FnOnce(&mut Supposition)) {
        change(&mut self.supposition);
        self.asking = false;
    }

    /// Supposes one thing no longer.
    pub fn take_back(&mut self, what: &Supposing) {
        self.change(|supposition| match what {
            Supposing::Party(id) => {
                supposition.parties_gone.remove(id);
            }
            Supposing::Role(id) => {
                supposition.roles_gone.remove(id);
            }
            Supposing::Holders(id) => supposition.holders_gone.retain(|(role, _)| role != id),
            Supposing::Share(id) => {
                supposition.reliability.remove(id);
            }
        });
    }

    /// Everything that is supposed, one sentence each. Holders are counted and never named. What goes with a
    /// party or a role is left out.
    #[must_use]
    pub fn sentences(&self, org: &Org) -> Vec<(Supposing, String)> {
        let given = &self.supposition;
        let mut rows = Vec::new();
        for id in &given.parties_gone {
            rows.push((
                Supposing::Party(id.clone()),
                format!("{} is not there", org.party_name(id)),
            ));
        }
        for id in &given.roles_gone {
            if self.has_party(org, id) {
                let text = format!("The role {} is not filled", org.role_name(id));
                rows.push((Supposing::Role(id.clone()), text));
            }
        }
        let mut holders: BTreeMap<&RoleId, usize> = BTreeMap::new();
        for (id, _) in &given.holders_gone {
            *holders.entry(id).or_default() += 1;
        }
        for (id, gone) in holders {
            if self.has_party(org, id) && !given.roles_gone.contains(id) {
                let all = org.roles.get(id).map_or(gone, |role| role.holders.len());
                let (name, verb) = (org.role_name(id), if gone == 1 { "is" } else { "are" });
                let text = match (gone, all) {
                    (1, 1) => format!("The only holder of {name} is not there"),
                    _ => format!("{gone} of {all} holders of {name} {verb} not there"),
                };
                rows.push((Supposing::Holders(id.clone()), text));
            }
        }
        for (id, share) in &given.reliability {
            let text = format!("{} keeps {} %", org.handoff_name(id), hundred(*share));
            rows.push((Supposing::Share(id.clone()), text));
        }
        rows
    }

    /// Whether the role's party is not supposed to be gone.
    fn has_party(&self, org: &Org, role: &RoleId) -> bool {
        let gone = |party: &PartyId| self.supposition.parties_gone.contains(party);
        org.roles.get(role).is_some_and(|role| !gone(&role.party))
    }

    /// The question in a line, for whoever looks at the map, and whether what follows is not known yet.
    #[must_use]
    pub fn banner(&self, session: &Session) -> String {
        let shown = self.shown(session);
        match self.supposition.describe(session.org()) {
            text if text.is_empty() => "What if: nothing taken away yet".to_owned(),
            text if shown.is_some_and(|shown| shown.worked.is_none()) => format!("Working out … What if: {text}"),
            text => format!("What if: {text}"),
        }
    }

    /// Brings what is supposed and what follows up to date with the document, or begins to.
    pub fn look(&mut self, session: &Session, ctx: &Context) {
        if !self.on {
            return;
        }
        self.follow(session);
        if self.supposition.is_empty() {
            self.later = Later::default();
            return;
        }
        let (org, health) = (session.org(), session.health());
        let key = self.key(session);
        let small = self.at_once || is_quick(org);
        if !self.later.is_due(&key, small, ctx) {
            return;
        }
        let supposition = self.supposition.clone();
        if small {
            self.later.put(key, Worked::out(org, health, &supposition));
        } else {
            let (org, health) = (org.clone(), health.clone());
            self.later.begin(key, ctx, move |goes_on| {
                goes_on(0.5).then(|| Worked::out(&org, &health, &supposition))
            });
        }
    }

    fn key(&self, session: &Session) -> Key {
        Key {
            revision: session.revision(),
            window: session.health().window,
            supposition: self.supposition.clone(),
        }
    }

    /// Lets go of what the document no longer has.
    fn follow(&mut self, session: &Session) {
        let (revision, org) = (session.revision(), session.org());
        if self.seen.as_ref().is_some_and(|(seen, _)| *seen == revision) {
            return;
        }
        let before = self.seen.replace((revision, org.clone()));
        let given = &mut self.supposition;
        let asked = given.clone();
        given.parties_gone.retain(|id| org.parties.contains_key(id));
        given.roles_gone.retain(|id| org.roles.contains_key(id));
        given.reliability.retain(|id, _| org.handoffs.contains_key(id));
        let holders = std::mem::take(&mut given.holders_gone).into_iter();
        given.holders_gone = holders
            .filter_map(|(role, number)| {
                let before = before.as_ref().and_then(|(_, org)| org.roles.get(&role));
                let number = renumbered(before.map(|role| &role.holders[..]), org.roles.get(&role)?, number)?;
                Some((role, number))
            })
            .collect();
        // What was asked to be applied is not what would be applied now.
        self.asking &= *given == asked;
    }

    /// What the map shows instead of today; nothing while nothing is supposed. What followed from an earlier
    /// question is left out: nobody sees on a map how old a mark is.
    #[must_use]
    pub fn shown(&self, session: &Session) -> Option<Supposed<'_>> {
        if !self.on || self.supposition.is_empty() {
            return None;
        }
        let worked = self.later.get(&self.key(session));
        Some(Supposed {
            supposition: &self.supposition,
            worked: worked.and_then(|(worked, current)| current.then_some(worked)),
            seen: None,
        })
    }

    /// The last consequences, and whether they are those of what is supposed now.
    #[must_use]
    pub fn consequences(&self, session: &Session) -> Option<(&Consequences, bool)> {
        let (worked, current) = self.later.get(&self.key(session))?;
        Some((&worked.consequences, current))
    }
}

/// The place of a holder in a role that was changed; nothing where that holder is no longer there.
fn renumbered(before: Option<&[Holder]>, now: &Role, number: usize) -> Option<usize> {
    let same = now.holders.get(number).map(|_| number);
    let Some(holder) = before.and_then(|holders| holders.get(number)) else {
        return same;
    };
    if now.holders.get(number) == Some(holder) {
        return same;
    }
    let elsewhere = now.holders.iter().position(|other| other == holder);
    // As many as before: it is the same holder with another name or other dates.
    let changed = same.filter(|_| before.is_some_and(|holders| holders.len() == now.holders.len()));
    elsewhere.or(changed)
}

/// What becomes of a party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    #[default]
    Stays,
    /// It is supposed to be gone.
    Gone,
    /// It stays and loses sight of every paying customer.
    Stranded,
}

impl Fate {
    /// The word on the card; nothing where it stays.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Stays => None,
            Self::Gone => Some("not there"),
            Self::Stranded => Some("stranded"),
        }
    }
}

/// What becomes of a handoff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoffFate {
    /// One of its parties is supposed to be gone.
    pub gone: bool,
    /// It is a promise to a paying customer that would suffer.
    pub at_risk: bool,
    /// It would suffer, a promise to a paying customer or not.
    pub hurts: bool,
    /// What to say of it, in few words.
    pub note: Option<String>,
}

/// What is supposed, for drawing it.
#[derive(Clone, Copy)]
pub struct Supposed<'a> {
    supposition: &'a Supposition,
    /// What follows from exactly that, as soon as it is known.
    worked: Option<&'a Worked>,
    /// Who is shown for whom, and the document itself.
    seen: Option<(&'a Collapsed, &'a Org)>,
}

impl<'a> Supposed<'a> {
    /// The same as it is seen with departments collapsed.
    #[must_use]
    pub fn seen(self, collapsed: Option<&'a Collapsed>, org: &'a Org) -> Self {
        let seen = collapsed.map(|collapsed| (collapsed, org));
        Self { seen, ..self }
    }

    /// What the indicators that would be stand on, and whether they are known.
    #[must_use]
    pub fn stands_on(self) -> (Supposition, bool) {
        (self.supposition.clone(), self.worked.is_some())
    }

    /// The indicators as they would be, as soon as they are known.
    #[must_use]
    pub fn health(self) -> Option<&'a Health> {
        self.worked.map(|worked| &worked.consequences.health)
    }

    /// What is supposed.
    #[must_use]
    pub const fn supposition(self) -> &'a Supposition {
        self.supposition
    }

    /// What becomes of a party. A collapsed department is gone where everybody in it is, and stranded where anybody is.
    #[must_use]
    pub fn party(self, id: &PartyId) -> Fate {
        let Some(members) = self.seen.map(|(collapsed, _)| collapsed.members(id)) else {
            return self.one_party(id);
        };
        let fates: Vec<Fate> = members.iter().map(|id| self.one_party(id)).collect();
        if fates.iter().all(|fate| *fate == Fate::Gone) {
            Fate::Gone
        } else if fates.contains(&Fate::Stranded) {
            Fate::Stranded
        } else {
            Fate::Stays
        }
    }

    fn one_party(self, id: &PartyId) -> Fate {
        if self.supposition.parties_gone.contains(id) {
            Fate::Gone
        } else if self.worked.is_some_and(|worked| has(&worked.consequences.stranded, id)) {
            Fate::Stranded
        } else {
            Fate::Stays
        }
    }

    /// What becomes of a handoff, or of a sum of them, which says of how many.
    #[must_use]
    pub fn handoff(self, id: &HandoffId, handoff: &Handoff) -> HandoffFate {
        let Some((collapsed, org)) = self.seen else {
            return self.one_handoff(id, handoff);
        };
        let parts = collapsed.handoffs(id);
        let known = parts.iter().filter_map(|id| Some((id, org.handoffs.get(id)?)));
        let mut fates: Vec<HandoffFate> = known.map(|(id, handoff)| self.one_handoff(id, handoff)).collect();
        if parts.len() == 1 {
            return fates.pop().unwrap_or_default();
        }
        let count = |which: fn(&HandoffFate) -> bool| fates.iter().filter(|fate| which(fate)).count();
        let (gone, at_risk) = (count(|fate| fate.gone), count(|fate| fate.at_risk));
        let note = match (gone, at_risk) {
            (0, 0) => None,
            (gone, 0) => Some(format!("{gone} of {} gone", parts.len())),
            (_, at_risk) => Some(format!("{at_risk} of {} at risk", parts.len())),
        };
        HandoffFate {
            gone: gone == parts.len(),
            at_risk: at_risk > 0,
            hurts: fates.iter().any(|fate| fate.hurts),
            note,
        }
    }

    fn one_handoff(self, id: &HandoffId, handoff: &Handoff) -> HandoffFate {
        let goes = |party| self.supposition.parties_gone.contains(party);
        let gone = goes(&handoff.provider) || goes(&handoff.customer);
        let mut fate = HandoffFate {
            gone,
            at_risk: false,
            hurts: false,
            note: gone.then(|| "gone".to_owned()),
        };
        let share = self.supposition.reliability.get(id).filter(|_| !gone);
        if let Some(share) = share {
            fate.note = Some(format!("supposed {}", hundred(*share)));
        }
        let Some(worked) = self.worked else { return fate };
        let found = &worked.consequences;
        if let Some(promise) = worked.promises.get(id).and_then(|k| found.promises.get(*k)) {
            fate.at_risk = true;
            fate.hurts = true;
            fate.note = Some(in_short(promise));
        } else if !gone {
            let lost = if has(&found.without_accountable, id) {
                Some("nobody accountable")
            } else if has(&found.without_responsible, id) {
                Some("nobody responsible")
            } else {
                None
            };
            fate.hurts = lost.is_some();
            fate.note = lost.map(str::to_owned).or(fate.note);
        }
        fate
    }
}

/// Whether a list in the order of identifiers has one.
fn has<T: Ord>(list: &[T], id: &T) -> bool {
    list.binary_search(id).is_ok()
}

/// What happens to a promise to a paying customer, on a label: "lost", "3 of 7 parties cut off, 61 instead of 74".
fn in_short(promise: &PromiseAtRisk) -> String {
    if promise.lost {
        return "lost".to_owned();
    }
    let cut = promise
        .cut_off
        .map(|cut| format!("{} of {} cut off", cut.parties, number(cut.of)));
    let slip = promise.slip.as_ref().map(|slip| match percents(slip) {
        Some((after, before)) => format!("{after} instead of {before}"),
        None => "keeps less".to_owned(),
    });
    cut.into_iter().chain(slip).collect::<Vec<_>>().join(", ")
}

/// The same in whole sentences: "3 of 7 parties upstream cut off. Its chain keeps 61 instead of 74 %".
#[must_use]
pub fn told(promise: &PromiseAtRisk, org: &Org) -> String {
    if promise.lost {
        return "Lost".to_owned();
    }
    let cut = promise
        .cut_off
        .map(|cut| format!("{} of {} upstream cut off", cut.parties, number(cut.of)));
    let slip = promise.slip.as_ref().map(|slip| {
        let what = if slip.from == promise.handoff {
            "It keeps".to_owned()
        } else {
            format!("The chain from {} keeps", org.handoff_name(&slip.from))
        };
        match percents(slip) {
            Some((after, before)) => format!("{what} {after} instead of {before} %"),
            None => format!("{what} less; how much is not measured"),
        }
    });
    cut.into_iter().chain(slip).collect::<Vec<_>>().join(". ")
}

/// "1 party", "7 parties".
fn number(parties: u32) -> String {
    words::number(u64::from(parties), "party", "parties")
}

/// The share then and today, with as many places as it takes to tell them apart.
fn percents(slip: &Slip) -> Option<(String, String)> {
    let (after, before) = (slip.after?, slip.before?);
    let written = |share: f64, places: usize| format!("{:.places$}", share * 100.0);
    let places = (0..3).find(|places| written(after, *places) != written(before, *places));
    let places = places.unwrap_or(0);
    Some((written(after, places), written(before, places)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_are_followed_by_who_they_are() {
        let holders = |names: &str| -> Vec<Holder> {
            let named = |name: char| Holder {
                name: name.to_string(),
                ..Holder::default()
            };
            names.chars().map(named).collect()
        };
        for (before, now, number, expected) in [
            ("abc", "abc", 1, Some(1)),
            // One before it left, or came.
            ("abc", "bc", 1, Some(0)),
            ("abc", "xabc", 1, Some(2)),
            // It left itself.
            ("abc", "ac", 1, None),
            ("abc", "ab", 2, None),
            // Its name was mended.
            ("abc", "axc", 1, Some(1)),
        ] {
            let role = Role {
                holders: holders(now),
                ..Role::new("Role", "party".into())
            };
            let found = renumbered(Some(&holders(before)), &role, number);
            assert_eq!(found, expected, "{before} to {now}, {number}");
        }
    }

    #[test]
    fn shares_are_told_apart() {
        let slip = |before, after| Slip {
            from: "x".into(),
            before,
            after,
        };
        let told = |before, after| percents(&slip(Some(before), Some(after)));
        assert_eq!(told(0.74, 0.61), Some(("61".to_owned(), "74".to_owned())));
        assert_eq!(told(0.742, 0.738), Some(("73.8".to_owned(), "74.2".to_owned())));
        assert_eq!(percents(&slip(Some(0.74), None)), None);
        assert_eq!(percents(&slip(None, Some(0.2))), None);
    }
}
