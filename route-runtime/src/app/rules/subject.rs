//! What rules look at.

use http::header::HOST;
use http::{Extensions, HeaderMap, Uri};

use crate::app::Origin;

/// A request as rules see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    /// The whole path, percent-encoded as it was sent, in its canonical form.
    pub(crate) path: &'a str,
    /// How long the base path is that `path` begins with: 0 if the app has none, `None` if the request is outside of it.
    pub(crate) base_path: Option<usize>,
    /// Without its `?`.
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    /// Where the host is, which most rules do not ask for.
    pub(crate) uri: &'a Uri,
    pub(crate) extensions: &'a Extensions,
}

impl<'a> Subject<'a> {
    /// The host, with or without a port.
    pub(super) fn host(&self) -> &'a str {
        match self.extensions.get::<Origin>() {
            Some(origin) => origin.host.get(origin.scheme).as_str(),
            None => self.uri.host().or_else(|| self.headers.get(HOST)?.to_str().ok()).unwrap_or_default(),
        }
    }

    /// The base path, and what follows it; `None` if the request is outside of it.
    pub(super) fn split(&self) -> Option<(&'a str, &'a str)> {
        let (base, rest) = self.path.split_at_checked(self.base_path?)?;
        Some((base, if rest.is_empty() { "/" } else { rest }))
    }
}
