//! A program of the workspace as people run it, and the session that its README shows.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A server that runs on a free port until it is dropped.
pub struct Program {
    child: Child,
    stdout: BufReader<ChildStdout>,
    greeting: String,
    port: String,
}

impl Program {
    /// Starts this executable, and waits until it says where it listens.
    pub fn start(executable: &str) -> Self {
        Self::start_with(executable, [])
    }

    /// Starts it with these variables in its environment.
    pub fn start_with<const N: usize>(executable: &str, variables: [(&str, &str); N]) -> Self {
        let mut command = Command::new(executable);
        command.envs(variables).env("PORT", "0");
        Self::start_by(command)
    }

    /// Starts it by a command, which lets it listen on a free port.
    pub fn start_by(mut command: Command) -> Self {
        command.env("RUST_LOG", "off").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a program that starts");
        let stdout = BufReader::new(child.stdout.take().expect("its output"));
        let mut program = Self { child, stdout, greeting: String::new(), port: String::new() };
        while program.port.is_empty() {
            let mut line = String::new();
            let read = program.stdout.read_line(&mut line).expect("a line of text");
            assert_ne!(read, 0, "it ended after: {}", program.greeting);
            if let Some(port) = line.trim_end().strip_prefix("Listening on http://127.0.0.1:") {
                program.port = port.to_owned();
            }
            program.greeting.push_str(&line);
        }
        program
    }

    /// The port on which it listens, of this machine.
    pub fn port(&self) -> &str {
        &self.port
    }

    /// What a command of the README prints, `cargo run` being this program, with its port for the README's.
    pub fn run(&self, command: &str) -> String {
        let printed = match command.starts_with("cargo run ") {
            true => self.greeting.clone(),
            false => shell(&self.here(command)),
        };
        self.there(printed.trim_end())
    }

    /// Runs the session in the header of its `main.rs`, in one shell, and compares what each command prints.
    ///
    /// What is another each time, such as a date or a random id, the commands mask. `folder` is where they may leave files, such as
    /// curl's cookies: `env!("CARGO_TARGET_TMPDIR")`.
    pub fn run_session(&self, main: &str, folder: &str) {
        let session = session(&header(main));
        assert!(!session.is_empty(), "no session in the header");
        let folder = Path::new(folder).join(self.child.id().to_string());
        fs::create_dir(&folder).expect("a new folder");
        // What a command prints ends at this character, which none of them prints.
        let commands: Vec<&str> = session.iter().map(|(command, _)| &**command).collect();
        let printed = shell_in(&folder, &self.here(&commands.join("\nprintf '\\036'\n")));
        fs::remove_dir_all(&folder).expect("its own folder");
        let printed: Vec<&str> = printed.split('\u{1e}').collect();
        assert_eq!(printed.len(), session.len(), "the shell ended early: {printed:?}");
        for ((command, expected), printed) in session.iter().zip(printed) {
            assert_eq!(self.there(printed.trim_end()), *expected, "$ {command}");
        }
    }

    /// A command of the README, for this program's port.
    fn here(&self, command: &str) -> String {
        command.replace(":3000", &format!(":{}", self.port))
    }

    /// What was printed here, with the README's port.
    fn there(&self, printed: &str) -> String {
        printed.replace(&format!(":{}", self.port), ":3000")
    }

    /// Tells it to end, and checks that it does, in order and in silence.
    pub fn stop(mut self) {
        shell(&format!("kill -TERM {}", self.child.id()));
        assert!(self.child.wait().expect("its end").success());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("text");
        assert_eq!(rest, "");
    }
}

/// A test that fails leaves no server behind.
impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a program, runs the session in the header of its `main.rs`, and stops it. `folder` is as in [`Program::run_session`].
pub fn run_session(executable: &str, main: &str, folder: &str) {
    let program = Program::start(executable);
    program.run_session(main, folder);
    program.stop();
}

/// The `//!` lines at the top of a file, as Markdown.
fn header(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"]).collect()
}

fn shell(command: &str) -> String {
    shell_in(Path::new("."), command)
}

fn shell_in(folder: &Path, command: &str) -> String {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).env("NO_PROXY", "*").current_dir(folder).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = shell.output().expect("a shell");
    // Headers end with CR LF, and no terminal shows the CR.
    String::from_utf8(output.stdout).expect("text").replace("\r\n", "\n")
}

/// The commands of all ` ```console ` blocks, each with what it prints. A line that ends with `\` goes on.
pub fn session(markdown: &str) -> Vec<(String, String)> {
    let blocks = markdown.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let steps = blocks.flat_map(|block| block.strip_prefix("$ ").expect("a command first").split("\n$ "));
    let parts = steps.map(|step| {
        let is_end = |(at, _): &(usize, &str)| !step[..*at].ends_with('\\');
        let end = step.match_indices('\n').find(is_end).map_or(step.len(), |(at, _)| at);
        (step[..end].to_owned(), step[end..].trim().to_owned())
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_of_a_program_is_in_its_header() {
        let main = "//! cargo run -p a\n//!\n//! ```console\n//! $ one\n//!   two\n//! ```\n\nfn main() {}\n//! $ no\n";
        assert_eq!(header(main), "cargo run -p a\n\n```console\n$ one\n  two\n```\n");
    }

    #[test]
    fn a_session_is_commands_with_their_output() {
        let markdown = "$ no\n```rust\n$ no\n```\n```console\n$ one \\\n  more\na\n\nb $ c\n\n$ two\n```\n```console\n$ three\nc\n```\n";
        let step = |command: &str, output: &str| (command.to_owned(), output.to_owned());
        assert_eq!(session(markdown), [step("one \\\n  more", "a\n\nb $ c"), step("two", ""), step("three", "c")]);
    }
}
