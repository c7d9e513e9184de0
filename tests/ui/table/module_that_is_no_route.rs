use route_runtime::routes;

mod items {
    use route_runtime::route;

    #[route("/items")]
    pub async fn GET() -> &'static str {
        ""
    }
}

fn main() {
    let _: axum::Router = routes![items::route].into_router();
}
