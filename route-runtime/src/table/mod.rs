//! The rules that span routes, each written once and run twice: by the compiler over each `routes!`, and at start-up where
//! [`Routes::merge`](crate::Routes::merge) unites two tables.

mod check;
mod clash;

pub use check::{Clashes, clashes, len, refuse, refuse_any};
pub(crate) use check::{first_clash, same_bytes};
pub(crate) use clash::Clash;
