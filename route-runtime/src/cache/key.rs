//! The names under which a cache keeps things, and the tags that no program names itself: those of paths.

use std::borrow::Cow;
use std::sync::Arc;

use super::entry::CacheEntry;
use super::tag::Tag;
use crate::app::{TrailingSlash, canonical, respelt};

/// What a cache's name ends with, in keys and in tags. Where the name has it, it is escaped.
const END: char = ':';

/// Stands before the names of tags that the program gives, so that none of them is the tag of a path.
const NAMED: char = '#';

/// The first character of the tag of a path or of a pattern, which no other tag has: what follows is as it is in the store.
const OF_PATH: char = '\0';

/// At most so many tags of one entry (NEXT-SPEC V8); those of paths are not counted.
const MAX_TAGS: usize = 128;

/// The longest path that can be invalidated, in bytes (NEXT-SPEC V1).
pub(super) const MAX_PATH_LEN: usize = 1024;

/// A key of a cache, with its namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey(pub(super) String);

impl CacheKey {
    /// The key under which stands when this one's value was last tried to be made, and was not. No other key ends so.
    pub(super) fn of_try(&self) -> Self {
        Self(format!("{}\0tried", self.0))
    }
}

/// The namespace of a cache, as its keys and tags begin.
#[derive(Debug)]
pub(super) struct Namespace {
    name: String,
    prefix: String,
}

impl Namespace {
    pub(super) fn new(name: String) -> Self {
        let mut prefix = escaped(&name).into_owned();
        prefix.push(END);
        Self { name, prefix }
    }

    /// As it was given.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A key, whose rest is put together of these pieces.
    pub(super) fn key(&self, pieces: &[&str]) -> CacheKey {
        let mut key = String::with_capacity(self.prefix.len() + pieces.iter().map(|piece| piece.len()).sum::<usize>());
        key.push_str(&self.prefix);
        pieces.iter().for_each(|piece| key.push_str(piece));
        CacheKey(key)
    }

    /// A key on a store that several builds share.
    pub(super) fn key_of_build(&self, build: &str, key: &CacheKey) -> String {
        let rest = key.0.strip_prefix(&self.prefix).unwrap_or(&key.0);
        let build = escaped(build);
        let mut key = String::with_capacity(self.prefix.len() + build.len() + 1 + rest.len());
        key.push_str(&self.prefix);
        key.push_str(&build);
        key.push(END);
        key.push_str(rest);
        key
    }

    /// A tag, as it is in the store. All builds have the same: an invalidation reaches the old and the new.
    pub(super) fn tag(&self, tag: &Tag) -> Arc<str> {
        let (prefix, name) = (&self.prefix, tag.as_str());
        match name.strip_prefix(OF_PATH) {
            Some(path) => format!("{prefix}{path}").into(),
            None => format!("{prefix}{NAMED}{name}").into(),
        }
    }

    /// The tags of an entry that is made: what is too long or too much is left out, and that is logged (NEXT-SPEC V8).
    pub(super) fn tags(&self, tags: &[Tag], key: &CacheKey) -> Box<[Arc<str>]> {
        let (paths, named): (Vec<_>, Vec<_>) = tags.iter().partition(|tag| is_of_path(tag));
        let (fitting, long): (Vec<_>, Vec<_>) = named.into_iter().partition(|tag| tag.as_str().len() <= Tag::MAX_LEN);
        for tag in long {
            tracing::warn!(key = key.0, %tag, "a tag has more than {} bytes, and is left out", Tag::MAX_LEN);
        }
        if fitting.len() > MAX_TAGS {
            let left_out = fitting.len() - MAX_TAGS;
            tracing::warn!(key = key.0, left_out, "an answer has more than {MAX_TAGS} tags: the others are left out");
        }
        paths.into_iter().chain(fitting.into_iter().take(MAX_TAGS)).map(|tag| self.tag(tag)).collect()
    }

    /// The tags of an entry that the program has named, without the namespace.
    pub(super) fn named_tags<'a>(&'a self, entry: &'a CacheEntry) -> impl Iterator<Item = &'a str> {
        entry.tags.iter().filter_map(|tag| tag.strip_prefix(&*self.prefix)?.strip_prefix(NAMED))
    }
}

