//! The server behind the handlers that call `fetch`.

use reqwest::{Client, RequestBuilder};
use std::sync::Arc;

/// Where the handlers fetch from: `fetch('https://..')` of the documents is `fetch(upstream.url("/.."))` here.
///
/// It is the state of the app, so that a test can put a server of its own in its place. It has no `Debug`, so that the key
/// reaches no log.
#[derive(Clone)]
pub struct Upstream {
    client: Client,
    base: Arc<str>,
    api_key: Arc<str>,
}

impl Upstream {
    /// `base` is a URL without a path, as in `http://127.0.0.1:4000`; `api_key` is what `process.env.DATA_API_KEY` is in Next.js.
    pub fn new(base: &str, api_key: &str) -> Self {
        Self { client: Client::new(), base: base.trim_end_matches('/').into(), api_key: api_key.into() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path))
    }

    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }
}
