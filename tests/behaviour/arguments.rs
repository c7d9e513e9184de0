//! DESIGN 2.1: what a handler's arguments are, and what happens where one cannot be had.

use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Extension, FromRef, FromRequest, FromRequestParts, Path, Query, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, Version};
use axum::{Json, Router};
use route_runtime::{NextRequest, NextResponse, Result, RoutePattern, Routes, route, routes};
use route_tests::{Answer, call, get, send};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::str::FromStr;

#[derive(Debug, Deserialize, Serialize)]
struct Page {
    page: u32,
}

type RawBody = Bytes;
type Payload = Json<Page>;
type Numbered = Query<Page>;

/// A POST of JSON.
async fn post(app: &Router, uri: &str, json: &str) -> Answer {
    let request = Request::post(uri).header("content-type", "application/json");
    call(app, request.body(Body::from(json.to_owned())).unwrap()).await
}

fn problem(answer: &Answer) -> (u16, &str, Value) {
    let problem: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    (answer.status, answer.header("content-type"), problem["code"].clone())
}

/// An extractor that shows in which order extractors run.
struct Step<const N: u8>;

#[derive(Clone, Default)]
struct Steps(Vec<u8>);

impl<S: Sync, const N: u8> FromRequestParts<S> for Step<N> {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Self::Rejection> {
        let steps: &mut Steps = parts.extensions.get_or_insert_default();
        steps.0.push(N);
        let refused = parts.headers.get("x-refuse").is_some_and(|value| *value == N.to_string());
        if refused { Err((StatusCode::IM_A_TEAPOT, format!("refused by {N}"))) } else { Ok(Self) }
    }
}

#[tokio::test]
async fn a_handler_takes_from_no_argument_to_sixteen() {
    #[route("/many/[a]/[b]/[c]/[...d]")]
    mod many {
        use super::*;
        pub async fn GET() -> &'static str {
            "none"
        }
        pub async fn DELETE(c: u8) -> String {
            c.to_string()
        }
        // Sixteen parameters and extractors in no order, the body among them.
        #[allow(clippy::too_many_arguments)]
        pub async fn POST(
            body: RawBody,
            _: Step<1>,
            d: Vec<String>,
            method: Method,
            b: i8,
            _: Step<2>,
            _: Step<3>,
            c: char,
            uri: Uri,
            _: Step<4>,
            version: Version,
            a: bool,
            steps: Extension<Steps>,
            RawQuery(query): RawQuery,
            _: Step<5>,
            headers: HeaderMap,
        ) -> String {
            let parameters = format!("{a} {b} {c} {d:?}");
            let steps = &steps.0.0;
            format!("{parameters} {} {method} {uri} {version:?} {query:?} {} {steps:?}", body.len(), headers.len())
        }
        // Sixteen extractors and no parameter.
        #[allow(clippy::too_many_arguments)]
        pub async fn PUT(
            _: Step<1>,
            _: Step<2>,
            _: Step<3>,
            _: Step<4>,
            _: Step<5>,
            _: Step<6>,
            _: Step<7>,
            request: Request,
            _: Step<8>,
            _: Step<9>,
            _: Step<10>,
            _: Step<11>,
            _: Step<12>,
            _: Step<13>,
            _: Step<14>,
            _: Step<15>,
        ) -> String {
            format!("{:?}", request.extensions().get::<Steps>().unwrap().0)
        }
    }
    let app: Router = routes![many::route].into_router();
    let path = "/many/true/-1/x/y/z?q=1";
    assert_eq!(get(&app, path).await.text(), (200, "none"));
    assert_eq!(send(&app, "DELETE", "/many/a/b/7/d", "").await.text(), (200, "7"));
    let seen = send(&app, "POST", path, "12345").await;
    let expected = r#"true -1 x ["y", "z"] 5 POST /many/true/-1/x/y/z?q=1 HTTP/1.1 Some("q=1") 0 [1, 2, 3, 4]"#;
    assert_eq!(seen.text(), (200, expected), "from left to right, the body last");
    let all = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]";
    assert_eq!(send(&app, "PUT", path, "").await.text(), (200, all));
}

