use route_runtime::route;

#[route("/[hello-world]/[hello_world]")]
async fn GET(hello_world: String) -> &'static str {
    let _ = hello_world;
    ""
}

fn main() {
    let _ = GET(String::new());
}
