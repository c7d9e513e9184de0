//! The routes: reviewed, and as the program prints them.

use route_runtime::RouteManifest;
use route_runtime::testing::assert_routes;
use showcase::routes;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    // With no port it would not even begin to serve.
    Command::new(env!("CARGO_BIN_EXE_showcase")).args(arguments).env("PORT", "none").output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_routes_are_those_that_were_reviewed() {
    assert_routes!("tests/routes.snap", routes().manifest());
}

#[test]
fn the_table_is_printed_and_nothing_served() {
    let output = run(&["--routes"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert_eq!(text(&output.stdout), format!("{}\n", routes()));
}

#[test]
fn the_manifest_is_printed_as_json() {
    let output = run(&["--routes=json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let manifest: RouteManifest = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(manifest, routes().manifest());
    assert!(manifest.routes.iter().any(|route| route.pattern == "/items/[slug]" && route.method == "PUT"));
}

#[test]
fn an_argument_that_is_none_is_answered_with_those_that_there_are() {
    for arguments in [&["--route"][..], &["--routes=yaml"], &["--routes", "--routes"], &["routes"], &[""]] {
        let output = run(arguments);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{arguments:?}");
        assert!(text(&output.stderr).starts_with("usage: showcase [--routes | --routes=json]\n"), "{arguments:?}");
    }
}
