//! The whole app by request, without a server: paths, methods, headers, errors as clients see them, and cookies from one request to the
//! next.

use crate::doubles::{Broken, shop};
use route_runtime::testing::Client;
use serde_json::{Value, json};
use std::sync::mpsc;
use testing::{Order, Orders, Shop, app};

#[tokio::test]
async fn a_product_is_sent_as_json() {
    let client = Client::new(app(shop()));
    let product: Value =
        client.get("/products/tea").await.assert_status(200).assert_header("content-type", "application/json").json();
    assert_eq!(product, json!({ "slug": "tea", "price": 300 }));
}

#[tokio::test]
async fn what_is_refused_is_a_problem_document() {
    let client = Client::new(app(shop()));
    let problem: Value = client.get("/products/coffee").await.assert_status(404).json();
    assert_eq!(problem["detail"], "there is no product `coffee`");

    let problem: Value =
        client.post("/cart").json(&json!({ "slug": "coffee", "count": 1 })).await.assert_status(422).json();
    assert_eq!(problem["errors"], json!([{ "field": "slug", "message": "is no product of ours" }]));

    client.delete("/cart").await.assert_status(405).assert_header("allow", "GET, HEAD, OPTIONS, POST");
}

/// A client is told nothing of what went wrong inside. The app's reporter is, which a test can be.
#[tokio::test]
async fn an_error_of_the_catalog_is_an_empty_500() {
    let (reporter, reported) = mpsc::channel();
    let app = app(Shop::new(Broken, Orders::default()))
        .on_request_error(move |error| reporter.send(error.error().to_string()).unwrap());
    let answer = Client::new(app).get("/products/tea").await.assert_status(500);
    assert_eq!(answer.text(), "");
    assert_eq!(reported.try_recv().as_deref(), Ok("the disk is on fire"));
}

/// The client keeps cookies as a browser does; `another` is somebody else.
#[tokio::test]
async fn everybody_has_a_cart_of_their_own() {
    let ada = Client::new(app(shop()));
    let grace = ada.another();
    ada.post("/cart").json(&json!({ "slug": "tea", "count": 2 })).await.assert_status(201);
    ada.post("/cart").json(&json!({ "slug": "tea", "count": 1 })).await.assert_status(201);
    grace.post("/cart").json(&json!({ "slug": "mug", "count": 1 })).await.assert_status(201);

    let cart: Value = ada.get("/cart").await.json();
    assert_eq!(cart["lines"], json!([{ "slug": "tea", "count": 3 }]));
    assert_eq!(grace.cookie("cart").as_deref(), Some("mug:1"));
}

/// What `after` does is done when `settle` returns: no test waits for a time that is hoped to be enough.
#[tokio::test]
async fn an_order_is_taken_and_confirmed_after_the_answer() {
    let shop = shop();
    let client = Client::new(app(shop.clone()));
    client.post("/checkout").await.assert_status(409);

    client.post("/cart").json(&json!({ "slug": "tea", "count": 2 })).await.assert_status(201);
    let cart: Value = client.post("/checkout").follow_redirects().await.assert_status(200).json();
    assert_eq!(cart, json!({ "lines": [] }));
    assert_eq!(shop.orders.all(), [Order { total: 600, confirmed: false }]);
    client.settle().await;
    assert_eq!(shop.orders.all(), [Order { total: 600, confirmed: true }]);
}
