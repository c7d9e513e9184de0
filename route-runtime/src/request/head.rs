use std::mem;
use std::sync::Arc;

use axum::extract::Request;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Uri};

/// A request without its body, and mostly without its extensions.
#[derive(Clone)]
pub(crate) struct Head(Parts);

impl Head {
    /// With the extensions.
    #[inline]
    pub(crate) fn whole(parts: Parts) -> Arc<Self> {
        Arc::new(Self(parts))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// To change; others who share it keep it as it was.
    #[inline]
    pub(crate) fn parts_mut(head: &mut Arc<Self>) -> &mut Parts {
        &mut Arc::make_mut(head).0
    }

    #[inline]
    pub(crate) fn into_parts(head: Arc<Self>) -> Parts {
        Arc::unwrap_or_clone(head).0
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }
}

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

/// A request without its body. The head is shared with the functions below the handler.
#[derive(Clone)]
pub(crate) struct SharedHead {
    head: Arc<Head>,
    /// `None` if those of the head are meant.
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
        self.head.headers()
    }

    /// The headers, to change for this request alone.
    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut Head::parts_mut(&mut self.head).headers
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        self.extensions.as_ref().unwrap_or(&self.head.0.extensions)
    }

    /// The extensions, to change for this request alone.
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

/// A request whose head has the extensions.
impl From<Arc<Head>> for SharedHead {
    fn from(head: Arc<Head>) -> Self {
        Self { head, extensions: None }
    }
}

impl From<SharedHead> for Parts {
    fn from(SharedHead { head, extensions }: SharedHead) -> Self {
        let mut parts = Head::into_parts(head);
        if let Some(extensions) = extensions {
            parts.extensions = extensions;
        }
        parts
    }
}
