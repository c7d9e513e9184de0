//! Types and arguments called like what an expansion could have called its own.

use axum::extract::State;
use axum::http::{HeaderMap, Method};
use route_runtime::{NextRequest, route, routes};

#[derive(Clone)]
struct S;

#[derive(Clone)]
struct T;

#[derive(Clone)]
struct Request<T>(T);

#[route("/a/[path]/[state]/[routes]/[...parts]")]
async fn GET(
    path: String,
    state: String,
    routes: u8,
    parts: Vec<String>,
    request: NextRequest,
    a0: Method,
    State(params): State<Request<S>>,
) -> String {
    let _ = (path, state, routes, parts, request, a0, params);
    String::new()
}

#[route("/b/[self_]/[early]/[id]")]
mod module {
    pub async fn GET(Params { self_, early, id }: Params) -> String {
        let _ = (self_, early);
        id
    }
}

#[route(POST "/c/[M0]/[__S]")]
async fn Self_(M0: String, __S: String, State(T): State<T>, headers: HeaderMap) -> String {
    let _ = (M0, __S, T, headers);
    String::new()
}

mod table {
    use route_runtime::route;

    pub struct TABLE;

    #[route(PUT "/x")]
    pub async fn CLASHES() {}
}

fn main() {
    let _ = table::TABLE;
    let _: axum::Router<Request<S>> = routes![GET, module::route, table::CLASHES].into_router();
    let _: axum::Router<T> = routes![Self_].into_router();
}
