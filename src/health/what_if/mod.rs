//! What if a party, a role or a holder were gone, or a handoff kept another share than today? Works on a
//! copy; the document changes only when somebody applies the edits.
//!
//! **Stranded** is a party that has a chain of handoffs to a paying customer today and would have none.
//!
//! **A promise to a paying customer is at risk** in one of three ways:
//! - it is *lost*: its provider or its customer is gone;
//! - it is *cut off*: parties whose work goes into it today by some chain of handoffs no longer reach it.
//!   Told as "2 of 5 parties upstream";
//! - work *slips*: a handoff that would keep less than today feeds it. The share of that work which comes
//!   through unbroken is the product of the reliabilities along the best chain that begins with the slipping
//!   handoff and ends with the promise; told as today's product and the one that would be. Best means as in
//!   [`crate::network::Paths`]: fewest handoffs that are not measured, highest product, fewest handoffs. A
//!   chain with a handoff that is not measured has no product.
//!
//! A chain ends at a paying customer and does not lead on through one, and what slips does not come back to
//! its own provider.
//!
//! **A handoff loses its Accountable** (or Responsible) where a role that somebody holds has that letter today
//! and none would have it, or where any role has it today and none would. A role goes with its party and
//! takes its letters along. A role that loses its last holder keeps them, but nobody is there to fill it. Held
//! means a holder on the day as of which everything is seen.
//!
//! **Who could cover**: the roles that stand in for those who go, and the roles trained for the handoff, of
//! any party that stays, as far as somebody holds them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::org::{Handoff, HandoffId, Letter, Org, PartyId, Role, RoleId};

use super::{Estimate, Health, Indicator, Moments};

mod chains;
mod supposition;

use chains::{Chain, Chains, Numbers};
pub use supposition::Supposition;

/// What would follow from a [`Supposition`].
#[derive(Clone, Debug, PartialEq)]
pub struct Consequences {
    /// The document as it would be. Supposed reliabilities are not in it: they are no facts.
    pub org: Org,
    /// Everything measured then, supposed reliabilities included. A supposed share is taken as exact.
    pub health: Health,
    /// The indicators of the whole, in the order of [`Indicator::ALL`].
    pub whole: [Change; 3],
    /// The handoffs that would be gone.
    pub gone: Vec<HandoffId>,
    /// The parties that would lose sight of every paying customer.
    pub stranded: Vec<PartyId>,
    /// The promises to paying customers that are at risk: those lost first, then by the share of parties cut
    /// off, then by how far the work that slips falls, then by identifier.
    pub promises: Vec<PromiseAtRisk>,
    /// The handoffs that stay and lose whoever answers for them.
    pub without_accountable: Vec<HandoffId>,
    /// The handoffs that stay and lose whoever does the work.
    pub without_responsible: Vec<HandoffId>,
    /// Who could cover each handoff of the two lists above, and each that loses its provider while its
    /// customer stays.
    pub cover: Vec<Cover>,
}

/// An estimate today and then; nothing where it is not measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// As the document has it.
    pub today: Option<Estimate>,
    /// As it would be.
    pub then: Option<Estimate>,
}

/// A promise to a paying customer that would suffer.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseAtRisk {
    /// The handoff to the paying customer.
    pub handoff: HandoffId,
    /// It would be gone.
    pub lost: bool,
    /// Who no longer reaches it; nothing where everybody does.
    pub cut_off: Option<CutOff>,
    /// The work that slips most on its way into it.
    pub slip: Option<Slip>,
}

/// How many of the parties upstream of a promise no longer reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// They are gone, or whatever led on from them is.
    pub parties: u32,
    /// All whose work goes into it today, by however many handoffs.
    pub of: u32,
}

impl CutOff {
    /// How many of all, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.parties) / f64::from(self.of.max(1))
    }
}

/// How much of some work comes through to the paying customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// The handoff that would keep less.
    pub from: HandoffId,
    /// The share that comes through today; nothing where a handoff on the way is not measured.
    pub before: Option<f64>,
    /// The share that would come through; nothing where a handoff on the way is not measured.
    pub after: Option<f64>,
}

impl Slip {
    /// How far the share falls, where both are known.
    #[must_use]
    pub fn fall(&self) -> Option<f64> {
        Some(self.before? - self.after?)
    }
}

/// The roles that could step in for a handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The handoff.
    pub handoff: HandoffId,
    /// The backups of the roles that did the work or answered for it and are gone or empty.
    pub backups: Vec<RoleId>,
    /// The roles trained for it that are not among the backups.
    pub trained: Vec<RoleId>,
}

impl Cover {
    /// Nobody is known who could.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.backups.is_empty() && self.trained.is_empty()
    }
}

