//! Pictures of the map in every layout and at three sizes: no word covers another, no card covers another.

use clap::ValueEnum as _;
use resvg::{tiny_skia::Rect, usvg};
use throughline::{
    cli::args::MapLayout,
    layout::{self, Point},
    org::{Org, Party, PartyId, Position, View, ViewId},
    sample,
    session::Session,
    ui::show,
};

use crate::svg::{sample as opened, understood, wanted};

/// How far letters may reach into each other's boxes, in points: a box has room for accents that few words have.
const SLACK: f32 = 1.5;

/// Every text in a picture and the box around it.
fn words(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => words(group, found),
            usvg::Node::Text(text) => {
                let all: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
                found.push((all, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

fn covers(one: &Rect, other: &Rect) -> bool {
    one.left() + SLACK < other.right()
        && other.left() + SLACK < one.right()
        && one.top() + SLACK < other.bottom()
        && other.top() + SLACK < one.bottom()
}

/// Looks at an organisation in every layout and size: as a whole, and from near at its middle.
fn look(name: &str, org: &Org) {
    let today = jiff::civil::date(2026, 11, 22);
    for layout in MapLayout::value_variants() {
        let layout_name = layout.to_possible_value().unwrap().get_name().to_owned();
        let mut org = org.clone();
        for id in org.parties.keys().cloned().collect::<Vec<_>>() {
            let free = Party {
                position: None,
                ..(*org.parties[&id]).clone()
            };
            org.parties.insert(id, free.into());
        }
        org.settings.layout = (*layout).into();
        let places = layout::arrange(&org);
        let cards: Vec<_> = places.values().copied().map(layout::card).collect();
        for (k, card) in cards.iter().enumerate() {
            let other = cards[k + 1..].iter().find(|other| other.overlaps(card));
            assert!(other.is_none(), "{name}, {layout_name}: {card:?} and {other:?}");
        }
        let all = cards.iter().copied().reduce(|one, other| one.union(&other)).unwrap();
        let middle = all.centre();
        let nearest = |at: &&Point| (**at - middle).length();
        let nearest = places
            .values()
            .min_by(|a, b| nearest(a).total_cmp(&nearest(b)))
            .unwrap();
        let near = View {
            name: "Near".to_owned(),
            centre: Position(nearest.x, nearest.y),
            zoom: 0.8,
            ..View::default()
        };
        org.views.insert(ViewId::new("near"), near.into());
        for size in ["1280x720", "1920x1080", "2560x1440"] {
            for near in [false, true] {
                let mut wanted = wanted(&format!("--bare --size {size}"));
                wanted.bookmark = near.then(|| "near".to_owned());
                let case = format!("{name}, {layout_name} at {size}, near: {near}");
                let tree = understood(&show::svg(Session::new(org.clone(), today), &wanted).unwrap());
                let mut found = Vec::new();
                words(tree.root(), &mut found);
                // A map of hundreds of parties as a whole has no room for names.
                assert!(
                    !found.is_empty() || (!near && cards.len() > 200),
                    "{case}: nothing to read"
                );
                for (k, (word, place)) in found.iter().enumerate() {
                    let covered = found[k + 1..].iter().find(|(_, other)| covers(place, other));
                    assert!(covered.is_none(), "{case}: {word:?} {place:?} and {covered:?}");
                }
            }
        }
    }
}

#[test]
fn words_and_cards_of_the_samples_do_not_cover_each_other() {
    for name in ["payroll", "harbour_tools", "kubernetes", "rust_project"] {
        look(name, opened(name).org());
    }
}

/// Everything that is read of a map on the screen, each with its place and the size of its letters.
fn read(session: Session, bookmark: Option<&str>, size: &str) -> Vec<(String, Rect, f32)> {
    let mut wanted = wanted(&format!("--bare --size {size}"));
    wanted.bookmark = bookmark.map(str::to_owned);
    let tree = understood(&show::svg(session, &wanted).unwrap());
    let mut found = Vec::new();
    letters(tree.root(), &mut found);
    found
}

fn letters(group: &usvg::Group, found: &mut Vec<(String, Rect, f32)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => letters(group, found),
            usvg::Node::Text(text) => {
                let all: String = text.chunks().iter().map(usvg::TextChunk::text).collect();
                let sizes = text.chunks().iter().flat_map(usvg::TextChunk::spans);
                let least = sizes.map(|span| span.font_size().get()).fold(f32::MAX, f32::min);
                found.push((all, text.abs_bounding_box(), least));
            }
            _ => {}
        }
    }
}

/// Nothing covers anything else, and nothing is too small to be read.
fn is_legible(case: &str, found: &[(String, Rect, f32)]) {
    for (k, (word, place, size)) in found.iter().enumerate() {
        assert!(*size >= 9.0, "{case}: {word:?} in {size}");
        let covered = found[k + 1..].iter().find(|(_, other, _)| covers(place, other));
        assert!(covered.is_none(), "{case}: {word:?} {place:?} and {covered:?}");
    }
}

#[test]
fn the_largest_samples_say_whose_cards_they_show_as_soon_as_they_are_opened() {
    for name in ["kubernetes", "rust_project"] {
        let session = opened(name);
        let parties = session.org().parties.clone();
        let found = read(session, None, "1000x800");
        is_legible(name, &found);
        let begins = |party: &Party| {
            let begin: String = party.name.chars().take(3).collect();
            found.iter().any(|(word, ..)| word.starts_with(&begin))
        };
        let named = parties.values().filter(|party| begins(party)).count();
        assert!(named * 10 >= parties.len() * 9, "{name}: {named} of {}", parties.len());
    }
}

#[test]
fn a_company_of_eight_hundred_says_names_at_every_zoom_from_where_cards_are_boxes() {
    let today = jiff::civil::date(2026, 11, 22);
    for layout in [MapLayout::Flow, MapLayout::Departments] {
        let mut org = sample::company(800, 1, today);
        org.settings.layout = layout.into();
        let places = layout::arrange(&org);
        let cards: Vec<_> = places.values().copied().map(layout::card).collect();
        let all = cards.iter().copied().reduce(|one, other| one.union(&other)).unwrap();
        let middle = all.centre();
        for (percent, least) in [(17_u8, 100), (25, 80), (36, 40), (50, 15)] {
            let view = View {
                name: "There".to_owned(),
                centre: Position(middle.x, middle.y),
                zoom: f32::from(percent) / 100.0,
                ..View::default()
            };
            org.views.insert(ViewId::new("there"), view.into());
            let case = format!("{layout:?} at {percent} %");
            let found = read(Session::new(org.clone(), today), Some("there"), "1280x900");
            assert!(found.len() >= least, "{case}: {} names", found.len());
            is_legible(&case, &found);
        }
    }
}

#[test]
fn a_collapsed_department_has_a_name_from_however_far() {
    let today = jiff::civil::date(2026, 11, 22);
    let mut org = sample::company(800, 1, today);
    org.settings.layout = MapLayout::Departments.into();
    let places = layout::arrange(&org);
    let legal = PartyId::new("legal");
    let at = places[&legal];
    for percent in [4_u8, 8, 15, 25] {
        let view = View {
            name: "There".to_owned(),
            centre: Position(at.x, at.y),
            zoom: f32::from(percent) / 100.0,
            collapsed: [legal.clone()].into(),
            ..View::default()
        };
        org.views.insert(ViewId::new("there"), view.into());
        let found = read(Session::new(org.clone(), today), Some("there"), "1280x900");
        let name = &org.parties[&legal].name;
        let said = found.iter().any(|(word, ..)| word == name);
        assert!(said, "{percent} %: {found:?}");
    }
}

#[test]
fn nor_do_those_of_a_company_of_four_hundred() {
    look("400 parties", &sample::company(400, 3, jiff::civil::date(2026, 11, 22)));
}
