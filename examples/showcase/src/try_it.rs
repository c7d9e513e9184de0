//! `app/try/route.ts`: sends the request of a form of the front page, and shows the answer.
//!
//! Forms of HTML know GET and POST, and nothing of JSON. This makes the request that was meant, and hands it to the app as if it had
//! come from outside.

use crate::view;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use route_runtime::{Result, RouteError, RouteInfo, RouteKind, Segment, SegmentKind, route};
use serde::Deserialize;
use std::collections::HashMap;
use tower::ServiceExt;

/// How much of an answer is shown, in bytes.
const LIMIT: usize = 64 * 1024;

/// What a piece of a path may hold as it is (RFC 3986, 2.3).
const PIECE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a query is not sent with as it was typed (the query percent-encode set of the URL standard).
const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// The app as it is without this page.
#[derive(Clone)]
pub(crate) struct Api(pub(crate) Router);

#[route("/try")]
pub(crate) mod routes {
    use super::{Api, Attempt};
    use axum::extract::Extension;
    use maud::Markup;
    use route_runtime::{NextRequest, Result};

    pub(crate) async fn GET(req: NextRequest, Extension(api): Extension<Api>) -> Result<Markup> {
        let form = req.next_url().search_params().deserialize::<Attempt>()?;
        form.send("get", req.next_url().host(), api).await
    }

    pub(crate) async fn POST(mut req: NextRequest, Extension(api): Extension<Api>) -> Result<Markup> {
        let form = req.form_data().await?.deserialize::<Attempt>()?;
        form.send("post", req.next_url().host(), api).await
    }
}

/// A form of the front page, filled in.
#[derive(Deserialize)]
struct Attempt {
    route: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    header: String,
    body: Option<String>,
    /// The dynamic segments, by their [`field`]s.
    #[serde(flatten)]
    params: HashMap<String, String>,
}

/// Whether the front page has a form for the route: for all but this one.
pub(crate) fn can_be_tried(route: &RouteInfo) -> bool {
    route.pattern() != routes::GET::PATTERN
}

/// The method of the form for a route. What is only read has an address that can be kept. The rest is posted, so that nothing changes
/// because somebody follows a link.
pub(crate) fn form_method(route: &RouteInfo) -> &'static str {
    if route.method() == "GET" { "get" } else { "post" }
}

/// The name of the field for a dynamic segment. A segment may be called `body`, too.
pub(crate) fn field(segment: &Segment) -> String {
    format!("[{}]", segment.text())
}

impl Attempt {
    /// Sends it, and shows what came back. The form came with this method.
    async fn send(&self, method: &str, host: &str, Api(api): Api) -> Result<Markup> {
        let table = crate::routes();
        let mut routes = table.routes().filter(|route| can_be_tried(route));
        let Some(route) = routes.find(|route| route.to_string() == self.route) else {
            return Err(RouteError::new(400, "there is no such route to try"));
        };
        if method != form_method(route) {
            return Err(RouteError::new(400, format!("the form of this route is sent with {}", form_method(route))));
        }
        let target = self.target(route);
        let request = self.request(route, host, &target)?;

        let response = match api.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let body = match to_bytes(body, LIMIT).await {
            Ok(body) => {
                String::from_utf8(body.into()).unwrap_or_else(|error| format!("({} bytes)", error.as_bytes().len()))
            }
            Err(error) => format!("(not shown: {error})"),
        };
        let content = html! {
            p { a href=(crate::home::home::url()) { "All routes" } }
            h1 { code .method { (route.method().as_str()) } " " code { (target) } }
            h2 { (head.status) }
            pre #headers {
                @for (name, value) in &head.headers { (name) ": " (String::from_utf8_lossy(value.as_bytes())) "\n" }
            }
            @if body.is_empty() { p { "No body." } } @else { pre #body { (body) } }
            h2 { "The same from a terminal" }
            pre { (self.curl(route, host, &target)) }
            @if route.kind() == RouteKind::Page || route.method() == "GET" { p { a href=(target) { "Open it" } } }
        };
        Ok(view::page("Answer", &content))
    }

    /// The path, with its query.
    fn target(&self, route: &RouteInfo) -> String {
        let mut target = String::new();
        for segment in route.segments() {
            let value = self.params.get(&field(segment)).map_or("", String::as_str);
            let pieces: Vec<_> = match segment.kind() {
                SegmentKind::Static => vec![segment.text().to_owned()],
                SegmentKind::Dynamic => vec![utf8_percent_encode(value, PIECE).to_string()],
                SegmentKind::OptionalCatchAll if value.is_empty() => continue,
                SegmentKind::CatchAll | SegmentKind::OptionalCatchAll => {
                    value.split('/').map(|piece| utf8_percent_encode(piece, PIECE).to_string()).collect()
                }
            };
            target.push('/');
            target.push_str(&pieces.join("/"));
        }
        if target.is_empty() {
            target.push('/');
        }
        if !self.query.is_empty() {
            target = format!("{target}?{}", utf8_percent_encode(&self.query, QUERY));
        }
        target
    }

    fn request(&self, route: &RouteInfo, host: &str, target: &str) -> Result<Request> {
        let mut request = Request::builder().method(route.method()).uri(target).header("host", host);
        if let Some((name, value)) = self.header.split_once(':') {
            request = request.header(name.trim(), value.trim());
        }
        if self.body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = self.body.clone().map_or_else(Body::empty, Body::from);
        request.body(body).map_err(|error| RouteError::new(400, format!("this is no request: {error}")))
    }

    fn curl(&self, route: &RouteInfo, host: &str, target: &str) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        let mut command = format!("curl -i {}", quoted(&format!("{host}{target}")));
        if route.method() != "GET" {
            command.push_str(&format!(" -X {}", route.method()));
        }
        if !self.header.is_empty() {
            command.push_str(&format!(" \\\n  -H {}", quoted(&self.header)));
        }
        if let Some(body) = &self.body {
            command.push_str(&format!(" \\\n  -H 'content-type: application/json' --data-raw {}", quoted(body)));
        }
        command
    }
}
