//! The host of a URL: what WHATWG's host parser accepts, without the tables of international domain names.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;

use http::HeaderMap;
use http::header::{HOST, HeaderValue};
use http::uri::{self, Uri};
use percent_encoding::percent_decode_str;

use super::error::UrlParseError;
use super::scheme::Scheme;
use crate::once::get_mut_or_init;

/// A host name and a port that is not the scheme's own: `example.com:8080`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    text: Cow<'static, str>,
    port: Option<u16>,
}

impl Host {
    pub(crate) const LOCALHOST: Self = Self { text: Cow::Borrowed("localhost"), port: None };

    /// Reads `name` or `name:port`. A loopback address becomes `localhost` (NEXT-SPEC U2).
    pub(crate) fn parse(text: &str, scheme: Scheme) -> Result<Self, UrlParseError> {
        let (name, port) = split_port(text);
        let name = parse_name(name)?;
        let port = match port {
            None | Some("") => None,
            Some(digits) => Some(parse_port(digits)?),
        };
        let mut host =
            Self { text: if is_loopback(&name) { Cow::Borrowed("localhost") } else { name.into() }, port: None };
        host.set_port(port, scheme);
        Ok(host)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn name(&self) -> &str {
        match (self.port, self.text.rsplit_once(':')) {
            (Some(_), Some((name, _))) => name,
            _ => &self.text,
        }
    }

    pub(crate) fn port(&self) -> Option<u16> {
        self.port
    }

    /// Sets the port, unless it is the scheme's own, which is none.
    pub(crate) fn set_port(&mut self, port: Option<u16>, scheme: Scheme) {
        let port = port.filter(|port| *port != scheme.default_port());
        if port != self.port {
            let name = self.name();
            self.text = match port {
                Some(port) => format!("{name}:{port}").into(),
                None => name.to_owned().into(),
            };
            self.port = port;
        }
    }

    /// Sets the name, or with `example.com:8080` the port too; leaves what is no host (NEXT-SPEC U6).
    pub(super) fn set(&mut self, text: &str, scheme: Scheme) {
        let (name, port) = split_port(text);
        let Ok(name) = parse_name(name) else { return };
        // WHATWG's port state ends at what is no digit, where someone sets the host.
        let digits = port.map(|port| port.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
        let port = digits.and_then(|digits| parse_port(digits).ok());
        let kept = self.port;
        *self = Self { text: name.into(), port: None };
        self.set_port(port.or(kept), scheme);
    }

    /// Sets the name; leaves what is no host name (NEXT-SPEC U6).
    pub(super) fn set_name(&mut self, name: &str, scheme: Scheme) {
        if let (name, None) = split_port(name) {
            self.set(name, scheme);
        }
    }
}

/// `name:port` in its two pieces. The colons of an IPv6 address are inside its brackets.
fn split_port(text: &str) -> (&str, Option<&str>) {
    let end = if text.starts_with('[') { text.find(']').map(|end| end + 1) } else { text.find(':') };
    match text.split_at(end.unwrap_or(text.len())) {
        (name, "") => (name, None),
        (name, rest) => match rest.strip_prefix(':') {
            Some(port) => (name, Some(port)),
            // `[::1]x` is no name
            None => (text, None),
        },
    }
}

pub(crate) fn parse_port(digits: &str) -> Result<u16, UrlParseError> {
    // `parse` takes a sign, too.
    let port = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok());
    port.flatten().ok_or_else(|| UrlParseError::InvalidPort(digits.to_owned()))
}

/// The host name in the one spelling that a URL shows.
fn parse_name(name: &str) -> Result<String, UrlParseError> {
    if name.is_empty() {
        return Err(UrlParseError::MissingHost);
    }
    let invalid = || UrlParseError::InvalidHost(name.to_owned());
    if let Some(rest) = name.strip_prefix('[') {
        let address = rest.strip_suffix(']').and_then(|address| address.parse().ok());
        return address.map(print_ipv6).ok_or_else(invalid);
    }
    let decoded = percent_decode_str(name).decode_utf8().map_err(|_| invalid())?;
    if !decoded.is_ascii() {
        return Err(UrlParseError::NonAsciiHost(decoded.into_owned()));
    }
    if decoded.bytes().any(is_forbidden) {
        return Err(invalid());
    }
    if ends_in_a_number(&decoded) {
        let address: Ipv4Addr = decoded.strip_suffix('.').unwrap_or(&decoded).parse().map_err(|_| invalid())?;
        return Ok(address.to_string());
    }
    Ok(decoded.to_ascii_lowercase())
}

/// WHATWG's forbidden domain code points.
fn is_forbidden(byte: u8) -> bool {
    byte.is_ascii_control() || b" #/:<>?@[\\]^|%".contains(&byte)
}

/// Whether the last label is a number in WHATWG's eyes: then the host is an IPv4 address or nothing.
fn ends_in_a_number(name: &str) -> bool {
    let last = name.strip_suffix('.').unwrap_or(name).rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

fn print_ipv6(address: Ipv6Addr) -> String {
    match address.segments() {
        // std prints these as `::ffff:1.2.3.4`
        [0, 0, 0, 0, 0, 0xffff, high, low] => format!("[::ffff:{high:x}:{low:x}]"),
        _ => format!("[{address}]"),
    }
}

fn is_loopback(name: &str) -> bool {
    name == "[::1]" || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

/// The host of a URL that was written, or that of a request, which is parsed when someone asks.
#[derive(Clone)]
pub(crate) struct LazyHost {
    sent: Option<Sent>,
    host: OnceLock<Host>,
}

#[derive(Clone)]
enum Sent {
    Target(uri::Authority),
    Header(HeaderValue),
}

impl LazyHost {
    /// The authority of an absolute target, else the `Host` header.
    pub(crate) fn of_request(uri: &Uri, headers: &HeaderMap) -> Self {
        let sent = match uri.authority() {
            Some(authority) => Some(Sent::Target(authority.clone())),
            None => headers.get(HOST).cloned().map(Sent::Header),
        };
        Self { sent, host: OnceLock::new() }
    }

    /// The host. A request that has none, or none that is sound, came to `localhost`.
    pub(crate) fn get(&self, scheme: Scheme) -> &Host {
        self.host.get_or_init(|| parse_sent(self.sent.as_ref(), scheme))
    }

    pub(crate) fn get_mut(&mut self, scheme: Scheme) -> &mut Host {
        get_mut_or_init(&mut self.host, || parse_sent(self.sent.as_ref(), scheme))
    }
}

impl From<Host> for LazyHost {
    fn from(host: Host) -> Self {
        Self { sent: None, host: OnceLock::from(host) }
    }
}

fn parse_sent(sent: Option<&Sent>, scheme: Scheme) -> Host {
    let text = match sent {
        // A request may not carry credentials here (RFC 9110, 4.2.4).
        Some(Sent::Target(authority)) => authority.as_str().rsplit('@').next(),
        Some(Sent::Header(value)) => value.to_str().ok(),
        None => None,
    };
    text.and_then(|text| Host::parse(text, scheme).ok()).unwrap_or(Host::LOCALHOST)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Host, UrlParseError> {
        Host::parse(text, Scheme::Http)
    }

    #[test]
    fn U6_a_host_has_one_spelling() {
        let cases = [
            ("Example.COM", "example.com", "example.com", None),
            ("example.com.", "example.com.", "example.com.", None),
            ("ex%61mple%2Ecom", "example.com", "example.com", None),
            ("a_b.{c}~!$&'()*+,;=\"`", "a_b.{c}~!$&'()*+,;=\"`", "a_b.{c}~!$&'()*+,;=\"`", None),
            ("xn--caf-dma.fr", "xn--caf-dma.fr", "xn--caf-dma.fr", None),
            ("a:80", "a", "a", None),
            ("a:443", "a:443", "a", Some(443)),
            ("a:0", "a:0", "a", Some(0)),
            ("a:", "a", "a", None),
            ("192.0.2.1:8080", "192.0.2.1:8080", "192.0.2.1", Some(8080)),
            ("192.0.2.1.", "192.0.2.1", "192.0.2.1", None),
            ("1.2.3.4.a", "1.2.3.4.a", "1.2.3.4.a", None),
            ("a.0xg", "a.0xg", "a.0xg", None),
            ("[2001:DB8:0:0::0001]:81", "[2001:db8::1]:81", "[2001:db8::1]", Some(81)),
            ("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]", "[1:0:0:2::3]", None),
            ("[::ffff:192.0.2.1]", "[::ffff:c000:201]", "[::ffff:c000:201]", None),
        ];
        for (text, printed, name, port) in cases {
            let host = parse(text).unwrap();
            assert_eq!((host.as_str(), host.name(), host.port()), (printed, name, port), "{text}");
        }
    }

    #[test]
    fn U2_a_loopback_address_is_localhost_and_nothing_else_is() {
        let cases = [
            ("127.0.0.1", "localhost"),
            ("127.0.0.1:3000", "localhost:3000"),
            ("127.255.255.255", "localhost"),
            ("[::1]:80", "localhost"),
            ("[0:0:0:0:0:0:0:1]", "localhost"),
            ("LOCALHOST", "localhost"),
            ("128.0.0.1", "128.0.0.1"),
            ("127.0.0.1.example.com", "127.0.0.1.example.com"),
            ("127-0-0-1.example.com", "127-0-0-1.example.com"),
            ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        ];
        for (text, printed) in cases {
            assert_eq!(parse(text).unwrap().as_str(), printed, "{text}");
        }
        let url = super::super::NextUrl::parse("http://a/127.0.0.1/?127.0.0.1=[::1]#127.0.0.1").unwrap();
        assert_eq!(url.href(), "http://a/127.0.0.1/?127.0.0.1=[::1]#127.0.0.1", "the bug of Next.js is not here");
    }

    #[test]
    fn what_is_no_host_is_refused() {
        let invalid = [
            "a b",
            "a%20b",
            "a/b",
            "a\\b",
            "a?b",
            "a#b",
            "a@b",
            "a<b",
            "a>b",
            "a[b",
            "a]b",
            "a^b",
            "a|b",
            "a%",
            "a%25b",
            "a\0b",
            "a\u{7f}b",
            "a%00",
            "%FF",
            "1",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "1.2.3.04",
            "0x7f.1",
            "0x7f000001",
            "a.0x",
            "a.1",
            "a.1.",
            "[",
            "[]",
            "[::1",
            "[::1]a",
            "[:1]",
            "[1::2::3]",
            "[::1%25eth0]",
            "[::g]",
            "[1:2:3:4:5:6:7:8:9]",
            "[::01.2.3.4]",
        ];
        for text in invalid {
            let error = parse(text).unwrap_err();
            assert!(matches!(error, UrlParseError::InvalidHost(_)), "{text:?}: {error:?}");
        }
        for text in ["", ":80"] {
            assert_eq!(parse(text).unwrap_err(), UrlParseError::MissingHost, "{text:?}");
        }
        for text in ["caf\u{e9}.fr", "caf%C3%A9.fr", "\u{2100}"] {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains("punycode"), "{text:?}: {error:?}");
        }
        for text in ["a:b", "a:65536", "a:+1", "a: 1", "[::1]:x", "a:99999999999999999999"] {
            let error = parse(text).unwrap_err();
            assert!(matches!(error, UrlParseError::InvalidPort(_)), "{text:?}: {error:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn ip_addresses_are_those_of_the_url_crate(text in r"([0-9a-fA-F]{0,4}:|::|[0-9]{1,3}\.){0,9}[0-9a-f]{0,3}") {
            for text in [format!("[{text}]"), text.replace(':', ".")] {
                let ours = parse_name(&text);
                match url::Host::parse(&text) {
                    Ok(theirs) if ours.is_ok() => prop_assert_eq!(ours.unwrap(), theirs.to_string()),
                    // `127.1`, `0x7f.0.0.1`
                    Ok(theirs) => prop_assert!(matches!(theirs, url::Host::Ipv4(_)), "{theirs}"),
                    Err(_) => prop_assert!(ours.is_err(), "{text}"),
                }
            }
        }

        #[test]
        fn what_was_printed_is_the_host(text in r"[a-z0-9A-Z.:%\[\]_-]{0,16}") {
            if let Ok(host) = parse(&text) {
                prop_assert_eq!(parse(host.as_str()).unwrap(), host);
            }
        }
    }
}
