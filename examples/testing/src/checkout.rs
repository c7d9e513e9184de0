//! The end of a visit.

use crate::Shop;
use crate::cart::{self, Cart};
use axum::extract::State;
use route_runtime::{NextResponse, Result, RouteError, after, route};

/// Takes the order before it answers: what `after` does is lost with the program.
#[route("/checkout")]
pub async fn POST(State(shop): State<Shop>) -> Result {
    let cart = Cart::current();
    if cart.lines.is_empty() {
        return Err(RouteError::new(409, "the cart is empty"));
    }
    let order = shop.orders.take(cart.total(&shop)?);
    Cart::forget();
    after(async move { shop.orders.confirm(order).await });
    Ok(NextResponse::redirect(cart::route::url()).with_status(303))
}
