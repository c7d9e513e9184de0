use route_runtime::route;

const PATH: &str = "/items";

#[route(PATH)]
async fn GET() -> &'static str {
    PATH
}

fn main() {
    let _ = GET();
}
