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
pub trait CachedOutput: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> CachedOutput for T {}

/// Finds how a type is kept, also behind an alias such as `anyhow::Result<T>`: the method of this type comes before that of the trait. (One
/// trait for both would not do: a `Result` may be serializable, too, and would then be kept with its errors.)
pub struct Output<R>(PhantomData<fn() -> R>);

impl<R> Output<R> {
    /// The type that is wanted.
    #[expect(clippy::new_without_default, reason = "an expansion names it")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T, E> Output<Result<T, E>> {
    /// Of a `Result`, only what is in `Ok` is kept.
    pub fn codec(&self) -> Codec<Result<T, E>>
    where
        T: CachedOutput,
    {
        Codec { encode: |output| output.as_ref().ok().map(encode), decode: |bytes| decode(bytes).map(Ok) }
    }
}

/// What is no `Result`.
pub trait PlainOutput<R> {
    /// Each value is kept.
    fn codec(&self) -> Codec<R>
    where
        R: CachedOutput,
    {
        Codec { encode: |output| Some(encode(output)), decode }
    }
}

impl<R> PlainOutput<R> for Output<R> {}

/// A value as bytes, or why it is none.
pub(super) type Encoded = Result<Vec<u8>, String>;

/// How an output is kept. Once it is made, nothing is asked of the type any more, and there is one place where an error about it can be.
pub struct Codec<R> {
    /// `None`: it is an error, of which nothing is kept.
    pub(super) encode: fn(&R) -> Option<Encoded>,
    pub(super) decode: fn(&[u8]) -> Result<R, String>,
}

impl<R> Clone for Codec<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Codec<R> {}

/// Structs are maps, so that what serde has for self-describing formats works: `flatten`, `untagged`, `default`, `serde_json::Value`.
fn encode<T: Serialize>(value: &T) -> Encoded {
    rmp_serde::to_vec_named(value).map_err(|error| error.to_string())
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    rmp_serde::from_slice(bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fmt::Debug;

    use super::{Codec, Output, PlainOutput as _};

    macro_rules! codec {
        ($ty:ty) => {
            Output::<$ty>::new().codec()
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
