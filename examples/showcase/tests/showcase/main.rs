//! Starts the real program: the README's session against it, signals, and what goes wrong at the start.
// Signals and `sh` are Unix's.
#![cfg(unix)]

mod readme;
mod server;
mod start;
mod stop;
