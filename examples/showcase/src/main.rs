//! cargo run -p showcase
//!
//! Serves the showcase on 127.0.0.1:3000, or on the port that `PORT` names; `PORT=0` takes a free one. With `--routes` it prints its
//! routes instead, with `--routes=json` as data for other programs.

use route_runtime::Server;
use showcase::{AppState, WebhookSecret, app, routes};
use std::env::{self, VarError};
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

const USAGE: &str = "\
usage: showcase [--routes | --routes=json]

  --routes       prints the table of routes, and ends
  --routes=json  prints the routes as JSON, and ends
";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    match arguments.iter().map(|argument| &**argument).collect::<Vec<_>>()[..] {
        [] => run(),
        ["--routes"] => print(&routes().to_string()),
        ["--routes=json"] => match serde_json::to_string_pretty(&routes().manifest()) {
            Ok(json) => print(&json),
            Err(error) => failed(&error.to_string()),
        },
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Prints a text and the end of its line. Who reads it may have gone away, as `head` does.
fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

/// An error is a line for the person at the terminal.
fn failed(message: &str) -> ExitCode {
    eprintln!("showcase: {message}");
    ExitCode::FAILURE
}

#[tokio::main]
async fn run() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr)
        .init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => failed(&message),
    }
}

/// Runs until a signal ends it.
async fn serve() -> Result<(), String> {
    let port = port()?;
    let secret = env::var("WEBHOOK_SECRET").ok().filter(|secret| !secret.is_empty());
    let state = AppState::new(WebhookSecret::new(secret.as_deref().unwrap_or(WebhookSecret::EXAMPLE)));
    let server = Server::new(app(state))
        .bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another port with PORT=.."))?;
    if secret.is_none() {
        eprintln!("warning: WEBHOOK_SECRET is not set; webhooks are checked with a secret that everybody knows\n");
    }
    println!("{}\n\nListening on http://{}", routes(), server.local_addr());
    // Requests in flight are answered before it returns.
    server.run().await;
    Ok(())
}

fn port() -> Result<u16, String> {
    match env::var("PORT") {
        Ok(port) => port.parse().map_err(|_| format!("PORT={port} is not a port, 0 to 65535")),
        Err(VarError::NotPresent) => Ok(3000),
        Err(error) => Err(format!("PORT: {error}")),
    }
}
