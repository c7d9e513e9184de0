//! A handler is a function, and a test calls it. What is not asked is not built: no router, no middleware, no cache.

use crate::doubles::{Broken, With, shop};
use axum::extract::State;
use route_runtime::NextRequest;
use route_runtime::testing::in_request;
use serde_json::json;
use testing::cart::{Cart, Line, handlers};
use testing::{Orders, Product, Shop, products};

#[test]
fn a_cart_costs_what_its_products_cost() {
    let cart = Cart::parse("tea:2 mug:1");
    assert_eq!(cart.total(&shop()).unwrap(), 2 * 300 + 500);
}

#[test]
fn what_a_client_has_made_up_is_no_line_of_a_cart() {
    for (text, lines) in [
        ("", 0),
        ("tea", 0),
        ("tea:0", 0),
        ("tea:-1", 0),
        ("tea:100", 0),
        ("tea:1 tea:98", 1),
        ("tea:99 tea:99", 1),
        ("tea:1 : mug:x", 1),
    ] {
        let cart = Cart::parse(text);
        assert_eq!(cart.lines.len(), lines, "{text}");
        assert!(cart.lines.iter().all(|line| line.count <= 99), "{text}");
    }
}

#[tokio::test]
async fn a_product_is_found_by_its_slug() {
    let shop = Shop::new(With(vec![Product::new("green tea", 350)]), Orders::default());
    let product = products::one::GET("green tea".to_owned(), State(shop)).await.unwrap();
    assert_eq!(product.0, Product::new("green tea", 350));
    // The link to it, which a test need not spell.
    assert_eq!(products::one::GET::url("green tea"), "/products/green%20tea");
}

#[tokio::test]
async fn what_is_refused_is_an_error_with_a_status() {
    let error = products::one::GET("coffee".to_owned(), State(shop())).await.unwrap_err();
    assert_eq!((error.status().as_u16(), error.to_string().as_str()), (404, "there is no product `coffee`"));

    let shop = Shop::new(Broken, Orders::default());
    let error = products::one::GET("tea".to_owned(), State(shop)).await.unwrap_err();
    assert_eq!((error.status().as_u16(), error.to_string().as_str()), (500, "the disk is on fire"));
}

/// `cookies()` and its like find a request where a handler runs. `in_request` is such a place.
#[tokio::test]
async fn a_function_that_reads_cookies_is_given_a_request() {
    let req = NextRequest::builder().cookie("cart", "tea:3").build().unwrap();
    let cart = in_request(&req, async { Cart::current() }).await;
    assert_eq!(cart.lines, [Line { slug: "tea".to_owned(), count: 3 }]);
}

#[tokio::test]
async fn a_handler_is_given_a_request_with_a_body() {
    let req = NextRequest::builder().method("POST").url("/cart").cookie("cart", "tea:1");
    let mut req = req.json(&json!({ "slug": "tea", "count": 2 })).build().unwrap();
    let same = req.try_clone().await.unwrap();
    let response = in_request(&same, handlers::POST(req, State(shop()))).await.unwrap();
    assert_eq!(response.status(), 201);
}
