use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use route_runtime::{route, routes};
use std::convert::Infallible;

struct User;

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(User)
    }
}

#[route("/items/[id]", revalidate = 60)]
async fn GET(id: u64, _: User) -> String {
    id.to_string()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
