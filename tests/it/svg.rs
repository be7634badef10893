//! Pictures as SVG: well-formed, inert whatever names hold, the same every time, and the same picture as the PNG.
//!
//! `resvg` draws them here, with the very letters that are in the file and no others.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use clap::Parser as _;
use image::{Rgba, RgbaImage};
use resvg::{tiny_skia, usvg};
use throughline::{
    cli::args::{Arguments, Show, Task},
    file,
    org::{Org, Party},
    session::Session,
    ui::show,
};

/// What the arguments of `show` ask for.
pub fn wanted(arguments: &str) -> Show {
    let size = if arguments.contains("--size") {
        ""
    } else {
        "--size 1280x720"
    };
    let line = format!("throughline show unused.ron -o unused.svg {size} {arguments}");
    match Arguments::parse_from(line.split(' ').filter(|word| !word.is_empty())).command {
        Some(Task::Show(show)) => show,
        _ => unreachable!("the line asks for a picture"),
    }
}

pub fn sample(name: &str) -> Session {
    let path = PathBuf::from(format!("sample_orgs/{name}.ron"));
    let (loaded, stamp) = file::load(&path).unwrap();
    Session::opened(loaded.org, path, stamp, jiff::civil::date(2026, 11, 22))
}

fn base64(text: &str) -> Vec<u8> {
    let six = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bits = 0_u32;
    let mut held = 0;
    let mut bytes = Vec::new();
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        bits = (bits << 6) | u32::from(six(letter));
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

/// The fonts in a file, by the weights that it gives them.
fn fonts(svg: &str) -> Vec<(u16, Vec<u8>)> {
    let faces = svg.split("@font-face{").skip(1);
    faces
        .map(|face| {
            let (_, weight) = face.split_once("font-weight:").unwrap();
            let (_, data) = face.split_once("base64,").unwrap();
            let weight = weight.split_once(';').unwrap().0.parse().unwrap();
            (weight, base64(data.split_once('"').unwrap().0))
        })
        .collect()
}

/// The picture that another program makes of a file, at that many pixels for each point.
fn drawn(svg: &str, scale: f32) -> RgbaImage {
    let tree = understood(svg);
    let size = tree.size();
    let (width, height) = ((size.width() * scale) as u32, (size.height() * scale) as u32);
    let mut pixels = tiny_skia::Pixmap::new(width, height).unwrap();
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    RgbaImage::from_raw(width, height, pixels.data().to_vec()).unwrap()
}

/// What another program understands of a file, with the letters that are in it.
pub fn understood(svg: &str) -> usvg::Tree {
    // `resvg` looks for fonts by the names in them, and the one of weight 600 calls itself a family of its own.
    let mut options = usvg::Options::default();
    for (_, bytes) in fonts(svg) {
        options
            .fontdb_mut()
            .load_font_source(usvg::fontdb::Source::Binary(Arc::new(bytes)));
    }
    assert_eq!(
        options.fontdb_mut().len(),
        fonts(svg).len(),
        "every font in the file can be read"
    );
    let svg = svg.replace(
        "font-weight=\"600\"",
        "font-family=\"Inter Semi Bold\" font-weight=\"600\"",
    );
    usvg::Tree::from_str(&svg, &options).unwrap()
}

/// How far two pictures differ: the mean over all pixels, and the share of places of 8 × 8 pixels whose mean differs by
/// more than a twelfth. Letters are smoothed in different ways, but a place with a letter is as dark in both.
fn differences(a: &RgbaImage, b: &RgbaImage) -> (f64, f64) {
    assert_eq!(a.dimensions(), b.dimensions());
    let place = |picture: &RgbaImage, x: u32, y: u32| -> f64 {
        let pixels = (0..64).map(|k| picture.get_pixel(x + k % 8, y + k / 8));
        let light = |Rgba([r, g, b, _]): &Rgba<u8>| f64::from(*r) + f64::from(*g) + f64::from(*b);
        pixels.map(light).sum::<f64>() / (64.0 * 3.0 * 255.0)
    };
    let (mut off, mut all) = (0.0, 0.0);
    for y in (0..a.height() - 7).step_by(8) {
        for x in (0..a.width() - 7).step_by(8) {
            all += 1.0;
            if (place(a, x, y) - place(b, x, y)).abs() > 1.0 / 12.0 {
                off += 1.0;
            }
        }
    }
    let sum: f64 = a
        .as_raw()
        .iter()
        .zip(b.as_raw())
        .map(|(a, b)| f64::from(a.abs_diff(*b)))
        .sum();
    (sum / (a.as_raw().len() as f64 * 255.0), off / all)
}

#[test]
fn the_svg_is_the_same_picture_as_the_png_in_every_view_and_theme() {
    let mut wrong = Vec::new();
    for (name, arguments) in [
        ("harbour_tools", "--view map --select engineering"),
        ("harbour_tools", "--view map --theme dark --colour goals"),
        ("harbour_tools", "--view map --theme projector --bare"),
        ("kubernetes", "--view map"),
        ("harbour_tools", "--view roles"),
        ("harbour_tools", "--view by-role --select planner"),
        ("harbour_tools", "--view by-person"),
        ("harbour_tools", "--view cover --select payslips"),
        ("harbour_tools", "--view goals --theme dark"),
        ("harbour_tools", "--view pyramid"),
        ("harbour_tools", "--view health"),
        ("kubernetes", "--view health --theme projector"),
    ] {
        let wanted = wanted(arguments);
        let svg = show::svg(sample(name), &wanted).unwrap();
        let png = image::load_from_memory(&show::png(sample(name), &wanted).unwrap()).unwrap();
        let (png, svg) = (png.to_rgba8(), drawn(&svg, 1.0));
        let (mean, off) = differences(&png, &svg);
        if let Some(folder) = std::env::var_os("PICTURES") {
            let words = arguments.replace([' ', '-'], "_");
            let _ = png.save(PathBuf::from(&folder).join(format!("{name}_{words}_png.png")));
            let _ = svg.save(PathBuf::from(&folder).join(format!("{name}_{words}_svg.png")));
        }
        // Light letters on dark paper egui makes a little bolder than others do.
        let most = if arguments.contains("dark") { 0.002 } else { 0.0003 };
        if mean > 0.006 || off > most {
            wrong.push(format!("{name} {arguments}: mean {mean:.5}, places {off:.5}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// All text in a file, an element a line.
fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let elements = document.descendants().filter(|node| node.has_tag_name("text"));
    let words = |node: roxmltree::Node<'_, '_>| -> String {
        let pieces = node.descendants().filter(roxmltree::Node::is_text);
        pieces.filter_map(|piece| piece.text()).collect()
    };
    elements.map(words).collect()
}

#[test]
fn a_name_is_text_and_nothing_else_whatever_it_holds() {
    let name = "<script>alert(1)</script> & \"x\" ]]>";
    let mut org = Org::named("</title><script>\u{0}\u{202e}alert(2)</script>");
    for (id, name) in [
        ("a", name),
        ("b", "<image href=\"https://example.org/x.png\"/>"),
        ("c", "漢字 مرحبا 👩\u{200d}👧"),
        ("d", "Cafe\u{301}\u{0}\u{1b}\u{ffff}!"),
    ] {
        let party = Party {
            name: name.to_owned(),
            ..Party::default()
        };
        org.parties.insert(id.into(), party.into());
    }
    let today = jiff::civil::date(2026, 11, 22);
    let svg = show::svg(Session::new(org, today), &wanted("--bare --size 3000x800")).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let allowed: BTreeSet<&str> = [
        "svg", "title", "desc", "style", "defs", "clipPath", "g", "rect", "circle", "ellipse", "path", "text", "tspan",
    ]
    .into();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(allowed.contains(node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && !name.contains("href"), "{name}");
            assert!(!value.contains("url(") || value.starts_with("url(#clip"), "{value}");
        }
    }
    // All that a style sheet may fetch is in the file.
    let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap();
    let style = style.text().unwrap();
    assert_eq!(
        style.matches("url(").count(),
        style.matches("url(\"data:font/otf;base64,").count()
    );
    assert!(!style.contains("@import"));
    let texts = texts(&svg);
    assert!(
        texts
            .iter()
            .any(|text| name.starts_with(text.trim_end_matches('…')) && text.len() > 10),
        "{texts:#?}"
    );
    for name in ["漢字 مرحبا 👩\u{200d}👧", "Cafe\u{301}"] {
        assert!(texts.iter().any(|text| text.starts_with(name)), "{name}: {texts:#?}");
    }
    let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
    assert_eq!(title.text(), Some("</title><script>alert(2)</script>"));
}

#[test]
fn every_party_that_is_seen_is_in_the_file_by_its_name() {
    let session = sample("harbour_tools");
    let names: Vec<String> = session.org().parties.values().map(|party| party.name.clone()).collect();
    let svg = show::svg(session, &wanted("--bare --size 2400x1200")).unwrap();
    let texts = texts(&svg).join("\n");
    for name in names {
        assert!(texts.contains(&name), "{name}\n{texts}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_only_the_letters_it_uses() {
    let svg = show::svg(sample("harbour_tools"), &wanted("")).unwrap();
    assert_eq!(svg, show::svg(sample("harbour_tools"), &wanted("")).unwrap());
    let size: usize = fonts(&svg).iter().map(|(_, bytes)| bytes.len()).sum();
    // The three weights as bundled are 268,440 bytes.
    assert!(size < 60_000, "{size}");
}

#[test]
fn a_picture_with_twice_the_scale_has_twice_the_pixels_and_a_wrong_ending_is_told() {
    let size = |scale: &str| {
        let bytes = show::png(sample("payroll"), &wanted(&format!("--sheet --scale {scale}"))).unwrap();
        let picture = image::load_from_memory(&bytes).unwrap();
        (picture.width(), picture.height())
    };
    assert_eq!(size("1"), (1280, 720));
    assert_eq!(size("2"), (2560, 1440));
    let today = jiff::civil::date(2026, 11, 22);
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str| {
        let mut show = wanted("--view health");
        show.file = "sample_orgs/payroll.ron".into();
        show.output = folder.path().join(name);
        let output = show::show(&show, today);
        assert!(output.out.is_empty());
        (output.err, show.output)
    };
    for name in ["map.gif", "map", "map.svg.bak"] {
        let (err, path) = told(name);
        assert!(err.contains("Let it end in .png or .svg."), "{err}");
        assert!(!path.exists());
    }
    let (err, path) = told("health.SVG");
    assert_eq!(err, "");
    let svg = std::fs::read_to_string(path).unwrap();
    assert!(texts(&svg).iter().any(|text| text == "Health"));
}

#[test]
fn the_sheet_says_whose_map_it_is_of_which_day_and_on_how_much_it_stands() {
    for (arguments, facts) in [
        (
            "",
            "Handoff reliability as of 22 Nov 2026 · n = 284 deliveries in the last 90 days",
        ),
        (
            "--colour communication",
            "Communication as of 22 Nov 2026 · n = 60 ballots, 72 clarification requests, 41 check-ins due",
        ),
        ("--colour goals", "Goals as of 22 Nov 2026 · n = 23 handoffs"),
    ] {
        let svg = show::svg(sample("harbour_tools"), &wanted(&format!("--sheet {arguments}"))).unwrap();
        let texts = texts(&svg);
        for words in ["Harbour Tools", facts] {
            assert!(texts.iter().any(|text| text == words), "{words}: {texts:#?}");
        }
        let document = roxmltree::Document::parse(&svg).unwrap();
        let about = document.descendants().find(|node| node.has_tag_name("desc"));
        assert_eq!(
            about.and_then(|node| node.text()),
            Some(&*format!("Map of 13 parties and 23 handoffs. {facts}."))
        );
        assert!(!texts.iter().any(|text| text == "Add party"));
    }
}

#[test]
fn soft_edges_of_meshes_end_in_their_middle_and_neighbours_are_one() {
    use egui::{Color32, Mesh, Shape, epaint::ClippedShape, pos2, vec2};
    // A strip from 10 to 30 with rims of two points that fade to nothing, as egui's own lines are made.
    let mut mesh = Mesh::default();
    for (y, colour) in [
        (8.0, Color32::TRANSPARENT),
        (10.0, Color32::RED),
        (30.0, Color32::RED),
        (32.0, Color32::TRANSPARENT),
    ] {
        mesh.colored_vertex(pos2(5.0, y), colour);
        mesh.colored_vertex(pos2(45.0, y), colour);
    }
    for k in [0, 2, 4] {
        mesh.add_triangle(k, k + 1, k + 2);
        mesh.add_triangle(k + 1, k + 2, k + 3);
    }
    let clipped = ClippedShape {
        clip_rect: egui::Rect::EVERYTHING,
        shape: Shape::mesh(mesh),
        transform_after_tessellation: egui::emath::TSTransform::IDENTITY,
    };
    let page = throughline::ui::svg::Page {
        size: vec2(50.0, 40.0),
        title: String::new(),
        about: String::new(),
    };
    let svg = throughline::ui::svg::write(&page, &[clipped], 1.0);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let paths: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("path"))
        .collect();
    assert_eq!(paths.len(), 1, "{svg}");
    assert_eq!(paths[0].attribute("fill"), Some("#ff0000"));
    // From 9 to 31: where the rims are half as opaque.
    let picture = drawn(&svg, 1.0);
    let row = |y: u32| picture.get_pixel(25, y).0;
    assert_eq!(
        [row(8)[3], row(9)[3], row(20)[3], row(30)[3], row(31)[3]],
        [0, 255, 255, 255, 0]
    );
}

#[test]
fn a_bookmarked_view_can_be_drawn_by_its_name_with_and_without_the_sheet() {
    let texts = |arguments: &str, bookmark: &str| {
        let mut show = wanted(arguments);
        show.bookmark = Some(bookmark.to_owned());
        texts(&show::svg(sample("harbour_tools"), &show).unwrap())
    };
    let shows = |all: &[String], name: &str| all.iter().any(|text| text == name);
    for arguments in ["--bare", "--sheet"] {
        // It is looked at from near, so that what lies below is out of sight.
        let near = texts(arguments, "the way of a tool to the shelf");
        assert!(shows(&near, "Warehouse") && !shows(&near, "Payroll"), "{near:?}");
        let whole = texts(arguments, "who-serves-whom");
        assert!(shows(&whole, "Warehouse") && shows(&whole, "Payroll"), "{whole:?}");
    }
    let mut show = wanted("");
    show.bookmark = Some("Nowhere".to_owned());
    let refused = show::svg(sample("harbour_tools"), &show).unwrap_err().to_string();
    assert!(refused.contains("no bookmarked view \"Nowhere\""), "{refused}");
}
