//! The map as a picture to take along: chosen, written, copied, and what can go wrong.

use std::{fs, path::Path};

use egui::{Key, accesskit::Role, vec2};
use throughline::{
    session::Command,
    ui::{
        dialogs::{Exported, Picture, Question},
        pictures::{Format, pixels},
    },
};

use crate::desk::{Desk, Say, three};

const WRITTEN: &str = "The map, written to ";

fn export(desk: &mut Desk) {
    desk.run("Export map as picture…");
    assert!(desk.shows("Export the map as a picture"), "{}", desk.words());
}

/// How large a PNG file says it is.
fn size_of(path: &Path) -> (u32, u32) {
    let bytes = fs::read(path).unwrap();
    let picture = image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).unwrap();
    (picture.width(), picture.height())
}

fn map_picture(whole: bool, format: Format, scale: u8) -> Question {
    Question::Export(Exported::Map(Picture { whole, format, scale }))
}

#[test]
fn what_is_on_screen_becomes_an_svg_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("our_team map.svg");
    let mut desk = Desk::with(three());
    desk.answer([Say::Path(path.clone())]);
    export(&mut desk);
    desk.key(Key::Enter);
    assert_eq!(
        desk.asked(),
        [(map_picture(false, Format::Svg, 2), "our_team map.svg".to_owned())]
    );
    desk.wait_for(&format!("{WRITTEN}our_team map.svg."));
    let svg = fs::read_to_string(&path).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<String> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| {
            node.descendants()
                .filter_map(|piece| piece.text().filter(|_| piece.is_text()))
                .collect()
        })
        .collect();
    for words in [
        "Our team",
        "Sales",
        "Production",
        "Dispatch",
        "Strong",
        "Not measured yet",
    ] {
        assert!(texts.iter().any(|text| text == words), "{words}: {texts:#?}");
    }
    assert!(
        texts
            .iter()
            .any(|text| text == "Handoff reliability as of 22 Nov 2026 · not measured yet"),
        "{texts:#?}"
    );
    // No bars, no tools, no inspector.
    for words in ["Add party", "Fit", "Map", "Roles", "Present", "The whole organisation"] {
        assert!(!texts.iter().any(|text| text == words), "{words}");
    }
    let said = |name| {
        document
            .descendants()
            .find(|node| node.has_tag_name(name))
            .and_then(|node| node.text())
    };
    assert_eq!(said("title"), Some("Our team"));
    assert_eq!(
        said("desc"),
        Some("Map of 3 parties and 1 handoff. Handoff reliability as of 22 Nov 2026 · not measured yet.")
    );
    assert!(!desk.session().is_edited(), "a picture changes nothing");
}

#[test]
fn a_png_has_as_many_pixels_as_the_page_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(three());
    let mut sizes = Vec::new();
    for scale in ["1×", "2×", "4×"] {
        let path = folder.path().join(format!("{scale}.png"));
        desk.answer([Say::Path(path.clone())]);
        export(&mut desk);
        desk.click(Role::RadioButton, "PNG");
        desk.click(Role::RadioButton, scale);
        let said = desk.words();
        let said = said.lines().find(|line| line.ends_with(" pixels.")).unwrap().to_owned();
        desk.press("Choose a file…");
        desk.wait_for(&format!("{WRITTEN}{scale}.png."));
        let (width, height) = size_of(&path);
        assert_eq!(said, format!("{width} × {height} pixels."));
        sizes.push((width, height));
    }
    let [(w, h), two, four] = sizes[..] else { unreachable!() };
    assert_eq!((two, four), ((2 * w, 2 * h), (4 * w, 4 * h)));
}

#[test]
fn the_whole_map_is_there_however_far_one_has_zoomed_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(three());
    desk.select(&["sales"]);
    desk.run("Zoom to selection");
    for _ in 0..8 {
        desk.run("Zoom in");
    }
    let mut seen = Vec::new();
    for what in ["What is on screen", "The whole map"] {
        let path = folder.path().join(format!("{what}.svg"));
        desk.answer([Say::Path(path.clone())]);
        export(&mut desk);
        desk.click(Role::RadioButton, what);
        desk.press("Choose a file…");
        desk.wait_for(&format!("{WRITTEN}{what}.svg."));
        let svg = fs::read_to_string(&path).unwrap();
        seen.push(["Sales", "Production", "Dispatch"].map(|name| svg.contains(&format!(">{name}<"))));
    }
    assert_eq!(seen, [[true, false, false], [true, true, true]]);
}

