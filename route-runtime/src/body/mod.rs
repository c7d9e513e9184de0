//! The body of a request: read once, whole or as a stream.

mod decode;
mod error;
mod request_body;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use decode::{json, text};
pub use error::BodyError;
pub(crate) use request_body::RequestBody;
pub use stream::BodyStream;
