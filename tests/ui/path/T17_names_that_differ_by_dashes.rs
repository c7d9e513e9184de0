use route_runtime::route;

#[route("/[helloworld]/[hello-world]")]
async fn GET(helloworld: String, hello_world: String) -> &'static str {
    let _ = (helloworld, hello_world);
    ""
}

fn main() {
    let _ = GET(String::new(), String::new());
}
