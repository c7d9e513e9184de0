//! Several routes of one special file, each with an id (NEXT-SPEC M12, M15).

use std::fmt::Display;
use std::ops::Range;

use axum::response::{IntoResponse, Response};

use http::HeaderValue;
use http::header::CACHE_CONTROL;

use crate::error::RouteError;
use crate::handler::ParamError;

/// What is known of one of several pictures that a special file makes: its id, and what a page says of it in its head. It is an item of what
/// `generateImageMetadata` returns in Next.js (NEXT-SPEC M15).
///
/// The file `icon.rs` in the app directory:
///
/// ```ignore
/// use axum::response::IntoResponse;
/// use route_runtime::{ImageMetadata, route};
///
/// pub async fn sizes() -> [ImageMetadata; 2] {
///     [("small", 48), ("large", 192)]
///         .map(|(id, side)| ImageMetadata::new(id).size(side, side).content_type("image/png"))
/// }
///
/// // `/icon/small` and `/icon/large`; any other id is answered with 404.
/// #[route(generate_image_metadata = sizes)]
/// pub async fn icon(id: String) -> impl IntoResponse {
///     ([("content-type", "image/png")], draw(if id == "small" { 48 } else { 192 }))
/// }
/// ```
///
/// Nothing of it goes into the answer: it is for the tags of a page.
///
/// ```
/// use route_runtime::ImageMetadata;
///
/// let image = ImageMetadata::new(1).alt("A cup").size(1200, 630).content_type("image/png");
/// assert_eq!((image.id(), image.width(), image.height()), ("1", Some(1200), Some(630)));
/// ```
#[doc(alias = "generateImageMetadata")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageMetadata {
    id: String,
    alt: Option<String>,
    size: Option<(u32, u32)>,
    content_type: Option<String>,
}

impl ImageMetadata {
    /// The picture with this id, which is the last segment of its path.
    pub fn new(id: impl Display) -> Self {
        Self { id: id.to_string(), alt: None, size: None, content_type: None }
    }

    /// Sets the text for those who do not see it.
    #[must_use]
    pub fn alt(mut self, text: impl Into<String>) -> Self {
        self.alt = Some(text.into());
        self
    }

    /// Sets its width and height in pixels.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = Some((width, height));
        self
    }

    /// Sets what it is sent as: `image/png`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The last segment of its path.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The text for those who do not see it.
    ///
    /// ```
    /// use route_runtime::ImageMetadata;
    ///
    /// let image = ImageMetadata::new("large").alt("A cup").size(1200, 630).content_type("image/png");
    /// let tag = format!(
    ///     r#"<meta property="og:image:alt" content="{}"><meta property="og:image:type" content="{}">"#,
    ///     image.alt_text().unwrap_or_default(),
    ///     image.mime_type().unwrap_or_default(),
    /// );
    /// assert!(tag.contains(r#"content="A cup""#) && tag.contains(r#"content="image/png""#));
    /// ```
    pub fn alt_text(&self) -> Option<&str> {
        self.alt.as_deref()
    }

    /// Its width in pixels.
    pub fn width(&self) -> Option<u32> {
        self.size.map(|(width, _)| width)
    }

    /// Its height in pixels.
    pub fn height(&self) -> Option<u32> {
        self.size.map(|(_, height)| height)
    }

    /// What it is sent as.
    pub fn mime_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

/// One of several: a text or a number, or the [`ImageMetadata`] of a picture.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no id",
    label = "neither a text, nor a number, nor an `ImageMetadata`",
    note = "an id is whatever implements `std::fmt::Display`: it is a segment of the path"
)]
pub trait SpecialId {
    /// Whether this is its id.
    fn is(&self, id: &str) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: Display> SpecialId for T {
    fn is(&self, id: &str) -> bool {
        self.to_string() == id
    }
}

#[diagnostic::do_not_recommend]
impl SpecialId for ImageMetadata {
    fn is(&self, id: &str) -> bool {
        self.id == id
    }
}

/// What `generate_sitemaps` and `generate_image_metadata` may return: a list of ids.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of ids",
    label = "not a list of ids",
    note = "return a `Vec`, an array or a range of texts or numbers, or of `ImageMetadata` for pictures",
    note = "a list that can fail is a `Result<Vec<_>>`; `?` takes any error"
)]
pub trait SpecialIds {
    /// Whether this id is one of the list, unless the list could not be made.
    fn have(self, id: &str) -> Result<bool, RouteError>;
}

#[diagnostic::do_not_recommend]
impl<T: SpecialId> SpecialIds for Vec<T> {
    fn have(self, id: &str) -> Result<bool, RouteError> {
        Ok(self.iter().any(|item| item.is(id)))
    }
}

#[diagnostic::do_not_recommend]
impl<T: SpecialId, const N: usize> SpecialIds for [T; N] {
    fn have(self, id: &str) -> Result<bool, RouteError> {
        Ok(self.iter().any(|item| item.is(id)))
    }
}

#[diagnostic::do_not_recommend]
impl<T: SpecialId> SpecialIds for Range<T>
where
    Self: Iterator<Item = T>,
{
    fn have(mut self, id: &str) -> Result<bool, RouteError> {
        Ok(self.any(|item| item.is(id)))
    }
}

#[diagnostic::do_not_recommend]
impl<L: SpecialIds, E: Into<RouteError>> SpecialIds for Result<L, E> {
    fn have(self, id: &str) -> Result<bool, RouteError> {
        self.map_err(Into::into)?.have(id)
    }
}

/// As Next.js tells that something is for one request alone.
const NOT_STORED: HeaderValue = HeaderValue::from_static("private, no-cache, no-store, max-age=0, must-revalidate");

/// Lets a request for one of the listed ids pass, and answers another, which is not stored: the list may be longer the next time.
pub fn check_id(list: impl SpecialIds, id: &str) -> Result<(), Response> {
    match list.have(id) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let mut answer = ParamError::NotFound.into_response();
            answer.headers_mut().insert(CACHE_CONTROL, NOT_STORED);
            Err(answer)
        }
        Err(error) => Err(error.into_response()),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    // M12, M15
    #[test]
    fn an_id_is_one_of_a_list() {
        assert!(vec!["a", "b"].have("b").unwrap());
        assert!(!vec!["a", "b"].have("c").unwrap());
        assert!([1, 20].have("20").unwrap());
        assert!(![1, 20].have("020").unwrap());
        assert!((0..3).have("2").unwrap());
        assert!(!(0..3).have("3").unwrap());
        assert!(vec![ImageMetadata::new("x")].have("x").unwrap());
        assert!(!Vec::<String>::new().have("").unwrap());
        assert!(Ok::<_, RouteError>([1]).have("1").unwrap());
        assert!(Err::<Vec<u8>, _>(std::io::Error::other("away")).have("1").is_err());
    }
}
