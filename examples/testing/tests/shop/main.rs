//! Tests of a shop, from the smallest on: a function, a request without a server, time that a test turns, the program with `curl`.
//!
//! Most tests are best as the first kind that is enough.

mod doubles;
mod functions;
mod requests;
#[cfg(unix)]
mod session;
mod time;
