use route_runtime::{NextRequest, route, routes};

type Incoming = NextRequest;
type Item = axum::Json<String>;

#[route("/items")]
async fn POST(req: Incoming, item: Item) -> String {
    let _ = req;
    item.0
}

fn main() {
    let _ = POST;
    let _: axum::Router = routes![POST].into_router();
}
