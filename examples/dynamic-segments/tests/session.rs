//! The session in the header of `src/main.rs`, against the program.
#![cfg(unix)]

use route_tests::program::run_session;

#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    run_session(env!("CARGO_BIN_EXE_dynamic-segments"), include_str!("../src/main.rs"), env!("CARGO_TARGET_TMPDIR"));
}
