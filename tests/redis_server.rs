//! A real `redis-server` for a test.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A server on a port of its own, which ends with this.
pub struct RedisServer {
    port: u16,
    child: Child,
}

impl RedisServer {
    /// A server, or `None` if there is no `redis-server`.
    ///
    /// # Panics
    ///
    /// With the environment variable `ROUTE_REQUIRE_REDIS` there must be one.
    pub fn start() -> Option<Self> {
        // Another process may take the port in between: then it is tried with the next.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
            let port = port.expect("there is a free port").port();
            match run(port) {
                Ok(child) => return Some(Self { port, child }),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    assert!(std::env::var_os("ROUTE_REQUIRE_REDIS").is_none(), "there is no `redis-server`");
                    return None;
                }
                Err(error) => eprintln!("port {port}: {error}"),
            }
        }
        panic!("`redis-server` does not start");
    }

    /// A server, or a line that says which test is skipped.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start).
    pub fn start_for(test: &str) -> Option<Self> {
        let server = Self::start();
        if server.is_none() {
            // Not `eprintln!`, which nobody sees of a test that passes.
            let _ = writeln!(io::stderr(), "skipped `{test}`: there is no `redis-server`");
        }
        server
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Ends the process at once, with all that it keeps.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again, on the same port.
    pub fn restart(&mut self) {
        self.kill();
        self.child = run(self.port).expect("the port is still free");
    }

    /// The process stands still, with its connections open.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// It goes on.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill {signal}");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Starts a server, and waits until it accepts connections.
fn run(port: u16) -> io::Result<Child> {
    let port = port.to_string();
    let mut child = Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if let Some(status) = child.try_wait()? {
            return Err(io::Error::other(format!("redis-server has ended: {status}")));
        }
        if TcpStream::connect(format!("127.0.0.1:{port}")).is_ok() {
            return Ok(child);
        }
        sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(io::Error::other("redis-server does not answer"))
}
