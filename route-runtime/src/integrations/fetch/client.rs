//! The client that all calls share, and with it the connections.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use super::error::FetchError;

static CLIENT: OnceLock<Result<Client, FetchError>> = OnceLock::new();

/// As many as Fetch follows.
const REDIRECTS: usize = 20;

/// Connections that are made by then are made mostly in less than one.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long Node.js waits for headers, and for each part of a body.
const READ_TIMEOUT: Duration = Duration::from_secs(300);

/// The client of this process.
pub(super) fn client() -> Result<&'static Client, FetchError> {
    let client = CLIENT.get_or_init(|| {
        let client = Client::builder()
            .redirect(Policy::limited(REDIRECTS))
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT);
        client.build().map_err(|error| FetchError::Client(Arc::new(error)))
    });
    client.as_ref().map_err(Clone::clone)
}

/// Sets the client that [`fetch`](crate::fetch()) uses, once and before the first call: with a proxy, certificates, other timeouts.
///
/// Without it there is one that follows 20 redirects, as Fetch does, gives up a connection after 10 seconds, and a server that is
/// silent for 300.
///
/// ```
/// use route_runtime::{FetchClientError, set_fetch_client};
/// use std::time::Duration;
///
/// let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).user_agent("shop/1.0").build().unwrap();
/// assert_eq!(set_fetch_client(client.clone()), Ok(()));
/// assert_eq!(set_fetch_client(client), Err(FetchClientError));
/// ```
///
/// # Errors
///
/// If there is one already: set before, or made by a call.
pub fn set_fetch_client(client: Client) -> Result<(), FetchClientError> {
    CLIENT.set(Ok(client)).map_err(|_| FetchClientError)
}

/// There is a client already: what [`set_fetch_client`] returns.
///
/// ```
/// use route_runtime::{FetchClientError, set_fetch_client};
///
/// assert_eq!(set_fetch_client(reqwest::Client::new()), Ok(()));
/// let error: FetchClientError = set_fetch_client(reqwest::Client::new()).unwrap_err();
/// assert_eq!(error.to_string(), "`fetch` has a client already: set it before the first call");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`fetch` has a client already: set it before the first call")]
pub struct FetchClientError;
