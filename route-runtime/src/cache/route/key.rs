//! What an answer is kept under.

use std::borrow::Cow;

use axum::extract::OriginalUri;
use http::request::Parts;
use http::uri::PathAndQuery;

use crate::app::{BasePath, with_sound_escapes};
use crate::cache::{Cache, CacheKey, CacheOfRoutes};
use crate::route::RouteInfo;

/// What the keys of a route begin with.
pub(super) struct Prefix {
    /// In a cache that was given: all processes that share it have the same.
    shared: String,
    /// In the cache that the process has by itself, and with it all of its tables.
    own: String,
}

impl Prefix {
    pub(super) fn new(route: &RouteInfo, cache: &CacheOfRoutes) -> Self {
        let shared = prefix(route);
        Self { own: format!("own:{}:{shared}", cache.number()), shared }
    }

    /// The one in this cache, which is known when there is a request.
    #[inline]
    pub(super) fn of(&self, cache: &CacheOfRoutes) -> &str {
        if cache.is_given() { &self.shared } else { &self.own }
    }
}

/// What a route is called: its crate, scope and pattern. Each part goes with its length, so that no two routes have keys in common,
/// whatever they are called.
fn prefix(route: &RouteInfo) -> String {
    let package = route.module().split("::").next().unwrap_or_default();
    let mut prefix = "route:".to_owned();
    for part in [package, route.scope().unwrap_or_default(), route.pattern()] {
        prefix.push_str(&part.len().to_string());
        prefix.push(':');
        prefix.push_str(part);
    }
    prefix
}

/// The paths of a request, in the spelling that all requests for one answer have.
///
/// What the route sees is made from these, so that an answer depends on nothing that is not in its key.
pub(super) struct Paths<'a> {
    /// What the client has asked for.
    pub(super) client: Cow<'a, str>,
    /// What is left of it for the route.
    pub(super) seen: Cow<'a, str>,
}

impl<'a> Paths<'a> {
    /// `None` where there is no such spelling.
    pub(super) fn of(parts: &'a Parts) -> Option<Self> {
        let (client, seen) = sent(parts);
        let spelt_client = spelt(client)?;
        // The end of a path that is spelt well is, too.
        let is_end = matches!(spelt_client, Cow::Borrowed(_)) && client.ends_with(seen);
        Some(Self { client: spelt_client, seen: if is_end { Cow::Borrowed(seen) } else { spelt(seen)? } })
    }

    /// The paths as they came: for a request whose answer is not kept.
    pub(super) fn as_sent(parts: &'a Parts) -> Self {
        let (client, seen) = sent(parts);
        Self { client: client.into(), seen: seen.into() }
    }

    /// The key of an answer to this request, of a route with this prefix. The query is no part of it (NEXT-SPEC I1).
    ///
    /// It tells where the route's part of the path begins: a table that is nested below `/a` is sent the path `/a/b` as `/b`, which
    /// may be another answer than that of one at the root. No path has a space in it.
    #[inline]
    pub(super) fn key(&self, cache: &Cache, prefix: &str) -> CacheKey {
        let (client, seen) = (&*self.client, &*self.seen);
        match client.strip_suffix(seen) {
            Some(front) => cache.key(&[prefix, front, " ", seen]),
            None => cache.key(&[prefix, client, "  ", seen]),
        }
    }

    /// The path that the answer can be invalidated by: the client's, below the base path of the app.
    pub(super) fn below_base_path(&self, parts: &Parts) -> &str {
        let base_path = parts.extensions.get::<BasePath>();
        let below = base_path.and_then(|BasePath(base_path)| self.client.strip_prefix(&**base_path));
        match below.unwrap_or(&self.client) {
            "" => "/",
            path if path.starts_with('/') => path,
            _ => &self.client,
        }
    }
}

/// What the client has asked for, and what is left of it for the route.
fn sent(parts: &Parts) -> (&str, &str) {
    let original = parts.extensions.get::<OriginalUri>();
    (original.map_or(&parts.uri, |OriginalUri(uri)| uri).path(), parts.uri.path())
}

