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
    let line = format!("throughline show unused.ron --size 1280x720 -o unused.svg {arguments}");
    match Arguments::parse_from(line.split(' ').filter(|word| !word.is_empty())).command {
        Some(Task::Show(show)) => show,
        _ => unreachable!("the line asks for a picture"),
    }
}

fn sample(name: &str) -> Session {
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
    let tree = usvg::Tree::from_str(&svg, &options).unwrap();
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
        println!("{name} {arguments}: mean {mean:.5}, places {off:.5}");
        if mean > 0.01 || off > 0.002 {
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
        ("c", "漢字 مرحبا 👩‍👧 e\u{301}\u{0}\u{1b}\u{ffff}"),
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
    assert!(
        texts
            .iter()
            .any(|text| text.contains("漢字 مرحبا 👩\u{200d}👧 e\u{301}")),
        "{texts:#?}"
    );
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
    println!("{} bytes, {size} of fonts", svg.len());
}
