//! Where a program listens that was not told where.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

/// The port of `next start`.
const DEFAULT: u16 = 3000;

/// On this machine only, at the port that the variable `PORT` names, as `next start` reads it.
pub(crate) fn address() -> io::Result<SocketAddr> {
    Ok((Ipv4Addr::LOCALHOST, port(env::var_os("PORT").as_deref())?).into())
}

/// An error with what to do about it; its kind stays.
pub(crate) fn cannot_listen(address: SocketAddr, error: &io::Error) -> io::Error {
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