#[tokio::test]
async fn the_argument_that_takes_the_body_may_stand_first_and_behind_an_alias() {
    #[route("/body-first/[id]")]
    mod body_first {
        use super::*;
        pub async fn POST(Json(body): Payload, Query(query): Numbered, id: u8) -> String {
            format!("{} {} {id}", body.page, query.page)
        }
        pub async fn PUT(mut req: NextRequest, id: u8, Query(query): Numbered) -> Result {
            let body: Page = req.json().await?;
            Ok(NextResponse::json(&(body, query, id)))
        }
        pub async fn PATCH(request: Request, _: Step<1>) -> String {
            format!("{} {:?}", request.uri(), request.extensions().get::<Steps>().unwrap().0)
        }
    }
    let app: Router = routes![body_first::route].into_router();
    let uri = "/body-first/3?page=2";
    assert_eq!(post(&app, uri, r#"{"page":1}"#).await.text(), (200, "1 2 3"));
    assert_eq!(send(&app, "PUT", uri, r#"{"page":1}"#).await.text(), (200, r#"[{"page":1},{"page":2},3]"#));
    assert_eq!(send(&app, "PATCH", uri, "").await.text(), (200, "/body-first/3?page=2 [1]"));
}

#[tokio::test]
async fn an_extractor_may_be_optional_or_a_result() {
    #[route("/optional")]
    mod optional {
        use super::*;
        pub async fn GET(
            extension: Option<Extension<u8>>,
            page: std::result::Result<Numbered, QueryRejection>,
        ) -> String {
            format!("{:?} {:?}", extension.map(|it| it.0), page.map(|it| it.0.page).map_err(|error| error.status()))
        }
        pub async fn POST(body: Option<Payload>) -> String {
            format!("{:?}", body.map(|it| it.0.page))
        }
        pub async fn PUT(body: std::result::Result<Payload, JsonRejection>, _: Step<1>) -> String {
            format!("{:?}", body.map(|it| it.0.page).map_err(|error| error.status().as_u16()))
        }
        pub async fn PATCH(
            page: std::result::Result<Option<Path<u8>>, axum::extract::rejection::PathRejection>,
        ) -> String {
            format!("{}", page.is_ok_and(|page| page.is_none()))
        }
    }
    let app: Router = routes![optional::route].into_router();
    assert_eq!(get(&app, "/optional?page=1").await.text(), (200, "None Ok(1)"));
    assert_eq!(get(&app, "/optional?page=x").await.text(), (200, "None Err(400)"));
    let layered = app.clone().layer(Extension(7_u8));
    assert_eq!(get(&layered, "/optional?page=1").await.text(), (200, "Some(7) Ok(1)"));
    assert_eq!(post(&app, "/optional", r#"{"page":1}"#).await.text(), (200, "Some(1)"));
    assert_eq!(send(&app, "POST", "/optional", "").await.text(), (200, "None"));
    assert_eq!(post(&app, "/optional", "{").await.status, 400, "there, but wrong");
    assert_eq!(send(&app, "PUT", "/optional", "{}").await.text(), (200, "Err(415)"));
    assert_eq!(send(&app, "PATCH", "/optional", "").await.text(), (200, "true"));
}

#[derive(Clone)]
struct AppState {
    db: Db,
    name: &'static str,
}

#[derive(Clone)]
struct Db(u8);

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

mod stateful {
    use super::*;
    #[route("/state/whole")]
    pub async fn GET(State(state): State<AppState>) -> &'static str {
        state.name
    }
    #[route(GET "/state/part/[id]")]
    pub async fn part(id: u8, State(Db(db)): State<Db>) -> String {
        format!("{id} {db}")
    }
    #[route(GET "/state/none")]
    pub async fn none() -> &'static str {
        "none"
    }
    #[route("/state/module")]
    pub mod module {
        use super::*;
        pub async fn GET(State(Db(db)): State<Db>) -> String {
            db.to_string()
        }
        pub async fn POST(State(state): State<AppState>, body: RawBody) -> String {
            format!("{} {}", state.name, body.len())
        }
    }
}

#[tokio::test]
async fn a_state_is_taken_whole_or_in_part_and_its_type_inferred() {
    let state = || AppState { db: Db(7), name: "app" };
    // From `with_state`, from the host it is merged into, from a type, and from another table.
    let inferred = routes![stateful::{GET, part, none}, stateful::module::route].into_router().with_state(state());
    let host = Router::new().merge(routes![stateful::{GET, part, none}, stateful::module::route]).with_state(state());
    let named: Routes<AppState> = routes![stateful::none, stateful::GET];
    let united = named.merge(routes![stateful::part, stateful::module::route]).into_router().with_state(state());
    let nested = Router::new().nest("/n", routes![stateful::{GET, part, none}, stateful::module::route].into_router());
    let nested: Router = nested.with_state(state());
    for (prefix, app) in [("", inferred), ("", host), ("", united), ("/n", nested)] {
        for (path, body) in
            [("/state/whole", "app"), ("/state/part/3", "3 7"), ("/state/none", "none"), ("/state/module", "7")]
        {
            assert_eq!(get(&app, &format!("{prefix}{path}")).await.text(), (200, body), "{prefix}{path}");
        }
        let module = format!("{prefix}/state/module");
        assert_eq!(send(&app, "POST", &module, "12345").await.text(), (200, "app 5"));
    }
    // Handlers that ask for no state stand in an app of any.
    let other: Router = routes![stateful::none].into_router().with_state(1_u8);
    assert_eq!(get(&other, "/state/none").await.text(), (200, "none"));
    let only_part = routes![stateful::part].into_router().with_state(Db(1));
    assert_eq!(get(&only_part, "/state/part/2").await.text(), (200, "2 1"));
}

/// axum's `Path` shows the lowered pattern; see also `precedence`.
#[tokio::test]
async fn axums_path_works_beside_and_instead_of_parameters_by_name() {
    #[route("/path/[id]/[name]")]
    mod path {
        use super::*;
        pub async fn GET(Path((id, name)): Path<(u8, String)>) -> String {
            format!("{id} {name}")
        }
        pub async fn POST(Path(all): Path<HashMap<String, String>>, name: String) -> String {
            format!("{} {} {name}", all["id"], all["name"])
        }
    }
    let app: Router = routes![path::route].into_router();
    assert_eq!(get(&app, "/path/1/a%2Fb").await.text(), (200, "1 a/b"));
    assert_eq!(send(&app, "POST", "/path/1/b", "").await.text(), (200, "1 b b"));
    assert_eq!(get(&app, "/path/x/b").await.status, 400);
}

#[tokio::test]
async fn the_pattern_is_nexts_wherever_the_table_is_mounted() {
    #[route("/pattern/(group)/[id]/[[...rest]]")]
    mod pattern {
        use super::*;
        pub async fn GET(pattern: RoutePattern) -> String {
            pattern.to_string()
        }
        /// From a function below the handler, and still after the handler has waited.
        pub async fn POST() -> &'static str {
            tokio::task::yield_now().await;
            RoutePattern::current().unwrap().as_str()
        }
        /// From a handler of one table inside a handler of another.
        pub async fn PUT() -> String {
            #[route(GET "/inner", scope = inner)]
            async fn inner(pattern: RoutePattern) -> String {
                tokio::task::yield_now().await;
                pattern.to_string()
            }
            let app: Router = routes![inner].into_router();
            assert_eq!(get(&app, "/inner").await.body, "/inner");
            RoutePattern::current().unwrap().to_string()
        }
    }
    let table = || -> Router { routes![pattern::route].into_router() };
    for (prefix, app) in [
        ("", table()),
        ("/a", Router::new().nest("/a", table())),
        ("/x/y", Router::new().nest("/{tenant}", Router::new().nest("/y", table()))),
        ("/s", Router::new().nest_service("/s", table())),
    ] {
        for method in ["GET", "POST", "PUT"] {
            let answer = send(&app, method, &format!("{prefix}/pattern/1/2"), "").await;
            assert_eq!(answer.text(), (200, "/pattern/[id]/[[...rest]]"), "{method} {prefix}");
        }
    }
    let outside: Router =
        Router::new().route("/", axum::routing::get(|pattern: RoutePattern| async move { pattern.to_string() }));
    assert_eq!(get(&outside, "/").await.text(), (500, ""));
    assert_eq!(RoutePattern::current(), None);
}

#[tokio::test]
async fn a_request_below_a_prefix_keeps_the_url_that_the_client_asked_for() {
    #[route(GET "/where/[id]")]
    async fn whereabouts(req: NextRequest, uri: Uri, original: axum::extract::OriginalUri) -> String {
        format!("{} {uri} {}", req.next_url().pathname(), original.0)
    }
    let app: Router = Router::new().nest("/api", routes![whereabouts].into_router());
    let answer = get(&app, "/api/where/1?a=b").await;
    assert_eq!(answer.text(), (200, "/api/where/1 /where/1?a=b /api/where/1?a=b"));
}

#[derive(Debug, PartialEq)]
enum Color {
    Red,
    Blue,
}

impl FromStr for Color {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "red" => Ok(Color::Red),
            "blé" => Ok(Color::Blue),
            other => Err(format!("{other} is no colour")),
        }
    }
}

/// Like `uuid::Uuid`: five groups of hexadecimal digits.
#[derive(Debug)]
struct Uuid(u128);

impl FromStr for Uuid {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        u128::from_str_radix(&text.replace('-', ""), 16).map(Self)
    }
}

