#![allow(non_snake_case)]

use super::*;
use crate::app::BasePath;
use crate::problem::testing::{logged, parts};
use crate::request::NextRequest;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, OriginalUri, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use http::header::{HOST, HeaderValue};
use proptest::prelude::*;
use tower::ServiceExt;

const CLIENT: &str = "203.0.113.9";
const PROXY: &str = "10.0.0.1";

/// Trusts `10.0.0.0/8` and `fd00::/8`.
fn behind_proxies() -> OriginConfig {
    OriginConfig { trusted_proxies: TrustedProxies::new(["10.0.0.0/8", "fd00::/8"]).unwrap(), public_url: None }
}

/// A request for `http://app.test/a` from this peer, as the app hands it on.
fn request<V: AsRef<[u8]>>(peer: &str, lines: &[(&'static str, V)], config: &OriginConfig) -> Request {
    let mut request = Request::get("/a").header(HOST, "app.test").body(Body::empty()).unwrap();
    for (name, value) in lines {
        request.headers_mut().append(*name, HeaderValue::from_bytes(value.as_ref()).unwrap());
    }
    if let Ok(peer) = peer.parse() {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer, 50_000)));
    }
    if let Some(origin) = Origin::of(request.uri(), request.headers(), request.extensions(), config) {
        request.extensions_mut().insert(origin);
    }
    request
}

/// The origin that a handler sees, and the client's address.
fn seen(request: Request) -> (String, Option<IpAddr>) {
    let (mut parts, body) = request.into_parts();
    let client = futures_util::FutureExt::now_or_never(ClientIp::from_request_parts(&mut parts, &())).unwrap();
    (NextRequest::from(Request::from_parts(parts, body)).next_url().origin(), client.ok().map(|client| client.0))
}

#[track_caller]
fn check(peer: &str, lines: &[(&'static str, &'static str)], origin: &str, client: &str) {
    let (seen_origin, seen_client) = seen(request(peer, lines, &behind_proxies()));
    assert_eq!((seen_origin.as_str(), seen_client), (origin, client.parse().ok()), "{peer} {lines:?}");
}

#[test]
fn Q12_without_a_proxy_the_request_says_all() {
    check(CLIENT, &[], "http://app.test", CLIENT);
    check("::ffff:203.0.113.9", &[], "http://app.test", CLIENT);
    check("no peer", &[], "http://app.test", "");
}

#[test]
fn an_untrusted_peer_is_not_believed() {
    let spoofed = [
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-port", "8443"),
        ("forwarded", "for=192.0.2.1;proto=https;host=evil.test"),
    ];
    for lines in [&spoofed[..], &spoofed[..4], &spoofed[4..]] {
        check(CLIENT, lines, "http://app.test", CLIENT);
        check("2001:db8::9", lines, "http://app.test", "2001:db8::9");
        check("no peer", lines, "http://app.test", "");
    }
}

#[test]
fn Q14_x_forwarded_headers_of_a_trusted_proxy_are_read() {
    let cases: &[(&[_], _, _)] = &[
        (&[], "http://app.test", PROXY),
        (&[("x-forwarded-for", CLIENT)], "http://app.test", CLIENT),
        (&[("x-forwarded-proto", "https")], "https://app.test", PROXY),
        (&[("x-forwarded-proto", "HTTPS")], "https://app.test", PROXY),
        (&[("x-forwarded-proto", "wss")], "https://app.test", PROXY),
        (&[("x-forwarded-proto", "ws")], "http://app.test", PROXY),
        (&[("x-forwarded-host", "Example.com")], "http://example.com", PROXY),
        (&[("x-forwarded-host", "example.com:8443")], "http://example.com:8443", PROXY),
        (&[("x-forwarded-host", "[2001:db8::1]:81")], "http://[2001:db8::1]:81", PROXY),
        (&[("x-forwarded-port", "8080")], "http://app.test:8080", PROXY),
        (&[("x-forwarded-proto", "https"), ("x-forwarded-port", "443")], "https://app.test", PROXY),
        (&[("x-forwarded-host", "example.com"), ("x-forwarded-port", "8080")], "http://example.com:8080", PROXY),
        (&[("x-forwarded-host", "example.com:81"), ("x-forwarded-port", "8080")], "http://example.com:81", PROXY),
        (
            &[("x-forwarded-proto", "https"), ("x-forwarded-host", "example.com:443"), ("x-forwarded-for", CLIENT)],
            "https://example.com",
            CLIENT,
        ),
    ];
    for (lines, origin, client) in cases {
        check(PROXY, lines, origin, client);
        check("::ffff:10.0.0.1", lines, origin, client);
        check("fd00::1", lines, origin, if *client == PROXY { "fd00::1" } else { client });
    }
}

