//! The rows of NEXT-SPEC sections 1 to 13, 16, 17, 18 and 20, and DESIGN 2.1 to 2.4, 2.6 and 2.9, by request. A test that proves a row begins with its id:
//! `cargo test T15` runs what proves T15.

#![allow(non_snake_case, reason = "handlers are named after methods, tests after the rows they prove")]
#![allow(unreachable_pub, reason = "modules as a user writes them")]

mod after;
mod app;
mod app_edges;
mod arguments;
mod cache;
mod conflicts;
mod context;
mod control_flow;
mod cookies;
mod cors;
mod draft_mode;
mod failures;
mod hostile;
mod manifest;
mod merging;
mod methods;
mod middleware;
mod observing;
mod patterns;
mod precedence;
mod properties;
mod requests;
mod responses;
mod same_path;
mod segment_config;
mod segments;
mod serve;
mod sockets;
mod special;
mod streams;
mod table;
mod testing;
mod urls;
