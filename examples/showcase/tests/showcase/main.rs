//! Starts the real program: the README's session against it, its routes, signals, and what goes wrong at the start.
// Signals and `sh` are Unix's.
#![cfg(unix)]

mod readme;
mod routes;
mod server;
mod start;
mod stop;
mod try_it;