#[tokio::test]
async fn a_parameter_is_parsed_from_its_decoded_segment_and_400_where_it_does_not_parse() {
    #[route("/parsed/[value]")]
    mod parsed {
        use super::*;
        pub async fn GET(value: u64) -> String {
            value.to_string()
        }
        pub async fn POST(value: Color) -> String {
            format!("{value:?}")
        }
        pub async fn PUT(value: Uuid) -> String {
            value.0.to_string()
        }
        pub async fn PATCH(value: f32) -> String {
            value.to_string()
        }
        pub async fn DELETE(value: std::net::IpAddr) -> String {
            value.to_string()
        }
        pub async fn OPTIONS(value: bool) -> String {
            value.to_string()
        }
    }
    let app: Router = routes![parsed::route].into_router();
    for (method, value, body) in [
        ("GET", "18446744073709551615", "18446744073709551615"),
        ("GET", "%37", "7"),
        ("POST", "red", "Red"),
        ("POST", "bl%C3%A9", "Blue"),
        ("PUT", "00000000-0000-0000-0000-0000000000ff", "255"),
        ("PATCH", "-1.5", "-1.5"),
        ("DELETE", "%3A%3A1", "::1"),
        ("OPTIONS", "true", "true"),
    ] {
        assert_eq!(send(&app, method, &format!("/parsed/{value}"), "").await.text(), (200, body), "{method} {value}");
    }
    for (method, value) in [
        ("GET", "18446744073709551616"),
        ("GET", "-1"),
        ("GET", "1%20"),
        ("GET", "x"),
        ("POST", "green"),
        ("PUT", "x"),
        ("DELETE", "1.2.3"),
        ("OPTIONS", "1"),
    ] {
        let answer = send(&app, method, &format!("/parsed/{value}"), "").await;
        let expected = (400, "application/problem+json", json!("invalid_parameter"));
        assert_eq!(problem(&answer), expected, "{method} {value}");
        assert!(answer.body.contains("`value`") && !answer.body.contains("colour"), "{answer:?}");
    }
    assert_eq!(send(&app, "HEAD", "/parsed/x", "").await.text(), (400, ""));
}

