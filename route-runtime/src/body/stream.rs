//! A request's body, chunk by chunk.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use futures_util::Stream;
use sync_wrapper::SyncWrapper;

use super::error::BodyError;
use crate::response::ResponseBody;

/// The body of a request as it arrives: `request.body`, a `ReadableStream` (NEXT-SPEC B9).
///
/// Made by [`NextRequest::body_stream`](crate::NextRequest::body_stream). It is a [`Stream`] of [`Bytes`], and
/// [`chunk`](Self::chunk) reads it without a trait. Chunks are as they came over the network; where one ends means
/// nothing. Only the chunk at hand is in memory, and a reader that is slow slows down the sender. After an error the
/// stream has ended.
///
/// A [`NextResponse`](crate::NextResponse) takes it as its body, and answers while the request still arrives.
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{NextRequest, NextResponse, Result};
///
/// async fn POST(mut req: NextRequest) -> Result {
///     Ok(NextResponse::new(req.body_stream()?))
/// }
///
/// async fn PUT(mut req: NextRequest) -> Result {
///     let mut stream = req.body_stream()?;
///     let mut size = 0;
///     while let Some(chunk) = stream.chunk().await? {
///         size += chunk.len();
///     }
///     Ok(NextResponse::json(&size))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let send = |body| NextRequest::from(Request::post("/").body(Body::from(body)).unwrap());
/// # let read = |response: NextResponse| axum::body::to_bytes(axum::response::Response::from(response).into_body(), 99);
/// assert_eq!(read(POST(send("echo")).await.unwrap()).await.unwrap(), "echo");
/// assert_eq!(read(PUT(send("four")).await.unwrap()).await.unwrap(), "4");
/// # }
/// ```
#[doc(alias = "ReadableStream")]
#[doc(alias = "request.body")]
pub struct BodyStream {
    // `Sync`, so that a handler may hold a reference to it across an await.
    body: SyncWrapper<Body>,
}

impl BodyStream {
    pub(crate) fn new(body: Body) -> Self {
        Self { body: SyncWrapper::new(body) }
    }

    /// The next chunk, `None` at the end. A call that is cancelled has lost nothing.
    ///
    /// # Errors
    ///
    /// [`BodyError::TooLarge`] when the chunks together are over the limit, [`BodyError::Unreadable`] if the body breaks off.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/").body(Body::from("hello")).unwrap());
    /// let mut stream = req.body_stream()?;
    /// assert_eq!(stream.chunk().await?.as_deref(), Some(b"hello".as_slice()));
    /// assert_eq!(stream.chunk().await?, None);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = self.body.get_mut();
        loop {
            match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                // The other kind of frame are the trailers.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) if !chunk.is_empty() => return Poll::Ready(Some(Ok(chunk))),
                    _ => {}
                },
                Some(Err(error)) => {
                    *body = Body::empty();
                    return Poll::Ready(Some(Err(BodyError::from_read(error))));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// The rest of the stream; like every stream it implies no content type (NEXT-SPEC N2).
impl From<BodyStream> for ResponseBody {
    fn from(stream: BodyStream) -> Self {
        stream.body.into_inner().into()
    }
}
