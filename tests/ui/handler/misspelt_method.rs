use route_runtime::route;

#[route("/items")]
async fn DELET() -> &'static str {
    ""
}

fn main() {
    let _ = DELET();
}
