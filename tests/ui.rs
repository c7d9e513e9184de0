//! What the compiler says about each mistake, and odd code that it accepts.
//!
//! One file per mistake under `ui/<subject>/`, named after the row of the specification that it breaks, if there is one. The
//! `main` of each goes on using the item, so a second error in a `.stderr` would show that the first one swallowed it. After a
//! change of words, `TRYBUILD=overwrite cargo test -p route-tests --test ui` writes the files anew; read the difference.

use std::fs;
use std::path::Path;

const SUBJECTS: &[&str] = &[
    "path",
    "options",
    "handler",
    "arguments",
    "return_type",
    "conflicts",
    "table",
    "context",
    "middleware",
    "cached_arguments",
    "static_params",
    "cached",
    "readme",
    "app",
    "requests",
];

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    for subject in SUBJECTS {
        cases.compile_fail(format!("ui/{subject}/*.rs"));
    }
    cases.pass("ui/pass/*.rs");
}

/// What the README says of the compiler is what the compiler says.
#[test]
fn the_readme_shows_each_program_of_its_own_with_the_words_of_the_compiler() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("../README.md")).unwrap();
    let files = fs::read_dir(folder.join("ui/readme")).unwrap().map(|entry| entry.unwrap().path());
    let programs: Vec<_> = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect();
    assert!(!programs.is_empty());
    for program in programs {
        let name = program.file_name().unwrap().to_str().unwrap();
        let code = fs::read_to_string(&program).unwrap();
        let said = fs::read_to_string(program.with_extension("stderr")).unwrap();
        let said = said.replace("$DIR/", "").replace(&format!("ui/readme/{name}"), "src/main.rs");
        let block = format!("```rust,compile_fail\n{code}```\n\n```text\n{said}```\n");
        assert!(readme.contains(&block), "the README does not show {name} as\n\n{block}");
    }
}
