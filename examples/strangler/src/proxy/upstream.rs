use axum::http::uri::{Authority, PathAndQuery, Scheme, Uri};
use std::fmt;
use std::str::FromStr;

/// A server that speaks HTTP: `http://127.0.0.1:3001`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream(Authority);

impl Upstream {
    /// Where the upstream has what a request asks this server for.
    pub(super) fn uri(&self, asked: &Uri) -> Result<Uri, axum::http::Error> {
        let path = asked.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
        Uri::builder().scheme(Scheme::HTTP).authority(self.0.clone()).path_and_query(path).build()
    }
}

impl FromStr for Upstream {
    type Err = &'static str;

    /// Reads a URL of a scheme, a host and perhaps a port. What it cannot do is refused, instead of left out: TLS, a path in front of
    /// those that are asked for, credentials.
    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let uri: Uri = url.parse().map_err(|_| "is no URL")?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err("is no whole URL: write http://, a host and a port");
        };
        if *scheme != Scheme::HTTP {
            return Err("is not plain HTTP: write http://");
        }
        if authority.as_str().contains('@') {
            return Err("has credentials: leave them out");
        }
        if authority.host().is_empty() || (authority.as_str() != authority.host() && authority.port().is_none()) {
            return Err("has no host, or no port that is one");
        }
        if uri.path() != "/" || uri.query().is_some() {
            return Err("has a path: leave it out, all paths are the upstream's");
        }
        Ok(Self(authority.clone()))
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_upstream_is_a_host_and_no_more() {
        for (url, upstream) in [
            ("http://127.0.0.1:3001", "http://127.0.0.1:3001"),
            ("http://localhost", "http://localhost"),
            ("HTTP://[::1]:3001/", "http://[::1]:3001"),
        ] {
            assert_eq!(url.parse::<Upstream>().unwrap().to_string(), upstream);
        }
        for (url, error) in [
            ("", "is no URL"),
            ("http://", "is no URL"),
            ("http://a b", "is no URL"),
            ("127.0.0.1:3001", "is no whole URL: write http://, a host and a port"),
            ("localhost", "is no whole URL: write http://, a host and a port"),
            ("/old", "is no whole URL: write http://, a host and a port"),
            ("https://localhost:3001", "is not plain HTTP: write http://"),
            ("http://me:secret@localhost", "has credentials: leave them out"),
            ("http://:3001", "has no host, or no port that is one"),
            ("http://localhost:", "has no host, or no port that is one"),
            ("http://localhost:99999", "has no host, or no port that is one"),
            ("http://localhost:3001/old", "has a path: leave it out, all paths are the upstream's"),
            ("http://localhost:3001?a", "has a path: leave it out, all paths are the upstream's"),
        ] {
            assert_eq!(url.parse::<Upstream>(), Err(error), "{url}");
        }
    }

    #[test]
    fn a_path_is_the_upstreams_byte_for_byte() {
        let upstream: Upstream = "http://localhost:3001".parse().unwrap();
        for (asked, sent) in [
            ("/", "/"),
            ("/a%2fb//c/?d=%2F&e", "/a%2fb//c/?d=%2F&e"),
            ("//example.com/a", "//example.com/a"),
            ("http://example.com/a?b", "/a?b"),
            ("http://example.com", "/"),
            ("*", "*"),
        ] {
            let uri = upstream.uri(&asked.parse().unwrap()).unwrap();
            assert_eq!(uri.authority().unwrap(), "localhost:3001", "{asked}");
            assert_eq!(uri.path_and_query().unwrap(), sent, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_written_so_again(url in "(https?://)?[a-z@:%\\[\\]0-9.]{0,12}[/?#]?[a-z]?") {
            if let Ok(upstream) = url.parse::<Upstream>() {
                prop_assert_eq!(upstream.to_string().parse(), Ok(upstream));
            }
        }
    }
}