#[test]
fn Q14_forwarded_of_a_trusted_proxy_is_read() {
    let cases = [
        ("for=203.0.113.9", "http://app.test", CLIENT),
        ("for=203.0.113.9;proto=https;host=example.com", "https://example.com", CLIENT),
        ("For=\"203.0.113.9:4711\";Proto=https;Host=\"example.com:8443\"", "https://example.com:8443", CLIENT),
        ("for=\"[2001:db8::9]:4711\";by=_us", "http://app.test", "2001:db8::9"),
        ("proto=https", "https://app.test", PROXY),
        ("for=unknown;proto=https", "https://app.test", PROXY),
        ("for=_hidden;host=example.com", "http://example.com", PROXY),
        ("for=203.0.113.9;host=\"[2001:db8::1]\"", "http://[2001:db8::1]", CLIENT),
    ];
    for (value, origin, client) in cases {
        check(PROXY, &[("forwarded", value)], origin, client);
    }
}

#[test]
fn the_client_is_the_first_address_from_the_right_that_is_no_proxy() {
    let cases = [
        // X-Forwarded-For, client
        ("203.0.113.9", CLIENT),
        ("203.0.113.9, 10.0.0.3, 10.0.0.2", CLIENT),
        ("192.0.2.1, 203.0.113.9", CLIENT),
        ("192.0.2.1, 203.0.113.9, 10.0.0.2", CLIENT),
        ("10.9.9.9, 203.0.113.9, 10.0.0.2", CLIENT),
        ("::ffff:203.0.113.9, ::ffff:10.0.0.2", CLIENT),
        ("203.0.113.9:50000, [fd00::2]:443", CLIENT),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (" , 203.0.113.9 ,, 10.0.0.2,", CLIENT),
        (",", PROXY),
        ("unknown", PROXY),
        ("203.0.113.9, unknown", PROXY),
        ("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2"),
        ("203.0.113.9, 10.0.0.2; DROP TABLE", PROXY),
        ("203.0.113.9, <script>, 10.0.0.2", "10.0.0.2"),
        ("\", 203.0.113.9", CLIENT),
        ("999.0.0.1", PROXY),
    ];
    for (value, client) in cases {
        check(PROXY, &[("x-forwarded-for", value)], "http://app.test", client);
    }
    let elements = [
        ("for=203.0.113.9, for=10.0.0.3, for=10.0.0.2", CLIENT),
        ("for=192.0.2.1, for=203.0.113.9", CLIENT),
        ("for=\", for=203.0.113.9, for=10.0.0.2", CLIENT),
        ("for=\"a, b\", for=10.0.0.2", "10.0.0.2"),
        ("for=203.0.113.9, for=10.0.0.3;for=10.0.0.3, for=10.0.0.2", "10.0.0.2"),
        ("for=203.0.113.9, garbage", PROXY),
        ("for=203.0.113.9, for=\"10.0.0.2", PROXY),
        ("for=203.0.113.9,, , for=10.0.0.2", CLIENT),
    ];
    for (value, client) in elements {
        check(PROXY, &[("forwarded", value)], "http://app.test", client);
    }
}

