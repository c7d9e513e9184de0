use route_runtime::route;

#[route("/[from]-[to]")]
async fn GET(from: String, to: String) -> &'static str {
    let _ = (from, to);
    ""
}

fn main() {
    let _ = GET(String::new(), String::new());
}
