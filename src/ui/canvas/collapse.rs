//! What the map shows while departments are collapsed: a box for each, sums of handoffs, and the indicators of both.
//! Worked out once for each state of the document and each choice of departments.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use egui::pos2;
use imbl::ordmap::DiffItem;

use super::{
    Canvas,
    flight::Target,
    shown::{Key, Shown},
};
use crate::{
    health::{Health, what_if::Supposition, words},
    layout::{self, Aside, Point, Positions},
    network::{self, Collapsed},
    org::{Org, Party, PartyId},
    session::{Cards, Selection, Session},
    ui::what_if::Supposed,
};

/// The document as it is shown, and what it was worked out for.
#[derive(Clone, Default)]
pub(crate) struct Collapse {
    /// Counts the choices of departments; 0 before the first.
    choice: u64,
    /// How often a layout had put the cards elsewhere.
    sweeps: u64,
    heads: BTreeSet<PartyId>,
    collapsed: Collapsed,
    seen: Option<(Key, Org)>,
    org: Org,
    positions: Positions,
    aside: Aside,
    health: Option<(Measured, Health)>,
}

/// What indicators are those of.
#[derive(Clone, PartialEq)]
struct Measured {
    /// How often anything changed on which they stand.
    state: u64,
    key: Key,
    supposed: Option<(Supposition, bool)>,
}

impl Collapse {
    /// Who is shown for whom.
    pub const fn collapsed(&self) -> &Collapsed {
        &self.collapsed
    }

    /// Brings parties, handoffs and places up to date; the indicators follow in [`Self::measure`].
    fn follow(self: &mut Arc<Self>, shown: Shown<'_>, sweeps: u64, heads: &BTreeSet<PartyId>) {
        let same_choice = self.heads == *heads;
        if same_choice && (heads.is_empty() || self.seen.as_ref().is_some_and(|(key, _)| *key == shown.key)) {
            return;
        }
        let next = Arc::make_mut(self);
        if !same_choice {
            next.choice += 1;
            next.heads.clone_from(heads);
            next.health = None;
        }
        if heads.is_empty() {
            *next = Self {
                choice: next.choice,
                ..Self::default()
            };
            return;
        }
        let swept = next.sweeps != sweeps;
        if swept {
            // A layout has put the cards elsewhere, and so the boxes.
            next.sweeps = sweeps;
            next.aside = Aside::default();
        }
        let before = next.seen.take().filter(|_| same_choice).map(|(_, org)| org);
        let moved_only = before.is_some_and(|before| differ_in_places(&before, shown.org));
        if !moved_only {
            next.collapsed = Collapsed::of(shown.org, heads);
            next.org = shown.org.clone();
            next.org.handoffs = next.collapsed.lines(shown.org);
            next.health = None;
        }
        next.org.parties = next.collapsed.parties(shown.org);
        next.positions = layout::collapsed(
            shown.org,
            &next.collapsed,
            shown.positions,
            &mut next.aside,
            !same_choice || swept,
        );
        next.seen = Some((shown.key, shown.org.clone()));
    }

    /// Gathers the indicators that are shown, where they are not those already.
    fn measure(self: &mut Arc<Self>, shown: Shown<'_>, supposed: Option<Supposed<'_>>) {
        if self.collapsed.is_empty() {
            return;
        }
        // Where only places changed, the indicators are the same.
        let key = Key {
            document: 0,
            places: 0,
            ..shown.key
        };
        let measured = Measured {
            state: self.choice,
            key,
            supposed: supposed.map(Supposed::stands_on),
        };
        if self.health.as_ref().is_some_and(|(known, _)| *known == measured) {
            return;
        }
        let next = Arc::make_mut(self);
        next.health = Some((measured, shown.health.collapsed(shown.org, &next.collapsed)));
    }

    /// What is shown instead of the document itself.
    pub fn project<'a>(&'a self, shown: Shown<'a>) -> Shown<'a> {
        let key = Key {
            choice: self.choice,
            // Other boxes are other places, also where no card has moved.
            places: shown.key.places.wrapping_add(self.choice << 40),
            ..shown.key
        };
        match &self.health {
            Some((_, health)) if !self.collapsed.is_empty() => Shown {
                org: &self.org,
                positions: &self.positions,
                health,
                collapsed: Some(&self.collapsed),
                key,
                ..shown
            },
            _ => Shown { key, ..shown },
        }
    }

