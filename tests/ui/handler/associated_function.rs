use route_runtime::route;

struct Api;

impl Api {
    #[route("/items")]
    async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _ = Api::GET();
}
