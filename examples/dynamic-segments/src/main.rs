//! cargo run -p dynamic-segments
//!
//! What a path can capture, as which types, and which of two routes answers where both match.
//!
//! ```console
//! $ curl -s localhost:3000/users/7
//! {"id":7}
//! $ curl -s localhost:3000/users/seven
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_parameter","detail":"the path parameter `id` has no valid value"}
//! $ curl -s localhost:3000/menu/friday
//! {"soup":"pea"}
//! $ curl -s localhost:3000/menu/noon
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_parameter","detail":"the path parameter `day` has no valid value"}
//! $ curl -s localhost:3000/feature/dark-mode
//! {"feature":"dark-mode"}
//! $ curl -s localhost:3000/files/css/site.css
//! {"path":["css","site.css"]}
//! $ curl -s localhost:3000/files/a%2Fb/%E2%82%AC
//! {"path":["a/b","€"]}
//! $ curl -s localhost:3000/files/%FF
//! {"type":"about:blank","title":"Bad Request","status":400,"code":"undecodable_path","detail":"the path holds an escape that does not decode to UTF-8"}
//! $ curl -s -o /dev/null -w '%{http_code}\n' localhost:3000/files
//! 404
//! $ curl -s localhost:3000/docs
//! {"slug":null}
//! $ curl -s localhost:3000/docs/guides/errors
//! {"slug":["guides","errors"]}
//! $ curl -s localhost:3000/cart
//! {"cart":[]}
//! $ curl -s localhost:3000/posts/12/comments/3
//! {"comment":3,"post":12}
//! $ curl -s -X DELETE localhost:3000/posts/12/comments/3
//! {"deleted":3}
//! $ curl -s localhost:3000/items/new
//! a form for a new item
//! $ curl -s localhost:3000/items/9
//! item 9
//! $ curl -s localhost:3000/items/9/photos
//! the photos of item 9
//! $ curl -s localhost:3000/items/9/photos/front
//! whatever else is below items: 9, photos, front
//! $ curl -s localhost:3000/links
//! ["/users/7","/files/a%2Fb/%E2%82%AC","/docs","/docs/guides/errors","/cart","/posts/12/comments/3"]
//! ```

use route_runtime::{App, NextResponse, Result, RouteError, route, routes};
use serde_json::json;
use std::str::FromStr;

/// `[id]` is one segment, of any type that implements `FromStr`. What does not parse is answered with 400.
#[route(GET "/users/[id]")]
async fn user(id: u64) -> NextResponse {
    NextResponse::json(json!({ "id": id }))
}

/// A type of one's own says which values there are.
#[derive(Debug)]
enum Day {
    Friday,
    Saturday,
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(day: &str) -> Result<Self, Self::Err> {
        match day {
            "friday" => Ok(Self::Friday),
            "saturday" => Ok(Self::Saturday),
            _ => Err("we open on friday and saturday"),
        }
    }
}

#[route(GET "/menu/[day]")]
async fn menu(day: Day) -> NextResponse {
    let soup = match day {
        Day::Friday => "pea",
        Day::Saturday => "leek",
    };
    NextResponse::json(json!({ "soup": soup }))
}

/// A name that is none in Rust: `-` is `_` in the argument.
#[route(GET "/feature/[feature-name]")]
async fn feature(feature_name: String) -> NextResponse {
    NextResponse::json(json!({ "feature": feature_name }))
}

/// `[...path]` is one segment or more. The path is split before it is decoded, so `a%2Fb` is one segment.
#[route(GET "/files/[...path]")]
async fn file(path: Vec<String>) -> NextResponse {
    NextResponse::json(json!({ "path": path }))
}

/// `[[...slug]]` may be none as well: `/docs` itself.
#[route(GET "/docs/[[...slug]]")]
async fn docs(slug: Option<Vec<String>>) -> NextResponse {
    NextResponse::json(json!({ "slug": slug }))
}

/// `(shop)` is a group: no part of the URL.
#[route(GET "/(shop)/cart")]
async fn cart() -> NextResponse {
    NextResponse::json(json!({ "cart": [] }))
}

/// A module is one path with several methods. `Params` is all that the path captures; without this one it would be made with `String`s.
#[route("/posts/[post]/comments/[comment]")]
mod comment {
    use super::*;

    pub(crate) struct Params {
        pub(crate) post: u64,
        pub(crate) comment: u32,
    }

    pub(crate) async fn GET(Params { post, comment }: Params) -> NextResponse {
        NextResponse::json(json!({ "post": post, "comment": comment }))
    }

    /// Arguments by name work here as well.
    pub(crate) async fn DELETE(comment: u32) -> NextResponse {
        NextResponse::json(json!({ "deleted": comment }))
    }
}

/// Where several match, the most exact one answers, at each level of the path: static, then dynamic, then catch-all. The order in
/// which they are listed does not matter.
mod items {
    use super::*;

    #[route(GET "/items/new")]
    pub(crate) async fn new() -> &'static str {
        "a form for a new item"
    }

    #[route(GET "/items/[id]")]
    pub(crate) async fn one(id: u64) -> String {
        format!("item {id}")
    }

    #[route(GET "/items/[id]/photos")]
    pub(crate) async fn photos(id: u64) -> String {
        format!("the photos of item {id}")
    }

    #[route(GET "/items/[...rest]")]
    pub(crate) async fn rest(rest: Vec<String>) -> String {
        format!("whatever else is below items: {}", rest.join(", "))
    }
}

/// A link is made by the route that it leads to, from one argument a segment, and escaped. A misspelt one does not compile.
#[route(GET "/links")]
async fn links() -> Result {
    // `try_url` refuses what no URL can carry, such as `..`, which a client would take out of the path.
    let path = ["a/b", "€"];
    let file = file::try_url(path).map_err(|error| RouteError::new(422, error.to_string()))?;
    Ok(NextResponse::json([
        user::url(7),
        file,
        docs::url(None::<[&str; 0]>),
        docs::url(Some(["guides", "errors"])),
        cart::url(),
        comment::route::url(12, 3),
    ]))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let items = routes![items::{rest, photos, one, new}];
    let routes = routes![user, menu, feature, file, docs, cart, comment::route, links];
    App::new(routes.merge(items)).start().await
}
