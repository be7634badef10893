//! Names on cards from afar: a card there is as large as its name needs, but no larger than half the way to its
//! neighbours, so that no two names ever meet. Where a map has more cards than can be read, those with the most
//! handoffs come first.

use std::collections::BTreeMap;

use egui::{Color32, FontId, Painter, Rect, TextFormat, Vec2, pos2, text::LayoutJob, vec2};

use super::{camera::Camera, emphasis::Emphasis, hulls::Hulls, looks::AtRest, party, routing::Routing, shown::Shown};
use crate::{
    layout,
    org::{Org, PartyId},
    ui::{
        tokens::Tokens,
        widgets::shorten::{self, Rows},
    },
};

/// No more names than this where cards are boxes or dots.
const MOST: usize = 300;
/// How much larger than it is a card may become, in map points to each side.
const GROWTH: Vec2 = Vec2::new(420.0, 60.0);
/// Cards with so much between them in width, halved, stand in different columns.
const COLUMN: f32 = 30.0;
/// What stays free between two cards that have grown, in points.
const APART: Vec2 = Vec2::new(5.0, 3.0);
/// Around a name on its card, at least, and beside it at natural size.
const PAD: Vec2 = Vec2::new(3.0, 1.0);
const BESIDE: f32 = 12.0;
/// How high a row is, for type of height 1.
const ROW: f32 = 1.08;
/// What the bars below a name take of a card.
const FOOT: f32 = 5.0;
/// A collapsed department is named with so much of its name, in points, whatever lies there.
const LONGEST: f32 = 240.0;

/// A card with its name, seen from afar.
#[derive(Clone, Debug)]
pub struct Plate {
    /// The number of the card.
    pub card: usize,
    /// How large it is.
    pub rect: Rect,
    /// Its name as it is written there, with line breaks.
    pub text: String,
    /// In which letters.
    pub font: FontId,
    /// How high a row of it is.
    pub row: f32,
    /// What is free around it.
    pad: Vec2,
    /// Whether there is room for bars below it.
    pub foot: bool,
    /// What its edge says where there is none.
    pub stripe: Option<Color32>,
}

impl Plate {
    /// Its name, to be laid out.
    pub fn job(&self, ink: Color32) -> LayoutJob {
        let format = TextFormat {
            font_id: self.font.clone(),
            color: ink,
            line_height: Some(self.row),
            ..TextFormat::default()
        };
        LayoutJob::single_section(self.text.clone(), format)
    }
}

/// What is known of a card whatever the camera shows.
#[derive(Clone, Debug, Default)]
struct Known {
    name: String,
    /// Where in it begins what no other name has.
    tail: usize,
    /// The same without the name of the department that it stands in.
    short: Option<(String, usize)>,
    /// Its place in the order of importance.
    rank: usize,
    /// It stands for a department.
    is_box: bool,
    /// How far it may grow, once somebody asked.
    room: Option<Vec2>,
}

/// What names were placed for: the zoom, the view, the pixels in a point, the theme, the states of cards and looks, how
/// many titles there were, and the part of the map.
type PlacedFor = (f32, Rect, f32, usize, (u64, u64, u64), u64, (u64, bool));

/// The names that are seen, kept while nothing moves.
#[derive(Default)]
pub struct Plates {
    known: Vec<Known>,
    known_of: Option<(u64, u64, u64)>,
    placed: Vec<Plate>,
    of: Option<PlacedFor>,
    /// From where they were placed, and from where they are seen now.
    cameras: (Camera, Camera),
    /// Rises whenever they are placed anew.
    state: u64,
    widths: Widths,
}

/// How wide characters are in the letters that were used last: asking the font for each of them anew takes longer than
/// all the rest.
#[derive(Default)]
struct Widths {
    font: Option<(FontId, u32)>,
    plain: Vec<Option<f32>>,
    others: BTreeMap<char, f32>,
}

impl Widths {
    /// For those letters, on a screen with so many pixels in a point.
    fn follow(&mut self, font: &FontId, pixels_per_point: f32) {
        let of = (font.clone(), pixels_per_point.to_bits());
        if self.font.as_ref() != Some(&of) {
            self.font = Some(of);
            self.plain = vec![None; 128];
            self.others.clear();
        }
    }