/// Works out what would follow. `health` is that of `org`; neither is changed.
#[must_use]
pub fn consequences(org: &Org, health: &Health, supposition: &Supposition) -> Consequences {
    let then = supposition.applied_to(org);
    let mut changed = health.clone();
    changed.refresh(org, &then);
    changed.suppose(&then, &supposition.reliability);

    let (paths, paths_then) = (health.paths(org), changed.paths(&then));
    let stranded = paths.by_party.keys().filter(|party| {
        let stays = then.parties.contains_key(*party);
        stays && !paths_then.by_party.contains_key(*party)
    });
    let gone = org.handoffs.keys().filter(|id| !then.handoffs.contains_key(*id));
    let posts = Posts {
        org,
        then: &then,
        health,
        supposition,
    };
    let (without_accountable, without_responsible) =
        (posts.without(Letter::Accountable), posts.without(Letter::Responsible));
    Consequences {
        whole: Indicator::ALL.map(|indicator| Change {
            today: health.org.estimate(indicator).copied(),
            then: changed.org.estimate(indicator).copied(),
        }),
        gone: gone.cloned().collect(),
        stranded: stranded.cloned().collect(),
        promises: promises(org, health, &then, &changed, &supposition.reliability),
        cover: posts.cover(without_accountable.iter().chain(&without_responsible)),
        without_accountable,
        without_responsible,
        health: changed,
        org: then,
    }
}

impl Health {
    /// Takes shares for granted instead of what was counted, and gathers again what stands on them. The parts and
    /// the counts of the handoffs stay those of the log.
    fn suppose(&mut self, org: &Org, shares: &BTreeMap<HandoffId, f64>) {
        let mut parties = BTreeSet::new();
        for (id, share) in shares {
            if let Some(share) = supposition::share(*share)
                && let Some(measured) = self.handoffs.get_mut(id)
            {
                let measured = Arc::make_mut(measured);
                self.total.take(&measured.standing());
                measured.reliability.estimate = Some(Estimate::new(Moments::exact(share), 0, 1.0));
                self.total.put(&measured.standing(), true);
                parties.extend(org.handoffs.get(id).map(|handoff| handoff.provider.clone()));
            }
        }
        if parties.is_empty() {
            return;
        }
        for party in parties {
            if org.parties.contains_key(&party) {
                let indicators = self.gather_party(&party);
                self.parties.insert(party, Arc::new(indicators));
            }
        }
        self.org = self.total.finish();
    }
}

/// A handoff's reliability in the mean.
fn reliability(health: &Health, id: &HandoffId) -> Option<f64> {
    Some(health.handoffs.get(id)?.estimate(Indicator::Reliability)?.mean)
}

/// Whether a handoff is a promise to a paying customer. What one paying customer gives another is none.
fn is_promise(org: &Org, handoff: &Handoff) -> bool {
    let pays = |party: &PartyId| org.parties.get(party).map(|party| party.kind.is_customer());
    pays(&handoff.provider) == Some(false) && pays(&handoff.customer) == Some(true)
}

fn promises(
    org: &Org,
    health: &Health,
    then: &Org,
    changed: &Health,
    shares: &BTreeMap<HandoffId, f64>,
) -> Vec<PromiseAtRisk> {
    let slipping = |id: &HandoffId| match (reliability(health, id), reliability(changed, id)) {
        (Some(today), Some(then)) => then < today,
        (today, then) => today.is_none() && then.is_some(),
    };
    let slipping: Vec<_> = shares.keys().filter(|id| slipping(id)).collect();
    let fewer_parties = then.parties.len() < org.parties.len();
    if slipping.is_empty() && !fewer_parties {
        return Vec::new();
    }
    let numbers = Numbers::of(org);
    let today = Chains::of(org, &numbers, |id| reliability(health, id));
    let after = Chains::of(then, &numbers, |id| reliability(changed, id));
    let slips: Vec<_> = slipping
        .into_iter()
        .map(|id| (id, today.from(id), after.from(id)))
        .collect();
    // Promises of one provider stand on the same parties.
    let mut known: BTreeMap<&PartyId, CutOff> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, handoff) in org.handoffs.iter().filter(|(_, handoff)| is_promise(org, handoff)) {
        let lost = !then.handoffs.contains_key(id);
        let provider = numbers.get(&handoff.provider).filter(|_| fewer_parties);
        let cut_off = provider.map(|provider| {
            *known.entry(&handoff.provider).or_insert_with(|| {
                let (before, left) = (today.upstream(provider), after.upstream(provider));
                let cut = before.iter().zip(&left).filter(|(before, left)| **before && !**left);
                CutOff {
                    parties: cut.count() as u32,
                    of: before.iter().filter(|before| **before).count() as u32,
                }
            })
        });
        // Nothing reaches a promise that is gone, even where its provider is still there.
        let cut_off = cut_off.map(|cut| CutOff {
            parties: if lost { cut.of } else { cut.parties },
            ..cut
        });
        let cut_off = cut_off.filter(|cut| cut.parties > 0);
        let slip = slips
            .iter()
            .filter(|_| !lost)
            .filter_map(|(from, before, after)| slip(from, before.to(id)?, after.to(id)?))
            // Of equal ones the first; a fall that is not known comes after every known one.
            .reduce(|most, next| if next.fall() > most.fall() { next } else { most });
        if lost || cut_off.is_some() || slip.is_some() {
            found.push(PromiseAtRisk {
                handoff: id.clone(),
                lost,
                cut_off,
                slip,
            });
        }
    }
    let cut = |promise: &PromiseAtRisk| promise.cut_off.map_or(0.0, CutOff::share);
    let fall = |promise: &PromiseAtRisk| promise.slip.as_ref().and_then(Slip::fall).unwrap_or(0.0);
    found.sort_by(|a, b| {
        b.lost
            .cmp(&a.lost)
            .then_with(|| cut(b).total_cmp(&cut(a)))
            .then_with(|| fall(b).total_cmp(&fall(a)))
    });
    found
}

