//! Names that two handlers of one crate cannot both take.
//!
//! Each handler defines an empty `#[macro_export] macro_rules!` item, named after its method and the shape of its path. All of
//! them live in the crate's root, so rustc refuses a second one (E0428) and underlines both path literals, whichever modules
//! they are in, mounted or not.

use crate::method::Method;
use crate::path::{RoutePath, Segment};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use std::fmt::Write;
use syn::ext::IdentExt;

/// The item that claims `method` on `path`; `span` is the path literal's.
pub(crate) fn claim(method: Method, path: &RoutePath, scope: Option<&Ident>, span: Span) -> TokenStream {
    let name = Ident::new(&name(method, path, scope), span);
    quote_spanned! {span=>
        #[doc(hidden)]
        #[allow(non_local_definitions)]
        #[macro_export]
        macro_rules! #name { () => {}; }
    }
}

/// `GET`, `/items/[slug]` -> `GET__items_slug__already_has_a_handler_or_page`
///
/// Different claims have different names: a segment begins with `__` where it is static and with `_slug`, `_rest` or
/// `_optional_rest` where it is not, and inside a static one every character but letters and digits is `_x`, its hexadecimal
/// code point and `_`. So the name can be read back from the left, and the names of dynamic segments do not matter.
fn name(method: Method, path: &RoutePath, scope: Option<&Ident>) -> String {
    let mut name = method.as_str().to_owned();
    if path.segments().is_empty() {
        name.push_str("_root");
    }
    for segment in path.segments() {
        match segment {
            Segment::Static(literal) => {
                name.push_str("__");
                push_escaped(&mut name, literal.decoded());
            }
            Segment::Dynamic(_) => name.push_str("_slug"),
            Segment::CatchAll(_) => name.push_str("_rest"),
            Segment::OptionalCatchAll(_) => name.push_str("_optional_rest"),
        }
    }
    name.push_str("__already_has_a_handler_or_page");
    if let Some(scope) = scope {
        let _ = write!(name, "_in_{}", scope.unraw());
    }
    name
}

fn push_escaped(name: &mut String, text: &str) {
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character);
        } else {
            let _ = write!(name, "_x{:x}_", u32::from(character));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn name_of(path: &str) -> String {
        name(Method::Get, &RoutePath::parse(path).unwrap(), None)
    }

    #[test]
    fn a_name_is_written_to_be_read() {
        for (path, expected) in [
            ("/", "GET_root__already_has_a_handler_or_page"),
            ("/items/[slug]", "GET__items_slug__already_has_a_handler_or_page"),
            ("/items/[id]/edit", "GET__items_slug__edit__already_has_a_handler_or_page"),
            ("/a-b/[...x]", "GET__a_x2d_b_rest__already_has_a_handler_or_page"),
            ("/[[...x]]", "GET_optional_rest__already_has_a_handler_or_page"),
        ] {
            assert_eq!(name_of(path), expected);
        }
    }

    #[test]
    fn paths_of_different_shapes_have_different_names() {
        let paths = [
            "/",
            "/root",
            "/slug",
            "/rest",
            "/[a]",
            "/[...a]",
            "/[[...a]]",
            "/optional/rest",
            "/a/slug",
            "/a/[slug]",
            "/a/[...slug]",
            "/a/x2d",
            "/a-",
            "/a/-",
            "/a-b",
            "/a.b",
            "/a%5Fb",
            "/a/b",
            "/aslug",
            "/A",
            "/a",
            "/caf\u{e9}",
            "/cafe\u{301}",
            "/already%5Fhas%5Fa%5Fhandler%5For%5Fpage",
            "/a/[b]/c",
            "/a/[b]/[c]",
            "/a-/b",
            "/a--b",
            "/a%5F%5Fb",
            "/a%5Fslug",
            "/a%5Fx2d%5F",
        ];
        let mut seen = HashMap::new();
        for path in paths {
            if let Some(other) = seen.insert(name_of(path), path) {
                panic!("{other} and {path} have one name");
            }
        }
    }
}