#[tokio::test]
async fn the_segments_of_a_catch_all_are_parsed_one_by_one() {
    #[route("/numbers/[...values]")]
    mod numbers {
        use super::*;
        pub async fn GET(values: Vec<u8>) -> String {
            format!("{values:?}")
        }
        pub async fn POST(values: Vec<Color>) -> String {
            format!("{values:?}")
        }
    }
    #[route("/maybe/[[...values]]")]
    mod maybe {
        pub async fn GET(values: Option<Vec<u8>>) -> String {
            format!("{values:?}")
        }
    }
    let app: Router = routes![numbers::route, maybe::route].into_router();
    for (path, body) in [
        ("/numbers/1", "[1]"),
        ("/numbers/1/2/3", "[1, 2, 3]"),
        ("/maybe", "None"),
        ("/maybe/1", "Some([1])"),
        ("/maybe/1/2", "Some([1, 2])"),
    ] {
        assert_eq!(get(&app, path).await.text(), (200, body), "{path}");
    }
    assert_eq!(send(&app, "POST", "/numbers/red/red", "").await.text(), (200, "[Red, Red]"));
    for path in ["/numbers/x", "/numbers/1/x", "/numbers/256", "/maybe/x", "/maybe/1/2/x", "/numbers/1%2F2"] {
        let answer = get(&app, path).await;
        assert_eq!(problem(&answer), (400, "application/problem+json", json!("invalid_parameter")), "{path}");
    }
}

#[tokio::test]
async fn a_parameter_is_taken_whatever_its_binding() {
    #[route("/bound/[slug]/[other]")]
    mod bound {
        pub async fn GET(mut slug: String, other: String) -> String {
            slug.push('!');
            slug + &other
        }
        pub async fn POST(other: String) -> String {
            other
        }
        pub async fn PUT() -> &'static str {
            "none of them"
        }
    }
    let app: Router = routes![bound::route].into_router();
    assert_eq!(get(&app, "/bound/a/b").await.text(), (200, "a!b"));
    assert_eq!(send(&app, "POST", "/bound/a/b", "").await.text(), (200, "b"));
    assert_eq!(send(&app, "PUT", "/bound/a/b", "").await.text(), (200, "none of them"));
}

