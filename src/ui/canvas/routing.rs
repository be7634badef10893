//! The curves of all handoffs, kept from frame to frame, and which of them and of the cards are where.
//!
//! A moved card bends its own curves only. On a large map a change looks only at what it touches; and where everything
//! is drawn anew, plain curves come at once, and a thread finds better ones that lead around the cards.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use egui::Context;
use imbl::ordmap::DiffItem;

use super::{
    handoff, party,
    passing::Passing,
    shown::{Key, Shown},
};
use crate::{
    layout::{Cards, Care, Ends, Point, Rect, Route},
    org::{Handoff, HandoffId, Map, PartyId},
    ui::later::Later,
};

/// With no more handoffs than this, all curves lead around cards at once.
const FEW: usize = 500;
/// With no more than this, a picture waits for them.
const PICTURED: usize = 2_000;

/// The curve of a handoff, and what every frame asks of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which handoff it is.
    pub id: HandoffId,
    /// The numbers of its provider's card and its customer's.
    pub ends: Ends,
    /// How it runs.
    pub route: Route,
    /// The rectangle around it.
    pub bounds: Rect,
    /// The point half-way along it.
    pub middle: Point,
}

impl Line {
    fn new(id: HandoffId, ends: Ends) -> Self {
        Self {
            id,
            ends,
            route: Route {
                curves: Vec::new(),
                end: Point::default(),
                direction: Point::default(),
            },
            bounds: Rect::default(),
            middle: Point::default(),
        }
    }

    fn lead(&mut self, route: Route) {
        self.bounds = route.bounds();
        self.middle = handoff::middle(&route).unwrap_or(route.end);
        self.route = route;
    }
}

/// The cards and the curves between them, each under a number in the order of their identifiers.
#[derive(Default)]
pub struct Routing {
    parties: Vec<PartyId>,
    cards: Cards,
    lines: Vec<Line>,
    /// The curves before they were moved apart where they meet a card; on a large map, nothing.
    own: Vec<Option<Route>>,
    /// The lines at each card.
    at_card: Vec<Vec<usize>>,
    /// Where the curves pass, from when somebody asks.
    passing: OnceCell<Passing>,
    whole: Option<Rect>,
    handoffs: Map<HandoffId, Handoff>,
    seen: Option<Key>,
    /// Rises with every change of a card's place or of a curve.
    state: u64,
    /// Rises whenever the numbers may mean others than before.
    numbering: u64,
    /// Whether some curves are still plain ones that lead through cards.
    plain: bool,
    /// Whether the cards were moving when the curves were found.
    hurried: bool,
    better: Later<u64, Vec<Option<Route>>>,
    at_once: bool,
}

impl Routing {
    /// Waits for good curves within the frame, where there are not too many: for a picture.
    pub fn set_at_once(&mut self, at_once: bool) {
        self.at_once = at_once;
    }

    /// Whether it is for a picture.
    pub const fn is_at_once(&self) -> bool {
        self.at_once
    }

    /// The curves as they are, in the order of the handoffs' identifiers.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many curves there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Says whether anything is elsewhere than it was.
    pub const fn state(&self) -> u64 {
        self.state
    }

    /// Says whether the numbers mean what they did.
    pub const fn numbering(&self) -> u64 {
        self.numbering
    }

    /// The parties that have a card, in the order of their identifiers.
    pub fn parties(&self) -> &[PartyId] {
        &self.parties
    }

    /// Where the cards are, by number.
    pub fn cards(&self) -> &[Rect] {
        self.cards.rects()
    }

    /// The part of the map that all cards cover.
    pub const fn whole(&self) -> Option<Rect> {
        self.whole
    }

    /// The number of a party's card.
    pub fn card(&self, id: &PartyId) -> Option<usize> {
        self.parties.binary_search(id).ok()
    }

    /// The number of a handoff's curve.
    pub fn line(&self, id: &HandoffId) -> Option<usize> {
        self.lines.binary_search_by(|line| line.id.cmp(id)).ok()
    }

    /// The curves that begin or end at a card.
    pub fn at_card(&self, number: usize) -> &[usize] {
        self.at_card.get(number).map_or(&[], Vec::as_slice)
    }

