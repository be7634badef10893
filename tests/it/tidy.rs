//! The order of the source, read from the source: who may know whom, how long a file may be, and what has its one
//! place.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The modules from the ground up. A module may know those on lower floors and itself.
const FLOORS: [&[&str]; 8] = [
    &["org"],
    &["network", "numbers"],
    &["layout", "health", "sample"],
    &["roles"],
    &["file", "import", "export"],
    &["session"],
    &["cli", "ui"],
    &["main", "lib"],
];

/// Neighbours on one floor that may know each other: a picture is drawn at the command line's request.
const NEIGHBOURS: [(&str, &str, &str); 4] = [
    ("ui/show.rs", "cli", "args"),
    ("ui/show.rs", "cli", "check"),
    ("ui/show.rs", "cli", "Exit"),
    ("ui/show.rs", "cli", "Output"),
];

/// The longest file that needs no reason.
const LINES: usize = 700;

/// How a reason for a longer one begins, in its first lines.
const REASON: &str = "Longer than usual because";

struct Source {
    /// The path below `src`, with slashes.
    path: String,
    text: String,
}

impl Source {
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The part that is built into the program, without comments.
    fn code(&self) -> String {
        let until = self.text.find("#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        let lines = self.text[..until].lines();
        lines
            .map(|line| if line.trim_start().starts_with("//") { "" } else { line })
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let sources: Vec<Source> = paths
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
        })
        .collect();
    assert!(sources.len() > 80, "the source is where it is looked for");
    sources
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// What a file takes from other modules of the crate: the module, and what of it in short.
fn taken(code: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (at, start) in code.match_indices("crate::").chain(code.match_indices("throughline::")) {
        // The name of a macro's crate is none of ours.
        if code[..at].ends_with('$') || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        split(&code[at + start.len()..], &mut all);
    }
    all
}

/// Takes one path, or the parts of a list of paths, apart.
fn split(rest: &str, into: &mut Vec<(String, String)>) {
    if let Some(list) = rest.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' | ',' if depth == 0 => {
                    let part = list[start..at].trim();
                    if !part.is_empty() {
                        split(part, into);
                    }
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let (module, after) = rest.split_at(end);
    let after = after.strip_prefix("::").unwrap_or_default();
    if after.starts_with('{') {
        let mut inner = Vec::new();
        split(after, &mut inner);
        into.extend(inner.into_iter().map(|(name, _)| (module.to_owned(), name)));
    } else {
        let end = after
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(after.len());
        into.push((module.to_owned(), after[..end].to_owned()));
    }
}

#[test]
fn imports_are_taken_apart() {
    let code = "use crate::{\n    cli::{Exit, args::{Look, Show}},\n    file,\n};\nlet x = crate::org::id::readable; $crate::macros!()";
    let found = taken(code);
    let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        found,
        [
            ("cli", "Exit"),
            ("cli", "args"),
            ("cli", "args"),
            ("file", ""),
            ("org", "id")
        ]
    );
}

#[test]
fn every_module_knows_only_those_below_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        let own = source.module();
        let here = floor(own).unwrap_or_else(|| panic!("{own} has no floor yet"));
        for (module, what) in taken(&source.code()) {
            if module == own {
                continue;
            }
            let there = floor(&module).unwrap_or_else(|| panic!("{}: {module} has no floor yet", source.path));
            let neighbours = NEIGHBOURS.contains(&(source.path.as_str(), &module, &what));
            if there >= here && !neighbours {
                wrong.push(format!("{} takes {module}::{what}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_screen_knows_egui() {
    for source in sources() {
        let knows = ["egui::", "eframe::", "egui_plot", "rfd::"]
            .into_iter()
            .find(|name| source.code().contains(name));
        assert!(
            source.module() == "ui" || knows.is_none(),
            "{} knows {knows:?}",
            source.path
        );
    }
}

#[test]
fn a_long_file_says_why() {
    for source in sources() {
        let lines = source.text.lines().count();
        let reason = source.text.lines().take(12).any(|line| line.contains(REASON));
        assert!(lines <= LINES || reason, "{} has {lines} lines", source.path);
    }
}

#[test]
fn nothing_that_fails_is_waved_through() {
    for source in sources() {
        for (k, line) in source.code().lines().enumerate() {
            for wrong in [
                ".unwrap()",
                ".expect(",
                "todo!(",
                "unimplemented!(",
                "dbg!(",
                "println!(",
            ] {
                assert!(!line.contains(wrong), "{}:{}: {line}", source.path, k + 1);
            }
        }
    }
}

#[test]
fn colours_have_their_one_place() {
    let raw = [
        "from_rgb",
        "from_rgba",
        "from_gray",
        "from_black",
        "from_white",
        "from_hex",
        "hex_color!",
        "Hsva",
    ];
    for source in sources() {
        if ["ui/tokens", "ui/raster"]
            .iter()
            .any(|place| source.path.starts_with(place))
        {
            continue;
        }
        for (k, line) in source.code().lines().enumerate() {
            let found = raw.iter().find(|raw| line.contains(*raw));
            assert!(found.is_none(), "{}:{}: {line}", source.path, k + 1);
        }
    }
}
