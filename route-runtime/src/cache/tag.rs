//! What cached answers are invalidated by.

use std::borrow::Cow;
use std::fmt;

/// A tag: a name for what a cached answer was made from (NEXT-SPEC V2). Strings are tags, and so is what `cache_tags!` declares.
///
/// It has 256 bytes at most, and is compared as it is written (V8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(Cow<'static, str>);

/// A tag without parameters that `cache_tags!` has declared: a constant, so that an attribute can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaticTag(&'static str);

impl Tag {
    /// The longest name, in bytes.
    pub const MAX_LEN: usize = 256;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
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