/// A name that does not have [`END`]; no two names become one.
fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['%', END]) { name.replace('%', "%25").replace(END, "%3A").into() } else { name.into() }
}

/// Whether it is the tag of a path or of a pattern: no program can name those.
pub(super) fn is_of_path(tag: &Tag) -> bool {
    tag.as_str().starts_with(OF_PATH)
}

/// Why a path has no tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPathTag {
    /// It does not begin with a slash.
    Relative,
    /// It has more than [`MAX_PATH_LEN`] bytes.
    TooLong,
    /// It has an escape that is none.
    Undecodable,
}

/// The tag of all that is kept for a path, however that is spelt: with or without a slash at its end, escaped or not (NEXT-SPEC V1).
pub(crate) fn path_tag(path: &str) -> Result<Tag, NoPathTag> {
    let path = spelt(path)?;
    Ok(Tag::from(format!("{OF_PATH}{path}")))
}

/// The tag of all that is kept for the paths of a pattern, in Next's syntax. Route groups may be in it.
pub(crate) fn pattern_tag(pattern: &str) -> Result<Tag, NoPathTag> {
    let is_group = |segment: &&str| segment.starts_with('(') && segment.ends_with(')');
    let without_groups = pattern.split('/').filter(|segment| !is_group(segment)).collect::<Vec<_>>().join("/");
    // Of a pattern that is a group, nothing is left.
    let pattern = if without_groups.is_empty() && !pattern.is_empty() { "/" } else { &without_groups };
    let pattern = spelt(pattern)?;
    Ok(Tag::from(format!("{OF_PATH}[{pattern}")))
}

