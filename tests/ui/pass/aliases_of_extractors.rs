//! Extractors are known by traits, not by their names.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use route_runtime::{NextRequest, route, routes};
use std::convert::Infallible;

type Db = State<String>;
type Incoming = NextRequest;

struct CurrentUser(String);

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<CurrentUser, Infallible> {
        Ok(CurrentUser(String::new()))
    }
}

#[route("/items/[id]")]
async fn POST(req: Incoming, db: Db, CurrentUser(name): CurrentUser, id: u64) -> String {
    let _ = (req, id);
    name + &db.0
}

fn main() {
    let _: axum::Router<String> = routes![POST].into_router();
}
