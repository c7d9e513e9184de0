//! The parts of a `multipart/form-data` body, one after the other.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::base_name::base_name;
use super::disposition::Disposition;
use super::file::File;
use super::multipart::Multipart;
use super::value::FormValue;
use super::{FormData, MAX_ENTRIES};
use crate::body::{BodyError, BodyStream};

/// The parts of a `multipart/form-data` body, read while they arrive: for uploads that should not be in memory.
///
/// Made by [`NextRequest::form_parts`](crate::NextRequest::form_parts). In Next.js one brings a parser, such as busboy, for
/// this; for a form that fits into memory see [`NextRequest::form_data`](crate::NextRequest::form_data). Parts come in the
/// order in which they were sent, and what is not read of one is skipped. No more than a chunk of the body is in memory.
///
/// # Limits
///
/// * The whole within the body's limit, 2 MiB unless set, else 413 (`body_too_large`).
/// * 1,000 parts, or as many as [`max_parts`](Self::max_parts) says, else 413 (`too_many_parts`).
/// * 32 headers for each part, of 8 KiB together, else 400 (`malformed_form`).
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{NextRequest, NextResponse, Result};
///
/// /// Adds up the sizes of all files.
/// async fn POST(mut req: NextRequest) -> Result {
///     let mut size = 0;
///     let mut parts = req.form_parts()?;
///     while let Some(mut part) = parts.next().await? {
///         if part.file_name().is_some() {
///             while let Some(chunk) = part.chunk().await? {
///                 size += chunk.len(); // or write it to a file
///             }
///         }
///     }
///     Ok(NextResponse::json(&size))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let body = concat!(
///     "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHoliday\r\n",
///     "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n12345\r\n",
///     "--X--\r\n",
/// );
/// let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
/// let response = POST(sent.unwrap().into()).await.unwrap();
/// # let body = axum::body::to_bytes(axum::response::Response::from(response).into_body(), 99).await.unwrap();
/// assert_eq!(body, "5");
/// # }
/// ```
pub struct FormParts {
    multipart: Multipart,
    seen: usize,
    max_parts: usize,
}

impl FormParts {
    pub(super) fn new(body: BodyStream, boundary: String) -> Self {
        Self { multipart: Multipart::new(body, boundary), seen: 0, max_parts: MAX_ENTRIES }
    }

    /// Sets how many parts are read before the form is refused; 1,000 unless set.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let body = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--\r\n";
    /// let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// let mut parts = NextRequest::from(sent.unwrap()).form_parts()?.max_parts(0);
    /// assert_eq!(parts.next().await.unwrap_err().code(), "too_many_parts");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn max_parts(mut self, parts: usize) -> Self {
        self.max_parts = parts;
        self
    }

    /// The next part, `None` after the last; what was not read of the part before is skipped. After an error there are no
    /// more parts.
    ///
    /// # Errors
    ///
    /// [`BodyError::MalformedForm`] if the body is not `multipart/form-data`, ends early, or has a part without a name;
    /// [`BodyError::TooManyParts`] and [`BodyError::TooLarge`] over the limits; [`BodyError::Unreadable`] if the body breaks
    /// off.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let body = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--\r\n";
    /// let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// assert_eq!(parts.next().await?.map(|part| part.name().to_owned()).as_deref(), Some("a"));
    /// assert!(parts.next().await?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    // `Iterator::next` neither waits nor fails.
    #[allow(clippy::should_implement_trait)]
    pub async fn next(&mut self) -> Result<Option<FormPart<'_>>, BodyError> {
        while self.chunk().await?.is_some() {}
        let Some(headers) = poll_fn(|cx| self.multipart.poll_headers(cx)).await? else {
            return Ok(None);
        };
        if self.seen == self.max_parts {
            return Err(self.fail(BodyError::TooManyParts { limit: self.max_parts }));
        }
        self.seen += 1;
        let named = headers.get(CONTENT_DISPOSITION).map_or(&b""[..], |value| value.as_bytes());
        match Disposition::parse(named) {
            Ok(Disposition { name, file_name }) => Ok(Some(FormPart { parts: self, name, file_name, headers })),
            Err(detail) => Err(self.fail(BodyError::malformed_form(detail))),
        }
    }

    /// Reads all parts into memory.
    pub(super) async fn collect(mut self) -> Result<FormData, BodyError> {
        let mut form = FormData::new();
        while let Some(part) = self.next().await? {
            let name = part.name.clone();
            form.append(name, part.into_value().await?);
        }
        Ok(form)
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|cx| self.multipart.poll_data(cx)).await.transpose()
    }

    fn fail(&mut self, error: BodyError) -> BodyError {
        self.multipart.fail();
        error
    }
}

