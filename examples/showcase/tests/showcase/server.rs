//! The program under test, running on a free port.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What it printed until it was ready, errors and output as a terminal shows them.
    pub(crate) greeting: String,
    pub(crate) port: u16,
}

impl Server {
    pub(crate) fn start() -> Self {
        // `exec`, so that the child's id is the program's and not the shell's.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" 2>&1", env!("CARGO_BIN_EXE_showcase")])
            .env("PORT", "0")
            .env_remove("RUST_LOG")
            .env_remove("WEBHOOK_SECRET")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        let port = loop {
            let start = greeting.len();
            assert_ne!(stdout.read_line(&mut greeting).unwrap(), 0, "it ended after: {greeting}");
            if let Some(port) = greeting[start..].trim_end().strip_prefix("Listening on http://127.0.0.1:") {
                break port.parse().unwrap();
            }
        };
        Self { child, stdout, greeting, port }
    }

    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end; with it comes what was printed after the greeting.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (status, rest)
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
