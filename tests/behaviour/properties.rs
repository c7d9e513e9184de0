//! Random tables against slow, straightforward references: which sets clash (T15, T18 to T20, X1) and which route a path
//! reaches (T1, T2). `ROUTE_PROPTEST_CASES` sets how many; a failure prints the smallest table and path.

use axum::Router;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use proptest::sample::Index;
use route_runtime::__private::{Described, Method, RawPath, clashes, mount_described};
use route_runtime::{RouteInfo, Routes, Segment, SegmentKind};
use route_tests::{Answer, send};
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

/// A literal with a poor hash, so that the check also meets literals that have one hash.
fn literal_segment(text: &'static str) -> Segment {
    Segment::literal(text, text.bytes().map(u64::from).sum::<u64>() % 8)
}

/// The number of cases of each property.
pub(crate) fn config() -> ProptestConfig {
    let cases = std::env::var("ROUTE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}

/// One route of a random table, printed as `GET /a/[id]`.
#[derive(Clone, PartialEq)]
struct Route {
    /// `None` for a page.
    method: Option<Method>,
    segments: Vec<Segment>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method {
            Some(method) => write!(f, "{} {}", format!("{method:?}").to_uppercase(), self.pattern()),
            None => write!(f, "page {}", self.pattern()),
        }
    }
}

impl Route {
    fn pattern(&self) -> String {
        let segments: String = self
            .segments
            .iter()
            .map(|segment| match segment.kind() {
                SegmentKind::Static => format!("/{}", segment.text()),
                SegmentKind::Dynamic => format!("/[{}]", segment.text()),
                SegmentKind::CatchAll => format!("/[...{}]", segment.text()),
                SegmentKind::OptionalCatchAll => format!("/[[...{}]]", segment.text()),
            })
            .collect();
        if segments.is_empty() { "/".to_owned() } else { segments }
    }

    /// The constant that an attribute would write. `place` stands for the line of the source.
    fn describe(&self, place: usize) -> &'static RouteInfo {
        // Each description is leaked once, however many cases there are.
        static ALL: LazyLock<Mutex<HashMap<(String, usize), &'static RouteInfo>>> = LazyLock::new(Mutex::default);
        ALL.lock().unwrap().entry((format!("{self:?}"), place)).or_insert_with(|| {
            let pattern = self.pattern().leak();
            let segments = self.segments.clone().leak();
            let info = match self.method {
                Some(method) => RouteInfo::route(method, pattern, segments),
                None => RouteInfo::page(pattern, segments),
            };
            Box::leak(Box::new(info.at("app.rs", u32::try_from(place).unwrap())))
        })
    }

    fn answers(&self, method: &str) -> bool {
        match self.method {
            Some(own) => format!("{own:?}").to_uppercase() == method,
            None => method == "GET",
        }
    }

    fn is_dynamic(&self) -> bool {
        self.segments.iter().any(|segment| segment.kind() != SegmentKind::Static)
    }
}

/// What two segments have in common whatever their names.
fn shape(segment: &Segment) -> (SegmentKind, &'static str) {
    (segment.kind(), if segment.kind() == SegmentKind::Static { segment.text() } else { "" })
}

fn shapes(segments: &[Segment]) -> Vec<(SegmentKind, &'static str)> {
    segments.iter().map(shape).collect()
}

/// Whether two routes cannot stand in one table, rule by rule.
fn clash(a: &Route, b: &Route) -> bool {
    let (left, right) = (&a.segments, &b.segments);
    let one_path = shapes(left) == shapes(right);
    if one_path && (a.method.is_none() || b.method.is_none() || a.method == b.method) {
        return true;
    }
    (0..left.len().min(right.len())).any(|i| {
        let above = shapes(&left[..i]) == shapes(&right[..i]);
        let (left, right) = (&left[i], &right[i]);
        let different_names =
            left.kind() == right.kind() && left.kind() != SegmentKind::Static && left.text() != right.text();
        let kinds = [left.kind(), right.kind()];
        let both_catch_alls = kinds.contains(&SegmentKind::CatchAll) && kinds.contains(&SegmentKind::OptionalCatchAll);
        above && (different_names || both_catch_alls)
    }) || parent(left, right)
        || parent(right, left)
}

