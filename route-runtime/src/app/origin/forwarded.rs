//! What trusted proxies say of the client: `X-Forwarded-*`, and `Forwarded` (RFC 7239).
//!
//! Published parsers split at commas in quotes or read from the left; from there, a client can hide what the proxies
//! have written behind a quote that it opens.

use std::borrow::Cow;
use std::iter;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};

use super::TrustedProxies;
use crate::next_url::{Scheme, parse_port};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");

/// The elements of a list that are looked at: more than any request has proxies, fewer than a client can send.
const MOST: usize = 32;

/// What the trusted proxies say, as far as they say it.
pub(super) struct Told<'a> {
    pub(super) client: IpAddr,
    pub(super) scheme: Option<Scheme>,
    /// Not checked.
    pub(super) host: Option<Cow<'a, str>>,
    pub(super) port: Option<u16>,
}

/// Reads what a request says that came from this trusted proxy.
pub(super) fn read<'a>(headers: &'a HeaderMap, proxy: IpAddr, trusted: &TrustedProxies) -> Told<'a> {
    let x_forwarded = [X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT];
    // Not the other way round: proxies that write these, as most do, hand on the `Forwarded` of a client.
    if x_forwarded.iter().any(|name| headers.contains_key(name)) {
        let [mut nodes, mut protos, mut hosts, mut ports] = x_forwarded.map(|name| elements(headers, name).map(text));
        let hops = iter::from_fn(|| {
            let [node, proto, host, port] =
                [&mut nodes, &mut protos, &mut hosts, &mut ports].map(|list| list.next().flatten().map(Cow::Borrowed));
            Some(Hop { node, proto, host, port })
        });
        walk(hops, proxy, trusted)
    } else {
        walk(elements(headers, FORWARDED).map_while(Hop::parse), proxy, trusted)
    }
}

/// Goes from proxy to proxy towards the client, each named by the one before it.
fn walk<'a>(hops: impl Iterator<Item = Hop<'a>>, proxy: IpAddr, trusted: &TrustedProxies) -> Told<'a> {
    let (mut client, mut outermost) = (proxy, Hop::default());
    for hop in hops {
        outermost.proto = hop.proto.or(outermost.proto);
        outermost.host = hop.host.or(outermost.host);
        outermost.port = hop.port.or(outermost.port);
        let Some(address) = hop.node.and_then(|node| address(&node)) else { break };
        client = address;
        if !trusted.contains(client) {
            break;
        }
    }
    Told {
        client,
        scheme: outermost.proto.and_then(|proto| scheme(&proto)),
        host: outermost.host,
        port: outermost.port.and_then(|port| parse_port(&port).ok()),
    }
}

/// What one proxy says of the connection that it took: who was at its other end, and what that one asked for.
#[derive(Default)]
struct Hop<'a> {
    node: Option<Cow<'a, str>>,
    proto: Option<Cow<'a, str>>,
    host: Option<Cow<'a, str>>,
    port: Option<Cow<'a, str>>,
}

impl<'a> Hop<'a> {
    /// Reads an element of `Forwarded`: `for=192.0.2.1;proto=https;host="example.com:8443"`. `None` if it is malformed.
    ///
    /// Many proxies write addresses with colons and brackets, but without the quotes that these need.
    fn parse(element: &'a [u8]) -> Option<Self> {
        let mut hop = Self::default();
        let mut rest = text(element)?;
        loop {
            // A pair may be empty.
            rest = rest.trim_start_matches([' ', '\t', ';']);
            if rest.is_empty() {
                return Some(hop);
            }
            let (name, after) = rest.split_once('=')?;
            let (value, after) = take_value(after)?;
            rest = after.trim_start_matches([' ', '\t']);
            let is_pair = is_token(name, b"") && (rest.is_empty() || rest.starts_with(';'));
            let known = match name {
                _ if !is_pair => return None,
                _ if name.eq_ignore_ascii_case("for") => &mut hop.node,
                _ if name.eq_ignore_ascii_case("proto") => &mut hop.proto,
                _ if name.eq_ignore_ascii_case("host") => &mut hop.host,
                _ => continue,
            };
            if known.replace(value).is_some() {
                return None;
            }
        }
    }
}

