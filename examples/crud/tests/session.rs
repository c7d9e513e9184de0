//! The session in the header of `src/main.rs`, against the program; and a database in a file.
#![cfg(unix)]

use route_tests::program::{Program, run_session};
use std::fs;
use std::path::Path;

#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    run_session(env!("CARGO_BIN_EXE_crud"), include_str!("../src/main.rs"), env!("CARGO_TARGET_TMPDIR"));
}

#[test]
fn what_is_in_a_file_outlives_the_program() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("crud-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let file = folder.join("contacts.db");
    let start = || Program::start_with(env!("CARGO_BIN_EXE_crud"), [("DATABASE", file.to_str().unwrap())]);
    let ada = r#"{"id":1,"name":"Ada","email":"ada@example.com","phone":null}"#;

    let program = start();
    assert_eq!(program.run(r#"curl -s localhost:3000/contacts -d '{"name":"Ada","email":"ada@example.com"}'"#), ada);
    program.stop();
    // The second start finds its migrations done.
    let program = start();
    assert_eq!(program.run("curl -s localhost:3000/contacts/1"), ada);
    program.stop();
    fs::remove_dir_all(&folder).unwrap();
}
