//! Where everything in the pyramid lies: rows from the top, each as many lines of party cards as it needs.

use std::collections::BTreeSet;

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::{
    org::{PartyId, RoleId},
    roles::pyramid::{Band, Pyramid},
    ui::tokens::Tokens,
};

/// A party with more roles than this is folded until somebody unfolds it.
pub const UNFOLDED: usize = 3;

/// The width of a card where there is room, and where there is little, in times the size of running text.
const WIDE: f32 = 16.0;
const NARROW: f32 = 13.0;

/// So many roles stand below each other before a party becomes wider.
const TALL: usize = 4;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A role, by its place in the party.
    Role(usize),
    /// How many roles there are; folds and unfolds them.
    Fold,
    /// The party itself, which has no role.
    Empty,
}

/// One of them, and where it lies from the top left corner of the whole.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its row, the place of its party in it.
    pub at: (usize, usize),
    /// What it is.
    pub what: What,
    /// The line of cards that it is in, counted over all rows.
    pub line: usize,
    /// Where it lies.
    pub rect: Rect,
}

/// Where the cards lie, in points from the top left corner of the whole.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// How much smaller than usual everything is.
    pub zoom: f32,
    /// The column of names at the left.
    pub names: f32,
    /// Each row from its top to its bottom.
    pub rows: Vec<egui::Rangef>,
    /// Each party, row by row.
    pub bands: Vec<Vec<Rect>>,
    /// Everything that can be chosen, row by row and party by party.
    pub items: Vec<Item>,
    /// How large it is.
    pub size: Vec2,
}

/// The identity of what can be chosen: it outlives a change of the document.
pub type Key = (PartyId, Option<RoleId>);

impl Place {
    /// Lays everything out in that width.
    pub fn of(tokens: &Tokens, pyramid: &Pyramid, open: &BTreeSet<PartyId>, width: f32, zoom: f32) -> Self {
        let body = tokens.size.body * zoom;
        let mut place = Self {
            zoom,
            names: (body * 10.0).min(width * 0.2),
            ..Self::default()
        };
        let gap = tokens.space.m * zoom;
        let widest = pyramid.rows.iter().map(|row| row.bands.len()).max().unwrap_or(0) as f32;
        // Where there is room for all, names stand beside what a role answers for.
        let wide = (body * WIDE + gap) * widest - gap <= width - place.names;
        let card = body * if wide { WIDE } else { NARROW };
        let room = (width - place.names).max(card);
        // Between rows there is space for the lines.
        let between = (tokens.space.xl + tokens.space.xs) * zoom;
        let (mut y, mut line) = (0.0, 0);
        for (r, row) in pyramid.rows.iter().enumerate() {
            let top = y;
            let (mut x, mut tallest) = (0.0_f32, 0.0_f32);
            let mut bands = Vec::with_capacity(row.bands.len());
            let mut first = bands.len();
            for (b, band) in row.bands.iter().enumerate() {
                let shape = Shape::of(band, open.contains(&band.party), (room / card).floor());
                let size = shape.size(tokens, zoom, card);
                if x > 0.0 && x + size.x > room {
                    centre(&mut place, &mut bands, first, r, room - (x - gap));
                    first = bands.len();
                    (x, y, line) = (0.0, y + tallest + gap, line + 1);
                    tallest = 0.0;
                }
                let rect = Rect::from_min_size(pos2(place.names + x, y), size);
                shape.items(tokens, zoom, rect, (r, b), line, &mut place.items);
                bands.push(rect);
                x += size.x + gap;
                tallest = tallest.max(size.y);
            }
            centre(&mut place, &mut bands, first, r, room - (x - gap));
            y += tallest;
            place.rows.push(egui::Rangef::new(top, y));
            place.bands.push(bands);
            y += between;
            line += 1;
        }
        place.size = vec2(place.names + room, (y - between).max(0.0));
        place
    }

