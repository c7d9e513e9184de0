//! The same handlers as one writes them for axum.

use crate::{Item, Search, Shop, catalogue, inventory};
use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use std::collections::HashMap;

pub(crate) fn app() -> Router {
    Router::new()
        .route("/", get(text))
        .route("/items/{id}", get(item))
        .route("/shops/{shop}/items/{id}", get(shop_item))
        .route("/stock/{id}", get(stock))
        .route("/search", get(search))
        .route("/find", get(find))
        .route("/items", post(create))
        .route("/orders", post(order))
        .route("/files/{*path}", get(files))
        .route("/theme", get(theme))
        .route("/catalogue", get(list))
        .route("/inventory", get(inventory_of_all))
        .route("/favourite", get(favourite))
        .route("/motto", get(motto))
        .with_state(Shop { name: "berlin" })
}

async fn text() -> &'static str {
    "Hello, world!"
}

async fn item(Path(id): Path<u64>) -> Json<Item> {
    Json(Item::new(id))
}

async fn shop_item(Path((shop, id)): Path<(String, u64)>) -> String {
    format!("{shop} {id}")
}

async fn stock(State(shop): State<Shop>, Path(id): Path<u64>) -> String {
    format!("{} {id}", shop.name)
}

async fn search(Query(search): Query<Search>) -> String {
    format!("{} {}", search.q, search.page)
}

async fn find(Query(search): Query<HashMap<String, String>>) -> String {
    search.get("q").map(String::as_str).unwrap_or_default().to_owned()
}

async fn create(Json(item): Json<Item>) -> Json<Item> {
    Json(item)
}

async fn order(Json(item): Json<Item>) -> Json<Item> {
    Json(item)
}

async fn files(Path(path): Path<String>) -> String {
    let path: Vec<String> = path.split('/').map(str::to_owned).collect();
    path.join(" ")
}

async fn theme(cookies: CookieJar) -> (CookieJar, String) {
    let theme = cookies.get("theme").map(|cookie| cookie.value().to_owned());
    (cookies.add(Cookie::build(("seen", "1")).path("/")), theme.unwrap_or_default())
}

async fn list() -> Json<Vec<Item>> {
    Json(catalogue())
}

async fn inventory_of_all() -> Json<Vec<Item>> {
    Json(inventory())
}

async fn favourite() -> Json<Item> {
    Json(Item::new(7))
}

async fn motto() -> &'static str {
    "A small brown teapot, for one."
}
