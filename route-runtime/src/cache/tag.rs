//! What cached answers are invalidated by.

use std::borrow::Cow;
use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::function::hex;

/// A tag: a name for what a cached answer was made from (NEXT-SPEC V2). Strings are tags, and so is what `cache_tags!` declares.
///
/// It has 256 bytes at most, and is compared as it is written (V8).
///
/// ```
/// use route_runtime::{Tag, cache_tags};
///
/// cache_tags! { Article(u64) }
///
/// assert_eq!(Tag::from("articles").as_str(), "articles");
/// assert_eq!(Article(7), Tag::from("Article(7)"));
/// ```
#[doc(alias = "cacheTag")]
#[doc(alias = "next.tags")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(Cow<'static, str>);

/// A tag without parameters that `cache_tags!` has declared: a constant, so that an attribute can name it.
///
/// ```
/// use route_runtime::{StaticTag, Tag, cache_tags};
///
/// cache_tags! { Articles }
///
/// // What the line above declares.
/// const BY_HAND: StaticTag = StaticTag::new("Articles");
/// assert_eq!((BY_HAND, Articles.name()), (Articles, "Articles"));
/// assert_eq!(Tag::from(Articles).as_str(), "Articles");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaticTag(&'static str);

/// In a parameter nothing else stands for itself, so neither the parentheses nor the comma are ever a part of one.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Tag {
    /// The longest name, in bytes.
    pub const MAX_LEN: usize = 256;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A tag with parameters that `cache_tags!` has declared: `Post(7)`. Different parameters make different tags: they are
    /// percent-encoded, and where that would be too long, a hash of them stands in their place.
    #[doc(hidden)]
    pub fn with_parameters(name: &str, parameters: &[&dyn fmt::Display]) -> Self {
        let mut text = String::from(name);
        for (i, parameter) in parameters.iter().enumerate() {
            text.push(if i == 0 { '(' } else { ',' });
            let _ = write!(Encoded(&mut text), "{parameter}");
        }
        if text.len() >= Self::MAX_LEN {
            let hash = Sha256::digest(&text);
            text.truncate(name.len());
            // Encoded, no parameter begins with this.
            text.push_str("(#");
            hex(&hash, &mut text);
        }
        text.push(')');
        Self(Cow::Owned(text))
    }
}

/// Percent-encodes what is written to it.
struct Encoded<'a>(&'a mut String);

impl Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, ENCODED));
        Ok(())
    }
}

impl StaticTag {
    /// A tag of this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl From<&str> for Tag {
    fn from(name: &str) -> Self {
        Self(Cow::Owned(name.to_owned()))
    }
}

impl From<String> for Tag {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl From<StaticTag> for Tag {
    fn from(tag: StaticTag) -> Self {
        Self(Cow::Borrowed(tag.0))
    }
}

impl From<&Tag> for Tag {
    fn from(tag: &Tag) -> Self {
        tag.clone()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for StaticTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Tag;
    use crate::testing::cases;

    fn tag(name: &str, parameters: &[&str]) -> String {
        let parameters: Vec<_> = parameters.iter().map(|parameter| parameter as &dyn std::fmt::Display).collect();
        Tag::with_parameters(name, &parameters).to_string()
    }

    // V2, V8
    #[test]
    fn a_tag_with_parameters_is_written_as_it_is_called() {
        for (parameters, text) in [
            (&["7"][..], "Post(7)"),
            (&["a:b"], "Post(a%3Ab)"),
            (&["a", "b"], "Post(a,b)"),
            (&["a,b"], "Post(a%2Cb)"),
            (&[""], "Post()"),
            (&["", ""], "Post(,)"),
            (&["caf\u{e9} (1)"], "Post(caf%C3%A9%20%281%29)"),
        ] {
            assert_eq!(tag("Post", parameters), text);
        }
    }

    #[test]
    fn long_parameters_are_a_hash() {
        let (a, b) = ("a".repeat(300), "a".repeat(301));
        assert!(tag("Post", &[&a]).len() <= Tag::MAX_LEN);
        assert_ne!(tag("Post", &[&a]), tag("Post", &[&b]));
        assert_eq!(tag("Post", &[&"a".repeat(250)]).len(), Tag::MAX_LEN);
        assert!(tag("Post", &[&"a".repeat(251)]).starts_with("Post(#"));
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn different_parameters_make_different_tags(
            a in prop::collection::vec("[a,():%/#\u{e9}]{0,3}", 1..4),
            b in prop::collection::vec("[a,():%/#\u{e9}]{0,3}", 1..4),
        ) {
            let text = |parameters: &[String]| tag("Post", &parameters.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(text(&a) == text(&b), a == b);
        }
    }
}
