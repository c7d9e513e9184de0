use std::borrow::Cow;

use axum::BoxError;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::{NextResponse, ResponseBody};

impl NextResponse {
    /// A response whose body is sent while it is made: `new Response(stream)` (NEXT-SPEC W1, N1).
    ///
    /// The stream yields text or bytes, or `Result`s of these; an error is logged, and breaks the answer off. What an async iterator is
    /// in JavaScript is a stream here; the crate `async-stream` writes one with `yield`. There is no content type unless you set one.
    ///
    /// It is polled as fast as the client reads, and dropped when the client goes away (W2). The functions that a handler may call
    /// ([`cookies`](crate::cookies()), [`headers`](crate::headers()), ..) still read the request in it.
    ///
    /// ```
    /// use futures_util::stream;
    /// use route_runtime::NextResponse;
    ///
    /// let response = NextResponse::stream(stream::iter(["<p>One</p>", "<p>Two</p>"])).with_header("content-type", "text/html");
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let body = axum::response::Response::from(response).into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "<p>One</p><p>Two</p>");
    /// # });
    /// ```
    #[doc(alias = "ReadableStream")]
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: StreamChunk> + Send + 'static,
    {
        Self::new(ResponseBody::stream(stream))
    }
}

impl ResponseBody {
    /// A body that is sent while it is made; see [`NextResponse::stream`].
    ///
    /// ```
    /// use futures_util::stream;
    /// use route_runtime::{NextResponse, ResponseBody};
    ///
    /// let csv = ResponseBody::stream(stream::iter(["a,b\n", "1,2\n"]));
    /// let response = NextResponse::new(csv).with_header("content-type", "text/csv");
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let body = axum::response::Response::from(response).into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "a,b\n1,2\n");
    /// # });
    /// ```
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: StreamChunk> + Send + 'static,
    {
        Self { body: Body::from_stream(stream.map(StreamChunk::into_chunk)), content_type: None }
    }
}

/// What the stream of a [`NextResponse::stream`] may yield: text, bytes, or a `Result` of these.
///
/// ```
/// use futures_util::{Stream, stream};
/// use route_runtime::{NextResponse, StreamChunk};
///
/// // Of a function that takes any such stream, text here, or pieces of a file with its errors.
/// fn download(chunks: impl Stream<Item: StreamChunk> + Send + 'static) -> NextResponse {
///     NextResponse::stream(chunks).with_header("content-disposition", "attachment")
/// }
///
/// let text = download(stream::iter(["one", "two"]));
/// let pieces = download(stream::iter([Ok(b"one".to_vec()), Err(std::io::Error::other("the disk is gone"))]));
/// assert_eq!(text.headers(), pieces.headers());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a chunk of a response's stream",
    label = "neither text, nor bytes, nor a `Result` of these",
    note = "a stream yields `&'static str`, `String`, `Bytes`, `Vec<u8>`, .., or `Result<T, E>` where `T` is one of these and `E` is any error"
)]
pub trait StreamChunk {
    /// The bytes to send; an error breaks the answer off.
    #[doc(hidden)]
    fn into_chunk(self) -> Result<Bytes, BoxError>;
}

macro_rules! stream_chunk {
    ($($chunk:ty),+) => {
        $(
            impl StreamChunk for $chunk {
                fn into_chunk(self) -> Result<Bytes, BoxError> {
                    Ok(self.into())
                }
            }
        )+
    };
}

stream_chunk!(&'static str, String, &'static [u8], Vec<u8>, Bytes);

impl StreamChunk for Cow<'static, str> {
    fn into_chunk(self) -> Result<Bytes, BoxError> {
        match self {
            Cow::Borrowed(text) => text.into_chunk(),
            Cow::Owned(text) => text.into_chunk(),
        }
    }
}

impl<T: StreamChunk, E: Into<BoxError>> StreamChunk for Result<T, E> {
    fn into_chunk(self) -> Result<Bytes, BoxError> {
        self.map_err(Into::into)?.into_chunk()
    }
}
