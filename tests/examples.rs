//! What holds for all examples.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let folders = fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("an example").path());
    let named = folders.map(|folder| (folder.file_name().and_then(OsStr::to_str).expect("a name").to_owned(), folder));
    let examples: Vec<_> = named.collect();
    assert!(examples.len() > 20, "{examples:?}");
    examples
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The Rust files in a folder and below.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn the_first_line_of_an_example_is_the_command_that_runs_it() {
    for (name, folder) in examples() {
        let main = read(&folder.join("src/main.rs"));
        let first = main.lines().next().unwrap_or_default();
        let arguments = first.strip_prefix(&format!("//! cargo run -p {name}"));
        assert!(arguments.is_some_and(|rest| rest.is_empty() || rest.starts_with(" -- ")), "{name}: {first}");
    }
}

#[test]
fn the_readme_names_every_example_in_its_table() {
    let readme = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md"));
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with('|')).collect();
    for (name, _) in examples() {
        let link = format!("[`{name}`](examples/{name}/");
        assert!(rows.iter().any(|row| row.contains(&link)), "{name} is in no table of the README");
    }
}

/// The program itself, or a server in the test.
#[test]
fn every_example_is_tested_on_a_socket() {
    for (name, folder) in examples() {
        let tests = files_below(&folder.join("tests"));
        let on_socket = tests.iter().filter(|file| file.extension() == Some(OsStr::new("rs"))).any(|file| {
            let test = read(file);
            test.contains("CARGO_BIN_EXE_") || test.contains("route_tests::serve(")
        });
        assert!(on_socket, "{name} has no test on a socket");
    }
}
