//! What one picture may cost.

use std::time::Duration;

/// Pixels of the picture: 16 megapixels, 64 MB while it is drawn.
pub(super) const MAX_PIXELS: u64 = 16 * 1024 * 1024;

/// Pixels on one side. The layout and the sums of the renderer are exact up to here.
pub(super) const MAX_SIDE: u32 = 16_384;

/// Boxes, texts and images.
pub(super) const MAX_NODES: usize = 1_000;

/// Boxes that are in one another. Layout goes down by recursion.
pub(super) const MAX_DEPTH: usize = 64;

/// Bytes of all texts together.
pub(super) const MAX_TEXT: usize = 20_000;

/// Pixels of all images in the picture together, decoded; with their bytes, at most the memory of the picture itself.
pub(super) const MAX_IMAGE_PIXELS: u64 = 16 * 1024 * 1024;

/// Bytes of all fonts together.
pub(super) const MAX_FONTS: usize = 64 * 1024 * 1024;

/// Any length in pixels.
pub(super) const MAX_LENGTH: f32 = 100_000.0;

/// From the call to the finished file, the wait for a free place included.
pub(super) const TIME: Duration = Duration::from_secs(5);