impl fmt::Debug for FormParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormParts")
            .field("seen", &self.seen)
            .field("max_parts", &self.max_parts)
            .finish_non_exhaustive()
    }
}

/// A part of a `multipart/form-data` body, whose content arrives while it is read.
///
/// Made by [`FormParts::next`], where the limits are. It is a [`Stream`] of [`Bytes`]; [`chunk`](Self::chunk) reads it
/// without a trait, [`bytes`](Self::bytes) and [`text`](Self::text) read it to its end.
///
/// # Example
///
/// ```
/// use route_runtime::{BodyError, NextRequest};
///
/// async fn title(req: &mut NextRequest) -> Result<Option<String>, BodyError> {
///     let mut parts = req.form_parts()?;
///     while let Some(part) = parts.next().await? {
///         if part.name() == "title" {
///             return Ok(Some(part.text().await?));
///         }
///     }
///     Ok(None)
/// }
/// # use axum::{body::Body, http::Request};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let body = "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHoliday\r\n--X--\r\n";
/// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
/// # assert_eq!(title(&mut sent.unwrap().into()).await.unwrap().as_deref(), Some("Holiday"));
/// # }
/// ```
pub struct FormPart<'a> {
    parts: &'a mut FormParts,
    name: String,
    file_name: Option<String>,
    headers: HeaderMap,
}

impl FormPart<'_> {
    /// The name of the field.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.name(), "photo");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file as it was sent, never a path to trust (see [`File`](File#the-name-is-the-clients));
    /// `None` if the part is a text.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.file_name(), Some("a.png"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// What of the file's name is safe to join to a directory, as [`File::base_name`](super::File::base_name); `None` for a text, too.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../a.png\"\r\n\r\n.\r\n--X--\r\n";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.base_name().as_deref(), Some("a.png"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_name(&self) -> Option<String> {
        base_name(self.file_name()?)
    }

    /// The type that the client says the content has, as it was sent.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.content_type(), Some("image/png"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The headers of the part. Of a header that was sent twice it has the last line.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.headers()["content-type"], "image/png");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next chunk of the content, `None` at the end. A call that is cancelled has lost nothing.
    ///
    /// # Errors
    ///
    /// [`BodyError::MalformedForm`] if the body ends before the part does, [`BodyError::TooLarge`] over the limit,
    /// [`BodyError::Unreadable`] if the body breaks off.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(mut part) = parts.next().await? {
    ///     while let Some(chunk) = part.chunk().await? {
    ///         assert_eq!(chunk, "12345");
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        self.parts.chunk().await
    }

    /// The whole content, or what [`chunk`](Self::chunk) has left of it.
    ///
    /// # Errors
    ///
    /// Those of [`chunk`](Self::chunk).
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.bytes().await?, "12345");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn bytes(mut self) -> Result<Bytes, BodyError> {
        let mut content = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            content.extend_from_slice(&chunk);
        }
        Ok(content.freeze())
    }

    /// The whole content as text, as [`FormData`] has it: UTF-8, whatever charset the part names; every malformed sequence
    /// becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// Those of [`chunk`](Self::chunk).
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// # let body = "--X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345\r\n--X--";
    /// # let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// # let mut parts = NextRequest::from(sent.unwrap()).form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.text().await?, "12345");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn text(self) -> Result<String, BodyError> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The part as an entry of a form (NEXT-SPEC B5).
    async fn into_value(mut self) -> Result<FormValue, BodyError> {
        let Some(file_name) = self.file_name.take() else {
            return Ok(FormValue::Text(self.text().await?));
        };
        let content_type = match self.headers.get(CONTENT_TYPE) {
            Some(value) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
            None => "text/plain".to_owned(),
        };
        let file = File::new(file_name, self.bytes().await?).with_content_type(content_type);
        Ok(FormValue::File(file))
    }
}

impl Stream for FormPart<'_> {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.parts.multipart.poll_data(cx)
    }
}

impl fmt::Debug for FormPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormPart")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
