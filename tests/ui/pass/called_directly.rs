//! The user's function comes out unchanged.

use route_runtime::{route, routes};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[route("/items/[id]")]
async fn GET(id: u64) -> String {
    id.to_string()
}

fn main() {
    let Poll::Ready(text) = pin!(GET(7)).poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    assert_eq!(text, "7");
    assert_eq!(GET::PATTERN, "/items/[id]");
    assert_eq!(GET::url(7), "/items/7");
    assert!(GET::try_url("..").is_err());
    let _: axum::Router = routes![GET].into_router();
}