/// A path with its escapes spelt as they should be. It has the segments that it came with: what decodes to other parameters is
/// another path.
fn spelt(path: &str) -> Option<Cow<'_, str>> {
    match with_sound_escapes(path).ok()? {
        None => Some(Cow::Borrowed(path)),
        // It may have become longer than a path can be.
        Some(spelt) => PathAndQuery::try_from(spelt.as_str()).is_ok().then_some(Cow::Owned(spelt)),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::cache::MemoryStore;
    use crate::route::Method;
    use crate::testing::cases;
    use axum::extract::Request;
    use http::Uri;
    use proptest::prelude::*;

    fn parts(client: &str, seen: &str) -> Parts {
        let uri = |text: &str| match text.starts_with('/') {
            // For `Uri` itself, what begins with two slashes is no path.
            true => PathAndQuery::try_from(text).map(Uri::from).unwrap(),
            false => text.parse().unwrap(),
        };
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.uri = uri(seen);
        parts.extensions.insert(OriginalUri(uri(client)));
        parts
    }

    fn key(client: &str, seen: &str) -> Option<String> {
        let cache = Cache::new(MemoryStore::new()).with_namespace("shop");
        Some(Paths::of(&parts(client, seen))?.key(&cache, "route:").0)
    }

    #[test]
    fn I1_a_key_is_the_path_and_never_the_query() {
        for (client, seen, expected) in [
            ("/", "/", "shop:route: /"),
            ("/a/b", "/a/b", "shop:route: /a/b"),
            ("/a/b?q=1", "/a/b?q=1", "shop:route: /a/b"),
            ("http://example.com/a?b", "/a", "shop:route: /a"),
            // below a prefix, and where it is all of the path
            ("/api/a/b", "/a/b", "shop:route:/api /a/b"),
            ("/api", "/", "shop:route:/api  /"),
            ("/api/", "/", "shop:route:/api /"),
            // cut otherwise: a slash at the end, another path
            ("/a/", "/a", "shop:route:/a/  /a"),
            ("/old", "/new", "shop:route:/old  /new"),
            // one spelling of escapes
            ("/caf%c3%a9", "/caf%c3%a9", "shop:route: /caf%C3%A9"),
            ("/%61", "/%61", "shop:route: /a"),
            ("/x%2fy", "/x%2fy", "shop:route: /x%2Fy"),
        ] {
            assert_eq!(key(client, seen).as_deref(), Some(expected), "{client} {seen}");
        }
        for undecodable in ["/%", "/%ff", "/%e0%a4%a", "/a%00"] {
            assert_eq!(key(undecodable, undecodable), None, "{undecodable}");
        }
    }

    #[test]
    fn what_decodes_to_other_parameters_has_another_key() {
        let paths = ["/a/b", "/a//b", "/a/b/", "/a\\b", "/a%5Cb", "/a%2Fb", "/a/./b", "/a/x/../b", "/A/b"];
        let keys = paths.map(|path| key(path, path).unwrap());
        for (index, one) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(one), "{one}");
        }
        assert_eq!(key("/a/%2e/b", "/a/%2e/b"), key("/a/./b", "/a/./b"), "a route sees a dot in both");
    }

    #[test]
    fn two_routes_have_no_key_in_common() {
        const HERE: RouteInfo = RouteInfo::route(Method::Get, "/a", &[]).in_module("shop::routes");
        let infos = [
            HERE,
            HERE.in_module("blog::routes"),
            HERE.with_scope("admin"),
            HERE.with_scope("admi"),
            RouteInfo::route(Method::Get, "/[a]", &[]).in_module("shop"),
            RouteInfo::route(Method::Get, "/a ", &[]).in_module("shop"),
            RouteInfo::route(Method::Get, "/a", &[]).in_module("shop5:admin"),
        ];
        let prefixes = infos.each_ref().map(prefix);
        assert_eq!(prefixes[0], "route:4:shop0:2:/a");
        assert_eq!(prefixes[2], "route:4:shop5:admin2:/a");
        for (index, one) in prefixes.iter().enumerate() {
            let clashes = prefixes[..index].iter().any(|other| other.starts_with(one) || one.starts_with(other));
            assert!(!clashes, "{one}");
        }
        let elsewhere = HERE.in_module("shop::other");
        assert_eq!(prefix(&elsewhere), prefixes[0], "a route may move within its crate");
    }

    #[test]
    fn an_answer_is_invalidated_by_the_path_below_the_base_path() {
        for (base_path, client, expected) in [
            (None, "/docs/a", "/docs/a"),
            (Some("/docs"), "/docs/a", "/a"),
            (Some("/docs"), "/docs", "/"),
            (Some("/docs"), "/docs-old", "/docs-old"),
        ] {
            let mut parts = parts(client, "/a");
            parts.extensions.extend(
                base_path
                    .map(|base_path| {
                        let mut extensions = http::Extensions::new();
                        extensions.insert(BasePath(base_path.into()));
                        extensions
                    })
                    .unwrap_or_default(),
            );
            assert_eq!(Paths::of(&parts).unwrap().below_base_path(&parts), expected, "{base_path:?} {client}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn two_requests_have_one_key_only_if_the_route_sees_the_same(
            one in "(/[ab]{0,2}){1,3}", cut in 0..4_usize, other in "(/[ab]{0,2}){1,3}", cut_other in 0..4_usize,
        ) {
            // The route sees the client's path from one of its slashes on.
            let seen = |path: &str, cut: usize| {
                let at = path.match_indices('/').map(|(at, _)| at).nth(cut).unwrap_or(0);
                path[at..].to_owned()
            };
            let (seen, seen_other) = (seen(&one, cut), seen(&other, cut_other));
            let same = (&one, &seen) == (&other, &seen_other);
            prop_assert_eq!(key(&one, &seen) == key(&other, &seen_other), same);
        }
    }
}
