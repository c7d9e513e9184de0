use std::time::Duration;

use http::StatusCode;

use crate::problem::HttpError;

/// Why there is no picture.
///
/// As the error of a handler it is logged and answered with an empty 500, or 503 if the server has too much to draw. Nothing of it is the
/// fault of who asks; a picture whose text or image comes from a request is bounded by whoever writes the handler, who may match on this.
///
/// ```
/// use route_runtime::ImageResponse;
/// use route_runtime::og::{Image, ImageError};
///
/// let error = ImageResponse::new("Hello").with_size(0, 630).to_png().unwrap_err();
/// assert_eq!(error, ImageError::Size { width: 0, height: 630 });
///
/// let error = ImageResponse::new(Image::png("no png")).to_png().unwrap_err();
/// assert!(error.to_string().starts_with("an image in the picture cannot be read: "));
/// ```
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// A picture with a side of 0 pixels, or over 16,384, or of more than 16 megapixels.
    #[error(
        "a picture of {width} x {height} pixels cannot be made: it has at least 1 x 1, 16384 on a side, and 16 megapixels at most"
    )]
    Size {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// More boxes, texts and images than 1,000.
    #[error("the picture has more than {limit} boxes")]
    TooManyNodes {
        /// How many there may be.
        limit: usize,
    },
    /// Boxes in one another more often than 64 times.
    #[error("the picture has boxes in one another more than {limit} times")]
    TooDeep {
        /// How often they may be.
        limit: usize,
    },
    /// More text than 20,000 bytes.
    #[error("the picture has more than {limit} bytes of text")]
    TooMuchText {
        /// In bytes of UTF-8, all texts together.
        limit: usize,
    },
    /// Images of more than 16 megapixels, all together.
    #[error("the images in the picture have more than {limit} pixels")]
    ImagesTooLarge {
        /// In pixels, all images together.
        limit: u64,
    },
    /// An image that is none, or not of the format that was said.
    #[error("an image in the picture cannot be read: {reason}")]
    Image {
        /// What the decoder says.
        reason: String,
    },
    /// The bytes of a font are not one. TTF and OTF can be read, and collections of them; WOFF cannot.
    #[error("font number {number} that was given to the picture cannot be read")]
    Font {
        /// Which one, in the order of the calls of `with_font`; the first is 1.
        number: usize,
    },
    /// Fonts of more than 64 MB, all together.
    #[error("the fonts of the picture have more than {limit} bytes")]
    FontsTooLarge {
        /// In bytes, all fonts together.
        limit: usize,
    },
    /// It took too long, most likely because many others are drawn at the same time.
    #[error("the picture was not ready in {0:?}")]
    TimedOut(Duration),
    /// Nobody waits for it any more.
    #[error("nobody waits for the picture any more")]
    Cancelled,
    /// The renderer failed or panicked: a bug of it, or of this crate.
    #[error("the renderer failed: {reason}")]
    Renderer {
        /// What it said.
        reason: String,
    },
}

impl HttpError for ImageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::TimedOut(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
