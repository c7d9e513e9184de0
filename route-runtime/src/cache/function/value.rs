//! What a cached function returns, and what of it is kept.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that a cached function returns.
#[diagnostic::on_unimplemented(
    message = "a cached function cannot return `{Self}`",
    label = "does not implement `serde::Serialize` and `serde::de::DeserializeOwned`",
    note = "what it returns is kept as bytes, and made of them again: derive `serde::Serialize` and `serde::Deserialize` for the value; \
            of a `Result`, only what is in `Ok` is kept"
)]
pub trait CachedValue: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> CachedValue for T {}

/// Marks a type of which each value is kept.
pub enum Plain {}
/// Marks a `Result`, of which only what is in `Ok` is kept.
pub enum Fallible {}

/// What a cached function returns. `M` is one of the two markers: a `Result` may be serializable, too, and would then be both.
#[diagnostic::on_unimplemented(
    message = "a cached function cannot return `{Self}`",
    label = "cannot be kept",
    note = "what it returns is kept as bytes, and made of them again: derive `serde::Serialize` and `serde::Deserialize` for the value"
)]
pub trait CachedOutput<M>: Sized {
    /// What is kept.
    type Value: Serialize + DeserializeOwned;

    /// What is to be kept of it, `None` if it is an error.
    fn value(&self) -> Option<&Self::Value>;

    /// The output that this value was kept of.
    fn of(value: Self::Value) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: CachedValue> CachedOutput<Plain> for T {
    type Value = T;

    fn value(&self) -> Option<&T> {
        Some(self)
    }

    fn of(value: T) -> T {
        value
    }
}

#[diagnostic::do_not_recommend]
impl<T: CachedValue, E> CachedOutput<Fallible> for Result<T, E> {
    type Value = T;

    fn value(&self) -> Option<&T> {
        self.as_ref().ok()
    }

    fn of(value: T) -> Self {
        Ok(value)
    }
}

/// Finds the marker of a type, also behind an alias such as `anyhow::Result<T>`: the method of this type comes before that of the trait.
pub struct Output<R>(PhantomData<fn() -> R>);

impl<R> Output<R> {
    /// The type whose marker is wanted.
    #[expect(clippy::new_without_default, reason = "an expansion names it")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T, E> Output<Result<T, E>> {
    /// A `Result`.
    pub const fn marker(&self) -> PhantomData<Fallible> {
        PhantomData
    }
}

/// The marker of what is no `Result`.
pub trait PlainOutput {
    /// Not a `Result`.
    fn marker(&self) -> PhantomData<Plain> {
        PhantomData
    }
}

impl<R> PlainOutput for Output<R> {}

/// How an output is kept. Once it is made, nothing is asked of the type any more, and there is one place where an error about it can be.
pub struct Codec<R> {
    pub(super) encode: fn(&R) -> Option<Result<Vec<u8>, String>>,
    pub(super) decode: fn(&[u8]) -> Result<R, String>,
}

impl<R> Codec<R> {
    /// The codec of a type with this marker.
    pub fn new<M>(_: PhantomData<M>) -> Self
    where
        R: CachedOutput<M>,
    {
        Self { encode: encode::<R, M>, decode: decode::<R, M> }
    }
}

impl<R> Clone for Codec<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Codec<R> {}

/// Structs are maps, so that what serde has for self-describing formats works: `flatten`, `untagged`, `default`, `serde_json::Value`.
fn encode<R: CachedOutput<M>, M>(output: &R) -> Option<Result<Vec<u8>, String>> {
    let value = output.value()?;
    Some(rmp_serde::to_vec_named(value).map_err(|error| error.to_string()))
}

fn decode<R: CachedOutput<M>, M>(bytes: &[u8]) -> Result<R, String> {
    rmp_serde::from_slice(bytes).map(R::of).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fmt::Debug;

    use super::{Codec, Output, PlainOutput as _};

    macro_rules! codec {
        ($ty:ty) => {
            Codec::<$ty>::new(Output::<$ty>::new().marker())
        };
    }

    #[track_caller]
    fn comes_back<R: Debug + PartialEq>(codec: Codec<R>, output: R) {
        let bytes = (codec.encode)(&output).unwrap().unwrap();
        assert_eq!((codec.decode)(&bytes), Ok(output));
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(u64),
        Text(String),
        Fields { a: u8 },
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Flat {
        name: String,
        #[serde(flatten)]
        more: HashMap<String, u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        gone: Option<u8>,
    }

    #[test]
    fn values_come_back_as_they_were() {
        comes_back(codec!(u64), u64::MAX);
        comes_back(codec!(i128), i128::MIN);
        comes_back(codec!(Option<String>), None);
        comes_back(codec!(Vec<(String, f64)>), vec![("a".to_owned(), 0.1)]);
        comes_back(
            codec!(Vec<Untagged>),
            vec![Untagged::Number(1), Untagged::Text("a".to_owned()), Untagged::Fields { a: 2 }],
        );
        comes_back(codec!(Flat), Flat { name: "n".to_owned(), more: HashMap::from([("a".to_owned(), 1)]), gone: None });
        comes_back(codec!(serde_json::Value), serde_json::json!({ "a": [1, -2, 0.5, null, "x"] }));
        comes_back(codec!(std::net::IpAddr), [127, 0, 0, 1].into());
    }

    // V10
    #[test]
    fn of_a_result_only_what_is_ok_is_kept_even_if_the_error_could_be() {
        type Alias<T> = Result<T, String>;
        let codec = codec!(Alias<u8>);
        assert_eq!((codec.encode)(&Err("away".to_owned())), None);
        comes_back(codec, Ok(1));
        // An error that cannot be serialized.
        let codec = codec!(crate::Result<u8>);
        assert!((codec.encode)(&Ok(1)).is_some_and(|bytes| bytes.is_ok()));
        assert!((codec.encode)(&Err(crate::not_found())).is_none());
    }

    #[test]
    fn bytes_of_another_type_are_an_error() {
        let bytes = (codec!(String).encode)(&"text".to_owned()).unwrap().unwrap();
        assert!((codec!(u64).decode)(&bytes).is_err());
        assert!((codec!(Flat).decode)(&[]).is_err());
    }
}
