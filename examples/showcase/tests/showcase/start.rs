//! A start that fails is one line and exit code 1.

use std::net::TcpListener;
use std::process::Command;

fn start_on(port: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_showcase")).env("PORT", port).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_port_in_use_is_one_clear_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, message) = start_on(&port);
    assert_eq!(code, Some(1));
    assert!(message.starts_with(&format!("showcase: cannot listen on 127.0.0.1:{port}: ")), "{message}");
    assert!(message.contains("PORT=") && message.lines().count() == 1, "{message}");
}

#[test]
fn a_port_that_is_none_is_one_clear_line() {
    for port in ["web", "65536", "-1", ""] {
        let (code, message) = start_on(port);
        assert_eq!(code, Some(1));
        assert_eq!(message, format!("showcase: PORT={port} is not a port, 0 to 65535\n"));
    }
}
