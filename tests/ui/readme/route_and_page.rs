use route_runtime::{page, route};

#[page("/about")]
async fn about() -> &'static str {
    "<h1>About us</h1>"
}

#[route("/about")]
async fn GET() -> &'static str {
    "{}"
}

fn main() {}
