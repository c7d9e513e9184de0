//! The app on a port of its own, an upstream on another, and clients that are not ours.
#![allow(non_snake_case)]

mod client_gone;
mod headers;
mod no_answer;
mod pair;
mod paths;
mod program;
mod streaming;
mod websocket;
