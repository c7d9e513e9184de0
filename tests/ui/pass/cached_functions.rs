//! Cached functions as they may be written, without a warning.
#![deny(warnings, missing_docs)]
#![no_implicit_prelude]

use ::route_runtime::{Life, cache_tags, cached};
use ::std::{future::Future, marker::Send, primitive::u64, string::String, vec::Vec};

cache_tags! {
    /// All posts.
    pub Posts,
    /// One post.
    pub Post(u64, &str),
}

/// Names of ours that a user may have, too.
#[cached(life = { stale: 1, revalidate: 2, expire: 3, }, tags = [Posts, Post(key, &codec), "a"],)]
#[must_use]
pub async fn names(key: u64, codec: String, mut body: Vec<u64>) -> Vec<u64> {
    body.push(key);
    body
}

/// With a key.
#[cached(key = (id, name.len()), life = Life::Hours)]
pub async fn keyed<T: Send + 'static>((_a, id): (u64, u64), name: String, _rest: T) -> u64 {
    id
}

/// On one line.
#[cached(tags = ["a"])]
pub async fn short(id: u64) -> u64 { id + 1 }

/// A failure that nothing can serialize.
#[derive(Debug)]
pub struct Failure;

/// With an alias of `Result`.
pub type Fallible<T> = ::std::result::Result<T, Failure>;

#[cached(crate = ::route_runtime)]
#[allow(clippy::unused_async)]
pub(crate) async fn fallible(_id: u64) -> Fallible<u64>
where
    String: Send,
{
    let number: u64 = ::std::result::Result::map_err("1".parse(), |_| Failure)?;
    ::std::result::Result::Ok(number)
}

macro_rules! in_a_macro {
    ($name:ident, $ty:ty) => {
        /// In a macro.
        #[cached(tags = ["in-a-macro"])]
        pub async fn $name(value: $ty) -> $ty {
            value
        }
    };
}
in_a_macro!(in_a_macro, u64);

fn is_send(_: impl Future + Send) {}

fn main() {
    is_send(names(1, String::new(), Vec::new()));
    is_send(keyed((1, 2), String::new(), 3));
    is_send(fallible(1));
    is_send(in_a_macro(1));
}