/// T20: whether `child` is an optional catch-all below `parent`.
fn parent(parent: &[Segment], child: &[Segment]) -> bool {
    match child {
        [above @ .., last] => last.kind() == SegmentKind::OptionalCatchAll && shapes(above) == shapes(parent),
        [] => false,
    }
}

/// The place of a path among all paths, as Next sorts them.
fn order(route: &Route) -> Vec<(u8, &'static str)> {
    let rank = |segment: &Segment| match segment.kind() {
        SegmentKind::Static => (0, segment.text()),
        SegmentKind::Dynamic => (1, ""),
        SegmentKind::CatchAll => (2, ""),
        SegmentKind::OptionalCatchAll => (3, ""),
    };
    route.segments.iter().map(rank).collect()
}

/// Whether a path is one of a route's: what its regular expression says, with no empty segment anywhere.
fn matches(route: &Route, pieces: &[&str]) -> bool {
    if pieces.iter().any(|piece| piece.is_empty()) {
        return false;
    }
    let mut rest = pieces;
    for segment in &route.segments {
        match (segment.kind(), rest) {
            (SegmentKind::Static, [first, more @ ..]) if *first == segment.text() => rest = more,
            (SegmentKind::Dynamic, [_, more @ ..]) => rest = more,
            (SegmentKind::CatchAll, [_, ..]) | (SegmentKind::OptionalCatchAll, _) => return true,
            _ => return false,
        }
    }
    rest.is_empty()
}

fn pieces(path: &str) -> Vec<&str> {
    if path == "/" { Vec::new() } else { path[1..].split('/').collect() }
}

fn decode(piece: &str) -> Option<String> {
    let mut rest = piece.split('%').skip(1);
    let escapes = rest.all(|rest| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit));
    let text = percent_decode_str(piece).decode_utf8().ok()?;
    escapes.then(|| text.into_owned())
}

/// What the table must answer: status, body, `Allow`.
fn expected(routes: &[Route], method: &str, path: &str) -> (u16, String, Option<String>) {
    let pieces = pieces(path);
    let mut sorted: Vec<&Route> = routes.iter().collect();
    sorted.sort_by_key(|route| order(route));
    let (dynamic, fixed): (Vec<&Route>, Vec<&Route>) = sorted.into_iter().partition(|route| route.is_dynamic());
    let Some(chosen) = fixed.into_iter().chain(dynamic).find(|route| matches(route, &pieces)) else {
        return (404, String::new(), None);
    };
    let decoded: Option<Vec<String>> = pieces.iter().map(|piece| decode(piece)).collect();
    let decoded = match decoded {
        Some(decoded) => decoded,
        None if chosen.is_dynamic() => return (400, String::new(), None),
        None => Vec::new(),
    };
    let file: Vec<&Route> = routes.iter().filter(|route| shapes(&route.segments) == shapes(&chosen.segments)).collect();
    let handler = |method: &str| file.iter().find(|route| route.answers(method));
    if let Some(route) = handler(method).or_else(|| if method == "HEAD" { handler("GET") } else { None }) {
        let params: Vec<String> = route
            .segments
            .iter()
            .enumerate()
            .filter_map(|(i, segment)| {
                let value = match segment.kind() {
                    SegmentKind::Static => return None,
                    SegmentKind::Dynamic => format!("{:?}", decoded[i]),
                    SegmentKind::CatchAll => format!("{:?}", &decoded[i..]),
                    SegmentKind::OptionalCatchAll if decoded.len() == i => "None".to_owned(),
                    SegmentKind::OptionalCatchAll => format!("Some({:?})", &decoded[i..]),
                };
                Some(format!("{}={value}", segment.text()))
            })
            .collect();
        let body = format!("{route:?} {}", params.join(" "));
        return (200, if method == "HEAD" { String::new() } else { body }, None);
    }
    let mut allow = vec!["OPTIONS"];
    for method in ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] {
        if handler(method).is_some() || method == "HEAD" && handler("GET").is_some() {
            allow.push(method);
        }
    }
    allow.sort_unstable();
    (if method == "OPTIONS" { 204 } else { 405 }, String::new(), Some(allow.join(", ")))
}