    /// The point half-way along a curve.
    pub fn middle(&self, id: &HandoffId) -> Option<Point> {
        self.line(id).map(|number| self.lines[number].middle)
    }

    /// The numbers of the cards that overlap a part of the map, in order.
    pub fn cards_within(&self, part: &Rect) -> Vec<usize> {
        if self.whole.is_some_and(|whole| holds(part, &whole)) {
            return (0..self.parties.len()).collect();
        }
        let mut found: Vec<usize> = self.cards.within(part).collect();
        found.sort_unstable();
        found
    }

    /// The numbers of the curves that may pass through a part of the map, in order: all that do, and a few beside.
    pub fn lines_within(&self, part: &Rect) -> Vec<usize> {
        if self.whole.is_some_and(|whole| holds(part, &whole.grown(200.0))) {
            return (0..self.lines.len()).collect();
        }
        self.passing().through(part)
    }

    fn passing(&self) -> &Passing {
        self.passing.get_or_init(|| {
            let bounds = self.lines.iter().map(|line| line.bounds);
            let all = bounds.reduce(|one, other| one.union(&other)).unwrap_or_default();
            Passing::of(self.lines.iter().map(|line| &line.route), &all)
        })
    }

    /// Brings the curves up to date with what is shown.
    pub fn follow(&mut self, shown: Shown<'_>, ctx: &Context) {
        let places = |key: &Key| (key.document, key.places, key.choice);
        if self.seen.as_ref().map(places) != Some(places(&shown.key)) {
            if shown.moving {
                self.hurry(shown);
            } else if std::mem::take(&mut self.hurried) {
                self.begin(shown);
                self.handoffs = shown.org.handoffs.clone();
            } else {
                self.catch_up(shown);
            }
            self.seen = Some(shown.key);
        }
        if self.plain && !self.at_once && !shown.moving {
            self.improve(ctx);
        }
    }

    /// Has better curves found on a thread, and takes them over when they are there.
    fn improve(&mut self, ctx: &Context) {
        if self.better.is_due(&self.state, false, ctx) {
            let (cards, ends) = (self.cards.clone(), self.ends());
            self.better.begin(self.state, ctx, move |goes_on| {
                // Nobody watches how far it is, so nothing has to be drawn for that.
                cards.routes_while(&ends, Care::Careful, &mut |_| goes_on(0.0))
            });
        }
        if self.better.get(&self.state).is_some_and(|(_, current)| current)
            && let Some(routes) = self.better.take()
        {
            self.take(routes);
            self.plain = false;
        }
    }

    fn catch_up(&mut self, shown: Shown<'_>) {
        let (org, positions) = (shown.org, shown.positions);
        let same_parties = self.parties.iter().eq(positions.keys());
        let moved: Vec<(usize, Rect)> = if same_parties {
            let places = positions.values().map(|at| party::card(*at)).enumerate();
            places.filter(|(k, rect)| self.cards.rects()[*k] != *rect).collect()
        } else {
            Vec::new()
        };
        let changed: Vec<DiffItem<'_, '_, _, _>> = self.handoffs.diff(&org.handoffs).collect();
        let same_ends = changed.iter().all(|change| match change {
            DiffItem::Update { old, new } => (&old.1.provider, &old.1.customer) == (&new.1.provider, &new.1.customer),
            DiffItem::Add(..) | DiffItem::Remove(..) => false,
        });
        let few = self.lines.len().max(org.handoffs.len()) <= FEW;
        if same_parties && same_ends {
            if !moved.is_empty() {
                if moved.len() * 2 <= self.parties.len() || few {
                    self.shift(&moved);
                } else {
                    self.begin(shown);
                }
            }
        } else if few || self.lines.is_empty() {
            self.begin(shown);
        } else {
            let changed: BTreeSet<HandoffId> = changed
                .iter()
                .map(|change| match change {
                    DiffItem::Add(id, _) | DiffItem::Remove(id, _) | DiffItem::Update { new: (id, _), .. } => {
                        (*id).clone()
                    }
                })
                .collect();
            self.mend(shown, &changed);
        }
        self.handoffs = org.handoffs.clone();
    }

