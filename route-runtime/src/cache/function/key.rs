//! The key of a call: which function, and with which arguments.

use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::call::CachedFunction;
use super::encode::{Encoder, Unencodable};

/// Longer arguments are a hash in the key.
const LONGEST_ARGUMENTS: usize = 32;

/// What the key of a cached function's call is made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of the key of a cached function",
    label = "does not implement `serde::Serialize`",
    note = "two calls whose arguments are the same share one value: derive `serde::Serialize` for them, or say with \
            `#[cached(key = ..)]` what tells the calls apart; then the other arguments, such as a handle to a database, are no part of it"
)]
pub trait CachedArgument: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> CachedArgument for T {}

/// The key of one call.
pub struct FunctionKey {
    pub(super) function: &'static CachedFunction,
    /// The function's path, with its type parameters.
    pub(super) path: &'static str,
    arguments: Result<Vec<u8>, Unencodable>,
}

impl FunctionKey {
    /// The key of a call without arguments. `within` is a closure in the function's body, whose type has the function's path: also that of
    /// the `impl`, where it stands in one, and the types that a generic function is called for.
    pub fn new<F: FnOnce()>(function: &'static CachedFunction, _within: F) -> Self {
        let mut path = std::any::type_name::<F>();
        while let Some(outer) = path.strip_suffix("::{{closure}}") {
            path = outer;
        }
        Self { function, path, arguments: Ok(Vec::new()) }
    }

    /// Adds an argument, or what the option `key` names.
    pub fn add<T: CachedArgument + ?Sized>(&mut self, argument: &T) {
        if let Ok(arguments) = &mut self.arguments
            && let Err(error) = argument.serialize(Encoder(arguments))
        {
            self.arguments = Err(error);
        }
    }

    /// The key as text. The path is last, so that nothing in it is taken for the end of it. The place tells functions apart that have one
    /// path: two blocks of one function may each have a function of one name in them. How they are written tells those apart that one call
    /// of a macro makes, which have one place.
    pub(super) fn text(&self) -> Result<String, &Unencodable> {
        let arguments = self.arguments.as_ref()?;
        let CachedFunction { line, column, text, .. } = self.function;
        let mut key = String::with_capacity(self.path.len() + 2 * LONGEST_ARGUMENTS + 40);
        // Writing to a string does not fail.
        let _ = write!(key, "fn/{line}:{column}:{text:x}/");
        if arguments.len() <= LONGEST_ARGUMENTS {
            hex(arguments, &mut key);
        } else {
            key.push('~');
            hex(&Sha256::digest(arguments), &mut key);
        }
        key.push('/');
        key.push_str(self.path);
        Ok(key)
    }
}

/// Adds the bytes in hexadecimal.
pub(in crate::cache) fn hex(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde::Serialize;

    use super::FunctionKey;
    use crate::cache::function::CachedFunction;

    static FUNCTION: CachedFunction = CachedFunction::new(3, 10, 0xab, None);

    fn key(add: impl FnOnce(&mut FunctionKey)) -> String {
        let mut key = FunctionKey::new(&FUNCTION, || ());
        add(&mut key);
        key.text().unwrap()
    }

    // V9, V10
    #[test]
    fn a_key_names_the_function_its_place_and_the_arguments() {
        let path = "route_runtime::cache::function::key::tests::key<";
        let none = key(|_| ());
        assert!(none.starts_with(&format!("fn/3:10:ab//{path}")), "{none}");
        let one = key(|key| key.add(&7_u8));
        assert!(one.starts_with("fn/3:10:ab/"), "{one}");
        assert_ne!(one[..17], none[..17]);
    }

    #[test]
    fn keys_stay_short() {
        let long = key(|key| key.add(&"x".repeat(1 << 20)));
        assert!(long.len() < 300, "{}", long.len());
        assert_ne!(long, key(|key| key.add(&"x".repeat((1 << 20) + 1))));
    }

    #[test]
    fn types_of_a_generic_function_have_keys_of_their_own() {
        fn key<T>() -> String {
            FunctionKey::new(&FUNCTION, || drop(None::<T>)).text().unwrap()
        }
        assert_ne!(key::<u8>(), key::<u16>());
        assert_eq!(key::<u8>(), key::<u8>());
    }

    struct ByImpl;
    struct ByOther;
    impl ByImpl {
        fn key() -> String {
            FunctionKey::new(&FUNCTION, || ()).text().unwrap()
        }
    }
    impl ByOther {
        fn key() -> String {
            FunctionKey::new(&FUNCTION, || ()).text().unwrap()
        }
    }

    #[test]
    fn functions_of_one_name_in_two_impls_have_keys_of_their_own() {
        assert_ne!(ByImpl::key(), ByOther::key());
    }

    #[test]
    fn arguments_do_not_run_into_each_other() {
        let keys = [
            key(|key| {
                key.add("ab");
                key.add("c");
            }),
            key(|key| {
                key.add("a");
                key.add("bc");
            }),
            key(|key| key.add("abc")),
            key(|key| key.add(&("a", "bc"))),
        ];
        let arguments: HashSet<_> = keys.iter().map(|key| key.split('/').nth(2).unwrap()).collect();
        assert_eq!(arguments.len(), 4, "{keys:?}");
    }

    #[test]
    fn an_argument_that_cannot_be_serialized_makes_no_key() {
        struct Broken;
        impl Serialize for Broken {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("a lock is poisoned"))
            }
        }
        let mut key = FunctionKey::new(&FUNCTION, || ());
        key.add(&Broken);
        key.add(&1);
        assert_eq!(key.text().unwrap_err().to_string(), "a lock is poisoned");
    }
}
