//! The rows of NEXT-SPEC sections 1 to 13 and DESIGN 2.1 to 2.4 and 2.6, by request. A test that proves a row begins with its id:
//! `cargo test T15` runs what proves T15.

#![allow(non_snake_case, reason = "handlers are named after methods, tests after the rows they prove")]
#![allow(unreachable_pub, reason = "modules as a user writes them")]

mod after;
mod arguments;
mod conflicts;
mod context;
mod control_flow;
mod cookies;
mod draft_mode;
mod failures;
mod hostile;
mod merging;
mod methods;
mod precedence;
mod properties;
mod requests;
mod responses;
mod segments;
mod serve;
mod sockets;
mod streams;
mod table;
mod urls;
