use route_runtime::{route, routes};

#[route(GET "/blog/[id]")]
async fn post(id: u64) -> String {
    format!("post {id}")
}

#[route(GET "/blog/[post]/comments")]
async fn comments(post: u64) -> String {
    format!("comments on post {post}")
}

fn main() {
    let _app: axum::Router = routes![post, comments].into_router();
}
