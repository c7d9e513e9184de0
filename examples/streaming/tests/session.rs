//! The session in the header of `src/main.rs`, against the program.
#![cfg(unix)]

use route_tests::program::{Program, run_session};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn every_command_of_the_header_prints_what_the_header_says() {
    run_session(env!("CARGO_BIN_EXE_streaming"), include_str!("../src/main.rs"), env!("CARGO_TARGET_TMPDIR"));
}

/// A program that sets up no log of its own has that of `App::start`.
#[test]
fn what_goes_wrong_is_written_to_standard_error() {
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join("streaming.log");
    let mut command = Command::new("sh");
    command.args(["-c", "unset RUST_LOG; exec \"$0\" 2>\"$1\"", env!("CARGO_BIN_EXE_streaming")]).arg(&log);
    let program = Program::start_by(command);
    assert_eq!(fs::read_to_string(&log).unwrap(), "", "what goes right is not");
    program.run("curl -s localhost:3000/broken");
    let written = fs::read_to_string(&log).unwrap();
    assert!(written.contains(" ERROR ") && written.contains("there are only three steps"), "{written}");
    program.stop();
}