/// A value at the start of a text, and what follows it.
fn take_value(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find([' ', '\t', ';']).unwrap_or(text.len()));
        return is_token(value, b":[]").then_some((value.into(), rest));
    };
    let (mut value, mut characters) = (String::new(), quoted.chars());
    loop {
        match characters.next()? {
            '"' => return Some((value.into(), characters.as_str())),
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
}

/// A token of RFC 9110, 5.6.2, or one that has these bytes, too.
fn is_token(text: &str, too: &[u8]) -> bool {
    let is_allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte) || too.contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// The elements of all lines of this name, the last one first.
fn elements(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &[u8]> {
    let lines = headers.get_all(name).into_iter().rev();
    let elements = lines.flat_map(|line| split(line.as_bytes())).map(<[u8]>::trim_ascii);
    elements.take(MOST).filter(|element| !element.is_empty())
}

/// Splits a list at the commas that are not in quotes, from the right: there each proxy has added its element, and what is left
/// of that does not change how it is read.
fn split(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(list);
    iter::from_fn(move || {
        let list = rest?;
        let mut is_quoted = false;
        let comma = list.iter().enumerate().rposition(|(at, &byte)| {
            is_quoted ^= byte == b'"' && !is_escaped(&list[..at]);
            byte == b',' && !is_quoted
        });
        rest = comma.map(|comma| &list[..comma]);
        Some(comma.map_or(list, |comma| &list[comma + 1..]))
    })
}

/// Whether what follows this text has a backslash of its own.
fn is_escaped(text: &[u8]) -> bool {
    text.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn text(element: &[u8]) -> Option<&str> {
    str::from_utf8(element).ok()
}

/// The address of a node, which may have a port. There is none in `unknown` and in the names that proxies invent, `_hidden`.
fn address(node: &str) -> Option<IpAddr> {
    // The port may be invented, too.
    let node = node.split_once(":_").map_or(node, |(address, _)| address);
    let with_port = || node.parse().ok().map(|node: SocketAddr| node.ip());
    let bracketed = || node.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(|address: Ipv6Addr| address.into());
    let address = node.parse().ok().or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

fn scheme(proto: &str) -> Option<Scheme> {
    match proto {
        // What Traefik says of a WebSocket's handshake.
        _ if proto.eq_ignore_ascii_case("ws") => Some(Scheme::Http),
        _ if proto.eq_ignore_ascii_case("wss") => Some(Scheme::Https),
        _ => Scheme::named(proto),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(element: &str) -> Option<[Option<String>; 3]> {
        let hop = Hop::parse(element.as_bytes())?;
        Some([hop.node, hop.proto, hop.host].map(|value| value.map(Cow::into_owned)))
    }

    #[test]
    fn an_element_of_forwarded_has_pairs() {
        let cases = [
            // element, for, proto, host
            ("for=192.0.2.43", Some("192.0.2.43"), None, None),
            ("FOR=192.0.2.43;Proto=https;hOsT=a", Some("192.0.2.43"), Some("https"), Some("a")),
            ("for=192.0.2.43; proto=https ;\thost=a", Some("192.0.2.43"), Some("https"), Some("a")),
            ("for=\"[2001:db8:cafe::17]:4711\"", Some("[2001:db8:cafe::17]:4711"), None, None),
            ("for=[2001:db8:cafe::17]:4711", Some("[2001:db8:cafe::17]:4711"), None, None),
            ("for=\"_gazonk\"", Some("_gazonk"), None, None),
            ("for=unknown", Some("unknown"), None, None),
            ("host=\"example.com:8443\"", None, None, Some("example.com:8443")),
            ("host=\"a,b;c=d\\\"\\\\\"", None, None, Some("a,b;c=d\"\\")),
            ("host=\"\"", None, None, Some("")),
            ("by=203.0.113.43;secret=\"=;\";proto=http", None, Some("http"), None),
            (";;proto=http;", None, Some("http"), None),
            ("", None, None, None),
        ];
        for (element, node, proto, host) in cases {
            assert_eq!(hop(element), Some([node, proto, host].map(|value| value.map(str::to_owned))), "{element}");
        }
    }

    #[test]
    fn a_malformed_element_says_nothing() {
        for element in [
            "192.0.2.1",
            "for",
            "for=",
            "for=;proto=https",
            "=https",
            "for =192.0.2.1",
            "for= 192.0.2.1",
            "for=192.0.2.1 proto=https",
            "proto=https;for",
            "for=192.0.2.1;for=192.0.2.2",
            "for=192.0.2.1;FOR=192.0.2.1",
            "for=\"192.0.2.1",
            "for=\"192.0.2.1\\\"",
            "for=\"192.0.2.1\\",
            "for=\"192.0.2.1\"x",
            "for=\"192.0.2.1\"\"\"",
            "for=192.0.2.1\"",
            "f\"or=192.0.2.1",
            "host=a/b",
            "host=caf\u{e9}",
        ] {
            assert_eq!(hop(element), None, "{element}");
        }
        assert!(Hop::parse(b"host=\"\xff\"").is_none());
    }

    #[test]
    fn a_list_is_split_at_its_commas_from_the_right() {
        let cases: [(&str, &[&str]); 9] = [
            ("a", &["a"]),
            ("a, b,c", &["c", " b", "a"]),
            ("a,,", &["", "", "a"]),
            ("", &[""]),
            ("\"a,b\",c", &["c", "\"a,b\""]),
            ("x=\"a,\\\"b\",c", &["c", "x=\"a,\\\"b\""]),
            ("x=\"a\\\\\",b", &["b", "x=\"a\\\\\""]),
            // a client's quote hides nothing
            ("for=\", for=192.0.2.1", &[" for=192.0.2.1", "for=\""]),
            ("for=\"\\, for=\"[::1]\"", &[" for=\"[::1]\"", "for=\"\\"]),
        ];
        for (list, elements) in cases {
            assert_eq!(
                split(list.as_bytes()).map(|element| text(element).unwrap()).collect::<Vec<_>>(),
                elements,
                "{list}"
            );
        }
    }

    #[test]
    fn a_node_may_have_an_address() {
        for (node, expected) in [
            ("192.0.2.1", Some("192.0.2.1")),
            ("192.0.2.1:80", Some("192.0.2.1")),
            ("192.0.2.1:_port", Some("192.0.2.1")),
            ("2001:db8::1", Some("2001:db8::1")),
            ("[2001:db8::1]", Some("2001:db8::1")),
            ("[2001:db8::1]:80", Some("2001:db8::1")),
            ("[2001:db8::1]:_x", Some("2001:db8::1")),
            ("::ffff:192.0.2.1", Some("192.0.2.1")),
            ("[::ffff:192.0.2.1]:80", Some("192.0.2.1")),
            ("unknown", None),
            ("unknown:80", None),
            ("_hidden", None),
            ("_hidden:_x", None),
            ("", None),
            ("192.0.2", None),
            ("192.0.2.01", None),
            ("192.0.2.256", None),
            ("192.0.2.1:", None),
            ("192.0.2.1:65536", None),
            ("192.0.2.1/24", None),
            ("[192.0.2.1]", None),
            ("[2001:db8::1", None),
            ("[]", None),
            ("fe80::1%eth0", None),
            ("localhost", None),
        ] {
            assert_eq!(address(node), expected.map(|address| address.parse().unwrap()), "{node}");
        }
    }
}