#[test]
fn scheme_and_host_are_those_of_the_trusted_proxy_next_to_the_client() {
    check(
        PROXY,
        &[("forwarded", "for=203.0.113.9;proto=https;host=example.com, for=10.0.0.2;proto=http;host=inner.test")],
        "https://example.com",
        CLIENT,
    );
    check(
        PROXY,
        &[
            ("x-forwarded-for", "203.0.113.9, 10.0.0.2"),
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", "example.com, inner.test"),
            ("x-forwarded-port", "8443, 80"),
        ],
        "https://example.com:8443",
        CLIENT,
    );
    // What the client itself wrote is further to the left.
    check(
        PROXY,
        &[("forwarded", "for=192.0.2.1;proto=http;host=evil.test, for=203.0.113.9;proto=https;host=example.com")],
        "https://example.com",
        CLIENT,
    );
    check(
        PROXY,
        &[
            ("x-forwarded-for", "192.0.2.1, 203.0.113.9"),
            ("x-forwarded-proto", "http, https"),
            ("x-forwarded-host", "evil.test, example.com"),
        ],
        "https://example.com",
        CLIENT,
    );
    // The outermost proxy is silent; the inner one hands on a header of one element.
    check(
        PROXY,
        &[("forwarded", "for=203.0.113.9, for=10.0.0.2;proto=https;host=example.com")],
        "https://example.com",
        CLIENT,
    );
    check(
        PROXY,
        &[("x-forwarded-for", "203.0.113.9, 10.0.0.2"), ("x-forwarded-proto", "https")],
        "https://app.test",
        CLIENT,
    );
}

#[test]
fn repeated_lines_are_one_list() {
    check(
        PROXY,
        &[
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-for", "10.0.0.3, 10.0.0.2"),
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-proto", "http"),
        ],
        "https://app.test",
        CLIENT,
    );
    check(
        PROXY,
        &[
            ("forwarded", "for=192.0.2.1;host=evil.test"),
            ("forwarded", "for=203.0.113.9;host=example.com"),
            ("forwarded", "for=10.0.0.2"),
        ],
        "http://example.com",
        CLIENT,
    );
}

#[test]
fn a_client_behind_a_proxy_of_one_kind_says_nothing_with_the_other() {
    for name in ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port"] {
        let value = if name == "x-forwarded-for" { CLIENT } else { "" };
        let client = if name == "x-forwarded-for" { CLIENT } else { PROXY };
        let lines = [("forwarded", "for=192.0.2.1;proto=https;host=evil.test"), (name, value)];
        check(PROXY, &lines, "http://app.test", client);
    }
}

#[test]
fn what_is_no_host_and_no_scheme_gets_into_no_url() {
    for host in [
        "",
        "a b",
        "a/b",
        "evil.test/path",
        "a\\b",
        "a?b",
        "a#b",
        "me@evil.test",
        "http://evil.test",
        "a:port",
        "a:65536",
        "[::1",
        "1.2.3",
        "a%00b",
        "caf\u{e9}.fr",
        "<script>",
    ] {
        check(PROXY, &[("x-forwarded-host", host)], "http://app.test", PROXY);
    }
    for host in ["\"a b\"", "\"a/b\"", "\"me@evil.test\"", "\"\"", "\"a:port\""] {
        let value = format!("for=203.0.113.9;host={host}");
        let request = request(PROXY, &[("forwarded", value)], &behind_proxies());
        assert_eq!(seen(request), ("http://app.test".into(), CLIENT.parse().ok()), "{host}");
    }
    for proto in ["", "ftp", "https:", "https://", "javascript", "http s", "on", "caf\u{e9}"] {
        check(PROXY, &[("x-forwarded-proto", proto)], "http://app.test", PROXY);
    }
    for port in ["", "+81", "-1", "65536", "81a", " ", "caf\u{e9}"] {
        check(PROXY, &[("x-forwarded-port", port)], "http://app.test", PROXY);
    }
}

#[test]
fn bytes_that_are_no_text_end_the_walk() {
    for (name, value) in [
        ("x-forwarded-for", &b"203.0.113.9, \xff, 10.0.0.2"[..]),
        ("x-forwarded-for", b"203.0.113.9, 1\xff.0.0.1, 10.0.0.2"),
        ("forwarded", b"for=203.0.113.9, for=\"\xff\", for=10.0.0.2"),
    ] {
        let request = request(PROXY, &[(name, value)], &behind_proxies());
        assert_eq!(seen(request), ("http://app.test".into(), "10.0.0.2".parse().ok()), "{name}");
    }
    let before = request(PROXY, &[("x-forwarded-for", &b"\xff, 203.0.113.9"[..])], &behind_proxies());
    assert_eq!(seen(before).1, CLIENT.parse().ok());
}

