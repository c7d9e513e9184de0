//! What the upstream is told of the client, which it cannot see.

use axum::http::header::{FORWARDED, HOST, InvalidHeaderValue};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue};
use route_runtime::NextUrl;
use std::net::IpAddr;

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// A client's own word, which the upstream would take for ours.
const UNTRUE: [HeaderName; 3] =
    [FORWARDED, HeaderName::from_static("x-forwarded-port"), HeaderName::from_static("x-real-ip")];

/// Says who the client is and what it asked for, as this server knows it: from the connection, or from the proxies that the app trusts.
pub(super) fn tell(request: &mut Parts, client: IpAddr, url: &NextUrl) -> Result<(), InvalidHeaderValue> {
    let host = HeaderValue::try_from(host(request, url))?;
    let headers = &mut request.headers;
    for name in UNTRUE {
        headers.remove(name);
    }
    headers.insert(FOR, HeaderValue::try_from(client.to_string())?);
    headers.insert(PROTO, HeaderValue::from_static(url.protocol().trim_end_matches(':')));
    headers.insert(X_HOST, host.clone());
    // Without it the upstream's would be sent.
    headers.insert(HOST, host);
    Ok(())
}

/// The host of the URL, as the client has written it: a URL has `localhost` for `127.0.0.1`, the `Origin` of a browser has not.
fn host<'a>(request: &'a Parts, url: &'a NextUrl) -> &'a str {
    let target = request.uri.authority().map(Authority::as_str);
    let sent = target.or_else(|| request.headers.get(HOST)?.to_str().ok());
    let is_the_urls = |sent: &&str| {
        let is_authority = sent.parse::<Authority>().is_ok() && !sent.contains('@');
        is_authority
            && NextUrl::parse(&format!("{}//{sent}", url.protocol())).is_ok_and(|sent| sent.host() == url.host())
    };
    sent.filter(is_the_urls).unwrap_or(url.host())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use proptest::prelude::*;
    use route_runtime::NextRequest;

    fn told(target: &str, host: &[u8]) -> String {
        let request = Request::get(target).header(HOST, HeaderValue::from_bytes(host).unwrap()).body(()).unwrap();
        let url = NextRequest::from(request.clone().map(|()| axum::body::Body::empty())).next_url().clone();
        let (mut parts, ()) = request.into_parts();
        tell(&mut parts, [192, 0, 2, 7].into(), &url).unwrap();
        assert_eq!(parts.headers[HOST], parts.headers[X_HOST]);
        parts.headers[HOST].to_str().unwrap().to_owned()
    }

    #[test]
    fn the_host_is_the_clients_if_it_is_one() {
        for (target, host, expected) in [
            ("/", "example.com", "example.com"),
            ("/", "Example.com:3000", "Example.com:3000"),
            ("/", "127.0.0.1:3000", "127.0.0.1:3000"),
            ("/", "[::1]:3000", "[::1]:3000"),
            ("http://example.com:81/", "other.example", "example.com:81"),
            ("http://me:secret@example.com/", "other.example", "example.com"),
            ("/", "", "localhost"),
            ("/", "localhost/a", "localhost"),
            ("/", "a@localhost", "localhost"),
            ("/", "a, b", "localhost"),
        ] {
            assert_eq!(told(target, host.as_bytes()), expected, "{target} {host}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_client_sends_the_upstream_is_told_a_host(host in "[a-c0-9.:@/?#\\\\\\[\\] ,%\u{80}-\u{ff}]{0,12}") {
            let told = told("/", host.as_bytes());
            prop_assert!(told.parse::<Authority>().is_ok() && !told.contains('@'), "{}", told);
        }
    }
}
