//! How the screens look, with the very code that draws the window. All differences are collected before
//! the test fails.

use std::path::PathBuf;

use clap::Parser as _;
use throughline::{
    cli::args::{Arguments, Show, Task},
    file,
    session::Session,
    ui::show,
};

use crate::raster::snapshot_options;

/// What is drawn: a name, the sample, and what is selected in it.
const VIEWS: [(&str, &str, Option<&str>); 4] = [
    ("empty", "", None),
    ("small", "payroll", None),
    ("typical", "harbour_tools", Some("engineering")),
    ("crowded", "kubernetes", None),
];

fn wanted(file: &str, view: &str, theme: &str, select: Option<&str>) -> Show {
    let mut line = vec![
        "throughline",
        "show",
        file,
        "--view",
        view,
        "--size",
        "1280x720",
        "--theme",
        theme,
        "-o",
        "unused.png",
    ];
    if view == "map_of_goals" {
        line[4] = "map";
        line.extend(["--colour", "goals"]);
    }
    if let Some(id) = select {
        line.extend(["--select", id]);
    }
    match Arguments::parse_from(line).command {
        Some(Task::Show(show)) => show,
        _ => unreachable!("the line asks for a picture"),
    }
}

#[test]
fn the_map_looks_as_it_should_in_every_theme() {
    looks_as_it_should("map", &VIEWS);
}

#[test]
fn health_looks_as_it_should_in_every_theme() {
    looks_as_it_should("health", &[VIEWS[0], VIEWS[2], VIEWS[3]]);
}

#[test]
fn roles_look_as_they_should_in_every_theme() {
    looks_as_it_should("roles", &[VIEWS[2]]);
}

#[test]
fn a_role_sheet_looks_as_it_should() {
    looks_as_it_should("by-role", &[("planner", "harbour_tools", Some("planner"))]);
}

#[test]
fn cross_training_and_the_pyramid_look_as_they_should() {
    looks_as_it_should("cover", &[("asked", "harbour_tools", Some("payslips"))]);
    looks_as_it_should("pyramid", &[("flat", "harbour_tools", None), VIEWS[3]]);
}

#[test]
fn goals_look_as_they_should_on_their_page_and_on_the_map() {
    let views = [("pairs", "harbour_tools", None)];
    looks_as_it_should("goals", &views);
    looks_as_it_should("map_of_goals", &views);
}

fn looks_as_it_should(view: &str, views: &[(&str, &str, Option<&str>)]) {
    let today = jiff::civil::date(2026, 11, 22);
    let mut wrong = Vec::new();
    for &(name, sample, select) in views {
        let themes: &[&str] = if name == "typical" || (name, view) == ("empty", "map") {
            &["light", "dark", "projector"]
        } else {
            &["light"]
        };
        for &theme in themes {
            let path = PathBuf::from(format!("sample_orgs/{sample}.ron"));
            let session = if sample.is_empty() {
                Session::new(throughline::org::Org::named("New organisation"), today)
            } else {
                let (loaded, stamp) = file::load(&path).unwrap();
                Session::opened(loaded.org, path.clone(), stamp, today)
            };
            let bytes = show::png(session, &wanted("unused.ron", view, theme, select)).unwrap();
            let picture = image::load_from_memory(&bytes).unwrap().to_rgba8();
            let name = format!("{view}_{name}_{theme}");
            if let Err(error) = egui_kittest::try_image_snapshot_options(&picture, name, &snapshot_options()) {
                wrong.push(error.to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