    /// What to go to from an item: up and down to the nearest, left and right to the next.
    pub fn beside(&self, from: usize, go: Go) -> usize {
        let Some(here) = self.items.get(from) else {
            return 0;
        };
        let last = self.items.len().saturating_sub(1);
        let (x, y) = (here.rect.center().x, here.rect.center().y);
        let nearest = |wanted: &dyn Fn(&Item) -> bool, score: &dyn Fn(&Item) -> f32| {
            let all = self.items.iter().enumerate().filter(|(_, item)| wanted(item));
            let best = all.min_by(|(_, one), (_, other)| score(one).total_cmp(&score(other)));
            best.map(|(k, _)| k)
        };
        match go {
            Go::First => 0,
            Go::Last => last,
            Go::Up | Go::Down => {
                let sign = if go == Go::Down { 1.0 } else { -1.0 };
                let within = |item: &Item| item.at == here.at && (item.rect.center().y - y) * sign > 1.0;
                let steps = |item: &Item| (item.rect.center().y - y) * sign + (item.rect.center().x - x).abs();
                let lines = if go == Go::Down {
                    here.line.checked_add(1)
                } else {
                    here.line.checked_sub(1)
                };
                // In the next line what is nearest sideways, and of that what is nearest.
                let beyond = |item: &Item| Some(item.line) == lines;
                let far = |item: &Item| (item.rect.center().x - x).abs() * 1e3 + item.rect.center().y * sign;
                nearest(&within, &steps)
                    .or_else(|| nearest(&beyond, &far))
                    .unwrap_or(from)
            }
            Go::Left | Go::Right => {
                let sign = if go == Go::Right { 1.0 } else { -1.0 };
                let beside = |item: &Item| item.line == here.line && (item.rect.center().x - x) * sign > 1.0;
                let far = |item: &Item| (item.rect.center().x - x) * sign * 1e3 + (item.rect.center().y - y).abs();
                nearest(&beside, &far)
                    // At the end of a line the next one goes on.
                    .or_else(|| {
                        let lines = if go == Go::Right {
                            here.line.checked_add(1)
                        } else {
                            here.line.checked_sub(1)
                        };
                        let next = |item: &Item| Some(item.line) == lines;
                        nearest(&next, &|item| item.rect.center().x * sign * 1e3 + item.rect.center().y)
                    })
                    .unwrap_or(from)
            }
        }
    }
}

/// Where the keyboard goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// To the line above.
    Up,
    /// To the line below.
    Down,
    /// To the one before.
    Left,
    /// To the one after.
    Right,
    /// To the very first.
    First,
    /// To the very last.
    Last,
}

/// A line stands in the middle, as a pyramid does.
fn centre(place: &mut Place, bands: &mut [Rect], first: usize, row: usize, left: f32) {
    let by = vec2((left / 2.0).max(0.0).round(), 0.0);
    for band in bands.iter_mut().skip(first) {
        *band = band.translate(by);
    }
    let items = place.items.iter_mut().rev().take_while(|item| item.at.0 == row);
    for item in items.filter(|item| item.at.1 >= first) {
        item.rect = item.rect.translate(by);
    }
}

/// What is shown of a party.
struct Shape {
    items: Vec<What>,
    columns: usize,
}

impl Shape {
    fn of(band: &Band, open: bool, fitting: f32) -> Self {
        let count = band.roles.len();
        let mut items = Vec::new();
        if count > UNFOLDED {
            items.push(What::Fold);
        }
        if count <= UNFOLDED || open {
            items.extend((0..count).map(What::Role));
        }
        if count == 0 {
            items.push(What::Empty);
        }
        let fitting = fitting.max(1.0) as usize;
        let columns = if open {
            count.div_ceil(TALL).clamp(1, fitting)
        } else {
            1
        };
        Self { items, columns }
    }

    fn size(&self, tokens: &Tokens, zoom: f32, card: f32) -> Vec2 {
        let pad = pad(tokens, zoom);
        let roles = self.items.iter().filter(|what| matches!(what, What::Role(_))).count();
        let others = self.items.len() - roles;
        let height = head(tokens, zoom)
            + others as f32 * (small(tokens, zoom) + pad / 2.0)
            + roles.div_ceil(self.columns) as f32 * (large(tokens, zoom) + pad / 2.0);
        vec2(card * self.columns as f32, (height + pad / 2.0).round())
    }

    fn items(&self, tokens: &Tokens, zoom: f32, rect: Rect, at: (usize, usize), line: usize, into: &mut Vec<Item>) {
        let pad = pad(tokens, zoom);
        let width = (rect.width() - pad) / self.columns as f32;
        let mut y = rect.top() + head(tokens, zoom);
        let mut put = |what: &What, min: Pos2, width: f32, height: f32| {
            into.push(Item {
                at,
                what: what.clone(),
                line,
                rect: Rect::from_min_size(min, vec2(width, height)),
            });
        };
        let mut column = 0;
        for what in &self.items {
            if let What::Role(_) = what {
                let x = rect.left() + pad / 2.0 + pad / 4.0 + width * column as f32;
                put(what, pos2(x, y), width - pad / 2.0, large(tokens, zoom));
                column += 1;
                if column == self.columns {
                    column = 0;
                    y += large(tokens, zoom) + pad / 2.0;
                }
            } else {
                let x = rect.left() + pad / 2.0 + pad / 4.0;
                put(what, pos2(x, y), rect.width() - pad * 1.5, small(tokens, zoom));
                y += small(tokens, zoom) + pad / 2.0;
            }
        }
    }
}