/// Answers with the route and its parameters.
struct Echo;

impl Described for Echo {
    fn answer(route: &'static RouteInfo, path: RawPath<'_>) -> Response {
        let params: Vec<String> = route
            .segments()
            .iter()
            .enumerate()
            .filter_map(|(i, segment)| {
                let value = match segment.kind() {
                    SegmentKind::Static => return None,
                    SegmentKind::Dynamic => format!("{:?}", path.dynamic::<String>(i).unwrap()),
                    SegmentKind::CatchAll => format!("{:?}", path.catch_all::<Vec<String>>(i).unwrap()),
                    SegmentKind::OptionalCatchAll => {
                        format!("{:?}", path.optional_catch_all::<Option<Vec<String>>>(i).unwrap())
                    }
                };
                Some(format!("{}={value}", segment.text()))
            })
            .collect();
        format!("{route} {}", params.join(" ")).into_response()
    }
}

/// A table that nothing has checked yet.
fn table(routes: &[Route]) -> Routes {
    let mut table = Routes::new();
    for (place, route) in routes.iter().enumerate() {
        mount_described::<Echo, ()>(&mut table, route.describe(place));
    }
    table
}

const METHODS: [Method; 7] =
    [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Head, Method::Options];

fn any_method() -> impl Strategy<Value = Option<Method>> {
    prop_oneof![
        6 => Just(Some(Method::Get)),
        4 => proptest::sample::select(&METHODS[..]).prop_map(Some),
        1 => Just(None),
    ]
}

fn literal() -> impl Strategy<Value = Segment> {
    prop_oneof![
        4 => Just("a"),
        3 => Just("b"),
        1 => proptest::sample::select(&["ab", "aa", "a-", "caf%C3%A9", ":a", "*b", "%2F", "[id]"][..]),
    ]
    .prop_map(literal_segment)
}

/// The names of a level, seldom one that differs from the others.
fn any_route(odd_names: u32) -> impl Strategy<Value = Route> {
    let name = move |usual: [&'static str; 4], odd: &'static str| prop_oneof![20 => Just((usual, None)), odd_names => Just((usual, Some(odd)))];
    let inner = prop_oneof![
        3 => literal().prop_map(|literal| (Some(literal), None)),
        2 => name(["p0", "p1", "p2", "p3"], "odd").prop_map(|name| (None, Some(name))),
    ];
    let last = prop_oneof![
        6 => Just(None),
        2 => name(["rest"; 4], "p0").prop_map(|(name, odd)| Some(Segment::catch_all(odd.unwrap_or(name[0])))),
        1 => name(["rest"; 4], "more").prop_map(|(name, odd)| Some(Segment::optional_catch_all(odd.unwrap_or(name[0])))),
    ];
    (any_method(), prop::collection::vec(inner, 0..=3), last).prop_map(|(method, inner, last)| {
        let inner = inner.into_iter().enumerate().map(|(i, (literal, name))| match (literal, name) {
            (Some(literal), _) => literal,
            (None, Some((usual, odd))) => Segment::dynamic(odd.unwrap_or(usual[i])),
            (None, None) => unreachable!("a segment is one or the other"),
        });
        Route { method, segments: inner.chain(last).collect() }
    })
}

const PIECES: &[&str] = &[
    "a",
    "b",
    "ab",
    "aa",
    "a-",
    "A",
    "caf%C3%A9",
    "caf%c3%a9",
    "%61",
    ":a",
    "*b",
    "%2F",
    "[id]",
    "",
    "%zz",
    "%C3",
    "a+b",
    "..",
    "{p0}",
    "é",
];

fn piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![5 => Just("a"), 4 => Just("b"), 6 => proptest::sample::select(PIECES)]
}