#[test]
fn no_more_than_32_elements_are_looked_at() {
    for (proxies, client) in [(31, CLIENT), (32, "10.0.0.2"), (10_000, "10.0.0.2")] {
        let list = format!("203.0.113.9{}", ", 10.0.0.2".repeat(proxies));
        assert_eq!(seen(request(PROXY, &[("x-forwarded-for", list)], &behind_proxies())).1, client.parse().ok());
        let list = format!("for=203.0.113.9{}", ",for=10.0.0.2".repeat(proxies));
        assert_eq!(seen(request(PROXY, &[("forwarded", list)], &behind_proxies())).1, client.parse().ok());
    }
    for (commas, client) in [(31, CLIENT), (32, PROXY), (10_000, PROXY)] {
        let list = format!("203.0.113.9{}", ",".repeat(commas));
        assert_eq!(seen(request(PROXY, &[("x-forwarded-for", list)], &behind_proxies())).1, client.parse().ok());
    }
    // What a client puts in front of the proxy's own element costs nothing and says nothing.
    let list = format!("{}203.0.113.9", "10.0.0.2, ".repeat(10_000));
    assert_eq!(seen(request(PROXY, &[("x-forwarded-for", list)], &behind_proxies())).1, CLIENT.parse().ok());
}

#[test]
fn a_public_url_wins_for_scheme_and_host() {
    let told = [
        ("x-forwarded-for", CLIENT),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-host", "other.test"),
        ("x-forwarded-port", "81"),
    ];
    let public_url = Some("https://example.com:8443".parse().unwrap());
    let alone = OriginConfig { public_url: public_url.clone(), ..OriginConfig::default() };
    let behind = OriginConfig { public_url, ..behind_proxies() };
    for (peer, config, client) in
        [(CLIENT, &alone, CLIENT), (PROXY, &alone, PROXY), (PROXY, &behind, CLIENT), ("no peer", &behind, "")]
    {
        let seen = seen(request(peer, &told, config));
        assert_eq!(seen, ("https://example.com:8443".into(), client.parse().ok()), "{peer}");
    }
}

#[test]
fn where_there_is_nothing_to_add_no_extension_is_made() {
    let nothing = OriginConfig::default();
    for (peer, config) in [(PROXY, &nothing), (CLIENT, &behind_proxies()), ("no peer", &behind_proxies())] {
        let request = request(peer, &[("x-forwarded-for", "192.0.2.1")], config);
        assert!(request.extensions().get::<Origin>().is_none(), "{peer}");
    }
}

#[test]
fn Q12_U8_the_url_of_a_request_has_the_origin_and_the_base_path() {
    let lines = [("x-forwarded-proto", "https"), ("x-forwarded-host", "example.com")];
    let mut request = request(PROXY, &lines, &behind_proxies());
    request.extensions_mut().insert(OriginalUri("/docs/a?b".parse().unwrap()));
    request.extensions_mut().insert(BasePath("/docs".into()));
    let mut req = NextRequest::from(request);
    let href = "https://example.com/docs/a?b";
    assert_eq!((req.url().as_str(), req.next_url().href().as_str()), (href, href));
    assert_eq!((req.next_url().base_path(), req.next_url().pathname()), ("/docs", "/a"));
    req.next_url_mut().set_pathname("/login");
    assert_eq!(req.next_url().href(), "https://example.com/docs/login?b");
    assert_eq!(req.next_url().join("/docs").unwrap().pathname(), "/");
}

#[tokio::test]
async fn the_client_is_known_to_handlers_and_to_middleware() {
    async fn stamp(ClientIp(client): ClientIp, request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-client", client.to_string().parse().unwrap());
        response
    }
    let app: Router = Router::new()
        .route("/a", get(async |ClientIp(client): ClientIp| client.to_string()))
        .layer(middleware::from_fn(stamp))
        .layer(MockConnectInfo(SocketAddr::from(([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0207], 1))));
    let response = app.oneshot(Request::get("/a").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.headers()["x-client"], "192.0.2.7");
    assert_eq!(parts(response).await.2, "192.0.2.7");
}

