//! Each middleware over a socket, with a real client.
#![allow(non_snake_case)]

mod account;
mod cors;
mod limit;
mod next_config;
mod program;
mod request_id;
mod server;
mod variants;
mod visits;
