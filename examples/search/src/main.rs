//! cargo run -p search
//!
//! The query of a URL: read by name, as a type, and as a type with bounds; pages with links to the next one; and what is answered
//! where it makes no sense.
//!
//! ```console
//! $ curl -s 'localhost:3000/search?q=mug'
//! ["blue mug","red mug","white mug"]
//! $ curl -s 'localhost:3000/search?q=mug&color=red&color=white'
//! ["red mug","white mug"]
//! $ curl -s localhost:3000/search
//! {"type":"about:blank","title":"Bad Request","status":400,"detail":"say what to search for: /search?q=mug"}
//! $ curl -s 'localhost:3000/products?per_page=2'
//! {"total":6,"products":[{"name":"blue bowl","color":"blue","price":1500},{"name":"blue mug","color":"blue","price":900}],"previous":null,"next":"/products?per_page=2&page=2"}
//! $ curl -s 'localhost:3000/products?color=red&color=white&per_page=2&sort=price&page=2'
//! {"total":4,"products":[{"name":"white mug","color":"white","price":800},{"name":"red mug","color":"red","price":950}],"previous":"/products?color=red&color=white&per_page=2&sort=price&page=1","next":null}
//! $ curl -s 'localhost:3000/products?page=0'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `page` is not valid: a page is a number from 1 to 10000","field":"page"}
//! $ curl -s 'localhost:3000/products?per_page=1000'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `per_page` is not valid: 1 to 100 are on a page","field":"per_page"}
//! $ curl -s 'localhost:3000/products?sort=size'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `sort` is not valid: unknown variant `size`, expected `name` or `price`","field":"sort"}
//! $ curl -s 'localhost:3000/products?page=1&page=2'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `page` is given more than once","field":"page"}
//! $ curl -s 'localhost:3000/products?colour=red'
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"the query parameter `colour` is not valid: unknown field `colour`, expected one of `color`, `sort`, `page`, `per_page`","field":"colour"}
//! $ curl -s 'localhost:3000/count?color=blue'
//! 2
//! $ curl -s localhost:3000/count
//! Failed to deserialize query string: missing field `color`
//! ```

use axum::extract::Query;
use route_runtime::{App, NextRequest, NextResponse, Result, RouteError, SearchParams, route, routes};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Serialize)]
struct Product {
    name: &'static str,
    color: Color,
    price: u32,
}

/// In the query as in an answer: `red`.
#[derive(Clone, Copy, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Color {
    Blue,
    Red,
    White,
}

const PRODUCTS: [Product; 6] = [
    Product { name: "blue mug", color: Color::Blue, price: 900 },
    Product { name: "red mug", color: Color::Red, price: 950 },
    Product { name: "white mug", color: Color::White, price: 800 },
    Product { name: "blue bowl", color: Color::Blue, price: 1500 },
    Product { name: "red plate", color: Color::Red, price: 700 },
    Product { name: "white plate", color: Color::White, price: 600 },
];

/// By name. `get` is the first value, `get_all` all of them; both are decoded.
#[route(GET "/search")]
async fn search(req: NextRequest) -> Result {
    let query = req.next_url().search_params();
    let Some(q) = query.get("q").filter(|q| !q.is_empty()) else {
        return Err(RouteError::new(400, "say what to search for: /search?q=mug"));
    };
    let colors: Vec<&str> = query.get_all("color").collect();
    let found = PRODUCTS.iter().filter(|product| {
        let named = product.name.contains(q);
        named && (colors.is_empty() || colors.iter().any(|color| product.name.starts_with(color)))
    });
    Ok(NextResponse::json(found.map(|product| product.name).collect::<Vec<_>>()))
}

/// As a type. What is no such value is answered with 400, and the answer names the parameter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)] // a misspelt one is told, and not left out in silence
struct Listing {
    #[serde(default)]
    color: Vec<Color>,
    #[serde(default)]
    sort: Sort,
    #[serde(default)]
    page: Page,
    #[serde(default)]
    per_page: PerPage,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    #[default]
    Name,
    Price,
}

/// Counted from 1, as people do. The bounds are in the type, so no handler forgets them.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "usize")]
struct Page(usize);

impl Default for Page {
    fn default() -> Self {
        Self(1)
    }
}

impl TryFrom<usize> for Page {
    type Error = &'static str;

    fn try_from(page: usize) -> Result<Self, Self::Error> {
        (1..=10_000).contains(&page).then_some(Self(page)).ok_or("a page is a number from 1 to 10000")
    }
}

/// How many fit on a page: without an upper bound a client chooses how much work a request is.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "usize")]
struct PerPage(usize);

impl Default for PerPage {
    fn default() -> Self {
        Self(20)
    }
}

impl TryFrom<usize> for PerPage {
    type Error = &'static str;

    fn try_from(count: usize) -> Result<Self, Self::Error> {
        (1..=100).contains(&count).then_some(Self(count)).ok_or("1 to 100 are on a page")
    }
}

#[derive(Serialize)]
struct Found {
    total: usize,
    products: Vec<Product>,
    previous: Option<String>,
    next: Option<String>,
}

#[route(GET "/products")]
async fn products(req: NextRequest) -> Result {
    let query = req.next_url().search_params();
    let Listing { color, sort, page: Page(page), per_page: PerPage(per_page) } = query.deserialize()?;

    let mut found: Vec<Product> = PRODUCTS.to_vec();
    found.retain(|product| color.is_empty() || color.contains(&product.color));
    match sort {
        Sort::Name => found.sort_by_key(|product| product.name),
        Sort::Price => found.sort_by_key(|product| product.price),
    }
    let total = found.len();
    let found: Vec<Product> = found.into_iter().skip((page - 1) * per_page).take(per_page).collect();
    Ok(NextResponse::json(Found {
        total,
        products: found,
        previous: (page > 1).then(|| link(query, page - 1)),
        next: (page * per_page < total).then(|| link(query, page + 1)),
    }))
}

/// The same list at another page. The path is the route's own, so that it cannot go stale, and the query is escaped.
fn link(query: &SearchParams, page: usize) -> String {
    let mut query = query.clone();
    query.set("page", page.to_string());
    format!("{}?{query}", products::url())
}

#[derive(Deserialize)]
struct Count {
    color: Color,
}

/// By axum's extractor, where you have types for it already. What it refuses it says in axum's words, as plain text.
#[route(GET "/count")]
async fn count(Query(Count { color }): Query<Count>) -> NextResponse {
    NextResponse::json(PRODUCTS.iter().filter(|product| product.color == color).count())
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![search, products, count]).start().await
}
