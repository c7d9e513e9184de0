//! The program itself. One such test is enough: that it starts, and that all parts are put together.

use route_tests::program::run_session;

#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    run_session(env!("CARGO_BIN_EXE_testing"), include_str!("../../src/main.rs"), env!("CARGO_TARGET_TMPDIR"));
}