    fn of(&mut self, letter: char, ask: impl FnOnce() -> f32) -> f32 {
        match self.plain.get_mut(letter as usize) {
            Some(width) => *width.get_or_insert_with(ask),
            None => *self.others.entry(letter).or_insert_with(ask),
        }
    }
}

impl Plates {
    /// Says whether they are others than before, wherever they were pushed.
    pub const fn state(&self) -> u64 {
        self.state
    }

    /// Those that are seen, in the order of their cards.
    pub fn placed(&self) -> &[Plate] {
        &self.placed
    }

    /// The one at a point on screen.
    pub fn at(&self, at: egui::Pos2) -> Option<&Plate> {
        self.placed.iter().find(|plate| plate.rect.contains(at))
    }

    /// The one of a card.
    pub fn of(&self, card: usize) -> Option<&Plate> {
        let place = self.placed.binary_search_by_key(&card, |plate| plate.card);
        place.ok().map(|k| &self.placed[k])
    }

    /// Brings them up to date with what is on screen, clear of `titles`. While the map is pushed, they go with it; while the pointer has `hold` of a card, the
    /// others know their room from before.
    pub fn follow(&mut self, painter: &Painter, seen: &Seen<'_>, titles: &[Rect], hold: bool) {
        let camera = seen.camera;
        if camera.zoom >= party::COMPACT {
            self.state += u64::from(!self.placed.is_empty());
            self.placed.clear();
            self.of = None;
            return;
        }
        let key = seen.shown.key;
        let known = (key.document, key.choice, seen.routing.state());
        if self.known_of != Some(known) && !(hold && self.known.len() == seen.routing.parties().len()) {
            self.known_of = Some(known);
            self.known = know(seen);
            self.of = None;
        }
        let theme = std::ptr::from_ref(seen.tokens) as usize;
        let state = (seen.routing.numbering(), seen.routing.state(), seen.rest.state());
        let of = (
            camera.zoom,
            seen.view,
            painter.pixels_per_point(),
            theme,
            state,
            titles.len() as u64,
            seen.part,
        );
        if self.of == Some(of) && (!seen.resting || self.cameras.0 == camera) {
            let origin = |camera: Camera| camera.to_screen(seen.view, layout::Point::default());
            let push = origin(camera) - origin(self.cameras.1);
            if push != Vec2::ZERO {
                for plate in &mut self.placed {
                    plate.rect = plate.rect.translate(push);
                }
                self.cameras.1 = camera;
            }
            return;
        }
        self.of = Some(of);
        self.cameras = (camera, camera);
        self.state += 1;
        self.place(painter, seen, titles);
    }

    fn place(&mut self, painter: &Painter, seen: &Seen<'_>, titles: &[Rect]) {
        self.placed.clear();
        let zoom = seen.camera.zoom;
        let letters = Letters::of(seen.tokens, zoom);
        // So little that nobody could have a name.
        let widest = (layout::CARD_WIDTH + 2.0 * GROWTH.x) * zoom;
        let hopeless = widest < 5.0 * letters.font.size;
        let known = &self.known;
        let mut asking: Vec<usize> = seen
            .cards
            .iter()
            .copied()
            .filter(|&k| known[k].is_box || !hopeless)
            .collect();
        let back = |k: usize| seen.rest.cards[k].emphasis >= Emphasis::Faded;
        asking.sort_unstable_by_key(|&k| (!known[k].is_box, back(k), known[k].rank));
        let most = if seen.all { usize::MAX } else { MOST };
        let mut boxes: Vec<Rect> = Vec::new();
        let mut widths = std::mem::take(&mut self.widths);
        widths.follow(&letters.font, painter.pixels_per_point());
        painter.fonts_mut(|fonts| {
            let mut wide = |c: char| widths.of(c, || fonts.glyph_width(&letters.font, c));
            for card in asking {
                if self.placed.len() >= most {
                    break;
                }
                let room = self.room(card, seen.routing);
                let is_free = |rect: &Rect| !titles.iter().chain(&boxes).any(|other| other.intersects(*rect));
                let known = &self.known[card];
                let own = seen.camera.rect_to_screen(seen.view, seen.routing.cards()[card]);
                let grown = [room, Vec2::ZERO].into_iter().find_map(|room| {
                    let plate = letters.on_card(known, own, room * zoom, &mut wide)?;
                    is_free(&plate.0.expand(1.0)).then_some(plate)
                });
                // A department has its name whatever else there is.
                let whole = |text: &Rows| text.text.replace('\n', " ") == known.name;
                let plate = match grown {
                    Some(plate) if !known.is_box || whole(&plate.1) => Some(plate),
                    other if known.is_box => letters
                        .over_all(known, own, &mut wide)
                        .filter(|(rect, ..)| is_free(rect))
                        .or(other),
                    other => other,
                };
                let Some((rect, rows, foot)) = plate else { continue };
                if known.is_box {
                    boxes.push(rect);
                }
                let look = &seen.rest.cards[card];
                let says = look.bars.is_some() && look.dot != look.fill && look.dot != seen.tokens.health.none.mark;
                self.placed.push(Plate {
                    card,
                    rect,
                    text: rows.text,
                    font: letters.font.clone(),
                    row: letters.row,
                    pad: letters.pad,
                    foot,
                    stripe: (says && !foot).then_some(look.dot),
                });
            }
        });
        self.widths = widths;
        self.placed.sort_unstable_by_key(|plate| plate.card);
    }

