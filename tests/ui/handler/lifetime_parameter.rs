use route_runtime::route;

#[route("/items")]
async fn GET<'a>() -> &'a str {
    ""
}

fn main() {
    let _ = GET();
}
