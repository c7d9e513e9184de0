//! cargo run -p strangler
//!
//! Serves on 127.0.0.1:3000, or on the port that `PORT` names, before the server that `UPSTREAM` names.

use std::env::{self, VarError};
use std::net::Ipv4Addr;
use std::process::ExitCode;
use strangler::{Upstream, app};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr)
        .init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("strangler: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal ends it. An error is a line for the person at the terminal.
async fn serve() -> Result<(), String> {
    let port = variable("PORT", "3000")?;
    let port: u16 = port.parse().map_err(|_| format!("PORT={port} is not a port, 0 to 65535"))?;
    let upstream = variable("UPSTREAM", "http://127.0.0.1:3001")?;
    let upstream: Upstream = upstream.parse().map_err(|error| format!("UPSTREAM={upstream} {error}"))?;
    app(upstream)
        .serve((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another port with PORT=.."))
}

fn variable(name: &str, default: &str) -> Result<String, String> {
    match env::var(name) {
        Ok(value) => Ok(value),
        Err(VarError::NotPresent) => Ok(default.to_owned()),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