#[test]
fn nothing_is_written_without_a_place_and_nothing_written_over_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(three());
    export(&mut desk);
    desk.press("Cancel");
    assert!(!desk.shows("Export the map as a picture") && desk.asked().is_empty());
    export(&mut desk);
    desk.key(Key::Escape);
    desk.answer([Say::Cancel]);
    export(&mut desk);
    desk.key(Key::Enter);
    assert_eq!(desk.asked().len(), 1);
    assert!(!desk.shows("Drawing the picture") && !desk.shows(WRITTEN));
    // The system asked about the name that was typed, and not about the one with its ending.
    let path = folder.path().join("map.svg");
    fs::write(&path, "mine").unwrap();
    desk.answer([Say::Path(folder.path().join("map"))]);
    export(&mut desk);
    desk.key(Key::Enter);
    assert!(desk.shows("Replace the file that is there?"), "{}", desk.words());
    desk.press("Cancel");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    // Without a dialog the path is typed.
    desk.answer([Say::Unseen]);
    export(&mut desk);
    desk.key(Key::Enter);
    assert!(desk.shows("Export to a path"));
    desk.command(Key::A);
    desk.write(path.to_str().unwrap());
    desk.key(Key::Enter);
    assert!(desk.shows("Replace the file that is there?"));
    desk.press("Replace");
    desk.wait_for(&format!("{WRITTEN}map.svg."));
    assert!(fs::read_to_string(&path).unwrap().starts_with("<?xml"));
}

#[test]
fn the_name_of_the_file_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(three());
    // SVG was chosen, and then a PNG was named.
    let path = folder.path().join("map.PNG");
    desk.answer([Say::Path(path.clone())]);
    export(&mut desk);
    desk.key(Key::Enter);
    desk.wait_for(&format!("{WRITTEN}map.PNG."));
    assert!(size_of(&path).0 > 1000);
    // A picture never takes the place of a document.
    desk.answer([Say::Path(folder.path().join("team.ron"))]);
    export(&mut desk);
    desk.key(Key::Enter);
    desk.wait_for(&format!("{WRITTEN}team.ron.svg."));
}

#[test]
fn a_place_where_nothing_can_be_written_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::with(three());
    desk.answer([Say::Path(folder.path().join("gone/map.svg"))]);
    export(&mut desk);
    desk.key(Key::Enter);
    desk.wait_for("gone/map.svg");
    assert!(!desk.shows(WRITTEN) && !desk.shows("Drawing"), "{}", desk.words());
    desk.press("Close message");
    desk.answer([Say::Path(folder.path().join("taken.svg"))]);
    fs::create_dir(folder.path().join("taken.svg")).unwrap();
    export(&mut desk);
    desk.key(Key::Enter);
    desk.wait_for("taken.svg");
    assert!(!desk.shows(WRITTEN), "{}", desk.words());
}

#[test]
fn what_is_on_screen_is_copied_as_an_image_while_work_goes_on() {
    let mut desk = Desk::with(three());
    desk.run("Copy map as image");
    // Nobody has to wait for it.
    desk.select(&["dispatch"]);
    desk.wait_for("The map is on the clipboard.");
    let image = desk.copied_image().unwrap();
    let map = desk.place(Role::Canvas, "Map").size();
    let [width, height] = image.size;
    assert!((width as f32 - map.x.ceil()).abs() < 1.0, "{width} {map}");
    assert!(height as f32 > map.y + 60.0, "{height} {map}");
    assert!(image.pixels.iter().all(|pixel| pixel.a() == 255));
}

#[test]
fn an_empty_map_is_no_picture_and_a_huge_one_no_png() {
    let desk = Desk::empty();
    for command in [Command::ExportPicture, Command::CopyPicture] {
        assert!(!command.enabled(Some(desk.session())));
    }
    assert_eq!(pixels(vec2(1000.0, 800.5), 2), Some((2000, 1601)));
    assert_eq!(pixels(vec2(6100.0, 4000.0), 4), None, "390 million pixels");
    let mut org = three();
    let dispatch = throughline::org::Edit::Move("dispatch".into(), Some(throughline::org::Position(9000.0, 9000.0)));
    org.apply(dispatch).unwrap();
    let mut desk = Desk::with(org);
    export(&mut desk);
    desk.click(Role::RadioButton, "The whole map");
    desk.click(Role::RadioButton, "PNG");
    desk.click(Role::RadioButton, "4×");
    assert!(desk.shows("That is more than fits into a picture."), "{}", desk.words());
    assert!(!desk.has(Role::Button, "Choose a file…"));
    desk.click(Role::RadioButton, "1×");
    assert!(desk.has(Role::Button, "Choose a file…"));
}
