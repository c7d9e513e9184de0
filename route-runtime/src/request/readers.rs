//! The readers of a request's body (NEXT-SPEC section 5b).

use bytes::Bytes;

use super::NextRequest;
use crate::body::{self, BodyError, BodyStream, RequestBody};
use crate::form_data::{self, FormData, FormParts};
use crate::readable::Readable;

impl NextRequest {
    /// Reads the body as it was sent: `await request.bytes()`, `request.arrayBuffer()` (NEXT-SPEC B4).
    ///
    /// A request without a body gives no bytes, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7), [`BodyError::TooLarge`] over the limit,
    /// [`BodyError::Unreadable`] if the body breaks off.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::put("/avatar").body(Body::from(vec![0xff, 0xd8])).unwrap());
    /// assert_eq!(req.bytes().await?, [0xff, 0xd8].as_slice());
    /// assert!(matches!(req.bytes().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "arrayBuffer")]
    #[doc(alias = "blob")]
    pub async fn bytes(&mut self) -> Result<Bytes, BodyError> {
        self.body.read(&mut self.head).await
    }

    /// Reads the body as text: `await request.text()` (NEXT-SPEC B3).
    ///
    /// The text is UTF-8, whatever charset the content type names; a leading byte order mark is removed and every
    /// malformed sequence becomes U+FFFD. A request without a body gives `""`, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes).
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/notes").body(Body::from("\u{feff}hello")).unwrap());
    /// assert_eq!(req.text().await?, "hello");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn text(&mut self) -> Result<String, BodyError> {
        Ok(body::text(&self.bytes().await?).into_owned())
    }

    /// Reads the body as JSON: `await request.json()` (NEXT-SPEC B1, B2).
    ///
    /// The content type is not looked at. The body is decoded as by [`text`](Self::text). For JSON of any shape, ask for
    /// a [`serde_json::Value`].
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), [`BodyError::MalformedJson`] if the body is not JSON (an empty body is not), and
    /// [`BodyError::InvalidJson`] if it is JSON that is no `T`.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// #[derive(serde::Deserialize)]
    /// struct Item {
    ///     id: u64,
    /// }
    ///
    /// let mut req = NextRequest::from(Request::post("/items").body(Body::from(r#"{"id":7}"#)).unwrap());
    /// let item: Item = req.json().await?;
    /// assert_eq!(item.id, 7);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn json<T: Readable>(&mut self) -> Result<T, BodyError> {
        body::json(&self.bytes().await?)
    }

    /// Reads the body as a form: `await request.formData()` (NEXT-SPEC B5).
    ///
    /// It is `multipart/form-data` or `application/x-www-form-urlencoded`, as the content type says. The whole form is in
    /// memory, files too; [`form_parts`](Self::form_parts) reads larger ones. A request without a body is an empty form if
    /// it is URL-encoded, and malformed if it is multipart.
    ///
    /// A part without a file name is a text; texts and names are UTF-8, what is malformed in them becomes U+FFFD. The limits
    /// are those of [`FormParts`], 1,000 fields in either encoding.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes), [`BodyError::UnsupportedFormType`] for another content type or none, which leaves the
    /// body unread, [`BodyError::MalformedForm`] if the body is not what the content type says, and
    /// [`BodyError::TooManyParts`].
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let sent = Request::post("/login").header("content-type", "application/x-www-form-urlencoded");
    /// let mut req = NextRequest::from(sent.body(Body::from("name=Ada&remember=on")).unwrap());
    /// let form = req.form_data().await?;
    /// assert_eq!(form.text("name"), Some("Ada"));
    /// assert!(form.has("remember"));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "formData")]
    pub async fn form_data(&mut self) -> Result<FormData, BodyError> {
        form_data::read(&mut self.body, &mut self.head).await
    }

    /// Reads the body as `multipart/form-data`, one part after the other, while it arrives.
    ///
    /// For uploads that should not be in memory; see [`FormParts`] for an example and the limits. Raise the body's limit for
    /// the route that takes them.
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7); [`BodyError::UnsupportedFormType`] for another content
    /// type or none, and [`BodyError::MalformedForm`] for one without a boundary, which leave the body unread. What is wrong
    /// with the body comes with its parts.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let body = "--X\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHoliday\r\n--X--\r\n";
    /// let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
    /// let mut req = NextRequest::from(sent.unwrap());
    /// let mut parts = req.form_parts()?;
    /// while let Some(part) = parts.next().await? {
    ///     assert_eq!(part.name(), "title");
    ///     assert_eq!(part.text().await?, "Holiday");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn form_parts(&mut self) -> Result<FormParts, BodyError> {
        form_data::read_parts(&mut self.body, &mut self.head)
    }

    /// Takes the body as a stream: `request.body` (NEXT-SPEC B9).
    ///
    /// It holds no more than the chunk at hand, and a response can take it as its body; see [`BodyStream`]. The stream of a
    /// request without a body is empty, any number of times (NEXT-SPEC B8).
    ///
    /// # Errors
    ///
    /// [`BodyError::AlreadyRead`] at the second read (NEXT-SPEC B7). The others come with the chunks.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/").body(Body::from("hello")).unwrap());
    /// let mut stream = req.body_stream()?;
    /// while let Some(chunk) = stream.chunk().await? {
    ///     assert_eq!(chunk, "hello");
    /// }
    /// assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "request.body")]
    #[doc(alias = "ReadableStream")]
    pub fn body_stream(&mut self) -> Result<BodyStream, BodyError> {
        self.body.stream(&mut self.head)
    }

    /// A second request like this one, with the same body: `request.clone()` (NEXT-SPEC Q11).
    ///
    /// The body is read into memory, within the limit, and both requests have it; reading the one leaves the other as it is.
    /// Fetch reads it only as far as either is read, and keeps the rest for the other.
    ///
    /// # Errors
    ///
    /// Those of [`bytes`](Self::bytes). After [`BodyError::TooLarge`] and [`BodyError::Unreadable`] the body has been used.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/hook").body(Body::from("[1]")).unwrap());
    /// let mut copy = req.try_clone().await?;
    /// let signed: String = copy.text().await?;
    /// let numbers: Vec<u8> = req.json().await?;
    /// assert_eq!((signed.as_str(), numbers), ("[1]", vec![1]));
    /// assert!(matches!(req.try_clone().await, Err(BodyError::AlreadyRead)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "clone")]
    pub async fn try_clone(&mut self) -> Result<Self, BodyError> {
        let body = self.body.copy(&mut self.head).await?;
        let head = self.head.clone();
        Ok(Self { head, body: RequestBody::new(body.into()), next_url: self.next_url.clone() })
    }

    /// Whether the body has been read: `request.bodyUsed` (NEXT-SPEC B7, B8).
    ///
    /// A read that failed or was cancelled has used the body; a request without a body is never used up.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::{BodyError, NextRequest};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut req = NextRequest::from(Request::post("/").body(Body::from("hello")).unwrap());
    /// assert!(!req.body_used());
    /// req.text().await?;
    /// assert!(req.body_used());
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "bodyUsed")]
    pub fn body_used(&self) -> bool {
        self.body.is_used()
    }
}
