use route_runtime::{route, routes};

#[route(GET "/blog/[id]/comments")]
async fn comments(id: u64) -> String {
    id.to_string()
}

#[route(GET "/blog/[cid]/authors/[...rest]")]
async fn authors(cid: u64) -> String {
    cid.to_string()
}

fn main() {
    let _: axum::Router = routes![comments, authors].into_router();
}
