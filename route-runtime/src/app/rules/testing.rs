//! Requests for the tests of rules.

use super::subject::Subject;
use http::header::HOST;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Uri};

/// A request to match rules with.
pub(super) struct Request<'a> {
    path: &'a str,
    query: Option<&'a str>,
    base_path: Option<usize>,
    headers: HeaderMap,
    uri: Uri,
    extensions: Extensions,
}

impl<'a> Request<'a> {
    /// A request for a path and a query, to an app without a base path.
    pub(super) fn new(target: &'a str) -> Self {
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let (headers, uri, extensions) = Default::default();
        Self { path, query, base_path: Some(0), headers, uri, extensions }.header("host", "example.com")
    }

    /// To an app with this base path.
    pub(super) fn base_path(mut self, base_path: &str) -> Self {
        let rest = self.path.strip_prefix(base_path).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        self.base_path = rest.map(|_| base_path.len());
        self
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        self
    }

    pub(super) fn host(mut self, host: &str) -> Self {
        self.headers.insert(HOST, host.parse().unwrap());
        self
    }

    pub(super) fn subject(&self) -> Subject<'_> {
        let Self { path, query, base_path, ref headers, ref uri, ref extensions } = *self;
        Subject { path, base_path, query, headers, uri, extensions }
    }
}
