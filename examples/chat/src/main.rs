//! Serves the chat on 127.0.0.1:3000, or on the port that `PORT` names; `PORT=0` takes a free one.

use chat::{Model, app};
use std::env::{self, VarError};
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(io::stderr)
        .init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("chat: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal ends it. An error is a line for the person at the terminal.
async fn serve() -> Result<(), String> {
    let port = match env::var("PORT") {
        Ok(port) => port.parse().map_err(|_| format!("PORT={port} is not a port, 0 to 65535"))?,
        Err(VarError::NotPresent) => 3000,
        Err(error) => return Err(format!("PORT: {error}")),
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another port with PORT=.."))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let stop = stop_signal().map_err(|error| format!("cannot handle signals: {error}"))?;

    println!("Listening on http://{address}");
    // Answers that have begun are sent to their end before it returns.
    axum::serve(listener, app(Model::new(Duration::from_millis(50))))
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| error.to_string())
}

/// Waits for ctrl-c, or for the SIGTERM that service managers and containers send.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(ctrl_c.recv().await) })
}
