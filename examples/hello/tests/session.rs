//! The session in the header of `src/main.rs`, and that with which the README begins, against the program.
#![cfg(unix)]

use route_tests::program::{Program, run_session, session};

const MAIN: &str = include_str!("../src/main.rs");
const README: &str = include_str!("../../../README.md");

#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    run_session(env!("CARGO_BIN_EXE_hello"), MAIN, env!("CARGO_TARGET_TMPDIR"));
}

#[test]
fn the_readme_begins_with_this_program_and_what_it_prints() {
    let code = README.split("```rust,no_run\n").nth(1).and_then(|rest| rest.split("```").next());
    assert!(code.is_some_and(|code| MAIN.ends_with(&format!("\n\n{code}"))), "{code:?}");

    let program = Program::start(env!("CARGO_BIN_EXE_hello"));
    let session: Vec<_> =
        session(README).into_iter().take_while(|(command, _)| command != "cargo run -p showcase").collect();
    assert_eq!(session[0].0, "cargo run -p hello");
    assert!(session.len() > 2, "{session:?}");
    for (command, expected) in session {
        assert_eq!(program.run(&command), expected, "$ {command}");
    }
    program.stop();
}
