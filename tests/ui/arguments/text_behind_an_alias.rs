use route_runtime::{NextRequest, route, routes};

type Text = String;

#[route("/items")]
async fn POST(req: NextRequest, text: Text) -> String {
    let _ = req;
    text
}

fn main() {
    let _ = POST;
    let _: axum::Router = routes![POST].into_router();
}
