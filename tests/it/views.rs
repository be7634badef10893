//! Bookmarked views as the document keeps them: written and read again, mended or refused, taken along.

use throughline::{
    file::{self, LoadError},
    org::{Colour, Edit, EditError, Focus, Org, Position, View},
    session::Session,
};

const TWO: &str = r#"Throughline(version: 1,
    name: "X",
    parties: {
        "production": (name: "Production", kind: Team),
        "sales": (name: "Sales", kind: Team),
    },
"#;

fn with(views: &str) -> String {
    format!("{TWO}    views: {{\n{views}    }},\n)\n")
}

fn read(views: &str) -> Org {
    file::read(with(views).as_bytes())
        .unwrap_or_else(|error| panic!("{error}"))
        .org
}

fn view(name: &str, order: u32) -> View {
    View {
        name: name.to_owned(),
        centre: Position(10.0, 20.0),
        zoom: 0.5,
        order,
        ..View::default()
    }
}

#[test]
fn views_are_written_in_the_order_of_their_ids_and_shown_in_their_own() {
    let text = "        \"a\": (name: \"Last\", centre: (0.0, -12.5), zoom: 1.25, colour: Goals, order: 7),\n        \
                \"b\": (name: \"First\", centre: (0.0, 0.0), zoom: 1.0, focus: (party: \"sales\"), collapsed: \
                [\"sales\"]),\n        \
                \"c\": (name: \"Second\", centre: (1.0, 0.0), zoom: 1.0, focus: (party: \"sales\", steps: 2)),\n";
    let org = read(text);
    assert!(org.problems().is_empty());
    assert_eq!(file::write(&org).unwrap(), with(text));
    let names: Vec<&str> = org.views_in_order().iter().map(|(_, v)| v.name.as_str()).collect();
    assert_eq!(names, ["First", "Second", "Last"]);
    assert_eq!(org.views["a"].colour, Colour::Goals);
    // Without any, the file says nothing of views.
    let without = file::read(format!("{TWO})\n").as_bytes()).unwrap().org;
    assert_eq!(file::write(&without).unwrap(), format!("{TWO})\n"));
}

#[test]
fn what_no_view_can_be_is_told_and_shown_as_near_as_may_be() {
    let org = read(
        r#"
        "far": (name: "Far", centre: (1e30, 0.0), zoom: 1.0),
        "flat": (name: " ", centre: (0.0, 0.0), zoom: 0.0),
        "huge": (name: "Huge", centre: (0.0, 0.0), zoom: 1e30),
        "lost": (name: "Lost", centre: (0.0, 0.0), zoom: 1.0, focus: (party: "nobody", steps: 9)),
        "mirror": (name: "Mirror", centre: (0.0, 0.0), zoom: -2.0),
        "shut": (name: "Shut", centre: (0.0, 0.0), zoom: 1.0, collapsed: ["nowhere", "sales"]),
"#,
    );
    let problems: Vec<String> = org.problems().iter().map(ToString::to_string).collect();
    let zoom = "Use a number from 0.002 to 4; until then the nearest holds.";
    assert_eq!(
        problems,
        [
            "view \"far\", centre: (1000000000000000000000000000000, 0) is not a place on the map. Bookmark the view \
             again; until then it shows the nearest place."
                .to_owned(),
            "view \"flat\", name: it has no name. Give it one.".to_owned(),
            format!("view \"flat\", zoom: 0 is not a zoom. {zoom}"),
            format!("view \"huge\", zoom: 1000000000000000000000000000000 is not a zoom. {zoom}"),
            "view \"lost\", focus: there is no party \"nobody\". Correct the id, or add what it names.".to_owned(),
            "view \"lost\", focus: 9 steps cannot be shown. Use 1 or 2; until then the nearest holds.".to_owned(),
            format!("view \"mirror\", zoom: -2 is not a zoom. {zoom}"),
            "view \"shut\", collapsed: there is no party \"nowhere\". Correct the id, or add what it names.".to_owned(),
        ]
    );
    let zooms = ["far", "flat", "huge", "mirror"].map(|id| org.views[id].usable_zoom());
    assert_eq!(zooms, [1.0, 0.002, 4.0, 0.002]);
    // That of a whole map of thousands stays.
    let whole = View {
        zoom: 0.031_24,
        ..(*org.views["far"]).clone()
    };
    assert_eq!(whole.tidy().zoom, 0.031_2);
    assert_eq!((*org.views["far"]).clone().tidy().centre, Position(1_000_000.0, 0.0));
    // Renaming one mends what is wrong with it, save for the parties that are not there.
    let mut mended = org.clone();
    for id in ["far", "flat", "huge", "lost", "mirror", "shut"] {
        let mut view = (*org.views[id]).clone();
        view.name = "Renamed".to_owned();
        mended.apply(Edit::PutView(id.into(), view)).unwrap();
    }
    assert_eq!(mended.problems().len(), 2);
}

#[test]
fn a_number_that_is_none_is_refused_by_the_reader_and_by_the_edit() {
    for (field, views) in [
        ("zoom", "\"v\": (name: \"V\", centre: (0.0, 0.0), zoom: NaN)"),
        ("zoom", "\"v\": (name: \"V\", centre: (0.0, 0.0), zoom: inf)"),
        ("centre", "\"v\": (name: \"V\", centre: (NaN, 0.0), zoom: 1.0)"),
    ] {
        let Err(LoadError::Faults(faults)) = file::read(with(views).as_bytes()) else {
            panic!("{views} is read")
        };
        let [fault] = &faults.list[..] else {
            panic!("{faults:?}")
        };
        assert_eq!((fault.id.as_str(), fault.field.as_str()), ("v", field));
        assert!(fault.to_string().contains("not finite"), "{fault}");
    }
    let mut org = read("");
    for (x, zoom) in [(f32::NAN, 1.0), (f32::INFINITY, 1.0), (0.0, f32::NAN)] {
        let broken = View {
            centre: Position(x, 0.0),
            zoom,
            ..view("V", 0)
        };
        let refused = org.apply(Edit::PutView("v".into(), broken));
        assert_eq!(refused, Err(EditError::View));
    }
    assert!(org.views.is_empty());
    let nameless = org.apply(Edit::PutView("v".into(), view("  ", 0)));
    assert_eq!(nameless, Err(EditError::NoName("view")));
}

#[test]
fn a_view_is_one_step_to_undo_and_loses_its_focus_with_the_party() {
    let mut session = Session::new(read(""), jiff::civil::date(2026, 11, 22));
    let mut kept = view("Sales", 1);
    kept.focus = Some(Focus {
        party: "sales".into(),
        steps: 2,
    });
    session
        .edit("Bookmark", Edit::PutView("v".into(), kept.clone()))
        .unwrap();
    assert_eq!(*session.org().views["v"], kept);
    session.edit("Delete", Edit::RemoveParty("sales".into())).unwrap();
    assert_eq!(session.org().views["v"].focus, None);
    assert!(session.org().problems().is_empty());
    session.undo();
    assert_eq!(*session.org().views["v"], kept);
    session.undo();
    assert!(session.org().views.is_empty());
    assert!(!session.is_edited());
    session.redo();
    session.edit("Remove", Edit::RemoveView("v".into())).unwrap();
    assert!(session.edit("Remove", Edit::RemoveView("v".into())).is_err());
    session.undo();
    assert_eq!(session.org().views.len(), 1);
}
