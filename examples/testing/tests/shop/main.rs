//! Tests of a shop, from the smallest on: a function, a request without a server, time that a test turns, all routes as a file, the program
//! with `curl`.
//!
//! Most tests are best as the first kind that is enough.

mod doubles;
mod functions;
mod requests;
mod routes;
#[cfg(unix)]
mod session;
mod time;
