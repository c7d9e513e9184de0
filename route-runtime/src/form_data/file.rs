//! A file in a form.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderValue;

use super::base_name::base_name;
use crate::body::{self, BodyStream};
use crate::response::ResponseBody;

/// A file in a form, in memory: Fetch's `File` (NEXT-SPEC B5).
///
/// A clone shares the content. There is no `lastModified`: no form carries it.
///
/// # The name is the client's
///
/// [`name`](Self::name) is what the client sent: `../../etc/passwd` and `a\0b` are names too. Never build a path from it.
/// [`base_name`](Self::base_name) is safe to join to a directory, but two uploads may share it, and it may start with a dot
/// or be an executable's; a name of your own is better.
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{File, FormData, NextRequest, NextResponse, Result, RouteError};
///
/// /// Sends the avatar back as an image.
/// async fn POST(mut req: NextRequest) -> Result {
///     let form = req.form_data().await?;
///     let avatar = form.file("avatar").ok_or_else(|| RouteError::new(400, "`avatar` is no file"))?;
///     Ok(NextResponse::new(avatar.clone()))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let send = |value: route_runtime::FormValue| {
/// #     let form = FormData::from_iter([("avatar", value)]);
/// #     let (parts, body) = axum::response::Response::from(NextResponse::new(form)).into_parts();
/// #     let kind = parts.headers["content-type"].clone();
/// #     NextRequest::from(Request::post("/avatar").header("content-type", kind).body(body).unwrap())
/// # };
/// let avatar = File::new("me.png", vec![0x89, 0x50]).with_content_type("image/png");
/// let response = POST(send(avatar.into())).await.unwrap();
/// assert_eq!(response.headers()["content-type"], "image/png");
///
/// assert_eq!(POST(send("no file".into())).await.unwrap_err().status(), 400);
/// # }
/// ```
#[doc(alias = "Blob")]
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    name: String,
    content_type: String,
    bytes: Bytes,
}

impl File {
    /// A file of this name and content, of no type: `new File([bytes], name)`.
    ///
    /// ```
    /// # use route_runtime::File;
    /// let file = File::new("a.txt", "hello");
    /// assert_eq!((file.name(), file.len(), file.content_type()), ("a.txt", 5, ""));
    /// ```
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), content_type: String::new(), bytes: bytes.into() }
    }

    /// Sets the type, in lower case: `new File([bytes], name, { type })`.
    ///
    /// As in Fetch, a type with anything but printable ASCII becomes `""`.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("a", "").with_content_type("Image/PNG").content_type(), "image/png");
    /// assert_eq!(File::new("a", "").with_content_type("a/b\r\nset-cookie: c").content_type(), "");
    /// ```
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self.content_type.make_ascii_lowercase();
        if !self.content_type.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.content_type.clear();
        }
        self
    }

    /// The name as it was sent, never a path to trust (see [above](Self#the-name-is-the-clients)): `file.name`.
    ///
    /// It is `""` for a file input of a browser in which no file was chosen; the file is then empty.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("../a.txt", "").name(), "../a.txt");
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The last component of the name, without control characters and outer whitespace; `None` if nothing usable is left.
    ///
    /// `/`, `\` and `:` separate components, on every system. Nothing, `.`, `..` and the names of Windows' devices are not usable.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new(r"C:\photos\me.png", "").base_name().as_deref(), Some("me.png"));
    /// assert_eq!(File::new("../../etc/passwd\0", "").base_name().as_deref(), Some("passwd"));
    /// assert_eq!(File::new("uploads/..", "").base_name(), None);
    /// ```
    pub fn base_name(&self) -> Option<String> {
        base_name(&self.name)
    }

    /// The type that the client says it has, in lower case: `file.type`.
    ///
    /// `"text/plain"` where a form does not say, and `""` where what it says is not printable ASCII.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("a.png", "").with_content_type("image/png").content_type(), "image/png");
    /// ```
    #[doc(alias = "type")]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The content: `await file.bytes()`, `file.arrayBuffer()`.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("a", vec![0xff]).bytes(), &[0xff][..]);
    /// ```
    #[doc(alias = "arrayBuffer")]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content as text: `await file.text()`.
    ///
    /// It is UTF-8, without a leading byte order mark; every malformed sequence becomes U+FFFD (NEXT-SPEC B3).
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("a", b"\xef\xbb\xbfa\xff".to_vec()).text(), "a\u{fffd}");
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        body::text(&self.bytes)
    }

    /// The content as a stream, for what takes one: `file.stream()`. It shares the memory of the file.
    ///
    /// ```
    /// # use route_runtime::{BodyError, File};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), BodyError> {
    /// let mut stream = File::new("a", "hello").stream();
    /// assert_eq!(stream.chunk().await?.as_deref(), Some(b"hello".as_slice()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(&self) -> BodyStream {
        BodyStream::new(Body::from(self.bytes.clone()))
    }

    /// The number of bytes: `file.size`.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert_eq!(File::new("a", "é").len(), 2);
    /// ```
    #[doc(alias = "size")]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no content.
    ///
    /// ```
    /// # use route_runtime::File;
    /// assert!(File::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The content, with the file's type as content type, if it has one (NEXT-SPEC N2, as a Blob).
impl From<File> for ResponseBody {
    fn from(file: File) -> Self {
        let content_type = match file.content_type.as_str() {
            "" => None,
            some => HeaderValue::from_str(some).ok(),
        };
        Self { content_type, ..file.bytes.into() }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::parts;
    use crate::response::NextResponse;

    #[test]
    fn B5_a_type_is_lower_case_ascii_or_nothing() {
        let cases = [
            ("image/png", "image/png"),
            ("Text/HTML; Charset=UTF-8", "text/html; charset=utf-8"),
            ("", ""),
            ("anything", "anything"),
            ("é", ""),
            ("a\r\nb", ""),
            ("a\0", ""),
            ("\t", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(File::new("a", "").with_content_type(given).content_type(), expected, "{given:?}");
        }
    }

    #[tokio::test]
    async fn N2_a_file_is_sent_with_its_type() {
        for (kind, sent) in [("text/csv", "text/csv"), ("", ""), ("é", "")] {
            let file = File::new("a.csv", "a,b").with_content_type(kind);
            assert_eq!(parts(NextResponse::new(file)).await, (200, sent.into(), "a,b".into()));
        }
    }

    #[test]
    fn debug_does_not_print_the_content() {
        let text = format!("{:?}", File::new("a.txt", "secret"));
        assert!(text.contains("a.txt") && text.contains('6') && !text.contains("secret"), "{text}");
    }
}
