use route_runtime::{route, routes};

#[route("/[foo-bar]/[[...the-rest]]")]
async fn GET(foo_bar: u8, the_rest: Option<Vec<String>>) -> String {
    format!("{foo_bar} {the_rest:?}")
}

#[route("/x/[foo-bar]")]
mod x {
    pub async fn GET(Params { foo_bar }: Params) -> String {
        foo_bar
    }
}

fn main() {
    assert_eq!(GET::url(1, None::<[&str; 0]>), "/1");
    let _: axum::Router = routes![GET, x::route].into_router();
}
