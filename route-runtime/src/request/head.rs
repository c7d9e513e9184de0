use std::mem;
use std::sync::Arc;

use axum::extract::Request;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};

/// The head of a request, to be shared: `Arc::make_mut` and `Arc::unwrap_or_clone` copy it only while somebody else has it.
#[derive(Clone)]
pub(crate) struct Head(pub(crate) Parts);

impl From<HeaderMap> for Head {
    fn from(headers: HeaderMap) -> Self {
        let mut parts = Request::new(()).into_parts().0;
        parts.headers = headers;
        Self(parts)
    }
}

impl Default for Head {
    fn default() -> Self {
        HeaderMap::new().into()
    }
}

/// A request without its body. The head is shared: with the functions below a handler, and with the app that has lent it to a middleware.
#[derive(Clone)]
pub(crate) struct SharedHead {
    head: Arc<Head>,
    /// Those of a handler's request, which need not be shared; `None` if they are in the head.
    extensions: Option<Extensions>,
}

impl SharedHead {
    pub(crate) fn method(&self) -> &Method {
        &self.head.0.method
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.head.0.uri
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.0.headers
    }

    /// The headers, to change for this request alone.
    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut Arc::make_mut(&mut self.head).0.headers
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        self.extensions.as_ref().unwrap_or(&self.head.0.extensions)
    }

    /// The extensions, to change for this request alone. Where they are lent, they are copied.
    pub(crate) fn extensions_mut(&mut self) -> &mut Extensions {
        self.extensions.get_or_insert_with(|| self.head.0.extensions.clone())
    }

    /// What the functions below the handler see.
    pub(crate) fn head(&self) -> &Arc<Head> {
        &self.head
    }
}

impl From<Parts> for SharedHead {
    #[inline]
    fn from(mut parts: Parts) -> Self {
        let extensions = Some(mem::take(&mut parts.extensions));
        Self { head: Arc::new(Head(parts)), extensions }
    }
}

/// What is lent has its extensions in the head.
impl From<Arc<Head>> for SharedHead {
    fn from(head: Arc<Head>) -> Self {
        Self { head, extensions: None }
    }
}

impl From<SharedHead> for Parts {
    fn from(SharedHead { head, extensions }: SharedHead) -> Self {
        let mut parts = Arc::unwrap_or_clone(head).0;
        if let Some(extensions) = extensions {
            parts.extensions = extensions;
        }
        parts
    }
}
