//! cargo run -p next-docs
//!
//! Serves the documents' handlers on 127.0.0.1:3000, or on the port that `PORT` names; `PORT=0` takes a free one.
//!
//! They fetch from the server that `UPSTREAM` names (`http://..`), with the key `DATA_API_KEY`; without it from one inside this
//! program. Try
//!
//! ```text
//! curl localhost:3000/caching/items
//! curl -N localhost:3000/streaming/api/chat -d '{"messages":[{"role":"user","content":"tell me of a long river"}]}'
//! curl localhost:3000/request-body-form-data/signup -d name=Ada -d email=ada@example.com -d age=36
//! curl -i localhost:3000/middleware/about/us
//! ```

use next_docs::{Upstream, app, offline, routes};
use route_runtime::{MemoryStore, Server};
use std::env::{self, VarError};
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
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
            eprintln!("next-docs: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal ends it. An error is a line for the person at the terminal.
async fn serve() -> Result<(), String> {
    let port = variable("PORT")?.unwrap_or_else(|| "3000".to_owned());
    let port: u16 = port.parse().map_err(|_| format!("PORT={port} is not a port, 0 to 65535"))?;
    let api_key = variable("DATA_API_KEY")?.unwrap_or_else(|| "offline".to_owned());
    let upstream = match variable("UPSTREAM")? {
        Some(base) if !base.starts_with("http://") => {
            return Err(format!("UPSTREAM={base} does not begin with http://; there is no TLS in this example"));
        }
        Some(base) => Upstream::new(&base, &api_key),
        None => Upstream::new(&start_offline().await.map_err(|error| error.to_string())?, &api_key),
    };

    let server = Server::new(app(upstream, MemoryStore::new()))
        .bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another port with PORT=.."))?;
    println!("{}\n\nListening on http://{}", routes(), server.local_addr());
    server.run().await;
    Ok(())
}

/// Starts the upstream that is a part of this program, and returns its URL.
async fn start_offline() -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, offline::router()).await });
    Ok(base)
}

fn variable(name: &str) -> Result<Option<String>, String> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
