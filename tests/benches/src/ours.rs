//! The handlers as one writes them with this crate.

use crate::{Item, Search, Shop, catalogue, inventory};
use axum::extract::{Query, State};
use axum::{Json, Router};
use route_runtime::{NextRequest, Result, Routes, cookies, route, routes};

pub(crate) fn app() -> Router {
    routes().into_router().with_state(state())
}

pub(crate) fn routes() -> Routes<Shop> {
    routes![
        text,
        item,
        shop_item,
        stock,
        search,
        find,
        create,
        order,
        files,
        theme,
        list,
        inventory_of_all,
        favourite,
        motto
    ]
}

pub(crate) fn state() -> Shop {
    Shop { name: "berlin" }
}

#[route(GET "/")]
async fn text() -> &'static str {
    "Hello, world!"
}

#[route(GET "/items/[id]")]
async fn item(id: u64) -> Json<Item> {
    Json(Item::new(id))
}

#[route(GET "/shops/[shop]/items/[id]")]
async fn shop_item(shop: String, id: u64) -> String {
    format!("{shop} {id}")
}

#[route(GET "/stock/[id]")]
async fn stock(State(shop): State<Shop>, id: u64) -> String {
    format!("{} {id}", shop.name)
}

#[route(GET "/search")]
async fn search(Query(search): Query<Search>) -> String {
    format!("{} {}", search.q, search.page)
}

#[route(GET "/find")]
async fn find(req: NextRequest) -> String {
    req.next_url().search_params().get("q").unwrap_or_default().to_owned()
}

#[route(POST "/items")]
async fn create(Json(item): Json<Item>) -> Json<Item> {
    Json(item)
}

#[route(POST "/orders")]
async fn order(mut req: NextRequest) -> Result<Json<Item>> {
    Ok(Json(req.json().await?))
}

#[route(GET "/files/[...path]")]
async fn files(path: Vec<String>) -> String {
    path.join(" ")
}

#[route(GET "/theme")]
async fn theme() -> String {
    let theme = cookies().get("theme").map(|cookie| cookie.value().to_owned());
    cookies().set("seen", "1");
    theme.unwrap_or_default()
}

#[route(GET "/catalogue", revalidate = false)]
async fn list() -> Json<Vec<Item>> {
    Json(catalogue())
}

#[route(GET "/inventory", revalidate = false)]
async fn inventory_of_all() -> Json<Vec<Item>> {
    Json(inventory())
}

#[route(GET "/favourite", revalidate = false)]
async fn favourite() -> Json<Item> {
    Json(Item::new(7))
}

#[route(GET "/motto", revalidate = false)]
async fn motto() -> &'static str {
    "A small brown teapot, for one."
}
