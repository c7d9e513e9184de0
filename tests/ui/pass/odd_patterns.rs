//! Arguments are found through what surrounds their names.

use axum::extract::{Query, State};
use route_runtime::{route, routes};

// The attributes are what is tested: they are on the function, and on an argument.
#[route("/[a]/[b]")]
#[allow(unused_mut, unused_variables)]
async fn GET(
    mut a: String,
    State(ref state): State<String>,
    #[allow(unused)] b: u8,
    query @ Query(_): Query<Vec<(String, String)>>,
    _: axum::http::Method,
) -> String {
    a.push('!');
    format!("{a} {state} {}", query.0.len())
}

fn main() {
    let _: axum::Router<String> = routes![GET].into_router();
}