    /// How far a card may grow without meeting another that does the same.
    fn room(&mut self, card: usize, routing: &Routing) -> Vec2 {
        if let Some(room) = self.known[card].room {
            return room;
        }
        let own = routing.cards()[card];
        let mut room = GROWTH;
        let around = layout::Rect::around(
            own.centre(),
            own.width() + 4.0 * GROWTH.x,
            own.height() + 4.0 * GROWTH.y,
        );
        for other in routing.cards_within(&around) {
            if other == card {
                continue;
            }
            let other = routing.cards()[other];
            let between = |(low, high): (f32, f32), (other_low, other_high): (f32, f32)| {
                ((other_low - high).max(low - other_high) / 2.0).max(0.0)
            };
            let free = vec2(
                between((own.min.x, own.max.x), (other.min.x, other.max.x)),
                between((own.min.y, own.max.y), (other.min.y, other.max.y)),
            );
            // Two cards that stand slantwise need keep clear on one of both sides, and both find the same: beside each
            // other where they are columns, so that a name may have two rows.
            if free.x >= COLUMN || free.y <= 0.0 {
                room.x = room.x.min(free.x);
            } else {
                room.y = room.y.min(free.y);
            }
        }
        self.known[card].room = Some(room);
        room
    }
}

/// What is on screen.
pub struct Seen<'a> {
    /// What is drawn.
    pub shown: Shown<'a>,
    /// Where the cards lie.
    pub routing: &'a Routing,
    /// How they look.
    pub rest: &'a AtRest,
    /// Those that are on screen, or in the part of the map around it.
    pub cards: &'a [usize],
    /// Which part of the map that is, and whether only those on screen are meant.
    pub part: (u64, bool),
    /// Whether the camera rests.
    pub resting: bool,
    /// The departments that stand apart.
    pub hulls: &'a Hulls,
    /// The theme.
    pub tokens: &'a Tokens,
    /// From where one looks.
    pub camera: Camera,
    /// Where on screen the map is.
    pub view: Rect,
    /// Whether as many have names as there are.
    pub all: bool,
}

fn know(seen: &Seen<'_>) -> Vec<Known> {
    let (routing, shown) = (seen.routing, seen.shown);
    let name = |org: &Org, id: &PartyId| crate::ui::widgets::text::on_one_line(org.party_name(id)).into_owned();
    let names: Vec<String> = routing.parties().iter().map(|id| name(shown.org, id)).collect();
    let tails = seen.rest.cards.iter().map(|card| card.tail);
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&k| std::cmp::Reverse(routing.at_card(k).len()));
    let mut ranks = vec![0; names.len()];
    for (rank, k) in order.into_iter().enumerate() {
        ranks[k] = rank;
    }
    let short = |name: &str, tail: usize, id: &PartyId| {
        let department = seen.hulls.name(id)?;
        let rest = name.strip_prefix(department)?.strip_prefix(' ')?;
        let before = name.len() - rest.len();
        Some((rest.to_owned(), tail.saturating_sub(before)))
    };
    let all = names.into_iter().zip(tails).zip(ranks).zip(routing.parties());
    all.map(|(((name, tail), rank), id)| Known {
        short: short(&name, tail, id),
        name,
        tail,
        rank,
        is_box: shown.is_box(id),
        room: None,
    })
    .collect()
}

