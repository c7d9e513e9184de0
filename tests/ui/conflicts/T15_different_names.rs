use route_runtime::{route, routes};

#[route(GET "/blog/[id]")]
async fn read(id: u64) -> String {
    id.to_string()
}

#[route(PUT "/blog/[cid]")]
async fn write(cid: u64) -> String {
    cid.to_string()
}

fn main() {
    let _: axum::Router = routes![read, write].into_router();
}