/// A path at random, or one along a route of the table with something changed.
#[derive(Clone, Debug)]
enum Path {
    Random(Vec<&'static str>),
    Along { route: Index, fill: Vec<&'static str>, rest: usize, change: Option<(Index, &'static str)> },
}

impl Path {
    fn resolve(&self, routes: &[Route]) -> String {
        let pieces = match self {
            Path::Random(pieces) => pieces.clone(),
            Path::Along { fill, .. } if routes.is_empty() => fill.clone(),
            Path::Along { route, fill, rest, change } => {
                let mut fill = fill.iter().copied();
                let mut pieces = Vec::new();
                for segment in &route.get(routes).segments {
                    match segment.kind() {
                        SegmentKind::Static => pieces.push(segment.text()),
                        SegmentKind::Dynamic => pieces.extend(fill.next()),
                        _ => pieces.extend(fill.by_ref().take(*rest)),
                    }
                }
                if let Some((place, piece)) = change
                    && !pieces.is_empty()
                {
                    let place = place.index(pieces.len());
                    pieces[place] = piece;
                }
                pieces
            }
        };
        format!("/{}", pieces.join("/"))
    }
}

fn any_path() -> impl Strategy<Value = Path> {
    prop_oneof![
        1 => prop::collection::vec(piece(), 0..=5).prop_map(Path::Random),
        2 => (any::<Index>(), prop::collection::vec(piece(), 6), 0..=3_usize, prop::option::weighted(0.3, (any::<Index>(), piece())))
            .prop_map(|(route, fill, rest, change)| Path::Along { route, fill, rest, change }),
    ]
}

fn seen(answer: Answer) -> (u16, String, Option<String>) {
    let allow = answer.allow().map(str::to_owned);
    let body = if answer.status == 400 { String::new() } else { answer.body };
    (answer.status, body, allow)
}

