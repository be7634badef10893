//! What the README says about the file holds.

use throughline::file;

#[test]
fn the_example_is_a_file_as_the_app_writes_it() {
    let readme = include_str!("../../README.md");
    let example = readme
        .split_once("```ron\n")
        .and_then(|(_, rest)| rest.split_once("```"));
    let (example, _) = example.expect("the README has an example");
    let loaded = file::read(example.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(file::write(&loaded.org).unwrap(), example);
}