/// The letters of names at a zoom.
struct Letters {
    font: FontId,
    row: f32,
    rows: usize,
    pad: Vec2,
}

impl Letters {
    fn of(tokens: &Tokens, zoom: f32) -> Self {
        let least = if tokens.size.body > 16.0 { 11.0 } else { 9.0 };
        let size = least * (1.0 + (zoom - 0.22) * 0.8).clamp(1.0, 1.2);
        let size = (size * 2.0).round() / 2.0;
        Self {
            font: FontId::new(size, tokens.label().family),
            row: (size * ROW * 2.0).ceil() / 2.0,
            rows: 2,
            pad: vec2((BESIDE * zoom).max(PAD.x), PAD.y),
        }
    }

    /// A name on its card, which may grow by `room` to each side: as little as is enough for all of the name, else as
    /// much as it may. Returns the card, the rows and whether bars have room below.
    fn on_card(
        &self,
        known: &Known,
        own: Rect,
        room: Vec2,
        wide: &mut impl FnMut(char) -> f32,
    ) -> Option<(Rect, Rows, bool)> {
        let most = (own.size() + 2.0 * room - APART).max(own.size());
        let inside = |size: Vec2| (size - 2.0 * self.pad).max(Vec2::ZERO);
        let rows = ((inside(most).y / self.row) as usize).min(self.rows);
        if rows == 0 {
            return None;
        }
        let widest = inside(most).x;
        let narrow = inside(own.size()).x;
        // A little wider rather than higher, but higher rather than much wider.
        let steps = [
            (1.0, 1),
            (1.35, 1),
            (1.0, 2),
            (1.35, 2),
            (2.0, 1),
            (2.0, 2),
            (3.5, 2),
            (9.0, 1),
            (9.0, 2),
        ];
        let found = steps
            .into_iter()
            .filter(|(_, high)| *high <= rows)
            .find_map(|(wider, high)| shorten::whole(&known.name, (narrow * wider).min(widest), high, wide));
        let (short, tail) = match &known.short {
            Some((short, tail)) => (short, *tail),
            None => (&known.name, known.tail),
        };
        let text = match found {
            Some(text) => text,
            None => shorten::fitted(short, tail, widest, rows, wide)?,
        };
        let needed = vec2(text.width, text.count as f32 * self.row) + 2.0 * self.pad;
        let foot = needed.y + FOOT <= most.y.max(own.height());
        let needed = needed + vec2(0.5, if foot { FOOT } else { 0.0 });
        let size = own.size().max(needed.min(most));
        Some((Rect::from_center_size(own.center(), size), text, foot))
    }

    /// A name on one row in the middle of its card, however small that is.
    fn over_all(&self, known: &Known, own: Rect, wide: &mut impl FnMut(char) -> f32) -> Option<(Rect, Rows, bool)> {
        let text = shorten::fitted(&known.name, known.tail, LONGEST, 1, wide)?;
        let needed = vec2(text.width + 0.5, self.row) + 2.0 * self.pad;
        let size = own.size().max(needed);
        Some((Rect::from_center_size(own.center(), size), text, false))
    }
}

/// Where a plate's text begins.
pub fn text_at(plate: &Plate, height: f32) -> egui::Pos2 {
    let room = plate.rect.height() - if plate.foot { FOOT } else { 0.0 };
    pos2(
        plate.rect.left() + plate.pad.x,
        plate.rect.top() + (room - height) / 2.0,
    )
}

/// Where the bars below a name are.
pub fn foot(plate: &Plate) -> Rect {
    let rect = plate.rect;
    Rect::from_min_max(
        pos2(rect.left() + plate.pad.x, rect.bottom() - FOOT),
        pos2(rect.right() - plate.pad.x, rect.bottom() - FOOT + 2.5),
    )
}
