//! A server that is told to stop finishes what it has begun.

use crate::server::Server;
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn a_request_in_flight_is_answered_after_sigterm() {
    let server = Server::start();
    let mut connection = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    connection.write_all(b"GET /stream HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();

    // The first piece is here, so the handler runs; the others are still to come.
    let mut answer = String::new();
    while !answer.contains("One") {
        let mut piece = [0; 1024];
        let read = connection.read(&mut piece).unwrap();
        assert_ne!(read, 0, "the connection ended after: {answer}");
        answer.push_str(str::from_utf8(&piece[..read]).unwrap());
    }
    assert!(!answer.contains("Three"), "{answer}");

    server.signal("TERM");
    // To the end of the connection, which the server closes after the answer.
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("<p>Three</p>") && answer.ends_with("0\r\n\r\n"), "{answer}");

    let port = server.port;
    let (status, rest) = server.wait();
    assert_eq!((status.code(), &*rest), (Some(0), ""));
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
