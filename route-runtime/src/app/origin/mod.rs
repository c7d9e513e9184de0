//! Who the client is, and what it sees: the scheme, the host and the address on the other side of the proxies.

mod client_ip;
mod forwarded;
mod public_url;
mod trusted_proxies;

pub use client_ip::{ClientIp, MissingClientIp};
pub use public_url::{PublicUrl, PublicUrlError};
pub use trusted_proxies::{InvalidProxy, TrustedProxies};

use std::net::IpAddr;
#[cfg(not(target_family = "wasm"))]
use std::net::SocketAddr;

#[cfg(not(target_family = "wasm"))]
use axum::extract::connect_info::{ConnectInfo, MockConnectInfo};
use http::uri::Uri;
use http::{Extensions, HeaderMap};

use crate::next_url::{Host, LazyHost, Scheme};

/// What an app knows of the way to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct OriginConfig {
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) public_url: Option<PublicUrl>,
}

/// What a request does not say by itself: an extension of the requests that came through a trusted proxy, and of all requests to
/// an app with a public URL.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    pub(crate) host: LazyHost,
    /// `None` is the peer.
    client: Option<IpAddr>,
}

impl OriginConfig {
    /// Whether the origin is always what the request says.
    pub(crate) fn is_empty(&self) -> bool {
        self.trusted_proxies.is_empty() && self.public_url.is_none()
    }
}

impl Origin {
    /// The origin of a request, or `None` where it is what the request and its connection say.
    ///
    /// A public URL wins for scheme and host. Else they are those that the proxies tell, each for itself; one that is not told,
    /// or is none, is the request's own.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, extensions: &Extensions, config: &OriginConfig) -> Option<Self> {
        let trusted = &config.trusted_proxies;
        let proxy = if trusted.is_empty() { None } else { peer(extensions).filter(|peer| trusted.contains(*peer)) };
        let told = proxy.map(|proxy| forwarded::read(headers, proxy, trusted));
        let client = told.as_ref().map(|told| told.client);
        if let Some(url) = &config.public_url {
            return Some(Self { scheme: url.scheme, host: url.host.clone().into(), client });
        }
        let told = told?;
        let scheme = told.scheme.unwrap_or_else(|| Scheme::of_request(uri));
        let host = told.host.and_then(|host| Host::parse(&host, scheme).ok());
        let mut host = host.map_or_else(|| LazyHost::of_request(uri, headers), LazyHost::from);
        if told.port.is_some() && host.get(scheme).port().is_none() {
            host.get_mut(scheme).set_port(told.port, scheme);
        }
        Some(Self { scheme, host, client })
    }
}

/// Takes out of a request what tells of its client: the origin is then `http://localhost:3000` (NEXT-SPEC G5).
pub(crate) fn hide_client(extensions: &mut Extensions) {
    let mut host = Host::LOCALHOST;
    host.set_port(Some(3000), Scheme::Http);
    extensions.insert(Origin { scheme: Scheme::Http, host: host.into(), client: None });
    #[cfg(not(target_family = "wasm"))]
    extensions.remove::<ConnectInfo<SocketAddr>>();
}

/// The address at the other end of the connection, or the one that a test made up.
#[cfg(not(target_family = "wasm"))]
fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let connected = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer);
    let peer = connected.or_else(|| extensions.get::<MockConnectInfo<SocketAddr>>().map(|MockConnectInfo(peer)| peer));
    peer.map(|peer| peer.ip().to_canonical())
}

/// There are no connections.
#[cfg(target_family = "wasm")]
fn peer(_: &Extensions) -> Option<IpAddr> {
    None
}

#[cfg(test)]
mod tests;
