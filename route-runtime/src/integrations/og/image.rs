//! Images inside of a picture: their size, and whether they are images at all.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;

use super::error::ImageError;
use super::node::{Format, Image};

fn unreadable(reason: impl std::fmt::Display) -> ImageError {
    ImageError::Image { reason: reason.to_string() }
}

/// Width and height as the head of the file says them. Nothing is decoded, and little is allocated.
pub(super) fn size(image: &Image) -> Result<(u32, u32), ImageError> {
    let (width, height) = match image.format {
        Format::Png => {
            let reader = png::Decoder::new(Cursor::new(image.bytes.as_slice())).read_info().map_err(unreadable)?;
            reader.info().size()
        }
        Format::Jpeg => {
            let mut decoder = JpegDecoder::new(Cursor::new(image.bytes.as_slice()));
            decoder.decode_headers().map_err(unreadable)?;
            let (width, height) = decoder.dimensions().ok_or_else(|| unreadable("it has no size"))?;
            let side = |side| u32::try_from(side).map_err(unreadable);
            (side(width)?, side(height)?)
        }
    };
    if width == 0 || height == 0 {
        return Err(unreadable("it has no pixels"));
    }
    Ok((width, height))
}

/// Decodes an image to see whether that goes: the renderer leaves out what it cannot decode, and says nothing.
pub(super) fn check(image: &Image) -> Result<(), ImageError> {
    match image.format {
        Format::Png => {
            let mut decoder = png::Decoder::new(Cursor::new(image.bytes.as_slice()));
            decoder.set_transformations(png::Transformations::normalize_to_color8());
            let mut reader = decoder.read_info().map_err(unreadable)?;
            let size = reader.output_buffer_size().ok_or_else(|| unreadable("it is too large"))?;
            reader.next_frame(&mut vec![0; size]).map_err(unreadable)?;
        }
        Format::Jpeg => {
            JpegDecoder::new(Cursor::new(image.bytes.as_slice())).decode().map_err(unreadable)?;
        }
    }
    Ok(())
}
