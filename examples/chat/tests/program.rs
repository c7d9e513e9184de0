//! The program itself: the README's session against it, line by line.
#![cfg(unix)]

use route_tests::program::{Program, session};
use std::time::{Duration, Instant};

#[test]
fn every_command_of_the_readme_prints_what_the_readme_says() {
    let program = Program::start(env!("CARGO_BIN_EXE_chat"));
    let session = session(include_str!("../README.md"));
    assert_eq!(session.len(), 4);
    for (command, expected) in session {
        let deadline = Instant::now() + Duration::from_secs(5);
        let mut printed = program.run(&command);
        // The client before has just gone, and the server may not know it yet.
        while command.ends_with("/api/stats") && printed != expected && Instant::now() < deadline {
            printed = program.run(&command);
        }
        assert_eq!(printed, expected, "$ {command}");
    }
    program.stop();
}
