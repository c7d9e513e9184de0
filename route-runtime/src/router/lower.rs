//! Next's patterns in axum's: the one place that knows what matchit can hold.
//!
//! matchit, like Next, tries a static segment before a dynamic one and a dynamic one before a catch-all, and goes back where a
//! branch leads nowhere. What it cannot hold is a dynamic segment beside a catch-all. Next can (T2: `/p2/[id]` beside
//! `/p2/[...rest]`), so such a catch-all is lowered to the patterns that remain past its dynamic siblings:
//!
//! ```text
//! /items/[id]         ->  /items/{id}
//! /items/[id]/edit    ->  /items/{id}/edit
//! /items/[...rest]    ->  /items/{id}/{*rest}          (and /items/{id}, if no route were there)
//! ```

use crate::route::{Segment, SegmentKind};
use std::collections::BTreeMap;

/// All patterns of one router, by segment.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    /// A route ends here.
    ends: bool,
    literals: BTreeMap<&'static str, Node>,
    dynamic: Option<(&'static str, Box<Node>)>,
    catch_all: bool,
    optional_catch_all: bool,
}

impl Trie {
    pub(crate) fn insert(&mut self, segments: &[Segment]) {
        let mut node = &mut self.root;
        for segment in segments {
            match segment.kind() {
                SegmentKind::Static => node = node.literals.entry(segment.text()).or_default(),
                SegmentKind::Dynamic => node = &mut node.dynamic.get_or_insert((segment.text(), Box::default())).1,
                SegmentKind::CatchAll => return node.catch_all = true,
                SegmentKind::OptionalCatchAll => return node.optional_catch_all = true,
            }
        }
        node.ends = true;
    }

    /// Whether a path as it is sent is one of a route's.
    pub(crate) fn has(&self, path: &str) -> bool {
        let pieces: Vec<&str> = pieces(path).collect();
        self.root.has(&pieces)
    }

    /// Whether a path as it is sent is one of a route without parameters.
    pub(crate) fn has_static(&self, path: &str) -> bool {
        let node = pieces(path).try_fold(&self.root, |node, piece| node.literals.get(piece));
        node.is_some_and(|node| node.ends)
    }

    /// The axum patterns of a route that has been inserted. One, unless it ends in an optional catch-all or in a catch-all that
    /// has dynamic siblings.
    pub(crate) fn lower(&self, segments: &[Segment]) -> Vec<String> {
        let mut patterns = Vec::new();
        let mut prefix = String::new();
        let mut node = Some(&self.root);
        for segment in segments {
            match segment.kind() {
                SegmentKind::Static => {
                    prefix.push('/');
                    prefix.push_str(segment.text());
                    node = node.and_then(|node| node.literals.get(segment.text()));
                }
                SegmentKind::Dynamic => {
                    prefix = dynamic(&prefix, segment.text());
                    node = node.and_then(|node| Some(&*node.dynamic.as_ref()?.1));
                }
                SegmentKind::CatchAll => {
                    spread(node, prefix, segment.text(), &mut patterns);
                    return patterns;
                }
                SegmentKind::OptionalCatchAll => {
                    patterns.push(end(prefix.clone()));
                    spread(node, prefix, segment.text(), &mut patterns);
                    return patterns;
                }
            }
        }
        patterns.push(end(prefix));
        patterns
    }
}

/// `/a/b` as `a`, `b`; `/` as nothing.
fn pieces(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split('/').take(if path.is_empty() { 0 } else { usize::MAX })
}

impl Node {
    fn has(&self, pieces: &[&str]) -> bool {
        let Some((first, rest)) = pieces.split_first() else { return self.ends || self.optional_catch_all };
        if self.literals.get(first).is_some_and(|node| node.has(rest)) {
            return true;
        }
        if !first.is_empty() && self.dynamic.as_ref().is_some_and(|(_, node)| node.has(rest)) {
            return true;
        }
        (self.catch_all || self.optional_catch_all) && pieces.iter().all(|piece| !piece.is_empty())
    }
}

