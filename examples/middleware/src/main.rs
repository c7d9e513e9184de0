//! cargo run -p middleware
//!
//! Serves on 127.0.0.1:3000, or on the port that `PORT` names, below the path that `BASE_PATH` names.

use middleware::{AppState, Limits, Visits, app};
use std::env::{self, VarError};
use std::net::Ipv4Addr;
use std::num::NonZeroU32;
use std::process::ExitCode;
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
            eprintln!("middleware: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Five requests at once, then one a second.
const BURST: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Runs until a signal ends it. An error is a line for the person at the terminal.
async fn serve() -> Result<(), String> {
    let port = variable("PORT", "3000")?;
    let port: u16 = port.parse().map_err(|_| format!("PORT={port} is not a port, 0 to 65535"))?;
    let (visits, mut visited) = Visits::channel();
    // Where a real app has its analytics.
    tokio::spawn(async move {
        while let Some(visit) = visited.recv().await {
            tracing::info!(visit);
        }
    });
    app()
        .base_path(variable("BASE_PATH", "")?)
        .with_state(AppState { limits: Limits::per_second(BURST), visits })
        .serve((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot serve on 127.0.0.1:{port}: {error}"))
}

fn variable(name: &str, default: &str) -> Result<String, String> {
    match env::var(name) {
        Ok(value) => Ok(value),
        Err(VarError::NotPresent) => Ok(default.to_owned()),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