#[tokio::test]
async fn a_server_that_hands_on_no_peer_is_told_what_to_do() {
    let mut head = Request::new(()).into_parts().0;
    let rejection = ClientIp::from_request_parts(&mut head, &()).await.unwrap_err();
    let (response, log) = logged(|| axum::response::IntoResponse::into_response(rejection));
    assert_eq!(parts(response).await, (500, String::new(), String::new()));
    assert!(log.starts_with("ERROR") && log.contains("into_make_service_with_connect_info"), "{log}");
}

/// Header lines with what proxies write, what clients make of it, and any bytes.
fn lines() -> impl Strategy<Value = Vec<(&'static str, Vec<u8>)>> {
    const NAMES: [&str; 5] =
        ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "forwarded"];
    #[rustfmt::skip] // in lines, not one below the other
    const PIECES: &[&str] = &[
        "for=", "For=", "proto=", "host=", "by=", "x=", "\"", "\"", "\\", ",", ", ", ";", "=", " ", "10.0.0.2", "203.0.113.9",
        "[fd00::1]", "[2001:db8::9]:80", ":80", ":_x", "unknown", "_hidden", "https", "http", "wss", "evil.test", "a/b", "@",
        "443", "65536", "é", "\t",
    ];
    let value = prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat().into_bytes()),
        1 => prop::collection::vec(any::<u8>().prop_map(|byte| if byte < 32 || byte == 127 { b'\t' } else { byte }), 0..24),
    ];
    prop::collection::vec((prop::sample::select(&NAMES[..]), value), 0..6)
}

proptest! {
    #![proptest_config(crate::testing::cases())]

    #[test]
    fn no_header_panics_or_gets_an_unsound_host_into_a_url(lines in lines()) {
        let request = request(PROXY, &lines, &behind_proxies());
        let url = NextRequest::from(request).next_url().clone();
        let again = crate::NextUrl::parse(&url.href()).unwrap();
        prop_assert_eq!((again.origin(), again.pathname()), (url.origin(), "/a"));
    }

    #[test]
    fn what_an_untrusted_peer_sends_changes_nothing(lines in lines(), peer in any::<IpAddr>()) {
        prop_assume!(!behind_proxies().trusted_proxies.contains(peer));
        let without = seen(request(&peer.to_string(), &[("x", ""); 0], &behind_proxies()));
        prop_assert_eq!(seen(request(&peer.to_string(), &lines, &behind_proxies())), without);
    }

    #[test]
    fn what_a_client_sends_through_a_proxy_changes_nothing(lines in lines()) {
        for proxy in [
            // Each adds its element to what it was sent.
            vec![("x-forwarded-for", CLIENT), ("x-forwarded-proto", "https"), ("x-forwarded-host", "example.com"), ("x-forwarded-port", "443")],
            vec![("forwarded", "for=203.0.113.9;proto=https;host=\"example.com:443\"")],
        ] {
            // The other kind is dropped, if it would be read.
            let drops = proxy.len() == 1;
            let sent = lines.iter().filter(|(name, _)| !drops || *name == "forwarded").cloned();
            let mut all: Vec<(&str, Vec<u8>)> = sent.collect();
            for (name, value) in proxy {
                all.push((name, value.as_bytes().to_vec()));
                // On a line of its own, or on the client's last one.
                let line = all.iter().rposition(|(sent, _)| *sent == name).unwrap();
                if let Some(before) = all[..line].iter().rposition(|(sent, _)| *sent == name) {
                    let (_, own) = all.remove(line);
                    all[before].1.extend_from_slice(b", ");
                    all[before].1.extend(own);
                }
            }
            let (origin, client) = seen(request(PROXY, &all, &behind_proxies()));
            prop_assert_eq!((origin.as_str(), client), ("https://example.com", CLIENT.parse().ok()));
        }
    }
}
