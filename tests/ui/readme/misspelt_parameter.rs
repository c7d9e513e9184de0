use route_runtime::route;

#[route("/items/[slug]")]
async fn GET(slag: String) -> String {
    slag
}

fn main() {}
