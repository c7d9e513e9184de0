use route_runtime::route;

#[route("/[...one]/[[…two]")]
async fn GET(one: Vec<String>) -> &'static str {
    let _ = one;
    ""
}

fn main() {
    let _ = GET(Vec::new());
}