/// What a catch-all at `node` owns: everything below it that the dynamic child's own routes leave.
fn spread(node: Option<&Node>, prefix: String, name: &str, patterns: &mut Vec<String>) {
    let Some((sibling, child)) = node.and_then(|node| node.dynamic.as_ref()) else {
        patterns.push(format!("{prefix}/{{*{name}}}"));
        return;
    };
    let prefix = dynamic(&prefix, sibling);
    if !child.ends && !child.optional_catch_all {
        patterns.push(prefix.clone());
    }
    if !child.catch_all && !child.optional_catch_all {
        spread(Some(child), prefix, name, patterns);
    }
}

fn dynamic(prefix: &str, name: &str) -> String {
    format!("{prefix}/{{{name}}}")
}

fn end(prefix: String) -> String {
    if prefix.is_empty() { "/".to_owned() } else { prefix }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn parse(pattern: &'static str) -> Vec<Segment> {
        pattern
            .split('/')
            .skip(1)
            .filter(|piece| !piece.is_empty())
            .map(|piece| match piece.strip_prefix('[').and_then(|piece| piece.strip_suffix(']')) {
                None => Segment::literal(piece, 7),
                Some(inner) => match inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
                    Some(inner) => Segment::optional_catch_all(inner.trim_start_matches("...")),
                    None if inner.starts_with("...") => Segment::catch_all(&inner[3..]),
                    None => Segment::dynamic(inner),
                },
            })
            .collect()
    }

    #[test]
    fn a_path_is_one_of_a_routes() {
        let mut trie = Trie::default();
        for route in ["/", "/a/b", "/a/[id]/c", "/docs/[...rest]", "/x/[[...rest]]"] {
            trie.insert(&parse(route));
        }
        for (path, is_one, is_static) in [
            ("/", true, true),
            ("/a/b", true, true),
            ("/a", false, false),
            ("/a/b/c", true, false),
            ("/a//c", false, false),
            ("/a/b/", false, false),
            ("/docs", false, false),
            ("/docs/1/2", true, false),
            ("/docs//2", false, false),
            ("/x", true, false),
            ("/x/1", true, false),
            ("", true, true),
        ] {
            assert_eq!((trie.has(path), trie.has_static(path)), (is_one, is_static), "{path}");
        }
    }

    #[test]
    fn T2_a_catch_all_is_lowered_past_its_dynamic_siblings() {
        for (routes, route, lowered) in [
            (&["/"][..], "/", &["/"][..]),
            (&["/caf%C3%A9/[id]"], "/caf%C3%A9/[id]", &["/caf%C3%A9/{id}"]),
            (&["/[...all]"], "/[...all]", &["/{*all}"]),
            (&["/[[...all]]"], "/[[...all]]", &["/", "/{*all}"]),
            (&["/p/[...rest]", "/p/[id]"], "/p/[...rest]", &["/p/{id}/{*rest}"]),
            (&["/p/[...rest]", "/p/[id]/edit"], "/p/[...rest]", &["/p/{id}", "/p/{id}/{*rest}"]),
            (&["/p/[[...rest]]", "/p/[id]"], "/p/[[...rest]]", &["/p", "/p/{id}/{*rest}"]),
            (
                &["/p/[...rest]", "/p/[id]/[sub]/x"],
                "/p/[...rest]",
                &["/p/{id}", "/p/{id}/{sub}", "/p/{id}/{sub}/{*rest}"],
            ),
            (&["/p/[...rest]", "/p/[id]/[...more]"], "/p/[...rest]", &["/p/{id}"]),
            (&["/p/[...rest]", "/p/[id]/[[...more]]"], "/p/[...rest]", &[]),
        ] {
            let mut trie = Trie::default();
            routes.iter().for_each(|route| trie.insert(&parse(route)));
            assert_eq!(trie.lower(&parse(route)), lowered, "{route} among {routes:?}");
        }
    }
}
