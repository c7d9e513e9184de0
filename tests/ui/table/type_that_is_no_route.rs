use route_runtime::routes;

struct Items;

fn main() {
    let _ = Items;
    let _: axum::Router = routes![Items].into_router();
}
