//! How much each card and each handoff stands out, worked out once for every state of the document and every question
//! to the map.

use std::collections::{BTreeMap, BTreeSet};

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::{
    colouring::Colouring,
    shown::{Key, Shown},
    ways::{Filter, Way, Ways},
};
use crate::{
    health::{Health, risk::Severity},
    network::{Links, Path},
    org::{Cadence, Focus, Handoff, HandoffId, Org, PartyId},
    session::Lens,
    ui::insight::{Findings, Known},
};

/// How much a card or a handoff stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emphasis {
    /// It is what one looked for.
    Marked,
    /// As ever.
    #[default]
    Full,
    /// It steps back behind others.
    Faded,
    /// It is not drawn.
    Hidden,
}

impl Emphasis {
    /// What a screen reader says of something that stands out so.
    pub fn spoken(self, said: String) -> String {
        match self {
            Self::Marked => format!("{said}, marked"),
            Self::Faded => format!("{said}, faded"),
            Self::Full | Self::Hidden => said,
        }
    }

    /// Steps back, if it is not farther back already.
    fn fade(&mut self) {
        *self = (*self).max(Self::Faded);
    }
}

/// What the answer depends on.
#[derive(Clone, PartialEq)]
struct Asked {
    shown: Key,
    lens: Lens,
    /// Whether the risks that are known are those of this very state.
    found: Option<bool>,
    query: Option<String>,
    ways: Ways,
}

/// How much everything stands out.
#[derive(Default)]
pub struct Standing {
    asked: Option<Asked>,
    /// Those that do not stand out as ever.
    parties: BTreeMap<PartyId, Emphasis>,
    handoffs: BTreeMap<HandoffId, Emphasis>,
    hits: Vec<PartyId>,
    shown: usize,
    seasons: bool,
    chain: Option<Path>,
    /// Rises whenever anything stands out otherwise than before.
    state: u64,
}

impl Standing {
    /// Says whether anything stands out otherwise than it did.
    pub const fn state(&self) -> u64 {
        self.state
    }

    /// How much a card stands out.
    pub fn party(&self, id: &PartyId) -> Emphasis {
        self.parties.get(id).copied().unwrap_or_default()
    }

    /// How much a handoff stands out.
    pub fn handoff(&self, id: &HandoffId) -> Emphasis {
        self.handoffs.get(id).copied().unwrap_or_default()
    }

    /// The parties whose names were looked for: first those that begin so, then the others, each by name.
    pub fn hits(&self) -> &[PartyId] {
        &self.hits
    }

    /// How many parties the filter leaves.
    pub const fn shown(&self) -> usize {
        self.shown
    }

    /// Whether any handoff takes place in some months only.
    pub const fn has_seasons(&self) -> bool {
        self.seasons
    }

    /// The chain that stands out.
    pub const fn chain(&self) -> Option<&Path> {
        self.chain.as_ref()
    }

    /// Brings it up to date; nothing to do where neither the document nor the question changed.
    pub fn follow(&mut self, shown: Shown<'_>, found: &Known<'_, Findings>, colouring: &Colouring, ways: &mut Ways) {
        ways.keep_existing(shown.org);
        let mut asked = Asked {
            shown: shown.key,
            lens: colouring.lens(),
            found: found.value.map(|_| found.stale),
            query: ways.search.as_ref().map(|search| search.query.clone()),
            ways: ways.clone(),
        };
        // Which hit one is at makes no difference.
        asked.ways.search = None;
        if self.asked.as_ref() == Some(&asked) {
            return;
        }
        let next = answer(shown, found.value, colouring, &asked);
        let same = self.parties == next.parties && self.handoffs == next.handoffs;
        *self = Self {
            state: self.state + u64::from(!same),
            asked: Some(asked),
            ..next
        };
    }
}

