use route_runtime::route;
use std::future::{Ready, ready};

#[route("/items")]
fn GET() -> Ready<&'static str> {
    ready("")
}

fn main() {
    let _ = GET();
}