/// What slips along a chain; nothing where it is known that nothing does.
fn slip(from: &HandoffId, before: Chain, after: Chain) -> Option<Slip> {
    let (before, after) = (before.rolled(), after.rolled());
    let falls = before.zip(after).is_none_or(|(before, after)| after < before);
    falls.then(|| Slip {
        from: from.clone(),
        before,
        after,
    })
}

/// Who fills a letter of a handoff, from nobody up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Filled {
    /// No role has it.
    No,
    /// A role has it that nobody holds.
    Vacant,
    /// A role has it that somebody holds.
    Held,
}

/// The roles today and then.
struct Posts<'a> {
    org: &'a Org,
    then: &'a Org,
    health: &'a Health,
    supposition: &'a Supposition,
}

impl Posts<'_> {
    /// Whether somebody holds the role, those left out who are supposed to be gone.
    fn held(&self, id: &RoleId, role: &Role, gone: bool) -> bool {
        let day = self.health.as_of();
        role.holders.iter().enumerate().any(|(number, holder)| {
            let there = holder.since.is_none_or(|since| since <= day) && holder.until.is_none_or(|until| until >= day);
            there && !(gone && self.supposition.holders_gone.contains(&(id.clone(), number)))
        })
    }

    fn held_then(&self, id: &RoleId) -> bool {
        let role = self.org.roles.get(id).filter(|_| self.then.roles.contains_key(id));
        role.is_some_and(|role| self.held(id, role, true))
    }

    fn filled_today(&self, id: &RoleId) -> Filled {
        match self.org.roles.get(id) {
            None => Filled::No,
            Some(role) if self.held(id, role, false) => Filled::Held,
            Some(_) => Filled::Vacant,
        }
    }

    fn filled_then(&self, id: &RoleId) -> Filled {
        if self.held_then(id) {
            Filled::Held
        } else if self.then.roles.contains_key(id) {
            Filled::Vacant
        } else {
            Filled::No
        }
    }

    /// The handoffs that stay and have the letter less well filled than today.
    fn without(&self, letter: Letter) -> Vec<HandoffId> {
        let loses = |handoff: &Handoff| {
            let today = handoff.roles_with(letter).map(|role| self.filled_today(role)).max();
            let then = handoff.roles_with(letter).map(|role| self.filled_then(role)).max();
            then < today
        };
        let stay = self.org.handoffs.iter();
        let stay = stay.filter(|(id, _)| self.then.handoffs.contains_key(*id));
        stay.filter(|(_, handoff)| loses(handoff))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Who could cover the handoffs that lose a letter, and those that lose their provider.
    fn cover<'b>(&self, lose: impl Iterator<Item = &'b HandoffId>) -> Vec<Cover> {
        let orphaned = self.org.handoffs.iter().filter(|(_, handoff)| {
            let there = |org: &Org, party| org.parties.contains_key(party);
            let lost = there(self.org, &handoff.provider) && !there(self.then, &handoff.provider);
            lost && there(self.then, &handoff.customer)
        });
        let mut trained: BTreeMap<&HandoffId, BTreeSet<&RoleId>> = BTreeMap::new();
        for id in lose {
            trained.entry(id).or_default();
        }
        for (id, _) in orphaned {
            trained.entry(id).or_default();
        }
        for (id, role) in self.org.roles.iter().filter(|(id, _)| self.held_then(id)) {
            for handoff in &role.trained_for {
                if let Some(roles) = trained.get_mut(handoff) {
                    roles.insert(id);
                }
            }
        }
        trained
            .into_iter()
            .filter_map(|(id, trained)| {
                let handoff = self.org.handoffs.get(id)?;
                let lost = handoff.raci.iter().filter(|(role, letters)| {
                    let does = letters.has(Letter::Responsible) || letters.has(Letter::Accountable);
                    does && self.filled_then(role) < self.filled_today(role)
                });
                let backups: BTreeSet<&RoleId> = lost
                    .filter_map(|(role, _)| self.org.roles.get(role))
                    .flat_map(|role| &role.backups)
                    .filter(|backup| self.held_then(backup))
                    .collect();
                Some(Cover {
                    handoff: id.clone(),
                    trained: trained.difference(&backups).map(|role| (*role).clone()).collect(),
                    backups: backups.into_iter().cloned().collect(),
                })
            })
            .collect()
    }
}