    fn ends(&self) -> Vec<Ends> {
        self.lines.iter().map(|line| line.ends).collect()
    }

    /// The cards as they are shown, and a line without a way for every handoff between two of them.
    fn number(&mut self, shown: Shown<'_>) {
        self.numbering += 1;
        self.parties = shown.positions.keys().cloned().collect();
        self.cards = cards(shown);
        self.own.clear();
        let numbers: BTreeMap<&PartyId, usize> = self.parties.iter().zip(0..).collect();
        let is_usable = |number: &usize| {
            let card = &self.cards.rects()[*number];
            card.min.is_finite() && card.max.is_finite()
        };
        let number = |party: &PartyId| numbers.get(party).copied().filter(is_usable);
        self.lines = shown
            .org
            .handoffs
            .iter()
            .filter_map(|(id, handoff)| {
                let ends = (number(&handoff.provider)?, number(&handoff.customer)?);
                (ends.0 != ends.1).then(|| Line::new(id.clone(), ends))
            })
            .collect();
        self.at_card = vec![Vec::new(); self.parties.len()];
        for (k, line) in self.lines.iter().enumerate() {
            self.at_card[line.ends.0].push(k);
            self.at_card[line.ends.1].push(k);
        }
    }

    /// Finds every curve anew.
    fn begin(&mut self, shown: Shown<'_>) {
        self.number(shown);
        let careful = self.lines.len() <= if self.at_once { PICTURED } else { FEW };
        let care = if careful { Care::Careful } else { Care::Quick };
        self.plain = !careful;
        let routes = self.cards.routes(&self.ends(), care);
        self.take(routes);
    }

    /// Bends all curves the plain way while the cards are moving: a moment later others will stand between them.
    fn hurry(&mut self, shown: Shown<'_>) {
        let same = self.parties.iter().eq(shown.positions.keys()) && self.handoffs.ptr_eq(&shown.org.handoffs);
        if same {
            self.cards = cards(shown);
        } else {
            self.number(shown);
            self.handoffs = shown.org.handoffs.clone();
        }
        let routes = self.cards.routes(&self.ends(), Care::Quick);
        self.take(routes);
        // All are found anew when the cards have arrived.
        self.hurried = true;
    }

    /// Finds anew the curves of handoffs that were added or changed, of those that run beside them, of those at cards
    /// that are elsewhere, and of those that such a card came in the way of.
    fn mend(&mut self, shown: Shown<'_>, changed: &BTreeSet<HandoffId>) {
        let before: BTreeMap<PartyId, Rect> = {
            let rects = self.cards.rects().iter().copied();
            std::mem::take(&mut self.parties).into_iter().zip(rects).collect()
        };
        let old = std::mem::take(&mut self.lines);
        // Pairs of cards that lost a handoff.
        let mut pairs: BTreeSet<(PartyId, PartyId)> = BTreeSet::new();
        for id in changed {
            for handoff in [self.handoffs.get(id), shown.org.handoffs.get(id)]
                .into_iter()
                .flatten()
            {
                let (a, b) = (handoff.provider.clone(), handoff.customer.clone());
                pairs.insert(if a <= b { (a, b) } else { (b, a) });
            }
        }
        self.number(shown);
        let elsewhere: Vec<bool> = self
            .parties
            .iter()
            .zip(self.cards.rects())
            .map(|(id, rect)| before.get(id) != Some(rect))
            .collect();
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for (card, _) in elsewhere.iter().enumerate().filter(|(_, elsewhere)| **elsewhere) {
            touched.extend(&self.at_card[card]);
        }
        for (a, b) in &pairs {
            if let (Some(a), Some(b)) = (self.card(a), self.card(b)) {
                let beside = |line: &&usize| {
                    let ends = self.lines[**line].ends;
                    ends == (a, b) || ends == (b, a)
                };
                touched.extend(self.at_card[a].iter().filter(beside));
            }
        }
        let mut old = old.into_iter().peekable();
        for (k, line) in self.lines.iter_mut().enumerate() {
            while old.next_if(|old| old.id < line.id).is_some() {}
            match old.next_if(|old| old.id == line.id) {
                Some(old) => {
                    (line.route, line.bounds, line.middle) = (old.route, old.bounds, old.middle);
                }
                None => {
                    touched.insert(k);
                }
            }
        }
        self.passing.take();
        // A new card stands in the way of lines that have nothing else to do with it.
        let rects = self.cards.rects().iter().zip(&elsewhere);
        let new: Vec<Rect> = rects
            .filter(|(_, elsewhere)| **elsewhere)
            .map(|(rect, _)| *rect)
            .collect();
        if new.len() * 10 <= self.parties.len() {
            for rect in new {
                let crossing = self.lines_within(&rect);
                touched.extend(crossing.into_iter().filter(|&k| self.lines[k].route.crosses(&rect)));
            }
        }
        let touched = self.beside(touched);
        self.lead(&touched);
        self.stir();
    }

