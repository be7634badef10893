//! Pictures of the map in every layout and at three sizes: no word covers another, no card covers another.

use clap::ValueEnum as _;
use resvg::{tiny_skia::Rect, usvg};
use throughline::{
    cli::args::MapLayout,
    layout::{self, Point},
    org::{Org, Party, Position, View, ViewId},
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

#[test]
fn nor_do_those_of_a_company_of_four_hundred() {
    look("400 parties", &sample::company(400, 3, jiff::civil::date(2026, 11, 22)));
}