fn answer(shown: Shown<'_>, found: Option<&Findings>, colouring: &Colouring, asked: &Asked) -> Standing {
    let (org, health) = (shown.org, shown.health);
    let mut standing = Standing {
        shown: org.parties.len(),
        seasons: has_seasons(org),
        ..Standing::default()
    };
    // Nothing is asked of most maps, and a dragged card changes the document with every frame.
    let idle = Ways {
        filter: Filter {
            hide: asked.ways.filter.hide,
            ..Filter::default()
        },
        ..Ways::default()
    };
    if asked.query.is_none() && asked.ways == idle {
        return standing;
    }
    let mut parties: BTreeMap<&PartyId, Emphasis> = org.parties.keys().map(|id| (id, Emphasis::Full)).collect();
    let mut handoffs: BTreeMap<&HandoffId, Emphasis> = org.handoffs.keys().map(|id| (id, Emphasis::Full)).collect();
    let filter = &asked.ways.filter;
    if filter.is_on() {
        let (kept, lines) = chosen(org, health, found, colouring, filter);
        let out = if filter.hide { Emphasis::Hidden } else { Emphasis::Faded };
        step_back(&mut parties, |id| kept.contains(id), out);
        step_back(&mut handoffs, |id| lines.contains(id), out);
        standing.shown = kept.len();
    }
    if let Some(month) = asked.ways.month {
        let goes_on = |id: &HandoffId| org.handoffs.get(id).is_none_or(|handoff| is_in_season(handoff, month));
        step_back(&mut handoffs, goes_on, Emphasis::Faded);
    }
    match &asked.ways.way {
        None => {}
        Some(Way::Around(focus)) => {
            let (near, lines) = around(org, health.links(), focus);
            step_back(&mut parties, |id| near.contains(id), Emphasis::Faded);
            step_back(&mut handoffs, |id| lines.contains(id), Emphasis::Faded);
        }
        Some(Way::Chain(party)) => {
            standing.chain = health.paths(org).by_party.remove(party);
            let chain = standing.chain.as_ref();
            let lines: BTreeSet<&HandoffId> = chain.iter().flat_map(|path| &path.handoffs).collect();
            let both = |id: &&HandoffId| org.handoffs.get(*id).map(|h| [&h.provider, &h.customer]);
            let mut on: BTreeSet<&PartyId> = lines.iter().filter_map(both).flatten().collect();
            on.insert(party);
            for (id, emphasis) in &mut parties {
                single_out(emphasis, on.contains(id), Emphasis::Full);
            }
            for (id, emphasis) in &mut handoffs {
                single_out(emphasis, lines.contains(id), Emphasis::Marked);
            }
        }
    }
    if let Some(query) = asked.query.as_deref().filter(|query| !query.trim().is_empty()) {
        standing.hits = hits(org, query);
        let marked: BTreeSet<&PartyId> = standing.hits.iter().collect();
        for (id, emphasis) in &mut parties {
            single_out(emphasis, marked.contains(id), Emphasis::Marked);
        }
        for emphasis in handoffs.values_mut() {
            emphasis.fade();
        }
    }
    standing.parties = kept_apart(parties);
    standing.handoffs = kept_apart(handoffs);
    standing
}

/// Those that do not stand out as ever.
fn kept_apart<K: Ord + Clone>(all: BTreeMap<&K, Emphasis>) -> BTreeMap<K, Emphasis> {
    all.into_iter()
        .filter(|(_, emphasis)| *emphasis != Emphasis::Full)
        .map(|(id, emphasis)| (id.clone(), emphasis))
        .collect()
}

fn step_back<K: Ord>(all: &mut BTreeMap<&K, Emphasis>, stays: impl Fn(&K) -> bool, to: Emphasis) {
    for (id, emphasis) in all {
        if !stays(id) {
            *emphasis = (*emphasis).max(to);
        }
    }
}

/// What one looked for is seen whatever is left out otherwise.
fn single_out(emphasis: &mut Emphasis, wanted: bool, stands_out: Emphasis) {
    if wanted {
        *emphasis = stands_out;
    } else {
        emphasis.fade();
    }
}

/// Whether a handoff takes place in a month; one without months does so all year.
fn is_in_season(handoff: &Handoff, month: u8) -> bool {
    match &handoff.cadence {
        Some(Cadence::Situational { months, .. }) => months.is_empty() || months.contains(&month),
        _ => true,
    }
}

/// Whether any handoff takes place in some months only.
fn has_seasons(org: &Org) -> bool {
    let months =
        |handoff: &Handoff| matches!(&handoff.cadence, Some(Cadence::Situational { months, .. }) if !months.is_empty());
    org.handoffs.values().any(|handoff| months(handoff))
}

