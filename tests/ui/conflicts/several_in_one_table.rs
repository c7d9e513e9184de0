use route_runtime::{route, routes};

#[route(GET "/blog/[id]")]
async fn post(id: u64) -> String {
    id.to_string()
}

#[route(PUT "/blog/[cid]")]
async fn edit(cid: u64) -> String {
    cid.to_string()
}

#[route(GET "/docs")]
async fn docs() -> &'static str {
    ""
}

#[route(GET "/docs/[[...path]]")]
async fn doc() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![post, edit, docs, doc].into_router();
}
