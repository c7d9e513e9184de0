//! The program itself: the README's session against it, line by line.
#![cfg(unix)]

use route_tests::program::{Program, session};
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_readme_prints_what_the_readme_says() {
    let old = axum::Router::new().route("/about", axum::routing::get(async || "the old app"));
    let upstream = format!("http://{}", route_tests::serve(old).await);
    let program = Program::start_with(env!("CARGO_BIN_EXE_strangler"), [("UPSTREAM", &*upstream)]);
    let session = session(include_str!("../../README.md"));
    assert_eq!(session.len(), 3);
    for (command, expected) in session {
        assert_eq!(program.run(&command), expected, "$ {command}");
    }
    program.stop();
}

#[test]
fn what_is_no_upstream_is_refused_at_the_start() {
    for (name, value, message) in [
        ("UPSTREAM", "https://localhost", "strangler: UPSTREAM=https://localhost is not plain HTTP: write http://\n"),
        ("PORT", "66000", "strangler: PORT=66000 is not a port, 0 to 65535\n"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_strangler")).env(name, value).output().unwrap();
        assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(1), message));
    }
}
