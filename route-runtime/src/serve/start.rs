//! What [`App::start`] does for a program that says nothing of itself: a port, and a log.

use crate::App;
use std::env;
use std::ffi::OsStr;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The port of `next start`.
const DEFAULT: u16 = 3000;

/// Serves on this machine, at the port of `PORT`.
pub(crate) async fn start(app: App) -> io::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port(env::var_os("PORT").as_deref())?));
    log();
    app.serve(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied => cannot_listen(address, &error),
        _ => error,
    })
}

/// Without a subscriber a 500 is an empty answer and an empty terminal.
fn log() {
    if tracing::dispatcher::has_been_set() {
        return;
    }
    let filter = env::var("RUST_LOG").ok().and_then(|filter| filter.parse().ok());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    // One that was set meanwhile is as good.
    let _ = tracing_subscriber::registry().with(lines).with(filter).try_init();
}

/// An error with what to do about it; its kind stays.
fn cannot_listen(address: SocketAddr, error: &io::Error) -> io::Error {
    let help = "another port is chosen with the variable PORT, a free one with PORT=0";
    io::Error::new(error.kind(), format!("cannot listen on {address}: {error}; {help}"))
}

fn port(value: Option<&OsStr>) -> io::Result<u16> {
    let Some(value) = value else { return Ok(DEFAULT) };
    value.to_str().and_then(|value| value.parse().ok()).ok_or_else(|| {
        let value = value.display();
        io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("PORT={value} is not a port, which is a number from 0 to 65535"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::port;
    use std::ffi::OsStr;

    #[test]
    fn a_port_is_a_number_from_0_to_65535_and_3000_where_nobody_says() {
        for (value, expected) in [
            (None, Some(3000)),
            (Some("8080"), Some(8080)),
            (Some("0"), Some(0)),
            (Some("65535"), Some(65535)),
            (Some("65536"), None),
            (Some(""), None),
            (Some("-1"), None),
            (Some(" 80"), None),
            (Some("http"), None),
        ] {
            assert_eq!(port(value.map(OsStr::new)).ok(), expected, "{value:?}");
        }
        let error = port(Some(OsStr::new("http"))).unwrap_err();
        assert_eq!(error.to_string(), "PORT=http is not a port, which is a number from 0 to 65535");
    }
}
