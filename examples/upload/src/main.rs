//! cargo run -p upload
//!
//! Serves the forms on 127.0.0.1:3000, or on the port that `PORT` names; `PORT=0` takes a free one.

use route_runtime::Server;
use std::env::{self, VarError};
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use upload::{Folder, app};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(io::stderr)
        .init();
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("upload: {message}");
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
    let folder = Folder::temporary().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
    let server = Server::new(app(folder))
        .bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another port with PORT=.."))?;
    println!("Listening on http://{}", server.local_addr());
    // Requests in flight are answered before it returns.
    server.run().await;
    Ok(())
}
