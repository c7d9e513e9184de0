use route_runtime::{page, routes};

struct View;

#[page("/")]
async fn home() -> View {
    View
}

fn main() {
    let _ = home();
    let _: axum::Router = routes![home].into_router();
}