    /// A selection as it is seen: boxes for whom they hide, a sum where all of it is selected.
    pub fn seen<'a>(&self, selection: &'a Selection) -> Cow<'a, Selection> {
        if self.collapsed.is_empty() {
            return Cow::Borrowed(selection);
        }
        let parties = selection.parties.iter();
        let parties = parties.map(|id| self.collapsed.shown_as(id).clone()).collect();
        let mut handoffs = selection.handoffs.clone();
        for (id, sum) in self.collapsed.sums() {
            if sum.handoffs.iter().all(|part| handoffs.contains(part)) {
                for part in &sum.handoffs {
                    handoffs.remove(part);
                }
                handoffs.insert(id.clone());
            }
        }
        Cow::Owned(Selection { parties, handoffs })
    }

    /// A selection of what is seen, as one of the document.
    pub fn meant(&self, mut selection: Selection) -> Selection {
        if !self.collapsed.is_empty() {
            let handoffs = selection.handoffs.iter();
            let handoffs = handoffs.flat_map(|id| self.collapsed.handoffs(id)).cloned();
            selection.handoffs = handoffs.collect();
        }
        selection
    }
}

/// Whether two documents are the same but for the places of cards.
fn differ_in_places(one: &Org, other: &Org) -> bool {
    let same = one.handoffs.ptr_eq(&other.handoffs)
        && one.log.ptr_eq(&other.log)
        && one.pulses.ptr_eq(&other.pulses)
        && one.roles.ptr_eq(&other.roles)
        && one.goals.ptr_eq(&other.goals)
        && one.settings == other.settings;
    let only_moved = |one: &Party, other: &Party| {
        one.name == other.name
            && one.kind == other.kind
            && one.part_of == other.part_of
            && one.headcount == other.headcount
            && one.goals == other.goals
            && one.notes == other.notes
    };
    same && one.parties.diff(&other.parties).all(|item| match item {
        DiffItem::Update {
            old: (_, old),
            new: (_, new),
        } => only_moved(old, new),
        DiffItem::Add(..) | DiffItem::Remove(..) => false,
    })
}

/// Looking.
impl Canvas {
    /// What is shown of a document, and who is shown for whom.
    pub(super) fn follow_collapsed(&mut self, session: &Session) {
        self.collapse
            .follow(Shown::of(session), session.sweeps(), &self.ways.collapsed);
    }

    /// The same with its indicators, to be kept for a frame.
    pub(super) fn projection(
        &mut self,
        shown: Shown<'_>,
        sweeps: u64,
        supposed: Option<Supposed<'_>>,
    ) -> Arc<Collapse> {
        self.collapse.follow(shown, sweeps, &self.ways.collapsed);
        self.collapse.measure(shown, supposed);
        Arc::clone(&self.collapse)
    }

    /// The places of what is shown.
    #[must_use]
    pub fn places<'a>(&'a self, session: &'a Session) -> &'a Positions {
        if self.collapse.collapsed.is_empty() {
            session.positions()
        } else {
            &self.collapse.positions
        }
    }

    /// The collapsed department, by its name, in which a party is not seen.
    #[must_use]
    pub fn hidden_in(&self, session: &Session, party: &PartyId) -> Option<String> {
        let collapsed = &self.collapse.collapsed;
        let head = collapsed.hides(party).then(|| collapsed.shown_as(party))?;
        Some(session.org().party_name(head).to_owned())
    }

    /// What is selected, with everybody for whom a selected box stands.
    #[must_use]
    pub fn all_selected(&self, session: &Session) -> Selection {
        let collapsed = &self.collapse.collapsed;
        let mut all = session.selection().clone();
        for id in &self.collapse.seen(session.selection()).parties {
            if collapsed.is_box(id) {
                all.parties.extend(collapsed.members(id).iter().cloned());
            }
        }
        all
    }

    /// Who is shown for whom.
    #[must_use]
    pub fn collapsed(&self) -> &Collapsed {
        &self.collapse.collapsed
    }

    /// The cards of what is selected, each with all parties that it stands for, and the other cards.
    #[must_use]
    pub fn selected_cards(&self, session: &Session) -> Cards {
        let collapsed = &self.collapse.collapsed;
        let selection = self.collapse.seen(session.selection());
        let mut cards = Cards::default();
        for (id, at) in self.places(session) {
            if selection.parties.contains(id) {
                cards.moved.push((*at, collapsed.members(id).to_vec()));
            } else {
                cards.others.push(*at);
            }
        }
        cards
    }
}

