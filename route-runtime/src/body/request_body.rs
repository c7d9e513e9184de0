//! The body that a request carries, until a reader takes it.

use std::mem;

use axum::RequestExt;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use bytes::Bytes;
use http::Method;
use http_body_util::BodyExt;
use sync_wrapper::SyncWrapper;

use super::error::BodyError;
use super::stream::BodyStream;
use crate::request::SharedHead;

/// A request's body that can be read once.
pub(crate) struct RequestBody {
    // `Sync`, so that `&NextRequest` may be held across an await.
    body: SyncWrapper<Body>,
    used: bool,
}

impl RequestBody {
    pub(crate) fn new(body: Body) -> Self {
        Self { body: SyncWrapper::new(body), used: false }
    }

    /// Whether a reader has taken the body; a null body cannot be used up.
    pub(crate) fn is_used(&self) -> bool {
        self.used
    }

    /// The error of a second read, for a reader that can fail before it takes the body.
    pub(crate) fn check_unused(&self) -> Result<(), BodyError> {
        if self.used { Err(BodyError::AlreadyRead) } else { Ok(()) }
    }

    /// What no reader has taken: the whole body as it came, or an empty one.
    pub(crate) fn into_inner(self) -> Body {
        self.body.into_inner()
    }

    /// Reads the body to its end, within the limit that `head` carries.
    pub(crate) async fn read(&mut self, head: &mut SharedHead) -> Result<Bytes, BodyError> {
        // The body counts as used before the await: a read that is cancelled has used it too.
        let Some(body) = self.take(head)? else {
            return Ok(Bytes::new());
        };
        match body.collect().await {
            Ok(read) => Ok(read.to_bytes()),
            Err(error) => Err(BodyError::from_read(error)),
        }
    }

    /// Reads the body to its end, within the limit that `head` carries, and keeps it for another reader.
    pub(crate) async fn copy(&mut self, head: &mut SharedHead) -> Result<Bytes, BodyError> {
        let bytes = self.read(head).await?;
        if self.used {
            *self = Self::new(bytes.clone().into());
        }
        Ok(bytes)
    }

    /// The body chunk by chunk, within the limit that `head` carries.
    pub(crate) fn stream(&mut self, head: &mut SharedHead) -> Result<BodyStream, BodyError> {
        let body = self.take(head)?;
        Ok(BodyStream::new(body.unwrap_or_default()))
    }

    /// Takes the body, within the limit that `head` carries; `None` if the request has none.
    fn take(&mut self, head: &mut SharedHead) -> Result<Option<Body>, BodyError> {
        self.check_unused()?;
        let body = self.body.get_mut();
        let never_has_one = matches!(*head.method(), Method::GET | Method::HEAD);
        if never_has_one || body.is_end_stream() {
            return Ok(None);
        }
        self.used = true;
        Ok(Some(limited(mem::take(body), head)))
    }
}

/// Puts the limit of the request's extensions around its body. The limit's type is axum's secret, so a request that
/// borrows the extensions for a moment asks axum to do it.
fn limited(body: Body, head: &mut SharedHead) -> Body {
    let mut request = Request::new(body);
    mem::swap(request.extensions_mut(), head.extensions_mut());
    let mut request = request.with_limited_body();
    mem::swap(request.extensions_mut(), head.extensions_mut());
    request.into_body()
}
