//! The session in the header of `src/main.rs`, against the program.
#![cfg(unix)]

use route_tests::program::Program;

/// axum's own server does not stop in order unless it is told how: the end of the test ends it.
#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    let program = Program::start(env!("CARGO_BIN_EXE_embed"));
    program.run_session(include_str!("../src/main.rs"), env!("CARGO_TARGET_TMPDIR"));
}