/// The one spelling of a path, in which nothing is escaped that need not be: `/%5Bx%5D` is `/[x]`. `/index` is `/`.
fn spelt(path: &str) -> Result<Cow<'_, str>, NoPathTag> {
    if !path.starts_with('/') {
        return Err(NoPathTag::Relative);
    }
    if path.len() > MAX_PATH_LEN {
        return Err(NoPathTag::TooLong);
    }
    let spelt = match canonical(path, TrailingSlash::Never) {
        Ok(None) => Cow::Borrowed(path),
        Ok(Some(spelt)) => Cow::Owned(spelt),
        Err(_) => return Err(NoPathTag::Undecodable),
    };
    let spelt = respelt(&spelt).map_or(spelt, Cow::Owned);
    Ok(if spelt == "/index" { Cow::Borrowed("/") } else { spelt })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    fn key(namespace: &str, rest: &str) -> String {
        Namespace::new(namespace.to_owned()).key(&[rest]).0
    }

    fn tag(namespace: &str, tag: &Tag) -> Arc<str> {
        Namespace::new(namespace.to_owned()).tag(tag)
    }

    #[test]
    fn a_namespace_is_read_in_a_key() {
        for (namespace, rest, whole) in [
            ("shop", "route /a", "shop:route /a"),
            ("", "a", ":a"),
            ("a:b", "c", "a%3Ab:c"),
            ("a%3Ab", "c", "a%253Ab:c"),
        ] {
            assert_eq!(key(namespace, rest), whole);
        }
    }

    // V1, I1
    #[test]
    fn a_path_has_one_tag_however_it_is_spelt() {
        for (path, like) in [
            ("/café", "/caf%C3%A9"),
            ("/caf%c3%a9/", "/caf%C3%A9"),
            ("/a/", "/a"),
            ("//a//b", "/a/b"),
            ("/", "/"),
            ("/index", "/"),
            ("/index/", "/"),
            ("/%7Euser", "/~user"),
            ("/a b", "/a%20b"),
            ("/%5Bx%5d", "/[x]"),
            ("/[x]", "/[x]"),
            ("/a%2Cb", "/a,b"),
            ("/a%2fb", "/a%2Fb"),
            ("/a%5cb", "/a%5Cb"),
            ("/%252e", "/%252e"),
        ] {
            assert_eq!(path_tag(path), Ok(Tag::from(format!("\0{like}"))), "{path}");
        }
        assert_ne!(path_tag("/a/index"), path_tag("/a"));
        assert_ne!(path_tag("/A"), path_tag("/a"));
    }

    // V1
    #[test]
    fn what_is_no_path_has_no_tag() {
        let long = format!("/{}", "a".repeat(MAX_PATH_LEN));
        for (path, error) in [
            ("", NoPathTag::Relative),
            ("a", NoPathTag::Relative),
            ("https://a.example/b", NoPathTag::Relative),
            ("/%", NoPathTag::Undecodable),
            ("/%FF", NoPathTag::Undecodable),
            ("/a%00", NoPathTag::Undecodable),
            (&*long, NoPathTag::TooLong),
        ] {
            assert_eq!(path_tag(path), Err(error), "{path}");
        }
        assert!(path_tag(&long[..MAX_PATH_LEN]).is_ok());
    }

    #[test]
    fn a_pattern_has_one_tag_with_and_without_its_groups() {
        for (pattern, like) in [
            ("/(shop)/items/[id]", "/items/[id]"),
            ("/items/(all)/[id]/", "/items/[id]"),
            ("/(home)", "/"),
            ("/docs/[[...slug]]", "/docs/[[...slug]]"),
            ("/café/[id]", "/caf%C3%A9/[id]"),
        ] {
            assert_eq!(pattern_tag(pattern), Ok(Tag::from(format!("\0[{like}"))), "{pattern}");
        }
        assert_eq!(pattern_tag("items/[id]"), Err(NoPathTag::Relative));
    }

    // V8
    #[test]
    fn an_entry_has_128_tags_at_most_and_none_that_is_too_long() {
        let shop = Namespace::new("shop".to_owned());
        let key = shop.key(&["a"]);
        let mut tags: Vec<_> = (0..200).map(|number| Tag::from(number.to_string())).collect();
        tags.insert(0, Tag::from("x".repeat(Tag::MAX_LEN + 1)));
        tags.insert(1, Tag::from("y".repeat(Tag::MAX_LEN)));
        tags.push(path_tag(&format!("/{}", "a".repeat(1000))).unwrap());
        let kept = shop.tags(&tags, &key);
        assert_eq!(kept.len(), 129, "and that of the path");
        assert!(kept[0].starts_with("shop:/aaa"));
        assert_eq!(&*kept[1], format!("shop:#{}", "y".repeat(Tag::MAX_LEN)));
        assert_eq!(&*kept[128], "shop:#126");
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn two_namespaces_never_meet(
            one in "[a:%3A]{0,6}", other in "[a:%3A]{0,6}", rest in "[a:%3A]{0,6}", other_rest in "[a:%3A]{0,6}",
        ) {
            prop_assert_eq!(key(&one, &rest) == key(&other, &other_rest), one == other && rest == other_rest);
            let (tags, other_tags) = (Tag::from(&*rest), Tag::from(&*other_rest));
            prop_assert_eq!(tag(&one, &tags) == tag(&other, &other_tags), one == other && rest == other_rest);
        }

        #[test]
        fn two_builds_never_meet(
            one in "[a:%3A]{0,6}", other in "[a:%3A]{0,6}", rest in "[a:%3A]{0,6}", other_rest in "[a:%3A]{0,6}",
        ) {
            let shop = Namespace::new("shop:1".to_owned());
            let of = |build: &str, rest: &str| shop.key_of_build(build, &shop.key(&[rest]));
            prop_assert_eq!(of(&one, &rest) == of(&other, &other_rest), one == other && rest == other_rest);
        }

        #[test]
        fn a_named_tag_is_never_that_of_a_path(name in "[#/\\[a]{0,5}", path in "/[a-c/#\\[\\]]{0,5}") {
            let named = tag("shop", &Tag::from(name));
            prop_assert_ne!(&named, &tag("shop", &path_tag(&path).unwrap()));
            prop_assert_ne!(&named, &tag("shop", &pattern_tag(&path).unwrap()));
        }

        #[test]
        fn the_tag_of_a_path_is_that_of_its_canonical_spelling(path in "/([a-cé%/.~]|%2F|%C3%A9|%c3%a9){0,12}") {
            match canonical(&path, TrailingSlash::Never) {
                Ok(Some(spelt)) => prop_assert_eq!(path_tag(&path), path_tag(&spelt)),
                Ok(None) => prop_assert!(path_tag(&path).is_ok()),
                Err(_) => prop_assert_eq!(path_tag(&path), Err(NoPathTag::Undecodable)),
            }
        }
    }
}
