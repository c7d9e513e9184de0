use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream, ToSocketAddrs, lookup_host};

/// How many connections wait to be accepted. [`TcpListener::bind`] has 128, which a burst of clients fills.
const BACKLOG: u32 = 1024;

/// Listens on the first address that can be had.
pub(super) async fn bind(address: impl ToSocketAddrs) -> io::Result<TcpListener> {
    let mut failure = io::Error::new(ErrorKind::InvalidInput, "the name has no address");
    for address in lookup_host(address).await? {
        match listen(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A server that starts again does not wait for the last connections of the one before. On Windows this is so anyway, and the
    // option would let a second server have the port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// The next connection, and its client.
pub(super) async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, client)) => {
                // It fails where the client has gone, which its connection will find.
                let _ = stream.set_nodelay(true);
                return (stream, SocketAddr::new(client.ip().to_canonical(), client.port()));
            }
            Err(error) if is_of_the_client(&error) => {}
            // Too many open files, as a rule: an error that goes when connections do, and comes at once until then.
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Whether the client has gone before it was accepted, which says nothing about the next one.
fn is_of_the_client(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_listens_on_the_first_address_that_is_free() {
        let taken = bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let listener = bind(taken).await.unwrap();
        for (address, kind) in [
            (taken.to_string().as_str(), ErrorKind::AddrInUse),
            ("127.0.0.1", ErrorKind::InvalidInput),
            ("127.0.0.1:65536", ErrorKind::InvalidInput),
            (":", ErrorKind::InvalidInput),
            ("", ErrorKind::InvalidInput),
        ] {
            assert_eq!(bind(address).await.unwrap_err().kind(), kind, "{address:?}");
        }
        let none: &[SocketAddr] = &[];
        assert_eq!(bind(none).await.unwrap_err().kind(), ErrorKind::InvalidInput);
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let second = bind(&[taken, free][..]).await.unwrap();
        assert_ne!(second.local_addr().unwrap().port(), listener.local_addr().unwrap().port());
    }
}
