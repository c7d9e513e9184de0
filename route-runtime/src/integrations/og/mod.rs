#![doc = include_str!("../../../docs/images.md")]

mod color;
mod draw;
mod error;
mod fonts;
mod image;
mod layout;
mod limits;
mod node;
mod render;
#[cfg(test)]
mod tests;
mod text;

pub use color::{Background, Color, LinearGradient};
pub use error::ImageError;
pub use node::{Align, Fit, Image, Justify, Length, Node, Text, TextAlign};

use std::sync::atomic::AtomicBool;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};

use crate::panic;
use crate::problem::answer;
use crate::response::NextResponse;
use draw::{Picture, check, draw};
use fonts::Font;
use render::{STUDIO, finish};

/// A picture made of boxes, text and images, as a PNG: `new ImageResponse(..)` of `next/og` (NEXT-SPEC M14). Needs the feature `og`.
///
/// It is 1200 pixels wide and 630 high, as social networks want it, is sent with `content-type: image/png` and
/// `cache-control: public, max-age=0, must-revalidate`, and set in Inter if no font is given.
///
/// Returned from a handler, it is drawn when its body is read, on a thread that may block. What can be found wrong before that is
/// a logged 500: sizes, limits, images that are none. What is found while it is drawn breaks the body off, and is logged; where that is
/// too late, [`render`](Self::render) draws it first.
///
/// ```
/// use route_runtime::ImageResponse;
/// use route_runtime::og::{Color, Justify, Node, Text};
///
/// async fn GET() -> ImageResponse {
///     let card = Node::column()
///         .padding(80.0)
///         .justify(Justify::SpaceBetween)
///         .background(Color::rgb(15, 23, 42))
///         .child(Text::new("How we made it twice as fast").size(72.0).weight(700).color(Color::WHITE).max_lines(3))
///         .child(Text::new("example.com").size(32.0).color(Color::rgb(148, 163, 184)));
///     ImageResponse::new(card)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use axum::response::IntoResponse;
///
/// let response = GET().await.into_response();
/// assert_eq!(response.headers()["content-type"], "image/png");
/// let file = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
/// assert!(file.starts_with(b"\x89PNG"));
/// # }
/// ```
#[doc(alias = "next/og")]
#[doc(alias = "opengraph-image")]
#[derive(Debug)]
#[must_use = "a response does nothing until the handler returns it"]
pub struct ImageResponse {
    picture: Picture,
    response: NextResponse,
}

const PNG: HeaderValue = HeaderValue::from_static("image/png");
const REVALIDATED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

impl ImageResponse {
    /// A picture of this box, which fills it.
    pub fn new(root: impl Into<Node>) -> Self {
        let picture = Picture { root: root.into(), width: 1200, height: 630, fonts: Vec::new() };
        let response = NextResponse::new(()).with_header(CONTENT_TYPE, PNG).with_header(CACHE_CONTROL, REVALIDATED);
        Self { picture, response }
    }

    /// How large the picture is, in pixels. It may have 16 megapixels, and 16,384 pixels on a side.
    pub fn with_size(mut self, width: u32, height: u32) -> Self {
        self.picture.width = width;
        self.picture.height = height;
        self
    }

    /// Adds a font: the content of a TTF or OTF file, or a collection of them; 64 MB all together.
    ///
    /// The first that is given is the one of every text that names no [family](Text::family). Give a file for each weight: the
    /// family and the weight are those that the font has inside. A letter that the font of its text has not is taken from the others,
    /// Inter among them.
    ///
    /// ```
    /// use route_runtime::ImageResponse;
    ///
    /// # fn make(title: String) -> std::io::Result<ImageResponse> {
    /// let playfair = std::fs::read("assets/PlayfairDisplay-Bold.ttf")?;
    /// let response = ImageResponse::new(title).with_font(playfair);
    /// # Ok(response)
    /// # }
    /// ```
    pub fn with_font(mut self, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        self.picture.fonts.push(Font::new(bytes));
        self
    }

    /// Sets the status, as [`NextResponse::with_status`] does.
    ///
    /// ```
    /// use route_runtime::ImageResponse;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let card = ImageResponse::new("Not found").with_size(300, 100).with_status(404).with_header("x-robots-tag", "noindex");
    /// let response = card.render().await.unwrap();
    /// assert_eq!((response.status().as_u16(), &response.headers()["x-robots-tag"]), (404, &"noindex".parse().unwrap()));
    /// # }
    /// ```
    #[track_caller]
    pub fn with_status(mut self, status: impl TryInto<StatusCode>) -> Self {
        self.response = self.response.with_status(status);
        self
    }

    /// Sets a header, as [`NextResponse::with_header`] does.
    #[track_caller]
    pub fn with_header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        self.response = self.response.with_header(name, value);
        self
    }

    /// Draws the picture on a thread that may block, and makes the response of it.
    ///
    /// As many are drawn at a time as there are processors; others wait. If nobody waits for this any more, the drawing stops at its
    /// next step.
    ///
    /// # Errors
    ///
    /// [`ImageError`]; [`TimedOut`](ImageError::TimedOut) after 5 seconds, the wait for a free processor included.
    ///
    /// ```
    /// use route_runtime::{ImageResponse, Result};
    ///
    /// async fn GET() -> Result {
    ///     Ok(ImageResponse::new("Hello").with_size(300, 100).render().await?)
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// assert_eq!(GET().await.unwrap().status(), 200);
    /// # }
    /// ```
    pub async fn render(self) -> Result<NextResponse, ImageError> {
        check(&self.picture)?;
        let file = STUDIO.render(self.picture).await?;
        Ok(self.response.with_body(file.into()))
    }

    /// Draws the picture here and now, and returns the file: for tests, and for programs that write files. It takes milliseconds of a
    /// processor, for which a server's async threads are too few.
    ///
    /// # Errors
    ///
    /// [`ImageError`], but never that it took too long.
    ///
    /// ```
    /// # use route_runtime::ImageResponse;
    /// let file = ImageResponse::new("Hello").with_size(300, 100).to_png()?;
    /// assert!(file.starts_with(b"\x89PNG"));
    /// # Ok::<(), route_runtime::og::ImageError>(())
    /// ```
    pub fn to_png(&self) -> Result<Vec<u8>, ImageError> {
        check(&self.picture)?;
        let drawn = panic::catch(|| draw(&self.picture, &AtomicBool::new(false)));
        finish(drawn).map(Into::into)
    }
}

impl IntoResponse for ImageResponse {
    fn into_response(self) -> Response {
        let Self { picture, response } = self;
        if let Err(error) = check(&picture) {
            return answer(Box::new(error), None);
        }
        let file = stream::once(async move {
            STUDIO.render(picture).await.inspect_err(|error| {
                tracing::error!(%error, "a picture could not be drawn, and its response breaks off");
            })
        });
        response.with_body(Body::from_stream(file)).into_response()
    }
}