#[tokio::test]
async fn a_handler_is_a_function_that_a_unit_test_calls() {
    #[route("/unit/[slug]")]
    mod unit {
        use super::*;
        pub async fn GET(slug: String) -> String {
            slug
        }
        pub async fn POST(mut req: NextRequest, params: Params) -> Result {
            Ok(NextResponse::new(format!("{} {}", params.slug, req.text().await?)))
        }
    }
    #[route(DELETE "/unit/[id]/[...rest]")]
    async fn delete(id: u8, rest: Vec<String>, State(db): State<Db>) -> Json<(u8, usize, u8)> {
        Json((id, rest.len(), db.0))
    }
    assert_eq!(delete(1, vec![], State(Db(2))).await.0, (1, 0, 2));
    assert_eq!(unit::GET("a".into()).await, "a");
    let request = Request::post("/unit/a").body(Body::from("body")).unwrap();
    let response = unit::POST(request.into(), unit::Params { slug: "a".into() }).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_rejection_answers_for_itself_and_the_handler_does_not_run() {
    struct Unauthorized;
    impl<S: Send + Sync> FromRequest<S> for Unauthorized {
        type Rejection = (StatusCode, [(&'static str, &'static str); 1], &'static str);
        async fn from_request(_: Request, _: &S) -> std::result::Result<Self, Self::Rejection> {
            Err((StatusCode::UNAUTHORIZED, [("www-authenticate", "Basic")], "who are you?"))
        }
    }
    struct Never;
    impl<S: Sync> FromRequestParts<S> for Never {
        type Rejection = Infallible;
        async fn from_request_parts(_: &mut Parts, _: &S) -> std::result::Result<Self, Infallible> {
            Ok(Self)
        }
    }
    #[route(GET "/rejected/[id]")]
    async fn rejected_get(id: u8, page: Numbered, _never: Never) -> String {
        format!("{id} {}", page.page)
    }
    #[route(POST "/rejected/[id]")]
    async fn rejected_post(_: Step<1>, body: Payload, _: Step<2>, id: u8) -> String {
        format!("{id} {}", body.page)
    }
    #[route(PUT "/rejected/[id]")]
    async fn rejected_put(_who: Unauthorized, _: Step<1>) {
        unreachable!("the handler does not run");
    }
    #[route(PATCH "/rejected/[id]")]
    async fn rejected_patch(Extension(missing): Extension<u64>) -> String {
        missing.to_string()
    }
    let app: Router = routes![rejected_get, rejected_post, rejected_put, rejected_patch].into_router();
    assert_eq!(get(&app, "/rejected/1?page=2").await.text(), (200, "1 2"));
    assert_eq!(get(&app, "/rejected/1?page=x").await.status, 400);
    assert_eq!(post(&app, "/rejected/1", r#"{"page":2}"#).await.text(), (200, "1 2"));
    assert_eq!(post(&app, "/rejected/1", "{").await.status, 400);
    assert_eq!(post(&app, "/rejected/1", r#"{"page":"x"}"#).await.status, 422);
    assert_eq!(send(&app, "POST", "/rejected/1", "{}").await.status, 415);
    let answer = send(&app, "PUT", "/rejected/1", "").await;
    assert_eq!((answer.text(), answer.header("www-authenticate")), ((401, "who are you?"), "Basic"));
    assert_eq!(send(&app, "PATCH", "/rejected/1", "").await.status, 500);

    // The parameters come first, then the extractors from left to right, then the body.
    for (path, refuse, body, status) in [
        ("/rejected/x", "1", "{", 400),
        ("/rejected/1", "1", "{", 418),
        ("/rejected/1", "2", "{", 418),
        ("/rejected/1", "3", "{", 400),
        ("/rejected/1", "3", r#"{"page":2}"#, 200),
    ] {
        let request = Request::post(path).header("content-type", "application/json").header("x-refuse", refuse);
        let answer = call(&app, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, status, "{path} {refuse} {body}");
        if status == 418 {
            assert_eq!(answer.body, format!("refused by {refuse}"));
        }
    }
}
