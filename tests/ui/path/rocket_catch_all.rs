use route_runtime::route;

#[route("/files/<rest..>")]
async fn GET(rest: Option<Vec<String>>) -> &'static str {
    let _ = rest;
    ""
}

fn main() {
    let _ = GET(None);
}
