//! The README's `console` blocks, line by line.

use crate::server::Server;
use std::process::Command;

const README: &str = include_str!("../../../../README.md");

/// `$ command`, and what it prints.
#[derive(Debug, PartialEq)]
struct Step {
    command: String,
    output: String,
}

#[test]
fn every_command_of_the_readme_prints_what_the_readme_says() {
    let server = Server::start();
    let here = |text: &str| text.replace(":3000", &format!(":{}", server.port));
    let mut requests = 0;
    // The first session is that of `hello`, whose test runs it.
    for Step { command, output } in steps(README).into_iter().skip_while(|step| step.command != "cargo run -p showcase")
    {
        let printed = match &*command {
            "cargo run -p showcase" => server.greeting.clone(),
            _ => {
                assert!(command.contains("curl -s"), "not a request: {command}");
                requests += 1;
                run(&here(&command))
            }
        };
        assert_eq!(printed.trim_end_matches('\n'), here(&output), "$ {command}");
    }
    assert!(requests > 10, "the session is gone from the README");
    server.signal("INT");
    let (status, rest) = server.wait();
    assert_eq!((status.code(), &*rest), (Some(0), ""), "ctrl-c ends it, and nothing was logged");
}

/// What a terminal shows of a command.
fn run(command: &str) -> String {
    let output = Command::new("sh").args(["-c", command]).env("NO_PROXY", "*").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "$ {command}");
    // Headers end with CR LF, and no terminal shows the CR.
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

/// The steps of all ` ```console ` blocks. A line that ends with `\` goes on; an empty line before a command is not output.
fn steps(markdown: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut lines = markdown.lines();
    while lines.by_ref().any(|line| line == "```console") {
        let mut block = lines.by_ref().take_while(|line| *line != "```");
        while let Some(line) = block.next() {
            if let Some(command) = line.strip_prefix("$ ") {
                let mut command = command.to_owned();
                while command.ends_with('\\') {
                    command = format!("{command}\n{}", block.next().expect("a line that goes on"));
                }
                steps.push(Step { command, output: String::new() });
            } else {
                let step = steps.last_mut().expect("output before the first command");
                step.output = format!("{}{line}\n", step.output);
            }
        }
    }
    for step in &mut steps {
        step.output.truncate(step.output.trim_end_matches('\n').len());
    }
    steps
}

#[test]
fn a_block_is_commands_with_their_output() {
    let markdown = "text\n```rust\n$ no\n```\n```console\n$ one \\\n  more\na\n\nb\n\n$ two\n```\n$ no\n```console\n$ three\nc\n```\n";
    let step = |command: &str, output: &str| Step { command: command.into(), output: output.into() };
    assert_eq!(steps(markdown), [step("one \\\n  more", "a\n\nb"), step("two", ""), step("three", "c")]);
}