    /// Moves cards, and finds anew the curves at them.
    fn shift(&mut self, moved: &[(usize, Rect)]) {
        let mut touched = BTreeSet::new();
        for &(card, rect) in moved {
            self.cards.place(card, rect);
            touched.extend(&self.at_card[card]);
        }
        self.lead(&touched.into_iter().collect::<Vec<_>>());
        self.stir();
    }

    /// Those lines and all others between the same two cards, in order.
    fn beside(&self, lines: BTreeSet<usize>) -> Vec<usize> {
        let mut all = lines.clone();
        for line in lines {
            let (a, b) = self.lines[line].ends;
            let same = |other: &&usize| {
                let ends = self.lines[**other].ends;
                ends == (a, b) || ends == (b, a)
            };
            all.extend(self.at_card[a].iter().filter(same));
        }
        all.into_iter().collect()
    }

    /// Finds those curves anew, where each is given with all that run beside it.
    fn lead(&mut self, lines: &[usize]) {
        let ends: Vec<Ends> = lines.iter().map(|&k| self.lines[k].ends).collect();
        let care = if lines.len() <= FEW { Care::Careful } else { Care::Quick };
        self.plain |= care == Care::Quick;
        for (&k, route) in lines.iter().zip(self.cards.routes(&ends, care)) {
            if let Some(route) = route {
                if let Some(passing) = self.passing.get_mut() {
                    passing.remove(k, &self.lines[k].route);
                    passing.insert(k, &route);
                }
                if let Some(own) = self.own.get_mut(k) {
                    *own = Some(route.clone());
                }
                self.lines[k].lead(route);
            }
        }
        if !self.own.is_empty() {
            self.spread();
        }
    }

    /// Takes over a way for every curve.
    fn take(&mut self, mut routes: Vec<Option<Route>>) {
        if self.lines.len() <= FEW {
            self.own.clone_from(&routes);
            self.cards.spread(&self.ends(), &mut routes);
        }
        for (line, route) in self.lines.iter_mut().zip(routes) {
            if let Some(route) = route {
                line.lead(route);
            }
        }
        self.passing.take();
        self.stir();
    }

    /// Moves all curves of a small map apart where they meet a card.
    fn spread(&mut self) {
        let mut routes = self.own.clone();
        self.cards.spread(&self.ends(), &mut routes);
        for (line, route) in self.lines.iter_mut().zip(routes) {
            if let Some(route) = route.filter(|route| *route != line.route) {
                line.lead(route);
            }
        }
        self.passing.take();
    }

    /// Something is elsewhere.
    fn stir(&mut self) {
        self.state += 1;
        self.whole = self
            .cards
            .rects()
            .iter()
            .copied()
            .reduce(|one, other| one.union(&other));
    }
}

/// The cards as they are shown; those of collapsed departments are stacks.
fn cards(shown: Shown<'_>) -> Cards {
    let boxes = shown.positions.keys().zip(0..).filter(|(id, _)| shown.is_box(id));
    let boxes = boxes.map(|(_, number)| number).collect();
    Cards::new(shown.positions.values().map(|at| party::card(*at)).collect()).stacked(boxes)
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.min.x <= inner.min.x && outer.min.y <= inner.min.y && outer.max.x >= inner.max.x && outer.max.y >= inner.max.y
}