/// The parties that others are part of, by name.
pub fn departments(org: &Org) -> Vec<&PartyId> {
    let heads: BTreeSet<&PartyId> = org
        .parties
        .values()
        .filter_map(|party| party.part_of.as_ref())
        .collect();
    let mut heads: Vec<_> = heads.into_iter().filter(|id| org.parties.contains_key(*id)).collect();
    heads.sort_by_cached_key(|id| (org.party_name(id).to_lowercase(), (*id).clone()));
    heads
}

/// The parties and handoffs that a filter leaves. A party of the chosen kinds and departments stays where a chosen
/// handoff begins or ends there, or where it has such a risk itself.
fn chosen<'a>(
    org: &'a Org,
    health: &Health,
    found: Option<&Findings>,
    colouring: &Colouring,
    filter: &Filter,
) -> (BTreeSet<&'a PartyId>, BTreeSet<&'a HandoffId>) {
    let urgent = |severity: Severity| filter.risk.is_none_or(|least| severity >= least);
    let of_party = |id: &PartyId| found.is_some_and(|found| found.of_party(id).any(|risk| urgent(risk.severity)));
    let of_handoff = |id: &HandoffId| found.is_some_and(|found| found.of_handoff(id).any(|risk| urgent(risk.severity)));
    let candidates: BTreeSet<&PartyId> = org
        .parties
        .iter()
        .filter(|(_, party)| filter.kinds.is_empty() || filter.kinds.contains(&party.kind))
        .filter(|(id, _)| {
            let heads = &filter.departments;
            heads.is_empty() || heads.iter().any(|head| org.is_above(head, id))
        })
        .map(|(id, _)| id)
        .collect();
    let lines: BTreeMap<&HandoffId, &Handoff> = org
        .handoffs
        .iter()
        .filter(|(_, handoff)| candidates.contains(&handoff.provider) && candidates.contains(&handoff.customer))
        .filter(|(id, _)| filter.bands.is_empty() || filter.bands.contains(&colouring.of(health, id).mark().0))
        .filter(|(id, _)| filter.risk.is_none() || of_handoff(id))
        .map(|(id, handoff)| (id, &**handoff))
        .collect();
    let kept = if filter.bands.is_empty() && filter.risk.is_none() {
        candidates
    } else {
        let ends: BTreeSet<&PartyId> = lines.values().flat_map(|h| [&h.provider, &h.customer]).collect();
        let own = |id: &PartyId| filter.bands.is_empty() && of_party(id);
        let stays = |id: &&PartyId| ends.contains(id) || own(id);
        candidates.into_iter().filter(stays).collect()
    };
    (kept, lines.into_keys().collect())
}

/// A party with its providers and theirs, its customers and theirs, as many handoffs away as wanted, and those
/// handoffs.
fn around<'a>(org: &'a Org, links: &'a Links, focus: &'a Focus) -> (BTreeSet<&'a PartyId>, BTreeSet<&'a HandoffId>) {
    let (mut near, mut lines) = (BTreeSet::from([&focus.party]), BTreeSet::new());
    for down in [false, true] {
        let mut edge = BTreeSet::from([&focus.party]);
        for _ in 0..focus.steps.clamp(*Focus::STEPS.start(), *Focus::STEPS.end()) {
            let mut next = BTreeSet::new();
            for party in edge {
                let ids: Vec<&HandoffId> = if down {
                    links.provided_by(party).collect()
                } else {
                    links.received_by(party).collect()
                };
                for id in ids {
                    let Some(handoff) = org.handoffs.get(id) else { continue };
                    lines.insert(id);
                    next.insert(if down { &handoff.customer } else { &handoff.provider });
                }
            }
            near.extend(&next);
            edge = next;
        }
    }
    (near, lines)
}

/// The parties in whose names every word of the query stands.
fn hits(org: &Org, query: &str) -> Vec<PartyId> {
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let begin = query.trim().to_lowercase();
    let mut hits: Vec<_> = org
        .parties
        .iter()
        .filter(|(_, party)| {
            pattern
                .score(Utf32Str::new(&party.name, &mut buffer), &mut matcher)
                .is_some()
        })
        .map(|(id, party)| {
            let name = party.name.to_lowercase();
            (!name.starts_with(&begin), name, id.clone())
        })
        .collect();
    hits.sort();
    hits.into_iter().map(|(.., id)| id).collect()
}
