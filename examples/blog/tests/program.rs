//! The program itself: the README's session against it, line by line.
#![cfg(unix)]

use route_tests::program::{Program, session};

#[test]
fn every_command_of_the_readme_prints_what_the_readme_says() {
    let program = Program::start(env!("CARGO_BIN_EXE_blog"));
    let session = session(include_str!("../README.md"));
    assert_eq!(session.len(), 8);
    for (command, expected) in session {
        assert_eq!(program.run(&command), expected, "$ {command}");
    }
    program.stop();
}