/// `clashes` as the compiler runs it over a table of so many routes.
fn const_check(infos: &[&'static RouteInfo]) -> bool {
    macro_rules! with_lengths {
        ($($n:literal)*) => {
            match infos.len() {
                // Each route an element of its own, then all in one: a module of handlers is one element.
                $($n => {
                    let apart: Vec<_> = infos.chunks(1).collect();
                    let apart = !clashes::<$n>(&apart).is_empty();
                    let together = !clashes::<$n>(&[infos]).is_empty();
                    assert_eq!(apart, together);
                    apart
                })*
                more => unreachable!("{more} routes"),
            }
        };
    }
    with_lengths!(0 1 2 3 4 5 6 7 8 9 10)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn T15_T18_T19_T20_the_check_refuses_what_a_pairwise_reference_refuses(
        routes in prop::collection::vec(any_route(1), 0..=10),
    ) {
        let pair = |i: usize, j: usize| clash(&routes[i], &routes[j]);
        let any = (0..routes.len()).any(|j| (0..j).any(|i| pair(i, j)));
        let infos: Vec<_> = table(&routes).routes().collect();
        prop_assert_eq!(const_check(&infos), any, "at compile time: {:#?}", &routes);

        match table(&routes).try_merge(Routes::new()) {
            Ok(table) => {
                prop_assert!(!any, "accepted: {:#?}", &routes);
                prop_assert_eq!(table.routes().len(), routes.len());
            }
            Err(conflict) => {
                let (first, second) = (conflict.first().line() as usize, conflict.second().line() as usize);
                prop_assert!(first < second && pair(first, second), "{} in {:#?}", &conflict, &routes);
                let message = conflict.to_string();
                for route in [first, second] {
                    let named = format!("  {:?}  app.rs:{route}", routes[route]);
                    prop_assert!(message.lines().any(|line| line == named), "{:?} in {}", named, &message);
                }
            }
        }

        // Wherever the table is cut, uniting the halves finds the same.
        let middle = routes.len() / 2;
        let (left, right) = routes.split_at(middle);
        let united = table(left).try_merge(table(right));
        prop_assert_eq!(united.is_err(), any, "{:#?}", &routes);
    }

    #[test]
    fn T1_T2_an_accepted_table_builds_and_dispatches_every_path_as_the_reference(
        candidates in prop::collection::vec(any_route(0), 0..=12),
        paths in prop::collection::vec((any_path(), proptest::sample::select(
            &["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PURGE"][..],
        )), 0..=40),
    ) {
        let mut routes: Vec<Route> = Vec::new();
        for route in candidates {
            if routes.iter().all(|other| !clash(other, &route)) {
                routes.push(route);
            }
        }
        let table = match Routes::new().try_merge(table(&routes)) {
            Ok(table) => table,
            Err(conflict) => return Err(TestCaseError::fail(format!("{conflict} in {routes:#?}"))),
        };
        let app: Router = table.clone().into_router();
        let nested: Router = Router::new().without_v07_checks().nest("/n/{prefix}", table.into_router());
        for (path, method) in paths {
            let path = path.resolve(&routes);
            let expected = expected(&routes, method, &path);
            let below = if path == "/" { "/n/x".to_owned() } else { format!("/n/x{path}") };
            for (app, uri) in [(&app, &path), (&nested, &below)] {
                let seen = RUNTIME.with(|runtime| runtime.block_on(send(app, method, uri, "")));
                prop_assert_eq!(self::seen(seen), expected.clone(), "{} {} of {:#?}", method, uri, &routes);
            }
        }
    }
}

thread_local!(static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread().build().unwrap());

/// A table of `groups` times three routes, with one more at its end.
fn large(groups: usize, last: &[Route]) -> Routes {
    let literal = |text: String| literal_segment(text.leak());
    let mut routes = Vec::new();
    for i in 0..groups {
        let group = [literal(format!("group{}", i / 50)), literal(format!("item{i}"))];
        let with = |more: Option<Segment>| group.iter().copied().chain(more).collect();
        routes.push(Route { method: Some(Method::Get), segments: with(None) });
        routes.push(Route { method: Some(Method::Get), segments: with(Some(Segment::dynamic("id"))) });
        routes.push(Route { method: Some(Method::Get), segments: with(Some(Segment::catch_all("rest"))) });
    }
    routes.extend_from_slice(last);
    table(&routes)
}

#[test]
fn a_table_of_3000_routes_is_checked_and_built_fast() {
    let routes = large(1_000, &[]);
    assert_eq!(routes.routes().len(), 3_000);
    let start = Instant::now();
    let routes = routes.try_merge(Routes::new()).unwrap();
    let checked = start.elapsed();
    // Unoptimised it takes some 2 ms here, and building 30.
    assert!(checked < Duration::from_millis(500), "{checked:?}");

    let app: Router = routes.into_router();
    let built = start.elapsed();
    assert!(built < Duration::from_secs(5), "{built:?}");
    for (path, body) in [
        ("/group0/item0", "GET /group0/item0 "),
        ("/group19/item999/x", "GET /group19/item999/[id] id=\"x\""),
        ("/group19/item999/x/y", "GET /group19/item999/[...rest] rest=[\"x\", \"y\"]"),
    ] {
        let answer = RUNTIME.with(|runtime| runtime.block_on(send(&app, "GET", path, "")));
        assert_eq!(answer.text(), (200, body));
    }
}

#[test]
fn one_clash_among_3000_routes_is_found() {
    let odd = [literal_segment("group7"), literal_segment("item350"), Segment::dynamic("slug"), literal_segment("x")];
    let odd = Route { method: Some(Method::Put), segments: odd.to_vec() };
    let conflict = large(1_000, &[odd]).try_merge(Routes::new()).unwrap_err();
    assert_eq!(conflict.first().pattern(), "/group7/item350/[id]");
    assert_eq!(conflict.second().pattern(), "/group7/item350/[slug]/x");
}
