//! cargo run -p cluster -- --port 3001 --redis redis://127.0.0.1:6379
//!
//! One of several instances; `examples/cluster/run.sh` starts Redis and two of them.

use cluster::{Instance, Posts, app};
use route_runtime::{Cache, MemoryStore, RedisStore, Server};
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

const USAGE: &str =
    "usage: cluster [--port 3001] [--redis redis://127.0.0.1:6379] [--data FOLDER] [--takes MILLISECONDS]

  --port   the port to listen on; 0 takes a free one
  --redis  where answers are kept, for all instances; without it each keeps its own in its memory
  --data   the folder of the posts, the same for all instances; it is made if it is not there
  --takes  how long each answer takes to make, as if a database had to be asked";

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(io::stderr)
        .init();
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("cluster: {message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match serve(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cluster: {message}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line says.
struct Options {
    port: u16,
    redis: Option<String>,
    data: PathBuf,
    takes: Duration,
}

impl Options {
    /// `None` where help is asked for.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut options =
            Self { port: 3001, redis: None, data: std::env::temp_dir().join("cluster-posts"), takes: Duration::ZERO };
        while let Some(name) = arguments.next() {
            if name == "-h" || name == "--help" {
                return Ok(None);
            }
            let mut value = || arguments.next().ok_or_else(|| format!("`{name}` needs a value"));
            match &*name {
                "--port" => options.port = number(&name, &value()?)?,
                "--redis" => options.redis = Some(value()?),
                "--data" => options.data = value()?.into(),
                "--takes" => options.takes = Duration::from_millis(number(&name, &value()?)?),
                _ => return Err(format!("unknown option `{name}`")),
            }
        }
        Ok(Some(options))
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("`{value}` is no number for `{name}`"))
}

/// Runs until a signal ends it. An error is a line for the person at the terminal.
async fn serve(options: Options) -> Result<(), String> {
    let Options { port, redis, data, takes } = options;
    let posts = Posts::open(data).map_err(|error| format!("cannot make the folder of posts: {error}"))?;
    let cache = match &redis {
        // It connects later if it has to: an instance that starts while Redis is away answers, and keeps nothing until it is back.
        Some(url) => Cache::new(RedisStore::connect_later(url).map_err(|error| format!("`{url}`: {error}"))?),
        None => Cache::new(MemoryStore::new()),
    };
    let instance = Instance::new(takes);
    let server = Server::new(app(posts, instance.clone(), cache))
        .bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}; choose another with --port"))?;
    instance.listens_on(server.local_addr().port());
    println!("Listening on http://{}", server.local_addr());
    server.run().await;
    Ok(())
}
