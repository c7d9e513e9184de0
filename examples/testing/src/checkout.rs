//! The end of a visit.

use crate::cart::{self, Cart};
use crate::{Order, Shop};
use axum::extract::State;
use route_runtime::{NextResponse, Result, RouteError, after, route};

/// Takes the order, and does what is slow after the answer.
#[route("/checkout")]
pub async fn POST(State(shop): State<Shop>) -> Result {
    let cart = Cart::current();
    if cart.lines.is_empty() {
        return Err(RouteError::new(409, "the cart is empty"));
    }
    let order = Order { total: cart.total(&shop)? };
    Cart::forget();
    after(async move { shop.orders.push(order) });
    Ok(NextResponse::redirect(cart::route::url()).with_status(303))
}
