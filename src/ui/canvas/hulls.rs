//! Departments on a map on which they stand apart: a quiet ground below their cards, and their name, at any zoom.

use std::{collections::BTreeMap, sync::Arc};

use egui::{Align2, CornerRadius, FontId, Galley, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::{
    camera::Camera,
    shown::{Key, Shown},
};
use crate::{
    layout::{self, HULL, TITLE},
    org::{Arrangement, PartyId},
    ui::{fonts, style::blend, tokens::Tokens, widgets::text},
};

/// How much of the ink the ground has.
const GROUND: f32 = 0.035;

/// The widest name above a department, in points.
const LONGEST: f32 = 240.0;

/// The name of a department on screen.
pub struct Title {
    /// Where it stands.
    pub rect: Rect,
    galley: Arc<Galley>,
}

struct Hull {
    name: String,
    /// On the map.
    rect: layout::Rect,
}

/// The departments and what they take up, kept from frame to frame.
#[derive(Default)]
pub struct Hulls {
    all: Vec<Hull>,
    /// Whose department is which of them.
    members: BTreeMap<PartyId, usize>,
    seen: Option<Key>,
    /// Whether any card lies where somebody put it.
    moved: bool,
}

impl Hulls {
    /// Brings them up to date with the document.
    pub fn follow(&mut self, shown: Shown<'_>) {
        if self.seen == Some(shown.key) {
            return;
        }
        self.seen = Some(shown.key);
        self.all.clear();
        self.members.clear();
        let org = shown.org;
        self.moved = org.parties.values().any(|party| party.position.is_some());
        let apart = matches!(
            org.settings.layout,
            Arrangement::Departments | Arrangement::Neighbourhoods
        );
        if !apart {
            return;
        }
        for (head, members) in layout::groups(org) {
            let cards = members.iter().filter_map(|id: &PartyId| shown.positions.get(id));
            let around = cards.map(|at| layout::card(*at)).reduce(|one, other| one.union(&other));
            if let Some(around) = around {
                let mut rect = around.grown(HULL);
                rect.min.y -= TITLE;
                // Where cards were moved, a ground on which others stand as well would say that they belong to it.
                if self.moved && stands_on(shown, &members, &rect) {
                    continue;
                }
                let name = org.party_name(&head).to_owned();
                self.members.extend(members.into_iter().map(|id| (id, self.all.len())));
                self.all.push(Hull { name, rect });
            }
        }
    }

    /// Whether there are any.
    pub const fn are_there(&self) -> bool {
        !self.all.is_empty()
    }

    /// Whether any card lies where somebody put it.
    pub const fn is_moved(&self) -> bool {
        self.moved
    }

    /// The number of a party's department, where the map is arranged by them.
    pub fn of(&self, party: &PartyId) -> Option<usize> {
        self.members.get(party).copied()
    }

    /// Draws their grounds, below everything else.
    pub fn paint(&self, painter: &Painter, tokens: &Tokens, camera: &Camera, view: Rect) {
        let colour = &tokens.colour;
        let ground = blend(colour.canvas, colour.ink, GROUND);
        for hull in &self.all {
            let rect = camera.rect_to_screen(view, hull.rect);
            if !rect.intersects(view) {
                continue;
            }
            let round = CornerRadius::same((18.0 * camera.zoom).clamp(3.0, 24.0) as u8);
            painter.rect(rect, round, ground, Stroke::NONE, StrokeKind::Inside);
        }
    }

    /// Their names and where those stand on screen.
    pub fn titles(&self, painter: &Painter, tokens: &Tokens, camera: &Camera, view: Rect) -> Vec<Title> {
        let colour = &tokens.colour;
        let mut named: Vec<Title> = Vec::new();
        for hull in &self.all {
            let rect = camera.rect_to_screen(view, hull.rect);
            if !rect.expand(20.0).intersects(view) {
                continue;
            }
            let band = TITLE * camera.zoom;
            let least = tokens.size.label;
            let size = (tokens.size.name * camera.zoom).clamp(least, tokens.size.name * 1.6);
            let font = FontId::new(size.round(), fonts::bold());
            // From afar the name stands above its department, where there is always room for it.
            let (at, anchor) = if band >= size * 1.5 {
                let at = rect.min + vec2(HULL * camera.zoom, band / 2.0 + HULL * camera.zoom / 2.0);
                (at, Align2::LEFT_CENTER)
            } else {
                (pos2(rect.left() + 2.0, rect.top() - 2.0), Align2::LEFT_BOTTOM)
            };
            // Where its beginning is out of sight, the name comes along.
            let at = pos2(at.x.max(view.left() + 8.0), at.y);
            let room = (rect.right() - at.x - 4.0).max(1.0);
            let mut galley = text::elided(painter, &hull.name, font.clone(), colour.ink2, room, 1);
            if galley.elided && anchor == Align2::LEFT_BOTTOM {
                // Above its department it may be longer than that is wide, where no other stands.
                let whole = text::elided(painter, &hull.name, font, colour.ink2, LONGEST, 1);
                let place = anchor.anchor_size(at, whole.size()).expand(4.0);
                let others = self.all.iter().filter(|other| !std::ptr::eq(*other, hull));
                let others = others.map(|other| camera.rect_to_screen(view, other.rect));
                // The name of a department that comes later stands above it.
                let mut others = others.map(|rect| rect.with_min_y(rect.top() - size * 1.6));
                if place.right() <= view.right()
                    && !others.any(|other| other.intersects(place))
                    && !named.iter().any(|name| name.rect.intersects(place))
                {
                    galley = whole;
                }
            }
            if galley.elided && letters(&galley) < 4 {
                // Two letters and an ellipsis name nothing.
                continue;
            }
            let rect = anchor.anchor_size(at, galley.size());
            named.push(Title { rect, galley });
        }
        named
    }
}

/// Draws names of departments, above the handoffs, on a ground of their own.
pub fn paint_titles(painter: &Painter, tokens: &Tokens, titles: Vec<Title>) {
    let colour = &tokens.colour;
    for Title { rect, galley } in titles {
        painter.rect_filled(rect.expand2(vec2(3.0, 0.0)), 3.0, colour.canvas);
        painter.galley(rect.min, galley, colour.ink2);
    }
}

/// Whether anybody else's card stands on a department's ground.
fn stands_on(shown: Shown<'_>, members: &[PartyId], ground: &layout::Rect) -> bool {
    let on_it = |at: &layout::Point| {
        (ground.min.x..ground.max.x).contains(&at.x) && (ground.min.y..ground.max.y).contains(&at.y)
    };
    let mut others = shown.positions.iter().filter(|(_, at)| on_it(at));
    others.any(|(id, _)| members.binary_search(id).is_err())
}

/// How many characters of a name are seen, with the ellipsis.
fn letters(galley: &Galley) -> usize {
    galley.rows.iter().map(|row| row.glyphs.len()).sum::<usize>()
}