/// Around and between what stands in a card.
pub fn pad(tokens: &Tokens, zoom: f32) -> f32 {
    tokens.space.s * zoom
}

/// The name of a party.
pub fn head(tokens: &Tokens, zoom: f32) -> f32 {
    (tokens.size.name * 1.5 + tokens.space.s) * zoom
}

/// A role: its name and a line below.
fn large(tokens: &Tokens, zoom: f32) -> f32 {
    ((tokens.size.body + tokens.size.label) * 1.35 + tokens.space.s) * zoom
}

/// One line.
fn small(tokens: &Tokens, zoom: f32) -> f32 {
    (tokens.size.body * 1.35 + tokens.space.s) * zoom
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::ui::tokens::Theme;

    fn pyramid(bytes: &[u8]) -> Pyramid {
        Pyramid::of(&crate::file::read(bytes).unwrap().org, date(2026, 11, 22))
    }

    /// The samples, folded and with every party unfolded, in windows of three widths.
    fn places() -> Vec<Place> {
        let mut places = Vec::new();
        for bytes in [
            &include_bytes!("../../../../../sample_orgs/harbour_tools.ron")[..],
            &include_bytes!("../../../../../sample_orgs/kubernetes.ron")[..],
            &include_bytes!("../../../../../sample_orgs/rust_project.ron")[..],
        ] {
            let pyramid = pyramid(bytes);
            let all: BTreeSet<PartyId> = pyramid
                .rows
                .iter()
                .flat_map(|row| &row.bands)
                .map(|b| b.party.clone())
                .collect();
            for width in [100.0, 1100.0, 6000.0] {
                for open in [&BTreeSet::new(), &all] {
                    places.push(Place::of(Tokens::of(Theme::Light), &pyramid, open, width, 1.0));
                }
            }
        }
        places
    }

    #[test]
    fn everything_is_reached_with_arrows_and_nothing_lies_on_something_else() {
        for place in places() {
            let mut reached = BTreeSet::from([0]);
            let mut next = vec![0];
            while let Some(from) = next.pop() {
                for go in [Go::Up, Go::Down, Go::Left, Go::Right, Go::First, Go::Last] {
                    let to = place.beside(from, go);
                    if reached.insert(to) {
                        next.push(to);
                    }
                }
            }
            assert_eq!(reached.len(), place.items.len());
            let bands: Vec<&Rect> = place.bands.iter().flatten().collect();
            for (k, one) in bands.iter().enumerate() {
                assert!(
                    bands
                        .iter()
                        .skip(k + 1)
                        .all(|other| !one.shrink(1.0).intersects(**other))
                );
                assert!(
                    one.left() >= place.names
                        && one.bottom() <= place.size.y + 1.0
                        && one.right() <= place.size.x + 1.0
                );
            }
            for item in &place.items {
                let band = &place.bands[item.at.0][item.at.1];
                assert!(band.contains_rect(item.rect), "{item:?} in {band:?}");
            }
            for (k, one) in place.items.iter().enumerate() {
                let others = place.items.iter().skip(k + 1);
                assert!(
                    others.clone().all(|other| !one.rect.shrink(1.0).intersects(other.rect)),
                    "{one:?}"
                );
            }
        }
    }

    #[test]
    fn rows_stand_below_each_other_from_the_customer_on() {
        for place in places() {
            assert!(place.rows.iter().all(|row| row.max > row.min));
            assert!(place.rows.windows(2).all(|rows| rows[1].min > rows[0].max));
        }
    }

    /// Eleven roles in columns of four: three columns wide, a line that folds and four lines of roles.
    #[test]
    fn many_roles_are_folded_and_unfold_in_columns() {
        let mut org = crate::org::Org::named("Test");
        org.parties.insert("a".into(), crate::org::Party::default().into());
        for k in 0..11 {
            let role = crate::org::Role::new("R", "a".into());
            org.roles.insert(RoleId::new(&format!("r{k}")), role.into());
        }
        let pyramid = Pyramid::of(&org, date(2026, 11, 22));
        let count = |open: &BTreeSet<PartyId>| {
            let place = Place::of(Tokens::of(Theme::Light), &pyramid, open, 1500.0, 1.0);
            let widths: BTreeSet<i32> = place.items.iter().map(|item| item.rect.left().round() as i32).collect();
            (place.items.len(), widths.len())
        };
        assert_eq!(count(&BTreeSet::new()), (1, 1));
        assert_eq!(count(&BTreeSet::from(["a".into()])), (12, 3));
    }
}
