//! What each route is for, and what its form on the front page holds before anybody has typed.

/// A request that shows what a route does.
pub(crate) struct Sample {
    /// The route, as [`RouteInfo`](route_runtime::RouteInfo) prints it.
    route: &'static str,
    /// What a visitor is told.
    pub(crate) about: &'static str,
    /// The dynamic segments, in their order; the pieces of a catch-all with slashes between them.
    pub(crate) params: &'static [&'static str],
    /// The query; `None` where the handler reads none.
    pub(crate) query: Option<&'static str>,
    /// A header beside the content type.
    pub(crate) header: Option<&'static str>,
    /// The body; `None` where the handler reads none.
    pub(crate) body: Option<&'static str>,
}

const NONE: Sample = Sample { route: "", about: "", params: &[], query: None, header: None, body: None };

const SAMPLES: &[Sample] = &[
    Sample { route: "page /", about: "This page.", ..NONE },
    Sample { route: "GET /items", about: "All items, as JSON.", ..NONE },
    Sample {
        route: "POST /items",
        about: "Makes an item: 201 with its place, 409 if it is there, 422 if it cannot be.",
        body: Some(r#"{"slug":"hat","name":"Straw hat","price":1500}"#),
        ..NONE
    },
    Sample {
        route: "GET /items/[slug]",
        about: "One item, or 404 with a problem document.",
        params: &["shoes"],
        ..NONE
    },
    Sample {
        route: "PUT /items/[slug]",
        about: "Replaces an item.",
        params: &["mug"],
        body: Some(r#"{"name":"Blue mug","price":1100}"#),
        ..NONE
    },
    Sample { route: "DELETE /items/[slug]", about: "Takes an item away: 204.", params: &["mug"], ..NONE },
    Sample { route: "GET /search", about: "Items whose name has these letters.", query: Some("query=red"), ..NONE },
    Sample { route: "GET /files/[...path]", about: "Files of the program.", params: &["css/site.css"], ..NONE },
    Sample {
        route: "GET /docs/[[...slug]]",
        about: "Pages at any depth; without a piece, the first.",
        params: &["guides/errors"],
        ..NONE
    },
    Sample {
        route: "GET /manual/[...slug]",
        about: "Where the pages were before: 308 to where they are.",
        params: &["guides/errors"],
        ..NONE
    },
    Sample {
        route: "POST /webhooks/github",
        about: "Takes what is signed, 401 for the rest. Change a letter of the body.",
        header: Some("x-hub-signature-256: sha256=5ccdd8275f57d608741ad8390e42e8696ebfcd85607d9c2ef890769dda8f7568"),
        body: Some(r#"{"action":"opened"}"#),
        ..NONE
    },
    Sample { route: "GET /stream", about: "Three pieces, each sent when it is there.", ..NONE },
];

/// The sample of a route; an empty one where nobody has written any.
pub(crate) fn of(route: &str) -> &'static Sample {
    SAMPLES.iter().find(|sample| sample.route == route).unwrap_or(&NONE)
}