/// Collapsing and expanding. None of it changes the document.
impl Canvas {
    /// Whether anything is collapsed.
    #[must_use]
    pub fn is_anything_collapsed(&self) -> bool {
        !self.ways.collapsed.is_empty()
    }

    /// Collapses the departments that the selected parties are, or are in; those that are collapsed are expanded.
    /// Returns the selection as it goes on.
    pub fn toggle_collapsed(&mut self, session: &Session) -> Selection {
        self.follow_collapsed(session);
        let org = session.org();
        let heads = network::heads(org);
        let selected = self.collapse.seen(session.selection()).into_owned();
        let is_box = |id: &&PartyId| self.collapse.collapsed.is_box(id);
        let boxes: Vec<PartyId> = selected.parties.iter().filter(is_box).cloned().collect();
        if boxes.is_empty() {
            for id in &selected.parties {
                let above = org.parties.get(id).and_then(|party| party.part_of.as_ref());
                let head = if heads.contains(id) { Some(id) } else { above };
                self.ways
                    .collapsed
                    .extend(head.filter(|id| heads.contains(id)).cloned());
            }
        } else {
            for id in boxes {
                self.expand(&id);
            }
        }
        let selection = self.after_choice(session);
        // Whoever worked at the edge of a wide department is brought to its box.
        let boxes = selection.parties.iter().filter(|id| self.collapse.collapsed.is_box(id));
        let places: Vec<_> = boxes
            .filter_map(|id| Some((id, self.places(session).get(id)?)))
            .collect();
        let seen = self.seen();
        let is_seen = |at: &Point| seen.contains(pos2(at.x, at.y));
        if let Some((first, _)) = places.first().filter(|_| !places.iter().any(|(_, at)| is_seen(at))) {
            self.wanted = Some(Target::Party((*first).clone()));
        }
        selection
    }

    /// Collapses every department of the map. Returns the selection as it goes on.
    pub fn collapse_all(&mut self, session: &Session) -> Selection {
        let org = session.org();
        let departments: BTreeSet<PartyId> = layout::groups(org).into_keys().collect();
        self.ways.collapsed = if departments.is_empty() {
            network::heads(org).into_iter().cloned().collect()
        } else {
            departments
        };
        self.fit();
        self.after_choice(session)
    }

    /// Expands everything.
    pub fn expand_all(&mut self, session: &Session) -> Selection {
        self.ways.collapsed.clear();
        self.fit();
        self.after_choice(session)
    }

    /// Expands one box. Where the cards had moved together they go back, and everybody in it comes into view.
    pub(super) fn expand(&mut self, head: &PartyId) {
        if self.collapse.aside.is_together() {
            let members = self.collapse.collapsed.members(head).to_vec();
            self.wanted = Some(Target::Parties(members));
        }
        self.ways.collapsed.remove(head);
    }

    /// What was selected and is hidden now gives way to the box that is seen.
    fn after_choice(&mut self, session: &Session) -> Selection {
        self.follow_collapsed(session);
        let seen = self.collapse.seen(session.selection()).into_owned();
        self.collapse.meant(seen)
    }

    /// Expands whatever hides something that somebody wants to see.
    pub fn uncover(&mut self, session: &Session, wanted: &Selection) {
        if self.ways.collapsed.is_empty() {
            return;
        }
        let org = session.org();
        let sides: Vec<&PartyId> = wanted
            .handoffs
            .iter()
            .filter_map(|id| org.handoffs.get(id))
            .flat_map(|handoff| [&handoff.provider, &handoff.customer])
            .collect();
        self.ways.collapsed.retain(|head| {
            let hides = |id: &PartyId| id != head && org.is_above(head, id);
            let takes = |id: &&PartyId| org.is_above(head, id);
            !wanted.parties.iter().any(hides) && !sides.iter().any(takes)
        });
    }
}

/// "12 parties".
pub(super) fn size(collapsed: &Collapsed, head: &PartyId) -> String {
    words::number(collapsed.members(head).len() as u64, "party", "parties")
}

/// By how much a line for so many handoffs is wider than one for a single one: it grows ever more slowly.
pub(super) fn width(handoffs: usize) -> f32 {
    const MOST: f32 = 3.5;
    (handoffs as f32).sqrt().min(MOST)
}

/// The strongest of what is said of each.
pub(super) fn strongest<K: Ord, V: Ord + Copy + Default>(all: &BTreeMap<K, V>, of: &[K]) -> V {
    let said = of.iter().map(|id| all.get(id).copied().unwrap_or_default());
    said.min().unwrap_or_default()
}
